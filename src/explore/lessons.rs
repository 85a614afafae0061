//! Lessons: the Markdown of `docs/lessons`, as pages.

use super::assets::typed;
use crate::report::pictures::text::escaped;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use serde_json::{Value, json};

static LESSONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/lessons");

/// A lesson by its name without `.md`.
pub fn page(name: &str) -> Response {
    let name = name.strip_suffix(".md").unwrap_or(name);
    let file = LESSONS.get_file(format!("{name}.md"));
    match file.and_then(|file| file.contents_utf8()) {
        Some(text) => typed("text/html; charset=utf-8", rendered(text)),
        None => (StatusCode::NOT_FOUND, "there is no such lesson\n").into_response(),
    }
}

/// A picture of a lesson by the name of its file.
pub fn picture(name: &str) -> Response {
    let file = LESSONS.get_file(format!("pictures/{name}"));
    let svg = file.filter(|_| name.ends_with(".svg"));
    match svg.and_then(|file| file.contents_utf8()) {
        Some(svg) => typed("image/svg+xml", svg),
        None => (StatusCode::NOT_FOUND, "there is no such picture\n").into_response(),
    }
}

fn rendered(text: &str) -> String {
    let title = text.lines().find_map(|line| line.strip_prefix("# "));
    let mut body = String::new();
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    html::push_html(&mut body, with_links(parser).map(as_page));
    // The policy of the page lets no style stand in a tag. A "<" of the text is escaped, so these are always cells of a table.
    for cell in ["th", "td"] {
        for side in ["left", "center", "right"] {
            let inline = format!("<{cell} style=\"text-align: {side}\">");
            body = body.replace(&inline, &format!("<{cell} class=\"{side}\">"));
        }
    }
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{}</title>\
         <link rel=\"stylesheet\" href=\"/assets/colours.css\"><link rel=\"stylesheet\" href=\"/assets/page.css\"></head>\
         <body><header class=\"top\"><nav aria-label=\"Pages\"><a href=\"/\">Compare</a> <a href=\"/lab\">Lab</a> \
         <a href=\"/lessons\">Lessons</a></nav></header><main class=\"lesson\">{body}</main></body></html>",
        escaped(title.unwrap_or("Lessons"))
    )
}

/// After each block of commands a link for every one that the page can show: to the same scenarios and accounts, or to the
/// same experiment at the bench.
fn with_links<'a>(events: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    let mut commands: Option<String> = None;
    events.flat_map(move |event| {
        match (&event, &mut commands) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))), _)
                if &**language == "sh" =>
            {
                commands = Some(String::new());
            }
            (Event::Text(text), Some(so_far)) => so_far.push_str(text),
            (Event::End(TagEnd::CodeBlock), Some(_)) => {
                let links: String = commands
                    .take()
                    .iter()
                    .flat_map(|c| c.lines())
                    .filter_map(link_of)
                    .collect();
                return vec![event, Event::Html(CowStr::from(links))];
            }
            _ => {}
        }
        vec![event]
    })
}

/// The link to what a command shows; none for commands that the page has no view of.
fn link_of(command: &str) -> Option<String> {
    let mut words = command.trim().strip_prefix("rewire ")?.split_whitespace();
    let view = words.next()?;
    let (mut named, mut options) = (Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        match word.strip_prefix("--") {
            Some(option) => options.push((option, words.next()?)),
            None => named.push(word),
        }
    }
    let all = |name: &str| -> Vec<&str> {
        let given = options.iter().filter(|(option, _)| *option == name);
        given.map(|(_, value)| *value).collect()
    };
    let (page, state, predicts) = match view {
        "run" => {
            let accounts: Vec<&str> = all("variant").into_iter().take(2).collect();
            let scenarios: Vec<&str> = named.into_iter().take(4).collect();
            (
                "/",
                json!({ "scenarios": scenarios, "accounts": accounts }),
                true,
            )
        }
        "lab" => {
            let level = all("bdnf")
                .last()
                .and_then(|levels| levels.split(',').next_back()?.parse::<f64>().ok());
            (
                "/lab",
                json!({ "protocol": named.first()?, "bdnf": level.unwrap_or(1.0) }),
                false,
            )
        }
        _ => return None,
    };
    let address = |state: &Value| format!("{page}#{}", percent_encoded(&state.to_string()));
    let mut links = format!(
        "<p><a href=\"{}\">Open this experiment</a>",
        address(&state)
    );
    if predicts {
        let mut hidden = state;
        hidden["predict"] = true.into();
        links.push_str(&format!(
            " \u{b7} <a href=\"{}\">predict first</a>",
            address(&hidden)
        ));
    }
    Some(links + "</p>")
}

