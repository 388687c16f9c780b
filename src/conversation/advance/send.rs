//! What typed words, positions, photos and numbers do on each screen.

use super::super::{Event, Pending, Press, Screen, TRIES_BEFORE_HELP, Try, looks_like_question};
use super::Turn;
use crate::answer::{Context, Judged, Raw, Rejection, Value, judge};
use crate::flow::Ask;
use crate::ids::{AnswerKey, OptionId};

/// What may be typed to confirm the declaration; anything around it ("I do not confirm") makes it something else.
const PHRASES: [&str; 8] = ["确认", "我确认", "确认无误", "同意", "我同意", "confirm", "iconfirm", "iagree"];

/// Of what may be a question so many characters are kept; the longest answer is shorter.
const QUERY_MAX: usize = 1_000;

impl Turn<'_> {
    pub(super) fn send(&mut self, raw: &Raw) -> Vec<Event> {
        match self.screen() {
            Screen::Question(key) => self.send_to(&key, raw),
            Screen::Suggest(key, _) | Screen::Query(key, _) | Screen::Soft(key, ..) | Screen::Pick(key, _) => {
                self.send_back_asked(&key, raw)
            }
            Screen::Proposed(..) | Screen::Replace(_) | Screen::StartOver(_) | Screen::GoOn(_) => self.send_yes_no(raw),
            Screen::Declaration => self.send_phrase(raw),
            Screen::SignName => self.send_name(raw),
            Screen::Change => self.send_number(raw),
            Screen::Review => self.send_at_review(raw),
            Screen::More | Screen::Paused => Vec::new(),
        }
    }

    /// Something is asked back: yes, no, a number, or simply another answer.
    pub(super) fn send_back_asked(&mut self, key: &AnswerKey, raw: &Raw) -> Vec<Event> {
        if let (Some(Pending::Pick { .. }), Raw::Text(text)) = (&self.dialog.pending, raw)
            && let Ok(place @ 1..=9) = text.trim().parse::<usize>()
        {
            return self.pick(place - 1);
        }
        let several = matches!(&self.dialog.pending, Some(Pending::Pick { values }) if values.len() > 1);
        let one = matches!(&self.dialog.pending, Some(Pending::Pick { values }) if values.len() == 1);
        match self.yes_no(raw) {
            Some(true) if one => self.pick(0),
            Some(true) if !several => self.yes(),
            Some(false) => self.no(),
            _ => {
                self.dialog.pending = None;
                self.send_to(key, raw)
            }
        }
    }

    pub(super) fn send_yes_no(&mut self, raw: &Raw) -> Vec<Event> {
        match self.yes_no(raw) {
            Some(true) => self.yes(),
            Some(false) => self.no(),
            None => Vec::new(),
        }
    }

    pub(super) fn yes_no(&self, raw: &Raw) -> Option<bool> {
        let labels = (self.labels)(&Ask::YesNo);
        match judge(&Ask::YesNo, raw, &self.context(&labels, None)) {
            Judged::Accepted {
                value: Value::YesNo(yes), ..
            } => Some(yes),
            _ => None,
        }
    }

    /// The confirm phrase may be typed instead of pressed.
    pub(super) fn send_phrase(&mut self, raw: &Raw) -> Vec<Event> {
        let Raw::Text(text) = raw else { return Vec::new() };
        let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        if PHRASES.contains(&bare.as_str()) || self.yes_no(raw) == Some(true) {
            return self.agree();
        }
        vec![Event::NotUnderstood]
    }

    pub(super) fn send_name(&mut self, raw: &Raw) -> Vec<Event> {
        match judge(&Ask::PersonName, raw, &self.context(&[], None)) {
            Judged::Accepted {
                value: Value::Text(name), ..
            } => {
                self.settle_dialog();
                vec![Event::Signed { name }]
            }
            Judged::Rejected(why) => vec![Event::AnswerRejected {
                key: AnswerKey::single("sign"),
                why,
                tries: 1,
            }],
            _ => Vec::new(),
        }
    }

    /// "Sign" may be typed at the review.
    pub(super) fn send_at_review(&mut self, raw: &Raw) -> Vec<Event> {
        let Raw::Text(text) = raw else { return Vec::new() };
        let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        if ["签字", "去签字", "没错去签字", "没错", "sign", "交给县里", "提交", "handin"].contains(&bare.as_str()) {
            return self.press(Press::Sign);
        }
        vec![Event::NotUnderstood]
    }

    pub(super) fn send_number(&mut self, raw: &Raw) -> Vec<Event> {
        let Raw::Text(text) = raw else { return Vec::new() };
        match text.trim().parse::<usize>() {
            Ok(number) if number >= 1 => self.choose_to_change(number - 1),
            _ => Vec::new(),
        }
    }

    pub(super) fn context<'b>(&'b self, labels: &'b [(OptionId, Vec<String>)], same_as: Option<&'b str>) -> Context<'b> {
        Context {
            tables: self.tables,
            county: self.county,
            labels,
            same_as,
            today: crate::clock::date(self.now_ms),
        }
    }

    /// What could be the answer but is put as a question is asked back; valid words are the answer otherwise.
    pub(super) fn send_to(&mut self, key: &AnswerKey, raw: &Raw) -> Vec<Event> {
        if let Raw::Text(text) = raw
            && looks_like_question(text)
            && !matches!(self.judged(key, raw), None | Some(Judged::Rejected(_)))
        {
            let text = text.chars().take(QUERY_MAX).collect();
            self.dialog.pending = Some(Pending::Query { text });
            return Vec::new();
        }
        self.answer(key, raw)
    }

    fn judged(&self, key: &AnswerKey, raw: &Raw) -> Option<Judged> {
        let ask = self.flow.ask(&key.step)?;
        let mut labels = (self.labels)(ask);
        if let Ask::Choices { exclusive, .. } = ask {
            let journey = self.journey();
            labels.retain(|(option, _)| journey.shows(key, option, exclusive.as_ref()));
        }
        let same_as = self.other_address(key);
        Some(judge(ask, raw, &self.context(&labels, same_as.as_deref())))
    }

    /// It is the answer, however it is put.
    pub(super) fn answer(&mut self, key: &AnswerKey, raw: &Raw) -> Vec<Event> {
        let Some(judged) = self.judged(key, raw) else {
            return Vec::new();
        };
        match judged {
            Judged::Accepted { value, soft: None } => self.take(key, value, None),
            Judged::Accepted { value, soft: Some(soft) } => {
                self.dialog.pending = Some(Pending::Soft { value, soft });
                Vec::new()
            }
            Judged::Pick(values) => {
                self.dialog.pending = Some(Pending::Pick { values });
                Vec::new()
            }
            Judged::Rejected(why) => self.reject(key, raw, why),
        }
    }

    pub(super) fn reject(&mut self, key: &AnswerKey, raw: &Raw, why: Rejection) -> Vec<Event> {
        let raw = match raw {
            // An identity number is not kept anywhere, not even as a try.
            Raw::Text(_) if why.key == "identity-number" => String::new(),
            Raw::Text(text) => text.chars().take(200).collect(),
            _ => String::new(),
        };
        self.dialog.tries.retain(|t| t.key == *key);
        self.dialog.tries.push(Try {
            key: key.clone(),
            raw,
            why: why.clone(),
        });
        let tries = self.dialog.tries.len();
        if tries > TRIES_BEFORE_HELP {
            self.dialog.tries.remove(0);
        }
        self.dialog.pending = why.suggestion.clone().map(|code| Pending::Suggest { code });
        vec![Event::AnswerRejected {
            key: key.clone(),
            why,
            tries,
        }]
    }
}
