//! What a turn needs to remember of a conversation; `fold` takes it from the facts alone.

use std::collections::BTreeMap;

use super::phase::Phase;
use crate::base::{
    CaseFact, CheckId, Checked, ChoiceValue, ConversationId, FaqId, FieldId, Finding, FormId, GuideId, HandoffFact, LabelId,
    Lang, Money, Mood, Owner, ReplyId, Seq, SlotKind, Timestamp, Tried,
};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Talk {
    pub conversation: ConversationId,
    pub seq: Seq,
    pub owner: Owner,
    pub epoch: u32,
    pub lang: Option<Lang>,
    /// The buyer asked for this language: it stays.
    pub lang_fixed: bool,
    pub phase: Phase,
    /// The last matter that was clearly raised, beside talk about the talk itself.
    pub matter: Option<LabelId>,
    /// The article read out since, where no label was meant.
    pub read: Option<FaqId>,
    /// Needs stated and not yet served.
    pub pending: Vec<LabelId>,
    /// What the last bot line offered to tap, the ways out left aside.
    pub offered: Vec<ChoiceValue>,
    /// The last bot line offered a person.
    pub person_offered: bool,
    pub last_words: Box<str>,
    pub mood: Mood,
    /// Heats of the last messages, oldest first.
    pub heats: Vec<f32>,
    /// Bot turns in a row that brought the buyer no further.
    pub stalled: u32,
    /// Bot turns in a row that only asked what is meant, or admitted not to know.
    pub unclear: u32,
    pub answered: Vec<Answered>,
    pub variants: Vec<(ReplyId, u8)>,
    pub known: Vec<Known>,
    /// The last value taken for each field, whatever its form.
    pub values: BTreeMap<FieldId, String>,
    /// Forms put aside with what was filled.
    pub shelf: Vec<Filling>,
    /// Guides that ended or were left, oldest first, until a case takes what was found.
    pub walks: Vec<Walk>,
    pub cases: Vec<CaseFact>,
    pub tried: Vec<Tried>,
    /// The largest amount that people were called for.
    pub amount_raised: Option<Money>,
}

/// A form on its way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filling {
    pub form: FormId,
    pub label: LabelId,
    /// An empty value: left out, or left for later.
    pub filled: BTreeMap<FieldId, String>,
    pub asking: FieldId,
    pub misses: u8,
    pub proposed: Option<String>,
    /// The buyer is being asked whether to give the form up.
    pub dropping: bool,
    /// What the buyer said as the form began.
    pub opening: Box<str>,
    /// Words said since that are more than one answer, oldest first; older ones are forgotten.
    pub said: Vec<Box<str>>,
}

/// A guide on its way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Walk {
    pub guide: GuideId,
    pub label: LabelId,
    /// What a claim fills.
    pub form: FormId,
    /// The check that is asked; `None` while the guide is only offered.
    pub asking: Option<CheckId>,
    pub misses: u8,
    pub found: Vec<Checked>,
    /// What the buyer said as it was offered.
    pub opening: Box<str>,
}

impl Walk {
    pub(super) fn is_solved(&self) -> bool {
        self.found.last().is_some_and(|checked| checked.finding == Finding::Solved)
    }

    /// Whether a file about this label should tell what was found. A fault that is gone is no part of another matter.
    pub(super) fn belongs_to(&self, label: Option<&LabelId>) -> bool {
        !self.is_solved() || label == Some(&self.label)
    }
}

/// An offer to people.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offer {
    /// When the buyer began to wait.
    pub since: Timestamp,
    /// When it was offered last: later where an agent took it and fell silent.
    pub offered: Timestamp,
    pub fact: HandoffFact,
}

/// What a buyer was told while waiting.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Told {
    /// When the last line was said; `None` before the first.
    pub at: Option<Timestamp>,
    pub line: Box<str>,
    /// What the last message was surely about.
    pub heard: Option<LabelId>,
    /// Labels whose message was met with a line.
    pub met: Vec<LabelId>,
}

