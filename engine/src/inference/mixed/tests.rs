use super::*;

/// Growth of 11 girls and 16 boys, a distance in the face in mm at 8, 10, 12 and 14 years (Potthoff & Roy 1964, Biometrika
/// 51:313, 10.1093/biomet/51.3-4.313); the sets of girls 1 to 11, then of boys 1 to 16.
const GROWTH: [(usize, Row); 27] = [
    (0, [21.0, 20.0, 21.5, 23.0]),
    (0, [21.0, 21.5, 24.0, 25.5]),
    (0, [20.5, 24.0, 24.5, 26.0]),
    (0, [23.5, 24.5, 25.0, 26.5]),
    (0, [21.5, 23.0, 22.5, 23.5]),
    (0, [20.0, 21.0, 21.0, 22.5]),
    (0, [21.5, 22.5, 23.0, 25.0]),
    (0, [23.0, 23.0, 23.5, 24.0]),
    (0, [20.0, 21.0, 22.0, 21.5]),
    (0, [16.5, 19.0, 19.0, 19.5]),
    (0, [24.5, 25.0, 28.0, 28.0]),
    (1, [26.0, 25.0, 29.0, 31.0]),
    (1, [21.5, 22.5, 23.0, 26.5]),
    (1, [23.0, 22.5, 24.0, 27.5]),
    (1, [25.5, 27.5, 26.5, 27.0]),
    (1, [20.0, 23.5, 22.5, 26.0]),
    (1, [24.5, 25.5, 27.0, 28.5]),
    (1, [22.0, 22.0, 24.5, 26.5]),
    (1, [24.0, 21.5, 24.5, 25.5]),
    (1, [23.0, 20.5, 31.0, 26.0]),
    (1, [27.5, 28.0, 31.0, 31.5]),
    (1, [23.0, 23.0, 23.5, 25.0]),
    (1, [21.5, 23.5, 24.0, 28.0]),
    (1, [17.0, 24.5, 26.0, 29.5]),
    (1, [22.5, 25.5, 25.5, 26.0]),
    (1, [23.0, 24.5, 26.0, 30.0]),
    (1, [22.0, 21.5, 23.5, 25.0]),
];

/// Growth with some children who are not seen again after so many visits, by place in [`GROWTH`].
fn growth(leaves: &[(usize, usize)]) -> Repeated {
    let mut data = Repeated::new(2, 4);
    for (child, (sex, seen)) in GROWTH.iter().enumerate() {
        let left = leaves.iter().find(|(who, _)| *who == child);
        data.add(*sex, &seen[..left.map_or(4, |(_, visits)| *visits)]);
    }
    data
}

fn close(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() < within,
        "{found} is not {expected}"
    );
}

#[test]
fn where_nobody_is_missing_it_is_the_t_test_of_the_last_visit() {
    let data = growth(&[]);
    let fit = data.fit().unwrap();
    // Means of 14 years, and their pooled variance over 25 degrees of freedom, worked out by hand.
    let last = |sex: usize| {
        let of = GROWTH
            .iter()
            .filter(|child| child.0 == sex)
            .map(|child| child.1[3]);
        of.collect::<Vec<f64>>()
    };
    let (girls, boys) = (last(0), last(1));
    let middle = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let squares = |of: &[f64]| of.iter().map(|v| (v - middle(of)).powi(2)).sum::<f64>();
    let pooled = (squares(&girls) + squares(&boys)) / 25.0;
    // The fit settles to 1e-9 of its scale, and each step removes all but 2 of 27 of what is left.
    close(fit.covariance[3][3], pooled, 1e-7);
    close(fit.means[0], middle(&girls), 1e-9);
    close(fit.means[1], middle(&boys), 1e-9);
    close(fit.variances[0], pooled / 11.0, 1e-8);
    assert_eq!(fit.degrees_of_freedom, 25.0);
    let reading = data.reading(&[-1.0, 1.0]).unwrap();
    close(reading.estimate, middle(&boys) - middle(&girls), 1e-9);
    let error = (pooled * (1.0 / 11.0 + 1.0 / 16.0)).sqrt();
    close(
        reading.high - reading.estimate,
        student_975(25.0) * error,
        1e-7,
    );
}

