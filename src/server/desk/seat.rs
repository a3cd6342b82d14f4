//! One agent's page.

use std::{pin::Pin, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, sleep_until, timeout},
};

use super::{
    act::{self, Act},
    watched::{Trouble, Watched},
};
use crate::{
    app::{Accepted, App, OnDuty, Page, QueueItem},
    base::{AgentId, ClientId, ConversationId, Lang, Party},
    bus::{Outbox, Parcel, Parcels},
    dialog::Input,
    server::{
        chat::INPUT_PATIENCE,
        frame::{AgentFrame, AgentStatus, DeskFrame},
        line::{Goodbye, Heard, Line},
        peer::Peer,
        queue,
        refusal::Refusal,
        said::as_sent,
        shared::Server,
        token::SignIn,
    },
};

/// Parcels a desk may be behind; it watches many conversations. A full outbox cuts it off; the page resumes by `seq`.
const OUTBOX: usize = 1024;
/// The queue is sent at most this often.
const QUEUE_EVERY: Duration = Duration::from_millis(200);
/// Refused frames in a row before the socket is closed.
const STRIKES: u8 = 20;

pub(super) struct Seat {
    agent: AgentId,
    /// The sign-in ends then.
    expires_in: Instant,
    peer: Peer,
    outbox: Outbox,
    parcels: Parcels,
    on_duty: OnDuty,
    watched: Watched,
    queue: watch::Receiver<std::sync::Arc<[QueueItem]>>,
    queue_from: Instant,
    /// The input being logged. The next frame is read when it is done, so inputs keep their order.
    logging: Option<Logging>,
    strikes: u8,
}

struct Logged {
    id: Option<ClientId>,
    conversation: ConversationId,
    outcome: Result<Accepted, Refusal>,
}

type Logging = Pin<Box<dyn Future<Output = Logged> + Send>>;

/// What woke the socket. One variant for each arm of the `select!`.
enum Wake {
    Heard(Heard),
    Parcel(Parcel),
    /// The bus gave this socket up: it was too far behind.
    CutOff,
    Queue,
    Logged(Logged),
    Tick,
    Stop,
}

/// `Err` ends the socket: with a goodbye, or without one where nobody is left to hear it.
type Step = Result<(), Option<Goodbye>>;

impl Seat {
    pub(super) fn new(server: &Server, peer: &Peer, sign_in: SignIn, lang: Option<Lang>) -> Seat {
        let (outbox, parcels) = Outbox::new(OUTBOX);
        let on_duty = server.app.sign_on(sign_in.agent.clone(), &outbox);
        let left = (sign_in.expires_at - server.app.now()).max(0).unsigned_abs();
        let mut queue = server.app.queue();
        queue.mark_changed();
        Seat {
            agent: sign_in.agent,
            expires_in: Instant::now() + Duration::from_millis(left),
            peer: peer.clone(),
            outbox,
            parcels,
            on_duty,
            watched: Watched::new(lang),
            queue,
            queue_from: Instant::now(),
            logging: None,
            strikes: 0,
        }
    }

    /// Serves the page until one side ends it.
    pub(super) async fn run(mut self, server: &Server, line: &mut Line) -> Option<Goodbye> {
        line.put(&DeskFrame::Welcome { name: self.agent.as_str() });
        loop {
            if line.flush().await.is_err() {
                return None;
            }
            let wake = self.wait(server, line).await;
            if let Err(goodbye) = self.handle(server, line, wake).await {
                return goodbye;
            }
        }
    }

    async fn wait(&mut self, server: &Server, line: &mut Line) -> Wake {
        let tick = line.check_at(server.options.ping).min(self.expires_in);
        let (logging, queue, queue_from) = (&mut self.logging, &mut self.queue, self.queue_from);
        let busy = logging.is_some();
        let queue_changed = async {
            sleep_until(queue_from).await;
            // The sender lives as long as the app; without one there is nothing to wait for.
            if queue.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            parcel = self.parcels.recv() => parcel.map_or(Wake::CutOff, Wake::Parcel),
            logged = async { logging.as_mut().expect("the arm is on only while something is being logged").await }, if busy => {
                Wake::Logged(logged)
            }
            () = server.stop.cancelled(), if !busy => Wake::Stop,
            () = queue_changed => Wake::Queue,
            heard = line.hear(), if !busy => Wake::Heard(heard),
            () = sleep_until(tick), if !busy => Wake::Tick,
        }
    }

    async fn handle(&mut self, server: &Server, line: &mut Line, wake: Wake) -> Step {
        match wake {
            Wake::Heard(heard) => self.hear(server, line, heard).await,
            Wake::Parcel(parcel) => {
                self.deliver(server, line, parcel).await?;
                while let Some(parcel) = self.parcels.try_recv() {
                    self.deliver(server, line, parcel).await?;
                }
                Ok(())
            }
            Wake::CutOff => Err(Some(Goodbye::Behind)),
            Wake::Queue => {
                self.queue_from = Instant::now() + QUEUE_EVERY;
                let items = queue::waiting(&self.queue.borrow_and_update(), &server.app.playbook().script);
                line.put(&DeskFrame::Queue { items });
                Ok(())
            }
            Wake::Logged(Logged { id, conversation, outcome }) => {
                self.logging = None;
                match (id, outcome) {
                    (Some(id), Ok(accepted)) => line.put(&DeskFrame::Ack { id: as_sent(&id), seq: accepted.seq }),
                    (None, Ok(_)) => {}
                    (id, Err(refusal)) => {
                        say(line, &refusal, id.as_ref().map(as_sent), Some(&conversation.to_string()));
                    }
                }
                Ok(())
            }
            Wake::Tick if Instant::now() >= self.expires_in => {
                say(line, &Refusal::unauthorized("Your sign-in has ended. Sign in again."), None, None);
                Err(Some(Goodbye::Unwelcome))
            }
            Wake::Tick => line.check(server.options.ping).map_err(|_lost| None),
            Wake::Stop => Err(Some(Goodbye::Stopping)),
        }
    }

