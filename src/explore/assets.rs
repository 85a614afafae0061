//! Pages, scripts and styles: part of the program, so that nothing is fetched from elsewhere.

use crate::report::style;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! assets {
    ($($path:literal = $kind:ident $file:literal),* $(,)?) => {
        /// Path, kind and text of a file.
        const ASSETS: &[(&str, &str, &str)] =
            &[$(($path, $kind, include_str!(concat!("assets/", $file)))),*];
    };
}

assets! {
    "/" = HTML "index.html",
    "/lab" = HTML "lab.html",
    "/assets/page.css" = STYLE "page.css",
    "/assets/page.js" = SCRIPT "page.js",
    "/assets/state.js" = SCRIPT "state.js",
    "/assets/link.js" = SCRIPT "link.js",
    "/assets/draw.js" = SCRIPT "draw.js",
    "/assets/stories.js" = SCRIPT "stories.js",
    "/assets/controls.js" = SCRIPT "controls.js",
    "/assets/predict.js" = SCRIPT "predict.js",
    "/assets/graph.js" = SCRIPT "graph.js",
    "/assets/person.js" = SCRIPT "person.js",
    "/assets/terms.js" = SCRIPT "terms.js",
    "/assets/save.js" = SCRIPT "save.js",
    "/assets/lab.js" = SCRIPT "lab.js",
}

/// The file of a path.
pub fn asset(path: &str) -> Response {
    if path == "/assets/colours.css" {
        return typed(STYLE, style::page_css());
    }
    if path == "/favicon.ico" {
        return StatusCode::NO_CONTENT.into_response();
    }
    match ASSETS.iter().find(|(known, ..)| *known == path) {
        Some((_, kind, text)) => typed(kind, *text),
        None => (StatusCode::NOT_FOUND, "there is no such page\n").into_response(),
    }
}

/// A text of a kind.
pub fn typed(kind: &'static str, text: impl Into<String>) -> Response {
    (
        [(CONTENT_TYPE, HeaderValue::from_static(kind))],
        text.into(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_only_files_that_are_there_and_nothing_from_elsewhere() {
        for (path, _, text) in ASSETS {
            for quoted in text.split(['"', '\'', '`']) {
                if quoted.starts_with("/assets/") {
                    assert_eq!(asset(quoted).status(), StatusCode::OK, "{path}: {quoted}");
                }
                let local = quoted
                    .strip_prefix("./")
                    .filter(|_| text.contains("import"));
                if let Some(module) = local.filter(|name| name.ends_with(".js")) {
                    let found = asset(&format!("/assets/{module}"));
                    assert_eq!(found.status(), StatusCode::OK, "{path}: {quoted}");
                }
            }
            // The name of a namespace is no address that is fetched.
            let text = text.replace("http://www.w3.org/", "");
            assert!(
                !text.contains("http://") && !text.contains("https://"),
                "{path}"
            );
            assert!(
                !text.contains("<script>") && !text.contains(" onclick="),
                "{path}"
            );
        }
    }

    #[test]
    fn no_path_leads_out() {
        for path in [
            "/../Cargo.toml",
            "/assets/../mod.rs",
            "/assets/",
            "//",
            "/assets/page.js/",
            "/etc/passwd",
        ] {
            assert_eq!(asset(path).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
