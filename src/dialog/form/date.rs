use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::{Moment, Why, numerals};
use crate::dialog::script::Field;

/// A day, as `2026-11-20`. A field whose id ends in `_at` tells of something that happened: a later day is refused.
pub(super) fn parse(field: &Field, text: &str, moment: Moment<'_>) -> Result<String, Why> {
    let today = moment.now.in_zone(moment.zone).date();
    let past = is_past(field);
    let day = day(text, today, past).ok_or(Why::NotADate)?;
    if past && day > today { Err(Why::InTheFuture) } else { Ok(day.to_string()) }
}

pub(super) fn is_past(field: &Field) -> bool {
    field.id.as_str().ends_with("_at")
}

/// The day that is meant, counted from `today`; a day without its year or month is the nearest past (or coming) one.
pub(super) fn day(text: &str, today: Date, past: bool) -> Option<Date> {
    let lower = text.to_lowercase();
    numeric(&lower, today, past)
        .or_else(|| english_month(&lower, today, past))
        .or_else(|| relative(&lower, today))
        .or_else(|| weekday(&lower, today, past))
        .or_else(|| day_of_month(&lower, today, past))
}

/// `2026-11-20`, `2026年11月20日`, `11/20`, `十一月二十号`.
fn numeric(text: &str, today: Date, past: bool) -> Option<Date> {
    let parts: Vec<(i64, char)> = parts(text);
    let number = |place: usize| parts.get(place).map(|part| part.0);
    let mark = |place: usize| parts.get(place).map(|part| part.1);
    for place in 0..parts.len() {
        let joined = |m: Option<char>| matches!(m, Some('-' | '/' | '.'));
        if (1000..=9999).contains(&parts[place].0) && (joined(mark(place)) || mark(place) == Some('年')) {
            return date(number(place)?, number(place + 1)?, number(place + 2)?);
        }
        let month_named = mark(place) == Some('月') && number(place + 1).is_some();
        let slashed = joined(mark(place)) && !joined(mark(place + 1)) && !(parts[place].1 == '.' && parts.len() > 2);
        if month_named || (slashed && parts[place].1 != '.') {
            let (month, day) = (parts[place].0, number(place + 1)?);
            return nearest_year(today, past, month, day);
        }
    }
    (text.contains("双十一") || text.contains("双11")).then(|| nearest_year(today, past, 11, 11)).flatten()
}

/// Numbers with the character that follows each.
fn parts(text: &str) -> Vec<(i64, char)> {
    let is = |c: char| c.is_ascii_digit() || numerals::is_numeral(c);
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is) {
        let from = &rest[start..];
        let end = from.find(|c| !is(c)).unwrap_or(from.len());
        if let Some(number) = numerals::whole(&from[..end]) {
            parts.push((number, from[end..].chars().next().unwrap_or(' ')));
        }
        rest = &from[end..];
    }
    parts
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day of the calendar in this year, or the year before (after) where this year's is on the wrong side of today.
fn nearest_year(today: Date, past: bool, month: i64, day: i64) -> Option<Date> {
    let year = i64::from(today.year());
    let this = date(year, month, day);
    let other = || date(if past { year - 1 } else { year + 1 }, month, day);
    match this {
        // A day at most a month ahead was more likely mistaken than a year ago: it is kept, to be refused.
        Some(this) if past && this > today && (this - today).get_days() > 31 => other(),
        Some(this) if !past && this < today => other(),
        Some(this) => Some(this),
        None => other(),
    }
}

fn english_month(text: &str, today: Date, past: bool) -> Option<Date> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = |word: &str| word.len() >= 3 && word.chars().all(|c| c.is_ascii_alphabetic());
    let month = words.iter().find_map(|word| MONTHS.iter().position(|month| named(word) && word.starts_with(month)))? + 1;
    let number = |word: &&str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i64>().ok();
    let numbers: Vec<i64> = words.iter().filter_map(number).collect();
    let day = *numbers.iter().find(|number| (1..=31).contains(*number))?;
    match numbers.iter().find(|number| (1900..=9999).contains(*number)) {
        Some(year) => date(*year, month as i64, day),
        None => nearest_year(today, past, month as i64, day),
    }
}

fn relative(text: &str, today: Date) -> Option<Date> {
    const NAMED: [(&str, i64); 17] = [
        ("大前天", -3),
        ("前天", -2),
        ("day before yesterday", -2),
        ("昨天", -1),
        ("昨日", -1),
        ("昨晚", -1),
        ("yesterday", -1),
        ("last night", -1),
        ("大后天", 3),
        ("后天", 2),
        ("day after tomorrow", 2),
        ("明天", 1),
        ("tomorrow", 1),
        ("今", 0),
        ("刚才", 0),
        ("刚刚", 0),
        ("today", 0),
    ];
    let named = NAMED.iter().find(|(word, _)| text.contains(word)).map(|(_, days)| *days);
    // Triage writes a relative date as -3d.
    let slot = || text.trim().strip_suffix('d')?.parse::<i64>().ok().filter(|_| text.starts_with(['-', '+', '0']));
    let days = named.or_else(slot).or_else(|| ago(text))?;
    today.checked_add(days.days()).ok()
}

