//! Green Window (绿窗): a chat bot that walks small-enterprise owners through a pollutant-discharge registration.

pub mod answer;
pub mod app;
pub mod backup;
pub mod case;
pub mod catalogue;
pub mod channel;
pub mod check;
pub mod clock;
pub mod config;
pub mod conversation;
pub mod desk;
pub mod faq;
pub mod flow;
pub mod ids;
pub mod l10n;
pub mod message;
pub mod paper;
pub mod pulse;
pub mod render;
pub mod retention;
pub mod roster;
pub mod runner;
pub mod seal;
pub mod search;
pub mod store;
