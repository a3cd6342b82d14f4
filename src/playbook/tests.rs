mod guides;

use std::{fs, path::Path};

use proptest::prelude::*;

use super::*;
use crate::base::{FaqId, FormId, LabelId, ReplyId};

/// A starter shop in a temporary folder.
fn starter() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write_starter(dir.path()).unwrap();
    dir
}

fn load(dir: &Path) -> Result<Playbook, Vec<String>> {
    Playbook::load(dir, None).map_err(|problems| problems.iter().map(Problem::to_string).collect())
}

fn edit(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

fn append(dir: &Path, file: &str, text: &str) {
    let path = dir.join(file);
    let before = fs::read_to_string(&path).unwrap_or_default();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, before + text).unwrap();
}

/// Breaks a starter shop and looks for exactly these mistakes: each `file:line: ` and words of its message.
#[track_caller]
fn broken(change: impl FnOnce(&Path), expected: &[(&str, &str)]) {
    let shop = starter();
    change(shop.path());
    let problems = load(shop.path()).err().unwrap_or_default();
    let fits = problems.len() == expected.len()
        && problems
            .iter()
            .zip(expected)
            .all(|(problem, (place, words))| problem.starts_with(&format!("{place}: ")) && problem.contains(words));
    assert!(fits, "expected {expected:#?}, found {problems:#?}");
}

/// One replacement in one file, one mistake.
#[track_caller]
fn check(file: &str, from: &str, to: &str, place: &str, words: &str) {
    broken(|dir| edit(dir, file, from, to), &[(place, words)]);
}

#[test]
fn the_starter_shop_is_whole() {
    let shop = starter();
    let playbook = load(shop.path()).unwrap_or_else(|problems| panic!("{}", problems.join("\n")));
    let counts = [Kind::Label, Kind::Form, Kind::Guide, Kind::Faq].map(|kind| playbook.count(kind));
    assert_eq!((counts, playbook.scenarios.len()), ([12, 3, 1, 12], 3));
    let book = playbook.book();
    assert_eq!(book.script.labels[&LabelId::from("logistics.stuck")].form, Some(FormId::from("logistics_trace")));
    let places = &book.script.forms[&FormId::from("logistics_trace")].fields[2];
    assert_eq!((places.when[0].is.as_slice(), places.options.len()), (&["signed".to_owned()][..], 3));
    let greeting = &book.script.replies.lines[&(ReplyId::from("greeting"), Lang::Zh)][0];
    assert!(greeting.fact.starts_with("您好，我是小禾杂货的"), "facts are filled: {}", greeting.fact);
    assert_eq!(playbook.shop.server.ping_seconds.value, 25, "defaults lie beneath");
    assert_eq!(book.script.hours.week[5], [(600, 1080)]);
}

