//! Conversations that wait for people.

use super::{
    Ahead,
    fixture::{Chat, MORNING, NIGHT, transcript},
    transcripts::check,
};
use crate::base::MINUTE;

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
