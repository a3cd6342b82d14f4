//! Any spelling of a message to the one that keywords, patterns and the classifier know: NFKC, simplified
//! characters, lower case, no invisible characters, emoji as words, runs of one character cut to two, letters of other scripts
//! that pass for Latin ones as these, no marks between single characters.
//!
//! **Invariant:** idempotent, and every byte of the result knows the bytes of the raw text it came from.

mod compose;
mod emoji;
mod gaps;
mod lookalikes;
mod simplify;

use std::ops::Range;

/// A message in its normal spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normal {
    pub text: String,
    /// For each byte of `text`: start and end, in the raw text, of the character it came from.
    origin: Vec<(u32, u32)>,
}

impl Normal {
    /// The bytes of the raw text behind these bytes of the normal text. Always on character borders of the raw text.
    pub fn raw(&self, span: Range<usize>) -> Range<usize> {
        match (self.origin.get(span.start), span.end.checked_sub(1).and_then(|last| self.origin.get(last))) {
            (Some(&(start, _)), Some(&(_, end))) if start <= end => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// The same text with parts replaced, in their order and none over another. What is new comes from the raw text behind the old;
    /// where nothing was, from between its neighbours.
    pub fn edited<T: AsRef<str>>(&self, edits: impl IntoIterator<Item = (Range<usize>, T)>) -> Normal {
        let mut normal = Normal { text: String::with_capacity(self.text.len()), origin: Vec::with_capacity(self.origin.len()) };
        let mut kept = 0;
        for (old, new) in edits {
            self.keep(kept..old.start, &mut normal);
            let between = old.start.checked_sub(1).and_then(|before| self.origin.get(before)).map_or(0, |(_, end)| *end);
            let raw = self.raw(old.clone());
            let from = if old.is_empty() { (between, between) } else { (raw.start as u32, raw.end as u32) };
            new.as_ref().chars().for_each(|c| normal.push(c, from));
            kept = old.end;
        }
        self.keep(kept..self.text.len(), &mut normal);
        normal.trim_end();
        normal
    }

    fn keep(&self, part: Range<usize>, normal: &mut Normal) {
        for (at, c) in self.text[part.clone()].char_indices() {
            normal.push(c, self.origin[part.start + at]);
        }
    }

    fn simplified(&self) -> Normal {
        let mut atoms: Vec<Atom> = self.text.char_indices().map(|(at, c)| Atom { c, from: self.origin[at] }).collect();
        simplify::simplify(&mut atoms);
        let mut normal = Normal::default();
        atoms.into_iter().for_each(|Atom { c, from }| normal.push(c, from));
        normal
    }

    fn trim_end(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
            self.origin.pop();
        }
    }

    /// Appends a character unless it would be the third of a run. Digits are kept: `1000` is a number, `好好好` is a mood.
    fn push(&mut self, c: char, from: (u32, u32)) {
        let mut back = self.text.chars().rev();
        let last = back.next();
        let run = last == Some(c) && (c == ' ' || back.next() == Some(c));
        if (c == ' ' && last.is_none()) || (run && !c.is_ascii_digit()) {
            return;
        }
        self.text.push(c);
        self.origin.extend(std::iter::repeat_n(from, c.len_utf8()));
    }
}

/// A character on its way, with the raw bytes it came from.
#[derive(Clone, Copy, Debug)]
struct Atom {
    c: char,
    from: (u32, u32),
}

/// Brings a message to its normal spelling.
pub fn normalise(raw: &str) -> Normal {
    let mut atoms = Vec::with_capacity(raw.len() / 2);
    let mut settled = true;
    for (start, c) in raw.char_indices() {
        let from = (start as u32, (start + c.len_utf8()) as u32);
        match c {
            '\u{4e00}'..='\u{9fff}' | '\u{20}'..='\u{7e}' => atoms.push(Atom { c, from }),
            _ if is_invisible(c) => {}
            _ if c.is_control() => atoms.push(Atom { c: ' ', from }),
            '\u{2018}' | '\u{2019}' => atoms.push(Atom { c: '\'', from }),
            '\u{201c}' | '\u{201d}' => atoms.push(Atom { c: '"', from }),
            '\u{ff01}'..='\u{ff5e}' => {
                atoms.push(Atom { c: char::from_u32(c as u32 - 0xfee0).unwrap_or(c), from });
            }
            '\u{3001}' | '\u{3002}' => atoms.push(Atom { c, from }),
            _ => {
                settled = false;
                compose::decompose(c, from, &mut atoms);
            }
        }
    }
    if !settled {
        compose::compose(&mut atoms);
        // Once what has a joined form is joined.
        atoms.retain(|atom| !is_overlaid(atom.c));
    }
    simplify::simplify(&mut atoms);

    let mut normal = Normal { text: String::with_capacity(raw.len()), origin: Vec::with_capacity(raw.len()) };
    let mut last_face = (None, 0);
    for Atom { c, from } in atoms {
        if c.is_ascii() || ('\u{3001}'..='\u{9fff}').contains(&c) {
            normal.push(c.to_ascii_lowercase(), from);
        } else if c.is_whitespace() {
            normal.push(' ', from);
        } else if let Some(word) = emoji::word(c) {
            last_face = if last_face.0 == Some(c) { (Some(c), last_face.1 + 1) } else { (Some(c), 1) };
            if last_face.1 <= 2 {
                word.chars().for_each(|c| normal.push(c, from));
            }
            continue;
        } else {
            c.to_lowercase().filter(|c| !is_overlaid(*c)).for_each(|c| normal.push(c, from));
        }
        last_face = (None, 0);
    }
    normal.trim_end();
    if !settled {
        normal = lookalikes::replace(normal);
    }
    match gaps::close(&normal) {
        // What stands beside a character now may make another simple one of it.
        Some(closed) => closed.simplified(),
        None => normal,
    }
}

/// Lines through characters, dots and accents over them.
fn is_overlaid(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Zero-width characters, empty letters, direction marks, variation selectors, skin tones: they change no meaning and split words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        assert_eq!(normalise(raw).text, expect);
    }

