//! What an author can get wrong in the decision table and the industries.

use crate::app::Sources;
use crate::config::Config;

/// What is found after one part of the decision table is replaced by another.
fn table(from: &str, to: &str) -> String {
    let mut sources = Sources::read(&Config::default()).unwrap();
    assert!(sources.law.1.contains(from), "{from}");
    sources.law.1 = sources.law.1.replacen(from, to, 1);
    super::lines(&sources.findings())
}

/// The same for the industries.
fn industries(from: &str, to: &str) -> String {
    let mut sources = Sources::read(&Config::default()).unwrap();
    let text = &mut sources.tables[0].1;
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    super::lines(&sources.findings())
}

/// The line of the table's first occurrence of a text.
fn line(part: &str) -> usize {
    let sources = Sources::read(&Config::default()).unwrap();
    let before = sources.law.1.split(part).next().unwrap();
    before.matches('\n').count() + 1
}

const FILE: &str = "flows/tables/catalogue-2019.toml";

#[test]
fn rules_that_overlap_or_cannot_be_reached() {
    let rule = "{ when = { cut-only = true }, class = \"registration\", basis = \"第64行 登记管理：仅切割加工的\" },";
    let number = line(rule);
    assert_eq!(
        table(
            "{ when = { brick-fired-coal = true }, class = \"key\"",
            &format!("{rule}\n    {{ when = {{ brick-fired-coal = true }}, class = \"key\"")
        ),
        format!(
            "{FILE}:{number}: category brick-stone, rule 2: it overlaps with rule 1, which is milder and comes first, \
             for brick-fired-coal = true, cut-only = true; put it before rule 1, or exclude in it what rule 1 says\n\
             {FILE}:{}: category brick-stone, rule 3: no answers lead to it, those before it hold first; \
             put it before them, correct its condition, or remove it",
            number + 1
        )
    );
    assert_eq!(
        table("{ when = { glass-fuel = \"gas\" }", "{ when = { glass-fuel = \"coal-oil\" }"),
        format!(
            "{FILE}:{}: category glass-products, rule 2: no answers lead to it, those before it hold first; \
             put it before them, correct its condition, or remove it",
            line("{ when = { glass-fuel = \"gas\" }")
        )
    );
    let all = "{ when = { painting = true }, class = \"simplified\", basis = \"x\" },\n    { when = { painting = false }, class = \"not-listed\", basis = \"x\" },\n    { class = \"not-listed\", basis = \"第106行";
    let found = table("{ class = \"not-listed\", basis = \"第106行", all);
    assert!(found.contains("category car-repair, rule 4: no answers lead to it"), "{found}");
}

#[test]
fn what_holds_otherwise_has_to_be_said() {
    let tea = "    { class = \"not-listed\", basis = \"第23行 登记栏带﹡：不在工业建筑内生产的不列入\" },\n";
    assert_eq!(
        table(tea, ""),
        format!(
            "{FILE}:{}: category tea, rule 1: what holds otherwise has to be said, at the end; \
             only the last rule has no `when`, and it has none",
            line(tea) - 1
        )
    );
}

#[test]
fn units_and_questions() {
    assert_eq!(
        table("beds = { unit = \"beds\" }", "beds = { unit = \"bed\" }"),
        format!(
            "{FILE}:{}: question beds: no unit `bed`; did you mean `beds`? \
             a new one is put into `units`, its text is `catalogue-unit-bed`",
            line("beds = { unit = \"beds\" }")
        )
    );
    let found = table("units = [\"t-hour\"", "units = [\"t-week\", \"t-hour\"");
    let units = line("units = [");
    assert_eq!(
        found,
        format!(
            "{FILE}:{units}: nothing is measured in the unit `t-week`; use it or remove it\n\
             {FILE}:{units}: the text `catalogue-unit-t-week` is missing in zh-CN and en; write it under locales/"
        )
    );
    let found = table("[questions]\n", "[questions]\nsmell = \"yes-no\"\n");
    let question = line("[questions]") + 1;
    assert_eq!(
        found,
        format!(
            "{FILE}:{question}: nothing asks the question `smell`; use it or remove it\n\
             {FILE}:{question}: the text `catalogue-smell` is missing in zh-CN and en; write it under locales/"
        )
    );
}