#[test]
fn shop_toml() {
    let file = "shop.toml";
    check(file, "[hours] ", "[hours ", "shop.toml:8", "not TOML");
    check(file, "return_days = 7", "return_days = ", "shop.toml:20", "not TOML");
    check(file, "listen = \"127.0.0.1:8080\"", "listen = 8080", "shop.toml:32", "wrong type");
    check(file, "listen =", "lisen =", "shop.toml:32", "unknown key `lisen`");
    check(file, "en = \"Xiaohe Store\"", "fr = \"x\"", "shop.toml:4", "unknown key `fr`");
    check(file, ", en = \"Xiaohe Store\"", "", "shop.toml:4", "`name` has no text in en");
    check(file, "Asia/Shanghai", "Asia/Shangai", "shop.toml:6", "unknown time zone");
    check(file, "\"09:00-21:00\"", "\"09:00-25:00\"", "shop.toml:9", "not a span of hours");
    check(file, "\"09:00-21:00\"", "\"21:00-09:00\"", "shop.toml:9", "ends before it begins");
    check(file, "\"09:00-21:00\"", "\"09:00-12:00\", \"11:00-13:00\"", "shop.toml:9", "begins before");
    check(file, "2027-02-06", "2027-02-30", "shop.toml:10", "not a date");
    check(file, "urgent = 10", "urgent = 0", "shop.toml:13", "out of range");
    check(file, "urgent = 10", "urgent = -1", "shop.toml:13", "whole number");
    check(file, "[server]", "[triage]\nunknown = 0.5\n[server]", "shop.toml:32", "`unknown` is 0.5, out of range");
    check(
        file,
        "[server]",
        "[triage]\nwrong = { faq = -1, chat = 2, form = 2, human = 2 }\n[server]",
        "shop.toml:32",
        "`faq` is -1, out of range",
    );
    check(file, "[server]", "[knowledge]\nanswer = 0.1\n[server]", "shop.toml:32", "above `answer`");
    check(file, "return_days = 7", "return_days = 7\nagent = 1", "shop.toml:21", "variable of the dialogue");
    check(file, "return_days = 7", "return_days = 7\n\"a b\" = 1", "shop.toml:21", "can't be a variable");
    check(file, "return_days = 7", "return_days = 7\nx = \"{{ y }}\"", "shop.toml:21", "holds a template");
    check(file, "return_days = 7", "return_days = 7\nx = [1]", "shop.toml:21", "wrong type");
    check(file, "\"zh\", \"en\"", "\"zh\", \"fr\", \"en\"", "shop.toml:5", "`fr`");
    broken(|dir| fs::remove_file(dir.join(file)).unwrap(), &[("shop.toml", "there is no shop.toml here")]);
    broken(|dir| fs::write(dir.join(file), "").unwrap(), &[("shop.toml", "this file is empty")]);
    broken(|dir| fs::write(dir.join(file), b"name = 1\n\xff").unwrap(), &[("shop.toml:2", "not UTF-8")]);
}

#[test]
fn intents() {
    let file = "intents/logistics.yaml";
    check(file, "    stage: aftersale", "   stage: aftersale", "intents/logistics.yaml:7", "not YAML");
    check(file, "stage: aftersale", "stage: later", "intents/logistics.yaml:7", "`later` is not a value");
    check(file, "stage: aftersale", "satge: aftersale", "intents/logistics.yaml:7", "unknown key `satge`");
    check(file, "priority: low", "priority: [low]", "intents/logistics.yaml:10", "wrong type");
    check(file, "    route: faq\n", "", "intents/logistics.yaml:5", "`route` is missing");
    check(file, "route: faq", "route: form", "intents/logistics.yaml:11", "route form without a form");
    check(file, "route: faq", "route: faq\n    form: logistics_trace", "intents/logistics.yaml:12", "doesn't lead to a form");
    check(file, "form: logistics_trace", "form: logistic_trace", "intents/logistics.yaml:57", "did you mean `logistics_trace`?");
    check(file, "weight: 1.2", "weight: 2", "intents/logistics.yaml:18", "out of range");
    check(file, "weight: 1.2", "weight: heavy", "intents/logistics.yaml:18", "wrong type");
    check(file, "text: 到哪了", "text: ''", "intents/logistics.yaml:18", "empty keyword");
    check(file, "(快递|包裹|东西)", "(快递|包裹", "intents/logistics.yaml:29", "bad regular expression");
    check(file, "'(快递|包裹|东西).{0,4}(到哪|在哪)'", "'.*'", "intents/logistics.yaml:29", "every message");
    check(file, "- 我的快递到哪了", "- ' '", "intents/logistics.yaml:32", "empty example");
    check(
        file,
        "- 我的快递到哪了",
        "- 你好",
        "intents/meta.yaml:16",
        "also one of `logistics.where_is_parcel` (intents/logistics.yaml:32)",
    );
    let unnamed = ("replies/labels.yaml:21", "is called `logistics.change_address`");
    broken(
        |dir| edit(dir, file, "id: logistics.change_address", "id: order.change_address"),
        &[("intents/logistics.yaml:133", "in the file of topic `logistics`"), unnamed],
    );
    broken(
        |dir| edit(dir, file, "id: logistics.change_address", "id: ' '"),
        &[("intents/logistics.yaml:133", "this id is empty"), unnamed],
    );
    let second = "intents/logistics.yaml:50";
    broken(
        |dir| edit(dir, file, "id: logistics.stuck", "id: logistics.where_is_parcel"),
        &[
            (second, "label `logistics.where_is_parcel` is here a second time; the first is intents/logistics.yaml:5"),
            ("replies/labels.yaml:9", "no label, topic or moment is called `logistics.stuck`"),
            ("scenarios/stuck-parcel.yaml:6", "there is no label `logistics.stuck`"),
        ],
    );
    broken(
        |dir| {
            append(
                dir,
                "intents/x.yaml",
                "topic: x\nname: {zh: x, en: x}\nintents:\n  - {id: x.a, name: {zh: x, en: x}, route: faq}\n",
            )
        },
        &[("intents/x.yaml:4", "has no examples")],
    );
    broken(
        |dir| append(dir, "intents/x.yaml", "topic: x\nname: {zh: x}\nintents: []\nintents: []\nextra: 1\n"),
        &[
            ("intents/x.yaml:2", "`name` has no text in en"),
            ("intents/x.yaml:3", "no labels in this file"),
            ("intents/x.yaml:4", "`intents` is here twice (first on line 3)"),
            ("intents/x.yaml:5", "unknown key `extra`"),
        ],
    );
}

