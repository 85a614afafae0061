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

/// The whole document; blocks that were not run keep the section they have in `before`.
pub fn markdown(
    calibration: &Calibration,
    done: &[Calibrated],
    evaluations: usize,
    before: &str,
) -> String {
    let mut text = String::from(HEAD);
    let seeds = calibration.seeds;
    let _ = writeln!(
        text,
        "\nMade by\n\n```text\ncargo run --release --example calibrate -- --evaluations {evaluations} --write\n```\n\n{RENEWED}"
    );
    let _ = writeln!(
        text,
        "The people of the search have the seeds from {} on, the people of the check those from {} on; the search never sees the check.",
        seeds.fit, seeds.check
    );
    for block in &calibration.blocks {
        match done.iter().find(|d| d.block.name == block.name) {
            Some(calibrated) => text.push_str(&section(calibrated)),
            None => text.push_str(old_section(before, &block.name)),
        }
    }
    if !calibration.left_out.is_empty() {
        text.push_str("\n## What is not fitted\n\n");
        for left in &calibration.left_out {
            let _ = writeln!(text, "* **{}**: {}", left.what, left.why.trim());
        }
    }
    text
}

/// Start of a section up to the name of its block, with the empty line before it.
const HEADING: &str = "\n## ";

/// From its heading to the next one; nothing where the block has none yet.
fn old_section<'a>(document: &'a str, name: &str) -> &'a str {
    let Some(start) = document.find(&format!("{HEADING}{name}\n")) else {
        return "";
    };
    let rest = &document[start..];
    match rest[HEADING.len()..].find(HEADING) {
        Some(end) => &rest[..HEADING.len() + end],
        None => rest,
    }
}

fn section(block: &Calibrated) -> String {
    let b = &block.block;
    let mut text = format!("{HEADING}{}\n\n{}\n\n", b.name, b.meaning.trim());
    let _ = writeln!(
        text,
        "Simulated under the variant `{}`; {} people live the history. {}\n",
        b.variant,
        block.people,
        course(block)
    );
    text.push_str("Figures at the best point:\n\n");
    let head = [
        "figure",
        "what",
        "aimed at",
        "people of the search",
        "inside",
        "other people",
        "inside",
    ];
    table(&mut text, &head, &figure_rows(block));
    if b.parameters.is_empty() {
        return text;
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
    text
}

/// How far the search came.
fn course(block: &Calibrated) -> String {
    let fit = &block.fit;
    let start = fit.start.misfit();
    if block.block.parameters.is_empty() {
        "Nothing moves.".to_owned()
    } else if fit.tried <= 1 + 2 * block.block.parameters.len() {
        format!(
            "Misfit {start:.2} with the files as they are, which are the best point: this run did not search, and the other {} points give the slope.",
            fit.tried - 1
        )
    } else {
        format!(
            "Misfit {start:.2} with the files as they are, {:.2} at the best of {} points.",
            fit.best.misfit(),
            fit.tried
        )
    }
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

const RENEWED: &str = "\
where `--evaluations 60` searches from the files on and prints every point it tries, and `--block NAME` renews the section of one
block.
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
