//! Tables of a run: the same bytes every time, read back bit for bit, and never trusted.

mod synthetic;

use parquet::file::reader::{FileReader, SerializedFileReader};
use proptest::prelude::*;
use rewire::cohort::results::RunResult;
use rewire::report::files::RunDirectory;
use rewire::report::tables::{Format, TableOptions, read_run, read_saved, write_run};
use std::fs;
use std::path::{Path, PathBuf};
use synthetic::run;
use synthetic::saved::{example, info, names, written};

#[test]
fn a_saved_run_reads_back_bit_for_bit_from_either_format() {
    let result = example();
    for format in [Format::Csv, Format::Parquet, Format::Both] {
        let (_output, path) = written(&result, format);
        let saved = read_saved(&path).unwrap();
        assert_eq!(saved.result, result, "{format}");
        assert_eq!(saved.info, info());
        assert_eq!(saved.rewire, env!("CARGO_PKG_VERSION"));
    }
}

#[test]
fn runs_with_nobody_in_an_arm_or_no_arm_read_back() {
    let nobody = run(1, 2, 0, |_| 0.0);
    let mut one_sided = example();
    one_sided.arms[0].people.clear();
    one_sided.arms[0].dropped_out.clear();
    one_sided.arms[0].values = ndarray::Array3::zeros((0, 13, 3));
    let no_arm = run(0, 0, 2, |_| 0.0);
    for result in [nobody, one_sided, no_arm] {
        for format in [Format::Csv, Format::Parquet] {
            let (_output, path) = written(&result, format);
            assert_eq!(read_run(&path).unwrap(), result);
        }
    }
}

