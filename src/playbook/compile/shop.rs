use std::{collections::BTreeMap, sync::Arc};

use jiff::{civil::Date, tz::TimeZone};

use super::Context;
use crate::{
    base::{Bilingual, LabelId, Lang, Money},
    dialog::{Clocks, Escalation, Hours, Route},
    knowledge,
    playbook::{
        Shop,
        facts::{Facts, is_name},
        moments,
        names::Names,
        parse::Kind,
        problem::Problems,
        source::At,
        written::{FactWritten, HoursWritten, ShopFile},
    },
    triage,
};

/// `shop.toml`, compiled.
pub(in crate::playbook) struct ShopParts {
    pub(in crate::playbook) shop: Shop,
    pub(in crate::playbook) hours: Hours,
    pub(in crate::playbook) clocks: Clocks,
    pub(in crate::playbook) escalation: Escalation,
    pub(in crate::playbook) triage: triage::Rules,
    pub(in crate::playbook) wrong: Wrong,
    pub(in crate::playbook) knowledge: knowledge::Thresholds,
}

/// What a wrong label costs, in questions, by what it leads to.
pub(in crate::playbook) struct Wrong {
    faq: f32,
    chat: f32,
    form: f32,
    human: f32,
}

impl Wrong {
    pub(in crate::playbook) fn of(&self, route: Route) -> f32 {
        match route {
            Route::Faq => self.faq,
            Route::Chat => self.chat,
            Route::Form => self.form,
            Route::Human => self.human,
        }
    }
}

/// Compiles `shop.toml` and opens the context for everything else.
pub(in crate::playbook) fn shop<'a>(file: &Arc<str>, written: ShopFile, names: &'a Names) -> (ShopParts, Context<'a>) {
    let mut context =
        Context { names, facts: Facts::default(), languages: Vec::new(), zone: TimeZone::UTC, problems: Problems::default() };
    languages(&mut context, file, &written.languages);
    match TimeZone::get(&written.time_zone) {
        Ok(zone) => context.zone = zone,
        Err(_) => {
            let message = format!("unknown time zone `{}`", written.time_zone.value);
            context.add(file, written.time_zone.line, message, "write a name such as Asia/Shanghai");
        }
    }
    let name = context.bilingual(file, "name", &written.name);
    facts(&mut context, file, &name, &written);
    let openers = openers(&mut context, file, &written.openers);
    let parts = ShopParts {
        hours: hours(&mut context, file, &written.hours),
        clocks: clocks(&mut context, file, &written),
        escalation: escalation(&mut context, file, &written),
        triage: triage_rules(&mut context, file, &written),
        wrong: wrong(&mut context, file, &written),
        knowledge: knowledge_thresholds(&mut context, file, &written),
        shop: Shop {
            name,
            languages: context.languages.clone(),
            openers,
            zone: context.zone.clone(),
            facts: BTreeMap::new(),
            server: written.server,
            storage: written.storage,
        },
    };
    (parts, context)
}

fn languages(context: &mut Context<'_>, file: &str, written: &At<Vec<At<Lang>>>) {
    for lang in written.iter() {
        if context.languages.contains(lang) {
            context.add(file, lang.line, format!("`{}` is here twice", lang.value), "keep one of them");
        } else {
            context.languages.push(lang.value);
        }
    }
    if context.languages.is_empty() {
        context.add(file, written.line, "a shop needs a language", "write [\"zh\", \"en\"], or one of them");
        context.languages.push(Lang::Zh);
    }
}

fn openers(context: &mut Context<'_>, file: &str, written: &[At<String>]) -> Vec<LabelId> {
    const MOST: usize = 6;
    if let Some(over) = written.get(MOST) {
        context.add(file, over.line, format!("more than {MOST} openers"), "keep those that buyers need most");
    }
    for label in written {
        context.names.must_have(Kind::Label, label, file, label.line, &mut context.problems);
    }
    written.iter().map(|label| LabelId::from(label.as_str())).collect()
}

