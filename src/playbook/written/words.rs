use schemars::JsonSchema;
use serde::Deserialize;

use crate::{base::Lang, playbook::source::At};

/// The same words in the shop's languages.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::playbook) struct Words {
    /// Chinese.
    pub(in crate::playbook) zh: Option<At<String>>,
    /// English.
    pub(in crate::playbook) en: Option<At<String>>,
}

impl Words {
    pub(in crate::playbook) fn get(&self, lang: Lang) -> Option<&At<String>> {
        match lang {
            Lang::Zh => self.zh.as_ref(),
            Lang::En => self.en.as_ref(),
        }
    }
}

/// A list in each of the shop's languages.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
pub(in crate::playbook) struct PerLang<T> {
    /// Chinese.
    #[serde(default)]
    pub(in crate::playbook) zh: Vec<T>,
    /// English.
    #[serde(default)]
    pub(in crate::playbook) en: Vec<T>,
}

impl<T> PerLang<T> {
    pub(in crate::playbook) fn get(&self, lang: Lang) -> &[T] {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Every item with its language.
    pub(in crate::playbook) fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        Lang::ALL.into_iter().flat_map(|lang| self.get(lang).iter().map(move |item| (lang, item)))
    }
}

impl<T> Default for PerLang<T> {
    fn default() -> Self {
        PerLang { zh: Vec::new(), en: Vec::new() }
    }
}
