//! Cards of the help desk, reminders and the welcome of a group.

use super::classify::start_text;
use super::prompt::answers_list;
use super::{FormPress, FormView, TicketPress, Token, Voice, arg, class_line, masked, number, standing_line, validity_line, value_label};
use crate::case::{Case, Progress, Stage};
use crate::conversation::HelpReason;
use crate::desk::{Deed, Ticket, TicketState};
use crate::flow::{CLASSES, UNCLEAR};
use crate::message::{Attachment, Button, Message, Text};

/// How many characters of the answers stand on a form's card; a message of Telegram has at most 4,096. `/export` has all.
const ANSWERS_ON_CARD: usize = 2_800;

/// A ticket's card: who, where, which question, what was tried, what is known so far (private values masked).
pub fn ticket_card(voice: Voice<'_>, form: Option<FormView<'_>>, ticket: &Ticket) -> Message {
    let mut lines = vec![voice.tell(
        "card-title",
        &[("id", arg(ticket.id.to_string())), ("state", arg(state_words(voice, ticket)))],
    )];
    lines.push(who_line(voice, form, ticket));
    lines.push(voice.say(why_id(ticket.why)));
    if let Some((form, key)) = form.zip(ticket.key.as_ref()) {
        let id = form.flow.text_id(&key.step);
        let args = [
            ("trade", arg(form.trade())),
            ("n", number(super::values::item_place(form, key).unwrap_or(1) as usize)),
        ];
        lines.push(voice.tell("card-question", &[("question", arg(voice.tell(&id, &args)))]));
        let help = format!("{id}.help");
        if voice.catalogue.has(voice.lang, &help) {
            lines.push(voice.tell(&help, &args));
        }
        lines.extend(tries(voice, form, ticket));
    }
    if let Some((what, _)) = &ticket.attachment {
        lines.push(voice.say(if matches!(what, Attachment::Voice(_)) {
            "card-voice"
        } else {
            "card-photo"
        }));
    }
    lines.extend(form.and_then(|form| standing_line(voice, form)));
    lines.extend(form.and_then(|form| class_line(voice, form)));
    if let Some(form) = form {
        let answers = answers_list(voice, form, true);
        if !answers.is_empty() {
            lines.push(voice.tell("card-answers", &[("answers", arg(shorten(&answers, 1500)))]));
        }
    }
    if ticket.deleted {
        lines.push(voice.say("card-deleted"));
    }
    lines.extend(said(ticket));
    lines.push(voice.say("card-how"));
    Message::new(Text::plain(lines.join("\n"))).with_buttons(ticket_buttons(voice, form, ticket))
}

fn who_line(voice: Voice<'_>, form: Option<FormView<'_>>, ticket: &Ticket) -> String {
    let name = form.map_or_else(|| voice.say("card-no-form"), |f| f.name());
    let township = form.and_then(|f| f.case.township.clone()).unwrap_or_default();
    let county = ticket.county.clone().unwrap_or_default();
    let args = [
        ("person", arg(ticket.asker.name.as_str())),
        ("name", arg(name)),
        ("county", arg(county)),
        ("township", arg(township)),
    ];
    voice.tell("card-who", &args)
}

fn why_id(why: HelpReason) -> &'static str {
    match why {
        HelpReason::Asked => "card-why-asked",
        HelpReason::DoesNotKnow => "card-why-does-not-know",
        HelpReason::Class => "card-why-class",
        HelpReason::Tries => "card-why-tries",
        HelpReason::Attachment => "card-why-attachment",
    }
}

fn state_words(voice: Voice<'_>, ticket: &Ticket) -> String {
    match &ticket.state {
        TicketState::Open => voice.say("card-state-open"),
        TicketState::Claimed(by) => voice.tell("card-state-claimed", &[("by", arg(by.name.as_str()))]),
        TicketState::Closed(by) => voice.tell("card-state-closed", &[("by", arg(by.name.as_str()))]),
    }
}

fn tries(voice: Voice<'_>, form: FormView<'_>, ticket: &Ticket) -> Vec<String> {
    let line = |t: &crate::conversation::Try| {
        let private = form.flow.step(&t.key.step).is_none_or(|s| s.private);
        let (raw, why) = if private {
            (voice.say("card-hidden"), voice.say("card-try-private"))
        } else {
            (shorten(&t.raw, 60), voice.rejection(&t.why))
        };
        voice.tell("card-try", &[("raw", arg(raw)), ("why", arg(why))])
    };
    ticket.tries.iter().map(line).collect()
}

fn said(ticket: &Ticket) -> Vec<String> {
    let recent = ticket.words.iter().rev().take(6).rev();
    recent
        .map(|s| format!("{} {}：{}", if s.desk { "💬" } else { "👤" }, s.by.name, shorten(&s.text, 200)))
        .collect()
}

