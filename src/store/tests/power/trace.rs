//! Reads what `strace` has written: every change of files in a folder, in the order in which it happened.
//!
//! A call is written when it begins; if another thread comes between, its end stands on a later line. What a write
//! carries may be on the disk from its beginning on; a sync covers what had ended before it began, and holds from its end.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// All calls that change files, with whole contents; texts as hexadecimal digits, descriptors with their paths.
pub(super) const OPTIONS: [&str; 9] = [
    "-f",
    "--seccomp-bpf",
    "-qqq",
    "-y",
    "-xx",
    "-s",
    "33554432",
    "-e",
    "trace=openat,write,pwrite64,writev,pwritev,ftruncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,mkdir,fsync,fdatasync,lseek",
];

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A write or a new length begins; the number says which `Ended` is its own.
    Write {
        call: usize,
        path: PathBuf,
        at: usize,
        bytes: Vec<u8>,
    },
    Length {
        call: usize,
        path: PathBuf,
        len: usize,
    },
    Ended {
        call: usize,
    },
    /// A sync of a file or a folder.
    SyncBegins {
        call: usize,
        path: PathBuf,
    },
    SyncEnded {
        call: usize,
    },
    /// A file, new in its folder.
    Made(PathBuf),
    Folder(PathBuf),
    Renamed(PathBuf, PathBuf),
    /// A file, or an empty folder.
    Removed(PathBuf),
    /// The child has spoken of so many commits.
    Spoke(u64),
}

/// The steps of one life in `dir`, whose files are as it has left them; the file `spoken` in it is where the child speaks.
/// Calls are counted from `calls` on, so that those of several lives are told apart.
pub(super) fn read(text: &str, dir: &Path, calls: usize) -> Vec<Step> {
    let mut reader = Reader {
        dir,
        steps: Vec::new(),
        calls,
        open: HashMap::new(),
        dead: Vec::new(),
        offsets: HashMap::new(),
    };
    text.lines().for_each(|line| reader.line(line));
    reader.dies();
    reader.steps
}

struct Reader<'a> {
    dir: &'a Path,
    steps: Vec<Step>,
    calls: usize,
    /// Calls that have begun, by thread.
    open: HashMap<&'a str, (usize, String)>,
    /// Calls that have no result, because the child died in them, as far as they are known.
    dead: Vec<(usize, String)>,
    /// Where the next plain write goes, by descriptor.
    offsets: HashMap<String, usize>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str) {
        let Some((thread, rest)) = line.split_once(' ') else { return };
        let rest = rest.trim_start();
        if let Some((_, end)) = rest.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            let Some((call, begun)) = self.open.remove(thread) else { return };
            self.ends(call, &format!("{begun}{end}"));
        } else if let Some(begun) = rest.strip_suffix(" <unfinished ...>") {
            self.calls += 1;
            self.begins(self.calls, begun);
            self.open.insert(thread, (self.calls, begun.to_owned()));
        } else if rest.contains(") ") {
            self.calls += 1;
            self.begins(self.calls, rest);
            self.ends(self.calls, rest);
        }
    }

    /// A call in which the child died has happened as far as the file shows; the next life finds it so.
    fn dies(&mut self) {
        let mut dead = std::mem::take(&mut self.dead);
        dead.extend(self.open.drain().map(|(_, begun)| begun));
        for step in &mut self.steps {
            let Step::Write { call, path, at, bytes } = step else { continue };
            if !dead.iter().any(|(died, _)| died == call) {
                continue;
            }
            let mut there = vec![0; bytes.len()];
            let Ok(file) = std::fs::File::open(path) else { continue };
            let read = std::os::unix::fs::FileExt::read_at(&file, &mut there, *at as u64).unwrap_or(0);
            let same = bytes.iter().zip(&there[..read]).take_while(|(own, found)| own == found).count();
            bytes.truncate(same);
        }
        for (call, text) in dead {
            self.steps.push(Step::Ended { call });
            let (name, args, _) = parts(&text);
            let step = match name {
                "openat" if args.get(2).is_some_and(|flags| flags.contains("O_CREAT")) => {
                    args.get(1).map(|path| Step::Made(bytes_path(quoted(path))))
                }
                _ => changed(name, &args),
            };
            let happened = match &step {
                Some(Step::Made(path) | Step::Folder(path)) => path.exists(),
                Some(Step::Removed(path)) => !path.exists(),
                Some(Step::Renamed(from, to)) => !from.exists() && to.exists(),
                _ => false,
            };
            if happened {
                self.change(step);
            }
        }
    }

    fn ours(&self, path: &Path) -> bool {
        path.starts_with(self.dir)
    }

    fn begins(&mut self, call: usize, text: &str) {
        let (name, args, _) = parts(text);
        let Some(path) = args.first().and_then(|arg| path_of(arg)).filter(|path| self.ours(path)) else {
            return;
        };
        let number = |at: usize| args.get(at).and_then(|arg| arg.parse::<usize>().ok());
        match name {
            "write" | "pwrite64" => {
                let bytes = quoted(args[1]);
                let at = match name {
                    "write" => {
                        let offset = self.offsets.entry(args[0].to_owned()).or_default();
                        *offset += bytes.len();
                        *offset - bytes.len()
                    }
                    _ => number(3).expect("pwrite64 has an offset"),
                };
                assert_eq!(Some(bytes.len()), number(2), "strace has cut something off");
                if path == self.dir.join("spoken") {
                    let count = String::from_utf8(bytes).unwrap().parse().unwrap();
                    self.steps.push(Step::Spoke(count));
                } else {
                    self.steps.push(Step::Write { call, path, at, bytes });
                }
            }
            "ftruncate" => self.steps.push(Step::Length {
                call,
                path,
                len: number(1).expect("ftruncate has a length"),
            }),
            "fsync" | "fdatasync" => self.steps.push(Step::SyncBegins { call, path }),
            "writev" | "pwritev" | "fallocate" => panic!("a call the model does not know: {name}"),
            _ => {}
        }
    }

    fn ends(&mut self, call: usize, text: &str) {
        let (name, args, result) = parts(text);
        if result.is_empty() || result.starts_with('?') {
            self.dead.push((call, text.to_owned()));
            return;
        }
        if result.starts_with('-') {
            return;
        }
        match name {
            "write" | "pwrite64" | "ftruncate" => self.steps.push(Step::Ended { call }),
            "fsync" | "fdatasync" => self.steps.push(Step::SyncEnded { call }),
            "lseek" => drop(self.offsets.insert(args[0].to_owned(), result.parse().unwrap())),
            "openat" => self.opened(call, args.get(2).copied().unwrap_or_default(), result),
            _ => self.change(changed(name, &args)),
        }
    }

    fn opened(&mut self, call: usize, flags: &str, result: &str) {
        let Some(path) = path_of(result).filter(|path| self.ours(path)) else {
            return;
        };
        self.offsets.insert(result.to_owned(), 0);
        if flags.contains("O_CREAT") {
            self.steps.push(Step::Made(path.clone()));
        }
        if flags.contains("O_TRUNC") {
            self.steps.push(Step::Length { call, path, len: 0 });
            self.steps.push(Step::Ended { call });
        }
    }

    fn change(&mut self, step: Option<Step>) {
        let Some(Step::Made(path) | Step::Folder(path) | Step::Removed(path) | Step::Renamed(path, _)) = &step else {
            return;
        };
        if self.ours(path) {
            self.steps.extend(step);
        }
    }
}

