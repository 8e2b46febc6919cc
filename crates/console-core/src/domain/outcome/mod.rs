//! What came back from a call, and what may be said of it: confirmed, rejected, unknown, or not sent.
//!
//! No failure answer of the API is documented, so nothing is taken for granted: any field may be
//! missing or of another type, and what answers may be a gateway instead of the host. What is not
//! certain is unknown, never failed.

mod condensed;
mod envelope;
mod judging;
mod kinds;
mod reply;
#[cfg(test)]
mod tests;

pub use kinds::{Contradiction, Doubt, Outcome, Rejection, RejectionFields};
pub use reply::{NotSent, ReceivedReply, Reply, grace_milliseconds};
