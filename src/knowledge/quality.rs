//! How well the demonstration shop's articles are found, measured. The floors asserted are a little under what was measured.

use std::{fs, path::Path};

use super::*;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const THRESHOLDS: Thresholds = Thresholds { answer: 0.50, margin: 0.05, offer: 0.30, sure: 0.9 };

#[derive(Clone)]
struct Asked {
    lang: Lang,
    query: String,
    faq: FaqId,
}

/// Recall at 1 and 3, mean reciprocal rank.
#[derive(Debug, Default, Clone, Copy)]
struct Quality {
    n: f32,
    first: f32,
    third: f32,
    reciprocal: f32,
}

impl Quality {
    fn of(knowledge: &Knowledge, asked: &[Asked]) -> Quality {
        let mut quality = Quality::default();
        for one in asked {
            let found = knowledge.search(one.lang, one.query.as_str().into(), &Circumstances::default(), 10);
            let place = found.iter().position(|found| found.faq == one.faq);
            quality.add(place);
        }
        quality
    }

    fn add(&mut self, place: Option<usize>) {
        self.n += 1.0;
        self.first += f32::from(place == Some(0));
        self.third += f32::from(place.is_some_and(|place| place < 3));
        self.reciprocal += place.map_or(0.0, |place| 1.0 / (place + 1) as f32);
    }

    fn plus(self, other: Quality) -> Quality {
        Quality {
            n: self.n + other.n,
            first: self.first + other.first,
            third: self.third + other.third,
            reciprocal: self.reciprocal + other.reciprocal,
        }
    }

    fn figures(self) -> [f32; 3] {
        [self.first / self.n, self.third / self.n, self.reciprocal / self.n]
    }
}

fn articles(lang: Lang) -> Vec<Article> {
    let mut found = Vec::new();
    visit(&Path::new(ROOT).join("knowledge_base").join(lang.as_str()), &mut |text| found.push(article(lang, text)));
    found
}

fn visit(dir: &Path, each: &mut dyn FnMut(&str)) {
    let mut paths: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { visit(&path, each) } else { each(&fs::read_to_string(path).unwrap()) }
    }
}

/// The shop's files are checked by `playbook`; here their plainest form is enough.
fn article(lang: Lang, text: &str) -> Article {
    let (front, body) = text.trim_start_matches("---\n").split_once("\n---\n").unwrap();
    let value = |key: &str| front.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim().trim_matches('"'));
    let list = |text: &str| {
        text.trim_matches(['[', ']'])
            .split(',')
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect::<Vec<_>>()
    };
    Article {
        id: value("id:").unwrap().into(),
        lang,
        title: value("title:").unwrap().into(),
        questions: front
            .lines()
            .filter_map(|line| line.strip_prefix("  - "))
            .map(|question| question.trim_matches('"').to_owned())
            .collect(),
        intents: list(value("intents:").unwrap_or_default()).into_iter().map(|label: String| label.into()).collect(),
        applies: Applies::default(),
        valid_from: None,
        valid_until: None,
        answer: body.to_owned(),
        variants: Vec::new(),
    }
}

fn paraphrases(lang: Lang) -> Vec<Asked> {
    let text = fs::read_to_string(format!("{ROOT}/tests/data/kb_paraphrases_{lang}.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| Asked { lang, query: line["query"].as_str().unwrap().into(), faq: line["faq"].as_str().unwrap().into() })
        .collect()
}

/// The articles without their question number `fold`, and those questions.
fn held_out(lang: Lang, fold: usize) -> (Vec<Article>, Vec<Asked>) {
    let mut asked = Vec::new();
    let mut kept = articles(lang);
    for article in &mut kept {
        if fold < article.questions.len() {
            asked.push(Asked { lang, query: article.questions.remove(fold), faq: article.id.clone() });
        }
    }
    (kept, asked)
}

fn build(articles: Vec<Article>) -> Knowledge {
    Knowledge::build(articles, THRESHOLDS).unwrap()
}

fn whole(lang: Lang) -> Knowledge {
    build(articles(lang))
}

#[track_caller]
#[expect(clippy::print_stdout, reason = "the figures are what one runs this for")]
fn check(what: &str, measured: Quality, floors: [f32; 3]) {
    let figures = measured.figures();
    println!("{what}: first {:.3}, among three {:.3}, reciprocal rank {:.3}", figures[0], figures[1], figures[2]);
    assert!(figures.iter().zip(floors).all(|(figure, floor)| *figure >= floor), "{what}: {figures:?} is under {floors:?}");
}

#[test]
fn paraphrases_find_their_articles() {
    check("zh", Quality::of(&whole(Lang::Zh), &paraphrases(Lang::Zh)), [0.78, 0.89, 0.84]);
    check("en", Quality::of(&whole(Lang::En), &paraphrases(Lang::En)), [0.66, 0.75, 0.73]);
}

/// Harder than any buyer is: the questions of an article were written to be unlike each other.
#[test]
fn questions_held_out_find_their_articles() {
    for (lang, floors) in [(Lang::Zh, [0.26, 0.48, 0.39]), (Lang::En, [0.18, 0.37, 0.30])] {
        let (kept, asked) = held_out(lang, 0);
        let mut quality = Quality::of(&build(kept), &asked);
        for fold in 1..4 {
            let (kept, asked) = held_out(lang, fold);
            quality = quality.plus(Quality::of(&build(kept), &asked));
        }
        check(lang.as_str(), quality, floors);
    }
}

#[test]
fn an_article_s_own_questions_find_it() {
    for lang in Lang::ALL {
        let asked = articles(lang).into_iter().flat_map(|article| {
            let questions = article.questions.into_iter().chain([article.title]);
            questions.map(move |query| Asked { lang, query, faq: article.id.clone() })
        });
        check(lang.as_str(), Quality::of(&whole(lang), &asked.collect::<Vec<_>>()), [0.998, 0.999, 0.998]);
    }
}

#[test]
fn what_is_none_of_the_shop_s_business_is_not_answered() {
    let zh = [
        "今天天气怎么样",
        "给我讲个笑话",
        "你吃饭了吗",
        "帮我写一首诗",
        "明天股市会涨吗",
        "世界杯谁赢了",
        "怎么做红烧肉",
        "你觉得人生的意义是什么",
    ];
    let en = [
        "tell me a joke",
        "who won the world cup",
        "what is the capital of France",
        "recommend a movie",
        "my girlfriend left me",
    ];
    for (lang, off_topic) in [(Lang::Zh, &zh[..]), (Lang::En, &en[..])] {
        let knowledge = whole(lang);
        for text in off_topic {
            let verdict = knowledge.decide(lang, (*text).into(), &Circumstances::default());
            assert!(!matches!(verdict, Verdict::Answer(_)), "{text}: {verdict:?}");
        }
    }
}
