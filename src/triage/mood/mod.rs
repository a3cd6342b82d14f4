//! How the buyer feels, from words, marks and manner, and from the meaning of the whole where that was asked for.

mod lexicon;
mod meaning;

use self::{
    lexicon::{Found, find},
    meaning::{Felt, felt},
};
use crate::{
    base::{Mood, MoodKind},
    text::Vector,
};

/// From the gravest: of two moods about as strong, the graver is told.
const KINDS: [MoodKind; 6] =
    [MoodKind::Threatening, MoodKind::Abusive, MoodKind::Angry, MoodKind::Disappointed, MoodKind::Anxious, MoodKind::Pleased];
/// Under this a mood isn't worth a word.
const FAINT: f32 = 0.25;
/// How much stronger a lighter mood must be to be told before a graver one.
const LEAD: f32 = 0.25;

/// Praise after these words, beside a complaint, is meant the other way round.
const MOCKING: &[&str] =
    &["真是", "可真", "还真", "真的是", "好一个", "呵呵", "你们可", "您可", "不愧是", "what a ", "wow", "so much for", "oh "];
/// What shows that something went wrong, whatever the tone.
const WRONG: &[&str] = &[
    "坏", "破", "烂", "错", "漏", "少", "没", "不", "拖", "晚", "天了", "才", "还要", "骗", "假", "慢", "broken", "late",
    "wrong", "never", "still", "missing", "days", "weeks", "not ", "n't", "no ", "ignored",
];

/// A word that names a mood counts as much as this probability of it …
const WORD: f32 = 1.0;
/// … and this much is on the side of calm: to take a plain buyer for an upset one is the worse mistake.
const CALM: f32 = 0.3;
/// A message longer than this may be upset without a word that says so, bytes …
const PLAIN: usize = 72;
/// … and one up to this has no meaning beside its words.
const BARE: usize = 30;

/// The mood of a message, from its raw and its normalised text, and its meaning.
pub(super) fn mood(raw: &str, normal: &str, vector: Option<&Vector>) -> Mood {
    let worded = worded(raw, normal);
    match vector {
        Some(vector) if normal.len() > BARE => both(worded, &felt(vector)),
        Some(_) | None => worded,
    }
}

/// Whether there is cause to ask for the meaning: a word of mood, a manner, or length.
pub(super) fn may_be_upset(raw: &str, normal: &str) -> bool {
    worded(raw, normal).kind != MoodKind::Calm || normal.len() > PLAIN
}

/// What is meant outweighs a word, unless the word is strong or the meaning in doubt.
fn both(worded: Mood, felt: &Felt) -> Mood {
    let weigh = |(kind, p): (&MoodKind, &f32)| {
        let calm = if *kind == MoodKind::Calm { CALM } else { 0.0 };
        p + calm + if *kind == worded.kind { WORD * worded.degree } else { 0.0 }
    };
    let weighed = meaning::KINDS.iter().zip(&felt.p).map(|it| (*it.0, weigh(it)));
    let kind = weighed.max_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(worded.kind, |(kind, _)| kind);
    match kind {
        MoodKind::Calm => Mood::CALM,
        kind if kind == worded.kind => Mood { kind, degree: worded.degree.max(felt.degree) },
        kind => Mood { kind, degree: felt.degree.max(FAINT) },
    }
}

/// The mood that the words and the manner tell.
fn worded(raw: &str, normal: &str) -> Mood {
    let mut found = find(normal);
    mock(normal, &mut found);
    let mut degrees = KINDS.map(|kind| {
        let calm = found.iter().filter(|word| word.kind == kind).fold(1.0, |calm, word| calm * (1.0 - word.degree));
        1.0 - calm
    });
    let manner = manner(raw);
    for (kind, degree) in KINDS.into_iter().zip(&mut degrees) {
        let raised = *degree > 0.0 && kind != MoodKind::Pleased;
        *degree = (*degree + if raised { manner } else { 0.0 }).min(1.0);
    }
    let told = (0..KINDS.len()).filter(|at| degrees[*at] >= FAINT);
    let told = told.reduce(|grave, light| if degrees[light] >= degrees[grave] + LEAD { light } else { grave });
    match told {
        Some(at) => Mood { kind: KINDS[at], degree: degrees[at] },
        // No word tells, the way it is written does.
        None if manner >= 0.2 => Mood { kind: MoodKind::Anxious, degree: 0.3 + manner / 2.0 },
        None => Mood::CALM,
    }
}

