//! Shapes of scenario, history and seeds files.

use super::drug::{DOSE, DOSE_PER_KG, HOUR, INTERVAL, TIMES};
use super::treatment::DAYS_A_WEEK;
use super::{EPISODES, MEANING, NUMBER, SHARE, TITLE};
use crate::spec::shape::{Field, Names, Range, Shape, Table};
use crate::units::Dimension;

/// A hundred years: longer than any life that is simulated, and short enough to be allocated.
const MOMENT: Shape = Shape::Quantity(Dimension::Time, Range::new(0.0, 36_525.0));
const LENGTH: Shape = Shape::Quantity(Dimension::Time, Range::POSITIVE);
const DOSE_NUMBER: Shape = Shape::Integer(Range::new(1.0, 1e6));
const NUMBERS: Shape = Shape::List(&DOSE_NUMBER, 0);
const PHASE_SHAPE: Shape = Shape::Table(&PHASE);
const SCHEDULED_SHAPE: Shape = Shape::Table(&SCHEDULED);
const PHASES: Field = Field::required(
    "phases",
    Shape::List(&PHASE_SHAPE, 1),
    "stretches of life, one after the other without gaps, from week 0",
);

pub(crate) static SCENARIO: Table = Table {
    name: "scenario",
    doc: "one course of life and treatment after a history",
    fields: &[
        TITLE,
        Field::required("question", Shape::Text, "the question it asks"),
        Field::required("description", Shape::Text, "what happens in it"),
        Field::required(
            "brain",
            Shape::Name(Names::Brain),
            "brain that the people have",
        ),
        Field::required(
            "history",
            Shape::Name(Names::History),
            "history that they have lived through",
        ),
        Field::required("outcome_at", LENGTH, "time at which the outcome is judged"),
        Field::optional(
            "claims",
            Shape::List(&Shape::Text, 0),
            "ids of the claims it bears on",
        ),
        Field::optional(
            "look_at",
            Shape::Name(Names::Readout),
            "readout that shows best what the scenario is about, drawn in the gallery (the severity)",
        ),
        PHASES,
        Field::optional(
            "treatments",
            Shape::List(&SCHEDULED_SHAPE, 0),
            "treatments with their calendar",
        ),
    ],
    cases: None,
};

pub(crate) static HISTORY: Table = Table {
    name: "history",
    doc: "what people live through before anyone is selected",
    fields: &[
        TITLE,
        Field::required("description", Shape::Text, "what happens in it"),
        PHASES,
    ],
    cases: None,
};

pub(crate) static PHASE: Table = Table {
    name: "phase",
    doc: "a stretch of life",
    fields: &[
        Field::required("name", Shape::Text, "what it is called in pictures"),
        Field::required("from", MOMENT, "beginning"),
        Field::required("to", MOMENT, "end"),
        Field::optional(
            "inputs",
            Shape::Values(Names::DayInput, &NUMBER),
            "inputs that it sets for every day",
        ),
        Field::optional(
            "trials",
            Shape::List(&TRIALS_SHAPE, 0),
            "episodes of an experiment, held on the days of the phase (none)",
        ),
        Field::optional(
            "order",
            Shape::Choice(ORDERS),
            "in which order the trials of a day are held (as_listed)",
        ),
    ],
    cases: None,
};

const ORDERS: &[(&str, &str)] = &[
    ("as_listed", "all of the first entry, then all of the next"),
    (
        "alternating",
        "one of each entry in turn; an entry that has none left is passed over",
    ),
    (
        "shuffled",
        "drawn anew for each person and day; the same in every scenario with as many trials on that day",
    ),
];

const TRIALS_SHAPE: Shape = Shape::Table(&TRIALS);

