//! The few words that must work whatever triage makes of them: a person, yes, no, skip, stop.

/// Asks for a person, typed alone.
const PERSON: [&str; 24] = [
    "人工",
    "转人工",
    "真人",
    "客服",
    "人工客服",
    "转人工客服",
    "找人工",
    "要人工",
    "我要人工",
    "转真人",
    "找客服",
    "我要转人工",
    "人工服务",
    "轉人工",
    "真人客服",
    "human",
    "agent",
    "representative",
    "a human",
    "real person",
    "live agent",
    "human please",
    "agent please",
    "talk to a human",
];
/// Asks for a person wherever it is found, unless it is negated.
const PERSON_WITHIN: [&str; 9] = [
    "转人工",
    "轉人工",
    "转接人工",
    "找真人",
    "转真人",
    "speak to a human",
    "talk to a human",
    "talk to a person",
    "speak to a person",
];
const YES: [&str; 40] = [
    "是",
    "是的",
    "是啊",
    "是呀",
    "对",
    "对的",
    "对呀",
    "对啊",
    "对对",
    "没错",
    "嗯",
    "嗯嗯",
    "恩",
    "好",
    "好的",
    "好吧",
    "好啊",
    "行",
    "可以",
    "可以的",
    "确认",
    "没问题",
    "正确",
    "有",
    "有的",
    "要",
    "需要",
    "就是这个",
    "yes",
    "y",
    "yep",
    "yeah",
    "ok",
    "okay",
    "sure",
    "right",
    "correct",
    "yes please",
    "confirm",
    "that's right",
];
const NO: [&str; 30] = [
    "不",
    "不是",
    "不是的",
    "不对",
    "否",
    "没有",
    "没",
    "不用",
    "不用了",
    "不要",
    "不需要",
    "不了",
    "不行",
    "错了",
    "错",
    "不可以",
    "不是这个",
    "算了不用",
    "别",
    "没有的",
    "no",
    "n",
    "nope",
    "not",
    "wrong",
    "no thanks",
    "no thank you",
    "that's wrong",
    "not that one",
    "not right",
];
const SKIP: [&str; 53] = [
    "跳过",
    "略过",
    "先跳过",
    "下一个",
    "下一题",
    "下一步",
    "没有",
    "无",
    "暂无",
    "不填",
    "没有了",
    "没了",
    "没什么了",
    "没有补充",
    "没有要补充的",
    "没什么要补充的",
    "不补充",
    "不清楚",
    "不知道",
    "不记得",
    "不记得了",
    "记不得",
    "记不得了",
    "记不清",
    "记不清了",
    "想不起来",
    "想不起来了",
    "忘了",
    "忘记了",
    "稍后",
    "以后再说",
    "稍后补充",
    "晚点发",
    "待会补",
    "回头补",
    "skip",
    "skip it",
    "later",
    "none",
    "n/a",
    "i don't know",
    "don't know",
    "no idea",
    "not sure",
    "can't remember",
    "i can't remember",
    "don't remember",
    "i don't remember",
    "nothing",
    "nothing else",
    "that's all",
    "not now",
    "don't have it",
];
/// Gives up what is being done.
const STOP: [&str; 18] = [
    "不填了",
    "不弄了",
    "不办了",
    "算了",
    "算了不填了",
    "取消",
    "取消填写",
    "退出",
    "不登记了",
    "放弃",
    "先不弄了",
    "不想填了",
    "cancel",
    "stop",
    "never mind",
    "nevermind",
    "forget it",
    "quit",
];
/// Asks when something will be done.
const WHEN: [&str; 16] = [
    "多久",
    "几天",
    "多长时间",
    "什么时候",
    "啥时候",
    "何时",
    "好了吗",
    "好了没",
    "进度",
    "进展",
    "how long",
    "how soon",
    "when",
    "any update",
    "any news",
    "any progress",
];
const QUESTION: [&str; 30] = [
    "吗",
    "呢",
    "怎么",
    "什么时候",
    "多久",
    "几天",
    "为什么",
    "为啥",
    "哪里",
    "哪儿",
    "谁",
    "多少",
    "能不能",
    "可不可以",
    "可以不",
    "是不是",
    "有没有",
    "要不要",
    "如何",
    "啥时候",
    "how ",
    "what ",
    "when ",
    "why ",
    "where ",
    "who ",
    "can i",
    "do i",
    "is it",
    "will ",
];
const CORRECTION: [&str; 14] = [
    "错了",
    "不对",
    "更正",
    "改成",
    "改一下",
    "应该是",
    "写错",
    "发错",
    "填错",
    "wrong",
    "correct",
    "should be",
    "i meant",
    "mistake",
];
const POLITE: [&str; 8] = ["please", "谢谢", "啊", "吧", "呀", "哦", "了哈", "thanks"];

