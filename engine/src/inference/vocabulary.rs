//! The few quantities of a run that published figures are held against, by the names that evidence files use.
//!
//! | name | is | needs |
//! |---|---|---|
//! | `mean` | mean of the readout at `week` | one scenario |
//! | `relative_difference` | that mean minus 1, for readouts relative to a healthy person | one |
//! | `change` | mean change since selection | one |
//! | `standardised_change` | that, divided by the standard deviation at selection | one |
//! | `standard_deviation_of_change` | how far people differ in it | one |
//! | `change_between_weeks` | mean at `week` minus mean at `reference_week` | one |
//! | `response_share`, `remission_share` | as in [`response_at`](super::response_at), [`remission_at`](super::remission_at) | one |
//! | `drop_out_share` | share who left a treatment early | one |
//! | `relapse_share` | as in [`relapse`](super::relapse), from `reference_week` to `week` | one |
//! | `prognostic_slope` | rise of the readout at `week` per standard deviation of it at selection, relative to its mean | one |
//! | `difference` | mean of the second scenario minus mean of the first | two |
//! | `standardised_difference` | that, divided by the pooled standard deviation | two |
//! | `response_difference`, `response_ratio`, `response_odds_ratio` | second against first | two |
//! | `share_of_effect` | `difference` at `week` divided by `difference` at `reference_week` | two |
//!
//! Differences are second minus first, changes are later minus earlier: where severity improves, they are negative. At
//! selection means the rated severity by which people were selected, for severities, and week 0 for other readouts.

use std::fmt;
use std::str::FromStr;

macro_rules! statistics {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A quantity of a run that a published figure can be held against.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Statistic { $($(#[$doc])* $variant,)* }

        impl Statistic {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Name in evidence files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

statistics! {
    /// Mean of the readout at the week.
    Mean = "mean",
    /// Mean of the readout at the week, minus 1.
    RelativeDifference = "relative_difference",
    /// Mean change since selection.
    Change = "change",
    /// Mean change divided by the standard deviation at selection.
    StandardisedChange = "standardised_change",
    /// Standard deviation of the change since selection.
    StandardDeviationOfChange = "standard_deviation_of_change",
    /// Mean at the week minus mean at the reference week.
    ChangeBetweenWeeks = "change_between_weeks",
    /// Share of responders.
    ResponseShare = "response_share",
    /// Share in remission.
    RemissionShare = "remission_share",
    /// Share who left a treatment early.
    DropOutShare = "drop_out_share",
    /// Share of the responders at the reference week who are ill again by the week.
    RelapseShare = "relapse_share",
    /// Relative rise at the week per standard deviation at selection.
    PrognosticSlope = "prognostic_slope",
    /// Difference of means.
    Difference = "difference",
    /// Difference of means divided by the pooled standard deviation.
    StandardisedDifference = "standardised_difference",
    /// Difference of the shares of responders.
    ResponseDifference = "response_difference",
    /// Ratio of the shares of responders.
    ResponseRatio = "response_ratio",
    /// Ratio of the odds of a response.
    ResponseOddsRatio = "response_odds_ratio",
    /// Difference at the week as a share of the difference at the reference week.
    ShareOfEffect = "share_of_effect",
}

impl Statistic {
    /// Number of scenarios that it needs: one or two.
    pub fn scenarios(self) -> usize {
        match self {
            Self::Difference
            | Self::StandardisedDifference
            | Self::ResponseDifference
            | Self::ResponseRatio
            | Self::ResponseOddsRatio
            | Self::ShareOfEffect => 2,
            _ => 1,
        }
    }

    /// Whether it needs a reference week.
    pub fn needs_reference_week(self) -> bool {
        matches!(
            self,
            Self::ChangeBetweenWeeks | Self::RelapseShare | Self::ShareOfEffect
        )
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Statistic {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL
            .iter()
            .copied()
            .find(|statistic| statistic.name() == name);
        known.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|statistic| statistic.name()).collect();
            format!("`{name}` is no statistic; there are {}", names.join(", "))
        })
    }
}
