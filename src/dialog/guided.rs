//! Conversations in which a guide's checks are gone through, told as they are read.

use super::{
    Input,
    fixture::{Chat, transcript},
    transcripts::{check, same},
};
use crate::base::Finding;

fn offered() -> Chat {
    let mut chat = Chat::new();
    chat.say("机器开不了机怎么办");
    chat
}

fn findings(chat: &Chat) -> Vec<(String, Finding)> {
    let checks = chat.state.cases().iter().flat_map(|case| &case.checks);
    checks.map(|checked| (checked.check.to_string(), checked.finding)).collect()
}

#[test]
fn a_guide_is_offered_first_and_solves_it_at_the_second_check() {
    let mut chat = Chat::new();
    check(
        &mut chat,
        &["机器开不了机怎么办"],
        "> 机器开不了机怎么办
         bot: 别拆机 |  | 「开不了机」先查 3 步？ [yes claim person]",
    );
    check(&mut chat, &["[yes]"], "> [yes]\n bot: [1/3] 请换插座，好了吗？ [yes no skip claim person]");
    check(&mut chat, &["还是不行"], "> 还是不行\n bot: [2/3] 请充半小时，好了吗？ [yes no skip claim person]");
    check(&mut chat, &["好了！"], "> 好了！\n bot: 太好了 [claim person]");
    assert_eq!(chat.state.phase(), "answering");
    // The claim is a tap, or a word, away; the guide isn't offered twice.
    check(&mut chat, &["又开不了机了"], "> 又开不了机了\n bot: 查过的都记下 []\n bot: [0/1] 请告诉我订单号 [person]");
    check(
        &mut chat,
        &["202611180001"],
        "> 202611180001
         bot: 请核对： | 订单号：202611180001 | 已做排查：换插座（没好）、充半小时（好了） [yes edit:order_no person]",
    );
}

#[test]
fn what_was_found_goes_into_the_case() {
    let mut chat = offered();
    check(&mut chat, &["好的"], "> 好的\n bot: [1/3] 请换插座，好了吗？ [yes no skip claim person]");
    check(&mut chat, &["[no]"], "> [no]\n bot: [2/3] 请充半小时，好了吗？ [yes no skip claim person]");
    check(&mut chat, &["没工具试不了"], "> 没工具试不了\n bot: [3/3] 请长按开机键，好了吗？ [yes no skip claim person]");
    check(&mut chat, &["[no]"], "> [no]\n bot: 查过的都记下 []\n bot: [0/1] 请告诉我订单号 [person]");
    for line in ["202611180001", "对的"] {
        chat.say(line);
    }
    let found = [("socket", Finding::Unchanged), ("charge", Finding::Untried), ("hold", Finding::Unchanged)];
    assert_eq!(findings(&chat), found.map(|(check, finding)| (check.to_owned(), finding)));
    // A later file of another matter doesn't tell of it again.
    chat.say("人工");
    assert!(chat.handoff().checks.is_empty());
}

#[test]
fn who_wants_no_checks_is_not_kept_from_the_claim() {
    for line in ["[claim]", "直接报修吧", "不用了", "都试过了没用"] {
        let mut chat = offered();
        let events = if line == "[claim]" { chat.choose("claim") } else { chat.say(line) };
        same(&chat, &events, &format!("> {line}\n bot: 直接登记 []\n bot: [0/1] 请告诉我订单号 [person]"));
    }
    for line in ["开不了机，插座都换过了，该试的都试了", "开不了机，直接报修", "开不了机，给我退款"]
    {
        let told = transcript(&Chat::new().say(line));
        assert!(told.ends_with("bot: [0/1] 请告诉我订单号 [person]"), "{told}");
    }
    let mut chat = offered();
    chat.choose("yes");
    check(
        &mut chat,
        &["还是不行，直接登记吧"],
        "> 还是不行，直接登记吧\n bot: 查过的都记下 []\n bot: [0/1] 请告诉我订单号 [person]",
    );
}

