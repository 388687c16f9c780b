//! The real program, started in an environment of its own, and all that it writes.

use std::fs::{self, OpenOptions};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::double::{TOKEN, Tg};

/// An address of this machine that is free now.
pub(super) fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// The program on a folder.
pub(super) struct Program {
    folder: TempDir,
    environment: Vec<(String, String)>,
    child: Option<Child>,
}

impl Program {
    pub(super) fn new(tg: &Tg) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut program = Self {
            environment: Vec::new(),
            child: None,
            folder,
        };
        program.set("TELOXIDE_TOKEN", TOKEN).set("TELOXIDE_API_URL", tg.address());
        program.set("GREENWINDOW_ADMINS", "9").set("GREENWINDOW_LISTEN", &free_address());
        program.set("GREENWINDOW_STATUS_LISTEN", "").set("LC_ALL", "en_US.UTF-8");
        program
    }

    pub(super) fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_greenwindow"));
        command.env_clear().current_dir(self.folder.path()).stdin(Stdio::null());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    pub(super) fn start(&mut self) {
        let open = |name: &str| OpenOptions::new().create(true).append(true).open(self.file(name)).unwrap();
        let (out, err) = (open("out"), open("log"));
        self.child = Some(self.command().stdout(out).stderr(err).spawn().unwrap());
    }

    /// Another subcommand, to its end, while the test's own thread goes on.
    pub(super) async fn call(&self, args: &[&str]) -> Output {
        let mut command = self.command();
        command.args(args);
        tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap()
    }

    /// SIGKILL.
    pub(super) fn kill(&mut self) {
        let mut child = self.child.take().expect("the program was started");
        assert_eq!(child.try_wait().unwrap(), None, "it has ended by itself: {}", self.written());
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Waits for its end, after SIGTERM if it is asked to.
    pub(super) async fn end(&mut self, ask: bool) -> bool {
        let mut child = self.child.take().expect("the program was started");
        if ask {
            let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status();
            assert!(told.unwrap().success());
        }
        let ended = tokio::task::spawn_blocking(move || child.wait());
        let ended = tokio::time::timeout(std::time::Duration::from_secs(30), ended).await;
        ended.expect("the program ends").unwrap().unwrap().success()
    }

    /// Waits until it has written something.
    pub(super) async fn until_written(&self, what: &str) {
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(10));
        for _ in 0..3_000 {
            if self.written().contains(what) {
                return;
            }
            looks.tick().await;
        }
        panic!("it has never written {what}: {}", self.written());
    }

    /// All that it has written so far, on both lines.
    pub(super) fn written(&self) -> String {
        let read = |name| fs::read_to_string(self.file(name)).unwrap_or_default();
        read("out") + &read("log")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may be gone already; the test has failed anyhow.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
