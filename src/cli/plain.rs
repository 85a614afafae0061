//! Words from outside are text: what a file, an argument or a name holds is shown, and does nothing to the terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character acts on a terminal, or hides or turns round what stands beside it. Line breaks and tabs are used by the
/// program itself; joiners of letters, without which some scripts cannot be written, are text.
pub(super) fn acts(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

/// A text in which every character that acts is spelled out, as in `\u{1b}`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    replaced(text, |c, into| {
        into.extend(c.escape_unicode());
    })
}

/// A text of JSON that reads as before, with every character that acts spelled out, as in `\u001b`.
pub(super) fn plain_json(text: &str) -> Cow<'_, str> {
    replaced(text, |c, into| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a text does not fail.
            let _ = write!(into, "\\u{unit:04x}");
        }
    })
}

fn replaced(text: &str, spell: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match acts(c) {
            true => spell(c, &mut shown),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// A word as a shell takes it; one that holds what acts, as bash, zsh and ksh spell it out.
pub(super) fn quoted(word: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_./=,".contains(c);
    if !word.is_empty() && word.chars().all(is_bare) {
        return word.to_owned();
    }
    let spelled = |c: char| acts(c) || c == '\n' || c == '\t';
    if !word.chars().any(spelled) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let mut shown = String::from("$'");
    for c in word.chars() {
        let _ = match c {
            '\'' | '\\' => write!(shown, "\\{c}"),
            c if spelled(c) && (c as u32) < 0x80 => write!(shown, "\\x{:02x}", c as u32),
            c if spelled(c) && (c as u32) < 0x1_0000 => write!(shown, "\\u{:04x}", c as u32),
            c if spelled(c) => write!(shown, "\\U{:08x}", c as u32),
            c => write!(shown, "{c}"),
        };
    }
    shown.push('\'');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_a_shell_needs_them() {
        assert_eq!(quoted("scenarios/a.toml"), "scenarios/a.toml");
        assert_eq!(quoted("my file"), "'my file'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a\u{1b}[31m'\u{202e}"), r"$'a\x1b[31m\'\u202e'");
    }

    #[test]
    fn what_acts_on_a_terminal_is_spelled_out_and_nothing_else_is_touched() {
        let text = "a\ttable of caf\u{e9} \u{5d0}\u{200d}\u{5d1}\n";
        assert!(matches!(plain(text), Cow::Borrowed(_)));
        let hostile = "\u{1b}]0;x\u{7}\u{202e}\u{9b}31m\r";
        let shown = plain(hostile);
        assert!(!shown.chars().any(acts), "{shown}");
        assert_eq!(shown, "\\u{1b}]0;x\\u{7}\\u{202e}\\u{9b}31m\\u{d}");
    }

    #[test]
    fn json_reads_as_before() {
        let value = serde_json::json!({ "title\u{202e}": "\u{1b}[31m \u{9b} \u{e0041}" });
        let text = serde_json::to_string_pretty(&value).unwrap();
        let shown = plain_json(&text);
        assert!(!shown.chars().any(acts), "{shown}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
            value
        );
    }
}
