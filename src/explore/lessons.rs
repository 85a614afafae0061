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

fn rendered(text: &str) -> String {
    let title = text.lines().find_map(|line| line.strip_prefix("# "));
    let mut body = String::new();
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    html::push_html(&mut body, parser.map(as_page));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{}</title>\
         <link rel=\"stylesheet\" href=\"/assets/colours.css\"><link rel=\"stylesheet\" href=\"/assets/page.css\"></head>\
         <body><header class=\"top\"><nav aria-label=\"Pages\"><a href=\"/\">Stories</a> <a href=\"/lab\">Lab</a> \
         <a href=\"/lessons\">Lessons</a></nav></header><main class=\"lesson\">{body}</main></body></html>",
        escaped(title.unwrap_or("Lessons"))
    )
}

/// Links between lessons lead to pages; markup of a lesson is shown, never run.
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
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_become_pages_that_run_nothing() {
        let page = rendered("# Hebb & co\n\nSee [next](02-bdnf.md), <script>alert(1)</script>.\n");
        assert!(page.contains("<title>Hebb &amp; co</title>"), "{page}");
        assert!(page.contains("href=\"/lessons/02-bdnf\""), "{page}");
        assert!(!page.contains("<script>"), "{page}");
    }

    #[test]
    fn only_lessons_are_served() {
        assert_eq!(super::page("README").status(), StatusCode::OK);
        for name in ["../architecture", "nothing", "", "..", "%2e%2e/model"] {
            assert_eq!(super::page(name).status(), StatusCode::NOT_FOUND, "{name}");
        }
    }
}
