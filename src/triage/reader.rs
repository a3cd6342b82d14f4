//! The compiled triage of one shop, and what it reads.

use super::{
    classifier::Classifier,
    decide, focus, fuse,
    keywords::{self, Find, Keywords, Standing},
    learn,
    model::{self, Trained},
    mood, needs, slots,
    source::{Fault, LabelSource, Rules},
    speller::Speller,
    topic::Within,
};
use crate::{
    base::{Bilingual, Decision, Hit, LabelId, Lang, Priority, Ranked, Reading},
    text::{Encode, Encoder, Normal, Vector, encode_all, language, normalise},
};

/// All that a shop's labels say about messages. Immutable; shared by every conversation.
pub struct Triage {
    labels: Vec<Label>,
    rules: Rules,
    speller: Speller,
    keywords: Keywords,
    trained: Trained,
    fingerprint: [u8; 32],
}

struct Label {
    id: LabelId,
    /// In normal spelling.
    name: Bilingual,
    priority: Priority,
    wrong: f32,
}

impl Label {
    fn of(source: &LabelSource) -> Label {
        let spelt = |text: &str| normalise(text).text;
        let name = Bilingual { zh: spelt(&source.name.zh), en: spelt(&source.name.en) };
        Label { id: source.id.clone(), name, priority: source.priority, wrong: source.wrong }
    }
}

/// How much work a reading may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Microseconds: words and n-grams only.
    Quick,
    /// Where they leave doubt, the meaning of the whole text too: a millisecond or so.
    Full,
}

/// Labels of a reading.
const RANKED: usize = 5;
/// Hits of a reading.
const HITS: usize = 8;
/// Where the second look is wanted and there is no time for it, a mistake costs this many times as much as it otherwise would.
const HURRIED: f32 = 1.25;
/// A clause states a need of its own where its best label is this likely …
const CLEAR: f32 = 0.6;
/// … and at most this many are kept.
const NEEDS: usize = 3;

/// Labels that strange text passes for. In a paste they say nothing.
const STRANGE: [&str; 3] = ["meta.out_of_scope", "meta.chitchat", "meta.unclear"];
/// Of a part of a paste: the least probability that is told from none, and what its sound counts beside its odds.
const UNTOLD: f32 = 1e-3;
const SOUND: f32 = 1.5;

/// What the eyes saw, before the decision.
pub(super) struct Sight<'a> {
    pub(super) normal: Normal,
    pub(super) lang: Lang,
    pub(super) finds: Vec<Find<'a>>,
    pub(super) support: Vec<f32>,
    pub(super) logits: Vec<f32>,
    /// The meaning, where it was asked for.
    pub(super) vector: Option<Box<Vector>>,
    /// Of the second look, where one was taken.
    pub(super) scores: Option<Vec<f32>>,
    /// Of a follow-up, the reading within its topic.
    pub(super) within: Option<Within>,
    /// The second look was wanted, and there was no time for it.
    pub(super) hurried: bool,
    pub(super) p: Vec<f32>,
}

/// What the first look sees in a text of normal spelling.
pub(super) struct Glance<'a> {
    finds: Vec<Find<'a>>,
    support: Vec<f32>,
    logits: Vec<f32>,
    pub(super) p: Vec<f32>,
}

/// What both looks make of a text together.
pub(super) struct Looks {
    pub(super) scores: Option<Vec<f32>>,
    pub(super) p: Vec<f32>,
}

impl Triage {
    /// Compiles a shop's labels and trains on their examples, for some seconds where there are thousands.
    ///
    /// # Errors
    /// Every keyword and pattern that can't be compiled.
    pub fn build(sources: &[LabelSource], rules: Rules) -> Result<Triage, Vec<Fault>> {
        Triage::build_with(sources, rules, None, &|texts| encode_all(texts))
    }

    /// The same. `cached` may be what [`Triage::model`] gave earlier; it is used only if it is undamaged and was trained on the
    /// same labels. Where it has no directions of meaning, `encode` is asked for the vectors of the examples.
    ///
    /// # Errors
    /// Every keyword and pattern that can't be compiled.
    pub fn build_with(
        sources: &[LabelSource],
        rules: Rules,
        cached: Option<&[u8]>,
        encode: Encode<'_>,
    ) -> Result<Triage, Vec<Fault>> {
        let looks_again = rules.sure > 0.0;
        let fingerprint = model::fingerprint(sources);
        let cached = cached.and_then(|bytes| model::read(bytes, &fingerprint, sources.len()));
        let keywords = Keywords::build(sources, cached.is_some())?;
        let mut trained = cached.unwrap_or_else(|| {
            let [zh, en] = learn::words(sources);
            Trained { zh, en, head: None }
        });
        if trained.head.is_none() && looks_again {
            trained.head = Some(learn::directions(sources, encode));
        }
        let labels = sources.iter().map(Label::of).collect();
        Ok(Triage { labels, rules, speller: learn::spelling(sources), keywords, trained, fingerprint })
    }

