//! The real program as a process of its own: started, killed, stopped, and asked for its table.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use tempfile::TempDir;

use crate::double::{TOKEN, Tg};

/// How long an orderly stop may take.
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// Calls of the system at which the program can be made to die: whatever leaves a trace on the disk or on the line.
const DEADLY: &str = "openat,write,writev,pwrite64,fsync,fdatasync,ftruncate,rename,unlink,mkdir,connect,sendto,close";

/// The table by reference: a form's cells by heading.
pub(crate) type Table = BTreeMap<String, BTreeMap<String, String>>;

/// An address of this machine that is free now.
pub(crate) fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// A data folder, and the program on it while it runs.
pub(crate) struct Program {
    folder: TempDir,
    api: String,
    data: &'static str,
    speak_first: bool,
    settings: Vec<(String, String)>,
    child: Option<Child>,
}

impl Program {
    pub(crate) fn new(tg: &Tg, speak_first: bool) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            api: tg.address().to_owned(),
            data: "data",
            speak_first,
            settings: Vec::new(),
            child: None,
        }
    }

    /// Takes another data folder.
    pub(crate) fn move_to(&mut self, data: &'static str) {
        self.data = data;
    }

    /// Sets something from the next start on.
    pub(crate) fn set(&mut self, key: &str, value: &str) {
        self.env(&format!("GREENWINDOW_{key}"), value);
    }

    /// The same by the name of any variable of its environment.
    pub(crate) fn env(&mut self, name: &str, value: &str) -> &mut Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A file in the folder of the test.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn command(&self) -> Command {
        self.in_environment(Command::new(env!("CARGO_BIN_EXE_greenwindow")))
    }

    /// The program in this environment and no other.
    fn in_environment(&self, mut command: Command) -> Command {
        let open = |name: &str| OpenOptions::new().create(true).append(true).open(self.file(name)).unwrap();
        command.env_clear().current_dir(self.folder.path()).stdin(Stdio::null());
        command.stdout(open("out")).stderr(open("log"));
        command.env("TELOXIDE_TOKEN", TOKEN).env("TELOXIDE_API_URL", &self.api);
        command.env("GREENWINDOW_ADMINS", "99").env("GREENWINDOW_LOG", "error");
        command
            .env("GREENWINDOW_DATA", self.file(self.data))
            .env("GREENWINDOW_LISTEN", "127.0.0.1:0")
            .env("GREENWINDOW_STATUS_LISTEN", "");
        // People here type faster than people do.
        for limit in ["OVERALL_PER_SECOND", "CHAT_PER_SECOND", "GROUP_PER_MINUTE", "PERSON_PER_10_SECONDS"] {
            command.env(format!("GREENWINDOW_PACE_{limit}"), "0");
        }
        command.envs(self.settings.iter().map(|(key, value)| (key, value)));
        if self.speak_first {
            command.env("GREENWINDOW_TEST_SPEAK_FIRST", "1");
        }
        command
    }

    pub(crate) fn start(&mut self) {
        assert!(self.child.is_none(), "one at a time");
        self.child = Some(self.command().spawn().unwrap());
    }

    /// Starts the program by another one that takes its place: `sh -c`, `setpriv`.
    pub(crate) fn start_by<T: AsRef<OsStr>>(&mut self, starter: &[T]) {
        assert!(self.child.is_none(), "one at a time");
        let mut command = Command::new(&starter[0]);
        command.args(&starter[1..]).arg(env!("CARGO_BIN_EXE_greenwindow"));
        let mut command = self.in_environment(command);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let started = command.spawn();
        self.child = Some(started.unwrap_or_else(|e| panic!("{}: {e}; `tests/run` installs it", starter[0].as_ref().display())));
    }

    /// Starts the program so that it dies by itself when one of its threads makes its `nth` deadly call.
    pub(crate) fn start_to_die(&mut self, nth: usize) {
        // With -D the child is the program, and strace its companion.
        let quiet = ["strace", "-D", "-f", "-qqq", "-o", "/dev/null"].map(str::to_owned);
        self.start_by(&[&quiet[..], &death(DEADLY, nth)].concat());
    }

    /// A subcommand that dies when one of its threads makes this call of the system for the `nth` time. Says whether it
    /// came to that.
    pub(crate) async fn call_to_die(&self, args: &[&str], call: &str, nth: usize) -> bool {
        let mut command = Command::new("strace");
        command.args(["-f", "-qqq", "-o", "/dev/null"]).args(death(call, nth));
        command.arg(env!("CARGO_BIN_EXE_greenwindow")).args(args);
        let mut command = self.in_environment(command);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let ended = tokio::task::spawn_blocking(move || command.status()).await.unwrap();
        let status = ended.expect("strace is installed; `tests/run` does it");
        // strace ends as what it watches has ended.
        assert!(
            status.success() || std::os::unix::process::ExitStatusExt::signal(&status) == Some(9),
            "{status}: {}",
            self.log()
        );
        !status.success()
    }

    /// Has the running program write its store anew, again and again, until it has died. Says whether it died in the middle
    /// of a compaction.
    pub(crate) fn compact_on(&self) -> JoinHandle<bool> {
        let socket = self.data().join("control.sock");
        std::thread::spawn(move || {
            loop {
                let Ok(mut asked) = UnixStream::connect(&socket) else {
                    return false;
                };
                let mut answer = String::new();
                let answered = asked.write_all(b"compact\n").and_then(|()| asked.read_to_string(&mut answer));
                assert!(!answer.starts_with("error"), "{answer}");
                if answered.is_err() || answer.is_empty() {
                    return true;
                }
            }
        })
    }

    /// Waits until the program ends by itself.
    pub(crate) async fn end(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("the program was started");
        let pid = child.id();
        let ended = tokio::task::spawn_blocking(move || child.wait());
        let Ok(status) = tokio::time::timeout(STOP_WITHIN, ended).await else {
            signal("KILL", pid);
            panic!("the program does not end: {}", self.log());
        };
        status.unwrap().unwrap()
    }

    /// Its data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.file(self.data)
    }

    /// Waits until the program has died by itself, or until it is `up`; then it is killed. Says whether it died.
    pub(crate) async fn dies_or_is(&mut self, up: impl Future<Output = ()>) -> bool {
        let mut child = self.child.take().expect("the program was started");
        let pid = child.id();
        let mut ended = tokio::task::spawn_blocking(move || child.wait());
        tokio::select! {
            biased;
            _ = &mut ended => true,
            () = up => {
                signal("KILL", pid);
                ended.await.unwrap().unwrap();
                false
            }
        }
    }

    /// SIGTERM, and death at the `nth` deadly call of one of its threads from then on. Says whether it came to that.
    pub(crate) async fn stop_to_die(&mut self, nth: usize) -> Result<bool, String> {
        let pid = self.child.as_ref().expect("the program was started").id();
        let mut strace = Command::new("strace");
        strace
            .args(["-f", "-o", "/dev/null"])
            .args(death(DEADLY, nth))
            .args(["-p", &pid.to_string()]);
        let mut strace = strace
            .stderr(Stdio::piped())
            .spawn()
            .expect("strace is installed; `tests/run` does it");
        let mut told = BufReader::new(strace.stderr.take().unwrap());
        let (attached, told) = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            told.read_line(&mut line).unwrap();
            (line, told)
        })
        .await
        .unwrap();
        assert!(attached.contains("attached"), "{attached}");
        let status = self.told_to_stop("TERM").await;
        let gone = tokio::task::spawn_blocking(move || {
            drop(std::io::copy(&mut { told }, &mut std::io::sink()));
            strace.wait()
        });
        gone.await.unwrap().unwrap();
        let killed = std::os::unix::process::ExitStatusExt::signal(&status) == Some(9);
        if killed || status.success() {
            Ok(killed)
        } else {
            Err(format!("{status}: {}", self.log()))
        }
    }

    /// Puts all threads on one processor and lets the one that writes run only when no other wants to: what is spoken
    /// too early is then heard before it is written. Where the tools are missing, chance must do.
    pub(crate) fn slow_down_writer(&self) {
        let pid = self.child.as_ref().expect("the program was started").id();
        let allowed = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let allowed = allowed.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
        let first: String = allowed.unwrap_or("0").trim().chars().take_while(char::is_ascii_digit).collect();
        run("taskset", &["-a", "-p", "-c", &first, &pid.to_string()]);
        for thread in fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten() {
            let name = fs::read_to_string(thread.path().join("comm")).unwrap_or_default();
            if name.trim() == "store-committer" {
                run("chrt", &["-i", "-p", "0", &thread.file_name().to_string_lossy()]);
            }
        }
    }

    /// SIGKILL; says whether it was still running.
    pub(crate) fn kill(&mut self) -> Result<(), String> {
        let mut child = self.child.take().expect("the program was started");
        let ended = child.try_wait().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        match ended {
            None => Ok(()),
            Some(status) => Err(format!("the program has ended by itself ({status}): {}", self.log())),
        }
    }

    /// SIGTERM, and waits for an orderly end.
    pub(crate) async fn stop(&mut self) -> Result<(), String> {
        self.stop_by("TERM").await
    }

    /// The same by another signal.
    pub(crate) async fn stop_by(&mut self, signal: &str) -> Result<(), String> {
        let status = self.told_to_stop(signal).await;
        if status.success() {
            return Ok(());
        }
        Err(format!("the program was told to stop and ended with {status}: {}", self.log()))
    }

    async fn told_to_stop(&mut self, name: &str) -> ExitStatus {
        signal(name, self.child.as_ref().expect("the program was started").id());
        self.end().await
    }

    /// What it has complained of.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.file("log")).unwrap_or_default()
    }

    /// All that it has written, on both lines.
    pub(crate) fn written(&self) -> String {
        fs::read_to_string(self.file("out")).unwrap_or_default() + &self.log()
    }

    /// Waits until it has written something.
    pub(crate) async fn until_written(&self, what: &str) {
        let mut looks = tokio::time::interval(Duration::from_millis(10));
        for _ in 0..3_000 {
            if self.written().contains(what) {
                return;
            }
            looks.tick().await;
        }
        panic!("it has never written {what}: {}", self.written());
    }

    /// Another subcommand, to its end, while the test's own thread goes on.
    pub(crate) async fn call(&self, args: &[&str]) -> Output {
        let mut command = self.command();
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap()
    }

    /// The table as `greenwindow export` writes it; the program must not run.
    pub(crate) fn export(&self) -> Result<Table, String> {
        assert!(self.child.is_none(), "the store is asked, not the program");
        let to = self.file("forms.csv");
        let mut command = self.command();
        let done = command.args(["export", "--format", "csv", "--to"]).arg(&to).status().unwrap();
        if !done.success() {
            return Err(format!("export has failed: {}", self.log()));
        }
        Ok(read(&to))
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

/// What strace is told so that a thread dies, and all others with it, at its `nth` of one of these calls.
fn death(calls: &str, nth: usize) -> [String; 4] {
    let inject = format!("inject={calls}:signal=KILL:when={nth}");
    ["-e".to_owned(), format!("trace={calls}"), "-e".to_owned(), inject]
}

fn signal(name: &str, pid: u32) {
    let told = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status().unwrap();
    assert!(told.success());
}

fn run(tool: &str, args: &[&str]) {
    let done = Command::new(tool).args(args).stdout(Stdio::null()).status();
    assert!(done.is_err() || done.is_ok_and(|status| status.success()), "{tool} {args:?}");
}

fn read(path: &Path) -> Table {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut table = Table::new();
    for row in reader.records() {
        let row = row.unwrap();
        let cells: BTreeMap<String, String> = head.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
        let before = table.insert(cells["表号"].clone(), cells);
        assert!(before.is_none(), "two forms with one reference");
    }
    table
}
