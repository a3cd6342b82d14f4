//! Names and numbers of things. Each is its own type, so that one can't be taken for another.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A conversation, for ever. Version 7, so that ids sort by the time they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationId(pub Uuid);

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for ConversationId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(ConversationId)
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                $name(name.into())
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                $name(name.into())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// An intent's id, such as `logistics.stuck`: topic, dot, issue.
    LabelId;
    /// A FAQ's id, such as `return.freight-who-pays`.
    FaqId;
    /// An evidence form's id, such as `quality_claim`.
    FormId;
    /// A field's id within its form, such as `order_no`.
    FieldId;
    /// The id of a guide through the checks for a fault, such as `wont_charge`.
    GuideId;
    /// A check's id within its guide, such as `other_socket`.
    CheckId;
    /// A reply's id: a label, or a moment of the dialogue such as `handoff.queued`.
    ReplyId;
    /// What an agent must know to take a conversation: a topic, or a group's name.
    Skill;
    /// An agent's sign-in name.
    AgentId;
    /// A case's number as people read it out, such as `C-261122-0007`.
    CaseId;
    /// A client's own id of one message, unique in its conversation.
    ClientId;
}
