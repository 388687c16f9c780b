//! A browser window: what a person sees and does.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

/// How long something may take to show.
const PATIENCE: Duration = Duration::from_mins(1);
const STEP: Duration = Duration::from_millis(40);
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// Width and height, and whether it is a phone.
#[derive(Clone, Copy)]
pub(crate) struct Size(u32, u32, bool);
pub(crate) const PHONE: Size = Size(390, 844, true);
pub(crate) const DESKTOP: Size = Size(1280, 800, false);

/// A window with a profile of its own.
pub(crate) struct Window {
    // Ends before its profile is removed.
    driver: WebDriver,
    _profile: TempDir,
}

impl Window {
    pub(crate) async fn open(driver: &str, chromium: &Path, size: Size) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(chromium.to_str().unwrap()).unwrap();
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        for flag in FLAGS {
            wanted.add_arg(flag).unwrap();
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        let Size(width, height, phone) = size;
        let metrics = json!({ "width": width, "height": height, "pixelRatio": 1, "mobile": phone, "touch": phone });
        wanted
            .add_experimental_option("mobileEmulation", json!({ "deviceMetrics": metrics }))
            .unwrap();
        let driver = WebDriver::new(driver, wanted).await.unwrap();
        Window { driver, _profile: profile }
    }

    /// Goes to an address.
    pub(crate) async fn go(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    pub(crate) async fn reload(&self) {
        self.driver.refresh().await.unwrap();
    }

    /// The status that the page came with.
    pub(crate) async fn status(&self) -> u16 {
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
        self.driver.execute(script, Vec::new()).await.unwrap().convert().unwrap()
    }

    /// Fills a field of an ordinary page.
    pub(crate) async fn fills(&self, name: &str, words: &str) {
        let path = format!("//input[@name=\"{name}\"]");
        self.until(&format!("the field `{name}`"), async || {
            fill(self.visible(&path).await?, words).await
        })
        .await;
    }

    /// Closes the window; its console must hold no errors but those that are meant to be.
    pub(crate) async fn close_after(self, meant: &[&str]) {
        let log = self.driver.browser_log().await.unwrap();
        let bad = log
            .iter()
            .filter(|e| e.level == "SEVERE" && !meant.iter().any(|m| e.message.contains(m)));
        let bad: Vec<&str> = bad.map(|e| e.message.as_str()).collect();
        self.driver.quit().await.unwrap();
        assert!(bad.is_empty(), "the browser's console:\n{}", bad.join("\n"));
    }

    pub(crate) async fn close(self) {
        self.close_after(&[]).await;
    }

    /// Tries until it succeeds; tells what was waited for and what is seen instead.
    async fn until<T>(&self, what: &str, mut attempt: impl AsyncFnMut() -> WebDriverResult<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            match attempt().await {
                Ok(value) => return value,
                Err(_) if Instant::now() < end => tokio::time::sleep(STEP).await,
                Err(error) => {
                    let seen = self.text("//body").await.unwrap_or_default();
                    let tail = seen.chars().count().saturating_sub(1500);
                    let seen: String = seen.chars().skip(tail).collect();
                    let error: Vec<String> = error.to_string().lines().take(4).map(|l| l.trim().to_owned()).collect();
                    panic!("waited {PATIENCE:?} in vain for {what}: {}\nseen:\n{seen}", error.join(" "));
                }
            }
        }
    }

    async fn find(&self, path: &str) -> WebDriverResult<WebElement> {
        self.driver.find(By::XPath(path)).await
    }

    async fn text(&self, path: &str) -> WebDriverResult<String> {
        self.find(path).await?.text().await
    }

    async fn visible(&self, path: &str) -> WebDriverResult<WebElement> {
        let element = self.find(path).await?;
        if element.is_displayed().await? {
            Ok(element)
        } else {
            Err(not_yet("not visible"))
        }
    }

    async fn click(&self, what: &str, path: &str) {
        self.until(what, async || self.visible(path).await?.click().await).await;
    }

    /// Clicks a button of the room until the click has reached it: lines that arrive meanwhile may move it away.
    async fn click_in_room(&self, what: &str, path: &str) {
        let attempt = async || {
            let button = self.visible(path).await?;
            let mark = "window.reached = false; arguments[0].addEventListener('click', () => { window.reached = true; }, { once: true });";
            self.driver.execute(mark, vec![button.to_json()?]).await?;
            button.click().await?;
            let reached = "return new Promise((done) => { const end = Date.now() + 1000; \
                const look = () => (window.reached || Date.now() > end ? done(window.reached) : setTimeout(look, 10)); look(); });";
            let reached: bool = self.driver.execute(reached, Vec::new()).await?.convert()?;
            if reached {
                Ok(())
            } else {
                Err(not_yet("the click went elsewhere"))
            }
        };
        self.until(what, attempt).await;
    }

    /// Waits until a line of the room that is shown says something.
    pub(crate) async fn sees(&self, words: &str) {
        self.until(&format!("the line `{words}`"), async || self.visible(&line(words)).await)
            .await;
    }

