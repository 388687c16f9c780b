//! Flows, texts and tables: those inside the program, or those of configured folders.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::answer::{INDUSTRIES, TOWNSHIPS, Tables, TablesError};
use crate::catalogue::{DecisionTable, DecisionTableError, Terms};
use crate::check::{Finding, Law, Sheet};
use crate::config::Config;
use crate::faq::{Faq, FaqError};
use crate::l10n::{Catalogue, Lang, TextFile};
use crate::runner::Books;

static FLOWS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/flows");
static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The decision lists' file in the folder of tables.
const CATALOGUE: &str = "catalogue-2019.toml";
/// The file of the law's terms.
const TERMS: &str = "terms.toml";
/// The file of the questions that owners ask.
const QUESTIONS: &str = "faq.toml";

/// Files as they were read, before they are looked at.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Name and text of each flow file.
    pub flows: Vec<(String, String)>,
    /// The text files.
    pub texts: Vec<TextFile>,
    /// Name and text of the industries' and the townships' table.
    pub tables: [(String, String); 2],
    /// Name and text of the catalogue of 2019 as decision lists.
    pub law: (String, String),
    /// Name and text of the terms of the law.
    pub terms: (String, String),
    /// Name and text of the list of questions that owners ask.
    pub faq: (String, String),
    /// Texts the program asks for itself, with the values it gives.
    pub program: Vec<ProgramText>,
}

/// A text's id, and the names of its values.
pub type ProgramText = (&'static str, &'static [&'static str]);

/// Something of the house cannot be read or is wrong; the author's or operator's to mend.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// A file or folder cannot be read.
    #[error("{path} cannot be read: {why}; check the settings `flows` and `locales`")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// Why.
        why: String,
    },
    /// The linter has found something.
    #[error("{0}")]
    Wrong(String),
}

impl Sources {
    /// Reads everything.
    pub fn read(config: &Config) -> Result<Self, HouseError> {
        let own = |name: &str| table(&config.flows, name);
        let tables = [own(INDUSTRIES)?, own(TOWNSHIPS)?];
        let law = own(CATALOGUE)?;
        let terms = own(TERMS)?;
        let faq = own(QUESTIONS)?;
        let flows = if config.flows.as_os_str().is_empty() {
            embedded_flows()
        } else {
            folder(&config.flows, "toml")?
        };
        let texts = if config.locales.as_os_str().is_empty() {
            embedded_texts()
        } else {
            folder_texts(&config.locales)?
        };
        let program = [crate::render::TEXTS, crate::answer::TEXTS, super::TEXTS].concat();
        Ok(Sources {
            flows,
            texts,
            tables,
            law,
            terms,
            faq,
            program,
        })
    }

    /// Parses everything and lets the linter look; nothing is half-loaded.
    pub fn load(&self) -> Result<Books, HouseError> {
        let wrong = |lines: Vec<String>| HouseError::Wrong(lines.join("\n"));
        let findings = self.findings();
        if !findings.is_empty() {
            return Err(wrong(findings.iter().map(ToString::to_string).collect()));
        }
        let parse = |(name, text): &(String, String)| crate::flow::parse(text).map_err(|e| wrong(vec![format!("{name}: {e}")]));
        let flows = self.flows.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        let catalogue = Catalogue::new(&self.texts).map_err(|errors| wrong(errors.iter().map(ToString::to_string).collect()))?;
        let tables = self.tables().map_err(|e| wrong(vec![e.to_string()]))?;
        let law = self.law().map_err(|e| wrong(vec![e.to_string()]))?;
        let terms = Terms::parse(&self.terms.1).map_err(|e| wrong(vec![e.to_string()]))?;
        let faq = self.faq().map_err(|e| wrong(vec![e.to_string()]))?;
        Ok(Books {
            flows,
            catalogue,
            tables,
            law: law.with_terms(terms),
            faq,
        })
    }

    fn law(&self) -> Result<DecisionTable, DecisionTableError> {
        DecisionTable::parse(&self.law.1)
    }

    fn faq(&self) -> Result<Faq, FaqError> {
        Faq::parse(&self.faq.1)
    }

    fn tables(&self) -> Result<Tables, TablesError> {
        let [(_, industries), (_, townships)] = &self.tables;
        Tables::parse(industries, townships)
    }

