//! Conversations that wait for people, and what becomes of a case afterwards.

use super::{
    Ahead, Input,
    fixture::{Chat, MORNING, Meant, NIGHT, transcript},
    transcripts::{check, same},
};
use crate::base::{CaseState, MINUTE};

fn resolve(chat: &mut Chat, outcome: Option<&str>) -> Vec<crate::base::Event> {
    chat.claim("lin").unwrap();
    let epoch = chat.state.epoch();
    chat.input(Input::Resolve { agent: "lin".into(), epoch, outcome: outcome.map(str::to_owned) }).unwrap()
}

#[test]
fn the_place_is_by_priority() {
    let mut chat = Chat::new();
    chat.world.ahead = Ahead { urgent: 0, high: 1, medium: 4, low: 9 };
    check(&mut chat, &["转人工"], "> 转人工\n handoff asked service High: 前面 1 位，约 6 分钟\n queued 2 360");
    let mut chat = Chat::new();
    chat.world.ahead = Ahead { urgent: 0, high: 1, medium: 4, low: 9 };
    let told = transcript(&chat.say("电热毯冒烟了"));
    assert!(told.ends_with("queued 1 180"), "{told}");
}

#[test]
fn a_question_in_the_line_is_answered_and_a_nudge_once_a_minute() {
    let mut chat = Chat::new();
    chat.say("转人工");
    chat.world.ahead.high = 3;
    check(&mut chat, &["快点"], "> 快点\n -- 前面还有 3 位，12 分钟，可取消");
    check(&mut chat, &["快点"], "> 快点");
    chat.world.ahead.high = 1;
    check(&mut chat, &["还要多久？"], "> 还要多久？\n -- 前面还有 1 位，6 分钟，可取消");
    check(&mut chat, &["快点"], "> 快点");
    chat.world.now = chat.world.now + MINUTE;
    check(&mut chat, &["快点"], "> 快点\n -- 前面还有 1 位，6 分钟，可取消");
    chat.world.agents = 0;
    check(&mut chat, &["还有人吗"], "> 还有人吗\n -- 还没人，今天 10:15 前回音");
}

#[test]
fn danger_is_passed_on_at_any_hour_and_never_met_with_silence() {
    let mut chat = Chat::new().at(NIGHT);
    chat.world.agents = 0;
    let told = transcript(&chat.say("电热毯冒烟了"));
    assert!(told.contains("handoff urgent risk Urgent: 马上转出，危险打 120"), "{told}");
    check(&mut chat, &["电热毯冒烟了"], "> 电热毯冒烟了\n -- 马上断电，离远一点");
    check(&mut chat, &["电热毯冒烟了"], "> 电热毯冒烟了\n -- 按紧急处理");
    check(&mut chat, &["快点"], "> 快点\n -- 还没人，今天 23:10 前回音");
    check(&mut chat, &["快点"], "> 快点\n -- 按紧急处理");
}

#[test]
fn danger_that_is_named_in_the_line_goes_to_its_head() {
    let mut chat = Chat::new();
    chat.say("转人工");
    check(
        &mut chat,
        &["电热毯冒烟了"],
        "> 电热毯冒烟了
         -- 马上断电，离远一点
         handoff urgent risk Urgent: 马上转出，危险打 120
         queued 1 180",
    );
    check(&mut chat, &["电热毯冒烟了"], "> 电热毯冒烟了\n -- 按紧急处理");
}

#[test]
fn who_waited_for_a_silent_agent_keeps_the_place_and_hears_sorry() {
    for (agents, text) in [(1, "抱歉，位置还在"), (0, "抱歉，位置还在\n\n客服都不在线")] {
        let mut chat = Chat::new();
        chat.say("转人工");
        let due = chat.handoff().due_at;
        chat.world.now = MORNING + 10 * MINUTE;
        chat.claim("lin").unwrap();
        chat.world.agents = agents;
        chat.pass(5);
        assert_eq!((chat.owner(), chat.handoff().text.as_str()), ("queue", text));
        assert_eq!(chat.state.handoff().map(|(since, handoff)| (since, handoff.due_at)), Some((MORNING, due)));
        // What is left of the fifteen minutes, and at least as long as an agent may be silent.
        assert_eq!(chat.state.deadline(chat.script()), Some(MORNING + 20 * MINUTE));
    }
}

