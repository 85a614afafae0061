//! The pages of claims: everything that was judged is on them, they need nothing from elsewhere, and can be walked and heard.

#[path = "common/judged.rs"]
mod judged;

use judged::{HOSTILE, hostile, info, usual};
use rewire::inference::claims::ClaimResults;
use rewire::report::claims::pages;
use rewire::report::claims::pictures;
use std::collections::{BTreeMap, BTreeSet};

fn rendered(results: &ClaimResults) -> BTreeMap<String, String> {
    pages::render(results, &info())
        .unwrap()
        .into_iter()
        .collect()
}

/// Opening tags of a page in order, with their attributes.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    html.match_indices(&open)
        .filter(|(at, _)| html[at + open.len()..].starts_with([' ', '>']))
        .filter_map(|(at, _)| html[at..].split_once('>').map(|(tag, _)| tag))
        .collect()
}

fn after<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let rest = html.split(attribute).skip(1);
    rest.filter_map(|rest| rest.split('"').next()).collect()
}

/// What stands in the cells of the row of a claim, markup left out.
fn cells(matrix: &str, id: &str) -> Vec<String> {
    let row = matrix
        .split("<tr role=\"row\">")
        .skip(1)
        .find(|row| row.contains(&format!("claims/{id}.html")));
    let row = row.unwrap_or_else(|| panic!("{id} is not in the matrix"));
    let row = row.split("</tr>").next().unwrap();
    let cells = row.split("<td ").skip(1).map(|cell| {
        let mut text = String::new();
        let mut is_text = true;
        for c in cell.split_once('>').unwrap().1.chars() {
            match c {
                '<' => is_text = false,
                '>' => is_text = true,
                _ if is_text => text.push(c),
                _ => {}
            }
        }
        text
    });
    cells.collect()
}

#[test]
fn every_claim_is_in_the_matrix_and_every_verdict_has_a_word() {
    let results = usual();
    let pages = rendered(&results);
    let matrix = &pages["claims.html"];
    for claim in &results.claims {
        let id = &claim.claim.id;
        assert!(
            pages.contains_key(&format!("claims/{id}.html")),
            "{id} has no page"
        );
        assert!(matrix.contains(&claim.claim.title), "{id}");
        let cells = cells(matrix, id);
        for account in &claim.accounts {
            let word = account.verdict.to_string();
            assert!(
                cells.iter().any(|cell| cell.contains(&word)),
                "{id} under {}: {cells:?}",
                account.variant
            );
        }
    }
    assert_eq!(pages.len(), results.claims.len() + 1);
}

#[test]
fn what_was_not_predicted_and_what_is_necessary_is_marked() {
    let pages = rendered(&usual());
    let cells = cells(&pages["claims.html"], "B2");
    // In the order of accounts: necessary, as predicted, not predicted.
    assert!(
        cells[0].contains("mechanism necessary") && !cells[0].contains("not as predicted"),
        "{cells:?}"
    );
    assert!(
        !cells[1].contains("necessary") && !cells[1].contains("not as predicted"),
        "{cells:?}"
    );
    assert!(cells[2].contains("not as predicted"), "{cells:?}");
    let page = &pages["claims/B2.html"];
    assert!(page.contains("It is supported exactly where serotonin_raises_bdnf acts."));
    assert!(
        page.contains("necessary: supported with it, opposed without (under Plasticity window)")
    );
    assert!(page.contains("2 of 3 predictions"));
}

#[test]
fn a_page_tells_what_a_reviewer_asks_for() {
    let results = usual();
    let pages = rendered(&results);
    let claim = &results.claims[0];
    let page = &pages["claims/B2.html"];
    let info = &claim.claim;
    let mut said = vec![
        info.title.as_str(),
        &info.statement,
        &info.mechanism,
        &info.story_for,
        &info.story_against,
        &info.change_our_mind,
        &info.tests[0].because,
        &claim.command,
        "−4.1 (−6.0 to −2.2)",
        "held in 3 of 4",
        "cannot be asked",
        "contested",
        "no medical advice",
        "211 assumed",
    ];
    said.extend(info.sources.iter().map(|source| source.says.as_str()));
    for words in said {
        assert!(page.contains(words), "{words}");
    }
    let bench = &pages["claims/A2.html"];
    assert!(
        bench.contains("Pairs in the wrong order weaken"),
        "published figures"
    );
}

