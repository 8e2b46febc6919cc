//! The envelope of an answer, and what came instead of one.

use serde::{Deserialize, Serialize};

use super::value::{AnswerFields, text_of};
use crate::domain::outcome::Reply;
use crate::text::json;

/// A successful answer.
#[derive(Debug)]
pub struct OmsAnswer<'a> {
    /// The JSON text of its data.
    pub data: &'a str,
    /// The id that OMS logs the request under.
    pub request_id: Option<String>,
    /// How many rows a page has at most, by the answer itself.
    pub page_size: Option<i64>,
}

/// Why a read told nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// OMS refused, or failed.
    Refused(ReadRefusal),
    /// OMS cannot reach CM.
    CmOutOfReach(ReadRefusal),
    /// The user is not signed in, or the password is wrong or has expired.
    Unauthorized,
    /// OMS wants to know who reads, and the read did not say it.
    NotSignedIn,
    /// The user, or everybody, may not do this.
    Forbidden {
        /// The beginning of the body.
        text: String,
    },
    /// A page to sign in on came instead of an answer, or the way to one.
    SignInPage,
    /// Some other web page came instead of an answer.
    WebPage {
        /// The HTTP status.
        status: u16,
    },
    /// There are no such reads here.
    NotThere {
        /// The HTTP status.
        status: u16,
    },
    /// The answer cannot be read.
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// The beginning of the body.
        text: String,
    },
    /// No whole answer came.
    NoAnswer(Reply),
}

/// A refusal that a failed answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRefusal {
    /// The code outside of the detail, the older form.
    pub code: Option<String>,
    /// The message outside of the detail, the older form.
    pub message: Option<String>,
    /// The advice outside of the detail, the older form.
    pub advice: Option<String>,
    /// The id that OMS logs the request under.
    pub request_id: Option<String>,
    /// The error in detail.
    pub detail: Option<Box<ErrorDetail>>,
}

/// An error as OMS describes it, of a request or of a component.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// The code, such as `CM-RESOIE000201`.
    pub code: Option<String>,
    /// How bad it is: FATAL, ERROR, WARNING, CRITICAL, or any other word.
    pub level: Option<String>,
    /// What happened.
    pub message: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What to do.
    pub proposal: Option<String>,
    /// The id that OMS logs the request under.
    pub request_id: Option<String>,
    /// What another service said, as text or JSON.
    pub upstream: Option<String>,
    /// The service that the error is about.
    pub service: Option<String>,
}

/// The most characters of a body that are kept.
const KEPT: usize = 500;

impl<'a> OmsAnswer<'a> {
    /// Reads a reply. Only `success` decides, whatever the other fields say.
    ///
    /// # Errors
    /// When the reply is no success.
    pub fn read(reply: &'a Reply) -> Result<Self, ReadError> {
        let (status, body) = match reply {
            Reply::Answer { status, body } => (*status, body.trim_start_matches('\u{feff}')),
            Reply::Redirection => return Err(ReadError::SignInPage),
            other => return Err(ReadError::NoAnswer(other.clone())),
        };
        let text = || body.trim().chars().take(KEPT).collect();
        let envelope = AnswerFields::read(body);
        let success = envelope.as_ref().and_then(|fields| fields.flag("success"));
        match (status, envelope, success) {
            (401, ..) => Err(ReadError::Unauthorized),
            (403, ..) => Err(ReadError::Forbidden { text: text() }),
            (_, Some(fields), Some(false)) => Err(ReadRefusal::read(&fields).into()),
            (200..=299, Some(fields), Some(true)) => Ok(Self {
                data: fields.get("data").unwrap_or("null"),
                request_id: fields.sentence("requestId"),
                page_size: fields.integer("pageSize"),
            }),
            (404 | 405, ..) => Err(ReadError::NotThere { status }),
            (200..=399, None, _) if is_web_page(body) && asks_to_sign_in(body) => Err(ReadError::SignInPage),
            (200..=399, None, _) if is_web_page(body) => Err(ReadError::WebPage { status }),
            _ => Err(ReadError::Unreadable { status, text: text() }),
        }
    }
}

