//! `aftercare kb import FILE --out DIR`

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use serde::Deserialize;

use super::asked::{of_tag, written_in};
use crate::{cli::output::say, playbook};

#[derive(clap::Args)]
pub struct Args {
    /// JSONL lines {"id","question","questions"?,"answer","lang"?}, or a CSV with these columns (further questions parted by `|`).
    file: PathBuf,
    /// The shop's folder. A folder that isn't a shop yet becomes the starter shop, with these articles besides.
    #[arg(long)]
    out: PathBuf,
}

/// One question and its answer, as another system wrote it.
#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    question: String,
    #[serde(default)]
    questions: Questions,
    answer: String,
    #[serde(default)]
    lang: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(from = "Option<Written>")]
struct Questions(Vec<String>);

/// A list in JSON; one text, parted by `|`, in CSV.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    List(Vec<String>),
    Text(String),
}

impl From<Option<Written>> for Questions {
    fn from(written: Option<Written>) -> Questions {
        let texts = match written {
            None => Vec::new(),
            Some(Written::List(list)) => list,
            Some(Written::Text(text)) => text.split('|').map(str::to_owned).collect(),
        };
        Questions(texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect())
    }
}

/// Writes one file an article, under `knowledge_base/<lang>/imported/`. Nothing that is there is overwritten: on the first file
/// that exists already, nothing at all is written. The shop of `--shop` plays no part.
///
/// # Errors
///
/// A file of no known kind or with a broken line, two articles with one id, a file that is there already, or what the disk says.
pub fn run(_shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let rows = read(&args.file)?;
    let files = files(&args.file, rows)?;
    // Either the shop's folder or its knowledge base may be named.
    let (shop, folder) = match args.out.file_name() {
        Some(name) if name == "knowledge_base" => (args.out.parent().unwrap_or(Path::new(".")).to_owned(), args.out),
        _ => (args.out.clone(), args.out.join("knowledge_base")),
    };
    if let Some(path) = files.keys().map(|name| folder.join(name)).find(|path| path.exists()) {
        bail!("{} is there already; move it away, or import into another folder", path.display());
    }
    if !playbook::is_shop(&shop) {
        playbook::write_starter(&shop)
            .with_context(|| format!("a shop can't be written around the articles in {}", shop.display()))?;
        say(&format!("{} was no shop yet: the starter shop is in it now", shop.display()));
    }
    for (name, text) in &files {
        let path = folder.join(name);
        path.parent().map(fs::create_dir_all).transpose().with_context(|| format!("{} can't be made", folder.display()))?;
        let written = fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.with_context(|| format!("{} can't be written", path.display()))?;
    }
    say(&format!("{} articles written to {}", files.len(), folder.display()));
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<Vec<Row>> {
    let kind = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    if kind == "xlsx" || kind == "xls" {
        bail!("this version doesn't read Excel files: save {} as CSV (UTF-8) and import that", path.display());
    }
    let text = fs::read_to_string(path).with_context(|| format!("{} can't be read as UTF-8 text", path.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let rows = match kind.as_str() {
        "jsonl" | "ndjson" => from_lines(path, text)?,
        "csv" => from_csv(path, text)?,
        _ => bail!("{} is not a .jsonl or .csv file", path.display()),
    };
    if rows.is_empty() {
        bail!("{} holds no questions", path.display());
    }
    Ok(rows)
}

fn from_lines(path: &Path, text: &str) -> anyhow::Result<Vec<Row>> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{}:{number} is not a line {{\"id\",\"question\",\"answer\"}}", path.display()))
        })
        .collect()
}

fn from_csv(path: &Path, text: &str) -> anyhow::Result<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>();
    rows.with_context(|| {
        format!("{} is not a CSV with a head line that names the columns id, question and answer", path.display())
    })
}

/// Each article's file, by its path in the knowledge base.
fn files(source: &Path, rows: Vec<Row>) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut seen = HashSet::new();
    for row in rows {
        let lang = match row.lang.as_deref().map(str::trim).filter(|tag| !tag.is_empty()) {
            Some(tag) => of_tag(tag)?,
            None => written_in(&row.question),
        };
        let id = row.id.trim();
        if id.is_empty() || row.question.trim().is_empty() || row.answer.trim().is_empty() {
            bail!("{}: the article with the id `{id}` and the question `{}` is not whole", source.display(), row.question);
        }
        if !seen.insert((lang, id.to_owned())) {
            bail!("{}: two {lang} articles have the id `{id}`", source.display());
        }
        let stem = file_stem(id);
        let mut name = format!("{lang}/imported/{stem}.md");
        let mut number = 2;
        while files.contains_key(&name) {
            name = format!("{lang}/imported/{stem}-{number}.md");
            number += 1;
        }
        files.insert(name, article(id, &row));
    }
    Ok(files)
}

