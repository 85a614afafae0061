//! Everything that the lab needs, resolved at once: protocols with the synapses and the published points that they name.

use super::compile::{CompileError, compile_protocol, compile_published, compile_synapse};
use super::diagnostics::{Diagnostic, Diagnostics, Mistake, list};
use super::files::{ProtocolFile, PublishedFile, SynapseFile};
use super::library::{Library, Sourced};
use super::shape::Kind;
use crate::lab::evaluate::simulate_published;
use crate::lab::experiment::{Experiment, PublishedSeries};
use crate::lab::{Protocol, Synapse};

/// A protocol with everything that it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// The protocol as meant.
    pub protocol: Protocol,
    /// Its file.
    pub file: Sourced<ProtocolFile>,
    /// The synapses that it is done to, as meant.
    pub synapses: Vec<Synapse>,
    /// Their files.
    pub synapse_files: Vec<Sourced<SynapseFile>>,
    /// Published points that it is held against.
    pub published: Vec<Sourced<PublishedFile>>,
}

impl Setup {
    /// Puts published points into the panels that they belong to.
    pub fn add_published(&self, experiment: &mut Experiment) {
        for file in &self.published {
            let series: Vec<PublishedSeries> = compile_published(file);
            let wanted = file.value.panel.as_deref();
            let panel = experiment
                .panels
                .iter_mut()
                .find(|panel| wanted.is_none_or(|wanted| panel.name == wanted));
            if let Some(panel) = panel {
                panel.published.extend(series);
            }
        }
    }
}

impl Library {
    /// Names of all protocols, in the order that they give themselves.
    pub fn protocols(&self) -> Vec<String> {
        let mut names = self.names(Kind::Protocol);
        names.sort_by_cached_key(|name| {
            let file = self.read_protocol(name);
            file.ok()
                .and_then(|file| file.value.order)
                .unwrap_or(u32::MAX)
        });
        names
    }

    /// Reads protocols by name or path; `synapses`, where some are named, take the place of those that the protocols name.
    ///
    /// With `where_they_fit`, a protocol that none of the named synapses answers to is left out.
    ///
    /// # Errors
    /// All mistakes of all files involved, and synapses that answer to none of the protocols.
    pub fn read_bench(
        &self,
        protocols: &[String],
        synapses: &[String],
        where_they_fit: bool,
    ) -> Result<Vec<Setup>, Diagnostics> {
        let mut mistakes = Diagnostics::default();
        let mut setups: Vec<Setup> = Vec::new();
        for name in protocols {
            match self.setup(name, synapses) {
                Ok(setup) if setups.iter().any(|known| known.file == setup.file) => {}
                Ok(setup) => setups.push(setup),
                Err(more) => mistakes.0.extend(more.0),
            }
        }
        mistakes.tidy().unless_empty(())?;
        let mut alone = Diagnostics::default();
        for setup in &setups {
            if setup.synapses.is_empty() && !where_they_fit {
                alone.0.push(self.nothing_fits(setup));
            }
        }
        setups.retain(|setup| !setup.synapses.is_empty());
        for name in synapses {
            let short = name.rsplit('/').next().unwrap_or(name);
            let short = short.strip_suffix(".toml").unwrap_or(short);
            let is_used = setups
                .iter()
                .any(|setup| setup.synapses.iter().any(|synapse| synapse.name == short));
            if !is_used && alone.0.is_empty() {
                let message = "the synapse answers to none of these protocols";
                alone.0.push(
                    Diagnostic::of_file(name, Mistake::Contradiction, message)
                        .allowed("a synapse whose rule fits at least one of them")
                        .next(
                            "name another protocol; rewire show NAME says what rule a synapse has",
                        ),
                );
            }
        }
        alone.unless_empty(setups)
    }

    fn nothing_fits(&self, setup: &Setup) -> Diagnostic {
        let fitting = self.names(Kind::Synapse).into_iter().filter(|name| {
            let file = self.read_synapse(name);
            let synapse = file.ok().and_then(|file| compile_synapse(&file).ok());
            synapse.is_some_and(|synapse| setup.protocol.procedure.accepts(&synapse.rule))
        });
        let fitting: Vec<String> = fitting.collect();
        let message = "none of the named synapses answers to this protocol";
        Diagnostic::of_file(&setup.file.name, Mistake::Contradiction, message)
            .allowed(list(fitting.iter().map(String::as_str)))
            .next("name one of these with --synapse")
    }

    fn setup(&self, name: &str, synapses: &[String]) -> Result<Setup, Diagnostics> {
        let file = self.read_protocol(name)?;
        let unfit = |error: CompileError| {
            Diagnostics::from(Diagnostic::of_file(name, Mistake::Contradiction, error.0))
        };
        let mut protocol = compile_protocol(&file).map_err(unfit)?;
        let mut mistakes = Diagnostics::default();
        let asked = if synapses.is_empty() {
            &file.value.synapses
        } else {
            synapses
        };
        let (mut meant, mut files): (Vec<Synapse>, Vec<_>) = (Vec::new(), Vec::new());
        for synapse in asked {
            match self.read_synapse(synapse) {
                Ok(file) => {
                    let synapse = compile_synapse(&file).map_err(unfit)?;
                    let is_new = meant.iter().all(|known| known.name != synapse.name);
                    if protocol.procedure.accepts(&synapse.rule) && is_new {
                        meant.push(synapse);
                        files.push(file);
                    }
                }
                Err(more) => mistakes.0.extend(more.0),
            }
        }
        let mut published = Vec::new();
        for evidence in &file.value.evidence {
            match self.read_published(evidence) {
                Ok(evidence) => published.push(evidence),
                Err(more) => mistakes.0.extend(more.0),
            }
        }
        let series: Vec<PublishedSeries> = published.iter().flat_map(compile_published).collect();
        simulate_published(&mut protocol, &series);
        mistakes.tidy().unless_empty(Setup {
            protocol,
            file,
            synapses: meant,
            synapse_files: files,
            published,
        })
    }
}
