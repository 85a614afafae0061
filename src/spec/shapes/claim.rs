//! Shape of a claim file.

use super::{GRADES, NUMBER, NUMBERS, POSITIVE, TITLE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};

const SECTIONS: &[(&str, &str)] = &[
    ("learning", "synapses and learning"),
    ("antidepressants", "antidepressants"),
    ("therapy", "therapy"),
    (
        "conditions",
        "conditions, learned by the rules that unlearn them",
    ),
    ("treatments", "other treatments"),
];
const STANCES: &[(&str, &str)] = &[
    ("asserts", "it asserts the claim"),
    ("contests", "it contests the claim"),
    ("unproven", "it calls the claim unproven"),
];
const DECISIONS: &[(&str, &str)] = &[
    ("all", "every test must be supported"),
    ("any", "one supported test is enough"),
];
const VERDICTS: &[(&str, &str)] = &[
    ("supported", "the whole interval lies beyond the margin"),
    ("opposed", "the whole interval lies short of the margin"),
    ("cannot_tell", "the interval includes the margin"),
];
const EXPECTED: &[(&str, &str)] = &[
    ("lower", "below zero, by the margin or more"),
    ("higher", "above zero, by the margin or more"),
    ("no_difference", "nearer to zero than the margin"),
];
const ESTIMANDS: &[(&str, &str)] = &[
    ("mean", "mean of the readout at the week; one scenario"),
    (
        "change",
        "readout at the week minus at the reference week; one scenario",
    ),
    (
        "difference",
        "second scenario minus first, person by person",
    ),
    (
        "difference_of_changes",
        "that difference at the week, minus the same at the reference week",
    ),
    (
        "interaction",
        "(both - b) - (a - none) of the scenarios none, a, b, both",
    ),
    (
        "ordering",
        "smallest step of the mean from one scenario to the next; positive where the order holds",
    ),
    (
        "share_of_effect",
        "difference at the week, divided by that at the reference week",
    ),
    ("response_share", "share who respond; one scenario"),
    ("remission_share", "share in remission; one scenario"),
    (
        "response_difference",
        "share who respond in the second scenario minus in the first",
    ),
    (
        "no_response_to_any",
        "share who respond in none of the scenarios",
    ),
    (
        "time_to_response",
        "first week of response in the second scenario minus in the first; none by the week counts as the week after it",
    ),
    ("dose_response", "slope of a person's readout on the dose"),
    (
        "trait_slope",
        "slope of the readout, or of the difference of two scenarios, on a trait, per standard deviation of it",
    ),
    (
        "share_of_variance",
        "share of the variance over people and scenarios that a trait or the scenario explains",
    ),
    (
        "before_after_gap",
        "change of the second scenario since selection, as rated, minus the paired effect",
    ),
    (
        "allocation",
        "what choosing the scenario by baseline readouts gains over the best single one",
    ),
    (
        "bench",
        "a point of a curve of the synapse lab, minus another one where one is given",
    ),
];

const STORIES_SHAPE: Shape = Shape::Table(&STORIES);
const SOURCE_SHAPE: Shape = Shape::Table(&CLAIM_SOURCE);
const TEST_SHAPE: Shape = Shape::Table(&TEST);
const PREDICTION_SHAPE: Shape = Shape::Table(&PREDICTION);
const KNOCK_OUT_SHAPE: Shape = Shape::Table(&KNOCK_OUT);
const WEEK: Shape = Shape::Integer(Range::new(0.0, 5200.0));
const BDNF: Shape = Shape::Number(Range::new(0.0, 10.0));

pub(crate) static CLAIM: Table = Table {
    name: "claim",
    doc: "what somebody claims, who contests it, and how it is put to the test",
    fields: &[
        Field::required("id", Shape::Text, "its place in the register, such as B2"),
        TITLE,
        Field::required("section", Shape::Choice(SECTIONS), "what it is about"),
        Field::required(
            "statement",
            Shape::Text,
            "what is claimed, in your own words",
        ),
        Field::required(
            "mechanism",
            Shape::Text,
            "what would have to be true of the brain, in words",
        ),
        Field::optional(
            "couplings",
            Shape::List(&Shape::Name(Names::Coupling), 0),
            "couplings of the brain that would carry it",
        ),
        Field::optional(
            "assumed",
            Shape::Text,
            "where some accounts simply assume the mechanism: what the test then can show",
        ),
        Field::required(
            "grade",
            Shape::Choice(GRADES),
            "how well the mechanism is known",
        ),
        Field::required(
            "change_our_mind",
            Shape::Text,
            "what finding would change our mind",
        ),
        Field::required(
            "decision",
            Shape::Choice(DECISIONS),
            "how the tests make one verdict",
        ),
        Field::required("stories", STORIES_SHAPE, "the story of either side"),
        Field::required("sources", Shape::List(&SOURCE_SHAPE, 1), "who says what"),
        Field::required("tests", Shape::List(&TEST_SHAPE, 1), "the tests"),
        Field::optional(
            "predictions",
            Shape::List(&PREDICTION_SHAPE, 0),
            "what each account predicts, written down before anything is run",
        ),
        Field::optional(
            "knock_out",
            KNOCK_OUT_SHAPE,
            "necessity: what the tests are run again without",
        ),
    ],
    cases: None,
};

