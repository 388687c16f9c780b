//! What comes of a message that Telegram refuses for good.

use super::super::work::Work;
use super::super::*;
use super::world::{LI, TOWNSHIP, World};
use crate::ids::ThreadId;
use crate::message::{Act, Outcome, Purpose, Refusal, Standing, Target};
use crate::store::Kind;

/// An open prompt in the group, and the row that has sent it.
fn asked() -> (World, OutboxId, Outgoing) {
    let mut world = World::new();
    world.command(LI, TOWNSHIP, "fill", "");
    let is_prompt = |row: &Outgoing| matches!((&row.purpose, &row.act), (Purpose::Prompt { .. }, Act::Send(_)));
    let (id, row) = world.rows.iter().rev().find(|(_, row)| is_prompt(row)).unwrap().clone();
    (world, id, row)
}

fn refused(world: &World, row: &Outgoing, refusal: Refusal) -> Vec<Outgoing> {
    let turned = world
        .runner
        .settle(OutboxId(900_000), row, &Outcome::Never(refusal), Vec::new(), world.now_ms);
    turned.unwrap().rows.into_iter().map(|(_, row)| row).collect()
}

#[test]
fn a_prompt_that_was_deleted_is_shown_anew() {
    let (world, id, row) = asked();
    let Act::Send(message) = row.act.clone() else { unreachable!() };
    let edit = Outgoing {
        act: Act::Edit {
            target: Target::Row(id),
            message,
        },
        ..row
    };
    let rows = refused(&world, &edit, Refusal::Lost);
    assert!(matches!((&rows[..], &rows[0].purpose), ([_], Purpose::Prompt { .. })) && matches!(rows[0].act, Act::Send(_)));
    assert!(refused(&world, &edit, Refusal::Moot).is_empty(), "as it was wanted");
}

#[test]
fn a_message_to_a_topic_that_is_gone_goes_to_the_group() {
    let (world, _, row) = asked();
    let in_topic = Outgoing {
        thread: Some(ThreadId(5)),
        ..row
    };
    let rows = refused(&world, &in_topic, Refusal::TopicGone);
    assert!(rows.len() == 1 && rows[0].thread.is_none() && rows[0].act == in_topic.act);
}

#[test]
fn a_closed_chat_is_noted_and_a_message_of_ours_that_is_wrong_is_laid_aside() {
    let (world, _, row) = asked();
    for (refusal, standing) in [(Refusal::Muted, Standing::Muted), (Refusal::Gone, Standing::Gone)] {
        assert!(refused(&world, &row, refusal).is_empty());
        let group = Work::new(&world.runner.house, 0).group(TOWNSHIP).unwrap().unwrap();
        assert_eq!(group.standing, standing);
    }
    assert!(refused(&world, &row, Refusal::Invalid("BUTTON_DATA_INVALID".to_owned())).is_empty());
    let aside = Work::new(&world.runner.house, 0).all::<records::SetAside>(Kind::SetAside).unwrap();
    assert!(
        matches!(&aside[..], [one] if one.update == "row:900000" && one.why == "BUTTON_DATA_INVALID"),
        "{aside:?}"
    );
}
