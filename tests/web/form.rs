//! Two owners fill their forms side by side in one group, and an officer helps.

use crate::{DESK, DESKTOP, GROUP, PHONE, PRIVATE, Stage, Window};

/// One answer: the question, and what is done about it.
#[derive(Clone, Copy)]
enum Move {
    Tap(&'static str, &'static str),
    Type(&'static str, &'static str),
}
use Move::{Tap, Type};

impl Window {
    /// The questions of the class of management, for a workshop that needs no permit.
    pub(crate) async fn needs_no_permit(&self) {
        self.makes(&[IN_WORKSHOP]).await;
        self.makes(&NOWHERE_SPECIAL).await;
        self.makes(&NO_FURNACE).await;
    }

    async fn makes(&self, moves: &[Move]) {
        for next in moves {
            match *next {
                Tap(question, label) => self.tap(question, label).await,
                Type(question, words) => self.answers(question, words).await,
            }
        }
    }
}

/// One answer of each in turn.
async fn in_turn(first: (&Window, &[Move]), second: (&Window, &[Move])) {
    for n in 0..first.1.len().max(second.1.len()) {
        for (window, moves) in [first, second] {
            window.makes(moves.get(n..=n).unwrap_or_default()).await;
        }
    }
}

const START: Move = Tap("排污登记在这里办", "开始填报");
const EARLIER: Move = Tap("做过排污登记吗", "没有登记过");
const SAME: Move = Tap("执照上写的地址是哪里", "一样");
const NOTHING: Move = Tap("生产的时候有下面哪些", "以上都没有");
const CHOSEN: Move = Tap("生产的时候有下面哪些", "选好了");
const NOT_STOPPED: Move = Tap("停产很久了", "不是");

const IN_WORKSHOP: Move = Tap("是在厂房、车间", "是，有");
const NOWHERE_SPECIAL: [Move; 2] = [Tap("下面有没有符合的", "都没有"), Tap("下面有没有符合的", "选好了")];
const NO_FURNACE: [Move; 2] = [Tap("厂里有下面哪几样", "都没有"), Tap("厂里有下面哪几样", "选好了")];

const LI_BASIC: [Move; 11] = [
    START,
    EARLIER,
    Type("主要做什么", "我炒茶的"),
    IN_WORKSHOP,
    NOWHERE_SPECIAL[0],
    NOWHERE_SPECIAL[1],
    NO_FURNACE[0],
    NO_FURNACE[1],
    Type("单位叫什么名字", "石门县李记茶厂"),
    Type("统一社会信用代码是多少", "92430726MA4T000278"),
    Type("真正生产的地方在哪里", "石门县楚江街道示例路8号"),
];
const WANG_BASIC: [Move; 9] = [
    START,
    EARLIER,
    Type("主要做什么", "打米厂"),
    IN_WORKSHOP,
    NOWHERE_SPECIAL[0],
    NOWHERE_SPECIAL[1],
    NO_FURNACE[0],
    NO_FURNACE[1],
    Type("单位叫什么名字", "石门县王记大米厂"),
];
const WANG_PLACE: [Move; 2] = [Type("真正生产的地方在哪里", "石门县楚江街道示例路9号"), SAME];
const MAKES: [Move; 6] = [
    Type("第1种产品是什么", "春茶和新米"),
    Type("怎么做出来的", "清理、加工、包装"),
    Type("一年能做多少", "30吨/年"),
    NOTHING,
    CHOSEN,
    NOT_STOPPED,
];

/// From the group to the private chat, name and telephone, and back.
async fn tells_in_private(window: &Window, name: &str, telephone: &str) {
    window.tap("只在私聊里问", "去私聊填这一题").await;
    window.shows(PRIVATE).await;
    window.answers("负责人叫什么名字", name).await;
    window.answers("负责人的电话是多少", telephone).await;
    window.sees("请回群里接着填").await;
    window.enter(GROUP).await;
}