/// By `gls` of the package nlme 3.1-162 in R 4.2.2: `distance ~ 0 + Sex:visit`, `corSymm(form = ~ visit | Subject)`,
/// `varIdent(form = ~ 1 | visit)`, REML.
#[test]
fn with_children_who_left_it_is_the_fit_of_nlme() {
    let whole = growth(&[]).fit().unwrap();
    // Six digits are printed, and its optimiser stops at some 1e-6 of the covariance.
    close(whole.variances[0], 0.453249, 1e-5);
    close(whole.variances[1], 0.311609, 1e-5);
    close(whole.covariance[2][3], 4.130738, 1e-4);

    // Girls 2 and 7 are seen twice and three times, boys 3, 6, 10 and 13 once, twice, three times and once.
    let left = growth(&[(1, 2), (6, 3), (13, 1), (16, 2), (20, 3), (23, 1)]);
    let fit = left.fit().unwrap();
    close(fit.means[0], 23.803298, 1e-4);
    close(fit.means[1], 27.013350, 1e-4);
    close(fit.variances[0], 0.610366, 1e-4);
    close(fit.variances[1], 0.438939, 1e-4);
    let expected = [
        [5.415441, 3.951432, 5.459312, 4.500277],
        [3.951432, 5.055278, 3.946038, 4.351440],
        [5.459312, 3.946038, 8.233211, 5.521349],
        [4.500277, 4.351440, 5.521349, 6.305552],
    ];
    for (found, expected) in fit
        .covariance
        .iter()
        .flatten()
        .zip(expected.iter().flatten())
    {
        close(*found, *expected, 1e-3);
    }
    // Twenty-one children are seen at 14 years.
    assert_eq!(fit.degrees_of_freedom, 19.0);
}

#[test]
fn what_cannot_be_estimated_is_no_reading() {
    // Everyone of an arm leaves; too few stay for a covariance of four visits; nothing varies.
    let girls: Vec<(usize, usize)> = (0..11).map(|child| (child, 3)).collect();
    assert!(growth(&girls).reading(&[-1.0, 1.0]).is_none());
    let most: Vec<(usize, usize)> = (0..27).filter(|n| n % 7 > 0).map(|n| (n, 2)).collect();
    assert!(growth(&most).reading(&[-1.0, 1.0]).is_none());
    let mut flat = Repeated::new(2, 2);
    (0..20).for_each(|person| flat.add(person % 2, &[1.0, 2.0]));
    assert!(flat.reading(&[-1.0, 1.0]).is_none());
    assert!(Repeated::new(2, 4).reading(&[-1.0, 1.0]).is_none());
    // A person without any rating says nothing, and moves no bit.
    let (before, mut data) = (growth(&[(1, 2)]).fit(), growth(&[(1, 2)]));
    data.add(1, &[]);
    data.add(0, &[f64::NAN, 3.0]);
    assert_eq!(data.fit(), before);
}

#[test]
fn who_leaves_because_of_a_bad_rating_biases_the_last_rating_and_not_the_model() {
    use crate::random::{Draws, Purpose};
    // Both arms fall by 10 a visit and do not differ at the end; in the first, who is not better at visit 2 by 18 leaves then.
    let mut draws = Draws::of(5);
    let people = 4000;
    let mut data = Repeated::new(2, 4);
    let mut carried = [0.0; 2];
    for person in 0..people {
        let arm = person % 2;
        let mut noise = |visit: u64| draws.normal(Purpose::new("leaver"), person as u64, visit);
        let own = 6.0 * noise(9);
        let changes: Row = core::array::from_fn(|visit| {
            -10.0 * (visit as f64 + 1.0) + own + 4.0 * noise(visit as u64)
        });
        let stays = if arm == 0 && changes[1] > -18.0 { 2 } else { 4 };
        data.add(arm, &changes[..stays]);
        carried[arm] += changes[stays - 1] / (people / 2) as f64;
    }
    let reading = data.reading(&[-1.0, 1.0]).unwrap();
    // Standard error: spread 7.2, 2000 in each arm, a third of one not seen: 0.27. Four of them.
    assert!(reading.estimate.abs() < 1.1, "{reading:?}");
    assert!(reading.low < 0.0 && 0.0 < reading.high, "{reading:?}");
    // A third of the first arm keeps a rating some 20 points too high: far beyond any noise.
    assert!(carried[1] - carried[0] < -5.0, "{carried:?}");
}
