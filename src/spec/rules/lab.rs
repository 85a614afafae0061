//! What must fit together in the files of the lab.

use super::{contradiction, quantity, twice};
use crate::plasticity::spikes::SAME_TIME;
use crate::spec::diagnostics::{Diagnostic, Mistake, list};
use crate::spec::document::{Node, Value};
use crate::spec::trail::subject;
use crate::units::{Dimension, Quantity};

/// Shortest lag but zero, in seconds: ten times the time within which two spikes are at one time.
const SHORTEST_LAG: f64 = 10.0 * SAME_TIME;
/// By so many mV at least a membrane falls after a spike.
const LEAST_FALL: f64 = 1.0;

/// Which rules answer to which kind of protocol.
const FITS: [(&str, &[&str]); 9] = [
    ("timing-window", SPIKING),
    ("pairing-frequency", SPIKING),
    ("spike-patterns", SPIKING),
    ("stimulation", SPIKING),
    ("tag-and-capture", &["tag-and-capture"]),
    ("poisson-pairing", &["pair", "triplet", "sliding-triplet"]),
    ("competition", &["pair"]),
    ("rewarded-pairing", &["pair"]),
    ("short-term-train", &["short-term"]),
];

/// Rules that spikes on both sides drive.
const SPIKING: &[&str] = &["pair", "triplet", "sliding-triplet", "calcium"];

/// Rules that answer to a kind of protocol; none where the kind is not known.
pub(crate) fn rules_for(kind: &str) -> &'static [&'static str] {
    let known = FITS.iter().find(|(known, _)| *known == kind);
    known.map_or(&[], |(_, rules)| rules)
}

/// Mistakes within a synapse file.
pub(crate) fn synapse(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(triplet) = root.get("triplet") {
        let needs = [
            ("triplet_depression", "presynaptic_time_constant"),
            ("triplet_potentiation", "postsynaptic_time_constant"),
        ];
        for (amplitude, time) in needs {
            let Some(entry) = triplet.entry(amplitude) else {
                continue;
            };
            let acts = entry.node.number().is_some_and(|number| number > 0.0);
            if acts && triplet.get(time).is_none() {
                let message = format!("{amplitude} acts, and triplet.{time} is not given");
                found.push(
                    contradiction(&entry.key, message)
                        .allowed(format!("{time} wherever {amplitude} is not zero"))
                        .next(format!("add the key {time:?}, or set {amplitude} to 0.0")),
                );
            }
        }
    }
    if let Some(calcium) = root.get("calcium") {
        let threshold = |key: &str| calcium.get(key).and_then(Node::number);
        if let (Some(lower), Some(upper), Some(entry)) = (
            threshold("depression_threshold"),
            threshold("potentiation_threshold"),
            calcium.entry("potentiation_threshold"),
        ) && upper < lower
        {
            let message = format!(
                "calcium.potentiation_threshold is {upper}, below the threshold of depression, {lower}"
            );
            found.push(
                contradiction(&entry.node.place, message)
                    .allowed("a threshold of potentiation at or above that of depression")
                    .next("exchange the two, or raise this one"),
            );
        }
    }
    found
}

/// Mistakes within a protocol file.
pub(crate) fn protocol(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (key, dimension) in [
        ("lags", Dimension::ShortTime),
        ("rates", Dimension::Frequency),
        ("postsynaptic_rates", Dimension::Frequency),
        ("delays", Dimension::ShortTime),
        ("recovery", Dimension::ShortTime),
    ] {
        let is_history = key == "rates" && text(root, "kind") == Some("competition");
        // The rates of a competition follow each other in time, up or down.
        if !is_history {
            found.extend(not_rising(root, key, key, dimension));
        }
    }
    for (index, pattern) in root.list("patterns").iter().enumerate() {
        found.extend(of_pattern(pattern, index));
    }
    found.extend(pattern_without_end(root));
    found.extend(bursts_of_pairs(root));
    found.extend(random_lags(root));
    found.extend(short_lags(root));
    for train in root.list("trains") {
        found.extend(of_train(train));
    }
    for experiment in root.list("experiments") {
        for key in ["synthesis_block", "bdnf_block", "bdnf_added"] {
            found.extend(experiment.get(key).and_then(|span| backward(span, key)));
        }
        found.extend(stimuli_after_the_end(root, experiment));
    }
    found.extend(groups(root));
    found.extend(reset_at_threshold(root));
    found.extend(twice(root, "synapses"));
    found.extend(twice(root, "evidence"));
    found
}

