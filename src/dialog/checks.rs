//! What the tests' small shop has its buyers check.

use super::{
    Check, Danger, FieldKind, Form, Guide, Route,
    fixture::{LabelRow, bilingual, field},
};
use crate::base::Priority;

/// Only served: triage doesn't know it.
pub(super) const HOT: LabelRow =
    ("quality.hot", "异常发烫", "Gets too hot", Priority::High, Route::Form, Some("claim"), &[], &[]);

pub(super) fn claim() -> Form {
    Form {
        id: "claim".into(),
        name: bilingual("质量登记", "fault claim"),
        fields: vec![field("order_no", FieldKind::OrderNo, true, "订单号", "order number")],
    }
}

pub(super) fn dead() -> Guide {
    let check = |id: &str, zh: &str, en: &str, help: &str| Check {
        id: id.into(),
        name: bilingual(zh, en),
        text: bilingual(&format!("请{zh}，好了吗？"), &format!("Please try {en}. Better?")),
        help: bilingual(help, help),
    };
    Guide {
        id: "dead".into(),
        name: bilingual("开不了机", "no power"),
        labels: vec!["quality.dead".into()],
        words: Vec::new(),
        form: None,
        warning: bilingual("别拆机", "Don't open it"),
        dangers: vec![Danger { label: "quality.hot".into(), words: vec!["鼓包".to_owned(), "swollen".to_owned()] }],
        checks: vec![
            check("socket", "换插座", "another socket", ""),
            check("charge", "充半小时", "half an hour of charge", "用原装线"),
            check("hold", "长按开机键", "holding the button", ""),
        ],
    }
}
