//! The vocabulary of quantities against what was put in, and the published figures that use it.

mod synthetic;

use rewire::inference::{
    InferenceError, Quantity, RATED_SEVERITY, Statistic, TRUE_SEVERITY, measure,
};
use synthetic::run;

/// The quantity of a statistic at week 8 with reference week 4, over as many scenarios as it needs.
fn quantity(statistic: Statistic, readout: &str) -> Quantity {
    Quantity {
        statistic,
        scenarios: (0..statistic.scenarios()).collect(),
        variant: 0,
        readout: readout.to_owned(),
        week: 8,
        reference_week: Some(4),
    }
}

#[test]
fn every_statistic_finds_what_was_put_in() {
    // Rated at selection 60, 70, 80, 90. At week 8 under the first scenario 40, 36, 34, 20 and under the second 20 less; at
    // week 4 the second is 40 less. Half or less: 36? no (35), 34 yes, 20 yes; with 20 less: all.
    let later = [40.0, 36.0, 34.0, 20.0];
    let mut result = run(2, 1, 4, |place| {
        let lower = if place.scenario == 1 { 20.0 } else { 0.0 };
        match place.week {
            8 => later[place.person] - lower,
            4 => 50.0 - 2.0 * lower,
            _ => 60.0,
        }
    });
    for (person, rated) in result.people.iter_mut().zip([60.0, 70.0, 80.0, 90.0]) {
        person.rated_at_selection[0] = rated;
    }
    let spread = |values: &[f64]| rewire::inference::means::standard_deviation(values);
    let changes = spread(&[-20.0, -34.0, -46.0, -70.0]);
    let expected = [
        (Statistic::Mean, 32.5),
        (Statistic::RelativeDifference, 31.5),
        (Statistic::Change, -42.5),
        (
            Statistic::StandardisedChange,
            -42.5 / spread(&[60.0, 70.0, 80.0, 90.0]),
        ),
        (Statistic::StandardDeviationOfChange, changes),
        (Statistic::ChangeBetweenWeeks, -17.5),
        (Statistic::ResponseShare, 0.5),
        (Statistic::RemissionShare, 0.25),
        (Statistic::DropOutShare, 0.25),
        (Statistic::RelapseShare, f64::NAN),
        // Slope: covariance -310 / 3 over variance 500 / 3 is -0.62 per point.
        (
            Statistic::PrognosticSlope,
            -0.62 * spread(&[60.0, 70.0, 80.0, 90.0]) / 32.5,
        ),
        (Statistic::Difference, -20.0),
        (
            Statistic::StandardisedDifference,
            -20.0 / spread(&later.map(f64::from)),
        ),
        (Statistic::ResponseDifference, 0.5),
        (Statistic::ResponseRatio, 2.0),
        (Statistic::ResponseOddsRatio, f64::NAN),
        (Statistic::ShareOfEffect, 0.5),
    ];
    assert_eq!(expected.map(|(statistic, _)| statistic), Statistic::ALL);
    for (statistic, value) in expected {
        let measured = measure(&result, &quantity(statistic, RATED_SEVERITY)).unwrap();
        // Sums of a few integers: only the last steps round.
        let equal =
            (measured.value - value).abs() < 1e-12 || (measured.value.is_nan() && value.is_nan());
        assert!(equal, "{statistic}: {} instead of {value}", measured.value);
        assert_eq!(statistic.name().parse(), Ok(statistic));
    }
    assert!("effect".parse::<Statistic>().is_err());
}

#[test]
fn a_statistic_without_what_it_needs_is_an_error() {
    let result = run(2, 1, 10, |_| 30.0);
    let mut alone = quantity(Statistic::Difference, TRUE_SEVERITY);
    alone.scenarios.pop();
    assert!(
        measure(&result, &alone)
            .unwrap_err()
            .to_string()
            .contains("2 scenarios, not 1")
    );
    let mut timeless = quantity(Statistic::ShareOfEffect, TRUE_SEVERITY);
    timeless.reference_week = None;
    assert!(
        measure(&result, &timeless)
            .unwrap_err()
            .to_string()
            .contains("reference week")
    );
    timeless.reference_week = Some(99);
    assert!(matches!(
        measure(&result, &timeless),
        Err(InferenceError::WeekBeyondEnd { week: 99, .. })
    ));
}
