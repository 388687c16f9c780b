//! Evaluating the lists with three values, and finding what is worth asking.

use std::collections::BTreeSet;

use super::{Category, Class, DecisionTable, Fact, Facts, List, Rule, Trade};
use crate::flow::{Condition, Known, Tri};
use crate::ids::{OptionId, StepId};

/// Derived from the kind of animal and their number.
pub(super) const SCALE: &str = "livestock-scale";
/// See [`SCALE`].
const SPECIES: &str = "species";
/// See [`SCALE`].
pub(super) const HEADS: &str = "head-count";

/// What the catalogue says to what is known so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict<'a> {
    /// The class; while something is open or people must decide: at least this one.
    pub class: Class,
    /// The rules that gave it.
    pub grounds: Vec<Ground<'a>>,
    /// Why people must decide; nobody needs to if empty.
    pub staff: Vec<Staff<'a>>,
    /// Why it is provisional until people have confirmed it.
    pub provisional: Vec<Provisional<'a>>,
    /// The trades that gave it, by their places; none if a general process or article 7 did, or it is not listed.
    pub decided_by: Vec<usize>,
    /// What to ask next; nothing if no answer can change the result.
    pub next: Option<Asking>,
}

/// A rule that counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground<'a> {
    /// A rule of a category.
    Category(&'a Category, &'a Rule),
    /// A rule of a general process.
    Process(&'a Rule),
    /// Article 7, by this question.
    Article7(StepId),
}

/// Why people must decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Staff<'a> {
    /// The site lies where the catalogue does not apply (note 5), or that is not known.
    Outside,
    /// A rule says so.
    Rule(&'a str),
    /// The owner could not say this, and it decides.
    NotKnown(StepId),
    /// The row has no decision list.
    Uncovered,
}

/// Why a result is provisional.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provisional<'a> {
    /// The data ask for a human's confirmation.
    Confirm(&'a str),
    /// Something of it is not verified in the official text.
    Unverified(&'a str),
}

/// What is asked next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// One question.
    One(StepId),
    /// Several yes-or-no questions as one, with ticks.
    Together {
        /// Its name.
        id: StepId,
        /// Those that can still change the result.
        questions: Vec<StepId>,
    },
}

/// A list, as far as it is decided.
struct Reach<'a> {
    /// The rules that may be the first to hold.
    possible: Vec<&'a Rule>,
    /// Questions that were not asked and may decide it, in the list's order.
    open: Vec<StepId>,
    /// Questions the owner could not answer that stand in the way.
    blocked: Vec<StepId>,
    /// Below this a result of the list does not count (article 6).
    counts_from: Class,
}

impl<'a> Reach<'a> {
    fn class(&self, rule: &Rule) -> Option<Class> {
        rule.class.map(|class| self.counted(class))
    }

    fn counted(&self, class: Class) -> Class {
        if class < self.counts_from { Class::NotListed } else { class }
    }

    /// The rule that counts, once every rule that may hold says the same.
    fn settled(&self) -> Option<&'a Rule> {
        let first = self.possible.first()?;
        let says = |rule: &Rule| (self.class(rule), self.counted(rule.at_least), rule.row_108);
        let same = |rule: &&Rule| says(rule) == says(first);
        self.possible.iter().all(same).then_some(first)
    }

    /// The class it has at least.
    fn floor(&self) -> Class {
        let classes = self.possible.iter().map(|rule| self.counted(rule.at_least));
        classes.min().unwrap_or(Class::NotListed)
    }

    /// Whether it may still bring a result above the floor, lead into row 108, or hand over to people.
    fn matters(&self, floor: Class) -> bool {
        let more = |rule: &&Rule| rule.row_108 || self.class(rule).is_none_or(|class| class > floor);
        self.settled().is_none() && self.possible.iter().any(more)
    }
}

/// A trade with a list.
struct Own<'a> {
    /// Its place among the trades.
    place: usize,
    category: &'a Category,
    reach: Reach<'a>,
}

