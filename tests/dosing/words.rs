//! What cannot be done as written is said, with its place.

use super::{PLAIN, Shelf, lines, scenario};

fn mistakes(lines: &str) -> String {
    let shelf = Shelf::of(&[("treatments/plain.toml", PLAIN)]);
    shelf.with("mine", 8, lines);
    let refused = shelf.library.read_scenario("mine");
    refused.expect_err("it is refused").to_string()
}

fn cautions(lines: &str) -> String {
    let shelf = Shelf::of(&[("treatments/plain.toml", PLAIN)]);
    shelf.with("mine", 8, lines);
    let read = shelf.library.read_scenario("mine");
    let cautions = read.unwrap_or_else(|m| panic!("{m}")).cautions;
    cautions.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_is_rounded_to_days_in_silence() {
    let said = mistakes(&lines(&[("plain", 0, 20, "")]).replace("20 days", "30.5 days"));
    assert!(said.contains("the treatment ends within a day"), "{said}");
    assert!(said.contains("mine.toml:16:6"), "{said}");
    assert!(said.contains("\"30 days\" or \"31 days\""), "{said}");
    let phase = scenario(8, "").replace("to = \"8 weeks\"", "to = \"12 hours\"");
    let shelf = Shelf::of(&[("scenarios/mine.toml", &phase)]);
    let said = shelf.library.read_scenario("mine").unwrap_err().to_string();
    assert!(said.contains("the phase ends within a day"), "{said}");
    let trials = scenario(
        8,
        "trials = [{ use = \"chat\", number = 1, every = \"12 hours\" }]\n",
    );
    let shelf = Shelf::of(&[("scenarios/mine.toml", &trials)]);
    let said = shelf.library.read_scenario("mine").unwrap_err().to_string();
    assert!(said.contains("trials lie less than a day apart"), "{said}");
}

#[test]
fn doses_that_make_no_sense_are_refused() {
    for (more, said) in [
        (
            "at = \"8 hours\"\ntimes = [\"9 hours\"]",
            "say the same thing twice",
        ),
        (
            "times = [\"9 hours\"]\nevery = \"12 hours\"",
            "less than a day from one day",
        ),
        (
            "dose_per_kg = \"0.3 mg/kg\"",
            "needs the weight of the body",
        ),
        ("missed = [60]", "there is no dose 60: the line plans 56"),
        ("every = \"1 minute\"", "every"),
        ("dose = \"0.3 mg/kg\"", "is a unit of mass per weight"),
        ("sessions = 3", "means nothing for a treatment of kind"),
    ] {
        let found = mistakes(&lines(&[("plain", 0, 56, more)]));
        assert!(found.contains(said), "{more}: {found}");
    }
    let late = mistakes(&lines(&[("plain", 7, 56, "already = \"2 weeks\"")]));
    assert!(late.contains("does not begin later"), "{late}");
    let twice = mistakes(&lines(&[("placebo", 0, 20, ""), ("placebo", 10, 30, "")]));
    assert!(twice.contains("is given twice at the same time"), "{twice}");
}

#[test]
fn a_target_under_its_old_name_is_told_the_new_one() {
    let old = PLAIN.replace("[[targets]]", "[target]");
    let shelf = Shelf::of(&[("treatments/old.toml", &old)]);
    let said = shelf.library.read_treatment("old").unwrap_err().to_string();
    assert!(said.contains("write [[targets]]"), "{said}");
}

#[test]
fn a_dose_beyond_its_sources_is_said_with_their_range() {
    let said = cautions(&lines(&[("citalopram", 0, 56, "dose = \"40000 mg\"")]));
    assert!(said.contains("40000 mg on one day"), "{said}");
    assert!(said.contains("10 mg to 60 mg a day"), "{said}");
    let often = cautions(&lines(&[("citalopram", 0, 56, "every = \"4 hours\"")]));
    assert!(often.contains("120 mg on one day"), "{often}");
    assert_eq!(
        cautions(&lines(&[("citalopram", 0, 56, "dose = \"60 mg\"")])),
        ""
    );
    // A file that states no range has nothing to be held against.
    assert_eq!(
        cautions(&lines(&[("plain", 0, 56, "dose = \"40000 mg\"")])),
        ""
    );
}

#[test]
fn a_line_of_a_drug_that_stands_there_twice_is_said() {
    let line = ("citalopram", 0, 56, "");
    let said = cautions(&lines(&[line, line]));
    assert!(said.contains("the doses of both are taken"), "{said}");
}

#[test]
fn sessions_that_do_not_fit_are_counted() {
    let said = cautions(&lines(&[("cognitive-therapy", 0, 56, "sessions = 20")]));
    assert!(
        said.contains("20 sessions are asked for, and 8 of them fit"),
        "{said}"
    );
    let of_file = cautions(&lines(&[("cognitive-therapy", 0, 56, "")]));
    assert!(
        of_file.contains("16 sessions are asked for, and 8 of them fit"),
        "{of_file}"
    );
    let all = lines(&[("cognitive-therapy", 0, 56, "every = \"3.5 days\"")]);
    assert_eq!(cautions(&all), "");
}
