//! When an article may be given, and which of its answers.

use super::{Applies, Article, Circumstances};

impl Article {
    /// Whether the article may be given: valid now, and nothing known of the order speaks against it. What isn't known is no
    /// hindrance: who asks about fresh food before telling the order number is answered all the same.
    pub fn may_be_given(&self, circumstances: &Circumstances) -> bool {
        let begun = self.valid_from.is_none_or(|from| from <= circumstances.now);
        let ended = self.valid_until.is_some_and(|until| until <= circumstances.now);
        begun && !ended && self.applies.pairs(circumstances).all(|(asked, known)| known.is_none_or(|known| names(asked, known)))
    }

    /// The first variant whose conditions are known to hold, else the answer.
    pub fn answer_in(&self, circumstances: &Circumstances) -> &str {
        self.variants.iter().find(|variant| variant.applies.holds(circumstances)).map_or(&self.answer, |variant| &variant.answer)
    }
}

impl Applies {
    /// Whether every condition is known to hold.
    pub fn holds(&self, circumstances: &Circumstances) -> bool {
        self.pairs(circumstances).all(|(asked, known)| known.is_some_and(|known| names(asked, known)))
    }

    /// The lists that ask something, each with what is known.
    fn pairs<'a>(&'a self, circumstances: &'a Circumstances) -> impl Iterator<Item = (&'a [String], Option<&'a str>)> {
        [
            (&self.order_state, &circumstances.order_state),
            (&self.category, &circumstances.category),
            (&self.product, &circumstances.product),
        ]
        .into_iter()
        .filter(|(asked, _)| !asked.is_empty())
        .map(|(asked, known)| (asked.as_slice(), known.as_deref()))
    }
}

fn names(list: &[String], value: &str) -> bool {
    list.iter().any(|named| named == value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{Lang, Timestamp},
        knowledge::Variant,
    };

    fn applies(order_state: &[&str], category: &[&str]) -> Applies {
        let owned = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        Applies { order_state: owned(order_state), category: owned(category), product: Vec::new() }
    }

    fn circumstances(now: i64, order_state: &str, category: &str) -> Circumstances {
        let known = |word: &str| (!word.is_empty()).then(|| word.to_owned());
        Circumstances { now: Timestamp(now), order_state: known(order_state), category: known(category), product: None }
    }

    #[track_caller]
    fn check(of_article: Applies, circumstances: Circumstances, given: bool, answer: &str) {
        let article = Article {
            id: "a.b".into(),
            lang: Lang::Zh,
            title: String::new(),
            questions: Vec::new(),
            intents: Vec::new(),
            applies: of_article,
            valid_from: Some(Timestamp(100)),
            valid_until: Some(Timestamp(200)),
            answer: "else".into(),
            variants: vec![
                Variant { applies: applies(&["unpaid"], &["fresh"]), answer: "unpaid and fresh".into() },
                Variant { applies: applies(&["unpaid", "unshipped"], &[]), answer: "early".into() },
            ],
        };
        assert_eq!(
            (article.may_be_given(&circumstances), article.answer_in(&circumstances)),
            (given, answer),
            "{circumstances:?}"
        );
    }

    #[test]
    fn conditions_filter_and_choose() {
        let any = || applies(&[], &[]);
        check(any(), circumstances(99, "", ""), false, "else");
        check(any(), circumstances(100, "", ""), true, "else");
        check(any(), circumstances(200, "", ""), false, "else");
        check(any(), circumstances(150, "unpaid", ""), true, "early");
        check(any(), circumstances(150, "unpaid", "fresh"), true, "unpaid and fresh");
        check(any(), circumstances(150, "unpaid", "apparel"), true, "early");
        check(any(), circumstances(150, "", "fresh"), true, "else");
        check(applies(&[], &["fresh"]), circumstances(150, "", ""), true, "else");
        check(applies(&[], &["fresh"]), circumstances(150, "", "apparel"), false, "else");
        check(applies(&["signed"], &["fresh"]), circumstances(150, "signed", "fresh"), true, "else");
        check(applies(&["signed"], &["fresh"]), circumstances(150, "shipped", "fresh"), false, "else");
    }
}
