//! What a text must hold for a pattern to match it, as far as a glance at the pattern tells.

/// Needs, each a list of words of which a matching text holds at least one. Understates rather than guess: an empty list
/// of needs is always right.
pub(super) fn required(pattern: &str) -> Vec<Vec<String>> {
    let chars: Vec<char> = pattern.chars().collect();
    // Flags change what letters mean.
    if pattern.replace("(?:", "(").contains("(?") {
        return Vec::new();
    }
    let branches = branches(&chars);
    if branches.len() > 1 {
        return any_of(&branches).into_iter().collect();
    }
    let mut needs = Vec::new();
    let mut run = String::new();
    let mut at = 0;
    while at < chars.len() {
        let (end, words) = item(&chars, at);
        let after = quantifier(&chars, end);
        match words {
            Some(words) if after.is_none() && words.len() == 1 && chars[at] != '(' => run.push_str(&words[0]),
            words => {
                flush(&mut run, &mut needs);
                if let Some(words) = words
                    && after.is_none_or(|(at_least_once, _)| at_least_once)
                {
                    needs.push(words);
                }
            }
        }
        at = after.map_or(end, |(_, end)| end);
    }
    flush(&mut run, &mut needs);
    needs
}

fn flush(run: &mut String, needs: &mut Vec<Vec<String>>) {
    if !run.is_empty() {
        needs.push(vec![std::mem::take(run)]);
    }
}

/// `催.{0,3}发货|快点发`: any of the branches' own longest needs, if each has one.
fn any_of(branches: &[&[char]]) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for branch in branches {
        let text: String = branch.iter().collect();
        words.extend(required(&text).into_iter().max_by_key(|need| need.iter().map(String::len).min())?);
    }
    Some(words)
}

/// The item at `at`: where it ends, and words of which it holds at least one.
fn item(chars: &[char], at: usize) -> (usize, Option<Vec<String>>) {
    match chars[at] {
        '(' => {
            let end = closing(chars, at, '(', ')');
            let inner = &chars[at + 1..end.saturating_sub(1).max(at + 1)];
            (end, any_of(&branches(inner.strip_prefix(&['?', ':']).unwrap_or(inner))))
        }
        '[' => (closing(chars, at, '[', ']'), None),
        '\\' => match chars.get(at + 1) {
            Some(c) if !c.is_alphanumeric() => (at + 2, Some(vec![c.to_string()])),
            _ => (class_escape(chars, at), None),
        },
        c if is_special(c) => (at + 1, None),
        c => (at + 1, Some(vec![c.to_string()])),
    }
}

/// `\d`, `\p{Han}`, `\x{4e00}`: where the escape ends.
fn class_escape(chars: &[char], at: usize) -> usize {
    let end = at + 2;
    if chars.get(end) == Some(&'{') && matches!(chars[at + 1], 'p' | 'P' | 'x' | 'u' | 'U' | 'b') {
        return closing(chars, end, '{', '}');
    }
    end.min(chars.len())
}

/// Whether the item before `at` is quantified: if it must occur at least once, and where the quantifier ends.
fn quantifier(chars: &[char], at: usize) -> Option<(bool, usize)> {
    let (at_least_once, mut end) = match chars.get(at)? {
        '?' | '*' => (false, at + 1),
        '+' => (true, at + 1),
        '{' => (chars.get(at + 1).is_some_and(|c| ('1'..='9').contains(c)), closing(chars, at, '{', '}')),
        _ => return None,
    };
    if chars.get(end) == Some(&'?') {
        end += 1;
    }
    Some((at_least_once, end))
}

/// Past the bracket that closes the one at `at`.
fn closing(chars: &[char], at: usize, open: char, close: char) -> usize {
    let mut depth = 0;
    let mut i = at;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 1,
            '[' if open == '(' => i = closing(chars, i, '[', ']') - 1,
            c if c == open => depth += 1,
            c if c == close => {
                depth -= 1;
                if depth == 0 {
                    return i + 1;
                }
            }
            _ => {}
        }
        i += 1;
    }
    chars.len()
}

/// Alternatives at the top level.
fn branches(chars: &[char]) -> Vec<&[char]> {
    let mut cuts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < chars.len() {
        match chars[at] {
            '|' => {
                cuts.push(&chars[from..at]);
                from = at + 1;
                at += 1;
            }
            _ => at = item_end(chars, at),
        }
    }
    cuts.push(&chars[from..]);
    cuts
}

fn item_end(chars: &[char], at: usize) -> usize {
    match chars[at] {
        '(' => closing(chars, at, '(', ')'),
        '[' => closing(chars, at, '[', ']'),
        '\\' => class_escape(chars, at),
        _ => at + 1,
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(pattern: &str, expect: &[&[&str]]) {
        assert_eq!(required(pattern), expect, "{pattern}");
    }

    #[test]
    fn what_patterns_need() {
        check("(物流|快递).{0,6}(卡|停)在", &[&["物流", "快递"], &["卡", "停"], &["在"]]);
        check("发货(没|吗)?", &[&["发货"]]);
        check("退款?快", &[&["退"], &["快"]]);
        check("(\\d+)天(还没|不).{1,4}发", &[&["天"], &["还没", "不"], &["发"]]);
        check("(a(b|c)|d)x", &[&["b", "c", "d"], &["x"]]);
        check("\\b(sue|lawyers?)\\b", &[&["sue", "lawyer"]]);
        check("^(?:\\[图片\\] *)+$", &[&["[图片]"]]);
        check("催.{0,3}发货|快点发", &[&["发货", "快点发"]]);
        check("a|\\d", &[]);
        check("(?i)abc", &[]);
        check("[催(]发{2}", &[&["发"]]);
        check("(开|)票", &[&["票"]]);
        check("\\p{Han}+好{0,2}的", &[&["的"]]);
    }

    proptest! {
        /// A text that matches a pattern meets all its needs.
        #[test]
        fn needs_are_never_overstated(pattern in "[ab]?(\\(a\\|b{1,2}\\)|\\(ab\\|c\\)\\?|c\\.\\{0,2\\}|\\[ab\\]){1,3}[abc]?\\|?[ab]?", text in "[abc]{0,8}") {
            if let Ok(regex) = regex::Regex::new(&pattern) && regex.is_match(&text) {
                for need in required(&pattern) {
                    prop_assert!(need.iter().any(|word| text.contains(word.as_str())), "{} {:?} {}", pattern, need, text);
                }
            }
        }

        #[test]
        fn any_pattern_ends(pattern in "[\\[\\](){}|\\\\?*+.a^$0,-]{0,14}") {
            required(&pattern);
        }
    }
}
