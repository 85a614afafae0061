//! From what is done to the severity, on one axis of time: in the affect brain dose, blood level, serotonin, BDNF and speed of
//! learning. Which steps there are, a brain says with `factor = true` in its readouts.

use super::axis::{Panel, Scale};
use super::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use super::data;
use super::layout::{self, Entry, Head, Legend, Sign};
use super::statistics::mean;
use super::text::{self, number};
use super::trajectories::{Fan, draw_fans};
use crate::cohort::results::{ReadoutInfo, RunResult};
use crate::report::style::{self, Paint};
use crate::report::wording::Wording;

const PANEL_HEIGHT: f64 = 62.0;
const STEP: f64 = 96.0;
/// As many numbers as fit beside a panel.
const MOST_MEANS: usize = 5;

/// One link of the chain.
struct Link<'a> {
    readout: &'a ReadoutInfo,
    fans: Vec<Fan>,
}

/// Draws the slow factors of every scenario under the variant with this index.
pub fn draw(run: &RunResult, variant: usize) -> String {
    let factors = run.readouts.iter().filter(|readout| readout.factor);
    let severity = run.readouts.iter().filter(|r| r.name == "severity");
    // A factor that nothing moves in any scenario has no part in the account.
    let links: Vec<Link<'_>> = factors
        .map(|readout| Link::of(run, variant, readout))
        .filter(Link::moves)
        .chain(severity.map(|readout| Link::of(run, variant, readout)))
        .collect();
    let simulated = links
        .iter()
        .flat_map(|l| &l.fans)
        .map(|f| f.median().len())
        .max()
        .unwrap_or(0);
    let treated = data::judged_week(run, simulated);
    let title = title(run, &links, treated);
    let subtitle = format!(
        "Under the variant \u{201c}{}\u{201d}: median over the virtual people by week, one panel for each step of the account",
        text::name(&data::variant_title(run, variant))
    );
    let head = Head::new(&title, &subtitle);
    let mut entries = layout::arm_entries(&run.scenarios);
    entries.push(Entry {
        paint: Paint::Muted,
        sign: Sign::Band(0.45),
        label: "middle half of people".into(),
    });
    let legend = Legend::new(entries);
    let top = head.height() + legend.height() + 26.0;
    let description = format!("{subtitle}. {}", description(run, &links, treated));
    let height = top + STEP * links.len().max(1) as f64 + 18.0;
    picture(
        Sheet {
            name: "factors",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            let column = format!("mean, weeks 1 to {treated}");
            let muted = Words::new(style::TICK_SIZE, Paint::Muted);
            canvas.words(
                &column,
                (style::WIDTH - layout::LABEL_ROOM + 14.0, top - 11.0),
                muted,
            );
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
                link.draw(canvas, &panel, run, treated, n + 1 == links.len());
            }
        },
    )
}

impl<'a> Link<'a> {
    fn of(run: &RunResult, variant: usize, readout: &'a ReadoutInfo) -> Self {
        let name = &readout.name;
        let fans = (0..run.scenarios.len())
            .map(|s| Fan::of(&data::people_by_week(run, s, variant, name)))
            .collect();
        Link { readout, fans }
    }

    /// Whether it is ever anything else than in the first week of the first scenario.
    fn moves(&self) -> bool {
        let mut values = self.fans.iter().flat_map(|f| f.quantiles.iter().flatten());
        let first = values.next();
        values.any(|value| Some(value) != first)
    }

    fn vertical(&self) -> Scale {
        if self.readout.name == "severity" {
            return Scale::severity(
                self.fans
                    .iter()
                    .flat_map(|f| f.quantiles[3].iter().copied()),
            );
        }
        let shown = self
            .fans
            .iter()
            .flat_map(|f| [1, 2, 3].map(|q| f.quantiles[q].clone()))
            .flatten();
        let Scale { low, high } = Scale::holding(shown);
        // A flat line on a stretched axis would look like an effect.
        let least = 0.05 * low.abs().max(high.abs()).max(0.2);
        if high - low < least {
            Scale {
                low: low - least,
                high: high + least,
            }
        } else {
            Scale { low, high }
        }
    }

