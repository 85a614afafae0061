//! Numbers and judgements as people read them.

use super::{Account, Figure};
use crate::inference::qualification::{Agreement, Comparison, Count, Coverage};
use crate::report::pictures::text::percent;

/// Three significant digits, as few as it takes.
pub(super) fn short(x: f64) -> String {
    if !x.is_finite() {
        return "none".to_owned();
    }
    if x == 0.0 {
        return "0".to_owned();
    }
    let digits = (2 - x.abs().log10().floor() as i32).clamp(0, 6) as usize;
    let text = format!("{x:.digits$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    match text {
        "-0" => "0".to_owned(),
        text => text.replace('-', "\u{2212}"),
    }
}

/// The published number with its interval, or what is asked of the sign.
pub(super) fn published(figure: &Figure) -> String {
    let number = figure.published.value.map_or_else(String::new, short);
    match (figure.published.comparison, figure.published.interval) {
        (Comparison::Order, _) => "each above the one before".to_owned(),
        (Comparison::Sign, _) if figure.published.value.is_some_and(|v| v < 0.0) => {
            "below 0".to_owned()
        }
        (Comparison::Sign, _) => "above 0".to_owned(),
        (Comparison::Value, Some(interval)) => {
            format!(
                "{number} ({} to {})",
                short(interval.low),
                short(interval.high)
            )
        }
        (Comparison::Value, None) => number,
    }
}

/// The simulated number with its interval, where that is wider than a point.
pub(super) fn simulated(account: &Account) -> String {
    let (value, interval) = (account.measured.value, account.measured.interval);
    if interval.low < interval.high && interval.low.is_finite() && interval.high.is_finite() {
        format!(
            "{} ({} to {})",
            short(value),
            short(interval.low),
            short(interval.high)
        )
    } else {
        short(value)
    }
}

/// Lowest and highest value over the accounts.
pub(super) fn range(figure: &Figure) -> String {
    figure.range().map_or_else(String::new, |(low, high)| {
        format!("{} to {}", short(low), short(high))
    })
}

/// A mark that needs no colour.
pub(super) fn mark(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Inside => "\u{25cf}",
        Agreement::Overlaps => "\u{25d0}",
        Agreement::Outside => "\u{25cb}",
        Agreement::Undefined => "\u{2013}",
    }
}

/// `9 of 31 (29 %), 8 overlap`; nothing for nothing.
pub(super) fn count(count: &Count) -> String {
    if count.all() == 0 {
        return "\u{2013}".to_owned();
    }
    let share = percent(count.inside as f64 / count.all() as f64);
    format!(
        "{} of {} ({share}), {} overlap",
        count.inside,
        count.all(),
        count.overlaps
    )
}

/// The three counts of a coverage.
pub(super) fn counts(coverage: &Coverage) -> [String; 3] {
    [&coverage.values, &coverage.points, &coverage.signs].map(count)
}

/// Distance in standard errors.
pub(super) fn distance(account: &Account) -> String {
    account.judgement.distance.map_or_else(String::new, short)
}
