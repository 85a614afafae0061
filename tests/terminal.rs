//! The short table on the terminal.

mod synthetic;

use rewire::report::terminal;
use synthetic::saved::example;
use synthetic::{normal, run};

#[test]
fn the_terminal_table_fits_and_says_what_it_compares() {
    let mut result = example();
    result.scenarios[1].title = "認知療法と薬の併用についてのとても長い名前のシナリオ".to_owned();
    result.variants[1].title = "A\u{301}ccount with\ta tab ".repeat(20);
    let table = terminal::run_table(&result, 6.0).unwrap();
    // Of the characters in this table, those beyond U+2E80 are wide and the acute accent takes no room of its own.
    let width = |c: char| {
        if c == '\u{301}' {
            0
        } else {
            1 + usize::from(c as u32 > 0x2E80)
        }
    };
    let columns = |line: &str| line.chars().map(width).sum::<usize>();
    assert!(
        table.lines().all(|line| columns(line) <= terminal::WIDTH),
        "{table}"
    );
    assert!(
        table
            .lines()
            .all(|line| line == line.trim_end() && !line.contains('\t'))
    );
    assert!(
        table.contains("-8.0 (-8.0 to -8.0)") && table.contains("    too few people to say\n"),
        "{table}"
    );
    let unwrapped = table.replace('\n', " ");
    assert!(
        unwrapped.contains("too few people to say under 2 of 2 variants"),
        "{table}"
    );
    assert!(table.ends_with("It is no medical advice.\n"));
}

#[test]
fn the_terminal_table_of_a_plain_run() {
    let result = run(3, 1, 30, |place| {
        let own = 6.0 * normal((place.person * 10 + place.scenario) as u64);
        (50.0 - 9.0 * place.scenario as f64 - 3.0 * place.week as f64 + own) as f32
    });
    let table = terminal::run_table(&result, 6.0).unwrap();
    insta::assert_snapshot!(table);
}
