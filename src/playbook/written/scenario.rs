use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use crate::{base::Lang, playbook::source::At};

/// `scenarios/*.yaml`: one conversation test.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct ScenarioFile {
    /// What the conversation shows.
    pub(in crate::playbook) name: At<String>,
    /// The buyer's language; the shop's default if absent.
    pub(in crate::playbook) lang: Option<At<Lang>>,
    /// When it starts, such as 2026-11-20T10:00:00+08:00; inside service hours if absent.
    pub(in crate::playbook) now: Option<At<String>>,
    /// What happens, in order.
    pub(in crate::playbook) steps: At<Vec<At<StepWritten>>>,
}

/// One input (buyer, choose, leave, rate, wait or agent) and what must be true of the events it causes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct StepWritten {
    /// The buyer writes this.
    pub(in crate::playbook) buyer: Option<At<String>>,
    /// The buyer taps the button with this value.
    pub(in crate::playbook) choose: Option<At<String>>,
    /// The buyer leaves the queue.
    #[serde(default)]
    pub(in crate::playbook) leave: bool,
    /// The buyer rates result, speed and attitude, 1 to 5 each.
    pub(in crate::playbook) rate: Option<At<Vec<u8>>>,
    /// Time passes (90s, 20m, 2h, 3d); deadlines fire.
    pub(in crate::playbook) wait: Option<At<String>>,
    /// An agent acts: claim, return, resolve, or {say: …}.
    pub(in crate::playbook) agent: Option<At<ActWritten>>,
    /// What must come back.
    #[serde(default)]
    pub(in crate::playbook) bot: ExpectWritten,
}

/// What must be true after a step. Only what is written is checked.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::playbook) struct ExpectWritten {
    /// The label the bot acted on.
    pub(in crate::playbook) intent: Option<At<String>>,
    /// The FAQ it answered from.
    pub(in crate::playbook) faq: Option<At<String>>,
    /// An event of this kind comes: text, form, case, handoff, queue, agent, rating, notice, closed.
    pub(in crate::playbook) kind: Option<At<String>>,
    /// The field asked.
    pub(in crate::playbook) field: Option<At<String>>,
    /// Each is found in some text.
    pub(in crate::playbook) says: Vec<String>,
    /// None is found in any text.
    pub(in crate::playbook) not_says: Vec<String>,
    /// Values of buttons offered.
    pub(in crate::playbook) choices: Vec<At<String>>,
    /// Who speaks now: bot, queue, agent, closed.
    pub(in crate::playbook) owner: Option<At<String>>,
    /// The reason of the handoff.
    pub(in crate::playbook) reason: Option<At<String>>,
    /// The priority of the handoff or case.
    pub(in crate::playbook) priority: Option<At<String>>,
    /// The state of the case: open, in_progress, resolved, closed.
    pub(in crate::playbook) case: Option<At<String>>,
}

/// What an agent does.
#[derive(Debug)]
pub(in crate::playbook) enum ActWritten {
    Claim,
    Return,
    Resolve,
    Say(String),
}

impl<'de> Deserialize<'de> for ActWritten {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordOrSay;

        impl<'de> Visitor<'de> for WordOrSay {
            type Value = ActWritten;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("claim, return, resolve, or {say: …}")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<ActWritten, E> {
                match word {
                    "claim" => Ok(ActWritten::Claim),
                    "return" => Ok(ActWritten::Return),
                    "resolve" => Ok(ActWritten::Resolve),
                    other => Err(E::unknown_variant(other, &["claim", "return", "resolve", "{say: …}"])),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ActWritten, A::Error> {
                match map.next_key::<String>()?.as_deref() {
                    Some("say") => {
                        let said = map.next_value()?;
                        match map.next_key::<String>()? {
                            None => Ok(ActWritten::Say(said)),
                            Some(key) => Err(A::Error::unknown_field(&key, &["say"])),
                        }
                    }
                    Some(key) => Err(A::Error::unknown_field(key, &["say"])),
                    None => Err(A::Error::missing_field("say")),
                }
            }
        }

        deserializer.deserialize_any(WordOrSay)
    }
}

impl JsonSchema for ActWritten {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AgentAct".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "enum": ["claim", "return", "resolve"] },
            { "type": "object", "properties": { "say": { "type": "string" } }, "required": ["say"], "additionalProperties": false },
        ]})
    }
}
