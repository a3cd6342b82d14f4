use super::mask;

/// A file's lines as people read them, `name: value`, one a line; private values masked.
///
/// Each entry is the field's name, its value as read out, and whether it is private.
pub fn lines<'a>(entries: impl IntoIterator<Item = (&'a str, String, bool)>, colon: &str) -> String {
    let lines: Vec<String> = entries
        .into_iter()
        .map(|(name, value, private)| format!("{name}{colon}{}", if private { mask(&value) } else { value }))
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_only_what_is_private() {
        let entries = [("订单号", "202611180001".to_owned(), false), ("电话", "13812345678".to_owned(), true)];
        assert_eq!(lines(entries, "："), "订单号：202611180001\n电话：13****78");
    }
}
