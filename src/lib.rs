//! Green Window (绿窗): a chat bot that walks small-enterprise owners through a pollutant-discharge registration.

pub mod answer;
pub mod channel;
pub mod flow;
pub mod ids;
pub mod l10n;
pub mod message;
pub mod runner;
pub mod store;
