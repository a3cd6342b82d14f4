//! Events, handoffs and cases as text in the log. The only file that knows their stored form.
//!
//! An event's `seq`, `at` and `client` have columns of their own; the rest is one JSON object with a version number.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::Error;
use crate::base::{ClientId, ConversationId, Event, Fact, Party, Seq, Timestamp};

/// Raised when a stored form changes so that an older program would misread it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    from: Party,
    fact: &'a Fact,
}

#[derive(Deserialize)]
struct Read {
    from: Party,
    fact: Fact,
}

/// What can be told of a body that isn't understood.
#[derive(Deserialize)]
struct Glance {
    #[serde(default)]
    v: u32,
    #[serde(default)]
    fact: KindOnly,
}

#[derive(Default, Deserialize)]
struct KindOnly {
    #[serde(default)]
    kind: String,
}

/// The event's body, without what has a column.
pub(super) fn write_event(event: &Event) -> Result<String, Error> {
    write(&Written { v: VERSION, from: event.from, fact: &event.fact })
}

/// An event as its row tells it.
///
/// # Errors
///
/// [`Error::Unreadable`] for a newer version, an unknown fact or a damaged body. The message never quotes the body: it may
/// hold a buyer's words.
pub(super) fn read_event(
    conversation: ConversationId,
    seq: Seq,
    at: Timestamp,
    client: Option<&str>,
    body: &str,
) -> Result<Event, Error> {
    let Read { from, fact } =
        serde_json::from_str(body).map_err(|error| Error::Unreadable { conversation, seq, why: why(body, &error) })?;
    Ok(Event { seq, at, from, client: client.map(ClientId::from), fact })
}

fn why(body: &str, error: &serde_json::Error) -> String {
    match serde_json::from_str::<Glance>(body) {
        Ok(glance) if glance.v > VERSION => format!("it has format {}, this program reads up to {VERSION}", glance.v),
        Ok(glance) if is_word(&glance.fact.kind) => {
            format!("a fact of kind {} that this program doesn't know or can't read", glance.fact.kind)
        }
        _ => damaged(error),
    }
}

/// Kinds are words of programs; anything else might be a person's.
fn is_word(kind: &str) -> bool {
    (1..=32).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn damaged(error: &serde_json::Error) -> String {
    format!("its text is damaged near line {} column {}", error.line(), error.column())
}

/// A handoff or a case.
pub(super) fn write<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::unavailable)
}

/// A handoff or a case of the conversation that stands at `seq`.
pub(super) fn read<T: DeserializeOwned>(conversation: ConversationId, seq: Seq, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Unreadable { conversation, seq, why: damaged(&error) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::samples;

    #[test]
    fn every_sample_comes_back_as_it_went() {
        let id = samples::conversation(1);
        for event in samples::events_of_every_kind() {
            let body = write_event(&event).unwrap();
            let back = read_event(id, event.seq, event.at, event.client.as_ref().map(ClientId::as_str), &body).unwrap();
            assert_eq!(back, event, "{body}");
        }
    }

    #[test]
    fn what_it_cannot_read_is_named_and_not_quoted() {
        let check = |body: &str, expected: &str| {
            let error = read_event(samples::conversation(1), 7, Timestamp(0), None, body).unwrap_err();
            let Error::Unreadable { seq: 7, why, .. } = &error else { panic!("{error:?}") };
            assert!(why.contains(expected), "{why}");
            assert!(!why.contains("secret"), "{why}");
        };
        check(r#"{"v":2,"from":"bot","fact":{"kind":"said","body":"secret"}}"#, "format 2");
        check(r#"{"v":1,"from":"bot","fact":{"kind":"teleported","to":"secret"}}"#, "kind teleported");
        check(r#"{"v":1,"from":"bot","fact":{"kind":"my secret","to":1}}"#, "damaged");
        check(r#"{"v":1,"from":"secret","fact":{"kind":"said","text":"x"}}"#, "kind said");
        check(r#"{"v":1,"from":"buyer","fact":{"kind":"said","te"#, "damaged");
        check("", "damaged");
    }
}
