//! Runs the commands that the lessons in `docs/lessons/` name, and writes what comes out below them.
//!
//! ```text
//! docs/lessons/NN-*.md ─▶ rewire, once for each command ─▶ tables in docs/lessons/NN-*.md, docs/lessons/pictures/*.svg
//! ```
//!
//! `cargo build --release && cargo run --release --example lessons -- [NN-LESSON ...]`

mod blocks;

use blocks::Bench;
use clap::Parser;
use std::path::{Path, PathBuf};

#[derive(Parser)]
#[command(about = "Write tables and pictures of the lessons anew")]
struct Arguments {
    /// Only these lessons, such as 05-extinction-is-not-erasure.
    lessons: Vec<String>,
    /// Folder of the project.
    #[arg(long, default_value = env!("CARGO_MANIFEST_DIR"))]
    root: PathBuf,
}

fn main() -> Result<(), String> {
    let arguments = Arguments::parse();
    let folder = arguments.root.join("docs/lessons");
    let mut bench = Bench::new(program()?, &arguments.root)?;
    for path in lessons(&folder)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if arguments.lessons.is_empty() || arguments.lessons.iter().any(|of| *of == name) {
            write(&mut bench, &folder, &path)?;
        }
    }
    Ok(())
}

/// The program that was built beside this example.
fn program() -> Result<PathBuf, String> {
    let here = std::env::current_exe().map_err(|error| error.to_string())?;
    let built = here.parent().and_then(Path::parent);
    let program = built
        .unwrap_or(&here)
        .join(format!("rewire{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        Ok(program)
    } else {
        let place = program.display();
        Err(format!(
            "there is no {place}: build the program first, with `cargo build --release`"
        ))
    }
}

fn lessons(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| told(folder, &e))?;
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.ends_with(".md") && name.starts_with(|c: char| c.is_ascii_digit())
        })
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    Ok(paths)
}

fn write(bench: &mut Bench, folder: &Path, path: &Path) -> Result<(), String> {
    let page = std::fs::read_to_string(path).map_err(|e| told(path, &e))?;
    for (asked, target) in blocks::pictures(&page) {
        let (results, _) = bench.results(asked.command)?;
        let plot = results.join(asked.of.unwrap_or_default());
        std::fs::copy(&plot, folder.join(target)).map_err(|e| told(&plot, &e))?;
    }
    std::fs::write(path, bench.filled(&page)?).map_err(|e| told(path, &e))
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