fn ticket_buttons(voice: Voice<'_>, form: Option<FormView<'_>>, ticket: &Ticket) -> Vec<Vec<Button>> {
    let button = |id: &str, deed: TicketPress| voice.button(id, &Token::Ticket { id: ticket.id, deed });
    let answered = ticket.words.iter().any(|said| said.desk);
    let entry = answered.then(|| vec![button("button-entry", TicketPress::Entry)]);
    let first = match ticket.state {
        TicketState::Open => button("button-claim", TicketPress::Deed(Deed::Claim)),
        TicketState::Claimed(_) => button("button-take-over", TicketPress::Deed(Deed::TakeOver)),
        TicketState::Closed(_) => return entry.into_iter().collect(),
    };
    let mut rows = vec![vec![first, button("button-close", TicketPress::Deed(Deed::Close))]];
    if ticket.key.is_some() {
        rows.push(vec![button("button-value", TicketPress::Value)]);
    }
    if form.is_some_and(|form| form.journey.class.as_ref().is_some_and(|class| class.unclear)) {
        rows.extend(ticket.case.map(|id| {
            vec![voice.button(
                "button-decide-class",
                &Token::Form {
                    id,
                    deed: FormPress::DecideClass,
                },
            )]
        }));
    }
    rows.extend(entry);
    rows
}

/// The card of a signed form.
pub fn form_card(voice: Voice<'_>, form: FormView<'_>) -> Message {
    let case = form.case;
    let mut lines = vec![voice.tell(
        "form-card-title",
        &[
            ("reference", arg(case.reference())),
            ("state", arg(voice.say(&format!("stage-{}", case.stage.word())))),
        ],
    )];
    lines.push(voice.tell(
        "form-card-who",
        &[
            ("name", arg(form.name())),
            ("county", arg(case.county.clone().unwrap_or_default())),
            ("township", arg(case.township.clone().unwrap_or_default())),
            ("person", arg(case.filled_by.name.as_str())),
        ],
    ));
    if case.for_owner {
        lines.push(confirmation_line(voice, case));
    }
    lines.push(shorten(&answers_list(voice, form, true), ANSWERS_ON_CARD));
    lines.extend(flags(voice, form));
    lines.extend(standing_line(voice, form));
    match class_line(voice, form) {
        Some(line) => lines.push(line),
        None if matches!(case.stage, Stage::Registered { .. }) => {}
        None => lines.push(voice.say("classification-pending")),
    }
    if let Some(digest) = case.digest().filter(|_| !case.stage.is_open()) {
        lines.push(voice.tell("form-card-digest", &[("digest", arg(&digest[..16]))]));
    }
    lines.extend(stage_lines(voice, case));
    Message::new(Text::plain(lines.join("\n"))).with_buttons(form_buttons(voice, form))
}

/// What an officer has done with a form.
fn stage_lines(voice: Voice<'_>, case: &Case) -> Vec<String> {
    match &case.stage {
        Stage::Registered { number } => {
            let number = voice.tell("form-card-number", &[("number", arg(number.as_str()))]);
            let validity = case.validity.as_ref().map(|validity| validity_line(voice, validity));
            std::iter::once(number).chain(validity).collect()
        }
        Stage::SentBack { reason, by } => {
            // An officer gives a reason; one that is empty has lost its key.
            let reason = if reason.is_empty() {
                voice.say("value-deleted")
            } else {
                reason.clone()
            };
            vec![voice.tell("form-card-sent-back", &[("reason", arg(reason)), ("by", arg(by.as_str()))])]
        }
        Stage::Settled { outcome, by } => {
            let outcome = voice.say(&format!("outcome-{outcome}"));
            vec![voice.tell("form-card-settled", &[("outcome", arg(outcome)), ("by", arg(by.name.as_str()))])]
        }
        Stage::Filling | Stage::AwaitingOwner | Stage::Signed | Stage::HandedIn => Vec::new(),
    }
}

/// Asks the desk whether a signed form may be deleted.
pub fn deletion_card(voice: Voice<'_>, form: FormView<'_>) -> Message {
    let case = form.case;
    let person = case.deletion.as_ref().map(|asked| asked.by.name.clone()).unwrap_or_default();
    let args = [
        ("person", arg(person)),
        ("reference", arg(case.reference())),
        ("name", arg(form.name())),
        ("stage", arg(voice.say(&format!("stage-{}", case.stage.word())))),
    ];
    let mut lines = vec![voice.tell("deletion-card", &args)];
    if case.for_owner {
        let filler = [("person", arg(case.filled_by.name.as_str()))];
        lines.push(voice.tell("deletion-card-helped", &filler));
        lines.push(confirmation_line(voice, case));
    }
    let button = |id: &str, accepted: bool| {
        let deed = FormPress::Delete(accepted);
        vec![voice.button(id, &Token::Form { id: case.id, deed })]
    };
    let buttons = vec![button("button-deletion-accept", true), button("button-deletion-refuse", false)];
    Message::new(Text::plain(lines.join("\n"))).with_buttons(buttons)
}

fn confirmation_line(voice: Voice<'_>, case: &Case) -> String {
    match &case.confirmed_by {
        Some(account) => voice.tell("form-card-confirmed", &[("by", arg(account.name.as_str()))]),
        None => voice.say("form-card-unconfirmed"),
    }
}

