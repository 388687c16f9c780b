//! One test for each fault the random ones have found, or reading for them.

use super::world::{DESK, LI, OFFICER, PHONE, TOWNSHIP, WANG, World, tap};
use super::*;
use crate::case::Stage;
use crate::conversation::Press as P;
use crate::ids::AnswerKey;
use crate::message::Act;
use crate::render::Choice;

/// Goes on until a question, with private trips.
pub(super) fn until(world: &mut World, who: PersonId, chat: ChatId, step: &str) {
    let here = |world: &World| world.screen(who, chat) == Some(Screen::Question(AnswerKey::single(step)));
    for _ in 0..100 {
        if here(world) {
            return;
        }
        let trip = chat.id < 0 && world.screen(who, who.private_chat()).is_some();
        world.go_on(who, if trip { who.private_chat() } else { chat }, 7);
    }
    panic!("{step} was not reached: {:?}", world.screen(who, chat));
}

/// Goes on until the form is signed.
pub(super) fn sign(world: &mut World, who: PersonId) {
    let chat = who.private_chat();
    for _ in 0..200 {
        let Some(session) = world.session(who, chat) else { break };
        if world.case(&session).is_some_and(|(case, _)| !case.stage.is_open()) {
            return;
        }
        world.go_on(who, chat, 7);
    }
    panic!("not signed: {:?}", world.screen(who, chat));
}

#[test]
fn after_a_change_in_private_the_form_goes_on_in_the_group() {
    let mut world = World::new();
    world.command(LI, TOWNSHIP, "fill", "");
    until(&mut world, LI, TOWNSHIP, "unit-name");
    world.say(LI, TOWNSHIP, "修改");
    world.go_on(LI, TOWNSHIP, 7);
    let private = LI.private_chat();
    assert_eq!(world.screen(LI, private), Some(Screen::Change));
    let rows = world.tap(LI, private, |t| matches!(t, Token::Prompt { press: P::Change(0), .. }));
    assert_eq!(world.screen(LI, private), None);
    assert!(rows.iter().any(|(_, r)| r.chat == TOWNSHIP), "the group hears nothing");
    assert_eq!(world.screen(LI, TOWNSHIP), Some(Screen::Question(AnswerKey::single("earlier"))));
}

#[test]
fn what_was_asked_back_about_one_form_is_not_asked_about_another() {
    let mut world = World::new();
    let private = LI.private_chat();
    world.command(LI, TOWNSHIP, "fill", "");
    until(&mut world, LI, TOWNSHIP, "industry");
    world.say(LI, TOWNSHIP, "加工");
    assert!(matches!(world.screen(LI, TOWNSHIP), Some(Screen::Pick(..))));
    world.command(LI, private, "fill", "");
    world.tap(LI, private, |t| {
        matches!(
            t,
            Token::Choose {
                which: Choice::Another,
                ..
            }
        )
    });
    world.say(LI, private, "从没登记过");
    // The second form moves into the group, where the first one stood at something asked back.
    let second = world.session(LI, private).unwrap().case;
    let mut work = Work::new(&world.runner.house, 0);
    let (mut first, flow) = world.case(&world.session(LI, TOWNSHIP).unwrap()).unwrap();
    first.stage = Stage::Signed;
    work.save_case(&first, &flow).unwrap();
    world.runner.submit(work, None, Vec::new()).unwrap();
    world.command(LI, TOWNSHIP, "start", "");
    assert_eq!(world.session(LI, TOWNSHIP).unwrap().case, second);
    assert!(
        matches!(world.screen(LI, TOWNSHIP), Some(Screen::Question(_))),
        "{:?}",
        world.screen(LI, TOWNSHIP)
    );
}

#[test]
fn a_helper_who_opens_the_owners_link_does_not_use_it_up() {
    let mut world = World::new();
    let private = LI.private_chat();
    world.command(LI, private, "start", "");
    world.command(LI, private, "fill", "");
    world.tap(LI, private, |t| {
        matches!(
            t,
            Token::Choose {
                which: Choice::ForOwner,
                ..
            }
        )
    });
    sign(&mut world, LI);
    let link = world.links.last().unwrap().1.clone();
    world.command(LI, private, "start", &link);
    world.command(WANG, WANG.private_chat(), "start", &link);
    world.tap(WANG, WANG.private_chat(), |t| matches!(t, Token::Confirm { .. }));
    let (case, _) = world.case(&world.session(LI, private).unwrap()).unwrap();
    assert_eq!(case.stage, Stage::Signed);
    assert_eq!(case.confirmed_by.map(|a| a.id), Some(WANG));
}

