//! The law's terms: how long what was granted counts, and by when something is due.
//!
//! The table is `flows/tables/terms.toml`. The days worked out from it are guidance; what the certificate says counts.

use serde::{Deserialize, Serialize};

use super::{Class, DecisionTableError};
use crate::clock::Day;
use crate::flow::{nearest, toml_line};

/// What a term is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermKind {
    /// What was granted counts so many years.
    Valid,
    /// It can be renewed from so many days before its end.
    RenewFrom,
    /// A renewal has to be applied for so many days before its end at the latest.
    RenewBy,
    /// A change has to be told within so many days.
    Change,
    /// The authority decides within so many working days after acceptance.
    Review,
    /// The same where it has to look at the place.
    ReviewSite,
    /// It decides about a renewal within so many working days.
    RenewReview,
    /// It says within so many days, and once, what is missing.
    Correct,
}

impl TermKind {
    /// All of them.
    pub const ALL: [TermKind; 8] = [
        TermKind::Valid,
        TermKind::RenewFrom,
        TermKind::RenewBy,
        TermKind::Change,
        TermKind::Correct,
        TermKind::Review,
        TermKind::ReviewSite,
        TermKind::RenewReview,
    ];

    /// Its name in the table and in texts: `renew-by`.
    pub fn word(self) -> &'static str {
        match self {
            TermKind::Valid => "valid",
            TermKind::RenewFrom => "renew-from",
            TermKind::RenewBy => "renew-by",
            TermKind::Change => "change",
            TermKind::Review => "review",
            TermKind::ReviewSite => "review-site",
            TermKind::RenewReview => "renew-review",
            TermKind::Correct => "correct",
        }
    }

    /// What it is counted in.
    fn unit(self) -> &'static str {
        match self {
            TermKind::Valid => "years",
            TermKind::RenewFrom | TermKind::RenewBy | TermKind::Change | TermKind::Correct => "days",
            TermKind::Review | TermKind::ReviewSite | TermKind::RenewReview => "working_days",
        }
    }
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The classes of management it applies to.
    pub classes: Vec<Class>,
    /// What it is about.
    pub kind: TermKind,
    /// How many years, days or working days.
    pub count: u32,
    /// The law and article, in Chinese.
    pub basis: String,
    /// Whether it was seen in the official text.
    pub verified: bool,
}

/// All terms, in the order they are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms(Vec<Term>);

/// What was granted, and what is due when: facts of a case, as the law stood when they were noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The class of management.
    pub class: Class,
    /// Since when it counts.
    pub from: Day,
    /// The last day it counts.
    pub until: Day,
    /// From when it can be renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renew_from: Option<Day>,
    /// Until when a renewal has to be applied for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renew_by: Option<Day>,
    /// Within how many days a change has to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_days: Option<u32>,
}

impl Validity {
    /// Where it stands on a day: a word of `flow::STANDINGS`.
    pub fn standing(&self, on: Day) -> &'static str {
        match (on > self.until, self.renew_from) {
            (true, _) => "expired",
            (false, Some(from)) if on >= from => "renew",
            (false, _) => "valid",
        }
    }

    /// What is due on which day, the earliest first.
    pub fn due(&self) -> Vec<(Day, TermKind)> {
        let days = [
            (self.renew_from, TermKind::RenewFrom),
            (self.renew_by, TermKind::RenewBy),
            (Some(self.until), TermKind::Valid),
        ];
        let mut due: Vec<(Day, TermKind)> = days.into_iter().filter_map(|(day, kind)| Some((day?, kind))).collect();
        due.sort_by_key(|(day, _)| *day);
        due
    }

    /// What is due from one day to another, both included: for reminders.
    pub fn due_between(&self, first: Day, last: Day) -> Vec<(Day, TermKind)> {
        self.due().into_iter().filter(|(day, _)| (first..=last).contains(day)).collect()
    }
}