    async fn hear(&mut self, server: &Server, line: &mut Line, heard: Heard) -> Step {
        match heard {
            Heard::Text(text) => self.read(server, line, &text).await,
            Heard::Binary => self.strike(line, &Refusal::bad_frame("Frames are text."), None, None),
            Heard::Sign => Ok(()),
            Heard::TooLarge { .. } => {
                say(line, &Refusal::too_large(), None, None);
                Err(Some(Goodbye::TooLarge))
            }
            Heard::Broken => {
                say(line, &Refusal::bad_frame("That wasn't a frame."), None, None);
                Err(Some(Goodbye::Broken))
            }
            Heard::Gone => Err(None),
        }
    }

    async fn read(&mut self, server: &Server, line: &mut Line, text: &str) -> Step {
        if !server.gate.frame(self.peer.address()) {
            return self.strike(line, &Refusal::rate_limited(), None, None);
        }
        let frame = match AgentFrame::parse(text) {
            Ok(frame) => frame,
            Err(error) => return self.strike(line, &Refusal::bad_frame(error.to_string()), None, None),
        };
        let (id, named) = (frame.id().map(str::to_owned), act::named(&frame).map(str::to_owned));
        match act::act(frame, &self.agent) {
            Ok(act) => {
                self.strikes = 0;
                self.serve(server, line, act).await
            }
            Err(refusal) => self.strike(line, &refusal, id.as_deref(), named.as_deref()),
        }
    }

    async fn serve(&mut self, server: &Server, line: &mut Line, act: Act) -> Step {
        match act {
            Act::Input { conversation, id, input } => {
                self.logging = Some(Box::pin(log(server.app.clone(), conversation, id, input)));
                Ok(())
            }
            Act::Watch { conversation, after } => {
                let opened = self.watched.open(server, line, &self.outbox, conversation, after).await;
                self.settle(line, conversation, opened)
            }
            Act::Unwatch(conversation) => {
                self.watched.close(conversation);
                Ok(())
            }
            Act::Typing(conversation) => {
                server.app.typing(conversation, Party::Agent);
                Ok(())
            }
            Act::Status(status) => {
                self.on_duty.set_available(status != AgentStatus::Away);
                Ok(())
            }
            Act::Pong => {
                line.put(&DeskFrame::Pong {});
                Ok(())
            }
        }
    }

    async fn deliver(&mut self, server: &Server, line: &mut Line, parcel: Parcel) -> Step {
        match parcel {
            Parcel::Event { conversation, event } => {
                let delivered = self.watched.deliver(server, line, conversation, &event).await;
                self.settle(line, conversation, delivered)
            }
            Parcel::Typing { from: Party::Agent, .. } => Ok(()),
            Parcel::Typing { conversation, from } => {
                line.put(&DeskFrame::Typing { conversation: conversation.to_string(), from: from.into() });
                Ok(())
            }
            Parcel::Owner { conversation, owner, epoch } => {
                line.put(&DeskFrame::owner(conversation.to_string(), &owner, epoch));
                Ok(())
            }
        }
    }

    /// A conversation that can't be read is closed at this desk, with a word; the page may open it again.
    fn settle(&mut self, line: &mut Line, conversation: ConversationId, outcome: Result<(), Trouble>) -> Step {
        match outcome {
            Ok(()) => Ok(()),
            Err(Trouble::Refused(refusal)) => {
                self.watched.close(conversation);
                say(line, &refusal, None, Some(&conversation.to_string()));
                Ok(())
            }
            Err(Trouble::Lost) => Err(None),
        }
    }

    /// Says what was wrong; a page that does nothing else is sent away.
    fn strike(&mut self, line: &mut Line, refusal: &Refusal, id: Option<&str>, conversation: Option<&str>) -> Step {
        say(line, refusal, id, conversation);
        self.strikes += 1;
        if self.strikes < STRIKES { Ok(()) } else { Err(Some(Goodbye::Misbehaved)) }
    }
}

fn say(line: &mut Line, refusal: &Refusal, id: Option<&str>, conversation: Option<&str>) {
    line.put(&DeskFrame::Error { code: refusal.code, message: &refusal.message, id, conversation });
}

async fn log(app: App, conversation: ConversationId, id: Option<ClientId>, input: Input) -> Logged {
    let outcome = match timeout(INPUT_PATIENCE, app.input(conversation, id.clone(), Page::default(), input)).await {
        Ok(outcome) => outcome.map_err(Refusal::from),
        Err(_elapsed) => Err(Refusal::unavailable()),
    };
    Logged { id, conversation, outcome }
}
