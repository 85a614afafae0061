//! Quantities with units are text in a file.

use crate::units::{
    Days, Hertz, Litres, Milligrams, MilligramsPerKilogram, Millivolts, NanogramsPerMillilitre,
    PerDay, Seconds,
};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

macro_rules! quantity_as_text {
    ($($name:ty),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

quantity_as_text!(
    Days,
    Hertz,
    Litres,
    Milligrams,
    MilligramsPerKilogram,
    Millivolts,
    NanogramsPerMillilitre,
    PerDay,
    Seconds
);
