//! The web chat in a real browser: the program as it is built, Debian's Chromium, one window for every person.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chat;
mod door;
mod form;
mod injection;
mod stage;
mod window;

use self::stage::Stage;
use self::window::{DESKTOP, PHONE, Window};

/// Titles of the rooms of the demonstration.
const GROUP: &str = "楚江街道排污登记群";
const DESK: &str = "石门县帮办台";
const PRIVATE: &str = "我和绿窗";