impl Terms {
    /// Those that apply to a class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Term> {
        self.0.iter().filter(move |term| term.classes.contains(&class))
    }

    /// A term of a class.
    pub fn term(&self, class: Class, kind: TermKind) -> Option<&Term> {
        self.of(class).find(|term| term.kind == kind)
    }

    /// What follows from something granted on that day; nothing for a class that is granted nothing.
    pub fn validity(&self, class: Class, from: Day) -> Option<Validity> {
        let count = |kind| self.term(class, kind).map(|term| term.count);
        let until = from.years_later(count(TermKind::Valid)?);
        Some(Validity {
            class,
            from,
            until,
            renew_from: count(TermKind::RenewFrom).map(|days| until.days_earlier(days)),
            renew_by: count(TermKind::RenewBy).map(|days| until.days_earlier(days)),
            change_days: count(TermKind::Change),
        })
    }

    /// Reads the table; nothing of it is used if anything is wrong.
    pub fn parse(source: &str) -> Result<Terms, DecisionTableError> {
        let raw: RawTerms = toml::from_str(source).map_err(|error| {
            let what = error.message().replace('\n', " ");
            fault(
                toml_line(source, &error),
                "",
                what,
                "correct the line; the head of the file tells how it is written",
            )
        })?;
        let line_at = |byte: usize| source.bytes().take(byte).filter(|b| *b == b'\n').count() + 1;
        let mut terms = Terms::default();
        for raw in raw.term {
            let line = line_at(raw.span().start);
            let term = read(raw.into_inner(), line)?;
            if let Some(class) = term.classes.iter().find(|class| terms.term(**class, term.kind).is_some()) {
                let what = format!("`{}` is told twice for `{}`", term.kind.word(), class.word());
                return Err(fault(line, "", what, "keep one of the two"));
            }
            terms.0.push(term);
        }
        let needs_valid = |term: &&Term| term.classes.iter().any(|class| terms.term(*class, TermKind::Valid).is_none());
        match terms.0.iter().find(needs_valid) {
            None => Ok(terms),
            Some(term) => {
                let class = term.classes[0].word();
                let what = format!("nothing says how long `{class}` is valid");
                Err(fault(0, "", what, "add a term with `kind = \"valid\"` and `years`"))
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerms {
    term: Vec<toml::Spanned<RawTerm>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    #[serde(rename = "for")]
    classes: Vec<String>,
    kind: String,
    years: Option<u32>,
    days: Option<u32>,
    working_days: Option<u32>,
    basis: String,
    confidence: String,
}

fn read(raw: RawTerm, line: usize) -> Result<Term, DecisionTableError> {
    let words = TermKind::ALL.map(TermKind::word);
    let Some(kind) = TermKind::ALL.into_iter().find(|kind| kind.word() == raw.kind) else {
        let near = nearest(&raw.kind, words);
        return Err(fault(
            line,
            "",
            format!("no kind `{}`", raw.kind),
            format!("did you mean `{near}`?"),
        ));
    };
    let place = format!("term {}", kind.word());
    let granted = [Class::Registration, Class::Simplified, Class::Key];
    let class = |word: &String| {
        let known = granted.into_iter().find(|class| class.word() == word);
        let near = || nearest(word, granted.map(Class::word));
        known.ok_or_else(|| fault(line, &place, format!("no class `{word}`"), format!("did you mean `{}`?", near())))
    };
    let classes = raw.classes.iter().map(class).collect::<Result<Vec<_>, _>>()?;
    if classes.is_empty() || raw.basis.trim().is_empty() {
        return Err(fault(
            line,
            &place,
            "its classes or its basis are missing",
            "write `for = [\"registration\"]` and `basis`",
        ));
    }
    let counts = [("years", raw.years), ("days", raw.days), ("working_days", raw.working_days)];
    let mut told = counts.into_iter().filter_map(|(unit, count)| Some((unit, count?)));
    match (told.next(), told.next()) {
        (Some((unit, count)), None) if unit == kind.unit() && (1..=1_000).contains(&count) => Ok(Term {
            classes,
            kind,
            count,
            basis: raw.basis,
            verified: raw.confidence == "verified",
        }),
        _ => {
            let what = format!("it is counted in `{}`, from 1 to 1000", kind.unit());
            Err(fault(line, &place, what, format!("write `{} = 20` and no other unit", kind.unit())))
        }
    }
}

fn fault(line: usize, place: &str, what: impl Into<String>, mend: impl Into<String>) -> DecisionTableError {
    DecisionTableError {
        line,
        place: place.to_owned(),
        what: what.into(),
        mend: mend.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = include_str!("../../flows/tables/terms.toml");

    fn day(text: &str) -> Day {
        Day::try_from(text.to_owned()).unwrap()
    }

    /// From when something was granted: until when, renewable from, renewal applied for by.
    fn dates(class: Class, from: &str) -> [String; 3] {
        let validity = Terms::parse(SOURCE).unwrap().validity(class, day(from)).unwrap();
        let word = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        [Some(validity.until), validity.renew_from, validity.renew_by].map(word)
    }

    #[test]
    fn a_registration_counts_five_years_and_is_renewed_in_its_last_twenty_days() {
        for (from, until, renew) in [
            ("2026-11-24", "2031-11-24", "2031-11-04"),
            ("2027-03-15", "2032-03-15", "2032-02-24"),
            ("2028-02-29", "2033-02-28", "2033-02-08"),
            ("2027-03-20", "2032-03-20", "2032-02-29"),
            ("2026-01-10", "2031-01-10", "2030-12-21"),
        ] {
            assert_eq!(dates(Class::Registration, from), [until, renew, ""], "{from}");
        }
    }

    #[test]
    fn a_renewal_of_a_permit_is_applied_for_sixty_days_before_its_end() {
        for (from, until, by) in [
            ("2026-11-24", "2031-11-24", "2031-09-25"),
            ("2027-04-29", "2032-04-29", "2032-02-29"),
            ("2028-04-29", "2033-04-29", "2033-02-28"),
            ("2028-02-29", "2033-02-28", "2032-12-30"),
        ] {
            assert_eq!(dates(Class::Simplified, from), [until, "", by], "{from}");
            assert_eq!(dates(Class::Key, from), [until, "", by], "{from}");
        }
        assert_eq!(Terms::parse(SOURCE).unwrap().validity(Class::NotListed, day("2026-11-24")), None);
    }

    #[test]
    fn what_is_due_is_found_by_its_days() {
        let terms = Terms::parse(SOURCE).unwrap();
        let registration = terms.validity(Class::Registration, day("2026-11-24")).unwrap();
        assert_eq!(registration.change_days, Some(20));
        let between = |first: &str, last: &str| registration.due_between(day(first), day(last));
        let (renew, until) = ((day("2031-11-04"), TermKind::RenewFrom), (day("2031-11-24"), TermKind::Valid));
        assert_eq!(between("2031-11-04", "2031-11-24"), [renew, until]);
        assert_eq!(between("2031-11-05", "2031-11-23"), []);
        assert_eq!(between("2031-11-24", "2031-12-31"), [until]);
    }

    #[test]
    fn where_it_stands_changes_on_its_days() {
        let registration = Terms::parse(SOURCE)
            .unwrap()
            .validity(Class::Registration, day("2023-02-28"))
            .unwrap();
        for (on, state) in [
            ("2023-02-28", "valid"),
            ("2028-02-07", "valid"),
            ("2028-02-08", "renew"),
            ("2028-02-28", "renew"),
            ("2028-02-29", "expired"),
        ] {
            assert_eq!(registration.standing(day(on)), state, "{on}");
        }
    }

    #[test]
    fn it_is_stored_and_read_back() {
        let terms = Terms::parse(SOURCE).unwrap();
        let permit = terms.validity(Class::Key, day("2026-11-24")).unwrap();
        let text = serde_json::to_string(&permit).unwrap();
        assert_eq!(
            text,
            "{\"class\":\"key\",\"from\":\"2026-11-24\",\"until\":\"2031-11-24\",\"renew_by\":\"2031-09-25\",\"change_days\":30}"
        );
        assert_eq!(serde_json::from_str::<Validity>(&text).unwrap(), permit);
    }

    #[test]
    fn faults_are_told_with_line_and_remedy() {
        let wrong = |find: &str, put: &str| Terms::parse(&SOURCE.replacen(find, put, 1)).unwrap_err().to_string();
        assert_eq!(
            wrong("kind = \"renew-from\"", "kind = \"renew-form\""),
            "line 26: no kind `renew-form`; did you mean `renew-from`?"
        );
        assert_eq!(
            wrong("years = 5", "days = 5"),
            "line 19, term valid: it is counted in `years`, from 1 to 1000; write `years = 20` and no other unit"
        );
        assert_eq!(
            wrong("[\"registration\"]", "[\"registered\"]"),
            "line 19, term valid: no class `registered`; did you mean `registration`?"
        );
        assert_eq!(
            wrong("kind = \"renew-from\"\ndays", "kind = \"valid\"\nyears"),
            "line 26: `valid` is told twice for `registration`; keep one of the two"
        );
        assert!(
            wrong("kind = \"valid\"\nyears = 5", "kind = \"renew-by\"\ndays = 5").contains("nothing says how long `registration` is valid")
        );
        assert!(wrong("confidence = ", "sure = ").starts_with("line "));
    }
}
