use super::{Why, phrases};
use crate::dialog::{script::Field, words};

/// Any words, 1 to 500 characters unless the field says otherwise; but no yes, no or skip, and no talk about the talk.
pub(super) fn parse(field: &Field, text: &str) -> Result<String, Why> {
    if words::is_reply(text) || phrases::is_remark(text) {
        return Err(Why::NoContent);
    }
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

    #[test]
    fn refuses_what_says_nothing_of_the_field() {
        tests::check(
            &tests::field(FieldKind::Text, "title"),
            &[
                ("我刚才不是说了吗", Err(Why::NoContent)),
                ("好吧还是退吧", Err(Why::NoContent)),
                ("好的", Err(Why::NoContent)),
                ("I already told you", Err(Why::NoContent)),
                ("王小青", Ok("王小青")),
                ("全部", Ok("全部")),
            ],
        );
    }
}
