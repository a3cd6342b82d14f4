use super::{Why, order_no};

/// 8 to 32 letters or digits, letters in capitals as couriers print them.
pub(super) fn parse(text: &str) -> Result<String, Why> {
    order_no::code(text).map(|code| code.to_ascii_uppercase()).ok_or(Why::NotATrackingNo)
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn finds_the_number_in_a_sentence() {
        tests::check(
            &tests::field(FieldKind::TrackingNo, "tracking_no"),
            &[
                ("sf1390000012345", Ok("SF1390000012345")),
                ("圆通 YT7890123456789", Ok("YT7890123456789")),
                ("没有", Err(Why::NotATrackingNo)),
            ],
        );
    }
}
