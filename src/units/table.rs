//! The one table of units: what may be written, what it measures, and how many base units it holds.

use super::Dimension;
use serde::Serialize;
use std::fmt::Write;

/// A unit, all ways to write it, and how many base units of its dimension it holds.
pub(super) struct Unit {
    pub dimension: Dimension,
    /// Every accepted spelling, the usual one first.
    pub spellings: &'static [&'static str],
    pub factor: f64,
}

const fn unit(dimension: Dimension, spellings: &'static [&'static str], factor: f64) -> Unit {
    Unit {
        dimension,
        spellings,
        factor,
    }
}

/// Micro is written as the micro sign, as the Greek letter, or as u; on prescriptions as mc.
///
/// The first unit of a dimension is its base unit. A spelling of two dimensions means the first of them, unless the other is
/// wanted.
pub(super) static UNITS: &[Unit] = &[
    unit(Dimension::ShortTime, &["s"], 1.0),
    unit(Dimension::ShortTime, &["ms"], 1e-3),
    unit(Dimension::ShortTime, &["us", "µs", "μs"], 1e-6),
    unit(Dimension::Time, &["days", "day", "d"], 1.0),
    unit(
        Dimension::Time,
        &["seconds", "second", "secs", "sec", "s"],
        1.0 / 86_400.0,
    ),
    unit(
        Dimension::Time,
        &["minutes", "minute", "mins", "min"],
        1.0 / 1_440.0,
    ),
    unit(
        Dimension::Time,
        &["hours", "hour", "hrs", "hr", "h"],
        1.0 / 24.0,
    ),
    unit(Dimension::Time, &["weeks", "week", "wks", "wk"], 7.0),
    unit(Dimension::Time, &["months", "month"], 30.4375),
    unit(Dimension::Time, &["years", "year", "yrs", "yr"], 365.25),
    unit(Dimension::Mass, &["mg", "milligrams", "milligram"], 1.0),
    unit(
        Dimension::Mass,
        &["ug", "µg", "μg", "mcg", "micrograms", "microgram"],
        1e-3,
    ),
    unit(Dimension::Mass, &["ng", "nanograms", "nanogram"], 1e-6),
    unit(Dimension::Mass, &["g", "grams", "gram"], 1e3),
    unit(Dimension::MassPerWeight, &["mg/kg"], 1.0),
    unit(
        Dimension::MassPerWeight,
        &["ug/kg", "µg/kg", "μg/kg", "mcg/kg"],
        1e-3,
    ),
    unit(
        Dimension::Volume,
        &["L", "l", "litres", "litre", "liters", "liter"],
        1.0,
    ),
    unit(Dimension::Volume, &["dL", "dl"], 0.1),
    unit(Dimension::Volume, &["mL", "ml"], 1e-3),
    unit(Dimension::Concentration, &["ng/mL", "ng/ml"], 1.0),
    unit(
        Dimension::Concentration,
        &[
            "ug/L", "ug/l", "µg/L", "µg/l", "μg/L", "μg/l", "mcg/L", "mcg/l",
        ],
        1.0,
    ),
    unit(
        Dimension::Concentration,
        &[
            "ug/mL", "ug/ml", "µg/mL", "µg/ml", "μg/mL", "μg/ml", "mcg/mL", "mcg/ml",
        ],
        1e3,
    ),
    unit(Dimension::Concentration, &["mg/L", "mg/l"], 1e3),
    unit(Dimension::Concentration, &["mg/mL", "mg/ml"], 1e6),
    unit(Dimension::Concentration, &["mg/dL", "mg/dl"], 1e4),
    unit(Dimension::Concentration, &["ng/dL", "ng/dl"], 1e-2),
    unit(Dimension::Concentration, &["ng/L", "ng/l"], 1e-3),
    unit(Dimension::Concentration, &["pg/mL", "pg/ml"], 1e-3),
    unit(Dimension::Rate, &["/day", "/d", "per day", "a day"], 1.0),
    unit(
        Dimension::Rate,
        &["/hour", "/hr", "/h", "per hour", "an hour"],
        24.0,
    ),
    unit(
        Dimension::Rate,
        &["/week", "/wk", "per week", "a week"],
        1.0 / 7.0,
    ),
    unit(
        Dimension::Rate,
        &["/year", "/yr", "per year", "a year"],
        1.0 / 365.25,
    ),
    unit(
        Dimension::ShortTime,
        &["seconds", "second", "secs", "sec"],
        1.0,
    ),
    unit(
        Dimension::ShortTime,
        &["minutes", "minute", "mins", "min"],
        60.0,
    ),
    unit(
        Dimension::ShortTime,
        &["hours", "hour", "hrs", "hr", "h"],
        3_600.0,
    ),
    unit(Dimension::ShortTime, &["days", "day", "d"], 86_400.0),
    unit(Dimension::Potential, &["mV"], 1.0),
    unit(Dimension::Potential, &["uV", "µV", "μV"], 1e-3),
    unit(Dimension::Potential, &["V"], 1e3),
    unit(Dimension::Frequency, &["Hz", "/s", "per second"], 1.0),
    unit(Dimension::Frequency, &["kHz"], 1e3),
    unit(
        Dimension::Frequency,
        &["/minute", "/min", "per minute"],
        1.0 / 60.0,
    ),
    unit(
        Dimension::Frequency,
        &["/hour", "/hr", "/h", "per hour"],
        1.0 / 3_600.0,
    ),
];

