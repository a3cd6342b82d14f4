//! A folder to a playbook: files in parallel, then checks in one pass, then the two indexes side by side.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::{
    Model, Playbook, Problem, Shop,
    article::ArticleFile,
    cache,
    compile::{self, Context, Labels, Said, Scenario, ShopParts},
    folder::{self, Listed},
    names::Names,
    parse::{Content, Hash, Kind, Parsed, parse},
    problem::Problems,
    vectors::{Progress, Vectors},
    written::{FormsFile, GuidesFile, IntentsFile, RepliesFile, ScenarioFile, ShopFile},
};
use crate::{
    base::{Bilingual, FormId, Lang},
    dialog::{Form, Guide, Script},
    knowledge::{self, Article, Knowledge},
    triage::{self, LabelSource, Triage},
};

impl Playbook {
    /// Reads and compiles the shop folder, whole or not at all. `cache` is where the trained model is kept between starts.
    ///
    /// # Errors
    ///
    /// Every mistake found in the folder, by file and line.
    pub fn load(dir: &Path, cache: Option<&Path>) -> Result<Playbook, Vec<Problem>> {
        Playbook::load_telling(dir, cache, &|_, _| {})
    }

    /// The same, told how far it has come with what takes long.
    ///
    /// # Errors
    ///
    /// Every mistake found in the folder, by file and line.
    pub fn load_telling(dir: &Path, cache: Option<&Path>, progress: Progress<'_>) -> Result<Playbook, Vec<Problem>> {
        Checked::read(dir, cache)?.build(&Vectors::new(cache, progress)).map_err(Problems::sorted)
    }
}

/// What triage and search are made from.
pub struct Sources {
    pub labels: Vec<LabelSource>,
    pub articles: Vec<Article>,
}

impl Sources {
    /// Reads a folder and checks it, without training on it.
    ///
    /// # Errors
    ///
    /// Every mistake found in the folder, by file and line.
    pub fn read(dir: &Path) -> Result<Sources, Vec<Problem>> {
        Checked::read(dir, None).map(|checked| Sources { labels: checked.labels.sources, articles: checked.articles })
    }
}

/// A folder without a mistake, before its indexes are built.
struct Checked {
    parts: ShopParts,
    facts: BTreeMap<String, Bilingual>,
    default_lang: Lang,
    labels: Labels,
    /// Where the trained model is, or goes.
    model: Option<PathBuf>,
    forms: HashMap<FormId, Form>,
    guides: Vec<Guide>,
    said: Said,
    articles: Vec<Article>,
    scenarios: Vec<Scenario>,
    hashes: BTreeMap<String, Hash>,
    items: BTreeMap<(Kind, String), u64>,
}

impl Checked {
    fn read(dir: &Path, cache: Option<&Path>) -> Result<Checked, Vec<Problem>> {
        let mut problems = Problems::default();
        let listed = folder::list(dir, &mut problems);
        if listed.is_empty() {
            return Err(problems.sorted());
        }
        let mut files = parse_all(&listed);
        for file in &mut files {
            problems.extend(std::mem::take(&mut file.problems));
        }
        let mut twice = Problems::default();
        let names = Names::of(&files, &mut twice);
        let hashes = files.iter().map(|file| (file.file.to_string(), file.hash)).collect();
        let items = items(&files);
        let written = Written::of(files);
        let Some((shop_file, shop)) = written.shop else {
            problems.extend(twice);
            return Err(problems.sorted());
        };
        let (parts, mut context) = compile::shop(&shop_file, shop, &names);
        let mut labels = compile::labels(&mut context, &written.intents);
        let articles = compile::articles(&mut context, &written.articles);
        labels.weigh(&parts.wrong);
        labels.learn_from(&articles);
        let model = cache.map(|folder| cache::path(folder, &labels.sources));
        if !model.as_ref().is_some_and(|path| path.is_file()) {
            compile::patterns(&mut context, &written.intents);
        }
        let forms = compile::forms(&mut context, &written.forms);
        let guides = compile::guides(&mut context, &written.guides, &labels.cards);
        let topics: BTreeSet<&str> = labels.cards.values().map(|card| card.topic.as_str()).collect();
        let topics: Vec<&str> = topics.into_iter().collect();
        let said = compile::replies(&mut context, &written.replies, &topics);
        let fields = names
            .is_sure(Kind::Form)
            .then(|| forms.values().flat_map(|form| form.fields.iter().map(|field| field.id.clone())).collect());
        let scenarios = compile::scenarios(&mut context, &written.scenarios, fields.as_ref());
        problems.extend_elsewhere(std::mem::take(&mut context.problems));
        problems.extend(twice);
        if !problems.is_empty() {
            return Err(problems.sorted());
        }
        let Context { facts, languages, .. } = context;
        let facts = facts.0;
        let default_lang = languages[0];
        Ok(Checked { parts, facts, default_lang, labels, model, forms, guides, said, articles, scenarios, hashes, items })
    }

