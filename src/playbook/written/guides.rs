use schemars::JsonSchema;
use serde::Deserialize;

use super::{PerLang, Words};
use crate::playbook::source::At;

/// `guides/*.yaml`: what buyers can check themselves before a claim is filed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct GuidesFile {
    /// The guides.
    pub(in crate::playbook) guides: At<Vec<At<GuideWritten>>>,
}

/// The checks for one fault. Of two that fit a message, the one with a word of it is taken, else the first.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct GuideWritten {
    pub(in crate::playbook) id: At<String>,
    /// The fault, as buyers read it.
    pub(in crate::playbook) name: At<Words>,
    /// The labels it is offered for.
    pub(in crate::playbook) intents: At<Vec<At<String>>>,
    /// One of these must be in the message; without any it fits every message of its labels.
    #[serde(default)]
    pub(in crate::playbook) words: PerLang<At<String>>,
    /// The form of a claim; the label's own if absent.
    pub(in crate::playbook) form: Option<At<String>>,
    /// What to do before anything else, whether or not the checks are wanted.
    pub(in crate::playbook) warning: Option<At<Words>>,
    /// What ends the checks at once.
    #[serde(default)]
    pub(in crate::playbook) dangers: Vec<At<DangerWritten>>,
    /// Three to five, in the order they are asked.
    pub(in crate::playbook) checks: At<Vec<At<CheckWritten>>>,
}

/// Words at which the checks stop, and another label is served.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct DangerWritten {
    /// The label that is served instead.
    pub(in crate::playbook) intent: At<String>,
    /// One of these, unless it is denied (没鼓包, not swollen).
    pub(in crate::playbook) words: At<PerLang<At<String>>>,
}

/// One thing that the buyer is asked to do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct CheckWritten {
    pub(in crate::playbook) id: At<String>,
    /// A few words, for the case and for agents.
    pub(in crate::playbook) name: At<Words>,
    /// What to do, and the question whether it helped.
    pub(in crate::playbook) text: At<Words>,
    /// Said when the buyer asks how.
    pub(in crate::playbook) help: Option<At<Words>>,
}
