use super::{Moment, Why, date, numerals};
use crate::dialog::script::Field;

/// A day, and the time of day where it was said: `2026-11-20` or `2026-11-20 15:30`.
pub(super) fn parse(field: &Field, text: &str, moment: Moment<'_>) -> Result<String, Why> {
    let now = moment.now.in_zone(moment.zone);
    let (today, past) = (now.date(), date::is_past(field));
    let time = time_of_day(text);
    let (day_part, _) = text.split_once([' ', 'T']).filter(|(day, _)| day.len() == 10).unwrap_or((text, ""));
    let day = match (date::day(day_part, today, past), time) {
        (Some(day), _) => day,
        // A time alone is today's.
        (None, Some(_)) => today,
        (None, None) => return Err(Why::NotADate),
    };
    let minute_now = i64::from(now.hour()) * 60 + i64::from(now.minute());
    if past && (day > today || (day == today && time.is_some_and(|(hour, minute)| hour * 60 + minute > minute_now))) {
        return Err(Why::InTheFuture);
    }
    Ok(match time {
        Some((hour, minute)) => format!("{day} {hour:02}:{minute:02}"),
        None => day.to_string(),
    })
}

/// `15:30`, `下午3点半`, `3pm`: hour and minute.
fn time_of_day(text: &str) -> Option<(i64, i64)> {
    let lower = text.to_lowercase();
    let late = ["下午", "晚上", "今晚", "昨晚", "傍晚", "pm", "p.m"].iter().any(|word| lower.contains(word));
    let noon = lower.contains("中午");
    let (hour, minute) = clock(&lower).or_else(|| spoken(&lower)).or_else(|| english(&lower))?;
    let hour = match hour {
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
            ],
        );
    }
}
