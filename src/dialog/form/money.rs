use super::{Why, numerals};
use crate::{base::Money, dialog::script::Field};

/// An amount in yuan: `99`, `¥1,299.50`, `12块5`, `三百`, `1.2万`. Printed without a unit.
pub(super) fn parse(field: &Field, text: &str) -> Result<String, Why> {
    let amount = amount(text).ok_or(Why::NotAnAmount)?;
    if let Some(min) = field.min.filter(|min| amount < Money::from_yuan(*min)) {
        return Err(Why::TooSmall { min });
    }
    if let Some(max) = field.max.filter(|max| amount > Money::from_yuan(*max)) {
        return Err(Why::TooLarge { max });
    }
    if amount.0 == 0 && field.min.is_none() {
        return Err(Why::NotAnAmount);
    }
    Ok(amount.to_string())
}

/// The first amount in the text. A minus sign in front makes it none.
pub(in crate::dialog) fn amount(text: &str) -> Option<Money> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let start = text.find(|c: char| c.is_ascii_digit()).or_else(|| text.find(numerals::is_numeral))?;
    if text[..start].ends_with('-') {
        return None;
    }
    let text = &text[start..];
    let arabic: &str = &text[..text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len())];
    let (number, rest) = match arabic {
        "" => {
            let end = text.find(|c| !numerals::is_numeral(c)).unwrap_or(text.len());
            (Money::from_yuan(numerals::whole(&text[..end])?), &text[end..])
        }
        arabic => (Money::parse(arabic.trim_end_matches('.'))?, &text[arabic.len()..]),
    };
    let number = match rest.chars().next() {
        Some('万' | 'w' | 'W') => Money(number.0.checked_mul(10_000)?),
        Some('千' | 'k' | 'K') => Money(number.0.checked_mul(1_000)?),
        Some('块' | '元') => Money(number.0 + tenths(&rest[3..]).unwrap_or(0)),
        _ => number,
    };
    (number.0 <= 10_000_000_000).then_some(number)
}

/// The `5` of `12块5`, in fen; two digits are jiao and fen.
fn tenths(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    match &text[..end] {
        one if one.len() == 1 => one.parse::<i64>().ok().map(|jiao| jiao * 10),
        two if two.len() == 2 => two.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn reads_amounts_as_people_write_them() {
        let mut field = tests::field(FieldKind::Money, "amount");
        field.max = Some(100_000);
        tests::check(
            &field,
            &[
                ("99", Ok("99")),
                ("¥1,299.50", Ok("1299.50")),
                ("大概12块5吧", Ok("12.50")),
                ("三百二", Ok("320")),
                ("两千", Ok("2000")),
                ("1.2万", Ok("12000")),
                ("0", Err(Why::NotAnAmount)),
                ("-5", Err(Why::NotAnAmount)),
                ("200万", Err(Why::TooLarge { max: 100_000 })),
                ("挺多的", Err(Why::NotAnAmount)),
            ],
        );
    }
}
