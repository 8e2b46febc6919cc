//! What keeps a read from being answered: there is no OpenAPI, the user may not, or something fails.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::component::error_detail;
use super::settings::{OmsSettings, ReadFailure, SignIn};
use crate::cm;
use crate::http::{Head, Response};

/// Returns the answer to a request that is not let through to OMS.
pub(super) fn refuse(settings: &OmsSettings, head: &Head, body: &[u8], now: i64) -> Option<Response> {
    if !settings.on {
        return Some(cm::not_found());
    }
    match settings.sign_in {
        Some(SignIn::Redirect) => {
            return Some(Response::new(302).header("Location", "/login?from=%2Fapi%2Fv2"));
        }
        Some(SignIn::Page) => return Some(Response::new(200).body("text/html;charset=utf-8", SIGN_IN_PAGE)),
        None => {}
    }
    if head.method != "POST" {
        let page = cm::error_page(405, "Method Not Allowed", head.path(), now);
        return Some(page.header("Allow", "POST"));
    }
    if let Some(user) = &settings.user {
        let credentials = STANDARD.encode(format!("{}:{}", user.name, user.password));
        let is_known = head.header("Authorization") == Some(&format!("Basic {credentials}"));
        if !is_known || user.expired {
            let page = cm::error_page(401, "Unauthorized", head.path(), now);
            // A browser that sees this asks for a password by itself.
            return Some(page.header("WWW-Authenticate", "Basic realm=\"OMS\""));
        }
    }
    let is_json = head.header("Content-Type").is_some_and(cm::is_json);
    (!body.is_empty() && !is_json).then(|| cm::error_page(415, "Unsupported Media Type", head.path(), now))
}

const SIGN_IN_PAGE: &str = "<!doctype html>\n<html><head><title>Sign in</title></head><body>\n\
    <form method=\"post\" action=\"/login\"><input name=\"user\">\
    <input name=\"password\" type=\"password\"><button>Log in</button></form>\n</body></html>\n";

/// Returns the answer to a read that fails.
pub(super) fn failed(failure: ReadFailure, request_id: &str) -> Response {
    match failure {
        ReadFailure::CmUnavailable => {
            let detail = json!({
                "code": "GHANA-OPERAT000001",
                "message": "The CM service may be unavailable.",
                "messageMcmsContext": { "service": "CM" },
            });
            error("GHANA-OPERAT000001", "The CM service may be unavailable.", detail, request_id)
        }
        ReadFailure::Internal => {
            let detail = json!({
                "code": "GHANA-OPERIE000000",
                "message": "internal error",
                "messageMcmsContext": { "message": "internal error" },
                "messageMcmsKey": "GHANA-OPERIE000000",
                "requestId": request_id,
            });
            error("GHANA-OPERIE000000", "[GHANA-OPERIE000000]: internal error", detail, request_id)
        }
        ReadFailure::Detailed => {
            let message = "Supervisor does not report any result after CM Retry 60 seconds.";
            let detail = error_detail("CM-RESOAT000011", message, "The host is busy.");
            error("INNER_ERROR", "A system error occurred.", detail, request_id)
        }
        ReadFailure::Forbidden => Response::new(403).body("text/plain", "The user may not read this.\n"),
        ReadFailure::BadGateway | ReadFailure::Truncated | ReadFailure::Hang => {
            Response::new(502).body("text/html", "<html><h1>502 Bad Gateway</h1></html>\n")
        }
    }
}

/// Returns an unsuccessful envelope, which comes with status 200.
pub(super) fn error(code: &str, message: &str, detail: Value, request_id: &str) -> Response {
    let envelope = json!({
        "success": false,
        "errorDetail": detail,
        "code": code,
        "message": message,
        "advice": null,
        "requestId": request_id,
        "pageNumber": null,
        "pageSize": null,
        "totalCount": null,
        "cost": null,
        "data": null,
    });
    Response::new(200).body("application/json;charset=UTF-8", envelope.to_string())
}
