//! Texts: look-up by language and id, with values put in. The texts are Fluent files under `locales/LANGUAGE/`.
//!
//! An id is `message` or `message.attribute`. A text that is missing in a language is taken from Chinese; one that is
//! missing there too shows its id and is written to the log. `check` and a test see to it that this does not happen.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use serde::{Deserialize, Serialize};

use crate::answer::Arg;

/// Braces and parentheses of one text, with its attributes.
const BRACKETS_MAX: usize = 200;

/// Faults of one file that are told; who mends them sees the next.
const FAULTS_TOLD: usize = 20;

/// A language of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese, the first language of every text.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// All of them, the first language first.
    pub const ALL: [Lang; 2] = [Lang::ZhCn, Lang::En];

    /// The name of its folder, `zh-CN`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        }
    }

    /// From a language tag as programs send it (`zh-hans`, `en-GB`); `None` for languages there are no texts in.
    pub fn parse(tag: &str) -> Option<Lang> {
        match tag.split(['-', '_']).next()?.to_lowercase().as_str() {
            "zh" => Some(Lang::ZhCn),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// One text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// Its language.
    pub lang: Lang,
    /// Its name, for messages: `zh-CN/ui.ftl`.
    pub name: String,
    /// Its content.
    pub source: String,
}

/// A text file that cannot be used; the author's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct TextError {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub what: String,
}

/// All texts.
pub struct Catalogue {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
    shapes: BTreeMap<Lang, BTreeMap<String, Shape>>,
}

/// Where a text is written and which values it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The file it stands in.
    pub file: String,
    /// The line it begins on, from 1 (of its message, for an attribute).
    pub line: usize,
    /// The values it uses: `name`, `total`.
    pub variables: BTreeSet<String>,
    /// The longest way it can be written, in characters, values left out.
    pub length: usize,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue")
            .field("languages", &self.shapes.keys())
            .finish_non_exhaustive()
    }
}

impl Catalogue {
    /// Reads text files. The first fault of each file ends it; all files' faults are given.
    pub fn new(files: &[TextFile]) -> Result<Self, Vec<TextError>> {
        let mut faults = Vec::new();
        let mut bundles = BTreeMap::new();
        let mut shapes: BTreeMap<Lang, BTreeMap<String, Shape>> = BTreeMap::new();
        for lang in Lang::ALL {
            let language: unic_langid::LanguageIdentifier = lang.code().parse().expect("our language codes are well formed");
            let mut bundle = FluentBundle::new_concurrent(vec![language]);
            bundle.set_use_isolating(false);
            let own = shapes.entry(lang).or_default();
            for file in files.iter().filter(|f| f.lang == lang) {
                if let Err(mut found) = add(&mut bundle, own, file) {
                    faults.append(&mut found);
                }
            }
            bundles.insert(lang, bundle);
        }
        if faults.is_empty() {
            Ok(Self { bundles, shapes })
        } else {
            Err(faults)
        }
    }

    /// A text with its values put in. Never fails: see the room's first lines.
    pub fn text(&self, lang: Lang, id: &str, args: &[(&str, Arg)]) -> String {
        let found = self.find(lang, id, args).or_else(|| self.find(Lang::ZhCn, id, args));
        found.unwrap_or_else(|| {
            tracing::error!(id, "a text is missing");
            id.to_owned()
        })
    }

    fn find(&self, lang: Lang, id: &str, args: &[(&str, Arg)]) -> Option<String> {
        let bundle = self.bundles.get(&lang)?;
        let (message, attribute) = split(id);
        let message = bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            let value = match value {
                Arg::Number(n) => FluentValue::from(*n),
                Arg::Text(text) => FluentValue::from(text.as_str()),
            };
            values.set(*name, value);
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        for error in errors {
            tracing::error!(id, %error, "a text cannot be put together");
        }
        Some(text)
    }

    /// Whether a language has the text itself.
    pub fn has(&self, lang: Lang, id: &str) -> bool {
        self.shapes.get(&lang).is_some_and(|all| all.contains_key(id))
    }