pub(crate) static TRIALS: Table = Table {
    name: "trials",
    doc: "episodes of an experiment",
    fields: &[
        Field::required(
            "use",
            Shape::Name(Names::Experience),
            "experience of the brain",
        ),
        Field::required(
            "number",
            Shape::Integer(Range::new(1.0, 1000.0)),
            "episodes on such a day",
        ),
        Field::optional(
            "every",
            LENGTH,
            "time from one such day to the next; the first is the first of the phase (1 day)",
        ),
        Field::optional(
            "shows",
            super::life::PATTERNS,
            "patterns that clamped populations show, in place of what the experience says of these populations (those of the experience)",
        ),
        Field::optional(
            "probability",
            SHARE,
            "probability with which each of them is held, drawn for each person, day and trial (1)",
        ),
        Field::optional(
            "otherwise",
            Shape::Name(Names::Experience),
            "experience that takes the place of one that is not held; needs `probability` (nothing)",
        ),
    ],
    cases: None,
};

pub(crate) static SCHEDULED: Table = Table {
    name: "scheduled treatment",
    doc: "a treatment with its calendar; what is given here replaces what the treatment's own file says",
    fields: &[
        Field::required(
            "use",
            Shape::Name(Names::Treatment),
            "name of the treatment",
        ),
        Field::required("from", MOMENT, "beginning"),
        Field::required("to", MOMENT, "end, including a taper"),
        Field::optional(
            "already",
            MOMENT,
            "how long a drug has been taken when the scenario begins; it is then in the body, and its start changes no belief",
        ),
        Field::optional("dose", DOSE, "one dose of a drug"),
        Field::optional(
            "dose_per_kg",
            DOSE_PER_KG,
            "one dose of a drug for each kilogram of the body",
        ),
        Field::optional(
            "loading",
            DOSE,
            "first dose of a drug, where it is another one",
        ),
        Field::optional(
            "missed",
            NUMBERS,
            "numbers of doses that are left out; the first is 1",
        ),
        Field::optional("doubled", NUMBERS, "numbers of doses that are taken twice"),
        Field::optional("every", INTERVAL, "time between doses or sessions"),
        Field::optional("at", HOUR, "time of day of a dose, a session or a routine"),
        Field::optional(
            "times",
            TIMES,
            "times of day of all doses of a day, in place of at",
        ),
        Field::optional(
            "sessions",
            Shape::Integer(Range::new(0.0, 10_000.0)),
            "number of sessions; none is no therapy",
        ),
        Field::optional(
            "episodes",
            Shape::Integer(Range::new(1.0, 1000.0)),
            "episodes in one session",
        ),
        Field::optional(
            "per_day",
            EPISODES,
            "episodes of a practice on a day; none is no practice",
        ),
        Field::optional(
            "days_a_week",
            DAYS_A_WEEK,
            "days of a week on which a routine is done; none is no routine",
        ),
        Field::optional(
            "taper",
            Shape::Table(&TAPER),
            "how a drug is reduced before its end",
        ),
    ],
    cases: None,
};

const TAPER_SHAPES: &[(&str, &str)] = &[
    ("linear", "equal steps of the dose"),
    (
        "hyperbolic",
        "equal steps of occupancy: large steps of dose first, tiny ones last",
    ),
];

pub(crate) static TAPER: Table = Table {
    name: "taper",
    doc: "reduction of a dose in steps, over the last stretch of a treatment",
    fields: &[
        Field::required(
            "shape",
            Shape::Choice(TAPER_SHAPES),
            "what falls in equal steps",
        ),
        Field::required("over", LENGTH, "length of the reduction"),
        Field::required(
            "steps",
            Shape::Integer(Range::new(1.0, 1000.0)),
            "number of steps",
        ),
    ],
    cases: None,
};

pub(crate) static SEEDS: Table = Table {
    name: "seeds",
    doc: "a set of virtual people: one seed each",
    fields: &[
        TITLE,
        MEANING,
        Field::required(
            "first",
            Shape::Integer(Range::new(0.0, 9_007_199_254_740_992.0)),
            "seed of the first person; the others follow without gaps",
        ),
        Field::required(
            "count",
            Shape::Integer(Range::new(1.0, 1_000_000.0)),
            "number of people",
        ),
    ],
    cases: None,
};
