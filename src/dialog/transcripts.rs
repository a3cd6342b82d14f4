//! Conversations told as they are read. Lines begin with who speaks; buttons stand in brackets.

use super::{
    Input, Refusal,
    fixture::{Chat, Meant, NIGHT, transcript},
};
use crate::base::{CaseState, Event, Fact, Priority};

/// Says (or taps, in brackets) each line of a buyer's, and compares what the last one caused.
#[track_caller]
pub(super) fn check(chat: &mut Chat, buyer: &[&str], expected: &str) {
    let mut events = Vec::new();
    for line in buyer {
        events = match line.strip_prefix('[') {
            Some(value) => chat.choose(value.trim_end_matches(']')),
            None => chat.say(line),
        };
    }
    same(chat, &events, expected);
}

/// Compares what was caused, line by line.
#[track_caller]
pub(super) fn same(chat: &Chat, events: &[Event], expected: &str) {
    let told = transcript(events);
    // A case's number is made from the conversation's; what matters is that it is the same throughout.
    let told = chat
        .state
        .cases()
        .iter()
        .enumerate()
        .fold(told, |told, (place, case)| told.replace(case.id.as_str(), &format!("C{}", place + 1)));
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told, expected.join("\n"), "\nwhole:\n{}", transcript(&chat.log));
}

#[test]
fn answers_in_three_parts_and_never_twice_in_the_same_words() {
    let mut chat = Chat::new();
    let first = transcript(&chat.say("退货运费谁出"));
    let second = transcript(&chat.say("寄回去的运费谁出啊"));
    assert!(first.contains("质量问题的运费由我们承担。") && second.contains("质量问题的运费由我们承担。"));
    assert_ne!(first.contains('甲'), second.contains('甲'), "{first}\n{second}");
    assert!(first.contains("[person]"));
}

#[test]
fn a_form_is_filled_confirmed_and_filed() {
    let mut chat = Chat::new();
    check(
        &mut chat,
        &["我的快递五天没动了"],
        "> 我的快递五天没动了
         bot: 没动静确实着急。我来查件。 []
         bot: [0/6] 请告诉我订单号 [person]",
    );
    check(&mut chat, &["订单号202611180001"], "> 订单号202611180001\n bot: 请告诉我快递单号 [skip person]");
    check(&mut chat, &["跳过"], "> 跳过\n bot: 请告诉我情况 [value:stopped value:late person]");
    check(&mut chat, &["[value:stopped]"], "> [value:stopped]\n bot: 请告诉我停在哪天 [person]");
    check(&mut chat, &["前天"], "> 前天\n bot: 请告诉我照片 [skip person]");
    check(&mut chat, &["[skip]"], "> [skip]\n bot: 照片稍后补 |  | 请告诉我说明 [skip person]");
    check(&mut chat, &["外包装有点湿"], "> 外包装有点湿\n bot: 请告诉我电话 [person]");
    check(
        &mut chat,
        &["13812345678"],
        "> 13812345678
         bot: 请核对： | 订单号：202611180001 | 情况：停了 | 停在哪天：2026-11-18 | 说明：外包装有点湿 | 电话：13****78 \
         [yes edit:order_no edit:tracking_no edit:symptom edit:stopped_at edit:description edit:contact_phone person]",
    );
    check(&mut chat, &["对的"], "> 对的\n case trace Open: 已登记 C1，今天 11:00 前答复");
    let case = &chat.state.cases()[0];
    assert_eq!((case.priority, case.missing.len(), case.fields.len()), (Priority::Medium, 1, 5));
    check(&mut chat, &["登记的问题处理得怎么样了"], "> 登记的问题处理得怎么样了\n bot: 已登记 C1，今天 11:00 前答复 [person]");
}

#[test]
fn what_was_said_is_only_confirmed() {
    let mut chat = Chat::new();
    check(
        &mut chat,
        &["订单202611180001的快递没动"],
        "> 订单202611180001的快递没动
         bot: 没动静确实着急。我来查件。 []
         bot: 订单号是 202611180001 吗？ [yes no person]",
    );
    check(&mut chat, &["是的"], "> 是的\n bot: 请告诉我快递单号 [skip person]");
    let mut page = Chat::new();
    page.world.page_order = Some("A1234567890".to_owned());
    page.say("快递没动");
    check(&mut page, &["不是", "B1234567890"], "> B1234567890\n bot: 请告诉我快递单号 [skip person]");
}

