//! Changes of valid texts and of valid JSON.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// Words that have broken programs.
const WORDS: [&str; 44] = [
    "",
    "\0",
    "\u{1b}[31m",
    "\n",
    "\r",
    "\r\n\r\n",
    "\t",
    "\u{2028}",
    "\u{feff}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{e0041}",
    "\u{10ffff}",
    "𠮷",
    "👩‍👩‍👧‍👦",
    "İ",
    "ﷺ",
    "\"",
    "\"\"\"",
    "'''",
    "\\",
    "\\u{110000}",
    "#",
    "=",
    ".",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "{ $x }",
    "{ -term }",
    "{ \"",
    "[a]\n *[b]",
    "<b>&amp;",
    "-1",
    "0",
    "99999999999999999999999999",
    "-9223372036854775808",
    "18446744073709551615",
    "1e999",
    "nan",
    "true",
];

/// Short words that come in hundreds or thousands.
const MANY: [&str; 12] = ["[", "{", "{ ", "a.", "x", "绿", "𠮷", "\n", "\u{202e}", "(", "\"", "\\"];

/// One change of a text.
#[derive(Debug, Clone)]
enum Change {
    /// A piece goes.
    Cut(Index, Index),
    /// A piece comes twice.
    Double(Index, Index),
    /// Two lines change places.
    Swap(Index, Index),
    /// A line comes again elsewhere.
    Repeat(Index, Index),
    /// A word of the text stands where another stood.
    Steal(Index, Index),
    /// A number or word becomes one of [`WORDS`].
    Replace(Index, &'static str),
    /// Something is put in.
    Insert(Index, String),
}

fn strange() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(&WORDS[..]).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => (select(&MANY[..]), select(&[70_usize, 130, 1_000, 10_000][..])).prop_map(|(word, times)| word.repeat(times)),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let two = || any::<(Index, Index)>();
    prop_oneof![
        2 => two().prop_map(|(a, b)| Change::Cut(a, b)),
        1 => two().prop_map(|(a, b)| Change::Double(a, b)),
        2 => two().prop_map(|(a, b)| Change::Swap(a, b)),
        2 => two().prop_map(|(a, b)| Change::Repeat(a, b)),
        4 => two().prop_map(|(a, b)| Change::Steal(a, b)),
        4 => (any::<Index>(), select(&WORDS[..])).prop_map(|(at, word)| Change::Replace(at, word)),
        3 => (any::<Index>(), strange()).prop_map(|(at, word)| Change::Insert(at, word)),
    ]
}

