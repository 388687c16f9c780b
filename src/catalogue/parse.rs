//! From TOML to a [`DecisionTable`]. Errors name line and list, what is wrong and how to mend it.

mod raw;
mod whole;

use std::collections::BTreeMap;

use toml::Spanned;

use self::raw::{Processes, RawCategory, RawClass, RawFact, RawKind, RawRule, RawScale, RawTable, RawTogether};
use super::{AnswerKind, Category, Class, DecisionTable, Fact, Facts, List, Rule, Scale, Together};
use crate::flow::{Condition, Test, nearest, read_condition, toml_line};
use crate::ids::{OptionId, StepId};

/// The one question that is derived, with its options, and what it is derived from.
const DERIVED: (&str, [&str; 3]) = ("livestock-scale", ["scale", "below", "gray"]);
const DERIVED_FROM: [&str; 2] = ["species", "head-count"];

/// The table cannot be used; the author's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {what}; {mend}", if place.is_empty() { String::new() } else { format!(", {place}") })]
pub struct DecisionTableError {
    /// From 1; 0 where no line can be told.
    pub line: usize,
    /// The list: `category tea, rule 2`; empty for the file as such.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// A place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    line: usize,
    name: String,
}

impl Place {
    fn fault(&self, what: impl Into<String>, mend: impl Into<String>) -> DecisionTableError {
        DecisionTableError {
            line: self.line,
            place: self.name.clone(),
            what: what.into(),
            mend: mend.into(),
        }
    }
}

impl DecisionTable {
    /// Reads the table; nothing of it is used if anything is wrong.
    pub fn parse(source: &str) -> Result<DecisionTable, DecisionTableError> {
        let raw: RawTable = toml::from_str(source).map_err(|error| {
            let place = Place {
                line: toml_line(source, &error),
                name: String::new(),
            };
            let what = error.message().replace('\n', " ");
            place.fault(what, "correct the line; the head of the file tells how it is written")
        })?;
        let mut names = Names {
            source,
            units: &raw.units,
            questions: BTreeMap::new(),
        };
        let mut lines = BTreeMap::new();
        for (id, kind) in raw.questions {
            let (place, kind) = names.at(kind, |_| format!("question {id}"));
            let id = StepId::from(id);
            lines.insert(id.clone(), place.line);
            let kind = names.answer_kind(&place, kind)?;
            names.questions.insert(id, kind);
        }
        let head = |key: &str| Place {
            line: source.lines().position(|line| line.starts_with(key)).map_or(0, |n| n + 1),
            name: key.to_owned(),
        };
        let table = DecisionTable {
            basis: raw.basis,
            together: each(raw.together, |group| names.together(group))?,
            known: each(raw.known, |(code, facts)| names.known(code, facts))?.into_iter().collect(),
            scales: each(raw.scale, |scale| names.scale(scale))?,
            processes: each(raw.process, |process| {
                let (place, process) = names.at(process, |p| format!("process {}", p.id));
                names.list(&place, process.id, &process.questions, process.rules)
            })?,
            article7: names.all(&head("article7"), &raw.article7)?,
            outside: names.one(&head("outside"), &raw.outside)?,
            categories: each(raw.category, |category| names.category(category))?,
            uncovered: raw.uncovered.get_ref().codes.clone(),
            uncovered_line: line_at(source, raw.uncovered.span().start),
            units: raw.units.clone(),
            units_line: head("units").line,
            questions: names.questions,
            lines,
            terms: super::Terms::default(),
        };
        whole::check(&table, &head)?;
        Ok(table)
    }
}

fn each<I: IntoIterator, T>(raw: I, read: impl FnMut(I::Item) -> Result<T, DecisionTableError>) -> Result<Vec<T>, DecisionTableError> {
    raw.into_iter().map(read).collect()
}

fn line_at(source: &str, byte: usize) -> usize {
    source[..byte.min(source.len())].matches('\n').count() + 1
}

/// The names there are.
struct Names<'a> {
    source: &'a str,
    units: &'a [String],
    questions: BTreeMap<StepId, AnswerKind>,
}

