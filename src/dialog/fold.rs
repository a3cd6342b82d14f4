//! The fold: each fact changes what is remembered, and nothing else does.

use std::collections::BTreeMap;

use super::{
    handoff::{self, CONTACT},
    language, meta, number,
    phase::Phase,
    talk::{Answered, Filling, Known, Offer, Talk},
    turn::need,
};
use crate::base::{
    About, Act, CaseFact, CaseState, ChoiceValue, Fact, FaqId, FieldAsk, FieldId, FormId, HandoffFact, LabelId, Owner, Reading,
    Seq, Timestamp, Tried,
};

/// Messages whose mood is remembered.
const HEATS: usize = 3;
/// Attempts and answers that are remembered; older ones are forgotten.
const TRIED: usize = 6;
const ANSWERED: usize = 8;
/// Characters of the buyer's last words that are kept for the summary.
const WORDS: usize = 200;
/// Messages kept beside a form, for what they say of fields still to be asked; shorter ones are a single answer.
const SAID: usize = 4;
const TELLING: usize = 8;

impl Talk {
    pub(super) fn take(&mut self, seq: Seq, at: Timestamp, fact: &Fact) {
        self.seq = seq;
        match fact {
            Fact::Said { text, reading } => self.said(at, text, reading.as_deref()),
            Fact::Chose { value, .. } => {
                if let ChoiceValue::Label(label) = value {
                    self.raise(label.clone());
                }
                self.phase.buyer_spoke(at);
            }
            Fact::Replied { choices, about, reply, act, .. } => {
                let tappable = choices
                    .iter()
                    .map(|choice| &choice.value)
                    .filter(|value| matches!(value, ChoiceValue::Label(_) | ChoiceValue::Faq(_) | ChoiceValue::Resume(_)));
                self.offered = tappable.cloned().collect();
                if let Some((reply, variant)) = reply {
                    self.variants.retain(|(id, _)| id != reply);
                    self.variants.push((reply.clone(), *variant));
                }
                self.act(act, about.as_deref());
            }
            Fact::Notice { text } => self.phase.noticed(at, text),
            Fact::Case(case) => self.case(case),
            Fact::Handoff(handoff) => {
                if let Some(filling) = self.phase.filling_mut() {
                    filling.filled.extend(handoff.filled.clone());
                }
                self.shelve();
                self.amount_raised = self.amount_raised.max(handoff.amount);
                let again = self.handoff().filter(|_| handoff.reason == handoff::AGAIN);
                let since = again.map_or(at, |offer| offer.since);
                let offer = Offer { since, offered: at, fact: HandoffFact::clone(handoff) };
                let phase = std::mem::replace(&mut self.phase, Phase::Answering).waiting(offer);
                self.hand(Owner::Queue, phase);
                self.fresh();
            }
            Fact::Queued { .. } => {}
            Fact::Left {} | Fact::Expired { .. } => self.hand(Owner::Bot, Phase::Answering),
            Fact::Joined { agent, name } => {
                self.shelve();
                let offer = self.handoff().cloned();
                self.hand(Owner::Agent { agent: agent.clone(), name: name.clone() }, Phase::with_agent(offer, at));
            }
            Fact::AgentSaid { .. } => self.phase.agent_spoke(),
            Fact::Returned { .. } => {
                self.hand(Owner::Bot, Phase::Answering);
                self.fresh();
            }
            Fact::Closed { .. } => {
                self.shelf.clear();
                self.walks.clear();
                self.hand(Owner::Closed, Phase::Rating);
                self.fresh();
            }
            Fact::Rated { .. } => self.phase = Phase::Closed,
        }
    }

