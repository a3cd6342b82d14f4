//! Phrases that lead through a form and are no value: later, none, said already, one more.

use crate::dialog::{
    script::{Field, FieldKind},
    words::{self, bare, mentions},
};

/// Puts evidence off: 「手边没照片」, "I'll send them later". Files can't be sent, so how to send them is the same question.
const LATER: &[&str] = &[
    "没照片",
    "没视频",
    "没图",
    "没有照",
    "没有视频",
    "没有图",
    "没拍",
    "没有拍",
    "没录",
    "没有录",
    "不会拍",
    "不会录",
    "不会发",
    "不会传",
    "拍不了",
    "录不了",
    "不让拍",
    "发了",
    "已发",
    "sent",
    "发不了",
    "发不出",
    "发不上",
    "传不了",
    "传不上",
    "上传失败",
    "发送失败",
    "怎么发",
    "怎么传",
    "怎么上传",
    "哪里发",
    "哪里传",
    "稍后",
    "晚点",
    "待会",
    "等会",
    "一会",
    "回头",
    "之后",
    "以后",
    "改天",
    "先不",
    "不方便",
    "不想拍",
    "下一步",
    "手边没",
    "手头没",
    "跳过",
    "继续",
    "later",
    "no photo",
    "no photos",
    "no picture",
    "no pictures",
    "no pics",
    "no video",
    "can't",
    "cannot",
    "unable",
    "skip",
    "next",
    "don't have",
    "haven't",
    "didn't take",
    "didn't record",
    "not now",
    "how do i",
    "how to send",
    "how to upload",
    "how can i send",
];
const AT_A_LOSS: &[&str] = &[
    "记不清",
    "记不得",
    "不记得",
    "忘了",
    "忘记了",
    "想不起",
    "不知道",
    "不清楚",
    "不太清楚",
    "不确定",
    "找不到",
    "找不着",
    "没找到",
    "查不到",
    "don't know",
    "do not know",
    "can't remember",
    "cannot remember",
    "don't remember",
    "do not remember",
    "no idea",
    "not sure",
    "forgot",
    "can't find",
    "cannot find",
    "couldn't find",
];
const NONE: &[&str] = &["没有", "没", "无", "暂无", "i don't have an ", "i don't have a ", "i have no ", "don't have ", "no "];
/// Before the verb that makes it a complaint: 「我刚才不是说了吗」.
const ALREADY: &[&str] = &["刚", "不是", "已经", "早就", "前面", "之前", "上面", "都"];
const SAID: &[&str] = &["说了", "说过", "讲了", "讲过", "填了", "填过", "写了", "写过", "提过"];
/// Shops send and give too: only where the buyer did.
const SENT: &[&str] = &["发了", "发过", "给了", "给过"];
const TOLD: &[&str] = &[
    "already told",
    "already said",
    "already gave",
    "already sent",
    "just told",
    "just said",
    "told you",
    "said that",
    "said it",
];
const ASSENT: &[&str] = &["好吧", "行吧", "好的", "那好", "那", "okay", "ok", "fine", "alright", "唉", "哎", "嗯"];
/// The set is whole.
const WHOLE: &[&str] =
    &["选好了", "选完了", "好了", "就这些", "就这些了", "没别的了", "没", "不用", "不用了", "done", "that's it", "finished"];
const MORE: &[&str] = &["还有", "也", "加上", "另外", "再加", "还找", "and ", "also ", "plus "];

/// Whether these words leave the field out. What may be a text is one, unless nothing but such words was said.
pub(in crate::dialog) fn leaves_out(field: &Field, text: &str) -> bool {
    words::skips(text)
        || has_none(field, text)
        || match field.kind {
            FieldKind::Photos | FieldKind::Video => puts_off(text),
            FieldKind::Text => false,
            _ => is_brief(text) && has(text, AT_A_LOSS) && !words::is_question(text),
        }
}

/// 「没有单号」, "no order number", to a field of that name, at the end of a few words.
fn has_none(field: &Field, text: &str) -> bool {
    let bare = bare(text);
    let named = |rest: &str| {
        let rest = rest.trim_end_matches(['了', '啊', '呢', '哦']).trim();
        let names = [&field.name.zh, &field.name.en].into_iter().chain(&field.words);
        let coded =
            matches!(field.kind, FieldKind::OrderNo | FieldKind::TrackingNo) && matches!(rest, "订单" | "单号" | "number");
        rest.chars().count() >= 2 && (coded || names.map(|name| name.to_lowercase()).any(|name| name.contains(rest)))
    };
    let ends = |none: &&str| bare.match_indices(*none).any(|(at, none)| named(&bare[at + none.len()..]));
    is_brief(text) && NONE.iter().any(ends)
}

/// Evidence is for later, in a message too short to hold another matter, or a question beside it.
fn puts_off(text: &str) -> bool {
    let clauses = || text.split(['，', ',', '。', '；', ';', '！', '!', '？', '?']).filter(|clause| !bare(clause).is_empty());
    is_brief(text)
        && clauses().any(|clause| has(clause, LATER))
        && clauses().all(|clause| has(clause, LATER) || !words::is_question(clause))
}

