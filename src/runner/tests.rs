//! What holds whatever happens in the chats: nothing fails, nothing is done twice, nobody reaches what is not his.

mod found;
mod refused;
mod world;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use self::world::{ADMIN, DESK, Dump, LI, NAME, OFFICER, PEOPLE, PHONE, STRANGER, TOWNSHIP, UNBOUND, WANG, World, attachment, tap};
use super::*;
use crate::conversation::{Screen, reserved_words};
use crate::ids::{ChatId, MessageId};
use crate::message::{Attachment, InboundKind, Refusal, ReplyTo, Sender, Standing};
use crate::render::Token;
use crate::store::Kind;

/// Something that happens, before it is known to which house.
#[derive(Debug, Clone)]
struct Deed {
    who: PersonId,
    chat: Option<ChatId>,
    what: What,
    n: usize,
}

#[derive(Debug, Clone)]
enum What {
    /// What a willing owner does next.
    GoOn,
    /// A private value at a private question, formed wrongly or sent into the group.
    Wrong,
    Text(String, Reply),
    Command(&'static str, String),
    /// `/start` with a link that was shown.
    Link,
    /// A button that was shown.
    Shown,
    Token(String),
    Attachment(Attachment, Reply),
    Edited(String),
    Standing(Standing),
    Migrated,
    Mask,
    Refused(Refusal),
}

#[derive(Debug, Clone, Copy)]
enum Reply {
    None,
    Prompt,
    /// To one of the bot's messages.
    Own,
    /// To a message that the chat program says is the bot's, and nobody knows.
    Unknown,
    Foreign,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["填报", "继续", "1", "2", "3", "是", "帮助", "返回", "修改", "重新填", "更多", "暂停", "跳过", "语言", "贺姐", "楚江街道", "1530", "350吨", "92430726MA4", "确认"]).prop_map(str::to_owned),
        2 => "\\PC{0,20}",
        1 => prop::sample::select(vec!["\0", "👍", "油", "\"\\", "1"]).prop_map(|t| t.repeat(10_000)),
        1 => any::<String>(),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    prop::sample::select(vec![
        Reply::None,
        Reply::Prompt,
        Reply::Prompt,
        Reply::Own,
        Reply::Own,
        Reply::Unknown,
        Reply::Foreign,
    ])
}

fn command() -> impl Strategy<Value = What> {
    let names: Vec<&'static str> = COMMANDS.iter().map(|c| c.name).filter(|n| *n != "export").collect();
    let admin = ["bind_desk", "bind_township", "officer", "officers", "nickname", "where", "nonsense"];
    let args = prop_oneof![
        4 => Just(String::new()),
        2 => prop::sample::select(vec!["石门县", "石门县 楚江街道", "桃源县", "楚江街道", "2611-0001-5", "2611-0001-5 92430726MA4", "2611-0001-5 缺电话", "贺姐", "99", "desk"]).prop_map(str::to_owned),
        1 => text(),
    ];
    (prop::sample::select([names, admin.to_vec()].concat()), args).prop_map(|(name, args)| What::Command(name, args))
}

