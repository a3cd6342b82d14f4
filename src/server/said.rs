//! What strangers write, cleaned before anybody below reads it.

use super::refusal::Refusal;
use crate::base::{AgentId, ClientId, ConversationId};

/// Bytes of an id that a page gives its message.
const LONGEST_ID: usize = 64;

/// The text without control characters (line ends and tabs stay) and without blanks around it; `None` where nothing is left.
pub(super) fn clean(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

/// A buyer's own id of a message.
pub(super) fn buyer_id(id: &str) -> Result<ClientId, Refusal> {
    if id.starts_with('@') {
        return Err(Refusal::bad_frame("An id doesn't start with @."));
    }
    plain_id(id).map(ClientId::from)
}

/// An agent's own id of a message, kept apart from the buyer's and from other agents' in the same conversation.
pub(super) fn agent_id(agent: &AgentId, id: &str) -> Result<ClientId, Refusal> {
    plain_id(id).map(|id| ClientId::from(format!("@{agent}/{id}")))
}

/// The id as its sender wrote it.
pub(super) fn as_sent(id: &ClientId) -> &str {
    match id.as_str().strip_prefix('@').and_then(|rest| rest.split_once('/')) {
        Some((_agent, id)) => id,
        None => id.as_str(),
    }
}

pub(super) fn conversation_id(text: &str) -> Result<ConversationId, Refusal> {
    text.parse().map_err(|_| Refusal::bad_frame("That isn't a conversation's id."))
}

/// An agent's name: one line, and no slash, which parts the name from an id.
pub(super) fn agent_name(name: &str) -> Option<String> {
    clean(name).filter(|name| name.chars().count() <= 40 && !name.contains(['\n', '\t', '/']))
}

fn plain_id(id: &str) -> Result<&str, Refusal> {
    let fine = (1..=LONGEST_ID).contains(&id.len()) && !id.chars().any(char::is_control);
    if fine { Ok(id) } else { Err(Refusal::bad_frame("An id has 1 to 64 bytes and no control characters.")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_ids_of_buyers_and_agents_apart() {
        let mei = AgentId::from("小美");
        let id = agent_id(&mei, "a/1").unwrap();
        assert_ne!(id, buyer_id("a/1").unwrap());
        assert_ne!(id, agent_id(&"lin".into(), "a/1").unwrap());
        assert_eq!((as_sent(&id), as_sent(&buyer_id("a/1").unwrap())), ("a/1", "a/1"));
        for bad in ["", "@小美/a/1", "a\u{7}", &"x".repeat(65)] {
            assert!(buyer_id(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn cleans_names() {
        assert_eq!(agent_name(" 小美\u{0} ").as_deref(), Some("小美"));
        for bad in ["", "a/b", "a\nb", &"x".repeat(41)] {
            assert_eq!(agent_name(bad), None, "{bad}");
        }
    }
}