/// A neuron that would fire again as soon as it has fired, in mV.
fn reset_at_threshold(root: &Node) -> Option<Diagnostic> {
    let neuron = root.get("neuron")?;
    let potential = |key: &str| {
        let node = neuron.get(key)?;
        let said = node.get("value").unwrap_or(node).text()?;
        Some(Quantity::parse_as(said, Dimension::Potential).ok()?.value)
    };
    let (reset, threshold) = (potential("reset")?, potential("threshold")?);
    let entry = neuron.entry("reset")?;
    if reset <= threshold - LEAST_FALL {
        return None;
    }
    let message = format!(
        "neuron.reset is {reset} mV and neuron.threshold {threshold} mV: it would fire again as soon as it has fired"
    );
    Some(
        contradiction(&entry.node.place, message)
            .allowed(format!(
                "a reset at least {LEAST_FALL} mV below the threshold"
            ))
            .next("lower the reset, or raise the threshold"),
    )
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::text)
}

/// The first item of a list that does not lie above the one before it.
fn not_rising(node: &Node, key: &str, trail: &str, dimension: Dimension) -> Option<Diagnostic> {
    let mut before = f64::NEG_INFINITY;
    for (index, item) in node.list(key).iter().enumerate() {
        let value = Quantity::parse_as(item.text()?, dimension).ok()?.value;
        if value <= before {
            let said = item.text().unwrap_or_default();
            let what = subject(&format!("{trail}[{index}]"));
            let message =
                format!("{what} is {said:?}, which does not come after the one before it");
            return Some(
                contradiction(&item.place, message)
                    .allowed("a list that rises, each item once")
                    .next("sort the list, and remove what stands there twice"),
            );
        }
        before = value;
    }
    None
}

fn of_pattern(pattern: &Node, index: usize) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for side in ["presynaptic", "postsynaptic"] {
        let trail = format!("patterns[{index}].{side}");
        found.extend(not_rising(pattern, side, &trail, Dimension::ShortTime));
    }
    let is_empty = |side: &str| pattern.get(side).is_some() && pattern.list(side).is_empty();
    if is_empty("presynaptic") && is_empty("postsynaptic") {
        found.push(
            contradiction(&pattern.place, "the pattern has no spike on either side")
                .allowed("a pattern with at least one spike")
                .next("add a spike, or remove the pattern"),
        );
    }
    found
}

/// The first spike that comes after the pattern has begun anew.
fn pattern_without_end(root: &Node) -> Option<Diagnostic> {
    let period = 1.0 / quantity(root, "rate", Dimension::Frequency)?;
    let patterns = root.list("patterns").iter().enumerate();
    let sides = patterns.flat_map(|(index, pattern)| {
        ["presynaptic", "postsynaptic"].map(|side| (index, side, pattern.list(side)))
    });
    let mut spikes =
        sides.flat_map(|(index, side, items)| items.iter().map(move |item| (index, side, item)));
    spikes.find_map(|(index, side, item)| {
        let time = Quantity::parse_as(item.text()?, Dimension::ShortTime)
            .ok()?
            .value;
        (time >= period).then(|| {
            let what = subject(&format!("patterns[{index}].{side}"));
            let message = format!(
                "{what} has a spike at {time} s, and the pattern is repeated after {period} s"
            );
            contradiction(&item.place, message)
                .allowed("patterns that end before they are repeated")
                .next("lower `rate`, or move the spike")
        })
    })
}

/// Bursts that do not end before the next one begins, at the rate from which on there are bursts.
fn bursts_of_pairs(root: &Node) -> Option<Diagnostic> {
    let bursts = root.get("pair_bursts")?;
    let Some(Value::Integer(pairs)) = bursts.get("pairs").map(|node| &node.value) else {
        return None;
    };
    let from = quantity(bursts, "from", Dimension::Frequency)?;
    let interval = quantity(bursts, "interval", Dimension::ShortTime)?;
    let length = (*pairs - 1) as f64 / from;
    (length >= interval).then(|| {
        let message = format!(
            "{pairs} pairs at {from} Hz take {length} s, and the next burst begins after {interval} s"
        );
        contradiction(&bursts.get("interval").unwrap_or(bursts).place, message)
            .allowed("bursts that end before the next one begins")
            .next("lengthen `interval`, raise `from`, or take fewer pairs")
    })
}

fn random_lags(root: &Node) -> Option<Diagnostic> {
    let lags = root.get("random_lags")?;
    let from = quantity(lags, "from", Dimension::ShortTime)?;
    let to = quantity(lags, "to", Dimension::ShortTime)?;
    (to <= from).then(|| {
        let message = format!("random_lags go from {from} s to {to} s, which is not later");
        contradiction(&lags.get("to").unwrap_or(lags).place, message)
            .allowed("a longest lag above the shortest")
            .next("exchange `from` and `to`")
    })
}