    fn said(&mut self, at: Timestamp, text: &str, reading: Option<&Reading>) {
        self.last_words = text.chars().take(WORDS).collect();
        self.phase.buyer_spoke(at);
        if let Some(filling) = self.phase.filling_mut().filter(|_| text.chars().count() >= TELLING) {
            if filling.said.len() == SAID {
                filling.said.remove(0);
            }
            filling.said.push(self.last_words.clone());
        }
        let Some(reading) = reading else { return };
        self.phase.heard(need(reading));
        if reading.needs.first().is_some_and(|need| need.as_str() == meta::SWITCH_LANGUAGE) {
            self.lang = Some(language::switched(text, self.lang.unwrap_or(reading.lang)));
            self.lang_fixed = true;
        } else if !self.lang_fixed {
            self.lang = language::clear(text, reading.lang).or(self.lang);
        }
        self.mood = reading.mood;
        if self.heats.len() == HEATS {
            self.heats.remove(0);
        }
        self.heats.push(reading.mood.heat());
        // A number alone is about the matter at hand, whatever it resembles.
        let raised = reading.needs.iter().find(|need| !meta::is_meta(need)).filter(|_| number::alone(text, reading).is_none());
        if let Some(need) = raised {
            self.raise(need.clone());
        }
        for slot in &reading.slots {
            self.known.retain(|known| known.kind != slot.kind);
            self.known.push(Known { kind: slot.kind, value: slot.value.clone(), at });
        }
    }

    fn raise(&mut self, matter: LabelId) {
        self.matter = Some(matter);
        self.read = None;
    }

    fn act(&mut self, act: &Act, about: Option<&About>) {
        self.person_offered = false;
        if let Act::Answer { label: None, faq: Some(faq), .. } | Act::Aside { label: None, faq: Some(faq) } = act {
            self.read = Some(faq.clone());
        }
        match act {
            Act::Answer { label, faq, pending } => {
                self.attempt(about);
                self.shelve();
                self.phase = Phase::Answering;
                self.pending.clone_from(pending);
                self.answer(label.as_ref(), faq.as_ref());
            }
            Act::Clarify { among } => {
                self.attempt(about);
                self.shelve();
                self.phase = Phase::Clarifying { among: among.clone() };
                self.lost();
            }
            Act::Admit {} => {
                self.attempt(about);
                self.shelve();
                self.phase = Phase::Answering;
                self.lost();
            }
            Act::Ask { ask, filled, misses, proposed, pending } => {
                if self.filling().is_none() || *misses > 0 {
                    self.attempt(about);
                }
                self.pending.clone_from(pending);
                self.ask(ask, filled, *misses, proposed.clone());
            }
            Act::OfferGuide { guide, label, form, misses, pending } => {
                if self.walk().is_none() {
                    self.attempt(about);
                }
                self.pending.clone_from(pending);
                self.offer_guide(guide, label, form, *misses);
            }
            Act::Check { guide, check, found, misses } => self.check(guide, check, found.as_ref(), *misses),
            Act::EndGuide { guide, found } => self.end_guide(guide, found.as_ref()),
            Act::Confirm { form, label, filled } => {
                let mut filling = self.take_up(form, label);
                self.note(&mut filling, filled);
                filling.dropping = false;
                self.phase = Phase::Confirming(Box::new(filling));
                (self.stalled, self.unclear) = (0, 0);
            }
            Act::AskDrop { .. } => {
                if let Some(filling) = self.phase.filling_mut() {
                    filling.dropping = true;
                }
            }
            Act::Drop { .. } => {
                self.shelve();
                self.phase = Phase::Answering;
            }
            Act::OfferPerson { .. } => {
                self.attempt(about);
                self.person_offered = true;
                self.stalled += 1;
                match self.phase.misses_mut() {
                    Some(misses) => *misses = misses.saturating_add(1),
                    None => self.phase = Phase::Answering,
                }
            }
            Act::Aside { .. } => self.attempt(about),
        }
    }

    fn answer(&mut self, label: Option<&LabelId>, faq: Option<&FaqId>) {
        if let Some(label) = label.filter(|label| meta::is_meta(label)) {
            if meta::is_no_help(label) {
                self.lost();
            }
            return;
        }
        self.unclear = 0;
        // Another article of the same label answers another question.
        let same = |it: &Answered| it.faq.as_ref() == faq && it.label.as_ref() == label && (label.is_some() || faq.is_some());
        match self.answered.iter_mut().find(|it| same(it)) {
            Some(again) => {
                again.times += 1;
                self.stalled += 1;
            }
            None => {
                self.stalled = 0;
                if label.is_some() || faq.is_some() {
                    if self.answered.len() == ANSWERED {
                        self.answered.remove(0);
                    }
                    self.answered.push(Answered { label: label.cloned(), faq: faq.cloned(), times: 1 });
                }
            }
        }
    }

