//! The real runner in up to two pages, against a model of the browser's storage, the pages' news and the host.
//!
//! Random events let requests finish late, fail or get lost, close pages at any point where the runner waits, and
//! click. The model keeps what the host really did, and checks what the pages send, write down and say.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where something is missing"
)]

mod host;
mod page;
mod world;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRunner};

const SEQUENCES: u32 = 100_000;

#[test]
fn whatever_pages_host_and_storage_do_nothing_unconfirmed_is_sent_lost_or_called_confirmed() {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u32);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || {
                let config = ProptestConfig {
                    cases: SEQUENCES / threads,
                    failure_persistence: None,
                    // Of the two the quick one, which needs no optimisation.
                    rng_algorithm: RngAlgorithm::XorShift,
                    ..ProptestConfig::default()
                };
                let tapes = proptest::collection::vec(any::<u8>(), 10..70);
                let played = TestRunner::new(config).run(&tapes, |tape| {
                    world::play(tape);
                    Ok(())
                });
                if let Err(failure) = played {
                    panic!("{failure}");
                }
            });
        }
    });
}
