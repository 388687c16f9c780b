//! Commands of everybody, and the menus they are offered in.

use super::RunnerError;
use super::dispatch::Who;
use super::present::Cause;
use super::work::Work;
use crate::case::Stage;
use crate::conversation::{Action, Word, journey};
use crate::ids::Channel;
use crate::message::{Inbound, Message, Purpose, ReplyTo, Text};
use crate::render::{self, FormView, arg};

/// Where a command is offered in the menu. Every use is checked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In private chats and groups.
    Everywhere,
    /// In private chats only.
    Private,
    /// In a help desk's chat.
    Desk,
}

/// A command for the menu; its description is the text `command-NAME`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandInfo {
    /// Without the slash.
    pub name: &'static str,
    /// Where it is offered.
    pub scope: Scope,
}

const fn command(name: &'static str, scope: Scope) -> CommandInfo {
    CommandInfo { name, scope }
}

/// The commands of the menus. Administrators' commands are not offered to anybody.
pub const COMMANDS: [CommandInfo; 18] = [
    command("start", Scope::Everywhere),
    command("fill", Scope::Everywhere),
    command("classify", Scope::Everywhere),
    command("ask", Scope::Everywhere),
    command("status", Scope::Everywhere),
    command("help", Scope::Everywhere),
    command("pause", Scope::Everywhere),
    command("answers", Scope::Private),
    command("language", Scope::Private),
    command("delete_me", Scope::Private),
    command("tickets", Scope::Desk),
    command("forms", Scope::Desk),
    command("registered", Scope::Desk),
    command("sendback", Scope::Desk),
    command("remind", Scope::Desk),
    command("export", Scope::Desk),
    command("invite", Scope::Desk),
    command("questions", Scope::Desk),
];

impl Work<'_> {
    /// A command, for whoever may use it.
    pub(super) fn command(
        &mut self,
        inbound: &Inbound,
        who: &Who,
        name: &str,
        args: &str,
        reply_to: Option<ReplyTo>,
        reply_name: Option<&str>,
    ) -> Result<(), RunnerError> {
        let cause = Cause {
            message: inbound.message,
            tapped: false,
        };
        match name {
            "start" => self.start(who, args, cause),
            "fill" => self.fill(who, cause, true),
            "classify" => self.classify(inbound, who, args),
            "ask" => self.ask(who, args, inbound.message),
            "status" => self.status(who, cause),
            "answers" => self.answers(who, cause),
            "help" => self.help(who, cause),
            "pause" => self.word_command(who, Word::Pause, cause),
            "language" => self.language(who, cause),
            "delete_me" if who.key.is_private() => self.delete_me(who, cause),
            "delete_me" => self.only_private(who, "delete_me", cause),
            "bind_desk" | "bind_township" | "officer" | "officers" | "nickname" | "where" => {
                self.admin_command(inbound, who, name, args, reply_to.and_then(|r| r.author), reply_name)
            }
            _ => {
                if !self.staff_command(inbound, who, name, args)? && !inbound.group {
                    return self.say_text(who.key, "command-unknown", &[("command", arg(name))], inbound.message);
                }
                Ok(())
            }
        }
    }

    /// `/start`: a link is followed; without administrators the numeric id is told; else the form goes on or begins.
    fn start(&mut self, who: &Who, args: &str, cause: Cause) -> Result<(), RunnerError> {
        if who.key.is_private() && !args.is_empty() && args != "desk" {
            return self.follow_link(who, args, cause);
        }
        if args == "desk" {
            return self.say_text(who.key, "private-open", &[], cause.message);
        }
        if self.house.settings.admins.is_empty() && !self.house.settings.demo && who.key.is_private() && who.id.channel == Channel::Tg {
            self.say_text(who.key, "no-admins", &[("id", arg(who.id.id.to_string()))], cause.message)?;
        }
        self.fill(who, cause, false)
    }

    fn word_command(&mut self, who: &Who, word: Word, cause: Cause) -> Result<(), RunnerError> {
        let mut session = self.session(who.key)?;
        session.last_message = cause.message;
        self.act(session, who, Action::Word(word), cause)
    }

    fn help(&mut self, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        let session = self.session(who.key)?;
        if session.prompt.is_some() {
            return self.word_command(who, Word::Help, cause);
        }
        self.help_without_form(session, who, cause.message)
    }

    fn language(&mut self, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        let session = self.session(who.key)?;
        if session.prompt.is_some() {
            return self.word_command(who, Word::Language, cause);
        }
        self.switch_language(who, cause.message)
    }

    /// `/status` in private: each form, and where it stands.
    fn status(&mut self, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        if !who.key.is_private() {
            return self.only_private(who, "status", cause);
        }
        let cases = self.person(who.id)?.map(|p| p.cases).unwrap_or_default();
        let mut lines = Vec::new();
        for id in cases.into_iter().rev().take(10) {
            let Some((case, flow)) = self.case(id)? else { continue };
            let journey = journey(&flow, &case.answers);
            let form = FormView::new(&flow, &case, &journey);
            lines.push(render::status_line(self.voice(who.lang), form));
            if let Stage::Registered { number } = &case.stage {
                lines.push(number.clone());
                lines.extend(
                    case.validity
                        .as_ref()
                        .map(|validity| render::validity_line(self.voice(who.lang), validity)),
                );
            }
        }
        if lines.is_empty() {
            return self.say_text(who.key, "status-none", &[], cause.message);
        }
        let text = Text::plain(lines.join("\n"));
        self.say(who.key, Message::new(text).replying(cause.message).protected(), Purpose::Notice)
            .map(drop)
    }

    /// `/answers` in private: all that was answered in the open or last form.
    fn answers(&mut self, who: &Who, cause: Cause) -> Result<(), RunnerError> {
        if !who.key.is_private() {
            return self.only_private(who, "answers", cause);
        }
        let session = self.session(who.key)?;
        let last = self.person(who.id)?.and_then(|p| p.cases.last().copied());
        let form = session.case.or(last).map(|id| self.case(id)).transpose()?.flatten();
        let Some((case, flow)) = form else {
            return self.say_text(who.key, "status-none", &[], cause.message);
        };
        let journey = journey(&flow, &case.answers);
        let answers = render::answers_list(self.voice(who.lang), FormView::new(&flow, &case, &journey), false);
        let text = self
            .voice(who.lang)
            .text("answers", &[("reference", arg(case.reference())), ("answers", arg(answers))]);
        self.say(who.key, Message::new(text).replying(cause.message).protected(), Purpose::Notice)
            .map(drop)
    }

    fn only_private(&mut self, who: &Who, payload: &str, cause: Cause) -> Result<(), RunnerError> {
        let link = self.house.deep_link(who.id.channel, "desk");
        self.say_text(
            who.key,
            "only-private",
            &[("link", arg(link)), ("command", arg(payload))],
            cause.message,
        )
    }
}
