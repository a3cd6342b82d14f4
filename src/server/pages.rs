//! The pages, as `web/` built them, out of the binary.

use std::borrow::Cow;

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::{refusal::Refusal, shared::Server};

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Built;

/// Pages run our own scripts and nothing else; nobody frames them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The names of built assets hold a digest of their content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Ask each time; the answer is mostly "not modified".
const ASK: &str = "no-cache";

pub(super) fn router() -> Router<Server> {
    Router::new()
        .route("/", get(|headers| page("index.html", headers)))
        .route("/desk", get(|headers| page("desk.html", headers)))
        .route("/widget.js", get(|headers| page("widget.js", headers)))
        .route("/assets/{*path}", get(asset))
}

async fn page(name: &'static str, headers: HeaderMap) -> Response {
    file(name, &headers, ASK)
}

async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    file(&format!("assets/{path}"), &headers, FOR_EVER)
}

fn file(name: &str, headers: &HeaderMap, cache: &'static str) -> Response {
    let Some(plain) = Built::get(name) else {
        return Refusal::new(StatusCode::NOT_FOUND, "not_found", "There is no such page.").into_response();
    };
    let squeezed = accepts_gzip(headers).then(|| Built::get(&format!("{name}.gz"))).flatten();
    let encoding = squeezed.is_some().then_some("gzip");
    let tag = tag(&plain, encoding);
    let seen =
        headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok()).any(|tags| tags.contains(&tag));
    let mut response = if seen {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = match squeezed.unwrap_or(plain).data {
            Cow::Borrowed(bytes) => axum::body::Body::from(bytes),
            Cow::Owned(bytes) => axum::body::Body::from(bytes),
        };
        bytes.into_response()
    };
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    fields.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding {
        fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if name.ends_with(".html") {
        fields.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        fields.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        fields.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    } else {
        // Another site's shop page may load the widget and its parts.
        fields.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        fields.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0")
    })
}

fn tag(file: &EmbeddedFile, encoding: Option<&str>) -> String {
    let digest: String = file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digest}{}\"", encoding.unwrap_or(""))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_browser_accepts() {
        #[track_caller]
        fn check(value: &str, want: bool) {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            assert_eq!(accepts_gzip(&headers), want, "{value}");
        }
        check("gzip, deflate, br", true);
        check("br;q=1.0, GZIP;q=0.5", true);
        check("gzip;q=0", false);
        check("identity", false);
    }

    #[test]
    fn knows_what_it_does_not_have() {
        assert_eq!(file("assets/../Cargo.toml", &HeaderMap::new(), ASK).status(), StatusCode::NOT_FOUND);
    }
}
