//! Buyers who talk: each connects, says its messages one at a time, and comes again as another.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::Instant};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::{
    connect::{Failed, Socket, Target},
    measure::Measured,
};

/// How many buyers say what, for how long.
#[derive(Clone, Debug)]
pub struct Plan {
    pub buyers: usize,
    /// Messages of a chat, one in flight.
    pub messages: usize,
    pub time: Duration,
    pub speech: Speech,
}

/// What counts as a turn.
#[derive(Clone, Debug)]
pub enum Speech {
    /// Against an aftercare server: a turn is a message, its ack and the bot's answer.
    Chat(Arc<[String]>),
    /// Against a bare echo: a turn is a message and the same message back.
    Echo,
}

/// Runs the plan and measures it.
pub async fn drive(target: &Target, plan: Plan) -> Measured {
    let plan = Arc::new(plan);
    let begun = Instant::now();
    let until = begun + plan.time;
    let mut buyers = JoinSet::new();
    for number in 0..plan.buyers {
        let (target, plan) = (target.clone(), Arc::clone(&plan));
        buyers.spawn(async move { buyer(&target, &plan, number, until).await });
    }
    let mut all = Measured::default();
    while let Some(measured) = buyers.join_next().await {
        match measured {
            Ok(measured) => all.add(&measured),
            Err(_panicked) => all.lost += 1,
        }
    }
    all.time = begun.elapsed();
    all
}

async fn buyer(target: &Target, plan: &Plan, number: usize, until: Instant) -> Measured {
    let mut measured = Measured::default();
    let mut said = number;
    while Instant::now() < until {
        match chat(target, plan, number, &mut said, until, &mut measured).await {
            Ok(()) => measured.chats += 1,
            Err(failed) => {
                measured.fail(failed);
                // A server that is down isn't asked ten thousand times a second.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    measured
}

async fn chat(
    target: &Target,
    plan: &Plan,
    number: usize,
    said: &mut usize,
    until: Instant,
    measured: &mut Measured,
) -> Result<(), Failed> {
    let mut socket = Socket::open(target, number).await?;
    if matches!(plan.speech, Speech::Chat(_)) {
        socket.send(r#"{"type":"hello"}"#.to_owned()).await?;
        while !socket.next().await?.starts_with(r#"{"type":"welcome""#) {}
    }
    for count in 0..plan.messages {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let text = match &plan.speech {
            Speech::Chat(lines) => message(count, &lines[*said % lines.len()]),
            Speech::Echo => message(count, "退货的运费由谁承担？"),
        };
        *said += 1;
        socket.send(text).await?;
        let goes_on = match plan.speech {
            Speech::Chat(_) => answered(&mut socket, measured).await?,
            Speech::Echo => socket.next().await.map(|_| true)?,
        };
        measured.turn(begun.elapsed());
        if !goes_on {
            break;
        }
    }
    socket.close().await;
    Ok(())
}

fn message(count: usize, text: &str) -> String {
    serde_json::json!({ "type": "message", "id": count.to_string(), "text": text }).to_string()
}

/// Waits for the ack and the bot's answer. `false`: a person has the conversation now, and the bot is silent.
async fn answered(socket: &mut Socket, measured: &mut Measured) -> Result<bool, Failed> {
    let (mut acked, mut answer) = (false, None);
    loop {
        if let (true, Some(goes_on)) = (acked, answer) {
            return Ok(goes_on);
        }
        match told(&socket.next().await?) {
            Told::Acked => acked = true,
            Told::Answer { goes_on } => answer = Some(goes_on && answer.unwrap_or(true)),
            Told::Refused => {
                measured.refused += 1;
                return Ok(false);
            }
            Told::Other => {}
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Told {
    Acked,
    Answer { goes_on: bool },
    Refused,
    Other,
}

/// Reads a frame by its first bytes: parsing them whole would measure this program instead of the server.
fn told(frame: &Utf8Bytes) -> Told {
    if frame.starts_with(r#"{"type":"ack""#) {
        Told::Acked
    } else if frame.starts_with(r#"{"type":"error""#) {
        Told::Refused
    } else if frame.starts_with(r#"{"type":"event""#) && !frame.contains(r#""from":"buyer""#) {
        Told::Answer { goes_on: !frame.contains(r#""owner":"queue""#) }
    } else {
        Told::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_frames_apart() {
        for (frame, want) in [
            (r#"{"type":"ack","id":"1","seq":1}"#, Told::Acked),
            (r#"{"type":"event","event":{"seq":1,"at":1,"from":"buyer","kind":"text"}}"#, Told::Other),
            (r#"{"type":"event","event":{"seq":2,"at":1,"from":"bot","kind":"text"}}"#, Told::Answer { goes_on: true }),
            (
                r#"{"type":"event","event":{"seq":2,"at":1,"from":"system","kind":"handoff","owner":"queue"}}"#,
                Told::Answer { goes_on: false },
            ),
            (r#"{"type":"error","code":"rate_limited"}"#, Told::Refused),
            (r#"{"type":"typing","from":"bot"}"#, Told::Other),
        ] {
            assert_eq!(told(&frame.into()), want, "{frame}");
        }
    }
}
