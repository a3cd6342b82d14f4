//! Numbers as buyers write them: 299, 1,280.5, 两百五, 三千, 1.2万.

/// A number read from a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    /// Where it ends in the text.
    pub(super) end: usize,
    /// Written with 十, 百, 千 or 万.
    pub(super) in_words: bool,
}

/// The number that begins at byte `at`, if one does.
pub(super) fn number(text: &str, at: usize) -> Option<Number> {
    let first = text[at..].chars().next()?;
    if first.is_ascii_digit() {
        return digits(text, at);
    }
    may_begin(first).then(|| words(text, at))?
}

/// Whether a number can begin with this character.
pub(super) fn may_begin(c: char) -> bool {
    c.is_ascii_digit() || c == '十' || figure(c).is_some()
}

fn digits(text: &str, at: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut plain = String::new();
    while end < bytes.len() && plain.len() < 13 {
        let next_is_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            b'.' if next_is_digit && !plain.contains('.') => plain.push('.'),
            b',' if !plain.contains('.') && is_thousands(&bytes[end + 1..]) => {}
            b if b.is_ascii_digit() => plain.push(b as char),
            _ => break,
        }
        end += 1;
    }
    if bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let value: f64 = plain.parse().ok()?;
    let unit = text[end..].chars().next().and_then(unit).filter(|unit| *unit >= 100.0);
    Some(match unit {
        Some(unit) => Number { value: value * unit, end: end + '万'.len_utf8(), in_words: true },
        None => Number { value, end, in_words: false },
    })
}

fn is_thousands(after: &[u8]) -> bool {
    after.len() >= 3 && after[..3].iter().all(u8::is_ascii_digit) && !after.get(3).is_some_and(u8::is_ascii_digit)
}

fn words(text: &str, at: usize) -> Option<Number> {
    let (mut total, mut section, mut digit) = (0.0, 0.0, None);
    let mut last_unit = 1.0;
    let mut end = at;
    let mut in_words = false;
    let mut after_zero = false;
    for c in text[at..].chars().take(12) {
        if let Some(value) = figure(c) {
            // 一二三 is a count, a name or a floor, not a number.
            if digit.is_some_and(|digit| digit != 0.0) {
                return None;
            }
            after_zero |= value == 0.0;
            digit = Some(value);
        } else if let Some(unit) = unit(c) {
            in_words = true;
            if unit >= 10_000.0 {
                total = (total + section + digit.unwrap_or(0.0)).max(1.0) * unit;
                section = 0.0;
            } else {
                section += match digit {
                    Some(digit) => digit * unit,
                    None if unit == 10.0 => unit,
                    None => return None,
                };
            }
            digit = None;
            last_unit = unit;
            after_zero = false;
        } else {
            break;
        }
        end += c.len_utf8();
    }
    if end == at {
        return None;
    }
    // 三百五 is 350.
    let last = digit.unwrap_or(0.0) * if last_unit > 10.0 && !after_zero { last_unit / 10.0 } else { 1.0 };
    Some(Number { value: total + section + last, end, in_words })
}

fn figure(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '一' => 1.0,
        '二' | '两' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    })
}

fn unit(c: char) -> Option<f64> {
    Some(match c {
        '十' => 10.0,
        '百' => 100.0,
        '千' => 1_000.0,
        '万' => 10_000.0,
        '亿' => 100_000_000.0,
        _ => return None,
    })
}

/// As written in a slot: no more decimals than needed.
pub(super) fn plain(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (text, value) in [
            ("299元", Some(299.0)),
            ("1,280.5", Some(1280.5)),
            ("1,28", Some(1.0)),
            ("十五", Some(15.0)),
            ("二十", Some(20.0)),
            ("三百五", Some(350.0)),
            ("三百零五", Some(305.0)),
            ("两千三百块", Some(2300.0)),
            ("一万二", Some(12_000.0)),
            ("1.2万", Some(12_000.0)),
            ("3百", Some(300.0)),
            ("百", None),
            ("一二三", None),
            ("块", None),
            ("12345678901234567", None),
        ] {
            assert_eq!(number(text, 0).map(|number| number.value), value, "{text}");
        }
        assert_eq!(plain(12.50), "12.5");
    }
}
