//! The way in: the demonstration's list of people, and invitations.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::super::{Web, pages};
use super::{Refused, Start, cookie, plain};

#[derive(Deserialize)]
pub(super) struct Name {
    name: String,
}

pub(super) async fn landing(State(web): State<Web>, Query(query): Query<Start>, headers: HeaderMap) -> Result<Response, Refused> {
    let start = query.start.unwrap_or_default();
    let texts = web.runner.catalogue();
    if !web.runner.demo_people().is_empty() {
        return Ok(Html(pages::people(texts, web.runner.demo_people(), &start)).into_response());
    }
    let known = cookie(&headers)
        .map(|secret| web.runner.person_by_cookie(&secret, (web.clock)()))
        .transpose()?
        .flatten();
    Ok(match known {
        Some(_) => Redirect::to(&if start.is_empty() {
            "/me/".to_owned()
        } else {
            format!("/me/?start={}", plain(&start))
        })
        .into_response(),
        None => (StatusCode::UNAUTHORIZED, Html(pages::sentence(texts, "page-no-access"))).into_response(),
    })
}

pub(super) async fn invitation(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Refused> {
    let texts = web.runner.catalogue();
    if web.runner.invitation_open(&token, (web.clock)())? {
        return Ok(Html(pages::invitation(texts, &plain(&token))).into_response());
    }
    Ok((StatusCode::GONE, Html(pages::sentence(texts, "invite-closed"))).into_response())
}

pub(super) async fn accept(State(web): State<Web>, Path(token): Path<String>, Form(form): Form<Name>) -> Result<Response, Refused> {
    let name = crate::answer::clean_name(&form.name, 20);
    let Some((secret, turned)) = web.runner.accept_invitation(&token, &name, (web.clock)())? else {
        return Ok((StatusCode::GONE, Html(pages::sentence(web.runner.catalogue(), "invite-closed"))).into_response());
    };
    web.runner.speak(turned).await?;
    let secure = if web.runner.settings().public_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("gw={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000{secure}");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/me/")).into_response())
}
