//! The populations of a circuit in their places.

use super::code;
use super::definition::{CircuitDefinition, Code};
use crate::kernels::{POPULATION_PADDING, ROW_PADDING};
use core::ops::Range;

/// A population in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Name in the brain file.
    pub name: String,
    /// Columns of its units; for a settling population also its rows.
    pub columns: Range<usize>,
    /// Number of patterns.
    pub patterns: usize,
    /// How a clamped population shows them.
    pub code: Code,
    /// Names of its patterns, if they have any.
    pub names: Vec<String>,
    /// Clamped to what happens instead of settling.
    pub clamped: bool,
}

impl Population {
    /// Units of one of the blocks that patterns are, unless the code says otherwise.
    pub fn pattern_width(&self) -> usize {
        self.columns.len() / self.patterns
    }

    /// Columns of the block of pattern `k`.
    pub fn pattern(&self, k: usize) -> Range<usize> {
        let first = self.columns.start + k * self.pattern_width();
        first..first + self.pattern_width()
    }

    /// Sum of the levels of a pattern that is fully shown.
    pub(super) fn pattern_sum(&self) -> f32 {
        match &self.code {
            Code::Blocks => self.pattern_width() as f32,
            Code::Bump { width, .. } => {
                let mut levels = vec![0.0; self.columns.len()];
                code::bump(0.0, *width, &mut levels);
                levels.iter().sum()
            }
            Code::Random { active } | Code::Drift { active, .. } => *active as f32,
        }
    }

    /// Rows of a settling population with the padding behind it.
    pub(super) fn padded(&self) -> Range<usize> {
        self.columns.start..self.columns.end.next_multiple_of(POPULATION_PADDING)
    }
}

/// Populations in their places, with the number of rows and columns.
pub(super) fn place(
    definition: &CircuitDefinition,
) -> Result<(Vec<Population>, usize, usize), String> {
    let mut populations: Vec<Population> = Vec::new();
    for p in &definition.populations {
        let blocks = p.code == Code::Blocks;
        if p.size == 0 || p.patterns == 0 || blocks && p.size % p.patterns != 0 {
            return Err(format!(
                "population '{}': {} units cannot form {} equal patterns",
                p.name, p.size, p.patterns
            ));
        }
        populations.push(Population {
            name: p.name.clone(),
            columns: 0..p.size,
            patterns: p.patterns,
            code: p.code.clone(),
            names: p.names.clone(),
            clamped: p.clamped,
        });
    }
    let mut next = 0;
    for p in populations.iter_mut().filter(|p| !p.clamped) {
        p.columns = next..next + p.columns.len();
        next = p.columns.end.next_multiple_of(POPULATION_PADDING);
    }
    let rows = next.next_multiple_of(ROW_PADDING);
    next = rows;
    for p in populations.iter_mut().filter(|p| p.clamped) {
        p.columns = next..next + p.columns.len();
        next = p.columns.end;
    }
    Ok((populations, rows, next))
}