#[test]
fn a_wrong_value_is_explained_and_the_third_offers_a_person() {
    let mut chat = Chat::new();
    chat.say("快递没动");
    let first = transcript(&chat.say("就是那个啊"));
    assert!(first.contains("8 到 32 位") && !first.contains("要转人工吗"), "{first}");
    chat.say("哎呀就是它");
    let third = transcript(&chat.say("你猜"));
    assert!(third.contains("要转人工吗？") && third.contains("[person]"), "{third}");
    assert_eq!(chat.owner(), "bot");
    chat.say("好的");
    assert_eq!((chat.owner(), chat.handoff().reason.as_str()), ("queue", "field"));
    assert_eq!(chat.handoff().missing.len(), 4);
}

#[test]
fn a_side_question_is_answered_and_the_form_goes_on() {
    let mut chat = Chat::new();
    chat.say("快递没动");
    let events = chat.say("退货运费谁出");
    let told = transcript(&events);
    assert!(told.contains("质量问题的运费由我们承担。") && told.ends_with("bot: 接着来：请告诉我订单号 [person]"), "{told}");
    for line in ["202611180001", "跳过", "晚了", "[skip]"] {
        if line == "[skip]" {
            chat.choose("skip")
        } else {
            chat.say(line)
        };
    }
    // A field that takes any words leaves a clear question alone.
    let told = transcript(&chat.say("发票在哪里开？"));
    assert!(told.contains("在订单详情里申请发票。") && told.contains("接着来：请告诉我说明"), "{told}");
}

#[test]
fn earlier_answers_are_corrected_by_words_and_by_button() {
    let mut chat = Chat::new();
    for line in ["快递没动", "202611180001", "跳过"] {
        chat.say(line);
    }
    let told = transcript(&chat.say("订单号发错了，是202611189999"));
    assert!(told.contains("订单号改为 202611189999") && told.contains("请告诉我情况"), "{told}");
    check(&mut chat, &["[edit:order_no]"], "> [edit:order_no]\n bot: 请告诉我订单号 [person]");
    check(&mut chat, &["202611187777"], "> 202611187777\n bot: 请告诉我情况 [value:stopped value:late person]");
}

#[test]
fn giving_up_asks_once_and_keeps_the_draft() {
    let mut chat = Chat::new();
    chat.say("快递没动");
    chat.say("202611180001");
    check(&mut chat, &["不填了"], "> 不填了\n bot: 不填查件登记（1/6）了吗？ [yes no person]");
    check(&mut chat, &["是"], "> 是\n bot: 先放着 [resume:trace person]");
    check(&mut chat, &["[resume:trace]"], "> [resume:trace]\n bot: 上次没填完：请告诉我快递单号 [skip person]");
    check(&mut chat, &["不填了", "[no]"], "> [no]\n bot: 接着来：请告诉我快递单号 [skip person]");
    chat.say("不填了");
    chat.say("嗯");
    let told = transcript(&chat.say("物流没动"));
    assert!(told.contains("上次没填完：请告诉我快递单号"), "{told}");
}

#[test]
fn a_person_is_called_at_a_word_in_every_phase() {
    for before in [&[][..], &["退货运费谁出"], &["快递没动"], &["快递没动", "202611180001", "跳过", "晚了"], &["那个"]]
    {
        let mut chat = Chat::new();
        for line in before {
            chat.say(line);
        }
        chat.say("人工");
        assert_eq!((chat.owner(), chat.handoff().reason.as_str()), ("queue", "asked"), "{before:?}");
        assert_eq!(chat.state.epoch(), 1);
    }
}

#[test]
fn unclear_twice_calls_people() {
    let mut chat = Chat::new();
    let told = transcript(&chat.say("唔哩哇啦"));
    assert!(told.contains("这个我不清楚") && told.contains("[person]"), "{told}");
    chat.say("咕噜咕噜");
    assert_eq!((chat.owner(), chat.handoff().reason.as_str()), ("queue", "unclear"));
    assert_eq!(chat.handoff().tried.len(), 1);
}

