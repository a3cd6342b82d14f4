//! A small shop for the dialogue's tests, and a conversation in it that is driven by inputs.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::{
    Ahead, Book, Clocks, Draft, Escalation, Hours, Input, LabelCard, Refusal, Route, Script, State, World, asked,
    phrases::replies,
    serve,
    turn::{Heard, Turn},
};
use crate::{
    base::{
        Bilingual, ChoiceValue, ClientId, ConversationId, Decision, Event, Fact, HandoffFact, LabelId, Lang, MINUTE, Money,
        Owner, Party, Priority, Ranked, Reading, Timestamp,
    },
    knowledge::{Applies, Article, Circumstances, Knowledge},
    triage::{Effort, Keyword, LabelSource, Triage},
};

/// Friday 2026-11-20, ten in the morning in Shanghai: people are there.
pub(super) const MORNING: Timestamp = Timestamp(1_795_140_000_000);
/// Eleven in the evening of the same day: nobody is.
pub(super) const NIGHT: Timestamp = Timestamp(1_795_140_000_000 + 13 * 60 * MINUTE);

pub(super) fn conversation() -> ConversationId {
    ConversationId(uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000))
}

/// id, names, priority, route, form, a deciding keyword in each language, examples.
pub(super) type LabelRow = (
    &'static str,
    &'static str,
    &'static str,
    Priority,
    Route,
    Option<&'static str>,
    &'static [&'static str],
    &'static [&'static str],
);

const LABELS: &[LabelRow] = &[
    (
        "logistics.stuck",
        "物流停滞",
        "Parcel not moving",
        Priority::Medium,
        Route::Form,
        Some("trace"),
        &["没动", "not moved"],
        &["我的快递五天没动了", "物流没动", "快递一直没动怎么办", "包裹没动静", "my parcel has not moved"],
    ),
    (
        "refund.not_arrived",
        "退款未到账",
        "Refund not arrived",
        Priority::Medium,
        Route::Form,
        Some("refund"),
        &["退款没到账", "refund not arrived"],
        &["退款没到账", "钱还没退到,退款没到账", "my refund not arrived"],
    ),
    (
        "return.freight_who_pays",
        "退货运费谁出",
        "Who pays return freight",
        Priority::Low,
        Route::Faq,
        None,
        &["运费谁出", "return freight"],
        &["退货运费谁出", "寄回去的运费谁出啊", "who pays the return freight"],
    ),
    (
        "invoice.how",
        "怎么开发票",
        "How to get an invoice",
        Priority::Low,
        Route::Faq,
        None,
        &["发票", "invoice"],
        &["怎么开发票", "发票在哪里开", "can i get an invoice"],
    ),
    (
        "quality.dead",
        "无法开机",
        "Will not turn on",
        Priority::Medium,
        Route::Form,
        Some("claim"),
        &["开不了机", "turn on"],
        &["开不了机", "机器开不了机怎么办", "插上电还是开不了机", "my kettle will not turn on"],
    ),
    (
        "return.apply",
        "申请退货",
        "Return it",
        Priority::Medium,
        Route::Form,
        Some("refund"),
        &["要退货", "return it"],
        &["我要退货", "我现在就要退货", "i want to return it"],
    ),
    (
        "complaint.regulator",
        "投诉到12315",
        "Regulator",
        Priority::High,
        Route::Human,
        None,
        &["12315", "regulator"],
        &["我要打12315", "我去12315投诉你们", "i will call the regulator"],
    ),
    (
        "risk.fire_shock",
        "冒烟起火",
        "Smoke or fire",
        Priority::Urgent,
        Route::Human,
        None,
        &["冒烟", "smoke"],
        &["电热毯冒烟了", "充电器冒烟", "it started to smoke"],
    ),
    (
        "meta.ask_human",
        "要人工",
        "Ask for a person",
        Priority::High,
        Route::Human,
        None,
        &["找个活人", "real human being"],
        &["给我找个活人", "i need a real human being"],
    ),
    (
        "meta.thanks",
        "感谢",
        "Thanks",
        Priority::Low,
        Route::Chat,
        None,
        &["谢谢你", "thank you"],
        &["谢谢你", "谢谢你啊", "thank you so much"],
    ),
    (
        "meta.hold_on",
        "请稍等",
        "Hold on",
        Priority::Low,
        Route::Chat,
        None,
        &["等一下", "hold on"],
        &["等一下我找找", "hold on a second"],
    ),
    (
        "meta.switch_language",
        "切换语言",
        "Switch language",
        Priority::Low,
        Route::Chat,
        None,
        &["说英文", "speak chinese"],
        &["能说英文吗", "can you speak chinese"],
    ),
    (
        "meta.ticket_progress",
        "工单进度",
        "Case progress",
        Priority::Medium,
        Route::Human,
        None,
        &["处理得怎么样", "how is my case"],
        &["登记的问题处理得怎么样了", "how is my case going"],
    ),
    (
        "meta.answer_not_helpful",
        "答非所问",
        "Not helpful",
        Priority::Medium,
        Route::Chat,
        None,
        &["答非所问", "not what i asked"],
        &["你这是答非所问", "that is not what i asked"],
    ),
    (
        "meta.unclear",
        "意图不清",
        "Unclear",
        Priority::Medium,
        Route::Chat,
        None,
        &[],
        &[
            "唔哩哇啦",
            "咕噜咕噜",
            "就是那个啊",
            "哎呀就是它",
            "你猜",
            "随便",
            "那个什么来着",
            "怎么说呢",
            "blah blah",
            "you know that",
        ],
    ),
    (
        "meta.provide_order_number_only",
        "只发订单号",
        "Order number only",
        Priority::Medium,
        Route::Chat,
        None,
        &[],
        &["202611180001", "202611187777", "订单号202611180001", "单号是202611180003", "order 202611180002"],
    ),
    (
        "meta.correct_info",
        "更正信息",
        "Correct earlier details",
        Priority::Medium,
        Route::Chat,
        None,
        &["发错了", "wrong number"],
        &["订单号发错了，是202611189998", "刚才发错了", "sorry wrong number"],
    ),
    (
        "meta.cancel_current_flow",
        "放弃当前流程",
        "Cancel",
        Priority::Low,
        Route::Chat,
        None,
        &["不填了", "stop this"],
        &["不填了", "先不填了", "算了不填了", "stop this form"],
    ),
    (
        "meta.affirm",
        "肯定",
        "Yes",
        Priority::Low,
        Route::Chat,
        None,
        &["是的就是", "yes that is it"],
        &["是的", "对的", "好的", "嗯", "yes that is it"],
    ),
];

