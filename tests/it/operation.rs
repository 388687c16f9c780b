//! What an operator works with: the webhook, the status page, the log, the doctor; on the real program.

mod doctor;
mod log;
mod status;
pub(crate) mod webhook;

use crate::double::Tg;
use crate::program::{Program, free_address};

/// The program as an operator starts it: it speaks English, and says all that it says by itself.
fn program(tg: &Tg) -> Program {
    let mut program = Program::new(tg, false);
    program.env("LC_ALL", "en_US.UTF-8").env("GREENWINDOW_LOG", "info");
    program.env("GREENWINDOW_ADMINS", "9").env("GREENWINDOW_LISTEN", &free_address());
    program
}
