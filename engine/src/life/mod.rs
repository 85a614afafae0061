//! One person: traits, days, experiences, treatments, readouts, and the fork of a life.

pub mod clock;
mod course;
mod day;
mod doses;
mod drugs;
mod episode;
mod halt;
mod occupancy;
mod person;
mod plan;
mod readout;
mod recall;
mod scene;
mod sets;
mod treated;
mod trials;

pub use clock::Hours;
pub use course::{
    Adherence, Afterglow, Belief, Course, DropOut, Drug, Meeting, Phase, Practice, Routine,
    Sessions, Site, Stretch, Told, Treatment, Trials, Week, meetings,
};
pub use day::{Moment, live, live_closely};
pub use doses::{Dose, Regimen, Rhythm, Taper, TaperShape};
pub use episode::{CHOICES, SHOWN};
pub use halt::{EPISODES_A_DAY, Halt};
pub use person::{Life, Worker};
pub use plan::{
    ActionPlan, Choice, Component, Distribution, Experience, LifePlan, PopulationSlots, Probe,
    ProjectionSlots, Readout, ReadoutKind, Recall, Severity, Shown, Take, TallyPlan, TraitPlan,
};
pub use readout::{Network, Observation};
pub use sets::Sets;
pub use treated::CourseState;
pub use trials::TrialOrder;
