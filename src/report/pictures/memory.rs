//! Where the illness lives: severity of copies of ill people with swapped weights and bodies.

use super::axis::{Panel, Scale};
use super::canvas::{Sheet, picture};
use super::data;
use super::layout::{self, EndLabel, Head};
use super::statistics::mean;
use super::text::{self, number, percent};
use crate::cohort::results::{MemoryCurve, MemoryTest, OutcomeInfo};
use crate::report::style::{self, Paint};

/// Share of the distance between the ill and the well copy that goes with the weights, at the last week; `None` where the
/// four copies are not all there or the ill copy is not at least one point above the well one.
///
/// With `s(weights, body)` the mean severity: `[s(ill, ill) + s(ill, well) - s(well, ill) - s(well, well)] / 2` is what the
/// weights do, the same with the bodies is what they do, and both add up to `s(ill, ill) - s(well, well)`.
pub fn weight_share(memory: &MemoryTest) -> Option<f64> {
    let last = |name: &str| last_mean(memory.curves.iter().find(|c| c.name == name)?);
    let (ill, ill_weights) = (
        last("ill_weights_ill_body")?,
        last("ill_weights_well_body")?,
    );
    let (well_weights, well) = (
        last("well_weights_ill_body")?,
        last("well_weights_well_body")?,
    );
    let whole = ill - well;
    (whole >= 1.0).then(|| (ill + ill_weights - well_weights - well) / 2.0 / whole)
}

/// Mean over people in the last week.
fn last_mean(curve: &MemoryCurve) -> Option<f64> {
    let people = rows(curve);
    mean(&data::in_week(
        &people,
        data::weeks(&people).checked_sub(1)?,
    ))
    .map(|m| m.mean)
}

fn rows(curve: &MemoryCurve) -> Vec<Vec<f64>> {
    curve
        .severity
        .rows()
        .into_iter()
        .map(|row| row.iter().map(|v| f64::from(*v)).collect())
        .collect()
}

/// Draws the mean severity of every kind of copy.
pub fn draw(memory: &MemoryTest, outcome: &OutcomeInfo) -> String {
    let curves: Vec<Vec<f64>> = memory
        .curves
        .iter()
        .map(|c| data::every_week(&rows(c), |v| mean(v).map(|m| m.mean)))
        .collect();
    let simulated = curves.iter().map(Vec::len).max().unwrap_or(0);
    let week = simulated.saturating_sub(1);
    let title = match weight_share(memory) {
        Some(share) => format!(
            "Where does the illness live? The weights carry {} of it at week {week}",
            percent(share)
        ),
        None => "Where does the illness live? These copies cannot tell".into(),
    };
    let subtitle = format!(
        "Copies of {}, with weights (synapses) and body (slow factors) of themselves when ill or when well; mean severity without treatment",
        text::counted(memory.seeds.len(), "virtual person", "virtual people")
    );
    let head = Head::new(&title, &subtitle);
    let top = head.height() + 10.0;
    let panel = Panel {
        left: 62.0,
        top,
        right: style::WIDTH - 220.0,
        bottom: top + 290.0,
        x: Scale::new(0.0, week.max(1) as f64),
        y: Scale::severity(curves.iter().flatten().copied()),
    };
    let description = format!("{subtitle}. {}", in_words(memory, week));
    let height = panel.bottom + 46.0;
    picture(
        Sheet {
            name: "memory",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            panel.grid_across(canvas, &panel.y.ticks(5));
            panel.side(canvas, "Severity (points)");
            panel.floor(canvas, &panel.x.weeks(10), "Weeks after the swap");
            for (n, curve) in curves.iter().enumerate() {
                // The first four are the swap itself; what follows are controls.
                if n < 4 {
                    canvas.line(
                        &panel.weekly(curve),
                        Paint::Series(n),
                        style::STRONG_LINE,
                        1.0,
                    );
                } else {
                    canvas.dashed(&panel.weekly(curve), Paint::Series(n), style::STRONG_LINE);
                }
            }
            let thresholds = layout::thresholds(&panel, outcome);
            layout::dashes(canvas, &panel, &thresholds);
            layout::end_labels(
                canvas,
                &panel,
                &[labels(memory, &panel, &curves), thresholds].concat(),
            );
        },
    )
}

fn labels(memory: &MemoryTest, panel: &Panel, curves: &[Vec<f64>]) -> Vec<EndLabel> {
    let mut labels = Vec::new();
    for (n, (curve, values)) in memory.curves.iter().zip(curves).enumerate() {
        if let Some(week) = values.iter().rposition(|v| v.is_finite()) {
            let label = format!("{} {}", number(values[week], 0), curve.title);
            labels.push(layout::weekly_label(panel, n, week, values[week], label));
        }
    }
    labels
}

fn in_words(memory: &MemoryTest, week: usize) -> String {
    let said = |c: &MemoryCurve| {
        format!(
            "{}: {}",
            c.title,
            number(last_mean(c).unwrap_or(f64::NAN), 0)
        )
    };
    let curves: Vec<String> = memory.curves.iter().map(said).collect();
    format!("Mean severity at week {week}: {}.", curves.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn test(levels: [f32; 4]) -> MemoryTest {
        let names = [
            "ill_weights_ill_body",
            "ill_weights_well_body",
            "well_weights_ill_body",
            "well_weights_well_body",
        ];
        let curves = names.iter().zip(levels).map(|(name, level)| MemoryCurve {
            name: (*name).into(),
            title: (*name).into(),
            severity: Array2::from_elem((3, 27), level),
        });
        MemoryTest {
            seeds: vec![1, 2, 3],
            curves: curves.collect(),
        }
    }

    #[test]
    fn the_share_of_the_weights_is_their_main_effect() {
        // All in the weights, all in the body, three to one: exact in binary fractions.
        assert_eq!(weight_share(&test([60.0, 60.0, 20.0, 20.0])), Some(1.0));
        assert_eq!(weight_share(&test([60.0, 20.0, 60.0, 20.0])), Some(0.0));
        assert_eq!(weight_share(&test([60.0, 50.0, 30.0, 20.0])), Some(0.75));
        assert_eq!(weight_share(&test([20.0, 20.0, 20.0, 20.0])), None);
    }
}
