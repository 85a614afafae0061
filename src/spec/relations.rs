//! What a named thing is and how it hangs together with the others: what drives it, what it drives, who sets and switches it.

use super::equation;
use super::files::{BrainFile, Coupling, Grade, Measure, ScenarioFile, TreatmentFile};
use super::library::Library;
use super::locate::{Located, Opened};
use super::shape::Kind;
use super::study::ResolvedVariant;
use serde::Serialize;

/// A named thing with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Explanation {
    /// Name.
    pub name: String,
    /// What it is and where it belongs, such as `slow factor of the brain affect`.
    pub what: String,
    /// Meaning, as its file says.
    pub meaning: String,
    /// Its number or numbers, with units.
    pub value: Option<String>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// How well they are known.
    pub grade: Option<Grade>,
    /// Its equation, where it has one.
    pub equation: Option<String>,
    /// What drives it.
    pub driven_by: Vec<String>,
    /// What it drives.
    pub drives: Vec<String>,
    /// Variants that switch it on or off or change it.
    pub switched_by: Vec<String>,
    /// Treatments, scenarios, histories and experiences that set it.
    pub set_by: Vec<String>,
    /// Command that says more.
    pub more: Option<String>,
}

/// A brain with everything of the library that bears on its names.
pub struct Surroundings {
    /// Name of the brain.
    pub name: String,
    /// The brain.
    pub brain: BrainFile,
    /// Its variants.
    pub variants: Vec<ResolvedVariant>,
    /// All treatments.
    pub treatments: Vec<(String, TreatmentFile)>,
    /// Scenarios that use it.
    pub scenarios: Vec<(String, ScenarioFile)>,
    /// All histories, with their phases.
    pub histories: Vec<(String, super::files::HistoryFile)>,
}

impl Surroundings {
    /// Reads a brain and everything that can be read around it; files with mistakes are left out.
    pub fn read(library: &Library, name: &str) -> Option<Surroundings> {
        let brain = library.read_brain(name).ok()?.value;
        let variants = library.variants_of(name);
        let of = |kind: Kind| library.names(kind).into_iter();
        let scenarios = of(Kind::Scenario)
            .filter_map(|scenario| {
                Some((
                    scenario.clone(),
                    library.read_scenario(&scenario).ok()?.value,
                ))
            })
            .filter(|(_, scenario)| scenario.brain == name);
        Some(Surroundings {
            name: name.to_owned(),
            variants: variants
                .iter()
                .filter_map(|variant| library.resolve_variant(name, variant).ok())
                .collect(),
            treatments: of(Kind::Treatment)
                .filter_map(|treatment| {
                    Some((
                        treatment.clone(),
                        library.read_treatment(&treatment).ok()?.value,
                    ))
                })
                .collect(),
            scenarios: scenarios.collect(),
            histories: of(Kind::History)
                .filter_map(|history| {
                    Some((history.clone(), library.read_history(&history).ok()?.value))
                })
                .collect(),
            brain,
        })
    }

    /// Every name that can be explained, with its section before it.
    pub fn names(&self) -> Vec<String> {
        let brain = &self.brain;
        let mut names = Vec::new();
        let mut add = |section: &str, of: Vec<&str>| {
            names.extend(of.into_iter().map(|name| format!("{section}.{name}")));
        };
        add("couplings", brain.couplings.names().collect());
        add("factors", brain.factors.names().collect());
        add("signals", brain.signals.names().collect());
        add("inputs", brain.inputs.names().collect());
        add("traits", brain.traits.names().collect());
        add("populations", brain.populations.names().collect());
        add("projections", brain.projections.names().collect());
        add("experiences", brain.experiences.names().collect());
        add("tallies", brain.tallies.names().collect());
        add("inhibition", brain.inhibition.names().collect());
        add("probes", brain.probes.names().collect());
        add("readouts", brain.readouts.names().collect());
        for (_, treatment) in &self.treatments {
            add("experiences", treatment.experiences.names().collect());
        }
        names
    }

    /// Explains a name, or `section.name`; several things may share a name.
    pub fn explain(&self, asked: &str) -> Vec<Explanation> {
        let mut found: Vec<Explanation> = Vec::new();
        for full in self.names() {
            let (section, name) = full.split_once('.').unwrap_or(("", &full));
            if name != asked && full != asked {
                continue;
            }
            if let Some(mut explained) = self.entry(section, name)
                && found.iter().all(|known| known.what != explained.what)
            {
                self.relate(section, name, &mut explained);
                found.push(explained);
            }
        }
        found
    }

