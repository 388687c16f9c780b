use std::fmt::Write;

use super::*;

mod faq;
mod flows;
mod languages;
mod law;
mod paths;

/// A flow of these lists (`a = ["x"]`, `;` between lines) and steps, each without its `[[step]]`
/// (or `FIELD` and its source, for a field `out`); then a review.
fn flow_of(lists: &str, steps: &[&str]) -> String {
    let lines = |text: &str| text.replace("; ", "\n");
    let mut source = format!(
        "flow = \"f\"\nversion = 1\n[choices]\n{}\n[trades]\ntea = [\"1530\"]\n",
        lines(lists)
    );
    let (fields, steps): (Vec<&str>, Vec<&str>) = steps.iter().partition(|s| s.starts_with("FIELD "));
    for (n, step) in steps.into_iter().chain(["id = 'end'; review = true"]).enumerate() {
        let section = if n == 0 { "section = 's'\n" } else { "" };
        write!(source, "[[step]]\n{}\n{section}", lines(step)).unwrap();
    }
    for field in fields {
        source.push_str(&lines(&field.replacen("FIELD ", "[[field]]; id = 'out'; ", 1)));
        source.push('\n');
    }
    source
}

/// Every text the flows ask for, in both languages.
fn texts_of(flows: &[(&str, &str)], program: &[(&str, &[&str])]) -> Vec<TextFile> {
    let parsed: Vec<(&str, Flow)> = flows.iter().filter_map(|(n, s)| Some((*n, flow::parse(s).ok()?))).collect();
    let forms: Vec<Form<'_>> = parsed.iter().map(|(file, flow)| Form { file, flow }).collect();
    let mut source = String::new();
    let mut last = String::new();
    for (id, _) in wanted::all(&forms, program, None, None).by_id.iter().filter(|(_, w)| w.required) {
        let (message, attribute) = id.split_once('.').unwrap_or((id, ""));
        if message != last {
            writeln!(source, "{message} ={}", if attribute.is_empty() { " x" } else { "" }).unwrap();
            message.clone_into(&mut last);
        }
        if !attribute.is_empty() {
            writeln!(source, "    .{attribute} = x").unwrap();
        }
    }
    let file = |lang: Lang| TextFile {
        lang,
        name: format!("{}/f.ftl", lang.code()),
        source: source.clone(),
    };
    Lang::ALL.map(file).to_vec()
}

fn lines(found: &[Finding]) -> String {
    found.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
}

/// What is found in one flow whose texts are complete.
fn found_in(source: &str) -> String {
    let flows = [("f.toml", source)];
    lines(&check(&Sheet {
        flows: &flows,
        texts: &texts_of(&flows, &[]),
        program: &[],
        law: None,
        faq: None,
    }))
}

/// What is found in a flow of these lists and steps.
fn found(lists: &str, steps: &[&str]) -> String {
    found_in(&flow_of(lists, steps))
}

/// Goes through cases, divided by blank lines; see `flows`.
fn all_found(cases: &str) {
    for case in cases.trim().split("\n\n") {
        let (expected, form): (Vec<&str>, Vec<&str>) = case.lines().partition(|l| l.starts_with("! "));
        let expected: Vec<&str> = expected.iter().map(|l| &l[2..]).collect();
        assert_eq!(found(form[0], &form[1..]), expected.join("\n"), "{case}");
    }
}

#[test]
fn the_house_is_clean() {
    let sources = crate::app::Sources::read(&crate::config::Config::default()).unwrap();
    assert_eq!(lines(&sources.findings()), "");
}

#[test]
fn a_flow_without_fault_gives_no_finding() {
    assert_eq!(found("a = ['x', 'y']", &["id = 'one'; ask = 'choice'; from = 'a'"]), "");
}
