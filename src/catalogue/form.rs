//! The catalogue as the law a form asks by.

use std::collections::BTreeMap;

use super::{AnswerKind, Asking, Class, DecisionTable, Fact, Facts};
use crate::clock::Day;
use crate::flow::{Ask, Inquiry, Known, Law, NONE, Range, Standing, UNCLEAR, list_of};
use crate::ids::{OptionId, StepId};

/// The largest number an owner may say; beyond all limits of the catalogue.
const MOST: f64 = 1e9;

impl DecisionTable {
    /// What is known of an industry's inquiry, as facts: what its code says, and what was answered in a form.
    pub fn facts(&self, code: &str, known: &BTreeMap<StepId, Known>) -> Facts {
        let mut facts = self.known.get(code).cloned().unwrap_or_default();
        facts.extend(known.iter().filter_map(|(question, known)| Some((question.clone(), fact(known)?))));
        facts
    }
}

/// Facts as conditions know them.
pub fn as_known(facts: &Facts) -> BTreeMap<StepId, Known> {
    let known = |fact: &Fact| match fact {
        Fact::YesNo(yes) => Known::YesNo(*yes),
        Fact::Option(option) => Known::Options(vec![option.clone()]),
        Fact::Number(number) => Known::Number(*number),
        Fact::DontKnow => Known::Nothing,
    };
    facts.iter().map(|(question, fact)| (question.clone(), known(fact))).collect()
}

impl Law for DecisionTable {
    fn standing(&self, class: &str, since: (Day, Day), on: Day) -> Option<Standing> {
        let class = Class::named(class)?;
        let [first, last] = [since.0, since.1].map(|day| self.terms.validity(class, day));
        let (first, last) = (first?, last?);
        let state = if first.standing(on) == last.standing(on) {
            first.standing(on)
        } else {
            UNCLEAR
        };
        Some(Standing {
            state: OptionId::from(state),
            since,
            until: (first.until, last.until),
            renew_from: last.renew_from,
        })
    }

    fn questions(&self) -> Vec<(StepId, Ask, Vec<OptionId>)> {
        let none = || OptionId::from(NONE);
        let together = self.together.iter().map(|group| {
            let (from, exclusive) = (list_of(&group.id), Some(none()));
            let options = group.questions.iter().map(|q| OptionId::from(q.as_str())).chain([none()]);
            (group.id.clone(), Ask::Choices { from, exclusive }, options.collect())
        });
        let one = self.questions.iter().map(|(id, kind)| match kind {
            AnswerKind::YesNo => (id.clone(), Ask::YesNo, Vec::new()),
            AnswerKind::Options(options) => (id.clone(), Ask::Choice { from: list_of(id) }, options.clone()),
            AnswerKind::Number(_) => {
                let range = Range {
                    min: Some(0.0),
                    max: Some(MOST),
                    ..Range::default()
                };
                (id.clone(), Ask::Decimal(range), Vec::new())
            }
        });
        one.chain(together).collect()
    }

    fn inquire(&self, code: &str, known: &BTreeMap<StepId, Known>) -> Inquiry {
        let facts = self.facts(code, known);
        let trades = [self.trade(code)];
        let verdict = self.evaluate(&trades, &facts);
        Inquiry {
            class: OptionId::from(verdict.class.word()),
            unclear: !verdict.staff.is_empty(),
            next: verdict.next.map(|asking| match asking {
                Asking::One(question) => (question, Vec::new()),
                Asking::Together { id, questions } => (id, questions),
            }),
        }
    }
}

fn fact(known: &Known) -> Option<Fact> {
    match known {
        Known::YesNo(yes) => Some(Fact::YesNo(*yes)),
        Known::Options(options) => options.first().cloned().map(Fact::Option),
        Known::Number(number) => Some(Fact::Number(*number)),
        Known::Nothing => Some(Fact::DontKnow),
        Known::NotYet | Known::MonthsAgo(_) | Known::Trade(_) | Known::Count(_) | Known::Other => None,
    }
}
