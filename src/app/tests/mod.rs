//! The app over its real neighbours.

mod behaviour;
mod canary;
mod storm;

use std::sync::{Arc, LazyLock, atomic::AtomicI64};

use super::*;
use crate::base::{Fact, MINUTE};

const START: i64 = 1_800_000_000_000;

/// The starter shop, whose training every test after the first finds in its cache.
fn playbook() -> Playbook {
    static SHOP: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        crate::playbook::write_starter(folder.path()).unwrap();
        folder
    });
    Playbook::load(SHOP.path(), Some(&SHOP.path().join("cache"))).unwrap()
}

fn fixed_clock() -> (Clock, Arc<AtomicI64>) {
    let at = Arc::new(AtomicI64::new(START));
    (Clock::Fixed(Arc::clone(&at)), at)
}

async fn start(options: Options, log: Log, clock: Clock) -> App {
    App::start(options, log, playbook(), clock).await.unwrap()
}

fn say(text: &str) -> Input {
    Input::Say { text: text.to_owned() }
}

/// The words that reach a person in any shop.
const PERSON: &str = "人工";