/// A label or article that was answered, and how often.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answered {
    pub label: Option<LabelId>,
    pub faq: Option<FaqId>,
    pub times: u32,
}

/// A value said in passing, and when.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub kind: SlotKind,
    pub value: String,
    pub at: Timestamp,
}

impl Talk {
    pub(super) fn new(conversation: ConversationId) -> Talk {
        Talk {
            conversation,
            seq: 0,
            owner: Owner::Bot,
            epoch: 0,
            lang: None,
            lang_fixed: false,
            phase: Phase::Greeting,
            matter: None,
            read: None,
            pending: Vec::new(),
            offered: Vec::new(),
            person_offered: false,
            last_words: Box::default(),
            mood: Mood::CALM,
            heats: Vec::new(),
            stalled: 0,
            unclear: 0,
            answered: Vec::new(),
            variants: Vec::new(),
            known: Vec::new(),
            values: BTreeMap::new(),
            shelf: Vec::new(),
            walks: Vec::new(),
            cases: Vec::new(),
            tried: Vec::new(),
            amount_raised: None,
        }
    }

    /// The variant of a reply that was said last.
    pub(super) fn variant(&self, reply: &str) -> Option<u8> {
        self.variants.iter().find(|(id, _)| id.as_str() == reply).map(|(_, variant)| *variant)
    }

    pub(super) fn filling(&self) -> Option<&Filling> {
        match &self.phase {
            Phase::Filling(filling) | Phase::Confirming(filling) => Some(filling),
            Phase::Greeting
            | Phase::Answering
            | Phase::Clarifying { .. }
            | Phase::Checking(_)
            | Phase::Waiting { .. }
            | Phase::WithAgent { .. }
            | Phase::Rating
            | Phase::Closed => None,
        }
    }

    /// The guide in hand.
    pub(super) fn walk(&self) -> Option<&Walk> {
        if let Phase::Checking(walk) = &self.phase { Some(walk) } else { None }
    }

    /// What was found so far that belongs to a file about this label.
    pub(super) fn checks(&self, label: Option<&LabelId>) -> Vec<Checked> {
        let walks = self.walks.iter().chain(self.walk()).filter(|walk| walk.belongs_to(label));
        walks.flat_map(|walk| walk.found.iter().cloned()).collect()
    }

    /// What the bot asked to choose among; nothing where it didn't.
    pub(super) fn choosing(&self) -> &[ChoiceValue] {
        if let Phase::Clarifying { among } = &self.phase { among } else { &[] }
    }

    /// Whether a case of this label is on its way.
    pub(super) fn is_filed(&self, label: &LabelId) -> bool {
        self.cases.iter().any(|case| case.label.as_ref() == Some(label) && case.state.is_on_its_way())
    }

    pub(super) fn handoff(&self) -> Option<&Offer> {
        match &self.phase {
            Phase::Waiting { offer, .. } => Some(offer),
            Phase::WithAgent { offer, .. } => offer.as_deref(),
            Phase::Greeting
            | Phase::Answering
            | Phase::Clarifying { .. }
            | Phase::Checking(_)
            | Phase::Filling(_)
            | Phase::Confirming(_)
            | Phase::Rating
            | Phase::Closed => None,
        }
    }

    /// How often this label was answered alike since the conversation last changed hands.
    pub(super) fn times(&self, label: &LabelId) -> u32 {
        self.answered.iter().filter(|it| it.label.as_ref() == Some(label)).map(|it| it.times).max().unwrap_or(0)
    }

    /// The same of an article that was found without a label.
    pub(super) fn times_read(&self, faq: &FaqId) -> u32 {
        self.answered.iter().find(|it| it.label.is_none() && it.faq.as_ref() == Some(faq)).map_or(0, |it| it.times)
    }

    pub(super) fn known(&self, kind: SlotKind) -> Option<&Known> {
        self.known.iter().find(|known| known.kind == kind)
    }
}
