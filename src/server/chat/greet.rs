//! The first frame: who comes, what they hold already, and what they missed.

use tokio::time::{Instant, timeout_at};

use super::{talk::Talk, words};
use crate::{
    app::Page,
    base::{ConversationId, Lang, Owner, Seq},
    bus::Outbox,
    server::{
        frame::{BuyerFrame, ChatFrame, PageFacts},
        line::{Goodbye, Heard, Line},
        peer::Peer,
        refusal::Refusal,
        shared::Server,
    },
};

/// Parcels a socket may be behind. A full outbox cuts the socket off; the page resumes by `seq`.
const OUTBOX: usize = 64;
/// Frames that aren't a hello before the socket is closed.
const PATIENCE: u8 = 3;

/// Waits for the hello and welcomes the buyer. `Err`: how to end, `None` where nobody is left to be told.
pub(super) async fn greet(server: &Server, peer: &Peer, line: &mut Line) -> Result<Talk, Option<Goodbye>> {
    let deadline = Instant::now() + server.options.hello;
    for _ in 0..PATIENCE {
        let heard = tokio::select! {
            heard = timeout_at(deadline, line.hear()) => heard,
            () = server.stop.cancelled() => return Err(Some(Goodbye::Stopping)),
        };
        let refusal = match heard {
            Ok(Heard::Text(_)) if !server.gate.frame(peer.address()) => Refusal::rate_limited(),
            Ok(Heard::Text(text)) => match BuyerFrame::parse(&text) {
                Ok(BuyerFrame::Hello { token, after, lang, page }) => {
                    return welcome(server, peer, line, Hello { token, after, lang, page }).await;
                }
                Ok(_) => Refusal::bad_frame("Say hello first."),
                Err(error) => Refusal::bad_frame(error.to_string()),
            },
            Ok(Heard::Binary) => Refusal::bad_frame("Frames are text."),
            Ok(Heard::Sign) => continue,
            Ok(Heard::TooLarge { .. }) => return Err(refuse(line, Refusal::too_large(), Goodbye::TooLarge).await),
            Ok(Heard::Broken) => return Err(refuse(line, Refusal::bad_frame("That wasn't a frame."), Goodbye::Broken).await),
            Ok(Heard::Gone) => return Err(None),
            Err(_elapsed) => return Err(refuse(line, Refusal::bad_frame("No hello came in time."), Goodbye::Unwelcome).await),
        };
        words::say(line, &refusal, None);
        line.flush().await.map_err(|_lost| None)?;
    }
    Err(Some(Goodbye::Unwelcome))
}

struct Hello {
    token: Option<String>,
    after: Option<Seq>,
    lang: Option<String>,
    page: Option<PageFacts>,
}

async fn welcome(server: &Server, peer: &Peer, line: &mut Line, hello: Hello) -> Result<Talk, Option<Goodbye>> {
    let held: Option<ConversationId> = match &hello.token {
        None => None,
        Some(token) => match server.seal.read_chat_token(token) {
            Some(conversation) => Some(conversation),
            None => {
                let refusal = Refusal::unauthorized("The token isn't one of ours. Say hello without it for a new conversation.");
                return Err(refuse(line, refusal, Goodbye::Unwelcome).await);
            }
        },
    };
    let conversation = held.unwrap_or_else(|| server.app.new_conversation());
    // Watching comes before reading: what is logged between the two is seen twice, and sent once, never lost.
    let (outbox, parcels) = Outbox::new(OUTBOX);
    let watching = server.app.watch(conversation, &outbox);
    let lang = hello.lang.as_deref().and_then(Lang::from_tag);
    let (seq, owner) = match held {
        None => (0, Owner::Bot),
        Some(_) => match server.app.standing(conversation).await {
            Ok(standing) => (standing.seq, standing.owner),
            Err(refused) => return Err(refuse(line, refused.into(), Goodbye::Unavailable).await),
        },
    };
    let playbook = server.app.playbook();
    let card = server.cards.card(&playbook, lang);
    line.put(&ChatFrame::Welcome {
        conversation: conversation.to_string(),
        token: server.seal.chat_token(conversation),
        seq,
        owner: (&owner).into(),
        shop: &card,
    });
    let page = hello.page.unwrap_or_default();
    let page = Page { lang, order_no: words::short(page.order_no), sku: words::short(page.sku) };
    // A page that claims to be ahead of the log gets what comes next.
    let sent = hello.after.map_or(seq, |after| after.min(seq));
    let mut talk = Talk::new(server, peer, conversation, page, sent, parcels, watching);
    if sent < seq {
        talk.catch_up(server, line).await?;
    }
    line.flush().await.map_err(|_lost| None)?;
    Ok(talk)
}

/// Says what is wrong before the end.
async fn refuse(line: &mut Line, refusal: Refusal, goodbye: Goodbye) -> Option<Goodbye> {
    words::say(line, &refusal, None);
    line.flush().await.ok().map(|()| goodbye)
}
