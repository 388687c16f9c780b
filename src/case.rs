//! An enterprise's form from the first answer to the recorded national number.

use serde::{Deserialize, Serialize};

use crate::catalogue::Validity;
use crate::conversation::{Answers, Event};
use crate::ids::{CaseId, FlowHash, FlowId, PersonId, SessionKey};

/// One enterprise's form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub id: CaseId,
    /// The form.
    pub flow: FlowId,
    /// The version of the form it is answered under.
    pub hash: FlowHash,
    /// The county, once it is known.
    pub county: Option<String>,
    /// The township, once it is known.
    pub township: Option<String>,
    /// The account that fills it in.
    pub filled_by: Account,
    /// Filled in for somebody else, whose confirmation it needs.
    #[serde(default)]
    pub for_owner: bool,
    /// The account of the owner who confirmed, or the officer who did so by telephone.
    #[serde(default)]
    pub confirmed_by: Option<Account>,
    /// What was answered.
    pub answers: Answers,
    /// How far it is.
    pub stage: Stage,
    /// Its signatures, newest last, at most [`SIGNATURES_KEPT`]; what was signed is a record of its own per version.
    #[serde(default)]
    pub signed: Vec<Signature>,
    /// How often it was signed.
    #[serde(default)]
    pub signings: u32,
    /// When it was begun, in milliseconds since 1970.
    pub begun_ms: i64,
    /// When it was last changed.
    pub touched_ms: i64,
    /// The session it is filled in, apart from private trips.
    pub held_in: SessionKey,
    /// Said once that the credit code is used in another form.
    #[serde(default)]
    pub twin_told: bool,
    /// The card at the desk.
    #[serde(default)]
    pub cards: Vec<crate::desk::Card>,
    /// What was granted, and what is due when; once the national number is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<Validity>,
    /// Its person wants it to be deleted, and the desk has not decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion: Option<Deletion>,
}

/// Somebody wants a signed form to be deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deletion {
    /// Who.
    pub by: Account,
    /// Since when, in milliseconds since 1970.
    pub at_ms: i64,
    /// The cards that ask the desk.
    #[serde(default)]
    pub cards: Vec<crate::desk::Card>,
}

/// A person with the name shown to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The account; rights hang on it.
    pub id: PersonId,
    /// The name shown.
    pub name: String,
}

/// How far a form is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being filled in.
    Filling,
    /// Signed by a helper; the owner has to confirm.
    AwaitingOwner,
    /// At the desk; not on the national platform yet.
    Signed,
    /// Sent back by an officer.
    SentBack {
        /// What to mend.
        reason: String,
        /// The officer's name.
        by: String,
    },
    /// Handed to the desk without a declaration; a second person decides.
    HandedIn,
    /// A second person has decided what becomes of it.
    Settled {
        /// One of the form's outcomes.
        outcome: crate::ids::OptionId,
        /// Who.
        by: Account,
    },
    /// The national number is recorded: done.
    Registered {
        /// 22 characters.
        number: String,
    },
}

/// How many signatures stand in the form itself; older ones are in the records of their versions.
pub const SIGNATURES_KEPT: usize = 10;

/// A signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The account.
    pub by: PersonId,
    /// The name as typed under the declaration.
    pub name: String,
    /// SHA-256 over the canonical content.
    pub digest: String,
    /// The version of the form it was answered under.
    pub hash: FlowHash,
}

/// Something an officer or owner does to a whole form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The form was signed by the person who fills it in.
    Sign,
    /// The owner, or an officer by telephone, confirmed what a helper filled in.
    Confirm,
    /// An officer sends it back.
    SendBack {
        /// What to mend.
        reason: String,
        /// The officer's name.
        by: String,
    },
    /// The form was handed in without a declaration.
    HandIn,
    /// An officer decides what becomes of a form that was handed in.
    Settle {
        /// One of the form's outcomes.
        outcome: crate::ids::OptionId,
        /// Who.
        by: Account,
    },
    /// An officer records the national number.
    Register {
        /// 22 characters.
        number: String,
    },
    /// The owner opens it again.
    Reopen,
}

/// The step is not possible at this stage; a person's mistake, told as text `stage-refused`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongStage;

impl Stage {
    /// The only place where a stage changes.
    pub fn after(&self, step: Step, for_owner: bool) -> Result<Stage, WrongStage> {
        match (self, step) {
            (Stage::Filling | Stage::SentBack { .. }, Step::Sign) if for_owner => Ok(Stage::AwaitingOwner),
            (Stage::Filling | Stage::SentBack { .. }, Step::Sign) | (Stage::AwaitingOwner, Step::Confirm) => Ok(Stage::Signed),
            (Stage::Filling | Stage::SentBack { .. }, Step::HandIn) => Ok(Stage::HandedIn),
            (Stage::HandedIn, Step::Settle { outcome, by }) => Ok(Stage::Settled { outcome, by }),
            (Stage::Signed | Stage::AwaitingOwner | Stage::HandedIn, Step::SendBack { reason, by }) => Ok(Stage::SentBack { reason, by }),
            // A number typed wrong can be put right.
            (Stage::Signed | Stage::Settled { .. } | Stage::Registered { .. }, Step::Register { number }) => {
                Ok(Stage::Registered { number })
            }
            (Stage::Signed | Stage::AwaitingOwner | Stage::HandedIn, Step::Reopen) => Ok(Stage::Filling),
            _ => Err(WrongStage),
        }
    }

