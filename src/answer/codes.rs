//! Unified social credit codes, organisation codes, old and new registration numbers, and the identity number
//! of a person, which is never kept.

use crate::flow::Ask;

use super::{Arg, Context, Judged, Outcome, Rejection, Value, accept, clean, reject, soft};

/// The 31 characters of GB 32100-2015; a character's value is its place.
const CREDIT_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31.
const CREDIT_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// GB 11714-1997.
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// GB 11643-1999.
const IDENTITY_WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check characters of an identity number by remainder.
const IDENTITY_CHECKS: &str = "10X98765432";
/// Letters that no credit code has.
const FORBIDDEN: [char; 5] = ['I', 'O', 'S', 'V', 'Z'];
/// Characters that are taken for one another.
const LOOK_ALIKES: [&str; 7] = ["O0QD", "I1L", "S5", "Z2", "VUY", "B8", "G6"];
/// More forbidden letters than this are not guessed at.
const MOST_GUESSES: usize = 4;

pub(super) fn credit(text: &str, context: &Context<'_>) -> Outcome {
    let code = clean::code(text);
    let chars: Vec<char> = code.chars().collect();
    of_length(&chars, &[18])?;
    check_credit(&chars)?;
    let county = other_county(&code, context);
    let flag = county.map(|name| soft("other-county", vec![("county", Arg::Text(name))]));
    Ok(Judged::Accepted {
        value: Value::Code(code),
        soft: flag,
    })
}

/// The county in which the unit was registered, if it is not the county of the case.
fn other_county(code: &str, context: &Context<'_>) -> Option<String> {
    let own = context.tables.county_code(context.county?)?;
    let division = code.get(2..8)?;
    let named = || {
        context
            .tables
            .counties()
            .into_iter()
            .find(|c| context.tables.county_code(c) == Some(division))
    };
    (division != own).then(|| named().unwrap_or(division).to_owned())
}

pub(super) fn organisation(text: &str) -> Outcome {
    let code = clean::code(text);
    let chars: Vec<char> = code.chars().collect();
    if chars.len() == 18 && chars.iter().all(char::is_ascii_alphanumeric) {
        return Err(reject("code-is-credit-code", vec![]));
    }
    of_length(&chars, &[9, 13, 15])?;
    let allowed = if chars.len() == 9 {
        char::is_ascii_alphanumeric
    } else {
        char::is_ascii_digit
    };
    only(&chars, allowed)?;
    let valid = match chars.len() {
        9 => is_organisation(&chars),
        15 => is_old_registration(&chars),
        _ => true,
    };
    if !valid {
        let suggestion = if chars.len() == 9 {
            look_alike(&chars, is_organisation)
        } else {
            None
        };
        return Err(Rejection {
            suggestion,
            ..checksum(&chars)
        });
    }
    Ok(accept(Value::Code(code)))
}

pub(super) fn registration(text: &str) -> Outcome {
    let code = clean::code(text);
    let chars: Vec<char> = code.chars().collect();
    of_length(&chars, &[22])?;
    only(&chars, char::is_ascii_alphanumeric)?;
    let (unit, rest) = chars.split_at(18);
    if let Some(place) = rest.iter().take(3).position(|c| !c.is_ascii_digit()) {
        return Err(letter(&chars, 18 + place));
    }
    if has_credit_shape(unit) {
        check_credit(unit).map_err(|wrong| with_rest(wrong, &chars))?;
    }
    Ok(accept(Value::Code(code)))
}

/// The rejection of the first 18 characters, made one of all 22.
fn with_rest(wrong: Rejection, chars: &[char]) -> Rejection {
    let rest: String = chars.iter().skip(18).collect();
    let suggestion = wrong.suggestion.map(|unit| format!("{unit}{rest}"));
    let args = if wrong.key == "code-checksum" {
        checksum(chars).args
    } else {
        wrong.args
    };
    Rejection {
        key: wrong.key,
        args,
        suggestion,
    }
}

/// Whether 18 characters are laid out as a credit code: two characters and six digits of division. Units without
/// one have `H9` or `hb` there.
fn has_credit_shape(unit: &[char]) -> bool {
    let [first, second, ..] = unit else { return false };
    let made_up = *first == 'H' && matches!(second, '9' | 'B');
    !made_up && second.is_ascii_digit() && unit.iter().skip(2).take(6).all(char::is_ascii_digit)
}

fn check_credit(chars: &[char]) -> Result<(), Rejection> {
    if let Some(place) = (0..chars.len()).find(|place| !fits_credit(chars, *place)) {
        return Err(Rejection {
            suggestion: look_alike(chars, is_credit),
            ..letter(chars, place)
        });
    }
    if is_credit(chars) {
        return Ok(());
    }
    Err(Rejection {
        suggestion: look_alike(chars, is_credit),
        ..checksum(chars)
    })
}

fn fits_credit(chars: &[char], place: usize) -> bool {
    let c = chars.get(place).copied().unwrap_or(' ');
    if (2..8).contains(&place) {
        c.is_ascii_digit()
    } else {
        CREDIT_ALPHABET.contains(c)
    }
}

fn is_credit(chars: &[char]) -> bool {
    if chars.len() != 18 || !(0..18).all(|place| fits_credit(chars, place)) {
        return false;
    }
    let values: Option<Vec<usize>> = chars.iter().map(|c| CREDIT_ALPHABET.find(*c)).collect();
    values.is_some_and(|v| v.get(17).copied() == Some((31 - weighted(&v, &CREDIT_WEIGHTS) % 31) % 31))
}

