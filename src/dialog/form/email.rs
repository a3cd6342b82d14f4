use super::Why;

/// An address in the text: a name, one `@`, and a host with a dot. Lower case, as hosts are.
pub(super) fn parse(text: &str) -> Result<String, Why> {
    let outside = |c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')');
    text.split(outside)
        .map(|word| word.trim_end_matches('.'))
        .find(|word| is_address(word))
        .map(str::to_ascii_lowercase)
        .ok_or(Why::NotAnEmail)
}

fn is_address(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let (labels, last) = match host.rsplit_once('.') {
        Some((labels, last)) => (labels, last),
        None => return false,
    };
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte))
        && labels.split('.').all(label)
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn finds_the_address() {
        tests::check(
            &tests::field(FieldKind::Email, "email"),
            &[
                ("发到 Lin.Yi@Example.com 吧", Ok("lin.yi@example.com")),
                ("a@b.co.", Ok("a@b.co")),
                ("lin@example", Err(Why::NotAnEmail)),
                ("lin at example.com", Err(Why::NotAnEmail)),
            ],
        );
    }
}