#[test]
fn forms() {
    let file = "forms/forms.yaml";
    check(file, "kind: order_no", "kind: order", "forms/forms.yaml:7", "`order` is not a value");
    check(file, "required: true", "required: yes please", "forms/forms.yaml:8", "true or false");
    check(
        file,
        "        prompt: {zh: 请发一下订单号，我去核对物流",
        "        # prompt: {zh: 请",
        "forms/forms.yaml:6",
        "`prompt` is missing",
    );
    check(file, "zh: 请发一下订单号，我去核对物流", "zh: ''", "forms/forms.yaml:10", "`prompt` has no text in zh");
    check(
        file,
        "zh: 请发一下订单号，我去核对物流",
        "zh: '{{ trace_hour }}'",
        "forms/forms.yaml:10",
        "unknown variable `trace_hour`",
    );
    check(
        file,
        "en: You'll find it under My orders; 8 to 32 letters or digits",
        "en: '{{ nothing }}'",
        "forms/forms.yaml:11",
        "unknown variable `nothing`",
    );
    check(file, "zh: 被退回", "zh: '{{ why }}'", "forms/forms.yaml:21", "unknown variable `why`");
    check(file, "zh: 物流核查", "zh: '{% if x %}'", "forms/forms.yaml:4", "does nothing here");
    check(file, "field: symptom", "field: symptoms", "forms/forms.yaml:32", "no earlier field");
    check(file, "is: [signed]", "is: [sined]", "forms/forms.yaml:32", "no option of `symptom`");
    check(file, "min: 2", "min: 600", "forms/forms.yaml:38", "below min");
    check(file, "min: 2", "min: -2", "forms/forms.yaml:37", "below 0");
    check(file, "value: returned", "value: stopped", "forms/forms.yaml:21", "here twice");
    check(file, "kind: phone", "kind: phone\n        max: 3", "forms/forms.yaml:66", "mean nothing");
    broken(
        |dir| edit(dir, file, "id: symptom", "id: order_no"),
        &[
            ("forms/forms.yaml:12", "the first is on line 6"),
            ("forms/forms.yaml:32", "no earlier field"),
            ("scenarios/stuck-parcel.yaml:8", "no form has a field `symptom`"),
        ],
    );
    broken(|dir| edit(dir, file, "kind: choice\n", "kind: text\n"), &[("forms/forms.yaml:19", "has options but is no choice")]);
    broken(
        |dir| edit(dir, file, "id: quality_claim", "id: return_request"),
        &[
            ("forms/forms.yaml:69", "a second time; the first is forms/forms.yaml:39"),
            ("intents/return.yaml:56", "there is no form `quality_claim`"),
        ],
    );
    broken(
        |dir| {
            append(
                dir,
                "forms/x.yaml",
                "forms:\n  - {id: x, name: {zh: x, en: x}, fields: [{id: c, kind: choice, name: {zh: x, en: x}, prompt: {zh: x, en: x}}]}\n  - {id: y, name: {zh: x, en: x}, fields: []}\n",
            )
        },
        &[("forms/x.yaml:2", "fewer than two options"), ("forms/x.yaml:3", "asks nothing")],
    );
}