/// The first lag that is neither zero nor long enough to be told from it.
fn short_lags(root: &Node) -> Option<Diagnostic> {
    let items = root.list("lags").iter().chain(root.get("lag"));
    items
        .filter_map(|item| {
            let said = item.text()?;
            let lag = Quantity::parse_as(said, Dimension::ShortTime).ok()?.value;
            (lag != 0.0 && lag.abs() < SHORTEST_LAG).then(|| {
                let message = format!("the lag {said:?} is too short to be told from 0 ms");
                contradiction(&item.place, message)
                    .allowed("0 ms, or 0.00001 ms or more either way")
                    .next("write 0 ms, or a longer lag")
            })
        })
        .next()
}

fn of_train(train: &Node) -> Option<Diagnostic> {
    let whole = |key: &str| match train.get(key).map(|node| &node.value) {
        Some(Value::Integer(whole)) => Some(*whole),
        _ => None,
    };
    let bursts = whole("bursts").unwrap_or(1);
    let entry = train.entry("bursts");
    let interval = quantity(train, "interval", Dimension::ShortTime);
    if let (true, Some(entry), false) = (bursts > 1, entry, train.get("interval").is_some()) {
        return Some(
            contradiction(
                &entry.key,
                "there are several bursts, and no time between them",
            )
            .allowed("interval wherever bursts is above 1")
            .next("add the key \"interval\""),
        );
    }
    let length = whole("pulses")? as f64 / quantity(train, "rate", Dimension::Frequency)?;
    if bursts > 1 && length > interval? {
        let message = format!(
            "a burst takes {length} s, and the next one begins after {} s",
            interval?
        );
        return Some(
            contradiction(&train.get("interval")?.place, message)
                .allowed("bursts that end before the next one begins")
                .next("lengthen `interval`, or shorten the burst"),
        );
    }
    None
}

fn backward(span: &Node, key: &str) -> Option<Diagnostic> {
    let from = quantity(span, "from", Dimension::ShortTime)?;
    let to = quantity(span, "to", Dimension::ShortTime)?;
    (to <= from).then(|| {
        let message = format!("{key} ends at {to} s, not after its beginning at {from} s");
        contradiction(&span.get("to").unwrap_or(span).place, message)
            .allowed("an end after the beginning")
            .next("exchange `from` and `to`, or move one of them")
    })
}

fn stimuli_after_the_end(root: &Node, experiment: &Node) -> Vec<Diagnostic> {
    let Some(end) = quantity(root, "duration", Dimension::ShortTime) else {
        return Vec::new();
    };
    let late = experiment.list("stimuli").iter().filter_map(|stimulus| {
        let at = quantity(stimulus, "at", Dimension::ShortTime)?;
        (at >= end).then(|| {
            let message =
                format!("the stimulus is given at {at} s, and the protocol ends at {end} s");
            contradiction(&stimulus.get("at").unwrap_or(stimulus).place, message)
                .allowed("stimuli before the end")
                .next("lengthen `duration`, or move the stimulus")
        })
    });
    late.collect()
}

/// Groups that hold more inputs than there are.
fn groups(root: &Node) -> Option<Diagnostic> {
    let shares = root.list("groups").iter();
    let sum: f64 = shares
        .filter_map(|group| group.get("share").and_then(Node::number))
        .sum();
    // Shares are written in decimals: a sum such as 0.1 + 0.2 + 0.7 is off by rounding only.
    (sum > 1.0 + 1e-9).then(|| {
        let place = &root.get("groups").unwrap_or(root).place;
        contradiction(place, format!("the groups hold {sum} of the inputs"))
            .allowed("shares that sum to 1 or less")
            .next("lower a share")
    })
}

/// Synapses of a protocol whose rule has nothing to say to it; `rule_of` reads the rule of a synapse.
pub(crate) fn misfits(root: &Node, rule_of: impl Fn(&str) -> Option<String>) -> Vec<Diagnostic> {
    let Some(kind) = text(root, "kind") else {
        return Vec::new();
    };
    let rules = rules_for(kind);
    let misfits = root.list("synapses").iter().filter_map(|item| {
        let name = item.text()?;
        let rule = rule_of(name)?;
        if rules.is_empty() || rules.contains(&rule.as_str()) {
            return None;
        }
        let message = format!(
            "the synapse {name:?} has the rule {rule:?}, which does not answer to a protocol of kind {kind:?}"
        );
        Some(
            Diagnostic::at(&item.place, Mistake::Contradiction, message)
                .allowed(format!("synapses with the rule {}", list(rules.iter().copied())))
                .next("name another synapse, or change `kind`"),
        )
    });
    misfits.collect()
}
