//! Days: said in full, in part, by a feast's name, or told from today.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    Found,
    numerals::{may_begin, number, plain},
};
use crate::base::SlotKind;

/// Words and their values.
const WORDS: &[(&str, &str)] = &[
    ("今天", "0d"),
    ("今日", "0d"),
    ("今早", "0d"),
    ("今晚", "0d"),
    ("today", "0d"),
    ("tonight", "0d"),
    ("昨天", "-1d"),
    ("昨日", "-1d"),
    ("昨晚", "-1d"),
    ("yesterday", "-1d"),
    ("last night", "-1d"),
    ("前天", "-2d"),
    ("大前天", "-3d"),
    ("the day before yesterday", "-2d"),
    ("明天", "+1d"),
    ("明日", "+1d"),
    ("后天", "+2d"),
    ("tomorrow", "+1d"),
    ("上周", "-1w"),
    ("上星期", "-1w"),
    ("上个星期", "-1w"),
    ("上礼拜", "-1w"),
    ("上个礼拜", "-1w"),
    ("last week", "-1w"),
    ("上月", "-1m"),
    ("上个月", "-1m"),
    ("last month", "-1m"),
    ("去年", "-1y"),
    ("last year", "-1y"),
    ("last monday", "-1w:1"),
    ("last tuesday", "-1w:2"),
    ("last wednesday", "-1w:3"),
    ("last thursday", "-1w:4"),
    ("last friday", "-1w:5"),
    ("last saturday", "-1w:6"),
    ("last sunday", "-1w:7"),
    ("双十一", "--11-11"),
    ("双11", "--11-11"),
    ("双十二", "--12-12"),
    ("双12", "--12-12"),
    ("618", "--06-18"),
    ("国庆", "--10-01"),
    ("元旦", "--01-01"),
    ("五一", "--05-01"),
    ("christmas", "--12-25"),
];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
/// 3号 of these is no day.
const NUMBERED: &[&str] = &["楼", "线", "店", "色", "链接", "码", "门", "电池", "仓", "款", "客服", "主播"];

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(WORDS.iter().map(|(word, _)| word))
        .expect("a fixed list of some fifty short words is within every limit of the automaton")
});

pub(super) fn dates(text: &str) -> Vec<Found> {
    let mut found = numbered(text);
    for word in AUTOMATON.find_iter(text) {
        let (start, end) = (word.start(), word.end());
        let latin = |at: usize| text.as_bytes()[at].is_ascii_alphanumeric();
        let joined_before = start > 0 && latin(start) && latin(start - 1);
        let joined_after = end < text.len() && latin(end - 1) && latin(end);
        if joined_before || joined_after {
            continue;
        }
        let value = WORDS[word.pattern().as_usize()].1;
        let day = text[end..].chars().next().filter(|_| value == "-1w").and_then(weekday);
        found.push(match day {
            Some((day, length)) => dated(start, end + length, format!("-1w:{day}")),
            None => dated(start, end, value.to_owned()),
        });
    }
    found
}

fn dated(start: usize, end: usize, value: String) -> Found {
    Found { kind: SlotKind::Date, span: start..end, value }
}

fn weekday(c: char) -> Option<(usize, usize)> {
    let c = if c == '天' { '日' } else { c };
    WEEKDAYS.iter().position(|day| *day == c).map(|at| (at + 1, c.len_utf8()))
}

