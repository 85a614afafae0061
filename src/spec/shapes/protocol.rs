//! Shape of a protocol file.

use super::neuron::{BURSTS, FLUCTUATION, NEURON};
use super::stimuli::{EXPERIMENT, GROUP, PAIR_BURSTS, PATTERN, RANDOM_LAGS, RESPONSE, TRAIN};
use super::synapse::{RATE, TIME_CONSTANT};
use super::{GRADE, SOURCE, TITLE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};
use crate::units::Dimension;

const KINDS: &[(&str, &str)] = &[
    ("timing-window", "pairs of one spike each, at many lags"),
    (
        "pairing-frequency",
        "pairs at a few lags, at many frequencies",
    ),
    (
        "spike-patterns",
        "short patterns of spikes on both sides, repeated",
    ),
    (
        "stimulation",
        "stimuli to the presynaptic fibres alone; the neuron answers",
    ),
    (
        "tag-and-capture",
        "weak and strong stimuli to pathways of one neuron, followed over hours",
    ),
    (
        "poisson-pairing",
        "independent random spikes on both sides, across rates",
    ),
    ("competition", "many random inputs compete on one neuron"),
    (
        "rewarded-pairing",
        "pairs that count only if a reward follows",
    ),
    (
        "short-term-train",
        "a regular train through a synapse that tires or is facilitated",
    ),
];

/// Within a second: no rule of the lab remembers a single spike for longer.
pub(super) const LAG: Shape = Shape::Quantity(Dimension::ShortTime, Range::new(-1.0, 1.0));
/// Up to a month, in which no protocol at a bench is still going on.
pub(super) const MOMENT: Shape =
    Shape::Quantity(Dimension::ShortTime, Range::new(0.0, 2_678_400.0));
pub(super) const LENGTH: Shape = Shape::Quantity(
    Dimension::ShortTime,
    Range {
        above_least: true,
        ..Range::new(0.0, 2_678_400.0)
    },
);
pub(super) const COUNT: Shape = Shape::Integer(Range::new(1.0, 100_000.0));
/// A synapse needs microseconds to milliseconds of work for each pulse; a million give an error of a thirtieth of a per cent.
const SIMULATED_SYNAPSES: Shape = Shape::Integer(Range::new(2.0, 1_000_000.0));
/// Levels of BDNF beyond this are no dial but another organism.
pub(super) const LEVEL: Shape = Shape::Number(Range::new(0.0, 10.0));
const SYNAPSE_NAME: Shape = Shape::Name(Names::Synapse);
const PUBLISHED_NAME: Shape = Shape::Name(Names::Published);
const PATTERN_SHAPE: Shape = Shape::Table(&PATTERN);
const TRAIN_SHAPE: Shape = Shape::Table(&TRAIN);
const EXPERIMENT_SHAPE: Shape = Shape::Table(&EXPERIMENT);
const GROUP_SHAPE: Shape = Shape::Table(&GROUP);

