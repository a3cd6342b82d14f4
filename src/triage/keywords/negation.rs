//! A wish taken back: 不想退款, no need to refund. What merely did not happen (没收到, not delivered) stays.

/// Said in front of a wish, they take it back.
const REFUSALS: &[&str] = &[
    "不想",
    "不要",
    "不用",
    "不必",
    "不需要",
    "不打算",
    "不准备",
    "无需",
    "无须",
    "没说要",
    "没说",
    "没有要",
    "没要",
    "没想",
    "没打算",
    "不是要",
    "不是想",
    "先别",
    "别给我",
    "别",
    "懒得",
    "取消",
    "撤销",
    "don't want to",
    "don't want a",
    "don't want any",
    "don't want",
    "do not want",
    "didn't ask for",
    "didn't want",
    "not asking for",
    "not going to",
    "no need to",
    "no need for",
    "don't need to",
    "don't need",
    "do not need",
    "not looking for",
    "without",
];

/// Words that hold a refusal's characters and none of its sense.
const NO_REFUSALS: &[&str] = &[
    "要不要",
    "想不想",
    "用不用",
    "不是不想",
    "不得不要",
    "能不能不要",
    "为什么不想",
    "特别",
    "分别",
    "级别",
    "类别",
    "区别",
    "个别",
    "识别",
    "不要了",
    "不想要了",
];

/// Words that may stand between the refusal and the wish.
const FILLERS: &[&str] = &[
    "再", "给我", "你们", "你", "帮我", "要", "去", "来", "申请", "做", "办", "就", "了", "我", "马上", "现在", "the", "a", "an",
    "any", "my", "to", "you", "for", "it",
];

/// A refusal stands at most this many bytes before the wish.
const REACH: usize = 24;

/// Whether what begins at `start` of a normalised text is a wish taken back.
pub(super) fn negated(text: &str, start: usize) -> bool {
    let mut before = clause_before(text, start);
    loop {
        before = before.trim_end();
        if let Some(refusal) = REFUSALS.iter().find(|refusal| ends_with_word(before, refusal)) {
            let spared = NO_REFUSALS.iter().any(|phrase| {
                let holder = phrase.find(refusal).map(|at| at + refusal.len());
                // 要不要退: the refusal is the middle or end of another word.
                holder.is_some_and(|end| {
                    before.ends_with(&phrase[..end]) && text[start_of(text, before) + before.len()..].starts_with(&phrase[end..])
                })
            });
            return !spared;
        }
        match FILLERS.iter().find(|filler| ends_with_word(before, filler)) {
            Some(filler) => before = &before[..before.len() - filler.len()],
            None => return false,
        }
    }
}

/// The text before `start`, back to the end of the clause before it or to the refusal's reach.
fn clause_before(text: &str, start: usize) -> &str {
    let mut from = start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = &text[from..start];
    let ends = |c: char| matches!(c, ',' | '.' | '!' | '?' | ';' | '。' | '、' | '~' | '…' | ':');
    window.rfind(ends).map_or(window, |at| window[at..].char_indices().nth(1).map_or("", |(next, _)| &window[at + next..]))
}

/// Where a part of a text begins in it.
fn start_of(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(rest) = text.strip_suffix(word) else { return false };
    !(word.is_ascii() && rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wish: &str, expect: bool) {
        assert_eq!(negated(text, text.find(wish).unwrap()), expect, "{text}");
    }

    #[test]
    fn wishes_are_taken_back() {
        for text in ["不想退款了", "先不用给我退款", "我没说要退款", "无需退款", "你们别退款", "不要再给我退款", "取消退款"]
        {
            check(text, "退款", true);
        }
        for text in ["i don't want to refund it", "no need for a refund", "i didn't ask for a refund"] {
            check(text, "refund", true);
        }
    }

    #[test]
    fn what_did_not_happen_stays() {
        for text in [
            "还没退款",
            "要不要退款",
            "不要了,退款",
            "不要了退款",
            "特别想退款",
            "我不想等了,退款",
            "为什么不给退款",
            "想不想退款",
        ] {
            check(text, "退款", false);
        }
        check("no refund yet", "refund", false);
        check("never delivered, refund", "refund", false);
    }
}
