//! What people look at after published figures were simulated: the page, the tables, the document, the few lines on the terminal.
//!
//! All of it is made from [`Qualification`] alone: nothing here knows how a figure was simulated.

pub mod markdown;
pub mod page;
pub mod record;
pub mod table;
pub mod terminal;

mod strip;
mod words;

use crate::inference::Measured;
use crate::inference::qualification::{Agreement, Coverage, Judgement, Published, Standing};
use serde::Serialize;

/// Published figures with what was simulated for each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Qualification {
    /// Title of the plan.
    pub title: String,
    /// What the plan is for.
    pub meaning: String,
    /// People who lived each history.
    pub people: usize,
    /// Seed of the first of them.
    pub first_seed: u64,
    /// The figures, in the order of their files.
    pub figures: Vec<Figure>,
}

/// A published figure beside what was simulated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Name.
    pub id: String,
    /// File that states it, without folder and ending.
    pub file: String,
    /// Title of that file.
    pub title: String,
    /// What was simulated: a brain, the lab, kinetics, people, numbers; empty where nothing was.
    pub section: String,
    /// What it measures.
    pub measures: String,
    /// Unit of its number; empty for signs, orders and plain numbers.
    pub unit: String,
    /// On how many it rests.
    pub n: String,
    /// As printed, where it was converted.
    pub printed: String,
    /// Where it was published.
    pub source: String,
    /// Its DOI, if it is known.
    pub doi: Option<String>,
    /// How it came here, in words.
    pub status: String,
    /// How sure it is that it is right as stated.
    pub confidence: f64,
    /// What it is to the model.
    pub standing: Standing,
    /// The number.
    pub published: Published,
    /// What simulates it, in words; or why nothing does.
    pub simulated_by: String,
    /// Whether the comparison is fair.
    pub fair: String,
    /// What came out, account by account; empty where nothing simulates it.
    pub accounts: Vec<Account>,
}

/// What came out under one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// Name of the account; none where accounts play no part.
    pub variant: Option<String>,
    /// Whether this one stands for the brain in the counts.
    pub stands: bool,
    /// The number.
    pub measured: Measured,
    /// Whether it agrees.
    pub judgement: Judgement,
}

impl Figure {
    /// The account that stands for the brain in the counts.
    pub fn standing_account(&self) -> Option<&Account> {
        self.accounts.iter().find(|account| account.stands)
    }

    /// Least and greatest value over the accounts, where they differ.
    pub fn range(&self) -> Option<(f64, f64)> {
        let values = || self.accounts.iter().map(|account| account.measured.value);
        let low = values().fold(f64::INFINITY, f64::min);
        let high = values().fold(f64::NEG_INFINITY, f64::max);
        (low < high).then_some((low, high))
    }
}

impl Qualification {
    /// Coverage of the figures that a condition holds for, each under the account that stands for its brain.
    pub fn coverage(&self, wanted: impl Fn(&Figure) -> bool) -> Coverage {
        let figures = self.figures.iter().filter(|figure| wanted(figure));
        Coverage::of(figures.filter_map(|figure| {
            let account = figure.standing_account()?;
            Some((&figure.published, account.judgement.agreement))
        }))
    }

    /// Sections in which something was simulated, in the order of the figures.
    pub fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = Vec::new();
        for figure in self.figures.iter().filter(|f| !f.accounts.is_empty()) {
            if !sections.contains(&figure.section.as_str()) {
                sections.push(&figure.section);
            }
        }
        sections
    }

    /// Section, account and coverage of the figures that no number was fitted to, for every account of sections with several.
    pub fn by_account(&self) -> Vec<(&str, &str, Coverage)> {
        let mut rows = Vec::new();
        for section in self.sections() {
            let of = || self.figures.iter().filter(move |f| f.section == section);
            let mut names: Vec<&str> = Vec::new();
            for account in of().flat_map(|f| &f.accounts) {
                if let Some(name) = &account.variant
                    && !names.contains(&name.as_str())
                {
                    names.push(name);
                }
            }
            for name in names.iter().filter(|_| names.len() > 1) {
                let tests = of().filter(|f| f.standing == Standing::Test);
                let coverage = Coverage::of(tests.filter_map(|figure| {
                    let mut accounts = figure.accounts.iter();
                    let account = accounts.find(|a| a.variant.as_deref() == Some(name))?;
                    Some((&figure.published, account.judgement.agreement))
                }));
                rows.push((section, *name, coverage));
            }
        }
        rows
    }

    /// Simulated figures that are not inside, the farthest first; those without a distance last.
    pub fn misfits(&self) -> Vec<&Figure> {
        let mut misfits: Vec<(&Figure, f64)> = Vec::new();
        for figure in &self.figures {
            if let Some(account) = figure.standing_account()
                && account.judgement.agreement != Agreement::Inside
            {
                let distance = account.judgement.distance.map_or(-1.0, f64::abs);
                misfits.push((figure, distance));
            }
        }
        misfits.sort_by(|a, b| b.1.total_cmp(&a.1));
        misfits.into_iter().map(|(figure, _)| figure).collect()
    }

    /// Figures that nothing simulates.
    pub fn left_out(&self) -> impl Iterator<Item = &Figure> {
        self.figures
            .iter()
            .filter(|figure| figure.accounts.is_empty())
    }
}
