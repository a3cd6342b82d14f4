//! The wire's border: frames of the buyer's and the desk's socket, converted by hand to and from the floors beneath.
//!
//! Nothing below `server` can be serialised for a browser, so a change of the log's words never changes the wire by accident.
//! `web/shared/wire.ts` is generated from these types by the tests.

mod agent;
mod buyer;
mod card;
mod event;
mod resource;
mod shown;
#[cfg(test)]
mod typescript;

pub use agent::{AgentFrame, AgentStatus, DeskFrame, PriorityWord, WaitingItem};
pub use buyer::{BuyerFrame, ChatFrame, OwnerIs, PageFacts, PartyWord, ShopCard};
pub use card::{
    AboutFacts, AgentCard, CaseCard, ChoiceButton, FormStep, HandoffCard, Intent, QueuePlace, RatingCard, ReadingFacts, SlotFact,
    TriedStep,
};
pub use event::{Change, Kind, Reader, WireEvent};
pub use resource::{CaseItem, CaseList, EventList, LoginBody, QueueList, RefusalBody, SignedIn};
pub use shown::{ShownField, View, summary};

/// A frame that means nothing to us, with a sentence for the program that sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadFrame(pub String);

impl BadFrame {
    /// What a reader of JSON found wrong, without the text it was reading.
    fn json(error: &serde_json::Error) -> BadFrame {
        BadFrame(match error.classify() {
            serde_json::error::Category::Data => format!("the frame isn't one of ours: {error}"),
            _ => format!("the frame isn't JSON: {error}"),
        })
    }
}
