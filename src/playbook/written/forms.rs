use schemars::JsonSchema;
use serde::Deserialize;

use super::Words;
use crate::{dialog::FieldKind, playbook::source::At};

/// `forms/*.yaml`: evidence forms.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct FormsFile {
    /// The forms.
    pub(in crate::playbook) forms: At<Vec<At<FormWritten>>>,
}

/// What is asked of the buyer, once and completely.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct FormWritten {
    pub(in crate::playbook) id: At<String>,
    /// Its name, as buyers read it.
    pub(in crate::playbook) name: At<Words>,
    /// In the order they are asked.
    pub(in crate::playbook) fields: At<Vec<At<FieldWritten>>>,
}

/// One question of a form.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct FieldWritten {
    pub(in crate::playbook) id: At<String>,
    /// How the answer is read and checked.
    pub(in crate::playbook) kind: FieldKind,
    /// Whether the form is incomplete without it.
    #[serde(default)]
    pub(in crate::playbook) required: bool,
    /// A short name, for summaries.
    pub(in crate::playbook) name: At<Words>,
    /// What buyers call it beside its name; what follows such a word in a message is proposed as the value of a text.
    #[serde(default)]
    pub(in crate::playbook) words: Vec<String>,
    /// The question.
    pub(in crate::playbook) prompt: At<Words>,
    /// Said when the buyer asks what is meant, or gets it wrong; the prompt if absent.
    pub(in crate::playbook) help: Option<At<Words>>,
    /// For the kinds choice and choices.
    #[serde(default)]
    pub(in crate::playbook) options: Vec<At<OptionWritten>>,
    /// All must hold for the field to be asked.
    #[serde(default)]
    pub(in crate::playbook) when: Vec<At<WhenWritten>>,
    /// Shown with most characters hidden.
    #[serde(default)]
    pub(in crate::playbook) masked: bool,
    /// Characters of a text, value of a number or amount (yuan), count of photos.
    pub(in crate::playbook) min: Option<At<i64>>,
    /// As min.
    pub(in crate::playbook) max: Option<At<i64>>,
}

/// An option of a choice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct OptionWritten {
    /// What the case records.
    pub(in crate::playbook) value: At<String>,
    /// Chinese, on the button.
    pub(in crate::playbook) zh: Option<At<String>>,
    /// English, on the button.
    pub(in crate::playbook) en: Option<At<String>>,
    /// Other words a buyer may type for it.
    #[serde(default)]
    pub(in crate::playbook) words: Vec<String>,
}

/// A condition on an earlier field of the same form.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct WhenWritten {
    pub(in crate::playbook) field: At<String>,
    /// One of these values.
    pub(in crate::playbook) is: Vec<At<String>>,
}
