use std::{
    sync::{Arc, RwLock},
    thread,
};

use proptest::prelude::*;

use super::*;

const THRESHOLDS: Thresholds = Thresholds { answer: 0.42, margin: 0.05, offer: 0.28, sure: 0.9 };

fn article(lang: Lang, id: &str, title: &str, questions: &[&str], answer: &str) -> Article {
    Article {
        id: id.into(),
        lang,
        title: title.to_owned(),
        questions: questions.iter().map(|question| (*question).to_owned()).collect(),
        intents: vec![id.split('-').next().unwrap().into()],
        applies: Applies::default(),
        valid_from: None,
        valid_until: None,
        answer: answer.to_owned(),
        variants: Vec::new(),
    }
}

fn articles() -> Vec<Article> {
    let zh = |id, title, questions, answer| article(Lang::Zh, id, title, questions, answer);
    let en = |id, title, questions, answer| article(Lang::En, id, title, questions, answer);
    vec![
        zh("return.freight-who", "退货的运费由谁承担？", &["退回去的邮费算谁的"], "质量问题我们承担，其他由您承担。"),
        zh("return.freight-insurance", "运费险怎么理赔？", &["保险的钱多久到账"], "寄出后 72 小时内自动赔付。"),
        zh("refund.when", "退款几天到账？", &["信用卡多久退回来"], "原路退回，1 到 7 个工作日。"),
        zh("invoice.apply", "怎么开发票？", &["帮我开公司抬头"], "订单里点申请开票。"),
        zh("presale.fits", "这个配件能配我的手机吗？", &["iPhone15 的壳能套 15 Pro 吗"], "看详情页的适用型号。"),
        zh("logistics.stuck", "物流好几天不更新怎么办？", &["卡在转运中心四天了"], "超过 48 小时我们会核查。"),
        en("return.freight-who", "Who pays the postage for a return?", &["Do I pay to send it back"], "We do, if it is faulty."),
        en("refund.when", "How many days until a refund arrives?", &["When is my card credited"], "1 to 7 working days."),
        en(
            "invoice.apply",
            "How do I request an invoice?",
            &["I need one in my company's name"],
            "Tap request invoice in the order.",
        ),
    ]
}

fn knowledge() -> Knowledge {
    Knowledge::build(articles(), THRESHOLDS).unwrap()
}

#[track_caller]
fn check(lang: Lang, text: &str, expected: Option<&str>) {
    let found = knowledge().search(lang, text.into(), &Circumstances::default(), 3);
    assert_eq!(found.first().map(|found| found.faq.as_str()), expected, "{text}: {found:?}");
    assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.score)), "{found:?}");
}

#[test]
fn chinese() {
    check(Lang::Zh, "退货的运费由谁承担", Some("return.freight-who"));
    check(Lang::Zh, "退货要我自己出快递费吗", Some("return.freight-who"));
    check(Lang::Zh, "退貨的運費由誰承擔？", Some("return.freight-who"));
    check(Lang::Zh, "運費險怎麼理賠", Some("return.freight-insurance"));
    check(Lang::Zh, "钱退回来要几天", Some("refund.when"));
    check(Lang::Zh, "怎么开发漂", Some("invoice.apply"));
    check(Lang::Zh, "ＩＰＨＯＮＥ１５壳通用吗", Some("presale.fits"));
    check(Lang::Zh, "iphone壳", Some("presale.fits"));
    check(Lang::Zh, "包裹没动静了", Some("logistics.stuck"));
}

#[test]
fn english() {
    check(Lang::En, "who pays postage when I return it", Some("return.freight-who"));
    check(Lang::En, "WHO PAID FOR RETURNING?", Some("return.freight-who"));
    check(Lang::En, "when does my refnud arive", Some("refund.when"));
    check(Lang::En, "requesting invoices", Some("invoice.apply"));
    check(Lang::En, "fapiao please", Some("invoice.apply"));
}

#[test]
fn odd_texts() {
    check(Lang::Zh, "", None);
    check(Lang::Zh, "  ？！。。。 ", None);
    check(Lang::Zh, "👍👍", None);
    check(Lang::Zh, "票", Some("invoice.apply"));
    check(Lang::Zh, "险", Some("return.freight-insurance"));
    check(Lang::Zh, &format!("怎么开发票{}", "啊".repeat(4_000)), Some("invoice.apply"));
    check(Lang::Zh, &"运费险怎么理赔".repeat(600), Some("return.freight-insurance"));
    check(Lang::En, &"refund arrival ".repeat(300), Some("refund.when"));
    check(Lang::En, "qwertyuiop", None);
}

#[test]
fn the_very_question_scores_one_whatever_its_letters() {
    for (lang, text) in [(Lang::Zh, "退貨的運費由誰承擔"), (Lang::En, "how many days until a REFUND arrives")] {
        let found = knowledge().search(lang, text.into(), &Circumstances::default(), 2);
        assert!(found[0].score > 0.99 && found[1].score < 0.7, "{found:?}");
    }
}

#[track_caller]
fn check_verdict(text: &str, expected: &str) {
    let verdict = match knowledge().decide(Lang::Zh, text.into(), &Circumstances::default()) {
        Verdict::Answer(found) => format!("answer {}", found.faq),
        Verdict::Offer(found) => format!("offer {}", found.len()),
        Verdict::Unknown => "unknown".to_owned(),
    };
    assert_eq!(verdict, expected, "{text}");
}

