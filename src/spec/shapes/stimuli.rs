//! Shapes of what protocols are made of: patterns, trains, experiments, groups.

use super::protocol::{COUNT, LAG, LAG_SPREAD, LENGTH, LEVEL, MOMENT};
use super::synapse::{RATE, TIME_CONSTANT};
use super::{NOT_NEGATIVE, POSITIVE_SHARE, SHARE};
use crate::spec::shape::{Field, Shape, Table};

const PATHWAY_SHAPE: Shape = Shape::Table(&PATHWAY);

pub(crate) static PATTERN: Table = Table {
    name: "pattern",
    doc: "a short pattern of spikes on both sides",
    fields: &[
        Field::required("series", Shape::Text, "curve that it belongs to"),
        Field::required("label", Shape::Text, "what it is called on the axis"),
        Field::optional(
            "at",
            LAG,
            "its place on the axis, such as the separation of two pairs; patterns without one are numbered",
        ),
        Field::required(
            "presynaptic",
            Shape::List(&MOMENT, 0),
            "presynaptic spikes from the start of the pattern, rising",
        ),
        Field::required(
            "postsynaptic",
            Shape::List(&MOMENT, 0),
            "postsynaptic spikes from the start of the pattern, rising",
        ),
    ],
    cases: None,
};

pub(crate) static PAIR_BURSTS: Table = Table {
    name: "pair_bursts",
    doc: "pairs in bursts, from a rate on; slower pairs come in one regular train of `pairs`",
    fields: &[
        Field::required(
            "pairs",
            COUNT,
            "pairs in a burst, at the rate of the protocol",
        ),
        Field::required("number", COUNT, "number of bursts"),
        Field::required("interval", LENGTH, "time between the starts of bursts"),
        Field::required("from", RATE, "rate from which on pairs come in bursts"),
    ],
    cases: None,
};

pub(crate) static RANDOM_LAGS: Table = Table {
    name: "random_lags",
    doc: "lags drawn for each pair, evenly between two bounds",
    fields: &[
        Field::required("from", LAG, "shortest lag"),
        Field::required("to", LAG, "longest lag"),
        Field::required(
            "repeats",
            COUNT,
            "trains that are drawn; the curve is their mean",
        ),
    ],
    cases: None,
};

pub(crate) static TRAIN: Table = Table {
    name: "train",
    doc: "a stimulus of pulses, in one or several bursts",
    fields: &[
        Field::required("label", Shape::Text, "what it is called"),
        Field::required("pulses", COUNT, "pulses in a burst"),
        Field::required("rate", RATE, "pulses per second within a burst"),
        Field::optional("bursts", COUNT, "bursts in all; absent: 1"),
        Field::optional(
            "interval",
            LENGTH,
            "time between the starts of bursts; needed where there are several",
        ),
    ],
    cases: None,
};

pub(crate) static RESPONSE: Table = Table {
    name: "response",
    doc: "an integrate-and-fire neuron driven by a synchronous volley of fibres",
    fields: &[
        Field::required(
            "membrane_time_constant",
            Shape::Stated(&TIME_CONSTANT),
            "how long the membrane remembers a volley",
        ),
        Field::required(
            "volley",
            Shape::Stated(&NOT_NEGATIVE),
            "depolarisation by one volley, as a share of the distance from rest to threshold",
        ),
        Field::required(
            "noise",
            Shape::Stated(&NOT_NEGATIVE),
            "standard deviation of that depolarisation from pulse to pulse",
        ),
        Field::required(
            "latency",
            Shape::Stated(&LAG_SPREAD),
            "time from the pulse to a postsynaptic spike",
        ),
    ],
    cases: None,
};

pub(crate) static EXPERIMENT: Table = Table {
    name: "experiment",
    doc: "one experiment on several pathways of a neuron",
    fields: &[
        Field::required("label", Shape::Text, "what it is called"),
        Field::required(
            "stimuli",
            Shape::List(&PATHWAY_SHAPE, 1),
            "what is done to which pathway",
        ),
        Field::optional(
            "synthesis_block",
            Shape::Table(&SPAN),
            "protein synthesis is blocked meanwhile",
        ),
        Field::optional(
            "bdnf_block",
            Shape::Table(&SPAN),
            "BDNF is scavenged meanwhile",
        ),
        Field::optional(
            "bdnf_added",
            Shape::Table(&ADDED),
            "BDNF is added meanwhile",
        ),
    ],
    cases: None,
};

const STRENGTHS: &[(&str, &str)] = &[
    ("weak", "leaves an early phase and a tag"),
    ("strong", "calls for the making of proteins as well"),
];
const DIRECTIONS: &[(&str, &str)] = &[("potentiating", "strengthens"), ("depressing", "weakens")];

pub(crate) static PATHWAY: Table = Table {
    name: "stimulus",
    doc: "a stimulus of a pathway",
    fields: &[
        Field::required("pathway", Shape::Text, "the pathway"),
        Field::required("at", MOMENT, "when"),
        Field::required("strength", Shape::Choice(STRENGTHS), "how strong it is"),
        Field::optional(
            "direction",
            Shape::Choice(DIRECTIONS),
            "which way it acts; absent: potentiating",
        ),
    ],
    cases: None,
};

pub(crate) static SPAN: Table = Table {
    name: "span",
    doc: "a stretch of time",
    fields: &[
        Field::required("from", MOMENT, "beginning"),
        Field::required("to", MOMENT, "end"),
    ],
    cases: None,
};

pub(crate) static ADDED: Table = Table {
    name: "bdnf_added",
    doc: "BDNF from outside, for a stretch of time",
    fields: &[
        Field::required("from", MOMENT, "beginning"),
        Field::required("to", MOMENT, "end"),
        Field::required("level", LEVEL, "level relative to normal"),
    ],
    cases: None,
};

pub(crate) static GROUP: Table = Table {
    name: "group",
    doc: "inputs that fire together",
    fields: &[
        Field::required("label", Shape::Text, "what it is called"),
        Field::required("share", POSITIVE_SHARE, "share of all inputs"),
        Field::required("correlation", SHARE, "pairwise correlation of their rates"),
    ],
    cases: None,
};
