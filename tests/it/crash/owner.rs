//! An owner: reads the newest prompt that is addressed to him and answers it, until his form is signed; then the next one.

use super::answers::{Answer, Deed, deed, question};
use super::dice::Dice;
use crate::double::{From, Note, Tg, World};
use crate::program::Table;

/// The end of a way into the private chat.
const RETURN: &str = "请回群里接着填";
/// The end of a form.
const RECEIPT: &str = "🧾 收到了";

/// A message of the bot as the owner sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) chat: i64,
    pub(super) newest: i64,
    /// The oldest copy of it.
    pub(super) oldest: i64,
    text: String,
    buttons: Vec<(String, Option<String>)>,
}

impl Shown {
    fn says(&self, words: &str) -> bool {
        self.text.contains(words)
    }

    fn is_end(&self) -> bool {
        self.says(RETURN) || self.says(RECEIPT)
    }

    fn is_same(&self, other: &Shown) -> bool {
        (&self.text, &self.buttons) == (&other.text, &other.buttons)
    }
}

/// A form the owner has begun.
#[derive(Debug, Default)]
pub(super) struct Form {
    reference: String,
    confirmed: Vec<Answer>,
    signed: bool,
}

#[derive(Debug)]
enum State {
    /// Has no form open.
    Idle,
    /// Has something before him that he has not answered.
    Open,
    /// Has sent something and waits for what comes next.
    Waits(Waits),
    /// Has pressed the button to the private chat; the link was not there yet among so many.
    Taps { links: usize, lives: u32 },
    /// Has the link.
    Link(String),
}

#[derive(Debug, Default)]
struct Waits {
    /// What he has answered.
    before: Option<Shown>,
    /// What comes next has a greater number.
    since: i64,
    answers: Vec<Answer>,
    tapped: bool,
    /// He has answered the older copy of a doubled prompt.
    older: bool,
}

/// Counts of one owner.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    pub(super) sent: usize,
    pub(super) confirmed: usize,
    pub(super) signed: usize,
    /// Taps repeated because the link was lost with the program.
    pub(super) tapped_again: usize,
    pub(super) older: usize,
    pub(super) older_confirmed: usize,
}

pub(super) struct Owner {
    pub(super) id: i64,
    pub(super) name: String,
    /// A group, or his private chat.
    pub(super) home: i64,
    place: i64,
    state: State,
    /// The last prompt at home.
    at_home: Option<Shown>,
    began: i64,
    form: Form,
    done: Vec<Form>,
    pub(super) counts: Counts,
}

impl Owner {
    pub(super) fn new(id: i64, name: String, home: i64) -> Self {
        Self {
            id,
            name,
            home,
            place: home,
            state: State::Idle,
            at_home: None,
            began: 0,
            form: Form::default(),
            done: Vec::new(),
            counts: Counts::default(),
        }
    }

    /// The newest message that is for him.
    pub(super) fn look(&self, world: &World) -> Option<Shown> {
        let mark = format!("👤 {}", self.name);
        let marked = |text: &str| text.strip_prefix(&mark).is_some_and(|rest| rest.starts_with([' ', '\n']));
        let chat = world.chats.get(&self.place)?;
        let mine = |note: &&Note| note.from == From::Bot && (self.place > 0 || marked(&note.text));
        let newest = chat.notes.values().rev().find(mine)?;
        let copy = |note: &&Note| note.id > self.began && (&note.text, &note.buttons) == (&newest.text, &newest.buttons);
        let oldest = chat.notes.values().filter(mine).find(copy).unwrap_or(newest);
        let buttons = newest
            .buttons
            .iter()
            .flatten()
            .map(|press| (press.label.clone(), press.data.clone()));
        Some(Shown {
            chat: self.place,
            newest: newest.id,
            oldest: oldest.id,
            text: newest.text.clone(),
            buttons: buttons.collect(),
        })
    }

