//! An empty folder in which commands are typed.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Desk {
        Desk(TempDir::new().unwrap())
    }

    /// A desk with a file on it.
    pub fn with(name: &str, text: &str) -> Desk {
        let desk = Desk::new();
        desk.write(name, text);
        desk
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn record(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }

    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rewire"));
        command
            .args(line.split_whitespace())
            .current_dir(self.0.path());
        command
    }

    pub fn rewire(&self, line: &str) -> Output {
        self.command(line).output().unwrap()
    }

    /// Standard output and standard error of a command that succeeds.
    pub fn tells(&self, line: &str) -> (String, String) {
        let output = self.rewire(line);
        let errors = errors(&output);
        assert_eq!(output.status.code(), Some(0), "{line}: {errors}");
        (String::from_utf8(output.stdout).unwrap(), errors)
    }

    /// Standard output of a command that succeeds.
    pub fn says(&self, line: &str) -> String {
        self.tells(line).0
    }

    /// Standard error of a command that refuses its input, and writes nothing.
    pub fn refuses(&self, line: &str) -> String {
        let before = everything_below(self.0.path());
        let output = self.rewire(line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", errors(&output));
        assert_eq!(everything_below(self.0.path()), before, "{line} wrote");
        errors(&output)
    }

    /// Begins a command whose standard error is kept.
    pub fn begins(&self, line: &str) -> Child {
        let mut command = self.command(line);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// Begins a command and gives it a signal as soon as `begun` is so.
    pub fn interrupted(&self, line: &str, signal: &str, begun: impl Fn() -> bool) -> Output {
        let child = self.begins(line);
        let since = Instant::now();
        while !begun() {
            let waited = since.elapsed();
            assert!(waited < Duration::from_secs(120), "{line} never began");
            std::thread::sleep(Duration::from_millis(2));
        }
        stop(child, signal)
    }
}

/// Asserts that a command into the folder "run" that is interrupted as soon as one piece is kept says how to go on, and then ends with
/// the bytes of one that nobody disturbed.
pub fn goes_on_as_undisturbed(desk: &Desk, line: &str, files: &[&str]) {
    let line = &format!("{line} --output run");
    let contents = || -> Vec<Vec<u8>> {
        let read = |file: &&str| fs::read(desk.path("run").join(file)).unwrap();
        files.iter().map(read).collect()
    };
    desk.says(&format!("{line} --quiet"));
    let undisturbed = contents();
    fs::remove_dir_all(desk.path("run")).unwrap();
    let pieces = desk.path(".run.unfinished");
    let kept = || fs::read_dir(&pieces).is_ok_and(|mut pieces| pieces.next().is_some());
    let stopped = desk.interrupted(line, "-INT", kept);
    let said = errors(&stopped);
    assert_eq!(stopped.status.code(), Some(130), "{said}");
    assert!(said.contains("--resume"), "{said}");
    assert!(!desk.path("run").exists());
    let (_, notes) = desk.tells(&format!("{line} --resume"));
    assert!(notes.contains("taken over"), "{notes}");
    assert!(contents() == undisturbed, "the results differ");
    assert!(!pieces.exists());
}

/// Gives a process a signal, and waits for its end.
pub fn stop(child: Child, signal: &str) -> Output {
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    child.wait_with_output().unwrap()
}

pub fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file and folder, hidden ones included, sorted.
pub fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything_below(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

/// Names of what a folder holds, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
