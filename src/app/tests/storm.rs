//! Many buyers, sockets cut at random, messages sent twice, the process killed and started again, a log that fails:
//! each acknowledged event is there once and in order, and who watched saw each event once and in order.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::*;
use crate::{
    base::ChoiceValue,
    bus::{Outbox, Parcel, Parcels, Watching},
    dialog::State,
    store::faulty::{Faulty, Odds},
};

struct Weather {
    buyers: u32,
    /// Times the process is started; each but the last ends by a kill.
    lives: u32,
    /// Inputs of a buyer in one life.
    inputs: u32,
    odds: Odds,
    calm: bool,
}

/// What one buyer's devices remember, over every life of the server.
struct Buyer {
    id: ConversationId,
    /// The log never fails.
    calm: bool,
    dice: StdRng,
    next_client: u32,
    /// Sent and not acknowledged: to be sent again.
    pending: Vec<(ClientId, Input)>,
    acknowledged: BTreeMap<ClientId, Seq>,
    /// What two devices have seen, in the order they saw it.
    seen: [Vec<Event>; 2],
}

/// One connection of a device.
struct Socket {
    parcels: Parcels,
    _watching: Watching,
}

impl Buyer {
    async fn live(&mut self, app: &App, inputs: u32) {
        let mut sockets: [Option<Socket>; 2] = [None, None];
        for _ in 0..inputs {
            for (device, socket) in sockets.iter_mut().enumerate() {
                match socket {
                    Some(_) if self.dice.random_bool(0.1) => *socket = None,
                    None if self.dice.random_bool(0.5) => *socket = self.connect(app, device).await,
                    _ => (),
                }
            }
            self.send(app).await;
            for (device, socket) in sockets.iter_mut().enumerate() {
                if self.dice.random_bool(0.7) && !self.listen(device, socket) {
                    *socket = None;
                }
            }
        }
        for (device, socket) in sockets.iter_mut().enumerate() {
            self.listen(device, socket);
        }
    }

    async fn connect(&mut self, app: &App, device: usize) -> Option<Socket> {
        let (outbox, parcels) = Outbox::new(self.dice.random_range(2..40));
        let watching = app.watch(self.id, &outbox);
        let after = self.seen[device].last().map_or(0, |event| event.seq);
        // A log that can't be read now sends the device away; it comes back.
        let missed = app.events(self.id, after).await.ok()?;
        missed.into_iter().for_each(|event| self.see(device, event));
        Some(Socket { parcels, _watching: watching })
    }

    /// Reads what has come; whether the socket is still connected.
    fn listen(&mut self, device: usize, socket: &mut Option<Socket>) -> bool {
        while let Some(Parcel::Event { event, .. }) = socket.as_mut().and_then(|socket| socket.parcels.try_recv()) {
            // The end of the backlog and the start of the live events overlap.
            if self.seen[device].last().is_none_or(|last| last.seq < event.seq) {
                self.see(device, (*event).clone());
            }
        }
        socket.as_ref().is_some_and(|socket| !socket.parcels.is_cut_off())
    }

    fn see(&mut self, device: usize, event: Event) {
        let seen = &mut self.seen[device];
        assert_eq!(event.seq, seen.len() as Seq + 1, "a gap or a repeat in {}", self.id);
        seen.push(event);
    }

    async fn send(&mut self, app: &App) {
        if self.dice.random_bool(0.1) {
            // A claim carries no client id: made twice by the same agent, it is one claim.
            let claim = Input::Claim { agent: "li".into(), name: "小李".to_owned() };
            let _ = app.input(self.id, None, Page::default(), claim).await;
        }
        if self.pending.is_empty() || self.dice.random_bool(0.7) {
            self.next_client += 1;
            let input = self.some_input();
            self.pending.push((format!("m{}", self.next_client).into(), input));
        }
        let nth = self.dice.random_range(0..self.pending.len());
        let (client, input) = self.pending[nth].clone();
        let send = || app.input(self.id, Some(client.clone()), Page::default(), input.clone());
        // Now and then from two sockets at once, as after a reconnect.
        let outcomes = if self.dice.random_bool(0.2) {
            let (one, two) = tokio::join!(send(), send());
            vec![one, two]
        } else {
            vec![send().await]
        };
        for outcome in outcomes {
            match outcome {
                Ok(accepted) => {
                    let first = *self.acknowledged.entry(client.clone()).or_insert(accepted.seq);
                    assert_eq!(accepted.seq, first, "a client id has one place");
                    self.pending.retain(|(waiting, _)| *waiting != client);
                }
                Err(Refused::Dialog(_)) => self.pending.retain(|(waiting, _)| *waiting != client),
                Err(Refused::Busy) => (),
                Err(Refused::Unavailable) => assert!(!self.calm, "nothing fails here, and an input got lost on its way"),
            }
        }
        // An acknowledged message may be sent again at any time.
        if self.dice.random_bool(0.1)
            && let Some((client, seq)) = self.acknowledged.iter().next_back()
            && let Ok(again) = app.input(self.id, Some(client.clone()), Page::default(), say("again")).await
        {
            assert_eq!(again.seq, *seq);
        }
    }

