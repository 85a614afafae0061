//! What the first line of a table of spikes says: which column is what, and in which unit.

use super::{Line, TIME_UNITS, TimeUnit};
use crate::spec::diagnostics::{Diagnostic, Diagnostics, Mistake};
use crate::spec::source::{Place, Source};
use std::sync::Arc;

/// Which column is what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A row is a spike.
    Events {
        /// Column of times.
        time: usize,
        /// Column of sides.
        side: usize,
    },
    /// A column is a train.
    Trains {
        /// Column of presynaptic times.
        pre: usize,
        /// Column of postsynaptic times.
        post: usize,
    },
}

/// Columns, their unit, and whether they have names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub layout: Layout,
    pub unit: TimeUnit,
    pub unnamed: bool,
}

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Time,
    Side,
    Pre,
    Post,
}

const NAMES: [(&str, Name); 6] = [
    ("time", Name::Time),
    ("side", Name::Side),
    ("pre", Name::Pre),
    ("post", Name::Post),
    ("presynaptic", Name::Pre),
    ("postsynaptic", Name::Post),
];
const ALLOWED: &str =
    "the columns time and side, or the columns pre and post, each once, and no other";

impl Name {
    fn word(self) -> &'static str {
        let known = NAMES.iter().find(|(_, name)| *name == self);
        known.map_or("", |(word, _)| word)
    }
}

/// Reads the first line.
pub(super) fn columns(
    source: &Arc<Source>,
    line: &Line,
    said: Option<TimeUnit>,
) -> Result<Columns, Diagnostics> {
    let texts: Vec<&str> = line
        .cells
        .iter()
        .map(|cell| &source.text[cell.clone()])
        .collect();
    let is_number = |text: &&str| text.parse::<f64>().is_ok();
    if texts.iter().any(is_number) {
        return unnamed(source, line, &texts, said);
    }
    let mut mistakes = Diagnostics::default();
    let mut found: Vec<(Name, usize)> = Vec::new();
    let mut units: Vec<(TimeUnit, Place)> = Vec::new();
    let mut without_unit = None;
    for (index, (text, cell)) in texts.iter().zip(&line.cells).enumerate() {
        let place = Place::new(source, cell.clone());
        let (word, unit) = heading(text);
        let Some(name) = name_of(&word) else {
            mistakes.0.push(unknown(&place, text, &word));
            continue;
        };
        if found.iter().any(|(known, _)| *known == name) {
            let message = format!("the column {} is there twice", name.word());
            mistakes.0.push(
                Diagnostic::at(&place, Mistake::Contradiction, message)
                    .allowed(ALLOWED)
                    .next("keep one of the two; several trials make several files"),
            );
            continue;
        }
        found.push((name, index));
        match (name, unit) {
            (Name::Side, None) => {}
            (Name::Side, Some(unit)) => {
                let message = format!("the column side has no unit, and {unit:?} is written there");
                mistakes.0.push(
                    Diagnostic::at(&place, Mistake::WrongUnit, message)
                        .allowed("side")
                        .next("remove the unit"),
                );
            }
            (_, None) => without_unit = without_unit.or(Some(place)),
            (_, Some(unit)) => match unit.parse() {
                Ok(unit) => units.push((unit, place)),
                Err(_) => mistakes.0.push(wrong_unit(&place, &unit)),
            },
        }
    }
    let layout = layout(source, line, &found, &mut mistakes);
    let all_units_are_known = mistakes.0.iter().all(|m| m.mistake != Mistake::WrongUnit);
    let unit = unit(
        &units,
        without_unit,
        said,
        all_units_are_known,
        &mut mistakes,
    );
    match (layout, unit) {
        (Some(layout), Some(unit)) => mistakes.tidy().unless_empty(Columns {
            layout,
            unit,
            unnamed: false,
        }),
        _ => Err(mistakes.tidy()),
    }
}

/// Two columns of numbers without names.
fn unnamed(
    source: &Arc<Source>,
    line: &Line,
    texts: &[&str],
    said: Option<TimeUnit>,
) -> Result<Columns, Diagnostics> {
    let place = line.place(source);
    let are_times = texts
        .iter()
        .all(|text| text.is_empty() || text.parse::<f64>().is_ok());
    if !are_times || texts.len() != 2 {
        let message = "the first line neither names the columns nor is one of two plain columns";
        return Err(Diagnostic::at(&place, Mistake::MissingKey, message)
            .allowed("a first line such as `time (ms),side` or `pre (ms),post (ms)`, or two columns of times alone")
            .next("write the names of the columns above the first row")
            .into());
    }
    let unit = said.ok_or_else(|| no_unit(&place))?;
    Ok(Columns {
        layout: Layout::Trains { pre: 0, post: 1 },
        unit,
        unnamed: true,
    })
}

