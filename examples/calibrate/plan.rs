//! `evidence/calibration.toml`: which numbers may move, and which figures they are held against.

use crate::Outcome;
use rewire::inference::Statistic;
use rewire::spec::files::{Compare, FigureTable, FitBlock, SimulatedBy};
use rewire::spec::{Kind, Library};

pub use rewire::spec::files::{FitBy as By, FitParameter as Parameter, FitSeeds as Seeds, LeftOut};

/// Name of the file that says what is fitted.
const PLAN: &str = "calibration";

/// The whole file, with its figures found.
pub struct Calibration {
    /// What is deliberately not fitted, and why; for the document.
    pub left_out: Vec<LeftOut>,
    /// First seeds.
    pub seeds: Seeds,
    /// Blocks in the order in which they are fitted: each starts from what those before it found.
    pub blocks: Vec<Block>,
}

/// Numbers that are fitted together.
#[derive(Clone)]
pub struct Block {
    /// Name for `--block`.
    pub name: String,
    /// What it is about.
    pub meaning: String,
    /// Variant under which it is simulated.
    pub variant: String,
    /// People who live the history.
    pub people: usize,
    /// Numbers that may move.
    pub parameters: Vec<Parameter>,
    /// Figures that pull on them, then figures that are only compared.
    pub figures: Vec<Figure>,
    /// How many of the figures are targets.
    pub targets: usize,
}

/// A figure and the quantity of a run that it is held against.
#[derive(Clone)]
pub struct Figure {
    /// Id in the evidence.
    pub id: String,
    /// What it measures.
    pub measures: String,
    /// The middle that is aimed at.
    pub value: f64,
    /// Where it should lie.
    pub interval: Option<(f64, f64)>,
    /// Whether only the sign is meant.
    pub sign_only: bool,
    /// What a run has to offer for it.
    pub quantity: Quantity,
}

/// What is computed from a run.
#[derive(Clone)]
pub enum Quantity {
    /// Share of those who lived the history, or another one, who are ill at selection.
    Prevalence {
        /// The other history.
        instead: Option<String>,
    },
    /// A statistic of one or two arms.
    Statistic {
        /// Which.
        statistic: Statistic,
        /// Names of the scenarios.
        scenarios: Vec<String>,
        /// Of what.
        readout: String,
        /// When.
        week: u32,
        /// And the other week.
        reference_week: Option<u32>,
    },
}

impl Figure {
    /// Distance from the middle in half-widths of the interval; ten where the run has no number.
    pub fn residual(&self, simulated: f64) -> f64 {
        let (low, high) = self.interval.unwrap_or((f64::NAN, f64::NAN));
        let residual = (simulated - self.value) / (0.5 * (high - low));
        if residual.is_finite() { residual } else { 10.0 }
    }

    /// Whether the number lies in the interval.
    pub fn holds(&self, simulated: f64) -> Option<bool> {
        if self.sign_only {
            return Some(simulated * self.value > 0.0);
        }
        self.interval
            .map(|(low, high)| (low..=high).contains(&simulated))
    }
}

/// Reads the calibration of a project and the figures it names.
pub fn read(library: &Library) -> Outcome<Calibration> {
    let read = |name: &str| library.read_figures(name).map_err(|e| e.to_string());
    let written = read(PLAN)?.value;
    let mut known: Vec<FigureTable> = Vec::new();
    for name in library.names(Kind::Figures) {
        known.extend(read(&name)?.value.figures);
    }
    let blocks = written.blocks.into_iter();
    Ok(Calibration {
        left_out: written.left_out,
        seeds: written
            .seeds
            .ok_or_else(|| format!("evidence/{PLAN}.toml names no seeds"))?,
        blocks: blocks
            .map(|block| resolve(block, &known))
            .collect::<Outcome<_>>()?,
    })
}

fn resolve(block: FitBlock, known: &[FigureTable]) -> Outcome<Block> {
    let at = |message: String| format!("evidence/{PLAN}.toml, block {}: {message}", block.name);
    let find = |id: &str| {
        let found = known.iter().find(|figure| figure.id == id);
        let found = found.ok_or_else(|| format!("no evidence file has the figure {id:?}"));
        found.and_then(resolved).map_err(at)
    };
    let mut figures = Vec::new();
    for target in &block.targets {
        let mut figure = find(&target.figure)?;
        if let Some([low, high]) = target.interval {
            figure.value = 0.5 * (low + high);
            figure.interval = Some((low, high));
        }
        if figure.interval.is_none() {
            return Err(at(format!(
                "{} needs an interval to be fitted to",
                figure.id
            )));
        }
        figures.push(figure);
    }
    for id in &block.checks {
        figures.push(find(id)?);
    }
    Ok(Block {
        targets: block.targets.len(),
        name: block.name,
        meaning: block.meaning,
        variant: block.variant,
        people: block.people as usize,
        parameters: block.parameters,
        figures,
    })
}

fn resolved(figure: &FigureTable) -> Outcome<Figure> {
    let s = &figure.simulated;
    let quantity = match (s.by, s.statistic) {
        (SimulatedBy::Prevalence, _) => Quantity::Prevalence {
            instead: s.history.clone(),
        },
        (SimulatedBy::Run, Some(statistic)) => Quantity::Statistic {
            statistic,
            scenarios: s.scenarios.clone(),
            readout: s
                .readout
                .clone()
                .unwrap_or_else(|| rewire::inference::RATED_SEVERITY.to_owned()),
            week: s.week.unwrap_or(0),
            reference_week: s.reference_week,
        },
        _ => return Err(format!("{} is not simulated by a run", figure.id)),
    };
    Ok(Figure {
        id: figure.id.clone(),
        measures: figure.measures.clone(),
        value: figure.value.unwrap_or(f64::NAN),
        interval: figure.interval.map(|[low, high]| (low, high)),
        sign_only: s.compare == Compare::Sign,
        quantity,
    })
}