/// To the review in the private chat.
async fn reviews(window: &Window) {
    window.tap("只在私聊里做", "去私聊核对").await;
    window.shows(PRIVATE).await;
    window.is_asked("都填好了，请看一遍").await;
}

/// From the review to the declaration and the signature.
async fn signs(window: &Window, name: &str) {
    window.tap("都填好了，请看一遍", "去签字").await;
    window.tap("真实、准确、完整", "我确认以上都是真的").await;
    window.answers("当作签字", name).await;
    window.sees("收到了！").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_owners_at_once_and_an_officer() {
    let stage = Stage::set();
    let start = stage.window("/", PHONE).await;
    start.page_says("您想当哪一位").await;
    start.picture("start.png").await;
    start.close().await;
    let (li, wang, he) = tokio::join!(
        stage.window("/as/li/", PHONE),
        stage.window("/as/wang/", PHONE),
        stage.window("/as/he/", DESKTOP)
    );
    tokio::join!(li.enter(GROUP), wang.enter(GROUP), he.enter(DESK));
    in_turn((&li, &LI_BASIC), (&wang, &WANG_BASIC)).await;
    li.is_asked("执照上写的地址是哪里").await;
    li.picture("group-phone.png").await;
    li.makes(&[SAME]).await;
    is_helped(&wang, &he).await;
    tokio::join!(
        tells_in_private(&li, "李示例", "13900000002"),
        tells_in_private(&wang, "王示例", "13900000003")
    );
    in_turn((&li, &MAKES), (&wang, &MAKES)).await;
    reviews(&li).await;
    li.picture("review-phone.png").await;
    signs(&li, "李示例").await;
    he.sees("填表人 李茶").await;
    he.turns_to("填表人 李茶", 360).await;
    he.picture("desk.png").await;
    reviews(&wang).await;
    signs(&wang, "王示例").await;
    he.sees("填表人 王米").await;
    tokio::join!(li.enter(GROUP), wang.enter(GROUP));
    he.says("/remind").await;
    he.sees("提醒发到 1 个群").await;
    li.sees("📣 楚江街道排污登记：").await;
    wang.sees("📣 楚江街道排污登记：").await;
    is_registered(&li, &he).await;
    exports(&he).await;
    for window in [li, wang, he] {
        window.close().await;
    }
    stage.strike();
}

async fn is_helped(wang: &Window, he: &Window) {
    let code = "统一社会信用代码是多少";
    for wrong in ["9243072", "92430726MA4", "92430726MA4T0003"] {
        wang.answers(code, wrong).await;
        wang.sees(&format!("您写了{}位", wrong.len())).await;
    }
    wang.sees("我已经请人来帮您看").await;
    he.sees("试了三次没填对").await;
    he.tap("试了三次没填对", "我来办").await;
    he.sees("贺姐 在办").await;
    wang.sees("贺姐 正在看您的问题").await;
    he.replies("试了三次没填对", "执照右上角，18位：92430726MA4T000353").await;
    wang.sees("💬 贺姐：执照右上角").await;
    wang.answers(code, "92430726MA4T000353").await;
    wang.makes(&WANG_PLACE).await;
}

async fn is_registered(li: &Window, he: &Window) {
    he.tap("填表人 李茶", "记国家编号").await;
    he.answers("写国家平台的22位编号", "92430726MA4T000278001W").await;
    he.sees("国家编号 92430726MA4T000278001W").await;
    li.enter(PRIVATE).await;
    li.sees("办好了！").await;
    li.sees("登记编号：92430726MA4T000278001W").await;
}

async fn exports(he: &Window) {
    he.says("/export csv").await;
    he.sees("表格发到您的私聊了").await;
    he.enter(PRIVATE).await;
    let table = he.downloads(".csv").await;
    for words in ["石门县李记茶厂", "石门县王记大米厂", "92430726MA4T000278001W"] {
        assert!(table.contains(words), "{words} is not in:\n{table}");
    }
}
