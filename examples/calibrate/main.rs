//! Sets the fitted numbers of the affect brain against published figures, by simulation, and says how firmly they stand.
//!
//! ```text
//! evidence/calibration.toml ─▶ blocks, one after the other ─▶ Latin hypercube ─▶ steps along the local slope
//!                                                        ─▶ the same people again, and other people ─▶ docs/calibration.md
//! ```
//!
//! `cargo run --release --example calibrate -- [--block NAME] [--evaluations N] [--people N] [--write]`
//!
//! Only a figure marked `use = "calibrate"` is taken as a target: what tests the model is never fitted to. Nothing is written into
//! definition files; a person does that, with the grade `fitted` and the figure as source. `--evaluations 0` looks at the
//! files as they are.

mod document;
mod patch;
mod plan;
mod search;
mod simulate;

use clap::Parser;
use plan::Block;
use rewire::inference::Measured;
use rewire::spec::Library;
use search::Fit;
use std::path::{Path, PathBuf};

/// What went wrong, in words.
pub type Outcome<T> = Result<T, String>;

#[derive(Parser)]
#[command(about = "Calibrate the affect brain against published figures")]
struct Arguments {
    /// Only this block of evidence/calibration.toml (repeatable); default all, in order.
    #[arg(long)]
    block: Vec<String>,
    /// Points of the parameter space tried in each block; 0 looks at the files as they are.
    #[arg(long, default_value_t = 60)]
    evaluations: usize,
    /// Virtual people who live the history at each point; default: what the block says.
    #[arg(long)]
    people: Option<usize>,
    /// Write docs/calibration.md; blocks that are not run keep their sections.
    #[arg(long)]
    write: bool,
    /// Folder of the project.
    #[arg(long, default_value = env!("CARGO_MANIFEST_DIR"))]
    root: PathBuf,
}

/// A block with what came out of it.
pub struct Calibrated {
    /// The block.
    pub block: Block,
    /// The search.
    pub fit: Fit,
    /// Targets, then checks, on the people of the search.
    pub fitting: Vec<Measured>,
    /// The same on other people.
    pub checking: Vec<Measured>,
    /// How many people lived each history.
    pub people: usize,
}

fn main() -> std::process::ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("calibrate: {message}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Outcome<()> {
    let library = Library::new(Some(arguments.root.clone()));
    let calibration = plan::read(&library)?;
    if let Some(unknown) = arguments
        .block
        .iter()
        .find(|name| calibration.blocks.iter().all(|b| b.name != **name))
    {
        let known: Vec<&str> = calibration.blocks.iter().map(|b| b.name.as_str()).collect();
        return Err(format!(
            "there is no block {unknown:?}; there are {}",
            known.join(", ")
        ));
    }
    let mut earlier = Vec::new();
    let mut done = Vec::new();
    for block in calibration
        .blocks
        .iter()
        .filter(|b| arguments.block.is_empty() || arguments.block.contains(&b.name))
    {
        let calibrated = calibrate(&library, block, arguments, &calibration.seeds, &earlier)?;
        earlier.extend(
            block
                .parameters
                .iter()
                .cloned()
                .zip(calibrated.fit.best.at.iter().copied()),
        );
        done.push(calibrated);
    }
    if arguments.write {
        let path = arguments.root.join("docs/calibration.md");
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        write(
            &path,
            &document::markdown(&calibration, &done, arguments.evaluations, &before),
        )?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

fn calibrate(
    library: &Library,
    block: &Block,
    arguments: &Arguments,
    seeds: &plan::Seeds,
    earlier: &[(plan::Parameter, f64)],
) -> Outcome<Calibrated> {
    let people = arguments.people.unwrap_or(block.people);
    println!("\n{} ({}, {people} people)", block.name, block.variant);
    let start: Vec<f64> = block
        .parameters
        .iter()
        .map(|p| patch::start(library, block, p))
        .collect::<Outcome<_>>()?;
    let simulate = |points: &[Vec<f64>], first: u64, people: usize| {
        simulate::batch(library, block, earlier, points, first, people)
    };
    let mut evaluate = |points: &[Vec<f64>]| simulate(points, seeds.fit, people);
    let fit = search::search(block, &start, arguments.evaluations, &mut evaluate)?;
    let at = std::slice::from_ref(&fit.best.at);
    let (fitting, checking) = (
        simulate(at, seeds.fit, people)?.remove(0),
        simulate(at, seeds.check, people)?.remove(0),
    );
    let calibrated = Calibrated {
        block: block.clone(),
        fit,
        fitting,
        checking,
        people,
    };
    print!("{}", document::in_words(&calibrated));
    Ok(calibrated)
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str) -> Outcome<()> {
    let failed = |e: std::io::Error| format!("{}: {e}", path.display());
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    let draft = path.with_extension("part");
    std::fs::write(&draft, text).map_err(failed)?;
    std::fs::rename(&draft, path).map_err(failed)
}
