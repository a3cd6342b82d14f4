//! Chinese characters for others.

use std::{collections::HashMap, sync::LazyLock};

use super::Dice;
use crate::text::{
    is_han, normalise,
    pinyin::{Syllable, syllables},
};

/// The 3,755 characters of GB 2312's first level, by syllable.
static COMMON: LazyLock<HashMap<Syllable, Vec<char>>> = LazyLock::new(|| {
    let mut common: HashMap<Syllable, Vec<char>> = HashMap::new();
    for c in include_str!("data/common.txt").chars() {
        if let Some(syllable) = Syllable::of(c) {
            common.entry(syllable).or_default().push(c);
        }
    }
    common
});

/// Words of the trade and of any talk.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("data/words.txt").split_whitespace().collect());

const SPLIT: &[(char, &str)] = &[
    ('骗', "马扁"),
    ('好', "女子"),
    ('货', "化贝"),
    ('付', "亻寸"),
    ('件', "亻牛"),
    ('假', "亻叚"),
    ('你', "亻尔"),
    ('吗', "口马"),
    ('呢', "口尼"),
    ('快', "忄夬"),
    ('打', "扌丁"),
    ('换', "扌奂"),
    ('没', "氵殳"),
    ('法', "氵去"),
    ('给', "纟合"),
    ('订', "讠丁"),
    ('诉', "讠斥"),
    ('话', "讠舌"),
    ('请', "讠青"),
    ('钱', "钅戋"),
    ('错', "钅昔"),
    ('购', "贝勾"),
    ('账', "贝长"),
    ('坏', "土不"),
    ('块', "土夬"),
    ('地', "土也"),
    ('址', "土止"),
    ('她', "女也"),
    ('如', "女口"),
    ('明', "日月"),
    ('时', "日寸"),
    ('昨', "日乍"),
    ('期', "其月"),
    ('腿', "月退"),
    ('样', "木羊"),
    ('机', "木几"),
    ('种', "禾中"),
    ('和', "禾口"),
    ('破', "石皮"),
    ('码', "石马"),
    ('碎', "石卒"),
    ('加', "力口"),
    ('到', "至刂"),
    ('别', "另刂"),
    ('都', "者阝"),
    ('部', "咅阝"),
    ('邮', "由阝"),
    ('款', "士示"),
    ('收', "丩攵"),
    ('数', "娄攵"),
    ('新', "亲斤"),
    ('鲜', "鱼羊"),
    ('取', "耳又"),
    ('路', "足各"),
    ('轻', "车圣"),
    ('行', "彳亍"),
    ('很', "彳艮"),
    ('裤', "衤库"),
    ('知', "矢口"),
    ('矮', "矢委"),
    ('站', "立占"),
    ('孩', "子亥"),
    ('料', "米斗"),
    ('物', "牛勿"),
    ('评', "讠平"),
    ('谁', "讠隹"),
    ('催', "亻崔"),
    ('找', "扌戈"),
    ('投', "扌殳"),
    ('损', "扌员"),
];

/// A character, and what passes for it.
const ALIKE: &[(char, &str)] = &[
    ('货', "贷"),
    ('已', "己"),
    ('未', "末"),
    ('微', "薇徽"),
    ('日', "曰"),
    ('人', "入"),
    ('拆', "折"),
    ('账', "帐"),
    ('赔', "陪"),
    ('偿', "尝"),
    ('扣', "抠"),
    ('载', "戴"),
    ('换', "唤"),
    ('遭', "糟"),
    ('第', "弟"),
    ('钱', "浅"),
    ('买', "卖"),
    ('收', "牧"),
    ('骗', "编"),
    ('员', "圆"),
    ('千', "干"),
    ('质', "贯"),
    ('请', "清"),
    ('订', "钉"),
    ('单', "草"),
    ('件', "仵"),
    ('包', "句"),
    ('没', "设"),
    ('坏', "环"),
    ('损', "捐"),
    ('拒', "巨"),
    ('评', "坪"),
    ('贴', "帖"),
    ('号', "呺"),
    ('款', "欵"),
    ('退', "煺"),
    ('加', "咖"),
    ('券', "卷"),
    ('付', "附"),
    ('递', "第"),
    ('快', "块"),
    ('给', "哈"),
    ('到', "倒"),
    ('时', "吋"),
    ('们', "门"),
];

fn places(message: &str) -> Vec<(usize, char)> {
    message.char_indices().filter(|(_, c)| is_han(*c)).collect()
}

fn replaced(message: &str, at: usize, length: usize, by: &str) -> String {
    [&message[..at], by, &message[at + length..]].concat()
}

/// One character for one of those that `others` gives for it.
fn one_for<T: ToString>(message: &str, dice: &mut Dice, others: impl Fn(char) -> Vec<T>) -> Option<String> {
    let places: Vec<(usize, char, Vec<T>)> =
        places(message).into_iter().map(|(at, c)| (at, c, others(c))).filter(|(_, _, others)| !others.is_empty()).collect();
    let (at, c, others) = dice.pick(&places)?;
    let other = dice.pick(others)?;
    Some(replaced(message, *at, c.len_utf8(), &other.to_string()))
}

fn common(syllable: Syllable) -> impl Iterator<Item = char> {
    COMMON.get(&syllable).into_iter().flatten().copied()
}

pub(super) fn homophone(message: &str, dice: &mut Dice) -> Option<String> {
    one_for(message, dice, |c| Syllable::of(c).into_iter().flat_map(common).filter(|other| *other != c).collect())
}

pub(super) fn slip(message: &str, dice: &mut Dice) -> Option<String> {
    one_for(message, dice, |c| Syllable::of(c).into_iter().flat_map(Syllable::slips).flat_map(common).collect())
}

pub(super) fn split(message: &str, dice: &mut Dice) -> Option<String> {
    one_for(message, dice, |c| SPLIT.iter().filter(|(whole, _)| *whole == c).map(|(_, parts)| *parts).collect())
}

pub(super) fn alike(message: &str, dice: &mut Dice) -> Option<String> {
    one_for(message, dice, |c| ALIKE.iter().filter(|(one, _)| *one == c).flat_map(|(_, others)| others.chars()).collect())
}

pub(super) fn pinyin(message: &str, dice: &mut Dice) -> Option<String> {
    let found: Vec<(usize, &str)> = WORDS.iter().flat_map(|word| message.match_indices(word)).collect();
    let (at, word) = dice.pick(&found)?;
    let typed: Vec<String> = word.chars().filter_map(Syllable::of).map(Syllable::typed).collect();
    let short: String = typed.iter().filter_map(|syllable| syllable.chars().next()).collect();
    let typed = typed.concat();
    debug_assert!(!syllables(&typed).is_empty());
    Some(replaced(message, *at, word.len(), if dice.one_in(2) { &typed } else { &short }))
}

/// Of several traditional characters of one simplified, the first.
static TRADITIONAL: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut traditional = HashMap::new();
    for c in '\u{4e00}'..='\u{9fff}' {
        if let Some(simple) = normalise(&c.to_string()).text.chars().next().filter(|simple| *simple != c) {
            traditional.entry(simple).or_insert(c);
        }
    }
    traditional
});

pub(super) fn traditional(message: &str) -> Option<String> {
    Some(message.chars().map(|c| TRADITIONAL.get(&c).copied().unwrap_or(c)).collect())
}

pub(super) fn repeated(message: &str, dice: &mut Dice) -> Option<String> {
    let times = 3 + dice.below(3);
    one_for(message, dice, |c| vec![c.to_string().repeat(times)])
}
