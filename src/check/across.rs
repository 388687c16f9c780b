//! What several flows must agree on: their names, the lists they share, and where one leads to another.

use super::form::Form;
use crate::check::Finding;
use crate::check::form::did_you_mean;
use crate::flow::StepKind;

/// Flows of the same name, and lists of the same name that differ.
pub(super) fn check(forms: &[Form<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
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

/// Steps that lead to a flow that is not there.
fn lost(form: Form<'_>, forms: &[Form<'_>]) -> Vec<Finding> {
    let known = || forms.iter().map(|f| f.flow.id.0.as_str());
    let finding = |step: &crate::flow::Step| {
        let StepKind::GoOn(flow) = &step.kind else { return None };
        let lost = !known().any(|id| id == flow.0);
        lost.then(|| {
            form.step(step, "go_on")
                .finding(format!("no flow `{flow}`"), did_you_mean(&flow.0, known()))
        })
    };
    form.flow.steps.iter().filter_map(finding).collect()
}