    fn some_input(&mut self) -> Input {
        let n = self.dice.random::<u32>();
        match self.dice.random_range(0..11) {
            0 => say(PERSON),
            1 => Input::Choose { value: ChoiceValue::Other },
            2 => Input::Leave,
            3 => Input::AgentSay { agent: "li".into(), epoch: self.dice.random_range(0..6), text: format!("好的 {n}") },
            4 => Input::Return { agent: "li".into(), epoch: self.dice.random_range(0..6) },
            5 => Input::Resolve { agent: "li".into(), epoch: self.dice.random_range(0..6), outcome: None },
            _ => say(&format!("我的快递 {n} 天没动了")),
        }
    }

    fn check(&self, events: &[Event]) {
        let seqs: Vec<_> = events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, (1..=events.len() as Seq).collect::<Vec<_>>(), "no gap, no repeat");
        assert!(events.is_sorted_by_key(|event| event.at), "time goes on");
        let mut clients = HashSet::new();
        for client in events.iter().filter_map(|event| event.client.as_ref()) {
            assert!(clients.insert(client), "{client} twice in {}", self.id);
        }
        for (client, seq) in &self.acknowledged {
            assert_eq!(events[*seq as usize - 1].client.as_ref(), Some(client), "acknowledged and not there");
        }
        for seen in &self.seen {
            assert_eq!(seen[..], events[..seen.len()], "what was seen is what the log says");
        }
    }
}

fn storm(seed: u64, weather: &Weather) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.db");
    let (clock, at) = fixed_clock();
    let mut dice = StdRng::seed_from_u64(seed);
    let mut buyers: Vec<Buyer> = (0..weather.buyers)
        .map(|n| Buyer {
            id: ConversationId(uuid::Uuid::from_u128(u128::from(n))),
            calm: weather.calm,
            dice: StdRng::seed_from_u64(dice.random()),
            next_client: 0,
            pending: Vec::new(),
            acknowledged: BTreeMap::new(),
            seen: [Vec::new(), Vec::new()],
        })
        .collect();
    for life in 0..weather.lives {
        at.fetch_add(MINUTE, std::sync::atomic::Ordering::Relaxed);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let killed = life + 1 < weather.lives;
        buyers = runtime.block_on(one_life(buyers, &path, &clock, weather, dice.random(), killed));
        // Dropped without a word: what wasn't acknowledged may be lost, nothing else.
        drop(runtime);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(verify(&buyers, &path));
}

async fn one_life(buyers: Vec<Buyer>, path: &Path, clock: &Clock, weather: &Weather, seed: u64, killed: bool) -> Vec<Buyer> {
    let log = Faulty::log(Log::open(path.to_str().unwrap()).await.unwrap(), seed, weather.odds);
    // Idle for a moment is enough to leave memory, so that conversations come and go all the time.
    let options = Options { idle: Duration::from_millis(2), inbox: 4, ..Options::default() };
    let app = start(options, log, clock.clone()).await;
    let tasks = tokio_util::task::TaskTracker::new();
    let inputs = weather.inputs;
    let running: Vec<_> = buyers
        .into_iter()
        .map(|mut buyer| {
            let app = app.clone();
            tasks.spawn(async move {
                buyer.live(&app, inputs).await;
                buyer
            })
        })
        .collect();
    let mut back = Vec::new();
    for buyer in running {
        back.push(buyer.await.unwrap());
    }
    if killed {
        // Inputs in full flight at the moment of the kill.
        for buyer in &back {
            if let Some((client, input)) = buyer.pending.first().cloned() {
                let (app, id) = (app.clone(), buyer.id);
                tasks.spawn(async move { app.input(id, Some(client), Page::default(), input).await });
            }
        }
        tokio::task::yield_now().await;
    } else {
        app.shutdown(Duration::from_secs(30)).await;
    }
    back
}

async fn verify(buyers: &[Buyer], path: &Path) {
    let log = Log::open(path.to_str().unwrap()).await.unwrap();
    let mut heads: HashMap<_, _> = log.waiting().await.unwrap().into_iter().collect();
    let mut acknowledged = 0;
    for buyer in buyers {
        let events = log.events(buyer.id, 0).await.unwrap();
        buyer.check(&events);
        acknowledged += buyer.acknowledged.len();
        let head = log.head(buyer.id).await.unwrap().unwrap();
        let state = State::fold(buyer.id, &events);
        assert_eq!((head.seq, &head.owner, head.epoch), (state.seq(), state.owner(), state.epoch()), "the head is the fold");
        let waits = matches!(head.owner, Owner::Queue | Owner::Agent { .. });
        assert_eq!(heads.remove(&buyer.id).is_some(), waits);
    }
    assert!(acknowledged > buyers.len(), "the storm let something through: {acknowledged}");
}

#[test]
fn two_hundred_buyers_with_cut_sockets_and_killed_servers() {
    storm(20_261_122, &Weather { buyers: 200, lives: 3, inputs: 20, odds: Odds::default(), calm: true });
}

#[test]
fn a_log_that_fails_in_every_way() {
    let odds = Odds { lost: 0.1, unsure: 0.1, overtaken: 0.1, unread: 0.1 };
    for seed in 0..4 {
        storm(seed, &Weather { buyers: 40, lives: 3, inputs: 25, odds, calm: false });
    }
}
