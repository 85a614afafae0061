//! Shapes of the numbers of rules that pairs and triplets of spikes drive.

use super::synapse::{RATE, STATED_AMPLITUDE, STATED_TIME_CONSTANT};
use crate::spec::shape::{Field, Range, Shape, Table};

const PAIRINGS: &[(&str, &str)] = &[
    ("all-to-all", "every spike with every other"),
    ("nearest-spike", "only the nearest spike on the other side"),
];

const WEIGHT_DEPENDENCES: &[(&str, &str)] = &[
    (
        "additive",
        "a change does not depend on the weight, which stops at its bounds",
    ),
    (
        "multiplicative",
        "potentiation scales with the distance to the upper bound, depression with the weight",
    ),
];

const PAIRING: Field = Field::required("pairing", Shape::Choice(PAIRINGS), "which spikes count");
const POTENTIATION_TIME: Field = Field::required(
    "potentiation_time_constant",
    STATED_TIME_CONSTANT,
    "tau+: how long a presynaptic spike is remembered by a postsynaptic one",
);
const DEPRESSION_TIME: Field = Field::required(
    "depression_time_constant",
    STATED_TIME_CONSTANT,
    "tau-: how long a postsynaptic spike is remembered by a presynaptic one",
);

pub(crate) static PAIR: Table = Table {
    name: "pair",
    doc: "numbers of the pair rule: dw = A+ exp(-lag / tau+) for a lag above zero, -A- exp(lag / tau-) below",
    fields: &[
        Field::required(
            "potentiation",
            STATED_AMPLITUDE,
            "A+: change by a pair without a lag, presynaptic spike first, as a share of the initial weight",
        ),
        Field::required(
            "depression",
            STATED_AMPLITUDE,
            "A-: decrease by a pair without a lag, postsynaptic spike first",
        ),
        POTENTIATION_TIME,
        DEPRESSION_TIME,
        PAIRING,
        Field::required(
            "weight_dependence",
            Shape::Choice(WEIGHT_DEPENDENCES),
            "how a change depends on the weight",
        ),
    ],
    cases: None,
};

pub(crate) static TRIPLET: Table = Table {
    name: "triplet",
    doc: "numbers of the triplet rule",
    fields: &[
        Field::required(
            "pair_potentiation",
            STATED_AMPLITUDE,
            "A2+: potentiation by a pair",
        ),
        Field::required(
            "triplet_potentiation",
            STATED_AMPLITUDE,
            "A3+: potentiation by a triplet post-pre-post",
        ),
        Field::required(
            "pair_depression",
            STATED_AMPLITUDE,
            "A2-: depression by a pair",
        ),
        Field::required(
            "triplet_depression",
            STATED_AMPLITUDE,
            "A3-: depression by a triplet pre-post-pre",
        ),
        POTENTIATION_TIME,
        DEPRESSION_TIME,
        Field::optional(
            "presynaptic_time_constant",
            STATED_TIME_CONSTANT,
            "tau_x: how long a presynaptic spike is remembered by the next one; needed where triplet_depression is not zero",
        ),
        Field::optional(
            "postsynaptic_time_constant",
            STATED_TIME_CONSTANT,
            "tau_y: how long a postsynaptic spike is remembered by the next one; needed where triplet_potentiation is not zero",
        ),
        PAIRING,
    ],
    cases: None,
};

pub(crate) static SLIDING: Table = Table {
    name: "sliding",
    doc: "depression is multiplied by <rate^power> / target_rate^power",
    fields: &[
        Field::required(
            "target_rate",
            Shape::Stated(&RATE),
            "postsynaptic rate at which depression is that of the triplet rule",
        ),
        Field::required(
            "threshold_time_constant",
            STATED_TIME_CONSTANT,
            "how slowly the average of the rate moves",
        ),
        Field::required(
            "power",
            Shape::Stated(&POWER),
            "power of the rate; above 1, or the threshold moves more slowly than the rate",
        ),
    ],
    cases: None,
};

const POWER: Shape = Shape::Number(Range {
    above_least: true,
    ..Range::new(1.0, 10.0)
});
