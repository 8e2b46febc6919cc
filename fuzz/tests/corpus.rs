//! What libFuzzer found is tried again.

use std::{
    fs,
    time::{Duration, Instant},
};

use fuzz::{TARGETS, corpus};

/// Far more than any input of a corpus takes, without optimisation and on a busy machine.
const LONG: Duration = Duration::from_secs(5);

#[test]
fn what_must_hold_holds_of_all_that_was_found() {
    for target in &TARGETS {
        let mut inputs = corpus::read(target.name).unwrap_or_else(|error| panic!("{}: {error}", target.name));
        for directory in target.seeds {
            let files = fs::read_dir(corpus::root().join(directory)).into_iter().flatten().flatten();
            inputs.extend(files.filter_map(|file| fs::read(file.path()).ok()));
        }
        assert!(!inputs.is_empty(), "{} has neither corpus nor seeds", target.name);
        for input in inputs {
            let begun = Instant::now();
            (target.check)(&input);
            assert!(begun.elapsed() < LONG, "{} takes long for {}", target.name, input.escape_ascii());
        }
    }
}
