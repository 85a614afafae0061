//! What drives what in a brain, from what is given at the left to what is observed at the right; disputed lines stand out.

use super::brain_layout::{Block, Layout, layout};
use super::brain_lines;
use super::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use super::layout::{Head, MARGIN};
use super::text;
use crate::report::style::{self, Paint};
use serde::Serialize;

/// Space between two columns, on average.
const BETWEEN: f64 = 46.0;
/// Height of a line of words in a box.
const ROW: f64 = 14.0;
/// Radius of the disc with the number of a disputed line.
pub(super) const DISC: f64 = 8.5;
/// Everything undisputed.
pub(super) const PLAIN: Paint = Paint::Series(6);
/// Everything disputed.
pub(super) const DISPUTED: Paint = Paint::Series(1);
/// Boxes.
const BOX: Paint = Paint::Series(0);

/// A brain as boxes in columns with lines between them.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BrainGraph {
    /// Title.
    pub title: String,
    /// Line below it.
    pub subtitle: String,
    /// Heads of the columns, from the left.
    pub columns: Vec<String>,
    /// Column that is drawn as one whole, on which some boxes act together.
    pub whole: Option<usize>,
    /// Boxes.
    pub nodes: Vec<GraphNode>,
    /// Lines.
    pub edges: Vec<GraphEdge>,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GraphNode {
    /// What it is called.
    pub label: String,
    /// Its column.
    pub column: usize,
    /// Whether it acts on the column that is drawn as one whole.
    pub acts_on_whole: bool,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GraphEdge {
    /// Number of the box at which it begins.
    pub from: usize,
    /// Number of the box at which it ends.
    pub to: usize,
    /// What more of the one does to the other.
    pub effect: Effect,
    /// Meaning and name, where it is disputed.
    pub disputed: Option<(String, String)>,
}

/// What more of the one does to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It raises it.
    Raises,
    /// It lowers it.
    Lowers,
    /// One or the other, along different ways.
    Both,
}

/// Draws the graph; lines to boxes that do not exist are left out.
pub fn draw(graph: &BrainGraph) -> String {
    let edges: Vec<&GraphEdge> = graph
        .edges
        .iter()
        .filter(|edge| edge.from.max(edge.to) < graph.nodes.len() && edge.from != edge.to)
        .collect();
    let count = graph
        .nodes
        .iter()
        .map(|node| node.column + 1)
        .chain([graph.columns.len(), 1])
        .max()
        .unwrap_or(1);
    let width = (style::WIDTH - 2.0 * MARGIN - BETWEEN * (count - 1) as f64) / count as f64;
    let words: Vec<Vec<String>> = graph
        .nodes
        .iter()
        .map(|node| text::wrapped(&node.label, style::TICK_SIZE, width - 8.0, 2))
        .collect();
    let blocks: Vec<Block> = graph
        .nodes
        .iter()
        .zip(&words)
        .map(|(node, words)| Block {
            column: node.column,
            height: 10.0 + ROW * words.len().max(1) as f64,
        })
        .collect();
    let lines: Vec<(usize, usize)> = edges.iter().map(|edge| (edge.from, edge.to)).collect();
    let laid = layout(&blocks, &lines);
    let head = Head::new(&graph.title, &graph.subtitle);
    let spaces = brain_lines::spaces(&laid, &edges, BETWEEN, count);
    let lefts: Vec<f64> = (0..count)
        .map(|column| MARGIN + width * column as f64 + spaces[..column].iter().sum::<f64>())
        .collect();
    let heads: Vec<Vec<String>> = graph
        .columns
        .iter()
        .map(|head| text::wrapped(head, style::TICK_SIZE * text::BOLD, width + 24.0, 2))
        .collect();
    let top = head.height() + 16.0 + ROW * 2.0 + 8.0;
    let disputed: Vec<&GraphEdge> = edges
        .iter()
        .copied()
        .filter(|edge| edge.disputed.is_some())
        .collect();
    let height = top + laid.height + 36.0 + 20.0 + 20.0 * disputed.len() as f64 + 12.0;
    let sheet = Sheet {
        name: "brain-graph",
        title: &graph.title,
        description: &described(graph),
        height,
    };
    picture(sheet, |canvas| {
        head.draw(canvas);
        let drawing = Drawing {
            canvas,
            laid: &laid,
            edges: &edges,
            lefts,
            top,
            width,
            count: blocks.len(),
        };
        for (column, lines) in heads.iter().enumerate() {
            for (row, line) in lines.iter().enumerate() {
                let y = head.height() + 16.0 + ROW * row as f64;
                let words = Words::new(style::TICK_SIZE, Paint::Muted)
                    .bold()
                    .align(Align::Middle);
                canvas.words(line, (drawing.left(column) + width / 2.0, y), words);
            }
        }
        drawing.whole(graph);
        drawing.lines();
        for (number, words) in words.iter().enumerate() {
            drawing.block(number, words);
        }
        legend(canvas, top + laid.height + 36.0, &disputed);
    })
}