    /// Takes note of what has come. An error is a fault of the bot.
    pub(super) fn observe(&mut self, world: &World) -> Result<(), String> {
        match &self.state {
            State::Waits(waits) => {
                let after = |shown: &Shown| match &waits.before {
                    Some(before) => shown.newest >= before.newest && !shown.is_same(before),
                    // The end of what was before may come twice.
                    None => !shown.is_end(),
                };
                let come = self.look(world).filter(|shown| shown.newest > waits.since && after(shown));
                let Some(shown) = come else { return Ok(()) };
                self.arrived(&shown)?;
                // Back from the private chat: the group's prompt may be there already.
                if matches!(self.state, State::Waits(_)) {
                    self.observe(world)
                } else {
                    Ok(())
                }
            }
            State::Taps { links, .. } => {
                if let Some(url) = self.links(world).get(*links) {
                    let (_, payload) = url.split_once("?start=").ok_or("a link without a payload")?;
                    self.state = State::Link(payload.to_owned());
                }
                Ok(())
            }
            State::Idle | State::Open | State::Link(_) => Ok(()),
        }
    }

    fn links(&self, world: &World) -> Vec<String> {
        let mine = world.toasts.iter().filter(|toast| toast.person == self.id);
        mine.filter_map(|toast| toast.url.clone()).collect()
    }

    /// The bot has gone on: what was answered is confirmed.
    fn arrived(&mut self, shown: &Shown) -> Result<(), String> {
        let State::Waits(waits) = std::mem::replace(&mut self.state, State::Open) else {
            return Ok(());
        };
        let asked = waits.before.as_ref().map(|b| question(&b.text));
        if !waits.answers.is_empty() && asked == Some(question(&shown.text)) {
            return Err(format!("{} was asked again after {:?}: {}", self.name, waits.answers, shown.text));
        }
        self.counts.confirmed += waits.answers.len();
        self.counts.older_confirmed += usize::from(waits.older);
        self.form.confirmed.extend(waits.answers);
        if shown.says(RETURN) {
            self.place = self.home;
            self.state = State::Waits(Waits {
                before: self.at_home.clone(),
                ..Waits::default()
            });
        } else if shown.says(RECEIPT) {
            self.form.signed = true;
            self.counts.signed += 1;
            self.done.push(std::mem::take(&mut self.form));
            self.place = self.home;
            self.state = State::Idle;
        } else if self.form.reference.is_empty() {
            let after = shown
                .text
                .split_once("您这张表的号码：")
                .and_then(|(_, rest)| rest.split_once('。'));
            let (reference, _) = after.ok_or_else(|| format!("{} was told no reference: {}", self.name, shown.text))?;
            reference.clone_into(&mut self.form.reference);
        }
        Ok(())
    }

    /// Whether he can go on from what stands before him. A link that was lost with the program counts when nothing is on
    /// its way: the button is still there.
    pub(super) fn can_go_on(&self, world: &World) -> bool {
        match self.state {
            State::Idle | State::Open | State::Link(_) => true,
            State::Waits(_) => false,
            State::Taps { .. } => world.waiting() == 0,
        }
    }

    /// Whether he waits for an answer of his to be confirmed that he has given by a button, in private: there the prompt
    /// becomes the next one.
    pub(super) fn has_tapped(&self) -> bool {
        matches!(&self.state, State::Waits(waits) if self.home > 0 && waits.tapped && !waits.answers.is_empty())
    }

    /// Whether the prompt he has tapped on has become the next one.
    pub(super) fn tap_is_confirmed(&self, world: &World) -> bool {
        let State::Waits(Waits { before: Some(before), .. }) = &self.state else {
            return false;
        };
        let now = world.chat(before.chat).notes.get(&before.newest);
        self.has_tapped() && now.is_some_and(|note| note.text != before.text)
    }

    pub(super) fn is_idle(&self) -> bool {
        matches!(self.state, State::Idle)
    }

    pub(super) fn situation(&self, world: &World) -> String {
        format!("{} ({:?}) before {:?}", self.name, self.state, self.look(world))
    }