pub(crate) static STORIES: Table = Table {
    name: "stories",
    doc: "the two stories, told side by side",
    fields: &[
        Field::required("for", Shape::Text, "how those tell it who assert it"),
        Field::required("against", Shape::Text, "how those tell it who contest it"),
    ],
    cases: None,
};

pub(crate) static CLAIM_SOURCE: Table = Table {
    name: "source",
    doc: "who says what about a claim",
    fields: &[
        Field::required("who", Shape::Text, "title and author"),
        Field::required("stance", Shape::Choice(STANCES), "which side it takes"),
        Field::required("says", Shape::Text, "its point, in your own words"),
    ],
    cases: None,
};

/// Keys of every test that asks virtual people.
const PEOPLE: &[&str] = &["scenarios", "week"];

const fn people(value: &'static str) -> Case {
    Case {
        value,
        needs: PEOPLE,
        may: &["readout"],
    }
}

const fn with(value: &'static str, needs: &'static [&'static str]) -> Case {
    Case {
        value,
        needs,
        may: &["readout"],
    }
}

const fn responses(value: &'static str) -> Case {
    Case {
        value,
        needs: PEOPLE,
        may: &[],
    }
}

pub(crate) static TEST: Table = Table {
    name: "test",
    doc: "a test of a claim: which number is asked for, and what the claim says of it",
    fields: &[
        Field::required("id", Shape::Text, "name, short and unique in the file"),
        Field::required("asks", Shape::Text, "what it asks, for people"),
        Field::required(
            "estimand",
            Shape::Choice(ESTIMANDS),
            "which number answers it",
        ),
        Field::optional(
            "scenarios",
            Shape::List(&Shape::Name(Names::Scenario), 1),
            "scenarios, in the order that the estimand gives a meaning to",
        ),
        Field::optional("readout", Shape::Text, "readout of the brain (severity)"),
        Field::optional("week", WEEK, "week since treatment would begin"),
        Field::optional("reference_week", WEEK, "the other week; of a change (0)"),
        Field::optional("doses", NUMBERS, "the dose of each scenario"),
        Field::optional("trait", Shape::Text, "trait of people"),
        Field::optional(
            "explained_by",
            Shape::Text,
            "a trait of people, or the word scenario",
        ),
        Field::optional(
            "baseline",
            Shape::List(&Shape::Text, 1),
            "readouts at week 0 by which the scenario is chosen",
        ),
        Field::optional(
            "protocol",
            Shape::Name(Names::Protocol),
            "protocol of the lab; each of its synapses takes the place of a variant",
        ),
        Field::optional(
            "panel",
            Shape::Text,
            "panel of the protocol; absent: the first that has the condition",
        ),
        Field::optional(
            "condition",
            Shape::Text,
            "condition, as the curves of the protocol call it",
        ),
        Field::optional(
            "x",
            NUMBER,
            "place on the horizontal axis; where it has names, their number from 0",
        ),
        Field::optional("bdnf", BDNF, "BDNF relative to normal (1)"),
        Field::optional(
            "minus_condition",
            Shape::Text,
            "condition of the point that is taken away (the same)",
        ),
        Field::optional(
            "minus_x",
            NUMBER,
            "place of the point that is taken away (the same)",
        ),
        Field::optional(
            "minus_bdnf",
            BDNF,
            "BDNF of the point that is taken away (the same)",
        ),
        Field::required(
            "predicts",
            Shape::Choice(EXPECTED),
            "what the claim says of the number",
        ),
        Field::required(
            "margin",
            POSITIVE,
            "smallest difference that matters, in the unit of the number",
        ),
        Field::required("because", Shape::Text, "why that margin"),
    ],
    cases: Some(Cases {
        key: "estimand",
        default: None,
        cases: &[
            people("mean"),
            Case {
                value: "change",
                needs: PEOPLE,
                may: &["readout", "reference_week"],
            },
            people("difference"),
            with(
                "difference_of_changes",
                &["scenarios", "week", "reference_week"],
            ),
            people("interaction"),
            people("ordering"),
            with("share_of_effect", &["scenarios", "week", "reference_week"]),
            responses("response_share"),
            responses("remission_share"),
            responses("response_difference"),
            responses("no_response_to_any"),
            responses("time_to_response"),
            with("dose_response", &["scenarios", "week", "doses"]),
            with("trait_slope", &["scenarios", "week", "trait"]),
            with("share_of_variance", &["scenarios", "week", "explained_by"]),
            people("before_after_gap"),
            with("allocation", &["scenarios", "week", "baseline"]),
            Case {
                value: "bench",
                needs: &["protocol", "condition", "x"],
                may: &["panel", "bdnf", "minus_condition", "minus_x", "minus_bdnf"],
            },
        ],
    }),
};

pub(crate) static PREDICTION: Table = Table {
    name: "prediction",
    doc: "what an account predicts, and why",
    fields: &[
        Field::required(
            "variant",
            Shape::Text,
            "a variant, brain/variant where brains share the name, or a synapse",
        ),
        Field::required(
            "verdict",
            Shape::Choice(VERDICTS),
            "the verdict that it predicts",
        ),
        Field::required("why", Shape::Text, "why"),
    ],
    cases: None,
};

pub(crate) static KNOCK_OUT: Table = Table {
    name: "knock-out",
    doc: "couplings that are switched off while the tests run again, under every variant where the claim is supported and one of them acts",
    fields: &[Field::required(
        "couplings",
        Shape::List(&Shape::Name(Names::Coupling), 1),
        "their names",
    )],
    cases: None,
};