    /// Whether answers may be changed.
    pub fn is_open(&self) -> bool {
        matches!(self, Stage::Filling | Stage::SentBack { .. })
    }

    /// The word used in text ids: `stage-filling`.
    pub fn word(&self) -> &'static str {
        match self {
            Stage::Filling => "filling",
            Stage::AwaitingOwner => "awaiting-owner",
            Stage::Signed => "signed",
            Stage::SentBack { .. } => "sent-back",
            Stage::HandedIn => "handed-in",
            Stage::Settled { .. } => "settled",
            Stage::Registered { .. } => "registered",
        }
    }
}

/// A line of a case's trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Who.
    pub by: PersonId,
    /// What.
    pub what: TrailEvent,
}

/// What a trail tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrailEvent {
    /// The form was begun.
    Begun {
        /// For somebody else.
        for_owner: bool,
    },
    /// Something in the dialogue.
    Said(Event),
    /// The stage changed.
    Stage(Stage),
    /// A helper's form was confirmed.
    Confirmed(Account),
    /// A human was asked for.
    Ticket(crate::ids::TicketId),
}

impl Case {
    /// The number read over the phone: year and month, the case's number, and a check digit (Luhn), `2611-0042-5`.
    /// Digits only, so nothing can be misheard as a letter.
    pub fn reference(&self) -> String {
        let head = format!("{}{:04}", crate::clock::year_month(self.begun_ms), self.id.0);
        let (month, number) = head.split_at(4);
        format!("{month}-{number}-{}", luhn(&head))
    }

    /// The case number inside a reference as people type it; `None` if the check digit is wrong.
    pub fn id_in_reference(text: &str) -> Option<CaseId> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let allowed = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-—–·".contains(c);
        if digits.len() < 9 || digits.len() > 20 || !text.chars().all(allowed) {
            return None;
        }
        let (head, check) = digits.split_at(digits.len() - 1);
        (luhn(head).to_string() == check).then_some(())?;
        head[4..].parse().ok().map(CaseId)
    }

    /// An officer decides about a wish to delete it: he who comes first has it in his hands, the next one nothing.
    pub fn decide_deletion(&mut self) -> Option<Deletion> {
        self.deletion.take()
    }

    /// The digest of the version signed last.
    pub fn digest(&self) -> Option<&str> {
        self.signed.last().map(|s| s.digest.as_str())
    }
}

/// The check digit that makes a row of digits pass the Luhn test.
fn luhn(digits: &str) -> u32 {
    let value = |(place, c): (usize, char)| {
        let digit = c.to_digit(10).unwrap_or(0);
        let doubled = if place % 2 == 0 { digit * 2 } else { digit };
        if doubled > 9 { doubled - 9 } else { doubled }
    };
    let sum: u32 = digits.chars().rev().enumerate().map(value).sum();
    (10 - sum % 10) % 10
}

/// Counts of a township or county, for reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Being filled in.
    pub filling: usize,
    /// Signed, not on the national platform yet.
    pub signed: usize,
    /// Done: the national number is recorded.
    pub registered: usize,
}

impl Progress {
    /// Counts by stage; a form sent back or waiting for its owner is being filled in.
    pub fn of<'a>(stages: impl Iterator<Item = &'a Stage>) -> Self {
        let mut progress = Progress::default();
        for stage in stages {
            match stage {
                Stage::Filling | Stage::AwaitingOwner | Stage::SentBack { .. } => progress.filling += 1,
                Stage::Signed | Stage::HandedIn => progress.signed += 1,
                Stage::Registered { .. } | Stage::Settled { .. } => progress.registered += 1,
            }
        }
        progress
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_can_be_read_back_and_a_slip_is_noticed() {
        let head = "26110042";
        let reference = format!("2611-0042-{}", luhn(head));
        assert_eq!(Case::id_in_reference(&reference), Some(CaseId(42)));
        assert_eq!(Case::id_in_reference(&reference.replace("0042", "0024")), None);
        assert_eq!(Case::id_in_reference("92430726MA4T000278"), None);
    }

    #[test]
    fn a_stage_changes_only_along_the_table() {
        assert_eq!(Stage::Filling.after(Step::Sign, false), Ok(Stage::Signed));
        assert_eq!(Stage::Filling.after(Step::Sign, true), Ok(Stage::AwaitingOwner));
        assert_eq!(
            Stage::Filling.after(Step::Register { number: String::new() }, false),
            Err(WrongStage)
        );
        let settle = |id: i64| Step::Settle {
            outcome: "cancel".into(),
            by: Account {
                id: PersonId::tg(id),
                name: String::new(),
            },
        };
        let handed_in = Stage::Filling.after(Step::HandIn, false).unwrap();
        let settled = handed_in.after(settle(1), false).unwrap();
        assert_eq!(settled.after(settle(2), false), Err(WrongStage), "decided once");
        let done = Stage::Registered { number: String::new() };
        assert_eq!(done.after(Step::Reopen, false), Err(WrongStage));
    }
}
