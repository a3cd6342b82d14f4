use super::Why;
use crate::{base::Lang, dialog::words};

/// `yes` or `no`.
pub(super) fn parse(text: &str) -> Result<String, Why> {
    if words::denies(text) {
        Ok("no".to_owned())
    } else if words::affirms(text) {
        Ok("yes".to_owned())
    } else {
        Err(Why::NeitherYesNorNo)
    }
}

pub(super) fn shown(value: &str, lang: Lang) -> &str {
    match (value, lang) {
        ("yes", Lang::Zh) => "是",
        ("no", Lang::Zh) => "否",
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn reads_both_answers() {
        tests::check(
            &tests::field(FieldKind::YesNo, "goods_kept"),
            &[
                ("是的", Ok("yes")),
                ("Yes!", Ok("yes")),
                ("没有", Ok("no")),
                ("no", Ok("no")),
                ("一半", Err(Why::NeitherYesNorNo)),
            ],
        );
    }
}
