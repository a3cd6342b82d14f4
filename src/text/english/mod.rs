//! What is an English word, by a general list.

use std::{collections::HashSet, io::Read, sync::LazyLock};

use flate2::read::GzDecoder;

/// Shorter words are not listed.
pub const SHORTEST_LISTED: usize = 4;

static WORDS: LazyLock<HashSet<Box<str>>> = LazyLock::new(|| {
    let mut text = String::new();
    GzDecoder::new(&include_bytes!("words.txt.gz")[..])
        .read_to_string(&mut text)
        .expect("the list was packed when the program was built, and a test unpacks it");
    text.lines().map(Box::from).collect()
});

/// Whether small letters are a word of [`SHORTEST_LISTED`] or more.
pub fn is_english(letters: &str) -> bool {
    WORDS.contains(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known() {
        for word in ["moth", "bounces", "therapist", "refund"] {
            assert!(is_english(word), "{word}");
        }
        assert!(!is_english("refnud") && !is_english("tuikuan"));
        assert!(WORDS.len() > 60_000 && WORDS.iter().all(|word| word.len() >= SHORTEST_LISTED));
    }
}
