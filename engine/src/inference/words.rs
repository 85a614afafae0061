//! One word for what a run says about two scenarios.
//!
//! The word follows from interval, number of people and margin alone. With the 95 % interval of a difference `B - A`, of which below zero is
//! better, two wider intervals about the same middle are looked at:
//!
//! * **D**, [`OF_DIFFERENCES`] = `sqrt(2)` times as wide: where the difference of as many other people would lie, in 95 of 100 cases. Their
//!   mean and this one both err, and so their distance has twice the variance.
//! * **W**, [`OF_INTERVALS`] = `1 + sqrt(2)` times as wide: where their whole interval would lie.
//!
//! The first line that holds gives the word; `m` is the margin, the smallest difference that counts:
//!
//! | word | holds if |
//! |---|---|
//! | too few people to say | there are fewer than [`FEWEST_FOR_A_WORD`] people, or there is no interval |
//! | clearly better | W lies below `-m` |
//! | better, by less than counts | W lies below 0, and not below `-m` anywhere |
//! | no difference that counts | W lies between `-m` and `m`, both included |
//! | better, size open | D lies below 0 |
//! | no difference that counts | D lies between `-m` and `m`, both included |
//! | cannot tell | nothing of this does |
//!
//! *Clearly worse*, *worse, by less than counts* and *worse, size open* mirror the lines of *better*. Where the margin is 0 any difference counts, and
//! size is no question: *clearly better* then asks of D alone that it lies below 0, and *no difference that counts* is left for people of
//! whom none differs.
//!
//! A tenth, *same so far*, stands in place of all these where two scenarios are the same lives until after the week that is judged: a
//! difference of zero is then built in, and says nothing of them.
//!
//! So bold a word holds with other people as well: in 19 of 20 groups over the accounts of the default run (`docs/words.md`). Near
//! the edge between two words no rule can do that, and so every word comes with the share of other groups that would have it:
//! [`returns`].

use super::error::InferenceError;
use super::means::Interval;
use super::shares::NORMAL_975;
use crate::cohort::results::OutcomeInfo;
use serde::{Deserialize, Serialize};
use std::f64::consts::SQRT_2;

/// Below this many people no word is said but that they are too few.
pub const FEWEST_FOR_A_WORD: usize = 20;

/// How many times as wide as an interval the differences of other people spread.
pub const OF_DIFFERENCES: f64 = SQRT_2;

/// How many times as wide as an interval the intervals of other people spread.
pub const OF_INTERVALS: f64 = 1.0 + SQRT_2;

/// What a run says about two scenarios; see the [module](self) for the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Better by more than the margin.
    ClearlyBetter,
    /// Better, and by less than the margin.
    BetterByLess,
    /// Better; whether by the margin is not settled.
    BetterSizeOpen,
    /// Whatever difference there is is smaller than the margin.
    NoDifference,
    /// Worse; whether by the margin is not settled.
    WorseSizeOpen,
    /// Worse, and by less than the margin.
    WorseByLess,
    /// Worse by more than the margin.
    ClearlyWorse,
    /// There are not enough people for any word.
    TooFew,
    /// Both are the same, bit for bit, until after the week that is judged.
    SameSoFar,
    /// The interval leaves both directions and a difference that counts open.
    CannotTell,
}

/// What lower and higher are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// Word for a lower readout.
    pub lower: &'static str,
    /// Word for a higher one.
    pub higher: &'static str,
}

impl Sides {
    /// Of the severity of an illness.
    pub const OF_ILLNESS: Self = Self {
        lower: "better",
        higher: "worse",
    };
    /// Of any other score.
    pub const OF_SCORE: Self = Self {
        lower: "lower",
        higher: "higher",
    };

    /// Those of what a brain measures.
    pub fn of(outcome: &OutcomeInfo) -> Self {
        if outcome.measures.is_none() {
            Self::OF_ILLNESS
        } else {
            Self::OF_SCORE
        }
    }
}

impl Word {
    /// All words, from the best to the worst, then those that say nothing.
    pub const ALL: [Self; 10] = [
        Self::ClearlyBetter,
        Self::BetterSizeOpen,
        Self::BetterByLess,
        Self::NoDifference,
        Self::WorseByLess,
        Self::WorseSizeOpen,
        Self::ClearlyWorse,
        Self::CannotTell,
        Self::SameSoFar,
        Self::TooFew,
    ];

    /// The word for an interval of a difference over `n` people.
    ///
    /// # Errors
    /// If `margin` is negative or no finite number.
    pub fn of(interval: Interval, n: usize, margin: f64) -> Result<Self, InferenceError> {
        let margin = counting(margin)?;
        Ok(if n < FEWEST_FOR_A_WORD || !interval.is_known() {
            Self::TooFew
        } else {
            Self::decided(interval, margin)
        })
    }

    fn decided(interval: Interval, margin: f64) -> Self {
        let differences = interval.stretched(OF_DIFFERENCES);
        let intervals = if margin > 0.0 {
            interval.stretched(OF_INTERVALS)
        } else {
            differences
        };
        let within = |i: Interval| -margin <= i.low && i.high <= margin;
        match () {
            () if intervals.high < -margin => Self::ClearlyBetter,
            () if intervals.low > margin => Self::ClearlyWorse,
            () if within(intervals) && intervals.high < 0.0 => Self::BetterByLess,
            () if within(intervals) && intervals.low > 0.0 => Self::WorseByLess,
            () if within(intervals) => Self::NoDifference,
            () if differences.high < 0.0 => Self::BetterSizeOpen,
            () if differences.low > 0.0 => Self::WorseSizeOpen,
            () if within(differences) => Self::NoDifference,
            () => Self::CannotTell,
        }
    }

