//! Shape of a synapse file.

use super::spiking::{PAIR, SLIDING, TRIPLET};
use super::{GRADE, MEANING, NOT_NEGATIVE, NUMBER, POSITIVE, SHARE, SOURCE, TITLE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};
use crate::units::Dimension;

pub(crate) const RULES: &[(&str, &str)] = &[
    ("pair", "pairs of spikes change the weight by their lag"),
    ("triplet", "pairs and triplets of spikes change the weight"),
    (
        "sliding-triplet",
        "triplets, with depression that follows the recent rate: BCM for spikes",
    ),
    (
        "calcium",
        "calcium above one threshold depresses, above another potentiates",
    ),
    (
        "short-term",
        "release uses up resources and is facilitated, for seconds",
    ),
    (
        "tag-and-capture",
        "induction leaves an early phase and a tag; proteins make it late",
    ),
];

/// Time constants beyond a year say that nothing decays, which another number says better.
pub(crate) const TIME_CONSTANT: Shape = Shape::Quantity(
    Dimension::ShortTime,
    Range {
        above_least: true,
        ..Range::new(0.0, 31_557_600.0)
    },
);
pub(super) const STATED_TIME_CONSTANT: Shape = Shape::Stated(&TIME_CONSTANT);
/// Time that may be zero: no delay, no facilitation.
const TIME_OR_NONE: Shape = Shape::Quantity(Dimension::ShortTime, Range::new(0.0, 31_557_600.0));
pub(super) const STATED_AMPLITUDE: Shape = Shape::Stated(&NOT_NEGATIVE);
const STATED_POSITIVE: Shape = Shape::Stated(&POSITIVE);
const STATED_SHARE: Shape = Shape::Stated(&SHARE);
const PUBLISHED_NAME: Shape = Shape::Name(Names::Published);

pub(crate) static FITTED: Table = Table {
    name: "fitted_to",
    doc: "the data that parameters of a synapse were fitted to; against these points, and these alone, they cost degrees of freedom",
    fields: &[
        Field::required(
            "parameters",
            Shape::Integer(Range::new(1.0, 100.0)),
            "number of parameters that were fitted",
        ),
        Field::required("data", Shape::Text, "the data in words"),
        Field::optional(
            "evidence",
            Shape::List(&PUBLISHED_NAME, 0),
            "files of published points that took part in the fit; absent: none of the lab",
        ),
        Field::optional(
            "taken_as",
            Shape::Text,
            "what those who fitted took the stimuli to be, where the experiment gave others: such a fit costs no degrees of freedom",
        ),
    ],
    cases: None,
};

pub(crate) static SYNAPSE: Table = Table {
    name: "synapse",
    doc: "a rule of plasticity with its numbers, for the lab",
    fields: &[
        TITLE,
        Field::required(
            "rule",
            Shape::Choice(RULES),
            "which rule, and so which of the sections below it needs",
        ),
        MEANING,
        Field::optional(
            "fitted_to",
            Shape::Table(&FITTED),
            "what its parameters were fitted to; absent: to nothing",
        ),
        SOURCE,
        GRADE,
        Field::optional("pair", Shape::Table(&PAIR), "rule pair: its numbers"),
        Field::optional(
            "triplet",
            Shape::Table(&TRIPLET),
            "rules triplet and sliding-triplet: numbers of the triplet rule",
        ),
        Field::optional(
            "sliding",
            Shape::Table(&SLIDING),
            "rule sliding-triplet: what its threshold follows",
        ),
        Field::optional(
            "calcium",
            Shape::Table(&CALCIUM),
            "rule calcium: its numbers",
        ),
        Field::optional(
            "short_term",
            Shape::Table(&SHORT_TERM),
            "rule short-term: its numbers",
        ),
        Field::optional(
            "tag_and_capture",
            Shape::Table(&CAPTURE),
            "rule tag-and-capture: its numbers",
        ),
    ],
    cases: Some(Cases {
        key: "rule",
        default: None,
        cases: &[
            case("pair", &["pair"]),
            case("triplet", &["triplet"]),
            case("sliding-triplet", &["triplet", "sliding"]),
            case("calcium", &["calcium"]),
            case("short-term", &["short_term"]),
            case("tag-and-capture", &["tag_and_capture"]),
        ],
    }),
};

