//! The words every floor shares. Plain values: no I/O, no clock, no randomness.

mod event;
mod id;
mod lang;
mod money;
mod private;
mod reading;
mod time;

pub use event::{
    About, Act, CaseFact, CaseState, Checked, Choice, ChoiceValue, Event, Fact, FieldAsk, Finding, HandoffFact, NotAChoice,
    Owner, Party, Priority, Seq, Tried,
};
pub use id::{AgentId, CaseId, CheckId, ClientId, ConversationId, FaqId, FieldId, FormId, GuideId, LabelId, ReplyId, Skill};
pub use lang::{Bilingual, Lang};
pub use money::Money;
pub use private::Private;
pub use reading::{Decision, Hit, Mood, MoodKind, Ranked, Reading, Slot, SlotKind};
pub use time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