    /// The word with A and B swapped.
    pub fn mirrored(self) -> Self {
        match self {
            Self::ClearlyBetter => Self::ClearlyWorse,
            Self::BetterByLess => Self::WorseByLess,
            Self::BetterSizeOpen => Self::WorseSizeOpen,
            Self::WorseSizeOpen => Self::BetterSizeOpen,
            Self::WorseByLess => Self::BetterByLess,
            Self::ClearlyWorse => Self::ClearlyBetter,
            Self::NoDifference | Self::TooFew | Self::SameSoFar | Self::CannotTell => self,
        }
    }

    /// Whether it says that one of both is better; the side of B.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::ClearlyBetter | Self::BetterByLess | Self::BetterSizeOpen => Some(Side::Better),
            Self::ClearlyWorse | Self::WorseByLess | Self::WorseSizeOpen => Some(Side::Worse),
            Self::NoDifference | Self::TooFew | Self::SameSoFar | Self::CannotTell => None,
        }
    }

    /// The name in tables and files, without the margin: never a headline by itself.
    pub fn label(self, sides: Sides) -> String {
        let Sides { lower, higher } = sides;
        match self {
            Self::ClearlyBetter => format!("clearly {lower}"),
            Self::BetterByLess => format!("{lower}, by less than counts"),
            Self::BetterSizeOpen => format!("{lower}, size open"),
            Self::NoDifference => "no difference that counts".to_owned(),
            Self::WorseSizeOpen => format!("{higher}, size open"),
            Self::WorseByLess => format!("{higher}, by less than counts"),
            Self::ClearlyWorse => format!("clearly {higher}"),
            Self::TooFew => "too few people to say".to_owned(),
            Self::SameSoFar => "same so far".to_owned(),
            Self::CannotTell => "cannot tell".to_owned(),
        }
    }

    /// The word with its margin, as it may stand alone, without a full stop.
    pub fn headline(self, margin: f64, sides: Sides) -> String {
        let label = capital(&self.label(sides));
        match self {
            Self::TooFew => label,
            _ => format!("{label}: {}", self.means(margin, sides)),
        }
    }

    /// What it means at a margin, as it stands behind a colon.
    pub fn means(self, margin: f64, sides: Sides) -> String {
        let Sides { lower, higher } = sides;
        let count = points(margin);
        let any = margin == 0.0;
        match self {
            Self::ClearlyBetter | Self::ClearlyWorse if any => "any difference counts".to_owned(),
            Self::NoDifference if any => "none of these people differs".to_owned(),
            Self::CannotTell if any => format!("both {lower} and {higher} are left open"),
            Self::ClearlyBetter | Self::ClearlyWorse => format!("by more than {count}"),
            Self::BetterByLess | Self::WorseByLess => format!("by less than {count}"),
            Self::BetterSizeOpen | Self::WorseSizeOpen => {
                format!("with other people it could be more or less than {count}")
            }
            Self::NoDifference => format!("less than {count} to either side"),
            Self::SameSoFar => {
                "the scenarios do not differ before a later week, which says nothing about them"
                    .to_owned()
            }
            Self::TooFew => {
                format!("no word is said of fewer than {FEWEST_FOR_A_WORD} people")
            }
            Self::CannotTell => {
                format!("neither the side nor whether it is {count} is settled by these people")
            }
        }
    }
}

/// The side of B.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Lower than A.
    Better,
    /// Higher than A.
    Worse,
}

/// Share of other groups of as many people about whom the same would be said, between 0 and 1; none where the interval is not known.
///
/// Both groups err, and so the interval of another group is taken to be this one moved by a normal number with `sqrt(2)` times the standard
/// error, which is the half-width by 1.96. Widths that differ from group to group are left out.
pub fn returns<T: PartialEq>(interval: Interval, said: impl Fn(Interval) -> T) -> Option<f64> {
    if !interval.is_known() {
        return None;
    }
    let own = said(interval);
    let spread = SQRT_2 * (interval.high - interval.low) / (2.0 * NORMAL_975);
    let (mut same, mut all) = (0.0, 0.0);
    for step in -STEPS..=STEPS {
        let z = FARTHEST * f64::from(step) / f64::from(STEPS);
        let weight = libm::exp(-z * z / 2.0);
        all += weight;
        if said(interval.shifted(z * spread)) == own {
            same += weight;
        }
    }
    Some(same / all)
}

/// Steps to either side by which [`returns`] walks over the normal distribution, and how far, in standard deviations.
const STEPS: i32 = 500;
const FARTHEST: f64 = 5.0;

/// A margin that can be asked about.
pub(super) fn counting(margin: f64) -> Result<f64, InferenceError> {
    if margin.is_finite() && margin >= 0.0 {
        Ok(margin)
    } else {
        Err(InferenceError::Margin(margin))
    }
}

/// `6 points`, `1 point`.
fn points(margin: f64) -> String {
    if margin == 1.0 {
        "1 point".to_owned()
    } else {
        format!("{margin} points")
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
