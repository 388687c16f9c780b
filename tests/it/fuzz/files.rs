//! Files that people write: forms, texts, tables, settings.

use std::sync::LazyLock;

use greenwindow::answer::Tables;
use greenwindow::app::Sources;
use greenwindow::catalogue::{Asking, Choice, DecisionTable};
use greenwindow::config::{Config, KEYS};
use greenwindow::l10n::{Catalogue, Lang, TextFile};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;

use super::{mutate, runner};

static OURS: LazyLock<Sources> = LazyLock::new(|| Sources::read(&Config::default()).unwrap());

/// What an author is told is about a line there is, and says what to do.
fn clear(source: &str, line: usize, what: &str) -> TestCaseResult {
    let lines = source.matches('\n').count() + 1;
    prop_assert!((1..=lines).contains(&line), "line {line} of {lines}: {what}");
    prop_assert!(what.len() > 10, "{what}");
    Ok(())
}

/// A line number behind `before`: `line 12: …`, `x.toml:12: …`.
fn line_in(text: &str, before: &str) -> Option<usize> {
    let rest = text.split_once(before)?.1;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[test]
fn a_form_file_is_read_or_its_fault_is_told() {
    let seeds = OURS.flows.iter().map(|(_, source)| source.clone()).collect();
    let read = |source: String| match greenwindow::flow::parse(&source) {
        Ok(_) => Ok(()),
        Err(error) => clear(&source, error.line, &error.to_string()),
    };
    runner(300).run(&mutate::text(seeds), read).unwrap();
}

#[test]
fn forms_and_texts_are_looked_through_whatever_is_in_them() {
    // A small house, so that the look takes no time: the smallest of our forms, and the texts of both languages for it.
    let bench = OURS.flows.iter().find(|(name, _)| name.ends_with("bench.toml")).unwrap();
    let texts: Vec<TextFile> = OURS.texts.iter().filter(|t| t.name.ends_with("bench.ftl")).cloned().collect();
    let form = mutate::text(vec![bench.1.clone()]);
    let written = (select(texts.clone()), any::<bool>()).prop_flat_map(|(file, changed)| {
        let source = if changed {
            mutate::text(vec![file.source.clone()]).boxed()
        } else {
            Just(file.source.clone()).boxed()
        };
        source.prop_map(move |source| TextFile { source, ..file.clone() })
    });
    let look = |(flow, changed): (String, TextFile)| {
        let mut all = texts.clone();
        all.retain(|file| file.name != changed.name);
        all.push(changed);
        let flows = [("flows/bench.toml", flow.as_str())];
        let sheet = greenwindow::check::Sheet {
            flows: &flows,
            texts: &all,
            program: &[],
            law: None,
            faq: None,
        };
        for finding in greenwindow::check::check(&sheet) {
            let source = all
                .iter()
                .find(|f| f.name == finding.file)
                .map_or(flow.as_str(), |f| f.source.as_str());
            if finding.line > 0 {
                clear(source, finding.line, &finding.what)?;
            }
            // What is missing altogether has no line; then the words name it.
            prop_assert!(finding.line > 0 || finding.what.contains('`'), "{finding}");
            prop_assert!(!finding.mend.is_empty(), "{finding}");
        }
        Ok(())
    };
    runner(150).run(&(form, written), look).unwrap();
}

#[test]
fn a_text_file_is_read_or_its_fault_is_told() {
    let seeds = OURS.texts.iter().map(|file| file.source.clone()).collect();
    let read = |source: String| {
        let file = TextFile {
            lang: Lang::ZhCn,
            name: "zh-CN/x.ftl".to_owned(),
            source,
        };
        match Catalogue::new(std::slice::from_ref(&file)) {
            Ok(texts) => {
                for id in texts.ids(Lang::ZhCn) {
                    let _ = texts.text(Lang::ZhCn, id, &[]);
                }
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    clear(&file.source, fault.line, &fault.to_string())?;
                }
            }
        }
        Ok(())
    };
    runner(200).run(&mutate::text(seeds), read).unwrap();
}

