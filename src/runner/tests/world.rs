//! A house in memory with its people and chats, and channels that deliver everything at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::*;
use crate::answer::{Raw, Value};
use crate::app::Sources;
use crate::case::Case;
use crate::config::Config;
use crate::conversation::tests::walker;
use crate::conversation::{self, Screen, journey, screen};
use crate::flow::{Ask, CLASSES, Flow, StepKind};
use crate::ids::{AnswerKey, Channel, ChatId, MessageId, OptionId, SessionKey};
use crate::message::{Act, Attachment, InboundKind, Message, Outcome, Press, Refusal, ReplyTo, Sender};
use crate::render::FormPress;
use crate::store::{AggId, Kind, MemoryStore};

pub(super) const ADMIN: PersonId = PersonId::tg(1);
pub(super) const OFFICER: PersonId = PersonId::tg(2);
pub(super) const LI: PersonId = PersonId::tg(11);
pub(super) const WANG: PersonId = PersonId::tg(12);
pub(super) const STRANGER: PersonId = PersonId::tg(99);
pub(super) const PEOPLE: [PersonId; 5] = [ADMIN, OFFICER, LI, WANG, STRANGER];
pub(super) const TOWNSHIP: ChatId = ChatId::tg(-1001);
pub(super) const DESK: ChatId = ChatId::tg(-1002);
pub(super) const UNBOUND: ChatId = ChatId::tg(-1003);
pub(super) const NAME: &str = "欧阳示例";
pub(super) const PHONE: &str = "13912345678";

/// Everything in the store but the updates seen: by kind and id, the version and the body.
pub(super) type Dump = BTreeMap<(Kind, String), (u64, Vec<u8>)>;

/// A house with its channels.
pub(super) struct World {
    pub(super) runner: Runner,
    pub(super) now_ms: i64,
    pub(super) updates: u64,
    next: i64,
    /// All rows that were put into the outbox.
    pub(super) rows: Vec<(OutboxId, Outgoing)>,
    /// Messages of the bot.
    pub(super) sent: Vec<(ChatId, MessageId)>,
    /// What buttons carried.
    pub(super) tokens: Vec<String>,
    /// Payloads of links into the private chat, with whom they were shown to.
    pub(super) links: Vec<(PersonId, String)>,
    /// What becomes of the next rows; empty: all are sent.
    pub(super) refusals: Vec<(usize, Refusal)>,
}

