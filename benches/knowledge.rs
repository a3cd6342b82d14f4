//! Searching the knowledge base. A search is a whole one: the text is cut, looked up, scored and ranked.
//!
//! The corpus is made up from fixed lists and a fixed seed: 10,000 questions, four to an article, each a sentence of the field with
//! its own mix of goods, trouble, place and wish. Changing the lists or the seed breaks comparison with older figures.
//! Every round asserts that the article asked about is found.

use std::{hint::black_box, sync::LazyLock};

use aftercare::{
    base::Lang,
    knowledge::{Applies, Article, Circumstances, Knowledge, Thresholds},
};
use divan::Bencher;
use rand::{RngExt, SeedableRng, rngs::SmallRng};

const SEED: u64 = 20_261_122;
const THRESHOLDS: Thresholds = Thresholds { answer: 0.55, margin: 0.05, offer: 0.3, sure: 0.0 };

const GOODS: &[&str] = &[
    "羊绒围巾",
    "电饭煲",
    "蓝牙耳机",
    "扫地机器人",
    "儿童书桌",
    "运动鞋",
    "保温杯",
    "空气炸锅",
    "羽绒被",
    "护眼台灯",
    "面霜",
    "坚果礼盒",
    "车载支架",
    "猫砂盆",
    "瑜伽垫",
    "行李箱",
    "净水器",
    "电动牙刷",
    "投影仪",
    "烤箱",
    "婴儿推车",
    "登山包",
    "机械键盘",
    "香薰机",
    "折叠床",
    "防晒衣",
    "钢笔",
    "茶具",
    "咖啡机",
    "剃须刀",
    "沙发套",
    "床垫",
    "大闸蟹",
    "樱桃",
    "牛排",
    "奶粉",
    "纸尿裤",
    "隐形眼镜",
    "手表",
    "平板电脑",
];
const TROUBLES: &[&str] = &[
    "漏水",
    "开线",
    "按键失灵",
    "充不进电",
    "掉色",
    "有异味",
    "屏幕闪烁",
    "包装破了",
    "少了配件",
    "尺寸偏大",
    "颜色不对",
    "噪音很大",
    "发烫",
    "松动",
    "划伤",
    "起球",
    "临近过期",
    "说明书缺页",
    "连不上网络",
    "标签脱落",
    "盖子裂开",
    "底座不平",
    "线太短",
    "味道不对",
    "自动关机",
];
const WISHES: &[&str] = &[
    "可以退吗",
    "怎么换新的",
    "去哪里维修",
    "能补偿多少",
    "要提供什么照片",
    "运费谁承担",
    "多久能处理好",
    "需要寄回检测吗",
    "怎么联系师傅",
    "能不能只补配件",
    "发票还能开吗",
    "会员有优待吗",
    "可以上门取件吗",
    "算质量问题吗",
    "还在保修期内吗",
    "退款退到哪里",
    "怎么申请售后",
];
const OPENERS: &[&str] = &[
    "我买的",
    "上周收到的",
    "刚拆开的",
    "送给妈妈的",
    "直播间抢的",
    "用了三个月的",
    "双十一囤的",
    "朋友代买的",
    "店里推荐的",
    "昨天签收的",
];

struct Corpus {
    knowledge: Knowledge,
    /// A question in other words, with the place of its article.
    asked: Vec<(String, String)>,
}

fn pick<'a>(random: &mut SmallRng, list: &[&'a str]) -> &'a str {
    list[random.random_range(0..list.len())]
}

fn article(lang: Lang, id: usize, title: String, questions: Vec<String>, answer: String) -> Article {
    Article {
        id: format!("made.{id}").into(),
        lang,
        title,
        questions,
        intents: Vec::new(),
        applies: Applies::default(),
        valid_from: None,
        valid_until: None,
        answer,
        variants: Vec::new(),
    }
}

/// `count` articles of four questions each.
fn corpus(count: usize) -> Corpus {
    let mut random = SmallRng::seed_from_u64(SEED);
    let mut articles = Vec::new();
    let mut asked = Vec::new();
    for id in 0..count {
        let (goods, trouble, wish) = (pick(&mut random, GOODS), pick(&mut random, TROUBLES), pick(&mut random, WISHES));
        let model = format!("{}{}", (b'a' + (id % 26) as u8) as char, 100 + id);
        let questions = (0..3).map(|_| format!("{}{goods}{model}{trouble}，{wish}", pick(&mut random, OPENERS))).collect();
        let answer = format!(
            "{goods}出现{trouble}，请先停止使用并拍照。签收七天内可以退换，{}时请把型号 {model} 一起告诉我们；{}的话，售后专员 24 小时内联系您。",
            pick(&mut random, WISHES),
            pick(&mut random, WISHES)
        );
        asked.push((format!("{goods}{model}总是{trouble}，请问{wish}"), format!("made.{id}")));
        articles.push(article(Lang::Zh, id, format!("{goods}{model}{trouble}怎么办？"), questions, answer));
    }
    let knowledge = Knowledge::build(articles, THRESHOLDS).expect("made-up articles have ids of their own");
    Corpus { knowledge, asked }
}

static TEN_THOUSAND_QUESTIONS: LazyLock<Corpus> = LazyLock::new(|| corpus(2_500));
static TEN_THOUSAND_ARTICLES: LazyLock<Corpus> = LazyLock::new(|| corpus(10_000));
static SHOP_SIZED: LazyLock<Corpus> = LazyLock::new(|| corpus(240));

fn search(bencher: Bencher<'_, '_>, corpus: &Corpus) {
    let mut turn = 0;
    bencher.bench_local(|| {
        turn = (turn + 37) % corpus.asked.len();
        let (text, faq) = &corpus.asked[turn];
        let found = corpus.knowledge.search(Lang::Zh, black_box(text.as_str()).into(), &Circumstances::default(), 3);
        assert_eq!(found[0].faq.as_str(), faq, "{text}");
    });
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn search_in_10_000_questions(bencher: Bencher<'_, '_>) {
    search(bencher, &TEN_THOUSAND_QUESTIONS);
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn search_in_10_000_articles_of_4_questions(bencher: Bencher<'_, '_>) {
    search(bencher, &TEN_THOUSAND_ARTICLES);
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn search_in_a_shop_of_240_articles(bencher: Bencher<'_, '_>) {
    search(bencher, &SHOP_SIZED);
}

#[divan::bench(sample_count = 10)]
fn build_a_shop_of_240_articles() -> Corpus {
    corpus(240)
}
