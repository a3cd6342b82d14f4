//! The conversations that a desk has open.

use std::collections::HashMap;

use tokio::time::timeout;

use crate::{
    base::{ConversationId, Event, Lang, Seq},
    bus::{Outbox, Watching},
    server::{
        chat::INPUT_PATIENCE,
        frame::{DeskFrame, Reader, View, WireEvent},
        line::{Line, Lost},
        refusal::Refusal,
        shared::Server,
    },
};

/// Conversations one desk may have open.
const MOST: usize = 100;

pub(super) struct Watched {
    /// The desk's; absent: the shop's.
    lang: Option<Lang>,
    open: HashMap<ConversationId, Open>,
}

struct Open {
    sent: Seq,
    _watching: Watching,
}

/// Why events couldn't be sent.
pub(super) enum Trouble {
    Refused(Refusal),
    Lost,
}

impl From<Lost> for Trouble {
    fn from(_: Lost) -> Trouble {
        Trouble::Lost
    }
}

impl Watched {
    pub(super) fn new(lang: Option<Lang>) -> Watched {
        Watched { lang, open: HashMap::new() }
    }

    /// Says who owns the conversation, sends its events past `after`, and from here on every new one.
    pub(super) async fn open(
        &mut self,
        server: &Server,
        line: &mut Line,
        outbox: &Outbox,
        conversation: ConversationId,
        after: Seq,
    ) -> Result<(), Trouble> {
        if self.open.len() >= MOST && !self.open.contains_key(&conversation) {
            return Err(Trouble::Refused(Refusal::bad_frame("A desk watches at most 100 conversations. Unwatch some.")));
        }
        // Watching comes before reading: what is logged between the two is seen twice, and sent once, never lost.
        let watching = server.app.watch(conversation, outbox);
        let standing = server.app.standing(conversation).await.map_err(|refused| Trouble::Refused(refused.into()))?;
        line.put(&DeskFrame::owner(conversation.to_string(), &standing.owner, standing.epoch));
        let sent = after.min(standing.seq);
        self.open.insert(conversation, Open { sent, _watching: watching });
        self.catch_up(server, line, conversation).await
    }

    pub(super) fn close(&mut self, conversation: ConversationId) {
        self.open.remove(&conversation);
    }

    pub(super) async fn deliver(
        &mut self,
        server: &Server,
        line: &mut Line,
        conversation: ConversationId,
        event: &Event,
    ) -> Result<(), Trouble> {
        // It was on its way when the desk closed the conversation.
        let lang = self.lang;
        let Some(open) = self.open.get_mut(&conversation) else { return Ok(()) };
        if event.seq == open.sent + 1 {
            open.send(server, line, conversation, event, lang);
        } else if event.seq > open.sent {
            self.catch_up(server, line, conversation).await?;
        }
        Ok(())
    }

    /// Sends every event past the last sent, from the log.
    async fn catch_up(&mut self, server: &Server, line: &mut Line, conversation: ConversationId) -> Result<(), Trouble> {
        let lang = self.lang;
        let Some(open) = self.open.get_mut(&conversation) else { return Ok(()) };
        let events = match timeout(INPUT_PATIENCE, server.app.events(conversation, open.sent)).await {
            Ok(Ok(events)) => events,
            Ok(Err(refused)) => return Err(Trouble::Refused(refused.into())),
            Err(_elapsed) => return Err(Trouble::Refused(Refusal::unavailable())),
        };
        for (count, event) in events.iter().enumerate() {
            open.send(server, line, conversation, event, lang);
            if count % 64 == 63 {
                line.flush().await?;
            }
        }
        Ok(())
    }
}

impl Open {
    fn send(&mut self, server: &Server, line: &mut Line, conversation: ConversationId, event: &Event, lang: Option<Lang>) {
        let playbook = server.app.playbook();
        let script = &playbook.script;
        let view = View { reader: Reader::Desk, lang: lang.unwrap_or(script.default_lang), script };
        let event_frame = WireEvent::of(event, view);
        line.put(&DeskFrame::Event { conversation: conversation.to_string(), event: event_frame });
        self.sent = event.seq;
    }
}
