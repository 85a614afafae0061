//! Where the boxes and lines of a graph in columns go: few crossings, lines that pass columns get a place of their own there.
//!
//! After Sugiyama, Tagawa & Toda 1981 (IEEE Trans Syst Man Cybern 11:109): columns are ordered by the mean place of neighbours,
//! and heights are then as near to the neighbours' as order and distance allow (isotonic regression).

use std::collections::BTreeMap;

/// Height kept free for a line that passes a column.
const PASSAGE: f64 = 9.0;
/// Distance of two things in a column.
const GAP: f64 = 9.0;
/// How often columns are ordered anew.
const SWEEPS: usize = 40;

/// A box: its column and height.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// Column, from the left.
    pub column: usize,
    /// Height in pixels.
    pub height: f64,
}

/// A place in a column: a box, or the passage of a line.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Column.
    pub column: usize,
    /// Middle, in pixels from the top.
    pub y: f64,
    /// Height.
    pub height: f64,
}

/// A layout.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Places: first those of the boxes in their order, then passages.
    pub slots: Vec<Slot>,
    /// Places of each line from its beginning to its end.
    pub paths: Vec<Vec<usize>>,
    /// Height of all.
    pub height: f64,
}

/// Lays out boxes and lines between them.
pub fn layout(blocks: &[Block], lines: &[(usize, usize)]) -> Layout {
    let mut slots: Vec<Slot> = blocks
        .iter()
        .map(|block| Slot {
            column: block.column,
            y: 0.0,
            height: block.height,
        })
        .collect();
    // Lines of one box share their passage through a column.
    let mut passages: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut paths = Vec::new();
    for &(from, to) in lines {
        let (a, b) = (blocks[from].column, blocks[to].column);
        let between: Vec<usize> = if a < b {
            (a + 1..b).collect()
        } else {
            (b + 1..a).rev().collect()
        };
        let mut path = vec![from];
        for column in between {
            let slot = *passages.entry((from, column)).or_insert_with(|| {
                slots.push(Slot {
                    column,
                    y: 0.0,
                    height: PASSAGE,
                });
                slots.len() - 1
            });
            path.push(slot);
        }
        path.push(to);
        paths.push(path);
    }
    let mut links: Vec<(usize, usize)> = Vec::new();
    for pair in paths.iter().flat_map(|path| path.windows(2)) {
        let link = (pair[0], pair[1]);
        if !links.contains(&link) {
            links.push(link);
        }
    }
    let columns = order(&slots, &links);
    let height = place(&mut slots, &columns, &links);
    Layout {
        slots,
        paths,
        height,
    }
}

/// Slots of each column from above to below.
fn order(slots: &[Slot], links: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let count = slots.iter().map(|slot| slot.column + 1).max().unwrap_or(0);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (number, slot) in slots.iter().enumerate() {
        columns[slot.column].push(number);
    }
    let mut best = (crossings(slots, &columns, links), columns.clone());
    for sweep in 0..SWEEPS {
        let forward: Vec<usize> = (0..count).collect();
        let sequence: Vec<usize> = if sweep % 2 == 0 {
            forward
        } else {
            forward.into_iter().rev().collect()
        };
        for column in sequence {
            let places = places(slots.len(), &columns);
            // The first sweeps look at one side only, the later ones at both.
            let side = |other: usize| match (sweep < SWEEPS / 2, sweep % 2 == 0) {
                (true, true) => slots[other].column < column,
                (true, false) => slots[other].column > column,
                (false, _) => true,
            };
            let wanted = |slot: usize| {
                let near: Vec<f64> = neighbours(slot, links)
                    .filter(|&other| side(other))
                    .map(|other| places[other])
                    .collect();
                if near.is_empty() {
                    places[slot]
                } else {
                    near.iter().sum::<f64>() / near.len() as f64
                }
            };
            let mut keyed: Vec<(f64, usize)> = columns[column]
                .iter()
                .map(|&slot| (wanted(slot), slot))
                .collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            columns[column] = keyed.into_iter().map(|(_, slot)| slot).collect();
        }
        let found = crossings(slots, &columns, links);
        if found < best.0 {
            best = (found, columns.clone());
        }
    }
    best.1
}

fn neighbours(slot: usize, links: &[(usize, usize)]) -> impl Iterator<Item = usize> {
    links.iter().filter_map(move |&(a, b)| match slot {
        _ if slot == a => Some(b),
        _ if slot == b => Some(a),
        _ => None,
    })
}

/// Place of each slot within its column, from 0 to 1.
fn places(count: usize, columns: &[Vec<usize>]) -> Vec<f64> {
    let mut places = vec![0.0; count];
    for column in columns {
        for (place, &slot) in column.iter().enumerate() {
            places[slot] = (place as f64 + 0.5) / column.len() as f64;
        }
    }
    places
}

