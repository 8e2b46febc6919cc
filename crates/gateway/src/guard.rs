//! Which requests a gateway refuses before anything sees them.
//!
//! A page of any other site can make a browser POST here without asking first, as long as it sets no header of
//! its own. So whatever could change something must carry the console's header, which no foreign page can set
//! unasked, and must not name a foreign origin.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

/// Answers foreign requests with 403, and lets all others pass.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    if allows(request.method(), request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "Only the console itself may send this.\n").into_response()
    }
}

/// Returns whether the request comes from the console itself, as far as a server can tell.
fn allows(method: &Method, headers: &HeaderMap) -> bool {
    matches!(*method, Method::GET | Method::HEAD) || (is_marked(headers) && is_from_here(headers))
}

/// The console sets this header on every call.
fn is_marked(headers: &HeaderMap) -> bool {
    headers.get_all("X-Requested-With").iter().eq(["connector-console"])
}

/// No `Origin` at all is what programs send; every browser names one with a request that is no plain read.
fn is_from_here(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).map_or(&[][..], |host| host.as_bytes());
    headers.get_all(header::ORIGIN).iter().all(|origin| {
        let origin = origin.as_bytes();
        let authority = origin.strip_prefix(b"http://").or_else(|| origin.strip_prefix(b"https://"));
        authority.is_some_and(|authority| !host.is_empty() && authority.eq_ignore_ascii_case(host))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: (&str, &str) = ("Host", "127.0.0.1:8080");
    const MARK: (&str, &str) = ("X-Requested-With", "connector-console");

    fn allowed(method: &str, fields: &[(&str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let name: header::HeaderName = name.parse().unwrap();
            headers.append(name, value.parse().unwrap());
        }
        allows(&method.parse().unwrap(), &headers)
    }

    #[test]
    fn reading_is_free() {
        assert!(allowed("GET", &[HOST]));
        assert!(allowed("HEAD", &[HOST, ("Origin", "http://elsewhere.example")]));
    }

    #[test]
    fn anything_else_must_carry_the_mark() {
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "get"] {
            assert!(!allowed(method, &[HOST]), "{method}");
            assert!(!allowed(method, &[HOST, ("X-Requested-With", "XMLHttpRequest")]), "{method}");
            assert!(allowed(method, &[HOST, MARK]), "{method}");
        }
    }

    #[test]
    fn the_origin_if_there_is_one_must_be_the_host() {
        for own in ["http://127.0.0.1:8080", "https://127.0.0.1:8080"] {
            assert!(allowed("POST", &[HOST, MARK, ("Origin", own)]), "{own}");
        }
        for foreign in
            ["null", "", "http://127.0.0.1", "http://127.0.0.1:8080.example", "file://127.0.0.1:8080"]
        {
            assert!(!allowed("POST", &[HOST, MARK, ("Origin", foreign)]), "{foreign:?}");
        }
        let both = [HOST, MARK, ("Origin", "http://127.0.0.1:8080"), ("Origin", "http://elsewhere.example")];
        assert!(!allowed("POST", &both));
        assert!(!allowed("POST", &[MARK, ("Origin", "http://")]), "without a host nothing is from here");
    }
}
