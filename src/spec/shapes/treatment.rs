//! Shape of a treatment file.

use super::drug::{COURSE, HOUR, INTERVAL, KINETICS, TARGET};
use super::life::EXPERIENCE;
use super::{EPISODES, GRADE, MEANING, NOTE, NUMBER, SHARE, SOURCE, TITLE};
use crate::spec::shape::{Case, Cases, Field, Names, Range, Shape, Table};
use crate::units::Dimension;

const KINDS: &[(&str, &str)] = &[
    ("drug", "a substance with kinetics and a target"),
    ("placebo", "a believed pill without a substance"),
    ("therapy", "sessions with a person who guides"),
    ("practice", "something done alone, every day"),
    (
        "routine",
        "something done on some days of the week that sets inputs of these days",
    ),
];

const EXPERIENCE_NAME: Shape = Shape::Name(Names::Experience);
const TRAIT_NAME: Shape = Shape::Name(Names::Trait);
const EPISODE_INPUT: Shape = Shape::Name(Names::EpisodeInput);
pub(super) const DAYS_A_WEEK: Shape = Shape::Integer(Range::new(0.0, 7.0));
const LENGTH: Shape = Shape::Quantity(Dimension::Time, Range::POSITIVE);
const TARGET_SHAPE: Shape = Shape::Table(&TARGET);

pub(crate) static TREATMENT: Table = Table {
    name: "treatment",
    doc: "what is done to help: a generator of experiences and of inputs to slow factors",
    fields: &[
        TITLE,
        Field::required(
            "kind",
            Shape::Choice(KINDS),
            "which of the sections below it needs",
        ),
        MEANING,
        Field::optional(
            "stream",
            Shape::Text,
            "luck that it shares with other treatments of this stream (by kind and target, or experience)",
        ),
        Field::optional(
            "course",
            Shape::Table(&COURSE),
            "drug: how much is taken, and when",
        ),
        Field::optional(
            "kinetics",
            Shape::Table(&KINETICS),
            "drug: how it is taken up, spread and cleared",
        ),
        Field::optional(
            "targets",
            Shape::List(&TARGET_SHAPE, 1),
            "drug: what it binds to",
        ),
        Field::optional(
            "adherence",
            Shape::Table(&RELIABILITY),
            "drug, placebo or routine: how reliably a dose is taken, a routine kept",
        ),
        Field::optional(
            "sessions",
            Shape::Table(&SESSIONS),
            "therapy: what its sessions consist of",
        ),
        Field::optional(
            "homework",
            Shape::Table(&PRACTICE),
            "therapy: what is done between sessions",
        ),
        Field::optional(
            "attendance",
            Shape::Table(&RELIABILITY),
            "therapy: how reliably a session is attended",
        ),
        Field::optional(
            "practice",
            Shape::Table(&PRACTICE),
            "practice: what is done every day",
        ),
        Field::optional(
            "routine",
            Shape::Table(&ROUTINE),
            "routine: on which days it sets its inputs",
        ),
        Field::optional("dropout", Shape::Table(&DROPOUT), "who stops early"),
        Field::optional(
            "belief",
            Shape::Table(&BELIEF),
            "what expecting help does at the start",
        ),
        Field::optional(
            "experiences",
            Shape::Entries(&EXPERIENCE),
            "experiences that only this treatment brings",
        ),
        Field::optional(
            "inputs",
            Shape::Values(Names::DayInput, &NUMBER),
            "inputs that it sets for every day while it lasts",
        ),
    ],
    cases: Some(Cases {
        key: "kind",
        default: None,
        cases: &[
            Case {
                value: "drug",
                needs: &["course", "kinetics", "targets"],
                may: &["adherence"],
            },
            Case {
                value: "placebo",
                needs: &[],
                may: &["adherence"],
            },
            Case {
                value: "therapy",
                needs: &["sessions"],
                may: &["homework", "attendance"],
            },
            Case {
                value: "practice",
                needs: &["practice"],
                may: &[],
            },
            Case {
                value: "routine",
                needs: &["routine"],
                may: &["adherence"],
            },
        ],
    }),
};

pub(crate) static ROUTINE: Table = Table {
    name: "routine",
    doc: "something done on some days of the week: on these days the inputs of the treatment are set",
    fields: &[
        Field::required("days_a_week", DAYS_A_WEEK, "days of a week, spread evenly"),
        Field::required("at", HOUR, "time of day"),
        Field::optional(
            "afterglow",
            Shape::Table(&AFTERGLOW),
            "what is left of it at a session on the same day",
        ),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static AFTERGLOW: Table = Table {
    name: "afterglow",
    doc: "an effect that fades within hours: 1 at once, a half after each half-life",
    fields: &[
        Field::required(
            "input",
            EPISODE_INPUT,
            "input of episodes that receives what is left",
        ),
        Field::required(
            "half_life",
            Shape::Stated(&LENGTH),
            "time in which it halves",
        ),
    ],
    cases: None,
};

pub(crate) static RELIABILITY: Table = Table {
    name: "reliability",
    doc: "something happens with probability floor + (1 - floor) * trait",
    fields: &[
        Field::required("trait", TRAIT_NAME, "the trait"),
        Field::required("floor", SHARE, "probability for a person whose trait is 0"),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static DROPOUT: Table = Table {
    name: "dropout",
    doc: "who stops for good before the end",
    fields: &[
        Field::required(
            "probability",
            SHARE,
            "probability of stopping within the time below",
        ),
        Field::required(
            "within",
            LENGTH,
            "the time to which the probability belongs",
        ),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static BELIEF: Table = Table {
    name: "belief",
    doc: "a factor that is set to level * trait when the treatment begins",
    fields: &[
        Field::required("factor", Shape::Name(Names::Factor), "the factor"),
        Field::required("trait", TRAIT_NAME, "the trait"),
        Field::required("level", NUMBER, "factor of the trait"),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static SESSIONS: Table = Table {
    name: "sessions",
    doc: "what the sessions of a therapy consist of",
    fields: &[
        Field::required(
            "number",
            Shape::Integer(Range::new(1.0, 10_000.0)),
            "number of sessions",
        ),
        Field::required("every", INTERVAL, "time between sessions"),
        Field::required(
            "episodes",
            Shape::Integer(Range::new(1.0, 1000.0)),
            "episodes in one session",
        ),
        Field::required("experience", EXPERIENCE_NAME, "what one episode is"),
        Field::optional("ends_with", EXPERIENCE_NAME, "what a session ends with"),
        Field::optional(
            "ending_episodes",
            Shape::Integer(Range::new(1.0, 1000.0)),
            "episodes of that (1)",
        ),
        Field::optional("at", HOUR, "time of day at which a session begins"),
        Field::optional(
            "hour_input",
            EPISODE_INPUT,
            "input of episodes that receives the hour",
        ),
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static PRACTICE: Table = Table {
    name: "practice",
    doc: "something done alone",
    fields: &[
        Field::required("experience", EXPERIENCE_NAME, "what it is"),
        Field::required("per_day", EPISODES, "episodes on a day, at a trait of 1"),
        Field::optional("trait", TRAIT_NAME, "trait that multiplies them"),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};
