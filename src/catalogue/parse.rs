//! From TOML to a [`DecisionTable`]. Errors name the line or the list, what is wrong and how to mend it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{AnswerKind, Category, Class, DecisionTable, Fact, Facts, List, Rule, Scale, Together};
use crate::flow::{Condition, Test, nearest, read_condition};
use crate::ids::{OptionId, StepId};

/// The one question that is derived, with its options.
const DERIVED: (&str, [&str; 3]) = ("livestock-scale", ["scale", "below", "gray"]);

/// The table cannot be used; the author's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}; {mend}")]
pub struct DecisionTableError {
    /// `line 12`, or the list: `category tea, rule 2`.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    basis: String,
    article7: Vec<String>,
    outside: String,
    questions: BTreeMap<String, RawKind>,
    together: Vec<RawTogether>,
    #[serde(default)]
    known: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    scale: Vec<RawScale>,
    process: Vec<RawProcess>,
    category: Vec<RawCategory>,
    uncovered: RawUncovered,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawKind {
    Word(String),
    Options { options: Vec<String> },
    Number { unit: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTogether {
    id: String,
    questions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScale {
    species: String,
    low: Option<f64>,
    high: Option<f64>,
    #[expect(dead_code, reason = "for whoever reads the file; the category says that its scale is not verified")]
    confidence: String,
}

impl RawScale {
    fn read(self) -> Scale {
        Scale {
            limits: self.low.zip(self.high),
            species: OptionId(self.species),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProcess {
    id: String,
    #[expect(dead_code, reason = "for whoever reads the file; the rules name it in their basis")]
    row: u16,
    questions: Vec<String>,
    rules: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCategory {
    id: String,
    row: u16,
    codes: Vec<String>,
    questions: Vec<String>,
    process: Processes,
    confidence: String,
    #[serde(default)]
    confirm: bool,
    note: Option<String>,
    rules: Vec<RawRule>,
}

/// Which general processes count.
#[derive(Deserialize, PartialEq)]
enum Processes {
    /// Key and simplified only (article 6).
    #[serde(rename = "rows-1-107")]
    Rows1To107,
    /// Registration as well (article 7).
    #[serde(rename = "row-108")]
    Row108,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    when: Option<toml::Table>,
    class: RawClass,
    basis: String,
    process: Option<Processes>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RawClass {
    Key,
    Simplified,
    Registration,
    NotListed,
    AskStaff,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUncovered {
    codes: Vec<String>,
}

fn fault(place: impl Into<String>, what: impl Into<String>, mend: impl Into<String>) -> DecisionTableError {
    DecisionTableError {
        place: place.into(),
        what: what.into(),
        mend: mend.into(),
    }
}

impl DecisionTable {
    /// Reads the table; nothing of it is used if anything is wrong.
    pub fn parse(source: &str) -> Result<DecisionTable, DecisionTableError> {
        let raw: RawTable = toml::from_str(source).map_err(|error| {
            let line = error
                .span()
                .map_or(0, |span| source[..span.start.min(source.len())].matches('\n').count() + 1);
            let what = error.message().replace('\n', " ");
            fault(
                format!("line {line}"),
                what,
                "correct the line; the head of the file tells how it is written",
            )
        })?;
        let mut questions = BTreeMap::new();
        for (id, kind) in raw.questions {
            questions.insert(StepId(id.clone()), answer_kind(&id, kind)?);
        }
        let names = Names(&questions);
        let together = raw
            .together
            .into_iter()
            .map(|group| names.together(group))
            .collect::<Result<_, _>>()?;
        let known = raw
            .known
            .into_iter()
            .map(|(code, facts)| names.known(code, facts))
            .collect::<Result<_, _>>()?;
        let scales = raw.scale.into_iter().map(RawScale::read).collect();
        let processes = raw
            .process
            .into_iter()
            .map(|p| names.list(&format!("process {}", p.id), p.id.clone(), &p.questions, p.rules));
        let processes = processes.collect::<Result<_, _>>()?;
        let article7 = names.all("article7", &raw.article7)?;
        let outside = names.one("outside", &raw.outside)?;
        let categories = raw.category.into_iter().map(|c| names.category(c)).collect::<Result<Vec<_>, _>>()?;
        whole(&categories)?;
        Ok(DecisionTable {
            basis: raw.basis,
            together,
            known,
            scales,
            processes,
            article7,
            outside,
            categories,
            uncovered: raw.uncovered.codes,
            questions,
        })
    }
}

fn answer_kind(id: &str, kind: RawKind) -> Result<AnswerKind, DecisionTableError> {
    match kind {
        RawKind::Word(word) if word == "yes-no" => Ok(AnswerKind::YesNo),
        RawKind::Word(word) => Err(fault(
            format!("question {id}"),
            format!("`{word}` is no kind of answer"),
            "write \"yes-no\", { options = [..] } or { unit = \"..\" }",
        )),
        RawKind::Options { options } => Ok(AnswerKind::Options(options.into_iter().map(OptionId).collect())),
        RawKind::Number { unit } => Ok(AnswerKind::Number(unit)),
    }
}

/// What has to hold for all categories together.
fn whole(categories: &[Category]) -> Result<(), DecisionTableError> {
    let mut ids = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for category in categories {
        let place = format!("category {}", category.id);
        if !ids.insert(&category.id) {
            return Err(fault(place, "there are two of this name", "rename one of them"));
        }
        for code in &category.codes {
            if !codes.insert(code) {
                return Err(fault(place, format!("code {code} is in another category too"), "keep it in one"));
            }
        }
    }
    if codes.iter().any(|code| *code == "*") {
        return Ok(());
    }
    Err(fault(
        "categories",
        "none is for all other codes",
        "give the category of row 108 `codes = [\"*\"]`",
    ))
}

/// The questions there are.
struct Names<'a>(&'a BTreeMap<StepId, AnswerKind>);

impl Names<'_> {
    fn one(&self, place: &str, name: &str) -> Result<StepId, DecisionTableError> {
        let id = StepId::from(name);
        if self.0.contains_key(&id) {
            return Ok(id);
        }
        let near = nearest(name, self.0.keys().map(StepId::as_str));
        Err(fault(place, format!("no question `{name}`"), format!("did you mean `{near}`?")))
    }

    fn all(&self, place: &str, names: &[String]) -> Result<Vec<StepId>, DecisionTableError> {
        names.iter().map(|name| self.one(place, name)).collect()
    }

    fn together(&self, raw: RawTogether) -> Result<Together, DecisionTableError> {
        let questions = self.all(&format!("together {}", raw.id), &raw.questions)?;
        let id = StepId(raw.id);
        Ok(Together { id, questions })
    }

    fn known(&self, code: String, raw: BTreeMap<String, String>) -> Result<(String, Facts), DecisionTableError> {
        let place = format!("known, code {code}");
        let mut facts = Facts::new();
        for (question, option) in raw {
            let question = self.one(&place, &question)?;
            let option = OptionId(option);
            fits_kind(&place, &question, &self.0[&question], &Test::Is(option.clone()))?;
            facts.insert(question, Fact::Option(option));
        }
        Ok((code, facts))
    }

    fn category(&self, raw: RawCategory) -> Result<Category, DecisionTableError> {
        let place = format!("category {}", raw.id);
        let list = self.list(&place, raw.id.clone(), &raw.questions, raw.rules)?;
        Ok(Category {
            id: raw.id,
            row: raw.row,
            codes: raw.codes,
            confidence: raw.confidence,
            confirm: raw.confirm,
            note: raw.note,
            row_108: raw.process == Processes::Row108,
            list,
        })
    }

    fn list(&self, place: &str, id: String, questions: &[String], raw: Vec<RawRule>) -> Result<List, DecisionTableError> {
        let questions = self.all(place, questions)?;
        let last = raw.len();
        let mut rules = Vec::with_capacity(last);
        for (index, rule) in raw.into_iter().enumerate() {
            let place = format!("{place}, rule {}", index + 1);
            let rule = self.rule(&place, &questions, rule)?;
            if rule.when.is_none() != (index + 1 == last) {
                let mend = "only the last rule has no `when`, and it has none";
                return Err(fault(place, "what holds otherwise has to be said, at the end", mend));
            }
            rules.push(rule);
        }
        if rules.is_empty() {
            return Err(fault(place, "there are no rules", "write what holds otherwise"));
        }
        Ok(List { id, questions, rules })
    }

    fn rule(&self, place: &str, questions: &[StepId], raw: RawRule) -> Result<Rule, DecisionTableError> {
        let read = |table: toml::Table| read_condition(&table).map_err(|(what, mend)| fault(place, what, mend));
        let when = raw.when.map(read).transpose()?;
        if let Some(when) = &when {
            self.fits(place, questions, when)?;
        }
        Ok(Rule {
            when,
            class: match raw.class {
                RawClass::Key => Some(Class::Key),
                RawClass::Simplified => Some(Class::Simplified),
                RawClass::Registration => Some(Class::Registration),
                RawClass::NotListed => Some(Class::NotListed),
                RawClass::AskStaff => None,
            },
            basis: raw.basis,
            row_108: raw.process == Some(Processes::Row108),
            note: raw.note,
        })
    }

    /// Whether a condition names questions of the list, and tests each by what it can be.
    fn fits(&self, place: &str, questions: &[StepId], condition: &Condition) -> Result<(), DecisionTableError> {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().try_for_each(|part| self.fits(place, questions, part)),
            Condition::Not(inner) => self.fits(place, questions, inner),
            Condition::Step(step, test) if step.as_str() == DERIVED.0 => {
                let options: Vec<OptionId> = DERIVED.1.into_iter().map(OptionId::from).collect();
                fits_kind(place, step, &AnswerKind::Options(options), test)
            }
            Condition::Step(step, test) => {
                let id = self.one(place, step.as_str())?;
                if !questions.contains(&id) {
                    let mend = format!("put `{id}` into its `questions`, where it is best asked");
                    return Err(fault(place, format!("`{id}` is not among the questions of the list"), mend));
                }
                fits_kind(place, step, &self.0[&id], test)
            }
            Condition::Answered(step) => Err(fault(
                place,
                format!("`answered` says nothing of `{step}`"),
                "test what the answer is",
            )),
        }
    }
}

fn fits_kind(place: &str, step: &StepId, kind: &AnswerKind, test: &Test) -> Result<(), DecisionTableError> {
    let known = |options: &[OptionId], named: &OptionId| {
        if options.contains(named) {
            return Ok(());
        }
        let near = nearest(named.as_str(), options.iter().map(OptionId::as_str));
        let what = format!("no option `{named}` in `{step}`");
        Err(fault(place, what, format!("did you mean `{near}`?")))
    };
    match (kind, test) {
        (AnswerKind::YesNo, Test::YesNo(_)) | (AnswerKind::Number(_), Test::AtLeast(_) | Test::AtMost(_)) => Ok(()),
        (AnswerKind::Options(options), Test::Is(named)) => known(options, named),
        (AnswerKind::Options(options), Test::In(named)) => named.iter().try_for_each(|n| known(options, n)),
        (AnswerKind::YesNo, _) => Err(fault(place, format!("`{step}` is yes or no"), "write true or false")),
        (AnswerKind::Number(_), _) => Err(fault(
            place,
            format!("`{step}` is a number"),
            "write { at_least = 10 } or { at_most = 10 }",
        )),
        (AnswerKind::Options(_), _) => Err(fault(
            place,
            format!("`{step}` has options"),
            "write \"option\" or { in = [\"option\"] }",
        )),
    }
}
