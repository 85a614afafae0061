//! The few lines that stand on the terminal after the lab.

use super::Titles;
use super::words::{level, plain};
use crate::lab::Experiment;
use crate::lab::experiment::{Curve, Fit, Panel, Scale, Style};
use crate::report::terminal::{WIDTH, fitted, wrapped};

/// Curves of a panel that are named before the rest is counted.
const SHOWN: usize = 8;

/// Experiments in short: rules held against published points where there are any, and the key numbers of curves.
pub fn table(experiments: &[Experiment], titles: &Titles) -> String {
    let mut text = String::new();
    for (number, experiment) in experiments.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(&fitted(&experiment.title, WIDTH));
        text.push('\n');
        for line in wrapped(&experiment.shows, WIDTH - 2) {
            text.push_str(&format!("  {line}\n"));
        }
        if experiment.fits.is_empty() {
            for panel in &experiment.panels {
                text.push_str(&key_numbers(panel, titles));
            }
        } else {
            text.push_str(&fits(experiment, titles));
        }
    }
    text
}

fn fits(experiment: &Experiment, titles: &Titles) -> String {
    let mut text = format!(
        "\n  {:<50}{:>6}{:>10}{:>11}  {}\n",
        "rule", "points", "error", "p", "data"
    );
    let mut published: Vec<&str> = Vec::new();
    for fit in &experiment.fits {
        if !published.contains(&fit.evidence.as_str()) {
            published.push(&fit.evidence);
        }
    }
    for evidence in &published {
        if published.len() > 1 {
            text.push_str(&format!("  {evidence}\n"));
        }
        for fit in experiment
            .fits
            .iter()
            .filter(|fit| fit.evidence == *evidence)
        {
            text.push_str(&row(fit, titles));
        }
    }
    text.push_str("  error: mean of ((model - data) / SEM)^2, about 1 for a rule that is right\n");
    for fit in experiment.fits.iter().filter(|fit| fit.noise_decides) {
        let title = titles.get(&fit.synapse).unwrap_or(&fit.synapse);
        let words = format!(
            "{title}: the noise of the simulation decides (error ± {}); raise --simulated-synapses",
            plain(fit.simulation_error)
        );
        for line in wrapped(&words, WIDTH - 2) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

fn row(fit: &Fit, titles: &Titles) -> String {
    let title = titles.get(&fit.synapse).unwrap_or(&fit.synapse);
    let verdict = if fit.rejected {
        "reject it"
    } else {
        "do not reject it"
    };
    let p = if fit.p_value < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{:.3}", fit.p_value)
    };
    format!(
        "  {:<50}{:>6}{:>10}{:>11}  {verdict}\n",
        fitted(title, 49),
        fit.points,
        plain(fit.mean_squared_error),
        p
    )
}

fn key_numbers(panel: &Panel, titles: &Titles) -> String {
    let mut text = format!("\n  {}\n", fitted(&panel.title, WIDTH - 2));
    let curves = || panel.curves.iter().filter(|c| c.style != Style::Theory);
    for curve in curves().take(SHOWN) {
        let line = format!("  {}", in_words(panel, curve, titles));
        text.push_str(&format!("  {}\n", fitted(&line, WIDTH - 2)));
    }
    let more = curves().count().saturating_sub(SHOWN);
    if more > 0 {
        text.push_str(&format!("    and {more} more in curves.csv\n"));
    }
    for mark in &panel.marks {
        let value = match (mark.x, mark.y) {
            (Some(x), _) => format!("{} {}", plain(x), panel.x.unit),
            (_, Some(y)) => format!("{} {}", plain(y), panel.y.unit),
            _ => String::new(),
        };
        let line = format!("{:<45}{}", fitted(&mark.label, 44), value.trim_end());
        text.push_str(&format!("    {line}\n"));
    }
    text
}

/// A curve in a line: lowest and highest, or every value where there are few.
fn in_words(panel: &Panel, curve: &Curve, titles: &Titles) -> String {
    let title = titles.get(&curve.synapse).unwrap_or(&curve.synapse);
    let others = || panel.curves.iter().filter(|c| c.style != Style::Theory);
    let level = level(curve.bdnf);
    let mut name = vec![title.as_str()];
    // What all curves share need not be said of each.
    if others().any(|other| other.condition != curve.condition) {
        name.push(&curve.condition);
    }
    if others().any(|other| other.bdnf != curve.bdnf) {
        name.push(&level);
    }
    let name = fitted(&name.join(", "), 44);
    let known = || curve.points.iter().filter(|p| p.y.is_finite());
    let at = |x: f64| match &panel.x.scale {
        Scale::Named(names) => names
            .get(x.max(0.0).round() as usize)
            .map(|name| fitted(name, 24))
            .unwrap_or_default(),
        _ => format!("{} {}", plain(x), panel.x.unit)
            .trim_end()
            .to_owned(),
    };
    let lowest = known().min_by(|a, b| a.y.total_cmp(&b.y));
    let highest = known().max_by(|a, b| a.y.total_cmp(&b.y));
    match (lowest, highest) {
        (Some(low), Some(high)) if low.y < high.y => format!(
            "{name:<45}{} at {} to {} at {}",
            plain(low.y),
            at(low.x),
            plain(high.y),
            at(high.x)
        ),
        (Some(low), _) => format!("{name:<45}{}", plain(low.y)),
        _ => name,
    }
}