#[test]
fn facts_are_filled_wherever_a_form_speaks() {
    let shop = starter();
    let file = "forms/forms.yaml";
    edit(shop.path(), file, "zh: 请发一下订单号，我去核对物流", "zh: '{{ trace_hours }} 小时内答复，请发订单号'");
    edit(shop.path(), file, "en: You'll find it under My orders; 8 to 32 letters or digits", "en: '{{ couriers }}'");
    edit(shop.path(), file, "zh: 被退回", "zh: '{{ return_days }} 天内退回'");
    let playbook = load(shop.path()).unwrap();
    let fields = &playbook.script.forms[&FormId::from("logistics_trace")].fields;
    assert_eq!(fields[0].prompt.zh, "24 小时内答复，请发订单号");
    assert_eq!(fields[0].help.en, "ZTO or YTO; fresh food goes by SF Express");
    assert_eq!(fields[1].options[2].name.zh, "7 天内退回");
}

#[test]
fn replies() {
    broken(
        |dir| edit(dir, "replies/moments.yaml", "  admit:", "  amit:"),
        &[("replies", "there is no reply `admit`"), ("replies/moments.yaml:34", "is called `amit`")],
    );
    let file = "replies/labels.yaml";
    check(file, "logistics.stuck", "logistics.stuk", "replies/labels.yaml:9", "is called `logistics.stuk`");
    check(file, "logistics.any", "logistic.any", "replies/labels.yaml:4", "is called `logistic.any`");
    check(file, "{{ trace_hours }}", "{{ trace_hour }}", "replies/labels.yaml:11", "unknown variable `trace_hour`");
    check(file, "{{ trace_hours }}", "{{ trace_hours", "replies/labels.yaml:11", "not closed");
    check(file, "empathy: 等快递确实让人惦记。", "sympathy: x", "replies/labels.yaml:6", "unknown key `sympathy`");
    check(file, "empathy: 等快递确实让人惦记。", "empathy: ''", "replies/labels.yaml:6", "says nothing");
    broken(
        |dir| edit(dir, file, "    en:\n      - {empathy: Waiting", "    xx:\n      - {empathy: Waiting"),
        &[("replies/labels.yaml:4", "no text in en"), ("replies/labels.yaml:7", "unknown key `xx`")],
    );
    check("replies/moments.yaml", "{{ need }}", "{{ label }}", "replies/moments.yaml:45", "unknown variable `label`");
    check("replies/moments.yaml", "{{ need }}", "{% if need %}", "replies/moments.yaml:45", "broken template");
    broken(
        |dir| {
            append(
                dir,
                "replies/x.yaml",
                "replies: {greeting: {zh: [{fact: x}], en: [{fact: x}]}}\ncanned: [{id: hello, zh: x, en: '{{ who }}'}]\n",
            )
        },
        &[
            ("replies/x.yaml:1", "reply `greeting` is here a second time; the first is replies/moments.yaml:4"),
            ("replies/x.yaml:2", "canned reply `hello` is here a second time"),
            ("replies/x.yaml:2", "unknown variable `who`"),
        ],
    );
}