fn flags(voice: Voice<'_>, form: FormView<'_>) -> Vec<String> {
    use crate::answer::AnswerView;
    let line = |key: &crate::ids::AnswerKey| {
        let flag = form.journey.given(key)?.flag.as_ref()?;
        let value = form.journey.value(key)?;
        let why = voice.soft(flag);
        let label = value_label(voice, form, key);
        let value = masked(voice, form.flow, key, value);
        Some(voice.tell("form-card-flag", &[("label", arg(label)), ("value", arg(value)), ("why", arg(why))]))
    };
    form.journey.done.iter().filter_map(line).collect()
}

fn form_buttons(voice: Voice<'_>, form: FormView<'_>) -> Vec<Vec<Button>> {
    let case = form.case;
    let button = |id: &str, deed: FormPress| voice.button(id, &Token::Form { id: case.id, deed });
    let decide = form.journey.class.as_ref().is_some_and(|class| !class.decided);
    let decide = decide.then(|| vec![button("button-decide-class", FormPress::DecideClass)]);
    let mut rows = match &case.stage {
        Stage::HandedIn => {
            let outcome = |(n, id): (usize, &crate::ids::OptionId)| vec![button(&format!("outcome-{id}"), FormPress::Settle(n))];
            let outcomes = form.flow.outcomes().iter().enumerate().map(outcome);
            outcomes.chain([vec![button("button-send-back", FormPress::SendBack)]]).collect()
        }
        Stage::Settled { .. } => vec![vec![button("button-number", FormPress::Number)]],
        Stage::Signed => vec![
            vec![button("button-number", FormPress::Number)],
            vec![button("button-send-back", FormPress::SendBack)],
        ],
        Stage::AwaitingOwner => vec![
            vec![button("button-by-telephone", FormPress::ByTelephone)],
            vec![button("button-send-back", FormPress::SendBack)],
        ],
        Stage::Filling | Stage::SentBack { .. } | Stage::Registered { .. } => return Vec::new(),
    };
    rows.extend(decide);
    let offered = form.offered(voice).filter(|(_, _, back)| !back);
    let offered = offered.map(|(_, flow, _)| button(&start_text(flow), FormPress::Offered));
    rows.extend(offered.map(|button| vec![button]));
    rows
}

/// The classes an officer may decide for.
pub fn class_choice(voice: Voice<'_>, case: &Case) -> Message {
    let button = |(n, class): (usize, &&str)| {
        let deed = FormPress::Class(n);
        vec![voice.button(&format!("class-{class}"), &Token::Form { id: case.id, deed })]
    };
    let classes = CLASSES.iter().filter(|class| **class != UNCLEAR).enumerate();
    Message::new(voice.text("decide-class", &[("reference", arg(case.reference()))])).with_buttons(classes.map(button).collect())
}

/// One message to a township's group: counts only, no names, and a start button for everybody.
pub fn reminder(voice: Voice<'_>, township: &str, progress: Progress, enterprises: Option<u32>) -> Message {
    let mut args = vec![
        ("township", arg(township)),
        ("registered", number(progress.registered)),
        ("signed", number(progress.signed)),
        ("filling", number(progress.filling)),
    ];
    let id = match enterprises {
        Some(total) => {
            args.push(("total", number(total as usize)));
            "reminder-of"
        }
        None => "reminder",
    };
    Message::new(voice.text(id, &args)).with_buttons(vec![vec![voice.button("button-start", &Token::Start)]])
}

/// Into the form, or into the inquiry what has to be done; for everybody.
pub fn start_buttons(voice: Voice<'_>) -> Vec<Vec<Button>> {
    vec![
        vec![voice.button("button-start", &Token::Start)],
        vec![voice.button("button-classify", &Token::BeginInquiry)],
    ]
}

/// The welcome of a township's group, with the start button for everybody.
pub fn welcome(voice: Voice<'_>, county: &str, township: &str) -> Message {
    let text = voice.text("welcome", &[("county", arg(county)), ("township", arg(township))]);
    Message {
        text,
        buttons: start_buttons(voice),
        pin: true,
        silent: true,
        ..Message::default()
    }
}

/// A line of `/status` or `/forms`: reference, name, stage, and where it stands.
pub fn status_line(voice: Voice<'_>, form: FormView<'_>) -> String {
    let stage = voice.say(&format!("stage-{}", form.case.stage.word()));
    let at = match (&form.case.stage, &form.journey.open) {
        (Stage::Filling | Stage::SentBack { .. }, Some(key)) => {
            let (done, total) = form.journey.progress();
            let label = value_label(voice, form, key);
            voice.tell(
                "status-at",
                &[("done", number(done)), ("total", number(total)), ("label", arg(label))],
            )
        }
        _ => String::new(),
    };
    let args = [
        ("reference", arg(form.case.reference())),
        ("name", arg(form.given_name().unwrap_or_else(|| voice.say("status-unnamed")))),
        ("stage", arg(stage)),
        ("at", arg(at)),
    ];
    voice.tell("status-line", &args)
}

/// The beginning of a long text.
fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    text.chars().take(max).chain("…".chars()).collect()
}