/// Crossings of lines between columns, and half as much for every box that a line within a column passes.
fn crossings(slots: &[Slot], columns: &[Vec<usize>], links: &[(usize, usize)]) -> f64 {
    let places = places(slots.len(), columns);
    let (mut ends, mut passed) = (Vec::new(), 0.0);
    for &(a, b) in links {
        if slots[a].column == slots[b].column {
            let distance = (places[a] - places[b]).abs() * columns[slots[a].column].len() as f64;
            passed += 0.5 * (distance - 1.0).max(0.0);
            continue;
        }
        let (a, b) = if slots[a].column < slots[b].column {
            (a, b)
        } else {
            (b, a)
        };
        ends.push((slots[a].column, places[a], places[b]));
    }
    let mut count = 0;
    for (n, a) in ends.iter().enumerate() {
        let crosses = |b: &&(usize, f64, f64)| a.0 == b.0 && (a.1 - b.1) * (a.2 - b.2) < 0.0;
        count += ends[n + 1..].iter().filter(crosses).count();
    }
    count as f64 + passed
}

/// Gives every slot its height in the picture; the height of all.
fn place(slots: &mut [Slot], columns: &[Vec<usize>], links: &[(usize, usize)]) -> f64 {
    let tallest = columns
        .iter()
        .map(|column| packed(slots, column))
        .fold(0.0, f64::max);
    for column in columns {
        let mut y = (tallest - packed(slots, column)) / 2.0;
        for &slot in column {
            slots[slot].y = y + slots[slot].height / 2.0;
            y += slots[slot].height + GAP;
        }
    }
    for _ in 0..SWEEPS {
        for column in columns {
            let wanted: Vec<f64> = column
                .iter()
                .map(|&slot| {
                    let near: Vec<f64> = neighbours(slot, links)
                        .filter(|&other| slots[other].column != slots[slot].column)
                        .map(|other| slots[other].y)
                        .collect();
                    if near.is_empty() {
                        slots[slot].y
                    } else {
                        near.iter().sum::<f64>() / near.len() as f64
                    }
                })
                .collect();
            let heights: Vec<f64> = column.iter().map(|&slot| slots[slot].height).collect();
            for (&slot, y) in column.iter().zip(apart(&wanted, &heights, tallest)) {
                slots[slot].y = y;
            }
        }
    }
    tallest
}

fn packed(slots: &[Slot], column: &[usize]) -> f64 {
    let heights: f64 = column.iter().map(|&slot| slots[slot].height).sum();
    heights + GAP * column.len().saturating_sub(1) as f64
}

/// Middles in the given order that are nearest to the wanted ones (least squares) while nothing overlaps or leaves the sheet.
fn apart(wanted: &[f64], heights: &[f64], room: f64) -> Vec<f64> {
    // Without what lies between the first middle and each other one, the middles need only not decrease.
    let mut offsets = vec![0.0; wanted.len()];
    for n in 1..wanted.len() {
        offsets[n] = offsets[n - 1] + (heights[n - 1] + heights[n]) / 2.0 + GAP;
    }
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wanted, offset) in wanted.iter().zip(&offsets) {
        pools.push((wanted - offset, 1));
        while let [.., (a, n), (b, m)] = pools[..]
            && a > b
        {
            pools.truncate(pools.len() - 2);
            pools.push(((a * n as f64 + b * m as f64) / (n + m) as f64, n + m));
        }
    }
    let least = heights.first().map_or(0.0, |height| height / 2.0);
    let most = match (offsets.last(), heights.last()) {
        (Some(offset), Some(height)) => (room - height / 2.0 - offset).max(least),
        _ => least,
    };
    let free = pools
        .iter()
        .flat_map(|&(value, count)| std::iter::repeat_n(value, count));
    free.zip(&offsets)
        .map(|(value, offset)| value.clamp(least, most) + offset)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(columns: &[usize]) -> Vec<Block> {
        columns
            .iter()
            .map(|&column| Block {
                column,
                height: 30.0,
            })
            .collect()
    }

    #[test]
    fn lines_that_cross_without_need_are_straightened() {
        let laid = layout(&blocks(&[0, 0, 1, 1]), &[(0, 3), (1, 2)]);
        let y = |n: usize| laid.slots[n].y;
        assert_eq!((y(0) - y(1)).signum(), (y(3) - y(2)).signum());
        assert!((y(0) - y(3)).abs() < 1e-9);
    }

    #[test]
    fn nothing_in_a_column_overlaps_and_long_lines_have_their_passage() {
        let lines = [(0, 5), (0, 3), (1, 5), (2, 4), (5, 0), (3, 4), (4, 2)];
        let laid = layout(&blocks(&[0, 0, 1, 1, 1, 2]), &lines);
        assert_eq!(laid.paths[0].len(), 3);
        assert_eq!(laid.paths[5], [3, 4]);
        for (n, a) in laid.slots.iter().enumerate() {
            for b in laid.slots[n + 1..].iter().filter(|b| b.column == a.column) {
                assert!((a.y - b.y).abs() >= (a.height + b.height) / 2.0 + GAP - 1e-6);
            }
            assert!(a.y >= a.height / 2.0 - 1e-6 && a.y <= laid.height - a.height / 2.0 + 1e-6);
        }
    }

    #[test]
    fn an_empty_graph_has_no_height() {
        assert_eq!(layout(&[], &[]).height, 0.0);
    }
}
