//! From the pill to the mood: dose, blood level, serotonin, BDNF, speed of learning and severity on one axis of time.

use super::axis::{Panel, Scale};
use super::canvas::{Canvas, Marker, Sheet, Words, picture};
use super::data;
use super::layout::{self, EndLabel, Entry, Head, Legend, MARGIN, Sign};
use super::text::{self, number};
use super::trajectories::Fan;
use crate::cohort::results::{ReadoutInfo, RunResult};
use crate::report::style::{self, Paint};

/// The chain in its order; readouts that the brain does not have are left out.
const CHAIN: [&str; 7] = ["dose", "concentration", "occupancy", "serotonin", "bdnf", "learning_rate", "severity"];
const PANEL_HEIGHT: f64 = 62.0;
const STEP: f64 = 96.0;

/// One link of the chain.
struct Link<'a> {
    readout: &'a ReadoutInfo,
    fans: Vec<Fan>,
}

/// Draws the slow factors of every scenario under the variant with this index.
pub fn draw(run: &RunResult, variant: usize) -> String {
    let links: Vec<Link<'_>> = CHAIN.iter().filter_map(|name| Link::of(run, variant, name)).collect();
    let simulated = links.iter().flat_map(|l| &l.fans).map(|f| f.median().len()).max().unwrap_or(0);
    let title = title(run, &links);
    let subtitle = format!(
        "Under the variant \u{201c}{}\u{201d}: median over the virtual people by week, one panel for each step of the account",
        text::name(&data::variant_title(run, variant))
    );
    let head = Head::new(&title, &subtitle);
    let mut entries = layout::arm_entries(&run.scenarios);
    entries.push(Entry { paint: Paint::Muted, sign: Sign::Band(0.45), label: "middle half of people".into() });
    let legend = Legend::new(entries);
    let top = head.height() + legend.height() + 26.0;
    let description = format!("{subtitle}. {}", description(run, &links));
    let height = top + STEP * links.len().max(1) as f64 + 18.0;
    picture(Sheet { name: "factors", title: &title, description: &description, height }, |canvas| {
        head.draw(canvas);
        legend.draw(canvas, head.height());
        for (n, link) in links.iter().enumerate() {
            let top = top + STEP * n as f64;
            let panel = Panel {
                left: 62.0,
                top,
                right: style::WIDTH - layout::LABEL_ROOM,
                bottom: top + PANEL_HEIGHT,
                x: Scale::new(0.0, simulated.saturating_sub(1).max(1) as f64),
                y: link.vertical(),
            };
            link.draw(canvas, &panel, run, n + 1 == links.len());
        }
    })
}

impl<'a> Link<'a> {
    fn of(run: &'a RunResult, variant: usize, name: &str) -> Option<Self> {
        let readout = run.readouts.get(run.readout(name)?)?;
        let fans = (0..run.scenarios.len()).map(|s| Fan::of(&data::people_by_week(run, s, variant, name))).collect();
        Some(Link { readout, fans })
    }

    fn vertical(&self) -> Scale {
        if self.readout.name == "severity" {
            return Scale { low: 0.0, high: 100.0 };
        }
        let shown = self.fans.iter().flat_map(|f| [1, 2, 3].map(|q| f.quantiles[q].clone())).flatten();
        let Scale { low, high } = Scale::holding(shown);
        // A flat line on a stretched axis would look like an effect.
        let least = 0.05 * low.abs().max(high.abs()).max(0.2);
        if high - low < least { Scale { low: low - least, high: high + least } } else { Scale { low, high } }
    }

    fn draw(&self, canvas: &Canvas<'_>, panel: &Panel, run: &RunResult, last: bool) {
        layout::phases(canvas, panel, &run.scenarios, false);
        panel.grid_across(canvas, &panel.y.ticks(3));
        for (arm, fan) in self.fans.iter().enumerate() {
            fan.draw(canvas, panel, arm, false);
        }
        let name = text::cut(&self.readout.title, style::LABEL_SIZE * 1.06, 240.0);
        let wide = text::width(&name, style::LABEL_SIZE * 1.06);
        let above = panel.top - 11.0;
        canvas.words(&name, (MARGIN, above), Words::new(style::LABEL_SIZE, Paint::Ink).bold());
        let unit = format!("({})", text::cut(&self.readout.unit, style::TICK_SIZE, 180.0));
        canvas.words(&unit, (MARGIN + wide + 8.0, above), Words::new(style::TICK_SIZE, Paint::Muted));
        layout::end_labels(canvas, panel, &self.labels(panel, run));
        let label = if last { "Weeks since treatment began" } else { "" };
        let weeks = panel.x.weeks();
        panel.floor(canvas, if last { &weeks } else { &[] }, label);
    }

    /// Names at the right of each line; arms that end at the same value share one label.
    fn labels(&self, panel: &Panel, run: &RunResult) -> Vec<EndLabel> {
        let mut labels: Vec<EndLabel> = Vec::new();
        for (arm, fan) in self.fans.iter().enumerate() {
            let Some(last) = fan.median().iter().rev().find(|v| v.is_finite()) else { continue };
            labels.push(EndLabel {
                y: panel.at(0.0, *last).1,
                paint: Paint::Series(arm),
                marker: Marker::of(arm),
                label: data::scenario_title(run, arm),
            });
        }
        labels
    }

    /// Largest distance of the median from its value in week 0, with its sign kept, and the week in which it is reached.
    fn peak(&self, arm: usize) -> Option<(usize, f64)> {
        let median = self.fans.get(arm)?.median();
        let start = *median.first()?;
        let far = |(_, a): &(usize, &f64), (_, b): &(usize, &f64)| (*a - start).abs().total_cmp(&(*b - start).abs());
        let finite = median.iter().enumerate().filter(|(_, v)| v.is_finite() && start.is_finite());
        finite.max_by(far).map(|(week, value)| (week, *value))
    }
}

/// The step that a student should look at first: how far the speed of learning moves.
fn title(run: &RunResult, links: &[Link<'_>]) -> String {
    let arm = run.scenarios.len().saturating_sub(1).min(1);
    let moved = links.iter().find(|l| l.readout.name == "learning_rate").and_then(|l| l.peak(arm).zip(l.peak(0)));
    match moved {
        Some(((week, value), _)) => format!(
            "From dose to severity: with {} the learning rate goes to {} (week {week})",
            text::name(&data::scenario_title(run, arm)),
            number(value, 2)
        ),
        None => "From dose to severity, step by step".into(),
    }
}

fn description(run: &RunResult, links: &[Link<'_>]) -> String {
    let mut said = Vec::new();
    for link in links {
        for arm in 0..link.fans.len() {
            if let (Some((week, value)), Some(start)) = (link.peak(arm), link.fans[arm].median().first()) {
                said.push(format!(
                    "{}, {}: {} in week 0, farthest from there {} in week {week}",
                    link.readout.title,
                    data::scenario_title(run, arm),
                    number(*start, 2),
                    number(value, 2)
                ));
            }
        }
    }
    format!("{}.", said.join("; "))
}
