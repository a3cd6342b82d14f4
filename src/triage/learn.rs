//! What a shop's labels teach: classifiers over n-grams, directions of meaning, and how its buyers spell.

use super::{
    classifier::Classifier,
    source::LabelSource,
    speller::Speller,
    train::{self, Sample},
};
use crate::{
    base::Lang,
    text::{Encode, Head, language, normalise},
};

/// What a name, a definition, a keyword and a question to an article weigh beside a buyer's own words. More of the questions finds
/// articles no better, and labels worse.
const NAME: f32 = 1.0;
const DEFINITION: f32 = 0.7;
const KEYWORD: f32 = 0.5;
const QUESTION: f32 = 0.2;

/// Trains one classifier a language.
pub(super) fn words(sources: &[LabelSource]) -> [Classifier; 2] {
    Lang::ALL.map(|lang| {
        let mut samples = Vec::new();
        for (label, source) in sources.iter().enumerate() {
            let mut add = |text: &str, weight, by_buyer| {
                let text = normalise(text).text;
                if !text.is_empty() {
                    samples.push(Sample { text, label, weight, by_buyer });
                }
            };
            for (_, text) in source.examples.iter().filter(|(of, _)| *of == lang) {
                add(text, 1.0, true);
            }
            for (_, text) in source.questions.iter().filter(|(of, _)| *of == lang) {
                add(text, QUESTION, true);
            }
            add(source.name.get(lang), NAME, false);
            add(inclusive(source.definition.get(lang)), DEFINITION, false);
            for keyword in source.keywords.iter().filter(|keyword| language(&keyword.text) == lang) {
                add(&keyword.text, KEYWORD * keyword.weight.clamp(0.2, 1.0), false);
            }
        }
        train::train(lang, sources.len(), &samples)
    })
}

/// Trains the direction of each label, whatever the language of its examples. Questions of articles, which blur the directions,
/// are left to the n-grams.
pub(super) fn directions(sources: &[LabelSource], encode: Encode<'_>) -> Head {
    let mut texts = Vec::new();
    let mut of = Vec::new();
    for (label, source) in sources.iter().enumerate() {
        for (_, text) in &source.examples {
            texts.push(normalise(text).text);
            of.push(label);
        }
    }
    Head::train(&encode(&texts), &of, sources.len())
}

/// The texts that say how the shop's buyers spell.
pub(super) fn spelling(sources: &[LabelSource]) -> Speller {
    let texts: Vec<(Lang, String)> = sources
        .iter()
        .flat_map(|source| {
            let examples = source.examples.iter().map(|(_, text)| text.as_str());
            let keywords = source.keywords.iter().map(|keyword| keyword.text.as_str());
            examples.chain(keywords).chain([source.name.zh.as_str(), &source.name.en])
        })
        .map(|text| normalise(text).text)
        .map(|text| (language(&text), text))
        .collect();
    Speller::learn(texts.iter().map(|(lang, text)| (*lang, text.as_str())))
}

/// The part of a definition that says what is in, before the part that names what is not.
fn inclusive(definition: &str) -> &str {
    let outs = ["不含", "不包括", ", not ", "; not ", ", but not "];
    let end = outs.iter().filter_map(|out| definition.find(out)).min();
    &definition[..end.unwrap_or(definition.len())]
}