#[test]
fn articles() {
    let file = "knowledge_base/zh/return/who-pays.md";
    let place = |line: u32| format!("{file}:{line}");
    check(file, "---\nid", "id", &place(1), "no front matter");
    check(file, "intents: [return.who_pays]", "intents: [return.whopays]", &place(8), "did you mean `return.who_pays`?");
    check(file, "intents: [", "valid_from: 2026-13-01\nintents: [", &place(8), "`2026-13-01` is not a date");
    check(file, "intents: [", "valid_from: 2026-03-01\nvalid_until: 2026-02-01\nintents: [", &place(9), "is before");
    check(file, "intents: [", "applies: {order_state: [lost]}\nintents: [", &place(8), "unknown order_state `lost`");
    check(file, "intents: [", "applies: {state: [lost]}\nintents: [", &place(8), "unknown key `state`");
    check(file, "\n:::\n", "\n", &place(14), "is not closed");
    check(file, ":::when order_state=unshipped", ":::when", &place(14), "no condition");
    check(file, "order_state=unshipped", "order_state=gone", &place(14), "unknown order_state `gone`");
    check(file, "order_state=unshipped", "", &place(14), "no condition");
    check(file, "title: ", "title: ''\n# ", &place(3), "the title is empty");
    check(file, "质量问题", "{{ nothing }}", &place(10), "unknown variable `nothing`");
}

/// Two mistakes follow from each of these, or the whole file is lost.
#[test]
fn articles_as_a_set() {
    broken(
        |dir| edit(dir, "knowledge_base/zh/return/who-pays.md", "title: 退货", "titel: 退货"),
        &[
            ("knowledge_base/zh/return/who-pays.md:2", "`title` is missing"),
            ("knowledge_base/zh/return/who-pays.md:3", "unknown key `titel`"),
        ],
    );
    broken(
        |dir| edit(dir, "knowledge_base/en/return/policy.md", "id: return.policy", "id: return.who-pays"),
        &[
            (
                "knowledge_base/en/return/who-pays.md:2",
                "article `return.who-pays` is here a second time; the first is knowledge_base/en/return/policy.md:2",
            ),
            ("knowledge_base/zh/return/policy.md:2", "no twin in en"),
        ],
    );
    broken(
        |dir| fs::remove_file(dir.join("knowledge_base/en/return/policy.md")).unwrap(),
        &[("knowledge_base/zh/return/policy.md:2", "write knowledge_base/en/return/policy.md")],
    );
    broken(|dir| append(dir, "knowledge_base/zh/x.md", "---\nid: a: b\n---\n"), &[("knowledge_base/zh/x.md:2", "not YAML")]);
    broken(|dir| append(dir, "knowledge_base/zh/x.markdown", "x"), &[("knowledge_base/zh/x.markdown", "rename it to .md")]);
    broken(
        |dir| fs::remove_dir_all(dir.join("knowledge_base")).unwrap(),
        &[("knowledge_base", "there are no articles"), ("scenarios/return-postage.yaml:6", "no article")],
    );
}

#[test]
fn scenarios() {
    let file = "scenarios/stuck-parcel.yaml";
    check(file, "kind: form", "kind: forms", "scenarios/stuck-parcel.yaml:6", "is no kind");
    check(file, "field: order_no", "field: order", "scenarios/stuck-parcel.yaml:6", "no form has a field `order`");
    check(file, "choose: value:stopped", "choose: stopped", "scenarios/stuck-parcel.yaml:9", "is not a choice");
    check(file, "choose: value:stopped", "wait: soon", "scenarios/stuck-parcel.yaml:9", "not a length of time");
    check(file, "choose: value:stopped", "rate: [5, 6, 5]", "scenarios/stuck-parcel.yaml:9", "1 to 5");
    check(file, "choose: value:stopped", "leave: true\n    buyer: x", "scenarios/stuck-parcel.yaml:9", "one input");
    check(file, "choose: value:stopped", "agent: dance", "scenarios/stuck-parcel.yaml:9", "`dance` is not a value");
    check(file, "lang: zh", "lang: zh\nnow: noon", "scenarios/stuck-parcel.yaml:4", "is not a moment");
    check(file, "owner: bot", "owner: boss", "scenarios/stuck-parcel.yaml:10", "is no owner");
}

