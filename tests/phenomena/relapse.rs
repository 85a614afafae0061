//! What brings the illness back after a response: stopping, adversity, and what treatment left behind.

use super::people::*;
use super::say;
use rayon::prelude::*;
use rewire::spec::Library;
use rewire::spec::compile::compile_course;
use rewire::spec::files::{OrderedMap, Phase, ScenarioFile, ScheduledTreatment};
use rewire::units::Days;

/// Weeks of treatment, then of an adverse life.
const TREATED: usize = 16;
const AFTER: usize = 26;
/// Fall of the quality of life that makes it adverse: half of its mean.
const ADVERSE: f64 = -0.4;

/// Treatment for sixteen weeks, then half a year of a life that is worse by `-shift`; the drug may go on.
fn scenario(treatments: &[&str], drug_goes_on: bool, shift: f64) -> ScenarioFile {
    let days = |weeks: usize| Days(7.0 * weeks as f64);
    let phase = |name: &str, from: usize, to: usize, inputs: OrderedMap<f64>| Phase {
        name: name.to_owned(),
        from: days(from),
        to: days(to),
        inputs,
        trials: Vec::new(),
        order: Default::default(),
    };
    let until = |name: &str| match drug_goes_on && name == "citalopram" {
        true => TREATED + AFTER,
        false => TREATED,
    };
    ScenarioFile {
        treatments: treatments
            .iter()
            .map(|&name| ScheduledTreatment::new(name, Days(0.0), days(until(name))))
            .collect(),
        phases: vec![
            phase("treatment", 0, TREATED, OrderedMap::default()),
            phase(
                "adverse life",
                TREATED,
                TREATED + AFTER,
                OrderedMap(vec![("environment_shift".to_owned(), shift)]),
            ),
        ],
        ..Library::new(None)
            .read_scenario("no-treatment")
            .unwrap_or_else(|m| panic!("{m}"))
            .value
    }
}

/// Curves of everyone through a scenario that is made up here.
fn lived(variant: &str, treatments: &[&str], drug_goes_on: bool, shift: f64) -> Curves {
    let library = Library::new(None);
    let files: Vec<_> = treatments
        .iter()
        .map(|name| {
            let read = library.read_treatment(name);
            read.unwrap_or_else(|m| panic!("{m}")).value
        })
        .collect();
    let scenario = scenario(treatments, drug_goes_on, shift);
    ill_people()
        .par_iter()
        .map(|person| {
            let (brain, plan) = plan_of(person.seed, variant, &unchanged);
            let course = compile_course(&plan, &brain, &scenario, &files);
            readings(
                &plan,
                &course.unwrap_or_else(|e| panic!("{e}")),
                &person.ill,
            )
        })
        .collect()
}

fn responders(curves: &Curves) -> Vec<usize> {
    (0..ILL)
        .filter(|&i| curves[i][TREATED][RATED] <= 0.5 * ill_people()[i].rated)
        .collect()
}

/// Ill again in two weeks running, so that one bad week is no relapse.
fn relapses(weeks: &[Vec<f32>]) -> bool {
    let (_, plan) = plan_of(1, "expectancy-only", &unchanged);
    let ill = |week: &Vec<f32>| f64::from(week[SEVERITY]) >= plan.severity.ill_at;
    weeks[TREATED + 1..]
        .windows(2)
        .any(|pair| pair.iter().all(ill))
}

/// Share of the responders who relapse.
fn relapse(what: &str, curves: &Curves) -> f64 {
    let who = responders(curves);
    let again = who.iter().filter(|&&i| relapses(&curves[i])).count();
    say(what, format!("{again} of {} responders", who.len()));
    assert!(who.len() >= 8, "{what}: too few responders to tell");
    again as f64 / who.len() as f64
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn adversity_brings_the_illness_back_least_after_what_was_learned() {
    let therapy = relapse(
        "therapy",
        &lived("monoamine", &["cognitive-therapy"], false, ADVERSE),
    );
    let stopped_lives = lived("monoamine", &["citalopram"], false, ADVERSE);
    let continued_lives = lived("monoamine", &["citalopram"], true, ADVERSE);
    let stopped = relapse("drug stopped", &stopped_lives);
    relapse("drug continued", &continued_lives);
    let both = relapse(
        "both stopped",
        &lived(
            "monoamine",
            &["citalopram", "cognitive-therapy"],
            false,
            ADVERSE,
        ),
    );
    let calm = relapse(
        "drug stopped, ordinary life",
        &lived("monoamine", &["citalopram"], false, 0.0),
    );
    // Until they part, the lives with the drug stopped and continued are one: compared person by person, over the whole time.
    let after = |week: &Vec<Vec<f32>>| -> f64 {
        let weeks = &week[TREATED + 1..];
        weeks.iter().map(|w| f64::from(w[SEVERITY])).sum::<f64>() / weeks.len() as f64
    };
    let harm: Vec<f64> = stopped_lives
        .iter()
        .zip(&continued_lives)
        .map(|(stopped, continued)| after(stopped) - after(continued))
        .collect();
    let (harm, error) = mean_and_error(&harm);
    say(
        "severity with the drug stopped - continued",
        format!("{harm:.1} ({error:.1})"),
    );
    assert!(harm - 2.0 * error > 0.0, "{harm} {error}");
    // Required order: what a drug holds up falls when it stops; what was learned stays. Shares of some thirty people have
    // standard errors of 0.09: only the sign is asked for.
    assert!(therapy < stopped, "{therapy} {stopped}");
    assert!(both < stopped, "{both} {stopped}");
    assert!(calm < stopped, "{calm} {stopped}");
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn what_is_left_of_the_schema_decides_who_relapses() {
    let bias = reading("interpretation_bias");
    let curves = lived("expectancy-only", &["cognitive-therapy"], false, ADVERSE);
    // Bias means a negative reading of what is ambiguous: the more of it is left at response, the more relapse.
    let (mut again, mut safe) = (Vec::new(), Vec::new());
    for i in responders(&curves) {
        let left = f64::from(curves[i][TREATED][bias]);
        if relapses(&curves[i]) {
            again.push(left);
        } else {
            safe.push(left);
        }
    }
    assert!(
        again.len() >= 3 && safe.len() >= 3,
        "{} relapse, {} do not",
        again.len(),
        safe.len()
    );
    let ((again, error), (safe, other)) = (mean_and_error(&again), mean_and_error(&safe));
    say(
        "bias left at response, of those who relapse and who do not",
        format!("{again:.2} ({error:.2}), {safe:.2} ({other:.2})"),
    );
    assert!(again > safe, "{again} {safe}");
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn stopping_a_drug_that_only_holds_mood_up_brings_symptoms_back() {
    let stopped = lived("monoamine", &["citalopram"], false, 0.0);
    let continued = lived("monoamine", &["citalopram"], true, 0.0);
    let (rise, error) = difference(&stopped, &continued, TREATED + 2, SEVERITY);
    say(
        "stopped - continued two weeks later",
        format!("{rise:.1} ({error:.1})"),
    );
    assert!(rise - 2.0 * error > 0.0, "{rise} {error}");
}
