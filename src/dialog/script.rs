//! What the shop's folder tells the dialogue, checked and compiled by `playbook`.

use std::collections::{BTreeMap, HashMap};

use crate::base::{Bilingual, CheckId, FieldId, FormId, GuideId, LabelId, Lang, Money, Priority, ReplyId, Skill};

pub struct Script {
    pub shop: Bilingual,
    pub default_lang: Lang,
    pub labels: HashMap<LabelId, LabelCard>,
    pub forms: HashMap<FormId, Form>,
    /// Of two that fit, the first is taken.
    pub guides: Vec<Guide>,
    pub replies: Replies,
    pub escalation: Escalation,
    pub hours: Hours,
    pub clocks: Clocks,
}

/// A label as the dialogue needs it.
#[derive(Clone, Debug)]
pub struct LabelCard {
    pub name: Bilingual,
    /// The label in a buyer's words, for a button.
    pub choice: Bilingual,
    pub priority: Priority,
    pub route: Route,
    pub form: Option<FormId>,
    /// The part of the id before the dot; also the skill an agent needs.
    pub topic: Skill,
}

/// A label's first step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    Faq,
    Form,
    Human,
    Chat,
}

#[derive(Clone, Debug)]
pub struct Form {
    pub id: FormId,
    pub name: Bilingual,
    /// In the order they are asked.
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub id: FieldId,
    pub kind: FieldKind,
    pub required: bool,
    pub name: Bilingual,
    /// What buyers call it beside its name: 「抬头」 for 「发票抬头」.
    pub words: Vec<String>,
    pub prompt: Bilingual,
    /// Said when the buyer asks what is meant, or gets it wrong.
    pub help: Bilingual,
    pub options: Vec<FieldOption>,
    /// All must hold for the field to be asked.
    pub when: Vec<When>,
    /// Shown with most characters hidden.
    pub masked: bool,
    pub min: Option<i64>,
    pub max: Option<i64>,
}

/// How a field is read and checked; `dialog/form/` has one file for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    OrderNo,
    TrackingNo,
    Text,
    Choice,
    Choices,
    Photos,
    Video,
    Phone,
    Money,
    Number,
    Date,
    Datetime,
    Email,
    YesNo,
}

#[derive(Clone, Debug)]
pub struct FieldOption {
    pub value: String,
    pub name: Bilingual,
    /// Other words a buyer may type for it.
    pub words: Vec<String>,
}

/// A condition on an earlier field of the same form.
#[derive(Clone, Debug)]
pub struct When {
    pub field: FieldId,
    pub is: Vec<String>,
}

/// The checks that a buyer can do for a fault before a claim is filed.
#[derive(Clone, Debug)]
pub struct Guide {
    pub id: GuideId,
    pub name: Bilingual,
    pub labels: Vec<LabelId>,
    /// One of these selects it, in normal spelling; without any it fits each message of its labels.
    pub words: Vec<String>,
    /// The form of a claim; the label's own where absent.
    pub form: Option<FormId>,
    /// What to do before anything else, in any case.
    pub warning: Bilingual,
    pub dangers: Vec<Danger>,
    /// In the order they are asked; never empty.
    pub checks: Vec<Check>,
}

/// Words on which a guide is stopped, and the label that is served instead.
#[derive(Clone, Debug)]
pub struct Danger {
    pub label: LabelId,
    /// In normal spelling.
    pub words: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Check {
    pub id: CheckId,
    /// A few words for the file.
    pub name: Bilingual,
    /// What to do, and the question whether it helped.
    pub text: Bilingual,
    /// Said when the buyer asks how; may be empty.
    pub help: Bilingual,
}

/// Reply templates by id and language, in variants.
#[derive(Default)]
pub struct Replies {
    pub lines: HashMap<(ReplyId, Lang), Vec<Line>>,
}

/// One way of saying a reply: empathy, fact or policy, next step with a time promise. Parts may be empty.
/// Each is a minijinja template whose variables were checked; shop variables are already filled.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub empathy: String,
    pub fact: String,
    pub next: String,
}

/// `shop.toml`, `[escalation]`.
#[derive(Clone, Debug)]
pub struct Escalation {
    /// Turns without progress before a person is called.
    pub stuck_turns: u32,
    /// The same label asked again this many times.
    pub repeats: u32,
    /// Clarifying or rejecting this many times in a row.
    pub unclear: u32,
    /// `Mood::heat` at or above this.
    pub heat: f32,
    /// Heat risen by this much over the last three messages.
    pub heat_rise: f32,
    /// An amount in play above this.
    pub amount: Money,
    /// Wrong answers to one field.
    pub field_misses: u8,
    /// Minutes a buyer waits for a claim before the offer expires to a case.
    pub claim_minutes: i64,
    /// Minutes an agent may be silent after a buyer's message before the conversation is offered again.
    pub silent_minutes: i64,
}

/// When people are there.
#[derive(Clone, Debug)]
pub struct Hours {
    pub zone: jiff::tz::TimeZone,
    /// By weekday, Monday first: minutes of the day from and until (exclusive); empty: closed.
    pub week: [Vec<(u16, u16)>; 7],
    /// Dates (in `zone`) with hours of their own.
    pub days: BTreeMap<jiff::civil::Date, Vec<(u16, u16)>>,
}

/// Minutes within which a person answers, by priority, in service hours (urgent: at any hour).
#[derive(Clone, Debug)]
pub struct Clocks {
    pub urgent: i64,
    pub high: i64,
    pub medium: i64,
    pub low: i64,
    /// Minutes of waiting expected per buyer ahead in the queue.
    pub minutes_per_buyer: i64,
}

impl Route {
    /// The reply for a label of this route that has none of its own.
    pub(super) fn reply(self) -> &'static str {
        match self {
            Route::Faq => "route.faq",
            Route::Form => "route.form",
            Route::Human => "route.human",
            Route::Chat => "route.chat",
        }
    }
}

impl Script {
    pub(super) fn guide(&self, id: &GuideId) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.id == *id)
    }
}

impl Guide {
    pub(super) fn check(&self, id: &CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == *id)
    }

    /// The check that follows; `None` after the last, and after one that the guide hasn't got.
    pub(super) fn after(&self, id: &CheckId) -> Option<&Check> {
        self.checks.iter().skip_while(|check| check.id != *id).nth(1)
    }
}

impl Form {
    pub(super) fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == *id)
    }
}
