//! A text introduced by what its field is called: 「抬头杭州云栖科技有限公司」, `title: Hangzhou Yunxi`.

use crate::dialog::script::{Field, FieldKind, Form};

/// Where a text ends that was said among others.
const STOPS: [char; 10] = ['，', ',', '。', '；', ';', '、', '\n', '！', '!', '？'];
/// Between a name and what it is.
const JOINTS: [&str; 14] =
    ["是", "为", "叫", "写", "改成", "改为", "换成", "应该是", "应为", "：", ":", "=", "is ", "should be "];
/// What begins so is talk about the field: 「抬头要改一下」.
const TALK: [char; 20] =
    ['开', '要', '改', '换', '错', '不', '没', '能', '可', '怎', '什', '有', '还', '也', '的', '会', '对', '吗', '呢', '在'];

/// What the message says that this text is, among other things; a value to propose.
pub(super) fn said<'t>(form: &Form, field: &Field, text: &'t str) -> Option<&'t str> {
    let (_, rest) = introduced(field, text)?;
    let value = trim(before_others(form, field, &rest[..stop(rest)]));
    (value.chars().count() >= 4 && !value.starts_with(TALK)).then_some(value)
}

/// The answer to this field without its name before it, nor another field's text behind it. Only fields that have words of their
/// own are told apart so: any other text is taken as it stands.
pub(super) fn answer<'t>(form: &Form, field: &Field, text: &'t str) -> &'t str {
    if field.words.is_empty() {
        return text;
    }
    let leads = |at: usize| text[..at].chars().count() <= 4;
    let rest = introduced(field, text).filter(|(at, _)| leads(*at)).map_or(text, |(_, rest)| rest);
    let value = trim(before_others(form, field, rest));
    if value.is_empty() { text } else { value }
}

/// The place of the field's name or word in the text, and what stands behind it. Only a Chinese word needs no joint: names and
/// English words are in mere talk as well.
fn introduced<'t>(field: &Field, text: &'t str) -> Option<(usize, &'t str)> {
    let name = [&field.name.zh, &field.name.en].into_iter().filter_map(|name| {
        let (at, rest) = behind(text, name)?;
        joined(rest).map(|rest| (at, rest))
    });
    let word = field.words.iter().filter_map(|word| {
        let (at, rest) = behind(text, word)?;
        joined(rest).or(Some(rest).filter(|_| !word.is_ascii())).map(|rest| (at, rest))
    });
    name.chain(word).min_by_key(|(at, rest)| (*at, rest.len()))
}

fn behind<'t>(text: &'t str, name: &str) -> Option<(usize, &'t str)> {
    let (lower, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    let at = if name.is_empty() { None } else { lower.find(&name) }?;
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let rest = &text[at + name.len()..];
    let inside = name.is_ascii() && (letter(text[..at].chars().next_back()) || letter(rest.chars().next()));
    (!inside).then_some((at, rest))
}

fn joined(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let joint = JOINTS.iter().find(|joint| rest.starts_with(**joint))?;
    Some(rest[joint.len()..].trim_start_matches([' ', '：', ':', '=']))
}

/// The first stop; a space is one beside a Chinese character.
fn stop(text: &str) -> usize {
    let han = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let parts = |at: usize, c: char| han(text[..at].chars().next_back()) || han(text[at + c.len_utf8()..].chars().next());
    let stops = |&(at, c): &(usize, char)| STOPS.contains(&c) || (c == ' ' && at > 0 && parts(at, c));
    text.char_indices().find(stops).map_or(text.len(), |(at, _)| at)
}

/// Cut where another text of the form is introduced.
fn before_others<'t>(form: &Form, field: &Field, text: &'t str) -> &'t str {
    let others = form.fields.iter().filter(|it| it.id != field.id && it.kind == FieldKind::Text && !it.words.is_empty());
    let end = others.filter_map(|other| introduced(other, text)).map(|(at, _)| at).min();
    &text[..end.unwrap_or(text.len())]
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || STOPS.contains(&c) || matches!(c, '：' | ':' | '「' | '」' | '"'))
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};

    fn form() -> Form {
        let field = |id: &str, zh: &str, en: &str, words: &[&str]| {
            let mut field = tests::field(FieldKind::Text, id);
            (field.name.zh, field.name.en) = (zh.to_owned(), en.to_owned());
            field.words = words.iter().map(|word| (*word).to_owned()).collect();
            field
        };
        let fields = vec![
            field("title", "发票抬头", "invoice title", &["抬头", "title"]),
            field("tax_number", "税号", "tax number", &["税号", "纳税人识别号"]),
            field("address", "地址", "address", &[]),
        ];
        Form { id: "invoice".into(), name: tests::field(FieldKind::Text, "x").name, fields }
    }

    #[test]
    fn finds_each_text_by_its_name() {
        const ALL: &str = "开专票，公司抬头杭州云栖科技有限公司，税号91330106MA2XXXXX5X，订单QH7201480217";
        for (text, id, found) in [
            (ALL, "title", Some("杭州云栖科技有限公司")),
            (ALL, "tax_number", Some("91330106MA2XXXXX5X")),
            (ALL, "address", None),
            ("抬头：云栖科技 税号 91330106MA2XXXXX5X", "title", Some("云栖科技")),
            ("抬头：云栖科技 税号：91330106MA2XXXXX5X 邮箱a@b.com", "tax_number", Some("91330106MA2XXXXX5X")),
            ("抬头改成云栖网络，谢谢", "title", Some("云栖网络")),
            ("Title: Yunxi Tech, tax number: 91330106MA2XXXXX5X", "title", Some("Yunxi Tech")),
            ("Title: Yunxi Tech, tax number: 91330106MA2XXXXX5X", "tax_number", Some("91330106MA2XXXXX5X")),
            ("it must show the title of the firm", "title", None),
            ("the title is Yunxi Tech", "title", Some("Yunxi Tech")),
            ("地址是杭州市西湖区文三路1号", "address", Some("杭州市西湖区文三路1号")),
            ("地址填错了能改吗", "address", None),
            ("抬头要改一下的话怎么办", "title", None),
            ("subtitles are missing", "title", None),
        ] {
            let form = form();
            let field = form.field(&id.into()).unwrap();
            assert_eq!(said(&form, field, text), found, "{id}: {text}");
        }
    }

    #[test]
    fn an_answer_loses_its_own_name_and_what_follows() {
        for (text, id, value) in [
            ("抬头是杭州云栖科技有限公司", "title", "杭州云栖科技有限公司"),
            ("我们公司抬头：云栖科技", "title", "云栖科技"),
            ("杭州云栖科技有限公司，税号91330106MA2XXXXX5X", "title", "杭州云栖科技有限公司"),
            ("税号：91330106MA2XXXXX5X", "tax_number", "91330106MA2XXXXX5X"),
            ("王小青", "title", "王小青"),
            ("抬头", "title", "抬头"),
            ("地址：杭州市，西湖区文三路1号，抬头不写", "address", "地址：杭州市，西湖区文三路1号，抬头不写"),
        ] {
            let form = form();
            let field = form.field(&id.into()).unwrap();
            assert_eq!(answer(&form, field, text), value, "{text}");
        }
    }
}