/// An id as a name that every file system takes.
fn file_stem(id: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let stem: String = id.chars().map(safe).take(60).collect::<String>().to_lowercase();
    if stem.starts_with('.') { format!("_{stem}") } else { stem }
}

fn article(id: &str, row: &Row) -> String {
    let mut text = format!("---\nid: {}\ntitle: {}\n", quoted(id), quoted(&plain(row.question.trim())));
    if !row.questions.0.is_empty() {
        text.push_str("questions:\n");
        row.questions.0.iter().for_each(|question| text.push_str(&format!("  - {}\n", quoted(&plain(question)))));
    }
    text.push_str("---\n");
    text.push_str(&plain(row.answer.trim()));
    text.push('\n');
    text
}

/// A JSON string is a YAML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Other systems' braces and colons aren't our variables and blocks.
fn plain(text: &str) -> String {
    text.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #").replace(":::", "…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(file: &str, text: &str) -> anyhow::Result<(tempfile::TempDir, PathBuf)> {
        let dir = tempfile::tempdir()?;
        let source = dir.path().join(file);
        fs::write(&source, text)?;
        let out = dir.path().join("shop");
        playbook::write_starter(&out)?;
        run(Path::new("."), Args { file: source, out: out.clone() })?;
        Ok((dir, out.join("knowledge_base")))
    }

    #[track_caller]
    fn check(file: &str, text: &str, path: &str, article: &str) {
        let (_dir, folder) = written(file, text).unwrap();
        assert_eq!(fs::read_to_string(folder.join(path)).unwrap(), article);
    }

    #[track_caller]
    fn check_refused(file: &str, text: &str, words: &str) {
        let error = written(file, text).err().map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn every_kind_of_file_becomes_articles() {
        let plain = "---\nid: \"a.b\"\ntitle: \"运费谁付？\"\nquestions:\n  - \"邮费呢\"\n  - \"谁出\"\n---\n我们付。\n";
        check(
            "a.jsonl",
            "{\"id\":\"a.b\",\"question\":\"运费谁付？\",\"questions\":[\"邮费呢\",\" 谁出 \"],\"answer\":\"我们付。\"}\n\n",
            "zh/imported/a.b.md",
            plain,
        );
        check("a.csv", "id, question,questions,answer\na.b,运费谁付？,邮费呢|谁出,我们付。\n", "zh/imported/a.b.md", plain);
        check(
            "b.csv",
            "id,question,answer,lang\n1/2,\"Who pays: \"\"you\"\"?\",\"We {{ do }}\n:::x\",en-GB\n",
            "en/imported/1-2.md",
            "---\nid: \"1/2\"\ntitle: \"Who pays: \\\"you\\\"?\"\n---\nWe { { do }}\n…x\n",
        );
    }

    #[test]
    fn what_can_t_be_brought_in_is_refused_whole() {
        check_refused("a.xlsx", "PK", "save");
        check_refused("a.txt", "x", "not a .jsonl or .csv");
        check_refused("a.jsonl", "\n", "no questions");
        check_refused("a.jsonl", "{\"id\":\"a\",\"question\":\"b\",\"answer\":\"c\"}\n{\"id\":1}", "a.jsonl:2");
        check_refused("a.csv", "x,y\n1,2\n", "id, question and answer");
        check_refused("a.csv", "id,question,answer\na,b,c\na,d,e\n", "two en articles");
        check_refused("a.csv", "id,question,answer\na,b,\n", "not whole");
        check_refused("a.csv", "id,question,answer,lang\na,b,c,fr\n", "no language of this program");
    }

    #[test]
    fn nothing_is_overwritten() {
        let (dir, folder) = written("a.csv", "id,question,answer\na,b,c\n").unwrap();
        fs::write(dir.path().join("a.csv"), "id,question,answer\n0,b,c\na,b,d\n").unwrap();
        let again = run(Path::new("."), Args { file: dir.path().join("a.csv"), out: folder.clone() });
        assert!(again.is_err_and(|error| error.to_string().contains("is there already")));
        assert!(!folder.join("en/imported/0.md").exists());
    }
}