pub(super) fn bilingual(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: en.to_owned() }
}

pub(super) fn script() -> Script {
    let card = |row: &LabelRow| {
        let topic = row.0.split('.').next().unwrap_or_default();
        LabelCard {
            name: bilingual(row.1, row.2),
            choice: bilingual(row.1, row.2),
            priority: row.3,
            route: row.4,
            form: row.5.map(Into::into),
            topic: topic.into(),
        }
    };
    Script {
        shop: bilingual("小店", "Shop"),
        default_lang: Lang::Zh,
        labels: LABELS.iter().chain([&asked::HOT]).map(|row| (LabelId::from(row.0), card(row))).collect(),
        forms: [asked::trace(), asked::refund(), asked::claim()].into_iter().map(|form| (form.id.clone(), form)).collect(),
        guides: vec![asked::dead()],
        replies: replies(),
        escalation: Escalation {
            stuck_turns: 3,
            repeats: 3,
            unclear: 2,
            heat: 0.8,
            heat_rise: 0.5,
            amount: Money::from_yuan(2_000),
            field_misses: 3,
            claim_minutes: 15,
            silent_minutes: 5,
        },
        hours: Hours {
            zone: TimeZone::get("Asia/Shanghai").expect("the zone is compiled in"),
            week: std::array::from_fn(|_| vec![(9 * 60, 22 * 60)]),
            days: BTreeMap::new(),
        },
        clocks: Clocks { urgent: 10, high: 30, medium: 60, low: 240, minutes_per_buyer: 3 },
    }
}

