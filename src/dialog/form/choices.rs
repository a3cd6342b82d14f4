use super::{Why, choice};
use crate::{base::Lang, dialog::script::Field};

/// Some of the options, parted by commas and the like; kept in the list's order as `door,locker`.
pub(super) fn parse(field: &Field, text: &str) -> Result<String, Why> {
    let parts = || {
        text.split([',', '，', '、', ';', '；', '/', '+', '\n'])
            .flat_map(|part| part.split(['和', '及']))
            .flat_map(|part| part.split(" and "))
    };
    let chosen: Vec<&str> = field
        .options
        .iter()
        .filter(|option| {
            parts().any(|part| {
                choice::exact(field, part.trim())
                    .or_else(|| choice::named(field, part))
                    .is_some_and(|it| it.value == option.value)
            })
        })
        .map(|option| option.value.as_str())
        .collect();
    if chosen.is_empty() { Err(Why::NotAnOption) } else { Ok(chosen.join(",")) }
}

/// Both sets as one, in the list's order.
pub(super) fn joined(field: &Field, before: &str, more: &str) -> String {
    let has = |value: &str| before.split(',').chain(more.split(',')).any(|it| it == value);
    let values: Vec<&str> = field.options.iter().map(|option| option.value.as_str()).filter(|value| has(value)).collect();
    values.join(",")
}

/// The names of the options in a value.
pub(super) fn shown(field: &Field, value: &str, lang: Lang) -> String {
    let name = |value: &str| {
        let option = field.options.iter().find(|option| option.value == value);
        option.map_or_else(|| value.to_owned(), |option| option.name.get(lang).to_owned())
    };
    let names: Vec<String> = value.split(',').map(name).collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};
    use crate::dialog::script::FieldKind;

    #[test]
    fn takes_several_in_the_order_of_the_list() {
        let field = tests::field(FieldKind::Choices, "places");
        tests::check(
            &field,
            &[
                ("丢了和晚了", Ok("late,lost")),
                ("1、3", Ok("stopped,lost")),
                ("late and missing", Ok("late,lost")),
                ("都没有", Err(Why::NotAnOption)),
            ],
        );
        assert_eq!(joined(&field, "lost", "stopped"), "stopped,lost");
        assert_eq!(joined(&field, "", "late"), "late");
        assert_eq!(shown(&field, "late,lost", Lang::Zh), "超时未到、丢件");
    }
}
