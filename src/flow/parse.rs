//! From TOML to a [`Flow`]. Errors name the line, the step, what is wrong and how to mend it.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::{Spanned, Value};

use super::{Ask, Condition, Field, FieldSource, Flow, Range, Step, StepKind, Test};
use crate::ids::{FlowHash, FlowId, ListId, OptionId, StepId};

/// A flow file that cannot be read; the author's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {what}; {mend}", step.as_ref().map(|s| format!(", step `{s}`")).unwrap_or_default())]
pub struct FlowError {
    /// From 1; 0 where no line can be told.
    pub line: usize,
    /// The step it happened in.
    pub step: Option<String>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFlow {
    flow: String,
    version: u32,
    #[serde(default)]
    for_class: Vec<String>,
    #[serde(default)]
    for_codes: Vec<String>,
    #[serde(default)]
    choices: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    trades: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    step: Vec<Spanned<RawStep>>,
    #[serde(default)]
    field: Vec<Spanned<RawField>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key an author may write")]
struct RawStep {
    id: String,
    #[serde(default)]
    section: Option<String>,
    ask: Option<String>,
    repeat: Option<RawRepeat>,
    review: Option<bool>,
    classify: Option<String>,
    #[serde(default)]
    known: BTreeMap<String, String>,
    validity: Option<String>,
    kept_when: Option<toml::Table>,
    go_on: Option<String>,
    wait: Option<bool>,
    hand_in: Option<Vec<String>>,
    when: Option<toml::Table>,
    #[serde(rename = "in")]
    within: Option<String>,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    in_review: bool,
    from: Option<String>,
    exclusive: Option<String>,
    same_as: Option<String>,
    unit: Option<String>,
    units: Option<Vec<String>>,
    #[serde(default)]
    month_will_do: bool,
    min: Option<f64>,
    max: Option<f64>,
    soft_max: Option<f64>,
    min_chars: Option<usize>,
    max_chars: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRepeat {
    min: usize,
    max: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    id: String,
    step: Option<String>,
    has: Option<(String, String)>,
    cases: Option<Vec<RawCase>>,
    case: Option<String>,
    fixed: Option<String>,
    rows: Option<String>,
    columns: Option<Vec<String>>,
    #[serde(default)]
    staff: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    when: toml::Table,
    value: String,
}

/// The SHA-256 of a flow file, in hexadecimal.
pub fn content_hash(source: &str) -> FlowHash {
    let digest = Sha256::digest(source.as_bytes());
    FlowHash::from(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// More than anybody could answer: the linter compares each with all others.
const STEPS_MAX: usize = 500;
/// See [`STEPS_MAX`].
const FIELDS_MAX: usize = 1_000;
/// Options of all lists together.
const OPTIONS_MAX: usize = 5_000;

/// Reads a flow file. The first fault ends the reading; `check` finds the rest.
pub fn parse(source: &str) -> Result<Flow, FlowError> {
    let raw: RawFlow = toml::from_str(source).map_err(|e| toml_error(source, &e))?;
    not_too_large(&raw)?;
    let line_of = |span: std::ops::Range<usize>| line_at(source, span.start);
    let steps = raw
        .step
        .iter()
        .map(|s| step(line_of(s.span()), s.get_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    let fields = raw
        .field
        .iter()
        .map(|f| field(line_of(f.span()), f.get_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    let options = |list: Vec<String>| -> Vec<OptionId> { list.into_iter().map(OptionId::from).collect() };
    Ok(Flow {
        id: FlowId::from(raw.flow),
        version: raw.version,
        hash: content_hash(source),
        source: source.to_owned(),
        for_class: options(raw.for_class),
        for_codes: raw.for_codes,
        choices: raw
            .choices
            .into_iter()
            .map(|(id, list)| (ListId::from(id), options(list)))
            .collect(),
        trades: raw.trades,
        steps: inherit_sections(steps),
        fields,
        law: None,
    })
}

fn not_too_large(raw: &RawFlow) -> Result<(), FlowError> {
    let options = |lists: &BTreeMap<String, Vec<String>>| lists.len() + lists.values().map(Vec::len).sum::<usize>();
    let sizes = [
        ("steps", raw.step.len(), STEPS_MAX),
        ("fields", raw.field.len(), FIELDS_MAX),
        ("options", options(&raw.choices), OPTIONS_MAX),
        ("codes of trades", options(&raw.trades), OPTIONS_MAX),
    ];
    match sizes.into_iter().find(|(_, size, max)| size > max) {
        None => Ok(()),
        Some((what, size, max)) => Err(FlowError {
            line: 1,
            step: None,
            what: format!("the form has {size} {what}; {max} are allowed"),
            mend: "part it into several forms".to_owned(),
        }),
    }
}

/// The line a fault of a TOML file is on.
pub(crate) fn toml_line(source: &str, error: &toml::de::Error) -> usize {
    let dots = |line: &str| line.matches('.').count();
    error.span().map_or_else(
        // No place is told of a key that has too many parts.
        || {
            source
                .lines()
                .enumerate()
                .max_by_key(|(n, line)| (dots(line), std::cmp::Reverse(*n)))
                .map_or(1, |(n, _)| n + 1)
        },
        |span| line_at(source, span.start),
    )
}

fn toml_error(source: &str, error: &toml::de::Error) -> FlowError {
    FlowError {
        line: toml_line(source, error),
        step: None,
        what: error.message().replace('\n', " "),
        mend: "correct the line; see flows/registration.toml for every key".to_owned(),
    }
}

fn line_at(source: &str, offset: usize) -> usize {
    source.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

/// A step without a section stands under the one before it.
fn inherit_sections(mut steps: Vec<Step>) -> Vec<Step> {
    let mut current = String::new();
    for step in &mut steps {
        if step.section.is_empty() {
            step.section.clone_from(&current);
        } else {
            current.clone_from(&step.section);
        }
    }
    steps
}

struct At<'a> {
    line: usize,
    step: &'a str,
}

impl At<'_> {
    fn error(&self, what: impl Into<String>, mend: impl Into<String>) -> FlowError {
        FlowError {
            line: self.line,
            step: Some(self.step.to_owned()),
            what: what.into(),
            mend: mend.into(),
        }
    }
}

fn step(line: usize, raw: &RawStep) -> Result<Step, FlowError> {
    let at = At { line, step: &raw.id };
    let when = raw.when.as_ref().map(|t| condition(t, &at)).transpose()?;
    Ok(Step {
        id: StepId::from(raw.id.clone()),
        section: raw.section.clone().unwrap_or_default(),
        line,
        when,
        within: raw.within.clone().map(StepId::from),
        private: raw.private,
        optional: raw.optional,
        in_review: raw.in_review,
        asked_by: None,
        kind: step_kind(raw, &at)?,
    })
}

fn step_kind(raw: &RawStep, at: &At<'_>) -> Result<StepKind, FlowError> {
    let mut kinds = Vec::new();
    if let Some(name) = &raw.ask {
        kinds.push(StepKind::Ask(ask(name, raw, at)?));
    }
    if let Some(RawRepeat { min, max }) = raw.repeat {
        if min > max || max == 0 {
            return Err(at.error("`repeat` allows no item", "write `repeat = { min = 1, max = 10 }`"));
        }
        kinds.push(StepKind::Repeat { min, max });
    }
    if let Some(law) = &raw.classify {
        if law != LAW {
            return Err(at.error(format!("no law `{law}`"), format!("write `classify = \"{LAW}\"`")));
        }
        let pair = |(law, form): (&String, &String)| (StepId::from(law.clone()), StepId::from(form.clone()));
        let known = raw.known.iter().map(pair).collect();
        kinds.push(StepKind::Classify { known });
    }
    if let Some(since) = &raw.validity {
        kinds.push(StepKind::Validity {
            since: since.as_str().into(),
            kept_when: raw.kept_when.as_ref().map(|t| condition(t, at)).transpose()?,
        });
    }
    if let Some(flow) = &raw.go_on {
        kinds.push(StepKind::GoOn(FlowId::from(flow.clone())));
    }
    if raw.wait == Some(true) {
        kinds.push(StepKind::Wait);
    }
    if let Some(outcomes) = &raw.hand_in {
        kinds.push(StepKind::HandIn(outcomes.iter().cloned().map(OptionId::from).collect()));
    }
    if raw.review == Some(true) {
        kinds.push(StepKind::Review);
    }
    match (kinds.pop(), kinds.is_empty()) {
        (Some(kind), true) => Ok(kind),
        _ => Err(at.error(
            "a step is one of `ask`, `repeat`, `classify`, `validity`, `go_on`, `wait = true`, `hand_in`, `review = true`",
            "keep exactly one of them",
        )),
    }
}

/// The law a `classify` step may name.
const LAW: &str = "catalogue-2019";

fn ask(name: &str, raw: &RawStep, at: &At<'_>) -> Result<Ask, FlowError> {
    let list = || {
        let from = raw.from.clone().map(ListId::from);
        from.ok_or_else(|| {
            at.error(
                "the list of choices is missing",
                "add `from = \"LIST\"` and the list under [choices]",
            )
        })
    };
    let range = || range(raw);
    Ok(match name {
        "text" => Ask::Text {
            min_chars: raw.min_chars.unwrap_or(1),
            max_chars: raw.max_chars.unwrap_or(200),
        },
        "integer" => Ask::Integer(range()),
        "decimal" => Ask::Decimal(range()),
        "amount" => match raw.units.clone() {
            Some(units) if !units.is_empty() => Ask::Amount { range: range(), units },
            _ => return Err(at.error("an amount needs units", "add `units = [\"吨/年\"]`")),
        },
        "choice" => Ask::Choice { from: list()? },
        "choices" => Ask::Choices {
            from: list()?,
            exclusive: raw.exclusive.clone().map(OptionId::from),
        },
        "yes-no" => Ask::YesNo,
        "credit-code" => Ask::CreditCode,
        "organisation-code" => Ask::OrganisationCode,
        "registration-number" => Ask::RegistrationNumber,
        "phone" => Ask::Phone,
        "person-name" => Ask::PersonName,
        "address" => Ask::Address {
            same_as: raw.same_as.clone().map(StepId::from),
        },
        "place" => Ask::Place,
        "photo" => Ask::Photo,
        "document" => Ask::Document,
        "month" => Ask::Month,
        "day" => Ask::Day {
            month_will_do: raw.month_will_do,
        },
        "industry" => Ask::Industry,
        "township" => Ask::Township,
        other => return Err(unknown_ask(other, at)),
    })
}

fn range(raw: &RawStep) -> Range {
    Range {
        unit: raw.unit.clone(),
        min: raw.min,
        max: raw.max,
        soft_max: raw.soft_max,
    }
}

/// Every word `ask` knows.
const ASKS: [&str; 20] = [
    "text",
    "integer",
    "decimal",
    "amount",
    "choice",
    "choices",
    "yes-no",
    "credit-code",
    "organisation-code",
    "registration-number",
    "phone",
    "person-name",
    "address",
    "place",
    "photo",
    "document",
    "month",
    "day",
    "industry",
    "township",
];

fn unknown_ask(name: &str, at: &At<'_>) -> FlowError {
    let near = nearest(name, ASKS);
    at.error(format!("no answer type `{name}`"), format!("did you mean `{near}`?"))
}

/// The known name that is most like the given one, as far as their beginnings go: to compare takes their product of room.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> &'a str {
    let begin = |name: &str| name.chars().take(64).collect::<String>();
    let name = begin(name);
    let score = |k: &str| strsim::normalized_damerau_levenshtein(&name, &begin(k));
    known.into_iter().max_by(|a, b| score(a).total_cmp(&score(b))).unwrap_or("")
}

/// Reads a condition that stands in another file than a form's: what is wrong, and how to mend it.
pub(crate) fn read_condition(table: &toml::Table) -> Result<Condition, (String, String)> {
    condition(table, &At { line: 0, step: "" }).map_err(|error| (error.what, error.mend))
}

fn condition(table: &toml::Table, at: &At<'_>) -> Result<Condition, FlowError> {
    let mut parts = table
        .iter()
        .map(|(key, value)| one_condition(key, value, at))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
}

fn one_condition(key: &str, value: &Value, at: &At<'_>) -> Result<Condition, FlowError> {
    let list = |value: &Value| {
        let items = value
            .as_array()
            .ok_or_else(|| at.error(format!("`{key}` takes a list"), format!("write `{key} = [ {{ … }}, {{ … }} ]`")))?;
        items.iter().map(|v| sub_condition(key, v, at)).collect::<Result<Vec<_>, _>>()
    };
    Ok(match key {
        "all" => Condition::All(list(value)?),
        "any" => Condition::Any(list(value)?),
        "not" => Condition::Not(Box::new(sub_condition(key, value, at)?)),
        "answered" => match value.as_str() {
            Some(step) => Condition::Answered(step.into()),
            None => {
                return Err(at.error("`answered` takes the name of a step", "write `answered = \"STEP\"`"));
            }
        },
        step => Condition::Step(step.into(), test(step, value, at)?),
    })
}

fn sub_condition(key: &str, value: &Value, at: &At<'_>) -> Result<Condition, FlowError> {
    match value.as_table() {
        Some(table) => condition(table, at),
        None => Err(at.error(
            format!("`{key}` holds something that is no condition"),
            "write conditions as `{ step = \"option\" }`",
        )),
    }
}

fn test(step: &str, value: &Value, at: &At<'_>) -> Result<Test, FlowError> {
    match value {
        Value::String(option) => Ok(Test::Is(option.as_str().into())),
        Value::Boolean(wanted) => Ok(Test::YesNo(*wanted)),
        Value::Table(table) if table.len() == 1 => {
            let (name, value) = table.iter().next().expect("the table has one entry");
            named_test(name, value).ok_or_else(|| bad_test(step, at))
        }
        _ => Err(bad_test(step, at)),
    }
}

fn bad_test(step: &str, at: &At<'_>) -> FlowError {
    at.error(
        format!("the condition on `{step}` cannot be read"),
        "write `\"option\"`, true, false, or one of { in = [..] }, { at_least = 1 }, { at_most = 1 }, { older_than_months = 60 }, { trade = \"pig\" }, { count_at_least = 2 }",
    )
}

fn named_test(name: &str, value: &Value) -> Option<Test> {
    let number = || value.as_float().or_else(|| value.as_integer().map(to_f64));
    Some(match name {
        "in" => {
            let options = value.as_array()?.iter().map(|v| v.as_str().map(OptionId::from));
            Test::In(options.collect::<Option<Vec<_>>>()?)
        }
        "at_least" => Test::AtLeast(number()?),
        "at_most" => Test::AtMost(number()?),
        "older_than_months" => Test::OlderThanMonths(u32::try_from(value.as_integer()?).ok()?),
        "trade" => Test::Trade(value.as_str()?.to_owned()),
        "count_at_least" => Test::CountAtLeast(usize::try_from(value.as_integer()?).ok()?),
        _ => return None,
    })
}

#[expect(clippy::cast_precision_loss, reason = "limits in flow files are far below 2^52")]
fn to_f64(n: i64) -> f64 {
    n as f64
}

fn field(line: usize, raw: &RawField) -> Result<Field, FlowError> {
    let at = At { line, step: &raw.id };
    let source = field_source(raw, &at)?;
    Ok(Field {
        id: raw.id.clone(),
        source,
    })
}

fn field_source(raw: &RawField, at: &At<'_>) -> Result<FieldSource, FlowError> {
    if let Some(step) = &raw.step {
        return Ok(FieldSource::Step(step.as_str().into()));
    }
    if let Some((step, option)) = &raw.has {
        return Ok(FieldSource::Has(step.as_str().into(), option.as_str().into()));
    }
    if let Some(cases) = &raw.cases {
        let cases = cases.iter().map(|c| Ok((condition(&c.when, at)?, c.value.clone())));
        return Ok(FieldSource::Cases(cases.collect::<Result<Vec<_>, FlowError>>()?));
    }
    if let Some(columns) = &raw.columns {
        let columns = columns.iter().map(|c| c.as_str().into()).collect();
        return Ok(FieldSource::Rows {
            repeat: raw.rows.clone().map(StepId::from),
            columns,
        });
    }
    match (raw.case.as_deref(), &raw.fixed, raw.staff) {
        (Some("county"), _, _) => Ok(FieldSource::County),
        (Some("township"), _, _) => Ok(FieldSource::Township),
        (None, Some(value), _) => Ok(FieldSource::Fixed(value.clone())),
        (None, None, true) => Ok(FieldSource::Staff),
        _ => Err(at.error(
            "the field has no source",
            "add one of `step`, `has`, `cases`, `columns`, `case`, `fixed`, `staff = true`",
        )),
    }
}
