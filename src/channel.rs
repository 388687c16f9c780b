//! The chat programs: what happens there comes in as [`Inbound`](crate::message::Inbound), what is to be said goes out.

pub mod web;
