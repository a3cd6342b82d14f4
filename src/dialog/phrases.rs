//! What the bot of the tests' small shop says.

use std::collections::HashMap;

use super::{Line, Replies};
use crate::base::{Lang, ReplyId};

pub(super) fn replies() -> Replies {
    let moments = [
        ("greeting", "您好", "Hello"),
        ("faq", "", ""),
        ("clarify", "您是想问哪一个？", "Which do you mean?"),
        ("offer", "您是想看哪一篇？", "Which of these?"),
        ("admit", "这个我不清楚", "I don't know that one"),
        ("next_need", "还有{{ need }}，要接着办吗？", "Shall we go on with {{ need }}?"),
        ("number.noted", "{{ number }} 记下了，进度看我的订单", "Noted {{ number }}; see My orders"),
        ("form.start", "[{{ done }}/{{ total }}] {{ prompt }}", "[{{ done }}/{{ total }}] {{ prompt }}"),
        ("form.field", "{{ prompt }}", "{{ prompt }}"),
        ("form.propose", "{{ field }}是 {{ value }} 吗？", "Is the {{ field }} {{ value }}?"),
        ("form.wrong", "{{ why }}再试一次", "{{ why }} Try again"),
        ("form.resume", "接着来：{{ prompt }}", "Back to it: {{ prompt }}"),
        ("form.confirm", "请核对：\n{{ summary }}", "Please check:\n{{ summary }}"),
        ("form.drop", "不填{{ form }}（{{ done }}/{{ total }}）了吗？", "Give up the {{ form }}?"),
        ("form.dropped", "先放着", "Put aside"),
        ("form.draft", "上次没填完：{{ prompt }}", "You left off here: {{ prompt }}"),
        ("form.changed", "{{ field }}改为 {{ value }}", "{{ field }} is now {{ value }}"),
        ("form.later", "{{ field }}稍后补", "{{ field }} later"),
        ("form.more", "已选{{ value }}", "Chosen: {{ value }}"),
        ("form.which", "哪一项要改？", "Which part?"),
        ("guide.offer", "「{{ guide }}」先查 {{ total }} 步？", "{{ total }} checks for {{ guide }}?"),
        ("guide.check", "[{{ step }}/{{ total }}] {{ check }}", "[{{ step }}/{{ total }}] {{ check }}"),
        ("guide.again", "接着查：{{ check }}", "Back to it: {{ check }}"),
        ("guide.wrong", "没看懂，{{ check }}", "I didn't get that. {{ check }}"),
        ("guide.solved", "太好了", "Good to hear"),
        ("guide.unsolved", "查过的都记下", "It goes along"),
        ("guide.straight", "直接登记", "Straight to the claim"),
        ("guide.left", "先不查了", "No checks then"),
        ("choice.check", "一起查", "Check it"),
        ("choice.claim", "登记售后", "File a claim"),
        ("choice.works", "好了", "It works"),
        ("choice.unchanged", "没好", "No change"),
        ("choice.untried", "没法试", "Can't try"),
        ("case.opened", "已登记 {{ case }}，{{ due }} 前答复", "Filed as {{ case }}, answer by {{ due }}"),
        ("case.in_progress", "{{ case }} 处理中", "{{ case }} is being worked on"),
        ("case.promised", "{{ case }} 没完，{{ due }} 前答复", "{{ case }} goes on, answer by {{ due }}"),
        ("case.resolved", "{{ case }} 已解决", "{{ case }} is resolved"),
        ("case.reopened", "{{ case }} 重开，{{ due }} 前处理", "{{ case }} is open again until {{ due }}"),
        ("case.corrected", "{{ case }} 的{{ field }}改为 {{ value }}", "{{ field }} of {{ case }} is now {{ value }}"),
        ("case.which", "{{ case }} 改哪项？要转人工吗？", "What of {{ case }}? A person?"),
        ("case.none", "没有可更正的", "Nothing to correct"),
        ("person.offer", "要转人工吗？", "Would you like a person?"),
        ("person.declined", "好，不转", "No person then"),
        ("handoff.queued", "前面 {{ position }} 位，约 {{ wait }} 分钟", "{{ position }} before you, about {{ wait }} minutes"),
        ("handoff.off_hours", "现在没人，{{ promised }} 前回复", "Nobody is here now; answer by {{ promised }}"),
        ("handoff.nobody", "客服都不在线", "No one is online"),
        ("handoff.urgent", "马上转出，危险打 120", "Passed on at once; in danger call 120"),
        ("handoff.again", "抱歉，位置还在", "Sorry, you keep your place"),
        (
            "handoff.waiting",
            "前面还有 {{ position }} 位，{{ wait }} 分钟，可取消",
            "{{ position }} before you, {{ wait }} minutes, or leave",
        ),
        ("handoff.urgent_waiting", "按紧急处理", "Treated as urgent"),
        ("handoff.later", "还没人，{{ promised }} 前回音", "Nobody yet; word by {{ promised }}"),
        ("handoff.left", "已离开队列", "You left the line"),
        ("handoff.expired", "没人接，{{ promised }} 前联系您", "Nobody came; someone will by {{ promised }}"),
        ("handoff.joined", "{{ agent }} 来了", "{{ agent }} is here"),
        ("handoff.returned", "我接着帮您", "I'm back with you"),
        ("safety", "先保证安全", "Safety first"),
        ("closed", "结束了，请评价", "Done; please rate"),
        ("rating.thanks", "谢谢评价", "Thanks for rating"),
        ("reopened", "又见面了", "Welcome back"),
        ("choice.person", "转人工", "A person"),
        ("choice.yes", "是", "Yes"),
        ("choice.no", "不是", "No"),
        ("choice.skip", "跳过", "Skip"),
        ("choice.later", "稍后补充", "Add it later"),
        ("choice.done", "选好了", "Done"),
        ("choice.other", "都不是", "None of these"),
        ("choice.leave", "离开", "Leave"),
        ("choice.resume", "继续填{{ form }}", "Go on with the {{ form }}"),
        ("route.form", "我来登记", "Let me note it"),
        ("route.human", "这事得请人来看", "A person should see this"),
        ("route.chat", "好的", "All right"),
        ("risk.fire_shock", "马上断电，离远一点", "Switch it off and keep away"),
        ("logistics.stuck", "没动静确实着急。我来查件。", "That is worrying. Let me trace it."),
    ];
    let mut lines = HashMap::new();
    for (id, zh, en) in moments {
        for (lang, fact) in [(Lang::Zh, zh), (Lang::En, en)] {
            lines.insert((ReplyId::from(id), lang), vec![Line { fact: fact.to_owned(), ..Line::default() }]);
        }
    }
    let around = |empathy: &str, next: &str| Line { empathy: empathy.to_owned(), fact: String::new(), next: next.to_owned() };
    lines.insert((ReplyId::from("return.any"), Lang::Zh), vec![around("甲", "丙"), around("乙", "丁")]);
    Replies { lines }
}
