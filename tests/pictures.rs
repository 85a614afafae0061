//! Pictures: what they must hold for every reader, and that no input breaks them.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/synthetic.rs"]
mod synthetic;

use std::collections::{BTreeMap, BTreeSet};

use cases::{LONG, crowded, drawn, extremes, with_names};
use resvg::usvg::roxmltree::{Document, Node};
use resvg::usvg::{self, Tree};
use rewire::inference::Word;
use rewire::report::pictures::data::ContrastRow;
use rewire::report::pictures::{self, PngError, forest, png};
use rewire::report::wording::Wording;
use synthetic::Size;

fn texts<'a>(document: &'a Document<'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
}

#[test]
fn every_picture_speaks_to_those_who_cannot_see_it() {
    for picture in drawn(&synthetic::usual()) {
        let document = Document::parse(&picture.svg).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"), "{}", picture.name);
        for (attribute, tag) in [("aria-labelledby", "title"), ("aria-describedby", "desc")] {
            let said = root.children().find(|node| node.has_tag_name(tag)).unwrap();
            assert_eq!(said.attribute("id"), root.attribute(attribute));
            assert!(
                said.text().is_some_and(|text| text.len() > 20),
                "{} {tag}",
                picture.name
            );
        }
        let description = root
            .children()
            .find(|node| node.has_tag_name("desc"))
            .and_then(|node| node.text())
            .unwrap();
        assert!(
            description.chars().any(|c| c.is_ascii_digit()),
            "{}: a description has numbers",
            picture.name
        );
    }
}

#[test]
fn no_text_is_smaller_than_eleven_pixels() {
    for picture in drawn(&crowded()) {
        let document = Document::parse(&picture.svg).unwrap();
        let wide: f64 = document
            .root_element()
            .attribute("viewBox")
            .unwrap()
            .split(' ')
            .nth(2)
            .unwrap()
            .parse()
            .unwrap();
        for text in texts(&document) {
            let size: f64 = text.attribute("font-size").unwrap().parse().unwrap();
            assert!(size * 720.0 / wide >= 11.0, "{}: {size}", picture.name);
        }
    }
}

#[test]
fn colours_are_classes_with_a_light_fallback() {
    for picture in drawn(&synthetic::usual()) {
        assert!(
            !picture.svg.contains("#01"),
            "{}: a stand-in colour was left",
            picture.name
        );
        assert!(
            picture.svg.contains("currentColor")
                && picture.svg.contains("prefers-color-scheme:dark")
        );
        let document = Document::parse(&picture.svg).unwrap();
        for node in document
            .descendants()
            .filter(|n| matches!(n.tag_name().name(), "text" | "polyline" | "polygon"))
        {
            let class = node.attribute("class").unwrap_or_default();
            assert!(
                class.starts_with("fill-") || class.starts_with("stroke-"),
                "{}",
                picture.name
            );
        }
    }
}

