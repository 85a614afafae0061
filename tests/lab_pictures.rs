//! Pictures of the lab: what they must hold for every reader, and that no panel breaks them.

use proptest::prelude::*;
use resvg::usvg::roxmltree::{Document, Node};
use rewire::lab::Experiment;
use rewire::lab::experiment::{
    Axis, Curve, Fit, Mark, Panel, Point, PublishedPoint, PublishedSeries, Scale, Style,
};
use rewire::report::lab::page::{self, LabPage};
use rewire::report::lab::{Titles, pictures, terminal};

fn axis(label: &str, unit: &str, scale: Scale) -> Axis {
    Axis {
        label: label.into(),
        unit: unit.into(),
        scale,
    }
}

fn curve(synapse: &str, condition: &str, bdnf: f64, style: Style, points: &[(f64, f64)]) -> Curve {
    let points = points.iter().map(|&(x, y)| Point { x, y, error: None });
    Curve {
        synapse: synapse.into(),
        condition: condition.into(),
        bdnf,
        style,
        points: points.collect(),
    }
}

/// An experiment with one panel, whose curves are every synapse at every condition and level.
fn experiment(synapses: &[&str], conditions: &[&str], levels: &[f64], style: Style) -> Experiment {
    let mut curves = Vec::new();
    for synapse in synapses {
        for condition in conditions {
            for level in levels {
                let points = [(1.0, -0.2), (10.0, 0.1 * level), (50.0, 0.5 * level)];
                curves.push(curve(synapse, condition, *level, style, &points));
            }
        }
    }
    Experiment {
        protocol: "made-up".into(),
        title: "Made up".into(),
        shows: "What is made up.".into(),
        panels: vec![Panel {
            name: "change".into(),
            title: "Change over rate".into(),
            x: axis("rate", "Hz", Scale::Logarithmic),
            y: axis("change of the weight", "", Scale::Linear),
            curves,
            published: vec![PublishedSeries {
                evidence: "nobody-1900".into(),
                label: "Nobody 1900".into(),
                condition: conditions[0].into(),
                points: vec![PublishedPoint {
                    x: 10.0,
                    y: 0.12,
                    sem: Some(0.05),
                }],
            }],
            marks: vec![Mark {
                label: "threshold in theory: made up".into(),
                x: Some(19.2),
                y: None,
            }],
        }],
        fits: Vec::new(),
    }
}

fn titles() -> Titles {
    let titles = [("a", "First rule"), ("b", "Second rule")];
    titles
        .map(|(name, title)| (name.to_owned(), title.to_owned()))
        .into()
}

fn drawn(experiment: &Experiment) -> String {
    let mut pictures = pictures(experiment, &titles());
    assert_eq!(pictures.len(), 1);
    pictures.remove(0).svg
}

fn texts<'a>(document: &'a Document<'a>) -> Vec<&'a str> {
    let nodes = document.descendants().filter(|n| n.has_tag_name("text"));
    nodes
        .filter_map(|node| node.text())
        .map(str::trim)
        .collect()
}

fn of_class<'a>(document: &'a Document<'a>, tag: &'a str, class: &'a str) -> Vec<Node<'a, 'a>> {
    let nodes = document
        .descendants()
        .filter(move |node| node.has_tag_name(tag) && node.attribute("class") == Some(class));
    nodes.collect()
}

/// The words of a picture, in the order in which they are written, for a snapshot.
fn structure(experiment: &Experiment) -> String {
    let svg = drawn(experiment);
    let document = Document::parse(&svg).unwrap();
    let count = |tag: &str| {
        document
            .descendants()
            .filter(|n| n.has_tag_name(tag))
            .count()
    };
    let description = document
        .descendants()
        .find(|node| node.has_tag_name("desc"))
        .and_then(|node| node.text())
        .unwrap_or_default();
    format!(
        "words: {}\nlines: {}, circles: {}, polygons: {}\ndescription: {description}",
        texts(&document).join(" | "),
        count("polyline"),
        count("circle"),
        count("polygon"),
    )
}

#[test]
fn pictures_keep_their_structure() {
    let two = [1.0, 2.0];
    insta::assert_snapshot!(
        "one_curve",
        structure(&experiment(&["a"], &["+10 ms"], &[1.0], Style::Line))
    );
    insta::assert_snapshot!(
        "synapses_and_conditions",
        structure(&experiment(
            &["a", "b"],
            &["+10 ms", "-10 ms"],
            &[1.0],
            Style::Line
        ))
    );
    insta::assert_snapshot!(
        "everything_varies",
        structure(&experiment(
            &["a", "b"],
            &["+10 ms", "-10 ms"],
            &two,
            Style::Line
        ))
    );
    insta::assert_snapshot!(
        "bars",
        structure(&experiment(&["a"], &["x"], &two, Style::Bars))
    );
}

