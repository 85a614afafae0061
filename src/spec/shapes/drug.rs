//! Shapes of the sections of a drug.

use super::{GRADE, NOT_NEGATIVE, NOTE, SHARE, SOURCE};
use crate::spec::shape::{Field, Names, Range, Shape, Table};
use crate::units::Dimension;

const TRAIT_NAME: Shape = Shape::Name(Names::Trait);
const DAY_INPUT: Shape = Shape::Name(Names::DayInput);
const EPISODE_INPUT: Shape = Shape::Name(Names::EpisodeInput);
const LENGTH: Shape = Shape::Quantity(Dimension::Time, Range::POSITIVE);
pub(super) const HOUR: Shape = Shape::Quantity(Dimension::Time, Range::SHARE);
pub(super) const DOSE: Shape = Shape::Quantity(Dimension::Mass, Range::NOT_NEGATIVE);
pub(super) const DOSE_PER_KG: Shape =
    Shape::Quantity(Dimension::MassPerWeight, Range::NOT_NEGATIVE);
/// A quarter of an hour and more: what is closer together is an infusion.
pub(super) const INTERVAL: Shape =
    Shape::Quantity(Dimension::Time, Range::new(1.0 / 96.0, f64::INFINITY));
pub(super) const TIMES: Shape = Shape::List(&HOUR, 1);

pub(crate) static COURSE: Table = Table {
    name: "course",
    doc: "how much of a drug is taken, and when",
    fields: &[
        Field::optional("dose", DOSE, "one dose"),
        Field::optional(
            "dose_per_kg",
            DOSE_PER_KG,
            "one dose for each kilogram of the body, in place of dose",
        ),
        Field::optional(
            "weight_trait",
            TRAIT_NAME,
            "trait that is the weight of the body in kg",
        ),
        Field::required(
            "every",
            INTERVAL,
            "time between doses; with times, between the days that have them",
        ),
        Field::optional("at", HOUR, "time of day of the first dose"),
        Field::optional(
            "times",
            TIMES,
            "times of day of all doses of a day, in place of at",
        ),
        Field::optional(
            "range",
            Shape::Table(&DOSE_RANGE),
            "doses of a day that the numbers of this file are known to hold for",
        ),
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static DOSE_RANGE: Table = Table {
    name: "range of doses",
    doc: "doses of a day that were looked at: beyond them a run extrapolates, and says so",
    fields: &[
        Field::required("least", DOSE, "lowest dose of a day"),
        Field::required("most", DOSE, "highest dose of a day"),
        NOTE,
        SOURCE,
        GRADE,
    ],
    cases: None,
};

pub(crate) static KINETICS: Table = Table {
    name: "kinetics",
    doc: "first-order absorption into one compartment, and elimination from it",
    fields: &[
        Field::required(
            "half_life",
            Shape::Stated(&LENGTH),
            "elimination half-life at a clearance of 1",
        ),
        Field::required(
            "volume",
            Shape::Stated(&Shape::Quantity(Dimension::Volume, Range::POSITIVE)),
            "apparent volume of distribution",
        ),
        Field::required(
            "absorption_rate",
            Shape::Stated(&Shape::Quantity(Dimension::Rate, Range::POSITIVE)),
            "rate of absorption",
        ),
        Field::optional(
            "clearance_traits",
            Shape::List(&TRAIT_NAME, 0),
            "traits whose product multiplies the clearance",
        ),
        Field::optional(
            "metabolite",
            Shape::Table(&METABOLITE),
            "an active substance that the drug is turned into",
        ),
    ],
    cases: None,
};

pub(crate) static METABOLITE: Table = Table {
    name: "metabolite",
    doc: "an active substance that a drug is turned into, in one compartment",
    fields: &[
        Field::required("name", Shape::Text, "what it is called"),
        Field::required(
            "share",
            Shape::Stated(&SHARE),
            "mass of it for each mass of the drug that is eliminated",
        ),
        Field::required(
            "half_life",
            Shape::Stated(&LENGTH),
            "elimination half-life at a clearance of 1",
        ),
        Field::required(
            "volume",
            Shape::Stated(&Shape::Quantity(Dimension::Volume, Range::POSITIVE)),
            "apparent volume of distribution",
        ),
        Field::required(
            "potency",
            Shape::Stated(&NOT_NEGATIVE),
            "effect of a concentration, relative to the same concentration of the drug",
        ),
        Field::optional(
            "clearance_traits",
            Shape::List(&TRAIT_NAME, 0),
            "traits whose product multiplies the clearance",
        ),
    ],
    cases: None,
};

pub(crate) static TARGET: Table = Table {
    name: "target",
    doc: "maximum * C / (C + half_effect * sensitivity): the share of a target that the drug occupies by itself; drugs at one target compete",
    fields: &[
        Field::required(
            "input",
            DAY_INPUT,
            "input that receives the mean occupancy of the day",
        ),
        Field::optional(
            "concentration_input",
            DAY_INPUT,
            "input that receives the mean concentration of the day",
        ),
        Field::optional(
            "dose_input",
            DAY_INPUT,
            "input that receives the dose taken on the day",
        ),
        Field::optional(
            "session_input",
            EPISODE_INPUT,
            "input of episodes that receives the concentration at a session, in units of the half effect",
        ),
        Field::optional(
            "sensitivity_trait",
            TRAIT_NAME,
            "trait that multiplies the concentration of half effect",
        ),
        Field::required(
            "maximum",
            Shape::Stated(&SHARE),
            "greatest share that can be occupied",
        ),
        Field::required(
            "half_effect",
            Shape::Stated(&Shape::Quantity(Dimension::Concentration, Range::POSITIVE)),
            "concentration for half of the maximum",
        ),
        Field::optional(
            "half_effect_dose",
            Shape::Stated(&Shape::Quantity(Dimension::Mass, Range::POSITIVE)),
            "daily dose for half of the maximum; a hyperbolic taper is made with it",
        ),
    ],
    cases: None,
};