/// The words behind a mood, for people.
pub(super) fn words(normal: &str) -> Vec<String> {
    let mut found = find(normal);
    mock(normal, &mut found);
    found.into_iter().map(|word| format!("{} ({:?} {:.2})", &normal[word.span], word.kind, word.degree).to_lowercase()).collect()
}

/// 真是好服务，等了十天: praise is turned round.
fn mock(normal: &str, found: &mut [Found]) {
    if !found.iter().any(|word| word.kind == MoodKind::Pleased) {
        return;
    }
    let bitter = found.iter().any(|word| word.kind != MoodKind::Pleased);
    let mocking = MOCKING.iter().filter_map(|word| normal.find(word)).min();
    for word in found.iter_mut().filter(|word| word.kind == MoodKind::Pleased) {
        let opened = mocking.is_some_and(|at| at < word.span.start);
        let thanks = normal[word.span.clone()].contains(['谢', '苦']) || normal[word.span.clone()].starts_with("tha");
        let rest = [&normal[..word.span.start], &normal[word.span.end..]];
        let wrong = bitter || WRONG.iter().any(|wrong| rest.iter().any(|part| part.contains(wrong)));
        if opened && wrong && !thanks {
            word.kind = MoodKind::Angry;
            word.degree = word.degree.max(0.5);
        }
    }
}