    fn draw(
        &self,
        canvas: &Canvas<'_>,
        panel: &Panel,
        run: &RunResult,
        treated: usize,
        last: bool,
    ) {
        layout::phases(canvas, panel, &run.scenarios, false);
        panel.grid_across(canvas, &panel.y.ticks(3));
        draw_fans(canvas, panel, &self.fans, false);
        let above = panel.top - 11.0;
        let name = text::cut(&self.readout.title, style::LABEL_SIZE * text::BOLD, 240.0);
        canvas.words(
            &name,
            (panel.left, above),
            Words::new(style::LABEL_SIZE, Paint::Ink).bold(),
        );
        let unit = text::cut(&self.readout.unit, style::TICK_SIZE, 180.0);
        let muted = Words::new(style::TICK_SIZE, Paint::Muted);
        canvas.words(&unit, (panel.right, above), muted.align(Align::End));
        self.means(canvas, panel, treated);
        let label = if last {
            "Weeks since treatment began"
        } else {
            ""
        };
        let weeks = panel.x.weeks(10);
        panel.floor(canvas, if last { &weeks } else { &[] }, label);
    }

    /// Beside the panel: the mean of each arm's median over the weeks of treatment.
    fn means(&self, canvas: &Canvas<'_>, panel: &Panel, treated: usize) {
        let gap = 17.0;
        let shown = self.fans.len().min(MOST_MEANS);
        let first = (panel.top + panel.bottom) / 2.0 - gap * (shown as f64 - 1.0) / 2.0;
        for arm in 0..shown {
            let at = (panel.right + 22.0, first + gap * arm as f64);
            canvas.marker(at, Marker::of(arm), 4.5, Paint::Series(arm), 1.0);
            let value = self.treated_mean(arm, treated);
            let decimals = if value.abs() >= 10.0 || value == 0.0 {
                0
            } else {
                2
            };
            let words = Words::new(style::LABEL_SIZE, Paint::Ink);
            canvas.words(&number(value, decimals), (at.0 + 11.0, at.1), words);
        }
    }

    /// Mean of an arm's median over weeks 1 to `treated`.
    fn treated_mean(&self, arm: usize, treated: usize) -> f64 {
        let median = self.fans.get(arm).map_or(&[][..], Fan::median);
        let weeks: Vec<f64> = median
            .iter()
            .skip(1)
            .take(treated.max(1))
            .copied()
            .collect();
        mean(&weeks).map_or(f64::NAN, |m| m.mean)
    }
}

/// The step that a student should look at first: how far the speed of learning moves.
fn title(run: &RunResult, links: &[Link<'_>], treated: usize) -> String {
    let Some(link) = links.iter().find(|l| l.readout.name == "learning_rate") else {
        let measure = Wording::of(&run.outcome).measure();
        return format!("From what is done to the {measure}, step by step");
    };
    let said = |arm: usize| {
        let value = number(link.treated_mean(arm, treated), 2);
        format!(
            "{value} with {}",
            text::name(&data::scenario_title(run, arm))
        )
    };
    let arms: Vec<String> = (0..link.fans.len().min(2)).map(said).collect();
    format!(
        "From dose to severity: how fast can synapses learn during treatment? {}",
        text::listed(&arms)
    )
}

fn description(run: &RunResult, links: &[Link<'_>], treated: usize) -> String {
    let mut said = Vec::new();
    for link in links {
        for arm in 0..link.fans.len() {
            said.push(format!(
                "{}, {}: {} in week 0, mean of weeks 1 to {treated} {}",
                link.readout.title,
                data::scenario_title(run, arm),
                number(
                    link.fans[arm].median().first().copied().unwrap_or(f64::NAN),
                    2
                ),
                number(link.treated_mean(arm, treated), 2)
            ));
        }
    }
    format!("{}.", said.join("; "))
}
