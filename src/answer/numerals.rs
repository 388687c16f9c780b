//! Numerals: Arabic with thousands commas, Chinese, and mixed (1.2万, 三千五).

use std::fmt;

use super::Decimal;

/// A number in billionths, for exact arithmetic before it is rounded to what a question allows.
pub(super) type Nano = i128;
/// One, in billionths.
pub(super) const ONE: Nano = 1_000_000_000;
/// Numbers from here on are nobody's answer.
pub(super) const LIMIT: Nano = 1_000_000_000_000 * ONE;

/// Why characters are not one numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not a numeral at all.
    Form,
    /// Two numbers, as in 三五百.
    Several,
    /// More decimals than anyone measures.
    Decimals,
    /// 10^12 or more.
    Huge,
}

impl Decimal {
    /// Nearest binary number, for comparing.
    #[expect(clippy::cast_precision_loss, reason = "judged numbers stay below 10^12, so thousandths stay exact")]
    pub fn to_f64(self) -> f64 {
        self.thousandths as f64 / 1000.0
    }

    /// A whole number.
    pub fn whole(number: i32) -> Self {
        Self {
            thousandths: i64::from(number) * 1000,
        }
    }

    /// Reads a numeral without a unit: `12,000`, `0.5`, `1.2万`, `三千五`. `None` if it is none, or finer than thousandths.
    pub fn parse(text: &str) -> Option<Self> {
        let compact = super::clean::compact(text);
        let (negative, rest) = match compact.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, compact.as_str()),
        };
        let number = Self::from_nano(numeral(rest).ok()?)?;
        Some(if negative {
            Self {
                thousandths: -number.thousandths,
            }
        } else {
            number
        })
    }

    pub(super) fn from_nano(nano: Nano) -> Option<Self> {
        let step = ONE / 1000;
        if nano % step != 0 {
            return None;
        }
        i64::try_from(nano / step).ok().map(|thousandths| Self { thousandths })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.thousandths < 0 { "-" } else { "" };
        let size = self.thousandths.unsigned_abs();
        let (whole, part) = (size / 1000, size % 1000);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{part:03}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

/// A part of a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A number; whether it is a single digit.
    Number(Nano, bool),
    /// 零 or 〇.
    Zero,
    /// 十, 百, 千.
    Small(Nano),
    /// 万, 亿.
    Big(Nano),
}

/// The value of a Chinese digit other than nought.
fn digit(c: char) -> Option<u8> {
    let value = match c {
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '俩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    Some(value)
}

/// The value of a Chinese digit, nought included.
pub(super) fn digit_or_nought(c: char) -> Option<u8> {
    if matches!(c, '零' | '〇') { Some(0) } else { digit(c) }
}

fn unit(c: char) -> Option<Token> {
    match c {
        '十' | '拾' => Some(Token::Small(10)),
        '百' | '佰' => Some(Token::Small(100)),
        '千' | '仟' => Some(Token::Small(1000)),
        '万' | '萬' | 'w' | 'W' => Some(Token::Big(10_000)),
        '亿' => Some(Token::Big(100_000_000)),
        _ => None,
    }
}

fn is_arabic(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

/// Whether a character can belong to a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    is_arabic(c) || matches!(c, '点' | '半') || digit_or_nought(c).is_some() || unit(c).is_some()
}

/// Whether a character is a Chinese digit or unit.
pub(super) fn is_chinese_numeral(c: char) -> bool {
    c != 'w' && c != 'W' && (digit_or_nought(c).is_some() || unit(c).is_some())
}

/// Reads a whole numeral. The text is compact (half-width, no blanks).
pub(super) fn numeral(text: &str) -> Result<Nano, Fault> {
    if text.is_empty() {
        return Err(Fault::Form);
    }
    if text == "半" {
        return Ok(ONE / 2);
    }
    if let Some(number) = digit_by_digit(text) {
        return limited(number);
    }
    let tokens = match text.split_once('点') {
        Some((whole, rest)) => pointed(whole, rest)?,
        None => tokens(text)?,
    };
    limited(sum(&tokens)?)
}

/// A whole number of at most 9 digits.
pub(super) fn small_whole(text: &str) -> Option<usize> {
    let nano = numeral(text).ok()?;
    if nano % ONE == 0 {
        usize::try_from(nano / ONE).ok().filter(|n| *n < 1_000_000_000)
    } else {
        None
    }
}

fn limited(nano: Nano) -> Result<Nano, Fault> {
    if nano >= LIMIT { Err(Fault::Huge) } else { Ok(nano) }
}

/// 二〇一五, 三五〇: three digits or more, read one by one (二五 could mean "two to five").
fn digit_by_digit(text: &str) -> Option<Nano> {
    let length = text.chars().count();
    if !(3..=12).contains(&length) || text.contains('两') {
        return None;
    }
    let digits: Option<Vec<u8>> = text.chars().map(digit_or_nought).collect();
    digits.map(|all| all.into_iter().fold(0, |n, d| n * 10 + Nano::from(d)) * ONE)
}

/// 三点五万: what stands before 点 is whole, the digits after it are decimals, then units.
fn pointed(whole: &str, rest: &str) -> Result<Vec<Token>, Fault> {
    let whole = numeral(whole)?;
    let decimals: String = rest
        .chars()
        .map_while(|c| digit_or_nought(c).or_else(|| arabic_digit(c)))
        .map(|d| char::from(b'0' + d))
        .collect();
    let length = decimals.chars().count();
    let value = literal(&format!("0.{decimals}"))?;
    if length == 0 || whole % ONE != 0 {
        return Err(Fault::Form);
    }
    let after: String = rest.chars().skip(length).collect();
    let mut all = vec![Token::Number(whole + value, false)];
    all.extend(tokens(&after)?);
    Ok(all)
}

fn arabic_digit(c: char) -> Option<u8> {
    c.to_digit(10).and_then(|d| u8::try_from(d).ok())
}

fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c| !is_arabic(c)).unwrap_or(rest.len());
        if end > 0 {
            let (arabic, after) = rest.split_at(end);
            all.push(Token::Number(literal(arabic)?, arabic.len() == 1));
            rest = after;
            continue;
        }
        let token = match digit(c) {
            Some(value) => Token::Number(Nano::from(value) * ONE, true),
            None if matches!(c, '零' | '〇') => Token::Zero,
            None => unit(c).ok_or(Fault::Form)?,
        };
        all.push(token);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    Ok(all)
}

