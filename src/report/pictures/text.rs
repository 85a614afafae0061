//! Words and numbers on pictures: how wide they are, how they are cut, how numbers are written.

/// The same words without characters that no picture can show (control characters), and on one line.
pub fn cleaned(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same words for use inside XML.
pub fn escaped(text: &str) -> String {
    cleaned(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Bold letters are about this much wider.
pub const BOLD: f64 = 1.1;

/// Width of a text in pixels at a size, estimated for a wide sans-serif face (DejaVu Sans), since the reader's own is unknown.
pub fn width(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.31,
            'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' => 0.40,
            'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '→' | '←' => 0.92,
            'A'..='Z' => 0.69,
            _ if c.is_ascii() || ('\u{a0}'..'\u{1100}').contains(&c) => 0.61,
            '\u{2000}'..='\u{22ff}' => 0.75,
            _ => 1.0,
        })
        .sum();
    ems * size
}

/// The text itself if it fits, or else its beginning and an ellipsis.
pub fn cut(text: &str, size: f64, room: f64) -> String {
    let text = cleaned(text);
    if width(&text, size) <= room {
        return text;
    }
    let mut short = String::new();
    for c in text.chars() {
        if width(&short, size) + width(&c.to_string(), size) + width("…", size) > room {
            break;
        }
        short.push(c);
    }
    format!("{}…", short.trim_end())
}

/// The text in lines that fit, at most `lines` of them, the last cut if need be.
pub fn wrapped(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let text = cleaned(text);
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.peek() {
        let longer = if line.is_empty() {
            (*word).to_string()
        } else {
            format!("{line} {word}")
        };
        if line.is_empty() || width(&longer, size) <= room {
            line = longer;
            words.next();
        } else if done.len() + 1 >= lines {
            let rest: Vec<&str> = words.collect();
            return finish(done, &format!("{line} {}", rest.join(" ")), size, room);
        } else {
            done.push(cut(&line, size, room));
            line.clear();
        }
    }
    finish(done, &line, size, room)
}

fn finish(mut done: Vec<String>, last: &str, size: f64, room: f64) -> Vec<String> {
    if !last.is_empty() {
        done.push(cut(last, size, room));
    }
    done
}

/// A name inside a sentence: at most some forty characters.
pub fn name(text: &str) -> String {
    cut(text, 1.0, 22.0)
}

/// A number with a true minus sign and as many decimals as asked for; "–" where there is none.
pub fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let text = format!("{:.decimals$}", value.abs());
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !zero {
        format!("\u{2212}{text}")
    } else {
        text
    }
}

/// A difference: always with its sign, unless it rounds to nothing.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    let positive = value > 0.0 && text.chars().any(|c| matches!(c, '1'..='9'));
    if positive { format!("+{text}") } else { text }
}

/// A share as a percentage, such as `43 %`.
pub fn percent(share: f64) -> String {
    if share.is_finite() {
        format!("{} %", number(share * 100.0, 0))
    } else {
        "–".into()
    }
}

/// A count with its noun: `1 person`, `60 people`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Text with a capital letter in front.
pub fn capped(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_a_true_minus_and_no_negative_zero() {
        assert_eq!(number(-4.25, 1), "\u{2212}4.2");
        assert_eq!(number(-0.01, 1), "0.0");
        assert_eq!(signed(3.12, 1), "+3.1");
        assert_eq!(signed(0.01, 1), "0.0");
        assert_eq!(number(f64::NAN, 1), "–");
        assert_eq!(percent(0.434), "43 %");
    }

    #[test]
    fn lines_fit_and_lose_no_word_while_there_is_room() {
        let text = "one two three four five six seven eight nine ten";
        let lines = wrapped(text, 10.0, 90.0, 9);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|l| width(l, 10.0) <= 90.0));
        let two = wrapped(text, 10.0, 90.0, 2);
        assert_eq!(two.len(), 2);
        assert!(two[1].ends_with('…') && width(&two[1], 10.0) <= 90.0);
        assert!(wrapped("", 10.0, 90.0, 2).is_empty());
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(cleaned("a\u{0}b\n c"), "a b c");
        assert_eq!(escaped("<b> & \"c\""), "&lt;b&gt; &amp; &quot;c&quot;");
    }
}