/// Units of other tools that cannot be converted here: their ending, and what to write instead.
static UNCONVERTIBLE: &[(&str, &str)] = &[
    ("mol/L", MOLAR),
    ("mol/l", MOLAR),
    ("mol", MOLAR),
    ("M", MOLAR),
];

const MOLAR: &str =
    "amounts of substance need the molar mass: nM times g/mol divided by 1000 is ng/mL";

/// Why a unit that is known elsewhere cannot be converted here, and what to write instead.
pub(super) fn unconvertible(unit: &str) -> Option<&'static str> {
    let holds = |ending: &str| match ending {
        "M" => ["M", "mM", "uM", "µM", "μM", "nM", "pM"].contains(&unit),
        _ => unit.ends_with(ending),
    };
    let found = UNCONVERTIBLE.iter().find(|(ending, _)| holds(ending));
    found.map(|(_, why)| *why)
}

/// A spelling that was probably meant: one that is a slip away, if all that are so near are of the same size. A hint never
/// changes a magnitude: where `mg` and `ug` are equally near, there is none.
pub(super) fn nearest(found: &str, wanted: Dimension) -> Option<&'static str> {
    // Upper and lower case are different letters here: Mg is no mg.
    let within = if found.chars().count() < 4 { 1 } else { 2 };
    let mut near: Vec<(usize, &Unit, &'static str)> = Vec::new();
    for unit in UNITS.iter().filter(|unit| unit.dimension == wanted) {
        for spelling in unit.spellings {
            let distance = strsim::damerau_levenshtein(found, spelling);
            if distance <= within {
                near.push((distance, unit, *spelling));
            }
        }
    }
    let (_, first, spelling) = near.iter().min_by_key(|(distance, _, _)| *distance)?;
    let alike = near.iter().all(|(_, unit, _)| unit.factor == first.factor);
    // A single letter is as near to any other, and a changed first letter may be another prefix.
    let same_start = found.chars().next() == spelling.chars().next();
    (alike && same_start && found.chars().count() > 1).then_some(*spelling)
}

/// A unit for a reader.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRow {
    /// The word for its dimension.
    pub measures: &'static str,
    /// Every accepted spelling, the usual one first.
    pub spellings: &'static [&'static str],
    /// What it is in base units, such as `1/24 days`.
    pub is: String,
}

/// Every unit, dimension by dimension.
pub fn unit_rows() -> Vec<UnitRow> {
    let of = |dimension: Dimension| UNITS.iter().filter(move |unit| unit.dimension == dimension);
    let row = |unit: &Unit| UnitRow {
        measures: unit.dimension.word(),
        spellings: unit.spellings,
        is: size(unit),
    };
    Dimension::WITH_UNITS
        .into_iter()
        .flat_map(of)
        .map(row)
        .collect()
}

/// All units as a table in Markdown.
pub fn units_as_markdown() -> String {
    let mut text = String::from("| measures | unit | also written | is |\n|---|---|---|---|\n");
    for row in unit_rows() {
        let (usual, others) = (row.spellings[0], &row.spellings[1..]);
        let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
        let (measures, others) = (row.measures, others.join(", "));
        let _ = writeln!(text, "| {measures} | `{usual}` | {others} | {} |", row.is);
    }
    text
}

/// What a unit is in base units, such as `1/24 days` or `7 days`.
fn size(unit: &Unit) -> String {
    let base = unit.dimension.base_unit();
    let inverse = 1.0 / unit.factor;
    if unit.factor < 1.0 && (inverse - inverse.round()).abs() < 1e-9 * inverse {
        format!("1/{} {base}", inverse.round())
    } else if unit.factor < 1.0 {
        // The only such unit is a share of a year.
        format!("1/{inverse} {base}")
    } else {
        format!("{} {base}", unit.factor)
    }
}
