//! What a button carries: a short text that names whose it is, which showing of which question, and what was pressed.
//! At most 64 bytes, and never trusted: everything in it is looked up and checked again when it comes back.

use crate::conversation::{Press, Word};
use crate::desk::Deed;
use crate::ids::{CaseId, PersonId, TicketId};

/// A button's meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Start a form; for everybody.
    Start,
    /// A button of a session's prompt.
    Prompt {
        /// The session's random name.
        session: String,
        /// Which showing.
        visit: u32,
        /// What.
        press: Press,
    },
    /// To the private chat.
    GoPrivate {
        /// The session's random name.
        session: String,
        /// Which showing.
        visit: u32,
    },
    /// Stay in the private chat until the end.
    StayPrivate {
        /// The session's random name.
        session: String,
    },
    /// Which form: the open one, another, or one for somebody else.
    Choose {
        /// The session's random name.
        session: String,
        /// Which.
        which: Choice,
    },
    /// A button of a ticket's card.
    Ticket {
        /// The ticket.
        id: TicketId,
        /// What.
        deed: TicketPress,
    },
    /// A button of a county's own answer.
    Entry {
        /// The ticket it comes from.
        id: TicketId,
        /// Which version of it was seen.
        version: u32,
        /// What.
        press: EntryPress,
    },
    /// A button of a form's card at the desk.
    Form {
        /// The form.
        id: CaseId,
        /// What.
        deed: FormPress,
    },
    /// The owner opens a signed form again.
    Reopen {
        /// The form.
        id: CaseId,
    },
    /// An answer of the inquiry "permit or registration?"; all of it is in the button, nothing is stored.
    Classify {
        /// Whose.
        person: PersonId,
        /// The industry's code; several with `+` between them.
        code: String,
        /// The inquiry after this answer.
        trail: String,
    },
    /// Another trade on the same site.
    AlsoMade {
        /// Whose inquiry.
        person: PersonId,
        /// The industries' codes.
        code: String,
        /// The inquiry so far.
        trail: String,
    },
    /// Begin that inquiry; for everybody.
    BeginInquiry,
    /// A human is wanted about an inquiry; for everybody.
    AskHuman {
        /// The industry's code.
        code: String,
        /// How far the inquiry came.
        trail: String,
    },
    /// A question of the list that may have been meant.
    Faq {
        /// Who asked.
        person: PersonId,
        /// The question's name.
        id: String,
    },
    /// A human is wanted about a question.
    FaqHuman {
        /// Who asked.
        person: PersonId,
    },
    /// A person wants what he left here to be deleted; asked first, then sure.
    DeleteMe {
        /// Who.
        person: PersonId,
        /// The second press.
        sure: bool,
    },
    /// The form an inquiry has led to; for everybody.
    StartWith {
        /// The industry's code.
        code: String,
        /// How far the inquiry came.
        trail: String,
    },
    /// What one needs for the form an inquiry has led to.
    Need {
        /// Whose inquiry.
        person: PersonId,
        /// The industry's code.
        code: String,
        /// How far the inquiry came.
        trail: String,
    },
    /// The form that is offered to an industry beside the one its class leads to; for everybody.
    Offered {
        /// The industry's code.
        code: String,
        /// Out of it again, into the registration.
        back: bool,
    },
    /// The owner confirms what a helper filled in.
    Confirm {
        /// The form.
        id: CaseId,
    },
}

/// Which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One that is open.
    Continue(CaseId),
    /// Another enterprise of one's own.
    Another,
    /// Somebody else's.
    ForOwner,
}

/// A button of a ticket's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketPress {
    /// Claim, take over, close.
    Deed(Deed),
    /// Type the value that is on the photo or in the voice message.
    Value,
    /// Make the answer one for everybody.
    Entry,
}

/// A button of a county's own answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPress {
    /// A second officer accepts it.
    Accept,
    /// It is taken away.
    Remove,
}

/// A button of a form's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormPress {
    /// Record the national number.
    Number,
    /// Send it back.
    SendBack,
    /// The owner confirmed by telephone.
    ByTelephone,
    /// Delete it, as its person wishes, or do not.
    Delete(bool),
    /// The outcome at this place of the form's list.
    Settle(usize),
    /// The form that is offered to the industry, filled in by the officer himself.
    Offered,
    /// Which class of management is it?
    DecideClass,
    /// The class at this place of the list.
    Class(usize),
}

