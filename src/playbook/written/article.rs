use schemars::JsonSchema;
use serde::Deserialize;

use crate::playbook::source::At;

/// The front matter of `knowledge_base/<lang>/**/*.md`, between two lines of `---`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct FrontMatter {
    /// The same in every language: return.freight-who-pays.
    pub(in crate::playbook) id: At<String>,
    /// The question in a buyer's plain words.
    pub(in crate::playbook) title: At<String>,
    /// Other ways to ask it.
    #[serde(default)]
    pub(in crate::playbook) questions: Vec<At<String>>,
    /// The labels it answers.
    #[serde(default)]
    pub(in crate::playbook) intents: Vec<At<String>>,
    /// Where the whole article holds only for some orders.
    #[serde(default)]
    pub(in crate::playbook) applies: AppliesWritten,
    /// The first day it holds, YYYY-MM-DD.
    pub(in crate::playbook) valid_from: Option<At<String>>,
    /// The last day it holds.
    pub(in crate::playbook) valid_until: Option<At<String>>,
}

/// Conditions; each list holds where the order is one of it, and an absent list always holds.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::playbook) struct AppliesWritten {
    /// unpaid, unshipped, shipped, signed, refunding, closed.
    pub(in crate::playbook) order_state: Vec<At<String>>,
    /// The shop's own words.
    pub(in crate::playbook) category: Vec<At<String>>,
    /// SKUs.
    pub(in crate::playbook) product: Vec<At<String>>,
}
