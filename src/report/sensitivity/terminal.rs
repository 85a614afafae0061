//! The few lines that stand on the terminal after a sensitivity analysis.

use super::{Analysis, short};
use crate::inference::sensitivity::{Asked, Found, Sensitivity, Translation};
use crate::report::lab::words::plain;
use crate::report::pictures::text::percent;
use crate::report::terminal::{WIDTH, fitted, wrapped};

/// Columns for the name of a number.
const NAME: usize = 42;

/// Columns for its value as it is.
const VALUE: usize = 18;

/// What stands behind a number whose effect cannot be told from zero.
const UNTOLD: &str = " ~";

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
    let value = |number: usize| fitted(&sensitivity.numbers[number].value, VALUE - 1);
    let mark = |told: bool| if told { "" } else { UNTOLD };
    let share = percent(sensitivity.share);
    let shown = match &sensitivity.found {
        Found::Tornado(bars) => {
            text.push_str(&format!(
                "{:<NAME$}{:>VALUE$}{:>12}{:>12}{:>12}\n",
                "number, moved alone",
                "as it is",
                format!("-{share}"),
                format!("+{share}"),
                "error up to"
            ));
            for bar in bars.iter().take(top) {
                text.push_str(&format!(
                    "{:<NAME$}{:>VALUE$}{:>12}{:>12}{:>12}{}\n",
                    name(bar.number),
                    value(bar.number),
                    plain(bar.low),
                    plain(bar.high),
                    plain(bar.low_error.max(bar.high_error)),
                    mark(bar.told_from_zero() || bar.reach() == 0.0)
                ));
            }
            let still = bars.iter().filter(|bar| bar.reach() == 0.0).count();
            let untold = bars.iter().filter(|bar| !bar.told_from_zero()).count() - still;
            format!(
                "{} of {} numbers are shown. {still} of all leave the outcome the same to the last bit. \
                 ~: {untold} of all change it by less than can be told from zero with {} people.",
                top.min(bars.len()),
                bars.len(),
                sensitivity.asked.people
            )
        }
        Found::Morris {
            trajectories,
            effects,
        } => {
            text.push_str(&format!(
                "{:<NAME$}{:>VALUE$}{:>12}{:>12}{:>12}\n",
                "number", "as it is", "mean size", "error", "spread"
            ));
            for effect in effects.iter().take(top) {
                text.push_str(&format!(
                    "{:<NAME$}{:>VALUE$}{:>12}{:>12}{:>12}{}\n",
                    name(effect.number),
                    value(effect.number),
                    plain(effect.mu_star),
                    plain(effect.mu_star_error),
                    plain(effect.sigma),
                    mark(effect.told_from_zero())
                ));
            }
            let untold = effects.iter().filter(|effect| !effect.told_from_zero());
            let missing: usize = effects
                .iter()
                .map(|effect| trajectories - effect.effects)
                .sum();
            let mut said = format!(
                "Change of the outcome over the whole range of a number, {share} to both sides, over {trajectories} trajectories through \
                 the ranges of all {} numbers. A spread as large as the size means that it depends on the others. ~: {} of all cannot \
                 be told from zero with so few trajectories; their order means nothing. More: --trajectories, --people.",
                effects.len(),
                untold.count()
            );
            if missing > 0 {
                said.push_str(&format!(
                    " {missing} of {} steps lead to or from a setting in which nobody fell ill, and are left out.",
                    trajectories * effects.len()
                ));
            }
            said
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
