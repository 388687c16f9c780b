//! The law a form may ask by: which questions of it are worth asking, and what comes of their answers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{Ask, Flow, Known, Step, StepKind};
use crate::clock::Day;
use crate::ids::{ListId, OptionId, StepId};

/// The option that a condition on a `classify` step names while people must decide.
pub const UNCLEAR: &str = "unclear";

/// What a condition on a `classify` step may name.
pub const CLASSES: [&str; 5] = ["key", "simplified", "registration", "not-listed", UNCLEAR];

/// Where something stands that was granted, and what a condition on a `validity` step may name.
pub const STANDINGS: [&str; 4] = ["valid", "renew", "expired", UNCLEAR];

/// The option for "none of these" among questions asked together.
pub const NONE: &str = "none";

/// What the law says to the answers so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Inquiry {
    /// The question to ask next, and the questions it asks together if there are several; nothing if the result stands.
    pub next: Option<(StepId, Vec<StepId>)>,
    /// The class; while people must decide: at least this one.
    pub class: OptionId,
    /// People must decide.
    pub unclear: bool,
}

/// Where something stands that was granted earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// One of [`STANDINGS`]: counts and cannot be renewed yet, can be renewed, is over; or its day is not known well enough.
    pub state: OptionId,
    /// Since when it counts: the first and the last day it may be.
    pub since: (Day, Day),
    /// Until when: the first and the last day it may be.
    pub until: (Day, Day),
    /// From when it can be renewed.
    pub renew_from: Option<Day>,
}

/// A law that asks its own questions.
pub trait Law: fmt::Debug + Send + Sync {
    /// Every question it may ask, with the options of each list.
    fn questions(&self) -> Vec<(StepId, Ask, Vec<OptionId>)>;
    /// What it says of an industry (four digits). What is known stands as in conditions; `Nothing` is "I don't know".
    fn inquire(&self, code: &str, known: &BTreeMap<StepId, Known>) -> Inquiry;
    /// Where something of a class stands on a day that was granted between two days.
    fn standing(&self, class: &str, since: (Day, Day), on: Day) -> Option<Standing>;
}

/// A law shared by forms. Forms are told apart by their own content alone.
#[derive(Debug, Clone)]
pub struct LawRef(pub Arc<dyn Law>);

impl PartialEq for LawRef {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Flow {
    /// The form with the questions of the law behind its `classify` step.
    #[must_use]
    pub fn under(mut self, law: &Arc<dyn Law>) -> Self {
        let Some(place) = self.steps.iter().position(|s| matches!(s.kind, StepKind::Classify { .. })) else {
            return self;
        };
        let class = self.steps[place].clone();
        let mut steps = Vec::new();
        for (id, ask, options) in law.questions() {
            if let Ask::Choice { from } | Ask::Choices { from, .. } = &ask {
                self.choices.insert(from.clone(), options);
            }
            steps.push(Step {
                id,
                when: None,
                optional: true,
                asked_by: Some(class.id.clone()),
                kind: StepKind::Ask(ask),
                ..class.clone()
            });
        }
        self.steps.splice(place + 1..=place, steps);
        self.law = Some(LawRef(law.clone()));
        self
    }

    /// The `classify` step, with the questions of the form that answer some of the law's.
    pub fn classify(&self) -> Option<(&Step, &BTreeMap<StepId, StepId>)> {
        self.steps.iter().find_map(|step| match &step.kind {
            StepKind::Classify { known } => Some((step, known)),
            _ => None,
        })
    }
}

/// The list of options of a question of the law: `catalogue-species`.
pub(crate) fn list_of(question: &StepId) -> ListId {
    ListId::from(format!("catalogue-{question}"))
}
