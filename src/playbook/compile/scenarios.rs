use std::{collections::BTreeSet, sync::Arc};

use super::Context;
use crate::{
    base::{ChoiceValue, DAY, FaqId, FieldId, HOUR, LabelId, Lang, MINUTE, SECOND, Timestamp},
    playbook::{
        parse::Kind,
        source::At,
        written::{ActWritten, ExpectWritten, ScenarioFile, StepWritten},
    },
};

/// A conversation test of `scenarios/`.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Relative to the shop folder.
    pub file: Arc<str>,
    pub name: String,
    /// The buyer's language; absent: the shop's default.
    pub lang: Option<Lang>,
    /// When it starts; absent: inside service hours.
    pub now: Option<Timestamp>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub line: u32,
    pub input: Input,
    pub expect: Expect,
}

/// What happens in a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Buyer(String),
    Choose(ChoiceValue),
    Leave,
    /// Result, speed, attitude: 1 to 5 each.
    Rate([u8; 3]),
    /// Milliseconds pass.
    Wait(i64),
    Agent(Act),
}

/// What an agent does in a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Claim,
    Return,
    Resolve,
    Say(String),
}

/// What must be true of the events that a step causes. Absent: not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expect {
    pub intent: Option<LabelId>,
    pub faq: Option<FaqId>,
    /// As `event.kind` on the wire.
    pub kind: Option<String>,
    pub field: Option<FieldId>,
    /// Each is found in some text.
    pub says: Vec<String>,
    /// None is found in any text.
    pub not_says: Vec<String>,
    pub choices: Vec<ChoiceValue>,
    /// As `Owner::as_str`.
    pub owner: Option<String>,
    pub reason: Option<String>,
    /// As `Priority::as_str`.
    pub priority: Option<String>,
    /// The case's state as in the log: open, in_progress, resolved, closed.
    pub case: Option<String>,
}

const KINDS: &[&str] = &["text", "file", "form", "case", "handoff", "queue", "agent", "rating", "notice", "closed"];
const OWNERS: &[&str] = &["bot", "queue", "agent", "closed"];
const PRIORITIES: &[&str] = &["urgent", "high", "medium", "low"];
const CASES: &[&str] = &["open", "in_progress", "resolved", "closed"];

/// Compiles every conversation test. `fields`: the ids of all fields, if every form could be read.
pub(in crate::playbook) fn scenarios(
    context: &mut Context<'_>,
    files: &[(Arc<str>, ScenarioFile)],
    fields: Option<&BTreeSet<FieldId>>,
) -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for (file, written) in files {
        if written.steps.is_empty() {
            context.add(file, written.steps.line, "this conversation has no steps", "write what a buyer says under `steps`");
        }
        let now = written.now.as_ref().and_then(|text| {
            let moment = text.parse::<jiff::Timestamp>().ok();
            if moment.is_none() {
                context.add(
                    file,
                    text.line,
                    format!("`{}` is not a moment", text.value),
                    "write it as 2026-11-20T10:00:00+08:00",
                );
            }
            moment.map(|moment| Timestamp(moment.as_millisecond()))
        });
        if let Some(lang) = written.lang.filter(|lang| !context.languages.contains(lang)) {
            context.add(file, lang.line, format!("the shop doesn't speak {}", lang.value), "write a language of shop.toml");
        }
        let steps = written.steps.iter().filter_map(|step| self::step(context, file, step, fields)).collect();
        let lang = written.lang.as_deref().copied();
        scenarios.push(Scenario { file: file.clone(), name: written.name.value.clone(), lang, now, steps });
    }
    scenarios
}

fn step(context: &mut Context<'_>, file: &str, step: &At<StepWritten>, fields: Option<&BTreeSet<FieldId>>) -> Option<Step> {
    let expect = expect(context, file, &step.bot, fields);
    let mut inputs = Vec::new();
    inputs.extend(step.buyer.as_ref().map(|text| Input::Buyer(text.value.clone())));
    inputs.extend(step.choose.as_ref().and_then(|value| choice(context, file, value)).map(Input::Choose));
    inputs.extend(step.leave.then_some(Input::Leave));
    inputs.extend(step.rate.as_ref().and_then(|rate| rating(context, file, rate)).map(Input::Rate));
    inputs.extend(step.wait.as_ref().and_then(|text| duration(context, file, text)).map(Input::Wait));
    inputs.extend(step.agent.as_ref().map(|act| {
        Input::Agent(match &act.value {
            ActWritten::Claim => Act::Claim,
            ActWritten::Return => Act::Return,
            ActWritten::Resolve => Act::Resolve,
            ActWritten::Say(text) => Act::Say(text.clone()),
        })
    }));
    let written =
        [step.buyer.is_some(), step.choose.is_some(), step.leave, step.rate.is_some(), step.wait.is_some(), step.agent.is_some()];
    if written.iter().filter(|there| **there).count() != 1 {
        context.add(
            file,
            step.line,
            "a step is one input",
            "write one of buyer, choose, leave, rate, wait, agent; and `bot` for what comes back",
        );
        return None;
    }
    inputs.pop().map(|input| Step { line: step.line, input, expect })
}

