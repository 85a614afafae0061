//! Quantities with units, as they stand in definition files: `"12 days"`, `"20 mg"`, `"0.9 /hour"`.
//!
//! A quantity is `value * factor(unit)` in the base unit of its dimension. All units stand in one table, `units/table.rs`; from
//! it come the messages, the JSON Schema, `rewire explain units` and the table in `docs/units.md`.
//!
//! Some spellings serve two dimensions: `hours` are a time where days are counted, and a short time at the bench.

mod table;

pub use table::{UnitRow, unit_rows, units_as_markdown};

use std::fmt;
use std::str::FromStr;
use table::UNITS;

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

impl Dimension {
    /// Every dimension that has units.
    pub const WITH_UNITS: [Dimension; 9] = [
        Dimension::Time,
        Dimension::Mass,
        Dimension::MassPerWeight,
        Dimension::Volume,
        Dimension::Concentration,
        Dimension::Rate,
        Dimension::ShortTime,
        Dimension::Frequency,
        Dimension::Potential,
    ];

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
        let mut units = UNITS.iter().filter(|unit| unit.dimension == self);
        units.next().map_or("", |unit| unit.spellings[0])
    }

    /// The usual spelling of each unit, base unit first; empty for a plain number.
    pub fn units(self) -> Vec<&'static str> {
        let units = UNITS.iter().filter(|unit| unit.dimension == self);
        units.map(|unit| unit.spellings[0]).collect()
    }

    /// Every accepted spelling of each unit; empty for a plain number.
    pub fn spellings(self) -> Vec<&'static str> {
        let units = UNITS.iter().filter(|unit| unit.dimension == self);
        units.flat_map(|unit| unit.spellings).copied().collect()
    }

    /// A spelling of a unit of this dimension that was probably meant. Of two that are near, but of different size, neither.
    pub fn nearest_unit(self, found: &str) -> Option<&'static str> {
        table::nearest(found, self)
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
    /// The unit is known elsewhere, and cannot be converted with what a file says.
    Unconvertible {
        /// Unit as written.
        found: String,
        /// Why, and what to write instead.
        why: &'static str,
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
            QuantityError::Unconvertible { found, why } => {
                write!(f, "{found:?} is no unit that can be converted; {why}")
            }
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
        let spelt = || UNITS.iter().filter(|known| known.spellings.contains(&unit));
        let (dimension, factor) = if unit.is_empty() {
            (Dimension::Dimensionless, 1.0)
        } else {
            spelt()
                .find(|known| Some(known.dimension) == wanted)
                .or_else(|| spelt().next())
                .map(|known| (known.dimension, known.factor))
                .ok_or_else(|| unknown(unit))?
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

fn unknown(unit: &str) -> QuantityError {
    let found = unit.to_owned();
    match table::unconvertible(unit) {
        Some(why) => QuantityError::Unconvertible { found, why },
        None => QuantityError::UnknownUnit { found },
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
mod tests;
