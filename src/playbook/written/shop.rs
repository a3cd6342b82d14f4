use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::Words;
use crate::{
    base::Lang,
    playbook::source::{At, Entries},
};

/// `shop.toml`: the shop itself. Everything but the name has a default.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct ShopFile {
    /// The shop's name, as buyers read it.
    pub(in crate::playbook) name: At<Words>,
    /// The languages the shop answers in; the first is the default.
    pub(in crate::playbook) languages: At<Vec<At<Lang>>>,
    /// Labels offered as buttons beside the greeting, at most six.
    #[serde(default)]
    pub(in crate::playbook) openers: Vec<At<String>>,
    /// The shop's time zone, such as Asia/Shanghai.
    pub(in crate::playbook) time_zone: At<String>,
    /// When people are there.
    pub(in crate::playbook) hours: HoursWritten,
    /// Minutes until a person answers, by priority.
    pub(in crate::playbook) clocks: ClocksWritten,
    /// How sure the bot must be of a meaning; probabilities, 0 to 1.
    pub(in crate::playbook) triage: TriageWritten,
    /// How well an article must fit; scores, 0 to 1.
    pub(in crate::playbook) knowledge: KnowledgeWritten,
    /// When a person is called.
    pub(in crate::playbook) escalation: EscalationWritten,
    /// Variables of FAQs and replies, written {{ name }} there: a number, a text, or a text in each language.
    #[serde(default)]
    pub(in crate::playbook) facts: Entries<At<FactWritten>>,
    /// The server's address and limits.
    pub(in crate::playbook) server: Server,
    /// Where data is kept.
    pub(in crate::playbook) storage: Storage,
}

/// Service hours.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct HoursWritten {
    /// Hours of each weekday, such as ["09:00-12:00", "13:00-22:00"]; a day left out is closed.
    pub(in crate::playbook) week: WeekWritten,
    /// Other hours on these dates (YYYY-MM-DD); an empty list is closed.
    #[serde(default)]
    pub(in crate::playbook) days: Entries<Vec<At<String>>>,
}

/// Hours by weekday.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::playbook) struct WeekWritten {
    pub(in crate::playbook) mon: Vec<At<String>>,
    pub(in crate::playbook) tue: Vec<At<String>>,
    pub(in crate::playbook) wed: Vec<At<String>>,
    pub(in crate::playbook) thu: Vec<At<String>>,
    pub(in crate::playbook) fri: Vec<At<String>>,
    pub(in crate::playbook) sat: Vec<At<String>>,
    pub(in crate::playbook) sun: Vec<At<String>>,
}

/// Minutes until a person answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct ClocksWritten {
    /// At any hour.
    pub(in crate::playbook) urgent: At<u32>,
    /// In service hours, as the two below.
    pub(in crate::playbook) high: At<u32>,
    pub(in crate::playbook) medium: At<u32>,
    pub(in crate::playbook) low: At<u32>,
    /// Waiting time expected for each buyer ahead in the queue.
    pub(in crate::playbook) minutes_per_buyer: At<u32>,
}

/// What mistakes cost, in questions: to ask "do you mean …?" costs 1. The bot does what is expected to cost least.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct TriageWritten {
    /// To serve another label than the one that is meant.
    pub(in crate::playbook) wrong: WrongWritten,
    /// Not to understand. Where the three likeliest labels together, times this, are under 1, the bot says so.
    pub(in crate::playbook) unknown: At<f32>,
    /// To overlook a danger. An urgent label is taken as meant where its probability, times this, reaches 1.
    pub(in crate::playbook) danger: At<f32>,
    /// A first label less likely than this is looked at again, by the meaning of the whole message; at 0 never.
    pub(in crate::playbook) sure: At<f32>,
}

/// By what the wrong label leads to. A label is taken where (1 - its probability) times this is at most 1.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct WrongWritten {
    pub(in crate::playbook) faq: At<f32>,
    pub(in crate::playbook) chat: At<f32>,
    pub(in crate::playbook) form: At<f32>,
    pub(in crate::playbook) human: At<f32>,
}