impl Names<'_> {
    /// A part of the file, and where it stands.
    fn at<T>(&self, part: Spanned<T>, name: impl Fn(&T) -> String) -> (Place, T) {
        let line = line_at(self.source, part.span().start);
        let part = part.into_inner();
        let name = name(&part);
        (Place { line, name }, part)
    }

    fn answer_kind(&self, place: &Place, kind: RawKind) -> Result<AnswerKind, DecisionTableError> {
        match kind {
            RawKind::Word(word) if word == "yes-no" => Ok(AnswerKind::YesNo),
            RawKind::Word(word) => Err(place.fault(
                format!("`{word}` is no kind of answer"),
                "write \"yes-no\", { options = [..] } or { unit = \"..\" }",
            )),
            RawKind::Options { options } => Ok(AnswerKind::Options(options.into_iter().map(OptionId::from).collect())),
            RawKind::Number { unit } if self.units.contains(&unit) => Ok(AnswerKind::Number(unit)),
            RawKind::Number { unit } => {
                let near = nearest(&unit, self.units.iter().map(String::as_str));
                let mend = format!("did you mean `{near}`? a new one is put into `units`, its text is `catalogue-unit-{unit}`");
                Err(place.fault(format!("no unit `{unit}`"), mend))
            }
        }
    }

    fn one(&self, place: &Place, name: &str) -> Result<StepId, DecisionTableError> {
        let id = StepId::from(name);
        if self.questions.contains_key(&id) {
            return Ok(id);
        }
        let near = nearest(name, self.questions.keys().map(StepId::as_str));
        Err(place.fault(format!("no question `{name}`"), format!("did you mean `{near}`?")))
    }

    fn all(&self, place: &Place, names: &[String]) -> Result<Vec<StepId>, DecisionTableError> {
        names.iter().map(|name| self.one(place, name)).collect()
    }

    fn together(&self, raw: Spanned<RawTogether>) -> Result<Together, DecisionTableError> {
        let (place, raw) = self.at(raw, |group| format!("together {}", group.id));
        Ok(Together {
            questions: self.all(&place, &raw.questions)?,
            line: place.line,
            id: StepId::from(raw.id),
        })
    }

    fn known(&self, code: String, raw: Spanned<BTreeMap<String, RawFact>>) -> Result<(String, Facts), DecisionTableError> {
        let (place, raw) = self.at(raw, |_| format!("known, code {code}"));
        let mut facts = Facts::new();
        for (question, fact) in raw {
            let question = self.one(&place, &question)?;
            let (test, fact) = match fact {
                RawFact::YesNo(yes) => (Test::YesNo(yes), Fact::YesNo(yes)),
                RawFact::Option(option) => (Test::Is(OptionId::from(option.clone())), Fact::Option(OptionId::from(option))),
            };
            fits_kind(&place, &question, &self.questions[&question], &test)?;
            facts.insert(question, fact);
        }
        Ok((code, facts))
    }

    fn scale(&self, raw: Spanned<RawScale>) -> Result<Scale, DecisionTableError> {
        let (place, raw) = self.at(raw, |scale| format!("scale {}", scale.species));
        let question = self.one(&place, DERIVED_FROM[0])?;
        let species = OptionId::from(raw.species);
        fits_kind(&place, &question, &self.questions[&question], &Test::Is(species.clone()))?;
        let fits = match (raw.low, raw.high) {
            (Some(low), Some(high)) => low <= high,
            (low, high) => low.is_none() && high.is_none(),
        };
        if !fits {
            let mend = "write both limits, the lower one first, or none";
            return Err(place.fault("`low` and `high` do not fit together", mend));
        }
        let limits = raw.low.zip(raw.high);
        Ok(Scale { species, limits })
    }

    fn category(&self, raw: Spanned<RawCategory>) -> Result<Category, DecisionTableError> {
        let (place, raw) = self.at(raw, |category| format!("category {}", category.id));
        let list = self.list(&place, raw.id.clone(), &raw.questions, raw.rules)?;
        Ok(Category {
            id: raw.id,
            row: raw.row,
            also: raw.also,
            codes: raw.codes,
            confidence: raw.confidence,
            confirm: raw.confirm,
            note: raw.note,
            row_108: raw.process == Processes::Row108,
            list,
        })
    }

    fn list(&self, place: &Place, id: String, questions: &[String], raw: Vec<Spanned<RawRule>>) -> Result<List, DecisionTableError> {
        let questions = self.all(place, questions)?;
        let last = raw.len();
        let mut rules = Vec::with_capacity(last);
        for (index, rule) in raw.into_iter().enumerate() {
            let (place, rule) = self.at(rule, |_| format!("{}, rule {}", place.name, index + 1));
            let rule = self.rule(&place, &questions, rule)?;
            if rule.when.is_none() != (index + 1 == last) {
                let mend = "only the last rule has no `when`, and it has none";
                return Err(place.fault("what holds otherwise has to be said, at the end", mend));
            }
            rules.push(rule);
        }
        if rules.is_empty() {
            return Err(place.fault("there are no rules", "write what holds otherwise"));
        }
        let (line, name) = (place.line, place.name.clone());
        Ok(List {
            id,
            name,
            line,
            questions,
            rules,
        })
    }

    fn rule(&self, place: &Place, questions: &[StepId], raw: RawRule) -> Result<Rule, DecisionTableError> {
        let read = |table: toml::Table| read_condition(&table).map_err(|(what, mend)| place.fault(what, mend));
        let when = raw.when.map(read).transpose()?;
        if let Some(when) = &when {
            self.fits(place, questions, when)?;
        }
        if raw.basis.trim().is_empty() {
            return Err(place.fault("the basis is empty", "write row and column of the catalogue"));
        }
        let class = class(&raw.class);
        let at_least = raw.at_least.as_ref().map(self::class);
        if class.is_some() && at_least.is_some() || at_least == Some(None) {
            let mend = "`at_least` names a class, and only where the class is \"ask-staff\"";
            return Err(place.fault("`at_least` says nothing here", mend));
        }
        Ok(Rule {
            when,
            class,
            at_least: class.or(at_least.flatten()).unwrap_or(Class::NotListed),
            basis: raw.basis,
            row_108: raw.process == Some(Processes::Row108),
            note: raw.note,
            line: place.line,
        })
    }

    /// Whether a condition names questions of the list, and tests each by what it can be.
    fn fits(&self, place: &Place, questions: &[StepId], condition: &Condition) -> Result<(), DecisionTableError> {
        let listed = |id: &StepId| {
            if questions.contains(id) {
                return Ok(());
            }
            let mend = format!("put `{id}` into its `questions`, where it is best asked");
            Err(place.fault(format!("`{id}` is not among the questions of the list"), mend))
        };
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().try_for_each(|part| self.fits(place, questions, part)),
            Condition::Not(inner) => self.fits(place, questions, inner),
            Condition::Step(step, test) if step.as_str() == DERIVED.0 => {
                DERIVED_FROM.map(StepId::from).iter().try_for_each(listed)?;
                let options: Vec<OptionId> = DERIVED.1.into_iter().map(OptionId::from).collect();
                fits_kind(place, step, &AnswerKind::Options(options), test)
            }
            Condition::Step(step, test) => {
                let id = self.one(place, step.as_str())?;
                listed(&id)?;
                fits_kind(place, step, &self.questions[&id], test)
            }
            Condition::Answered(step) => {
                let what = format!("`answered` says nothing of `{step}`");
                Err(place.fault(what, "test what the answer is"))
            }
        }
    }
}