#[test]
fn the_same_question_thrice_calls_people() {
    let mut chat = Chat::new();
    for line in ["退货运费谁出", "寄回去的运费谁出啊", "退货运费谁出"] {
        assert_eq!(chat.owner(), "bot");
        chat.say(line);
    }
    assert_eq!(chat.handoff().reason, "repeat");
}

#[test]
fn danger_is_met_with_safety_words_at_any_hour() {
    for chat in [Chat::new(), Chat::new().at(NIGHT)] {
        let mut chat = chat;
        chat.say("快递没动");
        let events = chat.say("电热毯冒烟了");
        let told = transcript(&events);
        assert!(told.lines().nth(1).is_some_and(|line| line.contains("马上断电")), "{told}");
        let handoff = chat.handoff();
        assert_eq!((handoff.reason.as_str(), handoff.priority), ("urgent", Priority::Urgent));
        assert_eq!(handoff.due_at - chat.world.now, 10 * crate::base::MINUTE);
    }
}

#[test]
fn a_large_amount_calls_people() {
    let mut chat = Chat::new();
    for line in ["退款没到账", "202611180001", "2500"] {
        chat.say(line);
    }
    let handoff = chat.handoff();
    assert_eq!((handoff.reason.as_str(), handoff.priority), ("money", Priority::High));
    assert_eq!(handoff.filled.len(), 2);
    assert!(handoff.missing.is_empty() && handoff.summary.contains("退款未到账"), "{}", handoff.summary);
}

#[test]
fn routes_to_people_say_so_first() {
    let mut chat = Chat::new();
    check(
        &mut chat,
        &["我要打12315"],
        "> 我要打12315
         bot: 这事得请人来看 []
         handoff route complaint High: 前面 0 位，约 3 分钟
         queued 1 180",
    );
    check(&mut chat, &["快点"], "> 快点\n -- 前面还有 0 位，3 分钟，可取消");
    let leave = chat.input(Input::Leave).unwrap();
    assert_eq!(transcript(&leave), "left\nbot: 已离开队列 [person]");
    assert_eq!((chat.owner(), chat.state.epoch()), ("bot", 2));
}

#[test]
fn out_of_hours_a_case_carries_the_promise() {
    let mut chat = Chat::new().at(NIGHT);
    check(
        &mut chat,
        &["转人工"],
        "> 转人工
         handoff asked service High: 现在没人，明天 09:30 前回复
         case contact Open: 已登记 C1，明天 09:30 前答复",
    );
    assert_eq!(chat.handoff().promised_at, Some(chat.handoff().due_at));
    let due = chat.handoff().due_at;
    assert_eq!(chat.state.deadline(chat.script()), Some(due + 15 * crate::base::MINUTE));
    assert!(chat.pass(60).is_empty());
    assert_eq!(chat.owner(), "queue");
}

#[test]
fn nobody_online_is_said_and_the_wait_has_an_end() {
    let mut chat = Chat::new();
    chat.world.agents = 0;
    check(&mut chat, &["转人工"], "> 转人工\n handoff asked service High: 客服都不在线");
    assert!(chat.pass(14).is_empty());
    let told = transcript(&chat.pass(1));
    assert!(told.starts_with("expired\ncase contact Open") && told.contains("没人接"), "{told}");
    assert_eq!((chat.owner(), chat.state.epoch(), chat.state.deadline(chat.script())), ("bot", 2, None));
}

#[test]
fn one_claim_wins_and_only_its_agent_acts() {
    let mut chat = Chat::new();
    chat.say("转人工");
    chat.claim("lin").unwrap();
    assert!(chat.is_with("lin"));
    assert_eq!(chat.claim("wu"), Err(Refusal::Taken { by: "LIN".to_owned() }));
    assert_eq!(chat.claim("lin"), Ok(Vec::new()));
    let say = |agent: &str, epoch| Input::AgentSay { agent: agent.into(), epoch, text: "您好".to_owned() };
    assert_eq!(chat.input(say("lin", 1)), Err(Refusal::StaleEpoch { now: 2 }));
    assert_eq!(chat.input(say("wu", 2)), Err(Refusal::Forbidden));
    assert_eq!(transcript(&chat.input(say("lin", 2)).unwrap()), "agent: 您好");
    chat.input(Input::Transfer { agent: "lin".into(), epoch: 2, to: "refund".to_owned() }).unwrap();
    assert_eq!((chat.handoff().reason.as_str(), chat.handoff().skill.as_str()), ("transfer", "refund"));
    chat.claim("wu").unwrap();
    assert_eq!(
        transcript(&chat.input(Input::Return { agent: "wu".into(), epoch: 4 }).unwrap()),
        "returned true\nbot: 我接着帮您 []"
    );
    assert_eq!(chat.state.epoch(), 5);
}