    /// How many lines say something.
    pub(crate) async fn count(&self, words: &str) -> usize {
        self.driver.find_all(By::XPath(line(words))).await.unwrap().len()
    }

    /// How many of the person's own lines are still shown as on their way.
    pub(crate) async fn on_their_way(&self) -> usize {
        self.driver.find_all(By::Css("article.pending")).await.unwrap().len()
    }

    /// What the newest line with some words says.
    pub(crate) async fn newest(&self, words: &str) -> String {
        self.until(&format!("the line `{words}`"), async || {
            self.text(&format!("({})[last()]", line(words))).await
        })
        .await
    }

    /// Waits for words anywhere on the page.
    pub(crate) async fn page_says(&self, words: &str) {
        self.until(&format!("the page to say `{words}`"), async || {
            self.visible(&format!("//*[text()[contains(., \"{words}\")]]")).await
        })
        .await;
    }

    /// Fetches the newest file whose name ends so, as text.
    pub(crate) async fn downloads(&self, ending: &str) -> String {
        let path = format!("(//a[contains(@class, \"file\") and contains(., \"{ending}\")])[last()]");
        let link = self.until(&format!("a file `{ending}`"), async || self.visible(&path).await).await;
        let script = "return fetch(arguments[0].href).then((answer) => answer.text())";
        let text = self.driver.execute(script, vec![link.to_json().unwrap()]).await.unwrap();
        text.convert().unwrap()
    }

    /// Presses an ordinary button of a page.
    pub(crate) async fn press(&self, label: &str) {
        self.click(&format!("the button `{label}`"), &format!("//button[contains(., \"{label}\")]"))
            .await;
    }

    /// Goes into a room.
    pub(crate) async fn enter(&self, title: &str) {
        self.click(&format!("the room `{title}`"), &format!("//nav//button[contains(., \"{title}\")]"))
            .await;
        self.shows(title).await;
    }

    /// Waits until a room is shown.
    pub(crate) async fn shows(&self, title: &str) {
        let path = format!("//nav//button[@aria-current=\"true\" and contains(., \"{title}\")]");
        self.until(&format!("the room `{title}` to be shown"), async || self.visible(&path).await)
            .await;
    }

    /// Waits until the person is asked something.
    pub(crate) async fn is_asked(&self, question: &str) {
        self.until(&format!("the question `{question}`"), async || self.visible(&asked(question)).await)
            .await;
    }

    /// Taps a button under the newest question with some words.
    pub(crate) async fn tap(&self, question: &str, label: &str) {
        let path = format!("({})[last()]//button[{KEY} and contains(., \"{label}\")]", asked(question));
        self.click_in_room(&format!("the button `{label}` under `{question}`"), &path).await;
    }

    /// Taps a button of somebody else's question.
    pub(crate) async fn tap_theirs(&self, label: &str) {
        let path = format!("//article[contains(@class, \"theirs\")]//button[{KEY} and contains(., \"{label}\")]");
        self.click_in_room(&format!("the button `{label}` of somebody else"), &path).await;
    }

    /// Types into the open question without sending.
    pub(crate) async fn types(&self, question: &str, words: &str) -> WebElement {
        let path = format!("{}[contains(@class, \"open\")]//input[@type=\"text\"]", asked(question));
        self.until(&format!("the box under `{question}`"), async || {
            fill(self.visible(&path).await?, words).await
        })
        .await
    }

    /// What is typed into the open question.
    pub(crate) async fn draft(&self, question: &str) -> String {
        let path = format!("{}[contains(@class, \"open\")]//input[@type=\"text\"]", asked(question));
        let read = async || self.visible(&path).await?.prop("value").await;
        self.until(&format!("the box under `{question}`"), read).await.unwrap_or_default()
    }

    /// Answers a question.
    pub(crate) async fn answers(&self, question: &str, words: &str) {
        self.types(question, words).await.send_keys(Key::Enter).await.unwrap();
    }

    /// Chooses a picture under the open question.
    pub(crate) async fn sends_photo(&self, question: &str, file: &Path) {
        let path = format!("{}[contains(@class, \"open\")]//input[@type=\"file\"]", asked(question));
        let file = file.to_str().unwrap();
        self.until(&format!("the photo button under `{question}`"), async || {
            self.find(&path).await?.send_keys(file).await
        })
        .await;
    }

    /// Waits until the newest photo of the room has been drawn, and gives its width.
    pub(crate) async fn photo_width(&self) -> u32 {
        let path = "(//article//img[@class=\"photo\" and starts-with(@src, \"http\")])[last()]";
        let width = async || {
            let width = self.visible(path).await?.prop("naturalWidth").await?;
            width
                .and_then(|w| w.parse().ok())
                .filter(|w| *w > 0)
                .ok_or_else(|| not_yet("not drawn"))
        };
        self.until("a photo", width).await
    }