    /// The trained part as bytes, to be given to [`Triage::build_with`] at the next start.
    pub fn model(&self) -> Vec<u8> {
        model::write(&self.fingerprint, &self.trained)
    }

    /// The meaning of a message.
    pub fn read(&self, text: &str, effort: Effort) -> Reading {
        self.read_within(text, None, effort)
    }

    /// The same, of a message in a conversation: a short one that leaves a doubt alone is read with what was talked about.
    pub fn read_within(&self, text: &str, topic: Option<&LabelId>, effort: Effort) -> Reading {
        self.reading(text, self.look(text, topic, effort))
    }

    /// Every label with the probability that it is meant, best first.
    pub fn rank(&self, text: &str) -> Vec<Ranked> {
        let p = self.look(text, None, Effort::Full).p;
        fuse::best(&p, p.len()).into_iter().map(|ranked| self.ranked(ranked)).collect()
    }

    pub(super) fn look(&self, text: &str, topic: Option<&LabelId>, effort: Effort) -> Sight<'_> {
        let normal = self.speller.mend(normalise(text));
        let lang = language(&normal.text);
        let says = |part: &str, effort| self.says(part, lang, effort);
        let place = focus::passage(&normal.text, |part| says(part, Effort::Quick), |part| says(part, effort));
        let passage = &normal.text[place.clone()];
        let Glance { mut finds, support, logits, p } = self.glance(passage, lang);
        finds.iter_mut().for_each(|find| find.span = place.start + find.span.start..place.start + find.span.end);
        let Looks { scores, p } = if self.is_sure(&p) { Looks { scores: None, p } } else { self.look_again(passage, p, effort) };
        let looks_again = self.trained.head.is_some() && effort == Effort::Full;
        let asked = looks_again && (scores.is_some() || mood::may_be_upset(text, passage));
        let vector = asked.then(|| Box::new(Encoder::shared().encode(passage)));
        let hurried = self.trained.head.is_some() && effort == Effort::Quick && !self.is_sure(&p);
        let sight = Sight { normal, lang, finds, support, logits, vector, scores, within: None, hurried, p };
        match topic {
            Some(topic) => self.follow(sight, topic, effort),
            None => sight,
        }
    }

    pub(super) fn glance(&self, normal: &str, lang: Lang) -> Glance<'_> {
        let finds = self.keywords.find(normal);
        let support = keywords::support(finds.iter(), self.labels.len());
        let logits = self.classifier(lang).score(normal);
        let p = fuse::fuse(logits.clone(), &support);
        Glance { finds, support, logits, p }
    }

    /// The second look, where the shop and the hour allow one, weighed with what the first made of the text.
    pub(super) fn look_again(&self, normal: &str, p: Vec<f32>, effort: Effort) -> Looks {
        let head = self.trained.head.as_ref().filter(|_| effort == Effort::Full && !normal.is_empty());
        let scores = head.map(|head| head.score(&Encoder::shared().encode(normal)));
        let p = match &scores {
            Some(scores) => fuse::again(&p, scores),
            None => p,
        };
        Looks { scores, p }
    }

    /// How much a part of a message says: how clearly it speaks for a label, in both looks, and how much it sounds like a buyer.
    fn says(&self, part: &str, lang: Lang, effort: Effort) -> f32 {
        let support = keywords::support(self.keywords.find(part).iter(), self.labels.len());
        let first = fuse::fuse(self.classifier(lang).score(part), &support);
        let p = match self.trained.head.as_ref().filter(|_| effort == Effort::Full) {
            Some(head) => fuse::again(&first, &head.score(&Encoder::shared().encode(part))),
            None => first.clone(),
        };
        let told = (0..p.len()).filter(|label| !STRANGE.contains(&self.labels[*label].id.as_str()));
        let clearest = told.max_by(|a, b| p[*a].total_cmp(&p[*b]));
        let odds = |p: &[f32]| {
            let p = clearest.map_or(0.0, |label| p[label]).clamp(UNTOLD, 1.0 - UNTOLD);
            (p / (1.0 - p)).ln()
        };
        0.5 * odds(&p) + odds(&first) + SOUND * self.speller.sound(part, lang)
    }

    fn is_sure(&self, p: &[f32]) -> bool {
        p.iter().any(|p| *p >= self.rules.sure)
    }

    pub(super) fn reading(&self, text: &str, sight: Sight<'_>) -> Reading {
        let Sight { normal, lang, finds, vector, scores, within, hurried, p, .. } = sight;
        let ranked = fuse::best(&p, RANKED);
        let wrong = ranked.first().map_or(0.0, |(label, _)| self.labels[*label].wrong);
        let wrong = if hurried { HURRIED * wrong } else { wrong };
        let decision = decide::decide(&ranked, wrong, self.rules.unknown);
        let needs = self.needs(&normal.text, lang, &finds, &ranked, decision);
        // A topic makes no danger out of a message that is none alone.
        let needs = match self.danger(&p).filter(|_| within.is_none()) {
            Some(danger) => self.first(danger, needs),
            None => needs,
        };
        let decision = if needs.is_empty() { decision } else { Decision::Accept };
        let shown = finds.iter().filter(|find| find.standing == Standing::Counts);
        let shown = shown.filter(|find| ranked.iter().any(|(label, _)| *label == find.label));
        Reading {
            lang,
            hits: shown.take(HITS).map(|find| self.hit(&normal, find)).collect(),
            intents: ranked.into_iter().map(|ranked| self.ranked(ranked)).collect(),
            decision,
            looked_again: scores.is_some(),
            topic: within.map(|within| within.label),
            needs,
            mood: mood::mood(text, &normal.text, vector.as_deref()),
            slots: slots::slots(text, &normal),
        }
    }

    /// The needs of a message, most urgent first; none if it isn't clear enough to act on. Clauses that are each clear, and of
    /// several labels, are several needs even where the whole, being of them all, is clear about none.
    fn needs(&self, normal: &str, lang: Lang, finds: &[Find<'_>], ranked: &[(usize, f32)], decision: Decision) -> Vec<LabelId> {
        let first = ranked.first().map(|(label, _)| *label).filter(|_| decision == Decision::Accept);
        let mut needs: Vec<usize> = Vec::new();
        if decision != Decision::Reject {
            for clause in needs::clauses(normal, lang) {
                let inside = |find: &&Find<'_>| clause.start <= find.span.start && find.span.end <= clause.end;
                let support = keywords::support(finds.iter().filter(inside), self.labels.len());
                let p = fuse::fuse(self.classifier(lang).score(&normal[clause]), &support);
                let clear = fuse::best(&p, 1).into_iter().filter(|(label, p)| *p >= CLEAR && !self.is_talk(*label));
                needs.extend(clear.map(|(label, _)| label).filter(|label| !needs.contains(label)).collect::<Vec<_>>());
            }
        }
        needs.truncate(NEEDS);
        match first {
            // The whole outweighs its parts unless it is one of them.
            Some(first) if needs.len() < 2 || !needs.contains(&first) => needs = vec![first],
            None if needs.len() < 2 => needs.clear(),
            _ => needs.sort_by_key(|label| self.labels[*label].priority),
        }
        needs.into_iter().map(|label| self.labels[label].id.clone()).collect()
    }

    /// The likeliest urgent label, where urgent ones together are likely enough to cost more when missed.
    pub(super) fn danger(&self, p: &[f32]) -> Option<usize> {
        let urgent = || p.iter().enumerate().filter(|(label, _)| self.labels[*label].priority == Priority::Urgent);
        let likely = urgent().map(|(_, p)| p).sum::<f32>() * self.rules.danger >= 1.0;
        urgent().max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(label, _)| label).filter(|_| likely)
    }

    /// A need put before the others.
    fn first(&self, label: usize, mut needs: Vec<LabelId>) -> Vec<LabelId> {
        let label = &self.labels[label].id;
        needs.retain(|need| need != label);
        needs.insert(0, label.clone());
        needs.truncate(NEEDS);
        needs
    }

    /// Labels about the talk itself, such as a greeting: no need beside another one.
    pub(super) fn is_talk(&self, label: usize) -> bool {
        self.labels[label].id.as_str().starts_with("meta.")
    }

    /// The place of a label that the shop has.
    pub(super) fn place(&self, label: &LabelId) -> Option<usize> {
        self.labels.iter().position(|known| known.id == *label)
    }

    pub(super) fn id(&self, label: usize) -> &LabelId {
        &self.labels[label].id
    }

    pub(super) fn name(&self, label: usize, lang: Lang) -> &str {
        self.labels[label].name.get(lang)
    }

    /// Whether two labels are of one file, as returns are.
    pub(super) fn are_of_a_kind(&self, one: usize, other: usize) -> bool {
        let kind = |label: usize| self.labels[label].id.as_str().split_once('.').map(|(kind, _)| kind);
        kind(one).is_some() && kind(one) == kind(other)
    }

    fn classifier(&self, lang: Lang) -> &Classifier {
        match lang {
            Lang::Zh => &self.trained.zh,
            Lang::En => &self.trained.en,
        }
    }

    pub(super) fn ranked(&self, (label, p): (usize, f32)) -> Ranked {
        Ranked { label: self.labels[label].id.clone(), p }
    }

    pub(super) fn hit(&self, normal: &Normal, find: &Find<'_>) -> Hit {
        let raw = normal.raw(find.span.clone());
        Hit {
            label: self.labels[find.label].id.clone(),
            what: find.what.to_owned(),
            start: raw.start,
            end: raw.end,
            weight: find.weight,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        base::{Bilingual, SlotKind},
        triage::Keyword,
    };

    const RULES: Rules = Rules { unknown: 4.0, danger: 12.0, sure: 0.8 };

    fn source(id: &str, priority: Priority, keywords: &[&str], zh: &[&str], en: &[&str]) -> LabelSource {
        let keyword = |text: &&str| Keyword { text: (*text).to_owned(), weight: 1.0, requires: Vec::new(), excludes: Vec::new() };
        let of = |lang, texts: &[&str]| texts.iter().map(|text| (lang, (*text).to_owned())).collect::<Vec<_>>();
        LabelSource {
            id: id.into(),
            priority,
            wrong: 2.0,
            name: Bilingual::default(),
            definition: Bilingual::default(),
            keywords: keywords.iter().map(keyword).collect(),
            patterns: Vec::new(),
            examples: [of(Lang::Zh, zh), of(Lang::En, en)].concat(),
            questions: Vec::new(),
        }
    }

    fn sources() -> Vec<LabelSource> {
        vec![
            source(
                "logistics.stuck",
                Priority::Medium,
                &["快递没动", "parcel stuck"],
                &["快递好几天没动", "物流停了不更新", "包裹一直不动", "我的快递卡住了", "物流几天没更新"],
                &["my parcel is stuck", "tracking has not moved", "parcel not moving for days"],
            ),
            source(
                "invoice.apply",
                Priority::Low,
                &["开发票", "invoice"],
                &["帮我开发票", "发票怎么开", "我要一张发票", "能开电子发票吗", "申请开票"],
                &["i need an invoice", "please send the invoice", "can i get an invoice"],
            ),
            source(
                "quality.broken",
                Priority::High,
                &["碎了", "broken"],
                &["杯子碎了", "收到是坏的", "打开就碎了", "屏幕裂了", "东西摔坏了"],
                &["it arrived broken", "the cup is broken", "screen cracked"],
            ),
        ]
    }

    static TRIAGE: LazyLock<Triage> = LazyLock::new(|| Triage::build(&sources(), RULES).unwrap());

    #[track_caller]
    fn check(text: &str, decision: Decision, needs: &[&str]) {
        let reading = TRIAGE.read(text, Effort::Full);
        let found: Vec<&str> = reading.needs.iter().map(LabelId::as_str).collect();
        assert_eq!((reading.decision, found.as_slice()), (decision, needs), "{text}: {:?}", reading.intents);
    }

    #[test]
    fn messages_are_understood() {
        check("我的快遞沒動了", Decision::Accept, &["logistics.stuck"]);
        check("发票能开吗", Decision::Accept, &["invoice.apply"]);
        check("Where is my invoice?", Decision::Accept, &["invoice.apply"]);
        check("", Decision::Clarify, &[]);
    }

    #[test]
    fn every_need_is_kept_and_the_most_urgent_comes_first() {
        check("帮我开发票，另外收到的杯子碎了", Decision::Accept, &["quality.broken", "invoice.apply"]);
    }

    /// An urgent label that is merely possible is what is answered now.
    #[test]
    fn danger_needs_less_to_be_believed() {
        let mut sources = sources();
        sources.push(source(
            "risk.fire",
            Priority::Urgent,
            &["冒烟"],
            &["插座冒烟了", "机器烧起来了", "有火苗"],
            &["it caught fire"],
        ));
        let triage = Triage::build(&sources, RULES).unwrap();
        let reading = triage.read("发票机器有点冒烟，帮我开发票", Effort::Full);
        assert_eq!((reading.needs[0].as_str(), reading.decision), ("risk.fire", Decision::Accept), "{:?}", reading.intents);
        assert_eq!(triage.read("帮我开发票", Effort::Full).needs, ["invoice.apply".into()]);
    }

    /// Danger and a matter that the shop doesn't know are no topic's.
    #[test]
    fn a_follow_up_is_read_with_its_topic() {
        let mut sources = sources();
        sources[1].name.zh = "申请开票".to_owned();
        let triage = Triage::build(&sources, RULES).unwrap();
        let (text, topic) = ("那要等多久", LabelId::from("invoice.apply"));
        let p = |reading: &Reading| reading.intents.iter().find(|it| it.label == topic).map(|it| it.p);
        let (alone, within) = (triage.read(text, Effort::Full), triage.read_within(text, Some(&topic), Effort::Full));
        assert_eq!((alone.topic.as_ref(), within.topic.as_ref()), (None, Some(&topic)));
        assert!(within.intents[0].label == topic && p(&within) > p(&alone), "{:?} {:?}", alone.intents, within.intents);
        assert!(p(&triage.read_within(text, Some(&topic), Effort::Quick)) > p(&triage.read(text, Effort::Quick)));
        assert_eq!(triage.read_within(text, Some(&"moon.landing".into()), Effort::Full), alone);
        sources.push(source("risk.fire", Priority::Urgent, &["冒烟"], &["插座冒烟了", "有火苗"], &["it caught fire"]));
        let triage = Triage::build(&sources, RULES).unwrap();
        let danger = triage.read_within("插座冒烟了", Some(&topic), Effort::Full);
        assert_eq!((danger.needs[0].as_str(), danger.topic), ("risk.fire", None));
    }

    #[test]
    fn a_wish_taken_back_does_not_count() {
        let hits = |text| TRIAGE.read(text, Effort::Full).hits.len();
        assert_eq!((hits("帮我开发票"), hits("不用开发票")), (1, 0));
        let explanation = TRIAGE.explain("不用开发票", None);
        assert_eq!(explanation.hits[0].1, "taken back by a refusal before it");
    }

    #[test]
    fn hits_and_slots_lie_in_the_raw_text() {
        let text = "訂單ＡＢ12345678的杯子碎了";
        let reading = TRIAGE.read(text, Effort::Full);
        assert_eq!(&text[reading.hits[0].start..reading.hits[0].end], "碎了");
        let slot = &reading.slots[0];
        assert_eq!(
            (slot.kind, slot.value.as_str(), &text[slot.start..slot.end]),
            (SlotKind::OrderNo, "AB12345678", "ＡＢ12345678")
        );
    }

    #[test]
    fn a_cached_model_reads_the_same() {
        let model = TRIAGE.model();
        let again = Triage::build_with(&sources(), RULES, Some(&model), &|_| panic!("nothing is to be encoded")).unwrap();
        assert_eq!(again.read("快递没动", Effort::Full), TRIAGE.read("快递没动", Effort::Full));
        assert_eq!(again.model(), model);
        let damaged = Triage::build_with(&sources(), RULES, Some(&model[1..]), &|texts| encode_all(texts)).unwrap();
        assert_eq!(damaged.model(), model);
    }

    /// None of the examples' words: only the meaning of the whole tells.
    #[test]
    fn doubt_is_looked_at_again() {
        let triage = Triage::build(&sources(), Rules { sure: 1.0, ..RULES }).unwrap();
        let text = "寄来的东西怎么好些日子没挪窝了";
        let full = triage.read(text, Effort::Full);
        assert!(full.looked_again && !triage.read(text, Effort::Quick).looked_again);
        assert_eq!(full.intents[0].label.as_str(), "logistics.stuck", "{:?}", full.intents);
        assert!(!TRIAGE.read("快递没动", Effort::Full).looked_again);
    }

    #[test]
    fn a_second_look_can_be_switched_off() {
        let triage = Triage::build(&sources(), Rules { sure: 0.0, ..RULES }).unwrap();
        assert!(!triage.read("寄来的东西怎么好些日子没挪窝了", Effort::Full).looked_again);
    }

    #[test]
    fn a_shop_without_labels_rejects() {
        let triage = Triage::build(&[], RULES).unwrap();
        assert_eq!(triage.read("你好", Effort::Full).decision, Decision::Reject);
    }

    #[test]
    fn a_paste_is_read() {
        let text: String = "快递没动,不想退款 ".chars().cycle().take(4_000).collect();
        assert!(TRIAGE.read(&text, Effort::Full).hits.len() <= HITS);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let reading = TRIAGE.read(&text, Effort::Full);
            prop_assert!(reading.intents.len() == 3 && reading.intents.is_sorted_by(|a, b| a.p >= b.p));
            for hit in &reading.hits {
                prop_assert!(text.get(hit.start..hit.end).is_some());
            }
        }
    }
}
