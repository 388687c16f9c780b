//! The web chat by plain HTTP, as others than our page might ask: what every answer carries, and what is refused.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// The demonstration as a process of its own.
pub(crate) struct House {
    folder: TempDir,
    program: Child,
    /// What it said until it was open.
    said: String,
    address: String,
}

impl House {
    pub(crate) fn open(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        // Known beforehand, because the program tells its public address only.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_greenwindow"));
        command
            .env_clear()
            .current_dir(folder.path())
            .env("GREENWINDOW_LISTEN", format!("127.0.0.1:{port}"));
        command
            .env("GREENWINDOW_LOG", "error")
            .env("GREENWINDOW_STATUS_LISTEN", "")
            .envs(settings.iter().copied());
        let mut program = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut said = String::new();
        for line in lines {
            said.push_str(&line);
            said.push('\n');
            if line.contains("演示") || line.contains("/invite") {
                break;
            }
        }
        House {
            address: format!("127.0.0.1:{port}"),
            folder,
            program,
            said,
        }
    }

    /// Sends bytes, and reads what comes back until the end.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // Whoever is refused early is not listened to until the end.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub(crate) fn ask(&self, method: &str, path: &str, lines: &[&str], body: &[u8]) -> Answer {
        let host = format!("Host: {}", self.address);
        let host = if lines.iter().any(|line| line.starts_with("Host:")) {
            None
        } else {
            Some(host.as_str())
        };
        let length = format!("Content-Length: {}", body.len());
        let head: Vec<&str> = host
            .into_iter()
            .chain(lines.iter().copied())
            .chain([length.as_str(), "Connection: close"])
            .collect();
        let head = format!("{method} {path} HTTP/1.1\r\n{}\r\n\r\n", head.join("\r\n"));
        Answer(self.raw(&[head.as_bytes(), body].concat()))
    }

    pub(crate) fn get(&self, path: &str, lines: &[&str]) -> Answer {
        self.ask("GET", path, lines, b"")
    }

    pub(crate) fn post_json(&self, path: &str, body: &str) -> Answer {
        self.ask("POST", path, &["Content-Type: application/json"], body.as_bytes())
    }

    /// What it has complained of.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// An invitation made by the officer of the demonstration: the path of its link.
    fn invitation(&self) -> String {
        let said = self.post_json("/as/he/api/send", r#"{"room":"web:-2","text":"/invite","nonce":"a1"}"#);
        assert_eq!(said.status(), 200, "{}", said.0);
        for _ in 0..500 {
            let rooms = self.get("/as/he/api/rooms", &[]);
            if let Some((_, rest)) = rooms.0.split_once("/i/") {
                let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
                return format!("/i/{token}");
            }
        }
        panic!("no invitation came");
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

pub(crate) struct Answer(pub(crate) String);

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.0.get(9..12).and_then(|code| code.parse().ok()).unwrap_or(0)
    }

    fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.0.split_once("\r\n\r\n")?;
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next()
    }
}

#[test]
fn every_answer_carries_the_headers_of_safety() {
    let house = House::open(&[]);
    let answers = [
        house.get("/", &[]),
        house.get("/as/li/", &[]),
        house.get("/as/li/api/rooms", &[]),
        house.get("/page/app.js", &[]),
        house.get("/page/style.css", &[]),
        house.get("/i/unknown", &[]),
        house.get("/nowhere", &[]),
        house.get("/as/nobody/api/rooms", &[]),
        house.get("/", &["Host: evil.example"]),
        house.post_json("/as/li/api/send", "{"),
    ];
    assert_eq!(
        answers.each_ref().map(Answer::status),
        [200, 200, 200, 200, 200, 410, 404, 401, 403, 400]
    );
    for answer in &answers {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'") && !policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    for page in [&answers[0], &answers[1], &answers[5]] {
        let (_, body) = page.0.split_once("\r\n\r\n").unwrap();
        assert!(!body.contains("<style") && !body.contains(" style=") && !body.contains(" onclick=") && !body.contains("<script>"));
    }
}

#[test]
fn an_invitation_is_not_burnt_by_looking_at_it_and_the_cookie_is_closed() {
    let house = House::open(&[("GREENWINDOW_PUBLIC_URL", "https://window.example")]);
    let link = house.invitation();
    // Previews of chat programs, and whoever opens it twice.
    for _ in 0..3 {
        assert_eq!(house.get(&link, &[]).status(), 200);
        assert_eq!(house.ask("HEAD", &link, &[], b"").status(), 200);
    }
    let form = ["Content-Type: application/x-www-form-urlencoded", "Origin: https://window.example"];
    let foreign = [form[0], "Origin: https://evil.example"];
    assert_eq!(house.ask("POST", &link, &foreign, b"name=x").status(), 403);
    let taken = house.ask("POST", &link, &form, "name=覃示例".as_bytes());
    assert_eq!(taken.status(), 303, "{}", taken.0);
    let cookie = taken.header("set-cookie").unwrap();
    let (secret, rest) = cookie.split_once("; ").unwrap();
    assert!(secret.starts_with("gw=") && secret.len() > 30, "{cookie}");
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(rest.split("; ").any(|p| p == part), "{cookie}");
    }
    let cookie = format!("Cookie: {secret}");
    assert_eq!(house.get("/me/api/rooms", &[&cookie]).status(), 200);
    assert_eq!(house.get("/me/api/rooms", &[]).status(), 401);
    assert_eq!(house.get("/me/api/rooms", &["Cookie: gw=0"]).status(), 401);
    assert_eq!(house.get(&link, &[]).status(), 410);
    assert_eq!(house.ask("POST", &link, &form, b"name=late").status(), 410);
    // Another site can have the browser ask, with the cookie, but nothing is changed.
    for origin in ["Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"] {
        for path in ["send", "start", "tap", "place", "photo?room=web:6&nonce=1"] {
            let path = format!("/me/api/{path}");
            assert_eq!(
                house
                    .ask("POST", &path, &[&cookie, origin, "Content-Type: application/json"], b"{}")
                    .status(),
                403
            );
        }
    }
    let plain = House::open(&[]);
    let taken = plain.ask("POST", &plain.invitation(), &form[..1], b"name=x");
    assert!(!taken.header("set-cookie").unwrap().contains("Secure"));
}

