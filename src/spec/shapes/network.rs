//! Shapes of populations, inhibition, projections, gates and the night.

use super::{GRADE, MEANING, NOT_NEGATIVE, NOTE, NUMBER, POSITIVE, SHARE, SOURCE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};
use crate::units::Dimension;

pub(crate) static POPULATION: Table = Table {
    name: "population",
    doc: "a group of rate units",
    fields: &[
        Field::required(
            "size",
            Shape::Integer(Range::new(1.0, 4096.0)),
            "number of units",
        ),
        Field::optional(
            "patterns",
            Shape::Integer(Range::new(1.0, 4096.0)),
            "number of equal blocks the units are divided into (1)",
        ),
        Field::optional(
            "clamped",
            Shape::Boolean,
            "true when its activity is set by what happens and does not settle (false)",
        ),
        Field::optional(
            "code",
            Shape::Choice(CODES),
            "how it shows a pattern, when clamped (blocks)",
        ),
        Field::optional(
            "names",
            Shape::List(&Shape::Text, 1),
            "names of the patterns, instead of their number (they have none)",
        ),
        Field::optional(
            "places",
            Shape::Values(Names::OwnPattern, &NUMBER),
            "names of the patterns, with their places on the ring, in units",
        ),
        Field::optional("width", POSITIVE, "width of the bump, in units"),
        Field::optional(
            "active",
            Shape::Integer(Range::new(1.0, 4096.0)),
            "number of active units",
        ),
        Field::optional(
            "time_constant",
            Shape::Quantity(Dimension::Time, Range::POSITIVE),
            "how long a pattern stays like itself",
        ),
        Field::optional(
            "threshold",
            NUMBER,
            "drive at which a unit reaches half of its full rate; needed unless clamped",
        ),
        Field::optional(
            "threshold_spread",
            NOT_NEGATIVE,
            "how far thresholds spread evenly around their mean (0)",
        ),
        Field::optional("region", Shape::Text, "region of the brain it stands for"),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: Some(Cases {
        key: "code",
        default: Some("blocks"),
        cases: &[
            Case {
                value: "blocks",
                needs: &[],
                may: &["patterns", "names"],
            },
            Case {
                value: "bump",
                needs: &["places", "width"],
                may: &[],
            },
            Case {
                value: "random",
                needs: &["active"],
                may: &["patterns", "names"],
            },
            Case {
                value: "drift",
                needs: &["active", "time_constant"],
                may: &[],
            },
        ],
    }),
};

const CODES: &[(&str, &str)] = &[
    ("blocks", "each pattern is a block of units"),
    (
        "bump",
        "each pattern is a bump on a ring of units: exp(-(distance / width)^2 / 2), neighbours are alike",
    ),
    (
        "random",
        "each pattern is a set of active units, drawn for each person; two patterns overlap by chance",
    ),
    (
        "drift",
        "one pattern that changes from day to day: the active units are the highest in a random walk with return",
    ),
];

const POPULATION_NAME: Shape = Shape::Name(Names::Population);
const SIGNAL_NAME: Shape = Shape::Name(Names::Readable);

pub(crate) static INHIBITION: Table = Table {
    name: "inhibition",
    doc: "a pool of shared inhibition: x -= strength * mean rate of the members",
    fields: &[
        Field::required(
            "members",
            Shape::List(&POPULATION_NAME, 1),
            "populations that share the pool",
        ),
        Field::required("strength", NOT_NEGATIVE, "inhibition at a mean rate of 1"),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

const CONNECT: &[(&str, &str)] = &[
    ("all", "every sender with every receiver"),
    (
        "matched",
        "pattern k of the sender with pattern k of the receiver",
    ),
];
const RULES: &[(&str, &str)] = &[
    (
        "bounded_hebb",
        "Hebbian growth toward one bound, depression toward the other",
    ),
    (
        "covariance",
        "product of the deviations of sender and receiver from their means",
    ),
    (
        "oja",
        "Hebbian growth with the decay that keeps the weight vector's length",
    ),
    (
        "bcm",
        "Hebbian growth above a sliding threshold, depression below it",
    ),
    (
        "three_factor",
        "eligibility times a third signal, such as a reward prediction error",
    ),
];
const BOUNDS: &[(&str, &str)] = &[
    ("upper", "the upper bound: excitatory synapses"),
    ("lower", "the lower bound: inhibitory synapses"),
];

pub(crate) static PROJECTION: Table = Table {
    name: "projection",
    doc: "weights from one population to another; a weight is the drive that a fully active sender gives",
    fields: &[
        Field::required("from", POPULATION_NAME, "population that sends"),
        Field::required("to", POPULATION_NAME, "population that receives"),
        Field::optional(
            "connect",
            Shape::Choice(CONNECT),
            "which units are joined (all)",
        ),
        Field::required("initial", NUMBER, "weight at birth"),
        Field::optional(
            "lower",
            NUMBER,
            "lower bound of a plastic weight; needed by a rule",
        ),
        Field::optional(
            "upper",
            NUMBER,
            "upper bound of a plastic weight; needed by a rule",
        ),
        Field::optional(
            "rule",
            Shape::Choice(RULES),
            "rule by which it learns (none: its weights are fixed)",
        ),
        Field::optional(
            "learning_rate",
            NOT_NEGATIVE,
            "step of learning per episode; needed by a rule",
        ),
        Field::optional(
            "depression_post",
            NOT_NEGATIVE,
            "depression where the receiver was active without its sender (0)",
        ),
        Field::optional(
            "depression_pre",
            NOT_NEGATIVE,
            "depression where the sender was active without its receiver (0)",
        ),
        Field::optional(
            "threshold_episodes",
            POSITIVE,
            "time constant of the sliding threshold of a BCM rule, in episodes (100)",
        ),
        Field::optional(
            "target_rate",
            Shape::Stated(&Shape::Number(Range::POSITIVE_SHARE)),
            "scale of the sliding threshold of a BCM rule, as a share of the full rate: theta follows the mean of rate^2 / target_rate; needed by that rule",
        ),
        Field::optional(
            "potentiates",
            Shape::Choice(BOUNDS),
            "bound toward which potentiation goes (upper)",
        ),
        Field::optional(
            "trace",
            Shape::Boolean,
            "true when `pre` is the mean rate over the settling steps (false)",
        ),
        Field::optional(
            "structural",
            Shape::Boolean,
            "true when its synapses can be pruned and grow anew (false)",
        ),
        Field::optional(
            "third_factor",
            SIGNAL_NAME,
            "signal that a three-factor rule multiplies; needed by that rule",
        ),
        Field::optional(
            "transfer",
            SHARE,
            "share of early change that becomes late in one night (that of [night])",
        ),
        Field::optional(
            "turnover",
            Shape::Quantity(Dimension::Time, Range::POSITIVE),
            "time constant with which late weights return to their initial value (that of [night])",
        ),
        Field::optional(
            "consolidation",
            Shape::List(&SIGNAL_NAME, 0),
            "signals that multiply what becomes late in a night ([night.consolidation])",
        ),
        Field::optional(
            "ltp",
            Shape::List(&SIGNAL_NAME, 0),
            "signals that multiply potentiation (those of [gates])",
        ),
        Field::optional(
            "ltd",
            Shape::List(&SIGNAL_NAME, 0),
            "signals that multiply depression (those of [gates])",
        ),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static GATES: Table = Table {
    name: "gates",
    doc: "signals that multiply learning of every plastic projection without gates of its own",
    fields: &[
        Field::optional(
            "ltp",
            Shape::List(&SIGNAL_NAME, 0),
            "signals whose product multiplies potentiation (none: 1)",
        ),
        Field::optional(
            "ltd",
            Shape::List(&SIGNAL_NAME, 0),
            "signals whose product multiplies depression (none: 1)",
        ),
    ],
    cases: None,
};

const TIME_CONSTANT: Shape = Shape::Stated(&Shape::Quantity(Dimension::Time, Range::POSITIVE));
const CHANCE: Shape = Shape::Stated(&Shape::Quantity(Dimension::Rate, Range::NOT_NEGATIVE));
const STATED_SHARE: Shape = Shape::Stated(&SHARE);

pub(crate) static NIGHT: Table = Table {
    name: "night",
    doc: "late += q * early - (late - initial) / turnover; early *= (1 - q) * exp(-1 day / early_decay); \
          q = transfer * night.consolidation",
    fields: &[
        Field::required(
            "transfer",
            STATED_SHARE,
            "share of early change that becomes late in one night",
        ),
        Field::required(
            "early_decay",
            TIME_CONSTANT,
            "time constant with which early change fades",
        ),
        Field::optional(
            "turnover",
            TIME_CONSTANT,
            "time constant with which late weights return to their initial value (never)",
        ),
        Field::optional(
            "homeostasis",
            TIME_CONSTANT,
            "time constant with which a unit's summed input returns to its initial value (never)",
        ),
        Field::optional(
            "prune_below",
            STATED_SHARE,
            "share of a weight's range below which a synapse counts as quiet (0)",
        ),
        Field::optional(
            "quiet_for",
            TIME_CONSTANT,
            "how long a synapse must stay quiet before it may be pruned (255 weeks)",
        ),
        Field::optional(
            "pruning",
            CHANCE,
            "chance with which a quiet synapse is pruned (0)",
        ),
        Field::optional(
            "growth",
            CHANCE,
            "chance with which a missing synapse is tried between co-active units (0)",
        ),
        Field::optional(
            "newborn",
            STATED_SHARE,
            "share of the range at which a new synapse starts (0)",
        ),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};
