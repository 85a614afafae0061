//! The few lines that stand on the terminal after a sensitivity analysis.

use super::{Analysis, short};
use crate::inference::sensitivity::{Asked, Found, Sensitivity, Translation};
use crate::report::lab::words::plain;
use crate::report::pictures::text::percent;
use crate::report::terminal::{WIDTH, fitted, wrapped};

/// Columns for the name of a number.
const NAME: usize = 56;

/// An analysis in short; of many numbers, the `top` that matter most.
pub fn table(analysis: &Analysis, top: usize) -> String {
    match analysis {
        Analysis::Numbers(sensitivity) => numbers(sensitivity, top),
        Analysis::Translation(translation) => translated(translation),
    }
}

fn numbers(sensitivity: &Sensitivity, top: usize) -> String {
    let middle = &sensitivity.middle;
    let mut text = heading(&sensitivity.asked);
    text.push_str(&format!(
        "{}: {} with a Monte-Carlo error of {}, {} people ill\n\n",
        sensitivity.variant_title,
        plain(middle.mean),
        plain(middle.monte_carlo_error),
        middle.n
    ));
    let name = |number: usize| fitted(&short(&sensitivity.numbers[number]), NAME - 1);
    let share = percent(sensitivity.share);
    let shown = match &sensitivity.found {
        Found::Tornado(bars) => {
            text.push_str(&format!(
                "{:<NAME$}{:>12}{:>12}{:>12}\n",
                "number, moved alone",
                format!("-{share}"),
                format!("+{share}"),
                "error up to"
            ));
            for bar in bars.iter().take(top) {
                text.push_str(&format!(
                    "{:<NAME$}{:>12}{:>12}{:>12}\n",
                    name(bar.number),
                    plain(bar.low),
                    plain(bar.high),
                    plain(bar.low_error.max(bar.high_error))
                ));
            }
            let still = bars.iter().filter(|bar| bar.reach() == 0.0).count();
            format!(
                "{} of {} numbers are shown. {still} of them move the outcome not by a bit.",
                top.min(bars.len()),
                bars.len()
            )
        }
        Found::Morris {
            trajectories,
            effects,
        } => {
            text.push_str(&format!(
                "{:<NAME$}{:>12}{:>12}{:>12}\n",
                "number", "mean size", "error", "spread"
            ));
            for effect in effects.iter().take(top) {
                text.push_str(&format!(
                    "{:<NAME$}{:>12}{:>12}{:>12}\n",
                    name(effect.number),
                    plain(effect.mu_star),
                    plain(effect.mu_star_error),
                    plain(effect.sigma)
                ));
            }
            format!(
                "Change of the outcome over the whole range of a number, {share} to both sides, over {trajectories} trajectories through \
                 the ranges of all {} numbers. A spread as large as the size means that it depends on the others.",
                effects.len()
            )
        }
    };
    text.push('\n');
    paragraph(&mut text, &shown);
    text
}

fn translated(translation: &Translation) -> String {
    let mut text = heading(&translation.asked);
    text.push_str(&format!("\n{:<32}", "translation factor"));
    for factor in &translation.factors {
        text.push_str(&format!("{factor:>13}"));
    }
    text.push('\n');
    for curve in &translation.curves {
        text.push_str(&format!("{:<32}", fitted(&curve.title, 31)));
        for outcome in &curve.outcome {
            let error = plain(1.96 * outcome.monte_carlo_error);
            text.push_str(&format!("{:>13}", format!("{:.1}±{error}", outcome.mean)));
        }
        text.push('\n');
    }
    text.push('\n');
    paragraph(
        &mut text,
        &format!(
            "Half of a 95 % interval behind the sign. The factor multiplies {}.",
            translation.couplings.join(", ")
        ),
    );
    text
}

fn heading(asked: &Asked) -> String {
    let mut text = String::new();
    let outcome = format!(
        "{}, week {}: {} ({}), {} virtual people",
        asked.readout_title, asked.week, asked.title, asked.unit, asked.people
    );
    paragraph(&mut text, &outcome);
    text
}

fn paragraph(text: &mut String, words: &str) {
    for line in wrapped(words, WIDTH) {
        text.push_str(&line);
        text.push('\n');
    }
}
