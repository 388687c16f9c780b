//! Conditions that cannot hold, limits, order. A case: the lists, a step a line, then what is found, each after `! `.

use super::{all_found, flow_of, found, found_in};

const CONDITIONS_THAT_CAN_NEVER_HOLD: &str = "
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { all = [{ earlier = 'have' }, { earlier = 'never' }] }
! f.toml:15: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'c'; ask = 'choices'; from = 'earlier'; exclusive = 'never'
id = 'x'; ask = 'text'; when = { all = [{ c = 'have' }, { c = 'never' }] }
! f.toml:16: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'; min = 1; max = 9
id = 'x'; ask = 'text'; when = { n = { at_least = 10 } }
! f.toml:20: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'; min = 1; max = 9
id = 'x'; ask = 'text'; when = { all = [{ n = { at_least = 5 } }, { n = { at_most = 4.5 } }] }
! f.toml:20: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'; min = 1; max = 9
id = 'x'; ask = 'text'; when = { all = [{ not = { n = { at_most = 4 } } }, { not = { n = { at_least = 5 } } }] }
! f.toml:20: step `x`: the condition can never hold on any path; compare it with the conditions of `n` and with what these take

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'm'; ask = 'month'
id = 'x'; ask = 'text'; when = { all = [{ m = { older_than_months = 60 } }, { not = { m = { older_than_months = 48 } } }] }
! f.toml:18: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'i'; ask = 'industry'
id = 'x'; ask = 'text'; when = { all = [{ i = { trade = 'tea' } }, { i = { trade = 'other' } }] }
! f.toml:18: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'y'; ask = 'text'; in = 'g'
id = 'x'; ask = 'text'; when = { g = { count_at_least = 3 } }
! f.toml:22: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'q'; ask = 'yes-no'
id = 'x'; ask = 'text'; when = { all = [{ q = true }, { not = { answered = 'q' } }] }
! f.toml:18: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { any = [] }
! f.toml:15: step `x`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name
";

#[test]
fn conditions_that_can_never_hold() {
    all_found(CONDITIONS_THAT_CAN_NEVER_HOLD);
}

const CONDITIONS_THAT_THE_PATH_RULES_OUT: &str = "
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'q'; ask = 'yes-no'; when = { earlier = 'have' }
id = 'x'; ask = 'text'; when = { all = [{ earlier = 'never' }, { q = true }] }
! f.toml:19: step `x`: the condition can never hold on any path; compare it with the conditions of `earlier`, `q` and with what these take

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { not = { answered = 'earlier' } }
! f.toml:15: step `x`: the condition can never hold on any path; compare it with the conditions of `earlier` and with what these take

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; when = { earlier = 'have' }; repeat = { min = 1, max = 2 }
id = 'x'; ask = 'text'; in = 'g'; when = { earlier = 'never' }
! f.toml:20: step `x`: the condition can never hold on any path; compare it with the conditions of `earlier`, `g` and with what these take

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'q'; ask = 'yes-no'; when = { all = [{ earlier = 'have' }, { earlier = 'never' }] }
id = 'x'; ask = 'text'; when = { q = true }
! f.toml:15: step `q`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name
! f.toml:19: step `x`: it is never asked, because `q` is never asked; mend `q`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; when = { any = [] }; repeat = { min = 1, max = 2 }
id = 'x'; ask = 'text'; in = 'g'
! f.toml:14: step `g`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name
! f.toml:19: step `x`: it is never asked, because `g` is never asked; mend `g`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'y'; ask = 'text'; in = 'g'
id = 'x'; ask = 'text'; when = { not = { g = { count_at_least = 1 } } }
! f.toml:22: step `x`: the condition can never hold on any path; compare it with the conditions of `g` and with what these take
";

#[test]
fn conditions_that_the_path_rules_out() {
    all_found(CONDITIONS_THAT_THE_PATH_RULES_OUT);
}

const CONDITIONS_THAT_CAN_HOLD: &str = "
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'; optional = true
id = 'x'; ask = 'text'; when = { not = { answered = 'earlier' } }

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'; min = 1; max = 9
id = 'x'; ask = 'text'; when = { all = [{ n = { at_least = 4.2 } }, { n = { at_most = 5.5 } }] }

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'm'; ask = 'month'; when = { earlier = 'have' }
id = 'x'; ask = 'text'; when = { all = [{ answered = 'm' }, { not = { m = { older_than_months = 60 } } }] }

earlier = ['never', 'have']
id = 'c'; ask = 'choices'; from = 'earlier'
id = 'x'; ask = 'text'; when = { all = [{ c = 'have' }, { c = 'never' }] }

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'd'; ask = 'decimal'; min = 0.5; max = 0.7
id = 'x'; ask = 'text'; when = { all = [{ d = { at_least = 0.6 } }, { not = { d = { at_least = 0.65 } } }] }

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 0, max = 2 }
id = 'y'; ask = 'text'; in = 'g'; in_review = true
id = 'x'; ask = 'text'; when = { not = { g = { count_at_least = 1 } } }
";

#[test]
fn conditions_that_can_hold() {
    all_found(CONDITIONS_THAT_CAN_HOLD);
}

