//! Texts: missing, unused, in one language only, with values nobody gives, called like a word that steers.

use std::collections::BTreeSet;

use super::form::did_you_mean;
use super::wanted::{Want, Wanted};
use crate::check::Finding;
use crate::l10n::{Catalogue, Lang, Shape};

/// What is compared.
pub(super) struct Texts<'a> {
    /// The texts there are.
    pub(super) catalogue: &'a Catalogue,
    /// The texts that are asked for.
    pub(super) wanted: &'a Wanted,
    /// Languages with a file that cannot be read: nothing is called missing there.
    pub(super) broken: &'a BTreeSet<Lang>,
    /// Whether all flows could be read; else nothing is called unused.
    pub(super) whole: bool,
}

/// Every fault of the texts.
pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, want) in &texts.wanted.by_id {
        found.extend(texts.missing(id, want));
        for lang in Lang::ALL {
            let shape = texts.catalogue.shape(lang, id);
            found.extend(shape.and_then(|shape| values(id, want, shape)));
        }
    }
    if texts.whole {
        for lang in Lang::ALL {
            found.extend(texts.unused(lang));
        }
    }
    found
}

impl Texts<'_> {
    fn lacks(&self, lang: Lang, id: &str) -> bool {
        !self.broken.contains(&lang) && !self.catalogue.has(lang, id)
    }

    fn missing(&self, id: &str, want: &Want) -> Option<Finding> {
        let without: Vec<&str> = Lang::ALL.into_iter().filter(|l| self.lacks(*l, id)).map(Lang::code).collect();
        let there = Lang::ALL.iter().find_map(|l| self.catalogue.shape(*l, id));
        match (without.as_slice(), there) {
            ([], _) => None,
            ([lang, ..], Some(shape)) => {
                let mend = format!("write it for {lang} too");
                Some(at(shape, format!("the text `{id}` is missing in {lang}"), mend))
            }
            (_, None) if !want.required => None,
            (langs, None) => {
                let what = format!("the text `{id}` is missing in {}", langs.join(" and "));
                Some(want.spot.finding(what, "write it under locales/"))
            }
        }
    }

    fn unused(&self, lang: Lang) -> Vec<Finding> {
        let wanted = |id: &str| self.wanted.by_id.contains_key(id);
        let part_wanted = |message: &str| {
            let part = format!("{message}.");
            let parts = self.wanted.by_id.range(part.clone()..).next();
            wanted(message) || parts.is_some_and(|(id, _)| id.starts_with(&part))
        };
        let required = self.wanted.by_id.iter().filter(|(_, want)| want.required);
        let missing: Vec<&str> = required.map(|(id, _)| id.as_str()).filter(|id| self.lacks(lang, id)).collect();
        let mut found = Vec::new();
        let mut last = "";
        for id in self.catalogue.ids(lang).filter(|id| !wanted(id)) {
            let message = id.split('.').next().unwrap_or(id);
            let whole = !part_wanted(message);
            if whole && message == last {
                continue;
            }
            last = if whole { message } else { "" };
            let named = if whole { message } else { id };
            let mend = match missing.as_slice() {
                [] => "remove it".to_owned(),
                some => format!("remove it; or {}", did_you_mean(named, some.iter().copied())),
            };
            let shape = self.catalogue.shape(lang, id);
            found.extend(shape.map(|shape| at(shape, format!("nothing uses the text `{named}`"), mend)));
        }
        found
    }
}

fn values(id: &str, want: &Want, shape: &Shape) -> Option<Finding> {
    let unknown = shape.variables.iter().find(|v| !want.values.contains(v))?;
    let what = format!("the text `{id}` uses `${unknown}`, which it is not given");
    let given: Vec<String> = want.values.iter().map(|v| format!("`${v}`")).collect();
    let mend = match given.as_slice() {
        [] => "this text takes no values".to_owned(),
        _ => format!("it is given {}", given.join(", ")),
    };
    Some(at(shape, what, mend))
}

/// A finding at a text.
pub(super) fn at(shape: &Shape, what: String, mend: impl Into<String>) -> Finding {
    Finding {
        file: shape.file.clone(),
        line: shape.line,
        step: None,
        what,
        mend: mend.into(),
    }
}
