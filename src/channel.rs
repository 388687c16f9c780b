//! The chat programs: updates in, outbox out.

pub mod web;