#[test]
fn folders_and_files() {
    for (folder, words) in [("forms", "no .yaml file in forms/"), ("replies", "no .yaml file in replies/")] {
        let shop = starter();
        fs::remove_dir_all(shop.path().join(folder)).unwrap();
        let problems = load(shop.path()).err().unwrap();
        assert!(problems.iter().any(|problem| problem.contains(words)), "{problems:?}");
    }
    broken(|dir| append(dir, "intents/more.yml", "x"), &[("intents/more.yml", "rename it to .yaml")]);
    broken(|dir| append(dir, "forms/empty.yaml", ""), &[("forms/empty.yaml", "this file is empty")]);
    broken(
        |dir| append(dir, "forms/comment.yaml", "# nothing\n"),
        &[("forms/comment.yaml:2", "found nothing where keys and values belongs")],
    );
    broken(|dir| fs::write(dir.join("forms/x.yaml"), b"a: b\n\nc: \xc3\x28\n").unwrap(), &[("forms/x.yaml:3", "not UTF-8")]);
    broken(|dir| fs::write(dir.join("forms/x.yaml"), vec![b'#'; 9 << 20]).unwrap(), &[("forms/x.yaml", "more than")]);
    broken(|dir| append(dir, "forms/.hidden.yaml", "]"), &[]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_stay_inside_and_end() {
    use std::os::unix::fs::symlink;
    broken(|dir| symlink("loop.yaml", dir.join("forms/loop.yaml")).unwrap(), &[("forms/loop.yaml", "leads back to itself")]);
    broken(|dir| symlink("..", dir.join("knowledge_base/zh/up")).unwrap(), &[("knowledge_base/zh/up", "back into itself")]);
    broken(|dir| symlink("/etc/hostname", dir.join("forms/out.yaml")).unwrap(), &[("forms/out.yaml", "out of the shop folder")]);
    broken(|dir| symlink("nowhere.yaml", dir.join("forms/gone.yaml")).unwrap(), &[("forms/gone.yaml", "can't be opened")]);
    broken(
        |dir| {
            fs::rename(dir.join("forms/forms.yaml"), dir.join("real.yaml")).unwrap();
            symlink("../real.yaml", dir.join("forms/forms.yaml")).unwrap();
        },
        &[],
    );
}

#[test]
fn a_reload_says_what_changed() {
    let shop = starter();
    let old = load(shop.path()).unwrap();
    assert!(load(shop.path()).unwrap().changes_since(&old).is_empty());
    edit(shop.path(), "knowledge_base/en/return/address.md", "Put a note", "Please put a note");
    edit(shop.path(), "intents/meta.yaml", "- id: meta.thanks", "# moved\n  - id: meta.thanks");
    edit(shop.path(), "intents/meta.yaml", "[你好, 在吗", "[你好啊, 你好, 在吗");
    append(shop.path(), "replies/x.yaml", "canned: [{id: new, zh: 新, en: new}]\n");
    let changes = load(shop.path()).unwrap().changes_since(&old);
    let lines: Vec<_> = changes.to_string().lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "changed intents/meta.yaml",
            "changed knowledge_base/en/return/address.md",
            "added replies/x.yaml",
            "changed label meta.greeting",
            "changed article return.address",
            "added canned reply new",
        ]
    );
}

#[test]
fn the_model_is_kept_for_the_content_it_was_trained_on() {
    let shop = starter();
    let cache = shop.path().join("data/cache");
    let model = |shop: &Path| Playbook::load(shop, Some(&cache)).unwrap().model;
    assert!(matches!(model(shop.path()), Model::Written));
    assert!(matches!(model(shop.path()), Model::Read));
    edit(shop.path(), "intents/meta.yaml", "[你好, 在吗", "[你好啊, 你好, 在吗");
    assert!(matches!(model(shop.path()), Model::Written));
    let models =
        fs::read_dir(&cache).unwrap().filter(|it| it.as_ref().unwrap().file_name().to_string_lossy().starts_with("triage-"));
    assert_eq!(models.count(), 1, "older models are removed");
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, "in the way").unwrap();
    assert!(matches!(model(shop.path()), Model::NotWritten(_)));
}

