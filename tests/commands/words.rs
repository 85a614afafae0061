//! Words that readers bring along: units as others write them, files of other tools, and the words of the reports.

use crate::desk::Desk;
use serde_json::Value;

fn scenario(dose: &str) -> String {
    let shipped = std::fs::read_to_string("scenarios/ssri-alone.toml").expect("a shipped file");
    let written = "dose = \"20 mg\"";
    assert!(shipped.contains(written));
    shipped.replace(written, &format!("dose = \"{dose}\""))
}

#[test]
fn a_dose_is_the_same_in_every_unit() {
    let desk = Desk::new();
    for (name, dose) in [
        ("mg", "20 mg"),
        ("mcg", "20000 mcg"),
        ("sign", "20000 \u{b5}g"),
        ("letter", "20000\u{3bc}g"),
        ("gram", "0.02 g"),
    ] {
        desk.write(&format!("scenarios/{name}.toml"), &scenario(dose));
    }
    desk.says("check scenarios/mcg.toml scenarios/sign.toml scenarios/letter.toml");
    let calendar = |name: &str| {
        let shown = desk.says(&format!("show scenarios/{name}.toml"));
        let (_, after) = shown
            .split_once("\n  Treatments\n")
            .expect("its treatments");
        let (treatments, _) = after.split_once("\n\n").expect("a section after them");
        treatments.to_owned()
    };
    assert!(calendar("mg").contains("20 mg every day"));
    for name in ["mcg", "sign", "letter", "gram"] {
        assert_eq!(calendar(name), calendar("mg"), "{name}");
    }
}

#[test]
fn doses_by_weight_and_unknown_units_are_refused_without_another_magnitude() {
    let desk = Desk::new();
    desk.write("scenarios/weight.toml", &scenario("0.5 mg/kg"));
    let refused = desk.refuses("check scenarios/weight.toml");
    assert!(
        refused.contains("write a dose by weight under dose_per_kg"),
        "{refused}"
    );
    assert!(!refused.contains("did you mean"), "{refused}");
    desk.write("scenarios/kilo.toml", &scenario("0.00002 kg"));
    let refused = desk.refuses("check scenarios/kilo.toml");
    assert!(
        refused.contains("\"kg\" is not a unit known here"),
        "{refused}"
    );
    assert!(refused.contains("rewire explain units"), "{refused}");
    assert!(!refused.contains("did you mean"), "{refused}");
}

#[test]
fn a_file_of_another_tool_is_told_from_a_missing_one() {
    let desk = Desk::new();
    desk.write(
        "nm.csv",
        "ID,TIME,AMT,DV,EVID,MDV,II,ADDL\n1,0,20,.,1,1,12,13\n1,24,.,35.2,0,0,.,.\n",
    );
    desk.write(
        "m.xml",
        "<?xml version=\"1.0\"?>\n<sbml level=\"3\"><model id=\"m\"/></sbml>\n",
    );
    desk.write(
        "petab.yaml",
        "format_version: 1\nproblems:\n - condition_files: [c.tsv]\n",
    );
    desk.write("notes.txt", "Dear diary,\nnothing happened today\n");
    for line in [
        "check nm.csv",
        "check ./nm.csv",
        "run nm.csv",
        "run ./nm.csv",
        "show nm.csv",
    ] {
        let refused = desk.refuses(line);
        assert!(
            refused.contains("nm.csv:1:1: the file is no TOML"),
            "{line}: {refused}"
        );
        assert!(refused.contains("as NONMEM reads it"), "{line}: {refused}");
        assert!(refused.contains("dose = \"20 mg\""), "{line}: {refused}");
    }
    for (file, is) in [
        ("m.xml", "a model in SBML"),
        ("petab.yaml", "a problem in PEtab"),
        ("notes.txt", "another kind of text"),
    ] {
        let refused = desk.refuses(&format!("check {file}"));
        assert!(refused.contains(is), "{file}: {refused}");
    }
    let refused = desk.refuses("check absent.csv");
    assert!(
        refused.contains("there is no definition file of this name"),
        "{refused}"
    );
    // A definition file under another ending is one all the same.
    desk.write("mine.txt", &scenario("20 mg"));
    desk.says("check mine.txt");
    // A broken file of no certain kind says what is broken.
    desk.write("broken.toml", "title = \"a\nfirst second\n");
    let refused = desk.refuses("check ./broken.toml");
    assert!(refused.contains("broken.toml:1:"), "{refused}");
}

#[test]
fn the_words_of_the_reports_are_explained() {
    let desk = Desk::new();
    for (word, meaning) in [
        ("remission", "below the brain's `remission_below`"),
        ("responder", "by default one half"),
        ("severity", "from 0 to 100"),
        ("verdict", "where the interval lies"),
        ("margin", "smallest difference that counts"),
        ("interval", "in 95 of 100 groups"),
        ("opposed", "does not mean that a treatment harms"),
        ("size open", "could come out either way"),
        ("SERT", "serotonin transporter"),
        ("default mode", "The label is an analogy"),
        ("default-mode", "The label is an analogy"),
        ("hamilton", "52 points"),
    ] {
        let said = desk.says(&format!("explain {word}"));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(meaning), "{word}: {said}");
    }
    let refused = desk.refuses("explain remision");
    assert!(refused.contains("did you mean \"remission\"?"), "{refused}");
    let units = desk.says("explain units");
    assert!(units.contains("ug, \u{b5}g, \u{3bc}g, mcg"), "{units}");
    let units: Value = serde_json::from_str(&desk.says("explain units --json")).expect("JSON");
    assert!(units["units"].as_array().expect("a list").len() > 30);
}

#[test]
fn titles_that_repeat_are_told_apart_by_name() {
    let desk = Desk::new();
    let parent = std::fs::read_to_string("models/affect/plasticity-window.toml").expect("a file");
    desk.write("models/affect/bdnf-doubled.toml", &parent);
    let said = desk.says(
        "run therapy-alone ssri-plus-therapy --people 12 --variant plasticity-window --variant bdnf-doubled --variant monoamine --output run",
    );
    let title = "Plasticity window";
    assert!(
        said.contains(&format!("{title} (plasticity-window)")),
        "{said}"
    );
    assert!(said.contains(&format!("{title} (bdnf-doubled)")), "{said}");
    assert!(!said.contains("(monoamine)"), "{said}");
}