/// How well an article must fit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct KnowledgeWritten {
    /// The first article answers at or above this …
    pub(in crate::playbook) answer: At<f32>,
    /// … if it leads the second by this.
    pub(in crate::playbook) margin: At<f32>,
    /// Offered at or above this; below, the bot says that it doesn't know.
    pub(in crate::playbook) offer: At<f32>,
    /// Where no article scores at least this by its words, their meaning is asked too; at 0 never.
    pub(in crate::playbook) sure: At<f32>,
}

/// When a person is called.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct EscalationWritten {
    /// Turns without progress.
    pub(in crate::playbook) stuck_turns: At<u32>,
    /// The same question this many times.
    pub(in crate::playbook) repeats: At<u32>,
    /// Not understood this many times in a row.
    pub(in crate::playbook) unclear: At<u32>,
    /// Mood at or above this, 0 (calm) to 1.
    pub(in crate::playbook) heat: At<f32>,
    /// Mood risen by this much over three messages.
    pub(in crate::playbook) heat_rise: At<f32>,
    /// An amount in play above this, in yuan.
    pub(in crate::playbook) amount: At<u32>,
    /// Wrong answers to one field of a form.
    pub(in crate::playbook) field_misses: At<u8>,
    /// Minutes a buyer waits for a person before a case is taken instead.
    pub(in crate::playbook) claim_minutes: At<u32>,
    /// Minutes an agent may be silent before the buyer is offered to others.
    pub(in crate::playbook) silent_minutes: At<u32>,
}

/// The server's address and limits, as written. The environment wins over `listen`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port; AFTERCARE_LISTEN wins.
    pub listen: At<String>,
    /// Pages of other sites that may open the chat socket, such as "https://shop.example".
    pub origins: Vec<At<String>>,
    /// Proxies before this server, such as "127.0.0.1" or "10.0.0.0/8", whose X-Forwarded-For says who the client is.
    pub trusted_proxies: Vec<At<String>>,
    /// Seconds until a connection must have said hello.
    pub hello_seconds: At<u32>,
    /// Seconds between pings.
    pub ping_seconds: At<u32>,
    /// Minutes after which a silent connection is closed and an idle conversation leaves memory.
    pub idle_minutes: At<u32>,
    /// Messages a minute on one connection.
    pub messages_per_minute: At<u32>,
    /// Connections at once from one address.
    pub connections_per_address: At<u32>,
    /// Frames a second from one address.
    pub frames_per_second_per_address: At<u32>,
}

/// Where data is kept, as written. The environment wins.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// The data folder, relative to the shop folder; AFTERCARE_DATA wins.
    pub data: At<String>,
    /// Empty: a SQLite file in the data folder; AFTERCARE_DATABASE_URL wins.
    pub database: At<String>,
}

/// The value of a fact.
#[derive(Debug)]
pub(in crate::playbook) enum FactWritten {
    One(String),
    Each(Words),
}

impl<'de> Deserialize<'de> for FactWritten {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyFact;

        impl<'de> Visitor<'de> for AnyFact {
            type Value = FactWritten;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a text, or { zh = \"…\", en = \"…\" }")
            }

            fn visit_i64<E: Error>(self, it: i64) -> Result<FactWritten, E> {
                Ok(FactWritten::One(it.to_string()))
            }

            fn visit_f64<E: Error>(self, it: f64) -> Result<FactWritten, E> {
                Ok(FactWritten::One(it.to_string()))
            }

            fn visit_str<E: Error>(self, it: &str) -> Result<FactWritten, E> {
                Ok(FactWritten::One(it.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FactWritten, A::Error> {
                Words::deserialize(MapAccessDeserializer::new(map)).map(FactWritten::Each)
            }
        }

        deserializer.deserialize_any(AnyFact)
    }
}

impl JsonSchema for FactWritten {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fact".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let words = generator.subschema_for::<Words>();
        json_schema!({ "anyOf": [{ "type": "number" }, { "type": "string" }, words] })
    }
}