#[test]
fn a_long_talk_with_the_desk_does_not_stop_the_house() {
    let mut world = World::new();
    let private = LI.private_chat();
    world.command(LI, private, "help", "");
    for _ in 0..25 {
        world.say(LI, private, &"\\".repeat(4_000));
        let card = world.sent.iter().rev().find(|(chat, _)| *chat == DESK).unwrap().1;
        let reply_to = Some(ReplyTo {
            message: card,
            own: true,
            author: None,
        });
        world.happen(
            OFFICER,
            DESK,
            InboundKind::Text {
                text: "\"".repeat(4_000),
                reply_to,
                forwarded: false,
            },
        );
    }
}

#[test]
fn a_form_opened_and_signed_again_and_again_does_not_stop_the_house() {
    let mut world = World::new();
    let private = LI.private_chat();
    world.command(LI, private, "start", "");
    for _ in 0..25 {
        sign(&mut world, LI);
        world.tap(LI, private, |t| matches!(t, Token::Reopen { .. }));
    }
}

#[test]
fn a_forged_press_in_the_group_does_not_show_a_private_answer() {
    let mut world = World::new();
    world.command(LI, TOWNSHIP, "fill", "");
    until(&mut world, LI, TOWNSHIP, "emissions");
    let at = |world: &World, press| {
        let session = world.session(LI, TOWNSHIP).unwrap();
        tap(Token::Prompt {
            session: session.token,
            visit: session.visit,
            press,
        }
        .to_text())
    };
    let (case, flow) = world.case(&world.session(LI, TOWNSHIP).unwrap()).unwrap();
    let lines = crate::conversation::changeable(&flow, &crate::conversation::journey(&flow, &case.answers));
    let phone = crate::conversation::Changeable::Answer(AnswerKey::single("phone"));
    let place = lines.iter().position(|l| *l == phone).unwrap();
    let mut said = Vec::new();
    for press in [P::Change(place), P::Keep, P::Yes] {
        let kind = at(&world, press);
        said.extend(world.happen(LI, TOWNSHIP, kind));
    }
    assert!(
        said.iter()
            .filter(|(_, r)| r.chat == TOWNSHIP)
            .all(|(_, r)| !matches!(&r.act, Act::Send(m) | Act::Edit { message: m, .. } if m.text.to_plain().contains(PHONE)))
    );
}

#[test]
fn a_rejected_private_answer_leaves_nothing_of_itself_in_the_trail() {
    let mut world = World::new();
    let private = LI.private_chat();
    let source = "flow = \"registration\"\nversion = 9\n[[step]]\nid = \"credit-code\"\nask = \"credit-code\"\nprivate = true\n";
    let flow = Arc::new(crate::flow::parse(source).unwrap());
    lock(&world.runner.house.by_hash).insert(flow.hash.clone(), flow.clone());
    world.runner.house.flows = BTreeMap::from([(FlowId::from("registration"), flow)]);
    world.command(LI, private, "start", "");
    world.say(LI, private, "92430726MA4T000270");
    let trail = world.dump().into_iter().find(|((_, id), _)| id.ends_with("/trail")).unwrap().1.1;
    let trail = String::from_utf8(trail).unwrap();
    assert!(trail.contains("answer_rejected") && !trail.contains("MA4T"), "{trail}");
}

#[test]
fn an_owner_leaves_a_crowded_group_for_his_private_chat_once() {
    let mut world = World::new();
    let private = LI.private_chat();
    let forms = |rows: &[(OutboxId, Outgoing)], chat| {
        rows.iter()
            .filter(|(_, r)| r.chat == chat && !matches!(r.act, Act::Delete { .. }))
            .count()
    };
    world.command(LI, TOWNSHIP, "fill", "");
    world.runner.crowded(TOWNSHIP, world.now_ms);
    let rows = world.say(LI, TOWNSHIP, "从没登记过");
    assert_eq!(
        (forms(&rows, TOWNSHIP), forms(&rows, private)),
        (1, 0),
        "the private chat is not open"
    );
    world.command(LI, private, "help", "");
    let first = world.session(LI, TOWNSHIP).unwrap().shown.len();
    assert!(first > 0);
    let at = world.screen(LI, TOWNSHIP);
    world.go_on(LI, TOWNSHIP, 7);
    assert_eq!(world.session(LI, TOWNSHIP).unwrap().case, None);
    assert!(world.screen(LI, private).is_some() && world.screen(LI, private) != at);
    sign(&mut world, LI);
    // Whoever comes back stays.
    world.command(LI, TOWNSHIP, "fill", "");
    let rows = world.say(LI, TOWNSHIP, "从没登记过");
    assert_eq!((forms(&rows, TOWNSHIP), forms(&rows, private)), (1, 0));
}

