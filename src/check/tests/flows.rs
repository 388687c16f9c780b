//! Broken names, tests and fields. A case: the lists, a step a line, then what is found, each after `! `.

use super::all_found;

const NAMES_THAT_NAME_NOTHING: &str = "
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { earlier = 'nevr' }
! f.toml:15: step `x`: no option `nevr` in `earlier`; did you mean `never`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { earlier = { in = ['have', 'hav'] } }
! f.toml:15: step `x`: no option `hav` in `earlier`; did you mean `have`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { erlier = 'have' }
! f.toml:15: step `x`: no step `erlier`; did you mean `earlier`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { not = { answered = 'earlie' } }
! f.toml:15: step `x`: no step `earlie`; did you mean `earlier`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'choices'; from = 'earlyer'
! f.toml:15: step `x`: no list `earlyer` under [choices]; did you mean `earlier`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choices'; from = 'earlier'; exclusive = 'nver'
! f.toml:11: step `earlier`: no option `nver` in `earlier`; did you mean `never`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'address'; same_as = 'adress'
! f.toml:15: step `x`: no step `adress`; there is none to name yet

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'goods'; repeat = { min = 1, max = 2 }
id = 'x'; ask = 'text'; in = 'goods'
id = 'y'; ask = 'text'; in = 'good'
! f.toml:22: step `y`: no step `good`; did you mean `goods`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; in = 'earlier'
! f.toml:15: step `x`: `earlier` is no repeated group; there is none to name yet
";

#[test]
fn names_that_name_nothing() {
    all_found(NAMES_THAT_NAME_NOTHING);
}

const NAMES_IN_THE_WRONG_ORDER_OR_PLACE: &str = r#"
earlier = ['never', 'have']
id = 'x'; ask = 'text'; when = { earlier = 'have' }
id = 'earlier'; ask = 'choice'; from = 'earlier'
! f.toml:10: step `x`: the condition names `earlier`, which comes later; move `earlier` up, or name a step before this one

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { answered = 'x' }
! f.toml:15: step `x`: the condition names the step itself; name a step before it

earlier = ['never', 'have']
id = 'a'; ask = 'address'; same_as = 'b'
id = 'b'; ask = 'address'
id = 'earlier'; ask = 'choice'; from = 'earlier'
! f.toml:10: step `a`: `same_as` names `b`, which comes later; move `b` up

earlier = ['never', 'have']
id = 'a'; ask = 'address'; same_as = 'a'
id = 'earlier'; ask = 'choice'; from = 'earlier'
! f.toml:10: step `a`: `same_as` names the step itself; name an address step before it

earlier = ['never', 'have']
id = 'g'; repeat = { min = 1, max = 2 }
id = 'earlier'; ask = 'choice'; from = 'earlier'; in = 'g'
id = 'h'; repeat = { min = 1, max = 2 }
id = 'x'; ask = 'text'; in = 'h'; when = { earlier = 'have' }
! f.toml:23: step `x`: the condition names `earlier`, which is asked once per item of `g`; name it only in steps with `in = "g"`

earlier = ['never', 'have']
id = 'g'; repeat = { min = 1, max = 2 }
id = 'earlier'; in = 'g'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { earlier = 'have' }
! f.toml:19: step `x`: the condition names `earlier`, which is asked once per item of `g`; name it only in steps with `in = "g"`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'; private = true
id = 'x'; ask = 'text'; when = { earlier = 'have' }
! f.toml:16: step `x`: the condition shows everybody the answer of the private step `earlier`; set `private = true` here too, or name another step

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'; private = true
id = 'x'; ask = 'text'; private = true; when = { earlier = 'have' }
"#;

#[test]
fn names_in_the_wrong_order_or_place() {
    all_found(NAMES_IN_THE_WRONG_ORDER_OR_PLACE);
}

