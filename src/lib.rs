//! Green Window (绿窗): a chat bot that walks small-enterprise owners through a pollutant-discharge registration.

pub mod ids;
pub mod store;
