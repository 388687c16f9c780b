//! Who is let in.

use crate::{PHONE, Stage};

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
