use super::{
    Book, Draft, Moment, Script, World, choices,
    reply::{self, Spoken, Variables},
    talk::Talk,
    topic,
};
use crate::{
    base::{About, Act, ChoiceValue, Decision, Fact, LabelId, Lang, Party, Reading, Timestamp},
    knowledge::Question,
    triage::Effort,
};

/// A label less likely than this isn't worth a place in the log.
const NOISE: f32 = 0.01;

/// One turn: an input's facts as they are decided, on a copy of the talk that follows them.
pub(super) struct Turn<'a> {
    pub talk: Talk,
    pub book: &'a Book<'a>,
    pub world: &'a World,
    drafts: Vec<Draft>,
}

/// A message with its meaning.
pub(super) struct Heard {
    pub text: String,
    pub reading: Reading,
}

impl<'a> Turn<'a> {
    pub(super) fn new(talk: Talk, book: &'a Book<'a>, world: &'a World) -> Turn<'a> {
        Turn { talk, book, world, drafts: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<Draft> {
        self.drafts
    }

    pub(super) fn script(&self) -> &'a Script {
        self.book.script
    }

    pub(super) fn now(&self) -> Timestamp {
        self.world.now
    }

    pub(super) fn moment(&self) -> Moment<'a> {
        Moment { now: self.world.now, zone: &self.script().hours.zone }
    }

    pub(super) fn lang(&self) -> Lang {
        self.talk.lang.or(self.world.page_lang).unwrap_or(self.script().default_lang)
    }

    pub(super) fn note(&mut self, from: Party, fact: Fact) {
        self.talk.take(self.talk.seq + 1, self.world.now, &fact);
        self.drafts.push(Draft { from, fact });
    }

    /// Words as a question to the shop's articles.
    pub(super) fn question<'q>(&self, text: &'q str) -> Question<'q> {
        Question { hurried: self.world.hurried, ..Question::from(text) }
    }

    /// A message as a question to the shop's articles, with what triage made of it.
    pub(super) fn asked<'q>(&self, heard: &'q Heard) -> Question<'q>
    where
        'a: 'q,
    {
        let Reading { intents, topic, .. } = &heard.reading;
        let topic = topic.as_ref().and_then(|topic| self.book.script.labels.get(topic));
        let topic = topic.map(|card| card.name.get(self.lang()));
        Question { leaning: intents, topic, ..self.question(&heard.text) }
    }

    /// Records the buyer's words with their meaning.
    pub(super) fn hear(&mut self, text: String) -> Heard {
        let effort = if self.world.hurried { Effort::Quick } else { Effort::Full };
        let reading = self.book.triage.read_within(&text, topic::of(self, &text).as_ref(), effort);
        let mut kept = reading.clone();
        kept.intents.retain(|ranked| ranked.p >= NOISE);
        self.note(Party::Buyer, Fact::Said { text: text.clone(), reading: Some(Box::new(kept)) });
        Heard { text, reading }
    }

    /// Records the buyer's words for people to read.
    pub(super) fn pass_on(&mut self, text: String) {
        self.note(Party::Buyer, Fact::Said { text, reading: None });
    }

    pub(super) fn chosen(&mut self, value: &ChoiceValue) {
        let label = choices::label(self, value);
        self.note(Party::Buyer, Fact::Chose { value: value.clone(), label });
    }

    /// The bot speaks. Only while the conversation is its own.
    pub(super) fn reply(&mut self, spoken: Spoken, buttons: &[ChoiceValue], act: Act, about: About) {
        let choices = choices::buttons(self, buttons, &act);
        let Spoken { text, reply } = spoken;
        self.note(Party::Bot, Fact::Replied { text, choices, about: Some(Box::new(about)), reply, act });
    }

    /// A line that no party speaks.
    pub(super) fn notice(&mut self, moment: &str, variables: Variables<'_>) {
        let text = self.line(moment, variables);
        if !text.is_empty() {
            self.note(Party::System, Fact::Notice { text });
        }
    }

    /// A reply's next variant, ready to be said and remembered.
    pub(super) fn spoken(&self, moment: &str, variables: Variables<'_>) -> Spoken {
        reply::speak(self, &[moment], None, variables)
    }

    /// A reply's text where the fact that carries it doesn't remember variants.
    pub(super) fn line(&self, moment: &str, variables: Variables<'_>) -> String {
        reply::speak(self, &[moment], None, variables).text
    }
}

impl Heard {
    /// The need to serve now, where the reading is sure of one.
    pub(super) fn need(&self) -> Option<&LabelId> {
        need(&self.reading)
    }

    /// The needs to serve after it.
    pub(super) fn further(&self) -> &[LabelId] {
        self.reading.needs.get(1..).unwrap_or_default()
    }

    /// Why something is said in answer to this.
    pub(super) fn about(&self, rule: &str) -> About {
        let mut best = self.reading.intents.iter();
        let (first, second) = (best.next(), best.next());
        About {
            intent: self.need().cloned().or_else(|| first.map(|it| it.label.clone())),
            confidence: first.map(|it| it.p),
            margin: first.map(|it| it.p - second.map_or(0.0, |it| it.p)),
            mood: Some(self.reading.mood),
            rule: rule.to_owned(),
            ..About::default()
        }
    }
}

/// The need that a reading is sure of, the most urgent first.
pub(super) fn need(reading: &Reading) -> Option<&LabelId> {
    match reading.decision {
        Decision::Accept => reading.needs.first().or_else(|| reading.intents.first().map(|ranked| &ranked.label)),
        Decision::Clarify | Decision::Reject => None,
    }
}

/// Why something is said by rule alone.
pub(super) fn by_rule(rule: &str) -> About {
    About { rule: rule.to_owned(), ..About::default() }
}