    fn build(self, vectors: &Vectors<'_>) -> Result<Playbook, Problems> {
        let built = build(&self.labels, self.articles, &self.parts, self.model.as_deref(), vectors)?;
        let ShopParts { shop, hours, clocks, escalation, .. } = self.parts;
        let script = Script {
            shop: shop.name.clone(),
            default_lang: self.default_lang,
            labels: self.labels.cards,
            forms: self.forms,
            guides: self.guides,
            replies: self.said.replies,
            escalation,
            hours,
            clocks,
        };
        Ok(Playbook {
            topics: self.labels.topics,
            shop: Shop { facts: self.facts, ..shop },
            script,
            triage: built.triage,
            knowledge: built.knowledge,
            canned: self.said.canned,
            forbidden: self.said.forbidden,
            scenarios: self.scenarios,
            files: self.hashes,
            items: self.items,
            model: built.model,
        })
    }
}

/// Files by kind, those that could be read.
#[derive(Default)]
struct Written {
    shop: Option<(Arc<str>, ShopFile)>,
    intents: Vec<(Arc<str>, IntentsFile)>,
    forms: Vec<(Arc<str>, FormsFile)>,
    guides: Vec<(Arc<str>, GuidesFile)>,
    replies: Vec<(Arc<str>, RepliesFile)>,
    articles: Vec<(Arc<str>, Box<ArticleFile>)>,
    scenarios: Vec<(Arc<str>, ScenarioFile)>,
}

impl Written {
    fn of(files: Vec<Parsed>) -> Written {
        let mut written = Written::default();
        for Parsed { file, content, .. } in files {
            match content {
                None => (),
                Some(Content::Shop(it)) => written.shop = Some((file, *it)),
                Some(Content::Intents(it)) => written.intents.push((file, it)),
                Some(Content::Forms(it)) => written.forms.push((file, it)),
                Some(Content::Guides(it)) => written.guides.push((file, it)),
                Some(Content::Replies(it)) => written.replies.push((file, it)),
                Some(Content::Article(it)) => written.articles.push((file, it)),
                Some(Content::Scenario(it)) => written.scenarios.push((file, it)),
            }
        }
        written
    }
}

/// Parses every file on as many threads as the machine has processors. The answer is in the order of `listed`.
fn parse_all(listed: &[Listed]) -> Vec<Parsed> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(listed.len()));
    let work = || {
        let mut mine = Vec::new();
        while let Some(file) = listed.get(next.fetch_add(1, Ordering::Relaxed)) {
            mine.push(parse(file));
        }
        done.lock().unwrap_or_else(PoisonError::into_inner).append(&mut mine);
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let mut files = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|a: &Parsed, b| a.file.cmp(&b.file));
    files
}

/// Every thing with a fingerprint of its content; an article's languages count together.
fn items(files: &[Parsed]) -> BTreeMap<(Kind, String), u64> {
    let mut items: BTreeMap<(Kind, String), u64> = BTreeMap::new();
    for declared in files.iter().flat_map(|file| &file.declared) {
        let item = items.entry((declared.kind, declared.id.clone())).or_default();
        *item = item.rotate_left(1) ^ declared.fingerprint;
    }
    items
}

struct Built {
    triage: Triage,
    knowledge: Knowledge,
    model: Model,
}

/// Builds both indexes at the same time.
fn build(
    labels: &Labels,
    articles: Vec<Article>,
    parts: &ShopParts,
    model: Option<&Path>,
    vectors: &Vectors<'_>,
) -> Result<Built, Problems> {
    let (triage, knowledge) = thread::scope(|scope| {
        let knowledge = scope.spawn(|| {
            Knowledge::build_with(articles, parts.knowledge, &[], &|lang, texts| vectors.of(&format!("articles-{lang}"), texts))
        });
        let triage = triage(labels, parts.triage, model, vectors);
        (triage, knowledge.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut problems = Problems::default();
    let knowledge = knowledge.map_err(|error: knowledge::Error| {
        problems.add("knowledge_base", 0, error.to_string(), "look at the articles changed last")
    });
    let triage = triage.map_err(|faults| problems.extend(faults));
    match (triage, knowledge) {
        (Ok((triage, model)), Ok(knowledge)) => Ok(Built { triage, knowledge, model }),
        _ => Err(problems),
    }
}

fn triage(
    labels: &Labels,
    rules: triage::Rules,
    path: Option<&Path>,
    vectors: &Vectors<'_>,
) -> Result<(Triage, Model), Problems> {
    let cached = path.and_then(|path| std::fs::read(path).ok());
    let triage = Triage::build_with(&labels.sources, rules, cached.as_deref(), &|texts| vectors.of("examples", texts));
    let triage = triage.map_err(|faults| {
        let mut problems = Problems::default();
        for fault in faults {
            let (file, line) = labels.places.get(&fault.label).map_or(("intents", 0), |(file, line)| (&**file, *line));
            problems.add(file, line, format!("label `{}`: {}", fault.label, fault.what), "correct the label");
        }
        problems
    })?;
    let model = match path {
        None => Model::Trained,
        Some(path) => {
            let model = triage.model();
            if cached.is_some_and(|cached| cached == model) {
                Model::Read
            } else {
                match cache::write(path, &model) {
                    Ok(()) => Model::Written,
                    Err(error) => Model::NotWritten(error),
                }
            }
        }
    };
    Ok((triage, model))
}