const TESTS_THAT_DO_NOT_FIT_THE_ANSWER: &str = r#"
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { earlier = { at_least = 2 } }
! f.toml:15: step `x`: `at_least` does not fit `earlier`, of type choice; write `{ earlier = "OPTION" }` or `{ earlier = { in = ["OPTION"] } }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { earlier = true }
! f.toml:15: step `x`: `true or false` does not fit `earlier`, of type choice; write `{ earlier = "OPTION" }` or `{ earlier = { in = ["OPTION"] } }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'
id = 'x'; ask = 'text'; when = { n = 'have' }
! f.toml:18: step `x`: `"option"` does not fit `n`, of type integer; write `{ n = { at_least = 1 } }` or `{ n = { at_most = 1 } }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'
id = 'x'; ask = 'text'; when = { n = { trade = 'tea' } }
! f.toml:18: step `x`: `trade` does not fit `n`, of type integer; write `{ n = { at_least = 1 } }` or `{ n = { at_most = 1 } }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'i'; ask = 'industry'
id = 'x'; ask = 'text'; when = { i = { trade = 'tee' } }
! f.toml:18: step `x`: no trade `tee` under [trades]; did you mean `tea`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'
id = 'x'; ask = 'text'; when = { n = { older_than_months = 60 } }
! f.toml:18: step `x`: `older_than_months` does not fit `n`, of type integer; write `{ n = { at_least = 1 } }` or `{ n = { at_most = 1 } }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'm'; ask = 'month'
id = 'x'; ask = 'text'; when = { m = { count_at_least = 2 } }
! f.toml:18: step `x`: `count_at_least` does not fit `m`, of type month; write `{ m = { older_than_months = 60 } }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'q'; ask = 'yes-no'
id = 'x'; ask = 'text'; when = { q = 'yes' }
! f.toml:18: step `x`: `"option"` does not fit `q`, of type yes-no; write `{ q = true }` or `{ q = false }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'y'; ask = 'text'; in = 'g'
id = 'x'; ask = 'text'; when = { answered = 'g' }
! f.toml:22: step `x`: `answered` does not fit `g`, of type repeat; write `{ g = { count_at_least = 1 } }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'y'; ask = 'text'
id = 'x'; ask = 'text'; when = { y = { at_most = 3 } }
! f.toml:18: step `x`: `at_most` does not fit `y`, of type text; write `{ answered = "y" }`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'y'; ask = 'text'
id = 'x'; ask = 'address'; same_as = 'y'
! f.toml:18: step `x`: `same_as` names `y`, of type text; name an address step

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'x'; ask = 'text'; when = { earlier = { in = [] } }
! f.toml:15: step `x`: `in` for `earlier` names no option; name one
"#;

#[test]
fn tests_that_do_not_fit_the_answer() {
    all_found(TESTS_THAT_DO_NOT_FIT_THE_ANSWER);
}

const FIELDS_THAT_NAME_NOTHING: &str = r#"
earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'y'; ask = 'text'; in = 'g'
FIELD step = 'erlier'
! f.toml:23: field `out`: no step `erlier`; did you mean `earlier`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
FIELD has = ['earlier', 'hve']
! f.toml:16: field `out`: no option `hve` in `earlier`; did you mean `have`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'n'; ask = 'integer'
FIELD has = ['n', 'hve']
! f.toml:19: field `out`: `has` does not fit `n`, of type integer; name a step of type choices

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'y'; ask = 'text'; in = 'g'
FIELD step = 'y'
! f.toml:23: field `out`: `y` is asked once per item of `g`; write `rows = "g"` and `columns`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'y'; ask = 'text'; in = 'g'
FIELD rows = 'g'; columns = ['y', 'earlier']
! f.toml:23: field `out`: `earlier` does not belong to `g`; name questions with `in = "g"`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
FIELD rows = 'gg'; columns = ['earlier']
! f.toml:16: field `out`: no step `gg`; there is none to name yet

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
FIELD rows = 'earlier'; columns = ['earlier']
! f.toml:16: field `out`: `earlier` is no repeated group; leave `rows` out for a single row

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
id = 'g'; repeat = { min = 1, max = 2 }
id = 'y'; ask = 'text'; in = 'g'
FIELD step = 'g'
! f.toml:23: field `out`: `g` is no question; name a question; for a group, use `rows` and `columns`

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
FIELD cases = [{ when = { earlier = 'nver' }, value = 'v' }]
! f.toml:16: field `out`: no option `nver` in `earlier`; did you mean `never`?

earlier = ['never', 'have']
id = 'earlier'; ask = 'choice'; from = 'earlier'
FIELD cases = [{ when = { all = [{ earlier = 'never' }, { earlier = 'have' }] }, value = 'v' }]
! f.toml:16: field `out`: the value `v`: the condition can never hold; see that its parts do not exclude each other and lie within the limits of the steps they name
"#;

#[test]
fn fields_that_name_nothing() {
    all_found(FIELDS_THAT_NAME_NOTHING);
}
