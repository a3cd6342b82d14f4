//! Order numbers, couriers' numbers, phones and mail addresses: runs of letters and digits told apart by shape and by the
//! words before them.

use std::ops::Range;

use super::Found;
use crate::base::SlotKind;

/// Said before a number, they tell whose it is. The nearest wins.
const BEFORE: &[(&str, Told)] = &[
    ("订单", Told::Order),
    ("order", Told::Order),
    ("运单", Told::Tracking),
    ("快递单", Told::Tracking),
    ("物流单", Told::Tracking),
    ("快递号", Told::Tracking),
    ("面单", Told::Tracking),
    ("快递", Told::Tracking),
    ("顺丰", Told::Tracking),
    ("中通", Told::Tracking),
    ("圆通", Told::Tracking),
    ("申通", Told::Tracking),
    ("韵达", Told::Tracking),
    ("极兔", Told::Tracking),
    ("邮政", Told::Tracking),
    ("德邦", Told::Tracking),
    ("ems", Told::Tracking),
    ("tracking", Told::Tracking),
    ("waybill", Told::Tracking),
    ("parcel", Told::Tracking),
    ("序列号", Told::Other),
    ("批号", Told::Other),
    ("批次", Told::Other),
    ("型号", Told::Other),
    ("税号", Told::Other),
    ("身份证", Told::Other),
    ("条码", Told::Other),
    ("imei", Told::Other),
    ("serial", Told::Other),
    ("batch", Told::Other),
    ("sn", Told::Other),
];

/// How far back those words are looked for, in bytes.
const REACH: usize = 30;

#[derive(Clone, Copy, PartialEq)]
enum Told {
    Order,
    Tracking,
    Other,
}

pub(super) fn codes(text: &str) -> Vec<Found> {
    let mut found = mails(text);
    let runs = runs(text);
    let mut at = 0;
    while at < runs.len() {
        let step = phone(text, &runs[at..]).or_else(|| two_part_order(text, &runs[at..]));
        let (kind, span, used) = match step {
            Some(step) => step,
            None => match code(text, &runs[at]) {
                Some(kind) => (kind, runs[at].clone(), 1),
                None => {
                    at += 1;
                    continue;
                }
            },
        };
        if found.iter().all(|other| other.span.end <= span.start || span.end <= other.span.start) {
            found.push(Found { kind, span, value: String::new() });
        }
        at += used;
    }
    found
}

/// Runs of ASCII letters and digits that hold a digit.
fn runs(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if bytes[at..end].iter().any(u8::is_ascii_digit) {
            runs.push(at..end);
        }
        at = end.max(at) + 1;
    }
    runs
}

/// A mainland mobile, whole or in groups, with or without +86. How many runs it takes.
fn phone(text: &str, runs: &[Range<usize>]) -> Option<(SlotKind, Range<usize>, usize)> {
    let prefixed = matches!(&text[runs[0].clone()], "86" | "0086") && runs.len() > 1 && joined(text, &runs[0], &runs[1]);
    let first = usize::from(prefixed);
    let mut digits = String::new();
    for (used, run) in runs.iter().enumerate().skip(first).take(4) {
        if used > first && !joined(text, &runs[used - 1], run) {
            break;
        }
        digits.push_str(&text[run.clone()]);
        let national = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or(&digits);
        let groups = used - first + 1;
        let grouped = groups == 1 || runs[first].len() == 3;
        if is_mobile(national) && grouped && told(text, runs[0].start) != Some(Told::Order) {
            let plus = usize::from(runs[0].start > 0 && text.as_bytes()[runs[0].start - 1] == b'+');
            return Some((SlotKind::Phone, runs[0].start - plus..run.end, used + 1));
        }
    }
    None
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes.iter().all(u8::is_ascii_digit) && bytes[0] == b'1' && bytes[1] >= b'3'
}

/// One space or dash between.
fn joined(text: &str, left: &Range<usize>, right: &Range<usize>) -> bool {
    matches!(&text[left.end..right.start], " " | "-")
}

/// `231120-123456789012345`.
fn two_part_order(text: &str, runs: &[Range<usize>]) -> Option<(SlotKind, Range<usize>, usize)> {
    let [date, rest, ..] = runs else { return None };
    let shape = date.len() == 6 && rest.len() >= 12 && &text[date.end..rest.start] == "-";
    let digits = |run: &Range<usize>| text[run.clone()].bytes().all(|b| b.is_ascii_digit());
    (shape && digits(date) && digits(rest)).then_some((SlotKind::OrderNo, date.start..rest.end, 2))
}

fn code(text: &str, run: &Range<usize>) -> Option<SlotKind> {
    let code = &text[run.clone()];
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    if !(8..=32).contains(&code.len()) || digits < 6 || is_measured(&text[run.end..]) {
        return None;
    }
    match told(text, run.start) {
        Some(Told::Other) => None,
        Some(Told::Order) => Some(SlotKind::OrderNo),
        Some(Told::Tracking) if code.len() >= 9 => Some(SlotKind::TrackingNo),
        _ if is_tracking(code) => Some(SlotKind::TrackingNo),
        _ if is_day(code) => None,
        _ => Some(SlotKind::OrderNo),
    }
}

