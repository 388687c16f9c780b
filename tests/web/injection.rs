//! Words that are meant to be a page: they are shown as they were written, and nothing else happens.

use crate::{DESK, DESKTOP, GROUP, PHONE, Stage};

/// Each holds 词 and a number, by which its line is found.
const WORDS: [&str; 9] = [
    "词1 <script>window.broken = 1</script>",
    "词2 <img src=x onerror=\"window.broken = 2\"><svg onload=\"window.broken = 2\">",
    "词3 \"><style>* { display: none }</style><b>粗</b>&lt;&#60;",
    "词4 </article></section><h1>别处</h1><!--",
    "词5 javascript:window.broken=5 [链](javascript:alert(5)) https://x.example/\"onmouseover=\"window.broken=5",
    "词6 {{ 7 * 7 }} ${7 * 7} { $x } { -term }",
    "词7 甲\u{202e}乙\u{2066}丙 \u{200b}\u{feff} 𠮷👩‍👩‍👧‍👦",
    "词8 甲\0乙\u{1b}[31m丙\u{7}",
    "词9 =1+1",
];

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_meant_to_be_a_page_are_words() {
    let stage = Stage::set();
    let li = stage.window("/as/li/", PHONE).await;
    li.enter(GROUP).await;
    let wang = stage.window("/as/wang/", DESKTOP).await;
    wang.enter(GROUP).await;
    let before = li.elements().await;
    for words in WORDS {
        li.posts("web:-1", words).await;
    }
    // A word that does not end, and as much of it as the page takes.
    li.posts("web:-1", &format!("词0 {}", "长".repeat(20_000))).await;
    li.posts("web:-1", &format!("词0 {}", "x".repeat(60_000))).await;
    for window in [&li, &wang] {
        for (n, words) in WORDS.iter().enumerate() {
            window.sees(&format!("词{}", n + 1)).await;
            let seen = window.newest(&format!("词{}", n + 1)).await;
            let shown: String = words
                .chars()
                .filter(|c| !c.is_control() && !"\u{202e}\u{2066}".contains(*c))
                .collect();
            assert!(seen.contains(shown.split_whitespace().nth(1).unwrap()), "{seen} is not {shown}");
        }
        assert_eq!(window.count("词0").await, 2);
        assert!(window.fits().await, "nothing sticks out at the side");
        assert_eq!(window.asked_of_the_page("String(window.broken)").await, "undefined");
    }
    assert_eq!(li.elements().await, before, "no element that is not the page's own");
    // As an answer, and as what an officer reads and writes.
    li.tap("排污登记在这里办", "开始填报").await;
    li.tap("做过排污登记吗", "没有登记过").await;
    li.answers("主要做什么", "打米厂").await;
    li.needs_no_permit().await;
    li.answers("单位叫什么名字", "<b onclick=alert(1)>石门县</b>&amp;米厂").await;
    li.sees("<b onclick=alert(1)>石门县</b>&amp;米厂").await;
    li.tap("统一社会信用代码", "帮助").await;
    let he = stage.window("/as/he/", DESKTOP).await;
    he.enter(DESK).await;
    he.sees("<b onclick=alert(1)>石门县</b>&amp;米厂").await;
    he.replies("<b onclick=alert(1)>石门县</b>&amp;米厂", "<i>好</i>&lt;").await;
    li.sees("<i>好</i>&lt;").await;
    for window in [&li, &he] {
        assert!(window.fits().await);
        assert_eq!(window.elements().await, before, "no element that is not the page's own");
    }
    li.close().await;
    wang.close().await;
    he.close().await;
    stage.strike();
}
