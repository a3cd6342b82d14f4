//! The buyer's socket after the welcome.

use std::{pin::Pin, time::Duration};

use governor::DefaultDirectRateLimiter;
use tokio::time::{Instant, sleep_until, timeout};

use super::words::{self, Ask};
use crate::{
    app::{Accepted, App, Page},
    base::{ClientId, ConversationId, Event, Party, Seq},
    bus::{Parcel, Parcels, Watching},
    dialog::Input,
    server::{
        frame::{BuyerFrame, ChatFrame, Reader, View, WireEvent},
        line::{Goodbye, Heard, Line},
        peer::Peer,
        refusal::Refusal,
        shared::Server,
    },
};

/// An input that the log didn't take within this is refused; the page sends it again, under the same id.
pub(in crate::server) const INPUT_PATIENCE: Duration = Duration::from_secs(10);
/// Refused frames in a row before the socket is closed.
const STRIKES: u8 = 10;

/// One buyer's page, welcomed.
pub(super) struct Talk {
    conversation: ConversationId,
    page: Page,
    peer: Peer,
    /// The last event this page got.
    sent: Seq,
    parcels: Parcels,
    _watching: Watching,
    /// The input being logged. The next frame is read when it is done, so inputs keep their order.
    logging: Option<Logging>,
    allowance: Option<DefaultDirectRateLimiter>,
    strikes: u8,
    /// When the buyer last did something.
    active_at: Instant,
}

type Logging = Pin<Box<dyn Future<Output = (ClientId, Result<Accepted, Refusal>)> + Send>>;

/// What woke the socket. One variant for each arm of the `select!`.
enum Wake {
    Heard(Heard),
    Parcel(Parcel),
    /// The bus gave this socket up: it was too far behind.
    CutOff,
    Logged(ClientId, Result<Accepted, Refusal>),
    Tick,
    Stop,
}

/// `Err` ends the socket: with a goodbye, or without one where nobody is left to hear it.
type Step = Result<(), Option<Goodbye>>;

impl Talk {
    pub(super) fn new(
        server: &Server,
        peer: &Peer,
        conversation: ConversationId,
        page: Page,
        sent: Seq,
        parcels: Parcels,
        watching: Watching,
    ) -> Talk {
        Talk {
            conversation,
            page,
            peer: peer.clone(),
            sent,
            parcels,
            _watching: watching,
            logging: None,
            allowance: server.gate.messages(),
            strikes: 0,
            active_at: Instant::now(),
        }
    }

    /// Serves the page until one side ends it.
    pub(super) async fn run(mut self, server: &Server, line: &mut Line) -> Option<Goodbye> {
        loop {
            let wake = self.wait(server, line).await;
            let step = match self.handle(server, line, wake).await {
                Ok(()) => line.flush().await.map_err(|_lost| None),
                Err(goodbye) => Err(goodbye),
            };
            if let Err(goodbye) = step {
                return goodbye;
            }
        }
    }

    async fn wait(&mut self, server: &Server, line: &mut Line) -> Wake {
        let tick = line.check_at(server.options.ping).min(self.active_at + server.options.idle);
        let logging = &mut self.logging;
        let busy = logging.is_some();
        tokio::select! {
            biased;
            parcel = self.parcels.recv() => parcel.map_or(Wake::CutOff, Wake::Parcel),
            (id, outcome) = async { logging.as_mut().expect("the arm is on only while something is being logged").await }, if busy => {
                Wake::Logged(id, outcome)
            }
            () = server.stop.cancelled(), if !busy => Wake::Stop,
            heard = line.hear(), if !busy => Wake::Heard(heard),
            () = sleep_until(tick), if !busy => Wake::Tick,
        }
    }

    async fn handle(&mut self, server: &Server, line: &mut Line, wake: Wake) -> Step {
        match wake {
            Wake::Heard(heard) => self.hear(server, line, heard),
            Wake::Parcel(parcel) => {
                self.deliver(server, line, parcel).await?;
                while let Some(parcel) = self.parcels.try_recv() {
                    self.deliver(server, line, parcel).await?;
                }
                Ok(())
            }
            Wake::CutOff => Err(Some(Goodbye::Behind)),
            Wake::Logged(id, outcome) => {
                self.logging = None;
                match outcome {
                    Ok(accepted) => line.put(&ChatFrame::Ack { id: id.as_str(), seq: accepted.seq }),
                    Err(refusal) => words::say(line, &refusal, Some(id.as_str())),
                }
                Ok(())
            }
            Wake::Tick if Instant::now() >= self.active_at + server.options.idle => Err(Some(Goodbye::Idle)),
            Wake::Tick => line.check(server.options.ping).map_err(|_lost| None),
            Wake::Stop => Err(Some(Goodbye::Stopping)),
        }
    }

