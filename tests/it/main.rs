//! The program from outside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod crash;
mod double;
mod golden;
mod house;
mod records;
mod telegram;
