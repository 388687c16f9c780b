//! Questions that owners ask: on what each answer rests and how sure it is, and finding the one that was meant.
//!
//! The list is `flows/tables/faq.toml`; question, answer and other ways to ask it are texts (`faq-F001`, `.answer`,
//! `.words`). What is recalled is never shown as verified: `.unsure` says which part of an answer is not.

mod find;
mod parse;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::catalogue::TableText;
use crate::l10n::{Catalogue, Lang};

pub use self::find::{Finder, Found, OFFERED};
pub use self::parse::FaqError;

/// How sure an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The text of the law was read.
    Verified,
    /// A part of it is not verified; the text's `.unsure` says which.
    Partly,
    /// From guides of authorities or the press; the county may do it otherwise.
    Guide,
    /// How we read the law, which does not say so in words.
    Reading,
    /// Recalled; the text of the law was not read.
    Recalled,
    /// Advice, without a basis.
    Advice,
    /// About the bot itself.
    Bot,
}

impl Confidence {
    /// All of them, the surest first.
    pub const ALL: [Confidence; 7] = [
        Confidence::Verified,
        Confidence::Partly,
        Confidence::Guide,
        Confidence::Reading,
        Confidence::Recalled,
        Confidence::Advice,
        Confidence::Bot,
    ];

    /// Its name in the table and in texts: `verified`.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Verified => "verified",
            Confidence::Partly => "partly",
            Confidence::Guide => "guide",
            Confidence::Reading => "reading",
            Confidence::Recalled => "recalled",
            Confidence::Advice => "advice",
            Confidence::Bot => "bot",
        }
    }

    /// Whether there is nothing to cite, or may be.
    fn needs_no_basis(self) -> bool {
        matches!(self, Confidence::Recalled | Confidence::Advice | Confidence::Bot)
    }
}

/// A question of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name: `F001`; the text is `faq-F001`.
    pub id: String,
    /// The law it rests on, in Chinese; empty if there is none.
    pub basis: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// The line of the table.
    line: usize,
}

impl Question {
    /// The id of its text.
    pub fn text_id(&self) -> String {
        format!("faq-{}", self.id)
    }
}

/// The list of questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faq {
    questions: Vec<Question>,
}

impl Faq {
    /// Reads `flows/tables/faq.toml`.
    pub fn parse(source: &str) -> Result<Faq, FaqError> {
        parse::parse(source).map(|questions| Faq { questions })
    }

    /// A question by its name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// All questions, in the order of the file.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The texts of the list.
    pub fn texts(&self) -> Vec<TableText> {
        let mut all = Vec::new();
        for question in &self.questions {
            let id = question.text_id();
            let mut parts = vec![id.clone(), format!("{id}.answer"), format!("{id}.words")];
            parts.extend((question.confidence == Confidence::Partly).then(|| format!("{id}.unsure")));
            all.extend(parts.into_iter().map(|id| TableText {
                id,
                required: true,
                line: question.line,
            }));
        }
        all
    }

    /// Finds questions by what people write, in any of the languages.
    pub fn finder(&self, catalogue: &Catalogue) -> Finder {
        let asked = |lang: Lang, id: &str| {
            let text = |id: &str| catalogue.text(lang, id, &[]);
            format!("{};{}", text(id), text(&format!("{id}.words")))
        };
        let questions = self.questions.iter().flat_map(|question| {
            let id = question.text_id();
            Lang::ALL.map(|lang| (question.id.clone(), asked(lang, &id)))
        });
        // One matter a line.
        let elsewhere = Lang::ALL.map(|lang| catalogue.text(lang, "faq-elsewhere", &[])).join("\n");
        Finder::new(questions, elsewhere.lines().map(str::to_owned))
    }
}
