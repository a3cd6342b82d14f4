//! Evidence forms: how each kind of field is read and checked, and the way through a form.
//!
//! One file per kind, each with `parse`; adding one is a file, a `mod` line and an arm here.
//! **Invariant:** a value that `parse` returned is accepted by `parse` again, unchanged.

mod choice;
mod choices;
mod date;
mod datetime;
mod email;
mod money;
mod number;
mod numerals;
mod order_no;
mod phone;
mod photos;
mod text;
mod tracking_no;
mod video;
mod why;
mod yes_no;

mod phrases;

mod correct;
mod file;
mod label;
mod propose;
mod question;
mod read;
mod walk;

use jiff::tz::TimeZone;

use super::script::{Field, FieldKind};
use crate::base::{Lang, Timestamp};

pub(super) use choice::place;
pub(super) use correct::{add, amend, correct, is_value};
pub(super) use file::{missing, settled};
pub(super) use phrases::{ends_set, is_brief, leaves_out, says_again};
pub(super) use propose::said;
pub(super) use question::which;
pub(super) use read::{is_bare, is_named, is_of_later, read, slot as slot_kind};
pub(super) use walk::{
    ask_drop, drop_form, edit, explain, leave_out, mark, miss, remind, restate, resume, start, start_with, stray_tracking_no,
    submit, take,
};
pub(super) use why::Why;

/// When a value was said, and on which wall's calendar.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub now: Timestamp,
    pub zone: &'a TimeZone,
}

/// Reads a buyer's words as a value of this field, checked and normal.
pub(super) fn parse(field: &Field, text: &str, moment: Moment<'_>) -> Result<String, Why> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Why::Empty);
    }
    match field.kind {
        FieldKind::OrderNo => order_no::parse(text),
        FieldKind::TrackingNo => tracking_no::parse(text),
        FieldKind::Text => text::parse(field, text),
        FieldKind::Choice => choice::parse(field, text),
        FieldKind::Choices => choices::parse(field, text),
        FieldKind::Photos => photos::parse(),
        FieldKind::Video => video::parse(),
        FieldKind::Phone => phone::parse(text),
        FieldKind::Money => money::parse(field, text),
        FieldKind::Number => number::parse(field, text),
        FieldKind::Date => date::parse(field, text, moment),
        FieldKind::Datetime => datetime::parse(field, text, moment),
        FieldKind::Email => email::parse(text),
        FieldKind::YesNo => yes_no::parse(text),
    }
}

/// The value that the words as a whole are; an option only named among others is none.
fn parse_whole(field: &Field, text: &str, moment: Moment<'_>) -> Option<String> {
    match field.kind {
        FieldKind::Choice | FieldKind::Choices => choice::exact(field, text.trim()).map(|option| option.value.clone()),
        FieldKind::OrderNo
        | FieldKind::TrackingNo
        | FieldKind::Text
        | FieldKind::Photos
        | FieldKind::Video
        | FieldKind::Phone
        | FieldKind::Money
        | FieldKind::Number
        | FieldKind::Date
        | FieldKind::Datetime
        | FieldKind::Email
        | FieldKind::YesNo => parse(field, text, moment).ok(),
    }
}

/// A value as people read it: an option by its name, an amount with its unit.
pub(super) fn shown(field: &Field, value: &str, lang: Lang) -> String {
    match field.kind {
        FieldKind::Choice | FieldKind::Choices => choices::shown(field, value, lang),
        FieldKind::YesNo => yes_no::shown(value, lang).to_owned(),
        FieldKind::Money => format!("¥{value}"),
        FieldKind::Datetime => datetime::shown(value, lang),
        FieldKind::OrderNo
        | FieldKind::TrackingNo
        | FieldKind::Text
        | FieldKind::Photos
        | FieldKind::Video
        | FieldKind::Phone
        | FieldKind::Number
        | FieldKind::Date
        | FieldKind::Email => value.to_owned(),
    }
}

/// How the page takes a value of this kind; the words of the socket's contract.
pub(super) fn input(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::OrderNo => "order_no",
        FieldKind::TrackingNo => "tracking_no",
        FieldKind::Text | FieldKind::Email | FieldKind::Number => "text",
        FieldKind::Choice | FieldKind::Choices | FieldKind::YesNo => "choice",
        FieldKind::Photos => "photos",
        FieldKind::Video => "video",
        FieldKind::Phone => "phone",
        FieldKind::Money => "money",
        FieldKind::Date | FieldKind::Datetime => "date",
    }
}

/// Evidence that comes as a file; a message can't hold it.
pub(super) fn is_upload(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Photos | FieldKind::Video)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{base::Bilingual, dialog::script::FieldOption};

    const KINDS: [FieldKind; 14] = [
        FieldKind::OrderNo,
        FieldKind::TrackingNo,
        FieldKind::Text,
        FieldKind::Choice,
        FieldKind::Choices,
        FieldKind::Photos,
        FieldKind::Video,
        FieldKind::Phone,
        FieldKind::Money,
        FieldKind::Number,
        FieldKind::Date,
        FieldKind::Datetime,
        FieldKind::Email,
        FieldKind::YesNo,
    ];

    pub(super) fn field(kind: FieldKind, id: &str) -> Field {
        let option = |value: &str, zh: &str, en: &str, words: &[&str]| FieldOption {
            value: value.to_owned(),
            name: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let options = match kind {
            FieldKind::Choice | FieldKind::Choices => vec![
                option("stopped", "物流停了", "Stopped moving", &["没动", "卡住", "stuck"]),
                option("late", "超时未到", "Late", &["晚了", "delay"]),
                option("lost", "丢件", "Lost", &["丢了", "missing"]),
            ],
            _ => Vec::new(),
        };
        Field {
            id: id.into(),
            kind,
            required: true,
            name: Bilingual { zh: "字段".to_owned(), en: "field".to_owned() },
            words: Vec::new(),
            prompt: Bilingual::default(),
            help: Bilingual::default(),
            options,
            when: Vec::new(),
            masked: false,
            min: None,
            max: None,
        }
    }

    /// Friday 2026-11-20, ten in the morning in Shanghai.
    #[track_caller]
    pub(super) fn check(field: &Field, cases: &[(&str, Result<&str, Why>)]) {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let moment = Moment { now: Timestamp(1_795_140_000_000), zone: &zone };
        for (text, expected) in cases {
            assert_eq!(parse(field, text, moment), expected.clone().map(str::to_owned), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_was_taken_is_taken_again(text in "\\PC{0,40}", digits in "[0-9年月日号点:/. -]{0,20}") {
            let zone = TimeZone::get("Asia/Shanghai").unwrap();
            let moment = Moment { now: Timestamp(1_795_140_000_000), zone: &zone };
            for kind in KINDS {
                let field = field(kind, "happened_at");
                for text in [&text, &digits] {
                    if let Ok(value) = parse(&field, text, moment) {
                        prop_assert_eq!(parse(&field, &value, moment), Ok(value), "{:?} {}", kind, text);
                    }
                }
            }
        }
    }
}