    /// Says something in the box at the bottom.
    pub(crate) async fn says(&self, words: &str) {
        let typed = async || fill(self.visible("//textarea[@id=\"talk-text\"]").await?, words).await;
        self.until("the box at the bottom", typed)
            .await
            .send_keys(Key::Enter)
            .await
            .unwrap();
    }

    /// Replies to the newest line with some words.
    pub(crate) async fn replies(&self, to: &str, words: &str) {
        let path = format!("({})[last()]//button[contains(@class, \"reply\")]", line(to));
        self.click_in_room(&format!("the reply button of `{to}`"), &path).await;
        self.until("the bar `replying`", async || self.visible("//p[@id=\"replying\"]").await)
            .await;
        self.says(words).await;
    }

    /// Waits for a notice that must be closed, closes it, and gives its words.
    pub(crate) async fn notice(&self) -> String {
        let words = self
            .until("a notice", async || self.visible("//p[@id=\"alert-text\"]").await?.text().await)
            .await;
        self.click("the button that closes the notice", "//button[@id=\"alert-ok\"]").await;
        words
    }

    /// Waits until the banner about the connection says something, or is empty.
    pub(crate) async fn connection(&self, words: &str) {
        let state = async || {
            if self.text("//p[@id=\"net\"]").await? == words {
                Ok(())
            } else {
                Err(not_yet("another state"))
            }
        };
        self.until(&format!("the connection `{words}`"), state).await;
    }

    /// Posts words into a room, as the page would, whatever a keyboard can type.
    pub(crate) async fn posts(&self, room: &str, words: &str) {
        let script = "const [room, text] = arguments; \
            return fetch('api/send', { method: 'POST', headers: { 'Content-Type': 'application/json' }, \
            body: JSON.stringify({ room, text, nonce: String(Math.random()) }) }).then((answer) => answer.status)";
        let status = self.driver.execute(script, vec![json!(room), json!(words)]).await.unwrap();
        assert_eq!(status.convert::<u16>().unwrap(), 200, "{words:.60}");
    }

    /// What an expression comes to on the page.
    pub(crate) async fn asked_of_the_page(&self, expression: &str) -> String {
        let told = self.driver.execute(&format!("return {expression}"), Vec::new()).await.unwrap();
        told.convert().unwrap()
    }

    /// Whether all lines of the room stay within the window.
    pub(crate) async fn fits(&self) -> bool {
        let wide = "[document.documentElement, document.getElementById('lines')].every((e) => e.scrollWidth <= e.clientWidth)";
        self.asked_of_the_page(&format!("String({wide})")).await == "true"
    }

    /// The kinds of elements there are that can do or hide something.
    pub(crate) async fn elements(&self) -> String {
        let kinds = "['script', 'style', 'iframe', 'svg', 'object', 'embed', 'h1', 'i', 'img:not(.photo)', '[onerror]', '[onclick]', '[style]', 'a[href^=javascript]']";
        self.asked_of_the_page(&format!(
            "{kinds}.map((kind) => kind + ' ' + document.querySelectorAll(kind).length).join(', ')"
        ))
        .await
    }

    /// The language of the page.
    pub(crate) async fn speaks(&self, lang: &str) {
        self.until(&format!("the page in {lang}"), async || {
            self.find(&format!("/html[@lang=\"{lang}\"]")).await
        })
        .await;
    }

    /// Brings the top of a line into view, with what stands above it.
    pub(crate) async fn turns_to(&self, words: &str, above: u32) {
        let top = self
            .until(&format!("the line `{words}`"), async || self.visible(&line(words)).await)
            .await;
        let script = "arguments[0].scrollIntoView({ block: 'start' }); document.getElementById('lines').scrollTop -= arguments[1];";
        self.driver
            .execute(script, vec![top.to_json().unwrap(), json!(above)])
            .await
            .unwrap();
    }

    /// A picture of the window, if somebody wants one.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SCREENSHOTS") {
            let png = self.driver.screenshot_as_png().await.unwrap();
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(Path::new(&folder).join(name), png).unwrap();
        }
    }
}

const KEY: &str = "contains(@class, \"key\") and not(@aria-busy)";

fn line(words: &str) -> String {
    format!("//section[@id=\"lines\"]/article[contains(., \"{words}\")]")
}

fn asked(question: &str) -> String {
    format!(
        "//section[@id=\"lines\"]/article[contains(@class, \"bot\") and not(contains(@class, \"theirs\")) and contains(.//div[@class=\"text\"], \"{question}\")]"
    )
}

fn not_yet(why: &str) -> WebDriverError {
    WebDriverError::NotFound("it".to_owned(), why.to_owned())
}

/// Makes a box hold some words, whatever it held.
async fn fill(element: WebElement, words: &str) -> WebDriverResult<WebElement> {
    if element.prop("value").await?.is_some_and(|v| !v.is_empty()) {
        element.clear().await?;
    }
    element.send_keys(words).await?;
    if element.prop("value").await?.as_deref() == Some(words) {
        Ok(element)
    } else {
        Err(not_yet("typed something else"))
    }
}
