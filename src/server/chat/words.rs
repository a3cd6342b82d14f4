//! What a buyer's page may say, cleaned, and how it is told what was wrong.

use axum::http::StatusCode;

use crate::{
    base::{ChoiceValue, ClientId},
    dialog::Input,
    server::{
        frame::{BuyerFrame, ChatFrame},
        line::Line,
        refusal::Refusal,
        said::{buyer_id, clean},
    },
};

/// Bytes of an order number, SKU or comment.
const LONGEST_SHORT: usize = 200;

pub(super) fn say(line: &mut Line, refusal: &Refusal, id: Option<&str>) {
    line.put(&ChatFrame::Error { code: refusal.code, message: &refusal.message, id });
}

/// What a frame asks of the socket.
#[derive(Debug, PartialEq)]
pub(super) enum Ask {
    Input(ClientId, Input),
    Typing,
    Pong,
    /// Noted, and nobody needs to know.
    Nothing,
}

/// Reads a frame after the hello.
pub(super) fn ask(frame: BuyerFrame) -> Result<Ask, Refusal> {
    let id = frame.id().map(buyer_id).transpose()?;
    let input = match frame {
        BuyerFrame::Hello { .. } => return Err(Refusal::bad_frame("Hello was said already.")),
        BuyerFrame::Typing {} => return Ok(Ask::Typing),
        BuyerFrame::Ping {} => return Ok(Ask::Pong),
        // Nobody is told yet what a buyer has read.
        BuyerFrame::Read { .. } => return Ok(Ask::Nothing),
        BuyerFrame::Attach { .. } => {
            return Err(Refusal::new(
                StatusCode::BAD_REQUEST,
                "bad_file",
                "Files can't be sent yet. Say in words what they would show.",
            ));
        }
        BuyerFrame::Message { text, .. } => {
            Input::Say { text: clean(&text).ok_or_else(|| Refusal::bad_frame("The message is empty."))? }
        }
        BuyerFrame::Choose { value, .. } => {
            let value: ChoiceValue = value.parse().map_err(|_| Refusal::bad_frame("That isn't one of the choices."))?;
            Input::Choose { value }
        }
        BuyerFrame::Leave { .. } => Input::Leave,
        BuyerFrame::Rate { result, speed, attitude, comment, .. } => {
            if [result, speed, attitude].iter().any(|stars| !(1..=5).contains(stars)) {
                return Err(Refusal::bad_frame("Ratings are 1 to 5."));
            }
            Input::Rate { result, speed, attitude, comment: comment.and_then(|text| clean(&text)) }
        }
    };
    let id = id.ok_or_else(|| Refusal::bad_frame("The frame has no id."))?;
    Ok(Ask::Input(id, input))
}

/// A short value from the page around the chat; one that is too long isn't one.
pub(super) fn short(value: Option<String>) -> Option<String> {
    value.as_deref().filter(|value| value.len() <= LONGEST_SHORT).and_then(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(frame: &str, want: Result<Ask, &str>) {
        let got = ask(BuyerFrame::parse(frame).unwrap());
        assert_eq!(got.map_err(|refusal| refusal.code), want, "{frame}");
    }

    #[test]
    fn turns_frames_into_inputs() {
        let say = |text: &str| Ok(Ask::Input("a".into(), Input::Say { text: text.into() }));
        check(r#"{"type":"message","id":"a","text":" 你好\u0000\n在吗\u0007 "}"#, say("你好\n在吗"));
        check(r#"{"type":"message","id":"a","text":" \u0000 "}"#, Err("bad_frame"));
        check(r#"{"type":"message","id":"","text":"a"}"#, Err("bad_frame"));
        check(r#"{"type":"message","id":"a\n","text":"a"}"#, Err("bad_frame"));
        check(
            r#"{"type":"choose","id":"a","value":"faq:x"}"#,
            Ok(Ask::Input("a".into(), Input::Choose { value: ChoiceValue::Faq("x".into()) })),
        );
        check(r#"{"type":"choose","id":"a","value":"fax:x"}"#, Err("bad_frame"));
        check(r#"{"type":"leave","id":"a"}"#, Ok(Ask::Input("a".into(), Input::Leave)));
        check(r#"{"type":"rate","id":"a","result":5,"speed":0,"attitude":5}"#, Err("bad_frame"));
        check(r#"{"type":"attach","id":"a","file":"f"}"#, Err("bad_file"));
        check(r#"{"type":"hello"}"#, Err("bad_frame"));
        check(r#"{"type":"read","seq":3}"#, Ok(Ask::Nothing));
        check(r#"{"type":"ping"}"#, Ok(Ask::Pong));
    }

    #[test]
    fn drops_page_facts_that_are_too_long() {
        assert_eq!(short(Some("202611180001".into())).as_deref(), Some("202611180001"));
        assert_eq!(short(Some("9".repeat(201))), None);
    }
}