fn what() -> impl Strategy<Value = What> {
    let things = vec![
        Attachment::Photo("p".to_owned()),
        Attachment::Voice("v".to_owned()),
        Attachment::Document("d".to_owned()),
        Attachment::Location { lat: 29.58, lon: 111.38 },
        Attachment::Contact {
            phone: PHONE.to_owned(),
            own: true,
        },
        Attachment::Contact {
            phone: PHONE.to_owned(),
            own: false,
        },
        Attachment::Sticker,
        Attachment::Other,
    ];
    let standings = vec![
        Standing::Member,
        Standing::Admin,
        Standing::Muted,
        Standing::Gone,
        Standing::Blocked,
    ];
    let refusals = vec![
        Refusal::Gone,
        Refusal::Blocked,
        Refusal::Muted,
        Refusal::TopicGone,
        Refusal::Moot,
        Refusal::Lost,
        Refusal::Invalid("x".to_owned()),
    ];
    prop_oneof![
        16 => Just(What::GoOn),
        2 => Just(What::Wrong),
        4 => (text(), reply()).prop_map(|(t, r)| What::Text(t, r)),
        3 => command(),
        1 => Just(What::Link),
        8 => Just(What::Shown),
        1 => "[a-z]\\.[A-Za-z0-9]{0,8}\\.[0-9]{0,2}\\.[a-z][0-9]?".prop_map(What::Token),
        2 => (prop::sample::select(things), reply()).prop_map(|(a, r)| What::Attachment(a, r)),
        1 => text().prop_map(What::Edited),
        1 => prop::sample::select(standings).prop_map(What::Standing),
        1 => Just(What::Migrated),
        1 => Just(What::Mask),
        1 => prop::sample::select(refusals).prop_map(What::Refused),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = prop::sample::select(vec![LI, LI, LI, LI, WANG, WANG, STRANGER, OFFICER, ADMIN]);
    let chat = prop::sample::select(vec![Some(TOWNSHIP), Some(TOWNSHIP), Some(DESK), Some(UNBOUND), None, None, None]);
    (who, chat, what(), any::<usize>()).prop_map(|(who, chat, what, n)| Deed { who, chat, what, n })
}

impl Deed {
    fn chat(&self, world: &World) -> ChatId {
        let chat = self.chat.unwrap_or(self.who.private_chat());
        Work::new(&world.runner.house, 0).chat_now(chat).unwrap()
    }

    fn reply(&self, world: &World, reply: Reply, chat: ChatId) -> Option<ReplyTo> {
        let to = |message, own| {
            Some(ReplyTo {
                message,
                own,
                author: None,
            })
        };
        match reply {
            Reply::None => None,
            Reply::Prompt => world.prompt(self.who, chat),
            Reply::Own => {
                let here: Vec<MessageId> = world.sent.iter().filter(|(c, _)| *c == chat).map(|(_, m)| *m).collect();
                to(here.get(self.n % here.len().max(1)).copied()?, true)
            }
            Reply::Unknown => to(MessageId(1_000_000), true),
            Reply::Foreign => to(MessageId(1), false),
        }
    }

    /// What it is in this house now; nothing if it needs something that is not there.
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that can happen")]
    fn kind(&self, world: &World, chat: ChatId) -> Option<InboundKind> {
        Some(match &self.what {
            What::Text(text, reply) => InboundKind::Text {
                text: text.clone(),
                reply_to: self.reply(world, *reply, chat),
                forwarded: self.n.is_multiple_of(10),
            },
            What::Wrong => {
                let session = world.session(self.who, chat)?;
                let (_, flow) = world.case(&session)?;
                let private = matches!(world.screen(self.who, chat)?, Screen::Question(key) if flow.step(&key.step)?.private);
                let texts = [format!("{NAME} {PHONE}"), format!("{PHONE}9"), NAME.to_owned(), PHONE.to_owned()];
                world.typed(self.who, chat, texts.get(self.n % 4).filter(|_| private)?)
            }
            What::Command(name, args) => InboundKind::Command {
                name: (*name).to_owned(),
                args: args.clone(),
                reply_to: Some(ReplyTo {
                    message: MessageId(1),
                    own: false,
                    author: PEOPLE.get(self.n % 9).copied(),
                })
                .filter(|_| self.n.is_multiple_of(2)),
                reply_name: Some("某人".to_owned()),
            },
            What::Link => InboundKind::Command {
                name: "start".to_owned(),
                args: world.links.get(self.n % world.links.len().max(1))?.1.clone(),
                reply_to: None,
                reply_name: None,
            },
            What::Shown => {
                // Mostly one of the newest buttons.
                let newest = if self.n.is_multiple_of(4) {
                    world.tokens.len()
                } else {
                    12.min(world.tokens.len())
                };
                tap(world.tokens.iter().rev().nth(self.n / 4 % newest.max(1))?.clone())
            }
            What::Token(token) => tap(token.clone()),
            What::Attachment(what, reply) => attachment(what.clone(), self.reply(world, *reply, chat)),
            What::Edited(text) => InboundKind::Edited {
                text: text.clone(),
                reply_to: None,
            },
            What::Standing(now) => InboundKind::Standing {
                now: *now,
                can_pin: self.n.is_multiple_of(2),
            },
            What::Migrated if chat.id < 0 => InboundKind::Migrated {
                to: ChatId::tg(-2_000_000 - i64::try_from(self.n % 1_000).ok()?),
            },
            What::Mask => InboundKind::Text {
                text: "填报".to_owned(),
                reply_to: self.reply(world, Reply::Own, chat),
                forwarded: false,
            },
            What::GoOn | What::Refused(_) | What::Migrated => return None,
        })
    }

    fn is_staff(&self) -> bool {
        matches!(self.who, ADMIN | OFFICER)
    }
}

/// A house in which something has happened already.
fn begun_world(begun: usize) -> World {
    let mut world = World::new();
    let private = LI.private_chat();
    match begun {
        1 => {
            world.command(LI, TOWNSHIP, "fill", "");
            found::until(&mut world, LI, TOWNSHIP, "responsible-person");
        }
        2 => {
            world.command(LI, private, "start", "");
            found::sign(&mut world, LI);
        }
        3 => {
            world.command(LI, private, "start", "");
            world.command(LI, private, "fill", "");
            world.tap(LI, private, |t| {
                matches!(
                    t,
                    Token::Choose {
                        which: crate::render::Choice::ForOwner,
                        ..
                    }
                )
            });
            found::sign(&mut world, LI);
        }
        4 => {
            world.command(LI, TOWNSHIP, "fill", "");
            found::until(&mut world, LI, TOWNSHIP, "emissions");
            world.say(LI, TOWNSHIP, "帮助");
        }
        _ => {}
    }
    world
}

/// Plays deeds; after each the house must be as it should.
fn play(begun: usize, deeds: &[Deed]) -> Result<(), TestCaseError> {
    let mut world = begun_world(begun);
    for deed in deeds {
        let before = world.dump();
        let chat = deed.chat(&world);
        if let What::Refused(refusal) = &deed.what {
            world.refusals.push((deed.n % 4 + 1, refusal.clone()));
        }
        if matches!(deed.what, What::GoOn) {
            for _ in 0..=deed.n % 6 {
                world.go_on(deed.who, chat, u64::try_from(deed.n / 6).unwrap());
            }
        }
        let Some(kind) = deed.kind(&world, chat) else { continue };
        let waiting = world.refusals.len();
        let mut inbound = world.inbound(deed.who, chat, kind);
        match &deed.what {
            What::Mask => inbound.from = Sender::Anonymous,
            What::Standing(_) | What::Migrated => inbound.from = Sender::Nobody,
            _ => {}
        }
        world.take(&inbound);
        let after = world.dump();
        let refused = world.refusals.len() < waiting;
        rights(&world.runner.house.settings.keys, deed, &inbound, refused, &before, &after)?;
        bystander(&inbound, &before, &after)?;
        let again = world.runner.turn(&inbound).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert!(again.receipt.is_none() && again.rows.is_empty() && again.toast.is_none_or(|t| t.text.is_none()));
        prop_assert!(world.dump() == after, "the same update was taken twice");
    }
    in_order(&world)?;
    nothing_private(&world)?;
    comes_to_an_end(&mut world)
}

/// After all that the owner can finish his form: in the township's group with its private trips, or else in private.
fn comes_to_an_end(world: &mut World) -> Result<(), TestCaseError> {
    let group = Work::new(&world.runner.house, 0).chat_now(TOWNSHIP).unwrap();
    let bound = Work::new(&world.runner.house, 0).group(group).unwrap().and_then(|g| g.bound);
    let chat = if matches!(bound, Some(crate::roster::Binding::Township { .. })) {
        group
    } else {
        LI.private_chat()
    };
    world.refusals.clear();
    world.command(LI, chat, "start", "");
    let session = world.session(LI, chat).expect("it was begun just now");
    for _ in 0..300 {
        let now = world.case(&session).expect("a form is open").0;
        if !now.stage.is_open() {
            return Ok(());
        }
        let private = LI.private_chat();
        let trip = world.session(LI, private).is_some_and(|s| s.returns_to.is_some()) && world.screen(LI, private).is_some();
        world.go_on(LI, if trip { private } else { chat }, 7);
    }
    Err(TestCaseError::fail(format!(
        "stands on {:?} and {:?}",
        world.screen(LI, chat),
        world.screen(LI, LI.private_chat())
    )))
}

/// A person without rights changes no form, ticket or session of others.
fn rights(keys: &Keys, deed: &Deed, inbound: &Inbound, refused: bool, before: &Dump, after: &Dump) -> Result<(), TestCaseError> {
    let confirms = matches!(&inbound.kind, InboundKind::Tap { token, .. } if matches!(Token::parse(token), Some(Token::Confirm { .. })));
    if deed.is_staff() || confirms || inbound.from.person().is_none() {
        return Ok(());
    }
    for (at, record) in before {
        let owner = match at.0 {
            Kind::Case => {
                let case = at.1.trim_end_matches("/trail").to_owned();
                decode::<StoredCase>(keys, &case, &before[&(Kind::Case, case.clone())].1).map(|c| c.open().filled_by.id)
            }
            Kind::Ticket => decode::<crate::desk::Ticket>(keys, &at.1, &record.1).map(|t| t.asker.id),
            Kind::Session => decode::<Session>(keys, &at.1, &record.1).map(|s| s.key.person),
            Kind::Person => decode::<crate::roster::Person>(keys, &at.1, &record.1).map(|p| p.id),
            Kind::County | Kind::Chat => Ok(ADMIN),
            _ => continue,
        };
        let owner = owner.map_err(|e| TestCaseError::fail(e.to_string()))?;
        // A card that could not be delivered is taken off somebody's ticket, a chat that refused is noted.
        let noted = refused && matches!(at.0, Kind::Ticket | Kind::Chat | Kind::Session | Kind::Person);
        if owner != deed.who && !noted {
            prop_assert!(after.get(at) == Some(record), "{:?} was changed by {}", at, deed.who);
        }
    }
    Ok(())
}

/// Words in a group that do not reply to the bot are left alone.
fn bystander(inbound: &Inbound, before: &Dump, after: &Dump) -> Result<(), TestCaseError> {
    let passing = matches!(&inbound.kind, InboundKind::Text { reply_to, .. } if !reply_to.is_some_and(|r| r.own));
    prop_assert!(
        !(inbound.group && passing) || before == after,
        "words in a group were not left alone"
    );
    Ok(())
}

/// Rows of one chat grow in the order of the turns.
fn in_order(world: &World) -> Result<(), TestCaseError> {
    let mut last: BTreeMap<ChatId, OutboxId> = BTreeMap::new();
    for (id, row) in &world.rows {
        let before = last.insert(row.chat, *id);
        prop_assert!(before.is_none_or(|b| b < *id), "{} after {:?}", id, before);
    }
    Ok(())
}

/// Private values are in no message to a group and in no trail.
fn nothing_private(world: &World) -> Result<(), TestCaseError> {
    let hidden = |text: &str| [NAME, PHONE].iter().all(|mark| !text.contains(mark));
    for (_, row) in world.rows.iter().filter(|(_, row)| row.chat.id < 0) {
        let text = String::from_utf8(crate::seal::write(row, false).0).unwrap();
        prop_assert!(hidden(&text), "{}", text);
    }
    for ((kind, id), (_, body)) in world.dump() {
        if kind == Kind::Case && id.ends_with("/trail") {
            prop_assert!(hidden(&String::from_utf8_lossy(&body)), "{}", String::from_utf8_lossy(&body));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_nothing_fails_and_nobody_reaches_what_is_not_his(begun in 0..5usize, deeds in prop::collection::vec(deed(), 0..60)) {
        play(begun, &deeds)?;
    }
}

/// From the group through the private trip to the signed form.
#[test]
fn a_form_is_filled_in_from_the_group_to_the_signature_without_a_private_value_in_it() {
    let mut world = World::new();
    world.command(LI, TOWNSHIP, "fill", "");
    let signed = |world: &World| {
        Work::new(&world.runner.house, 0)
            .all::<StoredCase>(Kind::Case)
            .unwrap()
            .into_iter()
            .any(|c| !c.open().signed.is_empty())
    };
    for _ in 0..200 {
        if signed(&world) {
            break;
        }
        let trip = world.screen(LI, LI.private_chat()).is_some();
        world.go_on(LI, if trip { LI.private_chat() } else { TOWNSHIP }, 7);
    }
    assert!(signed(&world), "{:?}", world.screen(LI, TOWNSHIP));
    nothing_private(&world).unwrap();
    in_order(&world).unwrap();
}

/// Every word that always works, at every question.
#[test]
fn a_word_that_always_works_is_never_an_answer() {
    let mut world = World::new();
    let chat = LI.private_chat();
    let mut questions = 0;
    for seed in 0..4 {
        world.command(LI, chat, "start", "");
        for _ in 0..150 {
            let (Some(screen), Some(session)) = (world.screen(LI, chat), world.session(LI, chat)) else {
                break;
            };
            let mut work = Work::new(&world.runner.house, world.now_ms);
            for text in reserved_words() {
                let action = work.word_or_answer(&session, text).unwrap();
                let steers = matches!(
                    action,
                    crate::conversation::Action::Word(_) | crate::conversation::Action::Press(crate::conversation::Press::Word(_))
                );
                assert!(steers, "{text} at {screen:?}");
            }
            questions += usize::from(matches!(screen, Screen::Question(_)));
            world.go_on(LI, chat, seed);
        }
    }
    assert!(questions > 60, "{questions}");
}
