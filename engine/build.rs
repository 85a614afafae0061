//! Names the engine: a hash of every source that decides how a life is lived. Lives that were kept by another engine are not
//! taken for those of this one.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::Path;

const SOURCES: [&str; 10] = [
    "Cargo.toml",
    "../Cargo.lock",
    "src/random.rs",
    "src/content.rs",
    "src/kernels",
    "src/plasticity",
    "src/physiology",
    "src/circuit",
    "src/life",
    "src/cohort",
];

fn main() -> io::Result<()> {
    let mut hash = DefaultHasher::new();
    hash.write(std::env::var("TARGET").unwrap_or_default().as_bytes());
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        add(Path::new(source), &mut hash)?;
    }
    println!("cargo:rustc-env=REWIRE_ENGINE={:016x}", hash.finish());
    Ok(())
}

fn add(path: &Path, hash: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::path);
        return entries
            .iter()
            .try_for_each(|entry| add(&entry.path(), hash));
    }
    // Without a lock file, as where this is a library of another program, the versions of Cargo.toml must do.
    if path.exists() {
        hash.write(path.as_os_str().as_encoded_bytes());
        hash.write(&fs::read(path)?);
    }
    Ok(())
}
