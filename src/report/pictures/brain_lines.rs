//! The lines of a brain's picture: their ways around boxes, their ends, the numbers of those that are disputed.

use super::brain_graph::{DISC, DISPUTED, Drawing, Effect, GraphEdge, PLAIN};
use super::brain_layout::Layout;
use super::canvas::{Align, Marker, Words};
use crate::report::style::{self, Paint};

impl Drawing<'_, '_> {
    pub(super) fn lines(&self) {
        let edges = self.edges;
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
                let right = bends_right(a.column, self.edges[edge]);
                let x = self.left(a.column) + if right { self.width } else { 0.0 };
                let (y1, y2) = (self.port(edge, begin, true), self.port(edge, begin, false));
                let bulge = (8.0 + (y2 - y1).abs() * 0.1).min(34.0);
                let out = if right { x + bulge } else { x - bulge };
                pieces.push(curve((x, y1), (out, y1), (out, y2), (x, y2)));
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
        let right = |own: usize, other: usize, line: usize| {
            let (own, other) = (self.laid.slots[own].column, self.laid.slots[other].column);
            other > own || (other == own && bends_right(own, self.edges[line]))
        };
        let side = right(own, other, edge);
        // All ends at this side of the box: where the line goes on to, and the line itself where it arrives.
        let mut ends: Vec<(f64, usize, usize)> = Vec::new();
        for (line, path) in self.laid.paths.iter().enumerate() {
            let last = path.len() - 1;
            if path[0] == own && right(own, path[1], line) == side {
                let end = (self.laid.slots[path[1]].y, path[1], usize::MAX);
                if !ends.contains(&end) {
                    ends.push(end);
                }
            }
            if path[last] == own && right(own, path[last - 1], line) == side {
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

/// How wide the space behind each column is: wider where more lines run.
pub(super) fn spaces(laid: &Layout, edges: &[&GraphEdge], between: f64, count: usize) -> Vec<f64> {
    let mut run = vec![4.0_f64; count.saturating_sub(1)];
    for (path, edge) in laid.paths.iter().zip(edges) {
        for pair in path.windows(2) {
            let (a, b) = (laid.slots[pair[0]].column, laid.slots[pair[1]].column);
            let behind = if a == b && !bends_right(a, edge) {
                a.saturating_sub(1)
            } else {
                a.min(b)
            };
            if let Some(run) = run.get_mut(behind) {
                *run += 1.0;
            }
        }
    }
    let whole: f64 = run.iter().map(|lines| lines.sqrt()).sum();
    let room = between * run.len() as f64;
    run.iter()
        .map(|lines| room * lines.sqrt() / whole)
        .collect()
}

/// Whether a line within a column runs at the right of it: disputed ones do, so that they stand apart from the others.
fn bends_right(column: usize, edge: &GraphEdge) -> bool {
    column == 0 || edge.disputed.is_some()
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
