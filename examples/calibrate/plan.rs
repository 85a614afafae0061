//! `evidence/calibration.toml`: which numbers may move, and which figures they are held against.

use crate::Outcome;
use rewire::inference::Statistic;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// The whole file, with its figures found.
pub struct Calibration {
    /// What is deliberately not fitted, and why; for the document.
    pub left_out: Vec<LeftOut>,
    /// First seeds.
    pub seeds: Seeds,
    /// Blocks in the order in which they are fitted: each starts from what those before it found.
    pub blocks: Vec<Block>,
}

/// Where the people of the two sets begin.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seeds {
    /// People of the search.
    pub fit: u64,
    /// Other people, who see the result only.
    pub check: u64,
}

/// Something that stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Which number, variant or figure.
    pub what: String,
    /// Why.
    pub why: String,
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

/// A number that may move, or several by one factor.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// What it is, in a few words.
    pub name: String,
    /// Definition file without `.toml`.
    pub file: String,
    /// Dotted paths in it; `*` stands for every name.
    pub paths: Vec<String>,
    /// Whether the values are replaced, or multiplied by one factor.
    pub by: By,
    /// Least value or factor tried.
    pub low: f64,
    /// Greatest value or factor tried.
    pub high: f64,
    /// Unit of the value; `factor` for factors, `1` for plain numbers.
    pub unit: String,
}

/// How a number of the search becomes a number of the file.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// It is the value.
    Value,
    /// It multiplies the values.
    Factor,
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

#[derive(Deserialize)]
struct WrittenCalibration {
    #[serde(flatten)]
    evidence: WrittenEvidence,
    seeds: Seeds,
    #[serde(default)]
    left_out: Vec<LeftOut>,
    blocks: Vec<WrittenBlock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBlock {
    name: String,
    meaning: String,
    variant: String,
    people: usize,
    parameters: Vec<Parameter>,
    targets: Vec<WrittenTarget>,
    #[serde(default)]
    checks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTarget {
    figure: String,
    interval: Option<(f64, f64)>,
    #[allow(dead_code, reason = "for the reader of the file")]
    because: Option<String>,
}

/// Not a statistic of an arm: who is ill at selection.
const PREVALENCE: &str = "prevalence";

#[derive(Deserialize)]
struct WrittenEvidence {
    #[serde(rename = "use")]
    used: String,
    figures: Vec<WrittenFigure>,
}

#[derive(Deserialize)]
struct WrittenFigure {
    id: String,
    measures: String,
    value: f64,
    interval: Option<(f64, f64)>,
    simulated: WrittenQuantity,
}

#[derive(Deserialize)]
struct WrittenQuantity {
    statistic: String,
    #[serde(default)]
    scenarios: Vec<String>,
    readout: Option<String>,
    week: Option<u32>,
    reference_week: Option<u32>,
    parameter: Option<String>,
    history: Option<String>,
    compare: String,
}

/// Reads the calibration of a project and the figures it names.
pub fn read(root: &Path) -> Outcome<Calibration> {
    let folder = root.join("evidence");
    let written: WrittenCalibration = toml_file(&folder.join("calibration.toml"))?;
    let mut known: Vec<(String, WrittenFigure)> = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.extension().is_some_and(|e| e == "toml") && !path.ends_with("calibration.toml") {
            let evidence: WrittenEvidence = toml_file(&path)?;
            known.extend(
                evidence
                    .figures
                    .into_iter()
                    .map(|f| (evidence.used.clone(), f)),
            );
        }
    }
    known.extend(
        written
            .evidence
            .figures
            .into_iter()
            .map(|f| (written.evidence.used.clone(), f)),
    );
    let blocks = written
        .blocks
        .into_iter()
        .map(|block| resolve(block, &known))
        .collect::<Outcome<_>>()?;
    Ok(Calibration {
        left_out: written.left_out,
        seeds: written.seeds,
        blocks,
    })
}

fn resolve(block: WrittenBlock, known: &[(String, WrittenFigure)]) -> Outcome<Block> {
    let at =
        |message: String| format!("evidence/calibration.toml, block {}: {message}", block.name);
    let find = |id: &str| {
        let found = known.iter().find(|(_, f)| f.id == id);
        found.ok_or_else(|| at(format!("no evidence file has the figure {id:?}")))
    };
    let mut figures = Vec::new();
    for target in &block.targets {
        let (used, figure) = find(&target.figure)?;
        if used == "test" {
            return Err(at(format!(
                "{} is there to test the model, and nothing may be fitted to it",
                figure.id
            )));
        }
        let mut figure = resolved(figure)?;
        if let Some((low, high)) = target.interval {
            figure.value = 0.5 * (low + high);
            figure.interval = target.interval;
        }
        if figure.interval.is_none_or(|(low, high)| high <= low) {
            return Err(at(format!(
                "{} needs an interval to be fitted to",
                figure.id
            )));
        }
        figures.push(figure);
    }
    for id in &block.checks {
        figures.push(resolved(&find(id)?.1)?);
    }
    for p in &block.parameters {
        if p.high <= p.low {
            return Err(at(format!("{}: high must be above low", p.name)));
        }
    }
    let targets = block.targets.len();
    Ok(Block {
        name: block.name,
        meaning: block.meaning,
        variant: block.variant,
        people: block.people,
        parameters: block.parameters,
        figures,
        targets,
    })
}

fn resolved(figure: &WrittenFigure) -> Outcome<Figure> {
    let s = &figure.simulated;
    let quantity = if s.parameter.as_deref() == Some(PREVALENCE) {
        Quantity::Prevalence {
            instead: s.history.clone(),
        }
    } else {
        Quantity::Statistic {
            statistic: s
                .statistic
                .parse()
                .map_err(|e| format!("{}: {e}", figure.id))?,
            scenarios: s.scenarios.clone(),
            readout: s
                .readout
                .clone()
                .unwrap_or_else(|| rewire::inference::RATED_SEVERITY.to_owned()),
            week: s.week.unwrap_or(0),
            reference_week: s.reference_week,
        }
    };
    Ok(Figure {
        id: figure.id.clone(),
        measures: figure.measures.clone(),
        value: figure.value,
        interval: figure.interval,
        sign_only: s.compare == "sign",
        quantity,
    })
}

fn toml_file<T: DeserializeOwned>(path: &Path) -> Outcome<T> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}
