//! Files of the lab by name: found, checked and read.

use super::diagnostics::Diagnostics;
use super::files::{ProtocolFile, PublishedFile, SynapseFile};
use super::library::{Library, Sourced};
use super::rules::lab;
use super::scope::Scope;
use super::shape::{Kind, Names};

impl Library {
    /// Reads a synapse of the lab.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read_synapse(&self, name: &str) -> Result<Sourced<SynapseFile>, Diagnostics> {
        let mut draft = self.open(Kind::Synapse, name)?;
        draft.check(Kind::Synapse, &Scope::default(), lab::synapse);
        draft.finish()
    }

    /// Reads a protocol of the lab; the synapses and the evidence that it names must be there, and the synapses fit.
    ///
    /// # Errors
    /// All mistakes of the file itself.
    pub fn read_protocol(&self, name: &str) -> Result<Sourced<ProtocolFile>, Diagnostics> {
        let mut draft = self.open(Kind::Protocol, name)?;
        let mut scope = Scope::default();
        scope.add(Names::Synapse, self.names(Kind::Synapse));
        scope.add(Names::Published, self.names(Kind::Published));
        let synapses = self.names(Kind::Synapse);
        draft.check(Kind::Protocol, &scope, |root| {
            let mut found = lab::protocol(root);
            found.extend(lab::misfits(root, |name| {
                let known = synapses.iter().find(|known| *known == name)?;
                let synapse = self.open(Kind::Synapse, known).ok()?;
                Some(synapse.root.get("rule")?.text()?.to_owned())
            }));
            found
        });
        draft.finish()
    }

    /// Reads published points of the lab.
    ///
    /// # Errors
    /// All mistakes of the file.
    pub fn read_published(&self, name: &str) -> Result<Sourced<PublishedFile>, Diagnostics> {
        let mut draft = self.open(Kind::Published, name)?;
        draft.check(Kind::Published, &Scope::default(), |_| Vec::new());
        draft.finish()
    }
}