fn facts(context: &mut Context<'_>, file: &str, name: &Bilingual, written: &ShopFile) {
    let mut facts = BTreeMap::from([("shop_name".to_owned(), name.clone())]);
    for (key, value) in &written.facts.0 {
        if !is_name(key) {
            context.add(file, key.line, format!("`{}` can't be a variable", key.value), "use letters, digits and _");
        } else if moments::is_variable(key) {
            let message = format!("`{}` is a variable of the dialogue", key.value);
            context.add(file, key.line, message, "give the fact another name");
        }
        let text = match &value.value {
            FactWritten::One(text) => Bilingual { zh: text.clone(), en: text.clone() },
            FactWritten::Each(words) => {
                for lang in context.languages.clone() {
                    if words.get(lang).is_none_or(|text| text.trim().is_empty()) {
                        context.add(
                            file,
                            value.line,
                            format!("the fact `{}` has no text in {lang}", key.value),
                            format!("add `{lang}`"),
                        );
                    }
                }
                context.borrowed(words)
            }
        };
        if [&text.zh, &text.en].iter().any(|text| text.contains("{{") || text.contains("{%") || text.contains("{#")) {
            context.add(file, value.line, format!("the fact `{}` holds a template", key.value), "write plain text here");
        }
        facts.insert(key.value.clone(), text);
    }
    context.facts = Facts(facts);
}

fn hours(context: &mut Context<'_>, file: &str, written: &HoursWritten) -> Hours {
    let week = &written.week;
    let week = [&week.mon, &week.tue, &week.wed, &week.thu, &week.fri, &week.sat, &week.sun].map(|day| spans(context, file, day));
    let mut days = BTreeMap::new();
    for (date, day) in &written.days.0 {
        match date.parse::<Date>() {
            Ok(date) if date.to_string().len() == 10 => {
                days.insert(date, spans(context, file, day));
            }
            _ => context.add(file, date.line, format!("`{}` is not a date", date.value), "write it as 2027-02-16"),
        }
    }
    if week.iter().all(Vec::is_empty) && days.values().all(Vec::is_empty) {
        let line = week_line(written);
        context.add(file, line, "nobody is ever there", "write service hours under [hours] week");
    }
    Hours { zone: context.zone.clone(), week, days }
}

fn week_line(written: &HoursWritten) -> u32 {
    let week = &written.week;
    [&week.mon, &week.sun].into_iter().flatten().map(|span| span.line).next().unwrap_or(0)
}

/// Spans of a day, in order and apart.
fn spans(context: &mut Context<'_>, file: &str, written: &[At<String>]) -> Vec<(u16, u16)> {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for span in written {
        let remedy = "write hours as 09:00-22:00, at most until 24:00";
        let Some((from, until)) = span.split_once('-').and_then(|(from, until)| Some((minutes(from)?, minutes(until)?))) else {
            context.add(file, span.line, format!("`{}` is not a span of hours", span.value), remedy);
            continue;
        };
        if from >= until {
            context.add(file, span.line, format!("`{}` ends before it begins", span.value), remedy);
        } else if spans.last().is_some_and(|last| last.1 > from) {
            context.add(
                file,
                span.line,
                format!("`{}` begins before the span in front of it ends", span.value),
                "put spans in order, apart from each other",
            );
        } else {
            spans.push((from, until));
        }
    }
    spans
}

/// Minutes of the day of `09:30`; `24:00` is the end of it.
fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number =
        |text: &str| if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) { text.parse::<u16>().ok() } else { None };
    let (hour, minute) = (number(hour)?, number(minute)?);
    (hour < 24 && minute < 60 || (hour, minute) == (24, 0)).then_some(hour * 60 + minute)
}

