use super::*;

#[test]
fn each_mistake_in_a_guide_is_told_by_its_line() {
    let file = "guides/faults.yaml";
    let at = |line: u32| format!("{file}:{line}");
    check(file, "id: wont_charge", "id: ' '", &at(3), "this id is empty");
    check(file, "zh: 充不进电, en: It won't charge", "zh: 充不进电", &at(4), "`name` has no text in en");
    check(file, "[return.faulty]", "[return.fauly]", &at(5), "did you mean `return.faulty`?");
    check(file, "[return.faulty]", "[]", &at(5), "is for no label");
    check(file, "[return.faulty]", "[logistics.change_address]", &at(5), "no guide comes before that");
    check(file, "[return.faulty]", "[return.who_pays]", &at(5), "has no form for a claim");
    check(file, "[return.faulty]", "[return.faulty]\n    form: qualty_claim", &at(6), "did you mean `quality_claim`?");
    check(file, "[充不进, ", "[' ', ", &at(7), "empty word");
    check(file, "en: If the battery", "en: '{{ why }}' # ", &at(11), "unknown variable `why`");
    check(file, "intent: meta.ask_human", "intent: return.faulty", &at(13), "a label of the guide itself");
    check(file, "intent: meta.ask_human", "intent: meta.ask_humn", &at(13), "did you mean `meta.ask_human`?");
    check(
        file,
        "          zh: [鼓包, 发烫, 冒烟]\n          en: [swollen, very hot, smoking]",
        "          zh: []",
        &at(15),
        "has no words",
    );
    check(file, "id: half_hour", "id: clean_port", &at(25), "a second time");
    check(file, "{zh: 插着放半小时再看。有电了吗？, ", "{", &at(27), "`text` has no text in zh");
    check(file, "help: {", "hint: {", &at(21), "unknown key `hint`");
    let fewer = "      - id: half_hour\n        name: {zh: 等半小时, en: half an hour}\n        text: {zh: 插着放半小时再看。有电了吗？, en: Leave it plugged in for half an hour. Does it show a charge now?}\n";
    check(file, fewer, "", &at(18), "has 2 checks");
    broken(|dir| append(dir, "guides/x.yaml", "guides: []\n"), &[("guides/x.yaml:1", "no guides in this file")]);
    let plain = |id: &str| {
        let check = |id: &str| format!("{{id: {id}, name: {{zh: x, en: x}}, text: {{zh: x, en: x}}}}");
        let checks = ["a", "b", "c"].map(check).join(", ");
        format!("  - {{id: {id}, name: {{zh: x, en: x}}, intents: [return.faulty], checks: [{checks}]}}\n")
    };
    broken(
        |dir| append(dir, "guides/x.yaml", &format!("guides:\n{}{}", plain("one"), plain("two"))),
        &[("guides/x.yaml:3", "guide `one` fits every message of `return.faulty` already")],
    );
    broken(
        |dir| append(dir, "guides/x.yaml", &format!("guides:\n{}", plain("wont_charge"))),
        &[("guides/x.yaml:2", "guide `wont_charge` is here a second time; the first is guides/faults.yaml:3")],
    );
    broken(
        |dir| edit(dir, "replies/moments.yaml", "guide.left:", "guide.lef:"),
        &[("replies", "there is no reply `guide.left`"), ("replies/moments.yaml:308", "is called `guide.lef`")],
    );
}

#[test]
fn a_shop_without_guides_needs_no_words_for_them() {
    broken(
        |dir| {
            fs::remove_dir_all(dir.join("guides")).unwrap();
            let path = dir.join("replies/moments.yaml");
            let text = fs::read_to_string(&path).unwrap();
            let (before, rest) = text.split_once("  guide.offer:").unwrap();
            let (_, after) = rest.split_once("canned:").unwrap();
            fs::write(&path, format!("{before}canned:{after}")).unwrap();
        },
        &[],
    );
}
