//! What the network gave for a call.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::text::text_encoding::Encoding;

/// A reply that the network gave for a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reply {
    /// A whole answer.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body, decoded; see [`BodyEncoding`](crate::text::text_encoding::BodyEncoding).
        body: String,
    },
    /// The head of an answer came, the body broke off.
    BrokenOff {
        /// The HTTP status.
        status: u16,
    },
    /// The answer was a redirection, which is not followed: a call must not turn up elsewhere.
    Redirection,
    /// No answer: connection refused, closed or reset, name not found, certificate refused. The
    /// browser does not say which, nor whether the call arrived.
    NetworkError,
    /// No answer within the time allowed.
    TimedOut {
        /// The time allowed, in seconds.
        seconds: u32,
    },
    /// A person stopped waiting.
    StoppedWaiting,
    /// The page went away while the call was out.
    PageGone,
    /// The call certainly did not leave the browser.
    NotSent(NotSent),
}

/// A reply with how its text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedReply {
    /// The reply.
    pub reply: Reply,
    /// The encoding of its body, where nothing told it.
    pub guessed_encoding: Option<Encoding>,
}

impl From<Reply> for ReceivedReply {
    fn from(reply: Reply) -> Self {
        Self { reply, guessed_encoding: None }
    }
}

/// Returns how much longer an answer is waited for when the time allowed is over.
///
/// A tab that was frozen, or a machine that slept, rings its timers late, perhaps before it hands over an
/// answer that came in time. The answer is to win. `overdue` is how long ago the time was over, in
/// milliseconds; `has_head` whether the beginning of the answer is there.
pub fn grace_milliseconds(overdue: i64, has_head: bool) -> u32 {
    const LATE: i64 = 2_000;
    if has_head || overdue > LATE { 10_000 } else { 1_000 }
}

/// Why a call certainly did not leave the browser.
///
/// Only what is found before the browser is given the request belongs here. A request that fails later may
/// have reached the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, Serialize, Deserialize)]
#[serde(try_from = "&str", into = "&'static str")]
#[strum(serialize_all = "lowercase")]
pub enum NotSent {
    /// Its address cannot be made into one that the browser accepts.
    Address,
    /// The browser refused to make a request of it.
    Request,
    /// The browser said that it has no network connection.
    Offline,
}

impl NotSent {
    /// Its word in records and exports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Returns the reason not to give a call to the browser at all, if there is one.
    ///
    /// Browsers can be wrong about being offline: a machine of its own is reached without any network, and a
    /// person who sends the call once more knows better.
    pub fn foreseen(is_online: bool, host: &str, tried_before: bool) -> Option<Self> {
        let is_own_machine = matches!(host, "localhost" | "[::1]") || host.starts_with("127.");
        (!is_online && !is_own_machine && !tried_before).then_some(Self::Offline)
    }
}