#[test]
fn a_promise_keeps_the_case_open() {
    for outcome in ["promised", "unreachable"] {
        let mut chat = Chat::filed();
        let events = resolve(&mut chat, Some(outcome));
        same(&chat, &events, "closed\n case trace InProgress: C1 没完，今天 11:00 前答复\n -- 结束了，请评价");
        assert_eq!(chat.owner(), "closed");
    }
    for outcome in [None, Some("solved"), Some("explained")] {
        let mut chat = Chat::filed();
        resolve(&mut chat, outcome);
        assert_eq!(chat.state.cases()[0].state, CaseState::Resolved);
    }
    let mut chat = Chat::new();
    chat.say("转人工");
    let events = resolve(&mut chat, Some("promised"));
    same(&chat, &events, "closed\n case contact InProgress: C1 没完，今天 10:30 前答复\n -- 结束了，请评价");
}

#[test]
fn a_promise_that_was_missed_is_made_again() {
    let mut chat = Chat::filed();
    chat.world.now = chat.world.now + 90 * MINUTE;
    resolve(&mut chat, Some("promised"));
    assert_eq!(chat.state.cases()[0].due_at, MORNING + 150 * MINUTE);
}

#[test]
fn a_case_that_is_not_settled_after_all_is_taken_up_again() {
    let mut chat = Chat::filed();
    resolve(&mut chat, None);
    check(
        &mut chat,
        &["还没解决啊，退款没收到"],
        "> 还没解决啊，退款没收到
         returned false
         -- 又见面了
         case trace InProgress: C1 重开，今天 11:00 前处理
         bot: 要转人工吗？ [person]",
    );
    chat.choose("person");
    assert_eq!(chat.handoff().label, Some("logistics.stuck".into()));
}

#[test]
fn a_filed_value_is_put_right() {
    for (text, meant, line) in [
        ("订单号我写错了，是QH7201420847", Meant::Sure(&["meta.correct_info"]), "C1 的订单号改为 QH7201420847"),
        ("订单号我写错了，是QH7201420847", Meant::Nothing, "C1 的订单号改为 QH7201420847"),
        ("电话填错了，应该是13900001111", Meant::Either(&["invoice.how"]), "C1 的电话改为 13****11"),
        ("情况写错了，是停了", Meant::Sure(&["meta.correct_info"]), "C1 的情况改为 停了"),
    ] {
        let mut chat = Chat::filed();
        let events = chat.say_as(text, meant);
        same(&chat, &events, &format!("> {text}\n case trace Open: {line}"));
    }
    let mut chat = Chat::filed();
    chat.say("订单号我写错了，是QH7201420847");
    assert_eq!(chat.state.cases()[0].fields.get("order_no").map(String::as_str), Some("QH7201420847"));
}

#[test]
fn what_can_not_be_put_right_is_not_claimed() {
    let correct = Meant::Sure(&["meta.correct_info"]);
    for text in ["我写错了", "订单号和电话都错了，是202611180009和13900001111"] {
        let mut chat = Chat::filed();
        let events = chat.say_as(text, correct);
        same(&chat, &events, &format!("> {text}\n bot: C1 改哪项？要转人工吗？ [person]"));
    }
    let mut chat = Chat::new();
    let events = chat.say_as("我写错了", correct);
    same(&chat, &events, "> 我写错了\n bot: 没有可更正的 [person]");
    let mut chat = Chat::filed();
    chat.say_as("又发错了，订单202611187777的退款没到账", Meant::Sure(&["refund.not_arrived"]));
    assert_eq!(chat.state.cases()[0].fields.get("order_no").map(String::as_str), Some("202611180001"));
}