#[test]
fn a_silent_agent_loses_the_conversation() {
    let mut chat = Chat::new();
    chat.say("转人工");
    chat.claim("lin").unwrap();
    chat.input(Input::AgentSay { agent: "lin".into(), epoch: 2, text: "您好".to_owned() }).unwrap();
    assert_eq!(chat.state.deadline(chat.script()), None);
    chat.say("在吗");
    assert!(chat.pass(4).is_empty());
    chat.pass(1);
    assert_eq!((chat.owner(), chat.handoff().reason.as_str(), chat.state.epoch()), ("queue", "agent_silent", 3));
}

#[test]
fn settled_rated_once_and_opened_again_by_words() {
    let mut chat = Chat::new().at(NIGHT);
    chat.say("转人工");
    chat.claim("lin").unwrap();
    assert_eq!(chat.state.cases()[0].state, CaseState::InProgress);
    chat.input(Input::Resolve { agent: "lin".into(), epoch: 2, outcome: None }).unwrap();
    assert_eq!((chat.owner(), chat.state.cases()[0].state), ("closed", CaseState::Resolved));
    let rate = |result| Input::Rate { result, speed: 5, attitude: 5, comment: None };
    assert_eq!(chat.input(rate(6)), Err(Refusal::Nothing("rate")));
    assert_eq!(transcript(&chat.input(rate(4)).unwrap()), "rated 4\n-- 谢谢评价");
    assert_eq!(chat.input(rate(5)), Err(Refusal::Nothing("rate")));
    let told = transcript(&chat.say("退货运费谁出"));
    assert!(told.starts_with("> 退货运费谁出\nreturned false\n-- 又见面了\nbot: "), "{told}");
    assert_eq!((chat.owner(), chat.state.epoch()), ("bot", 4));
}

#[test]
fn a_switched_language_stays() {
    let mut chat = Chat::new();
    assert!(transcript(&chat.say("who pays the return freight")).contains("We pay"));
    chat.say("can you speak chinese");
    assert!(transcript(&chat.say("who pays the return freight")).contains("由我们承担"));
}

#[test]
fn further_needs_are_offered_next() {
    let mut chat = Chat::new();
    let told = transcript(&chat.say("退货运费谁出，另外怎么开发票"));
    assert!(told.contains("还有怎么开发票，要接着办吗？") || told.contains("还有退货运费谁出，要接着办吗？"), "{told}");
    let told = transcript(&chat.say("好的"));
    assert!(told.contains("在订单详情里申请发票。") || told.contains("由我们承担"), "{told}");
}

#[test]
fn a_draft_goes_along_to_people_and_comes_back() {
    let mut chat = Chat::new();
    chat.say("快递没动");
    chat.say("202611180001");
    chat.say("转人工");
    assert_eq!(chat.handoff().filled.get("order_no").map(String::as_str), Some("202611180001"));
    let told = transcript(&chat.input(Input::Leave).unwrap());
    assert!(told.contains("[resume:trace person]"), "{told}");
    let is_handoff = |event: &crate::base::Event| matches!(event.fact, Fact::Handoff(_));
    assert_eq!(chat.log.iter().filter(|event| is_handoff(event)).count(), 1);
}

#[test]
fn a_number_alone_belongs_to_the_matter_at_hand() {
    check(
        &mut Chat::new(),
        &["202611180001"],
        "> 202611180001\n bot: 202611180001 记下了，进度看我的订单 [label:logistics.stuck person]",
    );
    check(
        &mut Chat::new(),
        &["怎么开发票", "订单号：202611180001"],
        "> 订单号：202611180001\n bot: 202611180001 记下了，进度看我的订单 [person]",
    );
    let mut chat = Chat::new();
    check(&mut chat, &["快递没动", "不填了", "是", "202611180001"], "> 202611180001\n bot: 请告诉我快递单号 [skip person]");
    check(
        &mut chat,
        &["不填了", "是", "SF1390000012345"],
        "> SF1390000012345\n bot: 上次没填完：请告诉我情况 [value:stopped value:late person]",
    );
}

