//! One message told to people.

use super::{Effort, Triage, fuse, keywords::Standing, mood, reader::Sight};
use crate::base::{Hit, LabelId, Ranked, Reading};

/// Everything that one message told, for people: `aftercare triage` prints it.
#[derive(Clone, Debug)]
pub struct Explanation {
    pub normalised: String,
    pub reading: Reading,
    /// All hits, negated and partnerless ones included, with why they count or don't.
    pub hits: Vec<(Hit, &'static str)>,
    pub by_keywords: Vec<Ranked>,
    pub by_classifier: Vec<Ranked>,
    /// By the meaning of the whole text, with the cosine in place of a probability; empty where there was no doubt.
    pub by_meaning: Vec<Ranked>,
    /// Of a follow-up, with the topic's name before it.
    pub within_topic: Vec<Ranked>,
    pub mood_words: Vec<String>,
}

/// Labels shown of each ranking.
const SHOWN: usize = 5;

impl Triage {
    /// Reads a message and keeps every step.
    pub fn explain(&self, text: &str, topic: Option<&LabelId>) -> Explanation {
        let sight = self.look(text, topic, Effort::Full);
        let Sight { normal, finds, support, logits, scores, within, .. } = &sight;
        let within = within.iter().flat_map(|within| fuse::best(&within.p, SHOWN));
        let none = vec![0.0; support.len()];
        let hits = finds.iter().map(|find| (self.hit(normal, find), why(find.standing))).collect();
        let keywords = fuse::best(support, SHOWN).into_iter().filter(|(_, support)| *support > 0.0);
        let classifier = fuse::best(&fuse::fuse(logits.clone(), &none), SHOWN);
        Explanation {
            normalised: normal.text.clone(),
            hits,
            by_keywords: keywords.map(|ranked| self.ranked(ranked)).collect(),
            by_classifier: classifier.into_iter().map(|ranked| self.ranked(ranked)).collect(),
            by_meaning: scores.iter().flat_map(|scores| fuse::best(scores, SHOWN)).map(|ranked| self.ranked(ranked)).collect(),
            within_topic: within.map(|ranked| self.ranked(ranked)).collect(),
            mood_words: mood::words(&normal.text),
            reading: self.reading(text, sight),
        }
    }
}

fn why(standing: Standing) -> &'static str {
    match standing {
        Standing::Counts => "counts",
        Standing::Negated => "taken back by a refusal before it",
        Standing::Alone => "none of its required partners is in the message",
        Standing::Excluded => "a word that excludes it is in the message",
    }
}
