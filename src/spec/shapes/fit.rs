//! Shape of the plan of a fit, within a file of figures.

use super::NUMBER;
use super::figures::INTERVAL;
use crate::spec::shape::{Field, Range, Shape, Table};

const FIT_BY: &[(&str, &str)] = &[
    ("value", "the number is the value"),
    ("factor", "the number multiplies the values"),
];

const TEXTS: Shape = Shape::List(&Shape::Text, 0);
const PARAMETER_SHAPE: Shape = Shape::Table(&PARAMETER);
const TARGET_SHAPE: Shape = Shape::Table(&TARGET);

pub(crate) static SEEDS: Table = Table {
    name: "seeds",
    doc: "first seeds of the people of a fit",
    fields: &[
        Field::required(
            "fit",
            Shape::Integer(Range::NOT_NEGATIVE),
            "people of the search",
        ),
        Field::required(
            "check",
            Shape::Integer(Range::NOT_NEGATIVE),
            "people who see the result only",
        ),
    ],
    cases: None,
};

pub(crate) static LEFT_OUT: Table = Table {
    name: "left_out",
    doc: "something that is not fitted",
    fields: &[
        Field::required("what", Shape::Text, "which number, variant or figure"),
        Field::required("why", Shape::Text, "why"),
    ],
    cases: None,
};

pub(crate) static BLOCK: Table = Table {
    name: "block",
    doc: "numbers that are fitted together",
    fields: &[
        Field::required("name", Shape::Text, "name of the block"),
        Field::required("meaning", Shape::Text, "what it is about"),
        Field::required(
            "variant",
            Shape::Text,
            "account under which it is simulated",
        ),
        Field::required(
            "people",
            Shape::Integer(Range::new(1.0, 1e6)),
            "people who live the history",
        ),
        Field::required(
            "parameters",
            Shape::List(&PARAMETER_SHAPE, 0),
            "numbers that may move",
        ),
        Field::required(
            "targets",
            Shape::List(&TARGET_SHAPE, 0),
            "figures that pull on them",
        ),
        Field::optional("checks", TEXTS, "figures that are only compared"),
    ],
    cases: None,
};

pub(crate) static PARAMETER: Table = Table {
    name: "parameter",
    doc: "a number that may move, or several by one factor",
    fields: &[
        Field::required("name", Shape::Text, "what it is, in a few words"),
        Field::required("file", Shape::Text, "definition file without .toml"),
        Field::required(
            "paths",
            Shape::List(&Shape::Text, 1),
            "dotted paths; * is every name",
        ),
        Field::required("by", Shape::Choice(FIT_BY), "value or factor"),
        Field::required("low", NUMBER, "least that is tried"),
        Field::required("high", NUMBER, "greatest that is tried"),
        Field::required("unit", Shape::Text, "unit of the value, 1, or factor"),
    ],
    cases: None,
};

pub(crate) static TARGET: Table = Table {
    name: "target",
    doc: "a figure that pulls on the numbers of a block",
    fields: &[
        Field::required("figure", Shape::Text, "its id"),
        Field::optional(
            "interval",
            INTERVAL,
            "where it should lie, instead of its own interval",
        ),
        Field::optional("because", Shape::Text, "why"),
    ],
    cases: None,
};
