use super::{Moment, Why, date, numerals};
use crate::{base::Lang, dialog::script::Field};

/// A part of the day, where no hour was said.
struct Part {
    /// As it is kept, and as English shows it; one of its words.
    id: &'static str,
    zh: &'static str,
    /// The hour it begins.
    from: i64,
    words: &'static [&'static str],
}

/// In this order, as `noon` is in `afternoon`.
const PARTS: [Part; 5] = [
    Part { id: "afternoon", zh: "下午", from: 12, words: &["下午", "午后", "afternoon"] },
    Part { id: "dawn", zh: "凌晨", from: 0, words: &["凌晨", "dawn"] },
    Part {
        id: "evening",
        zh: "晚上",
        from: 18,
        words: &["晚上", "今晚", "昨晚", "傍晚", "夜里", "半夜", "深夜", "evening", "night"],
    },
    Part { id: "noon", zh: "中午", from: 11, words: &["中午", "noon"] },
    Part { id: "morning", zh: "上午", from: 6, words: &["上午", "早上", "今早", "早晨", "清早", "morning"] },
];

/// A day, and the time or the part of it where that was said: `2026-11-20`, `2026-11-20 15:30`, `2026-11-20 afternoon`.
pub(super) fn parse(field: &Field, text: &str, moment: Moment<'_>) -> Result<String, Why> {
    let now = moment.now.in_zone(moment.zone);
    let (today, past) = (now.date(), date::is_past(field));
    let (time, part) = (time_of_day(text), part(text));
    let (day_part, _) = text.split_once([' ', 'T']).filter(|(day, _)| day.len() == 10).unwrap_or((text, ""));
    let day = match (date::day(day_part, today, past), time) {
        (Some(day), _) => day,
        // A time alone is today's.
        (None, Some(_)) => today,
        (None, None) => return Err(if part.is_some() { Why::NoDay } else { Why::NotADate }),
    };
    let minute_now = i64::from(now.hour()) * 60 + i64::from(now.minute());
    let begun = time.map(|(hour, minute)| hour * 60 + minute).or(part.map(|part| part.from * 60)).unwrap_or(0);
    if past && (day > today || (day == today && begun > minute_now)) {
        return Err(Why::InTheFuture);
    }
    Ok(match (time, part) {
        (Some((hour, minute)), _) => format!("{day} {hour:02}:{minute:02}"),
        (None, Some(part)) => format!("{day} {}", part.id),
        (None, None) => day.to_string(),
    })
}

/// The part of the day in the reader's language.
pub(super) fn shown(value: &str, lang: Lang) -> String {
    let part = value.split_once(' ').and_then(|(day, id)| Some((day, PARTS.iter().find(|part| part.id == id)?)));
    match (part, lang) {
        (Some((day, part)), Lang::Zh) => format!("{day} {}", part.zh),
        _ => value.to_owned(),
    }
}

fn part(text: &str) -> Option<&'static Part> {
    let lower = text.to_lowercase();
    PARTS.iter().find(|part| part.words.iter().any(|word| lower.contains(word)))
}

/// `15:30`, `下午3点半`, `3pm`: hour and minute.
fn time_of_day(text: &str) -> Option<(i64, i64)> {
    let lower = text.to_lowercase();
    let late = ["下午", "晚上", "今晚", "昨晚", "傍晚", "pm", "p.m"].iter().any(|word| lower.contains(word));
    let noon = lower.contains("中午");
    let night = ["晚上", "今晚", "昨晚", "夜里", "半夜"].iter().any(|word| lower.contains(word));
    let (hour, minute) = clock(&lower).or_else(|| spoken(&lower)).or_else(|| english(&lower))?;
    let hour = match hour {
        // Midnight: of which day, only the part of it tells.
        12 if night => return None,
        12 if lower.contains("凌晨") => 0,
        1..=11 if late => hour + 12,
        1..=2 if noon => hour + 12,
        12 if lower.contains("12am") || lower.contains("12 am") => 0,
        hour => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// `15:30`.
fn clock(text: &str) -> Option<(i64, i64)> {
    let (before, after) = text.split_once([':', '：'])?;
    let start =
        before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    Some((before[start..].parse().ok()?, after[..end].parse().ok()?))
}

/// `3点`, `三点半`, `3点20`.
fn spoken(text: &str) -> Option<(i64, i64)> {
    let (before, after) = text.split_once(['点', '點'])?;
    let is = |c: char| c.is_ascii_digit() || numerals::is_numeral(c);
    let start = before.rfind(|c| !is(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let end = after.find(|c| !is(c)).unwrap_or(after.len());
    let minute = if after.starts_with('半') { 30 } else { numerals::whole(&after[..end]).unwrap_or(0) };
    Some((numerals::whole(&before[start..])?, minute))
}

/// `3pm`, `10 am`.
fn english(text: &str) -> Option<(i64, i64)> {
    let end = text.find("am").or_else(|| text.find("pm"))?;
    let before = text[..end].trim_end();
    let start =
        before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    Some((before[start..].parse().ok()?, 0))
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn reads_a_day_with_or_without_its_hour() {
        tests::check(
            &tests::field(FieldKind::Datetime, "happened_at"),
            &[
                ("昨天下午3点半", Ok("2026-11-19 15:30")),
                ("昨晚8点", Ok("2026-11-19 20:00")),
                ("2026-11-19 08:05", Ok("2026-11-19 08:05")),
                ("yesterday at 3pm", Ok("2026-11-19 15:00")),
                ("前天", Ok("2026-11-18")),
                ("9点", Ok("2026-11-20 09:00")),
                ("今天下午三点", Err(Why::InTheFuture)),
                ("不记得了", Err(Why::NotADate)),
                ("昨天下午", Ok("2026-11-19 afternoon")),
                ("last night", Ok("2026-11-19 evening")),
                ("今天上午", Ok("2026-11-20 morning")),
                ("今天下午", Err(Why::InTheFuture)),
                ("昨晚12点", Ok("2026-11-19 evening")),
            ],
        );
    }

    #[test]
    fn keeps_the_part_of_a_day_to_come() {
        tests::check(
            &tests::field(FieldKind::Datetime, "visit_time"),
            &[
                ("明天下午", Ok("2026-11-21 afternoon")),
                ("周六上午", Ok("2026-11-21 morning")),
                ("tomorrow afternoon", Ok("2026-11-21 afternoon")),
                ("后天晚上7点", Ok("2026-11-22 19:00")),
                ("后天晚上", Ok("2026-11-22 evening")),
                ("tomorrow night", Ok("2026-11-21 evening")),
                ("明天凌晨", Ok("2026-11-21 dawn")),
                ("大后天中午", Ok("2026-11-23 noon")),
                ("2026-11-25 10:00", Ok("2026-11-25 10:00")),
                ("下午都行", Err(Why::NoDay)),
            ],
        );
        for (value, zh, en) in [
            ("2026-11-21 afternoon", "2026-11-21 下午", "2026-11-21 afternoon"),
            ("2026-11-21 15:00", "2026-11-21 15:00", "2026-11-21 15:00"),
            ("2026-11-21", "2026-11-21", "2026-11-21"),
        ] {
            assert_eq!((shown(value, Lang::Zh).as_str(), shown(value, Lang::En).as_str()), (zh, en));
        }
    }
}