#[test]
fn pages_need_nothing_from_elsewhere() {
    let pages = rendered(&usual());
    for (name, html) in &pages {
        for forbidden in [
            "<script",
            "src=",
            "@import",
            "url(",
            "<link",
            "<iframe",
            "javascript:",
        ] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
        // The only address is the name of the SVG namespace.
        let mut addresses = html.split("http").skip(1);
        assert!(
            addresses.all(|after| after.starts_with("://www.w3.org/2000/svg")),
            "{name}"
        );
        for link in after(html, "href=\"")
            .into_iter()
            .filter(|link| !link.starts_with('#'))
        {
            let target = match name.strip_prefix("claims/") {
                None => link.to_owned(),
                Some(_) => match link.strip_prefix("../") {
                    Some(above) => above.to_owned(),
                    None => format!("claims/{link}"),
                },
            };
            assert!(pages.contains_key(&target), "{name}: {link} leads nowhere");
        }
    }
}

#[test]
fn pages_can_be_walked_by_keyboard_and_heard() {
    for (name, html) in rendered(&usual()) {
        for landmark in ["header", "main", "footer", "h1"] {
            assert_eq!(tags(&html, landmark).len(), 1, "{name}: {landmark}");
        }
        let mut level = 0;
        for (at, _) in html.match_indices("<h") {
            if let Some(next) = html[at + 2..].chars().next().and_then(|c| c.to_digit(10)) {
                assert!(next <= level + 1, "{name}: level {next} follows {level}");
                level = next;
            }
        }
        let tables = tags(&html, "table").len();
        assert_eq!(tables, tags(&html, "caption").len(), "{name}");
        assert_eq!(tables, tags(&html, "thead").len(), "{name}");
        assert!(
            tags(&html, "th").iter().all(|th| th.contains("scope=")),
            "{name}"
        );
        for picture in tags(&html, "svg") {
            for needed in ["role=\"img\"", "aria-labelledby=", "aria-describedby="] {
                assert!(picture.contains(needed), "{name}: {picture}");
            }
        }
        let mut ids = BTreeSet::new();
        for id in after(&html, " id=\"") {
            assert!(ids.insert(id), "{name}: {id} is there twice");
        }
        for target in after(&html, "href=\"#")
            .into_iter()
            .chain(after(&html, "aria-labelledby=\""))
        {
            assert!(ids.contains(target), "{name}: {target} leads nowhere");
        }
    }
}

#[test]
fn names_of_users_cannot_break_a_page() {
    for (name, html) in rendered(&hostile()) {
        assert!(!html.contains(HOSTILE) && !html.contains("<b>"), "{name}");
        assert!(html.trim_end().ends_with("</html>"), "{name}");
    }
}

#[test]
fn a_claim_without_numbers_still_has_a_page() {
    let mut results = usual();
    for account in results
        .claims
        .iter_mut()
        .flat_map(|claim| &mut claim.accounts)
    {
        account.courses.clear();
        account.couplings.clear();
        account.knock_out = None;
        account.predicted = None;
        account.robustness.clear();
        for test in &mut account.tests {
            (test.estimate, test.low, test.high) = (None, None, None);
            test.monte_carlo_error = None;
        }
    }
    assert_eq!(rendered(&results).len(), results.claims.len() + 1);
    results
        .claims
        .iter_mut()
        .for_each(|claim| claim.accounts.clear());
    assert_eq!(rendered(&results).len(), results.claims.len() + 1);
}

#[test]
fn showpieces_have_pictures_of_their_own() {
    let results = usual();
    let names = |id: &str| -> Vec<String> {
        let claim = results.claims.iter().find(|c| c.claim.id == id).unwrap();
        pictures::behind(claim)
            .into_iter()
            .map(|p| p.name)
            .collect()
    };
    assert_eq!(names("B2"), ["square-end", "course-1"]);
    assert_eq!(names("B10"), ["split-1", "course-1"]);
    assert_eq!(names("B8"), ["course-1"]);
    assert!(names("A2").is_empty());
}

#[test]
fn the_naive_change_is_the_sum_of_what_it_is_made_of() {
    let results = usual();
    let claim = results.claims.iter().find(|c| c.claim.id == "B10").unwrap();
    let split = pictures::behind(claim).remove(0).svg;
    // Rated 70 at selection and 30 with the drug: 40 in all. Of these 5 go to selection (a true 65 at the beginning), 20 to time
    // (45 untreated), 10 to belief (35 on placebo), and 5 to the drug.
    for said in [
        "\u{2212}40.0 in all",
        "with noise \u{2212}5.0",
        "\u{201c}No treatment\u{201d} \u{2212}20.0",
        "adds to it \u{2212}10.0",
        "\u{201c}SSRI alone\u{201d} \u{2212}5.0",
    ] {
        assert!(split.contains(said), "{said}");
    }
}

#[test]
fn two_things_that_only_add_up_make_parallel_lines() {
    let results = usual();
    let square = pictures::behind(&results.claims[0]).remove(0).svg;
    // 50 + (40 - 45) = 35 is the sum; both together are at 30.9.
    assert!(
        square.contains("if they only added up 35.0"),
        "the sum of the two"
    );
    assert!(square.contains("together beyond the sum: \u{2212}4.1"));
}
