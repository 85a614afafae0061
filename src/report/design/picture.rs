//! Power curves: how often a trial concludes what was claimed, against the people in each arm.

use crate::inference::design::{Account, DesignResult, PLANNED_POWER};
use crate::report::pictures::axis::{Panel, Scale};
use crate::report::pictures::canvas::{Align, Canvas, Marker, Sheet, Words, picture};
use crate::report::pictures::layout::{
    EndLabel, Entry, Head, LABEL_ROOM, Legend, Sign, end_labels,
};
use crate::report::pictures::text::{listed, percent};
use crate::report::style::{self, Paint};

const LEFT: f64 = 60.0;

/// Draws the curves of a design; accounts in which the mechanism is off are dashed.
pub fn draw(name: &str, result: &DesignResult) -> String {
    let design = &result.design;
    let title = format!("How often would a trial find it? {}", design.title);
    let subtitle = format!(
        "Share of simulated trials that conclude what is claimed. Arms: {}",
        listed(&design.titles)
    );
    let head = Head::new(&title, &subtitle);
    let legend = Legend::new(vec![
        Entry {
            paint: Paint::Series(0),
            sign: Sign::Line(Marker::Disc),
            label: "the mechanism acts".into(),
        },
        Entry {
            paint: Paint::Series(6),
            sign: Sign::Dashes,
            label: "the mechanism is off".into(),
        },
    ]);
    let above = head.height() + legend.height() + 10.0;
    let sizes = || result.accounts.iter().flat_map(|a| &a.sizes);
    let log = |per_arm: usize| (per_arm as f64).log10();
    let ends = sizes().map(|found| log(found.per_arm));
    let ends = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    let panel = Panel {
        left: LEFT,
        right: style::WIDTH - LABEL_ROOM - 20.0,
        top: above,
        bottom: above + 320.0_f64.max(17.5 * result.accounts.len() as f64),
        x: Scale::new(ends.0, ends.1),
        y: Scale {
            low: 0.0,
            high: 1.0,
        },
    };
    let sheet = Sheet {
        name,
        title: &title,
        description: &description(result, &subtitle),
        height: panel.bottom + 50.0,
    };
    picture(sheet, |canvas| {
        head.draw(canvas);
        legend.draw(canvas, head.height());
        frame(canvas, &panel, result);
        let mut labels = Vec::new();
        let (mut acting, mut off) = (0, 0);
        for (index, account) in result.accounts.iter().enumerate() {
            let points: Vec<(f64, f64)> = account
                .sizes
                .iter()
                .map(|found| panel.at(log(found.per_arm), found.as_claimed.share))
                .collect();
            let (paint, marker) = if account.mechanism {
                acting += 1;
                (Paint::Series(acting - 1), Marker::of(acting - 1))
            } else {
                off += 1;
                (Paint::Series(6), Marker::of(off + 3))
            };
            if account.mechanism {
                canvas.line(&points, paint, style::STRONG_LINE, 1.0);
            } else {
                canvas.dashed(&points, paint, style::LINE);
            }
            for at in &points {
                canvas.marker(*at, marker, 3.5, paint, 1.0);
            }
            // A knocked-out account is told by its dashes; a name for each would leave no room.
            if index >= result.own {
                continue;
            }
            labels.push(EndLabel {
                x: panel.right,
                y: points.last().map_or(f64::NAN, |at| at.1),
                paint,
                marker: Some(marker),
                label: account.title.clone(),
            });
        }
        end_labels(canvas, &panel, &labels);
    })
}

fn frame(canvas: &Canvas<'_>, panel: &Panel, result: &DesignResult) {
    let ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
    for tick in ticks {
        let y = panel.up(tick);
        canvas.line(
            &[(panel.left, y), (panel.right, y)],
            Paint::Grid,
            style::THIN_LINE,
            1.0,
        );
        let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::End);
        canvas.words(&percent(tick), (panel.left - 6.0, y), words);
    }
    let planned = panel.up(PLANNED_POWER);
    canvas.dashed(
        &[(panel.left, planned), (panel.right, planned)],
        Paint::Ink,
        style::THIN_LINE,
    );
    let mut sizes: Vec<usize> = result
        .accounts
        .iter()
        .flat_map(|account| account.sizes.iter().map(|found| found.per_arm))
        .collect();
    sizes.sort_unstable();
    sizes.dedup();
    let words = Words::new(style::TICK_SIZE, Paint::Muted).align(Align::Middle);
    let mut last = f64::NEG_INFINITY;
    for size in sizes {
        let x = panel.across((size as f64).log10());
        canvas.line(
            &[(x, panel.top), (x, panel.bottom + 4.0)],
            Paint::Grid,
            style::THIN_LINE,
            1.0,
        );
        // Numbers that would touch the one before are left out.
        if x - last > 34.0 {
            canvas.words(&size.to_string(), (x, panel.bottom + 13.0), words);
            last = x;
        }
    }
    let label = Words::new(style::LABEL_SIZE, Paint::Ink).align(Align::Middle);
    canvas.words(
        "People in each arm",
        ((panel.left + panel.right) / 2.0, panel.bottom + 31.0),
        label,
    );
}

fn description(result: &DesignResult, subtitle: &str) -> String {
    let row = |account: &Account| {
        let points: Vec<String> = account
            .sizes
            .iter()
            .map(|found| format!("{} with {}", percent(found.as_claimed.share), found.per_arm))
            .collect();
        let acts = if account.mechanism { "acts" } else { "is off" };
        format!(
            "{}, where the mechanism {acts}: {}",
            account.title,
            points.join(", ")
        )
    };
    let rows: Vec<String> = result.accounts.iter().map(row).collect();
    format!("{subtitle}. {}.", rows.join("; "))
}
