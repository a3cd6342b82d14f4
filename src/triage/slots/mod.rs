//! Values said in passing: order and tracking numbers, phones, amounts, dates, quantities, addresses of mail.
//!
//! A date whose year, or more, was not said keeps its gaps as ISO 8601 writes them: `--11-20`, `---03`. One told from today is
//! `0d`, `-1d`, `+2d`, `-1w`, `-1m`, `-1y`; `-1w:3` is the Wednesday of last week.

mod codes;
mod dates;
mod measures;
mod numerals;

use std::ops::Range;

use crate::{
    base::{Slot, SlotKind},
    text::Normal,
};

/// A value in a normalised text.
#[derive(Debug, PartialEq)]
struct Found {
    kind: SlotKind,
    span: Range<usize>,
    /// Empty: the characters themselves are the value.
    value: String,
}

/// Slots past these in one message are a paste, not words of a buyer.
const MOST: usize = 16;

/// The values in a message, in the order they were said.
pub(super) fn slots(raw: &str, normal: &Normal) -> Vec<Slot> {
    let text = &normal.text;
    let mut taken: Vec<Found> = Vec::new();
    for found in codes::codes(text).into_iter().chain(dates::dates(text)).chain(measures::measures(text)) {
        if taken.iter().all(|other| other.span.end <= found.span.start || found.span.end <= other.span.start) {
            taken.push(found);
        }
        if taken.len() == MOST {
            break;
        }
    }
    taken.sort_by_key(|found| found.span.start);
    taken
        .into_iter()
        .map(|Found { kind, span, value }| {
            let span = normal.raw(span);
            let value = if value.is_empty() { as_written(&raw[span.clone()], kind) } else { value };
            Slot { kind, value, start: span.start, end: span.end }
        })
        .collect()
}

/// A code as its owner means it: half width, no gaps, couriers' letters in capitals.
fn as_written(raw: &str, kind: SlotKind) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let kept = raw.chars().map(narrow);
    match kind {
        SlotKind::Phone => {
            let digits: String = kept.filter(char::is_ascii_digit).collect();
            digits[digits.len().saturating_sub(11)..].to_owned()
        }
        SlotKind::TrackingNo => kept.filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect(),
        SlotKind::OrderNo => kept.filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect(),
        _ => kept.filter(|c| c.is_ascii_graphic()).collect::<String>().to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::normalise;

    #[track_caller]
    pub(super) fn check(raw: &str, expect: &[(SlotKind, &str)]) {
        let slots = slots(raw, &normalise(raw));
        let found: Vec<(SlotKind, &str)> = slots.iter().map(|slot| (slot.kind, slot.value.as_str())).collect();
        assert_eq!(found, expect, "{raw}");
    }

    #[test]
    fn several_values_keep_their_order() {
        use SlotKind::{Amount, Date, OrderNo, Quantity};
        check(
            "订单号 2378119920031234567 昨天买的两件，付了299元",
            &[(OrderNo, "2378119920031234567"), (Date, "-1d"), (Quantity, "2"), (Amount, "299")],
        );
    }

    #[test]
    fn places_are_in_the_raw_text() {
        let raw = "我的單號ＳＦ１３９００００１２３４５６，幫查";
        let slot = &slots(raw, &normalise(raw))[0];
        assert_eq!((&raw[slot.start..slot.end], slot.value.as_str()), ("ＳＦ１３９００００１２３４５６", "SF1390000123456"));
    }

    #[test]
    fn a_long_paste_is_read() {
        check(&"一二三四".repeat(2_000), &[]);
        assert_eq!(slots(&"两件 ".repeat(2_000), &normalise(&"两件 ".repeat(2_000))).len(), MOST);
    }

    proptest! {
        #[test]
        fn any_text_is_read(raw in "[0-9一二十百万元块件号月日年天前sfSF@.\\-+ ¥/]{0,30}|\\PC{0,30}") {
            for slot in slots(&raw, &normalise(&raw)) {
                prop_assert!(raw.get(slot.start..slot.end).is_some() && !slot.value.is_empty());
            }
        }
    }
}
