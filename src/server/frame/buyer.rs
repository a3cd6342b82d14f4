//! The buyer's socket, both ways.

use serde::{Deserialize, Serialize};

use super::{BadFrame, ChoiceButton, WireEvent};
use crate::base::{Owner, Party, Seq};

/// What a buyer's page sends. Unknown keys are ignored; an unknown `type` is a bad frame.
#[derive(Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BuyerFrame {
    /// The first frame. `token` is from an earlier welcome; with `after`, every event past it follows the welcome.
    Hello {
        token: Option<String>,
        after: Option<Seq>,
        /// A language tag, such as `zh-CN`.
        lang: Option<String>,
        page: Option<PageFacts>,
    },
    Message {
        id: String,
        text: String,
    },
    Choose {
        id: String,
        value: String,
    },
    Attach {
        id: String,
        file: String,
    },
    Typing {},
    /// Answered by a pong: pages can't see the protocol's own pings.
    Ping {},
    Read {
        seq: Seq,
    },
    Leave {
        id: String,
    },
    /// 1 to 5 each.
    Rate {
        id: String,
        result: u8,
        speed: u8,
        attitude: u8,
        comment: Option<String>,
    },
}

impl BuyerFrame {
    pub fn parse(text: &str) -> Result<BuyerFrame, BadFrame> {
        serde_json::from_str(text).map_err(|error| BadFrame::json(&error))
    }

    /// The client's own id, where the frame carries one.
    pub fn id(&self) -> Option<&str> {
        match self {
            BuyerFrame::Message { id, .. }
            | BuyerFrame::Choose { id, .. }
            | BuyerFrame::Attach { id, .. }
            | BuyerFrame::Leave { id }
            | BuyerFrame::Rate { id, .. } => Some(id),
            BuyerFrame::Hello { .. } | BuyerFrame::Typing {} | BuyerFrame::Ping {} | BuyerFrame::Read { .. } => None,
        }
    }
}

/// The shop page that the chat was opened on.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct PageFacts {
    pub order_no: Option<String>,
    pub sku: Option<String>,
}

/// What a buyer's page gets.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a frame lives only while it is written out")]
pub enum ChatFrame<'a> {
    Welcome {
        conversation: String,
        token: String,
        seq: Seq,
        owner: OwnerIs,
        shop: &'a ShopCard,
    },
    /// The frame with this id is on the disk, as event `seq`.
    Ack {
        id: &'a str,
        seq: Seq,
    },
    Event {
        event: WireEvent<'a>,
    },
    Typing {
        from: PartyWord,
    },
    Pong {},
    Error {
        code: &'a str,
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
    },
}

/// The shop as its page introduces it, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShopCard {
    pub name: String,
    /// `zh` or `en`.
    pub lang: &'static str,
    /// When people are there, for people to read.
    pub hours: String,
    pub greeting: String,
    /// Questions to start with.
    pub choices: Vec<ChoiceButton>,
}

/// Who may speak to the buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum OwnerIs {
    Bot,
    Queue,
    Agent,
    Closed,
}

impl From<&Owner> for OwnerIs {
    fn from(owner: &Owner) -> OwnerIs {
        match owner {
            Owner::Bot => OwnerIs::Bot,
            Owner::Queue => OwnerIs::Queue,
            Owner::Agent { .. } => OwnerIs::Agent,
            Owner::Closed => OwnerIs::Closed,
        }
    }
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum PartyWord {
    Buyer,
    Bot,
    Agent,
    System,
}

impl From<Party> for PartyWord {
    fn from(party: Party) -> PartyWord {
        match party {
            Party::Buyer => PartyWord::Buyer,
            Party::Bot => PartyWord::Bot,
            Party::Agent => PartyWord::Agent,
            Party::System => PartyWord::System,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_frames_and_says_what_is_wrong() {
        #[track_caller]
        fn check(text: &str, want: Result<BuyerFrame, &str>) {
            match (BuyerFrame::parse(text), want) {
                (Ok(got), Ok(want)) => assert_eq!(got, want),
                (Err(BadFrame(got)), Err(want)) => assert!(got.contains(want), "{got:?} doesn't say {want:?}"),
                (got, want) => panic!("{text}: {got:?}, not {want:?}"),
            }
        }
        let hello = BuyerFrame::Hello { token: None, after: None, lang: None, page: None };
        check(r#"{"type":"hello"}"#, Ok(hello));
        check(r#"{"type":"typing","since":3}"#, Ok(BuyerFrame::Typing {}));
        check(
            r#"{"id":"a","type":"message","text":"嗨","colour":{"red":[1]}}"#,
            Ok(BuyerFrame::Message { id: "a".into(), text: "嗨".into() }),
        );
        check(r#"{"type":"fly"}"#, Err("unknown variant `fly`"));
        check(r#"{"type":"message","id":7,"text":"a"}"#, Err("expected a string"));
        check(r#"{"type":"message","text":"a"}"#, Err("missing field `id`"));
        check(r#"{"type":"rate","id":"a","result":500,"speed":1,"attitude":1}"#, Err("isn't one of ours"));
        check("[]", Err("isn't one of ours"));
        check("{", Err("isn't JSON"));
        check("", Err("isn't JSON"));
    }
}