impl World {
    /// An empty house.
    pub(super) fn bare() -> Self {
        let books = Sources::read(&Config::default()).unwrap().load().unwrap();
        let settings = Settings {
            admins: vec![ADMIN],
            default_flow: "registration".to_owned(),
            ..Settings::default()
        };
        let drops = AtomicU64::new(1);
        let entropy = move |bytes: &mut [u8]| {
            for byte in bytes {
                let n = walker::hash("entropy", drops.fetch_add(1, Ordering::Relaxed));
                *byte = u8::try_from(n % 256).unwrap();
            }
        };
        let now_ms = walker::NOW_MS;
        let runner = Runner::new(Arc::new(MemoryStore::new()), books, settings, Box::new(entropy), now_ms).unwrap();
        runner.set_bot_name("green_bot");
        World {
            runner,
            now_ms,
            updates: 0,
            next: 1,
            rows: Vec::new(),
            sent: Vec::new(),
            tokens: Vec::new(),
            links: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// With a desk, an officer and a township's group.
    pub(super) fn new() -> Self {
        let mut world = World::bare();
        world.command(ADMIN, DESK, "bind_desk", "石门县");
        let reply_to = Some(ReplyTo {
            message: MessageId(1),
            own: false,
            author: Some(OFFICER),
        });
        world.happen(
            ADMIN,
            DESK,
            InboundKind::Command {
                name: "officer".to_owned(),
                args: String::new(),
                reply_to,
                reply_name: Some("贺姐".to_owned()),
            },
        );
        world.command(ADMIN, TOWNSHIP, "bind_township", "石门县 楚江街道 63");
        world
    }

    pub(super) fn inbound(&mut self, who: PersonId, chat: ChatId, kind: InboundKind) -> Inbound {
        self.updates += 1;
        self.next += 1;
        self.now_ms += 1_000;
        Inbound {
            update: format!("tg:{}", self.updates),
            at_ms: self.now_ms,
            chat,
            group: chat.id < 0,
            title: Some("群".to_owned()).filter(|_| chat.id < 0),
            thread: None,
            from: Sender::Person {
                id: who,
                name: format!("人{}", who.id),
                language: Some("zh-hans".to_owned()),
            },
            message: Some(MessageId(self.next)).filter(|_| !matches!(kind, InboundKind::Tap { .. })),
            kind,
        }
    }

    pub(super) fn happen(&mut self, who: PersonId, chat: ChatId, kind: InboundKind) -> Vec<(OutboxId, Outgoing)> {
        let inbound = self.inbound(who, chat, kind);
        self.take(&inbound)
    }

    /// A turn, with all that is said delivered. Gives what was said.
    pub(super) fn take(&mut self, inbound: &Inbound) -> Vec<(OutboxId, Outgoing)> {
        let turned = self.runner.turn(inbound).unwrap_or_else(|e| panic!("{inbound:?}: {e}"));
        if let (Some(link), Some(who)) = (turned.toast.and_then(|t| t.open_private), inbound.from.person()) {
            self.links.push((who, link));
        }
        let first = self.rows.len();
        self.deliver(turned.rows);
        self.rows[first..].to_vec()
    }

    fn deliver(&mut self, rows: Vec<(OutboxId, Outgoing)>) {
        self.runner.hub().release(rows);
        for _ in 0..50 {
            let rows = self.runner.hub().take_now(Channel::Tg);
            if rows.is_empty() {
                return;
            }
            for (id, row) in rows {
                self.rows.push((id, row.clone()));
                let outcome = self.outcome(&row);
                let turned = self
                    .runner
                    .settle(id, &row, &outcome, Vec::new(), self.now_ms)
                    .unwrap_or_else(|e| panic!("{row:?} {outcome:?}: {e}"));
                self.runner.hub().release(turned.rows);
            }
        }
        panic!("the bot does not stop talking");
    }

    fn outcome(&mut self, row: &Outgoing) -> Outcome {
        self.refusals.iter_mut().for_each(|(n, _)| *n = n.wrapping_sub(1));
        if let Some(place) = self.refusals.iter().position(|(n, _)| *n == 0) {
            return Outcome::Never(self.refusals.remove(place).1);
        }
        match &row.act {
            Act::Send(message) => {
                self.see(row.chat, message);
                self.next += 1;
                self.sent.push((row.chat, MessageId(self.next)));
                Outcome::Sent(Some(MessageId(self.next)))
            }
            Act::Copy { .. } | Act::Document { .. } => {
                self.next += 1;
                self.sent.push((row.chat, MessageId(self.next)));
                Outcome::Sent(Some(MessageId(self.next)))
            }
            Act::Edit { message, .. } => {
                self.see(row.chat, message);
                Outcome::Sent(None)
            }
            Act::Delete { .. } => Outcome::Sent(None),
        }
    }

    fn see(&mut self, chat: ChatId, message: &Message) {
        for button in message.buttons.iter().flatten() {
            if let Press::Token(token) = &button.press {
                self.tokens.push(token.clone());
            }
        }
        let text = message.text.to_plain();
        if let Some((_, rest)) = text.split_once("?start=") {
            let link = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            self.links.push((
                PersonId {
                    channel: chat.channel,
                    id: chat.id,
                },
                link,
            ));
        }
    }

    pub(super) fn command(&mut self, who: PersonId, chat: ChatId, name: &str, args: &str) {
        self.happen(
            who,
            chat,
            InboundKind::Command {
                name: name.to_owned(),
                args: args.to_owned(),
                reply_to: None,
                reply_name: None,
            },
        );
    }

    pub(super) fn say(&mut self, who: PersonId, chat: ChatId, text: &str) -> Vec<(OutboxId, Outgoing)> {
        let reply_to = self.prompt(who, chat);
        self.happen(
            who,
            chat,
            InboundKind::Text {
                text: text.to_owned(),
                reply_to,
                forwarded: false,
            },
        )
    }

    /// Presses the newest button that carries this.
    pub(super) fn tap(&mut self, who: PersonId, chat: ChatId, wanted: impl Fn(&crate::render::Token) -> bool) -> Vec<(OutboxId, Outgoing)> {
        let fits = |t: &&String| crate::render::Token::parse(t).is_some_and(|t| wanted(&t));
        let token = self.tokens.iter().rev().find(fits).expect("there is such a button").clone();
        self.happen(
            who,
            chat,
            InboundKind::Tap {
                token,
                callback: "c".to_owned(),
                message: None,
            },
        )
    }

    /// The prompt of somebody's session, to be replied to.
    pub(super) fn prompt(&self, who: PersonId, chat: ChatId) -> Option<ReplyTo> {
        let session = self.session(who, chat)?;
        let message = self.runner.message_of(session.prompt?.row).unwrap()?;
        Some(ReplyTo {
            message,
            own: true,
            author: None,
        })
    }

    pub(super) fn session(&self, who: PersonId, chat: ChatId) -> Option<Session> {
        let key = SessionKey {
            chat,
            thread: None,
            person: who,
        };
        Work::new(&self.runner.house, self.now_ms)
            .load::<Session>(&key.to_string())
            .unwrap()
    }

    pub(super) fn case(&self, session: &Session) -> Option<(Case, Arc<Flow>)> {
        Work::new(&self.runner.house, self.now_ms).case(session.case?).unwrap()
    }

    /// What an open session stands at.
    pub(super) fn screen(&self, who: PersonId, chat: ChatId) -> Option<Screen> {
        let session = self.session(who, chat).filter(|s| s.prompt.is_some() && !s.choosing)?;
        let (case, flow) = self.case(&session)?;
        case.stage
            .is_open()
            .then(|| screen(&journey(&flow, &case.answers), &session.dialog))
    }

    /// Does what a willing owner would do next: answers, confirms, signs.
    pub(super) fn go_on(&mut self, who: PersonId, chat: ChatId, seed: u64) {
        use crate::conversation::Press as P;
        let Some(session) = self.session(who, chat) else {
            return self.command(who, chat, "start", "");
        };
        let Some(screen) = self.screen(who, chat) else {
            return self.command(who, chat, "start", "");
        };
        let (case, flow) = self.case(&session).expect("it has a screen");
        if let Screen::GoOn(step) = &screen
            && flow.step(step).is_some_and(|step| step.kind == StepKind::Wait)
        {
            let registration = CLASSES.iter().position(|class| *class == "registration").expect("a class");
            let deed = FormPress::Class(registration);
            let token = crate::render::Token::Form { id: case.id, deed };
            let officer = if who == OFFICER { ADMIN } else { OFFICER };
            self.happen(officer, DESK, tap(token.to_text()));
            return;
        }
        let press = |press| {
            crate::render::Token::Prompt {
                session: session.token.clone(),
                visit: session.visit,
                press,
            }
            .to_text()
        };
        let private = chat.id < 0 && screen.is_private(&flow);
        let kind = match &screen {
            _ if private => tap(crate::render::Token::GoPrivate {
                session: session.token.clone(),
                visit: session.visit,
            }
            .to_text()),
            Screen::Question(key) => self.answer(who, chat, &flow, key, seed),
            Screen::Soft(..) | Screen::Query(..) | Screen::Suggest(..) | Screen::Proposed(..) | Screen::GoOn(_) => tap(press(P::Yes)),
            Screen::Pick(..) => tap(press(P::Pick(0))),
            Screen::Review => tap(press(P::Sign)),
            Screen::Declaration => tap(press(P::Agree)),
            Screen::SignName => self.typed(who, chat, NAME),
            Screen::More | Screen::Change | Screen::StartOver(_) | Screen::Replace(_) => tap(press(P::No)),
            Screen::Paused => tap(press(P::Word(conversation::Word::Continue))),
        };
        self.happen(who, chat, kind);
        let link = self.links.iter().rev().find(|(own, _)| *own == who).cloned();
        if let Some((_, link)) = link.filter(|_| private) {
            self.command(who, who.private_chat(), "start", &link);
        }
    }

    pub(super) fn typed(&self, who: PersonId, chat: ChatId, text: &str) -> InboundKind {
        InboundKind::Text {
            text: text.to_owned(),
            reply_to: self.prompt(who, chat),
            forwarded: false,
        }
    }

    fn answer(&self, who: PersonId, chat: ChatId, flow: &Flow, key: &AnswerKey, seed: u64) -> InboundKind {
        let ask = flow.ask(&key.step).expect("it is a question");
        let place = |list, option: &OptionId| (flow.options(list).iter().position(|o| o == option).unwrap() + 1).to_string();
        let raw = match ask {
            Ask::PersonName => Raw::Text(NAME.to_owned()),
            Ask::Phone => Raw::Text(PHONE.to_owned()),
            _ => walker::valid(flow, ask, walker::hash(&key.to_string(), seed)),
        };
        let text = match (&raw, ask) {
            (Raw::Option(o), Ask::Choice { from }) => place(from, o),
            (Raw::Options(all), Ask::Choices { from, .. }) => all.iter().map(|o| place(from, o)).collect::<Vec<_>>().join("、"),
            (Raw::Option(o), Ask::Document) => document(o),
            (Raw::File(handle), _) => return attachment(Attachment::Document(handle.clone()), self.prompt(who, chat)),
            (Raw::Option(o), _) => if o.as_str() == "yes" { "是" } else { "不是" }.to_owned(),
            (Raw::Value(Value::Township { township, .. }), _) => township.clone(),
            (Raw::Value(value), _) => value.plain(),
            (Raw::Text(text), _) => text.clone(),
            (Raw::Point { lat, lon }, _) => return attachment(Attachment::Location { lat: *lat, lon: *lon }, self.prompt(who, chat)),
            (other, _) => panic!("not in this form: {other:?}"),
        };
        self.typed(who, chat, &text)
    }

    /// Everything in the store but the updates seen.
    pub(super) fn dump(&self) -> Dump {
        let mut dump = Dump::new();
        for kind in Kind::ALL {
            for (id, head) in self.runner.store().scan(kind, "", None, usize::MAX).unwrap() {
                if kind == Kind::Case {
                    let trail = self.runner.store().history(&AggId::new(kind, id.as_str()), 0, usize::MAX).unwrap();
                    dump.insert((kind, format!("{id}/trail")), (u64::try_from(trail.len()).unwrap(), trail.concat()));
                }
                dump.insert((kind, id), (head.version, head.body));
            }
        }
        for row in self.runner.store().outbox(None, usize::MAX).unwrap() {
            dump.insert((Kind::Meta, format!("row {}", row.id)), (0, row.body));
        }
        dump
    }
}

pub(super) fn tap(token: String) -> InboundKind {
    InboundKind::Tap {
        token,
        callback: "c".to_owned(),
        message: None,
    }
}

pub(super) fn attachment(what: Attachment, reply_to: Option<ReplyTo>) -> InboundKind {
    InboundKind::Attachment {
        what,
        caption: None,
        reply_to,
        album: None,
    }
}

/// What is typed for an option of a document's question.
fn document(option: &OptionId) -> String {
    match option.as_str() {
        "have" => "有，回头给",
        "not-yet" => "还没有",
        _ => "不涉及",
    }
    .to_owned()
}
