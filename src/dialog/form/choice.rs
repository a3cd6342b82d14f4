use super::{Why, numerals};
use crate::dialog::{
    script::{Field, FieldOption},
    words,
};

/// One of the options: by value, name, other word, letter or place in the list; else the one option that the words name.
pub(super) fn parse(field: &Field, text: &str) -> Result<String, Why> {
    exact(field, text).or_else(|| named(field, text)).map(|option| option.value.clone()).ok_or(Why::NotAnOption)
}

/// The option that the text as a whole stands for.
pub(super) fn exact<'f>(field: &'f Field, text: &str) -> Option<&'f FieldOption> {
    let bare = words::bare(text);
    let said = |name: &str| words::bare(name) == bare;
    field
        .options
        .iter()
        .find(|option| option.value == text || said(&option.value) || names(option).any(said))
        .or_else(|| field.options.get(place(&bare)?))
}

/// The option with the longest name or word in the text, if no other option has one as long. A short answer may name it by one
/// character, by a part of its name, or by the first word of its English name.
pub(super) fn named<'f>(field: &'f Field, text: &str) -> Option<&'f FieldOption> {
    let lower = text.to_lowercase();
    let least = if text.chars().count() <= 6 && !lower.contains(['没', '不', '无']) { 1 } else { 2 };
    let longest = |option: &FieldOption| {
        let found = names(option).filter(|name| words::mentions(&lower, &name.to_lowercase()) && !is_bare_letter(name));
        found.map(|name| name.chars().count()).max().unwrap_or(0)
    };
    let best = field.options.iter().map(longest).max().filter(|best| *best >= least);
    match best {
        Some(best) => only(field, |option| longest(option) == best),
        None if text.chars().count() <= 24 => {
            part(field, text).or_else(|| only(field, |option| head(option).is_some_and(|head| words::mentions(&lower, &head))))
        }
        None => None,
    }
}

/// The option whose name holds the whole text, as 补发一件 holds 补发.
fn part<'f>(field: &'f Field, text: &str) -> Option<&'f FieldOption> {
    let bare = words::bare(text);
    let holds = |option: &FieldOption| names(option).any(|name| words::mentions(&name.to_lowercase(), &bare));
    let tells = bare.chars().count() >= 2 && !words::is_reply(&bare);
    if tells { only(field, holds) } else { None }
}

fn only(field: &Field, is: impl Fn(&FieldOption) -> bool) -> Option<&FieldOption> {
    let mut found = field.options.iter().filter(|option| is(option));
    found.next().filter(|_| found.next().is_none())
}

/// The `wechat` of `WeChat Pay`, where it is long enough to tell.
fn head(option: &FieldOption) -> Option<String> {
    let (first, _) = option.name.en.split_once(' ')?;
    (first.len() >= 5).then(|| first.to_lowercase())
}

/// An S or an M within a sentence is a letter; 我 is whoever speaks.
fn is_bare_letter(name: &str) -> bool {
    name == "我" || (name.len() == 1 && name.is_ascii())
}

fn names(option: &FieldOption) -> impl Iterator<Item = &str> {
    [option.name.zh.as_str(), option.name.en.as_str()].into_iter().chain(option.words.iter().map(String::as_str))
}

/// `b`, `2`, `第二个`, `the second one`: a place in the list, from 0.
pub(in crate::dialog) fn place(bare: &str) -> Option<usize> {
    const ORDINALS: [&str; 9] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
    let mut chars = bare.chars();
    if let (Some(letter @ 'a'..='i'), None) = (chars.next(), chars.next()) {
        return Some(letter as usize - 'a' as usize);
    }
    let english = bare.trim_start_matches("the ").trim_end_matches(" one").trim_end_matches(" option");
    if let Some(place) = ORDINALS.iter().position(|ordinal| *ordinal == english) {
        return Some(place);
    }
    let number = bare.trim_start_matches('第').trim_end_matches(['个', '项', '条', '种']);
    let place = numerals::whole(number.trim_start_matches("no.").trim_start_matches("option ").trim())?;
    usize::try_from(place).ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::{base::Bilingual, dialog::script::FieldKind};

    #[test]
    fn matches_values_names_words_letters_and_places() {
        tests::check(
            &tests::field(FieldKind::Choice, "symptom"),
            &[
                ("stopped", Ok("stopped")),
                ("物流停了。", Ok("stopped")),
                ("卡住", Ok("stopped")),
                ("快递一直没动啊", Ok("stopped")),
                ("it's stuck somewhere", Ok("stopped")),
                ("B", Ok("late")),
                ("2", Ok("late")),
                ("第三个", Ok("lost")),
                ("the second one", Ok("late")),
                ("晚了，可能丢了", Err(Why::NotAnOption)),
                ("9", Err(Why::NotAnOption)),
                ("随便", Err(Why::NotAnOption)),
            ],
        );
    }

    #[test]
    fn a_short_answer_names_an_option_by_a_character_or_its_first_word() {
        let option = |value: &str, zh: &str, en: &str, words: &[&str]| FieldOption {
            value: value.to_owned(),
            name: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let mut field = tests::field(FieldKind::Choice, "asked");
        field.options = vec![
            option("outer_box", "只是外箱破了", "Only the outer box", &["箱子"]),
            option("broken", "碎了裂了", "Broken", &["碎", "裂"]),
            option("leaking", "漏液洒了", "Leaking", &["漏", "洒"]),
            option("wechat", "微信支付", "WeChat Pay", &["微信"]),
            option("adult", "成人", "Adult", &["我"]),
        ];
        tests::check(
            &field,
            &[
                ("都碎了", Ok("broken")),
                ("有点漏", Ok("leaking")),
                ("碎了也漏了", Err(Why::NotAnOption)),
                ("没碎", Err(Why::NotAnOption)),
                ("装在袋子里的都碎成一片一片了", Err(Why::NotAnOption)),
                ("paid by wechat", Ok("wechat")),
                ("洒了", Ok("leaking")),
                ("outer box", Ok("outer_box")),
                ("微信支", Ok("wechat")),
                ("了", Err(Why::NotAnOption)),
                ("我妈", Err(Why::NotAnOption)),
                ("我", Ok("adult")),
            ],
        );
    }
}