#[test]
fn a_number_alone_is_one_whatever_else_it_resembles() {
    let mut chat = Chat::new();
    for meant in [Meant::Sure(&["complaint.regulator"]), Meant::Either(&["invoice.how"]), Meant::Nothing, Meant::Nothing] {
        let told = transcript(&chat.say_as("SF1390000012345", meant));
        assert!(told.contains("SF1390000012345 记下了"), "{told}");
    }
    let told = transcript(&chat.say_as("订单号202611180001，谢谢", Meant::Sure(&["meta.provide_order_number_only"])));
    assert!(told.contains("202611180001 记下了"), "{told}");
    assert_eq!(chat.owner(), "bot");
}

#[test]
fn a_number_after_a_question_which_is_not_unclear() {
    let mut chat = Chat::new();
    chat.say_as("那个", Meant::Either(&["logistics.stuck", "invoice.how"]));
    let events = chat.say("202611180001");
    same(
        &chat,
        &events,
        "> 202611180001
         bot: 202611180001 记下了，进度看我的订单 |  | 您是想问哪一个？ [label:logistics.stuck label:invoice.how person]",
    );
    chat.say_as("唔哩哇啦", Meant::Nothing);
    assert_eq!(chat.owner(), "bot");
}

#[test]
fn danger_is_never_guessed_at() {
    let either = Meant::Either(&["risk.fire_shock", "logistics.stuck", "invoice.how"]);
    let told = transcript(&Chat::new().say_as("我同事说帮我收了，不用查了", either));
    assert!(told.ends_with("[label:logistics.stuck label:invoice.how other person]"), "{told}");
    for meant in [Meant::Either(&["risk.fire_shock"]), Meant::Sure(&["invoice.how", "risk.fire_shock"])] {
        let told = transcript(&Chat::new().say_as("开发票", meant));
        assert!(!told.contains("risk.fire_shock"), "{told}");
    }
}

#[test]
fn a_draft_is_taken_up_at_a_word() {
    let drafted = || {
        let mut chat = Chat::new();
        for line in ["快递没动", "202611180001", "不填了", "是"] {
            chat.say(line);
        }
        chat
    };
    for word in ["继续", "接着填吧", "继续填「查件登记」", "Continue"] {
        let told = transcript(&drafted().say(word));
        assert!(told.contains("上次没填完：请告诉我快递单号") || told.contains("You left off here"), "{told}");
    }
    let mut chat = drafted();
    chat.say("转人工");
    chat.input(Input::Leave).unwrap();
    check(&mut chat, &["继续"], "> 继续\n bot: 上次没填完：请告诉我快递单号 [skip person]");
}

#[test]
fn a_person_who_is_offered_can_be_declined() {
    for no in ["不用", "不用了", "No", "不需要转人工", "先不用了"] {
        let mut chat = Chat::filed();
        chat.say_as("改一下", Meant::Sure(&["meta.correct_info"]));
        let told = transcript(&chat.say(no));
        assert!(told.contains("好，不转") || told.contains("No person then"), "{told}");
        assert_eq!(chat.owner(), "bot", "{no}");
    }
    // The same in a form, where the third wrong value offered one.
    for no in ["不用", "No", "先不用了"] {
        let mut chat = Chat::new();
        for line in ["快递没动", "就是那个啊", "哎呀就是它", "你猜"] {
            chat.say(line);
        }
        let told = transcript(&chat.say(no));
        assert_eq!(chat.owner(), "bot", "{told}");
    }
}

#[test]
fn the_standing_told_in_a_form_is_the_cases_own() {
    let mut chat = Chat::filed();
    chat.claim("lin").unwrap();
    chat.input(Input::Return { agent: "lin".into(), epoch: 1 }).unwrap();
    chat.say("退款没到账");
    let told = transcript(&chat.say("登记的问题处理得怎么样了"));
    assert!(told.contains("处理中") && !told.contains("已登记"), "{told}");
}
