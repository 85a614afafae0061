//! Shape of what corresponds to a published figure.

use super::{NUMBER, POSITIVE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};
use crate::units::Dimension;

const BY: &[(&str, &str)] = &[
    ("run", "a statistic of scenarios"),
    (
        "prevalence",
        "the share of all people who are ill at selection",
    ),
    ("lab", "points of a curve of the lab"),
    (
        "kinetics",
        "the closed form of a drug, in a person with ordinary clearance",
    ),
    ("trait", "a trait over the people"),
    ("parameter", "a number of a definition file: it went in"),
    ("none", "nothing here corresponds to it"),
];

const COMPARE: &[(&str, &str)] = &[
    ("value", "the numbers should agree"),
    ("sign", "only the direction is meant"),
    ("order", "each item should lie above the one before it"),
];

const MEASURES: &[(&str, &str)] = &[
    (
        "half_life",
        "of a drug: hours in which its concentration halves",
    ),
    ("metabolite_half_life", "the same of its active metabolite"),
    (
        "time_of_peak",
        "hours from one dose to the highest concentration",
    ),
    ("peak", "highest concentration after one dose, ng/mL"),
    ("steady_state", "mean concentration at steady state, ng/mL"),
    (
        "metabolite_steady_state",
        "the same of the active metabolite",
    ),
    ("volume", "apparent volume of distribution, L"),
    ("clearance", "apparent clearance, L/h"),
    (
        "occupancy",
        "mean share of the target occupied at steady state",
    ),
    (
        "half_effect",
        "concentration at which half of the target is occupied, ng/mL",
    ),
    ("mean", "of a trait: mean over the people"),
    ("standard_deviation", "standard deviation over the people"),
    ("variation", "standard deviation as a share of the mean"),
    (
        "share",
        "share of the people with a value from `from` to `to`",
    ),
];

/// Every statistic of a run; a test holds the list against [`crate::inference::Statistic`].
const STATISTICS: &[(&str, &str)] = &[
    ("mean", "mean of the readout"),
    (
        "relative_difference",
        "mean minus 1, for readouts relative to a healthy person",
    ),
    ("change", "mean change since selection"),
    (
        "standardised_change",
        "that, divided by the standard deviation at selection",
    ),
    (
        "standard_deviation_of_change",
        "how far people differ in it",
    ),
    (
        "change_between_weeks",
        "mean at `week` minus mean at `reference_week`",
    ),
    (
        "response_share",
        "share whose rated severity has fallen by half",
    ),
    ("remission_share", "share below the threshold of remission"),
    ("drop_out_share", "share who left a treatment early"),
    (
        "relapse_share",
        "of the responders at `reference_week`, those ill again up to `week`",
    ),
    (
        "prognostic_slope",
        "relative rise at `week` per standard deviation at selection",
    ),
    ("difference", "difference of means"),
    (
        "standardised_difference",
        "that, divided by the pooled standard deviation",
    ),
    (
        "response_difference",
        "difference of the shares of responders",
    ),
    ("response_ratio", "their ratio"),
    ("response_odds_ratio", "the ratio of their odds"),
    (
        "share_of_effect",
        "difference at `week` as a share of that at `reference_week`",
    ),
];

const WEEK: Shape = Shape::Integer(Range::new(0.0, 520.0));
const SCENARIO_NAME: Shape = Shape::Name(Names::Scenario);

pub(crate) static SIMULATED: Table = Table {
    name: "simulated",
    doc: "what here corresponds to a figure",
    fields: &[
        Field::optional("by", Shape::Choice(BY), "what simulates it; absent: run"),
        Field::optional("statistic", Shape::Choice(STATISTICS), "quantity of a run"),
        Field::optional(
            "scenarios",
            Shape::List(&SCENARIO_NAME, 1),
            "scenarios, in the order of the statistic",
        ),
        Field::optional(
            "variant",
            Shape::Text,
            "the one account that the figure is about",
        ),
        Field::optional("readout", Shape::Text, "of what; absent: severity_rated"),
        Field::optional(
            "readouts",
            Shape::List(&Shape::Text, 2),
            "readouts in rising order",
        ),
        Field::optional("week", WEEK, "when, in weeks since treatment would begin"),
        Field::optional("reference_week", WEEK, "and the other week"),
        Field::optional(
            "history",
            Shape::Name(Names::History),
            "another history; absent: that of the scenarios",
        ),
        Field::optional(
            "protocol",
            Shape::Name(Names::Protocol),
            "protocol of the lab",
        ),
        Field::optional("synapse", Shape::Name(Names::Synapse), "synapse of the lab"),
        Field::optional(
            "panel",
            Shape::Text,
            "panel of the experiment; absent: the first",
        ),
        Field::optional(
            "condition",
            Shape::Text,
            "condition of the curve; absent: the first curve",
        ),
        Field::optional(
            "at",
            Shape::List(&NUMBER, 1),
            "places on the horizontal axis; several in rising order",
        ),
        Field::optional("bdnf", POSITIVE, "BDNF relative to normal; absent: 1"),
        Field::optional("treatment", Shape::Name(Names::Treatment), "a drug"),
        Field::optional(
            "dose",
            Shape::Quantity(Dimension::Mass, Range::POSITIVE),
            "dose; absent: the usual one",
        ),
        Field::optional(
            "brain",
            Shape::Name(Names::Brain),
            "brain whose people have the trait",
        ),
        Field::optional("trait", Shape::Text, "the trait"),
        Field::optional(
            "measure",
            Shape::Choice(MEASURES),
            "what of the drug, or of the trait",
        ),
        Field::optional("from", NUMBER, "least value that counts in the share"),
        Field::optional("to", NUMBER, "greatest value that counts in the share"),
        Field::optional(
            "file",
            Shape::Text,
            "a definition file, such as treatments/citalopram",
        ),
        Field::optional("path", Shape::Text, "dotted path of a number in it"),
        Field::optional(
            "compare",
            Shape::Choice(COMPARE),
            "how it is compared; absent: value",
        ),
        Field::optional(
            "fair",
            Shape::Text,
            "whether the comparison is fair, and why not",
        ),
        Field::optional("reason", Shape::Text, "why nothing here corresponds"),
    ],
    cases: Some(Cases {
        key: "by",
        default: Some("run"),
        cases: &[
            Case {
                value: "run",
                needs: &["statistic", "scenarios", "fair"],
                may: &[
                    "variant",
                    "readout",
                    "readouts",
                    "week",
                    "reference_week",
                    "compare",
                ],
            },
            Case {
                value: "prevalence",
                needs: &["scenarios", "fair"],
                may: &["history", "compare"],
            },
            Case {
                value: "lab",
                needs: &["protocol", "synapse", "at", "fair"],
                may: &["panel", "condition", "bdnf", "compare"],
            },
            Case {
                value: "kinetics",
                needs: &["treatment", "measure", "fair"],
                may: &["dose", "compare"],
            },
            Case {
                value: "trait",
                needs: &["brain", "trait", "measure", "fair"],
                may: &["from", "to", "compare"],
            },
            Case {
                value: "parameter",
                needs: &["file", "path", "fair"],
                may: &["compare"],
            },
            Case {
                value: "none",
                needs: &["reason"],
                may: &[],
            },
        ],
    }),
};
