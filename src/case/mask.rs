/// A private value with most of its characters hidden, enough left for its owner to know it again.
///
/// An email keeps its first letter and its host; anything else keeps its head (at most three characters) and its tail
/// (at most four), and never more than half in all.
pub fn mask(value: &str) -> String {
    if let Some((name, host)) = value.split_once('@') {
        let first: String = name.chars().take(1).collect();
        return format!("{first}***@{host}");
    }
    let length = value.chars().count();
    let tail = (length / 4).min(4);
    let head = (length / 4).min(3);
    let hidden = length - head - tail;
    value.chars().take(head).chain(std::iter::repeat_n('*', hidden.min(4))).chain(value.chars().skip(length - tail)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hides_the_middle() {
        for (value, masked) in [
            ("13812345678", "13****78"),
            ("202611180001", "202****001"),
            ("lin@example.com", "l***@example.com"),
            ("浙江省杭州市西湖区文三路1号", "浙江省****路1号"),
            ("12", "**"),
            ("", ""),
        ] {
            assert_eq!(mask(value), masked, "{value}");
        }
    }

    proptest! {
        #[test]
        fn never_shows_more_than_half(value in "[0-9]{4,32}") {
            let shown = mask(&value).chars().filter(|c| *c != '*').count();
            prop_assert!(shown * 2 <= value.len());
        }
    }
}
