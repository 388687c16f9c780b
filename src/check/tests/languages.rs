use super::{Finding, Sheet, check, flow_of, lines, texts_of};
use crate::l10n::TextFile;

const LISTS: &str = "a = ['x', 'y']";
const STEPS: [&str; 2] = ["id = 'one'; ask = 'choice'; from = 'a'", "id = 'two'; ask = 'text'"];

type Program<'a> = &'a [(&'a str, &'a [&'a str])];

/// What is found after the change of a text file; `lang` is a part of its name.
fn changed(program: Program<'_>, lang: &str, change: impl Fn(&str) -> String) -> String {
    let source = flow_of(LISTS, &STEPS);
    let flows = [("f.toml", source.as_str())];
    let mut texts = texts_of(&flows, program);
    for file in texts.iter_mut().filter(|f: &&mut TextFile| f.name.contains(lang)) {
        file.source = change(&file.source);
    }
    lines(&check(&Sheet {
        flows: &flows,
        texts: &texts,
        program,
        law: None,
        faq: None,
    }))
}

/// What is found after one part of a text file is replaced by another.
fn replaced(lang: &str, from: &str, to: &str) -> String {
    changed(&[], lang, |source| {
        assert!(source.contains(from), "{source}");
        source.replacen(from, to, 1)
    })
}

#[test]
fn texts_that_are_missing() {
    assert_eq!(
        replaced("en", "f-intro = x\n", ""),
        "zh-CN/f.ftl:3: the text `f-intro` is missing in en; write it for en too"
    );
    assert_eq!(
        replaced("/", "f-section-s = x\n", ""),
        "f.toml:11: step `one`: the text `f-section-s` is missing in zh-CN and en; write it under locales/"
    );
    assert_eq!(
        replaced("/", "a-y = x\n", ""),
        "f.toml:4: list `a`: the text `a-y` is missing in zh-CN and en; write it under locales/"
    );
    assert_eq!(
        replaced("/", "f-two = x\n    .example = x\n", "f-two = x\n"),
        "f.toml:13: step `two`: the text `f-two.example` is missing in zh-CN and en; write it under locales/"
    );
    assert_eq!(
        replaced("/", "    .help = x\n    .short = x\nf-section", "f-section"),
        "f.toml:8: step `one`: the text `f-one.help` is missing in zh-CN and en; write it under locales/\nf.toml:8: step `one`: the text `f-one.short` is missing in zh-CN and en; write it under locales/"
    );
}

#[test]
fn texts_of_the_program() {
    let program: Program<'_> = &[("noted", &["label"]), ("sign.example", &[])];
    let without = |source: &str| source.replacen("noted = x\n", "", 1);
    assert_eq!(
        changed(program, "/", without),
        "the program: the text `noted` is missing in zh-CN and en; write it under locales/"
    );
    assert_eq!(
        changed(program, "zh", |s| s.replacen("noted = x", "noted = { $lable }", 1)),
        "zh-CN/f.ftl:12: the text `noted` uses `$lable`, which it is not given; it is given `$label`"
    );
    assert_eq!(
        changed(program, "zh", |s| s.replacen(
            "sign =\n    .example = x",
            "sign =\n    .example = { $lable }",
            1
        )),
        "zh-CN/f.ftl:13: the text `sign.example` uses `$lable`, which it is not given; this text takes no values"
    );
    assert_eq!(changed(program, "zh", |s| s.replacen("noted = x", "noted = { $label }", 1)), "");
}

#[test]
fn texts_that_nothing_uses() {
    assert_eq!(
        replaced("zh", "f-intro = x\n", "f-intro = x\nfoo = x\n    .bar = x\n"),
        "zh-CN/f.ftl:4: nothing uses the text `foo`; remove it"
    );
    assert_eq!(
        replaced("en", "f-two = x\n", "f-two = x\n    .hlep = x\n"),
        "en/f.ftl:8: nothing uses the text `f-two.hlep`; remove it"
    );
    assert_eq!(
        replaced("/", "f-intro = x\n", "f-into = x\n"),
        "en/f.ftl:3: nothing uses the text `f-into`; remove it; or did you mean `f-intro`?\nf.toml:1: the text `f-intro` is missing in zh-CN and en; write it under locales/\nzh-CN/f.ftl:3: nothing uses the text `f-into`; remove it; or did you mean `f-intro`?"
    );
    assert_eq!(
        replaced("en", "f-two = x\n", "f-two = x\n    .invalid = x\n"),
        "en/f.ftl:8: the text `f-two.invalid` is missing in zh-CN; write it for zh-CN too"
    );
}

#[test]
fn values_that_are_not_given() {
    assert_eq!(
        replaced("en", "f-two = x\n", "f-two = { $trad }\n"),
        "en/f.ftl:8: the text `f-two` uses `$trad`, which it is not given; it is given `$trade`, `$n`, `$county`, `$township`, `$min`, `$max`, `$unit`, `$units`"
    );
    assert_eq!(
        replaced("en", "f-two = x\n", "f-two = { $phone }\n"),
        "en/f.ftl:8: the text `f-two` uses `$phone`, which it is not given; it is given `$trade`, `$n`, `$county`, `$township`, `$min`, `$max`, `$unit`, `$units`"
    );
    assert_eq!(replaced("en", "f-two = x\n", "f-two = { $n } { $units }\n"), "");
    assert_eq!(
        replaced("en", "a-x = x\n", "a-x = { $n }\n"),
        "en/f.ftl:1: the text `a-x` uses `$n`, which it is not given; this text takes no values"
    );
}

#[test]
fn choices_called_like_a_word_that_steers() {
    assert_eq!(
        replaced("zh", "a-x = x\n", "a-x = 帮助。\n"),
        "zh-CN/f.ftl:1: the option `a-x` is called `帮助。`, a word that steers the form; call it something else"
    );
    assert_eq!(
        replaced("en", "a-x = x\n", "a-x = Start over\n"),
        "en/f.ftl:1: the option `a-x` is called `Start over`, a word that steers the form; call it something else"
    );
    assert_eq!(replaced("zh", "a-x = x\n", "a-x = 不知道\n"), "");
}

#[test]
fn texts_that_are_too_long() {
    let long = |n: usize| "字".repeat(n);
    let program: Program<'_> = &[("toast-old", &[]), ("command-fill", &[]), ("button-no", &[])];
    let grown = |id: &str, n: usize| {
        changed(program, "zh", |s| {
            s.replacen(&format!("{id} = x\n"), &format!("{id} = {}\n", long(n)), 1)
        })
    };
    assert_eq!(grown("a-x", 60), "");
    assert_eq!(
        grown("a-x", 61),
        "zh-CN/f.ftl:1: the text `a-x` has 61 characters, an option may have 60; shorten it"
    );
    assert_eq!(
        grown("    .example", 65),
        "zh-CN/f.ftl:10: the text `f-two.example` has 65 characters, an example may have 64; shorten it"
    );
    assert_eq!(
        grown("toast-old", 201),
        "zh-CN/f.ftl:14: the text `toast-old` has 201 characters, the answer to a tap may have 200; shorten it"
    );
    assert_eq!(
        grown("command-fill", 257),
        "zh-CN/f.ftl:4: the text `command-fill` has 257 characters, a command may have 256; shorten it"
    );
    assert_eq!(
        grown("button-no", 61),
        "zh-CN/f.ftl:3: the text `button-no` has 61 characters, a button may have 60; shorten it"
    );
    assert_eq!(grown("f-two", 3590), "");
    assert_eq!(
        grown("f-two", 3600),
        "zh-CN/f.ftl:10: step `two`: the prompt of `f-two` can have 4002 characters, a message may have 4000; shorten the question or its help"
    );
}

#[test]
fn lists_that_are_too_long() {
    let options: Vec<String> = (0..101).map(|n| format!("'o{n}'")).collect();
    let lists = format!("a = [{}]", options.join(", "));
    assert_eq!(
        super::found(&lists, &STEPS),
        "f.toml:4: list `a`: it has 101 options, a list may have 100; split the question in two"
    );
}

#[test]
fn files_that_cannot_be_read_do_not_hide_the_others() {
    assert_eq!(
        changed(&[], "en", |s| s.replacen("f-intro = x", "f-intro = { $x", 1)),
        r#"en/f.ftl:3: Expected a token starting with "}"; see another text of the file for the form"#
    );
    assert_eq!(
        changed(&[], "en", |s| format!("{s}f-intro = y\n")),
        "en/f.ftl:12: the text `f-intro` is written twice; keep one"
    );
    let good = flow_of(LISTS, &STEPS);
    let bad = good.replace("ask = 'text'", "ask = 'txt'").replace("'f'", "'g'");
    let flows = [("g.toml", bad.as_str()), ("f.toml", good.as_str())];
    let texts = texts_of(&flows, &[]);
    assert_eq!(
        lines(&check(&Sheet {
            flows: &flows,
            texts: &texts,
            program: &[],
            law: None,
            faq: None,
        })),
        "g.toml:12: step `two`: no answer type `txt`; did you mean `text`?"
    );
}

/// What is found in two flows with all their texts.
fn two(first: &str, second: &str, program: Program<'_>) -> String {
    let flows = [("f.toml", first), ("g.toml", second)];
    let found: Vec<Finding> = check(&Sheet {
        flows: &flows,
        texts: &texts_of(&flows, program),
        program,
        law: None,
        faq: None,
    });
    lines(&found)
}

#[test]
fn flows_that_get_into_each_others_way() {
    let first = flow_of(LISTS, &STEPS);
    let named = |name: &str, source: &str| source.replace("flow = \"f\"", &format!("flow = \"{name}\""));
    assert_eq!(two(&first, &named("g", &first), &[]), "");
    assert_eq!(
        two(&first, &first, &[]),
        "g.toml:1: the flow `f` is also defined in f.toml; give each its own name"
    );
    let other = named("g", &flow_of("a = ['x']", &STEPS));
    assert_eq!(
        two(&first, &other, &[]),
        "g.toml:4: list `a`: f.toml has other options under this name; rename one, or make them the same"
    );
    let inner = named("f-two", &flow_of("", &["id = 'x'; ask = 'text'"]));
    let outer = flow_of(LISTS, &[STEPS[0], "id = 'two-x'; ask = 'text'"]);
    assert_eq!(
        two(&outer, &inner, &[]),
        "g.toml:8: step `x`: its text `f-two-x` is also one of the step `two-x` of `f`; rename one of the two"
    );
    assert_eq!(
        two(&first, &named("g", &first), &[("a-x", &[])]),
        "f.toml:4: list `a`: its text `a-x` is also one of the program; rename one of the two"
    );
}
