//! What the tests' small shop asks of its buyers: its forms, and the checks of its guide.

use super::{
    Check, Danger, Field, FieldKind, FieldOption, Form, Guide, Route, When,
    fixture::{LabelRow, bilingual},
};
use crate::base::{Bilingual, Priority};

/// Only served: triage doesn't know it.
pub(super) const HOT: LabelRow =
    ("quality.hot", "异常发烫", "Gets too hot", Priority::High, Route::Form, Some("claim"), &[], &[]);

fn field(id: &str, kind: FieldKind, required: bool, zh: &str, en: &str) -> Field {
    Field {
        id: id.into(),
        kind,
        required,
        name: bilingual(zh, en),
        words: Vec::new(),
        prompt: bilingual(&format!("请告诉我{zh}"), &format!("Please tell me the {en}")),
        help: Bilingual::default(),
        options: Vec::new(),
        when: Vec::new(),
        masked: kind == FieldKind::Phone,
        min: None,
        max: None,
    }
}

fn option(value: &str, zh: &str, en: &str, word: &str) -> FieldOption {
    FieldOption { value: value.to_owned(), name: bilingual(zh, en), words: vec![word.to_owned()] }
}

pub(super) fn trace() -> Form {
    let mut symptom = field("symptom", FieldKind::Choice, true, "情况", "situation");
    symptom.options = vec![option("stopped", "停了", "Stopped", "不走了"), option("late", "晚了", "Late", "超时")];
    let mut since = field("stopped_at", FieldKind::Date, true, "停在哪天", "day it stopped");
    since.when = vec![When { field: "symptom".into(), is: vec!["stopped".to_owned()] }];
    Form {
        id: "trace".into(),
        name: bilingual("查件登记", "parcel trace"),
        fields: vec![
            field("order_no", FieldKind::OrderNo, true, "订单号", "order number"),
            field("tracking_no", FieldKind::TrackingNo, false, "快递单号", "tracking number"),
            symptom,
            since,
            field("photos", FieldKind::Photos, true, "照片", "photos"),
            field("description", FieldKind::Text, false, "说明", "description"),
            field("contact_phone", FieldKind::Phone, true, "电话", "phone"),
        ],
    }
}

pub(super) fn refund() -> Form {
    let mut seen = field("seen_in", FieldKind::Choices, false, "看过的地方", "places looked at");
    seen.options = vec![option("bank", "银行", "Bank", "卡里"), option("wallet", "零钱", "Wallet", "钱包")];
    Form {
        id: "refund".into(),
        name: bilingual("退款跟进", "refund follow-up"),
        fields: vec![
            field("order_no", FieldKind::OrderNo, true, "订单号", "order number"),
            field("amount", FieldKind::Money, true, "金额", "amount"),
            seen,
        ],
    }
}

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