    /// What the file says of it.
    fn entry(&self, section: &str, name: &str) -> Option<Explanation> {
        let brain = &self.brain;
        let mut explained = Explanation {
            name: name.to_owned(),
            ..Explanation::default()
        };
        let mut is = |what: &str, meaning: &str, source: &Option<String>, grade: Option<Grade>| {
            explained.what = format!("{what} of the brain {}", self.name);
            explained.meaning = meaning.to_owned();
            explained.source = source.clone().filter(|source| !source.is_empty());
            explained.grade = grade;
        };
        match section {
            "couplings" => {
                let x = brain.couplings.get(name)?;
                let what = if x.contested {
                    "disputed coupling"
                } else {
                    "coupling"
                };
                is(
                    what,
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let claim = x
                    .claim
                    .as_ref()
                    .map(|claim| format!("; bears on claim {claim}"))
                    .unwrap_or_default();
                explained.value = Some(format!("strength {}{claim}", x.strength));
                explained.equation = Some(equation::of_coupling(x));
            }
            "factors" => {
                let x = brain.factors.get(name)?;
                is(
                    "slow factor",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let initial = x
                    .initial
                    .map(|initial| format!(", {initial} at birth"))
                    .unwrap_or_default();
                explained.value = Some(format!(
                    "{} at rest{initial}, time constant {}",
                    x.rest, x.time_constant
                ));
                explained.equation = Some(equation::of_factor(brain, name, x));
            }
            "signals" => {
                let x = brain.signals.get(name)?;
                is("signal", &x.meaning, &x.source, x.grade);
                explained.value = Some(format!("{} before its couplings", x.base));
                explained.equation = Some(equation::of_signal(brain, name, x));
            }
            "inputs" => {
                let x = brain.inputs.get(name)?;
                is("input", &x.meaning, &x.source, x.grade);
                let holds = match x.scope {
                    super::files::Scope::Day => "a day",
                    super::files::Scope::Episode => "an episode",
                };
                let noise = if x.noise > 0.0 {
                    format!(", with noise of standard deviation {}", x.noise)
                } else {
                    String::new()
                };
                explained.value = Some(format!(
                    "{} where nothing sets it, for {holds} at a time{noise}",
                    x.default
                ));
            }
            "traits" => {
                let x = brain.traits.get(name)?;
                is(
                    "trait",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let unit = x
                    .unit
                    .as_ref()
                    .map(|unit| format!(" ({unit})"))
                    .unwrap_or_default();
                explained.value = Some(format!(
                    "{}{unit}; drawn once for each person",
                    x.law.words()
                ));
            }
            "populations" => {
                let x = brain.populations.get(name)?;
                is("population", &x.meaning, &x.source, x.grade);
                let region = x
                    .region
                    .as_ref()
                    .map(|region| format!(", region {region}"))
                    .unwrap_or_default();
                explained.value = Some(format!("{} units{region}", x.size));
                explained.equation = Some(equation::of_population(brain, name, x));
            }
            "projections" => {
                let x = brain.projections.get(name)?;
                is(
                    "projection",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                let fixed = if x.rule.is_none() { ", fixed" } else { "" };
                explained.value = Some(format!(
                    "from {} to {}, weight {} at birth{fixed}",
                    x.from, x.to, x.initial
                ));
                explained.equation = equation::of_projection(brain, x);
            }
            "experiences" => self.experience(name, &mut explained)?,
            "tallies" => {
                let x = brain.tallies.get(name)?;
                is("tally", &x.meaning, &None, None);
                explained.equation = Some(format!("{name} = mean of {} over the day", x.of));
            }
            "inhibition" => {
                let x = brain.inhibition.get(name)?;
                is(
                    "pool of inhibition",
                    &x.meaning,
                    &x.source,
                    Some(x.grade.unwrap_or(Grade::Assumed)),
                );
                explained.value = Some(format!(
                    "strength {}, shared by {}",
                    x.strength,
                    x.members.join(", ")
                ));
            }
            "probes" => {
                let x = brain.probes.get(name)?;
                is("probe", &x.meaning, &None, None);
                explained.value = Some(settings(x.inputs.iter()));
            }
            "readouts" => {
                let x = brain.readouts.get(name)?;
                is("readout", &x.meaning, &None, None);
                explained.value = Some(format!("{:?} in pictures, in {}", x.title, x.unit));
                explained.equation = Some(format!("{name} = {}", measured(&x.measure)));
            }
            _ => return None,
        }
        Some(explained)
    }

    fn experience(&self, name: &str, explained: &mut Explanation) -> Option<()> {
        let of_brain = self
            .brain
            .experiences
            .get(name)
            .map(|x| (format!("the brain {}", self.name), x));
        let of_treatment = || {
            self.treatments.iter().find_map(|(treatment, file)| {
                Some((
                    format!("the treatment {treatment}"),
                    file.experiences.get(name)?,
                ))
            })
        };
        let (owner, x) = of_brain.or_else(of_treatment)?;
        explained.what = format!("experience of {owner}");
        explained.meaning = x.meaning.clone();
        explained.source = x.source.clone();
        explained.grade = x.grade;
        let often = match (x.odds, x.rate) {
            (odds, _) if odds > 0.0 => format!("odds {odds} among what happens; "),
            (_, rate) if rate > 0.0 => format!("{rate} episodes a day; "),
            _ => String::new(),
        };
        explained.value = Some(format!("{often}sets {}", settings(x.inputs.iter())));
        Some(())
    }

    fn relate(&self, section: &str, name: &str, explained: &mut Explanation) {
        let brain = &self.brain;
        let acts = matches!(
            section,
            "factors"
                | "signals"
                | "inputs"
                | "traits"
                | "tallies"
                | "populations"
                | "projections"
                | "experiences"
        );
        if acts {
            for (coupling_name, coupling) in brain.couplings.iter() {
                let line = || line(coupling_name, coupling);
                if owner(&coupling.to) == name {
                    explained.driven_by.push(line());
                }
                if owner(&coupling.from) == name {
                    explained.drives.push(line());
                } else if coupling.times.iter().any(|factor| owner(factor) == name) {
                    explained.drives.push(format!("multiplies {}", line()));
                }
            }
        }
        super::relations_of_circuit::relate(brain, section, name, explained);
        super::relations_of_files::relate(self, section, name, explained);
    }
}

/// What a bare name, or a file, is; the name of a file comes without its folder.
pub fn of_file(library: &Library, file: &Located) -> Option<Explanation> {
    let opened = library.read(file).ok()?;
    let (what, meaning, title) = match &opened {
        Opened::Scenario(s) => ("scenario".to_owned(), &s.value.question, &s.value.title),
        Opened::Treatment(t) => ("treatment".to_owned(), &t.value.meaning, &t.value.title),
        Opened::History(h) => ("history".to_owned(), &h.value.description, &h.value.title),
        Opened::Seeds(s) => (
            "set of virtual people".to_owned(),
            &s.value.meaning,
            &s.value.title,
        ),
        Opened::Brain(b) => ("brain".to_owned(), &b.value.summary, &b.value.title),
        Opened::Variant(brain, v) => (
            format!("variant of the brain {brain}"),
            &v.file.value.says,
            &v.file.value.title,
        ),
    };
    let mut explained = Explanation {
        name: file.short().to_owned(),
        what: format!("{what}: {title}"),
        meaning: meaning.split_whitespace().collect::<Vec<_>>().join(" "),
        more: Some(format!("rewire show {}", file.name)),
        ..Explanation::default()
    };
    if let Opened::Variant(_, variant) = &opened {
        explained.drives = variant
            .switched_on
            .iter()
            .filter_map(|(name, _)| Some(line(name, variant.brain.couplings.get(name)?)))
            .collect();
    }
    Some(explained)
}

/// A coupling in a line: `serotonin_raises_bdnf: serotonin_tone to bdnf, +0.24, disputed (antidepressants raise BDNF)`.
fn line(name: &str, coupling: &Coupling) -> String {
    let disputed = if coupling.contested { ", disputed" } else { "" };
    format!(
        "{name}: {} to {}, {:+}{disputed} ({})",
        coupling.from, coupling.to, coupling.strength, coupling.meaning
    )
}

/// Name of the thing to which a signal or a target belongs: `control` of `control.activity`.
pub fn owner(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// `stress = 1, adversity = 1`.
pub(super) fn settings<'a>(inputs: impl Iterator<Item = (&'a str, &'a f64)>) -> String {
    let parts: Vec<String> = inputs
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

fn measured(measure: &Measure) -> String {
    match measure {
        Measure::Probe {
            probe,
            offset,
            terms,
        } => {
            let terms: String = terms
                .iter()
                .map(|term| format!(" {:+} * rate of {}", term.weight, term.population))
                .collect();
            format!("{offset}{terms}, while the probe {probe} is shown")
        }
        Measure::Signal {
            signal,
            average: true,
        } => format!("mean of {signal} over the week"),
        Measure::Signal {
            signal,
            average: false,
        } => format!("{signal} at the end of the week"),
        Measure::Count { experience } => {
            format!("episodes of {experience} a day, mean of the week")
        }
        Measure::Spines => "structural synapses that exist".to_owned(),
        Measure::EarlyMass => "sum of |w| of the change that is not yet consolidated".to_owned(),
        Measure::LateMass => "sum of |w| of the consolidated change".to_owned(),
        Measure::Weight { projection } => format!("mean weight of {projection}"),
    }
}