    /// Where and how a text is written.
    pub fn shape(&self, lang: Lang, id: &str) -> Option<&Shape> {
        self.shapes.get(&lang)?.get(id)
    }

    /// All ids of a language, attributes too, in order.
    pub fn ids(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.shapes.get(&lang).into_iter().flat_map(|all| all.keys().map(String::as_str))
    }
}

fn split(id: &str) -> (&str, Option<&str>) {
    match id.split_once('.') {
        Some((message, attribute)) => (message, Some(attribute)),
        None => (id, None),
    }
}

fn line_of(source: &str, offset: usize) -> usize {
    source.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

fn add(bundle: &mut FluentBundle<FluentResource>, shapes: &mut BTreeMap<String, Shape>, file: &TextFile) -> Result<(), Vec<TextError>> {
    let fault = |line: usize, what: String| TextError {
        file: file.name.clone(),
        line,
        what,
    };
    if let Some(line) = too_intricate(&file.source) {
        let what = format!("the text has more than {BRACKETS_MAX} braces and parentheses; part it into several");
        return Err(vec![fault(line, what)]);
    }
    let resource = FluentResource::try_new(file.source.clone()).map_err(|(_, errors)| {
        errors
            .iter()
            .take(FAULTS_TOLD)
            .map(|e| {
                fault(
                    line_of(&file.source, e.slice.as_ref().map_or(e.pos.start, |s| s.start)),
                    format!("{}; see another text of the file for the form", e.kind),
                )
            })
            .collect::<Vec<_>>()
    })?;
    let lines = lines_of_messages(&file.source);
    for entry in resource.entries() {
        if let ast::Entry::Message(message) = entry {
            let line = lines.get(message.id.name).copied().unwrap_or(1);
            let parts = message.value.iter().map(|p| (message.id.name.to_owned(), p));
            let attributes = message
                .attributes
                .iter()
                .map(|a| (format!("{}.{}", message.id.name, a.id.name), &a.value));
            for (id, pattern) in parts.chain(attributes) {
                let (variables, length) = shape_of(pattern);
                shapes.insert(
                    id,
                    Shape {
                        file: file.name.clone(),
                        line,
                        variables,
                        length,
                    },
                );
            }
        }
    }
    bundle
        .add_resource(resource)
        .map_err(|errors| errors.iter().map(|e| fault(1, format!("{e}; every text has one place"))).collect())
}

/// The line on which a text begins that could be nested too deeply for the parser, which calls itself for each brace.
fn too_intricate(source: &str) -> Option<usize> {
    let (mut begins, mut open) = (1, 0);
    for (n, line) in source.lines().enumerate() {
        // A text cannot begin inside another one: what looks like it ends that one, or is an error to the parser.
        if named(line).is_some() {
            (begins, open) = (n + 1, 0);
        }
        open += line.matches(['{', '(']).count();
        if open > BRACKETS_MAX {
            return Some(begins);
        }
    }
    None
}

/// The first line of each text, as far as it begins its line.
fn lines_of_messages(source: &str) -> BTreeMap<&str, usize> {
    let mut lines = BTreeMap::new();
    for (n, line) in source.lines().enumerate() {
        if let Some(name) = named(line) {
            lines.entry(name).or_insert(n + 1);
        }
    }
    lines
}

/// The name of the text that begins on a line.
fn named(line: &str) -> Option<&str> {
    let name = line.split_once('=')?.0.trim_end_matches(' ');
    let begins = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    begins.then_some(name)
}

fn shape_of(pattern: &ast::Pattern<&str>) -> (BTreeSet<String>, usize) {
    let mut variables = BTreeSet::new();
    let length = measure(pattern, &mut variables);
    (variables, length)
}

fn measure(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) -> usize {
    let element = |e: &ast::PatternElement<&str>, variables: &mut BTreeSet<String>| match e {
        ast::PatternElement::TextElement { value } => value.chars().count(),
        ast::PatternElement::Placeable { expression } => measure_expression(expression, variables),
    };
    pattern.elements.iter().map(|e| element(e, variables)).sum()
}

fn measure_expression(expression: &ast::Expression<&str>, variables: &mut BTreeSet<String>) -> usize {
    match expression {
        ast::Expression::Inline(inline) => measure_inline(inline, variables),
        ast::Expression::Select { selector, variants } => {
            measure_inline(selector, variables);
            variants.iter().map(|v| measure(&v.value, variables)).max().unwrap_or(0)
        }
    }
}

fn measure_inline(inline: &ast::InlineExpression<&str>, variables: &mut BTreeSet<String>) -> usize {
    match inline {
        ast::InlineExpression::StringLiteral { value } | ast::InlineExpression::NumberLiteral { value } => value.chars().count(),
        ast::InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
            0
        }
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().map(|a| measure_inline(a, variables)).sum()
        }
        ast::InlineExpression::Placeable { expression } => measure_expression(expression, variables),
        ast::InlineExpression::MessageReference { .. } | ast::InlineExpression::TermReference { .. } => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(lang: Lang, source: &str) -> TextFile {
        TextFile {
            lang,
            name: format!("{}/x.ftl", lang.code()),
            source: source.to_owned(),
        }
    }

    #[test]
    fn a_text_is_found_by_language_with_its_values_and_falls_back_to_chinese() {
        let zh = "noted = ✓ { $label }：{ $value }\nname = 名称\n    .example = { $trade ->\n        [tea] 茶叶加工厂\n       *[other] 加工厂\n    }\n";
        let catalogue = Catalogue::new(&[file(Lang::ZhCn, zh), file(Lang::En, "name = Name\n")]).unwrap();
        let args = [("label", Arg::Text("名".to_owned())), ("value", Arg::Text("{ $x }".to_owned()))];
        assert_eq!(catalogue.text(Lang::En, "noted", &args), "✓ 名：{ $x }");
        assert_eq!(catalogue.text(Lang::En, "name", &[]), "Name");
        assert_eq!(
            catalogue.text(Lang::ZhCn, "name.example", &[("trade", Arg::Text("tea".to_owned()))]),
            "茶叶加工厂"
        );
        assert_eq!(catalogue.text(Lang::ZhCn, "nothing", &[]), "nothing");
        let shape = catalogue.shape(Lang::ZhCn, "name.example").unwrap();
        assert_eq!((shape.line, shape.length), (2, 5));
        assert!(shape.variables.contains("trade"));
    }

    #[test]
    fn a_broken_file_is_refused_with_its_line() {
        let faults = Catalogue::new(&[file(Lang::ZhCn, "a = 1\nb = { $x\n")]).unwrap_err();
        assert_eq!(faults[0].file, "zh-CN/x.ftl");
        assert_eq!(faults[0].line, 2);
        let twice = Catalogue::new(&[file(Lang::ZhCn, "a = 1\n"), file(Lang::ZhCn, "a = 2\n")]);
        assert!(twice.is_err());
    }

    #[test]
    fn braces_without_end_are_refused_before_they_are_read() {
        let deep = |text: &str| Catalogue::new(&[file(Lang::ZhCn, &format!("a = 1\nb = {text}\n"))]);
        for text in [
            "{ ".repeat(100_000),
            "{\n".repeat(100_000),
            "{ A(".repeat(100_000),
            "{ A(\nB(\n".repeat(100_000),
            "{ \"}\" ->\n *[a] ".repeat(100_000),
            " \" {\n".repeat(100_000),
        ] {
            let faults = deep(&text).unwrap_err();
            assert_eq!(
                faults[0].to_string(),
                "zh-CN/x.ftl:2: the text has more than 200 braces and parentheses; part it into several"
            );
        }
        let many = format!("{}1{}", "{ ".repeat(200), " }".repeat(200));
        assert_eq!(deep(&many).unwrap().text(Lang::ZhCn, "b", &[]), "1");
    }

    #[test]
    fn language_tags_are_understood() {
        assert_eq!(Lang::parse("zh-hans"), Some(Lang::ZhCn));
        assert_eq!(Lang::parse("en_GB"), Some(Lang::En));
        assert_eq!(Lang::parse("fr"), None);
    }
}
