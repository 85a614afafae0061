//! Shape of a file of published figures, with the plan of a fit where it has one.

use super::simulated::SIMULATED;
use super::{NUMBER, POSITIVE, SHARE, TITLE, fit};
use crate::spec::shape::{Field, Shape, Table};

const STATUS: &[(&str, &str)] = &[
    ("verified", "seen on a public page of the source"),
    ("repository", "read from a public code or data repository"),
    ("recalled", "from memory: read again before use"),
    ("derived", "computed from other published numbers"),
];

const USES: &[(&str, &str)] = &[
    (
        "calibrate",
        "numbers of the model were, or may be, fitted to it",
    ),
    ("input", "a number of the model was taken from it"),
    (
        "structure",
        "a sign or an order that the model was built to show",
    ),
    ("test", "never fitted to, only compared"),
];

pub(super) const INTERVAL: Shape = Shape::List(&NUMBER, 2);
const BLOCK_SHAPE: Shape = Shape::Table(&fit::BLOCK);
const LEFT_OUT_SHAPE: Shape = Shape::Table(&fit::LEFT_OUT);
const FIGURE_SHAPE: Shape = Shape::Table(&FIGURE);

const DOI: Field = Field::optional("doi", Shape::Text, "its DOI");

pub(crate) static FIGURES: Table = Table {
    name: "figures",
    doc: "what somebody measured in people or animals, that runs are held against",
    fields: &[
        TITLE,
        Field::required(
            "statement",
            Shape::Text,
            "what was found, in your own words",
        ),
        Field::required("source", Shape::Text, "where it was published"),
        DOI,
        Field::required("status", Shape::Choice(STATUS), "how the numbers came here"),
        Field::required(
            "confidence",
            SHARE,
            "how sure it is that they are right as stated",
        ),
        Field::required(
            "use",
            Shape::Choice(USES),
            "what the figures are to the model",
        ),
        Field::required("figures", Shape::List(&FIGURE_SHAPE, 1), "the figures"),
        Field::optional("seeds", Shape::Table(&fit::SEEDS), "people of a fit"),
        Field::optional(
            "left_out",
            Shape::List(&LEFT_OUT_SHAPE, 0),
            "what is not fitted",
        ),
        Field::optional(
            "blocks",
            Shape::List(&BLOCK_SHAPE, 1),
            "numbers that are fitted together",
        ),
    ],
    cases: None,
};

pub(crate) static FIGURE: Table = Table {
    name: "figure",
    doc: "a published figure, and what here corresponds to it",
    fields: &[
        Field::required("id", Shape::Text, "its name, which no other figure has"),
        Field::required("measures", Shape::Text, "what it measures"),
        Field::optional(
            "value",
            NUMBER,
            "the number; none where words or an order were published",
        ),
        Field::optional(
            "interval",
            INTERVAL,
            "95 % interval, unless `published` says otherwise",
        ),
        Field::optional(
            "sem",
            POSITIVE,
            "standard error, where there is no interval",
        ),
        Field::optional("unit", Shape::Text, "unit of the number"),
        Field::optional("n", Shape::Text, "on how many it rests"),
        Field::optional(
            "published",
            Shape::Text,
            "as printed, where it was converted",
        ),
        Field::optional(
            "source",
            Shape::Text,
            "where it was published, other than the file",
        ),
        DOI,
        Field::optional(
            "status",
            Shape::Choice(STATUS),
            "how it came here, other than the file",
        ),
        Field::optional("confidence", SHARE, "how sure it is, other than the file"),
        Field::optional(
            "use",
            Shape::Choice(USES),
            "what it is to the model, other than the file",
        ),
        Field::required(
            "simulated",
            Shape::Table(&SIMULATED),
            "what here corresponds to it",
        ),
    ],
    cases: None,
};
