//! Blocks of a lesson: a comment that names a command, and below it what the command gives.
//!
//! ```text
//! <!-- begin: rewire run A B --variant V -->                                        the table that it prints
//! <!-- begin: rewire run A B --variant V | mean mean of weekly.csv where readout=severity week=0,8 by scenario across week -->
//! <!-- end -->
//! <!-- picture: rewire run A B --variant V | plots/outcomes.svg -->                 the picture in the line below
//! ```
//!
//! After `|` stands a table of means: `mean COLUMN ... of FILE [where COLUMN=VALUE,VALUE ...] by COLUMN ... [across COLUMN]`. It has a row
//! for each combination of what stands in the columns after `by`, and a column for each value of the one after `across`, or else for each
//! of those after `mean`. `COLUMN/title` gives a column another title.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const BEGIN: &str = "<!-- begin: ";
const PICTURE: &str = "<!-- picture: ";
const CLOSE: &str = " -->";
const END: &str = "<!-- end -->";
/// The line with which the program says where the results are. It and what follows differ from run to run.
const WRITTEN: &str = " s: wrote ";

/// What a comment asks for: a command, and what of its results is meant.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub command: &'a str,
    pub of: Option<&'a str>,
}

fn asked<'a>(line: &'a str, start: &str) -> Option<Asked<'a>> {
    let inner = line.strip_prefix(start)?.strip_suffix(CLOSE)?;
    Some(match inner.split_once(" | ") {
        Some((command, of)) => Asked {
            command,
            of: Some(of),
        },
        None => Asked {
            command: inner,
            of: None,
        },
    })
}

/// The pictures of a page: what is asked for, and the path of the picture in the line below.
pub fn pictures(page: &str) -> Vec<(Asked<'_>, &str)> {
    let pairs = page.lines().zip(page.lines().skip(1));
    pairs
        .filter_map(|(comment, line)| {
            let path = line.split_once("](")?.1.strip_suffix(')')?;
            Some((asked(comment, PICTURE)?, path))
        })
        .collect()
}

/// Runs commands, each once, and keeps their results as long as it lives.
pub struct Bench {
    program: PathBuf,
    root: PathBuf,
    desk: TempDir,
    printed: BTreeMap<String, (PathBuf, String)>,
}

impl Bench {
    /// A bench for a program, with the definition files of a folder.
    ///
    /// # Errors
    /// If there is no place for temporary files.
    pub fn new(program: PathBuf, root: &Path) -> Result<Self, String> {
        Ok(Self {
            program,
            root: root.to_owned(),
            desk: TempDir::new().map_err(|error| error.to_string())?,
            printed: BTreeMap::new(),
        })
    }

    /// The folder of results of a command, and what it printed.
    ///
    /// # Errors
    /// If the command fails or is none of `rewire`.
    pub fn results(&mut self, command: &str) -> Result<(PathBuf, String), String> {
        if let Some(known) = self.printed.get(command) {
            return Ok(known.clone());
        }
        let words = command
            .strip_prefix("rewire ")
            .ok_or_else(|| format!("`{command}` is no command of rewire"))?;
        let folder = self.desk.path().join(self.printed.len().to_string());
        let output = Command::new(&self.program)
            .args(words.split_whitespace())
            .args(["--library", "."])
            .arg("--output")
            .arg(&folder)
            .current_dir(&self.root)
            .output()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{command}\n{said}"));
        }
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let results = (folder, printed);
        self.printed.insert(command.to_owned(), results.clone());
        Ok(results)
    }

    /// A page with all its blocks written anew.
    ///
    /// # Errors
    /// If a block has no end, a command fails, or a table cannot be made.
    pub fn filled(&mut self, page: &str) -> Result<String, String> {
        let mut text = String::new();
        let mut lines = page.lines();
        while let Some(line) = lines.next() {
            let _ = writeln!(text, "{line}");
            let Some(asked) = asked(line, BEGIN) else {
                continue;
            };
            if !lines.by_ref().any(|line| line == END) {
                return Err(format!("{line}\nhas no end"));
            }
            let (folder, printed) = self.results(asked.command)?;
            let block = match asked.of {
                Some(table) => means(&folder, table).map_err(|e| format!("{line}\n{e}"))?,
                None => format!("```text\n{}\n```\n", lasting(&printed)),
            };
            let _ = writeln!(text, "{block}{END}");
        }
        Ok(text)
    }
}