    #[test]
    fn spellings_become_one() {
        check("ＡＢＣ　１２３！", "abc 123!");
        check("這個東西壞了，請幫我換貨", "这个东西坏了,请帮我换货");
        check("好好好好好", "好好");
        check("！！！！", "!!");
        check("1000000元", "1000000元");
        check("退\u{200b}款", "退款");
        check("  多 \n\t 空格  ", "多 空格");
        check("Cafe\u{301} ﬁne", "café fine");
        check("😡😡😡😡", "生气 生气");
        check("I don’t want it", "i don't want it");
        check("r\u{435}f\u{3c5}nd", "refund");
        check("退\u{336}款\u{336}", "退款");
        check("➕V", "加v");
        check("我 要 退 款", "我要退款");
        check("憑 看 著", "凭看着");
        check("please r.e.f.u.n.d me", "please refund me");
    }

    #[test]
    fn spans_lead_back() {
        let raw = "我要 ＲＥＦＵＮＤ😡！";
        let normal = normalise(raw);
        let at = normal.text.find("refund").unwrap();
        assert_eq!(&raw[normal.raw(at..at + 6)], "ＲＥＦＵＮＤ");
        let at = normal.text.find("生气").unwrap();
        assert_eq!(&raw[normal.raw(at..at + 6)], "😡");
    }

    #[test]
    fn edits_keep_the_way_back() {
        let raw = "我要ＴＫ,whereis";
        let normal = normalise(raw);
        let at = |part: &str| normal.text.find(part).map(|start| start..start + part.len()).unwrap();
        let gap = at("whereis").start + 5;
        let edited = normal.edited([(at("tk"), "退款"), (gap..gap, " ")]);
        assert_eq!(edited.text, "我要退款,where is");
        let refund = edited.text.find('退').unwrap();
        assert_eq!(&raw[edited.raw(refund..refund + 6)], "ＴＫ");
        let is = edited.text.find(" is").unwrap();
        assert_eq!(&raw[edited.raw(is..is + 3)], "is");
    }

    #[test]
    fn a_letter_made_small_keeps_no_dot() {
        check("İstanbul", "istanbul");
    }

    proptest! {
        #[test]
        fn gaps_close_at_once(raw in "[我要退款好 .*·ab1\\u{430}\\u{336}👍➕]{0,16}") {
            let once = normalise(&raw).text;
            prop_assert_eq!(&normalise(&once).text, &once);
        }

        #[test]
        fn normal_text_stays(raw in "\\PC{0,40}") {
            let once = normalise(&raw).text;
            prop_assert_eq!(&normalise(&once).text, &once);
        }

        #[test]
        fn chinese_stays(raw in "[著乾兒寬藉瞭望看憑於畫計企麽幺夥甚的了好😡，。 a1]{0,20}") {
            let once = normalise(&raw).text;
            prop_assert_eq!(&normalise(&once).text, &once);
        }

        #[test]
        fn spans_are_on_borders(raw in any::<String>()) {
            let normal = normalise(&raw);
            for (at, c) in normal.text.char_indices() {
                prop_assert!(raw.get(normal.raw(at..at + c.len_utf8())).is_some());
            }
        }
    }
}