/// Days told with a number.
fn numbered(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let c = text[at..].chars().next().unwrap_or(' ');
        let begins = may_begin(c);
        let inside = c.is_ascii_digit() && text[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '.');
        let day = (begins && !inside).then(|| in_figures(text, at).or_else(|| by_unit(text, at))).flatten();
        match day {
            Some(day) => {
                at = day.span.end;
                found.push(day);
            }
            None if c.is_ascii_alphanumeric() => {
                if let Some(day) = by_month_name(text, at).filter(|_| !inside) {
                    at = day.span.end;
                    found.push(day);
                } else {
                    at += text[at..].bytes().take_while(u8::is_ascii_alphanumeric).count();
                }
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

/// `2026-11-20`, `2026/11/20`, `11/20`, `20261120`.
fn in_figures(text: &str, at: usize) -> Option<Found> {
    let length = text[at..].bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.')).count();
    let figures = text[at..at + length].trim_end_matches(['-', '/', '.']);
    let end = at + figures.len();
    let separator = figures.find(['-', '/', '.']).map(|at| figures.as_bytes()[at] as char);
    let parts: Vec<u32> = figures.split(['-', '/', '.']).map(|part| part.parse().unwrap_or(0)).collect();
    match (parts.as_slice(), separator) {
        ([year, month, day], Some(_)) if is_year(*year) && is_day(*month, *day) => {
            Some(dated(at, end, format!("{year:04}-{month:02}-{day:02}")))
        }
        ([month, day], Some('/')) if is_day(*month, *day) => Some(dated(at, end, format!("--{month:02}-{day:02}"))),
        ([whole], None) if figures.len() == 8 && is_year(whole / 10_000) && is_day(whole / 100 % 100, whole % 100) => {
            Some(dated(at, end, format!("{:04}-{:02}-{:02}", whole / 10_000, whole / 100 % 100, whole % 100)))
        }
        _ => None,
    }
}

fn is_year(year: u32) -> bool {
    (2000..2100).contains(&year)
}

fn is_day(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// `2026年11月20日`, `11月20号`, `3号`, `5天前`, `2 weeks ago`.
fn by_unit(text: &str, at: usize) -> Option<Found> {
    let first = number(text, at)?;
    let after = &text[first.end..];
    let value = first.value as u32;
    if let Some(rest) = after.strip_prefix('年').filter(|_| is_year(value)) {
        let month = text.len() - rest.len();
        let day = month_and_day(text, month)?;
        return Some(dated(at, day.2, format!("{value:04}-{:02}-{:02}", day.0, day.1)));
    }
    if let Some((month, day, end)) = month_and_day(text, at) {
        return Some(dated(at, end, format!("--{month:02}-{day:02}")));
    }
    if let Some(rest) = after.strip_prefix('号').filter(|_| (1..=31).contains(&value)) {
        let ordinal = text[..at].ends_with('第') || NUMBERED.iter().any(|word| rest.starts_with(word));
        return (!ordinal).then(|| dated(at, first.end + '号'.len_utf8(), format!("---{value:02}")));
    }
    let ago = [
        ("天前", 'd'),
        ("天以前", 'd'),
        ("天之前", 'd'),
        ("周前", 'w'),
        ("个星期前", 'w'),
        ("星期前", 'w'),
        ("个礼拜前", 'w'),
        ("个月前", 'm'),
        ("年前", 'y'),
        (" days ago", 'd'),
        (" day ago", 'd'),
        (" weeks ago", 'w'),
        (" week ago", 'w'),
        (" months ago", 'm'),
        (" month ago", 'm'),
    ];
    let (words, unit) = ago.into_iter().find(|(words, _)| after.trim_start_matches('多').starts_with(words))?;
    let more = after.len() - after.trim_start_matches('多').len();
    Some(dated(at, first.end + more + words.len(), format!("-{}{unit}", plain(first.value.floor()))))
}

/// Month, day and the end of `11月20日`.
fn month_and_day(text: &str, at: usize) -> Option<(u32, u32, usize)> {
    let month = number(text, at)?;
    let rest = text[month.end..].strip_prefix('月')?;
    let day = number(text, text.len() - rest.len())?;
    let end = day.end + ["日", "号"].iter().find(|unit| text[day.end..].starts_with(**unit)).map_or(0, |unit| unit.len());
    is_day(month.value as u32, day.value as u32).then_some((month.value as u32, day.value as u32, end))
}

/// `nov 20`, `november 20th`, `20 nov`.
fn by_month_name(text: &str, at: usize) -> Option<Found> {
    let mut words = text[at..].splitn(3, ' ');
    let (first, second) = (words.next()?, words.next()?);
    let second_end = at + first.len() + 1 + second.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let second = &text[at + first.len() + 1..second_end];
    let (month, day) = match (month(first), month(second)) {
        (Some(month), None) => (month, ordinal(second)?),
        (None, Some(month)) => (month, ordinal(first)?),
        _ => return None,
    };
    is_day(month, day).then(|| dated(at, second_end, format!("--{month:02}-{day:02}")))
}

fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let at = MONTHS.iter().position(|month| word.starts_with(month))?;
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    (full[at].starts_with(word) || word == "sept").then_some(at as u32 + 1)
}

fn ordinal(word: &str) -> Option<u32> {
    ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use crate::base::SlotKind::Date;

    #[test]
    fn days() {
        for (text, value) in [
            ("昨天买的", "-1d"),
            ("大前天", "-3d"),
            ("上周三签收", "-1w:3"),
            ("上周天", "-1w:7"),
            ("上个礼拜下的单", "-1w"),
            ("双十一买的", "--11-11"),
            ("618买的", "--06-18"),
            ("11月20日", "--11-20"),
            ("十一月二十号到的", "--11-20"),
            ("3号下单", "---03"),
            ("2026年1月5日", "2026-01-05"),
            ("2026/1/5", "2026-01-05"),
            ("20260105", "2026-01-05"),
            ("11/20", "--11-20"),
            ("五天前", "-5d"),
            ("10多天前", "-10d"),
            ("ordered 5 days ago", "-5d"),
            ("last monday", "-1w:1"),
            ("on november 20th", "--11-20"),
            ("3 dec", "--12-03"),
        ] {
            check(text, &[(Date, value)]);
        }
    }

    #[test]
    fn what_is_no_day() {
        for text in ["3号链接", "13/45", "第3号", "5天了", "may i ask", "16180", "todays"] {
            check(text, &[]);
        }
    }
}
