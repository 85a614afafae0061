//! The phenomena that the affect brain must show, over 64 ill people whose every parameter is jittered by ten percent:
//! orderings and signs, not blessed values. Long: run with `cargo test --release -- --ignored`.
//!
//! Where a bound is compared with a mean, its reason stands beside it; "clearly" means by two standard errors of the
//! paired difference, a one-sided error of 2.5 % each.

mod people;

use people::*;
use rewire::cohort::untreated;
use rewire::spec::files::{BrainFile, Rule};

fn say(what: &str, value: impl std::fmt::Display) {
    println!("{what}: {value}");
}

fn clearly_below(a: &Curves, b: &Curves, week: usize, what: &str) {
    let (d, error) = difference(a, b, week, SEVERITY);
    say(what, format!("{d:.1} ({error:.1})"));
    assert!(d + 2.0 * error < 0.0, "{what}: {d:.1} ({error:.1})");
}

fn mean_at(severity: &[Vec<f32>], week: usize) -> f64 {
    severity.iter().map(|s| f64::from(s[week])).sum::<f64>() / severity.len() as f64
}

/// Weight-swap difference in points and share of the ill-well difference at a week, as the mean of both ways of swapping.
fn weight_swap(weeks: usize) -> (f64, f64) {
    let course = untreated(weeks, vec![]);
    let ill = copies(&course, |p, _| p.ill.clone());
    let well = copies(&course, |p, _| p.well.clone());
    let ill_synapses = copies(&course, |p, _| p.well.with_synapses_of(&p.ill));
    let well_synapses = copies(&course, |p, _| p.ill.with_synapses_of(&p.well));
    let at = |c: &[Vec<f32>]| mean_at(c, weeks);
    let total = at(&ill) - at(&well);
    let by_weights = 0.5 * ((at(&ill) - at(&well_synapses)) + (at(&ill_synapses) - at(&well)));
    (by_weights, by_weights / total)
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn the_illness_lives_in_the_synapses() {
    let (points, share) = weight_swap(26);
    say(
        "weights carry, points and share at week 26",
        format!("{points:.1}, {share:.2}"),
    );
    // Stated requirements: at least 15 points and 60 % at six months.
    assert!(points >= 15.0 && share >= 0.6, "{points} {share}");
    let course = untreated(26, vec![]);
    let ill = copies(&course, |p, _| p.ill.clone());
    let reset = copies(&course, |p, plan| p.ill.with_body_at_birth(plan));
    for week in [1, 8, 26] {
        say(
            "physiology reset, points",
            format!(
                "week {week}: {:.1}",
                mean_at(&ill, week) - mean_at(&reset, week)
            ),
        );
    }
    let left = mean_at(&ill, 8) - mean_at(&reset, 8);
    // A reset of the body alone is "small after eight weeks": below half of what the weights carry at six months.
    assert!(left < 0.5 * points, "{left} {points}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn frozen_synapses_neither_recover_nor_respond() {
    let free = through("expectancy-only", "no-treatment", &[], &unchanged);
    let frozen = through(
        "expectancy-only",
        "no-treatment",
        &[("learning", 0.0)],
        &unchanged,
    );
    clearly_below(&free, &frozen, 26, "free - frozen at week 26");
    let gain = mean(&frozen, 4, SEVERITY) - mean(&frozen, 26, SEVERITY);
    let free_gain = mean(&free, 4, SEVERITY) - mean(&free, 26, SEVERITY);
    say(
        "recovery from week 4 to 26, frozen and free",
        format!("{gain:.1}, {free_gain:.1}"),
    );
    // What is left of recovery without learning is weather (environment, early weights that fade): less than a third.
    assert!(gain < free_gain / 3.0, "{gain} {free_gain}");
    // Both arms are believed treatments, so that what remains of therapy is its sessions alone: below 2 points.
    let therapy = through(
        "expectancy-only",
        "therapy-alone",
        &[("learning", 0.0)],
        &unchanged,
    );
    let placebo = through(
        "expectancy-only",
        "placebo-alone",
        &[("learning", 0.0)],
        &unchanged,
    );
    let (effect, _) = difference(&therapy, &placebo, 16, SEVERITY);
    say("therapy - placebo, frozen", format!("{effect:.2}"));
    assert!(effect.abs() < 2.0, "{effect}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn without_rumination_recovery_is_faster() {
    let free = through("expectancy-only", "no-treatment", &[], &unchanged);
    let calm = through(
        "expectancy-only",
        "no-treatment",
        &[("rumination_allowed", 0.0)],
        &unchanged,
    );
    let (d, error) = difference(&calm, &free, 16, SEVERITY);
    say(
        "no rumination - free at week 16",
        format!("{d:.1} ({error:.1})"),
    );
    // Stated requirement: at least 8 points.
    assert!(d <= -8.0, "{d}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn nobody_falls_ill_without_the_history_and_many_with_it() {
    assert_eq!(fall_ill(ILL as u64, "no-adversity", &unchanged), 0);
    let ill = fall_ill(ILL as u64, "adverse-months", &unchanged);
    say("ill of 64 with the history", ill);
    assert!(
        (13..=51).contains(&ill),
        "between a fifth and four fifths: {ill}"
    );
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn the_untreated_course_is_neither_hopeless_nor_trivial() {
    let free = through("expectancy-only", "no-treatment", &[], &unchanged);
    let early = 0.5 * (response(&free, 12) + response(&free, 16));
    let late = response(&free, 40);
    say(
        "untreated response at 12-16 and 40 weeks",
        format!("{early:.2}, {late:.2}"),
    );
    // Stated 0.2-0.35 and (at a year) 0.4-0.6; two standard errors of a share of 64 are 0.12.
    assert!(
        (0.08..=0.47).contains(&early) && (0.28..=0.72).contains(&late),
        "{early} {late}"
    );
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn treatments_come_in_their_order() {
    let none = through("everything", "no-treatment", &[], &unchanged);
    let placebo = through("everything", "placebo-alone", &[], &unchanged);
    let therapy = through("everything", "therapy-alone", &[], &unchanged);
    let drug = through("everything", "ssri-alone", &[], &unchanged);
    let both = through("everything", "ssri-plus-therapy", &[], &unchanged);
    for (name, arm) in [
        ("none", &none),
        ("placebo", &placebo),
        ("therapy", &therapy),
        ("SSRI", &drug),
        ("both", &both),
    ] {
        say(
            name,
            format!(
                "{:.1} at week 16, response {:.2}",
                mean(arm, 16, SEVERITY),
                response(arm, 16)
            ),
        );
    }
    clearly_below(&therapy, &none, 16, "therapy - none");
    clearly_below(&drug, &none, 16, "SSRI - none");
    clearly_below(&both, &drug, 16, "both - SSRI");
    clearly_below(&therapy, &placebo, 16, "therapy - placebo");
    assert!(mean(&both, 16, SEVERITY) < mean(&therapy, 16, SEVERITY));
    let rated = |c: &Curves, i: usize| c[i][16][RATED] > 0.5 * ill_people()[i].rated;
    let nobody = (0..ILL)
        .filter(|&i| rated(&therapy, i) && rated(&drug, i) && rated(&both, i))
        .count() as f64
        / ILL as f64;
    say("helped by none of the three", format!("{nobody:.2}"));
    // Stated 0.15-0.35, widened by two standard errors of a share of 64 (0.11).
    assert!((0.04..=0.46).contains(&nobody), "{nobody}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn passive_positive_thought_does_next_to_nothing_and_training_does_not_transfer() {
    let none = through("expectancy-only", "no-treatment", &[], &unchanged);
    let therapy = through("expectancy-only", "therapy-alone", &[], &unchanged);
    let (guided, _) = difference(&none, &therapy, 16, SEVERITY);
    for scenario in ["weak-positive-thinking", "neutral-brain-training"] {
        let arm = through("expectancy-only", scenario, &[], &unchanged);
        let (gain, error) = difference(&none, &arm, 16, SEVERITY);
        say(scenario, format!("{gain:.1} ({error:.1}) of {guided:.1}"));
        // "Next to nothing": less than a third of what guided practice does.
        assert!(gain.abs() < guided / 3.0, "{scenario}: {gain} of {guided}");
        if scenario == "neutral-brain-training" {
            let recall = reading("trained_recall");
            let (before, after) = (mean(&none, 16, recall), mean(&arm, 16, recall));
            say(
                "recall of the trained pattern",
                format!("{before:.2} to {after:.2}"),
            );
            // The trained pattern must be learned for the null to mean anything.
            assert!(after > before + 0.3, "{before} {after}");
        }
    }
}

/// The difference of differences at a week: negative means that together is better than the sum.
fn interaction(variant: &str, week: usize) -> (f64, f64) {
    let arm = |s| through(variant, s, &[], &unchanged);
    let (placebo, therapy, drug, both) = (
        arm("placebo-alone"),
        arm("placebo-plus-therapy"),
        arm("ssri-alone"),
        arm("ssri-plus-therapy"),
    );
    let d: Vec<f64> = (0..ILL)
        .map(|i| {
            let at = |c: &Curves| f64::from(c[i][week][SEVERITY]);
            (at(&both) - at(&therapy)) - (at(&drug) - at(&placebo))
        })
        .collect();
    mean_and_error(&d)
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn blunting_gets_in_the_way_of_therapy_and_expectancy_does_not() {
    let (d, error) = interaction("blunting", 16);
    say("interaction under blunting", format!("{d:.1} ({error:.1})"));
    assert!(d - 2.0 * error > 0.0, "{d} {error}");
    // Without any drug coupling the pill is a placebo; only drop-out draws of the two files differ.
    let (d, error) = interaction("expectancy-only", 16);
    say(
        "interaction under expectancy only",
        format!("{d:.1} ({error:.1})"),
    );
    assert!(d.abs() < 3.0f64.max(3.0 * error), "{d} {error}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn more_plasticity_follows_the_environment() {
    let gain = |shift: f64| {
        let set = [("environment_shift", shift)];
        let drug = through("plasticity-window", "ssri-alone", &set, &unchanged);
        let placebo = through("plasticity-window", "placebo-alone", &set, &unchanged);
        difference(&placebo, &drug, 16, SEVERITY)
    };
    let (bad, good) = (gain(-0.4), gain(0.15));
    say(
        "gain by the plasticity window in a bad and a good environment",
        format!("{bad:.1?} {good:.1?}"),
    );
    let error = (bad.1 * bad.1 + good.1 * good.1).sqrt();
    assert!(good.0 - bad.0 > 2.0 * error, "{bad:?} {good:?}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn plasticity_scales_what_therapy_can_do() {
    let gain = |factor: f64| {
        let change = move |brain: &mut BrainFile| {
            for (_, p) in &mut brain.projections.0 {
                p.learning_rate *= factor;
            }
        };
        let none = through("expectancy-only", "no-treatment", &[], &change);
        let therapy = through("expectancy-only", "therapy-alone", &[], &change);
        difference(&none, &therapy, 16, SEVERITY).0
    };
    let (slow, fast) = (gain(0.67), gain(1.5));
    say(
        "gain by therapy at two thirds and one and a half of plasticity",
        format!("{slow:.1} {fast:.1}"),
    );
    assert!(fast > slow, "{slow} {fast}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn drug_and_therapy_act_on_different_regions() {
    let none = through("monoamine", "no-treatment", &[], &unchanged);
    let drug = through("monoamine", "ssri-alone", &[], &unchanged);
    let therapy = through("monoamine", "therapy-alone", &[], &unchanged);
    let change = |arm: &Curves, name: &str| difference(arm, &none, 16, reading(name)).0;
    let (amygdala_drug, amygdala_therapy) =
        (change(&drug, "amygdala"), change(&therapy, "amygdala"));
    let (control_drug, control_therapy) =
        (change(&drug, "prefrontal"), change(&therapy, "prefrontal"));
    say(
        "amygdala, drug and therapy",
        format!("{amygdala_drug:.3} {amygdala_therapy:.3}"),
    );
    say(
        "prefrontal, drug and therapy",
        format!("{control_drug:.3} {control_therapy:.3}"),
    );
    assert!(amygdala_drug < 0.0 && control_therapy > 0.0);
    // Direction of the double dissociation: the ratio of the two sites differs between the arms.
    assert!(control_therapy > control_drug && amygdala_drug.abs() > control_drug.abs());
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn the_body_moves_with_the_illness() {
    let (_, plan) = plan_of(1, "expectancy-only", &unchanged);
    let value = |pick: fn(&Person) -> &rewire::life::Life, name: &str| {
        let node = plan.graph.node(name).unwrap_or_else(|| panic!("{name}"));
        ill_people()
            .iter()
            .map(|p| pick(p).values[node])
            .sum::<f64>()
            / ILL as f64
    };
    let change = |name: &str| value(|p| &p.ill, name) - value(|p| &p.well, name);
    let (bdnf, cortisol, volume) = (
        change("bdnf"),
        change("cortisol"),
        change("hippocampal_volume"),
    );
    say(
        "ill - well: BDNF, cortisol, hippocampal volume",
        format!("{bdnf:.3} {cortisol:.3} {volume:.4}"),
    );
    assert!(bdnf < 0.0 && cortisol > 0.0);
    // ENIGMA: -1.24 % (d -0.14); small studies said -8 to -10 %. Between a third and three times ENIGMA's.
    assert!((-0.037..=-0.004).contains(&volume), "{volume}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn an_early_bias_shift_changes_interpretation_within_a_week() {
    let bias = reading("interpretation_bias");
    let placebo = through("early-bias-shift", "placebo-alone", &[], &unchanged);
    let drug = through("early-bias-shift", "ssri-alone", &[], &unchanged);
    let (first_week, error) = difference(&drug, &placebo, 1, bias);
    say(
        "interpretation in the first week",
        format!("{first_week:.2} ({error:.2})"),
    );
    assert!(first_week + 2.0 * error < 0.0);
}

fn without(names: &'static [&'static str]) -> impl Fn(&mut BrainFile) + Sync {
    move |brain| {
        for (name, p) in &mut brain.projections.0 {
            if names.contains(&name.as_str()) {
                p.learning_rate = 0.0;
            }
        }
    }
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn knock_outs_abolish_the_illness() {
    let base = fall_ill(ILL as u64, "adverse-months", &unchanged);
    let cue_and_theme: &[&str] = &[
        "cue_to_core_negative",
        "cue_to_core_positive",
        "themes_to_core_negative",
        "themes_to_core_positive",
    ];
    let no_event_learning = fall_ill(ILL as u64, "adverse-months", &without(cue_and_theme));
    let no_recurrent_depression =
        fall_ill(ILL as u64, "adverse-months", &|brain: &mut BrainFile| {
            for (_, p) in &mut brain.projections.0 {
                if p.trace && p.rule == Some(Rule::BoundedHebb) && p.depression_pre == 1.5 {
                    p.depression_pre = 0.0;
                }
            }
        });
    let calm_amygdala = fall_ill(ILL as u64, "adverse-months", &|brain: &mut BrainFile| {
        brain
            .couplings
            .0
            .retain(|(name, _)| name != "amygdala_salience");
    });
    say(
        "ill of 64: base, no event and theme learning, no recurrent depression, no arousal in salience",
        format!("{base} {no_event_learning} {no_recurrent_depression} {calm_amygdala}"),
    );
    // "Nobody falls ill" up to one in twenty, since with jitter somebody sits on every edge.
    assert!(no_event_learning <= 3, "{no_event_learning}");
    assert!(
        no_recurrent_depression < base,
        "{no_recurrent_depression} of {base}"
    );
    assert!(calm_amygdala < base, "{calm_amygdala} of {base}");
}

#[test]
#[ignore = "long: cargo test --release -- --ignored"]
fn therapy_needs_control_to_learn() {
    let gain = |change: &(dyn Fn(&mut BrainFile) + Sync)| {
        let none = through("expectancy-only", "placebo-alone", &[], change);
        let therapy = through("expectancy-only", "therapy-alone", &[], change);
        difference(&none, &therapy, 16, SEVERITY).0
    };
    let whole = gain(&unchanged);
    let no_salience = gain(&|brain: &mut BrainFile| {
        brain
            .couplings
            .0
            .retain(|(name, _)| name != "control_salience")
    });
    say(
        "therapy against placebo: whole, without the salience of control",
        format!("{whole:.1} {no_salience:.1}"),
    );
    assert!(no_salience < whole, "{no_salience} {whole}");
}
