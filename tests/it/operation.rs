//! What an operator works with: the webhook, the status page, the log, the doctor; on the real program.

mod doctor;
mod log;
mod program;
mod status;
mod webhook;
