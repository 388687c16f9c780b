//! Pages without script: the list of people of the demonstration, and the door for invited people.

use crate::l10n::{Catalogue, Lang};
use crate::runner::DemoPerson;

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn frame(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{}</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/page/style.css\"></head><body class=\"door\"><main>{body}</main></body></html>\n",
        escape(title)
    )
}

/// Whom one can be.
pub(super) fn people(texts: &Catalogue, people: &[DemoPerson], query: &str) -> String {
    let say = |id: &str| escape(&texts.text(Lang::ZhCn, id, &[]));
    let item = |p: &DemoPerson| {
        let query = if query.is_empty() {
            String::new()
        } else {
            format!("?start={}", escape(query))
        };
        format!(
            "<li><a href=\"/as/{}/{query}\"><b>{}</b> {}</a></li>",
            p.path,
            escape(&p.name),
            say(p.role)
        )
    };
    let list: String = people.iter().map(item).collect();
    let body = format!(
        "<h1>{}</h1><h2>{}</h2><p>{}</p><ul class=\"people\">{list}</ul>",
        say("page-title"),
        say("page-who"),
        say("page-who-text")
    );
    frame(&texts.text(Lang::ZhCn, "page-title", &[]), &body)
}

/// One sentence.
pub(super) fn sentence(texts: &Catalogue, id: &str) -> String {
    let say = |id: &str| escape(&texts.text(Lang::ZhCn, id, &[]));
    frame(
        &texts.text(Lang::ZhCn, "page-title", &[]),
        &format!("<h1>{}</h1><p>{}</p>", say("page-title"), say(id)),
    )
}

/// The door: the link is taken up by pressing the button, not by opening it.
pub(super) fn invitation(texts: &Catalogue, token: &str) -> String {
    let say = |id: &str| escape(&texts.text(Lang::ZhCn, id, &[]));
    let body = format!(
        "<h1>{}</h1><p>{}</p><form method=\"post\" action=\"/i/{}\"><label>{} <input name=\"name\" required minlength=\"1\" maxlength=\"20\" placeholder=\"{}\"></label>\
         <button class=\"go\">{}</button></form>",
        say("invite-title"),
        say("invite-text"),
        escape(token),
        say("invite-name"),
        say("invite-name-example"),
        say("invite-enter")
    );
    frame(&texts.text(Lang::ZhCn, "invite-title", &[]), &body)
}
