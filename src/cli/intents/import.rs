use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::playbook::{self, Imported};

/// Write labelled examples as intents/ of a shop.
#[derive(clap::Args)]
pub struct Args {
    /// JSONL lines {"text","label"}, a CSV with the columns text and label, or a Rasa nlu.yml.
    file: PathBuf,
    /// The shop folder. A folder that isn't a shop yet becomes one, with these labels.
    #[arg(long)]
    out: PathBuf,
}

/// Writes one file a topic; nothing that is there is overwritten. The shop of `--shop` plays no part.
///
/// # Errors
///
/// A file of no known kind or with a broken line, a file that is there already, or what the disk says.
#[expect(clippy::print_stdout, reason = "this is what the command is for")]
pub fn run(_shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let imported = read(&args.file)?;
    if imported.examples() == 0 {
        bail!("{} holds no labelled text", args.file.display());
    }
    let folder = args.out.join("intents");
    let files = imported.files();
    if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
        bail!("{} is there already; move it away, or import into another folder", folder.join(name).display());
    }
    if !playbook::is_shop(&args.out) {
        playbook::write_bare(&args.out)
            .with_context(|| format!("can't write a shop around the labels to {}", args.out.display()))?;
        println!(
            "{} was no shop yet: settings, forms, replies and articles of the starter shop are in it now.",
            args.out.display()
        );
    }
    fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    for (name, text) in &files {
        let path = folder.join(name);
        let written = fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.with_context(|| format!("can't write {}", path.display()))?;
        println!("wrote {}", path.display());
    }
    let (labels, examples, skipped) = (imported.labels().count(), imported.examples(), imported.skipped);
    println!("{labels} labels with {examples} examples; {skipped} lines left out (empty, or seen before).");
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<Imported> {
    let text = fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let name = path.display().to_string();
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" => from_lines(&name, text),
        "csv" => from_csv(&name, text),
        "yml" | "yaml" => playbook::from_rasa(&name, text).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{}", lines.join("\n"))
        }),
        _ => bail!("{name} is not a .jsonl, .csv or .yml file"),
    }
}

#[derive(Deserialize)]
struct Row {
    text: String,
    label: String,
}

fn from_lines(name: &str, text: &str) -> anyhow::Result<Imported> {
    let mut imported = Imported::default();
    for (line, number) in text.lines().zip(1u32..).filter(|(line, _)| !line.trim().is_empty()) {
        let row: Row =
            serde_json::from_str(line).with_context(|| format!(r#"{name}:{number}: not a line {{"text": …, "label": …}}"#))?;
        imported.add(&row.label, &row.text);
    }
    Ok(imported)
}

fn from_csv(name: &str, text: &str) -> anyhow::Result<Imported> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
    let mut imported = Imported::default();
    for row in reader.deserialize() {
        let row: Row =
            row.with_context(|| format!("{name}: not a CSV with a head line that names the columns text and label"))?;
        imported.add(&row.label, &row.text);
    }
    Ok(imported)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::{Kind, Playbook};

    #[track_caller]
    fn check(file: &str, text: &str, labels: usize) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(file);
        fs::write(&path, text).unwrap();
        let import = || run(Path::new("."), Args { file: path.clone(), out: dir.path().join("shop") });
        import().unwrap();
        let playbook = Playbook::load(&dir.path().join("shop"), None);
        let playbook = playbook.unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(playbook.count(Kind::Label), labels);
        assert!(import().unwrap_err().to_string().contains("is there already"));
    }

    #[test]
    fn every_kind_of_file_becomes_a_shop_that_checks() {
        check(
            "a.jsonl",
            "{\"text\": \"hi: {there}\", \"label\": \"greet\"}\n\n{\"text\": \"no\", \"label\": \"talk.deny\", \"x\": 1}\n",
            2,
        );
        check("a.csv", "label , text\nCard Payment?,\"it's \"\"stuck\"\", why\"\nb.c,# 退款\n", 2);
        check("nlu.yml", "nlu:\n- intent: faq/ask_x\n  examples: |\n    - yes\n    - 12\n", 1);
    }

    #[test]
    fn labels_join_a_shop_that_is_there() {
        let dir = tempfile::tempdir().unwrap();
        playbook::write_starter(dir.path()).unwrap();
        let file = dir.path().join("more.jsonl");
        fs::write(&file, "{\"text\": \"有没有红色\", \"label\": \"presale.colour\"}\n").unwrap();
        run(Path::new("."), Args { file, out: dir.path().to_owned() }).unwrap();
        assert_eq!(Playbook::load(dir.path(), None).map(|it| it.count(Kind::Label)).unwrap(), 13);
    }

    #[test]
    fn broken_files_name_the_line() {
        let dir = tempfile::tempdir().unwrap();
        for (file, text, words) in [
            ("a.jsonl", "{\"text\": \"a\", \"label\": \"b\"}\n{}", "a.jsonl:2"),
            ("a.csv", "x,y\n1,2\n", "text and label"),
            ("a.txt", "x", "is not a"),
        ] {
            let path = dir.path().join(file);
            fs::write(&path, text).unwrap();
            let error = run(Path::new("."), Args { file: path, out: dir.path().join("s") }).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