const WORDS: [(char, Word); 13] = [
    ('b', Word::Back),
    ('s', Word::Skip),
    ('h', Word::Help),
    ('d', Word::DontKnow),
    ('p', Word::Pause),
    ('c', Word::Continue),
    ('r', Word::StartOver),
    ('e', Word::Change),
    ('l', Word::Language),
    ('m', Word::More),
    ('a', Word::Add),
    ('k', Word::Keep),
    ('q', Word::Ask),
];

/// Buttons of a ticket's card.
const TICKET_PRESSES: [(&str, TicketPress); 5] = [
    ("c", TicketPress::Deed(Deed::Claim)),
    ("t", TicketPress::Deed(Deed::TakeOver)),
    ("x", TicketPress::Deed(Deed::Close)),
    ("v", TicketPress::Value),
    ("e", TicketPress::Entry),
];

const FORM_PRESSES: [(&str, FormPress); 7] = [
    ("n", FormPress::Number),
    ("b", FormPress::SendBack),
    ("p", FormPress::ByTelephone),
    ("d", FormPress::Delete(true)),
    ("k", FormPress::Delete(false)),
    ("c", FormPress::DecideClass),
    ("o", FormPress::Offered),
];

const BARE: [(&str, Press); 9] = [
    ("d", Press::Done),
    ("0", Press::NoneOfThese),
    ("k", Press::Keep),
    ("y", Press::Yes),
    ("n", Press::No),
    ("m", Press::SameAs),
    ("a", Press::Add),
    ("s", Press::Sign),
    ("j", Press::Agree),
];

fn press_text(press: Press) -> String {
    let numbered = |letter: char, n: usize| format!("{letter}{n}");
    match press {
        Press::Option(n) => numbered('o', n),
        Press::Pick(n) => numbered('v', n),
        Press::Page(n) => numbered('g', n),
        Press::Change(n) => numbered('c', n),
        Press::Remove(n) => numbered('x', n),
        Press::Word(word) => {
            let letter = WORDS.iter().find(|(_, w)| *w == word).map(|(c, _)| *c);
            format!("w{}", letter.expect("every word has a letter"))
        }
        bare => {
            let text = BARE.iter().find(|(_, p)| *p == bare).map(|(t, _)| *t);
            text.expect("every bare press has a text").to_owned()
        }
    }
}

fn press_from(text: &str) -> Option<Press> {
    if let Some((_, press)) = BARE.iter().find(|(t, _)| *t == text) {
        return Some(*press);
    }
    let mut chars = text.chars();
    let letter = chars.next()?;
    let rest = chars.as_str();
    if letter == 'w' {
        let wanted = rest.chars().next().filter(|_| rest.len() == 1)?;
        return WORDS.iter().find(|(c, _)| *c == wanted).map(|(_, w)| Press::Word(*w));
    }
    let n = rest.parse::<u16>().ok().map(usize::from)?;
    Some(match letter {
        'o' => Press::Option(n),
        'v' => Press::Pick(n),
        'g' => Press::Page(n),
        'c' => Press::Change(n),
        'x' => Press::Remove(n),
        _ => return None,
    })
}

impl Token {
    /// The text a button carries.
    pub fn to_text(&self) -> String {
        match self {
            Token::Start => "s".to_owned(),
            Token::Prompt { session, visit, press } => format!("p.{session}.{visit}.{}", press_text(*press)),
            Token::GoPrivate { session, visit } => format!("g.{session}.{visit}"),
            Token::StayPrivate { session } => format!("h.{session}"),
            Token::Choose { session, which } => {
                let which = match which {
                    Choice::Continue(id) => format!("c{id}"),
                    Choice::Another => "a".to_owned(),
                    Choice::ForOwner => "o".to_owned(),
                };
                format!("f.{session}.{which}")
            }
            Token::Ticket { id, deed } => {
                let letter = TICKET_PRESSES.iter().find(|(_, press)| press == deed).map_or("a", |(c, _)| *c);
                format!("t.{id}.{letter}")
            }
            Token::Entry { id, version, press } => format!("y.{id}.{version}.{}", if *press == EntryPress::Accept { 'a' } else { 'x' }),
            Token::Form { id, deed } => {
                let deed = match deed {
                    FormPress::Settle(n) => format!("s{n}"),
                    FormPress::Class(n) => format!("c{n}"),
                    deed => {
                        let letter = FORM_PRESSES.iter().find(|(_, press)| press == deed).map(|(c, _)| *c);
                        letter.expect("every press without a number has a letter").to_owned()
                    }
                };
                format!("c.{id}.{deed}")
            }
            Token::Reopen { id } => format!("r.{id}"),
            Token::Confirm { id } => format!("o.{id}"),
            Token::DeleteMe { person, sure } => format!("d.{person}.{}", if *sure { 'y' } else { 'a' }),
            Token::Classify { person, code, trail } => format!("k.{person}.{code}.{trail}"),
            Token::AlsoMade { person, code, trail } => format!("m.{person}.{code}.{trail}"),
            Token::BeginInquiry => "k".to_owned(),
            Token::Faq { person, id } => format!("e.{person}.{id}"),
            Token::FaqHuman { person } => format!("e.{person}"),
            Token::AskHuman { code, trail } => format!("q.{code}.{trail}"),
            Token::StartWith { code, trail } => format!("w.{code}.{trail}"),
            Token::Need { person, code, trail } => format!("n.{person}.{code}.{trail}"),
            Token::Offered { code, back: false } => format!("l.{code}"),
            Token::Offered { code, back: true } => format!("l.{code}.b"),
        }
    }

