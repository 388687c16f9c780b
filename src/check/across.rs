//! What several flows must agree on: their names, the lists they share, and where one leads to another.

use super::form::Form;
use crate::check::form::did_you_mean;
use crate::check::{Finding, Law};
use crate::flow::{CLASSES, StepKind, UNCLEAR};

/// Flows of the same name, lists of the same name that differ, and ways that lead nowhere.
pub(super) fn check(forms: &[Form<'_>], law: Option<Law<'_>>) -> Vec<Finding> {
    let mut found = classes(forms);
    found.extend(law.iter().flat_map(|law| codes(forms, law)));
    for (n, form) in forms.iter().enumerate() {
        let earlier = &forms[..n];
        if let Some(twin) = earlier.iter().find(|f| f.flow.id == form.flow.id) {
            let what = format!("the flow `{}` is also defined in {}", form.flow.id, twin.file);
            found.push(form.head("flow").finding(what, "give each its own name"));
        }
        found.extend(lost(*form, forms));
        for (list, options) in &form.flow.choices {
            let differs = |f: &&Form<'_>| f.flow.choices.get(list).is_some_and(|o| o != options);
            if let Some(other) = earlier.iter().find(differs) {
                let what = format!("{} has other options under this name", other.file);
                found.push(form.list(list).finding(what, "rename one, or make them the same"));
            }
        }
    }
    found
}

/// Each class leads to one flow, as soon as any flow says which classes it is for.
fn classes(forms: &[Form<'_>]) -> Vec<Finding> {
    let known = CLASSES.iter().copied().filter(|class| *class != UNCLEAR);
    let mut found = Vec::new();
    let mut claimed: Vec<(&str, &Form<'_>)> = Vec::new();
    for form in forms {
        for class in &form.flow.for_class {
            let spot = form.head("for_class");
            if !known.clone().any(|known| known == class.as_str()) {
                found.push(spot.finding(format!("no class `{class}`"), did_you_mean(class.as_str(), known.clone())));
            } else if let Some((_, other)) = claimed.iter().find(|(own, _)| *own == class.as_str()) {
                let what = format!("the class `{class}` also leads to {}", other.file);
                found.push(spot.finding(what, "name it in one of the two"));
            } else {
                claimed.push((class.as_str(), form));
            }
        }
    }
    if let Some((_, form)) = claimed.first() {
        let without = known.filter(|class| !claimed.iter().any(|(own, _)| own == class));
        found.extend(without.map(|class| {
            let what = format!("no flow is for the class `{class}`");
            form.head("for_class")
                .finding(what, "add it to the `for_class` of the flow it leads to")
        }));
    }
    found
}

/// Flows that are offered to industries there are not.
fn codes(forms: &[Form<'_>], law: &Law<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for form in forms {
        let known = |begin: &&String| law.industries.iter().any(|industry| industry.code.starts_with(begin.as_str()));
        for begin in form.flow.for_codes.iter().filter(|begin| !known(begin)) {
            let what = format!("no industry has a code that begins with {begin}");
            let mend = format!("correct the code; all codes are in {}", law.codes_file);
            found.push(form.head("for_codes").finding(what, mend));
        }
    }
    found
}

/// Steps that lead to a flow that is not there.
fn lost(form: Form<'_>, forms: &[Form<'_>]) -> Vec<Finding> {
    let known = || forms.iter().map(|f| f.flow.id.as_str());
    let finding = |step: &crate::flow::Step| {
        let StepKind::GoOn(flow) = &step.kind else { return None };
        let lost = !known().any(|id| id == flow.as_str());
        lost.then(|| {
            form.step(step, "go_on")
                .finding(format!("no flow `{flow}`"), did_you_mean(flow.as_str(), known()))
        })
    };
    form.flow.steps.iter().filter_map(finding).collect()
}
