//! Who is let in.

use crate::{DESK, DESKTOP, PHONE, Stage};

const NO_ACCESS: &str = "请用县里发的邀请链接进来";

#[tokio::test(flavor = "multi_thread")]
async fn real_use_has_no_open_door() {
    let stage = Stage::set_with(&[("GREENWINDOW_ADMINS", "1001")]);
    let stranger = stage.window("/", PHONE).await;
    for path in ["/", "/as/li/", "/me/"] {
        stranger.go(&format!("{}{path}", stage.url())).await;
        stranger.page_says(NO_ACCESS).await;
        assert_eq!(stranger.status().await, 401, "{path}");
    }
    for path in ["/as/li/api/rooms", "/me/api/rooms"] {
        stranger.go(&format!("{}{path}", stage.url())).await;
        assert_eq!(stranger.status().await, 401, "{path}");
    }
    stranger.close_after(&["status of 401"]).await;
    stage.strike();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_taken_up_once() {
    let stage = Stage::set();
    let he = stage.window("/as/he/", DESKTOP).await;
    he.enter(DESK).await;
    he.says("/invite").await;
    let said = he.newest("邀请链接").await;
    let link = said.split_whitespace().find(|w| w.starts_with("http")).unwrap().to_owned();
    let guest = stage.window("/", PHONE).await;
    guest.go(&link).await;
    guest.fills("name", "覃示例").await;
    guest.press("进来").await;
    guest.shows("我和绿窗").await;
    guest.page_says("覃示例").await;
    let late = stage.window("/", PHONE).await;
    late.go(&link).await;
    late.page_says("这个邀请已经用过").await;
    assert_eq!(late.status().await, 410);
    late.close_after(&["status of 410"]).await;
    guest.close().await;
    he.close().await;
    stage.strike();
}