/// The evaluation of one set of facts.
struct Court<'a, 'f> {
    table: &'a DecisionTable,
    facts: &'f Facts,
}

impl DecisionTable {
    /// What the catalogue says of an enterprise with these trades on one site.
    pub fn evaluate<'a>(&'a self, trades: &[Trade<'a>], facts: &'a Facts) -> Verdict<'a> {
        let each: Vec<(Trade<'a>, &Facts)> = trades.iter().map(|trade| (*trade, facts)).collect();
        self.evaluate_each(&each, facts)
    }

    /// The same, where each trade has facts of its own beside those of the site: an oil press may be in a workshop, the noodles
    /// made at home.
    pub fn evaluate_each<'a>(&'a self, trades: &[(Trade<'a>, &Facts)], site: &Facts) -> Verdict<'a> {
        Court { table: self, facts: site }.verdict(trades)
    }

    /// Whether a question is about the site as a whole, and not about one trade on it.
    pub(super) fn is_of_site(&self, question: &StepId) -> bool {
        let processes = self.processes.iter().flat_map(|list| &list.questions);
        self.of_the_site().chain(processes).any(|q| q == question) || self.is_ticked(question)
    }

    /// The rules of a list that hold, by their places, when all its questions are answered.
    pub fn holding(&self, list: &List, facts: &Facts) -> Vec<usize> {
        let court = Court { table: self, facts };
        let holds = |rule: &Rule| rule.when.as_ref().is_none_or(|when| court.holds(when) == Tri::Yes);
        (0..list.rules.len()).filter(|n| holds(&list.rules[*n])).collect()
    }

    /// The two limits of scale for the kind of animal, if it is known and has any.
    pub(super) fn scale_of(&self, facts: &Facts) -> Option<(f64, f64)> {
        let Some(Fact::Option(species)) = facts.get(&StepId::from(SPECIES)) else {
            return None;
        };
        self.scales.iter().find(|s| s.species == *species).and_then(|s| s.limits)
    }
}

impl Asking {
    /// The questions that are asked.
    pub fn questions(&self) -> &[StepId] {
        match self {
            Asking::One(question) => std::slice::from_ref(question),
            Asking::Together { questions, .. } => questions,
        }
    }
}

impl<'a> Court<'a, '_> {
    fn verdict(&self, trades: &[(Trade<'a>, &Facts)]) -> Verdict<'a> {
        let own: Vec<Own<'a>> = trades
            .iter()
            .enumerate()
            .filter_map(|(place, trade)| self.own(place, *trade))
            .collect();
        let row_108 = own
            .iter()
            .any(|own| own.category.row_108 || own.reach.settled().is_some_and(|rule| rule.row_108));
        let counts_from = if row_108 { Class::NotListed } else { Class::Simplified };
        let processes: Vec<Reach<'a>> = self.table.processes.iter().map(|p| self.process(p, counts_from)).collect();
        let article7 = if row_108 { self.table.article7.as_slice() } else { &[] };

        let mut verdict = Verdict {
            class: Class::NotListed,
            grounds: Vec::new(),
            staff: Vec::new(),
            provisional: own.iter().flat_map(|own| provisional(own.category)).collect(),
            decided_by: Vec::new(),
            next: None,
        };
        let sevenths: Vec<&StepId> = article7.iter().filter(|q| self.is(q) == Tri::Yes).collect();
        let floors = own.iter().map(|own| own.reach.floor()).chain(processes.iter().map(Reach::floor));
        verdict.class = floors.max().unwrap_or(Class::NotListed);
        if !sevenths.is_empty() {
            verdict.class = Class::Key;
        }
        let lists: Vec<&Reach<'a>> = own.iter().map(|own| &own.reach).chain(&processes).collect();
        self.hand_over(&mut verdict, trades, &lists, article7);
        // What the owner cannot say may not matter in the end: the rest is asked first.
        if verdict.staff.iter().all(|why| matches!(why, Staff::NotKnown(_))) {
            verdict.next = self.next(verdict.class, &own, &processes, article7);
        }
        if verdict.next.is_some() {
            verdict.staff.clear();
        }
        let class = verdict.class;
        let gave = |reach: &Reach<'a>| reach.settled().filter(|rule| reach.class(rule) == Some(class));
        verdict
            .grounds
            .extend(own.iter().filter_map(|own| Some(Ground::Category(own.category, gave(&own.reach)?))));
        if class > Class::NotListed {
            let deciding = own.iter().filter(|own| own.reach.floor() == class);
            verdict.decided_by = deciding.map(|own| own.place).collect();
            verdict
                .grounds
                .extend(processes.iter().filter_map(|reach| Some(Ground::Process(gave(reach)?))));
            verdict.grounds.extend(sevenths.into_iter().cloned().map(Ground::Article7));
        }
        verdict
    }

    /// A trade that has a list, judged by its own facts.
    fn own(&self, place: usize, (trade, facts): (Trade<'a>, &Facts)) -> Option<Own<'a>> {
        let Trade::Listed(category) = trade else { return None };
        let court = Court { table: self.table, facts };
        Some(Own {
            place,
            category,
            reach: court.reach(&category.list, Class::NotListed),
        })
    }

    /// Collects why people must decide.
    fn hand_over(&self, verdict: &mut Verdict<'a>, trades: &[(Trade<'a>, &Facts)], lists: &[&Reach<'a>], article7: &[StepId]) {
        let outside = &self.table.outside;
        if self.facts.contains_key(outside) && self.is(outside) != Tri::No {
            verdict.staff.push(Staff::Outside);
        }
        if trades.iter().any(|(trade, _)| *trade == Trade::Uncovered) {
            verdict.staff.push(Staff::Uncovered);
        }
        for reach in lists {
            match reach.settled() {
                Some(rule) if rule.class.is_none() => verdict.staff.push(Staff::Rule(&rule.basis)),
                None if reach.open.is_empty() && reach.matters(verdict.class) => {
                    verdict.staff.extend(reach.blocked.iter().cloned().map(Staff::NotKnown));
                }
                Some(_) | None => {}
            }
        }
        let decides = verdict.class < Class::Key;
        let not_known = |q: &&StepId| decides && self.facts.get(*q) == Some(&Fact::DontKnow);
        verdict
            .staff
            .extend(article7.iter().filter(not_known).cloned().map(Staff::NotKnown));
        let mut seen: Vec<Staff<'a>> = Vec::new();
        verdict.staff.retain(|why| {
            let first = !seen.contains(why);
            seen.push(why.clone());
            first
        });
    }

    /// What to ask next: the categories' own questions, then the site, then the general processes.
    fn next(&self, floor: Class, own: &[Own<'a>], processes: &[Reach<'a>], article7: &[StepId]) -> Option<Asking> {
        let outside = &self.table.outside;
        let not_asked = |q: &StepId| !self.facts.contains_key(q);
        let categories = own.iter().map(|own| &own.reach).filter(|reach| reach.matters(floor));
        let mut wanted: Vec<StepId> = categories.flat_map(|reach| reach.open.clone()).collect();
        wanted.extend(not_asked(outside).then(|| outside.clone()));
        if floor < Class::Key {
            wanted.extend(article7.iter().filter(|q| not_asked(q)).cloned());
        }
        let process_open = processes
            .iter()
            .filter(|reach| reach.matters(floor))
            .flat_map(|reach| reach.open.clone());
        wanted.extend(process_open);
        let first = wanted.first()?.clone();
        let Some(group) = self.table.together.iter().find(|group| group.questions.contains(&first)) else {
            return Some(Asking::One(first));
        };
        let questions: Vec<StepId> = group.questions.iter().filter(|q| wanted.contains(q)).cloned().collect();
        Some(match questions.len() {
            1 => Asking::One(first),
            _ => Asking::Together {
                id: group.id.clone(),
                questions,
            },
        })
    }

    /// A general process: who does not know whether he has it is not asked how large it is.
    fn process(&self, list: &'a List, counts_from: Class) -> Reach<'a> {
        let mut reach = self.reach(list, counts_from);
        if let Some(whether) = list.questions.first().filter(|q| self.facts.get(*q) == Some(&Fact::DontKnow)) {
            reach.open.clear();
            reach.blocked = vec![whether.clone()];
        }
        reach
    }

    fn reach(&self, list: &'a List, counts_from: Class) -> Reach<'a> {
        let mut reach = Reach {
            possible: Vec::new(),
            open: Vec::new(),
            blocked: Vec::new(),
            counts_from,
        };
        let mut missing = BTreeSet::new();
        for rule in &list.rules {
            match rule.when.as_ref().map_or(Tri::Yes, |when| self.holds(when)) {
                Tri::No => {}
                Tri::Yes => {
                    reach.possible.push(rule);
                    break;
                }
                Tri::Unknown => {
                    reach.possible.push(rule);
                    if let Some(when) = &rule.when {
                        self.missing(when, &mut missing);
                    }
                }
            }
        }
        let in_order = list.questions.iter().filter(|q| missing.contains(*q)).cloned();
        (reach.blocked, reach.open) = in_order.partition(|q| self.facts.contains_key(q));
        reach
    }

    /// The questions that keep a condition from being known.
    fn missing(&self, condition: &Condition, into: &mut BTreeSet<StepId>) {
        if self.holds(condition) != Tri::Unknown {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.missing(part, into)),
            Condition::Not(inner) => self.missing(inner, into),
            Condition::Answered(step) | Condition::Step(step, _) if step.as_str() == SCALE => {
                let unknown = [SPECIES, HEADS].map(StepId::from);
                into.extend(
                    unknown
                        .into_iter()
                        .filter(|q| matches!(self.facts.get(q), None | Some(Fact::DontKnow))),
                );
            }
            Condition::Answered(step) | Condition::Step(step, _) => {
                into.insert(step.clone());
            }
        }
    }

    fn holds(&self, condition: &Condition) -> Tri {
        condition.eval(&|step| self.known(step))
    }

    fn is(&self, question: &StepId) -> Tri {
        match self.facts.get(question) {
            Some(Fact::YesNo(true)) => Tri::Yes,
            Some(Fact::YesNo(false)) => Tri::No,
            _ => Tri::Unknown,
        }
    }

    fn known(&self, question: &StepId) -> Known {
        if question.as_str() == SCALE {
            return self
                .scale()
                .map_or(Known::NotYet, |scale| Known::Options(vec![OptionId::from(scale)]));
        }
        match self.facts.get(question) {
            None | Some(Fact::DontKnow) => Known::NotYet,
            Some(Fact::YesNo(yes)) => Known::YesNo(*yes),
            Some(Fact::Option(option)) => Known::Options(vec![option.clone()]),
            Some(Fact::Number(number)) => Known::Number(*number),
        }
    }

    /// Whether a farm is one of scale, below it, or between the known standards.
    fn scale(&self) -> Option<&'static str> {
        if !matches!(self.facts.get(&StepId::from(SPECIES)), Some(Fact::Option(_))) {
            return None;
        }
        let Some((low, high)) = self.table.scale_of(self.facts) else {
            return Some("gray");
        };
        match self.facts.get(&StepId::from(HEADS)) {
            Some(Fact::Number(heads)) if *heads >= high => Some("scale"),
            Some(Fact::Number(heads)) if *heads < low => Some("below"),
            Some(Fact::Number(_)) => Some("gray"),
            _ => None,
        }
    }
}

fn provisional(category: &Category) -> Vec<Provisional<'_>> {
    let confirm = category.confirm.then_some(Provisional::Confirm(category.id.as_str()));
    let unverified = (category.confidence != "verified").then_some(Provisional::Unverified(category.confidence.as_str()));
    confirm.into_iter().chain(unverified).collect()
}
