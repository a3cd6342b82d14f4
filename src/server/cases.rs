//! What buyers were promised: the cases, for the desk and the shop's own tools.

use std::cmp::Reverse;

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    frame::{CaseCard, CaseItem, CaseList, Reader, View},
    refusal::Refusal,
    shared::Server,
};
use crate::{
    base::{CaseState, Lang, Timestamp},
    store::CaseRow,
};

/// Of the newest cases so many are looked at.
const LOOKED_AT: u32 = 2_000;
/// Cases in one answer.
const MOST: usize = 500;

#[derive(Deserialize)]
pub(super) struct Wanted {
    /// Only those that aren't settled.
    #[serde(default)]
    open: bool,
    #[serde(default)]
    order: Order,
    limit: Option<usize>,
    /// A language tag, for names.
    lang: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    /// Newest first.
    #[default]
    New,
    /// Overdue ones first, then by due time, settled ones last.
    Due,
}

/// `GET /api/cases?open=&order=&limit=&lang=`, for who has signed in or bears the desk key.
pub(super) async fn list(
    State(server): State<Server>,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refusal> {
    if !server.has_desk_key(&headers) {
        server.must_sign_in(&headers)?;
    }
    let Query(wanted) = wanted.map_err(|rejection| Refusal::new(rejection.status(), "bad_request", rejection.body_text()))?;
    let rows = server.app.cases(LOOKED_AT).await?;
    let limit = wanted.limit.unwrap_or(MOST).min(MOST);
    let older = rows.len() == LOOKED_AT as usize;
    let (rows, left_out) = select(rows, wanted.open, wanted.order, limit);
    let (playbook, now) = (server.app.playbook(), server.app.now());
    let script = &playbook.script;
    let lang = wanted.lang.as_deref().and_then(Lang::from_tag).unwrap_or(script.default_lang);
    let view = View { reader: Reader::List, lang, script };
    let items = rows.iter().map(|row| CaseItem {
        conversation: row.conversation.to_string(),
        opened_at: row.opened_at.0,
        overdue: is_overdue(row, now),
        case: CaseCard::of(&row.case, view),
    });
    Ok(Json(CaseList { cases: items.collect(), more: left_out || older }).into_response())
}

/// The rows asked for, and whether some were left out.
fn select(mut rows: Vec<CaseRow>, open: bool, order: Order, limit: usize) -> (Vec<CaseRow>, bool) {
    rows.retain(|row| !open || is_open(row));
    match order {
        Order::New => rows.sort_by_key(|row| Reverse(row.opened_at)),
        // What is overdue was due before all else.
        Order::Due => rows.sort_by_key(|row| (!is_open(row), row.case.due_at)),
    }
    let left_out = rows.len() > limit;
    rows.truncate(limit);
    (rows, left_out)
}

fn is_open(row: &CaseRow) -> bool {
    matches!(row.case.state, CaseState::Open | CaseState::InProgress)
}

fn is_overdue(row: &CaseRow, now: Timestamp) -> bool {
    is_open(row) && row.case.due_at < now
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::{CaseFact, ConversationId, Priority};

    fn row(id: &str, opened_at: i64, due_at: i64, state: CaseState) -> CaseRow {
        let case = CaseFact {
            id: id.into(),
            form: "contact".into(),
            label: None,
            state,
            priority: Priority::Low,
            due_at: Timestamp(due_at),
            fields: BTreeMap::new(),
            missing: vec![],
            checks: vec![],
            text: String::new(),
        };
        CaseRow { conversation: ConversationId(uuid::Uuid::nil()), opened_at: Timestamp(opened_at), case }
    }

    #[test]
    fn lists_the_newest_or_the_longest_due() {
        let rows = || {
            vec![
                row("late", 1, 5, CaseState::Open),
                row("settled", 2, 3, CaseState::Resolved),
                row("early", 3, 9, CaseState::Open),
                row("taken", 4, 2, CaseState::InProgress),
            ]
        };
        let check = |open, order, limit, want: &[&str], more| {
            let (rows, left_out) = select(rows(), open, order, limit);
            let ids: Vec<_> = rows.iter().map(|row| row.case.id.as_str()).collect();
            assert_eq!((ids.as_slice(), left_out), (want, more));
        };
        check(false, Order::New, 9, &["taken", "early", "settled", "late"], false);
        check(true, Order::New, 2, &["taken", "early"], true);
        check(true, Order::Due, 9, &["taken", "late", "early"], false);
        check(false, Order::Due, 9, &["taken", "late", "early", "settled"], false);
        let overdue = |due_at, state| is_overdue(&row("x", 0, due_at, state), Timestamp(6));
        assert_eq!(
            [overdue(5, CaseState::Open), overdue(6, CaseState::Open), overdue(5, CaseState::Closed)],
            [true, false, false]
        );
    }
}