#[test]
fn a_side_question_is_answered_and_the_check_put_again() {
    let mut chat = offered();
    let told = transcript(&chat.say("退货运费谁出"));
    assert!(
        told.contains("质量问题的运费由我们承担。") && told.ends_with("「开不了机」先查 3 步？ [yes claim person]"),
        "{told}"
    );
    chat.choose("yes");
    let told = transcript(&chat.say("退货运费谁出"));
    assert!(told.contains("质量问题的运费由我们承担。") && told.contains("接着查：请换插座，好了吗？"), "{told}");
    chat.say("没用");
    check(&mut chat, &["怎么弄"], "> 怎么弄\n bot: 用原装线 []\n bot: 接着查：请充半小时，好了吗？ [yes no skip claim person]");
    check(&mut chat, &["我试试"], "> 我试试\n bot: 接着查：请充半小时，好了吗？ [yes no skip claim person]");
}

#[test]
fn a_person_gets_what_was_found() {
    let mut chat = offered();
    for line in ["好的", "还是不行", "人工"] {
        chat.say(line);
    }
    let handoff = chat.handoff();
    assert_eq!((handoff.reason.as_str(), handoff.checks.len()), ("asked", 1));
    assert!(handoff.summary.contains("已做排查：换插座（没好）"), "{}", handoff.summary);
    // Back with the bot, the claim begins with what is known of it.
    chat.input(Input::Leave).unwrap();
    let told = transcript(&chat.say("机器开不了机怎么办"));
    assert!(told.ends_with("请告诉我订单号 [person]"), "{told}");
}

#[test]
fn danger_ends_the_checks() {
    let mut chat = offered();
    chat.choose("yes");
    let told = transcript(&chat.say("它冒烟了"));
    assert!(told.contains("马上断电，离远一点") && told.contains("handoff urgent"), "{told}");
    let mut chat = offered();
    chat.choose("yes");
    check(&mut chat, &["没鼓包，还是不行"], "> 没鼓包，还是不行\n bot: [2/3] 请充半小时，好了吗？ [yes no skip claim person]");
    let told = transcript(&chat.say("等等，电池鼓包了"));
    assert!(told.ends_with("请告诉我订单号 [person]"), "{told}");
    for line in ["202611180001", "对的"] {
        chat.say(line);
    }
    let case = &chat.state.cases()[0];
    assert_eq!((case.label.as_ref().map(|label| label.as_str()), case.checks.len()), (Some("quality.hot"), 1));
}

#[test]
fn another_claim_takes_over_with_what_was_found() {
    let mut chat = offered();
    for line in ["好的", "还是不行"] {
        chat.say(line);
    }
    let told = transcript(&chat.say("我要退货"));
    assert!(told.ends_with("请告诉我订单号 [person]"), "{told}");
}

#[test]
fn words_that_say_nothing_offer_a_person_the_third_time() {
    let mut chat = offered();
    chat.choose("yes");
    check(&mut chat, &["唔哩哇啦"], "> 唔哩哇啦\n bot: 没看懂，请换插座，好了吗？ [yes no skip claim person]");
    chat.say("咕噜咕噜");
    let told = transcript(&chat.say("唔哩哇啦"));
    assert!(told.contains("要转人工吗？ [person yes no skip claim]"), "{told}");
    // The check is still open, and a number is kept for the claim.
    check(
        &mut chat,
        &["不用转人工", "202611180001"],
        "> 202611180001\n bot: 接着查：请换插座，好了吗？ [yes no skip claim person]",
    );
    check(&mut chat, &["[no]"], "> [no]\n bot: [2/3] 请充半小时，好了吗？ [yes no skip claim person]");
}

#[test]
fn giving_up_leaves_both_ways_open() {
    let mut chat = offered();
    check(&mut chat, &["算了"], "> 算了\n bot: 先不查了 [claim person]");
    let told = transcript(&chat.say("谢谢你"));
    assert!(told.ends_with("[claim person]"), "{told}");
    check(&mut chat, &["[claim]"], "> [claim]\n bot: 直接登记 []\n bot: [0/1] 请告诉我订单号 [person]");
}
