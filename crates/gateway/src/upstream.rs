//! Passing a call on to the host, and its answer back, without changing either.
//!
//! A call is sent once, on a connection of its own: whatever goes wrong is told to the client as it is, because
//! only a person may decide that an operation is sent again.

use std::{error::Error, time::Duration};

use axum::{
    body::{self, Body},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header},
    response::{IntoResponse as _, Response},
};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

/// The path of a connector manager's API.
pub(crate) const PATH: &str = "/connector/";
/// How long a host may take to accept a connection.
const CONNECTING: Duration = Duration::from_secs(10);
/// The most bytes that the body of a call may have.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// Header fields that speak of one connection and end with it (RFC 9110, section 7.6.1).
const HOP_BY_HOP: [HeaderName; 9] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// A host that calls go to.
#[derive(Clone, Debug)]
pub(crate) struct Upstream {
    /// The path here that stands for the one there.
    pub(crate) path: String,
    /// `host:port`, resolved again for each call.
    pub(crate) authority: Option<String>,
    /// How long the host may take to begin its answer.
    pub(crate) timeout: Duration,
}

impl Upstream {
    /// Sends the call to this path of the host and returns its answer, or a page that says why there is none.
    pub(crate) async fn call(&self, request: Request, path: &str) -> Response {
        let Some(authority) = &self.authority else {
            return (StatusCode::BAD_GATEWAY, "No host is configured.\n").into_response();
        };
        // All of it before anything is sent: a call that breaks off never reaches the host in part.
        let (head, body) = request.into_parts();
        let Ok(body) = body::to_bytes(body, LONGEST_BODY).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        let Ok(connected) = timeout(CONNECTING, TcpStream::connect(authority)).await else {
            return failure(StatusCode::GATEWAY_TIMEOUT);
        };
        let answer = async {
            let (mut host, connection) = http1::handshake(TokioIo::new(connected?)).await?;
            tokio::spawn(connection);
            let mut request = Request::new(Full::new(body));
            *request.method_mut() = head.method;
            let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
            let rest = target.strip_prefix(&self.path).unwrap_or_default();
            *request.uri_mut() = format!("{path}{rest}").parse()?;
            *request.headers_mut() = end_to_end(&head.headers);
            request.headers_mut().insert(header::HOST, HeaderValue::from_str(authority)?);
            request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            Ok::<_, Box<dyn Error + Send + Sync>>(host.send_request(request).await?)
        };
        match timeout(self.timeout, answer).await {
            Ok(Ok(mut answer)) => {
                *answer.version_mut() = Version::HTTP_11;
                *answer.headers_mut() = end_to_end(answer.headers());
                answer.map(Body::new)
            }
            Ok(Err(_)) => failure(StatusCode::BAD_GATEWAY),
            Err(_) => failure(StatusCode::GATEWAY_TIMEOUT),
        }
    }
}

/// Returns the header fields that are not about one connection, in their order.
fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    let connection = headers.get_all(header::CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let named: Vec<_> = connection.flat_map(|value| value.split(',')).map(str::trim).collect();
    let is_chunked = headers.contains_key(header::TRANSFER_ENCODING);
    let is_dropped = |name: &HeaderName| {
        HOP_BY_HOP.contains(name)
            || *name == header::EXPECT
            // A length beside chunks is misleading.
            || (is_chunked && *name == header::CONTENT_LENGTH)
            || named.iter().any(|named| named.eq_ignore_ascii_case(name.as_str()))
    };
    let mut kept = HeaderMap::new();
    for (name, value) in headers.iter().filter(|(name, _)| !is_dropped(name)) {
        kept.append(name, value.clone());
    }
    kept
}

/// Returns the page that nginx sends in such a case, which is no envelope, so that the outcome stays unknown.
fn failure(status: StatusCode) -> Response {
    let title = match status {
        StatusCode::GATEWAY_TIMEOUT => "504 Gateway Time-out",
        _ => "502 Bad Gateway",
    };
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>gateway</center>\r\n</body>\r\n</html>\r\n"
    );
    (status, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}