    /// What the linter finds.
    pub fn findings(&self) -> Vec<Finding> {
        let terms = Terms::parse(&self.terms.1);
        let (law, tables, faq) = match (self.law(), &terms, self.tables(), self.faq()) {
            (Ok(law), Ok(_), Ok(tables), Ok(faq)) => (law, tables, faq),
            (law, _, tables, faq) => return self.unreadable([law.err(), terms.err()], tables.err(), faq.err()),
        };
        let flows: Vec<(&str, &str)> = self.flows.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        crate::check::check(&Sheet {
            flows: &flows,
            texts: &self.texts,
            program: &self.program,
            law: Some(Law {
                file: &self.law.0,
                table: &law,
                codes_file: &self.tables[0].0,
                industries: tables.industries(),
            }),
            faq: Some((&self.faq.0, &faq)),
        })
    }

    /// Tables that cannot be read: nothing else is judged by them.
    fn unreadable(&self, law: [Option<DecisionTableError>; 2], tables: Option<TablesError>, faq: Option<FaqError>) -> Vec<Finding> {
        let files = [&self.law.0, &self.terms.0];
        let law = law.into_iter().zip(files).filter_map(|(error, file)| Some((error?, file)));
        let law = law.map(|(error, file)| Finding {
            file: file.clone(),
            line: error.line,
            step: None,
            what: if error.place.is_empty() {
                error.what
            } else {
                format!("{}: {}", error.place, error.what)
            },
            mend: error.mend,
        });
        let tables = tables.map(|error| {
            let named = self.tables.iter().find(|(name, _)| name.ends_with(&error.file));
            Finding {
                file: named.map_or(error.file, |(name, _)| name.clone()),
                line: error.line,
                step: None,
                what: error.what,
                mend: error.mend,
            }
        });
        let faq = faq.map(|error| Finding {
            file: self.faq.0.clone(),
            line: error.line,
            step: None,
            what: error.what,
            mend: error.mend,
        });
        law.chain(tables).chain(faq).collect()
    }
}

/// A table of the county's own folder, if it is there; else the program's.
fn table(flows: &Path, name: &str) -> Result<(String, String), HouseError> {
    let path = flows.join("tables").join(name);
    if flows.as_os_str().is_empty() || !path.exists() {
        return Ok((format!("flows/tables/{name}"), embedded(&format!("tables/{name}"))));
    }
    let text = crate::config::read_text(&path).map_err(|e| unreadable(&path, &e))?;
    Ok((path.display().to_string(), text))
}

fn unreadable(path: &Path, why: &std::io::Error) -> HouseError {
    HouseError::Unreadable {
        path: path.display().to_string(),
        why: why.to_string(),
    }
}

fn embedded(path: &str) -> String {
    FLOWS.get_file(path).and_then(|f| f.contents_utf8()).unwrap_or_default().to_owned()
}

fn embedded_flows() -> Vec<(String, String)> {
    let toml = FLOWS.files().filter(|f| f.path().extension().is_some_and(|e| e == "toml"));
    toml.map(|f| {
        (
            format!("flows/{}", f.path().display()),
            f.contents_utf8().unwrap_or_default().to_owned(),
        )
    })
    .collect()
}

fn embedded_texts() -> Vec<TextFile> {
    let mut texts = Vec::new();
    for lang in Lang::ALL {
        let files = LOCALES.get_dir(lang.code()).map(Dir::files).into_iter().flatten();
        texts.extend(files.map(|f| TextFile {
            lang,
            name: format!("locales/{}", f.path().display()),
            source: f.contents_utf8().unwrap_or_default().to_owned(),
        }));
    }
    texts
}

fn folder(path: &Path, extension: &str) -> Result<Vec<(String, String)>, HouseError> {
    let entries = std::fs::read_dir(path).map_err(|e| unreadable(path, &e))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|e| unreadable(path, &e))?.path();
        if file.extension().is_some_and(|e| e == extension) {
            let text = crate::config::read_text(&file).map_err(|e| unreadable(&file, &e))?;
            files.push((file.display().to_string(), text));
        }
    }
    files.sort();
    Ok(files)
}

fn folder_texts(path: &Path) -> Result<Vec<TextFile>, HouseError> {
    let mut texts = Vec::new();
    for lang in Lang::ALL {
        let files = folder(&path.join(lang.code()), "ftl")?;
        texts.extend(files.into_iter().map(|(name, source)| TextFile { lang, name, source }));
    }
    Ok(texts)
}
