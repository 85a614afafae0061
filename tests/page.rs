//! The page of a run: self-contained, walkable, honest about what it shows, and safe from names.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/synthetic.rs"]
mod synthetic;

use std::collections::BTreeSet;

use cases::{HOSTILE, SMALLEST, drawn, extremes, with_names};
use rewire::cohort::results::RunResult;
use rewire::inference::Sides;
use rewire::report::page::{self, PageInput};
use synthetic::Size;

fn rendered(run: &RunResult) -> String {
    let (contrasts, arms, pictures) = (
        cases::contrasts(run, SMALLEST),
        cases::summaries(run),
        drawn(run),
    );
    page::render(&PageInput {
        run,
        contrasts: &contrasts,
        arms: &arms,
        pictures: &pictures,
        variant: 3,
        smallest_difference: SMALLEST,
        command: "rewire run therapy-alone ssri-plus-therapy --seeds classroom",
        versions: &[("rewire".into(), "0.1.0".into())],
        hashes: &[("models/affect.toml".into(), "9f2c".into())],
    })
    .unwrap()
}

#[test]
fn no_input_breaks_the_page() {
    for (case, run) in extremes() {
        let html = rendered(&run);
        assert!(!html.contains("<script"), "{case}");
        assert!(html.trim_end().ends_with("</html>"), "{case}");
    }
}

/// Opening tags of a page in order, with their text.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    html.match_indices(&open)
        .filter(|(at, _)| html[at + open.len()..].starts_with([' ', '>']))
        .filter_map(|(at, _)| html[at..].split_once('>').map(|(tag, _)| tag))
        .collect()
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let html = rendered(&synthetic::usual());
    for forbidden in [
        "<script",
        "src=",
        "@import",
        "url(",
        "<link",
        "<iframe",
        "javascript:",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    // The only address is the name of the SVG namespace.
    assert!(
        html.split("http")
            .skip(1)
            .all(|after| after.starts_with("://www.w3.org/2000/svg"))
    );
    assert!(tags(&html, "a").iter().all(|a| a.contains("href=\"#")));
}

#[test]
fn the_page_can_be_walked_by_keyboard_and_heard() {
    let html = rendered(&synthetic::usual());
    assert!(html.contains("<html lang=\"en\">") && html.contains("width=device-width"));
    for landmark in ["header", "nav", "main", "footer"] {
        assert_eq!(tags(&html, landmark).len(), 1, "{landmark}");
    }
    let mut level = 0;
    for (at, _) in html.match_indices("<h") {
        if let Some(next) = html[at + 2..].chars().next().and_then(|c| c.to_digit(10)) {
            assert!(
                next <= level + 1,
                "a heading of level {next} follows one of level {level}"
            );
            level = next;
        }
    }
    assert_eq!(tags(&html, "h1").len(), 1);
    assert_eq!(tags(&html, "table").len(), tags(&html, "caption").len());
    let mut ids = BTreeSet::new();
    for id in html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(ids.insert(id), "{id} is there twice");
    }
    for target in html
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(ids.contains(target), "{target} leads nowhere");
    }
}

#[test]
fn the_page_says_what_was_found_and_what_not() {
    let run = synthetic::usual();
    let html = rendered(&run);
    assert_eq!(tags(&html, "svg").len(), drawn(&run).len());
    assert_eq!(
        tags(&html, "style").len(),
        1,
        "one style sheet for all pictures"
    );
    let people = format!("<strong>{} virtual people</strong>", run.people.len());
    for said in [
        "no medical advice",
        "Does an SSRI make talking therapy work better?",
        "What this cannot tell you",
        "rewire run therapy-alone ssri-plus-therapy --seeds classroom",
        "2 assumed, 1 fitted, 1 measured in animals and 1 measured in people",
        "Contested, because variants dispute them: 1",
        "9f2c",
        people.as_str(),
        "<strong>60</strong> fell ill",
    ] {
        assert!(html.contains(said), "{said}");
    }
    for contrast in cases::contrasts(&run, SMALLEST) {
        assert!(
            html.contains(&contrast.variant_title)
                && html.contains(&contrast.word.label(Sides::OF_ILLNESS))
        );
    }
    let assumed = html.find("Assumed: 2").unwrap();
    assert!(
        assumed < html.find("Measured in people: 1").unwrap(),
        "the weakest ground comes first"
    );
}

#[test]
fn one_scenario_has_outcomes_but_no_contrast() {
    let html = rendered(&synthetic::run(Size {
        scenarios: 1,
        ..synthetic::USUAL
    }));
    assert!(html.contains("nothing to compare it with"));
    assert!(!html.contains(">Verdict<") && html.contains(">Remission<"));
    let names: Vec<&str> = drawn(&synthetic::run(Size {
        scenarios: 1,
        ..synthetic::USUAL
    }))
    .iter()
    .map(|p| p.name)
    .collect();
    assert_eq!(
        names,
        [
            "trajectories",
            "variants",
            "outcomes",
            "factors",
            "regions",
            "memory"
        ]
    );
}

#[test]
fn names_of_users_are_never_markup() {
    let html = rendered(&with_names(synthetic::usual(), HOSTILE));
    assert!(html.contains("&lt;script&gt;"));
    assert!(html.contains("{{ 7 * 7 }}"), "names are not templates");
}
