//! Numbers on the command line: what is wrong with one is said as it is said of a file, with what is allowed.

use std::ops::RangeInclusive;
use std::str::FromStr;

/// Reads a whole number of a range.
pub(super) fn whole<T>(
    range: RangeInclusive<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: FromStr + PartialOrd + std::fmt::Display + Clone + Send + Sync + 'static,
{
    move |text| {
        let number: Option<T> = text.trim().parse().ok();
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| {
                format!(
                    "a whole number from {} to {} is needed",
                    range.start(),
                    range.end()
                )
            })
    }
}

/// Most people of a run.
const MOST_PEOPLE: u32 = 1_000_000;

/// Reads a number of people.
pub(super) fn people(text: &str) -> Result<u32, String> {
    whole(1..=MOST_PEOPLE)(text)
}

/// Reads a smallest difference that matters.
pub(super) fn margin(text: &str) -> Result<f64, String> {
    let points: Option<f64> = text.trim().parse().ok();
    points
        .filter(|points| points.is_finite() && *points > 0.0)
        .ok_or_else(|| "a number of points above 0 is needed".to_owned())
}

/// Reads a share strictly between nothing and everything.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let share: Option<f64> = text.trim().parse().ok();
    share
        .filter(|share| *share > 0.0 && *share < 1.0)
        .ok_or_else(|| "a share between 0 and 1 is needed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_of_the_range_is_told_what_is_needed() {
        for text in [
            "-5",
            "10.5",
            "99999999999999999999",
            "1e20",
            "0",
            "",
            "ten",
            "1000001",
        ] {
            let said = people(text).unwrap_err();
            assert_eq!(said, "a whole number from 1 to 1000000 is needed", "{text}");
        }
        assert_eq!(people(" 12 "), Ok(12));
        for text in ["-3", "0", "nan", "inf", "six", "1e999"] {
            assert_eq!(
                margin(text).unwrap_err(),
                "a number of points above 0 is needed",
                "{text}"
            );
        }
        assert_eq!(margin("0.5"), Ok(0.5));
        assert!(share("1").is_err() && share("-0.2").is_err() && share("0.2").is_ok());
    }
}
