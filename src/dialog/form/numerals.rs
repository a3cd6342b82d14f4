//! Whole numbers in digits and in Chinese numerals.

pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// The number that the whole of `text` is.
pub(super) fn whole(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|number| *number < 1_000_000_000_000);
    }
    chinese(text)
}

/// The first number in `text`.
pub(super) fn first(text: &str) -> Option<i64> {
    let is = |c: char| c.is_ascii_digit() || is_numeral(c);
    let runs = text.split(|c| !is(c)).filter(|run| !run.is_empty());
    // 一共, 一直: an adverb's 一 stands before the number that is meant.
    let numbers: Vec<i64> = runs.filter_map(whole).collect();
    match (numbers.as_slice(), text.contains("一共")) {
        ([1, next, ..], true) => Some(*next),
        ([number, ..], _) => Some(*number),
        ([], _) => None,
    }
}

fn chinese(text: &str) -> Option<i64> {
    let (mut total, mut section, mut number, mut last_unit) = (0_i64, 0_i64, None, 1_i64);
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if number.is_some_and(|number| number != 0) {
                return None;
            }
            number = Some(value);
        } else {
            let unit = unit(c)?;
            if unit == 10_000 {
                total += (section + number.unwrap_or(0)) * unit;
                section = 0;
            } else {
                section += number.unwrap_or(1) * unit;
            }
            (number, last_unit) = (None, unit);
        }
    }
    // 三百二 is 320: a last digit without a unit stands one place lower, unless a zero was said before it.
    let tail = match number {
        Some(value) if last_unit >= 100 && !text.contains(['零', '〇']) => value * last_unit / 10,
        Some(value) => value,
        None => 0,
    };
    Some(total + section + tail)
}

fn digit(c: char) -> Option<i64> {
    "零一二三四五六七八九".chars().position(|digit| digit == c).map(|place| place as i64).or(match c {
        '〇' => Some(0),
        '两' | '俩' => Some(2),
        _ => None,
    })
}

fn unit(c: char) -> Option<i64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numerals() {
        for (text, number) in [
            ("十", Some(10)),
            ("二十一", Some(21)),
            ("三百二", Some(320)),
            ("三百零二", Some(302)),
            ("两千五", Some(2_500)),
            ("一万二", Some(12_000)),
            ("12", Some(12)),
            ("一二", None),
            ("", None),
        ] {
            assert_eq!(whole(text), number, "{text}");
        }
    }
}
