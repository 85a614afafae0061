//! Which curves share a picture, and which sign tells them apart: colour and marker carry one dimension, small pictures side
//! by side the others, so that no line has to be told from ten others.

use super::Titles;
use super::words::level;
use crate::lab::experiment::{Curve, Panel, PublishedSeries, Style};

/// More lines than this in one picture are better told apart side by side.
const MOST_SIGNS: usize = 6;

/// What curves differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dimension {
    /// Which synapse.
    Synapse,
    /// Which condition.
    Condition,
    /// Which level of BDNF.
    Level,
}

/// A part of a picture with axes of its own.
#[derive(Debug, Default)]
pub(super) struct Facet<'a> {
    /// What is common to its curves and told apart from other facets; empty where there is one facet.
    pub title: String,
    /// Curves, each with the number of its sign; none for one that belongs to all.
    pub curves: Vec<(Option<usize>, &'a Curve)>,
    /// Published points likewise.
    pub published: Vec<(Option<usize>, &'a PublishedSeries)>,
}

/// A panel split into facets.
#[derive(Debug)]
pub(super) struct Split<'a> {
    /// Facets in reading order; at least one.
    pub facets: Vec<Facet<'a>>,
    /// What each sign stands for; one nameless sign where nothing has to be told apart.
    pub signs: Vec<String>,
    /// What is common to all curves, for the line below the title.
    pub common: Vec<String>,
}

/// Values of a dimension in the order in which curves first have them, under the key by which they are compared.
fn values(panel: &Panel, dimension: Dimension) -> Vec<String> {
    let measured = || panel.curves.iter().filter(|c| c.style != Style::Theory);
    let all = || panel.curves.iter();
    let mut found: Vec<String> = Vec::new();
    let mut add = |curve: &Curve| {
        let value = value_of(curve, dimension);
        if !found.contains(&value) {
            found.push(value);
        }
    };
    // A closed form names its condition after itself: it opens no dimension where there is anything simulated.
    if measured().next().is_some() {
        measured().for_each(&mut add);
    } else {
        all().for_each(&mut add);
    }
    found
}

fn value_of(curve: &Curve, dimension: Dimension) -> String {
    match dimension {
        Dimension::Synapse => curve.synapse.clone(),
        Dimension::Condition => curve.condition.clone(),
        Dimension::Level => level(curve.bdnf),
    }
}

fn said(value: &str, dimension: Dimension, titles: &Titles) -> String {
    match dimension {
        Dimension::Synapse => titles.get(value).map_or(value, String::as_str).to_owned(),
        _ => value.to_owned(),
    }
}

/// Splits the curves of a panel.
pub(super) fn split<'a>(panel: &'a Panel, titles: &Titles) -> Split<'a> {
    let dimensions = [Dimension::Synapse, Dimension::Condition, Dimension::Level];
    let known = dimensions.map(|dimension| (dimension, values(panel, dimension)));
    let varied: Vec<&(Dimension, Vec<String>)> = known
        .iter()
        .filter(|(_, values)| values.len() > 1)
        .collect();
    let common = known
        .iter()
        .filter(|(_, values)| values.len() == 1)
        .map(|(dimension, values)| said(&values[0], *dimension, titles))
        .filter(|text| !text.is_empty())
        .collect();
    // The last of them gets the signs, unless there are too many of it.
    let (apart, signs) = match varied.split_last() {
        Some((last, before)) if last.1.len() <= MOST_SIGNS => (before.to_vec(), Some(*last)),
        _ => (varied.clone(), None),
    };
    let mut facets: Vec<(Facet<'a>, Vec<(Dimension, &str)>)> = vec![(Facet::default(), vec![])];
    for (dimension, values) in apart {
        facets = facets
            .into_iter()
            .flat_map(|(facet, keys)| {
                values.iter().map(move |value| {
                    let text = said(value, *dimension, titles);
                    let title = if facet.title.is_empty() {
                        text
                    } else {
                        format!("{}, {text}", facet.title)
                    };
                    let mut keys = keys.clone();
                    keys.push((*dimension, value.as_str()));
                    let facet = Facet {
                        title,
                        ..Facet::default()
                    };
                    (facet, keys)
                })
            })
            .collect();
    }
    let conditions = values(panel, Dimension::Condition);
    let sign_of = |dimension: Dimension, value: &str| match signs {
        Some((by, values)) if *by == dimension => values.iter().position(|known| known == value),
        _ => None,
    };
    let facets = facets.into_iter().map(|(mut facet, keys)| {
        for curve in &panel.curves {
            let fits = keys.iter().all(|(dimension, key)| {
                let value = value_of(curve, *dimension);
                let belongs_to_all =
                    *dimension == Dimension::Condition && !conditions.contains(&value);
                value == *key || belongs_to_all
            });
            if fits {
                let sign = signs.map_or(Some(0), |(by, _)| sign_of(*by, &value_of(curve, *by)));
                facet.curves.push((sign, curve));
            }
        }
        for series in &panel.published {
            let fits = keys.iter().all(|(dimension, key)| {
                *dimension != Dimension::Condition
                    || series.condition == *key
                    || !conditions.contains(&series.condition)
            });
            if fits {
                let sign = sign_of(Dimension::Condition, &series.condition);
                facet.published.push((sign, series));
            }
        }
        facet
    });
    Split {
        facets: facets.filter(|facet| !facet.curves.is_empty()).collect(),
        signs: signs.map_or(vec![String::new()], |(dimension, values)| {
            let said = values.iter().map(|value| said(value, *dimension, titles));
            said.collect()
        }),
        common,
    }
}