/// What the words before a number say that it is.
fn told(text: &str, start: usize) -> Option<Told> {
    let mut from = start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..start];
    let nearest = BEFORE.iter().filter_map(|(word, told)| before.rfind(word).map(|at| (at + word.len(), word.len(), *told)));
    nearest.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, told)| told)
}

fn is_measured(after: &str) -> bool {
    ["元", "块", "毫升", "ml", "kg", "克", "公里"].iter().any(|unit| after.trim_start().starts_with(unit))
}

/// The shapes of the big couriers' numbers, where the shape alone tells.
fn is_tracking(code: &str) -> bool {
    let letters = code.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (prefix, rest) = code.split_at(letters);
    let all_digits = rest.bytes().all(|b| b.is_ascii_digit());
    match prefix {
        "sf" => all_digits && (12..=15).contains(&rest.len()),
        "yt" => all_digits && (10..=18).contains(&rest.len()),
        "jt" => all_digits && (12..=16).contains(&rest.len()),
        _ if prefix.starts_with("jd") && letters <= 4 => rest.len() >= 9,
        "dpk" | "dp" | "ky" | "kye" | "zto" | "sto" | "yd" | "ane" | "bt" => all_digits && rest.len() >= 9,
        "" if code.starts_with("1z") => code.len() == 18,
        "" if all_digits => match code.len() {
            13 => ["3", "4", "97", "98", "99", "10", "11", "12"].iter().any(|start| code.starts_with(start)),
            14 => ["73", "75", "76", "77", "78", "79"].iter().any(|start| code.starts_with(start)),
            15 => code.starts_with("77") || code.starts_with("78"),
            _ => false,
        },
        // EA123456789CN
        _ => {
            letters == 2
                && rest.len() == 11
                && rest[..9].bytes().all(|b| b.is_ascii_digit())
                && rest[9..].bytes().all(|b| b.is_ascii_alphabetic())
        }
    }
}

/// `20261120`.
fn is_day(code: &str) -> bool {
    let part = |range: Range<usize>| code.get(range).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    code.len() == 8 && (2000..2100).contains(&part(0..4)) && (1..=12).contains(&part(4..6)) && (1..=31).contains(&part(6..8))
}

fn mails(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
    let in_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let start = at - bytes[..at].iter().rev().take_while(|b| in_name(b)).count();
        let host = bytes[at + 1..].iter().take_while(|b| in_host(b)).count();
        let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
        let whole = start < at && host.rsplit_once('.').is_some_and(|(name, top)| !name.is_empty() && top.len() >= 2);
        whole.then(|| Found { kind: SlotKind::Email, span: start..at + 1 + host.len(), value: String::new() })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use crate::base::SlotKind::{Email, OrderNo, Phone, TrackingNo};

    #[test]
    fn order_numbers() {
        check("订单1234567890123456789退款", &[(OrderNo, "1234567890123456789")]);
        check("我的单子是231120-123456789012345", &[(OrderNo, "231120-123456789012345")]);
        check("order No. AB12345678 please", &[(OrderNo, "AB12345678")]);
        check("订单号13812345678", &[(OrderNo, "13812345678")]);
        check("AAAA123456", &[(OrderNo, "AAAA123456")]);
    }

    #[test]
    fn numbers_of_other_things() {
        check("iphone15promax128", &[]);
        check("序列号 C02X12345678", &[]);
        check("12345678元", &[(crate::base::SlotKind::Amount, "12345678")]);
    }

    #[test]
    fn couriers() {
        for (text, number) in [
            ("sf1390000123456到哪了", "SF1390000123456"),
            ("YT7512345678901", "YT7512345678901"),
            ("jt5123456789012", "JT5123456789012"),
            ("JDVB01234567890", "JDVB01234567890"),
            ("78123456789012", "78123456789012"),
            ("773012345678901", "773012345678901"),
            ("4312345678901", "4312345678901"),
            ("EA123456789CN", "EA123456789CN"),
            ("快递单号是123456789012", "123456789012"),
            ("tracking number 9912345678", "9912345678"),
        ] {
            check(text, &[(TrackingNo, number)]);
        }
    }

    #[test]
    fn phones() {
        for text in [
            "13812345678",
            "+8613812345678",
            "+86 138 1234 5678",
            "138-1234-5678",
            "电话１３８１２３４５６７８。",
            "86-13812345678",
        ] {
            check(text, &[(Phone, "13812345678")]);
        }
        check("12012345678", &[(OrderNo, "12012345678")]);
    }

    #[test]
    fn mail_addresses() {
        check("发到Ab.C+1@Mail.Example.com.谢谢", &[(Email, "ab.c+1@mail.example.com")]);
        check("@客服 a@b", &[]);
        check("12345678@qq.com", &[(Email, "12345678@qq.com")]);
    }
}