/// Lower case, without punctuation or spaces at the ends; apostrophes straight.
pub(super) fn bare(text: &str) -> String {
    let edge = |c: char| c.is_whitespace() || (!c.is_alphanumeric() && !matches!(c, '+'));
    text.trim_matches(edge).to_lowercase().replace('’', "'")
}

/// Asks for a person in so many words.
pub(super) fn ask_person(text: &str) -> bool {
    let bare = bare(text);
    if is_one(&bare, &PERSON) || is_repeated(&bare) {
        return true;
    }
    PERSON_WITHIN.iter().any(|phrase| {
        bare.match_indices(phrase).any(|(at, _)| {
            let before = bare[..at].trim_end();
            !["不", "别", "不要", "不用", "不想", "没", "don't", "not", "not want to", "no need to"]
                .iter()
                .any(|not| before.ends_with(not))
        })
    })
}

/// `人工人工人工`: said over and over.
fn is_repeated(bare: &str) -> bool {
    ["转人工", "人工", "真人"].iter().any(|word| {
        let rest = bare.replace(word, "");
        rest.chars().all(|c| !c.is_alphanumeric()) && rest.len() < bare.len()
    })
}

pub(super) fn affirms(text: &str) -> bool {
    is_one(&bare(text), &YES)
}

pub(super) fn denies(text: &str) -> bool {
    is_one(&bare(text), &NO)
}

pub(super) fn skips(text: &str) -> bool {
    is_one(&bare(text), &SKIP)
}

/// A yes, a no or a skip: an answer to the bot, and no content of any field.
pub(super) fn is_reply(text: &str) -> bool {
    affirms(text) || denies(text) || skips(text)
}

pub(super) fn stops(text: &str) -> bool {
    is_one(&bare(text), &STOP)
}

/// Has the look of a question, short enough to be nothing else.
pub(super) fn is_question(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marked = lower.trim_end().ends_with(['?', '？']);
    text.chars().count() <= 60 && (marked || QUESTION.iter().any(|word| lower.contains(word)))
}

pub(super) fn asks_when(text: &str) -> bool {
    let lower = text.to_lowercase();
    WHEN.iter().any(|word| mentions(&lower, word))
}

/// Says that something given before was wrong.
pub(super) fn corrects(text: &str) -> bool {
    let lower = text.to_lowercase();
    CORRECTION.iter().any(|word| lower.contains(word))
}

/// Finds `word` in `text` (both lower case); a word in Latin letters only whole.
pub(super) fn mentions(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !word.is_empty()
        && text.match_indices(word).any(|(at, found)| {
            let latin_start = letter(found.chars().next()) && letter(text[..at].chars().next_back());
            let latin_end = letter(found.chars().next_back()) && letter(text[at + found.len()..].chars().next());
            !latin_start && !latin_end
        })
}

fn is_one(bare: &str, words: &[&str]) -> bool {
    let polite = POLITE.iter().find_map(|end| bare.strip_suffix(end)).map(self::bare);
    words.contains(&bare) || polite.is_some_and(|rest| words.contains(&rest.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hears_who_wants_a_person() {
        for text in [
            "人工",
            "转人工！",
            "人工人工人工",
            "我不跟机器人说，转人工",
            "Human",
            "agent please",
            "I want to talk to a human now",
            "客服",
        ] {
            assert!(ask_person(text), "{text}");
        }
        for text in ["不要转人工", "人工费多少", "人工客服几点上班", "客服态度差", "don't talk to a person", "user agent"]
        {
            assert!(!ask_person(text), "{text}");
        }
    }

    #[test]
    fn tells_yes_from_no() {
        for (text, yes, no) in [
            ("是的。", true, false),
            ("好的谢谢", true, false),
            ("不用了", false, true),
            ("No, thanks", false, true),
            ("不好说", false, false),
        ] {
            assert_eq!((affirms(text), denies(text)), (yes, no), "{text}");
        }
    }

    #[test]
    fn hears_what_is_to_be_left_out() {
        for text in ["记不清了", "不记得", "没有了。", "None", "n/a", "I don’t know", "can't remember", "下一步"]
        {
            assert!(skips(text), "{text}");
        }
        for text in ["没有说明书", "不知道怎么坏的", "记不清型号，像是 K2"] {
            assert!(!skips(text), "{text}");
        }
    }

    #[test]
    fn finds_whole_latin_words_only() {
        for (text, word, found) in
            [("it is late", "late", true), ("plate", "late", false), ("快递late了", "late", true), ("丢了", "丢", true)]
        {
            assert_eq!(mentions(text, word), found, "{text}");
        }
    }
}
