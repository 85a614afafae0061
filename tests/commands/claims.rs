//! `rewire claims`, end to end: what is lived, what is kept, what is said, and what becomes of it after an interruption.

use crate::desk::{Desk, errors};
use rewire::inference::Verdict;
use rewire::inference::claims::ClaimResults;
use rewire::report::claims::record;
use std::fs;
use std::path::Path;

/// Two claims that share a scenario; none of their scenarios has a drug in it.
const LINE: &str = "claims ./claims/X1-training.toml ./claims/X2-therapy.toml --people 48";

const HEAD: &str = r#"
section = "learning"
statement = "made up"
mechanism = "made up"
grade = "assumed"
change_our_mind = "nothing"
decision = "all"
stories = { for = "one", against = "other" }
sources = [{ who = "nobody", stance = "asserts", says = "so" }]
"#;

const TRAINING: &str = r#"
[[tests]]
id = "end"
asks = "does training lower severity?"
estimand = "difference"
scenarios = ["no-treatment", "neutral-brain-training"]
week = 16
predicts = "lower"
margin = 6.0
because = "a test"

[[predictions]]
variant = "mixture"
verdict = "opposed"
why = "nothing connects them"
"#;

const THERAPY: &str = r#"
[[tests]]
id = "end"
asks = "does therapy lower severity?"
estimand = "difference"
scenarios = ["no-treatment", "therapy-alone"]
week = 16
predicts = "lower"
margin = 2.0
because = "a test"

[[tests]]
id = "bench"
asks = "do fast pairs potentiate?"
estimand = "bench"
protocol = "pairing-frequency"
condition = "+10 ms"
x = 50
minus_x = 0.1
predicts = "higher"
margin = 0.1
because = "a test"

[knock_out]
couplings = ["therapy_eases_mark"]
"#;

/// A desk with two claims.
fn laid() -> Desk {
    let desk = Desk::new();
    for (id, name, tests) in [("X1", "training", TRAINING), ("X2", "therapy", THERAPY)] {
        let text = format!("id = \"{id}\"\ntitle = \"On {name}\"{HEAD}{tests}");
        desk.write(&format!("claims/{id}-{name}.toml"), &text);
    }
    desk
}

fn results(desk: &Desk) -> ClaimResults {
    let text = fs::read(desk.path("output/claims/claims.json")).unwrap();
    record::read(&text).unwrap().results
}

/// How many pieces of lives are kept.
fn pieces_kept(desk: &Desk) -> usize {
    let entries = fs::read_dir(desk.path("output/claims/lives"));
    let paths = entries.into_iter().flatten().map(|e| e.unwrap().path());
    paths.filter(|path| path.extension().is_none()).count()
}

