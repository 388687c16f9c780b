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
    told_so(&[
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
    ]);
}

#[test]
fn what_would_not_fit_under_a_question_is_refused() {
    let key = "{ when = { all = [{ heat-fuel = { in = [\"gas\", \"other\"] } }";
    let range = |n| format!("{{ when = {{ heat-tph = {{ at_least = {n}.5 }} }}, class = \"registration\", basis = \"x\" }},");
    let ranges: String = (0..26).map(range).collect();
    let (kinds, group) = ("options = [\"gas\", \"electric\"", "questions = [\"boiler\", \"furnace\"");
    let options: String = (0..24).map(|n| format!("\"x{n}\", ")).collect();
    told_so(&[
        (
            refusal(group, "questions = [\"furnace\", \"tanning\", \"boiler\", \"plating\""),
            "together processes: more than 5 questions at once; part them",
        ),
        (
            refusal(group, "questions = [\"beds\", \"furnace\""),
            "together processes: `beds` is not yes or no",
        ),
        (
            refusal("outside = \"prohibited-area\"", "outside = \"species\""),
            "outside: `species` is not yes or no",
        ),
        (
            refusal(kinds, &kinds.replace("\"gas\"", &format!("{options}\"gas\""))),
            "question heat-fuel: it has 27 options; write 2 to 26",
        ),
        (
            refusal(key, &format!("{ranges}{key}")),
            "category heat-supply: the rules part `heat-tph` into more than 26 ranges; ask two questions",
        ),
        (
            refusal("[questions]", &format!("{}x = 1\n[questions]", "a.".repeat(5_000))),
            "recursion limit",
        ),
    ]);
}

fn told_so(all: &[(String, &str)]) {
    for (told, wanted) in all {
        assert!(told.contains(wanted), "{told}\nwanted: {wanted}");
    }
}
