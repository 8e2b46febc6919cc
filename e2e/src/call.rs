//! Calls, as they are shown before they go and as they arrive.

use simulator::Received;

/// A `POST`: what tests expect, what the console shows, and what the simulator received, to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Path and query, not decoded.
    pub target: String,
    /// The body's bytes as text; `None` for a call without one.
    pub body: Option<String>,
}

impl Call {
    /// Returns a call without a body.
    pub fn bare(target: &str) -> Self {
        Self { target: target.to_owned(), body: None }
    }

    /// Returns a call with a body, which is always JSON.
    pub fn json(target: &str, body: &str) -> Self {
        Self { target: target.to_owned(), body: Some(body.to_owned()) }
    }

    /// Returns the call that was received.
    ///
    /// # Panics
    /// When its method or its header fields are not those of every call (API page: the sample requests): a
    /// content type where there is a body and only there, and the mark that gateways demand.
    #[track_caller]
    pub fn of(received: &Received) -> Self {
        let query = received.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let body = String::from_utf8(received.body.clone());
        let body = body.unwrap_or_else(|error| panic!("the body is no UTF-8: {error}"));
        let body = (!body.is_empty()).then_some(body);
        assert_eq!(received.method, "POST");
        assert_eq!(received.header("X-Requested-With"), Some("connector-console"));
        assert_eq!(received.header("Content-Type"), body.as_ref().map(|_| "application/json"));
        Self { target: format!("{}{query}", received.path), body }
    }
}
