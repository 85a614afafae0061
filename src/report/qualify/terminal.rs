//! The short tables that stand on the terminal.

use super::Qualification;
use super::words::{counts, distance, mark, published, simulated};
use crate::inference::qualification::Standing;
use crate::report::terminal::{WIDTH, columns, fitted};

/// How many misfits are named.
const SHOWN: usize = 10;

/// Coverage by what figures are to the model, then the worst misfits.
pub fn table(qualification: &Qualification) -> String {
    let mut text = row([
        "figures",
        "values with interval",
        "values without",
        "signs and orders",
    ]);
    for standing in Standing::ALL {
        let coverage = qualification.coverage(|figure| figure.standing == standing);
        let [values, points, signs] = counts(&coverage);
        text.push_str(&row([standing.words(), &values, &points, &signs]));
    }
    let simulated_count = qualification.figures.len() - qualification.left_out().count();
    text.push_str(&format!(
        "\n{simulated_count} of {} figures are simulated; the others say why not. Inside, of how many (share);\noverlap: only the simulated interval reaches the published one.\n\nworst misfits\n",
        qualification.figures.len()
    ));
    for figure in qualification.misfits().into_iter().take(SHOWN) {
        let Some(account) = figure.standing_account() else {
            continue;
        };
        let line = format!(
            "{} {}  {}, published {}, simulated {}, {} apart ({})",
            mark(account.judgement.agreement),
            figure.id,
            figure.measures,
            published(figure),
            simulated(account),
            distance(account),
            figure.standing.words()
        );
        for (number, part) in crate::report::terminal::wrapped(&line, WIDTH - 4)
            .iter()
            .enumerate()
        {
            text.push_str(if number == 0 { "  " } else { "      " });
            text.push_str(part);
            text.push('\n');
        }
    }
    text
}

fn row(cells: [&str; 4]) -> String {
    let padded = cells.iter().zip([16, 28, 26, 28]).map(|(cell, width)| {
        let space = width - columns(cell).min(width - 1);
        format!("{cell}{}", " ".repeat(space))
    });
    let line: String = padded.collect();
    format!("{}\n", fitted(line.trim_end(), WIDTH))
}