fn class(raw: &RawClass) -> Option<Class> {
    match raw {
        RawClass::Key => Some(Class::Key),
        RawClass::Simplified => Some(Class::Simplified),
        RawClass::Registration => Some(Class::Registration),
        RawClass::NotListed => Some(Class::NotListed),
        RawClass::AskStaff => None,
    }
}

fn fits_kind(place: &Place, step: &StepId, kind: &AnswerKind, test: &Test) -> Result<(), DecisionTableError> {
    let known = |options: &[OptionId], named: &OptionId| {
        if options.contains(named) {
            return Ok(());
        }
        let near = nearest(named.as_str(), options.iter().map(OptionId::as_str));
        Err(place.fault(format!("no option `{named}` in `{step}`"), format!("did you mean `{near}`?")))
    };
    match (kind, test) {
        (AnswerKind::YesNo, Test::YesNo(_)) | (AnswerKind::Number(_), Test::AtLeast(_) | Test::AtMost(_)) => Ok(()),
        (AnswerKind::Options(options), Test::Is(named)) => known(options, named),
        (AnswerKind::Options(options), Test::In(named)) => named.iter().try_for_each(|n| known(options, n)),
        (AnswerKind::YesNo, _) => Err(place.fault(format!("`{step}` is yes or no"), "write true or false")),
        (AnswerKind::Number(_), _) => Err(place.fault(format!("`{step}` is a number"), "write { at_least = 10 } or { at_most = 10 }")),
        (AnswerKind::Options(_), _) => Err(place.fault(format!("`{step}` has options"), "write \"option\" or { in = [\"option\"] }")),
    }
}