#[test]
fn decides_by_threshold_and_margin() {
    check_verdict("运费险怎么理赔", "answer return.freight-insurance");
    check_verdict("快递的运费", "offer 2");
    check_verdict("今天天气真好", "unknown");
    check_verdict("", "unknown");
}

#[test]
fn a_label_s_articles_are_chosen_among() {
    let knowledge = knowledge();
    let best = |label: &str, text: &str| {
        knowledge.for_label(Lang::Zh, &label.into(), text.into(), &Circumstances::default()).map(|found| found.faq.to_string())
    };
    assert_eq!(best("return.freight", "保险赔多少").as_deref(), Some("return.freight-insurance"));
    assert_eq!(best("return.freight", "邮费算谁的").as_deref(), Some("return.freight-who"));
    assert_eq!(best("invoice.apply", "").as_deref(), Some("invoice.apply"), "a label's only article fits any text");
    assert_eq!(best("no.such", "邮费"), None);
}

#[test]
fn conditions_hold_in_a_search() {
    let mut all = articles();
    all[3].valid_until = Some(Timestamp(100));
    all[3].variants = vec![Variant {
        applies: Applies { order_state: vec!["unpaid".into()], ..Applies::default() },
        answer: "先付款。".into(),
    }];
    let knowledge = Knowledge::build(all, THRESHOLDS).unwrap();
    let at = |now, order_state: Option<&str>| Circumstances {
        now: Timestamp(now),
        order_state: order_state.map(str::to_owned),
        ..Circumstances::default()
    };
    let finds = |now| {
        knowledge
            .search(Lang::Zh, "怎么开发票".into(), &at(now, None), 3)
            .iter()
            .any(|found| found.faq.as_str() == "invoice.apply")
    };
    assert!(finds(99) && !finds(100));
    assert_eq!(knowledge.answer(Lang::Zh, &"invoice.apply".into(), &at(0, Some("unpaid"))), Some("先付款。"));
    assert_eq!(knowledge.answer(Lang::Zh, &"invoice.apply".into(), &at(0, None)), Some("订单里点申请开票。"));
    assert_eq!(knowledge.title(Lang::En, &"invoice.apply".into()), Some("How do I request an invoice?"));
    assert_eq!(knowledge.answer(Lang::Zh, &"no.such".into(), &at(0, None)), None);
}

#[test]
fn the_same_id_twice_is_refused() {
    let mut twice = articles();
    twice.push(article(Lang::Zh, "invoice.apply", "又一个", &[], "x"));
    let error = Knowledge::build(twice, THRESHOLDS).err().map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some("two zh articles have the id invoice.apply; the second is \"又一个\""));
}

#[test]
fn a_shop_without_articles_knows_nothing() {
    let knowledge = Knowledge::build(Vec::new(), THRESHOLDS).unwrap();
    assert_eq!(knowledge.decide(Lang::Zh, "运费".into(), &Circumstances::default()), Verdict::Unknown);
    assert_eq!((knowledge.len(Lang::Zh), knowledge.is_empty()), (0, true));
}

#[test]
fn the_shop_s_own_words_stay_whole() {
    let all = || vec![article(Lang::Zh, "goods.kettle", "青禾小白壶怎么除垢？", &[], "用柠檬酸。"), articles().swap_remove(0)];
    let plain = Knowledge::build(all(), THRESHOLDS).unwrap();
    let named = Knowledge::build_with(all(), THRESHOLDS, &["青禾小白壶".to_owned()], &|_, texts| encode_all(texts)).unwrap();
    let score = |knowledge: &Knowledge| {
        knowledge.search(Lang::Zh, "小白鞋除臭".into(), &Circumstances::default(), 1).first().map_or(0.0, |it| it.score)
    };
    assert!(score(&named) <= score(&plain));
    let found = named.search(Lang::Zh, "青禾小白壶".into(), &Circumstances::default(), 1);
    assert_eq!(found[0].faq.as_str(), "goods.kettle");
}

#[test]
fn searches_go_on_while_indexes_are_swapped() {
    let current = RwLock::new(Arc::new(knowledge()));
    thread::scope(|scope| {
        let searchers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..300 {
                        let knowledge = Arc::clone(&current.read().unwrap());
                        let found = knowledge.search(Lang::Zh, "运费险怎么理赔".into(), &Circumstances::default(), 1);
                        assert_eq!(found[0].faq.as_str(), "return.freight-insurance");
                    }
                })
            })
            .collect();
        while !searchers.iter().all(|searcher| searcher.is_finished()) {
            let next = Arc::new(knowledge());
            *current.write().unwrap() = next;
        }
    });
}

proptest! {
    #[test]
    fn any_text_is_searched_and_scored(text in "\\PC{0,60}", mixed in "[a-z退货款运费险 0-9，!']{0,40}") {
        use std::sync::LazyLock;
        static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(knowledge);
        for text in [text, mixed] {
            for lang in Lang::ALL {
                let found = KNOWLEDGE.search(lang, text.as_str().into(), &Circumstances::default(), 5);
                prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
                prop_assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.score)));
            }
        }
    }
}