/// Everything that is needed to draw boxes and lines.
pub(super) struct Drawing<'a, 'b> {
    pub canvas: &'a Canvas<'b>,
    pub laid: &'a Layout,
    pub edges: &'a [&'a GraphEdge],
    /// Left edge of each column.
    pub lefts: Vec<f64>,
    pub top: f64,
    pub width: f64,
    /// Number of boxes among the places.
    pub count: usize,
}

impl Drawing<'_, '_> {
    /// Left edge of a column.
    pub(super) fn left(&self, column: usize) -> f64 {
        self.lefts[column]
    }

    fn block(&self, number: usize, words: &[String]) {
        let slot = self.laid.slots[number];
        let (left, y) = (self.left(slot.column), self.top + slot.y);
        let corners = [
            left,
            y - slot.height / 2.0,
            left + self.width,
            y + slot.height / 2.0,
        ];
        self.canvas.rectangle(corners, Paint::Ground, 1.0);
        self.canvas.rectangle(corners, BOX, 0.12);
        let [l, t, r, b] = corners;
        self.canvas.line(
            &[(l, t), (r, t), (r, b), (l, b), (l, t)],
            BOX,
            style::THIN_LINE,
            1.0,
        );
        for (row, line) in words.iter().enumerate() {
            let y = y + ROW * (row as f64 - (words.len() as f64 - 1.0) / 2.0);
            let style = Words::new(style::TICK_SIZE, Paint::Ink).align(Align::Middle);
            self.canvas.words(line, (left + self.width / 2.0, y), style);
        }
    }

    /// The column that is one whole, and short arrows of what acts on all of it.
    fn whole(&self, graph: &BrainGraph) {
        let Some(column) = graph.whole else { return };
        let left = self.left(column) - 9.0;
        let right = self.left(column) + self.width + 9.0;
        self.canvas.rectangle(
            [
                left,
                self.top - 8.0,
                right,
                self.top + self.laid.height + 8.0,
            ],
            Paint::Shade,
            1.0,
        );
        for (number, _) in graph
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.acts_on_whole)
        {
            let slot = self.laid.slots[number];
            if slot.column < column {
                let y = self.top + slot.y;
                let from = self.left(slot.column) + self.width;
                self.canvas.line(
                    &[(from, y), (left - 4.0, y)],
                    Paint::Ink,
                    style::STRONG_LINE,
                    0.8,
                );
                self.canvas.area(
                    &[
                        (left + 2.0, y),
                        (left - 7.0, y - 5.5),
                        (left - 7.0, y + 5.5),
                    ],
                    Paint::Ink,
                    0.8,
                );
            }
        }
    }
}

