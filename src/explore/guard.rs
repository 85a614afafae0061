//! Who may ask, and what every answer carries.
//!
//! Any page that is open in the same browser can send requests to this machine, and by a name that points here
//! (DNS rebinding) even read the answers. So a request must name this machine as its host, must not come from another page, and
//! carries no body; answers forbid scripts and requests to anywhere else.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST,
    HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY, TRANSFER_ENCODING, UPGRADE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// No script, style or request from or to anywhere but here; pictures also from the page itself, to save them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The port on which the page is served.
#[derive(Debug, Clone, Copy)]
pub struct Port(pub u16);

/// Lets a request pass, or refuses it; adds the headers of every answer.
pub async fn guard(State(port): State<Port>, request: Request, next: Next) -> Response {
    let mut response = match refusal(
        port,
        request.method(),
        request.uri().path(),
        request.headers(),
    ) {
        Some((status, why)) => (status, format!("{why}\n")).into_response(),
        None => next.run(request).await,
    };
    // Who is refused has to come again; so nobody holds a connection by asking for nothing.
    let is_refused = !response.status().is_success();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    if is_refused {
        set(CONNECTION, "close");
    }
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    set(CACHE_CONTROL, "no-store");
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
    ] {
        set(HeaderName::from_static(name), value);
    }
    if !headers.contains_key(CONTENT_TYPE) {
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        );
    }
    response
}

/// Why a request is refused; none where it may pass.
fn refusal(
    Port(port): Port,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
) -> Option<(StatusCode, &'static str)> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    let here = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let is_here = |host: &str| here.iter().any(|known| known.eq_ignore_ascii_case(host));
    if headers.get_all(HOST).iter().count() != 1 || !text(&HOST).is_some_and(is_here) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "this is not that host"));
    }
    let of_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(is_here);
    if text(&ORIGIN).is_some_and(|origin| !of_origin(origin)) {
        return Some((StatusCode::FORBIDDEN, "other pages may not ask"));
    }
    // A link from elsewhere may open the page, and nothing else.
    let fetch = |name: &'static str| text(&HeaderName::from_static(name));
    let from_elsewhere =
        fetch("sec-fetch-site").is_some_and(|site| !["same-origin", "none"].contains(&site));
    let opens_page = fetch("sec-fetch-mode") == Some("navigate")
        && fetch("sec-fetch-dest") == Some("document")
        && !path.starts_with("/api/");
    if from_elsewhere && !opens_page {
        return Some((StatusCode::FORBIDDEN, "other pages may not ask"));
    }
    if method != Method::GET && method != Method::HEAD {
        return Some((
            StatusCode::METHOD_NOT_ALLOWED,
            "there is nothing to send here",
        ));
    }
    let has_body = headers.contains_key(TRANSFER_ENCODING)
        || text(&CONTENT_LENGTH).is_some_and(|length| length != "0");
    if has_body {
        return Some((
            StatusCode::PAYLOAD_TOO_LARGE,
            "there is nothing to send here",
        ));
    }
    if headers.contains_key(UPGRADE) {
        return Some((StatusCode::BAD_REQUEST, "there is no other protocol here"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, headers: &[(&'static str, &str)]) -> Option<StatusCode> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        refusal(Port(8123), &Method::GET, path, &map).map(|(status, _)| status)
    }

    #[test]
    fn only_this_machine_by_its_own_name_may_ask() {
        for host in ["127.0.0.1:8123", "localhost:8123", "LOCALHOST:8123"] {
            assert_eq!(asked("/", &[("host", host)]), None, "{host}");
        }
        for host in [
            "",
            "evil.example:8123",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:8123.evil.example",
            "localhost",
        ] {
            let status = asked("/", &[("host", host)]);
            assert_eq!(status, Some(StatusCode::MISDIRECTED_REQUEST), "{host}");
        }
        assert!(asked("/", &[]).is_some());
        let twice = [("host", "localhost:8123"), ("host", "evil.example:8123")];
        assert!(asked("/", &twice).is_some());
    }

    #[test]
    fn other_pages_may_open_the_page_and_nothing_else() {
        let host = ("host", "localhost:8123");
        assert_eq!(
            asked("/api/run", &[host, ("origin", "http://localhost:8123")]),
            None
        );
        for origin in [
            "null",
            "http://evil.example",
            "https://localhost:8123",
            "http://localhost:8124",
        ] {
            assert_eq!(
                asked("/", &[host, ("origin", origin)]),
                Some(StatusCode::FORBIDDEN),
                "{origin}"
            );
        }
        let cross = ("sec-fetch-site", "cross-site");
        let opened = [
            host,
            cross,
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        assert_eq!(asked("/", &opened), None);
        assert_eq!(asked("/api/run", &opened), Some(StatusCode::FORBIDDEN));
        let framed = [
            host,
            cross,
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "iframe"),
        ];
        assert_eq!(asked("/", &framed), Some(StatusCode::FORBIDDEN));
        assert_eq!(
            asked("/assets/page.js", &[host, cross]),
            Some(StatusCode::FORBIDDEN)
        );
    }

    #[test]
    fn nothing_can_be_sent() {
        let host = ("host", "localhost:8123");
        assert!(asked("/", &[host, ("content-length", "5")]).is_some());
        assert!(asked("/", &[host, ("transfer-encoding", "chunked")]).is_some());
        assert!(asked("/", &[host, ("upgrade", "websocket")]).is_some());
        assert_eq!(asked("/", &[host, ("content-length", "0")]), None);
    }
}
