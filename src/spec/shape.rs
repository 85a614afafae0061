//! The shape of definition files as plain data: from it come the checks, the JSON Schema and the explanations.

pub use super::range::{LARGEST, Range};
use super::shapes;
use crate::units::Dimension;

/// Kinds of definition files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `models/<name>.toml`.
    Brain,
    /// `models/<brain>/<name>.toml`.
    Variant,
    /// `treatments/<name>.toml`.
    Treatment,
    /// `scenarios/<name>.toml`.
    Scenario,
    /// `scenarios/histories/<name>.toml`.
    History,
    /// `seeds/<name>.toml`.
    Seeds,
    /// `synapses/<name>.toml`.
    Synapse,
    /// `protocols/<name>.toml`.
    Protocol,
    /// `evidence/synapse/<name>.toml`.
    Published,
    /// `claims/<name>.toml`.
    Claim,
    /// `evidence/<name>.toml`.
    Figures,
    /// `qualifications/<name>.toml`.
    Qualification,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 12] = [
        Kind::Brain,
        Kind::Variant,
        Kind::Treatment,
        Kind::Scenario,
        Kind::History,
        Kind::Seeds,
        Kind::Synapse,
        Kind::Protocol,
        Kind::Published,
        Kind::Claim,
        Kind::Figures,
        Kind::Qualification,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Brain => "brain",
            Kind::Variant => "variant",
            Kind::Treatment => "treatment",
            Kind::Scenario => "scenario",
            Kind::History => "history",
            Kind::Seeds => "seeds",
            Kind::Synapse => "synapse",
            Kind::Protocol => "protocol",
            Kind::Published => "evidence",
            Kind::Claim => "claim",
            Kind::Figures => "figures",
            Kind::Qualification => "qualification",
        }
    }

    /// Folder of its files within a library; variants stand in the folder of their brain below it.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Brain | Kind::Variant => "models",
            Kind::Treatment => "treatments",
            Kind::Scenario => "scenarios",
            Kind::History => "scenarios/histories",
            Kind::Seeds => "seeds",
            Kind::Synapse => "synapses",
            Kind::Protocol => "protocols",
            Kind::Published => "evidence/synapse",
            Kind::Claim => "claims",
            Kind::Figures => "evidence",
            Kind::Qualification => "qualifications",
        }
    }

    /// The shape of the file as a whole.
    pub fn shape(self) -> &'static Table {
        match self {
            Kind::Brain => &shapes::brain::BRAIN,
            Kind::Variant => &shapes::variant::VARIANT,
            Kind::Treatment => &shapes::treatment::TREATMENT,
            Kind::Scenario => &shapes::scenario::SCENARIO,
            Kind::History => &shapes::scenario::HISTORY,
            Kind::Seeds => &shapes::scenario::SEEDS,
            Kind::Synapse => &shapes::synapse::SYNAPSE,
            Kind::Protocol => &shapes::protocol::PROTOCOL,
            Kind::Published => &shapes::published::PUBLISHED,
            Kind::Claim => &shapes::claim::CLAIM,
            Kind::Figures => &shapes::figures::FIGURES,
            Kind::Qualification => &shapes::qualification::QUALIFICATION,
        }
    }
}

/// A table with a fixed set of keys.
#[derive(Debug)]
pub struct Table {
    /// What one such table is called.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
    /// Which keys belong to which value of one of them.
    pub cases: Option<Cases>,
}

/// A key of a table.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What may stand there.
    pub shape: Shape,
    /// Whether it must stand there.
    pub required: bool,
    /// What it is, in a line.
    pub doc: &'static str,
}

