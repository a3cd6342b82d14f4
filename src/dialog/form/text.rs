use super::Why;
use crate::dialog::script::Field;

/// Any words, 1 to 500 characters unless the field says otherwise.
pub(super) fn parse(field: &Field, text: &str) -> Result<String, Why> {
    let got = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let (min, max) = (field.min.unwrap_or(1), field.max.unwrap_or(500));
    if got < min {
        return Err(Why::TooShort { min, got });
    }
    if got > max {
        return Err(Why::TooLong { max, got });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn counts_characters_not_bytes() {
        let mut field = tests::field(FieldKind::Text, "description");
        (field.min, field.max) = (Some(5), Some(8));
        tests::check(
            &field,
            &[
                ("屏幕有划痕", Ok("屏幕有划痕")),
                ("坏了", Err(Why::TooShort { min: 5, got: 2 })),
                ("123456789", Err(Why::TooLong { max: 8, got: 9 })),
            ],
        );
    }
}
