//! Which requests to OMS's OpenAPI are passed on: the documented reads that the console sends.
//!
//! The same account could release and delete projects, so that the whole query has to be one of a few.

use axum::{
    extract::Request,
    http::{Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::upstream::Upstream;

/// The path of the OpenAPI.
pub(crate) const PATH: &str = "/api/v2";

/// The queries that may pass.
const QUERIES: [&str; 7] = [
    "Action=ListProjects",
    "Action=DescribeProject",
    "Action=DescribeProjectComponents",
    "Action=DescribeProjectSteps",
    "Action=DescribeProjectProgress",
    "Action=DescribeProjectStepMetric",
    "Action=ListAllLabels",
];

/// Sends a read to OMS and returns its answer. What is no read is answered here.
pub(crate) async fn pass(oms: &Upstream, request: Request) -> Response {
    if oms.authority.is_none() {
        return (StatusCode::NOT_FOUND, "No OMS is configured.\n").into_response();
    }
    if request.method() != Method::POST {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "POST")]).into_response();
    }
    if !QUERIES.contains(&request.uri().query().unwrap_or_default()) {
        return (StatusCode::FORBIDDEN, "Only documented reads may pass.\n").into_response();
    }
    oms.call(request, PATH).await
}
