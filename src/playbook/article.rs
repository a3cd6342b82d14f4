//! One FAQ file: front matter, answer, and the blocks that replace the answer.

use super::{
    problem::Problems,
    source::{At, parse_yaml, read},
    written::{AppliesWritten, FrontMatter},
};
use crate::base::Lang;

/// A FAQ as written.
#[derive(Debug)]
pub(super) struct ArticleFile {
    pub(super) lang: Lang,
    /// Also where the rest of the front matter is wrong.
    pub(super) id: Option<At<String>>,
    pub(super) front: Option<FrontMatter>,
    /// The default answer, with the line it starts on.
    pub(super) answer: At<String>,
    pub(super) blocks: Vec<Block>,
}

/// `:::when conditions` … `:::`
#[derive(Debug)]
pub(super) struct Block {
    pub(super) line: u32,
    pub(super) applies: AppliesWritten,
    pub(super) text: At<String>,
}

impl ArticleFile {
    pub(super) fn parse(file: &str, lang: Lang, text: &str, problems: &mut Problems) -> Option<ArticleFile> {
        let mut lines = text.lines().zip(1u32..);
        let remedy = "start the file with a line ---, then id and title, then another line ---";
        if lines.next().is_none_or(|(line, _)| line.trim_end() != "---") {
            problems.add(file, 1, "there is no front matter", remedy);
            return None;
        }
        let front_start = text.find('\n').map_or(text.len(), |at| at + 1);
        let mut front_end = front_start;
        let closed = lines.by_ref().find(|(line, _)| {
            let end = line.trim_end() == "---";
            if !end {
                front_end = offset_after(text, line);
            }
            end
        });
        if closed.is_none() {
            problems.add(file, 1, "the front matter is not closed", remedy);
            return None;
        }
        let node = parse_yaml(file, &text[front_start..front_end], 2, problems)?;
        let id = node.get("id").and_then(|id| Some(At { value: id.text()?.to_owned(), line: id.line }));
        let front = read(file, &node, problems);
        let mut body = Body { file, answer: Text::default(), block: None, blocks: Vec::new(), problems };
        for (line, number) in lines {
            body.line(line, number);
        }
        let (answer, blocks) = body.end();
        Some(ArticleFile { lang, id, front, answer, blocks })
    }
}

/// The place in `text` after `line`, which is a part of it, and its line end.
fn offset_after(text: &str, line: &str) -> usize {
    let end = line.as_ptr().addr() - text.as_ptr().addr() + line.len();
    text[end..].find('\n').map_or(text.len(), |at| end + at + 1)
}

/// Lines of an answer, as they come.
#[derive(Default)]
struct Text {
    first_line: u32,
    text: String,
}

impl Text {
    fn push(&mut self, line: &str, number: u32) {
        if self.text.is_empty() {
            if line.trim().is_empty() {
                return;
            }
            self.first_line = number;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn end(self) -> At<String> {
        At { value: self.text.trim_end().to_owned(), line: self.first_line }
    }
}

struct Body<'a> {
    file: &'a str,
    answer: Text,
    block: Option<(u32, AppliesWritten, Text)>,
    blocks: Vec<Block>,
    problems: &'a mut Problems,
}

impl Body<'_> {
    fn line(&mut self, line: &str, number: u32) {
        let Some(fence) = line.trim().strip_prefix(":::") else {
            return match &mut self.block {
                Some((_, _, text)) => text.push(line, number),
                None => self.answer.push(line, number),
            };
        };
        let fence = fence.trim();
        if fence.is_empty() {
            match self.block.take() {
                Some((line, applies, text)) => self.blocks.push(Block { line, applies, text: text.end() }),
                None => self.problems.add(self.file, number, "`:::` closes nothing", "remove it, or open a block with `:::when`"),
            }
        } else if let Some(conditions) =
            fence.strip_prefix("when").filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        {
            self.unclosed();
            let applies = self.conditions(conditions, number);
            self.block = Some((number, applies, Text::default()));
        } else {
            let message = format!("`:::{fence}` is not a block");
            self.problems.add(self.file, number, message, "write `:::when order_state=shipped`, or `:::` to close one");
        }
    }

    fn conditions(&mut self, text: &str, line: u32) -> AppliesWritten {
        let mut applies = AppliesWritten::default();
        for condition in text.split_whitespace() {
            let (key, values) = condition.split_once('=').unwrap_or((condition, ""));
            let list = match key {
                "order_state" => &mut applies.order_state,
                "category" => &mut applies.category,
                "product" => &mut applies.product,
                _ => {
                    let message = format!("unknown condition `{key}`");
                    self.problems.add(self.file, line, message, "the conditions are order_state, category, product");
                    continue;
                }
            };
            let values = values.split(',').map(str::trim).filter(|value| !value.is_empty());
            list.extend(values.map(|value| At { value: value.to_owned(), line }));
            if list.is_empty() {
                self.problems.add(
                    self.file,
                    line,
                    format!("`{key}` has no value"),
                    format!("write {key}=value or {key}=one,other"),
                );
            }
        }
        applies
    }

    fn unclosed(&mut self) {
        if let Some((line, applies, text)) = self.block.take() {
            self.problems.add(self.file, line, "this `:::when` block is not closed", "end it with a line `:::`");
            self.blocks.push(Block { line, applies, text: text.end() });
        }
    }

    fn end(mut self) -> (At<String>, Vec<Block>) {
        self.unclosed();
        (self.answer.end(), self.blocks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, answer: &str, blocks: &[(u32, &str)], expected: &[&str]) {
        let text = format!("---\nid: a.b\ntitle: t\n---\n{body}");
        let mut problems = Problems::default();
        let article = ArticleFile::parse("f.md", Lang::Zh, &text, &mut problems).unwrap();
        assert_eq!(article.answer.value, answer);
        let found: Vec<_> = article.blocks.iter().map(|block| (block.text.line, block.text.value.as_str())).collect();
        assert_eq!(found, blocks);
        let problems: Vec<_> = problems.sorted().iter().map(|p| format!("{}: {}", p.line.unwrap(), p.message)).collect();
        assert_eq!(problems, expected);
    }

    #[test]
    fn cuts_the_answer_from_its_blocks() {
        check("\nA\n\nB\n", "A\n\nB", &[], &[]);
        check("A\n\n:::when order_state=unshipped,shipped category=food\nX\n:::\n", "A", &[(8, "X")], &[]);
        check("A\r\n:::when product=1\r\nX\r\n:::\r\n:::when product=2\r\nY\r\n:::", "A", &[(7, "X"), (10, "Y")], &[]);
        check("A\n:::when product=1\nX\n", "A", &[(7, "X")], &["6: this `:::when` block is not closed"]);
        check("A\n:::when size=1\n:::\n:::\n", "A", &[(0, "")], &["6: unknown condition `size`", "8: `:::` closes nothing"]);
        check("A\n:::note\n", "A", &[], &["6: `:::note` is not a block"]);
        check("A\n:::when product=\nX\n:::", "A", &[(7, "X")], &["6: `product` has no value"]);
    }

    #[test]
    fn front_matter_must_open_and_close() {
        for (text, message) in [
            ("x", "there is no front matter"),
            ("---\nid: a\n", "the front matter is not closed"),
            ("---", "the front matter is not closed"),
        ] {
            let mut problems = Problems::default();
            assert!(ArticleFile::parse("f.md", Lang::En, text, &mut problems).is_none());
            assert_eq!(problems.sorted()[0].message, message);
        }
    }
}
