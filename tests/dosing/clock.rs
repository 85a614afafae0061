//! Doses at any interval, against an independent solution of the equations of the drug.

use super::{PLAIN, Plan, Shelf, lines, plan};
use std::sync::OnceLock;

fn affect() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(plan)
}

/// Mean concentration of a day, day by day: a classical Runge-Kutta solution in steps of 1/40 hour, sampled at the end of each hour as the
/// record of the model is.
fn solved(days: usize, doses: &[(f64, f64)]) -> Vec<f64> {
    let (ka, ke, volume) = (0.9, std::f64::consts::LN_2 / 35.0, 910.0);
    let slope = |[gut, c]: [f64; 2]| [-ka * gut, ka * gut / volume * 1000.0 - ke * c];
    let (parts, mut state) = (40, [0.0f64; 2]);
    let mut means = vec![0.0; days];
    let mut doses = doses.iter().peekable();
    for part in 0..days * 24 * parts {
        let now = part as f64 / parts as f64;
        while let Some((_, mg)) = doses.next_if(|(at, _)| *at <= now + 1e-9) {
            state[0] += mg;
        }
        let h = 1.0 / parts as f64;
        let plus = |a: [f64; 2], f: f64, b: [f64; 2]| [a[0] + f * b[0], a[1] + f * b[1]];
        let k1 = slope(state);
        let k2 = slope(plus(state, h / 2.0, k1));
        let k3 = slope(plus(state, h / 2.0, k2));
        let k4 = slope(plus(state, h, k3));
        for i in 0..2 {
            state[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
        if (part + 1) % parts == 0 {
            means[part / (24 * parts)] += state[1] / 24.0;
        }
    }
    means
}

fn week(days: &[f64], week: usize) -> f64 {
    days[7 * week..7 * week + 7].iter().sum::<f64>() / 7.0
}

fn rhythm(every: f64, days: usize) -> Vec<(f64, f64)> {
    (0..)
        .map(|n| (8.0 + f64::from(n) * every, 20.0))
        .take_while(|(at, _)| *at < 24.0 * days as f64)
        .collect()
}

#[test]
fn every_interval_gives_the_doses_and_the_concentration_that_it_should() {
    let shelf = Shelf::of(&[("treatments/plain.toml", PLAIN)]);
    for every in [24.0, 12.0, 8.0, 36.0, 10.0, 4.5, 84.0] {
        let name = format!("every-{every}");
        let more = format!("every = \"{every} hours\"");
        shelf.with(&name, 8, &lines(&[("plain", 0, 56, &more)]));
        let lived = shelf.lived(affect(), &name, 1);
        let doses = rhythm(every, 56);
        // All of them are given: 32-bit means of weeks, times 7.
        let total: f32 = lived.of("dose")[1..].iter().map(|mean| 7.0 * mean).sum();
        let planned = 20.0 * doses.len() as f32;
        assert!(
            (total - planned).abs() < 1e-3 * planned,
            "every {every}: {total} for {planned}"
        );
        let solved = solved(56, &doses);
        for weeks in 0..8 {
            let (is, should) = (
                f64::from(lived.of("concentration")[weeks + 1]),
                week(&solved, weeks),
            );
            // Readings have 24 bits, and the solver an error of the order of (h ka)^4, 3e-7.
            assert!(
                (is / should - 1.0).abs() < 2e-6,
                "every {every}, week {weeks}: {is} for {should}"
            );
        }
    }
    // The values of a report: mean of week 8 in ng/mL.
    let in_week_8 = |every: f64| {
        let lived = shelf.lived(affect(), &format!("every-{every}"), 1);
        (lived.of("concentration")[8] * 100.0).round() / 100.0
    };
    assert_eq!([24.0, 12.0, 8.0].map(in_week_8), [46.17, 92.34, 138.52]);
    assert_eq!([10.0, 36.0].map(in_week_8), [110.85, 30.42]);
}

#[test]
fn the_mean_at_steady_state_is_dose_over_clearance_and_interval() {
    let shelf = Shelf::of(&[("treatments/plain.toml", PLAIN)]);
    let clearance = std::f64::consts::LN_2 / 35.0 * 910.0;
    for every in [24.0, 12.0, 4.0, 84.0, 168.0] {
        let more = format!("every = \"{every} hours\"");
        shelf.with("steady", 8, &lines(&[("plain", 0, 56, &more)]));
        let mean = f64::from(shelf.lived(affect(), "steady", 1).of("concentration")[8]);
        let exact = 20.0 / (clearance * every) * 1000.0;
        // Seven weeks leave e^-23; the record samples ends of hours, which is exact for a smooth cycle and a little off at its kink.
        assert!(
            (mean / exact - 1.0).abs() < 5e-3,
            "every {every}: {mean} for {exact}"
        );
    }
}

#[test]
fn two_lines_of_one_drug_add_up_and_so_do_given_times() {
    let shelf = Shelf::of(&[("treatments/plain.toml", PLAIN)]);
    shelf.with(
        "bid",
        8,
        &lines(&[("plain", 0, 56, "every = \"12 hours\"")]),
    );
    let two = [
        ("plain", 0, 56, "at = \"20 hours\""),
        ("plain", 0, 56, "at = \"8 hours\""),
    ];
    shelf.with("two", 8, &lines(&two));
    let times = "times = [\"20 hours\", \"8 hours\"]";
    shelf.with("times", 8, &lines(&[("plain", 0, 56, times)]));
    let [bid, two, times] = ["bid", "two", "times"].map(|s| shelf.lived(affect(), s, 3));
    assert_eq!(two.bits(), bid.bits());
    assert_eq!(times.bits(), bid.bits());
}

#[test]
fn doses_within_an_hour_loading_missed_and_doubled_doses_are_where_they_should_be() {
    let shelf = Shelf::of(&[("treatments/plain.toml", PLAIN)]);
    let more = "at = \"8.25 hours\"\nloading = \"50 mg\"\nmissed = [3, 4]\ndoubled = [6]";
    shelf.with("mine", 2, &lines(&[("plain", 1, 14, more)]));
    let lived = shelf.lived(affect(), "mine", 1);
    let doses: Vec<(f64, f64)> = (1..14)
        .map(|day| {
            let mg = match day {
                1 => 50.0,
                3 | 4 => 0.0,
                6 => 40.0,
                _ => 20.0,
            };
            (24.0 * f64::from(day) + 8.25, mg)
        })
        .collect();
    let solved = solved(14, &doses);
    for weeks in 0..2 {
        let is = f64::from(lived.of("concentration")[weeks + 1]);
        assert!((is / week(&solved, weeks) - 1.0).abs() < 2e-6, "{is}");
    }
    let total: f32 = lived.of("dose")[1..].iter().map(|mean| 7.0 * mean).sum();
    assert!(
        (total - (50.0 + 10.0 * 20.0 + 20.0)).abs() < 1e-3,
        "{total}"
    );
}

#[test]
fn who_has_taken_it_already_is_at_steady_state_and_believes_nothing_new() {
    let shelf = Shelf::of(&[("treatments/plain.toml", PLAIN)]);
    shelf.with(
        "already",
        2,
        &lines(&[("plain", 0, 14, "already = \"8 weeks\"")]),
    );
    shelf.with("now", 2, &lines(&[("plain", 0, 14, "")]));
    let already = shelf.lived(affect(), "already", 1);
    let now = shelf.lived(affect(), "now", 1);
    let solved = solved(70, &rhythm(24.0, 70));
    let is = f64::from(already.of("concentration")[1]);
    assert!((is / week(&solved, 8) - 1.0).abs() < 2e-6, "{is}");
    assert!(now.of("concentration")[1] < 0.8 * already.of("concentration")[1]);
    let expectancy = |lived: &super::Weeks| lived.of("expectancy")[1];
    assert!(expectancy(&already) < 0.1 * expectancy(&now));
}

#[test]
fn a_dose_by_weight_follows_the_weight_of_each_person() {
    let affect_with_weight = Shelf::of(&[]).library.read_brain("affect").unwrap().text
        + "\n[traits.weight]\ndistribution = \"normal\"\nmean = 70.0\nsd = 12.0\nmin = 40.0\nmax = 140.0\nmeaning = \"weight of the body in kg\"\nsource = \"for a test\"\ngrade = \"assumed\"\n";
    let by_weight = PLAIN.replace(
        "dose = \"20 mg\"",
        "dose_per_kg = \"0.3 mg/kg\"\nweight_trait = \"weight\"",
    );
    let shelf = Shelf::of(&[
        ("models/affect.toml", &affect_with_weight),
        ("treatments/plain.toml", &by_weight),
    ]);
    shelf.with("mine", 1, &lines(&[("plain", 0, 7, "")]));
    let brain = shelf
        .library
        .resolve_variant("affect", "monoamine")
        .unwrap()
        .brain;
    let plan = Plan(rewire::spec::compile::compile_brain(&brain).unwrap());
    let weight = plan
        .0
        .traits
        .iter()
        .find(|t| t.name == "weight")
        .unwrap()
        .node;
    let mut different = std::collections::BTreeSet::new();
    for seed in 1..=5 {
        let kg = rewire::life::Life::begin(&plan.0, seed).values[weight];
        let dose = shelf.lived(&plan, "mine", seed).of("dose")[1];
        // A 32-bit mean of seven equal days.
        assert!(
            (f64::from(dose) / (0.3 * kg) - 1.0).abs() < 1e-6,
            "{dose} for {kg} kg"
        );
        different.insert(dose.to_bits());
    }
    assert_eq!(different.len(), 5);
}
