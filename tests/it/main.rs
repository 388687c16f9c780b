//! The program from outside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::print_stderr,
    clippy::too_many_lines,
    reason = "a script that breaks off shows how far it came; a conversation is told in one piece"
)]

mod backup;
mod catalogue;
mod crash;
mod crowd;
mod double;
mod faults;
mod fuzz;
mod golden;
mod house;
mod injection;
mod keeping;
mod operation;
mod phrases;
mod private;
mod program;
mod questions;
mod records;
mod telegram;
mod web;