fn triage() -> Triage {
    let keyword = |text: &str| Keyword { text: text.to_owned(), weight: 1.5, requires: Vec::new(), excludes: Vec::new() };
    let labels: Vec<LabelSource> = LABELS
        .iter()
        .map(|row| LabelSource {
            id: row.0.into(),
            priority: row.3,
            wrong: 2.5,
            name: bilingual(row.1, row.2),
            definition: Bilingual::default(),
            keywords: row.6.iter().map(|text| keyword(text)).collect(),
            patterns: Vec::new(),
            examples: row.7.iter().map(|text| (if text.is_ascii() { Lang::En } else { Lang::Zh }, (*text).to_owned())).collect(),
            questions: Vec::new(),
        })
        .collect();
    let rules = crate::triage::Rules { unknown: 3.0, danger: 12.0, sure: 0.0 };
    Triage::build(&labels, rules).unwrap_or_else(|_| panic!("the fixture's labels are sound"))
}

fn knowledge() -> Knowledge {
    let article = |id: &str, lang: Lang, title: &str, intent: &str, answer: &str| Article {
        id: id.into(),
        lang,
        title: title.to_owned(),
        questions: vec![title.trim_end_matches('？').to_owned()],
        intents: vec![intent.into()],
        applies: Applies::default(),
        valid_from: None,
        valid_until: None,
        answer: answer.to_owned(),
        variants: Vec::new(),
    };
    let articles = vec![
        article("return.freight", Lang::Zh, "退货的运费谁出？", "return.freight_who_pays", "质量问题的运费由我们承担。"),
        article(
            "return.freight",
            Lang::En,
            "Who pays the return freight?",
            "return.freight_who_pays",
            "We pay the freight for faulty goods.",
        ),
        article("invoice.where", Lang::Zh, "发票在哪里开？", "invoice.how", "在订单详情里申请发票。"),
        article("invoice.where", Lang::En, "Where do I get an invoice?", "invoice.how", "Ask for it under the order."),
    ];
    let thresholds = crate::knowledge::Thresholds { answer: 0.55, margin: 0.05, offer: 0.25, sure: 0.0 };
    Knowledge::build(articles, thresholds).unwrap_or_else(|_| panic!("the fixture's articles are sound"))
}

/// What words are taken to mean.
#[derive(Clone, Copy)]
pub(super) enum Meant {
    Sure(&'static [&'static str]),
    Either(&'static [&'static str]),
    Nothing,
}

/// The shop, and one conversation in it: its log, and its state as the log tells it.
pub(super) struct Chat {
    script: Script,
    triage: Triage,
    knowledge: Knowledge,
    pub world: World,
    pub state: State,
    pub log: Vec<Event>,
}

impl Chat {
    /// In service hours, with an agent online.
    pub(super) fn new() -> Chat {
        let circumstances = Circumstances { now: MORNING, ..Circumstances::default() };
        Chat {
            script: script(),
            triage: triage(),
            knowledge: knowledge(),
            world: World {
                now: MORNING,
                ahead: Ahead::default(),
                agents: 1,
                circumstances,
                page_lang: None,
                page_order: None,
                hurried: false,
            },
            state: State::new(conversation()),
            log: Vec::new(),
        }
    }

    pub(super) fn at(mut self, now: Timestamp) -> Chat {
        self.world.now = now;
        self
    }

    pub(super) fn script(&self) -> &Script {
        &self.script
    }

    /// Drives one input, and keeps what it caused.
    pub(super) fn input(&mut self, input: Input) -> Result<Vec<Event>, Refusal> {
        let book = Book { script: &self.script, triage: &self.triage, knowledge: &self.knowledge };
        let drafts = self.state.on(&book, &self.world, input)?;
        Ok(self.keep(drafts))
    }

    fn keep(&mut self, drafts: Vec<Draft>) -> Vec<Event> {
        let after = self.state.seq();
        let event = |(place, Draft { from, fact }): (usize, Draft)| Event {
            seq: after + 1 + u32::try_from(place).unwrap_or(0),
            at: self.world.now,
            from,
            client: (place == 0).then(|| ClientId::from(format!("c{after}"))),
            fact,
        };
        let events: Vec<Event> = drafts.into_iter().enumerate().map(event).collect();
        for event in &events {
            self.state.apply(event);
        }
        self.log.extend(events.iter().cloned());
        events
    }

    pub(super) fn read(&self, text: &str) -> Reading {
        self.triage.read(text, Effort::Full)
    }

