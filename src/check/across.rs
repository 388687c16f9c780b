//! What several flows must agree on: their names and the lists they share.

use super::form::Form;
use crate::check::Finding;

/// Flows of the same name, and lists of the same name that differ.
pub(super) fn check(forms: &[Form<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (n, form) in forms.iter().enumerate() {
        let earlier = &forms[..n];
        if let Some(twin) = earlier.iter().find(|f| f.flow.id == form.flow.id) {
            let what = format!("the flow `{}` is also defined in {}", form.flow.id, twin.file);
            found.push(form.head("flow").finding(what, "give each its own name"));
        }
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
