//! Lessons: the Markdown of `docs/lessons`, as pages.

use super::assets::typed;
use crate::report::pictures::text::escaped;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};

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
    html::push_html(&mut body, parser.map(as_page));
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
         <body><header class=\"top\"><nav aria-label=\"Pages\"><a href=\"/\">Stories</a> <a href=\"/lab\">Lab</a> \
         <a href=\"/lessons\">Lessons</a></nav></header><main class=\"lesson\">{body}</main></body></html>",
        escaped(title.unwrap_or("Lessons"))
    )
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