fn expect(context: &mut Context<'_>, file: &str, written: &ExpectWritten, fields: Option<&BTreeSet<FieldId>>) -> Expect {
    if let Some(id) = &written.intent {
        context.names.must_have(Kind::Label, id, file, id.line, &mut context.problems);
    }
    if let Some(id) = &written.faq {
        context.names.must_have(Kind::Faq, id, file, id.line, &mut context.problems);
    }
    if let (Some(id), Some(fields)) = (&written.field, fields)
        && !fields.contains(id.as_str())
    {
        context.add(file, id.line, format!("no form has a field `{}`", id.value), "write a field's id of forms/");
    }
    Expect {
        intent: written.intent.as_ref().map(|id| LabelId::from(id.as_str())),
        faq: written.faq.as_ref().map(|id| FaqId::from(id.as_str())),
        kind: one_of(context, file, "kind", &written.kind, KINDS),
        field: written.field.as_ref().map(|id| FieldId::from(id.as_str())),
        says: written.says.clone(),
        not_says: written.not_says.clone(),
        choices: written.choices.iter().filter_map(|value| choice(context, file, value)).collect(),
        owner: one_of(context, file, "owner", &written.owner, OWNERS),
        reason: written.reason.as_ref().map(|reason| reason.value.clone()),
        priority: one_of(context, file, "priority", &written.priority, PRIORITIES),
        case: one_of(context, file, "case", &written.case, CASES),
    }
}

fn one_of(context: &mut Context<'_>, file: &str, key: &str, written: &Option<At<String>>, known: &[&str]) -> Option<String> {
    let word = written.as_ref()?;
    if !known.contains(&word.as_str()) {
        context.add(file, word.line, format!("`{}` is no {key}", word.value), format!("write one of {}", known.join(", ")));
    }
    Some(word.value.clone())
}

fn choice(context: &mut Context<'_>, file: &str, text: &At<String>) -> Option<ChoiceValue> {
    let Ok(value) = text.parse::<ChoiceValue>() else {
        let remedy = "write label:…, faq:…, value:…, edit:…, resume:…, person, yes, no, skip, claim, other or leave";
        context.add(file, text.line, format!("`{}` is not a choice", text.value), remedy);
        return None;
    };
    match &value {
        ChoiceValue::Label(id) => context.names.must_have(Kind::Label, id.as_str(), file, text.line, &mut context.problems),
        ChoiceValue::Faq(id) => context.names.must_have(Kind::Faq, id.as_str(), file, text.line, &mut context.problems),
        ChoiceValue::Resume(id) => context.names.must_have(Kind::Form, id.as_str(), file, text.line, &mut context.problems),
        _ => (),
    }
    Some(value)
}

fn rating(context: &mut Context<'_>, file: &str, rate: &At<Vec<u8>>) -> Option<[u8; 3]> {
    let stars = <[u8; 3]>::try_from(rate.as_slice()).ok().filter(|stars| stars.iter().all(|star| (1..=5).contains(star)));
    if stars.is_none() {
        context.add(
            file,
            rate.line,
            "a rating is three numbers from 1 to 5",
            "write rate: [5, 4, 5] for result, speed, attitude",
        );
    }
    stars
}

/// Milliseconds of `90s`, `20m`, `2h` or `3d`.
fn duration(context: &mut Context<'_>, file: &str, text: &At<String>) -> Option<i64> {
    let unit = match text.chars().last() {
        Some('s') => SECOND,
        Some('m') => MINUTE,
        Some('h') => HOUR,
        Some('d') => DAY,
        _ => 0,
    };
    let number = text.get(..text.len().saturating_sub(1)).and_then(|number| number.parse::<u32>().ok());
    match number {
        Some(number) if unit > 0 => Some(i64::from(number) * unit),
        _ => {
            context.add(file, text.line, format!("`{}` is not a length of time", text.value), "write 90s, 20m, 2h or 3d");
            None
        }
    }
}
