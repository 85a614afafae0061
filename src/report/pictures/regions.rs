//! What changes in the brain: activity of each region at the outcome week against week 0, by scenario.

use super::axis::{Panel, Scale};
use super::canvas::{Canvas, Marker, Sheet, Words, picture};
use super::data;
use super::layout::{self, Head, Legend, MARGIN};
use super::statistics::{Mean, mean, quantile};
use super::text::{self, signed};
use crate::cohort::results::{ReadoutInfo, RunResult};
use crate::report::style::{self, Paint};

const LEFT: f64 = 190.0;
const RIGHT: f64 = 560.0;
const ROW: f64 = 24.0;
const GAP: f64 = 20.0;
/// More dots than this in a row are a bar.
const MOST_DOTS: usize = 400;

/// Changes of one region: for each scenario, one per person.
struct Region<'a> {
    readout: &'a ReadoutInfo,
    changes: Vec<Vec<f64>>,
}

/// Draws the change of every region readout under the variant with this index.
pub fn draw(run: &RunResult, variant: usize) -> String {
    let regions: Vec<Region<'_>> = run
        .readouts
        .iter()
        .filter(|r| r.region)
        .map(|readout| Region::of(run, variant, readout))
        .collect();
    let week = data::judged_week(run, usize::MAX);
    let title = title(run, &regions, week);
    let subtitle = format!(
        "Under the variant \u{201c}{}\u{201d}: change of activity in the model's regions from week 0 to week {week}, mean with 95 % interval; \
         faint dots are single virtual people (at most {MOST_DOTS} in a row)",
        text::name(&data::variant_title(run, variant))
    );
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(layout::arm_entries(&run.scenarios));
    let top = head.height() + legend.height() + 4.0;
    let tall = ROW * run.scenarios.len().max(1) as f64 + GAP;
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom: top + tall.max(46.0) * regions.len().max(1) as f64,
        x: horizontal(&regions),
        y: Scale {
            low: 0.0,
            high: 1.0,
        },
    };
    let description = format!("{subtitle}. {}", in_words(run, &regions));
    let height = panel.bottom + 46.0;
    picture(
        Sheet {
            name: "regions",
            title: &title,
            description: &description,
            height,
        },
        |canvas| {
            head.draw(canvas);
            legend.draw(canvas, head.height());
            let ticks = panel.x.ticks(6);
            panel.grid_up(canvas, &ticks);
            let zero = panel.across(0.0);
            canvas.line(
                &[(zero, top), (zero, panel.bottom)],
                Paint::Ink,
                style::LINE,
                1.0,
            );
            for (n, region) in regions.iter().enumerate() {
                region.draw(
                    canvas,
                    &panel,
                    top + tall.max(46.0) * n as f64,
                    tall.max(46.0),
                );
            }
            panel.floor(canvas, &ticks, "Change of activity (rate, 0 to 1)");
        },
    )
}

impl<'a> Region<'a> {
    fn of(run: &RunResult, variant: usize, readout: &'a ReadoutInfo) -> Self {
        let change = |scenario: usize| -> Vec<f64> {
            let people = data::people_by_week(run, scenario, variant, &readout.name);
            let week = data::judged_week(run, data::weeks(&people));
            people
                .iter()
                .filter_map(|p| Some(p.get(week)? - p.first()?))
                .collect()
        };
        Region {
            readout,
            changes: (0..run.scenarios.len()).map(change).collect(),
        }
    }

    fn draw(&self, canvas: &Canvas<'_>, panel: &Panel, top: f64, tall: f64) {
        canvas.line(
            &[(MARGIN, top), (style::WIDTH - MARGIN, top)],
            Paint::Grid,
            style::THIN_LINE,
            1.0,
        );
        let middle = top + tall / 2.0;
        let room = LEFT - MARGIN - 12.0;
        let name = text::cut(&self.readout.title, style::LABEL_SIZE * text::BOLD, room);
        let ink = Words::new(style::LABEL_SIZE, Paint::Ink);
        canvas.words(&name, (MARGIN, middle), ink.bold());
        let first = middle - ROW * (self.changes.len().max(1) as f64 - 1.0) / 2.0;
        for (arm, changes) in self.changes.iter().enumerate() {
            let y = first + ROW * arm as f64;
            let paint = Paint::Series(arm);
            for (n, change) in changes
                .iter()
                .filter(|c| c.is_finite())
                .take(MOST_DOTS)
                .enumerate()
            {
                // Dots of neighbours stand in five lanes, so that a cloud does not become a line.
                let lane = (n * 2 % 5) as f64 - 2.0;
                let x = panel.across(change.clamp(panel.x.low, panel.x.high));
                canvas.marker((x, y + 2.6 * lane), Marker::Disc, 1.6, paint, 0.28);
            }
            if let Some(Mean {
                mean, low, high, ..
            }) = mean(changes)
            {
                let held = |v: f64| panel.across(v.clamp(panel.x.low, panel.x.high));
                canvas.line(
                    &[(held(low), y), (held(high), y)],
                    Paint::Ink,
                    style::LINE,
                    1.0,
                );
                canvas.marker((held(mean), y), Marker::of(arm), 5.5, paint, 1.0);
                let numbers = format!(
                    "{} ({} to {})",
                    signed(mean, 2),
                    signed(low, 2),
                    signed(high, 2)
                );
                canvas.words(
                    &numbers,
                    (RIGHT + 10.0, y),
                    Words::new(style::TICK_SIZE, Paint::Ink),
                );
            }
        }
    }
}

fn horizontal(regions: &[Region<'_>]) -> Scale {
    let all: Vec<f64> = regions
        .iter()
        .flat_map(|r| r.changes.iter().flatten().copied())
        .collect();
    let edges = [0.01, 0.99].map(|q| quantile(&all, q).unwrap_or(0.0));
    Scale::holding(edges.into_iter().chain([-0.05, 0.05]))
}

fn title(run: &RunResult, regions: &[Region<'_>], week: usize) -> String {
    let mut largest: Option<(f64, &str, usize)> = None;
    for region in regions {
        for (arm, changes) in region.changes.iter().enumerate() {
            if let Some(found) = mean(changes)
                && largest.is_none_or(|(value, ..)| found.mean.abs() > value.abs())
            {
                largest = Some((found.mean, &region.readout.title, arm));
            }
        }
    }
    match largest {
        Some((value, region, arm)) => format!(
            "What changes in the brain by week {week}? Most of all {} ({} with {})",
            text::name(region),
            signed(value, 2),
            text::name(&data::scenario_title(run, arm))
        ),
        None => "What changes in the brain? No region was read out".into(),
    }
}

fn in_words(run: &RunResult, regions: &[Region<'_>]) -> String {
    let mut said = Vec::new();
    for region in regions {
        for (arm, changes) in region.changes.iter().enumerate() {
            if let Some(Mean {
                mean, low, high, ..
            }) = mean(changes)
            {
                said.push(format!(
                    "{}, {}: {} ({} to {})",
                    region.readout.title,
                    data::scenario_title(run, arm),
                    signed(mean, 2),
                    signed(low, 2),
                    signed(high, 2)
                ));
            }
        }
    }
    format!("{}.", said.join("; "))
}