pub(crate) static PROTOCOL: Table = Table {
    name: "protocol",
    doc: "what is done to synapses at the bench",
    fields: &[
        TITLE,
        Field::required(
            "kind",
            Shape::Choice(KINDS),
            "what is done, and so which of the keys below it needs",
        ),
        Field::required(
            "shows",
            Shape::Text,
            "what one sees in it, in a sentence or two",
        ),
        Field::optional(
            "order",
            Shape::Integer(Range::new(0.0, 10_000.0)),
            "place in lists and on pages; those without one come last, by name",
        ),
        Field::required(
            "synapses",
            Shape::List(&SYNAPSE_NAME, 1),
            "synapses that it is done to, unless others are asked for",
        ),
        Field::optional(
            "bdnf",
            Shape::List(&LEVEL, 1),
            "levels of BDNF relative to normal, a curve each, unless others are asked for; absent: 1",
        ),
        Field::optional(
            "evidence",
            Shape::List(&PUBLISHED_NAME, 0),
            "published points that it is held against",
        ),
        SOURCE,
        GRADE,
        Field::optional(
            "lags",
            Shape::List(&LAG, 1),
            "times of the postsynaptic minus the presynaptic spike, rising; of two spikes at one time the presynaptic one goes first, so that a lag of 0 is the limit of short positive ones",
        ),
        Field::optional(
            "random_lags",
            Shape::Table(&RANDOM_LAGS),
            "one more curve: lags drawn for each pair",
        ),
        Field::optional(
            "pair_bursts",
            Shape::Table(&PAIR_BURSTS),
            "pairs in bursts; absent: one regular train",
        ),
        Field::optional(
            "simulated_synapses",
            SIMULATED_SYNAPSES,
            "synapses of a noisy rule, such as calcium, that are simulated from either state; absent: 1000",
        ),
        Field::optional(
            "lag",
            LAG,
            "time of the postsynaptic minus the presynaptic spike; of two spikes at one time the presynaptic one goes first",
        ),
        Field::optional("pairs", COUNT, "number of pairs"),
        Field::optional("rate", RATE, "pairs or repetitions per second"),
        Field::optional("rates", Shape::List(&RATE, 1), "rates, rising"),
        Field::optional("repeats", COUNT, "how often it is repeated"),
        Field::optional(
            "patterns",
            Shape::List(&PATTERN_SHAPE, 1),
            "patterns of spikes, one after the other on their axis",
        ),
        Field::optional(
            "trains",
            Shape::List(&TRAIN_SHAPE, 1),
            "stimuli to the presynaptic fibres",
        ),
        Field::optional(
            "response",
            Shape::Table(&RESPONSE),
            "how the neuron answers a stimulus",
        ),
        Field::optional(
            "experiments",
            Shape::List(&EXPERIMENT_SHAPE, 1),
            "experiments, each its own picture",
        ),
        Field::optional("duration", LENGTH, "how long it takes"),
        Field::optional("presynaptic_rate", RATE, "rate of the presynaptic side"),
        Field::optional(
            "postsynaptic_rates",
            Shape::List(&RATE, 1),
            "rates of the postsynaptic side, rising",
        ),
        Field::optional(
            "inputs",
            Shape::Integer(Range::new(1.0, 20_000.0)),
            "number of excitatory inputs",
        ),
        Field::optional(
            "groups",
            Shape::List(&GROUP_SHAPE, 0),
            "inputs that fire together; the rest is independent",
        ),
        Field::optional(
            "latency_spread",
            LAG_SPREAD,
            "spread of latencies among inputs of a common event; zero for none",
        ),
        Field::optional(
            "neuron",
            Shape::Table(&NEURON),
            "the neuron on which inputs compete; absent: that of Song, Miller and Abbott 2000",
        ),
        Field::optional(
            "fluctuation",
            Shape::Table(&FLUCTUATION),
            "how rates of groups fluctuate; absent: as in the same source",
        ),
        Field::optional(
            "bursts",
            Shape::Table(&BURSTS),
            "common events, where latencies differ; absent: 2 a second, 20 ms at 100 Hz",
        ),
        Field::optional(
            "delays",
            Shape::List(&MOMENT, 1),
            "delays from a pair to its reward, rising",
        ),
        Field::optional(
            "eligibility_time_constant",
            Shape::Stated(&TIME_CONSTANT),
            "how long a pair can still be rewarded",
        ),
        Field::optional(
            "rewards",
            Shape::List(&REWARD, 1),
            "rewards that are compared, such as 1, 0 and -1",
        ),
        Field::optional(
            "spikes",
            Shape::Integer(Range::new(1.0, 10_000.0)),
            "number of spikes of the train",
        ),
        Field::optional(
            "recovery",
            Shape::List(&LENGTH, 1),
            "times after the train at which recovery is probed, rising",
        ),
    ],
    cases: Some(Cases {
        key: "kind",
        default: None,
        cases: &[
            Case {
                value: "timing-window",
                needs: &["lags", "pairs", "rate"],
                may: &["pair_bursts", "simulated_synapses"],
            },
            Case {
                value: "pairing-frequency",
                needs: &["lags", "pairs", "rates"],
                may: &["pair_bursts", "random_lags", "simulated_synapses"],
            },
            Case {
                value: "spike-patterns",
                needs: &["patterns", "repeats", "rate"],
                may: &["simulated_synapses"],
            },
            Case {
                value: "stimulation",
                needs: &["trains", "response"],
                may: &["simulated_synapses"],
            },
            case("tag-and-capture", &["experiments", "duration"]),
            case(
                "poisson-pairing",
                &[
                    "presynaptic_rate",
                    "postsynaptic_rates",
                    "duration",
                    "repeats",
                ],
            ),
            Case {
                value: "competition",
                needs: &["inputs", "rates", "duration"],
                may: &[
                    "groups",
                    "latency_spread",
                    "neuron",
                    "fluctuation",
                    "bursts",
                ],
            },
            case(
                "rewarded-pairing",
                &[
                    "lag",
                    "pairs",
                    "rate",
                    "delays",
                    "eligibility_time_constant",
                    "rewards",
                ],
            ),
            case("short-term-train", &["rates", "spikes", "recovery"]),
        ],
    }),
};

pub(super) const LAG_SPREAD: Shape = Shape::Quantity(Dimension::ShortTime, Range::new(0.0, 1.0));
const REWARD: Shape = Shape::Number(Range::new(-100.0, 100.0));

const fn case(value: &'static str, needs: &'static [&'static str]) -> Case {
    Case {
        value,
        needs,
        may: &[],
    }
}
