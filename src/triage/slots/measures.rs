//! Amounts of money and quantities of goods: a number and what it is counted in.

use super::{
    Found,
    numerals::{Number, number, plain},
};
use crate::base::SlotKind;

const MONEY: &[&str] =
    &["元", "块钱", "圆", "rmb", "yuan", "cny", "人民币", "美元", "美金", "刀", "dollars", "dollar", "bucks", "usd"];
const BEFORE_MONEY: &[&str] = &["¥", "$", "rmb", "cny", "usd"];
/// After these words a bare number is money.
const PAID: &[&str] = &[
    "退我", "退了", "赔我", "赔了", "付了", "花了", "才退", "扣了", "扣我", "收了", "收我", "差价", "少退", "多收", "补我",
    "paid", "refunded",
];
const GOODS: &[&str] = &[
    "件", "个", "双", "条", "只", "台", "箱", "瓶", "包", "盒", "袋", "套", "份", "支", "张", "把", "斤", "本", "罐", "桶", "枚",
    "床", "对", "块", "片", "pcs", "pieces", "piece", "items", "item", "units", "boxes", "box", "bottles", "bottle", "pairs",
    "pair", "sets", "packs", "bags",
];
/// What 三百 may count beside money.
const OTHER_UNITS: &[&str] = &[
    "天", "次", "年", "月", "号", "人", "公里", "里", "米", "岁", "分", "秒", "小时", "毫升", "克", "公斤", "g", "kg", "ml", "w",
    "度", "寸", "码", "平", "层", "楼", "遍", "点", "条", "%", "倍", "句", "字", "周", "星期",
];

pub(super) fn measures(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let c = text[at..].chars().next().unwrap_or(' ');
        let inside_word =
            c.is_ascii_digit() && text[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '.');
        match number(text, at).filter(|_| !inside_word) {
            Some(number) => {
                let measure = amount(text, at, &number).or_else(|| quantity(text, at, &number));
                at = measure.as_ref().map_or(number.end, |measure| measure.span.end);
                found.extend(measure);
            }
            // Past the whole run of digits or word figures that is no number.
            None if c.is_ascii_digit() => at += text[at..].bytes().take_while(u8::is_ascii_digit).count(),
            None => at += c.len_utf8(),
        }
    }
    found
}

fn amount(text: &str, start: usize, number: &Number) -> Option<Found> {
    let before = text[..start].trim_end();
    let after = &text[number.end..];
    let found = |start, end, value: f64| Some(Found { kind: SlotKind::Amount, span: start..end, value: plain(value) });

    if let Some(sign) = BEFORE_MONEY.iter().find(|sign| before.ends_with(**sign)) {
        return found(before.len() - sign.len(), number.end, number.value);
    }
    let rest = after.trim_start_matches(['多', '来', ' ']);
    let skipped = after.len() - rest.len();
    if let Some(unit) = MONEY.iter().find(|unit| starts_with_word(rest, unit)) {
        return found(start, number.end + skipped + unit.len(), number.value);
    }
    if let Some(after_kuai) = rest.strip_prefix('块') {
        let end = number.end + skipped + '块'.len_utf8();
        let next = after_kuai.chars().next();
        // 12块5
        if let Some(tenth) = next.and_then(|c| c.to_digit(10)) {
            let hundredth = after_kuai.chars().nth(1).and_then(|c| c.to_digit(10));
            let cents = f64::from(tenth * 10 + hundredth.unwrap_or(0)) / 100.0;
            return found(start, end + 1 + usize::from(hundredth.is_some()), number.value + cents);
        }
        let alone = next.is_none_or(|c| !c.is_alphanumeric() || "多了的吧呢啊呀都也就还给退赔补买".contains(c));
        return (alone && (number.value != 1.0 || text.as_bytes()[start].is_ascii_digit()))
            .then(|| found(start, end, number.value))?;
    }
    let counted = OTHER_UNITS.iter().chain(GOODS).any(|unit| rest.starts_with(unit));
    let round_sum = number.in_words && number.value >= 100.0 && number.value % 10.0 == 0.0 && (skipped > 0 || !counted);
    let paid = PAID.iter().any(|word| before.ends_with(word));
    ((round_sum || paid) && !counted).then(|| {
        found(start, number.end + if skipped > 0 && after.starts_with(['多', '来']) { '多'.len_utf8() } else { 0 }, number.value)
    })?
}

fn quantity(text: &str, start: usize, number: &Number) -> Option<Found> {
    let after = &text[number.end..];
    let gap = usize::from(after.starts_with(' '));
    let rest = &after[gap..];
    let unit = GOODS.iter().find(|unit| starts_with_word(rest, unit))?;
    let next = &rest[unit.len()..];
    let time_or_talk = *unit == "个"
        && ["月", "小时", "星期", "礼拜", "多", "工作日", "人", "电话", "钟", "问题", "半"]
            .iter()
            .any(|word| next.starts_with(word));
    // 一个 is an article and 一块 means together, seldom a count.
    let article = matches!(*unit, "个" | "块") && number.value == 1.0 && text[start..].starts_with('一');
    let ordinal = text[..start].ends_with('第');
    let whole = number.value.fract() == 0.0 && (1.0..=10_000.0).contains(&number.value);
    (whole && !time_or_talk && !article && !ordinal).then(|| Found {
        kind: SlotKind::Quantity,
        span: start..number.end + gap + unit.len(),
        value: plain(number.value),
    })
}

/// A Latin unit ends where its word ends.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !word.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use crate::base::SlotKind::{Amount, Quantity};

    #[test]
    fn money() {
        for (text, value) in [
            ("¥12.5退我", "12.5"),
            ("￥ 299", "299"),
            ("12块5", "12.5"),
            ("99元", "99"),
            ("三百多没退", "300"),
            ("两千块钱呢", "2000"),
            ("才退了我20多块", "20"),
            ("paid $1,299 for it", "1299"),
            ("50 yuan", "50"),
            ("一共花了368", "368"),
            ("赔我三百", "300"),
            ("两千三的手机", "2300"),
        ] {
            check(text, &[(Amount, value)]);
        }
    }

    #[test]
    fn goods() {
        check("买了两件", &[(Quantity, "2")]);
        check("少了3 个", &[(Quantity, "3")]);
        check("i got 2 pcs", &[(Quantity, "2")]);
        check("十二瓶", &[(Quantity, "12")]);
        check("两块电池", &[(Quantity, "2")]);
        check("三百个", &[(Quantity, "300")]);
    }

    #[test]
    fn what_is_neither() {
        for text in ["一个问题", "3个月了", "第2个", "500ml", "三百公里", "我一块退了", "iphone15", "5天", "两百天"]
        {
            check(text, &[]);
        }
    }
}
