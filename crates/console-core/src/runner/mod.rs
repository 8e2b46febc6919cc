//! The runner: carries runs out, and keeps the rules for sending calls that change something.
//!
//! A call is in the journal before it is sent. One run of a task is under way at a time, in all pages together.
//! Nothing is sent twice without a click. A page that went away leaves a run that the next one finds.
//!
//! [`RunnerState`] is what one page knows and decides. The functions here drive it; storage, network and clock are
//! behind [`RunnerIo`], so that tests drive the same code in several pages at once.

mod drive;
mod io;
mod journal;
mod refusal;
mod settle;
mod state;

pub use drive::{begin, choose, drive, recover};
pub use io::{JournalKey, JournalStore, RunnerIo};
pub use journal::all as read_journal;
pub use refusal::RunRefusal;
pub use settle::{in_doubt, settle, take_settled};
pub use state::RunnerState;
