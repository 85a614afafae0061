//! Quantities are read as they are meant, and no hint changes a magnitude.

use super::*;
use proptest::prelude::*;

#[test]
fn quantities_of_the_shipped_files_are_read_in_base_units() {
    let cases = [
        ("12 days", 12.0, Dimension::Time),
        ("16 weeks", 112.0, Dimension::Time),
        ("6 hours", 0.25, Dimension::Time),
        ("20 mg", 20.0, Dimension::Mass),
        ("910 L", 910.0, Dimension::Volume),
        ("6.9 ng/mL", 6.9, Dimension::Concentration),
        ("0.01 /day", 0.01, Dimension::Rate),
        ("0.5 /hour", 12.0, Dimension::Rate),
        ("1e-3 g", 1.0, Dimension::Mass),
        ("0.25", 0.25, Dimension::Dimensionless),
        ("20 ms", 0.02, Dimension::ShortTime),
        ("19.2 Hz", 19.2, Dimension::Frequency),
    ];
    for (text, value, dimension) in cases {
        // Factors here are exact in binary or multiply to the nearest float: no tolerance needed.
        assert_eq!(
            Quantity::parse(text),
            Ok(Quantity { value, dimension }),
            "{text}"
        );
    }
}

#[test]
fn mistakes_say_what_was_found() {
    let message = |text: &str| text.parse::<Days>().unwrap_err().to_string();
    assert_eq!(
        message("20 mg"),
        "\"mg\" is a unit of mass, and a time is needed"
    );
    assert_eq!(message("12 dayz"), "\"dayz\" is not a unit known here");
    assert_eq!(message("12"), "the unit is missing");
    assert_eq!(message("soon"), "\"soon\" does not start with a number");
    assert_eq!(
        message("1e999 days"),
        "\"1e999 days\" is not a finite number"
    );
}

#[test]
fn a_spelling_of_two_dimensions_means_the_wanted_one() {
    // A day has 24 hours and an hour 3600 seconds: products of whole numbers, and of 3600 with its inverse.
    assert_eq!("2 hours".parse(), Ok(Seconds(7_200.0)));
    assert_eq!("12 hours".parse(), Ok(Days(0.5)));
    assert_eq!("3600 /hour".parse(), Ok(Hertz(1.0)));
    let message = "3 weeks".parse::<Seconds>().unwrap_err().to_string();
    assert_eq!(
        message,
        "\"weeks\" is a unit of time, and a short time is needed"
    );
}

#[test]
fn the_usual_spellings_are_read() {
    for micro in ["mcg", "\u{b5}g", "\u{3bc}g", "ug"] {
        // 20,000 times the nearest float to 1/1000: rounded once, to the nearest float of 20.
        assert_eq!(format!("20000 {micro}").parse(), Ok(Milligrams(20.0)));
        assert_eq!(
            format!("3 {micro}/mL").parse(),
            Ok(NanogramsPerMillilitre(3_000.0))
        );
    }
    for hours in ["12 h", "12h", "12 hr", "12 hrs", "12 hour", "12 hours"] {
        assert_eq!(hours.parse(), Ok(Days(0.5)), "{hours}");
    }
    for weeks in ["2 wk", "2 wks", "2 week", "2 weeks", "14 d", "14 day"] {
        assert_eq!(weeks.parse(), Ok(Days(14.0)), "{weeks}");
    }
    for rate in ["0.5 /h", "0.5/hr", "0.5 per hour"] {
        assert_eq!(rate.parse(), Ok(PerDay(12.0)), "{rate}");
    }
    assert_eq!("2 min".parse(), Ok(Seconds(120.0)));
}

#[test]
fn units_that_need_what_no_file_says_tell_what_to_write() {
    let message = "5 nM".parse::<NanogramsPerMillilitre>().unwrap_err();
    assert!(message.to_string().contains("molar mass"));
}

#[test]
fn the_page_of_units_shows_the_table() {
    let page = include_str!("../../docs/units.md");
    assert!(
        page.contains(&units_as_markdown()),
        "{}",
        units_as_markdown()
    );
}

#[test]
fn a_spelling_has_one_size_within_its_dimension() {
    for dimension in Dimension::WITH_UNITS {
        let spellings = dimension.spellings();
        for (index, spelling) in spellings.iter().enumerate() {
            assert!(!spellings[..index].contains(spelling), "{spelling}");
        }
        // The base unit is written by itself, and read back as one.
        let quantity = Quantity {
            value: 1.0,
            dimension,
        };
        assert_eq!(
            Quantity::parse_as(&quantity.to_string(), dimension),
            Ok(quantity)
        );
    }
}