fn legend(canvas: &Canvas<'_>, top: f64, disputed: &[&GraphEdge]) {
    let mut x = MARGIN;
    let words = Words::new(style::TICK_SIZE, Paint::Ink);
    for (effect, label) in [
        (Effect::Raises, "raises"),
        (Effect::Lowers, "lowers"),
        (Effect::Both, "either, along different ways"),
    ] {
        canvas.line(&[(x, top), (x + 26.0, top)], PLAIN, style::LINE, 1.0);
        let end = x + 26.0;
        match effect {
            Effect::Raises => canvas.area(
                &[(end, top), (end - 7.0, top - 3.6), (end - 7.0, top + 3.6)],
                PLAIN,
                1.0,
            ),
            Effect::Lowers => canvas.line(
                &[(end, top - 4.4), (end, top + 4.4)],
                PLAIN,
                style::STRONG_LINE,
                1.0,
            ),
            Effect::Both => canvas.marker((end - 3.0, top), Marker::Disc, 3.2, PLAIN, 1.0),
        }
        canvas.words(label, (end + 7.0, top), words);
        x = end + 7.0 + text::width(label, style::TICK_SIZE) + 18.0;
    }
    if !disputed.is_empty() {
        canvas.dashed(&[(x, top), (x + 26.0, top)], DISPUTED, style::LINE);
        canvas.words(
            "disputed: only variants switch it on",
            (x + 33.0, top),
            words,
        );
    }
    let room = style::WIDTH - 2.0 * MARGIN - 26.0;
    let meanings = disputed.iter().filter_map(|edge| edge.disputed.as_ref());
    let widest = meanings
        .map(|(meaning, _)| text::width(meaning, style::TICK_SIZE))
        .fold(0.0, f64::max)
        .min(room * 0.66);
    for (number, edge) in disputed.iter().enumerate() {
        let Some((meaning, name)) = &edge.disputed else {
            continue;
        };
        let y = top + 24.0 + 20.0 * number as f64;
        let at = (MARGIN + DISC, y);
        canvas.marker(at, Marker::Disc, DISC - 0.8, DISPUTED, 1.0);
        let in_disc = Words::new(style::TICK_SIZE, Paint::Ground)
            .bold()
            .align(Align::Middle);
        canvas.words(&(number + 1).to_string(), at, in_disc);
        let said = text::cut(meaning, style::TICK_SIZE, room * 0.66);
        canvas.words(&said, (MARGIN + 26.0, y), words);
        let after = MARGIN + 26.0 + widest;
        let name = text::cut(name, style::TICK_SIZE, style::WIDTH - MARGIN - after);
        canvas.words(
            &name,
            (after, y),
            Words::new(style::TICK_SIZE, Paint::Muted),
        );
    }
}

/// The graph in words, for those who cannot see it.
fn described(graph: &BrainGraph) -> String {
    let label = |node: usize| {
        graph
            .nodes
            .get(node)
            .map_or("?", |node| node.label.as_str())
    };
    let said = graph.edges.iter().map(|edge| {
        let verb = match edge.effect {
            Effect::Raises => "raises",
            Effect::Lowers => "lowers",
            Effect::Both => "raises or lowers",
        };
        let disputed = if edge.disputed.is_some() {
            " (disputed)"
        } else {
            ""
        };
        format!("{} {verb} {}{disputed}", label(edge.from), label(edge.to))
    });
    format!(
        "{}. {}.",
        graph.subtitle,
        said.collect::<Vec<_>>().join("; ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> BrainGraph {
        let node = |label: &str, column: usize| GraphNode {
            label: label.to_owned(),
            column,
            acts_on_whole: label == "learning",
        };
        let edge = |from, to, effect, disputed: Option<&str>| GraphEdge {
            from,
            to,
            effect,
            disputed: disputed.map(|name| (format!("{name} says so"), name.to_owned())),
        };
        BrainGraph {
            title: "A brain".to_owned(),
            subtitle: "What drives what".to_owned(),
            columns: vec!["given".to_owned(), "slow".to_owned(), "circuit".to_owned()],
            whole: Some(2),
            nodes: vec![
                node("drug", 0),
                node("learning", 1),
                node("mood", 1),
                node("core <&>", 2),
            ],
            edges: vec![
                edge(0, 1, Effect::Raises, Some("drug_teaches")),
                edge(0, 3, Effect::Both, None),
                edge(2, 1, Effect::Lowers, Some("mood_slows")),
                edge(3, 2, Effect::Raises, None),
                edge(0, 0, Effect::Raises, None),
                edge(0, 99, Effect::Raises, None),
            ],
        }
    }

    #[test]
    fn every_box_and_every_disputed_line_is_named() {
        let svg = draw(&graph());
        for label in [
            "drug",
            "learning",
            "core &lt;&amp;&gt;",
            "mood_slows",
            "drug_teaches says so",
        ] {
            assert!(svg.contains(label), "{label}");
        }
        assert!(svg.contains("drug raises learning (disputed)"));
        assert!(svg.contains("stroke-dasharray"));
        assert!(!svg.contains("NaN"));
        assert_eq!(svg, draw(&graph()), "the same graph gives the same bytes");
    }

    #[test]
    fn a_graph_without_anything_is_an_empty_picture() {
        assert!(draw(&BrainGraph::default()).contains("</svg>"));
    }
}
