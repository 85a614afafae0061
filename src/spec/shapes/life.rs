//! Shapes of the ordinary day, experiences, probes, readouts and the severity score.

use super::{EPISODES, GRADE, MEANING, NOT_NEGATIVE, NOTE, NUMBER, NUMBERS, SHARE, SOURCE, TITLE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};

const EXPERIENCE_NAME: Shape = Shape::Name(Names::Experience);
const PATTERN_NAME: Shape = Shape::Name(Names::Pattern);
/// What an episode shows.
pub(crate) const PATTERNS: Shape = Shape::List(&PATTERN_NAME, 1);
const ACTION_NAME: Shape = Shape::Name(Names::Action);
const EPISODE_INPUTS: Shape = Shape::Values(Names::EpisodeInput, &NUMBER);

pub(crate) static LIFE: Table = Table {
    name: "life",
    doc: "how an ordinary day is filled",
    fields: &[
        Field::required(
            "external_per_day",
            Shape::Integer(Range::new(0.0, 1000.0)),
            "number of things that happen on a day",
        ),
        Field::required(
            "external",
            Shape::List(&EXPERIENCE_NAME, 1),
            "experiences that these are drawn from, by their odds",
        ),
        Field::optional(
            "internal",
            Shape::List(&EXPERIENCE_NAME, 0),
            "experiences that come from within, each at its rate (none)",
        ),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static ACTION: Table = Table {
    name: "action",
    doc: "something that can be done between prediction and outcome: a signal that is 1 where it is done, else 0",
    fields: &[
        Field::optional("urge", NUMBER, "urge to do it, before couplings (0)"),
        Field::optional(
            "choice",
            Shape::Text,
            "of the possible actions of one choice one is done, with probability exp(urge) / sum of exp(urge); without it, the action is done with probability 1 / (1 + exp(-urge))",
        ),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

const OPERATIONS: &[(&str, &str)] = &[(
    "free_recall",
    "settle from a weak, noisy start without a cue; what came up is then lived through again",
)];

pub(crate) static EXPERIENCE: Table = Table {
    name: "experience",
    doc: "one episode: which inputs it sets",
    fields: &[
        Field::optional(
            "odds",
            NOT_NEGATIVE,
            "odds among the external experiences, before couplings (0)",
        ),
        Field::optional(
            "rate",
            EPISODES,
            "episodes a day of an internal experience, before couplings (0)",
        ),
        Field::optional(
            "felt",
            Shape::Boolean,
            "true when it counts for the affect of the day (false)",
        ),
        Field::optional(
            "stands_for",
            Shape::Number(Range::new(1.0, 20.0)),
            "number of like episodes that one simulated episode stands for: it learns, and counts, that many times (1)",
        ),
        Field::optional(
            "noise",
            NOT_NEGATIVE,
            "multiplies the noise of noisy inputs (1)",
        ),
        Field::optional(
            "shows",
            PATTERNS,
            "patterns that clamped populations show, each as population.pattern; of several of one population, one is drawn; a population that is not named shows any of its patterns (none is named)",
        ),
        Field::optional(
            "actions",
            Shape::List(&ACTION_NAME, 1),
            "actions that are possible between prediction and outcome (none)",
        ),
        Field::optional(
            "operation",
            Shape::Choice(OPERATIONS),
            "what is done apart from settling and learning (nothing)",
        ),
        Field::optional(
            "recall_from",
            Shape::Name(Names::Population),
            "population from which a memory is recalled",
        ),
        Field::optional(
            "recall_shows",
            Shape::Name(Names::ClampedPopulation),
            "clamped population that shows what was recalled",
        ),
        Field::optional(
            "start_noise",
            NOT_NEGATIVE,
            "each pattern starts at this times the square of a uniform draw (0)",
        ),
        Field::optional(
            "inputs",
            EPISODE_INPUTS,
            "inputs that it sets (none: each has its own default)",
        ),
        Field::optional(
            "recall_inputs",
            EPISODE_INPUTS,
            "inputs that are set while a memory is being searched (none: each has its own default)",
        ),
        Field::optional(
            "outcome_inputs",
            EPISODE_INPUTS,
            "inputs of a second settle, in which the outcome is shown; the first one gave the prediction (there is no second settle)",
        ),
        MEANING,
        SOURCE,
        GRADE,
    ],
    cases: Some(Cases {
        key: "operation",
        default: Some(""),
        cases: &[Case {
            value: "free_recall",
            needs: &["recall_from", "recall_shows"],
            may: &["start_noise", "recall_inputs"],
        }],
    }),
};

pub(crate) static PROBE: Table = Table {
    name: "probe",
    doc: "a situation in which the brain is observed without learning",
    fields: &[
        Field::required("inputs", EPISODE_INPUTS, "inputs that it sets"),
        Field::optional(
            "shows",
            PATTERNS,
            "patterns that clamped populations show, each as population.pattern; it is repeated for each combination of them (none is named)",
        ),
        Field::optional(
            "framings",
            NUMBERS,
            "values of the framing over which the mean is taken ([0.0])",
        ),
        Field::optional(
            "per_pattern",
            Shape::Boolean,
            "true when it is repeated for every pattern of the cue (true)",
        ),
        MEANING,
    ],
    cases: None,
};

const MEASURES: &[(&str, &str)] = &[
    (
        "probe",
        "offset + sum of weight * mean rate of population while a probe is shown",
    ),
    ("signal", "a signal"),
    ("count", "episodes a day of an experience, mean of the week"),
    ("spines", "structural synapses that exist"),
    (
        "early_mass",
        "sum of |w| of the change that is not yet consolidated",
    ),
    ("late_mass", "sum of |w| of the consolidated change"),
    ("weight", "mean weight of a projection"),
];

const TERM_SHAPE: Shape = Shape::Table(&TERM);

pub(crate) static TERM: Table = Table {
    name: "term",
    doc: "a part of a probed readout",
    fields: &[
        Field::required(
            "population",
            Shape::Name(Names::Population),
            "population whose mean rate counts",
        ),
        Field::required("weight", NUMBER, "how much it counts"),
    ],
    cases: None,
};

const fn measure(
    value: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
) -> Case {
    Case { value, needs, may }
}

pub(crate) static READOUT: Table = Table {
    name: "readout",
    doc: "one measured quantity",
    fields: &[
        Field::required("kind", Shape::Choice(MEASURES), "how it is measured"),
        Field::optional(
            "probe",
            Shape::Name(Names::Probe),
            "the probe that is shown",
        ),
        Field::optional("offset", NUMBER, "constant part (0)"),
        Field::optional("terms", Shape::List(&TERM_SHAPE, 1), "what is summed"),
        Field::optional("signal", Shape::Name(Names::Readable), "the signal"),
        Field::optional(
            "average",
            Shape::Boolean,
            "true for the mean of the week instead of the value at its end (false)",
        ),
        Field::optional(
            "experience",
            EXPERIENCE_NAME,
            "the experience that is counted",
        ),
        Field::optional(
            "projection",
            Shape::Name(Names::Projection),
            "the projection",
        ),
        TITLE,
        Field::required("unit", Shape::Text, "unit for people to read"),
        Field::optional(
            "region",
            Shape::Boolean,
            "true where it stands for the activity of a brain region (false)",
        ),
        Field::optional(
            "factor",
            Shape::Boolean,
            "true where it is a step between what is done and the severity, for the picture of slow factors (false)",
        ),
        MEANING,
    ],
    cases: Some(Cases {
        key: "kind",
        default: None,
        cases: &[
            measure("probe", &["probe", "terms"], &["offset"]),
            measure("signal", &["signal"], &["average"]),
            measure("count", &["experience"], &[]),
            measure("spines", &[], &[]),
            measure("early_mass", &[], &[]),
            measure("late_mass", &[], &[]),
            measure("weight", &["projection"], &[]),
        ],
    }),
};

const COMPONENT_SHAPE: Shape = Shape::Table(&COMPONENT);

pub(crate) static SEVERITY: Table = Table {
    name: "severity",
    doc: "100 * sum of weight * clip((readout - none) / (full - none), 0, 1)",
    fields: &[
        Field::optional(
            "title",
            Shape::Text,
            "what the score measures, where it is not the severity of an illness; pages and pictures then name it, and speak of lower and higher (the severity of an illness)",
        ),
        Field::required(
            "noise",
            NOT_NEGATIVE,
            "standard deviation of the noise of a rating scale, in points",
        ),
        Field::required(
            "ill_at",
            Shape::Number(Range::new(0.0, 100.0)),
            "rated score at or above which a person is ill",
        ),
        Field::required(
            "remission_below",
            Shape::Number(Range::new(0.0, 100.0)),
            "rated score below which a person is in remission",
        ),
        Field::optional(
            "response_share",
            SHARE,
            "response is a fall of the rated score by at least this share (0.5)",
        ),
        Field::required(
            "components",
            Shape::List(&COMPONENT_SHAPE, 1),
            "what the score is made of; the weights add up to 1",
        ),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static COMPONENT: Table = Table {
    name: "component",
    doc: "a part of the severity score",
    fields: &[
        Field::required(
            "readout",
            Shape::Name(Names::Readout),
            "readout that counts",
        ),
        Field::required("weight", SHARE, "how much it counts"),
        Field::required("none", NUMBER, "readout at which the component is 0"),
        Field::required("full", NUMBER, "readout at which the component is 1"),
    ],
    cases: None,
};