#[test]
fn colour_is_never_the_only_sign() {
    let svg = drawn(&experiment(
        &["a"],
        &["+10 ms"],
        &[0.7, 1.0, 2.0],
        Style::Line,
    ));
    let document = Document::parse(&svg).unwrap();
    // The first level is marked with discs, the second with squares, the third with triangles: in the legend and at each
    // of the three points.
    assert_eq!(of_class(&document, "circle", "fill-series-1").len(), 4);
    for class in ["fill-series-2", "fill-series-3"] {
        assert_eq!(of_class(&document, "polygon", class).len(), 4, "{class}");
    }
    for level in ["BDNF × 0.7", "normal BDNF", "BDNF × 2"] {
        assert!(texts(&document).contains(&level), "{level}");
    }
}

#[test]
fn synapses_stand_side_by_side_where_conditions_are_told_apart() {
    let svg = drawn(&experiment(
        &["a", "b"],
        &["+10 ms", "-10 ms"],
        &[1.0],
        Style::Line,
    ));
    let document = Document::parse(&svg).unwrap();
    let words = texts(&document);
    for word in ["First rule", "Second rule", "+10 ms", "-10 ms"] {
        assert_eq!(words.iter().filter(|w| **w == word).count(), 1, "{word}");
    }
    // The published point belongs to one condition, and stands in both pictures.
    assert!(words.contains(&"Nobody 1900, mean ± SEM"));
}

#[test]
fn theory_is_dashed_and_opens_no_picture_of_its_own() {
    let mut experiment = experiment(&["a"], &["simulated"], &[1.0, 2.0], Style::Line);
    let points = [(1.0, -0.2), (50.0, 0.6)];
    for level in [1.0, 2.0] {
        let theory = curve("a", "rate rule", level, Style::Theory, &points);
        experiment.panels[0].curves.push(theory);
    }
    let svg = drawn(&experiment);
    assert!(svg.contains("stroke-dasharray"));
    let document = Document::parse(&svg).unwrap();
    let words = texts(&document);
    assert!(words.contains(&"rate rule"), "{words:?}");
    assert!(words.contains(&"threshold in theory") && words.contains(&"19.2 Hz"));
    // One axis below one picture.
    assert_eq!(words.iter().filter(|word| **word == "rate (Hz)").count(), 1);
}

#[test]
fn a_page_speaks_to_everyone_and_escapes_what_people_write() {
    let mut experiment = experiment(&["a", "<b>"], &["+10 ms", "-10 ms"], &[1.0], Style::Line);
    experiment.shows = "<script>alert(1)</script>".into();
    experiment.fits.push(Fit {
        synapse: "a".into(),
        evidence: "nobody-1900".into(),
        points: 10,
        mean_squared_error: 7.58,
        fitted_parameters: 2,
        fitted_to: "these points (2 numbers)".into(),
        simulation_error: 0.0,
        noise_decides: false,
        p_value: 1e-12,
        rejected: true,
    });
    let pictures = pictures(&experiment, &titles());
    let experiments = [(experiment, pictures)];
    let html = page::render(&LabPage {
        experiments: &experiments,
        titles: &titles(),
        evidence: &[],
        parameters: &[],
        rejected_below: 0.01,
        command: "rewire lab made-up",
        versions: &[],
        hashes: &[],
    })
    .unwrap();
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"));
    assert!(html.contains("the published points reject First rule"));
    assert!(html.contains("7.58") && html.contains("&lt; 0.001"));
    assert!(html.contains("width=device-width") && html.contains("prefers-color-scheme:dark"));
    assert!(html.contains("role=\"img\"") && html.contains("<desc"));
    // Self-contained: nothing is fetched.
    for outside in ["src=\"http", "href=\"http", "url(http", "@import"] {
        assert!(!html.contains(outside), "{outside}");
    }
    let said = terminal::table(&[experiments[0].0.clone()], &titles());
    assert!(said.contains("reject it") && said.lines().all(|line| line.chars().count() <= 100));
}

prop_compose! {
    fn any_value()(kind in 0..8, value in -1e3..1e3f64) -> f64 {
        match kind {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => 0.0,
            3 => value * 1e300,
            4 => value * 1e-300,
            _ => value,
        }
    }
}

proptest! {
    // Whatever the numbers are, the picture is XML and every word of it is on the sheet.
    #[test]
    fn no_panel_breaks_a_picture(
        points in proptest::collection::vec((any_value(), any_value()), 0..12),
        style in 0usize..4,
        scale in 0usize..3,
        label in ".{0,40}",
    ) {
        let mut experiment = experiment(&["a", "b"], &["x"], &[1.0], Style::Line);
        let panel = &mut experiment.panels[0];
        panel.x.scale = [
            Scale::Linear,
            Scale::Logarithmic,
            Scale::Named(vec![label.clone(), "b".into()]),
        ][scale].clone();
        panel.title = label.clone();
        panel.marks.push(Mark { label, x: None, y: points.first().map(|p| p.1) });
        let style = [Style::Line, Style::Theory, Style::Dots, Style::Bars][style];
        panel.curves.push(curve("c", "x", 1.0, style, &points));
        let svg = drawn(&experiment);
        prop_assert!(Document::parse(&svg).is_ok());
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
