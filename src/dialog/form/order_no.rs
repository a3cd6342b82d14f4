use super::Why;

/// 8 to 32 letters or digits, at least one a digit; spaces and dashes inside are dropped.
pub(super) fn parse(text: &str) -> Result<String, Why> {
    code(text).ok_or(Why::NotAnOrderNo)
}

/// The number in a message: the whole of it, or its longest run that has the digits of one.
pub(super) fn code(text: &str) -> Option<String> {
    let whole: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '#' | '\u{3000}')).collect();
    if is_code(&whole, 1) && !text.trim().contains(|c: char| c.is_ascii_lowercase() && text.contains(' ')) {
        return Some(whole);
    }
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    runs.map(|run| run.replace('-', "")).filter(|run| is_code(run, 5)).max_by_key(String::len)
}

/// A mainland mobile number, which buyers send as often.
fn is_mobile(text: &str) -> bool {
    text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.starts_with('1') && text.as_bytes()[1] >= b'3'
}

fn is_code(text: &str, digits: usize) -> bool {
    !is_mobile(text)
        && (8..=32).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().filter(u8::is_ascii_digit).count() >= digits
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn finds_the_number_in_a_sentence() {
        tests::check(
            &tests::field(FieldKind::OrderNo, "order_no"),
            &[
                ("202611180001", Ok("202611180001")),
                ("订单号是202611180001，谢谢", Ok("202611180001")),
                ("it's A1B2-C3D4-55", Ok("A1B2C3D455")),
                ("6932 0488 1772 5541", Ok("6932048817725541")),
                ("1234567", Err(Why::NotAnOrderNo)),
                ("13812345678", Err(Why::NotAnOrderNo)),
                ("something", Err(Why::NotAnOrderNo)),
                ("I bought 2 of them last week", Err(Why::NotAnOrderNo)),
                ("不知道在哪里看", Err(Why::NotAnOrderNo)),
                ("123456789012345678901234567890123", Err(Why::NotAnOrderNo)),
            ],
        );
    }
}