/// What may stand somewhere.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// True or false.
    Boolean,
    /// Any text.
    Text,
    /// One of a few words, each with its meaning.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number.
    Integer(Range),
    /// A finite number.
    Number(Range),
    /// A text of a number and a unit; the range counts base units.
    Quantity(Dimension, Range),
    /// The shape itself, or a table of `value`, `meaning`, `source` and `grade`.
    Stated(&'static Shape),
    /// The name of something defined elsewhere.
    Name(Names),
    /// A list with at least so many items.
    List(&'static Shape, usize),
    /// A table with fixed keys.
    Table(&'static Table),
    /// Tables under names that the author chooses.
    Entries(&'static Table),
    /// Values under the names of things defined elsewhere.
    Values(Names, &'static Shape),
    /// New values under dotted paths into the brain.
    Patches,
}

/// Keys that belong to one value of another key.
#[derive(Debug)]
pub struct Cases {
    /// The key that decides.
    pub key: &'static str,
    /// Its value when it is absent.
    pub default: Option<&'static str>,
    /// Keys of each of its values.
    pub cases: &'static [Case],
}

/// Keys of one case; a key that stands in any case is not allowed in the others.
#[derive(Debug)]
pub struct Case {
    /// Value of the deciding key.
    pub value: &'static str,
    /// Keys that must stand there.
    pub needs: &'static [&'static str],
    /// Keys that may stand there.
    pub may: &'static [&'static str],
}

/// What a name can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Names {
    /// A population.
    Population,
    /// A population whose activity is set by what happens.
    ClampedPopulation,
    /// A projection.
    Projection,
    /// An input that holds for a day.
    DayInput,
    /// An input that holds for an episode.
    EpisodeInput,
    /// A trait.
    Trait,
    /// A factor.
    Factor,
    /// Anything with a value: inputs, traits, factors, signals, tallies, actions, activity and prediction of populations.
    Readable,
    /// Anything that a coupling can act on.
    Target,
    /// A pattern that is given its name here.
    OwnPattern,
    /// A pattern of a clamped population, as `population.pattern`.
    Pattern,
    /// An action.
    Action,
    /// A coupling.
    Coupling,
    /// An experience.
    Experience,
    /// A probe.
    Probe,
    /// A readout.
    Readout,
    /// A brain.
    Brain,
    /// Another brain that lends; what is there is seen when it is borrowed.
    Lender,
    /// A variant of the same brain.
    Variant,
    /// A treatment.
    Treatment,
    /// A history.
    History,
    /// A synapse of the lab.
    Synapse,
    /// Published points for the lab.
    Published,
    /// A scenario.
    Scenario,
    /// A protocol of the lab.
    Protocol,
    /// A set of virtual people.
    Seeds,
    /// A file of published figures.
    Figures,
}

impl Names {
    /// The word for it, with its article.
    pub fn word(self) -> &'static str {
        match self {
            Names::Population => "a population",
            Names::ClampedPopulation => "a clamped population",
            Names::Projection => "a projection",
            Names::DayInput => "an input of scope \"day\"",
            Names::EpisodeInput => "an input of scope \"episode\"",
            Names::Trait => "a trait",
            Names::Factor => "a factor",
            Names::Readable => "a signal",
            Names::Target => "a target of couplings",
            Names::OwnPattern => "a pattern",
            Names::Pattern => "a named pattern of a clamped population",
            Names::Action => "an action",
            Names::Coupling => "a coupling",
            Names::Experience => "an experience",
            Names::Probe => "a probe",
            Names::Readout => "a readout",
            Names::Brain => "a brain",
            Names::Lender => "another brain",
            Names::Variant => "a variant of this brain",
            Names::Treatment => "a treatment",
            Names::History => "a history",
            Names::Synapse => "a synapse",
            Names::Published => "a file of published points",
            Names::Scenario => "a scenario",
            Names::Protocol => "a protocol",
            Names::Seeds => "a set of people",
            Names::Figures => "a file of published figures",
        }
    }
}

impl Table {
    /// The field with a key.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    /// A key that must stand there.
    pub const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Field {
        Field {
            name,
            shape,
            required: true,
            doc,
        }
    }

    /// A key that may stand there.
    pub const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> Field {
        Field {
            name,
            shape,
            required: false,
            doc,
        }
    }
}
