//! A message that is nothing but an order's or a parcel's number: it belongs to the matter at hand.

use std::collections::BTreeMap;

use super::{
    form,
    script::{Form, Route},
    turn::{Heard, Turn},
};
use crate::base::{Act, ChoiceValue, LabelId, Reading, Slot, SlotKind};

/// Words around a number that say no more than that it is one.
const AROUND: [&str; 30] = [
    "订单号码",
    "快递单号",
    "物流单号",
    "运单号码",
    "订单编号",
    "订单号",
    "运单号",
    "单号是",
    "单号",
    "订单",
    "快递",
    "编号",
    "我的",
    "这个",
    "这是",
    "就是",
    "是",
    "号",
    "在这",
    "给你",
    "tracking number",
    "order number",
    "tracking",
    "number",
    "order",
    "here",
    "my",
    "it's",
    "is",
    "no",
];
/// The matter that begins a trace.
const TRACE: &str = "logistics.stuck";
/// Topics in which a number asks where something is.
const WHEREABOUTS: [&str; 2] = ["logistics", "order"];

/// The number that the message is, where it is nothing else.
pub(super) fn alone<'r>(text: &str, reading: &'r Reading) -> Option<&'r Slot> {
    let [slot] = reading.slots.as_slice() else { return None };
    if !is_number(slot) {
        return None;
    }
    let mut around = format!("{} {}", text.get(..slot.start)?, text.get(slot.end..)?).to_lowercase();
    for word in AROUND {
        around = around.replace(word, " ");
    }
    (!around.contains(char::is_alphanumeric)).then_some(slot)
}

/// Takes a number that stands alone; `false` where the message is more than that.
pub(super) fn take(turn: &mut Turn<'_>, heard: &Heard) -> bool {
    alone(&heard.text, &heard.reading).is_some() && mind(turn, heard)
}

/// Takes the first number in a message; `false` where there is none.
pub(super) fn mind(turn: &mut Turn<'_>, heard: &Heard) -> bool {
    let Some(slot) = heard.reading.slots.iter().find(|slot| is_number(slot)) else { return false };
    match wanted(turn) {
        Some((label, form)) => begin(turn, &label, form, slot),
        None => keep(turn, heard, slot),
    }
    true
}

fn is_number(slot: &Slot) -> bool {
    matches!(slot.kind, SlotKind::OrderNo | SlotKind::TrackingNo)
}

/// The form of the matter at hand, unless that is filed already, or the bot is asking which matter it is.
fn wanted<'a>(turn: &Turn<'a>) -> Option<(LabelId, &'a Form)> {
    let label = turn.talk.matter.clone().filter(|_| turn.talk.choosing().is_empty())?;
    let form = turn.script().labels.get(&label)?.form.as_ref().and_then(|id| turn.script().forms.get(id))?;
    (!turn.talk.is_filed(&label)).then_some((label, form))
}

fn begin(turn: &mut Turn<'_>, label: &LabelId, form: &Form, slot: &Slot) {
    let of = |kind| form.fields.iter().find(|field| form::slot_kind(field.kind) == Some(kind));
    // Digits alone may be either.
    let either = || of(SlotKind::OrderNo).filter(|_| slot.value.bytes().all(|byte| byte.is_ascii_digit()));
    let field = of(slot.kind).or_else(either);
    let value = field.and_then(|field| Some((field.id.clone(), form::parse(field, &slot.value, turn.moment()).ok()?)));
    let pending = turn.talk.pending.clone();
    form::start_with(turn, label, form, pending, value.into_iter().collect::<BTreeMap<_, _>>());
}

/// There is nothing to look the number up in: says so, and what can be done with it.
fn keep(turn: &mut Turn<'_>, heard: &Heard, slot: &Slot) {
    let mut spoken = turn.spoken("number.noted", &[("number", slot.value.clone())]);
    let mut buttons = turn.talk.choosing().to_vec();
    if buttons.is_empty() {
        buttons.extend(trace(turn));
    } else {
        spoken = spoken.and(&turn.line("clarify", &[]));
    }
    buttons.push(ChoiceValue::Person);
    let act = Act::Answer { label: None, faq: None, pending: turn.talk.pending.clone() };
    turn.reply(spoken, &buttons, act, heard.about("number.noted"));
}

/// A trace, where the talk may be about a parcel's whereabouts.
fn trace(turn: &Turn<'_>) -> Option<ChoiceValue> {
    let labels = &turn.script().labels;
    let topic = turn.talk.matter.as_ref().and_then(|label| labels.get(label)).map(|card| card.topic.as_str());
    let whereabouts = topic.is_none_or(|topic| WHEREABOUTS.contains(&topic));
    let label = LabelId::from(TRACE);
    let begins = labels.get(&label).is_some_and(|card| card.route == Route::Form);
    (whereabouts && begins).then_some(ChoiceValue::Label(label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialog::fixture::Chat;

    #[test]
    fn hears_a_number_that_stands_alone() {
        let chat = Chat::new();
        for (text, number) in [
            ("202611180001", Some("202611180001")),
            ("单号：QH7201420847", Some("QH7201420847")),
            ("我的订单号是202611180001。", Some("202611180001")),
            ("sf1390000012345", Some("SF1390000012345")),
            ("Here is my tracking number: SF1390000012345", Some("SF1390000012345")),
            ("202611180001 到哪了", None),
            ("退款 202611180001", None),
            ("13812345678", None),
            ("202611180001 202611180002", None),
            ("你好", None),
        ] {
            assert_eq!(alone(text, &chat.read(text)).map(|slot| slot.value.as_str()), number, "{text}");
        }
    }
}