/// Words of a picture with the box that they take in the embedded font, in pixels.
fn boxes(svg: &str) -> (Vec<(String, usvg::Rect)>, f32) {
    fn collect(group: &usvg::Group, found: &mut Vec<(String, usvg::Rect)>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => collect(inner, found),
                usvg::Node::Text(text) => {
                    let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    found.push((words, text.abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    let tree = Tree::from_str(&pictures::without_style(svg), &pictures::png::options()).unwrap();
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    (found, tree.size().height())
}

#[test]
fn words_stay_on_the_sheet_and_off_each_other() {
    for (case, run) in [
        ("usual", synthetic::usual()),
        ("crowded", crowded()),
        (
            "one scenario",
            synthetic::run(Size {
                scenarios: 1,
                ..synthetic::USUAL
            }),
        ),
        ("long names", with_names(crowded(), LONG)),
        (
            "short run",
            synthetic::run(Size {
                weeks: 3,
                ..synthetic::USUAL
            }),
        ),
    ] {
        for picture in drawn(&run) {
            let (found, height) = boxes(&picture.svg);
            assert!(found.len() > 3, "{case}, {}", picture.name);
            for (n, (words, place)) in found.iter().enumerate() {
                let inside = place.left() >= 0.0
                    && place.right() <= 720.0
                    && place.top() >= 0.0
                    && place.bottom() <= height;
                assert!(
                    inside,
                    "{case}, {}: \u{201c}{words}\u{201d} leaves the sheet: {place:?}",
                    picture.name
                );
                for (other, beside) in &found[n + 1..] {
                    // A box holds the font's full line; neighbouring lines may touch by the room that no letter fills.
                    let across =
                        place.right().min(beside.right()) - place.left().max(beside.left());
                    let down = place.bottom().min(beside.bottom()) - place.top().max(beside.top());
                    let touch = across > 1.0 && down > 4.0;
                    assert!(
                        !touch,
                        "{case}, {}: \u{201c}{words}\u{201d} lies on \u{201c}{other}\u{201d}",
                        picture.name
                    );
                }
            }
        }
    }
}

/// What a picture is made of, without places and numbers: these follow from the data.
fn structure(svg: &str) -> String {
    let document = Document::parse(svg).unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for node in document.descendants().filter(Node::is_element) {
        *counts.entry(node.tag_name().name()).or_default() += 1;
    }
    let plain = |text: &str| -> String {
        let masked: String = text
            .trim()
            .chars()
            .map(|c| if c.is_ascii_digit() { '#' } else { c })
            .collect();
        masked
            .replace("###", "#")
            .replace("##", "#")
            .replace(['+', '\u{2212}'], "")
    };
    let words: BTreeSet<String> = texts(&document)
        .filter_map(|node| node.text())
        .map(plain)
        .filter(|t| !t.chars().all(|c| "#.".contains(c)))
        .collect();
    let counts: Vec<String> = counts
        .iter()
        .map(|(tag, count)| format!("{tag}: {count}"))
        .collect();
    format!(
        "{}\n{}",
        counts.join(", "),
        words.into_iter().collect::<Vec<_>>().join("\n")
    )
}

#[test]
fn pictures_keep_their_structure() {
    for picture in drawn(&synthetic::usual()) {
        insta::assert_snapshot!(picture.name, structure(&picture.svg));
    }
}

#[test]
fn no_input_breaks_a_picture() {
    for (case, run) in extremes() {
        for picture in drawn(&run) {
            Document::parse(&picture.svg)
                .unwrap_or_else(|e| panic!("{case}, {}: {e}", picture.name));
            assert!(!picture.svg.contains("<script"), "{case}, {}", picture.name);
            png(&picture.svg, 360).unwrap_or_else(|e| panic!("{case}, {}: {e}", picture.name));
        }
    }
}

#[test]
fn a_forest_takes_any_contrast() {
    let row = |mean: f64, low: f64, high: f64| ContrastRow {
        variant: 0,
        pair: (0, 1),
        variant_title: "v".into(),
        scenario_a: "a".into(),
        scenario_b: "b".into(),
        mean,
        low,
        high,
        monte_carlo_error: f64::NAN,
        word: Word::CannotTell,
        returns: None,
        n: 0,
    };
    let odd = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        1e300,
        -1e-300,
    ];
    let rows: Vec<ContrastRow> = odd
        .iter()
        .flat_map(|a| odd.map(|b| row(*a, b, *a)))
        .collect();
    let wording = Wording::of(&synthetic::usual().outcome);
    for smallest in odd {
        for some in [&rows[..], &rows[..1], &[]] {
            let svg = forest::draw(some, smallest, &wording);
            Document::parse(&svg).unwrap();
            assert!(png(&svg, 200).is_ok());
        }
    }
}

#[test]
fn indices_that_do_not_exist_draw_an_empty_picture() {
    let run = synthetic::usual();
    for svg in [
        pictures::trajectories::draw(&run, 99, "severity"),
        pictures::difference::draw(&run, 99, 0, 1),
        pictures::difference::draw(&run, 0, 7, 9),
        pictures::difference_people::draw(&run, 0, 7, 9, f64::NAN),
        pictures::outcomes::draw(&run, 99),
        pictures::factors::draw(&run, 99),
        pictures::regions::draw(&run, 99),
    ] {
        Document::parse(&svg).unwrap();
    }
}

#[test]
fn a_png_has_the_width_asked_for_and_letters() {
    let picture = drawn(&synthetic::usual()).remove(0);
    let pixels = png(&picture.svg, 900).unwrap();
    assert_eq!(&pixels[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(
        u32::from_be_bytes([pixels[16], pixels[17], pixels[18], pixels[19]]),
        900
    );
    let silent: String = picture
        .svg
        .lines()
        .filter(|line| !line.ends_with("</text>"))
        .collect::<Vec<_>>()
        .join("\n");
    let silent = silent
        .replace("<text", "<g")
        .lines()
        .filter(|l| !l.starts_with("<g "))
        .collect::<String>();
    assert_ne!(
        png(&silent, 900).unwrap(),
        pixels,
        "the embedded font draws words"
    );
    assert_eq!(png(&picture.svg, 0), Err(PngError::Size(0)));
    assert_eq!(png(&picture.svg, 100_000), Err(PngError::Size(100_000)));
    assert!(matches!(png("no picture", 100), Err(PngError::NotSvg(_))));
}
