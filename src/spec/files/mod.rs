//! Definition files as written: plain structures that mirror the TOML, one to one.
//!
//! They are filled only from files that the shapes of [`crate::spec::shape`] have found free of mistakes.

mod brain;
mod claim;
mod figures;
mod life;
mod network;
mod neuron;
mod ordered;
mod people;
mod physiology;
mod protocol;
mod published;
mod qualification;
mod quantity;
mod readout;
mod scenario;
mod stated;
mod synapse;
mod treatment;
mod variant;

pub use brain::{BrainFile, Settling, Transfer};
pub use claim::{
    ClaimFile, ClaimSource, ClaimTest, EstimandName, KnockOut, Prediction, Section, Stance, Stories,
};
pub use figures::{
    Compare, FigureMeasure, FigureTable, FigureUse, FiguresFile, FitBlock, FitBy, FitParameter,
    FitSeeds, FitTarget, LeftOut, SimulatedBy, SimulatedTable,
};
pub use life::{Action, Experience, Life, Operation, Probe};
pub use network::{Bound, Code, Connect, Gates, Inhibition, Night, Population, Projection, Rule};
pub use neuron::{BurstsTable, FluctuationTable, NeuronTable};
pub use ordered::OrderedMap;
pub use people::{Law, SeedsFile, Trait, TraitTable};
pub use physiology::{
    Combine, Coupling, CouplingTable, Curve, Factor, Input, Scope, Signal, Take, Tally,
};
pub use protocol::{
    AddedTable, ExperimentTable, GroupTable, PairBurstsTable, PathwayTable, PatternTable,
    ProtocolFile, ProtocolKind, RandomLagsTable, ResponseTable, SpanTable, StimulusDirection,
    StimulusStrength, TrainTable,
};
pub use published::{
    PublishedFile, PublishedPointTable, PublishedSeriesTable, PublishedStatus, PublishedUse,
};
pub use qualification::QualificationFile;
pub use readout::{Component, Measure, Readout, ReadoutTable, Severity, Term};
pub use scenario::{
    HistoryFile, Phase, ScenarioFile, ScheduledTreatment, Taper, TaperShape, TrialOrder, Trials,
};
pub use stated::{Grade, Stated};
pub use synapse::{
    CalciumNumbers, CaptureNumbers, FittedTable, PairNumbers, PairingName, RuleName,
    ShortTermNumbers, SlidingNumbers, SynapseFile, TetanusNumbers, TripletNumbers,
    WeightDependenceName,
};
pub use treatment::{
    Afterglow, Belief, Course, DoseRange, Dropout, Kinetics, Metabolite, Practice, Reliability,
    Routine, Sessions, Target, TreatmentFile, TreatmentKind,
};
pub use variant::{Change, Patch, VariantFile};