    /// Does what is to be done; `lives` is how often the program was started, `more` whether he begins further forms.
    pub(super) fn act(&mut self, tg: &Tg, dice: &mut Dice, lives: u32, more: bool) -> Result<(), String> {
        match &self.state {
            State::Idle if more => self.begin(tg),
            State::Open => return self.answer(tg, dice, lives),
            State::Link(payload) => {
                let since = tg.start(self.id, payload);
                self.place = self.id;
                self.waits(Waits { since, ..Waits::default() });
            }
            State::Taps { lives: then, .. } if *then < lives && tg.look(World::waiting) == 0 => {
                self.counts.tapped_again += 1;
                self.state = State::Open;
                return self.answer(tg, dice, lives);
            }
            State::Idle | State::Waits(_) | State::Taps { .. } => {}
        }
        Ok(())
    }

    fn waits(&mut self, waits: Waits) {
        self.counts.sent += 1;
        self.state = State::Waits(waits);
    }

    fn begin(&mut self, tg: &Tg) {
        let known = tg.look(|world| world.chats.contains_key(&self.home));
        let since = if known {
            tg.say(self.home, self.id, "/fill")
        } else {
            tg.start(self.id, "")
        };
        self.began = since;
        self.waits(Waits { since, ..Waits::default() });
    }

    fn answer(&mut self, tg: &Tg, dice: &mut Dice, lives: u32) -> Result<(), String> {
        let shown = tg
            .look(|world| self.look(world))
            .ok_or_else(|| format!("{}'s prompt is gone", self.name))?;
        if self.place == self.home {
            self.at_home = Some(shown.clone());
        }
        let labels: Vec<String> = shown.buttons.iter().map(|(label, _)| label.clone()).collect();
        let number = u64::try_from(self.id - 100).unwrap() * 350 + self.counts.sent as u64;
        let (deed, answers) = deed(&shown.text, &labels, number, dice)?;
        let older = shown.oldest != shown.newest;
        let tapped = matches!(deed, Deed::Tap(_));
        match deed {
            Deed::Say(words) if self.place > 0 && !older && dice.one_in(2) => tg.say(self.place, self.id, &words),
            Deed::Say(words) => tg.reply(self.place, self.id, shown.oldest, &words),
            Deed::Tap(label) => {
                let data = shown.buttons.iter().find(|(l, _)| *l == label).and_then(|(_, data)| data.clone());
                let data = data.ok_or_else(|| format!("{} finds no button {label}: {labels:?}", self.name))?;
                tg.tap_data(self.place, self.id, shown.oldest, &data);
                0
            }
        };
        if shown.says("只在私聊里") {
            self.counts.sent += 1;
            let links = tg.look(|world| self.links(world).len());
            self.state = State::Taps { links, lives };
            return Ok(());
        }
        self.counts.older += usize::from(older);
        self.waits(Waits {
            before: Some(shown),
            answers,
            tapped,
            older,
            since: 0,
        });
        Ok(())
    }

    /// The forms he has a reference of.
    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        self.done.iter().chain(Some(&self.form)).filter(|form| !form.reference.is_empty())
    }
}

impl Form {
    /// What was confirmed and is not in the table.
    pub(super) fn missing(&self, table: &Table) -> Vec<String> {
        let Some(row) = table.get(&self.reference) else {
            return vec![format!("the form {}", self.reference)];
        };
        let mut missing: Vec<String> = self
            .confirmed
            .iter()
            .filter(|answer| !is_there(row, answer))
            .map(|a| format!("{} {a:?}", self.reference))
            .collect();
        if self.signed && row["签字时间"].is_empty() {
            missing.push(format!("the signature of {}", self.reference));
        }
        missing
    }
}

fn is_there(row: &std::collections::BTreeMap<String, String>, answer: &Answer) -> bool {
    let cell = &row[answer.column];
    let is_part = cell.split(['，', '；', '、']).any(|part| part == answer.value);
    if answer.value.is_empty() {
        !cell.is_empty()
    } else {
        *cell == answer.value || is_part || answer.value.contains('、') && cell.contains(&answer.value)
    }
}
