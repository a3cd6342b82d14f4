use super::{Why, numerals};
use crate::dialog::script::Field;

/// A whole number in digits or Chinese numerals: `2`, `两件`, `十二个`.
pub(super) fn parse(field: &Field, text: &str) -> Result<String, Why> {
    let number = numerals::first(text).ok_or(Why::NotANumber)?;
    if let Some(min) = field.min.filter(|min| number < *min) {
        return Err(Why::TooSmall { min });
    }
    if let Some(max) = field.max.filter(|max| number > *max) {
        return Err(Why::TooLarge { max });
    }
    Ok(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn reads_digits_and_chinese_numerals() {
        let mut field = tests::field(FieldKind::Number, "damaged_count");
        (field.min, field.max) = (Some(1), Some(99));
        tests::check(
            &field,
            &[
                ("2", Ok("2")),
                ("两件", Ok("2")),
                ("一共十二个", Ok("12")),
                ("3 pieces", Ok("3")),
                ("0", Err(Why::TooSmall { min: 1 })),
                ("100", Err(Why::TooLarge { max: 99 })),
                ("好多", Err(Why::NotANumber)),
            ],
        );
    }
}
