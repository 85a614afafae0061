//! Quantities with units, as they stand in definition files: `"12 days"`, `"20 mg"`, `"0.9 /hour"`.
//!
//! A quantity is `value * factor(unit)` in the base unit of its dimension:
//!
//! | dimension | base unit | other units |
//! |---|---|---|
//! | time | day | second, minute, hour, week, month (30.4375 days), year (365.25 days) |
//! | mass | mg | ug, g |
//! | mass per weight | mg/kg | ug/kg |
//! | volume | L | mL |
//! | concentration | ng/mL | ug/L, ug/mL, mg/L |
//! | rate | /day | /hour, /week, /year |
//! | short time | s | ms, second, minute, hour, day |
//! | frequency | Hz | /s, /minute, /hour |
//! | potential | mV | V |
//!
//! Some spellings serve two dimensions: `hours` are a time where days are counted, and a short time at the bench.

use std::fmt;
use std::str::FromStr;

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// A stretch of time; base unit day.
    Time,
    /// An amount of a substance; base unit mg.
    Mass,
    /// An amount of a substance for each kilogram of a body; base unit mg/kg.
    MassPerWeight,
    /// A volume of distribution; base unit L.
    Volume,
    /// Mass in a volume of plasma; base unit ng/mL.
    Concentration,
    /// How often in a stretch of time; base unit per day.
    Rate,
    /// A stretch of time at the bench; base unit second.
    ShortTime,
    /// How often in a second; base unit Hz.
    Frequency,
    /// A potential of a membrane; base unit mV.
    Potential,
    /// A number without a unit.
    Dimensionless,
}

/// A unit as written, the dimension it belongs to, and how many base units it holds.
struct Unit {
    symbol: &'static str,
    dimension: Dimension,
    factor: f64,
}

const fn unit(symbol: &'static str, dimension: Dimension, factor: f64) -> Unit {
    Unit {
        symbol,
        dimension,
        factor,
    }
}

/// Every accepted spelling; the first spelling of a dimension is its base unit. A spelling of two dimensions means the
/// first of them, unless the other is wanted.
static UNITS: &[Unit] = &[
    unit("days", Dimension::Time, 1.0),
    unit("day", Dimension::Time, 1.0),
    unit("seconds", Dimension::Time, 1.0 / 86_400.0),
    unit("second", Dimension::Time, 1.0 / 86_400.0),
    unit("minutes", Dimension::Time, 1.0 / 1_440.0),
    unit("minute", Dimension::Time, 1.0 / 1_440.0),
    unit("hours", Dimension::Time, 1.0 / 24.0),
    unit("hour", Dimension::Time, 1.0 / 24.0),
    unit("weeks", Dimension::Time, 7.0),
    unit("week", Dimension::Time, 7.0),
    unit("months", Dimension::Time, 30.4375),
    unit("month", Dimension::Time, 30.4375),
    unit("years", Dimension::Time, 365.25),
    unit("year", Dimension::Time, 365.25),
    unit("mg", Dimension::Mass, 1.0),
    unit("ug", Dimension::Mass, 1e-3),
    unit("g", Dimension::Mass, 1e3),
    unit("mg/kg", Dimension::MassPerWeight, 1.0),
    unit("ug/kg", Dimension::MassPerWeight, 1e-3),
    unit("L", Dimension::Volume, 1.0),
    unit("mL", Dimension::Volume, 1e-3),
    unit("ng/mL", Dimension::Concentration, 1.0),
    unit("ug/L", Dimension::Concentration, 1.0),
    unit("ug/mL", Dimension::Concentration, 1e3),
    unit("mg/L", Dimension::Concentration, 1e3),
    unit("/day", Dimension::Rate, 1.0),
    unit("/hour", Dimension::Rate, 24.0),
    unit("/week", Dimension::Rate, 1.0 / 7.0),
    unit("/year", Dimension::Rate, 1.0 / 365.25),
    unit("s", Dimension::ShortTime, 1.0),
    unit("ms", Dimension::ShortTime, 1e-3),
    unit("seconds", Dimension::ShortTime, 1.0),
    unit("second", Dimension::ShortTime, 1.0),
    unit("minutes", Dimension::ShortTime, 60.0),
    unit("minute", Dimension::ShortTime, 60.0),
    unit("hours", Dimension::ShortTime, 3_600.0),
    unit("hour", Dimension::ShortTime, 3_600.0),
    unit("days", Dimension::ShortTime, 86_400.0),
    unit("day", Dimension::ShortTime, 86_400.0),
    unit("mV", Dimension::Potential, 1.0),
    unit("V", Dimension::Potential, 1e3),
    unit("Hz", Dimension::Frequency, 1.0),
    unit("/s", Dimension::Frequency, 1.0),
    unit("/minute", Dimension::Frequency, 1.0 / 60.0),
    unit("/hour", Dimension::Frequency, 1.0 / 3_600.0),
];

