//! What an author can get wrong in the list of questions.

use crate::app::Sources;
use crate::config::Config;

/// What is found after one part of the list, or of the Chinese texts, is replaced by another.
fn changed(from: &str, to: &str) -> String {
    let mut sources = Sources::read(&Config::default()).unwrap();
    let texts = sources.texts.iter_mut().filter(|file| file.name.ends_with("zh-CN/faq.ftl"));
    let all = texts.map(|file| &mut file.source).chain([&mut sources.faq.1]);
    let file = all.into_iter().find(|text| text.contains(from)).expect(from);
    *file = file.replacen(from, to, 1);
    super::lines(&sources.findings())
}

#[test]
fn the_list_and_its_texts_must_agree() {
    let bare = |part: &str| {
        if part.parse::<usize>().is_ok() {
            "LINE".to_owned()
        } else {
            part.to_owned()
        }
    };
    for (from, to, told) in [
        (
            "\"partly\"",
            "\"verified\"",
            "faq.ftl:LINE: nothing uses the text `faq-F005.unsure`; remove it",
        ),
        (
            "\"verified\"",
            "\"partly\"",
            "flows/tables/faq.toml:LINE: the text `faq-F001.unsure` is missing in zh-CN and en; write it under locales/",
        ),
        (
            "    .answer",
            "    .anser",
            "zh-CN/faq.ftl:LINE: nothing uses the text `faq-F001.anser`; remove it; or did you mean `faq-F001.answer`?",
        ),
        (
            "    .words",
            "    .other = x\n    .words",
            "zh-CN/faq.ftl:LINE: nothing uses the text `faq-F001.other`; remove it",
        ),
        (
            "\"F079\"",
            "\"F080\"",
            "flows/tables/faq.toml:LINE: the text `faq-F080` is missing in zh-CN and en; write it under locales/",
        ),
        (
            "\"verified\"",
            "\"sure\"",
            "flows/tables/faq.toml:LINE: `F001`: there is no confidence `sure`; did you mean `guide`?",
        ),
    ] {
        let found = changed(from, to);
        let bare = found.split(':').map(bare).collect::<Vec<_>>().join(":");
        assert!(bare.contains(told), "{from} → {to}:\n{bare}");
    }
}