/// What is the same on every run.
fn lasting(printed: &str) -> String {
    let lines: Vec<&str> = printed
        .lines()
        .take_while(|line| !line.contains(WRITTEN))
        .collect();
    lines.join("\n").trim_end().to_owned()
}

/// A column of a file and its title.
#[derive(Clone, Copy)]
struct Column<'a> {
    at: usize,
    title: &'a str,
}

/// The place of an item in a list, at the end of which it is put if it is new.
fn place<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|of| *of == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}

/// A table of means in Markdown, from a file of a run.
fn means(folder: &Path, table: &str) -> Result<String, String> {
    let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut part = "";
    for word in table.split_whitespace() {
        match word {
            // A column may be called so as well.
            "mean" if part == "mean" => parts.entry(part).or_default().push(word),
            "mean" | "of" | "where" | "by" | "across" => part = word,
            _ => parts.entry(part).or_default().push(word),
        }
    }
    let words = |part: &str| parts.get(part).cloned().unwrap_or_default();
    let file = words("of").concat();
    let mut reader = csv::Reader::from_path(folder.join(&file)).map_err(|e| e.to_string())?;
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    let column = |word| {
        let (name, title) = str::split_once(word, '/').unwrap_or((word, word));
        let at = header.iter().position(|of| of == name);
        at.map(|at| Column { at, title })
            .ok_or_else(|| format!("{file} has no column `{name}`"))
    };
    let columns = |part| {
        let words = words(part).into_iter();
        words.map(column).collect::<Result<Vec<Column>, _>>()
    };
    let (measured, by, across) = (columns("mean")?, columns("by")?, columns("across")?);
    let mut only = Vec::new();
    for word in words("where") {
        let (name, values) = word.split_once('=').unwrap_or((word, ""));
        only.push((column(name)?.at, values.split(',').collect::<Vec<_>>()));
    }
    let (mut rows, mut titles) = (Vec::new(), Vec::new());
    let mut sums: BTreeMap<(usize, usize), (f64, u32)> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        if !only
            .iter()
            .all(|(at, values)| values.contains(&&record[*at]))
        {
            continue;
        }
        let row: Vec<String> = by
            .iter()
            .map(|of| text_of(&record[of.at]).to_owned())
            .collect();
        let row = place(&mut rows, row);
        for of in &measured {
            let Ok(value) = record[of.at].parse::<f64>() else {
                continue;
            };
            let title = across.first().map_or(of.title.to_owned(), |of| {
                let value = text_of(&record[of.at]);
                let is_number = value.parse::<f64>().is_ok();
                let unit = if is_number { of.title } else { "" };
                format!("{unit} {value}").trim_start().to_owned()
            });
            let sum = sums.entry((row, place(&mut titles, title))).or_default();
            *sum = (sum.0 + value, sum.1 + 1);
        }
    }
    if sums.is_empty() {
        return Err(format!("nothing in {file} is meant"));
    }
    let mean = |cell: &(f64, u32)| cell.0 / f64::from(cell.1);
    let largest = sums.values().map(|c| mean(c).abs()).fold(0.0, f64::max);
    let digits = [10.0, 0.5].iter().filter(|&&end| largest < end).count() + 1;
    let names = by.iter().map(|of| of.title.to_owned());
    let mut text = row_of(names.chain(titles.iter().cloned()));
    let lines = by
        .iter()
        .map(|_| "---")
        .chain(titles.iter().map(|_| "---:"));
    let _ = writeln!(text, "|{}|", lines.collect::<Vec<_>>().join("|"));
    for (at, row) in rows.iter().enumerate() {
        let cells = (0..titles.len()).map(|of| {
            let cell = sums.get(&(at, of)).map(mean);
            cell.map_or(String::new(), |value| format!("{value:.digits$}"))
        });
        text += &row_of(row.iter().cloned().chain(cells));
    }
    Ok(text)
}

/// A cell without the apostrophe that keeps a spreadsheet from running it.
fn text_of(cell: &str) -> &str {
    let marked = cell.strip_prefix('\'');
    marked
        .filter(|rest| rest.starts_with(['=', '+', '-', '@']))
        .unwrap_or(cell)
}

fn row_of(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}
