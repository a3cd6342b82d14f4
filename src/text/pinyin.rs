//! How Chinese characters sound: syllables of pinyin without tones, the classes of those that are easily confused, and syllables read
//! from letters.

use std::{collections::BTreeMap, sync::LazyLock};

use pinyin::ToPinyin;

/// A syllable of pinyin without its tone; of a character with several readings, the commonest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Syllable(u16);

/// Syllables that differ by one of the usual confusions: n and ng, zh and z, l and n, h and f.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sound(u16);

const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';
/// Letters of the longest syllable (zhuang).
const LONGEST: usize = 6;
/// Ways to part a word into syllables that are looked at (xian is one syllable or two).
const WAYS: usize = 4;

struct Table {
    /// By syllable, in the order of the alphabet.
    spellings: Vec<&'static str>,
    sounds: Vec<Sound>,
    /// By character from [`FIRST`] on.
    syllables: Vec<Option<Syllable>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let plain: Vec<Option<&str>> = (FIRST..=LAST).map(|c| c.to_pinyin().map(|syllable| syllable.plain())).collect();
    let mut spellings: Vec<&str> = plain.iter().flatten().copied().collect();
    spellings.sort_unstable();
    spellings.dedup();
    let find = |spelling: &str| spellings.binary_search(&spelling).ok().map(|at| Syllable(at as u16));
    let syllables = plain.iter().map(|spelling| spelling.and_then(find)).collect();
    let mut classes = BTreeMap::new();
    let sounds = spellings
        .iter()
        .map(|spelling| {
            let next = Sound(classes.len() as u16);
            *classes.entry(confused(spelling)).or_insert(next)
        })
        .collect();
    Table { spellings, sounds, syllables }
});

impl Sound {
    /// For use in a key.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl Syllable {
    pub fn of(c: char) -> Option<Syllable> {
        let at = (c as usize).checked_sub(FIRST as usize)?;
        TABLE.syllables.get(at).copied().flatten()
    }

    /// The one of this spelling, `ü` written as such or as `v`.
    pub fn spelt(letters: &str) -> Option<Syllable> {
        let found = TABLE.spellings.binary_search(&letters).ok();
        let found = found.or_else(|| TABLE.spellings.binary_search(&letters.replace('v', "ü").as_str()).ok());
        found.map(|at| Syllable(at as u16))
    }

    /// As it is typed: `ü` is `v`.
    pub fn typed(self) -> String {
        TABLE.spellings[usize::from(self.0)].replace('ü', "v")
    }

    pub fn initial(self) -> char {
        TABLE.spellings[usize::from(self.0)].chars().next().unwrap_or(' ')
    }

    pub fn sound(self) -> Sound {
        TABLE.sounds[usize::from(self.0)]
    }

    /// The other syllables that this one is confused with, one confusion away.
    pub fn slips(self) -> Vec<Syllable> {
        let spelling = TABLE.spellings[usize::from(self.0)];
        let mut slips = Vec::new();
        for (one, other) in
            [("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("hu", "fu"), ("hua", "fa"), ("hui", "fei"), ("hun", "fen")]
        {
            slips.extend(spelling.strip_prefix(one).map(|rest| format!("{other}{rest}")));
            slips.extend(spelling.strip_prefix(other).filter(|_| !spelling.starts_with(one)).map(|rest| format!("{one}{rest}")));
        }
        for (one, other) in [("ang", "an"), ("eng", "en"), ("ing", "in")] {
            slips.extend(spelling.strip_suffix(one).map(|rest| format!("{rest}{other}")));
            slips.extend(spelling.strip_suffix(other).map(|rest| format!("{rest}{one}")));
        }
        let mut slips: Vec<Syllable> = slips.iter().filter_map(|slip| Syllable::spelt(slip)).collect();
        slips.sort_unstable();
        slips.dedup();
        slips
    }
}

/// What is left of a spelling where the usual confusions are made.
fn confused(spelling: &str) -> String {
    let spelling = match spelling {
        "hui" => "hei",
        "hun" => "hen",
        _ => spelling,
    };
    let (start, rest) = if let Some(rest) = spelling.strip_prefix("zh") {
        ("z", rest)
    } else if let Some(rest) = spelling.strip_prefix("ch") {
        ("c", rest)
    } else if let Some(rest) = spelling.strip_prefix("sh") {
        ("s", rest)
    } else if let Some(rest) = spelling.strip_prefix('l') {
        ("n", rest)
    } else if let Some(rest) = spelling.strip_prefix("hua") {
        ("ha", rest)
    } else if let Some(rest) = spelling.strip_prefix('f') {
        ("h", rest)
    } else {
        ("", spelling)
    };
    let whole = format!("{start}{rest}");
    let cut = ["ang", "eng", "ing"].iter().any(|end| whole.ends_with(end));
    whole[..whole.len() - usize::from(cut)].to_owned()
}

/// The ways to read letters as syllables, the fewest syllables first; none where they can't be.
pub fn syllables(letters: &str) -> Vec<Vec<Syllable>> {
    if !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    // By the end of what has been read.
    let mut ways: Vec<Vec<Vec<Syllable>>> = vec![Vec::new(); letters.len() + 1];
    ways[0].push(Vec::new());
    for start in 0..letters.len() {
        let so_far = std::mem::take(&mut ways[start]);
        if so_far.is_empty() {
            continue;
        }
        for end in start + 1..=(start + LONGEST).min(letters.len()) {
            if let Some(syllable) = Syllable::spelt(&letters[start..end]) {
                let longer = so_far.iter().map(|way| way.iter().copied().chain([syllable]).collect());
                ways[end].extend(longer);
                ways[end].sort_by_key(Vec::len);
                ways[end].truncate(WAYS);
            }
        }
    }
    ways.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syllable(c: char) -> Syllable {
        Syllable::of(c).unwrap()
    }

    #[test]
    fn homophones_are_one_syllable() {
        assert_eq!(syllable('退'), syllable('腿'));
        assert_eq!(syllable('货'), syllable('祸'));
        assert_eq!(syllable('绿').typed(), "lv");
        assert_eq!(Syllable::spelt("lv"), Some(syllable('绿')));
        assert_eq!(Syllable::of('a'), None);
    }

    #[test]
    fn confusions_share_a_sound() {
        for (one, other) in [('只', '资'), ('陈', '成'), ('能', '冷'), ('回', '飞'), ('黄', '反'), ('胡', '福'), ('金', '京')]
        {
            assert_eq!(syllable(one).sound(), syllable(other).sound(), "{one} {other}");
        }
        assert_ne!(syllable('款').sound(), syllable('换').sound());
    }

    #[test]
    fn slips_stay_in_their_sound() {
        assert!(syllable('能').slips().contains(&Syllable::spelt("leng").unwrap()));
        for c in ['退', '款', '发', '货', '能', '女', '双', '回', '混', '坏', '黄'] {
            for slip in syllable(c).slips() {
                assert_eq!(slip.sound(), syllable(c).sound(), "{c} {}", slip.typed());
            }
        }
    }

    #[test]
    fn letters_are_read_as_syllables() {
        let read =
            |letters: &str| syllables(letters).first().map(|way| way.iter().map(|it| it.typed()).collect::<Vec<_>>().join(" "));
        assert_eq!(read("tuikuan").as_deref(), Some("tui kuan"));
        assert_eq!(read("kuaidi").as_deref(), Some("kuai di"));
        assert!(syllables("xian").len() >= 2);
        assert_eq!(read("refund"), None);
        assert_eq!(read(""), Some(String::new()));
    }
}
