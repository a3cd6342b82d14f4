//! Words to say: which template, which variant of it, and its three parts made one text.

use std::{collections::BTreeMap, sync::LazyLock};

use minijinja::Environment;

use super::{Line, Replies, turn::Turn};
use crate::base::{LabelId, Lang, ReplyId};

pub(super) type Variables<'v> = &'v [(&'static str, String)];

/// Templates are rendered from text, so one environment without templates serves all.
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(Environment::new);

/// A text, with the template and variant it came from.
#[derive(Clone, Debug, Default)]
pub(super) struct Spoken {
    pub text: String,
    pub reply: Option<(ReplyId, u8)>,
}

impl Spoken {
    /// The same text with a line before it.
    pub(super) fn after(mut self, first: &str) -> Spoken {
        if !first.is_empty() {
            self.text = format!("{first}\n\n{}", self.text);
        }
        self
    }

    /// The same text with a line after it.
    pub(super) fn and(mut self, last: &str) -> Spoken {
        if !last.is_empty() {
            self.text = format!("{}\n\n{last}", self.text);
        }
        self
    }
}

/// The first of these replies that the shop has, in its next variant. `article` takes the place of the fact.
pub(super) fn speak(turn: &Turn<'_>, ids: &[&str], article: Option<&str>, variables: Variables<'_>) -> Spoken {
    let lang = turn.lang();
    let found = ids.iter().find_map(|id| turn.script().replies.variants(id, lang).map(|lines| (*id, lines)));
    let Some((id, lines)) = found else {
        return Spoken { text: article.unwrap_or_default().to_owned(), reply: None };
    };
    let variant = match turn.talk.variant(id) {
        Some(last) => (usize::from(last) + 1) % lines.len(),
        None => first_variant(turn, id, lines.len()),
    };
    let text = compose(&lines[variant], article, variables, lang);
    Spoken { text, reply: Some((ReplyId::from(id), u8::try_from(variant).unwrap_or(0))) }
}

/// Every variant of a reply, in words.
pub(super) fn each(turn: &Turn<'_>, id: &str, variables: Variables<'_>) -> Vec<String> {
    let lines = turn.script().replies.variants(id, turn.lang()).unwrap_or_default();
    lines.iter().map(|line| compose(line, None, variables, turn.lang())).collect()
}

/// A label's own reply, else its topic's, else its route's.
pub(super) fn of_label(turn: &Turn<'_>, label: &LabelId, article: Option<&str>) -> Spoken {
    let card = turn.script().labels.get(label);
    let topic = format!("{}.any", card.map_or("", |card| card.topic.as_str()));
    let route = card.map_or("route.faq", |card| card.route.reply());
    let name = card.map_or_else(String::new, |card| card.name.get(turn.lang()).to_owned());
    let around = if article.is_some() { "faq" } else { route };
    speak(turn, &[label.as_str(), &topic, around, route], article, &[("label", name)])
}

/// Buyers don't all begin with the first variant, and a replay begins with the same one.
fn first_variant(turn: &Turn<'_>, id: &str, variants: usize) -> usize {
    let [.., byte] = *turn.talk.conversation.0.as_bytes();
    (usize::from(byte) + id.len()) % variants.max(1)
}

fn compose(line: &Line, article: Option<&str>, variables: Variables<'_>, lang: Lang) -> String {
    let part = |template: &str| render(template, variables);
    let (empathy, next) = (part(&line.empathy), part(&line.next));
    let fact = article.map_or_else(|| part(&line.fact), str::to_owned);
    let parts = [empathy.trim(), fact.trim(), next.trim()].into_iter().filter(|part| !part.is_empty());
    parts.fold(String::new(), |said, part| {
        let gap = match (said.as_str(), article) {
            ("", _) => "",
            (_, Some(_)) => "\n\n",
            (said, None) => gap_after(said, lang),
        };
        said + gap + part
    })
}

/// Sentences stay apart, whether or not a part ends as one does; what follows a list begins a line.
fn gap_after(part: &str, lang: Lang) -> &'static str {
    const END: [char; 17] = ['。', '！', '？', '…', '：', '；', '，', '、', '—', '~', '.', '!', '?', ':', ';', ',', '-'];
    const CLOSING: [char; 11] = ['」', '』', '”', '’', '）', '》', '"', '\'', ')', '*', '_'];
    let ended = part.trim_end_matches(CLOSING).ends_with(END);
    match (part.contains('\n'), ended, lang) {
        (true, ..) => "\n",
        (false, true, Lang::Zh) => "",
        (false, true, Lang::En) => " ",
        (false, false, Lang::Zh) => "。",
        (false, false, Lang::En) => ". ",
    }
}

/// A template that breaks is said as it is written: `playbook` checked it, and silence would be worse.
fn render(template: &str, variables: Variables<'_>) -> String {
    if !template.contains("{{") && !template.contains("{%") {
        return template.to_owned();
    }
    let values: BTreeMap<&str, String> = variables.iter().cloned().collect();
    ENVIRONMENT.render_str(template, values).unwrap_or_else(|_| template.to_owned())
}

impl Replies {
    /// The variants of a reply in this language, else in any; `None` where the shop has none.
    fn variants(&self, id: &str, lang: Lang) -> Option<&[Line]> {
        let id = ReplyId::from(id);
        [lang, Lang::Zh, Lang::En]
            .into_iter()
            .find_map(|lang| self.lines.get(&(id.clone(), lang)))
            .map(Vec::as_slice)
            .filter(|lines| !lines.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_apart() {
        for (lang, parts, said) in [
            (Lang::Zh, ["", "请核对：\n希望：全部退款", "没问题我就提交。"], "请核对：\n希望：全部退款\n没问题我就提交。"),
            (
                Lang::En,
                ["", "Please check:\nWanted: Exchange", "Shall I file it?"],
                "Please check:\nWanted: Exchange\nShall I file it?",
            ),
            (Lang::Zh, ["了解了", "「退款」我来登记", "几个小问题"], "了解了。「退款」我来登记。几个小问题"),
            (Lang::Zh, ["别急。", "是哪一种？", "选一个"], "别急。是哪一种？选一个"),
            (Lang::Zh, ["", "您说「好的。」", "那就这样"], "您说「好的。」那就这样"),
            (Lang::Zh, ["", "改成「红色」", "继续"], "改成「红色」。继续"),
            (Lang::En, ["I see", "It is on file as C-1", "Go on"], "I see. It is on file as C-1. Go on"),
            (Lang::En, ["I see.", "", "Go on"], "I see. Go on"),
            (Lang::Zh, ["", "转人工", ""], "转人工"),
        ] {
            let [empathy, fact, next] = parts.map(str::to_owned);
            assert_eq!(compose(&Line { empathy, fact, next }, None, &[], lang), said);
        }
        let around = Line { empathy: "别急".to_owned(), fact: String::new(), next: "还有吗".to_owned() };
        assert_eq!(compose(&around, Some("- 一\n- 二\n"), &[], Lang::Zh), "别急\n\n- 一\n- 二\n\n还有吗");
    }
}
