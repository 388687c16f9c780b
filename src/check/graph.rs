//! A flow as a picture: a Mermaid flowchart for its authors.
//!
//! 1. Steps stand in the order they are asked, in one box per section.
//! 2. The arrow into a step carries its condition, in the words of the options; a dotted arrow leads past such steps.
//! 3. A repeated group has an arrow from its last question back to its first. Private questions bear a 🔒.

use crate::flow::{Ask, Condition, Flow, Range, Step, StepKind, Test};
use crate::ids::StepId;
use crate::l10n::{Catalogue, Lang};

/// Draws a flow. The same flow and texts give the same picture.
pub fn mermaid(flow: &Flow, catalogue: &Catalogue, lang: Lang) -> String {
    let chart = Chart { flow, catalogue, lang };
    let mut lines = vec!["flowchart TD".to_owned()];
    lines.extend(chart.sections());
    lines.extend(chart.arrows());
    lines.extend(chart.detours());
    lines.extend(chart.repeats());
    lines.join("\n") + "\n"
}

struct Chart<'a> {
    flow: &'a Flow,
    catalogue: &'a Catalogue,
    lang: Lang,
}

impl Chart<'_> {
    fn say(&self, id: &str) -> String {
        self.catalogue.text(self.lang, id, &[])
    }

    fn sections(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let steps: Vec<(usize, &Step)> = self.flow.steps.iter().enumerate().collect();
        for (number, group) in steps.chunk_by(|a, b| a.1.section == b.1.section).enumerate() {
            let section = group.first().map_or("", |(_, step)| step.section.as_str());
            let title = self.say(&format!("{}-section-{section}", self.flow.id));
            lines.push(format!("  subgraph s{number}[{}]", quoted(&title)));
            lines.extend(group.iter().map(|(index, step)| format!("    {}", self.node(*index, step))));
            lines.push("  end".to_owned());
        }
        lines
    }

    fn node(&self, index: usize, step: &Step) -> String {
        let lock = if step.private { "🔒 " } else { "" };
        match &step.kind {
            StepKind::Ask(_) if step.in_review => format!("n{index}({})", quoted(&format!("{lock}{}", self.label(&step.id)))),
            StepKind::Ask(_) => format!("n{index}[{}]", quoted(&format!("{lock}{}", self.label(&step.id)))),
            StepKind::Repeat { min, max } => format!("n{index}{{{{{}}}}}", quoted(&format!("🔁 {} {min}–{max}", step.id))),
            StepKind::Validity { .. } => format!("n{index}{{{{{}}}}}", quoted(&format!("⌛ {}", step.id))),
            StepKind::Classify { .. } => format!("n{index}{{{{{}}}}}", quoted(&format!("⚖ {}", step.id))),
            StepKind::GoOn(flow) => format!("n{index}([{}])", quoted(&format!("➡ {flow}"))),
            StepKind::Wait => format!("n{index}([{}])", quoted(&format!("🙋 {}", step.id))),
            StepKind::Review => format!("n{index}([{}])", quoted(&format!("✍ {}", step.id))),
            StepKind::HandIn(_) => format!("n{index}([{}])", quoted(&format!("📤 {}", step.id))),
        }
    }

    /// The short name of a question; a group has its id only.
    fn label(&self, id: &StepId) -> String {
        match self.flow.ask(id) {
            Some(_) => self.say(&format!("{}.short", self.flow.text_id(id))),
            None => id.to_string(),
        }
    }

    fn arrows(&self) -> Vec<String> {
        let arrow = |(index, step): (usize, &Step)| match &step.when {
            None => format!("  n{} --> n{index}", index - 1),
            Some(when) => format!("  n{} -->|{}| n{index}", index - 1, quoted(&self.words(when))),
        };
        self.flow.steps.iter().enumerate().skip(1).map(arrow).collect()
    }

    /// Past each run of steps that may not be asked, from the step before it to the one behind it.
    fn detours(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut from = None;
        for (index, step) in self.flow.steps.iter().enumerate() {
            let head = step.within.as_ref().and_then(|h| self.flow.step(h));
            let may_miss = step.when.is_some() || head.is_some_and(|h| h.when.is_some());
            match (may_miss, from) {
                (true, None) => from = index.checked_sub(1),
                (false, Some(start)) => {
                    lines.push(format!("  n{start} -.-> n{index}"));
                    from = None;
                }
                _ => {}
            }
        }
        lines
    }

    fn repeats(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for head in self.flow.steps.iter().filter(|s| matches!(s.kind, StepKind::Repeat { .. })) {
            let places: Vec<usize> = self.flow.members(&head.id).filter_map(|s| self.flow.index(&s.id)).collect();
            if let (Some(first), Some(last)) = (places.first(), places.last()) {
                let again = self.say(&format!("{}.again", self.flow.text_id(&head.id)));
                lines.push(format!("  n{last} -.->|{}| n{first}", quoted(&again)));
            }
        }
        lines
    }

    fn words(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) => self.joined(parts, " & "),
            Condition::Any(parts) => self.joined(parts, " / "),
            Condition::Not(inner) => format!("¬ {}", self.bracketed(inner)),
            Condition::Answered(step) => format!("{} ✓", self.label(step)),
            Condition::Step(step, test) => format!("{} {}", self.label(step), self.test(step, test)),
        }
    }

    fn joined(&self, parts: &[Condition], with: &str) -> String {
        parts.iter().map(|part| self.bracketed(part)).collect::<Vec<_>>().join(with)
    }

    fn bracketed(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) | Condition::Any(parts) if parts.len() > 1 => format!("({})", self.words(condition)),
            _ => self.words(condition),
        }
    }

    fn test(&self, step: &StepId, test: &Test) -> String {
        let option = |name: &str| match self.flow.ask(step) {
            Some(Ask::Choice { from } | Ask::Choices { from, .. }) => self.say(&format!("{from}-{name}")),
            _ => name.to_owned(),
        };
        match test {
            Test::Is(one) => format!("= {}", option(one.as_str())),
            Test::In(some) => format!("= {}", some.iter().map(|o| option(o.as_str())).collect::<Vec<_>>().join(" / ")),
            Test::YesNo(yes) => format!("= {}", self.say(if *yes { "answer-yes" } else { "answer-no" })),
            Test::AtLeast(limit) => format!("≥ {limit}{}", self.unit(step)),
            Test::AtMost(limit) => format!("≤ {limit}{}", self.unit(step)),
            Test::OlderThanMonths(limit) => match self.lang {
                Lang::ZhCn => format!("> {limit}个月"),
                Lang::En => format!("> {limit} months"),
            },
            Test::Trade(trade) => format!("= {trade}"),
            Test::CountAtLeast(limit) => format!("≥ {limit}"),
        }
    }

    fn unit(&self, step: &StepId) -> String {
        match self.flow.ask(step) {
            Some(Ask::Integer(Range { unit: Some(unit), .. }) | Ask::Decimal(Range { unit: Some(unit), .. })) => format!(" {unit}"),
            _ => String::new(),
        }
    }
}