#[test]
fn opening_an_address_changes_nothing() {
    let house = House::open(&[]);
    // The private room of Li, which nobody but he and the bot writes into.
    let lines = || {
        let answer = house.get("/as/li/api/rooms", &[]).0;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let told: serde_json::Value = serde_json::from_str(body).unwrap();
        let rooms = told["rooms"].as_array().unwrap();
        let own = rooms.iter().find(|room| room["id"] == "web:1").unwrap();
        own["lines"].as_array().unwrap().len()
    };
    assert!((0..500).any(|_| lines() == 1), "he is greeted");
    assert_eq!(house.get("/as/li/?start=anything", &[]).status(), 200);
    assert_eq!(house.get("/as/li/api/start", &[]).status(), 405);
    assert_eq!(lines(), 1);
    assert_eq!(house.post_json("/as/li/api/start", r#"{"start":"anything"}"#).status(), 200);
    assert!((0..500).any(|_| lines() > 1), "the page's own request is followed");
}

#[test]
fn requests_have_limits() {
    let house = House::open(&[]);
    let big = format!(r#"{{"room":"web:1","text":"{}","nonce":"b"}}"#, "x".repeat(70_000));
    assert_eq!(house.post_json("/as/li/api/send", &big).status(), 413);
    let photo = vec![0xFF; 8 * 1024 * 1024 + 1];
    assert_eq!(house.ask("POST", "/as/li/api/photo?room=web:1&nonce=c", &[], &photo).status(), 413);
    assert_eq!(
        house
            .ask("POST", "/as/li/api/photo?room=web:1&nonce=c", &[], b"<svg onload=alert(1)>")
            .status(),
        415
    );
    let long = format!("X-Long: {}", "x".repeat(200_000));
    assert_eq!(house.get("/", &[&long]).status(), 431);
    let many: Vec<String> = (0..100).map(|n| format!("X-{n}: 1")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(house.get("/", &many).status(), 431);
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    for body in [
        "",
        "null",
        "[]",
        r#"{"room":1}"#,
        r#"{"room":"web:1","lat":1e999,"lon":0,"nonce":"d"}"#,
        deep.as_str(),
    ] {
        let status = house.post_json("/as/li/api/place", body).status();
        assert!((400..500).contains(&status), "{status}");
    }
    let nowhere = r#"{"room":"web:1","lat":91,"lon":0,"nonce":"e"}"#;
    assert_eq!(house.post_json("/as/li/api/place", nowhere).status(), 400);
    for path in [
        "/as/li/api/photo?room=web:1&n=99",
        "/as/li/api/file?room=web:1&n=-1",
        "/as/li/api/photo?room=../..&n=1",
    ] {
        assert!((400..500).contains(&house.get(path, &[]).status()), "{path}");
    }
    assert_eq!(house.get("/as/li/api/rooms", &[]).status(), 200);
}

#[test]
fn a_head_that_never_ends_is_given_up_and_streams_are_bounded() {
    let house = House::open(&[]);
    let mut slow = TcpStream::connect(&house.address).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ").unwrap();
    // Meanwhile: of many streams of one person the oldest end.
    let open = || {
        let mut stream = TcpStream::connect(&house.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        let ask = format!("GET /as/li/api/events?after={} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", seq(&house));
        stream.write_all(ask.as_bytes()).unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        stream
    };
    let streams: Vec<TcpStream> = (0..10).map(|_| open()).collect();
    for mut stream in streams.into_iter().take(2) {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        assert!(rest.ends_with(b"0\r\n\r\n"), "it has ended in order");
    }
    slow.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "given up");
}

fn seq(house: &House) -> u64 {
    let rooms = house.get("/as/li/api/rooms", &[]).0;
    let (_, rest) = rooms.split_once("\"seq\":").unwrap();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[test]
fn it_listens_to_this_machine_only_and_says_so_when_it_does_not() {
    let house = House::open(&[]);
    assert!(
        house.said.contains("http://127.0.0.1:") && !house.said.contains("对外开着"),
        "{}",
        house.said
    );
    let example = greenwindow::config::example();
    assert!(example.contains("\nlisten = \"127.0.0.1:8080\"\n"));
    let house = House::open(&[("GREENWINDOW_LISTEN", "0.0.0.0:0")]);
    assert!(house.said.contains("注意：网页对外开着"), "{}", house.said);
    // Nothing of the data folder is for others.
    let folder = fs::metadata(house.folder.path().join("data/demo")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
}
