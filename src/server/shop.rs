//! The shop as it introduces itself: in the welcome, and to pages before a chat is open.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;

use super::{
    frame::{ChoiceButton, ShopCard},
    shared::Server,
};
use crate::{
    base::{ChoiceValue, Lang},
    dialog::{Hours, Line},
    playbook::Playbook,
};

#[derive(Deserialize)]
pub(super) struct Wanted {
    lang: Option<String>,
}

/// `GET /api/shop?lang=`.
pub(super) async fn show(State(server): State<Server>, Query(wanted): Query<Wanted>) -> Json<ShopCard> {
    let lang = wanted.lang.as_deref().and_then(Lang::from_tag);
    let card = server.cards.card(&server.app.playbook(), lang);
    Json((*card).clone())
}

/// The cards of the playbook that was asked for last; made again when it is another.
#[derive(Default)]
pub(super) struct ShopCards(ArcSwapOption<Made>);

struct Made {
    of: Arc<Playbook>,
    zh: Arc<ShopCard>,
    en: Arc<ShopCard>,
}

impl ShopCards {
    /// The card in `lang`, or in the shop's own language.
    pub(super) fn card(&self, playbook: &Arc<Playbook>, lang: Option<Lang>) -> Arc<ShopCard> {
        let made = self.0.load_full().filter(|made| Arc::ptr_eq(&made.of, playbook)).unwrap_or_else(|| {
            let make = |lang| Arc::new(card(playbook, lang));
            let made = Arc::new(Made { of: Arc::clone(playbook), zh: make(Lang::Zh), en: make(Lang::En) });
            self.0.store(Some(Arc::clone(&made)));
            made
        });
        match lang.unwrap_or(playbook.script.default_lang) {
            Lang::Zh => Arc::clone(&made.zh),
            Lang::En => Arc::clone(&made.en),
        }
    }
}

fn card(playbook: &Playbook, lang: Lang) -> ShopCard {
    let script = &playbook.script;
    let greeting = script.replies.lines.get(&("greeting".into(), lang)).and_then(|lines| lines.first());
    ShopCard {
        name: script.shop.get(lang).to_owned(),
        lang: lang.as_str(),
        hours: hours_text(&script.hours, lang),
        greeting: greeting.map(|line| spoken(line, lang)).unwrap_or_default(),
        choices: openers(playbook, lang),
    }
}

/// The parts of a line that aren't empty, as one text.
fn spoken(line: &Line, lang: Lang) -> String {
    let gap = match lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    let parts = [&line.empathy, &line.fact, &line.next].map(|part| part.trim());
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(gap)
}

/// The labels that the shop offers beside its greeting.
fn openers(playbook: &Playbook, lang: Lang) -> Vec<ChoiceButton> {
    let cards = playbook.shop.openers.iter().filter_map(|id| Some((id, playbook.script.labels.get(id)?)));
    cards
        .map(|(id, card)| ChoiceButton {
            value: ChoiceValue::Label(id.clone()).to_string(),
            label: card.choice.get(lang).to_owned(),
        })
        .collect()
}

/// The week in words: days in a row with the same hours are named together.
fn hours_text(hours: &Hours, lang: Lang) -> String {
    let names = match lang {
        Lang::Zh => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    let (to, gap, between) = match lang {
        Lang::Zh => ("至", " ", "；"),
        Lang::En => ("–", " ", "; "),
    };
    let mut parts: Vec<String> = Vec::new();
    let mut first = 0;
    while first < 7 {
        let spans = &hours.week[first];
        let last = (first..7).take_while(|day| hours.week[*day] == *spans).last().unwrap_or(first);
        if !spans.is_empty() {
            let days = if first == last { names[first].to_owned() } else { format!("{}{to}{}", names[first], names[last]) };
            let times: Vec<String> = spans.iter().map(|(from, until)| format!("{}–{}", clock(*from), clock(*until))).collect();
            parts.push(format!("{days}{gap}{}", times.join(", ")));
        }
        first = last + 1;
    }
    parts.join(between)
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_week_in_words() {
        #[track_caller]
        fn check(week: [&[(u16, u16)]; 7], zh: &str, en: &str) {
            let hours =
                Hours { zone: jiff::tz::TimeZone::UTC, week: week.map(<[_]>::to_vec), days: std::collections::BTreeMap::new() };
            assert_eq!(hours_text(&hours, Lang::Zh), zh);
            assert_eq!(hours_text(&hours, Lang::En), en);
        }
        let day: &[(u16, u16)] = &[(540, 1320)];
        let split: &[(u16, u16)] = &[(540, 720), (780, 1080)];
        check([day; 7], "周一至周日 09:00–22:00", "Mon–Sun 09:00–22:00");
        check(
            [split, split, split, split, split, day, &[]],
            "周一至周五 09:00–12:00, 13:00–18:00；周六 09:00–22:00",
            "Mon–Fri 09:00–12:00, 13:00–18:00; Sat 09:00–22:00",
        );
        check([&[]; 7], "", "");
    }

    #[test]
    fn says_the_parts_that_are_there() {
        let line = Line { empathy: "Hello.".into(), fact: String::new(), next: "How can I help?".into() };
        assert_eq!(spoken(&line, Lang::En), "Hello. How can I help?");
        assert_eq!(spoken(&line, Lang::Zh), "Hello.How can I help?");
    }
}
