//! Shape of a file of published figures, with the plan of a fit where it has one.

use super::{NUMBER, POSITIVE, SHARE, TITLE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};
use crate::units::Dimension;

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

const FIT_BY: &[(&str, &str)] = &[
    ("value", "the number is the value"),
    ("factor", "the number multiplies the values"),
];

const INTERVAL: Shape = Shape::List(&NUMBER, 2);
const TEXTS: Shape = Shape::List(&Shape::Text, 0);
const WEEK: Shape = Shape::Integer(Range::new(0.0, 520.0));
const FIGURE_SHAPE: Shape = Shape::Table(&FIGURE);
const BLOCK_SHAPE: Shape = Shape::Table(&BLOCK);
const LEFT_OUT_SHAPE: Shape = Shape::Table(&LEFT_OUT);
const PARAMETER_SHAPE: Shape = Shape::Table(&PARAMETER);
const TARGET_SHAPE: Shape = Shape::Table(&TARGET);
const SCENARIO_NAME: Shape = Shape::Name(Names::Scenario);

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
        Field::optional("seeds", Shape::Table(&FIT_SEEDS), "people of a fit"),
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

pub(crate) static FIT_SEEDS: Table = Table {
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
