use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::{PerLang, Words};
use crate::{base::Priority, dialog::Route, playbook::source::At};

/// `intents/*.yaml`: the labels of one topic.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct IntentsFile {
    /// The part of every label before the dot; `imported` for labels without a dot.
    pub(in crate::playbook) topic: At<String>,
    /// The topic's name on screens.
    pub(in crate::playbook) name: At<Words>,
    /// The labels.
    pub(in crate::playbook) intents: At<Vec<At<IntentWritten>>>,
}

/// A label: one thing that buyers write about.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct IntentWritten {
    /// Topic, dot, issue: logistics.stuck.
    pub(in crate::playbook) id: At<String>,
    /// Its name on screens.
    pub(in crate::playbook) name: At<Words>,
    /// When buyers write it: before the order is paid, after, or about the talk itself.
    #[serde(default)]
    #[expect(dead_code, reason = "for editors and reports; its value is checked by being read")]
    pub(in crate::playbook) stage: Stage,
    /// What it is about.
    #[serde(default)]
    #[expect(dead_code, reason = "for editors and reports; its value is checked by being read")]
    pub(in crate::playbook) scene: Scene,
    /// The side that usually answers for it.
    #[serde(default)]
    #[expect(dead_code, reason = "for editors and reports; its value is checked by being read")]
    pub(in crate::playbook) responsibility: Responsibility,
    /// How fast a person must look at it.
    #[serde(default = "medium")]
    pub(in crate::playbook) priority: Priority,
    /// The first step: answer from the FAQs, fill a form, call a person, or a short fixed reply.
    pub(in crate::playbook) route: At<Route>,
    /// The form it starts; with route form or human.
    pub(in crate::playbook) form: Option<At<String>>,
    /// What is meant, and the nearest label that isn't.
    #[serde(default)]
    pub(in crate::playbook) definition: Option<At<Words>>,
    /// The label in a buyer's words, for a button; the name if absent.
    pub(in crate::playbook) choice: Option<At<Words>>,
    /// Phrases that speak for this label where they are found.
    #[serde(default)]
    pub(in crate::playbook) keywords: PerLang<At<KeywordWritten>>,
    /// Regular expressions over the lower-cased, simplified message.
    #[serde(default)]
    pub(in crate::playbook) patterns: Vec<At<String>>,
    /// What buyers write when they mean this.
    #[serde(default)]
    pub(in crate::playbook) examples: PerLang<At<String>>,
}

fn medium() -> Priority {
    Priority::Medium
}

/// When buyers write it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::playbook) enum Stage {
    Presale,
    #[default]
    Aftersale,
    Meta,
}

/// What it is about.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::playbook) enum Scene {
    Goods,
    Service,
    Experience,
    #[default]
    None,
}

/// The side that usually answers for it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::playbook) enum Responsibility {
    Merchant,
    Logistics,
    Platform,
    Buyer,
    #[default]
    None,
}

/// A keyword: a text, or a text with weight and partners.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KeywordFull {
    /// The phrase.
    text: String,
    /// 0.2 (a hint) to 1.5 (decides); 1 if absent.
    #[schemars(range(min = 0.2, max = 1.5))]
    weight: Option<f32>,
    /// One of these must be in the message too.
    #[serde(default)]
    requires: Vec<String>,
    /// None of these may be.
    #[serde(default)]
    excludes: Vec<String>,
}

/// A keyword, however it was written.
#[derive(Debug)]
pub(in crate::playbook) struct KeywordWritten {
    pub(in crate::playbook) text: String,
    pub(in crate::playbook) weight: f32,
    pub(in crate::playbook) requires: Vec<String>,
    pub(in crate::playbook) excludes: Vec<String>,
}

impl<'de> Deserialize<'de> for KeywordWritten {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrMap;

        impl<'de> Visitor<'de> for TextOrMap {
            type Value = KeywordWritten;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or {text: …, weight: …}")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<KeywordWritten, E> {
                Ok(KeywordWritten { text: text.to_owned(), weight: 1.0, requires: Vec::new(), excludes: Vec::new() })
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<KeywordWritten, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<KeywordWritten, A::Error> {
                let KeywordFull { text, weight, requires, excludes } = KeywordFull::deserialize(MapAccessDeserializer::new(map))?;
                Ok(KeywordWritten { text, weight: weight.unwrap_or(1.0), requires, excludes })
            }
        }

        deserializer.deserialize_any(TextOrMap)
    }
}

impl JsonSchema for KeywordWritten {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Keyword".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let full = generator.subschema_for::<KeywordFull>();
        json_schema!({ "anyOf": [{ "type": "string" }, full] })
    }
}
