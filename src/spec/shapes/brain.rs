//! Shape of a brain file.

use super::life::{ACTION, EXPERIENCE, LIFE, PROBE, READOUT, SEVERITY};
use super::network::{GATES, INHIBITION, NIGHT, POPULATION, PROJECTION};
use super::physiology::{COUPLING, FACTOR, INPUT, SIGNAL, TALLY, TRAIT};
use super::{GRADE, NOTE, POSITIVE, SHARE, SOURCE, TITLE};
use crate::spec::shape::{Field, Names, Range, Shape, Table};

const BORROWED: Shape = Shape::List(&Shape::Text, 1);

pub(crate) static BRAIN: Table = Table {
    name: "brain",
    doc: "circuits, slow physiology, how people differ, what can happen to them, what is observed",
    fields: &[
        TITLE,
        Field::required(
            "summary",
            Shape::Text,
            "what the brain is, in a few sentences",
        ),
        Field::required(
            "condition",
            Shape::Text,
            "the condition that a history can bring about in it",
        ),
        Field::optional(
            "borrow",
            Shape::Values(Names::Lender, &BORROWED),
            "entries that it takes over from other brains, each as section.name (nothing)",
        ),
        Field::required(
            "settling",
            Shape::Table(&SETTLING),
            "how an episode is played out",
        ),
        Field::required(
            "populations",
            Shape::Entries(&POPULATION),
            "populations of rate units",
        ),
        Field::optional(
            "inhibition",
            Shape::Entries(&INHIBITION),
            "pools of shared inhibition (none)",
        ),
        Field::required(
            "projections",
            Shape::Entries(&PROJECTION),
            "weights from one population to another",
        ),
        Field::optional(
            "gates",
            Shape::Table(&GATES),
            "what multiplies learning of every projection without gates of its own (nothing: learning is multiplied by 1)",
        ),
        Field::optional(
            "night",
            Shape::Table(&NIGHT),
            "what happens to the weights every night (nothing: there is no night, and what was learned stays as it is)",
        ),
        Field::optional(
            "traits",
            Shape::Entries(&TRAIT),
            "how people differ (not at all)",
        ),
        Field::optional(
            "inputs",
            Shape::Entries(&INPUT),
            "what scenarios, treatments and experiences can set (nothing)",
        ),
        Field::optional(
            "factors",
            Shape::Entries(&FACTOR),
            "slow factors with a memory of their own (none)",
        ),
        Field::optional(
            "signals",
            Shape::Entries(&SIGNAL),
            "computed from the others, without memory (none)",
        ),
        Field::optional(
            "tallies",
            Shape::Entries(&TALLY),
            "means over the day, for the factors of the next day (none)",
        ),
        Field::optional(
            "couplings",
            Shape::Entries(&COUPLING),
            "lines from signals to targets (none)",
        ),
        Field::optional(
            "actions",
            Shape::Entries(&ACTION),
            "what can be done between prediction and outcome (nothing)",
        ),
        Field::optional(
            "life",
            Shape::Table(&LIFE),
            "how an ordinary day is filled (not at all: nothing happens but trials and treatments)",
        ),
        Field::required(
            "experiences",
            Shape::Entries(&EXPERIENCE),
            "what can happen",
        ),
        Field::optional(
            "probes",
            Shape::Entries(&PROBE),
            "situations in which the brain is observed without learning (none)",
        ),
        Field::required("readouts", Shape::Entries(&READOUT), "what is observed"),
        Field::required(
            "severity",
            Shape::Table(&SEVERITY),
            "the score from which illness, response and remission are judged",
        ),
    ],
    cases: None,
};

const CURVES: &[(&str, &str)] = &[
    ("logistic", "1 / (1 + exp(-gain * x))"),
    ("rectified_tanh", "tanh(gain * x) above zero, silence below"),
];

pub(crate) static SETTLING: Table = Table {
    name: "settling",
    doc: "r <- r + rate * (curve(gain * x) - r), `steps` times from a weak start",
    fields: &[
        Field::required(
            "steps",
            Shape::Integer(Range::new(1.0, 1000.0)),
            "number of steps",
        ),
        Field::required(
            "rate",
            Shape::Number(Range::POSITIVE_SHARE),
            "share of the way to the target that one step goes",
        ),
        Field::required("gain", POSITIVE, "steepness of the curve"),
        Field::optional(
            "curve",
            Shape::Choice(CURVES),
            "what a unit makes of its drive (logistic)",
        ),
        Field::optional(
            "side_by_side",
            Shape::Integer(Range::new(1.0, 4.0)),
            "up to so many episodes of a day settle from the same weights before they are learned; several are faster, and only right where an episode changes little (1)",
        ),
        Field::required(
            "weak_start",
            SHARE,
            "rate of every settling unit before the first step",
        ),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};