/// `三天前`, `一周前`, `5 days ago`, `a week ago`: days, below zero.
fn ago(text: &str) -> Option<i64> {
    let head = text.find(['前']).map(|end| &text[..end]).or_else(|| text.find(" ago").map(|end| &text[..end]))?;
    let (number, per) = [("天", 1), ("日", 1), ("周", 7), ("星期", 7), ("礼拜", 7), ("day", 1), ("week", 7)]
        .iter()
        .find_map(|(unit, per)| head.rfind(unit).map(|end| (&head[..end], *per)))?;
    let number = number.trim_end_matches('个');
    let count = if number.ends_with("a ") || number.trim() == "a" { Some(1) } else { numerals::first(number) }?;
    Some(-count.min(3_650) * per)
}

/// `周三`, `上周三`, `last Monday`, `next Friday`: the last one before today (or the next), or that of the named week.
fn weekday(text: &str, today: Date, past: bool) -> Option<Date> {
    let chinese = ["一", "二", "三", "四", "五", "六", "日", "天"];
    let english = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let weeks = || ["周", "星期", "礼拜"].iter().filter_map(|week| text.split_once(week));
    let said = weeks().find_map(|(_, rest)| chinese.iter().position(|day| rest.starts_with(day)).map(|place| place.min(6)));
    // 上周六, 下个星期一; but the 上 of 周六上午 tells of no week.
    let led = |by: char| weeks().any(|(before, _)| before.trim_end_matches('个').ends_with(by));
    let place = said.or_else(|| english.iter().position(|day| text.contains(day)))?;
    let weekday = Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok()?;
    let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
    let of_week = |weeks: i64| monday.checked_add((weeks * 7 + place as i64).days()).ok();
    if led('上') {
        of_week(-1)
    } else if led('下') {
        of_week(1)
    } else if text.contains("next ") || (!past && !text.contains("last ")) {
        today.nth_weekday(1, weekday).ok()
    } else if today.weekday() == weekday && !text.contains("last ") {
        Some(today)
    } else {
        today.nth_weekday(-1, weekday).ok()
    }
}

/// `3号`, `15日`: of this month, or of the last (or next) one.
fn day_of_month(text: &str, today: Date, past: bool) -> Option<Date> {
    let (day, _) = parts(text).into_iter().find(|(_, mark)| matches!(mark, '号' | '日' | '號'))?;
    let this = date(i64::from(today.year()), i64::from(today.month()), day);
    let fits = |it: &Date| if past { *it <= today } else { *it >= today };
    this.filter(fits).or_else(|| {
        let first = today.first_of_month();
        let month = if past { first.checked_sub(1.month()) } else { first.checked_add(1.month()) }.ok()?;
        date(i64::from(month.year()), i64::from(month.month()), day)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn reads_days_that_were() {
        tests::check(
            &tests::field(FieldKind::Date, "received_at"),
            &[
                ("今天", Ok("2026-11-20")),
                ("昨天下午", Ok("2026-11-19")),
                ("大前天", Ok("2026-11-17")),
                ("3号", Ok("2026-11-03")),
                ("25号", Ok("2026-10-25")),
                ("11月18日", Ok("2026-11-18")),
                ("十一月二号", Ok("2026-11-02")),
                ("12月30日", Ok("2025-12-30")),
                ("2026-11-01", Ok("2026-11-01")),
                ("2026年11月1日", Ok("2026-11-01")),
                ("11/5", Ok("2026-11-05")),
                ("双十一那天", Ok("2026-11-11")),
                ("三天前", Ok("2026-11-17")),
                ("5 days ago", Ok("2026-11-15")),
                ("a week ago", Ok("2026-11-13")),
                ("yesterday", Ok("2026-11-19")),
                ("last Monday", Ok("2026-11-16")),
                ("上周三", Ok("2026-11-11")),
                ("周三", Ok("2026-11-18")),
                ("Nov 5th", Ok("2026-11-05")),
                ("20 Nov 2026", Ok("2026-11-20")),
                ("-2d", Ok("2026-11-18")),
                ("明天", Err(Why::InTheFuture)),
                ("2026-12-01", Err(Why::InTheFuture)),
                ("2026-02-30", Err(Why::NotADate)),
                ("忘了", Err(Why::NotADate)),
            ],
        );
    }

    #[test]
    fn reads_days_to_come() {
        tests::check(
            &tests::field(FieldKind::Date, "visit_time"),
            &[
                ("明天", Ok("2026-11-21")),
                ("大后天", Ok("2026-11-23")),
                ("3号", Ok("2026-12-03")),
                ("周三", Ok("2026-11-25")),
                ("周六上午", Ok("2026-11-21")),
                ("周三下午", Ok("2026-11-25")),
                ("下个星期三上午", Ok("2026-11-25")),
                ("下周一", Ok("2026-11-23")),
            ],
        );
    }
}