impl Dimension {
    /// The word for it in messages.
    pub fn word(self) -> &'static str {
        match self {
            Dimension::Time => "time",
            Dimension::Mass => "mass",
            Dimension::MassPerWeight => "mass per weight",
            Dimension::Volume => "volume",
            Dimension::Concentration => "concentration",
            Dimension::Rate => "rate",
            Dimension::ShortTime => "short time",
            Dimension::Frequency => "frequency",
            Dimension::Potential => "potential",
            Dimension::Dimensionless => "plain number",
        }
    }

    /// Unit in which values are kept; empty for a plain number.
    pub fn base_unit(self) -> &'static str {
        self.units().first().copied().unwrap_or("")
    }

    /// Every accepted spelling of a unit, base unit first; empty for a plain number.
    pub fn units(self) -> Vec<&'static str> {
        UNITS
            .iter()
            .filter(|unit| unit.dimension == self)
            .map(|unit| unit.symbol)
            .collect()
    }

    /// A well-formed quantity of this dimension, for messages and documentation.
    pub fn example(self) -> &'static str {
        match self {
            Dimension::Time => "12 days",
            Dimension::Mass => "20 mg",
            Dimension::MassPerWeight => "0.5 mg/kg",
            Dimension::Volume => "910 L",
            Dimension::Concentration => "6.9 ng/mL",
            Dimension::Rate => "0.01 /day",
            Dimension::ShortTime => "20 ms",
            Dimension::Frequency => "10 Hz",
            Dimension::Potential => "-70 mV",
            Dimension::Dimensionless => "0.5",
        }
    }
}

/// A number with its dimension, kept in the base unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// Value in the base unit of `dimension`.
    pub value: f64,
    /// What it measures.
    pub dimension: Dimension,
}

/// Why a text is not a quantity of the wanted dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuantityError {
    /// The text holds no number at its start.
    NoNumber {
        /// Text as written.
        found: String,
    },
    /// The number is too large to be kept, or is written as infinite or not a number.
    NotFinite {
        /// Text as written.
        found: String,
    },
    /// The unit is not known, or there is none where one is needed.
    UnknownUnit {
        /// Unit as written, empty if none was given.
        found: String,
    },
    /// The unit belongs to another dimension.
    WrongDimension {
        /// Unit as written.
        found: String,
        /// Dimension of the unit that was written.
        is: Dimension,
        /// Dimension that is needed.
        wanted: Dimension,
    },
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QuantityError::NoNumber { found } => {
                write!(f, "{found:?} does not start with a number")
            }
            QuantityError::NotFinite { found } => write!(f, "{found:?} is not a finite number"),
            QuantityError::UnknownUnit { found } if found.is_empty() => {
                write!(f, "the unit is missing")
            }
            QuantityError::UnknownUnit { found } => write!(f, "{found:?} is not a unit known here"),
            QuantityError::WrongDimension { found, is, wanted } => {
                let (is, wanted) = (is.word(), wanted.word());
                write!(f, "{found:?} is a unit of {is}, and a {wanted} is needed")
            }
        }
    }
}

impl std::error::Error for QuantityError {}