const fn case(value: &'static str, needs: &'static [&'static str]) -> Case {
    Case {
        value,
        needs,
        may: &[],
    }
}

/// Faster than any neuron fires.
pub(crate) const RATE: Shape = Shape::Quantity(
    Dimension::Frequency,
    Range {
        above_least: true,
        ..Range::new(0.0, 1000.0)
    },
);
pub(crate) static CALCIUM: Table = Table {
    name: "calcium",
    doc: "numbers of the calcium rule",
    fields: &[
        Field::required(
            "calcium_time_constant",
            STATED_TIME_CONSTANT,
            "tau_Ca: decay of calcium",
        ),
        Field::required(
            "presynaptic_calcium",
            STATED_AMPLITUDE,
            "C_pre: calcium by a presynaptic spike",
        ),
        Field::required(
            "postsynaptic_calcium",
            STATED_AMPLITUDE,
            "C_post: calcium by a postsynaptic spike",
        ),
        Field::required(
            "depression_threshold",
            STATED_POSITIVE,
            "theta_d: calcium above which the efficacy falls",
        ),
        Field::required(
            "potentiation_threshold",
            STATED_POSITIVE,
            "theta_p: calcium above which it rises",
        ),
        Field::required(
            "depression_rate",
            STATED_AMPLITUDE,
            "gamma_d: how fast it falls, relative to the time constant of the efficacy",
        ),
        Field::required(
            "potentiation_rate",
            STATED_AMPLITUDE,
            "gamma_p: how fast it rises",
        ),
        Field::required(
            "noise",
            STATED_AMPLITUDE,
            "sigma: noise of the efficacy while calcium is above a threshold",
        ),
        Field::required(
            "efficacy_time_constant",
            STATED_TIME_CONSTANT,
            "tau: how slowly the efficacy moves",
        ),
        Field::required(
            "unstable_efficacy",
            STATED_SHARE,
            "rho*: border between the low and the high state",
        ),
        Field::required(
            "delay",
            Shape::Stated(&TIME_OR_NONE),
            "D: time from a presynaptic spike to its calcium",
        ),
        Field::required(
            "initially_low",
            STATED_SHARE,
            "beta: share of synapses in the low state before the protocol",
        ),
        Field::required(
            "strength_ratio",
            STATED_POSITIVE,
            "b: strength of the high state relative to the low one",
        ),
    ],
    cases: None,
};

pub(crate) static SHORT_TERM: Table = Table {
    name: "short_term",
    doc: "numbers of short-term plasticity",
    fields: &[
        Field::required(
            "utilisation",
            Shape::Stated(&super::POSITIVE_SHARE),
            "U: share of resources that the first spike of a rested synapse uses",
        ),
        Field::required(
            "recovery_time_constant",
            STATED_TIME_CONSTANT,
            "tau_rec: recovery of resources",
        ),
        Field::required(
            "facilitation_time_constant",
            Shape::Stated(&TIME_OR_NONE),
            "tau_facil: decay of facilitation; zero for none",
        ),
    ],
    cases: None,
};

pub(crate) static CAPTURE: Table = Table {
    name: "tag_and_capture",
    doc: "numbers of tagging and capture",
    fields: &[
        Field::required(
            "weak_induction",
            Shape::Stated(&NUMBER),
            "early change by a weak tetanus, as a share of the initial weight",
        ),
        Field::required(
            "strong_induction",
            Shape::Stated(&NUMBER),
            "early change by a strong tetanus",
        ),
        Field::required(
            "early_time_constant",
            STATED_TIME_CONSTANT,
            "decay of the early phase",
        ),
        Field::required(
            "tag_time_constant",
            STATED_TIME_CONSTANT,
            "decay of the tag",
        ),
        Field::required(
            "protein_time_constant",
            STATED_TIME_CONSTANT,
            "decay of plasticity-related proteins",
        ),
        Field::required(
            "synthesis_duration",
            STATED_TIME_CONSTANT,
            "time for which a strong tetanus has proteins made",
        ),
        Field::required(
            "capture_rate",
            Shape::Stated(&RATE),
            "capture by a full tag with full proteins",
        ),
        Field::required(
            "late_ratio",
            STATED_AMPLITUDE,
            "late change, as a multiple of the early one, of a synapse that has captured all it can",
        ),
        Field::optional(
            "tetanus",
            Shape::Table(&TETANUS),
            "what counts as a tetanus in recorded spikes; protocols name their tetani and need none",
        ),
    ],
    cases: None,
};

const STATED_COUNT: Shape = Shape::Stated(&Shape::Integer(Range::new(1.0, 100_000.0)));
pub(crate) static TETANUS: Table = Table {
    name: "tetanus",
    doc: "what counts as a tetanus in recorded presynaptic spikes",
    fields: &[
        Field::required(
            "longest_interval",
            STATED_TIME_CONSTANT,
            "longest time between two spikes of a run",
        ),
        Field::required(
            "weak_spikes",
            STATED_COUNT,
            "spikes of a run that are a weak tetanus",
        ),
        Field::required(
            "strong_spikes",
            STATED_COUNT,
            "spikes of each run of a strong tetanus",
        ),
        Field::required("strong_runs", STATED_COUNT, "runs of a strong tetanus"),
        Field::required(
            "strong_window",
            STATED_TIME_CONSTANT,
            "time within which the runs of a strong tetanus come",
        ),
    ],
    cases: None,
};
