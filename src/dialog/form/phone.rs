use super::Why;

/// A mainland mobile number, with or without +86; a landline with its area code; another country's with its `+`.
pub(super) fn parse(text: &str) -> Result<String, Why> {
    let joined: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '（' | '）' | '\u{3000}')).collect();
    let runs = joined.split(|c: char| !c.is_ascii_digit() && c != '+');
    runs.filter_map(number).next().ok_or(Why::NotAPhone)
}

fn number(run: &str) -> Option<String> {
    let (abroad, digits) = match run.strip_prefix('+') {
        Some(digits) => (true, digits),
        None => (false, run),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let home =
        digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() == 11)).unwrap_or(digits);
    let mobile = home.len() == 11 && home.starts_with('1') && !home.starts_with(['0', '2']) && home.as_bytes()[1] >= b'3';
    if mobile {
        return Some(home.to_owned());
    }
    if abroad {
        return (7..=15).contains(&digits.len()).then(|| run.to_owned());
    }
    (digits.starts_with('0') && !digits.starts_with("00") && (10..=12).contains(&digits.len())).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn reads_mobiles_landlines_and_numbers_from_abroad() {
        tests::check(
            &tests::field(FieldKind::Phone, "contact_phone"),
            &[
                ("13812345678", Ok("13812345678")),
                ("我电话 138-1234-5678", Ok("13812345678")),
                ("+86 138 1234 5678", Ok("13812345678")),
                ("0571-88886666", Ok("057188886666")),
                ("+44 20 7946 0958", Ok("+442079460958")),
                ("1381234567", Err(Why::NotAPhone)),
                ("12345678901", Err(Why::NotAPhone)),
                ("你们打给我", Err(Why::NotAPhone)),
            ],
        );
    }
}
