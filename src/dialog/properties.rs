//! What holds whatever is said, tapped or done, in any order.

use proptest::prelude::*;

use super::{
    Input, Refusal, State,
    fixture::{Chat, conversation, transcript},
};
use crate::base::{ChoiceValue, Fact, MINUTE, Owner};

const TEXTS: &[&str] = &[
    "我的快递五天没动了",
    "退款没到账",
    "退货运费谁出",
    "怎么开发票",
    "我要打12315",
    "电热毯冒烟了",
    "人工",
    "谢谢你",
    "等一下我找找",
    "能说英文吗",
    "can you speak chinese",
    "登记的问题处理得怎么样了",
    "你这是答非所问",
    "那个",
    "唔哩哇啦",
    "是",
    "不是",
    "跳过",
    "不填了",
    "202611180001",
    "13812345678",
    "SF1390000012345",
    "昨天",
    "3000",
    "99元",
    "停了",
    "订单号发错了，是202611189999",
    "垃圾骗子",
    "2",
    "my parcel has not moved",
    "退货运费谁出，另外怎么开发票",
    "还没解决",
    "继续",
    "不用了",
    "订单号我写错了，是QH7201420847",
    "机器开不了机怎么办",
    "好了",
    "还是不行",
    "没工具试不了",
    "直接报修吧",
    "电池鼓包了",
    "我要退货",
];
const VALUES: &[&str] = &[
    "label:logistics.stuck",
    "label:gone.label",
    "faq:invoice.where",
    "value:stopped",
    "value:late",
    "value:bank",
    "value:wallet",
    "edit:order_no",
    "edit:nothing",
    "resume:trace",
    "resume:refund",
    "label:quality.dead",
    "resume:claim",
    "claim",
    "person",
    "yes",
    "no",
    "skip",
    "other",
    "leave",
];

fn input() -> impl Strategy<Value = Input> {
    let agent = prop::sample::select(vec!["lin", "wu"]);
    prop_oneof![
        10 => prop::sample::select(TEXTS).prop_map(|text| Input::Say { text: text.to_owned() }),
        2 => "\\PC{1,30}".prop_map(|text| Input::Say { text }),
        5 => prop::sample::select(VALUES).prop_map(|value| Input::Choose { value: value.parse::<ChoiceValue>().unwrap() }),
        1 => Just(Input::Leave),
        1 => (0..7_u8).prop_map(|result| Input::Rate { result, speed: 5, attitude: 5, comment: None }),
        2 => agent.clone().prop_map(|agent| Input::Claim { agent: agent.into(), name: agent.to_owned() }),
        2 => (agent.clone(), 0..9_u32).prop_map(|(agent, epoch)| Input::AgentSay { agent: agent.into(), epoch, text: "您好".to_owned() }),
        1 => (agent.clone(), 0..9_u32).prop_map(|(agent, epoch)| Input::Return { agent: agent.into(), epoch }),
        1 => (agent.clone(), 0..9_u32).prop_map(|(agent, epoch)| Input::Resolve { agent: agent.into(), epoch, outcome: None }),
        1 => (agent, 0..9_u32).prop_map(|(agent, epoch)| Input::Transfer { agent: agent.into(), epoch, to: "refund".to_owned() }),
        2 => Just(Input::Lapse),
    ]
}

/// An input, the minutes that passed before it, and how many agents are online.
fn steps() -> impl Strategy<Value = Vec<(Input, i64, u32)>> {
    prop::collection::vec((input(), prop_oneof![3 => Just(1_i64), 1 => 0..900_i64], 0..2_u32), 1..25)
}

/// Agents act with the epoch that they see, half of the time.
fn seen(input: Input, epoch: u32, fresh: bool) -> Input {
    match input {
        Input::AgentSay { agent, text, .. } if fresh => Input::AgentSay { agent, epoch, text },
        Input::Return { agent, .. } if fresh => Input::Return { agent, epoch },
        Input::Resolve { agent, outcome, .. } if fresh => Input::Resolve { agent, epoch, outcome },
        Input::Transfer { agent, to, .. } if fresh => Input::Transfer { agent, epoch, to },
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_machine_keeps_its_promises(steps in steps()) {
        let mut chat = Chat::new();
        for (place, (input, minutes, agents)) in steps.into_iter().enumerate() {
            chat.world.now = chat.world.now + minutes * MINUTE;
            chat.world.agents = agents;
            let before = chat.state.clone();
            let input = seen(input, before.epoch(), place % 4 != 0);
            let lapses = input == Input::Lapse;
            match chat.input(input) {
                Err(_) => prop_assert_eq!(&chat.state, &before),
                Ok(events) => {
                    keeps_to_the_owner(&before, &events)?;
                    says_no_id(&events)?;
                    prop_assert!(chat.state.epoch() >= before.epoch());
                    prop_assert_eq!(chat.state.epoch() != before.epoch(), events.iter().any(|event| changes_owner(&event.fact)));
                    if lapses {
                        // A lapse moves its own deadline on, so that it can't fire again at once.
                        let due = chat.state.deadline(chat.script());
                        prop_assert!(due.is_none_or(|due| due > chat.world.now), "{}", transcript(&chat.log));
                    }
                }
            }
        }
        prop_assert_eq!(State::fold(conversation(), &chat.log), chat.state.clone());
        let seqs: Vec<u32> = chat.log.iter().map(|event| event.seq).collect();
        prop_assert_eq!(seqs, (1..=chat.state.seq()).collect::<Vec<_>>());
        a_person_is_one_word_away(&mut chat)?;
    }
}

/// The bot speaks only while the conversation is its own, turn for turn and event for event.
fn keeps_to_the_owner(before: &State, events: &[crate::base::Event]) -> Result<(), TestCaseError> {
    let mut state = before.clone();
    for event in events {
        if matches!(event.fact, Fact::Replied { .. }) {
            prop_assert_eq!(state.owner(), &Owner::Bot, "{}", transcript(events));
        }
        state.apply(event);
    }
    Ok(())
}

/// A button speaks in words, whatever field or form it belongs to.
fn says_no_id(events: &[crate::base::Event]) -> Result<(), TestCaseError> {
    let replied = events.iter().filter_map(|event| match &event.fact {
        Fact::Replied { choices, .. } => Some(choices),
        _ => None,
    });
    for choice in replied.flatten() {
        let value = choice.value.to_string();
        let id = value.split_once(':').map_or(value.as_str(), |(_, id)| id);
        prop_assert!(!choice.label.is_empty() && choice.label != id && choice.label != value, "{}", transcript(events));
    }
    Ok(())
}

fn changes_owner(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Handoff(_)
            | Fact::Left {}
            | Fact::Joined { .. }
            | Fact::Returned { .. }
            | Fact::Expired { .. }
            | Fact::Closed { .. }
    )
}

fn a_person_is_one_word_away(chat: &mut Chat) -> Result<(), TestCaseError> {
    let refused: Result<_, Refusal> = chat.input(Input::Say { text: "人工".to_owned() });
    prop_assert!(refused.is_ok());
    prop_assert!(matches!(chat.state.owner(), Owner::Queue | Owner::Agent { .. }), "{}", transcript(&chat.log));
    Ok(())
}