/// 「我刚才不是说了吗」, "I already told you": nothing but that.
pub(in crate::dialog) fn says_again(text: &str) -> bool {
    let bare = bare(text);
    let tail = |after: &str| after.chars().filter(|c| c.is_alphanumeric()).count();
    let told = TOLD.iter().any(|told| bare.split_once(told).is_some_and(|(_, after)| tail(after) <= 12));
    let rest = bare.trim_start_matches(['我', '们', '俺', '你', '看', '哎', '唉', '，', ' ']);
    let led = ALREADY.iter().any(|already| rest.starts_with(already)) || rest.starts_with("说过") || rest.starts_with("说了");
    let done = |verbs: &[&str]| verbs.iter().any(|verb| rest.split_once(verb).is_some_and(|(_, after)| tail(after) <= 2));
    let asks = rest.starts_with("不是") && words::is_question(&bare) && SAID.iter().any(|said| rest.contains(said));
    (led && (done(SAID) || (bare.starts_with('我') && done(SENT)))) || (asks && is_brief(&bare)) || told
}

/// Talk about what to do rather than a value: 「好吧还是退吧」.
pub(super) fn is_remark(text: &str) -> bool {
    let bare = bare(text);
    let rest = ASSENT.iter().find_map(|assent| bare.strip_prefix(assent)).unwrap_or(&bare).trim_start_matches(['，', ',', ' ']);
    let decision = rest.starts_with("还是") && rest.ends_with(['吧', '了']) && rest.chars().count() <= 8;
    decision || rest.starts_with("let's ") || says_again(text)
}

/// Nothing more is to be chosen.
pub(in crate::dialog) fn ends_set(text: &str) -> bool {
    words::skips(text) || WHOLE.contains(&bare(text).as_str())
}

/// 「还有驿站」, "also the locker": more of the same.
pub(in crate::dialog) fn adds(text: &str) -> bool {
    let bare = bare(text);
    MORE.iter().any(|more| bare.starts_with(more))
}

fn has(text: &str, phrases: &[&str]) -> bool {
    let bare = bare(text);
    phrases.iter().any(|phrase| mentions(&bare, phrase))
}

/// Some words, rather than a story: 16 Chinese characters, or nine English words.
pub(in crate::dialog) fn is_brief(text: &str) -> bool {
    if text.is_ascii() { text.split_whitespace().count() <= 9 } else { text.chars().count() <= 16 }
}

#[cfg(test)]
mod tests {
    use super::{super::tests, *};

    fn named(kind: FieldKind, zh: &str, en: &str) -> Field {
        let mut field = tests::field(kind, "asked");
        (field.name.zh, field.name.en) = (zh.to_owned(), en.to_owned());
        field
    }

    #[test]
    fn evidence_is_put_off_in_many_words() {
        let photos = named(FieldKind::Photos, "照片", "photos");
        for text in [
            "手边没照片",
            "没视频",
            "怎么发照片",
            "发不了",
            "稍后补",
            "没拍",
            "不会拍",
            "下一步",
            "先不发",
            "不方便",
            "没有图",
            "I'll send them later",
            "no photo",
            "I can’t",
            "skip",
        ] {
            assert!(leaves_out(&photos, text), "{text}");
        }
        for text in ["退货运费谁出", "没照片，退货运费谁出？", "人工", "收到的时候外箱就是湿的，快递员说跟他没关系，让我找你们"]
        {
            assert!(!leaves_out(&photos, text), "{text}");
        }
    }

    #[test]
    fn what_one_hasnt_got_is_left_out() {
        let order = named(FieldKind::OrderNo, "订单号", "order number");
        for text in ["没有单号", "没有订单", "没订单号", "不知道", "不清楚", "找不到订单号了", "no order number", "I don't know"]
        {
            assert!(leaves_out(&order, text), "{text}");
        }
        for text in ["没有发货", "不知道订单号在哪里看？", "202611180001"] {
            assert!(!leaves_out(&order, text), "{text}");
        }
        let notes = named(FieldKind::Text, "补充说明", "notes");
        for (text, left) in [("没有补充", true), ("没有说明书", false), ("不知道怎么坏的", false), ("n/a", true)]
        {
            assert_eq!(leaves_out(&notes, text), left, "{text}");
        }
    }

    #[test]
    fn complaints_of_saying_it_again_are_no_value() {
        for text in [
            "我刚才不是说了吗",
            "我刚才说了",
            "不是说了吗",
            "说过了",
            "都说了啊",
            "我不是说过了吗你怎么回事",
            "I already told you",
            "I told you that",
        ] {
            assert!(says_again(text), "{text}");
        }
        for text in ["我刚才发错了", "灰色卫衣", "他说过会赔我三百块钱", "I told you it rattles when it spins, all day long"]
        {
            assert!(!says_again(text), "{text}");
        }
        for (text, remark) in
            [("好吧还是退吧", true), ("还是算了", true), ("还是原来的灰色卫衣吧，两件都退", false), ("全部", false)]
        {
            assert_eq!(is_remark(text), remark, "{text}");
        }
    }

    #[test]
    fn more_of_the_same_is_heard() {
        for (text, more) in [("还有驿站和邻居", true), ("也问了门卫", true), ("Also the locker", true), ("驿站", false)]
        {
            assert_eq!(adds(text), more, "{text}");
        }
    }
}
