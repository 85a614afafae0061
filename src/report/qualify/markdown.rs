//! `qualify.md`: the same as a document, which stands as `docs/qualification.md`.

use super::words::{counts, distance, mark, published, range, simulated};
use super::{Figure, Qualification};
use crate::inference::qualification::Standing;
use std::fmt::Write;

/// Name of the file.
pub const FILE: &str = "qualify.md";

/// How many misfits are named before the tables.
const SHOWN: usize = 15;

const HEAD: &str = "\
# Qualification

Every published figure of `evidence/` beside what virtual people, the lab or a closed form give for it. A figure is one of three
things to the model. *Never fitted to*: no search has aimed at it, and it did not go in. *Fitted to*: the search of
`docs/calibration.md` aims at it. *Went in*: a number was taken from it, or the model was built to show its sign. Only the first
can speak for the model, and even there those who built it knew the literature.

*Inside* means that the simulated value lies in the published interval; *overlaps* that only its own interval, which is over people,
reaches there. Where no interval was published, only what rounds to the value is inside. Of a sign or an order the whole simulated
interval must have it. The distance is in standard errors of both together; with many people published, a small difference is many
of them. Model behaviour of virtual people; no figure is a promise.
";

/// The whole document.
pub fn document(qualification: &Qualification, command: &str) -> String {
    let mut text = String::from(HEAD);
    let _ = writeln!(
        text,
        "\nMade by\n\n```text\n{command}\n```\n\nwith {} people from seed {} on, of whom those who fell ill go through the scenarios.\n",
        qualification.people, qualification.first_seed
    );
    coverage(&mut text, qualification);
    let _ = writeln!(text, "## Worst misfits\n");
    table(
        &mut text,
        qualification.misfits().into_iter().take(SHOWN),
        true,
    );
    for standing in Standing::ALL {
        let of = || {
            let figures = qualification.figures.iter();
            figures.filter(move |f| f.standing == standing && !f.accounts.is_empty())
        };
        if of().next().is_some() {
            let _ = writeln!(text, "\n## Figures: {}\n", standing.words());
            table(&mut text, of(), false);
        }
    }
    if qualification.left_out().next().is_some() {
        let _ = writeln!(
            text,
            "\n## Not simulated\n\n| figure | what | why not |\n|---|---|---|"
        );
        for figure in qualification.left_out() {
            let _ = writeln!(
                text,
                "| {} | {} | {} |",
                figure.id,
                cell(&figure.measures),
                cell(&figure.simulated_by)
            );
        }
    }
    text
}

fn coverage(text: &mut String, qualification: &Qualification) {
    let _ = writeln!(
        text,
        "## Coverage\n\nInside, of how many; then how many only overlap. Each brain is counted under the account that stands for it.\n\n| figures | values with an interval | values without | signs and orders |\n|---|---|---|---|"
    );
    for standing in Standing::ALL {
        let counted = qualification.coverage(|figure| figure.standing == standing);
        let _ = writeln!(
            text,
            "| {} | {} |",
            standing.words(),
            counts(&counted).join(" | ")
        );
    }
    let _ = writeln!(
        text,
        "\nThose that were never fitted to, by what simulates them:\n\n| by | values with an interval | values without | signs and orders |\n|---|---|---|---|"
    );
    for section in qualification.sections() {
        let counted = qualification
            .coverage(|figure| figure.standing == Standing::Test && figure.section == section);
        if counted.all() > 0 {
            let _ = writeln!(text, "| {section} | {} |", counts(&counted).join(" | "));
        }
    }
    let accounts = qualification.by_account();
    if !accounts.is_empty() {
        let _ = writeln!(
            text,
            "\nThe same under every account:\n\n| brain | account | values with an interval | values without | signs and orders |\n|---|---|---|---|---|"
        );
        for (section, name, counted) in accounts {
            let _ = writeln!(
                text,
                "| {section} | `{name}` | {} |",
                counts(&counted).join(" | ")
            );
        }
    }
    text.push('\n');
}

fn table<'a>(text: &mut String, figures: impl Iterator<Item = &'a Figure>, with_standing: bool) {
    let (head, rule) = if with_standing {
        ("| standing ", "---|")
    } else {
        ("", "")
    };
    let _ = writeln!(
        text,
        "| | figure | what | unit | published | simulated | over the accounts | apart {head}|\n|---|---|---|---|---|---|---|---|{rule}"
    );
    for figure in figures {
        let Some(account) = figure.standing_account() else {
            continue;
        };
        let standing = if with_standing {
            format!("| {} ", figure.standing.words())
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "| {} {} | {} | {} | {} | {} | {} | {} | {} {standing}|",
            mark(account.judgement.agreement),
            account.judgement.agreement.word(),
            figure.id,
            cell(&figure.measures),
            cell(&figure.unit),
            published(figure),
            simulated(account),
            range(figure),
            distance(account),
        );
    }
}

/// A text that cannot end its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