/// A label as Mermaid reads it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "#quot;").replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::l10n::TextFile;

    const FLOW: &str = r#"
flow = "f"
version = 1
[choices]
old = ["no", "yes"]
[[step]]
id = "old"
section = "a"
ask = "choice"
from = "old"
[[step]]
id = "name"
when = { any = [{ old = "yes" }, { not = { answered = "old" } }] }
ask = "person-name"
private = true
[[step]]
id = "goods"
section = "b"
repeat = { min = 1, max = 3 }
[[step]]
id = "good"
in = "goods"
ask = "text"
[[step]]
id = "weight"
in = "goods"
ask = "integer"
unit = "吨"
[[step]]
id = "note"
when = { goods = { count_at_least = 2 } }
ask = "text"
in_review = true
[[step]]
id = "end"
review = true
"#;

    const TEXTS: &str = "f-section-a = 甲\nf-section-b = 乙 \"b\"\nold-no = 没有\nold-yes = 有\nf-old = ?\n    .short = 旧的\nf-name = ?\n    .short = 姓名\nf-goods =\n    .again = 再加\nf-good = ?\n    .short = 货\nf-weight = ?\n    .short = 重量\nf-note = ?\n    .short = 说明\n";

    const PICTURE: &str = r#"flowchart TD
  subgraph s0["甲"]
    n0["旧的"]
    n1["🔒 姓名"]
  end
  subgraph s1["乙 #quot;b#quot;"]
    n2{{"🔁 goods 1–3"}}
    n3["货"]
    n4["重量"]
    n5("说明")
    n6(["✍ end"])
  end
  n0 -->|"旧的 = 有 / ¬ 旧的 ✓"| n1
  n1 --> n2
  n2 --> n3
  n3 --> n4
  n4 -->|"goods ≥ 2"| n5
  n5 --> n6
  n0 -.-> n2
  n4 -.-> n6
  n4 -.->|"再加"| n3
"#;

    #[test]
    fn a_flow_is_drawn_in_the_words_of_its_texts() {
        let flow = crate::flow::parse(FLOW).unwrap();
        let file = TextFile {
            lang: Lang::ZhCn,
            name: "zh-CN/f.ftl".to_owned(),
            source: TEXTS.to_owned(),
        };
        let catalogue = Catalogue::new(&[file]).unwrap();
        assert_eq!(mermaid(&flow, &catalogue, Lang::ZhCn), PICTURE);
    }
}