/// Name and unit of a heading: `time (ms)`, `time [ms]`, `time_ms`, `time/ms`.
fn heading(text: &str) -> (String, Option<String>) {
    let lower = text.to_lowercase();
    let end = lower.find(|c: char| " \t([/_".contains(c));
    let (word, rest) = lower.split_at(end.unwrap_or(lower.len()));
    let unit = rest.trim_matches(|c: char| " \t()[]/_".contains(c));
    (word.to_owned(), (!unit.is_empty()).then(|| unit.to_owned()))
}

fn name_of(word: &str) -> Option<Name> {
    let known = NAMES.iter().find(|(known, _)| *known == word);
    known.map(|(_, name)| *name)
}

fn unknown(place: &Place, text: &str, word: &str) -> Diagnostic {
    let message = if text.is_empty() {
        "a column has no name".to_owned()
    } else {
        format!("{text:?} is no column of a table of spikes")
    };
    Diagnostic::at(place, Mistake::UnknownKey, message)
        .allowed(ALLOWED)
        .near(word, NAMES.iter().map(|(name, _)| *name))
        .next("rename the column, or take it out; several trials make several files")
}

fn wrong_unit(place: &Place, unit: &str) -> Diagnostic {
    Diagnostic::at(
        place,
        Mistake::WrongUnit,
        format!("{unit:?} is no unit of time known here"),
    )
    .allowed(TIME_UNITS)
    .next("write the unit behind the name of the column, as in `time (ms)`")
}

fn no_unit(place: &Place) -> Diagnostic {
    let message = "nothing says in which unit the times are";
    Diagnostic::at(place, Mistake::WrongUnit, message)
        .allowed(format!("{TIME_UNITS}, in the first line or by --time-unit"))
        .next("write `time (ms)` for `time`, or add --time-unit ms")
}

/// Which layout it is; what is missing of it is a mistake.
fn layout(
    source: &Arc<Source>,
    line: &Line,
    found: &[(Name, usize)],
    mistakes: &mut Diagnostics,
) -> Option<Layout> {
    let column = |name: Name| {
        let known = found.iter().find(|(known, _)| *known == name);
        known.map(|(_, index)| *index)
    };
    let (time, side) = (column(Name::Time), column(Name::Side));
    let (pre, post) = (column(Name::Pre), column(Name::Post));
    let place = line.place(source);
    if (time.or(side)).is_some() && (pre.or(post)).is_some() {
        let message = "the columns of both kinds of tables are mixed";
        mistakes.0.push(
            Diagnostic::at(&place, Mistake::Contradiction, message)
                .allowed(ALLOWED)
                .next("keep the columns of one kind"),
        );
        return None;
    }
    let missing = |name: Name| {
        let message = format!("the column {} is missing", name.word());
        Diagnostic::at(&place, Mistake::MissingKey, message)
            .allowed(ALLOWED)
            .next(format!("add a column {}", name.word()))
    };
    match (time, side, pre, post) {
        (Some(time), Some(side), ..) => Some(Layout::Events { time, side }),
        (.., Some(pre), Some(post)) => Some(Layout::Trains { pre, post }),
        (_, _, None, None) => {
            let absent = [(time, Name::Time), (side, Name::Side)];
            let absent = absent.into_iter().filter(|(column, _)| column.is_none());
            mistakes.0.extend(absent.map(|(_, name)| missing(name)));
            None
        }
        (_, _, _, post) => {
            let absent = if post.is_none() {
                Name::Post
            } else {
                Name::Pre
            };
            mistakes.0.push(missing(absent));
            None
        }
    }
}

/// The one unit that header and user agree on.
fn unit(
    written: &[(TimeUnit, Place)],
    without: Option<Place>,
    said: Option<TimeUnit>,
    all_are_known: bool,
    mistakes: &mut Diagnostics,
) -> Option<TimeUnit> {
    let (unit, place) = match (written.first(), said, &without) {
        (Some((unit, place)), ..) => (*unit, Some(place)),
        (None, Some(unit), _) => (unit, None),
        (None, None, Some(place)) if all_are_known => {
            mistakes.0.push(no_unit(place));
            return None;
        }
        (None, None, _) => return None,
    };
    for (other, place) in written {
        if *other != unit {
            let message = format!("one column is in {unit}, this one in {other}");
            mistakes.0.push(
                Diagnostic::at(place, Mistake::Contradiction, message)
                    .allowed("one unit for all times")
                    .next("write all times in one unit"),
            );
        }
    }
    if let (Some(said), Some(place)) = (said, place)
        && said != unit
    {
        let message = format!("the file says {unit}, and --time-unit says {said}");
        mistakes.0.push(
            Diagnostic::at(place, Mistake::Contradiction, message)
                .allowed("the same unit in both places, or in one of them")
                .next("leave --time-unit away if the file is right"),
        );
    }
    if let (Some(place), true, None) = (without, !written.is_empty(), said) {
        mistakes.0.push(no_unit(&place));
    }
    Some(unit)
}