/// 12000, 12,000, 0.5, .5
fn literal(text: &str) -> Result<Nano, Fault> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.contains(['.', ',']) || (whole.is_empty() && decimals.is_empty()) {
        return Err(Fault::Form);
    }
    let whole = without_commas(whole)?;
    let whole = whole.trim_start_matches('0');
    let decimals = decimals.trim_end_matches('0');
    if whole.len() > 15 {
        return Err(Fault::Huge);
    }
    if decimals.len() > 9 {
        return Err(Fault::Decimals);
    }
    let read = |digits: &str| digits.bytes().fold(0, |n: Nano, b| n * 10 + Nano::from(b - b'0'));
    Ok(read(whole) * ONE + read(&format!("{decimals:0<9}")))
}

fn without_commas(whole: &str) -> Result<String, Fault> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || ((1..=3).contains(&first.len()) && rest.iter().all(|g| g.len() == 3));
    if grouped {
        Ok(format!("{first}{}", rest.concat()))
    } else {
        Err(Fault::Several)
    }
}

/// The running state of [`sum`].
#[derive(Default)]
struct Sum {
    /// What 万 and 亿 have closed.
    total: Nano,
    /// What 十, 百 and 千 have closed since.
    section: Nano,
    /// A number that waits for its unit; whether it is a single digit.
    waiting: Option<(Nano, bool)>,
    /// The last unit.
    unit: Option<Nano>,
    /// The last 万 or 亿.
    big: Option<Nano>,
    /// The last 十, 百 or 千 of the section.
    small: Option<Nano>,
    /// 零 was said since the last unit.
    nought: bool,
}

fn sum(tokens: &[Token]) -> Result<Nano, Fault> {
    let mut state = Sum::default();
    for token in tokens {
        match *token {
            Token::Number(_, _) if state.waiting.is_some() => return Err(Fault::Several),
            Token::Number(value, single) => state.waiting = Some((value, single)),
            Token::Zero if state.waiting.is_some() => return Err(Fault::Form),
            Token::Zero if state.unit.is_none() => state.waiting = Some((0, true)),
            Token::Zero => state.nought = true,
            Token::Small(unit) => state.small(unit)?,
            Token::Big(unit) => state.big(unit)?,
        }
    }
    state.close()
}

impl Sum {
    fn small(&mut self, unit: Nano) -> Result<(), Fault> {
        let value = match self.waiting.take() {
            Some((value, _)) => value,
            None if unit == 10 => ONE,
            None => return Err(Fault::Form),
        };
        if self.small.is_some_and(|last| last <= unit) {
            return Err(Fault::Form);
        }
        self.section += value * unit;
        (self.small, self.unit, self.nought) = (Some(unit), Some(unit), false);
        Ok(())
    }

    fn big(&mut self, unit: Nano) -> Result<(), Fault> {
        let section = self.section + self.waiting.take().map_or(0, |(value, _)| value);
        let raises = self.big.is_some_and(|last| last < unit);
        if (section == 0 && !raises) || self.big == Some(unit) || self.total >= LIMIT || section >= LIMIT {
            return Err(Fault::Form);
        }
        self.total = if raises {
            (self.total + section) * unit
        } else {
            self.total + section * unit
        };
        (self.section, self.small, self.nought) = (0, None, false);
        (self.big, self.unit) = (Some(unit), Some(unit));
        Ok(())
    }

    /// A last single digit without a unit stands for the next lower one: 三千五 is 3500, 一万二 is 12000.
    fn close(self) -> Result<Nano, Fault> {
        let sum = self.total + self.section;
        let Some((value, single)) = self.waiting else {
            return if self.unit.is_some() { Ok(sum) } else { Err(Fault::Form) };
        };
        match self.unit {
            None => Ok(value),
            Some(unit) if single && !self.nought && unit > 10 => Ok(sum + value * (unit / 10)),
            Some(unit) if value < unit * ONE && value % ONE == 0 => Ok(sum + value),
            Some(_) => Err(Fault::Form),
        }
    }
}
