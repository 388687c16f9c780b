//! Files made to break a program: each is refused by the real one with its name and a line, in little room and time.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const BENCH: &str = include_str!("../../../flows/bench.toml");

/// Our own files in a folder, for one of them to be changed.
fn house() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["flows", "flows/tables", "locales/zh-CN", "locales/en"] {
        fs::create_dir_all(folder.path().join(part)).unwrap();
        for file in fs::read_dir(root.join(part))
            .unwrap()
            .map(|f| f.unwrap().path())
            .filter(|f| f.is_file())
        {
            fs::copy(&file, folder.path().join(part).join(file.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// What `greenwindow check` says of a house with this file. It has 1 GiB of addresses and a minute of the processor.
fn told(file: &str, content: &[u8]) -> String {
    let house = house();
    fs::write(house.path().join(file), content).unwrap();
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "ulimit -v 1048576; ulimit -t 60; exec \"$0\" check",
        env!("CARGO_BIN_EXE_greenwindow"),
    ]);
    command.env_clear().current_dir(house.path());
    command.env("GREENWINDOW_FLOWS", "flows").env("GREENWINDOW_LOCALES", "locales");
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{file}: {:?} {said:.2000}", output.status);
    assert!(!said.contains("panicked"), "{said:.2000}");
    said
}

fn refused(file: &str, content: impl AsRef<[u8]>, wanted: &str) {
    let said = told(file, content.as_ref());
    assert!(said.contains(file) && said.contains(wanted), "wanted {wanted}: {said:.2000}");
}

/// The public form with something at its end.
fn form(more: &str) -> String {
    format!("{BENCH}\n{more}\n")
}

/// Steps that are asked or not by all the answers before them.
fn intricate(steps: usize) -> String {
    let mut text = String::new();
    for n in 0..steps {
        let all: Vec<String> = (n.saturating_sub(20)..n)
            .map(|m| format!("{{ all = [{{ y{m} = true }}, {{ y{m} = false }}] }}"))
            .collect();
        let when = if all.is_empty() {
            String::new()
        } else {
            format!("when = {{ any = [{}] }}\n", all.join(", "))
        };
        write!(text, "[[step]]\nid = \"y{n}\"\nask = \"yes-no\"\n{when}").unwrap();
    }
    text
}

#[test]
fn forms_that_would_break_the_reader_are_refused_with_their_line() {
    let file = "flows/bench.toml";
    let line = BENCH.lines().count() + 2;
    for (more, what) in [
        (format!("x = {}", "[".repeat(100_000)), "recurs"),
        (format!("[[step]]\nwhen = {}", "{ not = ".repeat(100_000)), "recurs"),
        (format!("{}x = 1", "a.".repeat(100_000)), "recurs"),
        (format!("[{}x]", "a.".repeat(100_000)), "recurs"),
        (format!("x = \"{}", "绿".repeat(300_000)), ""),
        ("\u{0}".to_owned(), ""),
    ] {
        let at = format!("bench.toml:{}:", line + usize::from(more.starts_with("[[step")));
        let said = told(file, form(&more).as_bytes());
        assert!(said.contains(&at) && said.contains(what), "wanted {at} {what}: {said:.2000}");
    }
    let step = |n: usize| format!("[[step]]\nid = \"s{n}\"\nask = \"photo\"\n");
    refused(file, form(&(0..20_000).map(step).collect::<String>()), "steps; 500 are allowed");
    let field = |n: usize| format!("[[field]]\nid = \"f{n}\"\nstaff = true\n");
    refused(file, form(&(0..20_000).map(field).collect::<String>()), "fields; 1000 are allowed");
    let lists: String = (0..60_000).map(|n| format!("l{n} = [\"a\"]\n")).collect();
    refused(
        file,
        BENCH.replace("[choices]\n", &format!("[choices]\n{lists}")),
        "options; 5000 are allowed",
    );
    let name = "x".repeat(200_000);
    let long =
        format!("[[step]]\nid = \"{name}\"\nask = \"photo\"\n[[step]]\nid = \"b\"\nask = \"photo\"\nwhen = {{ answered = \"{name}y\" }}");
    refused(file, form(&long), "did you mean");
    let review = "[[step]]\nid = \"sign\"";
    let intricate = BENCH.replacen(review, &format!("{}{review}", intricate(100)), 1);
    refused(file, intricate, "too intricate to be checked");
    refused(file, form(&"# much\n".repeat(200_000)), "larger than 1 MiB");
    refused(file, [b"# good\n# \xff\n", BENCH.as_bytes()].concat(), "line 2 is not UTF-8");
}

#[test]
fn texts_that_would_break_the_reader_are_refused_with_their_line() {
    let file = "locales/zh-CN/bench.ftl";
    let own = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let line = own.lines().count() + 1;
    let with = |more: &str| format!("{own}{more}\n");
    refused(
        file,
        with(&format!("bomb = {}", "{ ".repeat(300_000))),
        &format!("bench.ftl:{line}: the text has more than"),
    );
    refused(
        file,
        with(&format!("bomb = {}", "{ A(".repeat(200_000))),
        &format!("bench.ftl:{line}: the text has more than"),
    );
    refused(file, with(&"?\n".repeat(400_000)), &format!("bench.ftl:{line}:"));
    // Unused, so it is refused; but first it is read and put together.
    refused(
        file,
        with(&(0..60_000).map(|n| format!("m{n} = x\n")).collect::<String>()),
        "m59999",
    );
    let chain: String = (0..20_000).map(|n| format!("c{n} = {{ c{} }}\n", n + 1)).collect();
    refused(file, with(&chain), "c19999");
    let label = own.lines().find(|line| line.starts_with("bench-trade-tea")).unwrap();
    let growing: String = (1..30)
        .map(|n| format!("g{n} = {}\n", format!("{{ g{} }}", n - 1).repeat(10)))
        .collect();
    for (more, first) in [(&format!("g1 = x\n{chain}"), "c0"), (&format!("g0 = 绿窗\n{growing}"), "g29")] {
        refused(file, with(more).replace(label, &format!("bench-trade-tea = {{ {first} }}")), "`g1`");
    }
    refused(file, with(&"# much\n".repeat(200_000)), "larger than 1 MiB");
    refused(file, [b"# good\n# \xff\n", own.as_bytes()].concat(), "line 2 is not UTF-8");
}

#[test]
fn tables_that_would_break_the_reader_are_refused_with_their_line() {
    let file = "flows/tables/catalogue-2019.toml";
    let own = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let line = own.lines().position(|line| line == "[questions]").unwrap() + 1;
    let with = |more: &str| own.replacen("[questions]", &format!("{more}\n[questions]"), 1);
    refused(
        file,
        with(&format!("{}x = 1", "a.".repeat(100_000))),
        &format!("2019.toml:{line}: recurs"),
    );
    refused(file, with(&format!("x = {}", "[".repeat(100_000))), &format!("2019.toml:{line}: "));
    // Answers to yes-or-no questions that can be combined in 131,072 ways, and in twice as many.
    for (questions, wanted) in [(17, "no answers lead to it"), (18, "too many combinations")] {
        let names: Vec<String> = (0..questions).map(|n| format!("q{n}")).collect();
        let kinds: String = names.iter().map(|name| format!("{name} = \"yes-no\"\n")).collect();
        let rule = "{ when = { q0 = true }, class = \"key\", basis = \"x\" }";
        let list = format!(
            "[[category]]\nid = \"bomb\"\nrow = 1\ncodes = [\"0111\"]\nquestions = {names:?}\nprocess = \"row-108\"\nconfidence = \"verified\"\nrules = [{rule}, {rule}, {{ class = \"key\", basis = \"x\" }}]\n"
        );
        let table = own.replacen("[questions]", &format!("[questions]\n{kinds}"), 1);
        refused(file, table.replacen("[[category]]", &format!("{list}[[category]]"), 1), wanted);
    }
    for (file, content, wanted) in [
        (
            "flows/tables/townships.tsv",
            "county\tcounty_code\ttownship\nx".to_owned(),
            "townships.tsv:2:",
        ),
        ("flows/tables/townships.tsv", "\t".repeat(900_000), "townships.tsv:1:"),
        ("flows/tables/industry-codes.tsv", "\n".repeat(900_000), "industry-codes.tsv:1:"),
        ("flows/tables/industry-codes.tsv", "x".repeat(2_000_000), "larger than 1 MiB"),
    ] {
        refused(file, content, wanted);
    }
}

#[test]
fn settings_that_would_break_the_reader_are_refused_with_their_line() {
    let folder = tempfile::tempdir().unwrap();
    for (content, wanted) in [
        (b"log = \"info\"\n# \xff".to_vec(), "line 2 is not UTF-8"),
        (vec![b'#'; 2_000_000], "larger than 1 MiB"),
        (
            format!("log = \"info\"\nadmins = {}", "[".repeat(500_000)).into_bytes(),
            "greenwindow.toml:2: ",
        ),
        (
            format!("log = \"info\"\n{}x = 1", "a.".repeat(300_000)).into_bytes(),
            "greenwindow.toml:2: ",
        ),
        (format!("log = \"info\"\n{} = 1", "x".repeat(900_000)).into_bytes(), "did you mean"),
    ] {
        fs::write(folder.path().join("greenwindow.toml"), content).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_greenwindow"))
            .arg("check")
            .env_clear()
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.code() == Some(1) && said.contains(wanted),
            "wanted {wanted}: {said:.500}"
        );
    }
}