/// A place between two characters.
fn place(text: &str, at: Index) -> usize {
    let mut place = at.index(text.len() + 1);
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

/// A short piece: what is cut or doubled leaves most of the text alone.
fn piece(text: &str, from: Index, length: Index) -> std::ops::Range<usize> {
    let from = place(text, from);
    let mut to = (from + length.index(60)).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    from..to
}

/// The word at or behind a place.
fn word(text: &str, at: Index) -> std::ops::Range<usize> {
    let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let start = place(text, at);
    let from = text[start..].find(inside).map_or(text.len(), |n| start + n);
    let to = text[from..].find(|c| !inside(c)).map_or(text.len(), |n| from + n);
    from..to
}

impl Change {
    fn apply(&self, text: &mut String) {
        match self {
            Change::Cut(from, length) => text.replace_range(piece(text, *from, *length), ""),
            Change::Double(from, length) => {
                let piece = piece(text, *from, *length);
                let again = text[piece.clone()].to_owned();
                text.insert_str(piece.start, &again);
            }
            Change::Swap(a, b) => {
                let mut lines: Vec<&str> = text.lines().collect();
                if let Some(last) = lines.len().checked_sub(1) {
                    lines.swap(a.index(last + 1), b.index(last + 1));
                }
                *text = lines.join("\n");
            }
            Change::Repeat(from, to) => {
                let mut lines: Vec<&str> = text.lines().collect();
                if !lines.is_empty() {
                    lines.insert(to.index(lines.len()), lines[from.index(lines.len())]);
                }
                *text = lines.join("\n");
            }
            Change::Steal(from, to) => {
                let stolen = text[word(text, *from)].to_owned();
                text.replace_range(word(text, *to), &stolen);
            }
            Change::Replace(at, with) => text.replace_range(word(text, *at), with),
            Change::Insert(at, what) => text.insert_str(place(text, *at), what),
        }
    }
}

/// One of the texts with a few changes.
pub(super) fn text(seeds: Vec<String>) -> impl Strategy<Value = String> {
    (select(seeds), prop::collection::vec(change(), 1..4)).prop_map(|(mut text, changes)| {
        for change in &changes {
            change.apply(&mut text);
        }
        text
    })
}

/// A value where another one stood.
fn stranger() -> impl Strategy<Value = Value> {
    let numbers = [
        json!(0),
        json!(-1),
        json!(1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1.5),
        json!(1e308),
        json!(-0.0),
    ];
    let kinds = [
        Value::Null,
        json!(true),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!({"id": i64::MIN}),
        json!("private"),
    ];
    prop_oneof![
        4 => strange().prop_map(Value::String),
        2 => select(numbers.to_vec()),
        2 => select(kinds.to_vec()),
        1 => Just(nested(100)),
        1 => Just(Value::String("字".repeat(100_000))),
    ]
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(
        json!(1),
        |inner, n| if n % 2 == 0 { json!([inner]) } else { json!({"text": inner}) },
    )
}

/// What is done to one node of a tree.
#[derive(Debug, Clone)]
enum Graft {
    Replace(Value),
    Remove,
    /// Another node of the same tree.
    Steal(Index),
}

fn nodes<'a>(value: &'a Value, into: &mut Vec<&'a Value>) {
    into.push(value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| nodes(item, into)),
        Value::Object(map) => map.values().for_each(|item| nodes(item, into)),
        _ => {}
    }
}

/// Puts `new` where the node number `at` stands; gives what is left of the count.
fn graft(value: &mut Value, at: usize, new: Option<&Value>) -> Option<usize> {
    if at == 0 {
        *value = new.cloned().unwrap_or(Value::Null);
        return None;
    }
    let mut left = at - 1;
    match value {
        Value::Array(items) => {
            for item in items {
                left = graft(item, left, new)?;
            }
        }
        Value::Object(map) => {
            let keys: Vec<String> = map.keys().cloned().collect();
            for key in keys {
                if left == 0 && new.is_none() {
                    map.remove(&key);
                    return None;
                }
                left = graft(map.entry(key).or_insert(Value::Null), left, new)?;
            }
        }
        _ => {}
    }
    Some(left)
}

/// One of the trees with a few nodes changed. What stands under a key of `kept` at the top stays.
pub(super) fn tree(seeds: Vec<Value>, kept: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let change = prop_oneof![
        4 => stranger().prop_map(Graft::Replace),
        1 => Just(Graft::Remove),
        2 => any::<Index>().prop_map(Graft::Steal),
    ];
    let changes = prop::collection::vec((any::<Index>(), change), 1..4);
    (select(seeds), changes).prop_map(move |(seed, changes)| {
        let mut tree = seed.clone();
        for (at, change) in changes {
            let all = tree.clone();
            let mut there = Vec::new();
            nodes(&all, &mut there);
            let new = match &change {
                Graft::Replace(value) => Some(value),
                Graft::Remove => None,
                Graft::Steal(from) => Some(there[from.index(there.len())]),
            };
            graft(&mut tree, at.index(there.len()), new);
        }
        for key in kept {
            if !tree.is_object() {
                tree = Value::Object(Map::new());
            }
            tree[*key] = seed[*key].clone();
        }
        tree
    })
}
