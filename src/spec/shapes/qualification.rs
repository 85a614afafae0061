//! Shape of a plan by which models are held against published figures.

use super::TITLE;
use crate::spec::shape::{Field, Names, Range, Shape, Table};

const EVIDENCE: Shape = Shape::Name(Names::Figures);

pub(crate) static QUALIFICATION: Table = Table {
    name: "qualification",
    doc: "which published figures the models are held against, and with which people",
    fields: &[
        TITLE,
        Field::required("meaning", Shape::Text, "what it is for, in a line"),
        Field::optional(
            "evidence",
            Shape::List(&EVIDENCE, 1),
            "files of evidence/; absent: all",
        ),
        Field::optional(
            "without",
            Shape::List(&EVIDENCE, 0),
            "files of evidence/ that are left out",
        ),
        Field::optional(
            "figures",
            Shape::List(&Shape::Text, 1),
            "only figures with these ids; absent: all",
        ),
        Field::required("seeds", Shape::Name(Names::Seeds), "set of virtual people"),
        Field::optional(
            "people",
            Shape::Integer(Range::new(1.0, 1e6)),
            "how many of them; absent: what the set says",
        ),
        Field::optional(
            "every_account",
            Shape::Boolean,
            "whether every account of a brain is run; absent: only the one that stands for it",
        ),
        Field::optional(
            "accounts",
            Shape::Values(Names::Brain, &Shape::Text),
            "for each brain the account that stands for it in the counts; absent: its last",
        ),
    ],
    cases: None,
};