impl Quantity {
    /// Reads a quantity of any dimension; a bare number is dimensionless.
    ///
    /// # Errors
    /// [`QuantityError`] when there is no finite number, or its unit is not known.
    pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
        Quantity::parse_preferring(text, None)
    }

    /// As [`Quantity::parse`]; a spelling of several dimensions means the wanted one.
    fn parse_preferring(text: &str, wanted: Option<Dimension>) -> Result<Quantity, QuantityError> {
        let trimmed = text.trim();
        let (number, unit) = split(trimmed);
        let found = || trimmed.to_owned();
        let number: f64 = number
            .parse()
            .map_err(|_| QuantityError::NoNumber { found: found() })?;
        let spelt = || UNITS.iter().filter(|known| known.symbol == unit);
        let (dimension, factor) = if unit.is_empty() {
            (Dimension::Dimensionless, 1.0)
        } else {
            spelt()
                .find(|known| Some(known.dimension) == wanted)
                .or_else(|| spelt().next())
                .map(|known| (known.dimension, known.factor))
                .ok_or_else(|| QuantityError::UnknownUnit {
                    found: unit.to_owned(),
                })?
        };
        let value = number * factor;
        if !value.is_finite() {
            return Err(QuantityError::NotFinite { found: found() });
        }
        Ok(Quantity { value, dimension })
    }

    /// Reads a quantity that must have the wanted dimension.
    ///
    /// # Errors
    /// As [`Quantity::parse`], and [`QuantityError::WrongDimension`] for a unit of something else.
    pub fn parse_as(text: &str, wanted: Dimension) -> Result<Quantity, QuantityError> {
        let quantity = Quantity::parse_preferring(text, Some(wanted))?;
        if quantity.dimension == wanted {
            return Ok(quantity);
        }
        let unit = split(text.trim()).1.to_owned();
        if quantity.dimension == Dimension::Dimensionless {
            return Err(QuantityError::UnknownUnit { found: unit });
        }
        Err(QuantityError::WrongDimension {
            found: unit,
            is: quantity.dimension,
            wanted,
        })
    }
}

/// Number and unit of a trimmed text; the number ends where digits, sign, point and exponent end.
fn split(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let number_goes_on = match bytes[end] {
            b'0'..=b'9' | b'.' => true,
            b'+' | b'-' => end == 0 || matches!(bytes[end - 1], b'e' | b'E'),
            // An exponent only counts as one when digits follow it.
            b'e' | b'E' => {
                end > 0
                    && bytes
                        .get(end + 1)
                        .is_some_and(|next| next.is_ascii_digit() || matches!(next, b'+' | b'-'))
            }
            _ => false,
        };
        if !number_goes_on {
            break;
        }
        end += 1;
    }
    (&text[..end], text[end..].trim_start())
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dimension.base_unit() {
            "" => write!(f, "{}", self.value),
            unit => write!(f, "{} {unit}", self.value),
        }
    }
}

/// A number that is known to have one dimension, kept in its base unit.
macro_rules! typed_quantity {
    ($(#[$doc:meta])* $name:ident, $dimension:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(
            /// Value in the base unit.
            pub f64,
        );

        impl $name {
            /// What it measures.
            pub const DIMENSION: Dimension = $dimension;
        }

        impl FromStr for $name {
            type Err = QuantityError;

            fn from_str(text: &str) -> Result<Self, QuantityError> {
                Quantity::parse_as(text, $dimension).map(|quantity| $name(quantity.value))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let quantity = Quantity { value: self.0, dimension: $dimension };
                write!(f, "{quantity}")
            }
        }
    };
}

typed_quantity!(
    /// A stretch of time in days.
    Days,
    Dimension::Time
);
typed_quantity!(
    /// A mass in mg.
    Milligrams,
    Dimension::Mass
);
typed_quantity!(
    /// A mass for each kilogram of a body, in mg/kg.
    MilligramsPerKilogram,
    Dimension::MassPerWeight
);
typed_quantity!(
    /// A volume in L.
    Litres,
    Dimension::Volume
);
typed_quantity!(
    /// A concentration in ng/mL.
    NanogramsPerMillilitre,
    Dimension::Concentration
);
typed_quantity!(
    /// A rate per day.
    PerDay,
    Dimension::Rate
);
typed_quantity!(
    /// A stretch of time in seconds.
    Seconds,
    Dimension::ShortTime
);
typed_quantity!(
    /// A frequency in hertz.
    Hertz,
    Dimension::Frequency
);
typed_quantity!(
    /// A potential in millivolt.
    Millivolts,
    Dimension::Potential
);

#[cfg(test)]
mod tests {
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

    proptest! {
        #[test]
        fn reading_never_panics(text in ".*") {
            let _ = Quantity::parse(&text);
            let _ = Quantity::parse_as(&text, Dimension::Time);
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
}