#[test]
fn whoever_writes_too_fast_is_told_once_and_the_others_go_on() {
    let mut world = World::new();
    world.runner.house.settings.messages_per_10_seconds = 20;
    let flood = |world: &mut World, at_ms: i64| {
        world.now_ms = at_ms - 1_000;
        world.say(WANG, WANG.private_chat(), "你好").len()
    };
    let start = world.now_ms + 60_000;
    let said: Vec<usize> = (0..100).map(|n| flood(&mut world, start + n)).collect();
    assert!(
        said[..21].iter().all(|rows| *rows > 0) && said[21..].iter().all(|rows| *rows == 0),
        "{said:?}"
    );
    let told = world
        .rows
        .iter()
        .filter(|(_, r)| matches!(&r.act, Act::Send(m) if m.text.to_plain().contains("太快")))
        .count();
    assert_eq!(told, 1);
    assert!(!world.say(LI, LI.private_chat(), "你好").is_empty());
    let token = tap(Token::Start.to_text());
    world.happen(WANG, WANG.private_chat(), token);
    assert!(
        world.session(WANG, WANG.private_chat()).is_none_or(|s| s.prompt.is_none()),
        "taps are not listened to either"
    );
    assert!(flood(&mut world, start + 30_000) > 0, "quiet for ten seconds");
}

#[test]
fn a_panic_is_told_to_the_person_and_once_an_hour_to_the_administrators() {
    let mut world = World::new();
    world.command(ADMIN, ADMIN.private_chat(), "help", "");
    let told = |rows: &[(OutboxId, Outgoing)], chat: ChatId, words: &str| {
        let plain = |row: &Outgoing| matches!(&row.act, Act::Send(m) if m.text.to_plain().contains(words));
        rows.iter().filter(|(_, row)| row.chat == chat && plain(row)).count()
    };
    let sound = std::mem::replace(&mut world.runner.house.entropy, Box::new(|_| panic!("as the test wants")));
    world.command(LI, TOWNSHIP, "fill", "");
    world.command(WANG, TOWNSHIP, "fill", "");
    assert_eq!(told(&world.rows, TOWNSHIP, "没处理好"), 2, "both owners are told");
    assert_eq!(told(&world.rows, ADMIN.private_chat(), "没处理好"), 1);
    assert!(
        told(&world.rows, ADMIN.private_chat(), "src/runner/tests/found.rs") == 1,
        "with the place"
    );
    world.now_ms += 60 * 60 * 1000;
    world.command(LI, TOWNSHIP, "fill", "");
    assert_eq!(told(&world.rows, ADMIN.private_chat(), "没处理好"), 2);
    let aside = Work::new(&world.runner.house, 0).all::<records::SetAside>(Kind::SetAside).unwrap();
    assert!(
        aside.len() == 3 && aside.iter().all(|a| a.why.starts_with("a panic at src/")),
        "{aside:?}"
    );
    world.runner.house.entropy = sound;
    world.command(LI, TOWNSHIP, "fill", "");
    assert!(world.screen(LI, TOWNSHIP).is_some(), "the chat goes on");
}

#[test]
fn an_update_that_cannot_be_read_is_told_to_the_administrators() {
    let mut world = World::new();
    world.command(ADMIN, ADMIN.private_chat(), "help", "");
    let turned = world.runner.set_aside("tg:900", "the update has no chat", world.now_ms).unwrap();
    assert_eq!(turned.rows.len(), 1);
    let again = world.runner.set_aside("tg:901", "the update has no chat", world.now_ms).unwrap();
    assert!(again.rows.is_empty() && world.runner.store().seen("tg:901").unwrap());
}