/// Units of the SI and of prescriptions that are not in the table, beside those that are: a hint from any of them, or from any
/// slip of one letter, keeps the size.
#[test]
fn no_hint_changes_a_magnitude() {
    // What each means, in base units: what is written must be of the size that the hint names, or there must be no hint.
    let sizes = [
        ("kg", Dimension::Mass, 1e6),
        ("Mg", Dimension::Mass, 1e9),
        ("MG", Dimension::Mass, 1.0),
        ("pg", Dimension::Mass, 1e-9),
        ("dg", Dimension::Mass, 1e2),
        ("cg", Dimension::Mass, 1e1),
        ("nL", Dimension::Volume, 1e-9),
        ("uL", Dimension::Volume, 1e-6),
        ("cL", Dimension::Volume, 1e-2),
        ("hL", Dimension::Volume, 1e2),
        ("g/L", Dimension::Concentration, 1e6),
        ("pg/L", Dimension::Concentration, 1e-6),
        ("ug/dL", Dimension::Concentration, 10.0),
        ("g/mL", Dimension::Concentration, 1e9),
        ("fg/mL", Dimension::Concentration, 1e-6),
        ("ns", Dimension::ShortTime, 1e-9),
        ("ps", Dimension::ShortTime, 1e-12),
        ("ks", Dimension::ShortTime, 1e3),
        ("nV", Dimension::Potential, 1e-6),
        ("kV", Dimension::Potential, 1e6),
        ("MV", Dimension::Potential, 1e9),
        ("MHz", Dimension::Frequency, 1e6),
        ("mHz", Dimension::Frequency, 1e-3),
        ("GHz", Dimension::Frequency, 1e9),
        ("/month", Dimension::Rate, 1.0 / 30.4375),
        ("/minute", Dimension::Rate, 1_440.0),
        ("/min", Dimension::Rate, 1_440.0),
        ("/second", Dimension::Rate, 86_400.0),
        ("ms", Dimension::Time, 1e-3 / 86_400.0),
        ("m", Dimension::Time, 30.4375),
        ("m", Dimension::ShortTime, 60.0),
        ("mo", Dimension::Time, 30.4375),
        ("M", Dimension::Time, 30.4375),
        ("y", Dimension::Time, 365.25),
    ];
    for (unit, dimension, size) in sizes {
        if let Some(hint) = dimension.nearest_unit(unit) {
            let hinted = Quantity::parse_as(&format!("1 {hint}"), dimension).unwrap();
            assert!(
                (hinted.value / size - 1.0).abs() < 1e-9,
                "{unit} became {hint}"
            );
        }
    }
    let hint = |unit: &str, dimension: Dimension| dimension.nearest_unit(unit);
    assert_eq!(hint("dayz", Dimension::Time), Some("days"));
    assert_eq!(hint("weeeks", Dimension::Time), Some("weeks"));
    assert_eq!(hint("miligrams", Dimension::Mass), Some("milligrams"));
}

proptest! {
    #[test]
    fn reading_never_panics(text in ".*") {
        let _ = Quantity::parse(&text);
        let _ = Quantity::parse_as(&text, Dimension::Time);
    }

    #[test]
    fn a_slip_of_one_letter_is_never_taken_for_another_size(
        spelling in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        letter in "[a-zA-Z/]?",
        kind in 0usize..8,
    ) {
        let dimension = Dimension::WITH_UNITS[kind];
        let spellings = dimension.spellings();
        let right = spellings[spelling.index(spellings.len())];
        let mut letters: Vec<char> = right.chars().collect();
        let at = place.index(letters.len());
        // A letter replaced, or left out.
        letters.splice(at..=at, letter.chars());
        let slip: String = letters.into_iter().collect();
        if Quantity::parse_as(&format!("1 {slip}"), dimension).is_err()
            && let Some(hint) = dimension.nearest_unit(&slip)
        {
            let size = |unit: &str| Quantity::parse_as(&format!("1 {unit}"), dimension).unwrap().value;
            prop_assert_eq!(size(hint), size(right), "{} for {} became {}", slip, right, hint);
        }
    }

    #[test]
    fn what_is_written_is_read_back(value in -1e300..1e300f64, kind in 0usize..9) {
        let dimension = [
            Dimension::Time,
            Dimension::Mass,
            Dimension::Volume,
            Dimension::Concentration,
            Dimension::Rate,
            Dimension::ShortTime,
            Dimension::Frequency,
            Dimension::Potential,
            Dimension::Dimensionless,
        ][kind];
        let quantity = Quantity { value, dimension };
        // The shortest decimal form names one float, and base units multiply by exactly one.
        prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
    }
}