/// The number before " lived" in the notes.
fn lived(notes: &str) -> usize {
    let line = notes.lines().find(|line| line.starts_with("lives: "));
    let line = line.unwrap_or_else(|| panic!("no word on lives in {notes}"));
    let lived = line.rsplit(", ").next().unwrap();
    lived.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn claims_are_judged_under_every_account_and_what_was_lived_is_kept() {
    let desk = laid();
    let (table, notes) = desk.tells(LINE);
    assert!(lived(&notes) > 0);
    assert!(table.contains("X1  On training") && table.contains("It is no medical advice."));
    assert!(
        table.lines().all(|line| line.chars().count() <= 160),
        "{table}"
    );

    let results = results(&desk);
    assert_eq!(results.seeds.count, 48);
    let ids: Vec<&str> = results.claims.iter().map(|c| c.claim.id.as_str()).collect();
    assert_eq!(ids, ["X1", "X2"]);
    let (training, therapy) = (&results.claims[0], &results.claims[1]);
    assert_eq!(training.accounts.len(), 10);
    for account in &training.accounts {
        assert_eq!(account.brain.as_deref(), Some("affect"));
        assert_eq!(account.tests.len(), 1);
        // Training a neutral task moves severity by nothing like six points.
        assert_eq!(account.verdict, Verdict::Opposed, "{}", account.variant);
        let predicted = (account.variant == "mixture").then_some(true);
        assert_eq!(account.agrees(), predicted);
        assert!(account.knock_out.is_none() && account.robustness.is_empty());
    }
    // Under the accounts of the brain, and at the bench with each synapse of the protocol.
    let at_bench = therapy.accounts.iter().filter(|a| a.brain.is_none());
    assert_eq!(at_bench.count(), 5);
    for account in &therapy.accounts {
        assert_eq!(account.tests.len(), 1);
        let acts = account.knock_out.as_ref().map(|k| k.couplings.clone());
        assert!(acts.is_none_or(|acts| acts == ["therapy_eases_mark"]));
        // Where the claim is not supported there is nothing to lose.
        let is_supported = account.verdict == Verdict::Supported;
        assert!(is_supported || account.knock_out.is_none());
    }
    // What was published on its scenarios and readout stands beside it, and nothing else.
    let evidence = &therapy.ground.evidence;
    let has = |name: &str| evidence.iter().any(|note| note.name == name);
    assert!(has("ME6-control") && has("untreated-response"));
    assert!(!has("ME13-difference") && !has("HC1") && !has("DM12-all"));
    let record = desk.record("output/claims/claims.json");
    let inputs = record["inputs"].as_array().unwrap();
    let went_in = |name: &str| inputs.iter().any(|input| input["name"] == name);
    assert!(went_in("evidence/cognitive-therapy") && !went_in("evidence/drop-out-from-therapy"));
    // The coupling is a disputed one: it acts under some accounts only.
    let knocked = therapy.accounts.iter().filter(|a| a.knock_out.is_some());
    let knocked = knocked.count();
    assert!((1..10).contains(&knocked), "{knocked}");
    let rows = fs::read_to_string(desk.path("output/claims/claims.csv")).unwrap();
    assert_eq!(rows.lines().count(), 1 + 10 + 10 + 5 + knocked);

    // The pages say what the table says.
    let matrix = fs::read_to_string(desk.path("output/claims/claims.html")).unwrap();
    for (id, link) in [("X1", "claims/X1.html"), ("X2", "claims/X2.html")] {
        assert!(matrix.contains(&format!("href=\"{link}\"")), "{id}");
        let page = fs::read_to_string(desk.path(&format!("output/claims/{link}"))).unwrap();
        assert!(
            page.contains("<svg") && page.contains("no medical advice"),
            "{id}"
        );
    }

    // Not again unasked; when asked, from what was kept, with the same bytes.
    let before = fs::read(desk.path("output/claims/claims.json")).unwrap();
    assert!(desk.refuses(LINE).contains("--force"));
    let pieces = pieces_kept(&desk);
    let (_, notes) = desk.tells(&format!("{LINE} --force"));
    assert_eq!((lived(&notes), pieces_kept(&desk)), (0, pieces));
    assert_eq!(
        fs::read(desk.path("output/claims/claims.json")).unwrap(),
        before
    );
}

#[test]
fn a_changed_file_lives_anew_only_what_depends_on_it() {
    let desk = laid();
    let (_, notes) = desk.tells(LINE);
    let (before, all) = (results(&desk), lived(&notes));
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("treatments/brain-training.toml");
    let text = fs::read_to_string(shipped).unwrap();
    assert!(text.contains("per_day = 8"), "{text}");
    desk.write(
        "treatments/brain-training.toml",
        &text.replace("per_day = 8", "per_day = 2"),
    );
    let (_, notes) = desk.tells(&format!("{LINE} --force"));
    // 48 people are three pieces, and a course without a drug is lived once for all accounts.
    assert_eq!(lived(&notes), 3, "of {all}: {notes}");
    let after = results(&desk);
    assert_ne!(before.claims[0], after.claims[0]);
    assert_eq!(before.claims[1], after.claims[1]);

    // A claim is no part of a life.
    let claim = fs::read_to_string(desk.path("claims/X1-training.toml")).unwrap();
    desk.write(
        "claims/X1-training.toml",
        &claim.replace("margin = 6.0", "margin = 5.0"),
    );
    let (_, notes) = desk.tells(&format!("{LINE} --force"));
    assert_eq!(lived(&notes), 0);
    assert_eq!(results(&desk).claims[0].claim.tests[0].margin, 5.0);
}

#[test]
fn an_interrupted_trial_goes_on_and_ends_with_the_same_bytes() {
    let desk = laid();
    desk.tells(LINE);
    let undisturbed = fs::read(desk.path("output/claims/claims.json")).unwrap();

    let desk = laid();
    let output = desk.interrupted(LINE, "-INT", || pieces_kept(&desk) > 0);
    assert_eq!(output.status.code(), Some(130), "{}", errors(&output));
    assert!(
        errors(&output).contains("go on with: "),
        "{}",
        errors(&output)
    );
    assert!(!desk.path("output/claims/claims.json").exists());
    let kept = pieces_kept(&desk);
    assert!(kept > 0);
    // No --force: only lives stand there.
    desk.tells(LINE);
    assert!(pieces_kept(&desk) > kept);
    let finished = fs::read(desk.path("output/claims/claims.json")).unwrap();
    assert!(finished == undisturbed, "the results differ");
}

#[test]
fn robustness_counts_how_often_a_verdict_held() {
    let desk = laid();
    desk.tells("claims ./claims/X1-training.toml --people 48 --robust 2");
    for account in &results(&desk).claims[0].accounts {
        let changed: Vec<(&str, usize)> = (account.robustness.iter())
            .map(|r| (r.changed.as_str(), r.of))
            .collect();
        let rules = [("bcm", 1), ("covariance", 1), ("oja", 1)];
        assert_eq!(changed[..2], [("people", 2), ("numbers", 2)]);
        assert_eq!(changed[2..], rules);
        // Other people and other numbers do not make a neutral task matter, though a dozen ill people may be too few to tell.
        for robustness in &account.robustness[..2] {
            assert_eq!(robustness.held(Verdict::Supported), 0);
            assert!(!robustness.verdicts.is_empty());
        }
    }
}

#[test]
fn with_too_few_ill_people_no_prediction_is_held_against_an_account() {
    let desk = laid();
    let (table, _) = desk.tells("claims ./claims/X1-training.toml --people 2");
    assert!(!table.contains("!o") && !table.contains("!?"), "{table}");
    assert!(
        table.contains("10 cannot tell (10 since too few people are ill); 0 of 0 as predicted."),
        "{table}"
    );
    for account in &results(&desk).claims[0].accounts {
        assert!(account.lacks_people() && account.agrees().is_none());
        assert_eq!(account.tests[0].returns, None);
    }
    let page = fs::read_to_string(desk.path("output/claims/claims/X1.html")).unwrap();
    assert!(page.contains("too few people are ill to say") && !page.contains("not as predicted"));
    assert!(!page.contains("NaN"));
}

#[test]
fn what_cannot_be_tried_is_refused_with_its_place_and_nothing_is_written() {
    let desk = laid();
    let unknown = desk.refuses("claims B22");
    assert!(unknown.contains("did you mean \"B2\"?"), "{unknown}");
    let text = fs::read_to_string(desk.path("claims/X2-therapy.toml")).unwrap();
    desk.write(
        "claims/X2-therapy.toml",
        &text.replace("x = 50\n", "x = 51\n"),
    );
    let nowhere = desk.refuses(LINE);
    assert!(
        nowhere.contains("X2-therapy.toml") && nowhere.contains("0.1, 1, 5"),
        "{nowhere}"
    );
    desk.write(
        "claims/X2-therapy.toml",
        &text.replace("therapy-alone", "therapy-alon"),
    );
    let misspelt = desk.refuses(LINE);
    assert!(
        misspelt.contains("did you mean \"therapy-alone\"?"),
        "{misspelt}"
    );
    assert!(!desk.path("output").exists());
    // A directory that holds something else is never replaced.
    desk.write("output/claims/mine.txt", "mine");
    let line = "claims ./claims/X1-training.toml --people 8";
    assert!(desk.refuses(line).contains("is not empty"));
    assert!(
        desk.refuses(&format!("{line} --force"))
            .contains("is not a trial of claims")
    );
}

#[test]
fn a_place_that_takes_no_lives_hinders_no_trial() {
    let desk = laid();
    // A file where the directory of lives should be: as on a full disk, nothing can be kept there.
    desk.write("output/claims/lives", "in the way");
    let line = "claims ./claims/X1-training.toml --people 16";
    let (_, notes) = desk.tells(line);
    assert!(notes.contains("cannot keep unfinished work"), "{notes}");
    assert_eq!(results(&desk).claims.len(), 1);
}
