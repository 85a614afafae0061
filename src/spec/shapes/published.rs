//! Shape of a file of published points.

use super::{NUMBER, POSITIVE, SHARE, TITLE};
use crate::spec::shape::{Field, Shape, Table};

const STATUS: &[(&str, &str)] = &[
    ("verified", "seen on a public page of the source"),
    ("repository", "read from a public code or data repository"),
    ("recalled", "from memory: read again before use"),
];

const USES: &[(&str, &str)] = &[
    ("calibrate", "parameters may be fitted to it"),
    ("test", "never fitted to, only compared"),
    ("structure", "a sign or an order"),
];

const SERIES_SHAPE: Shape = Shape::Table(&SERIES);
const POINT_SHAPE: Shape = Shape::Table(&POINT);

pub(crate) static PUBLISHED: Table = Table {
    name: "evidence",
    doc: "what somebody measured at a synapse, that the lab is held against",
    fields: &[
        TITLE,
        Field::required(
            "label",
            Shape::Text,
            "who published it, short enough for a legend",
        ),
        Field::required(
            "statement",
            Shape::Text,
            "what was found, in your own words",
        ),
        Field::required("source", Shape::Text, "where it was published"),
        Field::required("doi", Shape::Text, "its DOI"),
        Field::required("status", Shape::Choice(STATUS), "how the numbers came here"),
        Field::required(
            "confidence",
            SHARE,
            "how sure it is that they are right as stated",
        ),
        Field::required("use", Shape::Choice(USES), "what they may be used for"),
        Field::optional(
            "panel",
            Shape::Text,
            "panel of the experiment that the points belong to; absent: the first",
        ),
        Field::optional(
            "series",
            Shape::List(&SERIES_SHAPE, 0),
            "the points; none where only a sign or an order was published",
        ),
    ],
    cases: None,
};

pub(crate) static SERIES: Table = Table {
    name: "series",
    doc: "published points of one condition",
    fields: &[
        Field::required(
            "condition",
            Shape::Text,
            "condition, as the curves of the protocol call it, such as +10 ms",
        ),
        Field::required("points", Shape::List(&POINT_SHAPE, 1), "the points"),
    ],
    cases: None,
};

pub(crate) static POINT: Table = Table {
    name: "point",
    doc: "a published point",
    fields: &[
        Field::required("x", NUMBER, "place on the horizontal axis, in its unit"),
        Field::required("y", NUMBER, "mean"),
        Field::optional("sem", POSITIVE, "standard error of the mean"),
    ],
    cases: None,
};
