//! Drugs that act in hours, stimulation, habits of life, time of day, childhood: what each must do, and what it must not.

use super::people::*;
use super::{clearly_below, say};
use rayon::prelude::*;
use rewire::cohort::ill_and_well;
use rewire::life::{Life, LifePlan, Worker, live};
use rewire::spec::compile::compile_history;
use rewire::spec::files::BrainFile;

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn ketamine_works_within_days_and_fades_unless_therapy_holds_it() {
    let arm = |scenario| through("neurotrophic", scenario, &[], &unchanged);
    let (none, once) = (arm("no-treatment"), arm("ketamine-alone"));
    let believed = arm("placebo-infusion");
    let at = |week| difference(&believed, &once, week, SEVERITY).0;
    for week in [1, 2, 3, 4] {
        say(
            &format!("one infusion, week {week}"),
            format!("{:.1}", at(week)),
        );
    }
    clearly_below(&once, &believed, 1, "ketamine - placebo on the day after");
    // Published: greatest on the day after, gone by days 10 to 12 (Kishimoto 2016); the infusion is on day six.
    assert!(at(4) < 0.5 * at(1), "{} of {}", at(4), at(1));
    let (therapy, both) = (arm("therapy-alone"), arm("ketamine-plus-therapy"));
    let six = arm("ketamine-six-infusions");
    clearly_below(&both, &therapy, 16, "ketamine plus therapy - therapy");
    clearly_below(&both, &six, 16, "ketamine plus therapy - ketamine");
    // Held: of what they had reached when the infusions ended, those with therapy lose less, in points of severity.
    let lost = |arm: &Curves| mean(arm, 16, SEVERITY) - mean(arm, 4, SEVERITY);
    let untreated = lost(&none);
    say(
        "lost until week 16 against an untreated course, alone",
        lost(&six) - untreated,
    );
    say("with therapy", lost(&both) - untreated);
    assert!(lost(&both) < lost(&six), "{} {}", lost(&both), lost(&six));
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn massed_stimulation_is_faster_than_daily() {
    let arm = |scenario| through("expectancy-only", scenario, &[], &unchanged);
    let (none, daily, massed, weak) = (
        arm("no-treatment"),
        arm("rtms-daily"),
        arm("rtms-accelerated"),
        arm("tdcs-daily"),
    );
    clearly_below(&massed, &daily, 1, "accelerated - daily at week 1");
    clearly_below(&daily, &none, 6, "daily - none at week 6");
    assert!(mean(&daily, 6, SEVERITY) < mean(&weak, 6, SEVERITY));
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn habits_of_life_help_or_hurt_therapy() {
    let arm = |scenario| through("expectancy-only", scenario, &[], &unchanged);
    let therapy = arm("therapy-alone");
    for scenario in [
        "exercise-plus-therapy",
        "therapy-with-sleep-repair",
        "therapy-with-company",
        "therapy-with-enrichment",
    ] {
        clearly_below(&arm(scenario), &therapy, 16, scenario);
    }
    for scenario in [
        "therapy-with-short-nights",
        "therapy-in-isolation",
        "therapy-under-stress",
    ] {
        clearly_below(&therapy, &arm(scenario), 16, scenario);
    }
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn the_hour_of_a_session_matters_only_where_an_account_says_so() {
    let arm = |variant, scenario| through(variant, scenario, &[], &unchanged);
    let window = |scenario| arm("plasticity-window", scenario);
    clearly_below(
        &window("therapy-in-the-morning"),
        &window("therapy-in-the-evening"),
        16,
        "morning - evening",
    );
    clearly_below(
        &window("exercise-before-sessions"),
        &window("exercise-after-sessions"),
        16,
        "exercise before - after",
    );
    // Without the line the hour reaches nothing: the same bits.
    assert!(
        arm("expectancy-only", "therapy-in-the-morning")
            == arm("expectancy-only", "therapy-in-the-evening")
    );
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn the_setting_decides_what_psilocybin_does() {
    let arm = |scenario| through("relaxed-beliefs", scenario, &[], &unchanged);
    let (good, bad, alone) = (
        arm("psilocybin-with-support"),
        arm("psilocybin-in-a-bad-setting"),
        arm("psilocybin-alone"),
    );
    for (name, arm) in [("good", &good), ("bad", &bad), ("alone", &alone)] {
        say(name, format!("{:.1} at week 6", mean(arm, 6, SEVERITY)));
    }
    clearly_below(&good, &bad, 6, "good - bad setting");
    clearly_below(&good, &alone, 6, "good setting - no setting");
    // Faster learning has no direction: in bad days it is no clear help against a believed pill.
    let window = |scenario| through("plasticity-window", scenario, &[], &unchanged);
    let (help, error) = difference(
        &window("bad-days-without-psilocybin"),
        &window("psilocybin-in-a-bad-setting"),
        4,
        SEVERITY,
    );
    say("help in bad days", format!("{help:.1} ({error:.1})"));
    assert!(help - 2.0 * error < 0.0, "{help} {error}");
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn a_short_half_life_makes_more_withdrawal() {
    let withdrawal = reading("withdrawal");
    let sum = |scenario| -> Vec<f64> {
        let curves = through("expectancy-only", scenario, &[], &unchanged);
        // Eight weeks after the last dose of those who stayed.
        let weeks = |person: &Vec<Vec<f32>>| {
            (25..=32)
                .map(|week| f64::from(person[week][withdrawal]))
                .sum()
        };
        curves.iter().map(weeks).collect()
    };
    let (fluoxetine, paroxetine) = (
        sum("fluoxetine-stopped-abruptly"),
        sum("paroxetine-stopped-abruptly"),
    );
    let more: Vec<f64> = paroxetine
        .iter()
        .zip(&fluoxetine)
        .map(|(p, f)| p - f)
        .collect();
    let (d, error) = mean_and_error(&more);
    say("paroxetine - fluoxetine", format!("{d:.2} ({error:.2})"));
    assert!(d - 2.0 * error > 0.0, "{d} {error}");
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn older_people_gain_less_from_therapy() {
    let gain = |years: f64| -> Vec<f64> {
        ill_people()
            .par_iter()
            .map(|person| {
                let (brain, plan) = plan_of(person.seed, "expectancy-only", &unchanged);
                let mut life = person.ill.clone();
                life.values[node(&plan, "age")] = years;
                let severity = |scenario| {
                    let course = course_of(&brain, &plan, scenario);
                    f64::from(readings(&plan, &course, &life)[16][SEVERITY])
                };
                severity("no-treatment") - severity("therapy-alone")
            })
            .collect()
    };
    // Near the ends of the range of the trait.
    let (young, old) = (gain(20.0), gain(75.0));
    let less: Vec<f64> = young.iter().zip(&old).map(|(y, o)| y - o).collect();
    let (d, error) = mean_and_error(&less);
    say("gain at 20 - gain at 75", format!("{d:.1} ({error:.1})"));
    assert!(d - 2.0 * error > 0.0, "{d} {error}");
}

fn node(plan: &LifePlan, name: &str) -> usize {
    let found = plan.graph.node(name);
    found.unwrap_or_else(|| panic!("no signal {name}"))
}

/// Mean cortisol of the last eight weeks and the mark at the end, for each ill person after another history.
fn after_history(history_name: &str, variant: &str, scenario: &str) -> Vec<(f64, f64)> {
    let file = history(history_name);
    let cortisol = reading("cortisol");
    let unchanged = &unchanged as &(dyn Fn(&mut BrainFile) + Sync);
    ill_people()
        .par_iter()
        .map(|person| {
            let (brain, plan) = plan_of(person.seed, variant, unchanged);
            let course = compile_history(&plan, &file).unwrap_or_else(|e| panic!("{e}"));
            let (mut life, _): (Life, Life) = ill_and_well(&plan, &course, person.seed).unwrap();
            let mut level = 0.0;
            let course = course_of(&brain, &plan, scenario);
            live(
                &plan,
                &course,
                &mut life,
                &mut Worker::new(&plan),
                |week, seen| {
                    if (9..=16).contains(&week) {
                        level += f64::from(seen.read()[cortisol]) / 8.0;
                    }
                    week < 16
                },
            )
            .unwrap();
            (level, life.values[node(&plan, "stress_mark")])
        })
        .collect()
}

#[test]
#[ignore = "long: cargo test -- --ignored"]
fn an_adverse_childhood_raises_the_stress_response_and_therapy_takes_some_of_it_back() {
    let arm = |history, scenario| after_history(history, "plasticity-window", scenario);
    let plain = arm("adverse-months", "no-treatment");
    let marked = arm("adverse-childhood", "no-treatment");
    let treated = arm("adverse-childhood", "therapy-alone");
    let more: Vec<f64> = marked.iter().zip(&plain).map(|(m, p)| m.0 - p.0).collect();
    let (d, error) = mean_and_error(&more);
    say("cortisol, marked - not", format!("{d:.3} ({error:.3})"));
    assert!(d - 2.0 * error > 0.0, "{d} {error}");
    let mark = |arm: &[(f64, f64)]| arm.iter().map(|a| a.1).sum::<f64>() / arm.len() as f64;
    say(
        "mark",
        format!("{:.2}, treated {:.2}", mark(&marked), mark(&treated)),
    );
    assert!(plain.iter().all(|p| p.1 == 0.0));
    // In part: less of it in everyone who stayed for a while, and never gone.
    assert!(mark(&treated) < 0.9 * mark(&marked) && mark(&treated) > 0.1 * mark(&marked));
}
