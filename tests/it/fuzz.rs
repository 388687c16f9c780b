//! Whatever comes in from outside, changed at random: nothing panics, nothing hangs, and a file's fault is told with its line.
//!
//! Every target starts from something valid (`mutate.rs` changes it). `FUZZ_CASES` says how many changes are tried for
//! each; `tests/run long` tries many.

mod bombs;
mod chats;
mod files;
mod mutate;
mod open;

use proptest::test_runner::{Config, TestRunner};

/// As many cases as are wanted.
fn runner(usual: u32) -> TestRunner {
    let wanted = std::env::var("FUZZ_CASES").ok().and_then(|n| n.parse().ok());
    TestRunner::new(Config {
        cases: wanted.unwrap_or(usual),
        // What is found becomes a test of its own, with a name.
        failure_persistence: None,
        max_shrink_iters: 5_000,
        ..Config::default()
    })
}