impl ReadError {
    /// Returns whether every other read would fail alike, so that none should be sent before a person did something.
    ///
    /// A wrong password that is sent again and again may lock the account.
    pub fn concerns_all(&self) -> bool {
        matches!(self, Self::Unauthorized | Self::NotSignedIn | Self::SignInPage)
    }

    /// Returns whether the same read may succeed a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Refused(_) | Self::CmOutOfReach(_) => true,
            Self::NoAnswer(reply) => !matches!(reply, Reply::StoppedWaiting | Reply::PageGone),
            Self::Unreadable { status, .. } => matches!(status, 200..=299 | 408 | 429 | 500..),
            Self::Unauthorized
            | Self::NotSignedIn
            | Self::Forbidden { .. }
            | Self::SignInPage
            | Self::WebPage { .. }
            | Self::NotThere { .. } => false,
        }
    }
}

impl ReadError {
    /// Returns what OMS says, if it answered at all.
    pub fn refusal(&self) -> Option<&ReadRefusal> {
        match self {
            Self::Refused(refusal) | Self::CmOutOfReach(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl From<ReadRefusal> for ReadError {
    fn from(refusal: ReadRefusal) -> Self {
        const CM_OUT_OF_REACH: &str = "GHANA-OPERAT000001";
        let detail = refusal.detail.as_ref();
        let service = detail.and_then(|detail| detail.service.as_deref());
        let is_about_cm = service.is_none_or(|service| service.eq_ignore_ascii_case("CM"));
        let codes = [refusal.code.as_deref(), detail.and_then(|detail| detail.code.as_deref())];
        if is_about_cm && codes.contains(&Some(CM_OUT_OF_REACH)) {
            Self::CmOutOfReach(refusal)
        } else {
            Self::Refused(refusal)
        }
    }
}

impl ReadRefusal {
    fn read(fields: &AnswerFields<'_>) -> Self {
        Self {
            // OCP, between OMS and the console, names it otherwise.
            code: fields.sentence("code").or_else(|| fields.sentence("errorCode")),
            message: fields.sentence("message"),
            advice: fields.sentence("advice"),
            request_id: fields.sentence("requestId").or_else(|| fields.sentence("trace")),
            detail: ErrorDetail::read_list(fields, "errorDetail").into_iter().next().map(Box::new),
        }
    }

    /// Returns all that is said as one error: the older fields where the detail does not have them, and the envelope's id.
    pub fn error(&self) -> ErrorDetail {
        let detail = self.detail.as_deref().cloned().unwrap_or_default();
        ErrorDetail {
            code: detail.code.or_else(|| self.code.clone()),
            message: detail.message.or_else(|| self.message.clone()),
            proposal: detail.proposal.or_else(|| self.advice.clone()),
            request_id: self.request_id.clone().or(detail.request_id),
            ..detail
        }
    }
}

impl ErrorDetail {
    /// Reads the errors of a field: a list, one object, or a bare text. What says nothing is left out.
    pub(super) fn read_list(fields: &AnswerFields<'_>, name: &str) -> Vec<Self> {
        let errors = fields.list(name).into_iter().map(Self::read);
        errors.filter(|error| *error != Self::default()).collect()
    }

    fn read(json: &str) -> Self {
        let Some(fields) = AnswerFields::read(json) else {
            return Self { message: text_of(json), ..Self::default() };
        };
        let context = fields.get("messageMcmsContext").and_then(AnswerFields::read);
        let upstream = fields.get("upstreamErrorDetail").filter(|json| !matches!(*json, "{}" | "[]"));
        Self {
            code: fields.sentence("code"),
            level: fields.sentence("level"),
            message: fields.sentence("message"),
            reason: fields.sentence("reason"),
            proposal: fields.sentence("proposal"),
            request_id: fields.sentence("requestId"),
            upstream: fields.sentence("upstreamErrorDetail").or_else(|| upstream.map(json::compact)),
            service: context.and_then(|context| context.sentence("service")),
        }
    }
}

fn is_web_page(body: &str) -> bool {
    body.trim_start().starts_with('<')
}

fn asks_to_sign_in(page: &str) -> bool {
    let page = page.to_lowercase();
    ["password", "login", "log in", "sign in", "signin", "登录"].iter().any(|word| page.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::samples;

    fn answer(status: u16, body: &str) -> Reply {
        Reply::Answer { status, body: body.into() }
    }

    fn error(status: u16, body: &str) -> ReadError {
        OmsAnswer::read(&answer(status, body)).unwrap_err()
    }

    fn refusal(body: &str) -> ReadRefusal {
        match error(200, body) {
            ReadError::Refused(refusal) | ReadError::CmOutOfReach(refusal) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn success_alone_decides() {
        let reply = answer(200, samples::SUCCESS_WITH_CODE);
        let read = OmsAnswer::read(&reply).unwrap();
        assert_eq!(read.request_id.as_deref(), Some("e8dec2fe-4031-4c7a-b5d2-0c9a7f1e0022"));
        assert!(read.data.contains("projectId"));
        for body in
            [r#"{"success":"true"}"#, "\u{feff} {\"SUCCESS\":true}", r#"{"Success":"True","data":null}"#]
        {
            assert_eq!(OmsAnswer::read(&answer(200, body)).unwrap().data, "null", "{body}");
        }
        for body in
            ["{}", r#"{"success":null}"#, r#"{"success":1}"#, r#"{"isSuccess":true}"#, "", "null", "x"]
        {
            assert!(matches!(error(200, body), ReadError::Unreadable { status: 200, .. }), "{body}");
        }
        assert!(matches!(error(500, r#"{"success":true}"#), ReadError::Unreadable { status: 500, .. }));
    }

    #[test]
    fn the_upper_case_envelope_of_ocp_is_read() {
        let reply = answer(200, samples::ENVELOPE_UPPER_CASE);
        assert!(OmsAnswer::read(&reply).unwrap().data.contains("INCR_TRANSFER"));
    }

    #[test]
    fn errors_say_code_message_reason_and_proposal() {
        let full = refusal(samples::ERROR_FULL_DETAIL);
        let told = full.error();
        assert_eq!(told.code.as_deref(), Some("CM-RESOAT000011"));
        assert_eq!(
            told.message.as_deref(),
            Some("Supervisor does not report any result after CM Retry 60 seconds.")
        );
        assert_eq!(told.proposal.as_deref(), Some("Check oms_drc_supervisor."));
        assert_eq!(told.request_id.as_deref(), Some("e8dec2fe-4031-4c7a-b5d2-0c9a7f1e0020"));
        assert_eq!((told.level.as_deref(), told.reason, told.upstream), (Some("FATAL"), None, None));
        assert_eq!(
            (full.code.as_deref(), full.advice.as_deref()),
            (Some("INNER_ERROR"), Some("Contact the administrator."))
        );

        let inner = refusal(samples::ERROR_INNER);
        assert_eq!(inner.error().code.as_deref(), Some("GHANA-OPERIE000000"));
        assert_eq!(inner.detail.unwrap().request_id.as_deref(), Some("e8dec2fe-4031-4c7a-b5d2-0c9a7f1e0021"));

        let param = refusal(samples::ERROR_PARAM);
        let told = param.error();
        assert_eq!(
            (told.code.as_deref(), told.message.as_deref()),
            (Some("PARAM_ERROR"), Some("id must not be blank"))
        );
        assert_eq!(param.detail, None);

        // The envelope's id is the one that OMS logs.
        let both = refusal(
            r#"{"success":false,"requestId":"outer","advice":"Wait.","errorDetail":{"requestId":"inner","reason":"Busy."}}"#,
        );
        let told = both.error();
        assert_eq!(
            [&told.request_id, &told.reason, &told.proposal].map(|text| text.as_deref().unwrap()),
            ["outer", "Busy.", "Wait."]
        );
    }

    #[test]
    fn details_come_as_an_object_a_list_or_a_text() {
        let code = |body: &str| refusal(body).detail.and_then(|detail| detail.code);
        let object = r#"{"code":"CM-RESOAT1111\n","reason":"null","upstreamErrorDetail":{"a": 1}}"#;
        for detail in [object.to_owned(), format!("[{object}]"), format!("[null,{object},{object}]")] {
            let body = format!(r#"{{"success":"false","errorDetail":{detail}}}"#);
            assert_eq!(code(&body).as_deref(), Some("CM-RESOAT1111"), "{body}");
            let detail = refusal(&body).detail.unwrap();
            assert_eq!((detail.reason, detail.upstream.as_deref()), (None, Some(r#"{"a":1}"#)));
        }
        let text = refusal(r#"{"success":false,"errorDetail":"no such project","errorCode":"X","trace":7}"#);
        let told = text.error();
        assert_eq!(
            [&told.message, &told.code, &told.request_id].map(|text| text.as_deref().unwrap()),
            ["no such project", "X", "7"]
        );
        assert_eq!(refusal(r#"{"success":false,"errorDetail":{}}"#).detail, None);
        assert_eq!(error(500, samples::ERROR_PARAM), error(200, samples::ERROR_PARAM));
    }

    #[test]
    fn cm_out_of_reach_is_told_apart() {
        assert!(matches!(error(200, samples::ERROR_CM_UNAVAILABLE), ReadError::CmOutOfReach(_)));
        let other = samples::ERROR_CM_UNAVAILABLE.replace("\"CM\"", "\"DBCAT\"");
        assert!(matches!(error(200, &other), ReadError::Refused(_)));
        assert!(matches!(
            error(200, r#"{"success":false,"code":"GHANA-OPERAT000001"}"#),
            ReadError::CmOutOfReach(_)
        ));
        assert!(matches!(error(200, samples::ERROR_INNER), ReadError::Refused(_)));
    }

    #[test]
    fn what_is_no_answer_is_told_apart() {
        let html = "<!doctype html><title>404</title>";
        let sign_in = "\n<html><form><input type=Password></form></html>";
        assert_eq!(error(401, samples::ERROR_PARAM), ReadError::Unauthorized);
        assert_eq!(error(401, sign_in), ReadError::Unauthorized);
        assert_eq!(error(403, html), ReadError::Forbidden { text: html.into() });
        assert_eq!(error(404, html), ReadError::NotThere { status: 404 });
        assert_eq!(error(404, r#"{"status":404,"error":"Not Found"}"#), ReadError::NotThere { status: 404 });
        assert_eq!(error(405, ""), ReadError::NotThere { status: 405 });
        assert_eq!(error(200, sign_in), ReadError::SignInPage);
        assert_eq!(error(302, sign_in), ReadError::SignInPage);
        assert_eq!(error(200, html), ReadError::WebPage { status: 200 });
        assert_eq!(error(502, sign_in), ReadError::Unreadable { status: 502, text: sign_in.trim().into() });
        assert_eq!(OmsAnswer::read(&Reply::Redirection).unwrap_err(), ReadError::SignInPage);
        let timed_out = Reply::TimedOut { seconds: 60 };
        assert_eq!(OmsAnswer::read(&timed_out).unwrap_err(), ReadError::NoAnswer(timed_out.clone()));
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for (status, body, may_pass) in [
            (200, samples::ERROR_CM_UNAVAILABLE, true),
            (200, samples::ERROR_PARAM, true),
            (200, "{", true),
            (502, "<html>", true),
            (429, "", true),
            (400, "", false),
            (401, "", false),
            (403, "", false),
            (404, "", false),
            (200, "<html>", false),
        ] {
            assert_eq!(error(status, body).may_pass(), may_pass, "{status} {body}");
        }
        assert!(error(401, "").concerns_all() && !error(403, "").concerns_all());
        assert!(ReadError::NoAnswer(Reply::NetworkError).may_pass());
        assert!(!ReadError::NoAnswer(Reply::StoppedWaiting).may_pass());
    }
}
