//! The directory of a run: there whole or not at all, and nothing of anyone else's is lost.

mod synthetic;

use rewire::report::files::{FileError, RunDirectory};
use rewire::report::tables::{Format, TableOptions, read_run, write_run};
use std::fs;
use std::path::Path;
use synthetic::run;
use synthetic::saved::{example, info, names, write_to, written};

#[test]
fn an_occupied_target_is_refused_without_force_and_named() {
    let (_output, path) = written(&example(), Format::Csv);
    let before = fs::read(path.join("run.json")).unwrap();
    let error = RunDirectory::create(&path, false).unwrap_err();
    assert!(matches!(error, FileError::Occupied(_)));
    assert!(
        error.to_string().contains("--force") && error.to_string().contains(path.to_str().unwrap())
    );
    assert_eq!(fs::read(path.join("run.json")).unwrap(), before);
    // An empty directory is as good as none.
    let empty = tempfile::tempdir().unwrap();
    write_to(empty.path(), &example(), Format::Csv);
    assert!(read_run(empty.path()).is_ok());
}

#[test]
fn force_replaces_a_run_and_keeps_what_is_not_of_a_run() {
    let (output, path) = written(&example(), Format::Both);
    fs::create_dir_all(path.join("plots")).unwrap();
    fs::create_dir_all(path.join("thoughts")).unwrap();
    for name in [
        "plots/old.svg",
        "plots/mine.txt",
        "notes.txt",
        "thoughts/run.json",
    ] {
        fs::write(path.join(name), name).unwrap();
    }
    let other = run(1, 1, 3, |_| 1.0);
    let directory = RunDirectory::create(&path, true).unwrap();
    write_run(&directory, &other, &info(), &TableOptions::default()).unwrap();
    // Until the end the old run stands.
    assert_eq!(read_run(&path).unwrap(), example());
    directory.finish().unwrap();
    assert_eq!(read_run(&path).unwrap(), other);
    let expected = [
        "arms.csv",
        "contrasts.csv",
        "notes.txt",
        "people.csv",
        "plots",
        "readouts.csv",
        "run.json",
        "summary.csv",
        "thoughts",
        "trajectories.parquet",
        "weekly.csv",
    ];
    assert_eq!(names(&path), expected);
    assert_eq!(names(&path.join("plots")), ["mine.txt"]);
    assert_eq!(
        fs::read_to_string(path.join("thoughts/run.json")).unwrap(),
        "thoughts/run.json"
    );
    assert_eq!(names(output.path()), ["run"]);
}

#[test]
fn force_does_not_replace_what_is_not_a_run() {
    let output = tempfile::tempdir().unwrap();
    fs::write(output.path().join("thesis.tex"), "years of work").unwrap();
    assert!(matches!(
        RunDirectory::create(output.path(), true).unwrap_err(),
        FileError::NotARun(..)
    ));
    let file = output.path().join("thesis.tex");
    assert!(matches!(
        RunDirectory::create(&file, true).unwrap_err(),
        FileError::System { .. }
    ));
    assert_eq!(fs::read_to_string(file).unwrap(), "years of work");
}

#[test]
fn what_appears_at_the_target_meanwhile_is_not_replaced() {
    let output = tempfile::tempdir().unwrap();
    let path = output.path().join("run");
    let directory = RunDirectory::create(&path, false).unwrap();
    write_to(&path, &example(), Format::Csv);
    assert!(matches!(
        directory.finish().unwrap_err(),
        FileError::Occupied(_)
    ));
    assert!(read_run(&path).is_ok());
    assert_eq!(names(output.path()), ["run"]);
}

#[test]
fn dropping_leaves_nothing_behind() {
    let output = tempfile::tempdir().unwrap();
    let path = output.path().join("run");
    let directory = RunDirectory::create(&path, false).unwrap();
    directory.write("plots/severity.svg", b"<svg/>").unwrap();
    let hidden = names(output.path());
    assert!(hidden.len() == 1 && hidden[0].starts_with(".run.") && hidden[0].ends_with(".partial"));
    // Two attempts at the same time do not meet.
    drop(RunDirectory::create(&path, false).unwrap());
    assert_eq!(names(output.path()), hidden);
    drop(directory);
    assert!(names(output.path()).is_empty());
}

#[test]
fn names_that_lead_out_of_the_directory_are_refused() {
    let output = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&output.path().join("run"), false).unwrap();
    for name in ["../escaped", "/etc/escaped", "", "a/../../b"] {
        assert!(
            matches!(directory.file(name).unwrap_err(), FileError::Name(_)),
            "{name}"
        );
    }
    assert!(matches!(
        RunDirectory::create(Path::new("/"), true),
        Err(FileError::Name(_))
    ));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_that_names_the_file_and_leaves_nothing() {
    for (name, format) in [
        ("trajectories.csv", Format::Csv),
        ("trajectories.parquet", Format::Parquet),
        ("summary.csv", Format::Csv),
        ("people.csv", Format::Csv),
        ("run.json", Format::Csv),
    ] {
        let output = tempfile::tempdir().unwrap();
        let target = output.path().join("run");
        let directory = RunDirectory::create(&target, false).unwrap();
        // Every write to this device fails as on a full disk.
        std::os::unix::fs::symlink("/dev/full", directory.path().join(name)).unwrap();
        let options = TableOptions {
            format,
            ..TableOptions::default()
        };
        let error = write_run(&directory, &example(), &info(), &options)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(target.join(name).to_str().unwrap()),
            "{error}"
        );
        assert!(error.contains("No space left on device"), "{error}");
        drop(directory);
        assert!(names(output.path()).is_empty());
    }
}

#[cfg(unix)]
#[test]
fn a_directory_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let output = tempfile::tempdir().unwrap();
    fs::set_permissions(output.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write everywhere: there is nothing to see then.
    if fs::write(output.path().join("probe"), "").is_ok() {
        return;
    }
    let error = RunDirectory::create(&output.path().join("run"), false)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(output.path().to_str().unwrap()) && error.contains("ermission denied"),
        "{error}"
    );
}