#[test]
fn codes_without_a_place() {
    assert_eq!(
        table("codes = [\"153\"]", "codes = [\"158\"]"),
        format!(
            "{FILE}:{}: no industry has a code that begins with 158; correct the code; all codes are in flows/tables/industry-codes.tsv\n\
             flows/tables/industry-codes.tsv:{}: code 1530 is of row 23, but its list is category others of row 108; \
             put 1530 into the `codes` of a list of row 23 in {FILE}, or correct the row",
            line("[[category]]\nid = \"tea\""),
            include_str!("../../../flows/tables/industry-codes.tsv")
                .lines()
                .position(|l| l.starts_with("1530"))
                .unwrap()
                + 1
        )
    );
    assert!(table("codes = [\"153\"]", "codes = [\"15x\"]").contains("`15x` is no beginning of a code; write two to four digits"));
    assert!(table("codes = [\"071\"", "codes = [\"153\", \"071\"").contains("uncovered: code 153 has a list, or is here twice"));
    assert!(industries("1530\t", "153O\t").contains("`153O` is not a code of four digits; write the code with its leading nought"));
}

#[test]
fn texts_of_the_table() {
    let mut sources = Sources::read(&Config::default()).unwrap();
    for file in &mut sources.texts {
        let kept: Vec<&str> = file.source.lines().filter(|l| !l.starts_with("catalogue-category-tea =")).collect();
        file.source = kept.join("\n");
    }
    assert_eq!(
        super::lines(&sources.findings()),
        format!(
            "{FILE}:{}: the text `catalogue-category-tea` is missing in zh-CN and en; write it under locales/",
            line("[[category]]\nid = \"tea\"")
        )
    );
}

#[test]
fn nothing_is_loaded_of_a_table_that_is_wrong() {
    let mut sources = Sources::read(&Config::default()).unwrap();
    sources.law.1.push_str("\n[[category]]\n");
    let found = super::lines(&sources.findings());
    assert!(found.starts_with(FILE) && found.contains("missing field"), "{found}");
    assert_eq!(sources.load().err().map(|e| e.to_string()), Some(found));
}

#[test]
fn a_county_has_its_own_tables() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("tables");
    std::fs::create_dir(&own).unwrap();
    let config = Config {
        flows: folder.path().to_owned(),
        ..Config::default()
    };
    let sources = Sources::read(&config).unwrap();
    assert_eq!(sources.law.0, FILE, "what it has not is the program's");
    std::fs::write(own.join("industry-codes.tsv"), "code\tname\n0111\tx\n").unwrap();
    let sources = Sources::read(&config).unwrap();
    assert_eq!(
        super::lines(&sources.findings()),
        format!(
            "{}:1: there is no column `everyday_words`; put the name of every column into the first line, parted by tabs",
            own.join("industry-codes.tsv").display()
        )
    );
}

/// What is found after one part of a flow is replaced by another.
fn flow(file: &str, from: &str, to: &str) -> String {
    let mut sources = Sources::read(&Config::default()).unwrap();
    let text = sources
        .flows
        .iter_mut()
        .find(|(name, _)| name == file)
        .map(|(_, text)| text)
        .unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    super::lines(&sources.findings())
}

#[test]
fn each_class_leads_to_one_form() {
    let permit = "flows/permit.toml";
    let key = "for_class = [\"simplified\", \"key\"]";
    assert_eq!(
        flow(permit, key, "for_class = [\"simplified\"]"),
        "flows/permit.toml:6: no flow is for the class `key`; add it to the `for_class` of the flow it leads to"
    );
    assert_eq!(
        flow(permit, key, "for_class = [\"simplified\", \"key\", \"registration\"]"),
        "flows/registration.toml:7: the class `registration` also leads to flows/permit.toml; name it in one of the two"
    );
    assert!(flow(permit, key, "for_class = [\"simplified\", \"kye\"]").contains("no class `kye`; did you mean `key`?"));
    assert_eq!(
        flow("flows/livestock.toml", "for_codes = [\"03\"]", "for_codes = [\"03\", \"00\"]"),
        "flows/livestock.toml:7: no industry has a code that begins with 00; \
         correct the code; all codes are in flows/tables/industry-codes.tsv"
    );
}
