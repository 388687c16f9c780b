//! What the room does besides asking: other people's buttons, talk, drafts, photos, restarts, languages.

use crate::{DESK, DESKTOP, GROUP, PHONE, Stage, Window};

const EARLIER: &str = "做过排污登记吗";
const INDUSTRY: &str = "主要做什么";
const NAME: &str = "单位叫什么名字";
const CODE: &str = "统一社会信用代码是多少";

/// A green square of six pixels by six.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x06\x00\x00\x00\x06\x08\x02\x00\x00\x00o\xaex\x1f\x00\x00\x00\x11IDATx\xdac\xe0\x8a1FC\x0c\xb4\x15\x02\x00\xc5N\x15\x85\xccu\xcf\xe8\x00\x00\x00\x00IEND\xaeB`\x82";

/// Opens a person's window at the first question of a form in the group.
async fn begun(stage: &Stage, path: &str) -> Window {
    let window = stage.window(path, PHONE).await;
    window.enter(GROUP).await;
    window.tap("排污登记在这里办", "开始填报").await;
    window.is_asked(EARLIER).await;
    window
}

/// On to the name of the firm, the first question that any words answer.
async fn at_name(window: &Window) {
    window.tap(EARLIER, "没有登记过").await;
    window.answers(INDUSTRY, "打米厂").await;
    window.needs_no_permit().await;
    window.is_asked(NAME).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_the_middle_of_a_form() {
    let mut stage = Stage::set();
    let li = begun(&stage, "/as/li/").await;
    at_name(&li).await;
    li.types(NAME, "石门县李记").await;
    stage.stop();
    li.connection("正在重新连接…").await;
    stage.start_again();
    li.connection("").await;
    assert_eq!(li.draft(NAME).await, "石门县李记");
    li.answers(NAME, "石门县李记米厂").await;
    li.is_asked(CODE).await;
    li.sees("✓ 单位名称：石门县李记米厂").await;
    // While nobody listens, the browser itself says so.
    li.close_after(&["net::ERR_"]).await;
    stage.strike();
}

#[tokio::test(flavor = "multi_thread")]
async fn other_peoples_buttons_and_talk() {
    let stage = Stage::set();
    let li = begun(&stage, "/as/li/").await;
    let wang = stage.window("/as/wang/", PHONE).await;
    wang.enter(GROUP).await;
    wang.tap_theirs("没有登记过").await;
    let notice = wang.notice().await;
    assert!(notice.contains("李茶"), "{notice}");
    li.is_asked(EARLIER).await;
    assert_eq!(li.count("✓").await, 0);
    at_name(&li).await;
    li.says("今天米卖得好").await;
    wang.sees("今天米卖得好").await;
    li.says("<img src=x onerror=alert(1)>").await;
    wang.sees("<img src=x onerror=alert(1)>").await;
    wang.says("我家的也好卖").await;
    li.sees("我家的也好卖").await;
    li.is_asked(NAME).await;
    assert_eq!(li.count("✓ 单位名称").await, 0);
    li.answers(NAME, "石门县李记米厂").await;
    li.is_asked(CODE).await;
    // The next question stands below the answer, so the answer has arrived.
    assert_eq!(li.on_their_way().await, 0);
    assert_eq!(li.count("我家的也好卖").await, 1);
    li.close().await;
    wang.close().await;
    stage.strike();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_and_a_photo() {
    let stage = Stage::set();
    let li = begun(&stage, "/as/li/").await;
    at_name(&li).await;
    li.types(NAME, "石门县李记").await;
    li.reload().await;
    assert_eq!(li.draft(NAME).await, "石门县李记");
    li.answers(NAME, "石门县李记米厂").await;
    let he = stage.window("/as/he/", DESKTOP).await;
    he.enter(DESK).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("licence.png");
    std::fs::write(&file, PNG).unwrap();
    li.sends_photo(CODE, &file).await;
    li.sees("我看不懂照片和语音").await;
    assert_eq!(li.photo_width().await, 6);
    he.sees("发来照片或语音代替回答").await;
    assert_eq!(he.photo_width().await, 6);
    he.tap("发来照片或语音代替回答", "替他写上").await;
    he.answers("只写要填的内容", "92430726MA4T000278").await;
    li.tap("帮您看过了", "对").await;
    li.sees("✓ 信用代码：92430726MA4T000278").await;
    li.close().await;
    he.close().await;
    stage.strike();
}

#[tokio::test(flavor = "multi_thread")]
async fn english() {
    let stage = Stage::set();
    let li = begun(&stage, "/as/li/").await;
    li.speaks("zh-CN").await;
    li.tap(EARLIER, "更多").await;
    li.tap("您想做什么", "English").await;
    li.speaks("en").await;
    li.page_says("This is a demo").await;
    li.page_says("Today").await;
    li.tap("What would you like to do?", "中文").await;
    li.speaks("zh-CN").await;
    li.page_says("今天").await;
    li.close().await;
    stage.strike();
}