/// What exclamation marks, question marks, drawn-out signs and capitals add, 0 to 0.4.
fn manner(raw: &str) -> f32 {
    let (mut exclamations, mut questions, mut longest_run, mut run) = (0u32, 0u32, 0u32, 0u32);
    let (mut capitals, mut letters) = (0u32, 0u32);
    let mut last = ' ';
    for c in raw.chars() {
        exclamations += u32::from(matches!(c, '!' | '！'));
        questions += u32::from(matches!(c, '?' | '？'));
        letters += u32::from(c.is_ascii_alphabetic());
        capitals += u32::from(c.is_ascii_uppercase());
        run = if c == last && c.is_alphabetic() { run + 1 } else { 0 };
        longest_run = longest_run.max(run);
        last = c;
    }
    let marks = match exclamations.max(questions / 2 + exclamations) {
        0 | 1 => 0.0,
        2 | 3 => 0.1,
        _ => 0.2,
    };
    let marks = if questions >= 3 && marks < 0.2 { 0.2 } else { marks };
    let shouting = letters >= 10 && capitals * 10 >= letters * 7 && raw.contains(' ');
    let drawn_out = longest_run >= 2;
    marks + if shouting { 0.2 } else { 0.0 } + if drawn_out { 0.05 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Encoder, normalise};

    #[track_caller]
    fn check(raw: &str, kind: MoodKind) -> f32 {
        let normal = normalise(raw).text;
        for vector in [None, Some(Encoder::shared().encode(&normal))] {
            let mood = mood(raw, &normal, vector.as_ref());
            assert_eq!(mood.kind, kind, "{raw}: {mood:?} {:?}", words(&normal));
            assert!((0.0..=1.0).contains(&mood.degree) && (mood.degree == 0.0) == (kind == MoodKind::Calm), "{raw}: {mood:?}");
        }
        worded(raw, &normal).degree
    }

    #[test]
    fn seven_moods() {
        use MoodKind::{Abusive, Angry, Anxious, Calm, Disappointed, Pleased, Threatening};
        for (raw, kind) in [
            ("我的快递到哪了", Calm),
            ("how do i return this", Calm),
            ("急用啊，快点发货", Anxious),
            ("到哪了？？？？", Anxious),
            ("太失望了，再也不买了", Disappointed),
            ("i'm really disappointed", Disappointed),
            ("你们什么态度！！气死我了", Angry),
            ("THIS IS RIDICULOUS I AM FURIOUS", Angry),
            ("傻逼客服", Abusive),
            ("不退我就打12315，咱们法院见", Threatening),
            ("i will sue you", Threatening),
            ("谢谢你，太好了", Pleased),
            ("great service, thank you", Pleased),
            ("😡", Angry),
            ("", Calm),
        ] {
            check(raw, kind);
        }
    }

    #[test]
    fn manner_and_intensifiers_raise() {
        assert!(check("太生气了", MoodKind::Angry) > check("生气", MoodKind::Angry));
        assert!(check("生气！！！！", MoodKind::Angry) > check("生气", MoodKind::Angry));
    }

    #[test]
    fn negation_turns() {
        check("我没生气", MoodKind::Calm);
        check("我不满意", MoodKind::Disappointed);
        check("i'm not happy with this", MoodKind::Disappointed);
        check("不着急，慢慢来", MoodKind::Calm);
        check("不急", MoodKind::Calm);
    }

    #[test]
    fn mockery_is_no_praise() {
        check("真是好服务，等了十天没人理", MoodKind::Angry);
        check("你们可真厉害，少发两件", MoodKind::Angry);
        check("wow great, still not here after 3 weeks", MoodKind::Angry);
        check("真是太好了，谢谢", MoodKind::Pleased);
    }

    #[derive(serde::Deserialize)]
    struct Written {
        text: String,
        mood: MoodKind,
        degree: f32,
    }

    /// Messages written for their mood, most without a word that names it: every fifth, which the training kept apart. The floors
    /// are a little under what was measured.
    #[test]
    #[expect(clippy::print_stdout, reason = "the figures are what one runs this for")]
    fn written_messages_are_told() {
        let lines: Vec<&str> =
            include_str!("examples/zh.jsonl").lines().chain(include_str!("examples/en.jsonl").lines()).collect();
        let kept: Vec<Written> = lines.iter().step_by(5).map(|line| serde_json::from_str(line).unwrap()).collect();
        let hot = |kind| matches!(kind, MoodKind::Angry | MoodKind::Abusive | MoodKind::Threatening);
        let figures = |told: &dyn Fn(&str, &str) -> Mood| {
            let told: Vec<Mood> = kept.iter().map(|it| told(&it.text, &normalise(&it.text).text)).collect();
            let part = |alike: &dyn Fn(MoodKind, MoodKind) -> bool| {
                kept.iter().zip(&told).filter(|(it, told)| alike(it.mood, told.kind)).count() as f64 / kept.len() as f64
            };
            let off: f64 = kept.iter().zip(&told).map(|(it, told)| f64::from((it.degree - told.degree).abs())).sum();
            (part(&|a, b| a == b), part(&|a, b| hot(a) == hot(b)), off / kept.len() as f64)
        };
        let words = figures(&|raw, normal| worded(raw, normal));
        let both = figures(&|raw, normal| mood(raw, normal, Some(&Encoder::shared().encode(normal))));
        let asked = kept.iter().filter(|it| may_be_upset(&it.text, &normalise(&it.text).text)).count();
        println!(
            "mood right, heat right, degree off: by words {words:.3?}, with meaning {both:.3?}; cause to ask in {asked} of {}",
            kept.len()
        );
        assert!(both.0 >= 0.60 && both.1 >= 0.80 && both.2 <= 0.25, "{both:?}");
    }

    #[test]
    fn plain_questions_are_calm() {
        let questions: Vec<&str> = include_str!("examples/plain.txt").lines().collect();
        let calm = questions.iter().filter(|text| {
            let normal = normalise(text).text;
            mood(text, &normal, Some(&Encoder::shared().encode(&normal))).kind == MoodKind::Calm
        });
        let calm = calm.count();
        assert!(calm * 100 >= questions.len() * 95, "{calm} of {}", questions.len());
    }
}