#[test]
fn a_language_the_shop_does_not_speak_is_named_once() {
    broken(
        |dir| edit(dir, "shop.toml", "languages = [\"zh\", \"en\"]", "languages = [\"zh\"]"),
        &[("knowledge_base/en", "the shop doesn't speak en"), ("scenarios/ask-a-person.yaml:3", "doesn't speak en")],
    );
}

#[test]
fn validity_is_the_shops_days() {
    let shop = starter();
    edit(
        shop.path(),
        "knowledge_base/zh/return/address.md",
        "questions:",
        "valid_from: 2026-01-01\nvalid_until: 2026-01-31\nquestions:",
    );
    let mut problems = Default::default();
    let files: Vec<_> = super::folder::list(shop.path(), &mut problems).iter().map(super::parse::parse).collect();
    let names = super::names::Names::of(&files, &mut problems);
    let mut shop_file = None;
    let mut articles = Vec::new();
    for file in files {
        match file.content {
            Some(super::parse::Content::Shop(it)) => shop_file = Some((file.file, *it)),
            Some(super::parse::Content::Article(it)) => articles.push((file.file, it)),
            _ => (),
        }
    }
    let (file, written) = shop_file.unwrap();
    let (_, mut context) = compile::shop(&file, written, &names);
    let articles = compile::articles(&mut context, &articles);
    let address = articles.iter().find(|it| it.id == FaqId::from("return.address") && it.lang == Lang::Zh).unwrap();
    assert_eq!(address.valid_from.unwrap().to_string(), "2025-12-31T16:00:00Z");
    assert_eq!(address.valid_until.unwrap().to_string(), "2026-01-31T16:00:00Z");
    assert!(address.answer.contains("良渚街道"), "facts are filled: {}", address.answer);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever bytes stand in a file, the answer is a playbook or a list of mistakes.
    #[test]
    fn no_bytes_make_loading_panic(
        file in prop::sample::select(vec!["shop.toml", "intents/meta.yaml", "forms/forms.yaml", "guides/faults.yaml", "replies/labels.yaml", "scenarios/stuck-parcel.yaml", "knowledge_base/zh/return/policy.md"]),
        junk in prop::collection::vec(any::<u8>(), 0..200),
        at in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let shop = starter();
        let path = shop.path().join(file);
        let mut bytes = fs::read(&path).unwrap();
        if whole {
            bytes = junk;
        } else {
            let at = at.index(bytes.len());
            bytes.splice(at..at, junk.into_iter().take(6));
        }
        fs::write(&path, bytes).unwrap();
        drop(Playbook::load(shop.path(), None));
    }

    /// The same with text that is nearly right.
    #[test]
    fn no_text_makes_loading_panic(
        file in prop::sample::select(vec!["shop.toml", "intents/meta.yaml", "forms/forms.yaml", "guides/faults.yaml", "replies/labels.yaml", "scenarios/stuck-parcel.yaml", "knowledge_base/zh/return/policy.md"]),
        cut in any::<prop::sample::Index>(),
        put in prop::sample::select(vec!["", ": ", "- ", "{", "}", "[", "]", "'", "\"", "&a ", "*a", "<<: ", "---\n", "\n", "  ", "{{", "{{ x", "%}", "|", "!!x ", "\t", "~", "é", "\u{0}", ":::", "= "]),
        gone in 0usize..40,
    ) {
        let shop = starter();
        let path = shop.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let at = cut.index(chars.len());
        let head: String = chars[..at].iter().collect();
        let tail: String = chars[(at + gone).min(chars.len())..].iter().collect();
        fs::write(&path, head + put + &tail).unwrap();
        drop(Playbook::load(shop.path(), None));
    }
}