/// A text as it may stand in an address.
fn percent_encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    text.bytes()
        .map(|byte| match plain(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}

/// Links between lessons lead to pages, and pictures to where they are served. Of markup only a fold with its title acts; comments
/// are left out, and the rest is shown, never run.
fn as_page(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let address = match dest_url.strip_suffix(".md") {
                Some(name) if !name.contains('/') && name == "README" => "/lessons".to_owned(),
                Some(name) if !name.contains('/') => format!("/lessons/{name}"),
                _ => dest_url.to_string(),
            };
            let dest_url = CowStr::from(address);
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            })
        }
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: CowStr::from(format!("/lessons/{dest_url}")),
            title,
            id,
        }),
        Event::Html(text) | Event::InlineHtml(text) => markup(text),
        other => other,
    }
}

fn markup(text: CowStr<'_>) -> Event<'_> {
    let tag = text.trim();
    let title = tag
        .strip_prefix("<summary>")
        .and_then(|rest| rest.strip_suffix("</summary>"));
    let folds = matches!(tag, "<details>" | "</details>")
        || title.is_some_and(|title| !title.contains('<'));
    if folds {
        Event::Html(text)
    } else if tag.starts_with("<!--") && tag.ends_with("-->") {
        Event::Text(CowStr::Borrowed(""))
    } else {
        Event::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_tables_are_aligned_without_a_style_in_a_tag() {
        let said = "&lt;td style=\"text-align: right\"&gt;";
        let page = rendered(&format!("| a | b |\n|:-:|--:|\n| {said} | 2 |\n"));
        assert!(page.contains("<td class=\"right\">2</td>"), "{page}");
        assert!(page.contains("<th class=\"center\">a</th>"), "{page}");
        assert!(page.contains(said), "{page}");
        assert_eq!(page.matches("style=").count(), 1, "{page}");
    }

    #[test]
    fn every_experiment_of_a_lesson_can_be_opened() {
        let page = rendered(
            "# A\n\n```sh\nrewire run a b --variant v --people 50\nrewire lab p --bdnf 1,1.5\nrewire claims B2\n```\n",
        );
        let state = percent_encoded(r#"{"scenarios":["a","b"],"accounts":["v"]}"#);
        assert!(page.contains(&format!("href=\"/#{state}\"")), "{page}");
        let hidden = percent_encoded(r#"{"scenarios":["a","b"],"accounts":["v"],"predict":true}"#);
        assert!(page.contains(&format!("href=\"/#{hidden}\"")), "{page}");
        let state = percent_encoded(r#"{"protocol":"p","bdnf":1.5}"#);
        assert!(page.contains(&format!("href=\"/lab#{state}\"")), "{page}");
        assert_eq!(page.matches("Open this experiment").count(), 2, "{page}");
        // Every shipped lesson has at least one.
        for lesson in LESSONS.files().filter(|f| f.path().starts_with("0")) {
            let text = lesson.contents_utf8().unwrap_or_default();
            assert!(
                rendered(text).contains("Open this experiment"),
                "{:?}",
                lesson.path()
            );
        }
    }

    #[test]
    fn lessons_become_pages_that_run_nothing() {
        let page = rendered("# Hebb & co\n\nSee [next](02-bdnf.md), <script>alert(1)</script>.\n");
        assert!(page.contains("<title>Hebb &amp; co</title>"), "{page}");
        assert!(page.contains("href=\"/lessons/02-bdnf\""), "{page}");
        assert!(!page.contains("<script>"), "{page}");
    }

    #[test]
    fn answers_fold_and_comments_are_left_out() {
        let fold = "<details>\n<summary>Answers</summary>\n\n1. Yes.\n\n</details>\n";
        let page = rendered(&format!(
            "# A\n\n<!-- picture: rewire lab -->\n\n![x](pictures/a.svg)\n\n{fold}"
        ));
        for part in [
            "<details>",
            "<summary>Answers</summary>",
            "</details>",
            "src=\"/lessons/pictures/a.svg\"",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("picture: rewire"), "{page}");
        let page = rendered("# A\n\n<details onclick=\"x()\">\n<summary><b>x</b></summary>\n");
        assert!(
            !page.contains("<details") && !page.contains("<summary"),
            "{page}"
        );
    }

    #[test]
    fn pictures_of_lessons_are_served_and_nothing_else() {
        assert_eq!(picture("05-trajectories.svg").status(), StatusCode::OK);
        for name in ["nothing.svg", "../README.md", "../01-hebb-ltp-ltd.md", ""] {
            assert_eq!(picture(name).status(), StatusCode::NOT_FOUND, "{name}");
        }
    }

    #[test]
    fn only_lessons_are_served() {
        assert_eq!(super::page("README").status(), StatusCode::OK);
        for name in ["../architecture", "nothing", "", "..", "%2e%2e/model"] {
            assert_eq!(super::page(name).status(), StatusCode::NOT_FOUND, "{name}");
        }
    }
}