    fn hear(&mut self, server: &Server, line: &mut Line, heard: Heard) -> Step {
        match heard {
            Heard::Text(text) => {
                let frame = BuyerFrame::parse(&text);
                let id = frame.as_ref().ok().and_then(|frame| frame.id().map(str::to_owned));
                let asked = frame.map_err(|error| Refusal::bad_frame(error.to_string())).and_then(words::ask);
                match self.within_limits(server, &asked).and(asked) {
                    Ok(ask) => {
                        self.serve(server, line, ask);
                        Ok(())
                    }
                    Err(refusal) => self.strike(line, &refusal, id.as_deref()),
                }
            }
            Heard::Binary => self.strike(line, &Refusal::bad_frame("Frames are text."), None),
            Heard::Sign => Ok(()),
            Heard::TooLarge { .. } => {
                words::say(line, &Refusal::too_large(), None);
                Err(Some(Goodbye::TooLarge))
            }
            Heard::Broken => {
                words::say(line, &Refusal::bad_frame("That wasn't a frame."), None);
                Err(Some(Goodbye::Broken))
            }
            Heard::Gone => Err(None),
        }
    }

    fn within_limits(&self, server: &Server, asked: &Result<Ask, Refusal>) -> Result<(), Refusal> {
        let counts = matches!(asked, Ok(Ask::Input(..)));
        let spent = counts && self.allowance.as_ref().is_some_and(|allowance| allowance.check().is_err());
        if spent || !server.gate.frame(self.peer.address()) { Err(Refusal::rate_limited()) } else { Ok(()) }
    }

    fn serve(&mut self, server: &Server, line: &mut Line, ask: Ask) {
        self.strikes = 0;
        match ask {
            Ask::Input(id, input) => {
                self.active_at = Instant::now();
                self.logging = Some(Box::pin(log(server.app.clone(), self.conversation, id, self.page.clone(), input)));
            }
            Ask::Typing => server.app.typing(self.conversation, Party::Buyer),
            Ask::Pong => line.put(&ChatFrame::Pong {}),
            Ask::Nothing => {}
        }
    }

    /// Says what was wrong; a page that does nothing else is sent away.
    fn strike(&mut self, line: &mut Line, refusal: &Refusal, id: Option<&str>) -> Step {
        words::say(line, refusal, id);
        self.strikes += 1;
        if self.strikes < STRIKES { Ok(()) } else { Err(Some(Goodbye::Misbehaved)) }
    }

    async fn deliver(&mut self, server: &Server, line: &mut Line, parcel: Parcel) -> Step {
        match parcel {
            Parcel::Event { event, .. } if event.seq <= self.sent => Ok(()),
            Parcel::Event { event, .. } if event.seq == self.sent + 1 => {
                self.send(server, line, &event);
                Ok(())
            }
            // One went past us: the log has it.
            Parcel::Event { .. } => self.catch_up(server, line).await,
            Parcel::Typing { from: Party::Buyer, .. } | Parcel::Owner { .. } => Ok(()),
            Parcel::Typing { from, .. } => {
                line.put(&ChatFrame::Typing { from: from.into() });
                Ok(())
            }
        }
    }

    /// Sends every event past the last sent, from the log.
    pub(super) async fn catch_up(&mut self, server: &Server, line: &mut Line) -> Step {
        let events = timeout(INPUT_PATIENCE, server.app.events(self.conversation, self.sent)).await;
        let Ok(Ok(events)) = events else { return Err(Some(Goodbye::Unavailable)) };
        for (count, event) in events.iter().enumerate() {
            self.send(server, line, event);
            if count % 64 == 63 {
                line.flush().await.map_err(|_lost| None)?;
            }
        }
        Ok(())
    }

    fn send(&mut self, server: &Server, line: &mut Line, event: &Event) {
        let playbook = server.app.playbook();
        let script = &playbook.script;
        let view = View { reader: Reader::Buyer, lang: self.page.lang.unwrap_or(script.default_lang), script };
        line.put(&ChatFrame::Event { event: WireEvent::of(event, view) });
        self.sent = event.seq;
    }
}

async fn log(
    app: App,
    conversation: ConversationId,
    id: ClientId,
    page: Page,
    input: Input,
) -> (ClientId, Result<Accepted, Refusal>) {
    let outcome = match timeout(INPUT_PATIENCE, app.input(conversation, Some(id.clone()), page, input)).await {
        Ok(outcome) => outcome.map_err(Refusal::from),
        Err(_elapsed) => Err(Refusal::unavailable()),
    };
    (id, outcome)
}