#[test]
fn equal_results_give_equal_bytes() {
    let (result, first) = (example(), written(&example(), Format::Both));
    let second = written(&result, Format::Both);
    let expected = [
        "arms.csv",
        "contrasts.csv",
        "people.csv",
        "readouts.csv",
        "run.json",
        "summary.csv",
        "trajectories.csv",
        "trajectories.parquet",
        "weekly.csv",
    ];
    assert_eq!(names(&first.1), expected);
    for name in expected {
        assert_eq!(
            fs::read(first.1.join(name)).unwrap(),
            fs::read(second.1.join(name)).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn the_tables_say_what_the_result_holds() {
    let result = example();
    let (_output, path) = written(&result, Format::Csv);
    let rows = |name: &str| {
        let mut reader = csv::Reader::from_path(path.join(name)).unwrap();
        let header: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        (
            header,
            reader.records().map(Result::unwrap).collect::<Vec<_>>(),
        )
    };
    let (header, trajectories) = rows("trajectories.csv");
    assert_eq!(header, ["arm", "person", "week", "readout", "value"]);
    // 2 distinct arms, since both variants agree; 9 people, weeks 0 to 12, 3 readouts.
    assert_eq!(trajectories.len(), 2 * 9 * 13 * 3);
    let row = &trajectories[(9 + 2) * 13 * 3 + 5 * 3 + 1];
    let value = result.arms[2].values[[2, 5, 1]].to_string();
    assert_eq!(
        row.iter().collect::<Vec<_>>(),
        ["1", "103", "5", "severity_rated", &value]
    );

    let (header, contrasts) = rows("contrasts.csv");
    // Two variants, one pair of scenarios, week 8 and the last week.
    assert_eq!(contrasts.len(), 4);
    let column = |name: &str| header.iter().position(|other| other == name).unwrap();
    // The same noise in both arms: the difference is -8 for everyone, to single precision at 100 points (1e-5).
    assert!((contrasts[0][column("difference")].parse::<f64>().unwrap() + 8.0).abs() < 1e-5);
    // Nine people have an interval, and are too few for a word.
    assert_eq!(&contrasts[0][column("word")], "too few people to say");
    assert_eq!(&contrasts[0][column("returns")], "");
    assert_eq!(&contrasts[0][column("verdict")], "cannot tell");
    assert_eq!(
        (&contrasts[0][column("week")], &contrasts[1][column("week")]),
        ("8", "12")
    );

    let (header, summary) = rows("summary.csv");
    assert_eq!(summary.len(), 4);
    let column = |name: &str| header.iter().position(|other| other == name).unwrap();
    assert_eq!(
        (
            &summary[0][column("people")],
            &summary[0][column("drop_out")]
        ),
        ("9", "0.2222222222222222")
    );
    // Everyone was rated 60 at selection: a standardised change does not exist, and its field is empty.
    assert_eq!(&summary[0][column("standardised_change")], "");

    let (header, people) = rows("people.csv");
    assert_eq!(
        header,
        [
            "selection",
            "person",
            "age",
            "plasticity",
            "rated_at_selection",
            "ill"
        ]
    );
    // Both variants selected the same people: they stand once.
    assert_eq!(people.len(), 9);
    assert_eq!(&people[0][1], "18446744073709551615");

    let (_, readouts) = rows("readouts.csv");
    assert_eq!(readouts.len(), 3);
    assert_eq!(&readouts[0][0], "severity");

    // The same readings by week: 4 arms, weeks 0 to 12, 3 readouts.
    let (header, weekly) = rows("weekly.csv");
    assert_eq!(weekly.len(), 4 * 13 * 3);
    let row = &weekly[13 * 3 + 5 * 3 + 1];
    assert_eq!(
        row.iter().take(5).collect::<Vec<_>>(),
        ["scenario-0", "variant-1", "5", "severity_rated", "9"]
    );
    let mut readings: Vec<f32> = (0..9).map(|p| result.arms[1].values[[p, 5, 1]]).collect();
    readings.sort_by(f32::total_cmp);
    // Of nine values the third, fifth and seventh are the quartiles of type 7.
    for (column, place) in [("lower_quartile", 2), ("median", 4), ("upper_quartile", 6)] {
        let at = header.iter().position(|name| name == column).unwrap();
        assert_eq!(row[at], readings[place].to_string(), "{column}");
    }
}

#[test]
fn what_several_arms_share_is_stored_once_and_read_back_for_each() {
    let mut result = example();
    result.arms[3].values.fill(1.0);
    for format in [Format::Csv, Format::Parquet] {
        let (_output, path) = written(&result, format);
        assert_eq!(read_run(&path).unwrap(), result, "{format}");
        let arms = fs::read_to_string(path.join("arms.csv")).unwrap();
        assert_eq!(
            arms,
            "scenario,variant,arm,selection,people\n\
             scenario-0,variant-0,0,0,9\n\
             scenario-0,variant-1,0,0,9\n\
             scenario-1,variant-0,1,0,9\n\
             scenario-1,variant-1,2,0,9\n"
        );
        if format == Format::Csv {
            let table = fs::read_to_string(path.join("trajectories.csv")).unwrap();
            assert_eq!(table.lines().count(), 1 + 3 * 9 * 13 * 3);
        }
    }
}

#[test]
fn arms_that_differ_in_one_bit_are_stored_apart() {
    let mut result = example();
    result.arms[1].values = result.arms[0].values.clone();
    // Zero and minus zero are equal as numbers and not as bits.
    result.arms[0].values[[0, 0, 0]] = 0.0;
    result.arms[1].values[[0, 0, 0]] = -0.0;
    let (_output, path) = written(&result, Format::Parquet);
    let read = read_run(&path).unwrap();
    let bits = |arm: usize| read.arms[arm].values[[0, 0, 0]].to_bits();
    assert_eq!([bits(0), bits(1)], [0, 1 << 31]);
}

#[test]
fn the_parquet_file_says_what_its_readouts_are() {
    let (_output, path) = written(&example(), Format::Parquet);
    let file = fs::File::open(path.join("trajectories.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let metadata = reader.metadata().file_metadata().key_value_metadata();
    let told = metadata.unwrap().iter().find(|pair| pair.key == "readouts");
    let told: serde_json::Value =
        serde_json::from_str(told.unwrap().value.as_ref().unwrap()).unwrap();
    for (readout, told) in example().readouts.iter().zip(told.as_array().unwrap()) {
        assert_eq!(told["readout"], readout.name.as_str());
        assert_eq!(told["unit"], readout.unit.as_str());
        assert_eq!(told["meaning"], readout.meaning.as_str());
    }
}

#[test]
fn the_record_lists_inputs_and_outputs_with_their_hashes() {
    let (_output, path) = written(&example(), Format::Parquet);
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(path.join("run.json")).unwrap()).unwrap();
    assert_eq!(record["command"], "rewire run scenario-0 scenario-1");
    assert_eq!(record["inputs"][0]["origin"], "built_in");
    assert_eq!(record["inputs"][1]["origin"]["file"], "./x.toml");
    // Known answer: SHA-256 of "a".
    let hash = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    assert_eq!(record["inputs"][0]["sha256"], hash);
    for file in record["files"].as_array().unwrap() {
        let content = fs::read(path.join(file["name"].as_str().unwrap())).unwrap();
        assert_eq!(file["blake3"], blake3::hash(&content).to_hex().as_str());
        assert_eq!(file["bytes"], content.len());
    }
    assert_eq!(record["timings"]["living"], 1.25);
    assert_eq!(record["result"]["seeds"]["count"], 9);
    // Timings stand last, so that everything before them can be compared as text.
    assert_eq!(
        record.as_object().unwrap().keys().next_back().unwrap(),
        "timings"
    );
}

#[test]
fn damage_is_named_with_its_file() {
    let result = example();
    let message = |format: Format, damage: &dyn Fn(&Path)| {
        let (_output, path) = written(&result, format);
        damage(&path);
        let error = read_run(&path).unwrap_err();
        (
            error.path.file_name().unwrap().to_str().unwrap().to_owned(),
            error.to_string(),
        )
    };
    let check = |format, damage: &dyn Fn(&Path), file: &str, what: &str| {
        let (name, text) = message(format, damage);
        assert_eq!(name, file);
        assert!(text.contains(what), "{text}");
    };
    let replace = |path: PathBuf, from: &str, to: &str| {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    let (csv, parquet) = (Format::Csv, Format::Parquet);
    check(
        csv,
        &|path| fs::remove_file(path.join("run.json")).unwrap(),
        "run.json",
        "does not exist",
    );
    check(
        csv,
        &|path| fs::write(path.join("run.json"), "{\"layout\": 2, ").unwrap(),
        "run.json",
        "EOF",
    );
    check(
        csv,
        &|path| fs::write(path.join("run.json"), [0xFF, 0xFE]).unwrap(),
        "run.json",
        "line 1",
    );
    check(
        csv,
        &|path| replace(path.join("run.json"), "\"layout\": 2", "\"layout\": 9"),
        "run.json",
        "a later rewire",
    );
    check(
        csv,
        &|path| replace(path.join("run.json"), "\"layout\": 2", "\"layout\": 1"),
        "run.json",
        "an earlier rewire",
    );
    check(
        csv,
        &|path| {
            replace(
                path.join("run.json"),
                "\"stored_arms\": [",
                "\"stored_arms\": [0, ",
            )
        },
        "run.json",
        "do not count up",
    );
    check(
        csv,
        &|path| {
            replace(
                path.join("run.json"),
                "\"arms\": [",
                "\"arms\": 3, \"x\": [",
            )
        },
        "run.json",
        "invalid type",
    );
    check(
        csv,
        &|path| replace(path.join("run.json"), "\"variant\": 1", "\"variant\": 7"),
        "run.json",
        "out of order",
    );
    check(
        csv,
        &|path| fs::remove_file(path.join("trajectories.csv")).unwrap(),
        "trajectories.parquet",
        "neither",
    );
    check(
        csv,
        &|path| replace(path.join("trajectories.csv"), "103", "104"),
        "trajectories.csv",
        "damaged or was changed",
    );
    check(
        csv,
        &|path| replace(path.join("run.json"), "\"weeks\": 12", "\"weeks\": 13"),
        "trajectories.csv",
        "expected",
    );
    let forged = |path: &Path| {
        replace(
            path.join("run.json"),
            "\"weeks\": 12",
            "\"weeks\": 4294967295",
        )
    };
    check(csv, &forged, "trajectories.csv", "expected");
    check(parquet, &forged, "trajectories.parquet", "expected");
    let cut = |path: &Path| {
        let path = path.join("trajectories.parquet");
        let content = fs::read(&path).unwrap();
        fs::write(path, &content[..content.len() / 2]).unwrap();
    };
    check(parquet, &cut, "trajectories.parquet", "bytes long");
}

#[test]
fn a_file_with_the_right_hash_and_wrong_rows_is_refused() {
    // As if someone had edited both the table and the hash: the rows themselves still have to be the right ones.
    let refuse = |edit: &dyn Fn(&str) -> String, what: &str| {
        let (_output, path) = written(&example(), Format::Csv);
        let (table, record) = (path.join("trajectories.csv"), path.join("run.json"));
        let before = fs::read_to_string(&table).unwrap();
        let after = edit(&before);
        let stated = fs::read_to_string(&record).unwrap();
        let length = |text: &str| format!("\"bytes\": {}", text.len());
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
        let stated = stated.replace(&hash(&before), &hash(&after));
        fs::write(&record, stated.replace(&length(&before), &length(&after))).unwrap();
        fs::write(&table, after).unwrap();
        let text = read_run(&path).unwrap_err().to_string();
        assert!(text.contains(what), "{text}");
    };
    let lines = |text: &str, count: usize| {
        text.lines()
            .take(count)
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    refuse(&|text| lines(text, 100), "ends after 99 rows");
    refuse(&|text| format!("{text}0,1,0,mood,1\n"), "more rows");
    refuse(
        &|text| text.replacen("mood", "mud", 1),
        "row 3: readout `mud`, expected `mood`",
    );
    refuse(
        &|text| text.replacen("18446744073709551615", "-1", 1),
        "row 1: `-1` is no person",
    );
    refuse(&|text| text.replacen("value", "number", 1), "columns");
    refuse(&|text| format!("{text}1,2\n"), "record");
}

proptest! {
    // Each case writes and reads a small run; 64 cases stay below a second.
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_a_byte_makes_reading_panic_or_goes_unnoticed(place in 0.0..1.0_f64, with in 1_u8..) {
        let (_output, path) = written(&run(1, 2, 2, |place| place.week as f32), Format::Parquet);
        for name in ["trajectories.parquet", "run.json"] {
            let original = fs::read(path.join(name)).unwrap();
            let mut content = original.clone();
            let index = (place * content.len() as f64) as usize;
            content[index] ^= with;
            fs::write(path.join(name), &content).unwrap();
            let read = read_run(&path);
            prop_assert!(name == "run.json" || read.is_err());
            fs::write(path.join(name), original).unwrap();
        }
    }
}

#[test]
fn results_that_contradict_themselves_are_not_written() {
    let output = tempfile::tempdir().unwrap();
    let refused = |spoil: &dyn Fn(&mut RunResult), what: &str| {
        let mut result = example();
        spoil(&mut result);
        let directory = RunDirectory::create(&output.path().join("run"), false).unwrap();
        let error = write_run(&directory, &result, &info(), &TableOptions::default()).unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
    };
    refused(&|result| drop(result.arms.pop()), "3 arms");
    refused(
        &|result| result.arms[2].people[0] = 50,
        "names person 50 of 9",
    );
    refused(
        &|result| result.arms[1].values = ndarray::Array3::zeros((9, 12, 3)),
        "expected (9, 13, 3)",
    );
    refused(&|result| result.people[4].traits.truncate(1), "traits");
    refused(&|result| result.people[4].ill.truncate(1), "selected");
    refused(
        &|result| drop(result.readouts.remove(0)),
        "expected (9, 13, 2)",
    );
}