#[test]
fn tables_of_industries_and_townships_are_read_or_their_fault_is_told() {
    // The first rows: each is like the others.
    let head = |table: &str| table.lines().take(40).collect::<Vec<_>>().join("\n");
    let (industries, townships) = (head(&OURS.tables[0].1), head(&OURS.tables[1].1));
    let changed = (mutate::text(vec![industries]), mutate::text(vec![townships]));
    let read = |(industries, townships): (String, String)| match Tables::parse(&industries, &townships) {
        Ok(tables) => {
            let _ = tables.search_industry("榨油");
            Ok(())
        }
        Err(error) => {
            let source = if error.file.starts_with("industry") {
                industries
            } else {
                townships
            };
            clear(&source, error.line, &error.to_string())
        }
    };
    runner(300).run(&changed, read).unwrap();
}

/// Walks an inquiry to its end, always by the answer that `turn` names.
fn walk(law: &DecisionTable, code: &str, turn: usize) -> TestCaseResult {
    let trade = law.trade(code);
    let mut trail = String::new();
    for _ in 0..200 {
        let replay = law.replay(code, &trail);
        prop_assert!(replay.is_some(), "{code}: {trail} is none of ours");
        let replay = replay.unwrap();
        let verdict = law.evaluate(&[trade], &replay.facts);
        let Some(asking) = &verdict.next else { return Ok(()) };
        let mut choices: Vec<Choice> = law.choices(trade, &replay, asking);
        if matches!(asking, Asking::Together { .. }) && replay.ticks == 0 {
            // Ticks do not end by themselves; the last but one confirms them.
            let ticked = &choices[turn % (choices.len() - 2)].trail;
            let replay = law.replay(code, ticked);
            prop_assert!(replay.is_some(), "{code}: {ticked} is none of ours");
            choices = law.choices(trade, &replay.unwrap(), asking);
            trail.clone_from(&choices[choices.len() - 2].trail);
            continue;
        }
        trail.clone_from(&choices[turn % choices.len()].trail);
    }
    prop_assert!(false, "{code}: no end: {trail}");
    Ok(())
}

#[test]
fn a_decision_table_is_read_or_its_fault_is_told() {
    // All of it takes long to read; every category is like the others.
    let (head, categories) = OURS.law.1.split_once("[[category]]").unwrap();
    let some: Vec<&str> = categories.split("[[category]]").collect();
    let (last, first) = (some.len() - 6, 8);
    let small = [&[head], &some[..first], &some[last..]].concat().join("[[category]]");
    DecisionTable::parse(&small).unwrap();
    let first_code = |part: &str| {
        part.split_once("codes = [\"")
            .map(|(_, rest)| rest.chars().take_while(|c| *c != '"').collect())
    };
    let codes: Vec<String> = small.split("[[category]]").filter_map(first_code).collect();
    assert!(codes.len() > 10, "{codes:?}");
    let read = |(source, turn): (String, usize)| match DecisionTable::parse(&source) {
        Ok(law) => {
            let _ = law.texts();
            codes.iter().try_for_each(|code| walk(&law, code, turn))
        }
        // That nothing is for all other codes is said of no line.
        Err(error) => clear(&source, error.line.max(1), &error.to_string()),
    };
    runner(150).run(&(mutate::text(vec![small]), 0..12_usize), read).unwrap();
}

/// Names and values.
type Pairs = Vec<(String, String)>;

#[test]
fn settings_are_read_or_their_fault_is_told() {
    let file = mutate::text(vec![greenwindow::config::example(), String::new()]);
    let name = select(
        KEYS.iter()
            .map(|(key, ..)| key.replace('.', "_").to_uppercase())
            .collect::<Vec<_>>(),
    );
    let environment = prop::collection::vec((mutate::text(name_seeds()), mutate::text(vec!["1001, 1002".to_owned()])), 0..3);
    let known = prop::collection::vec((name, mutate::text(vec!["20".to_owned()])), 0..2);
    let read = |(text, unknown, known): (String, Pairs, Pairs)| {
        let known = known.into_iter().map(|(name, value)| (format!("GREENWINDOW_{name}"), value));
        let Err(error) = Config::read("greenwindow.toml", &text, known.chain(unknown)) else {
            return Ok(());
        };
        let said = error.to_string();
        match line_in(&said, "greenwindow.toml:").filter(|_| said.starts_with("greenwindow.toml:")) {
            Some(line) => clear(&text, line, &said),
            None => clear("", 1, &said),
        }
    };
    runner(300).run(&(file, environment, known), read).unwrap();
}

fn name_seeds() -> Vec<String> {
    ["GREENWINDOW_ADMINS", "GREENWINDOW_PACE_CHAT_PER_SECOND", "PATH"]
        .map(str::to_owned)
        .to_vec()
}