    fn ask(&mut self, ask: &FieldAsk, filled: &BTreeMap<FieldId, String>, misses: u8, proposed: Option<String>) {
        let begun = self.filling().is_some_and(|filling| filling.form == ask.form);
        let mut filling = self.take_up(&ask.form, &ask.label);
        let missed = misses > filling.misses;
        let moved = !begun || !filled.is_empty() || filling.asking != ask.field;
        self.note(&mut filling, filled);
        filling.asking = ask.field.clone();
        (filling.misses, filling.proposed, filling.dropping) = (misses, proposed, false);
        self.phase = Phase::Filling(Box::new(filling));
        self.unclear = 0;
        if missed {
            self.stalled += 1;
        } else if moved {
            self.stalled = 0;
        }
    }

    fn note(&mut self, filling: &mut Filling, filled: &BTreeMap<FieldId, String>) {
        for (field, value) in filled {
            filling.filled.insert(field.clone(), value.clone());
            if !value.is_empty() {
                self.values.insert(field.clone(), value.clone());
            }
        }
    }

    /// The form in hand, or its draft, or a new one; another form in hand is put aside.
    fn take_up(&mut self, form: &FormId, label: &LabelId) -> Filling {
        self.shelve();
        match self.shelf.iter().position(|draft| draft.form == *form) {
            Some(place) => self.shelf.remove(place),
            None => Filling {
                form: form.clone(),
                label: label.clone(),
                filled: BTreeMap::new(),
                asking: "".into(),
                misses: 0,
                proposed: None,
                dropping: false,
                opening: self.opening(form),
                said: Vec::new(),
            },
        }
    }

    /// The words that began the matter: before a guide's checks, where the form follows them.
    fn opening(&self, form: &FormId) -> Box<str> {
        let walk = self.walks.iter().rev().find(|walk| walk.form == *form);
        walk.map_or_else(|| self.last_words.clone(), |walk| walk.opening.clone())
    }

    /// Puts the form in hand aside, with what was filled; or the guide, with what was found.
    pub(super) fn shelve(&mut self) {
        if self.filling().is_none() && self.walk().is_none() {
            return;
        }
        match std::mem::replace(&mut self.phase, Phase::Answering) {
            Phase::Filling(filling) | Phase::Confirming(filling) => {
                self.shelf.retain(|draft| draft.form != filling.form);
                self.shelf.push(Filling { misses: 0, proposed: None, dropping: false, ..*filling });
            }
            Phase::Checking(walk) => self.walks.push(*walk),
            _ => {}
        }
    }

    fn case(&mut self, case: &CaseFact) {
        match self.cases.iter_mut().find(|it| it.id == case.id) {
            Some(known) => {
                if known.state == CaseState::Resolved && case.state == CaseState::InProgress {
                    self.matter.clone_from(&case.label);
                    self.read = None;
                }
                known.clone_from(case);
            }
            None => {
                if case.form.as_str() != CONTACT {
                    self.walks.retain(|walk| !walk.belongs_to(case.label.as_ref()));
                }
                self.cases.push(case.clone());
            }
        }
        if case.state == CaseState::Open && self.filling().is_some_and(|filling| filling.form == case.form) {
            self.phase = Phase::Answering;
            (self.stalled, self.unclear) = (0, 0);
        }
    }

    fn hand(&mut self, owner: Owner, phase: Phase) {
        self.owner = owner;
        self.epoch += 1;
        self.phase = phase;
        self.offered.clear();
        self.person_offered = false;
    }

    /// Another party took the matter on: what went wrong before counts no longer.
    fn fresh(&mut self) {
        (self.stalled, self.unclear) = (0, 0);
        self.heats.clear();
        self.answered.clear();
        self.pending.clear();
        self.tried.clear();
    }

    /// A turn that brought the buyer no nearer.
    fn lost(&mut self) {
        self.stalled += 1;
        self.unclear += 1;
    }

    fn attempt(&mut self, about: Option<&About>) {
        let Some(about) = about else { return };
        if self.tried.len() == TRIED {
            self.tried.remove(0);
        }
        self.tried.push(Tried {
            seq: self.seq,
            rule: about.rule.clone(),
            intent: about.intent.clone(),
            faq: about.faq.clone(),
            confidence: about.confidence.or(about.score),
        });
    }
}
