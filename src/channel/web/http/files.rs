//! Photos and files of a room, for its people.

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::super::Web;
use super::{Refused, Viewer, own_room};

#[derive(Deserialize)]
pub(super) struct Which {
    room: String,
    n: i64,
}

pub(super) async fn see_photo(State(web): State<Web>, viewer: Viewer, Query(which): Query<Which>) -> Result<Response, Refused> {
    let chat = own_room(&web, &viewer, &which.room)?;
    let gone = || Refused::Because(StatusCode::NOT_FOUND, "photo");
    let name = web.rooms.line(chat, which.n)?.and_then(|l| l.photo).ok_or_else(gone)?;
    let kind = match name.rsplit('.').next() {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        _ => "image/jpeg",
    };
    let bytes = read(&web, format!("files/{name}")).await?.ok_or_else(gone)?;
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// What a file holds, if it is there.
async fn read(web: &Web, path: String) -> Result<Option<Vec<u8>>, Refused> {
    let files = web.runner.settings().files();
    let read = tokio::task::spawn_blocking(move || files.read(&path)).await;
    match read {
        Ok(Ok(bytes)) => Ok(bytes),
        failed => {
            tracing::error!(?failed, "a file cannot be read");
            Ok(None)
        }
    }
}

pub(super) async fn see_file(State(web): State<Web>, viewer: Viewer, Query(which): Query<Which>) -> Result<Response, Refused> {
    let chat = own_room(&web, &viewer, &which.room)?;
    let gone = || Refused::Because(StatusCode::NOT_FOUND, "file");
    let (name, path) = web.rooms.line(chat, which.n)?.and_then(|l| l.file).ok_or_else(gone)?;
    let bytes = read(&web, path).await?.ok_or_else(gone)?;
    let kind = if std::path::Path::new(&name).extension().is_some_and(|e| e == "csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    };
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    Ok((
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{encoded}")),
        ],
        bytes,
    )
        .into_response())
}
