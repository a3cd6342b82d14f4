//! The files as written, one struct a shape. The JSON Schemas in `schemas/` come from these, documentation included.

mod article;
mod forms;
mod guides;
mod intents;
mod replies;
mod scenario;
mod shop;
mod words;

pub(super) use article::{AppliesWritten, FrontMatter};
pub(super) use forms::{FieldWritten, FormWritten, FormsFile, OptionWritten};
pub(super) use guides::{GuideWritten, GuidesFile};
pub(super) use intents::{IntentWritten, IntentsFile, KeywordWritten};
pub(super) use replies::{LineWritten, RepliesFile};
pub(super) use scenario::{ActWritten, ExpectWritten, ScenarioFile, StepWritten};
pub(super) use shop::{FactWritten, HoursWritten, ShopFile};
pub use shop::{Server, Storage};
pub(super) use words::{PerLang, Words};
