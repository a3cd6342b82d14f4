//! What a guide's acts change of what is remembered.

use crate::{
    base::{CheckId, Checked, FormId, GuideId, LabelId},
    dialog::{
        phase::Phase,
        talk::{Talk, Walk},
    },
};

impl Talk {
    pub(in crate::dialog) fn offer_guide(&mut self, guide: &GuideId, label: &LabelId, form: &FormId, misses: u8) {
        let walk = self.take_up_walk(guide).unwrap_or_else(|| Walk {
            guide: guide.clone(),
            label: label.clone(),
            form: form.clone(),
            asking: None,
            misses: 0,
            found: Vec::new(),
            opening: self.last_words.clone(),
        });
        self.stalled = if misses > walk.misses { self.stalled + 1 } else { 0 };
        self.unclear = 0;
        self.phase = Phase::Checking(Box::new(Walk { misses, ..walk }));
    }

    pub(in crate::dialog) fn check(&mut self, guide: &GuideId, check: &CheckId, found: Option<&Checked>, misses: u8) {
        let Some(mut walk) = self.take_up_walk(guide) else { return };
        if misses > walk.misses {
            self.stalled += 1;
        } else if found.is_some() || walk.asking.as_ref() != Some(check) {
            self.stalled = 0;
        }
        self.unclear = 0;
        walk.found.extend(found.cloned());
        (walk.asking, walk.misses) = (Some(check.clone()), misses);
        self.phase = Phase::Checking(Box::new(walk));
    }

    pub(in crate::dialog) fn end_guide(&mut self, guide: &GuideId, found: Option<&Checked>) {
        let Some(mut walk) = self.take_up_walk(guide) else { return };
        walk.found.extend(found.cloned());
        self.walks.push(walk);
        self.phase = Phase::Answering;
        (self.stalled, self.unclear) = (0, 0);
    }

    /// The guide in hand, or one that ended or was left; another in hand is put aside.
    fn take_up_walk(&mut self, guide: &GuideId) -> Option<Walk> {
        self.shelve();
        let place = self.walks.iter().position(|walk| walk.guide == *guide)?;
        Some(self.walks.remove(place))
    }
}
