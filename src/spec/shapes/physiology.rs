//! Shapes of traits, inputs, factors, signals, tallies and couplings.

use super::{GRADE, MEANING, NOT_NEGATIVE, NUMBER, NUMBERS, POSITIVE, SHARE, SOURCE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};
use crate::units::Dimension;

const MINIMUM: Field = Field::optional("min", NUMBER, "least value (none)");
const MAXIMUM: Field = Field::optional("max", NUMBER, "greatest value (none)");

const DISTRIBUTIONS: &[(&str, &str)] = &[
    (
        "normal",
        "normal with `mean` and `sd`, cut off at `min` and `max`",
    ),
    (
        "lognormal",
        "`median` times the exponential of a normal with `sigma`, cut off at `min` and `max`",
    ),
    (
        "uniform",
        "every value between `min` and `max` equally likely",
    ),
    ("choice", "one of `values`, with `probabilities`"),
    ("constant", "`value` for everyone"),
];

pub(crate) static TRAIT: Table = Table {
    name: "trait",
    doc: "one number per person, drawn once",
    fields: &[
        Field::required(
            "distribution",
            Shape::Choice(DISTRIBUTIONS),
            "how it is spread over people",
        ),
        Field::optional("mean", NUMBER, "mean before cutting"),
        Field::optional("sd", NOT_NEGATIVE, "standard deviation before cutting"),
        Field::optional(
            "median",
            POSITIVE,
            "value that half of all people lie above",
        ),
        Field::optional("sigma", NOT_NEGATIVE, "standard deviation of the logarithm"),
        MINIMUM,
        MAXIMUM,
        Field::optional("values", NUMBERS, "values to choose from"),
        Field::optional(
            "probabilities",
            Shape::List(&SHARE, 1),
            "how likely each value is; they add up to 1",
        ),
        Field::optional("value", NUMBER, "the value of everyone"),
        Field::optional("unit", Shape::Text, "unit for people to read"),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: Some(Cases {
        key: "distribution",
        default: None,
        cases: &[
            Case {
                value: "normal",
                needs: &["mean", "sd"],
                may: &["min", "max"],
            },
            Case {
                value: "lognormal",
                needs: &["median", "sigma"],
                may: &["min", "max"],
            },
            Case {
                value: "uniform",
                needs: &["min", "max"],
                may: &[],
            },
            Case {
                value: "choice",
                needs: &["values", "probabilities"],
                may: &[],
            },
            Case {
                value: "constant",
                needs: &["value"],
                may: &[],
            },
        ],
    }),
};

const SCOPES: &[(&str, &str)] = &[
    ("day", "holds for a day"),
    ("episode", "holds for one episode"),
];

pub(crate) static INPUT: Table = Table {
    name: "input",
    doc: "something that scenarios, treatments and experiences can set",
    fields: &[
        Field::required("scope", Shape::Choice(SCOPES), "for how long a value holds"),
        Field::required("default", NUMBER, "value while nothing sets it"),
        Field::optional(
            "noise",
            NOT_NEGATIVE,
            "standard deviation of the noise added every time it is read (0)",
        ),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static FACTOR: Table = Table {
    name: "factor",
    doc: "time_constant * dx/dt = rest + couplings - x, kept within min and max",
    fields: &[
        Field::required("rest", NUMBER, "value without couplings"),
        Field::required(
            "time_constant",
            Shape::Quantity(Dimension::Time, Range::POSITIVE),
            "how slowly it moves",
        ),
        Field::optional("initial", NUMBER, "value at birth (rest)"),
        MINIMUM,
        MAXIMUM,
        Field::optional(
            "noise",
            NOT_NEGATIVE,
            "standard deviation that noise gives it at rest (0)",
        ),
        Field::optional(
            "shocks_per_year",
            NOT_NEGATIVE,
            "mean number of shocks a year (0)",
        ),
        Field::optional("shock_size", NUMBER, "how much one shock adds (0)"),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

const COMBINATIONS: &[(&str, &str)] = &[
    ("sum", "base + sum of couplings"),
    ("product", "base * product of (1 + coupling)"),
];

pub(crate) static SIGNAL: Table = Table {
    name: "signal",
    doc: "a value computed from others: `base` combined with its couplings, kept within min and max",
    fields: &[
        Field::required("base", NUMBER, "value without couplings"),
        Field::optional(
            "combine",
            Shape::Choice(COMBINATIONS),
            "how couplings are put together (sum)",
        ),
        MINIMUM,
        MAXIMUM,
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

const SIGNAL_NAME: Shape = Shape::Name(Names::Readable);

const TAKES: &[(&str, &str)] = &[
    ("mean", "their mean; a day without any leaves it as it was"),
    ("sum", "their sum"),
    ("last", "the last; a day without any leaves it as it was"),
];

pub(crate) static TALLY: Table = Table {
    name: "tally",
    doc: "what a day leaves of something that varies from episode to episode",
    fields: &[
        Field::required("of", SIGNAL_NAME, "signal that is looked at"),
        Field::optional(
            "when",
            SIGNAL_NAME,
            "only episodes count in which this signal is above zero (those that are felt)",
        ),
        Field::optional("take", Shape::Choice(TAKES), "what is taken of them (mean)"),
        MEANING,
    ],
    cases: None,
};

const CURVES: &[(&str, &str)] = &[
    ("linear", "x"),
    ("positive_part", "max(x, 0)"),
    ("negative_part", "max(-x, 0)"),
    ("exponential", "the whole effect is exp(strength * x) - 1"),
    ("hill", "x^exponent / (x^exponent + half^exponent)"),
    ("logistic", "1 / (1 + exp(-slope * (x - midpoint)))"),
    ("threshold", "1 where x is at or above `at`, else 0"),
    ("inverted_u", "exp(-((x - peak) / width)^2 / 2)"),
];

const fn plain_curve(value: &'static str) -> Case {
    Case {
        value,
        needs: &[],
        may: &[],
    }
}

pub(crate) static COUPLING: Table = Table {
    name: "coupling",
    doc: "target += strength * shape(from - relative_to) * product of `times`",
    fields: &[
        Field::required(
            "from",
            SIGNAL_NAME,
            "signal that acts; also a part of a population, such as response.prediction: rewire explain prediction",
        ),
        Field::required(
            "to",
            Shape::Name(Names::Target),
            "what it acts on: a signal, a factor, or a part, such as response.drive or night.consolidation: rewire explain drive",
        ),
        Field::required("strength", NUMBER, "factor of the curve"),
        Field::optional(
            "shape",
            Shape::Choice(CURVES),
            "how the effect depends on x = from - relative_to (linear)",
        ),
        Field::optional("half", POSITIVE, "x at half of the full effect"),
        Field::optional("exponent", POSITIVE, "steepness"),
        Field::optional("midpoint", NUMBER, "x at half of the full effect"),
        Field::optional("slope", NUMBER, "steepness"),
        Field::optional("at", NUMBER, "x at which the effect sets in"),
        Field::optional("peak", NUMBER, "x with the greatest effect"),
        Field::optional(
            "width",
            POSITIVE,
            "distance from the peak at which 0.61 of the effect is left, as a standard deviation",
        ),
        Field::optional(
            "relative_to",
            NUMBER,
            "value of the signal that counts as zero (0)",
        ),
        Field::optional(
            "times",
            Shape::List(&SIGNAL_NAME, 0),
            "signals that multiply the effect (none)",
        ),
        Field::optional(
            "contested",
            Shape::Boolean,
            "true when the variants dispute it: off unless a variant switches it on (false)",
        ),
        Field::optional("claim", Shape::Text, "id of the claim it bears on"),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: Some(Cases {
        key: "shape",
        default: Some("linear"),
        cases: &[
            plain_curve("linear"),
            plain_curve("positive_part"),
            plain_curve("negative_part"),
            plain_curve("exponential"),
            Case {
                value: "hill",
                needs: &["half", "exponent"],
                may: &[],
            },
            Case {
                value: "logistic",
                needs: &["midpoint", "slope"],
                may: &[],
            },
            Case {
                value: "threshold",
                needs: &["at"],
                may: &[],
            },
            Case {
                value: "inverted_u",
                needs: &["peak", "width"],
                may: &[],
            },
        ],
    }),
};
