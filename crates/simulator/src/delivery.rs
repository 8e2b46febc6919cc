//! What goes over the wire for an answer and a fault, and how the connection ends.

use crate::cm::Answer;
use crate::envelope::Envelope;
use crate::fault::{Action, Ending, Moment};
use crate::http::Response;

/// Bytes to write, and what comes after them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) bytes: Vec<u8>,
    pub(crate) then: Then,
}

/// A sequel that an answer can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// The connection's next request.
    NextRequest,
    Close,
    Reset,
    /// Nothing, until the client gives up.
    Hang,
}

impl From<Ending> for Then {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Close => Self::Close,
            Ending::Reset => Self::Reset,
        }
    }
}

impl Delivery {
    /// Returns a whole response; `close` ends the connection after it.
    pub(crate) fn whole(response: &Response, close: bool, with_body: bool) -> Self {
        let then = if close { Then::Close } else { Then::NextRequest };
        Self { bytes: response.bytes(close, with_body), then }
    }

    /// Nothing at all.
    pub(crate) fn nothing(then: Then) -> Self {
        Self { bytes: Vec::new(), then }
    }

    /// Returns what a fault makes of an answer.
    pub(crate) fn faulty(action: &Action, answer: Answer, close: bool) -> Self {
        match action {
            Action::Answer => Self::whole(&answer.into_response(), close, true),
            Action::Hang => Self::nothing(Then::Hang),
            Action::Cut { at, how } => {
                let response = answer.into_response();
                let bytes = match at {
                    Moment::BeforeBody | Moment::BeforeAnswer => Vec::new(),
                    Moment::DuringAnswer => without_end(&response, response.body.len().div_ceil(2)),
                    Moment::AfterAnswer => response.bytes(false, true),
                };
                Self { bytes, then: (*how).into() }
            }
            Action::Respond { status, headers, body } => {
                let response = Response { status: *status, headers: headers.clone(), body: body.clone() };
                Self::whole(&response, close, true)
            }
            Action::Truncate { missing } => {
                Self { bytes: without_end(&answer.into_response(), *missing), then: Then::Close }
            }
            Action::Oversize { bytes, valid } => {
                let mut response = answer.into_response();
                if *valid {
                    // Before the closing brace, so that nothing is readable until the very end.
                    let padding = bytes.saturating_sub(response.body.len());
                    let brace = response.body.len().saturating_sub(1);
                    response.body.splice(brace..brace, std::iter::repeat_n(b' ', padding));
                } else {
                    response.body = vec![b'x'; *bytes];
                }
                Self::whole(&response, close, true)
            }
            Action::Override { set, remove } => {
                let answer = match answer {
                    Answer::Envelope(status, mut envelope) => {
                        set.iter().for_each(|(field, value)| envelope.set(field, value.clone()));
                        remove.iter().for_each(|field| envelope.remove(field));
                        Answer::Envelope(status, envelope)
                    }
                    page @ Answer::Page(_) => page,
                };
                Self::whole(&answer.into_response(), close, true)
            }
            Action::Reject { status, code, message, detail, retryable } => {
                let envelope = Envelope::refused(code, message, detail.clone(), retryable.clone());
                Self::whole(&Answer::Envelope(*status, envelope).into_response(), close, true)
            }
        }
    }
}

/// Returns the response as announced, less the last `missing` bytes of its body.
fn without_end(response: &Response, missing: usize) -> Vec<u8> {
    let mut bytes = response.head(false);
    bytes.extend_from_slice(&response.body[..response.body.len().saturating_sub(missing)]);
    bytes
}
