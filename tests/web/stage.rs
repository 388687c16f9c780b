//! The two programs of a test, each in a process that ends with the test.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::window::{Size, Window};

/// How long a program may take to come up or to end.
const PATIENCE: Duration = Duration::from_mins(2);
const NO_BROWSER: &str = "run tests/run, which installs the browser";

/// The program, and the driver of its browsers.
pub(crate) struct Stage {
    house: House,
    driver: Driver,
}

impl Stage {
    /// The demonstration.
    pub(crate) fn set() -> Self {
        Self::set_with(&[])
    }

    /// The program with settings.
    pub(crate) fn set_with(settings: &[(&'static str, &'static str)]) -> Self {
        Stage {
            driver: Driver::start(),
            house: House::open(settings),
        }
    }

    /// Opens a window at a path of the program.
    pub(crate) async fn window(&self, path: &str, size: Size) -> Window {
        let window = Window::open(&self.driver.url, &self.driver.chromium, size).await;
        window.go(&format!("{}{path}", self.house.url)).await;
        window
    }

    /// The program's address.
    pub(crate) fn url(&self) -> &str {
        &self.house.url
    }

    /// Asks the program to stop, and waits until it has.
    pub(crate) fn stop(&mut self) {
        self.house.stop();
    }

    /// Starts the program again where it was.
    pub(crate) fn start_again(&mut self) {
        self.house.start();
    }

    /// Stops the program; its log must be clean.
    pub(crate) fn strike(mut self) {
        self.house.stop();
        let log = std::fs::read_to_string(self.house.log()).unwrap();
        let bad: Vec<&str> = log
            .lines()
            .filter(|l| l.contains("ERROR") || l.contains("WARN") || l.contains("panicked"))
            .collect();
        assert!(bad.is_empty(), "the program's log:\n{}", bad.join("\n"));
    }
}

/// The program in a folder of its own.
struct House {
    folder: TempDir,
    settings: Vec<(&'static str, &'static str)>,
    listen: String,
    url: String,
    program: Option<Child>,
}

impl House {
    fn open(settings: &[(&'static str, &'static str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut house = House {
            folder,
            settings: settings.to_vec(),
            listen: "127.0.0.1:0".to_owned(),
            url: String::new(),
            program: None,
        };
        house.start();
        house
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn start(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.log()).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_greenwindow"));
        for (name, _) in std::env::vars().filter(|(n, _)| n.starts_with("GREENWINDOW_") || n.starts_with("TELOXIDE_")) {
            command.env_remove(name);
        }
        command
            .current_dir(self.folder.path())
            .env("GREENWINDOW_LISTEN", &self.listen)
            .env("GREENWINDOW_STATUS_LISTEN", "")
            .env("GREENWINDOW_DATA", self.folder.path().join("data"))
            .env("GREENWINDOW_PACE_PERSON_PER_10_SECONDS", "0");
        command.env("NO_COLOR", "1").envs(self.settings.iter().copied()).stderr(log);
        let (program, address) = listening(command, "http://127.0.0.1:");
        self.program = Some(program);
        self.listen = format!("127.0.0.1:{address}");
        self.url = format!("http://{}", self.listen);
    }

    fn stop(&mut self) {
        let Some(mut program) = self.program.take() else { return };
        let asked = Command::new("kill").arg("-TERM").arg(program.id().to_string()).status().unwrap();
        assert!(asked.success());
        let end = Instant::now() + PATIENCE;
        let status = loop {
            match program.try_wait().unwrap() {
                Some(status) => break status,
                None if Instant::now() > end => {
                    kill(&mut program);
                    panic!("waited {PATIENCE:?} in vain for the program to stop");
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        assert!(status.success(), "the program ended with {status}");
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(mut program) = self.program.take() {
            kill(&mut program);
        }
    }
}

/// chromedriver on a port of its own.
struct Driver {
    process: Child,
    url: String,
    chromium: PathBuf,
}

impl Driver {
    fn start() -> Self {
        let chromium = installed("chromium");
        let mut command = Command::new(installed("chromedriver"));
        command.arg("--port=0").stderr(Stdio::null());
        let (process, port) = listening(command, "started successfully on port ");
        Driver {
            process,
            url: format!("http://127.0.0.1:{port}"),
            chromium,
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        kill(&mut self.process);
    }
}

fn kill(process: &mut Child) {
    // It may have ended by itself.
    let _ = process.kill();
    let _ = process.wait();
}

fn installed(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("there is no {name}: {NO_BROWSER}"))
}

/// Starts a program and reads from its output the port that follows some words.
fn listening(mut command: Command, words: &'static str) -> (Child, u16) {
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let output = BufReader::new(process.stdout.take().unwrap());
    let (told, hear) = mpsc::channel();
    // Reads on to the end, so that the program never waits for a full pipe.
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            let port = line
                .split_once(words)
                .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
            if let Some(port) = port.and_then(|p| p.parse().ok()) {
                // Nobody asks for a second one.
                let _ = told.send(port);
            }
        }
    });
    let Ok(port) = hear.recv_timeout(PATIENCE) else {
        kill(&mut process);
        panic!("waited {PATIENCE:?} in vain for {command:?} to say `{words}`");
    };
    (process, port)
}
