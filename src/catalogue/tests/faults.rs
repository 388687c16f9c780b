//! A table that is wrong is refused whole, with the place and the remedy.

use super::super::DecisionTable;

const SOURCE: &str = include_str!("../../../flows/tables/catalogue-2019.toml");

fn refusal(find: &str, put: &str) -> String {
    assert!(SOURCE.contains(find), "{find}");
    DecisionTable::parse(&SOURCE.replacen(find, put, 1)).unwrap_err().to_string()
}

#[test]
fn each_fault_is_named_with_its_place_and_remedy() {
    let tea = "{ when = { industrial-building = true }, class = \"registration\", basis = \"第23行 登记管理“其他﹡”\" }";
    let told = |put: &str| refusal(tea, put);
    for (told, wanted) in [
        (
            told("{ when = { industrial-bulding = true }, class = \"registration\", basis = \"x\" }"),
            "category tea, rule 1: no question `industrial-bulding`; did you mean `industrial-building`?",
        ),
        (
            told("{ when = { boiler = true }, class = \"registration\", basis = \"x\" }"),
            "category tea, rule 1: `boiler` is not among the questions of the list; put `boiler` into its `questions`, where it is best asked",
        ),
        (
            told("{ when = { industrial-building = \"yes\" }, class = \"registration\", basis = \"x\" }"),
            "category tea, rule 1: `industrial-building` is yes or no; write true or false",
        ),
        (
            told("{ class = \"registration\", basis = \"x\" }"),
            "category tea, rule 1: what holds otherwise has to be said, at the end; only the last rule has no `when`, and it has none",
        ),
        (
            refusal("in = [\"pulp\", \"machine-paper\"", "in = [\"pulp\", \"machine-papre\""),
            "did you mean `machine-paper`?",
        ),
        (
            refusal("codes = [\"153\"]", "codes = [\"133\"]"),
            "code 133 is in another category too; keep it in one",
        ),
        (
            refusal("codes = [\"*\"]", "codes = [\"999\"]"),
            "categories: none is for all other codes",
        ),
        (
            refusal("id = \"tea\"", "id = \"tobacco\""),
            "category tobacco: there are two of this name; rename one of them",
        ),
        (
            refusal("industrial-building = \"yes-no\"", "industrial-building = \"yesno\""),
            "`yesno` is no kind of answer",
        ),
        (refusal("[questions]", "[questions"), "line "),
    ] {
        assert!(told.contains(wanted), "{told}\nwanted: {wanted}");
    }
}
