//! What an agent's page may ask, checked.

use axum::http::StatusCode;

use crate::{
    base::{AgentId, ClientId, ConversationId, Seq},
    dialog::Input,
    server::{
        frame::{AgentFrame, AgentStatus},
        refusal::Refusal,
        said::{agent_id, clean, conversation_id},
    },
};

/// What a frame asks of the socket.
#[derive(Debug, PartialEq)]
pub(super) enum Act {
    Input { conversation: ConversationId, id: Option<ClientId>, input: Input },
    Watch { conversation: ConversationId, after: Seq },
    Unwatch(ConversationId),
    Typing(ConversationId),
    Status(AgentStatus),
    Pong,
}

pub(super) fn act(frame: AgentFrame, agent: &AgentId) -> Result<Act, Refusal> {
    let input = |id: &str, conversation: &str, input| {
        Ok(Act::Input { conversation: conversation_id(conversation)?, id: Some(agent_id(agent, id)?), input })
    };
    let agent = agent.clone();
    match frame {
        AgentFrame::Status { value } => Ok(Act::Status(value)),
        AgentFrame::Ping {} => Ok(Act::Pong),
        AgentFrame::Watch { conversation, after } => {
            Ok(Act::Watch { conversation: conversation_id(&conversation)?, after: after.unwrap_or(0) })
        }
        AgentFrame::Unwatch { conversation } => Ok(Act::Unwatch(conversation_id(&conversation)?)),
        AgentFrame::Typing { conversation } => Ok(Act::Typing(conversation_id(&conversation)?)),
        AgentFrame::Claim { conversation } => {
            let name = agent.to_string();
            Ok(Act::Input { conversation: conversation_id(&conversation)?, id: None, input: Input::Claim { agent, name } })
        }
        AgentFrame::Say { file: Some(_), .. } => {
            Err(Refusal::new(StatusCode::BAD_REQUEST, "bad_file", "Files can't be sent yet."))
        }
        AgentFrame::Say { id, conversation, epoch, text, file: None } => {
            let text = clean(&text).ok_or_else(|| Refusal::bad_frame("The message is empty."))?;
            input(&id, &conversation, Input::AgentSay { agent, epoch, text })
        }
        AgentFrame::Note { .. } => Err(Refusal::new(
            StatusCode::NOT_IMPLEMENTED,
            "unsupported",
            "Notes among agents can't be kept yet. Nothing was saved.",
        )),
        AgentFrame::Return { id, conversation, epoch } => input(&id, &conversation, Input::Return { agent, epoch }),
        AgentFrame::Resolve { id, conversation, epoch, outcome } => {
            let outcome = outcome.and_then(|text| clean(&text));
            input(&id, &conversation, Input::Resolve { agent, epoch, outcome })
        }
        AgentFrame::Transfer { id, conversation, epoch, to } => {
            let to =
                to.and_then(|to| clean(&to)).ok_or_else(|| Refusal::bad_frame("Say to whom: `to` is a skill or a group."))?;
            input(&id, &conversation, Input::Transfer { agent, epoch, to })
        }
    }
}

/// The conversation that a frame names, as it names it.
pub(super) fn named(frame: &AgentFrame) -> Option<&str> {
    match frame {
        AgentFrame::Claim { conversation }
        | AgentFrame::Say { conversation, .. }
        | AgentFrame::Note { conversation, .. }
        | AgentFrame::Return { conversation, .. }
        | AgentFrame::Resolve { conversation, .. }
        | AgentFrame::Transfer { conversation, .. }
        | AgentFrame::Watch { conversation, .. }
        | AgentFrame::Unwatch { conversation }
        | AgentFrame::Typing { conversation } => Some(conversation),
        AgentFrame::Status { .. } | AgentFrame::Ping {} => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190a7a0-0000-7000-8000-000000000001";

    #[track_caller]
    fn check(frame: &str, want: Result<Act, &str>) {
        let frame = AgentFrame::parse(&frame.replace('@', ID)).unwrap();
        assert_eq!(act(frame, &"mei".into()).map_err(|refusal| refusal.code), want);
    }

    #[test]
    fn turns_frames_into_inputs() {
        let conversation: ConversationId = ID.parse().unwrap();
        let input = |input| Ok(Act::Input { conversation, id: Some("@mei/a".into()), input });
        check(
            r#"{"type":"say","id":"a","conversation":"@","epoch":3,"text":" 在的 "}"#,
            input(Input::AgentSay { agent: "mei".into(), epoch: 3, text: "在的".into() }),
        );
        check(
            r#"{"type":"claim","conversation":"@"}"#,
            Ok(Act::Input { conversation, id: None, input: Input::Claim { agent: "mei".into(), name: "mei".into() } }),
        );
        check(
            r#"{"type":"return","id":"a","conversation":"@","epoch":3}"#,
            input(Input::Return { agent: "mei".into(), epoch: 3 }),
        );
        check(r#"{"type":"watch","conversation":"@"}"#, Ok(Act::Watch { conversation, after: 0 }));
        check(r#"{"type":"status","value":"away"}"#, Ok(Act::Status(AgentStatus::Away)));
        check(r#"{"type":"note","id":"a","conversation":"@","epoch":3,"text":"x"}"#, Err("unsupported"));
        check(r#"{"type":"transfer","id":"a","conversation":"@","epoch":3}"#, Err("bad_frame"));
        check(r#"{"type":"say","id":"a","conversation":"@","epoch":3,"text":"x","file":"f"}"#, Err("bad_file"));
        check(r#"{"type":"claim","conversation":"1; drop table"}"#, Err("bad_frame"));
    }
}
