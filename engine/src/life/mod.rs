//! One person: traits, days, experiences, treatments, readouts, and the fork of a life.

mod course;
mod day;
mod drugs;
mod episode;
mod person;
mod plan;
mod readout;
mod recall;
mod scene;
mod trials;

pub use course::{
    Adherence, Afterglow, Belief, Course, DoseStep, DropOut, Drug, Phase, Practice, Routine,
    Sessions, Site, Taper, TaperShape, Treatment, Trials, dose_plan,
};
pub use day::{CourseState, Moment, live, live_closely};
pub use episode::{CHOICES, SHOWN};
pub use person::{Life, Worker};
pub use plan::{
    ActionPlan, Choice, Component, Distribution, Experience, LifePlan, PopulationSlots, Probe,
    ProjectionSlots, Readout, ReadoutKind, Recall, Severity, Shown, Take, TallyPlan, TraitPlan,
};
pub use readout::{Network, Observation};
pub use trials::TrialOrder;