    /// Words that mean what the test says, while the bot has the conversation and no form is open.
    pub(super) fn say_as(&mut self, text: &str, meant: Meant) -> Vec<Event> {
        let (decision, labels) = match meant {
            Meant::Sure(labels) => (Decision::Accept, labels),
            Meant::Either(labels) => (Decision::Clarify, labels),
            Meant::Nothing => (Decision::Reject, &[][..]),
        };
        let labels = || labels.iter().map(|label| LabelId::from(*label));
        let needs = if decision == Decision::Accept { labels().collect() } else { Vec::new() };
        let intents = labels().map(|label| Ranked { label, p: 0.4 }).collect();
        let reading = Reading { decision, needs, intents, ..self.read(text) };
        let book = Book { script: &self.script, triage: &self.triage, knowledge: &self.knowledge };
        let mut turn = Turn::new(self.state.talk(), &book, &self.world);
        let heard = Heard { text: text.to_owned(), reading: reading.clone() };
        turn.note(Party::Buyer, Fact::Said { text: text.to_owned(), reading: Some(Box::new(reading)) });
        serve::respond(&mut turn, &heard);
        let drafts = turn.finish();
        self.keep(drafts)
    }

    /// A trace of order 202611180001 was filed.
    pub(super) fn filed() -> Chat {
        let mut chat = Chat::new();
        for line in ["快递没动", "202611180001", "跳过", "晚了"] {
            chat.say(line);
        }
        chat.choose("skip");
        for line in ["跳过", "13812345678", "对的"] {
            chat.say(line);
        }
        chat
    }

    pub(super) fn say(&mut self, text: &str) -> Vec<Event> {
        self.input(Input::Say { text: text.to_owned() }).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
    }

    pub(super) fn choose(&mut self, value: &str) -> Vec<Event> {
        let value: ChoiceValue = value.parse().unwrap_or_else(|fault| panic!("{fault}"));
        self.input(Input::Choose { value }).unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    pub(super) fn pass(&mut self, minutes: i64) -> Vec<Event> {
        self.world.now = self.world.now + minutes * MINUTE;
        self.input(Input::Lapse).unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    pub(super) fn claim(&mut self, agent: &str) -> Result<Vec<Event>, Refusal> {
        self.input(Input::Claim { agent: agent.into(), name: agent.to_uppercase() })
    }

    pub(super) fn owner(&self) -> &'static str {
        self.state.owner().as_str()
    }

    pub(super) fn handoff(&self) -> &HandoffFact {
        let fact = self.log.iter().rev().find_map(|event| match &event.fact {
            Fact::Handoff(handoff) => Some(handoff),
            _ => None,
        });
        fact.unwrap_or_else(|| panic!("no handoff: {}", transcript(&self.log)))
    }

    pub(super) fn is_with(&self, agent: &str) -> bool {
        matches!(self.state.owner(), Owner::Agent { agent: owner, .. } if owner.as_str() == agent)
    }
}

/// Events as short lines: who, what, which buttons.
pub(super) fn transcript(events: &[Event]) -> String {
    let line = |event: &Event| match &event.fact {
        Fact::Said { text, .. } => format!("> {text}"),
        Fact::Chose { value, .. } => format!("> [{value}]"),
        Fact::Replied { text, choices, .. } => {
            let values: Vec<String> = choices.iter().map(|choice| choice.value.to_string()).collect();
            format!("bot: {} [{}]", text.replace('\n', " | "), values.join(" "))
        }
        Fact::Notice { text } => format!("-- {text}"),
        Fact::Case(case) => format!("case {} {:?}: {}", case.form, case.state, case.text),
        Fact::Handoff(handoff) => {
            format!("handoff {} {} {:?}: {}", handoff.reason, handoff.skill, handoff.priority, handoff.text)
        }
        Fact::Queued { position, wait_s } => format!("queued {position} {wait_s}"),
        Fact::Left {} => "left".to_owned(),
        Fact::Joined { name, .. } => format!("joined {name}"),
        Fact::AgentSaid { text, .. } => format!("agent: {text}"),
        Fact::Returned { agent } => format!("returned {}", agent.is_some()),
        Fact::Expired { .. } => "expired".to_owned(),
        Fact::Closed { .. } => "closed".to_owned(),
        Fact::Rated { result, .. } => format!("rated {result}"),
    };
    events.iter().map(line).collect::<Vec<_>>().join("\n")
}
