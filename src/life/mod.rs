//! One person: traits, days, experiences, treatments, readouts, and the fork of a life.

mod course;
mod day;
mod drugs;
mod episode;
mod person;
mod plan;
mod readout;

pub use course::{
    Adherence, Afterglow, Belief, Course, DoseStep, DropOut, Drug, Phase, Practice, Routine,
    Sessions, Site, Taper, TaperShape, Treatment, dose_plan,
};
pub use day::{CourseState, live};
pub use person::{Life, Worker};
pub use plan::{
    Component, Distribution, Experience, LifePlan, PopulationSlots, Probe, ProjectionSlots,
    Readout, ReadoutKind, Recall, Severity, TallyPlan, TraitPlan,
};
pub use readout::Observation;
