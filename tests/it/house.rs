//! What holds for the source as a whole: every text asked for exists, and rooms import upwards only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use greenwindow::app::Sources;
use greenwindow::config::Config;

fn source_files() -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.sort();
    files
}

/// `runner` for `src/runner/forms.rs`.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The part of a file before its tests.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].to_owned()
}

#[test]
fn every_text_the_program_asks_for_is_listed() {
    let listed: BTreeSet<&str> = Sources::read(&Config::default())
        .unwrap()
        .program
        .iter()
        .map(|(id, _)| *id)
        .collect();
    let calls = "say|tell|tell_admins|text|button|say_text|tell_off|alert|alert_with|tell_filler|tell_asker|ask_officer|by_reference|help_sentence|yes_no|county_named|choose|sentence";
    let pattern = regex::Regex::new(&format!(r#"(?:{calls})\((?:[^()"]|\([^()]*\))*?"([a-z]+(?:-[a-z0-9]+)+)""#)).unwrap();
    let mut seen = 0;
    for path in source_files().iter().filter(|p| !p.to_string_lossy().contains("tests")) {
        let text = code(path);
        for found in pattern.captures_iter(&text) {
            seen += 1;
            assert!(
                listed.contains(&found[1]),
                "{}: no text `{}` in render/texts.rs",
                path.display(),
                &found[1]
            );
        }
    }
    assert!(seen > 100, "the pattern finds the calls: {seen}");
}

/// Rooms in the order in which they may use each other: each only those above it, and itself.
const ORDER: [&str; 26] = [
    "ids",
    "clock",
    "seal",
    "config",
    "flow",
    "search",
    "answer",
    "message",
    "l10n",
    "catalogue",
    "faq",
    "conversation",
    "case",
    "roster",
    "desk",
    "render",
    "check",
    "paper",
    "pulse",
    "store",
    "backup",
    "retention",
    "runner",
    "channel",
    "app",
    "main",
];

/// Two that look downwards: a case keeps where its card lies (`desk::Card`); settings name the nearest known key (`flow::nearest`).
const KNIT: [(&str, &str); 2] = [("case", "desk"), ("config", "flow")];

#[test]
fn rooms_import_upwards_only() {
    let place: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(n, room)| (*room, n)).collect();
    let import = regex::Regex::new(r"crate::([a-z0-9_]+)").unwrap();
    for path in source_files().into_iter().filter(|p| !p.to_string_lossy().contains("tests")) {
        let own = room(&path);
        let Some(own_place) = place.get(own.as_str()) else {
            assert_eq!(own, "lib", "{}: a room without a place in the order", path.display());
            continue;
        };
        for found in import.captures_iter(&code(&path)) {
            let Some(other) = place.get(&found[1]) else { continue };
            let knit = KNIT.contains(&(own.as_str(), &found[1]));
            assert!(other <= own_place || knit, "{}: {own} may not use {}", path.display(), &found[1]);
        }
    }
}

/// Where each outside crate is at home.
const HOMES: [(&str, &[&str]); 17] = [
    ("regex", &["answer"]),
    ("jiff", &["clock", "answer"]),
    ("teloxide", &["channel"]),
    ("sled", &["store"]),
    ("fluent_bundle", &["l10n"]),
    ("axum", &["channel"]),
    ("hyper", &["channel"]),
    ("hyper_util", &["channel"]),
    ("toml", &["flow", "config", "catalogue", "faq"]),
    ("rust_xlsxwriter", &["paper"]),
    ("csv", &["paper"]),
    ("clap", &["app"]),
    ("prometheus_client", &["pulse"]),
    ("pinyin", &["search"]),
    ("chacha20poly1305", &["seal"]),
    ("argon2", &["seal"]),
    ("zeroize", &["seal"]),
];

#[test]
fn outside_crates_stay_at_home() {
    for path in source_files() {
        let text = code(&path);
        for (name, homes) in HOMES {
            let used = regex::Regex::new(&format!(r"(?m)(^\s*(pub )?use (::)?{name}::|[^:\w]{name}::)"))
                .unwrap()
                .is_match(&text);
            assert!(
                !used || homes.contains(&room(&path).as_str()),
                "{}: {name} belongs to {homes:?}",
                path.display()
            );
        }
    }
}

/// Rooms that only work things out: no waiting, no clock, no files, no randomness.
const PURE: [&str; 13] = [
    "ids",
    "flow",
    "search",
    "answer",
    "message",
    "l10n",
    "catalogue",
    "faq",
    "conversation",
    "case",
    "desk",
    "render",
    "check",
];

#[test]
fn pure_rooms_do_nothing_but_think() {
    let impure = regex::Regex::new(r"\basync\b|SystemTime|Instant::now|std::fs|std::env|std::net|getrandom|tokio::").unwrap();
    for path in source_files()
        .iter()
        .filter(|p| PURE.contains(&room(p).as_str()) && !p.to_string_lossy().contains("tests"))
    {
        let text = code(path);
        let found = impure.find(&text).map(|m| m.as_str().to_owned());
        assert_eq!(found, None, "{}", path.display());
    }
}

/// Laws that the Ecological and Environmental Code has repealed from 2026-08-15 on (article 1242), as they are cited.
const REPEALED: [&str; 20] = [
    "环境保护法",
    "环境影响评价法",
    "海洋环境保护法",
    "大气污染防治法",
    "水污染防治法",
    "土壤污染防治法",
    "固体废物污染环境防治法",
    "噪声污染防治法",
    "放射性污染防治法",
    "清洁生产促进法",
    "Environmental Protection Law",
    "Environmental Impact Assessment Law",
    "Marine Environment",
    "Air Pollution",
    "Water Pollution",
    "Soil Pollution",
    "Solid Waste Law",
    "Noise Pollution",
    "Radioactive Pollution",
    "Cleaner Production",
];

#[test]
fn no_repealed_law_is_cited() {
    fn walk(folder: &Path, cited: &mut Vec<String>, read: &mut usize) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, cited, read);
                continue;
            }
            *read += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            let found = |line: &&str| REPEALED.iter().any(|law| line.contains(law));
            cited.extend(text.lines().filter(found).map(|line| format!("{}: {line}", path.display())));
        }
    }
    let (mut cited, mut read) = (Vec::new(), 0);
    for folder in ["flows", "locales"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut cited, &mut read);
    }
    assert!(read > 10, "the walk finds the files: {read}");
    assert_eq!(cited, Vec::<String>::new());
}

/// All that is Rust under `folder`, in one text.
fn rust_in(folder: &Path) -> String {
    let inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| match path.extension() {
        _ if path.is_dir() => rust_in(&path),
        Some(extension) if extension == "rs" => std::fs::read_to_string(path).unwrap(),
        _ => String::new(),
    };
    inside.map(read).collect()
}

#[test]
fn every_test_the_table_of_faults_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let table = text.split("## Faults").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let tests = rust_in(&root.join("src")) + &rust_in(&root.join("tests"));
    let mut named = 0;
    for line in table.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        assert_eq!(cells.len(), 4, "{line}");
        for name in cells[3].split(", ").map(|name| name.trim().trim_matches('`')) {
            named += 1;
            let exists = [format!("fn {name}()"), format!("    {name}: \"")]
                .iter()
                .any(|form| tests.contains(form));
            assert!(exists, "no test `{name}`: {line}");
        }
    }
    assert!(named > 40, "the table is read: {named}");
}