const LIMITS_THAT_ALLOW_NOTHING: &str = "
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'; min = 5; max = 4
! f.toml:16: step `n`: `min` 5 is over `max` 4, so no answer is taken; raise `max`, or lower `min`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'decimal'; min = 1; max = 4; soft_max = 40
! f.toml:17: step `n`: `soft_max` 40 is over `max` 4, so it never asks; lower `soft_max`, or remove it

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'; min = 1.2; max = 1.8
! f.toml:16: step `n`: there is no whole number from `min` 1.2 to `max` 1.8; give limits in whole numbers

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'text'; min_chars = 5; max_chars = 4
! f.toml:16: step `n`: `min_chars` 5 is over `max_chars` 4, so no answer is taken; raise `max_chars`, or lower `min_chars`
";

#[test]
fn limits_that_allow_nothing() {
    all_found(LIMITS_THAT_ALLOW_NOTHING);
}

const STEPS_AND_LISTS_OUT_OF_ORDER: &str = r#"
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'
id = 'x'; ask = 'text'
! f.toml:16: step `x`: there is another step of this name; give each its own `id`

a = ['x', 'x']
id = 'one'; ask = 'choice'; from = 'a'
! f.toml:4: list `a`: the option `x` stands in it twice; remove one

a = []
id = 'one'; ask = 'choice'; from = 'a'
! f.toml:4: list `a`: there is no option in it; add options, or remove the list

earlier = ['never', 'have']; a = ['x']
id = 'earlier'; ask = 'choice'; from = 'earlier'
! f.toml:5: list `a`: no step uses it; remove it, or name it by `from`

a = ['x']; a = ['y']
id = 'one'; ask = 'choice'; from = 'a'
! f.toml:5: duplicate key; correct the line; see flows/registration.toml for every key

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'x'; ask = 'text'
! f.toml:14: step `g`: the repeated group has no question; write `in = "g"` at its questions

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'x'; ask = 'text'; in = 'g'
id = 'y'; ask = 'text'
id = 'z'; ask = 'text'; in = 'g'
! f.toml:25: step `z`: it does not stand right behind `g` and its other questions; move it there

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'e'; review = true
id = 'x'; ask = 'text'
! f.toml:16: step `x`: it stands after the review; move it before `e`
! f.toml:20: step `end`: there is another review; keep one, at the end

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'; in_review = true
! f.toml:11: step `earlier`: the first step is only offered in the review; begin with a step that is asked

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 't'; ask = 'township'
id = 'u'; ask = 'township'
! f.toml:17: step `u`: the township is asked twice; keep one step of type township

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'e'; review = true; when = { earlier = 'have' }
! f.toml:15: step `e`: a condition on the review is never looked at; remove `when`
! f.toml:18: step `end`: there is another review; keep one, at the end

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 2, max = 1 }
! f.toml:12: step `g`: `repeat` allows no item; write `repeat = { min = 1, max = 10 }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'x'; ask = 'text'; in = 'g'; private = true
id = 'y'; ask = 'text'; in = 'g'

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
FIELD step = 'earlier'
FIELD step = 'earlier'
! f.toml:16: field `out`: there is another field of this name; give each its own `id`
"#;

#[test]
fn steps_and_lists_out_of_order() {
    all_found(STEPS_AND_LISTS_OUT_OF_ORDER);
}

#[test]
fn a_form_needs_a_review_and_a_section() {
    let without_review = flow_of("", &["id = 'one'; ask = 'text'"]).replace("[[step]]\nid = 'end'\nreview = true\n", "");
    assert_eq!(
        found_in(&without_review),
        "f.toml:1: there is no review, so nobody can sign; end with a step `review = true`, or `hand_in = [\"OUTCOME\"]`"
    );
    let without_section = flow_of("", &["id = 'one'; ask = 'text'"]).replace("section = 's'\n", "");
    assert_eq!(
        found_in(&without_section),
        "f.toml:7: step `one`: the first step names no section; add `section = \"NAME\"`"
    );
}

#[test]
fn a_group_stands_in_no_other() {
    let group = |id: &str| format!("id = '{id}'; repeat = {{ min = 1, max = 2 }}");
    let inner = format!("{}; in = 'g'", group("h"));
    let steps = [
        &group("g"),
        "id = 'a'; ask = 'text'; in = 'g'",
        &inner,
        "id = 'b'; ask = 'text'; in = 'h'",
    ];
    assert_eq!(
        found("", &steps),
        "f.toml:18: step `h`: only questions can belong to a repeated group; remove `in`"
    );
}

#[test]
fn a_condition_that_cannot_be_gone_through_is_named() {
    let options: Vec<String> = (0..13).map(|n| format!("'o{n}'")).collect();
    let tests: Vec<String> = options.iter().map(|o| format!("{{ c = {o} }}")).collect();
    let step = format!("id = 'x'; ask = 'text'; when = {{ all = [{}] }}", tests.join(", "));
    let lists = format!("a = [{}]", options.join(", "));
    let expected = "f.toml:15: step `x`: the condition is too intricate to be checked; name fewer steps and options";
    assert_eq!(found(&lists, &["id = 'c'; ask = 'choices'; from = 'a'", &step]), expected);
}
