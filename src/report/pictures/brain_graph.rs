//! What drives what in a brain, from what is given at the left to what is observed at the right; disputed lines stand out.

use super::brain_layout::{Block, Layout, layout};
use super::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use super::layout::{Head, MARGIN};
use super::text;
use crate::report::style::{self, Paint};

/// Space between two columns.
const BETWEEN: f64 = 46.0;
/// Height of a line of words in a box.
const ROW: f64 = 14.0;
/// Radius of the disc with the number of a disputed line.
const DISC: f64 = 8.5;
/// Everything undisputed.
const PLAIN: Paint = Paint::Series(6);
/// Everything disputed.
const DISPUTED: Paint = Paint::Series(1);
/// Boxes.
const BOX: Paint = Paint::Series(0);

/// A brain as boxes in columns with lines between them.
#[derive(Debug, Clone, PartialEq, Default)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct GraphNode {
    /// What it is called.
    pub label: String,
    /// Its column.
    pub column: usize,
    /// Whether it acts on the column that is drawn as one whole.
    pub acts_on_whole: bool,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    let heads: Vec<Vec<String>> = graph
        .columns
        .iter()
        .map(|head| {
            text::wrapped(
                head,
                style::TICK_SIZE * text::BOLD,
                width + BETWEEN - 8.0,
                2,
            )
        })
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
        drawing.lines(&edges);
        for (number, words) in words.iter().enumerate() {
            drawing.block(number, words);
        }
        legend(canvas, top + laid.height + 36.0, &disputed);
    })
}

struct Drawing<'a, 'b> {
    canvas: &'a Canvas<'b>,
    laid: &'a Layout,
    top: f64,
    width: f64,
    /// Number of boxes among the places.
    count: usize,
}

