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

/// The option with the longest name or word in the text, if no other option has one as long.
pub(super) fn named<'f>(field: &'f Field, text: &str) -> Option<&'f FieldOption> {
    let lower = text.to_lowercase();
    let longest = |option: &FieldOption| {
        names(option)
            .filter(|name| words::mentions(&lower, &name.to_lowercase()))
            .map(|name| name.chars().count())
            .max()
            .unwrap_or(0)
    };
    let best = field.options.iter().max_by_key(|option| longest(option)).filter(|option| longest(option) >= 2)?;
    let alone = field.options.iter().filter(|option| longest(option) == longest(best)).count() == 1;
    alone.then_some(best)
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
    use crate::dialog::script::FieldKind;

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
}