fn clocks(context: &mut Context<'_>, file: &str, written: &ShopFile) -> Clocks {
    let clocks = &written.clocks;
    let mut minutes = |name, value: &At<u32>| at_least_one(context, file, name, value, 60 * 24 * 30);
    Clocks {
        urgent: minutes("urgent", &clocks.urgent),
        high: minutes("high", &clocks.high),
        medium: minutes("medium", &clocks.medium),
        low: minutes("low", &clocks.low),
        minutes_per_buyer: minutes("minutes_per_buyer", &clocks.minutes_per_buyer),
    }
}

fn escalation(context: &mut Context<'_>, file: &str, written: &ShopFile) -> Escalation {
    let escalation = &written.escalation;
    let field_misses = At { value: u32::from(*escalation.field_misses), line: escalation.field_misses.line };
    at_least_one(context, file, "field_misses", &field_misses, 255);
    Escalation {
        stuck_turns: count(context, file, "stuck_turns", &escalation.stuck_turns),
        repeats: count(context, file, "repeats", &escalation.repeats),
        unclear: count(context, file, "unclear", &escalation.unclear),
        heat: share(context, file, "heat", escalation.heat),
        heat_rise: share(context, file, "heat_rise", escalation.heat_rise),
        amount: Money::from_yuan(i64::from(*escalation.amount)),
        field_misses: *escalation.field_misses,
        claim_minutes: at_least_one(context, file, "claim_minutes", &escalation.claim_minutes, 60 * 24),
        silent_minutes: at_least_one(context, file, "silent_minutes", &escalation.silent_minutes, 60 * 24),
    }
}

fn triage_rules(context: &mut Context<'_>, file: &str, written: &ShopFile) -> triage::Rules {
    let it = &written.triage;
    triage::Rules {
        unknown: cost(context, file, "unknown", it.unknown),
        danger: cost(context, file, "danger", it.danger),
        sure: share(context, file, "sure", it.sure),
    }
}

fn wrong(context: &mut Context<'_>, file: &str, written: &ShopFile) -> Wrong {
    let it = &written.triage.wrong;
    Wrong {
        faq: cost(context, file, "faq", it.faq),
        chat: cost(context, file, "chat", it.chat),
        form: cost(context, file, "form", it.form),
        human: cost(context, file, "human", it.human),
    }
}

fn knowledge_thresholds(context: &mut Context<'_>, file: &str, written: &ShopFile) -> knowledge::Thresholds {
    let it = &written.knowledge;
    let thresholds = knowledge::Thresholds {
        answer: share(context, file, "answer", it.answer),
        margin: share(context, file, "margin", it.margin),
        offer: share(context, file, "offer", it.offer),
        sure: share(context, file, "sure", it.sure),
    };
    if *it.offer > *it.answer {
        context.add(
            file,
            it.offer.line.max(it.answer.line),
            "`offer` is above `answer`",
            "make offer the smaller one: below it the bot says that it doesn't know",
        );
    }
    thresholds
}

fn share(context: &mut Context<'_>, file: &str, name: &str, value: At<f32>) -> f32 {
    if !(0.0..=1.0).contains(&*value) {
        context.add(file, value.line, format!("`{name}` is {}, out of range", *value), "write a number from 0 to 1");
    }
    *value
}

/// In questions. What costs less than a question is never asked about.
fn cost(context: &mut Context<'_>, file: &str, name: &str, value: At<f32>) -> f32 {
    if !(1.0..=1000.0).contains(&*value) {
        context.add(file, value.line, format!("`{name}` is {}, out of range", *value), "write a number from 1 to 1000");
    }
    *value
}

fn count(context: &mut Context<'_>, file: &str, name: &str, value: &At<u32>) -> u32 {
    at_least_one(context, file, name, value, 1000);
    **value
}

fn at_least_one(context: &mut Context<'_>, file: &str, name: &str, value: &At<u32>, most: u32) -> i64 {
    if **value == 0 || **value > most {
        context.add(
            file,
            value.line,
            format!("`{name}` is {}, out of range", **value),
            format!("write a whole number from 1 to {most}"),
        );
    }
    i64::from(**value)
}
