use schemars::JsonSchema;
use serde::Deserialize;

use super::PerLang;
use crate::playbook::source::{At, Entries};

/// `replies/*.yaml`: what the bot says beside FAQ answers; canned replies for agents; guarded wording.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct RepliesFile {
    /// By label, `<topic>.any`, `route.<route>` or moment of the dialogue (docs/playbook.md lists them).
    #[serde(default)]
    pub(in crate::playbook) replies: Entries<At<PerLang<At<LineWritten>>>>,
    /// For agents, found with /.
    #[serde(default)]
    pub(in crate::playbook) canned: Vec<At<CannedWritten>>,
    /// Wording that is never used to a buyer.
    #[serde(default)]
    pub(in crate::playbook) forbidden: PerLang<At<String>>,
}

/// One way of saying a reply. Parts may be left out, but not all three.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct LineWritten {
    /// The buyer's situation, in a few words.
    pub(in crate::playbook) empathy: Option<At<String>>,
    /// Fact or policy.
    pub(in crate::playbook) fact: Option<At<String>>,
    /// What happens next, with a time.
    pub(in crate::playbook) next: Option<At<String>>,
}

/// A ready sentence for agents.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct CannedWritten {
    pub(in crate::playbook) id: At<String>,
    /// Chinese.
    pub(in crate::playbook) zh: Option<At<String>>,
    /// English.
    pub(in crate::playbook) en: Option<At<String>>,
}
