//! From values to places along an axis: even, by powers of ten, or by name.

use super::words::plain;
use crate::lab::experiment::{Axis, Scale as Kind};
use crate::report::pictures::axis::{Scale, decimals};
use crate::report::pictures::text::number;

/// An axis laid out for the values it has to hold.
#[derive(Debug, Clone)]
pub(super) struct Ruler {
    kind: Kind,
    /// From the lowest to the highest place.
    pub scale: Scale,
    /// Places with what is written there.
    pub ticks: Vec<(f64, String)>,
}

impl Ruler {
    /// A ruler for values; `room` is left at both ends, as a share of the whole.
    pub fn new(
        axis: &Axis,
        values: impl IntoIterator<Item = f64>,
        wanted: usize,
        room: f64,
    ) -> Ruler {
        let kind = axis.scale.clone();
        let places = values
            .into_iter()
            .map(|value| place(&kind, value))
            .filter(|place| place.is_finite());
        let (low, high) = places.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        let scale = match &kind {
            Kind::Named(names) => Scale::new(-0.5, names.len().max(1) as f64 - 0.5),
            _ => {
                let Scale { low, high } = Scale::new(low, high);
                let room = room * (high - low);
                Scale {
                    low: low - room,
                    high: high + room,
                }
            }
        };
        Ruler {
            ticks: ticks(&kind, scale, wanted),
            kind,
            scale,
        }
    }

    /// A ruler for heights: it also holds zero, unless all values lie far from it.
    pub fn upright(axis: &Axis, values: &[f64], wanted: usize) -> Ruler {
        let known = || values.iter().copied().filter(|v| v.is_finite());
        let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
        let near_zero = low <= 0.0 || low <= 0.75 * high;
        let near_zero = near_zero && (high >= 0.0 || high >= 0.75 * low);
        let zero = (axis.scale == Kind::Linear && near_zero).then_some(0.0);
        Ruler::new(axis, known().chain(zero), wanted, 0.06)
    }

    /// Place of a value; not a number where it has none, such as zero among powers of ten.
    pub fn place(&self, value: f64) -> f64 {
        place(&self.kind, value)
    }
}

fn place(kind: &Kind, value: f64) -> f64 {
    match kind {
        Kind::Logarithmic if value > 0.0 => value.log10(),
        Kind::Logarithmic => f64::NAN,
        Kind::Linear | Kind::Named(_) => value,
    }
}

fn ticks(kind: &Kind, scale: Scale, wanted: usize) -> Vec<(f64, String)> {
    match kind {
        Kind::Linear => {
            let ticks = scale.ticks(wanted);
            let decimals = decimals(&ticks);
            ticks
                .iter()
                .map(|tick| (*tick, number(*tick, decimals)))
                .collect()
        }
        Kind::Logarithmic => logarithmic(scale, wanted),
        Kind::Named(names) => names
            .iter()
            .enumerate()
            .map(|(index, name)| (index as f64, name.clone()))
            .collect(),
    }
}

/// 1, 2 and 5 times the powers of ten where there are few of them, or else the powers alone.
fn logarithmic(scale: Scale, wanted: usize) -> Vec<(f64, String)> {
    // Beyond this no double has a logarithm.
    let (low, high) = (scale.low.max(-330.0), scale.high.min(330.0));
    let decades = (high - low).max(0.0);
    let steps: &[f64] = if 3.0 * decades <= wanted as f64 + 2.0 {
        &[1.0, 2.0, 5.0]
    } else {
        &[1.0]
    };
    let skip = (decades / wanted.max(1) as f64).ceil().max(1.0) as i32;
    let mut found = Vec::new();
    let mut power = low.floor() as i32;
    while f64::from(power) <= high {
        if power.rem_euclid(skip) == 0 {
            for step in steps {
                let value = step * 10f64.powi(power);
                let place = value.log10();
                if (low..=high).contains(&place) {
                    found.push((place, plain(value)));
                }
            }
        }
        power += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(scale: Kind) -> Axis {
        Axis {
            label: "a".into(),
            unit: "b".into(),
            scale,
        }
    }

    #[test]
    fn powers_of_ten_are_evenly_apart_and_zero_has_no_place() {
        let ruler = Ruler::new(&axis(Kind::Logarithmic), [0.1, 50.0], 9, 0.0);
        let labels: Vec<&str> = ruler
            .ticks
            .iter()
            .map(|(_, label)| label.as_str())
            .collect();
        assert_eq!(
            labels,
            ["0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50"]
        );
        assert!(ruler.place(0.0).is_nan());
        let wide = Ruler::new(&axis(Kind::Logarithmic), [1e-9, 1e9], 6, 0.0);
        assert!(wide.ticks.len() <= 7, "{:?}", wide.ticks);
    }

    #[test]
    fn heights_hold_zero_unless_all_values_are_far_from_it() {
        let linear = axis(Kind::Linear);
        assert!(Ruler::upright(&linear, &[0.3, 1.2], 5).scale.low <= 0.0);
        // What is left of a strong change after hours must not look like nothing.
        assert!(Ruler::upright(&linear, &[0.55, 0.8], 5).scale.low <= 0.0);
        assert!(Ruler::upright(&linear, &[-0.3, -0.1], 5).scale.high >= 0.0);
        assert!(Ruler::upright(&linear, &[9.0, 10.0], 5).scale.low > 8.0);
    }

    #[test]
    fn no_values_still_make_an_axis() {
        for scale in [Kind::Linear, Kind::Logarithmic, Kind::Named(vec![])] {
            let ruler = Ruler::new(&axis(scale), [f64::NAN], 5, 0.1);
            assert!(ruler.scale.high > ruler.scale.low);
        }
    }
}
