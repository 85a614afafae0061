//! What cannot be followed, and that everything that can be followed can be drawn.

use super::*;

#[test]
fn what_cannot_be_followed_is_refused() {
    let spikes = trains(&[1.0], &[2.0]);
    let pair = synapse(SynapseRule::Pair(PAIR));
    let refused = |synapse: &Synapse, settings: Settings, bdnf: f64| {
        follow(synapse, bdnf, &spikes, &settings, &|| true).unwrap_err()
    };
    let until = Settings {
        until: Some(1.5),
        ..Settings::default()
    };
    assert_eq!(refused(&pair, until, 1.0), NotFollowed::EndsEarly(2.0));
    for every in [0.0, -1.0, f64::NAN, 1e-9] {
        let every = Settings {
            every: Some(every),
            ..Settings::default()
        };
        assert!(matches!(refused(&pair, every, 1.0), NotFollowed::Looks(_)));
    }
    for bdnf in [-1.0, f64::NAN] {
        let refused = refused(&pair, Settings::default(), bdnf);
        assert!(matches!(refused, NotFollowed::Bdnf(_)));
    }
    let silent = synapse(SynapseRule::TagCapture(TagCapture {
        tetanus: None,
        ..CAPTURE
    }));
    assert_eq!(
        refused(&silent, Settings::default(), 1.0),
        NotFollowed::NoTetanus
    );
    for rule in [
        SynapseRule::Pair(PAIR),
        SynapseRule::Calcium(CORTEX),
        SynapseRule::ShortTerm(DEPRESSING),
        SynapseRule::TagCapture(CAPTURE),
    ] {
        let stopped = follow(&synapse(rule), 1.0, &spikes, &Settings::default(), &|| {
            false
        });
        assert_eq!(stopped, Err(NotFollowed::Stopped));
    }
}

#[test]
fn every_rule_has_its_pictures() {
    let spikes = irregular();
    let rules = [
        ("pair", SynapseRule::Pair(PAIR)),
        ("triplet", SynapseRule::Triplet(TRIPLET)),
        ("sliding", SynapseRule::SlidingTriplet(SLIDING)),
        ("calcium", SynapseRule::Calcium(CORTEX)),
        ("release", SynapseRule::ShortTerm(DEPRESSING)),
        ("capture", SynapseRule::TagCapture(CAPTURE)),
    ];
    let synapses: Vec<Synapse> = rules
        .into_iter()
        .map(|(name, rule)| Synapse {
            name: name.into(),
            ..synapse(rule)
        })
        .collect();
    let settings = Settings {
        simulated_synapses: 5,
        ..Settings::default()
    };
    let followed: Vec<Followed> = synapses
        .iter()
        .map(|synapse| follow(synapse, 1.0, &spikes, &settings, &|| true).unwrap())
        .collect();
    let drawn = experiment("spikes", &spikes, &synapses, &followed, &|| true).unwrap();
    let names: Vec<&str> = drawn
        .panels
        .iter()
        .map(|panel| panel.name.as_str())
        .collect();
    let expected = [
        "spikes",
        "weight",
        "response",
        "phases",
        "traces-pair",
        "traces-triplet",
        "traces-sliding",
        "efficacy-calcium",
        "calcium-calcium",
        "resources-release",
    ];
    assert_eq!(names, expected);
    let curves = drawn.panels.iter().flat_map(|panel| &panel.curves);
    for curve in curves {
        assert!(!curve.points.is_empty() && curve.points.len() <= 1501);
        assert!(
            curve
                .points
                .iter()
                .all(|p| p.x.is_finite() && p.y.is_finite())
        );
    }
    let stopped = experiment("spikes", &spikes, &synapses, &followed, &|| false);
    assert_eq!(stopped, Err(NotFollowed::Stopped));
}
