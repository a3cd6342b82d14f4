//! Guessing the desk key gets slower with every try.

use std::{collections::HashMap, net::IpAddr, sync::Mutex};

use crate::base::{MINUTE, SECOND, Timestamp};

/// Wrong tries that cost nothing.
const FREE: u32 = 3;
const LONGEST: i64 = 5 * MINUTE;
/// Addresses remembered. Past this the ones whose wait is over are forgotten; if none is, further addresses wait as one.
const MOST: usize = 10_000;

/// Wrong tries by address.
#[derive(Default)]
pub(super) struct Throttle {
    tries: Mutex<HashMap<IpAddr, Tries>>,
}

#[derive(Clone, Copy, Default)]
struct Tries {
    wrong: u32,
    until: Timestamp,
}

impl Throttle {
    /// Milliseconds until the address may try again; 0: now.
    pub(super) fn wait(&self, address: IpAddr, now: Timestamp) -> i64 {
        let tries = self.lock();
        let key = key(&tries, address);
        tries.get(&key).map_or(0, |it| (it.until - now).max(0))
    }

    pub(super) fn wrong(&self, address: IpAddr, now: Timestamp) {
        let mut tries = self.lock();
        if tries.len() >= MOST {
            tries.retain(|_, it| it.until + LONGEST > now);
        }
        let key = key(&tries, address);
        let it = tries.entry(key).or_default();
        it.wrong = it.wrong.saturating_add(1);
        let doublings = it.wrong.saturating_sub(FREE).min(10);
        it.until = if it.wrong <= FREE { now } else { now + (SECOND << doublings).min(LONGEST) };
    }

    pub(super) fn right(&self, address: IpAddr) {
        self.lock().remove(&address);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, Tries>> {
        self.tries.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn key(tries: &HashMap<IpAddr, Tries>, address: IpAddr) -> IpAddr {
    if tries.len() < MOST || tries.contains_key(&address) { address } else { IpAddr::from([0, 0, 0, 0]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_each_time_and_forgets_on_success() {
        let throttle = Throttle::default();
        let address = IpAddr::from([10, 0, 0, 1]);
        let now = Timestamp(0);
        let waits: Vec<i64> = (0..13)
            .map(|_| {
                throttle.wrong(address, now);
                throttle.wait(address, now) / SECOND
            })
            .collect();
        assert_eq!(waits, [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(throttle.wait(IpAddr::from([10, 0, 0, 2]), now), 0);
        assert_eq!(throttle.wait(address, now + 299 * SECOND), SECOND);
        throttle.right(address);
        assert_eq!(throttle.wait(address, now), 0);
    }

    #[test]
    fn stays_small_under_a_flood_of_addresses() {
        let throttle = Throttle::default();
        for n in 0..(MOST as u32 + 500) {
            for _ in 0..4 {
                throttle.wrong(IpAddr::from(n.to_be_bytes()), Timestamp(0));
            }
        }
        assert!(throttle.lock().len() <= MOST + 1);
        assert!(throttle.wait(IpAddr::from([9, 9, 9, 9]), Timestamp(0)) > 0);
    }
}