/// What a call changes in a folder.
fn changed(name: &str, args: &[&str]) -> Option<Step> {
    let named = |at: usize| args.get(at).map(|arg| bytes_path(quoted(arg)));
    match name {
        "mkdir" => named(0).map(Step::Folder),
        "unlink" => named(0).map(Step::Removed),
        "unlinkat" => {
            let folder = path_of(args.first()?)?;
            named(1).map(|name| Step::Removed(folder.join(name)))
        }
        "rename" => named(0).zip(named(1)).map(|(from, to)| Step::Renamed(from, to)),
        "renameat" | "renameat2" => named(1).zip(named(3)).map(|(from, to)| Step::Renamed(from, to)),
        _ => None,
    }
}

/// Name, arguments and result. With hexadecimal texts no comma or bracket is part of a text.
fn parts(text: &str) -> (&str, Vec<&str>, &str) {
    let (call, result) = text.rsplit_once(" = ").unwrap_or((text, ""));
    let (name, args) = call.split_once('(').unwrap_or((call, ""));
    let args = args.trim_end().trim_end_matches(')');
    (name, args.split(", ").collect(), result.trim())
}

/// The path of `7<\x2f\x74>`.
fn path_of(descriptor: &str) -> Option<PathBuf> {
    let (_, path) = descriptor.split_once('<')?;
    Some(bytes_path(unhex(path.trim_end_matches('>'))))
}

fn bytes_path(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8(bytes).expect("paths of tests are text"))
}

fn quoted(arg: &str) -> Vec<u8> {
    unhex(arg.trim_matches('"'))
}

/// `\x41\x42` as bytes.
fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).expect("a hexadecimal digit")).unwrap_or(0);
    text.as_bytes()
        .chunks_exact(4)
        .map(|four| digit(four[2]) << 4 | digit(four[3]))
        .collect()
}

#[test]
fn a_call_the_child_died_in_counts_if_the_folder_shows_it() {
    let hex = |text: &str| text.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (dir.path().join("old"), dir.path().join("new"));
    let name = |path: &Path| hex(path.to_str().unwrap());
    let text = format!("7 rename(\"{}\", \"{}\" <unfinished ...>\n", name(&old), name(&new));
    let renamed = Step::Renamed(old.clone(), new.clone());
    std::fs::write(&old, "").unwrap();
    assert!(!read(&text, dir.path(), 0).contains(&renamed));
    std::fs::rename(&old, &new).unwrap();
    assert!(read(&text, dir.path(), 0).contains(&renamed));
    let text = text.replace(" <unfinished ...>", ") = ?");
    assert!(read(&text, dir.path(), 0).contains(&renamed));
}

#[test]
fn calls_of_two_threads_are_told_apart() {
    let hex = |text: &str| text.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let (dir, db) = (hex("/t"), hex("/t/db"));
    let text = format!(
        "7 openat(AT_FDCWD<{dir}>, \"{db}\", O_RDWR|O_CREAT, 0666) = 5<{db}>\n\
         7 pwrite64(5<{db}>, \"{}\", 2, 4096 <unfinished ...>\n\
         8 fdatasync(5<{db}>)               = 0\n\
         7 <... pwrite64 resumed>) = 2\n\
         8 write(5<{db}>, \"{}\", 1) = 1\n",
        hex("ab"),
        hex("c"),
    );
    let path = PathBuf::from("/t/db");
    let expected = [
        Step::Made(path.clone()),
        Step::Write {
            call: 2,
            path: path.clone(),
            at: 4096,
            bytes: b"ab".to_vec(),
        },
        Step::SyncBegins {
            call: 3,
            path: path.clone(),
        },
        Step::SyncEnded { call: 3 },
        Step::Ended { call: 2 },
        Step::Write {
            call: 4,
            path,
            at: 0,
            bytes: b"c".to_vec(),
        },
        Step::Ended { call: 4 },
    ];
    assert_eq!(read(&text, Path::new("/t"), 0), expected);
}
