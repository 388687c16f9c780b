//! The texts that flows and program ask for, with the values they give.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::form::{Form, Spot};
use crate::check::{Finding, Law};
use crate::faq::Faq;
use crate::flow::{Ask, FieldSource, Flow, Step, StepKind};

/// The values every question's texts are given.
pub(super) const STEP_VALUES: [&str; 8] = ["trade", "n", "county", "township", "min", "max", "unit", "units"];

/// A text that somebody asks for.
#[derive(Debug)]
pub(super) struct Want {
    /// Who asks for it.
    pub(super) spot: Spot,
    /// In words; two who ask for the same text must be the same.
    who: String,
    /// The values that are given.
    pub(super) values: Vec<String>,
    /// Whether it must be there.
    pub(super) required: bool,
}

/// All texts that are asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// By id.
    pub(super) by_id: BTreeMap<String, Want>,
    clashes: Vec<Finding>,
    clashing: BTreeSet<(String, String)>,
}

/// What flows and program ask for.
pub(super) fn all(forms: &[Form<'_>], program: &[(&str, &[&str])], law: Option<Law<'_>>, faq: Option<(&str, &Faq)>) -> Wanted {
    let mut wanted = Wanted::default();
    for (id, values) in program {
        let spot = Spot {
            file: "the program".to_owned(),
            line: 0,
            step: None,
            subject: String::new(),
        };
        wanted.add((*id).to_owned(), &spot, "the program", values, true);
    }
    let of_law = law.map(|law| (law.file, "the decision table", law.table.texts()));
    let of_faq = faq.map(|(file, faq)| (file, "the list of questions", faq.texts()));
    let of_tables = of_law.into_iter().chain(of_faq);
    for (file, who, text) in of_tables.flat_map(|(file, who, texts)| texts.into_iter().map(move |text| (file, who, text))) {
        let spot = Spot {
            file: file.to_owned(),
            line: text.line,
            step: None,
            subject: String::new(),
        };
        wanted.add(text.id, &spot, who, &[], text.required);
    }
    let mut seen: Vec<&Flow> = Vec::new();
    for form in forms {
        if !seen.iter().any(|flow| flow.id == form.flow.id) {
            wanted.form(*form);
            seen.push(form.flow);
        }
    }
    wanted
}

impl Wanted {
    /// Ids that two ask for who mean different things.
    pub(super) fn clashes(&self) -> Vec<Finding> {
        self.clashes.clone()
    }

    fn add(&mut self, id: String, spot: &Spot, who: &str, values: &[&str], required: bool) {
        match self.by_id.entry(id) {
            Entry::Vacant(free) => {
                let values = values.iter().map(|v| (*v).to_owned()).collect();
                free.insert(Want {
                    spot: spot.clone(),
                    who: who.to_owned(),
                    values,
                    required,
                });
            }
            Entry::Occupied(taken) if taken.get().who != who => {
                let what = format!("its text `{}` is also one of {}", taken.key(), taken.get().who);
                let clash = spot.finding(what, "rename one of the two");
                // The same two clash in every text of theirs.
                if self.clashing.insert((who.to_owned(), taken.get().who.clone())) {
                    self.clashes.push(clash);
                }
            }
            Entry::Occupied(_) => {}
        }
    }

    fn form(&mut self, form: Form<'_>) {
        let flow = form.flow;
        self.add(
            format!("{}-intro", flow.id),
            &form.head("flow"),
            &format!("the flow `{}`", flow.id),
            &[],
            true,
        );
        let who = format!("the flow `{}`", flow.id);
        if !flow.for_class.is_empty() {
            self.add(format!("need-{}", flow.id), &form.head("for_class"), &who, &[], true);
        }
        if !flow.for_class.is_empty() || !flow.for_codes.is_empty() {
            self.add(format!("button-start-{}", flow.id), &form.head("flow"), &who, &[], true);
        }
        for step in &flow.steps {
            let section = format!("{}-section-{}", flow.id, step.section);
            let who = format!("the section `{}` of `{}`", step.section, flow.id);
            if !step.section.is_empty() {
                self.add(section, &form.step(step, "section"), &who, &[], true);
            }
            self.step(form, step);
        }
        for (list, options) in &flow.choices {
            for option in options {
                self.add(
                    format!("{list}-{option}"),
                    &form.list(list),
                    &format!("the list `{list}`"),
                    &[],
                    true,
                );
            }
        }
        self.fields(form);
    }

    fn step(&mut self, form: Form<'_>, step: &Step) {
        let id = form.flow.text_id(&step.id);
        let spot = form.step(step, "id");
        let who = format!("the step `{}` of `{}`", step.id, form.flow.id);
        match &step.kind {
            StepKind::Review => {}
            StepKind::Classify { .. } | StepKind::Validity { .. } => self.add(format!("{id}.short"), &spot, &who, &[], true),
            StepKind::GoOn(_) | StepKind::Wait => self.add(id, &spot, &who, &[], true),
            StepKind::HandIn(outcomes) => {
                self.add(format!("{}-handed-in", form.flow.id), &spot, &who, &[], true);
                for outcome in outcomes {
                    self.add(format!("outcome-{outcome}"), &spot, "the outcomes", &[], true);
                }
            }
            StepKind::Repeat { .. } => self.add(format!("{id}.again"), &spot, &who, &[], true),
            StepKind::Ask(ask) => {
                self.add(id.clone(), &spot, &who, &STEP_VALUES, true);
                self.add(format!("{id}.short"), &spot, &who, &[], true);
                self.add(format!("{id}.help"), &spot, &who, &STEP_VALUES, true);
                self.add(format!("{id}.example"), &spot, &who, &STEP_VALUES, is_typed(ask));
                self.add(format!("{id}.invalid"), &spot, &who, &STEP_VALUES, false);
            }
        }
    }

    fn fields(&mut self, form: Form<'_>) {
        let flow = form.flow;
        for field in &flow.fields {
            let spot = form.field(field);
            let label = format!("{}-field-{}", flow.id, field.id.replace('_', "-"));
            self.add(label, &spot, &format!("the field `{}` of `{}`", field.id, flow.id), &[], true);
            let values: Vec<&String> = match &field.source {
                FieldSource::Cases(cases) => cases.iter().map(|(_, value)| value).collect(),
                FieldSource::Fixed(value) => vec![value],
                _ => Vec::new(),
            };
            for value in values {
                let who = format!("the value `{value}` of `{}`", flow.id);
                self.add(format!("{}-value-{value}", flow.id), &spot, &who, &[], true);
            }
        }
    }
}

/// Whether one answers by typing, and so needs an example.
fn is_typed(ask: &Ask) -> bool {
    !matches!(
        ask,
        Ask::Choice { .. } | Ask::Choices { .. } | Ask::YesNo | Ask::Photo | Ask::Document
    )
}
