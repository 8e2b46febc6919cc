//! Which requests a gateway refuses before anything sees them.
//!
//! A page of any other site can make a browser POST here without asking first, as long as it sets no header of
//! its own. So whatever could change something must carry the console's header, which no foreign page can set
//! unasked, and must not name a foreign origin.

use simulator::http::Head;

/// Whether the request comes from the console itself, as far as a server can tell.
pub(crate) fn allows(request: &Head) -> bool {
    let reads = matches!(request.method.as_str(), "GET" | "HEAD");
    reads || (is_marked(request) && is_from_here(request))
}

/// The console sets this header on every call.
fn is_marked(request: &Head) -> bool {
    request.values("X-Requested-With").eq(["connector-console"])
}

/// No `Origin` at all is what programs send; every browser names one with a request that is no plain read.
fn is_from_here(request: &Head) -> bool {
    let host = request.header("Host").unwrap_or_default();
    request.values("Origin").all(|origin| {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some_and(|authority| !host.is_empty() && authority.eq_ignore_ascii_case(host))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: (&str, &str) = ("Host", "127.0.0.1:8080");
    const MARK: (&str, &str) = ("X-Requested-With", "connector-console");

    fn allowed(method: &str, headers: &[(&str, &str)]) -> bool {
        allows(&Head {
            method: method.into(),
            target: "/connector/task/v2/stop".into(),
            minor_version: 1,
            headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        })
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
