//! What several people or tests of one binary need is made once.

use rewire::spec::Library;
use rewire::spec::files::BrainFile;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

type Cell<V> = Arc<OnceLock<Arc<V>>>;

/// Values by key, each made by the first who asks; others wait for it.
pub struct Shared<K, V>(Mutex<BTreeMap<K, Cell<V>>>);

impl<K: Ord, V> Shared<K, V> {
    pub const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let cell = {
            // Who panicked while making a value left no half of one behind.
            let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            cells.entry(key).or_default().clone()
        };
        cell.get_or_init(|| Arc::new(make())).clone()
    }
}

/// A shipped brain under a variant, read once and not once for each person.
pub fn resolved(brain: &str, variant: &str) -> BrainFile {
    static READ: Shared<(String, String), BrainFile> = Shared::new();
    let read = READ.get((brain.to_owned(), variant.to_owned()), || {
        let resolved = Library::new(None).resolve_variant(brain, variant);
        resolved
            .unwrap_or_else(|mistakes| panic!("{mistakes}"))
            .brain
    });
    (*read).clone()
}
