//! Stretches of time, doses and shares as a student reads them.

use crate::spec::files::Grade;

/// A length of time: whole weeks, else days, else hours.
pub fn time(days: f64) -> String {
    let whole = |value: f64| (value - value.round()).abs() < 1e-9;
    let said = |value: f64, one: &str, many: &str| {
        let value = number(value);
        let unit = if value == "1" { one } else { many };
        format!("{value} {unit}")
    };
    if days >= 7.0 && whole(days / 7.0) {
        said(days / 7.0, "week", "weeks")
    } else if days >= 2.0 || (whole(days) && days > 0.0) {
        said(days, "day", "days")
    } else {
        said(days * 24.0, "hour", "hours")
    }
}

/// A rhythm: `every day`, `every week`, `every 4 days`.
pub fn every(days: f64) -> String {
    match time(days) {
        text if text == "1 day" || text == "24 hours" => "every day".to_owned(),
        text if text == "1 week" => "every week".to_owned(),
        text => format!("every {text}"),
    }
}

/// From one time to another: `weeks 1 to 16`, or days where weeks do not come out even.
pub fn span(from: f64, to: f64) -> String {
    let whole = |days: f64| (days / 7.0 - (days / 7.0).round()).abs() < 1e-9;
    let (unit, units, length) = if whole(from) && whole(to) {
        ("week", "weeks", 7.0)
    } else {
        ("day", "days", 1.0)
    };
    let (first, last) = ((from / length).floor() + 1.0, (to / length).ceil().max(1.0));
    if last <= first {
        format!("{unit} {first}")
    } else {
        format!("{units} {first} to {last}")
    }
}

/// A number with at most three digits behind the point.
pub fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// A number with its sign.
pub fn signed(value: f64) -> String {
    if value > 0.0 {
        format!("+{}", number(value))
    } else {
        number(value)
    }
}

/// A share of one as a percentage.
pub fn percent(share: f64) -> String {
    format!("{} %", number((share * 1000.0).round() / 10.0))
}

/// A time of day from its share of a day.
pub fn hour(days: f64) -> String {
    let minutes = (days * 1440.0).round().clamp(0.0, 1439.0) as u32;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Grade and source of a number in brackets.
pub fn ground(grade: Option<Grade>, source: Option<&str>) -> String {
    let grade = grade.unwrap_or(Grade::Assumed).word();
    match source.filter(|source| !source.is_empty() && *source != grade) {
        Some(source) => format!("[{grade}; {source}]"),
        None => format!("[{grade}]"),
    }
}

/// The text of a value with its numbers shortened to what a person reads: `1.4583333333333333 days` is `1.458 days`.
pub fn shortened(value: &str) -> String {
    let words = value.split(' ').map(|word| match word.parse::<f64>() {
        Ok(parsed) if word.len() > 7 && parsed.is_finite() => number(parsed),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Text of a file on one line, with a point at its end.
pub fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = text.chars();
    let capital: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    if capital.is_empty() || capital.ends_with(['.', '!', '?']) {
        capital
    } else {
        format!("{capital}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_in_their_largest_whole_unit() {
        assert_eq!(time(112.0), "16 weeks");
        assert_eq!(time(4.0), "4 days");
        assert_eq!(time(1.0), "1 day");
        assert_eq!(time(0.5), "12 hours");
        assert_eq!(every(1.0), "every day");
        assert_eq!(every(7.0), "every week");
        assert_eq!(every(4.0), "every 4 days");
    }

    #[test]
    fn stretches_count_from_one_and_end_with_their_last_week_or_day() {
        assert_eq!(span(0.0, 112.0), "weeks 1 to 16");
        assert_eq!(span(168.0, 175.0), "week 25");
        assert_eq!(span(3.0, 5.0), "days 4 to 5");
    }

    #[test]
    fn numbers_have_no_idle_zeros() {
        assert_eq!(number(20.0), "20");
        assert_eq!(number(-0.0001), "0");
        assert_eq!(shortened("1.4583333333333333 days"), "1.458 days");
        assert_eq!(signed(0.24), "+0.24");
        assert_eq!(percent(0.175), "17.5 %");
        assert_eq!(hour(8.0 / 24.0), "8:00");
    }

    #[test]
    fn sentences_begin_large_and_end_with_a_point() {
        assert_eq!(sentence("a pill:\n  nothing else"), "A pill: nothing else.");
        assert_eq!(sentence(""), "");
    }
}
