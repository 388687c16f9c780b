//! The commands Telegram shows when somebody types a slash.

use serde_json::{Value, json};

use super::call::Line;

/// The commands of one kind of chat in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// Where: `default`, `all_private_chats`, `all_group_chats`, or the number of one chat.
    pub scope: String,
    /// Two letters, `zh`; None for everybody else.
    pub language: Option<String>,
    /// Names in Latin small letters, and what they do.
    pub commands: Vec<(String, String)>,
}

impl Menu {
    fn payload(&self) -> Value {
        let command = |(name, what): &(String, String)| json!({"command": name, "description": what.chars().take(256).collect::<String>()});
        let scope = match self.scope.parse::<i64>() {
            Ok(chat) => json!({"type": "chat", "chat_id": chat}),
            Err(_) => json!({"type": self.scope}),
        };
        let mut payload = json!({"commands": self.commands.iter().map(command).collect::<Vec<_>>(), "scope": scope});
        if let Some(language) = &self.language {
            payload["language_code"] = json!(language);
        }
        payload
    }
}

/// Publishes the menus. A menu that is refused is only a comfort lost, so it is logged and passed over.
pub(super) async fn publish(line: &Line, menus: &[Menu]) {
    for menu in menus {
        if let Err(error) = line.call::<serde::de::IgnoredAny>("setMyCommands", &menu.payload()).await {
            tracing::warn!(scope = menu.scope, language = menu.language, %error, "Telegram has not taken a menu of commands");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_names_its_scope_and_language() {
        let commands = vec![("fill".to_owned(), "填表".to_owned())];
        let menu = Menu {
            scope: "all_group_chats".to_owned(),
            language: Some("zh".to_owned()),
            commands,
        };
        let expected =
            json!({"commands": [{"command": "fill", "description": "填表"}], "scope": {"type": "all_group_chats"}, "language_code": "zh"});
        assert_eq!(menu.payload(), expected);
        let desk = Menu {
            scope: "-1005".to_owned(),
            language: None,
            ..menu
        };
        assert_eq!(desk.payload()["scope"], json!({"type": "chat", "chat_id": -1005}));
        assert_eq!(desk.payload().get("language_code"), None);
    }
}