impl Drawing<'_, '_> {
    fn left(&self, column: usize) -> f64 {
        MARGIN + column as f64 * (self.width + BETWEEN)
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

    fn lines(&self, edges: &[&GraphEdge]) {
        let mut discs: Vec<(f64, f64)> = Vec::new();
        let mut number = 0;
        // Disputed lines lie above the others.
        let mut order: Vec<usize> = (0..edges.len()).collect();
        order.sort_by_key(|&edge| edges[edge].disputed.is_some());
        let mut last_pieces = Vec::new();
        for edge in order {
            let disputed = edges[edge].disputed.is_some();
            let (paint, width) = if disputed {
                (DISPUTED, style::LINE)
            } else {
                (PLAIN, style::THIN_LINE)
            };
            let pieces = self.pieces(edge);
            for piece in &pieces {
                if disputed {
                    self.canvas.dashed(piece, paint, width);
                } else {
                    self.canvas.line(piece, paint, width, 0.75);
                }
            }
            if let Some(piece) = pieces.last() {
                self.ending(piece, edges[edge].effect, paint);
                if disputed {
                    last_pieces.push(piece.clone());
                }
            }
        }
        for piece in last_pieces {
            number += 1;
            let at = free(&piece, &discs);
            discs.push(at);
            self.canvas
                .marker(at, Marker::Disc, DISC, Paint::Ground, 1.0);
            self.canvas
                .marker(at, Marker::Disc, DISC - 0.8, DISPUTED, 1.0);
            let words = Words::new(style::TICK_SIZE, Paint::Ground)
                .bold()
                .align(Align::Middle);
            self.canvas.words(&number.to_string(), at, words);
        }
    }

    /// Pieces of a line, from place to place and through passages.
    fn pieces(&self, edge: usize) -> Vec<Vec<(f64, f64)>> {
        let path = &self.laid.paths[edge];
        let mut pieces = Vec::new();
        for (step, pair) in path.windows(2).enumerate() {
            let (a, b) = (self.laid.slots[pair[0]], self.laid.slots[pair[1]]);
            let begin = (pair[0], pair[1], step);
            if a.column == b.column {
                let right = self.left(a.column) + self.width;
                let (y1, y2) = (self.port(edge, begin, true), self.port(edge, begin, false));
                let bulge = (8.0 + (y2 - y1).abs() * 0.1).min(BETWEEN * 0.72);
                pieces.push(curve(
                    (right, y1),
                    (right + bulge, y1),
                    (right + bulge, y2),
                    (right, y2),
                ));
                continue;
            }
            let forward = a.column < b.column;
            let side = |column: usize, right: bool| {
                self.left(column) + if right { self.width } else { 0.0 }
            };
            let (x1, x2) = (side(a.column, forward), side(b.column, !forward));
            let (y1, y2) = (self.port(edge, begin, true), self.port(edge, begin, false));
            let middle = (x1 + x2) / 2.0;
            pieces.push(curve((x1, y1), (middle, y1), (middle, y2), (x2, y2)));
            if pair[1] >= self.count {
                let through = side(b.column, forward);
                pieces.push(vec![(x2, y2), (through, y2)]);
            }
        }
        pieces
    }

    /// Height at which a piece of a line begins or ends: in the middle of a passage, spread along the side of a box.
    fn port(&self, edge: usize, (from, to, step): (usize, usize, usize), beginning: bool) -> f64 {
        let own = if beginning { from } else { to };
        let other = if beginning { to } else { from };
        let slot = self.laid.slots[own];
        if own >= self.count {
            return self.top + slot.y;
        }
        let right =
            |own: usize, other: usize| self.laid.slots[other].column >= self.laid.slots[own].column;
        let side = right(own, other);
        // All ends at this side of the box: where the line goes on to, and the line itself where it arrives.
        let mut ends: Vec<(f64, usize, usize)> = Vec::new();
        for (line, path) in self.laid.paths.iter().enumerate() {
            let last = path.len() - 1;
            if path[0] == own && right(own, path[1]) == side {
                let end = (self.laid.slots[path[1]].y, path[1], usize::MAX);
                if !ends.contains(&end) {
                    ends.push(end);
                }
            }
            if path[last] == own && right(own, path[last - 1]) == side {
                ends.push((self.laid.slots[path[last - 1]].y, path[last - 1], line));
            }
        }
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let id = if beginning && step == 0 {
            usize::MAX
        } else {
            edge
        };
        let place = ends
            .iter()
            .position(|end| end.1 == other && end.2 == id)
            .unwrap_or(0);
        let room = (slot.height - 8.0) / ends.len().max(1) as f64;
        self.top + slot.y + room.min(7.0) * (place as f64 - (ends.len() as f64 - 1.0) / 2.0)
    }

    /// An arrowhead where the line raises, a bar where it lowers, a disc where it does either.
    fn ending(&self, piece: &[(f64, f64)], effect: Effect, paint: Paint) {
        let [.., before, (x, y)] = piece[..] else {
            return;
        };
        let back = if before.0 < x { -1.0 } else { 1.0 };
        match effect {
            Effect::Raises => {
                self.canvas.area(
                    &[(x, y), (x + 7.0 * back, y - 3.6), (x + 7.0 * back, y + 3.6)],
                    paint,
                    1.0,
                );
            }
            Effect::Lowers => {
                let x = x + 1.6 * back;
                self.canvas.line(
                    &[(x, y - 4.4), (x, y + 4.4)],
                    paint,
                    style::STRONG_LINE,
                    1.0,
                );
            }
            Effect::Both => self
                .canvas
                .marker((x + 3.0 * back, y), Marker::Disc, 3.2, paint, 1.0),
        }
    }
}

/// A cubic Bézier curve as a chain of short lines.
fn curve(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64)) -> Vec<(f64, f64)> {
    const STEPS: usize = 24;
    let at = |t: f64| {
        let u = 1.0 - t;
        let mix = |a: f64, b: f64, c: f64, d: f64| {
            u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
        };
        (mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1))
    };
    (0..=STEPS)
        .map(|step| at(step as f64 / STEPS as f64))
        .collect()
}

/// A point on a line that is far from all discs so far.
fn free(piece: &[(f64, f64)], discs: &[(f64, f64)]) -> (f64, f64) {
    let middle = piece.len() / 2;
    let room = |at: &(f64, f64)| {
        discs
            .iter()
            .map(|disc| (disc.0 - at.0).hypot(disc.1 - at.1))
            .fold(3.0 * DISC, f64::min)
    };
    let inner = piece.len() / 4..=(3 * piece.len() / 4).min(piece.len() - 1);
    let mut best = piece[middle];
    for number in inner {
        if room(&piece[number]) > room(&best) + 1e-9 {
            best = piece[number];
        }
    }
    best
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
        let room = style::WIDTH - 2.0 * MARGIN - 26.0;
        let said = text::cut(meaning, style::TICK_SIZE, room * 0.66);
        canvas.words(&said, (MARGIN + 26.0, y), words);
        let after = MARGIN + 26.0 + text::width(&said, style::TICK_SIZE) + 8.0;
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
