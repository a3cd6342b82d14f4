//! Which pages may open a socket here or use a signed-in browser.

use axum::http::{HeaderMap, Uri, header};

/// Whether the request comes from our own pages, from a site in `origins`, or from a program (which sends no `Origin`).
pub(super) fn is_allowed(headers: &HeaderMap, origins: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    if origins.iter().any(|allowed| allowed.trim_end_matches('/').eq_ignore_ascii_case(origin)) {
        return true;
    }
    let ours = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let theirs = origin.parse::<Uri>().ok();
    let theirs = theirs.as_ref().and_then(|uri| uri.authority());
    matches!((ours, theirs), (Some(ours), Some(theirs)) if theirs.as_str().eq_ignore_ascii_case(ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_in_our_pages_named_sites_and_programs() {
        #[track_caller]
        fn check(origin: Option<&str>, want: bool) {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "127.0.0.1:8080".parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(is_allowed(&headers, &["https://shop.example/".into()]), want, "{origin:?}");
        }
        check(None, true);
        check(Some("http://127.0.0.1:8080"), true);
        check(Some("https://shop.example"), true);
        check(Some("HTTPS://SHOP.EXAMPLE"), true);
        check(Some("http://127.0.0.1:8081"), false);
        check(Some("http://127.0.0.1"), false);
        check(Some("https://shop.example.evil.test"), false);
        check(Some("null"), false);
        check(Some(""), false);
        check(Some("file://"), false);
    }
}
