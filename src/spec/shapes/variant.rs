//! Shape of a variant file.

use super::{NUMBER, SOURCE, TITLE};
use crate::spec::shape::{Field, Names, Range, Shape, Table};

const COUPLINGS: Shape = Shape::List(&Shape::Name(Names::Coupling), 0);

pub(crate) static VARIANT: Table = Table {
    name: "variant",
    doc: "one of the competing accounts: a patch on a brain",
    fields: &[
        TITLE,
        Field::required("says", Shape::Text, "what it says, in a sentence"),
        Field::required("predicts", Shape::Text, "what it predicts"),
        SOURCE,
        Field::optional(
            "order",
            Shape::Integer(Range::new(1.0, 1000.0)),
            "its place among the variants of the brain when all are asked for; without one it comes last",
        ),
        Field::optional(
            "extends",
            Shape::List(&Shape::Name(Names::Variant), 0),
            "variants whose switches, strengths and changes it takes over",
        ),
        Field::optional("on", COUPLINGS, "couplings that it switches on"),
        Field::optional("off", COUPLINGS, "couplings that it switches off"),
        Field::optional(
            "strengths",
            Shape::Values(Names::Coupling, &NUMBER),
            "strengths that it gives to couplings",
        ),
        Field::optional(
            "change",
            Shape::Patches,
            "other values of the brain, by dotted path such as \"experiences.rumination.rate\"",
        ),
    ],
    cases: None,
};
