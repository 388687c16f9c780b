//! What every request passes: whether it comes from our own page, how long it may take, and the security headers.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;

use super::super::Web;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// How long a request's body and its answer may take; a photo over a slow line is the slowest.
const WITHIN: Duration = Duration::from_mins(5);

/// Keeps other sites' pages out, and sends the security headers.
pub(super) async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = if may_pass(&Door::of(&web), request.method(), request.headers()) {
        answered(next.run(request)).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    };
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    // Not `no-referrer`: browsers then send the door's form with `Origin: null`, which is foreign.
    set("referrer-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A panic is answered like a house that has stopped: the page tries again, and everybody else goes on.
async fn answered(answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(WITHIN, AssertUnwindSafe(answer).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("our code has failed on a web request");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// By which names the house is known.
struct Door<'a> {
    /// The host of `public_url`.
    public: &'a str,
    local_only: bool,
}

impl<'a> Door<'a> {
    fn of(web: &'a Web) -> Self {
        let url = &web.runner.settings().public_url;
        Door {
            public: url.split_once("://").map_or("", |(_, host)| host),
            local_only: web.local_only,
        }
    }
}

/// Whether a request is answered. By loopback only under a name of ours; a change only when the browser says that it
/// comes from a page of ours (all browsers since 2020 do; what says nothing is no browser and has no cookie by itself).
fn may_pass(door: &Door<'_>, method: &Method, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = said(header::HOST.as_str()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let known = ["localhost", "127.0.0.1", "[::1]"].contains(&name) || !door.public.is_empty() && host == door.public;
    if door.local_only && !known {
        return false;
    }
    if method == Method::GET || method == Method::HEAD {
        return true;
    }
    let origin = headers
        .contains_key(header::ORIGIN)
        .then(|| said(header::ORIGIN.as_str()).and_then(|o| o.split_once("://")));
    let foreign = match origin {
        Some(Some((_, from))) => from != host && from != door.public,
        Some(None) => true,
        None => false,
    };
    let fetched = said("sec-fetch-site").unwrap_or("same-origin");
    !foreign && fetched == "same-origin"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(public: &str, local_only: bool, method: &Method, lines: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_str(value).expect("a header"));
        }
        may_pass(&Door { public, local_only }, method, &headers)
    }

    #[test]
    fn on_loopback_only_names_of_ours_are_answered() {
        for (host, answered) in [
            ("127.0.0.1:8080", true),
            ("localhost:8080", true),
            ("localhost", true),
            ("[::1]:8080", true),
            ("window.example", true),
            ("window.example:8080", false),
            ("evil.example:8080", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example:8080", false),
            ("", false),
        ] {
            for method in [Method::GET, Method::POST] {
                assert_eq!(passes("window.example", true, &method, &[("host", host)]), answered, "{host}");
                assert!(
                    passes("window.example", false, &method, &[("host", host)]),
                    "behind a name of one's own"
                );
            }
            assert!(!passes("", true, &Method::GET, &[("host", "window.example")]));
        }
    }

    #[test]
    fn a_change_comes_from_a_page_of_ours() {
        let host = ("host", "127.0.0.1:8080");
        let cases: [(&[(&str, &str)], bool); 10] = [
            (&[], true),
            (&[("origin", "http://127.0.0.1:8080")], true),
            (&[("origin", "https://window.example")], true),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "http://127.0.0.1:8081")], false),
            (&[("origin", "null")], false),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:8080")], false),
            (&[("sec-fetch-site", "none")], false),
        ];
        for (lines, answered) in cases {
            let all = [&[host], lines].concat();
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                assert_eq!(passes("window.example", true, &method, &all), answered, "{lines:?}");
            }
            // Reading changes nothing, and a link from elsewhere may lead here.
            assert!(passes("window.example", true, &Method::GET, &all), "{lines:?}");
        }
    }
}
