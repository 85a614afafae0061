//! Cells of CSV that a spreadsheet would run.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula. A text of that kind,
//! such as the name of somebody's scenario, is written with an apostrophe before it, which spreadsheets take for "what follows is
//! text". Numbers stay as they are. So that reading back gives the name, a text that has apostrophes before such a beginning
//! already is given one more.

use std::borrow::Cow;

/// A cell as it is written.
pub(in crate::report) fn cell(text: &str) -> Cow<'_, str> {
    if is_formula(text) && text.parse::<f64>().is_err() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell that was written by [`cell`].
pub(super) fn text(cell: &[u8]) -> &[u8] {
    match cell.split_first() {
        Some((b'\'', rest)) if begins(rest) => rest,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    begins(text.as_bytes())
}

fn begins(text: &[u8]) -> bool {
    let first = text.iter().find(|byte| **byte != b'\'');
    first.is_some_and(|byte| b"=+-@\t\r".contains(byte))
}

/// Writes a row of cells.
///
/// # Errors
/// As [`csv::Writer::write_record`].
pub(in crate::report) fn write_row<W: std::io::Write>(
    table: &mut csv::Writer<W>,
    row: impl IntoIterator<Item = impl AsRef<str>>,
) -> csv::Result<()> {
    for field in row {
        table.write_field(cell(field.as_ref()).as_bytes())?;
    }
    table.write_record(None::<&[u8]>)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_every_text_reads_back() {
        for name in [
            "=cmd|calc!A0",
            "+SUM(1)",
            "-x",
            "@x",
            "\tx",
            "\rx",
            "'=x",
            "''=x",
            "'x",
            "x",
            "",
            "caf\u{e9}",
        ] {
            let written = cell(name);
            assert!(
                !written.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{written}"
            );
            assert_eq!(text(written.as_bytes()), name.as_bytes(), "{written}");
        }
        for number in ["-1.5", "+3", "-1e-5", "-inf"] {
            assert_eq!(cell(number), number);
        }
    }

    #[test]
    fn rows_are_those_of_the_csv_crate_where_nothing_is_a_formula() {
        let row = ["a", "-1.5", "b,c", "", "say \"x\""];
        let mut plain = csv::Writer::from_writer(Vec::new());
        plain.write_record(row).unwrap();
        let mut guarded = csv::Writer::from_writer(Vec::new());
        write_row(&mut guarded, row).unwrap();
        assert_eq!(plain.into_inner().unwrap(), guarded.into_inner().unwrap());
    }
}