    /// Reads what came back; `None` for anything that is not ours.
    pub fn parse(text: &str) -> Option<Token> {
        match text {
            "s" => return Some(Token::Start),
            "k" => return Some(Token::BeginInquiry),
            _ => {}
        }
        let mut parts = text.split('.');
        let kind = parts.next()?;
        let first = parts.next()?;
        let (second, third, end) = (parts.next(), parts.next(), parts.next());
        if end.is_some() {
            return None;
        }
        let session = || Some(first.to_owned()).filter(|s| !s.is_empty());
        let number = || first.parse::<u64>().ok();
        Some(match (kind, second, third) {
            ("p", Some(visit), Some(press)) => Token::Prompt {
                session: session()?,
                visit: visit.parse().ok()?,
                press: press_from(press)?,
            },
            ("g", Some(visit), None) => Token::GoPrivate {
                session: session()?,
                visit: visit.parse().ok()?,
            },
            ("h", None, None) => Token::StayPrivate { session: session()? },
            ("f", Some(which), None) => Token::Choose {
                session: session()?,
                which: choice_from(which)?,
            },
            ("t", Some(deed), None) => Token::Ticket {
                id: TicketId(number()?),
                deed: ticket_press_from(deed)?,
            },
            ("c", Some(deed), None) => Token::Form {
                id: CaseId(number()?),
                deed: form_press_from(deed)?,
            },
            ("r", None, None) => Token::Reopen { id: CaseId(number()?) },
            ("o", None, None) => Token::Confirm { id: CaseId(number()?) },
            _ => return question_from(kind, first, second, third),
        })
    }
}

/// Of inquiries and questions.
fn question_from(kind: &str, first: &str, second: Option<&str>, third: Option<&str>) -> Option<Token> {
    Some(match (kind, second, third) {
        ("d", Some(sure @ ("a" | "y")), None) => Token::DeleteMe {
            person: first.parse().ok()?,
            sure: sure == "y",
        },
        ("k", Some(code), Some(trail)) => Token::Classify {
            person: first.parse().ok()?,
            code: code.to_owned(),
            trail: trail.to_owned(),
        },
        ("m", Some(code), Some(trail)) => Token::AlsoMade {
            person: first.parse().ok()?,
            code: code.to_owned(),
            trail: trail.to_owned(),
        },
        ("q", Some(trail), None) => Token::AskHuman {
            code: Some(first.to_owned()).filter(|code| !code.is_empty())?,
            trail: trail.to_owned(),
        },
        ("n", Some(code), Some(trail)) => Token::Need {
            person: first.parse().ok()?,
            code: code.to_owned(),
            trail: trail.to_owned(),
        },
        ("l", None | Some("b"), None) => Token::Offered {
            code: Some(first.to_owned()).filter(|code| !code.is_empty())?,
            back: second.is_some(),
        },
        ("w", Some(trail), None) => Token::StartWith {
            code: Some(first.to_owned()).filter(|code| !code.is_empty())?,
            trail: trail.to_owned(),
        },
        ("y", Some(version), Some(press)) => Token::Entry {
            id: TicketId(first.parse().ok()?),
            version: version.parse().ok()?,
            press: match press {
                "a" => EntryPress::Accept,
                "x" => EntryPress::Remove,
                _ => return None,
            },
        },
        ("e", Some(id), None) => Token::Faq {
            person: first.parse().ok()?,
            id: id.to_owned(),
        },
        ("e", None, None) => Token::FaqHuman {
            person: first.parse().ok()?,
        },
        _ => return None,
    })
}

