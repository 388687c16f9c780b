//! A county's own answer: what an officer has answered once is asked again by others.
//!
//! It is written from a ticket, freed of what is personal, and shown to owners once a second officer has accepted it.

use serde::{Deserialize, Serialize};

use crate::case::Account;
use crate::ids::TicketId;

/// A county's own answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The ticket it comes from; its name, too.
    pub ticket: TicketId,
    /// The county.
    pub county: String,
    /// Grows with every change; whoever accepts has seen this one.
    pub version: u32,
    /// The question.
    #[serde(with = "crate::seal::or_default")]
    pub question: String,
    /// The answer.
    #[serde(with = "crate::seal::or_default")]
    pub answer: String,
    /// The law it rests on; empty: it is the county's word.
    #[serde(with = "crate::seal::or_default")]
    pub basis: String,
    /// Who wrote it last.
    pub by: Account,
    /// The second officer, once he has accepted it.
    pub accepted: Option<Account>,
    /// When it was written or accepted, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Why an entry was not accepted; an officer's mistake, told as a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAccepted {
    /// It has changed since, or was accepted before.
    Changed,
    /// Whoever wrote it does not accept it.
    Own,
    /// Something personal was taken out, and the gap is still there.
    Masked,
}

/// Question and answer are cut at so many characters.
const QUESTION_MAX: usize = 60;
const ANSWER_MAX: usize = 600;
/// What takes the place of something personal.
const MASK: &str = "×××";
/// So many digits in a run are a number of somebody.
const DIGITS: usize = 7;

impl Entry {
    /// New words: the question up to its question mark or the end of the line, the answer, and what follows 依据：.
    /// It has to be accepted anew. False if a part is missing.
    pub fn write(&mut self, words: &str, by: Account, now_ms: i64) -> bool {
        let end = words.find(['？', '?', '\n']);
        let Some((question, rest)) = end.map(|end| words.split_at(end)) else {
            return false;
        };
        let rest = rest.trim_start_matches(['？', '?', '\n', ' ']);
        let (answer, basis) = ["依据：", "依据:", "Basis:"]
            .iter()
            .find_map(|mark| rest.split_once(mark))
            .unwrap_or((rest, ""));
        if question.trim().is_empty() || answer.trim().is_empty() {
            return false;
        }
        self.question = format!("{}？", cut(question, QUESTION_MAX));
        self.answer = cut(answer, ANSWER_MAX);
        self.basis = cut(basis, QUESTION_MAX);
        self.version += 1;
        self.by = by;
        self.accepted = None;
        self.at_ms = now_ms;
        true
    }

    /// Takes out what is personal: these words, and long numbers. Whether there was any.
    pub fn mask(&mut self, private: &[String]) -> bool {
        let mut any = false;
        for text in [&mut self.question, &mut self.answer, &mut self.basis] {
            let masked = masked(text, private);
            any |= masked != *text;
            *text = masked;
        }
        any
    }

    /// The only place where an entry becomes one that owners see: compare, then swap.
    pub fn accept(&mut self, version: u32, officer: &Account, now_ms: i64) -> Result<(), NotAccepted> {
        if self.version != version || self.accepted.is_some() {
            return Err(NotAccepted::Changed);
        }
        if self.by.id == officer.id {
            return Err(NotAccepted::Own);
        }
        if [&self.question, &self.answer, &self.basis].iter().any(|text| text.contains(MASK)) {
            return Err(NotAccepted::Masked);
        }
        self.accepted = Some(officer.clone());
        self.at_ms = now_ms;
        Ok(())
    }
}

fn cut(text: &str, max: usize) -> String {
    text.trim().chars().take(max).collect()
}

/// A text without these words and without long numbers and codes.
fn masked(text: &str, private: &[String]) -> String {
    let mut text = text.to_owned();
    for word in private.iter().filter(|word| word.chars().count() > 1) {
        text = text.replace(word.as_str(), MASK);
    }
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().map(Some).chain([None]) {
        if let Some(c) = c.filter(char::is_ascii_alphanumeric) {
            run.push(c);
            continue;
        }
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        out.push_str(if digits >= DIGITS { MASK } else { &run });
        run.clear();
        out.extend(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PersonId;

    fn officer(id: i64) -> Account {
        Account {
            id: PersonId::tg(id),
            name: format!("officer {id}"),
        }
    }

    fn entry() -> Entry {
        Entry {
            ticket: TicketId(1),
            county: "石门县".to_owned(),
            version: 1,
            question: "灰送到哪里？".to_owned(),
            answer: "送到中转站。".to_owned(),
            basis: String::new(),
            by: officer(2001),
            accepted: None,
            at_ms: 0,
        }
    }

    #[test]
    fn a_second_officer_accepts_what_he_has_seen() {
        let mut entry = entry();
        assert_eq!(entry.accept(1, &officer(2001), 1), Err(NotAccepted::Own));
        assert!(entry.write("灰送到哪里？先打电话。依据：县里通知", officer(2002), 2));
        assert_eq!((entry.question.as_str(), entry.answer.as_str()), ("灰送到哪里？", "先打电话。"));
        assert_eq!(entry.basis, "县里通知");
        assert_eq!(entry.accept(1, &officer(2001), 3), Err(NotAccepted::Changed));
        assert_eq!(entry.accept(2, &officer(2002), 3), Err(NotAccepted::Own));
        assert_eq!(entry.accept(2, &officer(2001), 3), Ok(()));
        assert_eq!(entry.accept(2, &officer(2003), 3), Err(NotAccepted::Changed));
        assert!(entry.write("灰送到哪里？打13900000001。", officer(2001), 4));
        assert!(entry.mask(&[]) && entry.accepted.is_none());
        assert_eq!(entry.accept(3, &officer(2002), 5), Err(NotAccepted::Masked));
        assert!(!entry.write("没有问号也没有回答", officer(2001), 4));
    }

    #[test]
    fn names_and_long_numbers_are_taken_out() {
        let private = ["李茶".to_owned(), "石门县示例茶厂".to_owned(), String::new()];
        for (text, masked_text) in [
            ("李茶的石门县示例茶厂", "×××的×××"),
            ("打13900000001或0736-5321234", "打×××或0736-×××"),
            ("92430726MA4T000278X 号", "××× 号"),
            ("500头、2026年、第1106条、12369", "500头、2026年、第1106条、12369"),
        ] {
            assert_eq!(masked(text, &private), masked_text);
        }
    }
}
