//! `greenwindow console FLOW`: a form in the terminal, through the same rooms as in a chat, kept in memory only.

use std::io::BufRead;
use std::sync::Arc;

use super::{AppError, Sources, clock, entropy, say, tell};
use crate::config::Config;
use crate::ids::{Channel, MessageId, OutboxId, PersonId};
use crate::message::{Act, Inbound, InboundKind, Message, Outcome, Press, Sender, Target};
use crate::runner::{Runner, Settings};
use crate::store::MemoryStore;

/// Walks a form: lines of the input are the person's words, `:2` presses the second button.
pub(super) fn run(config: &Config, flow: &str) -> Result<(), AppError> {
    let books = Sources::read(config)?.load()?;
    let known: Vec<String> = books.flows.iter().map(|f| f.id.to_string()).collect();
    if !known.iter().any(|name| name == flow) {
        return Err(AppError::NoFlow {
            flow: flow.to_owned(),
            known: known.join(", "),
        });
    }
    let data = std::env::temp_dir().join("greenwindow-console");
    let settings = Settings {
        default_flow: flow.to_owned(),
        desk_hours: config.desk_hours.clone(),
        data,
        ..Settings::default()
    };
    let runner = Runner::new(Arc::new(MemoryStore::new()), books, settings, entropy(), clock())?;
    say(runner.catalogue(), "console-how", &[]);
    let mut walk = Walk {
        runner,
        lang: super::terminal_language(),
        next: 1,
        updates: 0,
        buttons: Vec::new(),
    };
    walk.happen(InboundKind::Command {
        name: "fill".to_owned(),
        args: String::new(),
        reply_to: None,
        reply_name: None,
    })?;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| AppError::Io {
            what: "stdin".to_owned(),
            why: e.to_string(),
        })?;
        tell(&format!("> {line}"));
        walk.line(&line)?;
    }
    Ok(())
}

struct Walk {
    runner: Runner,
    lang: crate::l10n::Lang,
    next: i64,
    updates: u64,
    buttons: Vec<Press>,
}

impl Walk {
    fn line(&mut self, line: &str) -> Result<(), AppError> {
        let pressed = line
            .strip_prefix(':')
            .and_then(|n| n.trim().parse::<usize>().ok())
            .and_then(|n| self.buttons.get(n.checked_sub(1)?).cloned());
        match pressed {
            Some(Press::Token(token)) => self.happen(InboundKind::Tap {
                token,
                callback: String::new(),
                message: None,
            }),
            Some(Press::Url(url)) => {
                tell(&url);
                Ok(())
            }
            None => self.happen(InboundKind::Text {
                text: line.to_owned(),
                reply_to: None,
                forwarded: false,
            }),
        }
    }

    fn happen(&mut self, kind: InboundKind) -> Result<(), AppError> {
        self.updates += 1;
        let me = PersonId::web(1);
        let from = Sender::Person {
            id: me,
            name: "console".to_owned(),
            language: Some(self.lang.code().to_owned()),
        };
        let message = Some(MessageId(self.next));
        self.next += 1;
        let update = format!("console:{}", self.updates);
        let inbound = Inbound {
            update,
            at_ms: clock(),
            chat: me.private_chat(),
            group: false,
            title: None,
            thread: None,
            from,
            message,
            kind,
        };
        let turned = self.runner.turn(&inbound)?;
        if let Some(text) = turned.toast.as_ref().and_then(|t| t.text.as_ref()) {
            tell(&format!("({text})"));
        }
        self.runner.hub().release(turned.rows);
        loop {
            let rows = self.runner.hub().take_now(Channel::Web);
            if rows.is_empty() {
                return Ok(());
            }
            for (id, row) in rows {
                self.show(id, &row)?;
            }
        }
    }

    fn show(&mut self, id: OutboxId, row: &crate::message::Outgoing) -> Result<(), AppError> {
        let outcome = match &row.act {
            Act::Send(message) => {
                self.print(message);
                self.next += 1;
                Outcome::Sent(Some(MessageId(self.next - 1)))
            }
            Act::Edit {
                target: Target::Message(_) | Target::Row(_),
                message,
            } => {
                if !message.buttons.is_empty() {
                    self.print(message);
                }
                Outcome::Sent(None)
            }
            Act::Delete { .. } | Act::Document { .. } | Act::Copy { .. } => Outcome::Sent(None),
        };
        let turned = self.runner.settle(id, row, &outcome, Vec::new(), clock())?;
        self.runner.hub().release(turned.rows);
        Ok(())
    }

    fn print(&mut self, message: &Message) {
        tell(&format!("\n{}", message.text.to_plain()));
        self.buttons.clear();
        for row in &message.buttons {
            let mut shown = Vec::new();
            for button in row {
                self.buttons.push(button.press.clone());
                shown.push(format!("[{}: {}]", self.buttons.len(), button.label));
            }
            tell(&format!("  {}", shown.join(" ")));
        }
    }
}
