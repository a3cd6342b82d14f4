//! What labels, topics and fields are called, for pages that show ids.

use std::collections::BTreeMap;

use axum::{Json, extract::State, http::HeaderMap};
use serde::Serialize;

use super::{refusal::Refusal, shared::Server};
use crate::{base::Bilingual, playbook::Playbook};

/// Names in both languages, by id.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct Names {
    labels: BTreeMap<String, InBoth>,
    topics: BTreeMap<String, InBoth>,
    forms: BTreeMap<String, FormNames>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
struct FormNames {
    name: InBoth,
    fields: BTreeMap<String, InBoth>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
struct InBoth {
    zh: String,
    en: String,
}

impl From<&Bilingual> for InBoth {
    fn from(name: &Bilingual) -> InBoth {
        InBoth { zh: name.zh.clone(), en: name.en.clone() }
    }
}

/// `GET /api/names`.
pub(super) async fn list(State(server): State<Server>, headers: HeaderMap) -> Result<Json<Names>, Refusal> {
    server.must_sign_in(&headers)?;
    Ok(Json(names(&server.app.playbook())))
}

fn names(playbook: &Playbook) -> Names {
    let script = &playbook.script;
    Names {
        labels: script.labels.iter().map(|(id, card)| (id.to_string(), (&card.name).into())).collect(),
        topics: playbook.topics.iter().map(|(id, name)| (id.clone(), name.into())).collect(),
        forms: script
            .forms
            .iter()
            .map(|(id, form)| {
                let fields = form.fields.iter().map(|field| (field.id.to_string(), (&field.name).into())).collect();
                (id.to_string(), FormNames { name: (&form.name).into(), fields })
            })
            .collect(),
    }
}
