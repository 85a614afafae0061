//! What a page is told: bands, single lives, factors, and the verdict in words.
//!
//! Contrasts and summaries are those of `inference`, to the last bit what `rewire run --json` gives.

use crate::cohort::results::RunResult;
use crate::inference::{
    Contrast, DEFAULT_MARGIN, InferenceError, Sides, TRUE_SEVERITY, Word, arm_summary,
    contrasts_with_first,
};
use crate::report::judged;
use crate::report::pictures::data::{every_week, people_by_week};
use crate::report::pictures::statistics::quantile;
use crate::report::said;
use serde::Serialize;

/// Most single lives that are drawn.
const CROWD: usize = 64;
/// The bands: shares of people below their lines.
const SHARES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// The picture of a state for so many people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// How many people lived their history so far.
    pub people: usize,
    /// How many were asked for.
    pub of: usize,
    /// How many of them are ill, for each account.
    pub ill: Vec<usize>,
    /// Scenarios, in order.
    pub scenarios: Vec<Course>,
    /// Week at which all of them are judged.
    pub week: u32,
    /// The same in words.
    pub judged: String,
    /// One for each scenario under each account, scenario by scenario.
    pub arms: Vec<ArmAnswer>,
    /// Later scenarios against the first, as `rewire run --json` prints them.
    pub contrasts: Vec<Contrast>,
    /// The same in words, one for each contrast.
    pub words: Vec<Told>,
    /// Rated severity below which a person is in remission, and at or above which ill.
    pub thresholds: [f64; 2],
}

/// A scenario on the axis of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Course {
    /// Title for people.
    pub title: String,
    /// Length in weeks.
    pub weeks: u32,
    /// Week at which its own file has it judged.
    pub outcome_week: u32,
    /// Treatments: title, first week, week of the end.
    pub treatments: Vec<(String, f64, f64)>,
}

/// A scenario under an account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmAnswer {
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the account.
    pub account: usize,
    /// Seeds of those who were ill.
    pub seeds: Vec<u64>,
    /// Severity by week at the 10, 25, 50, 75 and 90 % lines.
    pub bands: Vec<Vec<f64>>,
    /// Severity by week of single people, in whole points.
    pub crowd: Vec<Vec<i16>>,
    /// Slow steps between what is done and severity, from above to below: title, and mean by week.
    pub factors: Vec<(String, Vec<f64>)>,
    /// Mean change of the rated severity.
    pub change: f64,
    /// Share of people who responded.
    pub response: f64,
    /// Share of people in remission.
    pub remission: f64,
}

/// A contrast in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The answer in a few words.
    pub short: String,
    /// A sentence with its numbers.
    pub long: String,
    /// The word itself.
    pub word: Word,
    /// The shape that goes with it.
    pub sign: &'static str,
}

/// The answer that a result gives.
///
/// # Errors
/// If nobody fell ill, or the result has no such week.
pub fn answer(run: &RunResult, of: usize) -> Result<Answer, InferenceError> {
    let accounts = run.variants.len();
    let contrasts = contrasts_with_first(run, DEFAULT_MARGIN)?;
    let arms = (0..run.arms.len()).map(|n| arm(run, n / accounts, n % accounts));
    Ok(Answer {
        people: run.people.len(),
        of,
        ill: (0..accounts)
            .map(|v| run.people.iter().filter(|p| p.ill[v]).count())
            .collect(),
        scenarios: run.scenarios.iter().map(course).collect(),
        week: run.judged_week(),
        judged: judged::week(run),
        arms: arms.collect::<Result<_, _>>()?,
        words: contrasts.iter().map(|c| told(run, c)).collect(),
        contrasts,
        thresholds: [run.outcome.remission_below, run.outcome.ill_at],
    })
}

fn course(scenario: &crate::cohort::results::ScenarioInfo) -> Course {
    let treatments = scenario.treatments.iter();
    Course {
        title: scenario.title.clone(),
        weeks: scenario.weeks,
        outcome_week: scenario.outcome_week,
        treatments: treatments
            .map(|t| (t.name.clone(), t.from_week, t.to_week))
            .collect(),
    }
}

fn arm(run: &RunResult, scenario: usize, account: usize) -> Result<ArmAnswer, InferenceError> {
    let arm = run.arm(scenario, account);
    let people = people_by_week(run, scenario, account, TRUE_SEVERITY);
    let summary = arm_summary(run, arm)?;
    let factors = run.readouts.iter().filter(|r| r.factor).map(|readout| {
        let people = people_by_week(run, scenario, account, &readout.name);
        let means = every_week(&people, |values| {
            Some(values.iter().sum::<f64>() / values.len() as f64)
        });
        (readout.title.clone(), means.into_iter().map(tidy).collect())
    });
    let band = |share: f64| {
        let line = every_week(&people, |values| quantile(values, share));
        line.into_iter().map(tidy).collect()
    };
    let round = |row: &Vec<f64>| row.iter().map(|value| value.round() as i16).collect();
    Ok(ArmAnswer {
        scenario,
        account,
        seeds: arm.people.iter().map(|&p| run.people[p].seed).collect(),
        bands: SHARES.into_iter().map(band).collect(),
        crowd: people.iter().take(CROWD).map(round).collect(),
        factors: factors.collect(),
        change: summary.change,
        response: summary.response.share,
        remission: summary.remission.share,
    })
}

/// Four digits are more than a pixel; the numbers of contrasts and tables stay as they are.
fn tidy(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn told(run: &RunResult, contrast: &Contrast) -> Told {
    let title = |scenario: usize| run.scenarios[scenario].title.as_str();
    let (a, b) = (title(contrast.scenario_a), title(contrast.scenario_b));
    let difference = &contrast.difference;
    let (mean, low, high) = (
        difference.mean,
        difference.interval.low,
        difference.interval.high,
    );
    if let Some(silent) = judged::not_yet_apart(contrast) {
        return Told {
            short: format!("Nothing to judge yet at week {}", contrast.week),
            long: format!("With \u{201c}{b}\u{201d} and \u{201c}{a}\u{201d}, {silent}."),
            word: contrast.word,
            sign: said::sign(contrast.word),
        };
    }
    let points = |value: f64| format!("{:.1}", value.abs());
    let short = contrast
        .word
        .headline(contrast.margin, Sides::of(&run.outcome));
    let direction = if mean <= 0.0 { "less" } else { "more" };
    let side = |value: f64| {
        let word = if value <= 0.0 { "less" } else { "more" };
        format!("{} {word}", points(value))
    };
    let interval = if difference.interval.is_known() {
        format!(" (95 % interval: {} to {})", side(low), side(high))
    } else {
        String::new()
    };
    let again = match said::again(contrast.returns) {
        again if again.is_empty() => again,
        again => format!(" These words would be {again} of as many people."),
    };
    let long = match difference.n {
        0 => format!(
            "At week {}, nobody is ill in both scenarios.",
            contrast.week
        ),
        n => format!(
            "At week {}, {} on average {} points {direction} ill with \u{201c}{b}\u{201d} than with \u{201c}{a}\u{201d}{interval}. {} of 100 \
             are better off.{again}",
            contrast.week,
            match n {
                1 => "the same virtual person is".to_owned(),
                _ => format!("the same {n} virtual people are"),
            },
            points(mean),
            (100.0 * contrast.share_better).round(),
        ),
    };
    Told {
        short,
        long,
        word: contrast.word,
        sign: said::sign(contrast.word),
    }
}
