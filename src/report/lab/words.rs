//! Words of the lab's pictures and pages: levels of BDNF, labels of axes, the picture for those who cannot see it.

use super::Titles;
use crate::lab::experiment::{Axis, Curve, Panel, Scale, Style};
use crate::report::pictures::text::{cleaned, number};

/// How many curves a description goes through before it says how many more there are.
const DESCRIBED: usize = 24;

/// A level of BDNF as a legend has it.
pub(super) fn level(bdnf: f64) -> String {
    if bdnf == 1.0 {
        "normal BDNF".to_owned()
    } else {
        format!("BDNF \u{d7} {}", plain(bdnf))
    }
}

/// A number with up to three digits that say something.
pub(in crate::report) fn plain(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        s if s == 0.0 || s >= 100.0 => 0,
        s if s >= 10.0 => 1,
        s if s >= 1.0 => 2,
        s if s >= 0.01 => 3,
        s if s >= 1e-4 => 5,
        _ => 0,
    };
    if size > 0.0 && size < 1e-4 {
        return format!("{value:.1e}").replace('-', "\u{2212}");
    }
    let text = number(value, decimals);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// What an axis is, with its unit.
pub(super) fn axis(axis: &Axis) -> String {
    let label = cleaned(&axis.label);
    if axis.unit.is_empty() {
        label
    } else {
        format!("{label} ({})", cleaned(&axis.unit))
    }
}

/// A place on an axis in words.
fn place(axis: &Axis, x: f64) -> String {
    match &axis.scale {
        Scale::Named(names) => names
            .get(x.max(0.0).round() as usize)
            .map_or_else(|| plain(x), |name| cleaned(name)),
        _ => format!("{} {}", plain(x), axis.unit).trim_end().to_owned(),
    }
}

/// A curve in words: who it is, where it begins and ends, and how far it reaches.
fn curve(panel: &Panel, curve: &Curve, titles: &Titles) -> String {
    let title = titles.get(&curve.synapse).unwrap_or(&curve.synapse);
    let kind = match curve.style {
        Style::Theory => " (theory)",
        _ => "",
    };
    let mut text = format!(
        "{title}, {}, {}{kind}: ",
        curve.condition,
        level(curve.bdnf)
    );
    let known = || curve.points.iter().filter(|p| p.y.is_finite());
    let (Some(first), Some(last)) = (known().next(), known().next_back()) else {
        return text + "no value.";
    };
    text += &format!(
        "{} at {}, {} at {}",
        plain(first.y),
        place(&panel.x, first.x),
        plain(last.y),
        place(&panel.x, last.x)
    );
    let highest = known().max_by(|a, b| a.y.total_cmp(&b.y));
    let lowest = known().min_by(|a, b| a.y.total_cmp(&b.y));
    if let (Some(highest), Some(lowest)) = (highest, lowest) {
        text += &format!(
            "; lowest {} at {}, highest {} at {}.",
            plain(lowest.y),
            place(&panel.x, lowest.x),
            plain(highest.y),
            place(&panel.x, highest.x)
        );
    }
    text
}

/// The picture in words and numbers.
pub(super) fn description(panel: &Panel, titles: &Titles) -> String {
    let mut text = format!("{} over {}.", axis(&panel.y), axis(&panel.x));
    for shown in panel.curves.iter().take(DESCRIBED) {
        text.push(' ');
        text.push_str(&curve(panel, shown, titles));
    }
    if panel.curves.len() > DESCRIBED {
        text += &format!(" And {} more curves.", panel.curves.len() - DESCRIBED);
    }
    for series in &panel.published {
        let points: Vec<String> = series
            .points
            .iter()
            .map(|p| {
                let error = p.sem.map(|sem| format!(" \u{b1} {}", plain(sem)));
                let error = error.unwrap_or_default();
                format!("{}{error} at {}", plain(p.y), place(&panel.x, p.x))
            })
            .collect();
        text += &format!(
            " Published by {}, {}: {}.",
            series.label,
            series.condition,
            points.join("; ")
        );
    }
    for mark in &panel.marks {
        let value = match (mark.x, mark.y) {
            (Some(x), _) => place(&panel.x, x),
            (_, Some(y)) => plain(y),
            _ => String::new(),
        };
        text += &format!(" Marked: {}, {value}.", mark.label);
    }
    text
}
