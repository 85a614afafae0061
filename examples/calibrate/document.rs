//! `docs/calibration.md` and its short form for the terminal.

use crate::Calibrated;
use crate::plan::{By, Calibration, Figure, Parameter};
use crate::search::Firmness;
use rewire::inference::Measured;
use std::fmt::Write;

/// A result for the terminal.
pub fn in_words(done: &Calibrated) -> String {
    let mut text = format!(
        "misfit {:.2} at the start, {:.2} after {} points\n",
        done.fit.start.misfit(),
        done.fit.best.misfit(),
        done.fit.tried
    );
    for row in figure_rows(done) {
        let _ = writeln!(text, "  {}", row.join("  "));
    }
    for row in parameter_rows(done) {
        let _ = writeln!(text, "  {}", row.join("  "));
    }
    text
}

/// The whole document.
pub fn markdown(calibration: &Calibration, done: &[Calibrated], evaluations: usize) -> String {
    let mut text = String::from(HEAD);
    let seeds = calibration.seeds;
    let _ = writeln!(
        text,
        "\nMade by\n\n```text\ncargo run --release --example calibrate -- --evaluations {evaluations} --write\n```\n"
    );
    let _ = writeln!(
        text,
        "The people of the search have the seeds from {} on, the people of the check those from {} on; the search never sees the check.",
        seeds.fit, seeds.check
    );
    if evaluations == 0 {
        let _ = writeln!(text, "\n{}", NOT_SEARCHED.trim());
    }
    for block in done {
        let b = &block.block;
        let _ = writeln!(text, "\n## {}\n\n{}\n", b.name, b.meaning.trim());
        let _ = writeln!(
            text,
            "Simulated under the variant `{}`; {} people live the history. Misfit {:.2} with the files as they are, {:.2} at the best of {} points.\n",
            b.variant,
            block.people,
            block.fit.start.misfit(),
            block.fit.best.misfit(),
            block.fit.tried
        );
        text.push_str("Figures at the best point:\n\n");
        table(
            &mut text,
            &[
                "figure",
                "what",
                "aimed at",
                "people of the search",
                "inside",
                "other people",
                "inside",
            ],
            &figure_rows(block),
        );
        if b.parameters.is_empty() {
            continue;
        }
        text.push_str("\nParameters; a factor multiplies the values in the files:\n\n");
        let head = [
            "parameter",
            "range",
            "in the files",
            "best point",
            "misfit +1 alone",
            "misfit +1 jointly",
            "stands",
        ];
        table(&mut text, &head, &parameter_rows(block));
    }
    if !calibration.left_out.is_empty() {
        text.push_str("\n## What is not fitted\n\n");
        for left in &calibration.left_out {
            let _ = writeln!(text, "* **{}**: {}", left.what, left.why.trim());
        }
    }
    text
}

const HEAD: &str = "\
# Calibration

Numbers graded `fitted` are set so that simulated trials look like published ones. What the claims test is never fitted: no
combination of drug and therapy, no comparison of what is left after stopping, no figure marked `use = \"test\"`.

A figure is aimed at in the middle of its interval; the misfit is the sum over the targets of the squared distance from there
in half-widths. Simulated values carry their 95 % interval over people. A row marked *compared only* pulls on nothing.
How firmly a parameter stands is the distance over which the misfit rises by 1, from the slope of the simulated figures:
alone, while the other parameters of its block stay, and jointly, while they make up for it. *Firm* is a joint distance below
15 % of the range, *loose* one below half, *flat* one above: there the figures do not decide, and the value is an assumption.
";

const NOT_SEARCHED: &str = "\
This run did not search: it looks at the files as they are, so the best point is theirs, and the other points are the neighbours
that give the slope. `--evaluations 60` searches from the files on, and prints every point it tries.
";

fn table(text: &mut String, head: &[&str], rows: &[Vec<String>]) {
    let _ = writeln!(text, "| {} |", head.join(" | "));
    let _ = writeln!(text, "|{}", "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
}

fn figure_rows(done: &Calibrated) -> Vec<Vec<String>> {
    let rows = done
        .block
        .figures
        .iter()
        .zip(done.fitting.iter().zip(&done.checking))
        .enumerate();
    rows.map(|(i, (figure, (fit, check)))| {
        let mut what = figure.measures.clone();
        if i >= done.block.targets {
            what.push_str(" (compared only)");
        }
        let mut row = vec![figure.id.clone(), what, aim(figure)];
        for m in [fit, check] {
            row.push(with_interval(m));
            row.push(
                figure
                    .holds(m.value)
                    .map_or("", |holds| if holds { "yes" } else { "no" })
                    .to_owned(),
            );
        }
        row
    })
    .collect()
}

/// Without its interval where some resample of people has no value, as a ratio to nobody.
fn with_interval(measured: &Measured) -> String {
    let interval = measured.interval;
    if !(interval.low.is_finite() && interval.high.is_finite()) {
        return short(measured.value);
    }
    format!(
        "{} ({} to {})",
        short(measured.value),
        short(interval.low),
        short(interval.high)
    )
}

fn aim(figure: &Figure) -> String {
    match figure.interval {
        _ if figure.sign_only => if figure.value < 0.0 {
            "below 0"
        } else {
            "above 0"
        }
        .to_owned(),
        Some((low, high)) => format!(
            "{} ({} to {})",
            short(figure.value),
            short(low),
            short(high)
        ),
        None => short(figure.value),
    }
}

fn parameter_rows(done: &Calibrated) -> Vec<Vec<String>> {
    let fit = &done.fit;
    let rows = done.block.parameters.iter().enumerate();
    rows.map(|(p, parameter)| {
        let Firmness { alone, jointly, .. } = fit.firmness[p];
        vec![
            named(parameter),
            format!("{} to {}", parameter.low, parameter.high),
            with_unit(fit.start.at[p], parameter),
            with_unit(fit.best.at[p], parameter),
            short(alone),
            short(jointly),
            stands(done, p),
        ]
    })
    .collect()
}

fn named(parameter: &Parameter) -> String {
    let paths: Vec<String> = parameter
        .paths
        .iter()
        .map(|path| format!("`{path}`"))
        .collect();
    format!(
        "{}: {} in `{}.toml`",
        parameter.name,
        paths.join(", "),
        parameter.file
    )
}

fn stands(done: &Calibrated, p: usize) -> String {
    let parameter = &done.block.parameters[p];
    let firmness = &done.fit.firmness[p];
    let share = firmness.jointly / (parameter.high - parameter.low);
    let word = match share {
        _ if share < 0.15 => "firm",
        _ if share < 0.5 => "loose",
        _ => "flat",
    };
    match firmness.traded_with {
        Some(q) => format!("{word}, traded against {}", done.block.parameters[q].name),
        None => word.to_owned(),
    }
}

fn with_unit(x: f64, parameter: &Parameter) -> String {
    match (parameter.by, parameter.unit.as_str()) {
        (By::Factor, _) => format!("× {}", short(x)),
        (By::Value, "1") => short(x),
        (By::Value, unit) => format!("{} {unit}", short(x)),
    }
}

/// Three significant digits.
fn short(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return x.to_string();
    }
    let digits = (2 - x.abs().log10().floor() as i32).clamp(0, 6) as usize;
    format!("{x:.digits$}")
}
