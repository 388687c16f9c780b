//! What is signed: the canonical content of a form, and its digest.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::journey::Journey;
use crate::answer::AnswerView;
use crate::flow::Flow;

/// The content of a form in canonical form: flow name and hash, then `key=value` lines in the order of the path.
/// Line breaks inside values are written as `\n`, so that no value can pretend to be two.
pub fn canonical(flow: &Flow, journey: &Journey<'_>) -> String {
    let mut text = format!("{} {}\n", flow.id, flow.hash);
    for key in &journey.done {
        let value = journey.value(key).map(crate::answer::Value::plain).unwrap_or_default();
        let value = value.replace('\\', "\\\\").replace('\n', "\\n");
        writeln!(text, "{key}={value}").expect("writing to a string cannot fail");
    }
    text
}

/// The SHA-256 of [`canonical`], in hexadecimal.
pub fn digest(flow: &Flow, journey: &Journey<'_>) -> String {
    let digest = Sha256::digest(canonical(flow, journey).as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