fn weighted(values: &[usize], weights: &[usize]) -> usize {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn value36(c: char) -> usize {
    c.to_digit(36).map_or(0, |digit| digit as usize)
}

fn is_organisation(chars: &[char]) -> bool {
    let [unit @ .., check] = chars else { return false };
    let values: Vec<usize> = unit.iter().map(|c| value36(*c)).collect();
    let wanted = match 11 - weighted(&values, &ORGANISATION_WEIGHTS) % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(u32::try_from(digit).unwrap_or_default(), 10).unwrap_or('0'),
    };
    unit.len() == 8 && wanted == *check
}

/// ISO 7064, MOD 11,10.
fn is_old_registration(chars: &[char]) -> bool {
    let [digits @ .., check] = chars else { return false };
    let p = digits.iter().fold(10, |p, c| match (p + value36(*c)) % 10 {
        0 => 20 % 11,
        s => (2 * s) % 11,
    });
    (p + value36(*check)) % 10 == 1
}

/// The one change of look-alikes that makes a code valid: of the forbidden letters if there are any, otherwise of a
/// single character. `None` if there is no such change, or more than one.
fn look_alike(chars: &[char], valid: fn(&[char]) -> bool) -> Option<String> {
    let foreign: Vec<usize> = (0..chars.len()).filter(|i| is_foreign(chars, *i)).collect();
    let tries = match foreign.len() {
        0 => (0..chars.len()).flat_map(|i| changed(chars, i)).collect(),
        1..=MOST_GUESSES => foreign
            .iter()
            .fold(vec![chars.to_vec()], |all, i| all.iter().flat_map(|one| changed(one, *i)).collect()),
        _ => return None,
    };
    let mut fitting = tries.into_iter().filter(|one| valid(one) && !is_identity_number(one));
    let only_one = fitting.next()?;
    fitting.next().is_none().then(|| only_one.into_iter().collect())
}

/// Letters I, O, S, V, Z are foreign to credit codes; organisation codes may have them.
fn is_foreign(chars: &[char], place: usize) -> bool {
    chars.len() == 18 && chars.get(place).is_some_and(|c| FORBIDDEN.contains(c))
}

/// The codes that differ at one place by a look-alike.
fn changed(chars: &[char], place: usize) -> Vec<Vec<char>> {
    let Some(own) = chars.get(place) else { return Vec::new() };
    let alike = LOOK_ALIKES
        .iter()
        .filter(|group| group.contains(*own))
        .flat_map(|group| group.chars());
    alike
        .filter(|other| other != own)
        .map(|other| {
            let mut one = chars.to_vec();
            if let Some(slot) = one.get_mut(place) {
                *slot = other;
            }
            one
        })
        .collect()
}

fn of_length(chars: &[char], wanted: &[usize]) -> Result<(), Rejection> {
    if wanted.contains(&chars.len()) {
        return Ok(());
    }
    let wanted = match wanted {
        [one] => Arg::count(*one),
        several => Arg::Text(several.iter().map(ToString::to_string).collect::<Vec<_>>().join("/")),
    };
    Err(reject("code-length", vec![("length", Arg::count(chars.len())), ("wanted", wanted)]))
}

fn only(chars: &[char], allowed: fn(&char) -> bool) -> Result<(), Rejection> {
    match chars.iter().position(|c| !allowed(c)) {
        Some(place) => Err(letter(chars, place)),
        None => Ok(()),
    }
}

fn letter(chars: &[char], place: usize) -> Rejection {
    let wrong: String = chars.iter().skip(place).take(1).collect();
    reject(
        "code-letter",
        vec![("position", Arg::count(place + 1)), ("letter", Arg::Text(wrong))],
    )
}

fn checksum(chars: &[char]) -> Rejection {
    let groups: Vec<String> = chars.chunks(4).map(|four| four.iter().collect()).collect();
    reject("code-checksum", vec![("grouped", Arg::Text(groups.join(" ")))])
}

/// Whether this is a well-formed registration number typed where one is asked: its digits may look like an identity
/// number by chance, but it is none.
pub(super) fn is_registration_number(ask: &Ask, text: &str) -> bool {
    matches!(ask, Ask::RegistrationNumber) && registration(text).is_ok()
}

/// Whether there is a resident identity number anywhere in a text, with or without blanks and hyphens.
pub(super) fn holds_identity_number(text: &str) -> bool {
    let chars: Vec<char> = clean::code(text).chars().collect();
    chars.windows(18).any(is_identity_number)
}

/// GB 11643-1999: 17 digits with a real date of birth, and the check character.
fn is_identity_number(chars: &[char]) -> bool {
    let [digits @ .., check] = chars else { return false };
    if digits.len() != 17 || !digits.iter().all(char::is_ascii_digit) {
        return false;
    }
    let values: Vec<usize> = digits.iter().map(|c| value36(*c)).collect();
    let wanted = IDENTITY_CHECKS.chars().nth(weighted(&values, &IDENTITY_WEIGHTS) % 11);
    wanted == Some(*check) && is_birth_date(&values)
}

fn is_birth_date(values: &[usize]) -> bool {
    let number = |from: usize, to: usize| values.get(from..to).map_or(0, |part| part.iter().fold(0, |n, d| n * 10 + d));
    let small = |n: usize| i8::try_from(n).unwrap_or_default();
    let year = i16::try_from(number(6, 10)).unwrap_or_default();
    (1850..2200).contains(&year) && jiff::civil::Date::new(year, small(number(10, 12)), small(number(12, 14))).is_ok()
}