fn choice_from(text: &str) -> Option<Choice> {
    Some(match text {
        "a" => Choice::Another,
        "o" => Choice::ForOwner,
        _ => Choice::Continue(CaseId(text.strip_prefix('c')?.parse().ok()?)),
    })
}

fn ticket_press_from(text: &str) -> Option<TicketPress> {
    TICKET_PRESSES.iter().find(|(letter, _)| *letter == text).map(|(_, press)| *press)
}

fn form_press_from(text: &str) -> Option<FormPress> {
    if let Some((_, press)) = FORM_PRESSES.iter().find(|(letter, _)| *letter == text) {
        return Some(*press);
    }
    let n = text.get(1..)?.parse::<u8>().ok()?.into();
    match text.get(..1)? {
        "s" => Some(FormPress::Settle(n)),
        "c" => Some(FormPress::Class(n)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Token> {
        let session = "k7Qm3xAb".to_owned();
        let numbered = [
            Press::Option(41),
            Press::Pick(7),
            Press::Page(12),
            Press::Change(999),
            Press::Remove(3),
        ];
        let words = WORDS.iter().map(|(_, w)| Press::Word(*w));
        let presses = numbered.into_iter().chain(BARE.iter().map(|(_, p)| *p)).chain(words);
        let mut tokens: Vec<Token> = presses
            .map(|press| Token::Prompt {
                session: session.clone(),
                visit: u32::MAX,
                press,
            })
            .collect();
        tokens.extend([
            Token::Start,
            Token::GoPrivate {
                session: session.clone(),
                visit: 3,
            },
            Token::StayPrivate { session: session.clone() },
        ]);
        tokens.extend(
            [Choice::Continue(CaseId(u64::MAX)), Choice::Another, Choice::ForOwner].map(|which| Token::Choose {
                session: session.clone(),
                which,
            }),
        );
        tokens.extend(TICKET_PRESSES.map(|(_, deed)| Token::Ticket {
            id: TicketId(u64::MAX),
            deed,
        }));
        let deeds = FORM_PRESSES.map(|(_, deed)| deed).into_iter();
        tokens.extend(deeds.chain([FormPress::Settle(4), FormPress::Class(3)]).map(|deed| Token::Form {
            id: CaseId(u64::MAX),
            deed,
        }));
        let person = PersonId::tg(i64::MIN);
        tokens.extend([true, false].map(|sure| Token::DeleteMe { person, sure }));
        tokens.extend([Token::Reopen { id: CaseId(1) }, Token::Confirm { id: CaseId(1) }]);
        tokens
    }

    /// Those of an inquiry.
    fn inquiries() -> [Token; 8] {
        let person = PersonId::tg(i64::MAX);
        let code = || "1530".to_owned();
        let trail = || "ynayB?bcyP".to_owned();
        let offered = |back: bool| Token::Offered { code: code(), back };
        [
            Token::BeginInquiry,
            offered(false),
            offered(true),
            Token::Classify {
                person,
                code: code(),
                trail: "ynayB?bcy~P".to_owned(),
            },
            Token::AskHuman {
                code: code(),
                trail: String::new(),
            },
            Token::AlsoMade {
                person,
                code: "1530+1331".to_owned(),
                trail: "ynayB?bcy+ynaAyb".to_owned(),
            },
            Token::StartWith {
                code: code(),
                trail: trail(),
            },
            Token::Need {
                person,
                code: code(),
                trail: trail(),
            },
        ]
    }

    #[test]
    fn every_token_reads_back_and_fits_a_button() {
        let person = PersonId::tg(i64::MAX);
        let id = "ABCDEFGHIJKL".to_owned();
        let entry = |press| Token::Entry {
            id: TicketId(u64::MAX),
            version: u32::MAX,
            press,
        };
        let faq = [
            entry(EntryPress::Accept),
            entry(EntryPress::Remove),
            Token::Faq { person, id },
            Token::FaqHuman { person },
        ];
        for token in all().into_iter().chain(inquiries()).chain(faq) {
            let text = token.to_text();
            assert!(text.len() <= 64, "{text}");
            assert_eq!(Token::parse(&text), Some(token), "{text}");
        }
    }

    #[test]
    fn garbage_is_no_token() {
        for text in [
            "",
            "p",
            "p.x",
            "p.x.y.z",
            "p..1.y",
            "t.1.q",
            "s.s",
            "p.a.1.o-1",
            "p.a.1.y.z",
            "c.99999999999999999999999.n",
        ] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }
}
