//! How much one address may ask of the server.

use std::{
    collections::{HashMap, hash_map::Entry},
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Limits;

/// The counts of every address. Cheap to clone.
#[derive(Clone)]
pub(super) struct Gate {
    limits: Option<Limits>,
    connections: Connections,
    frames: Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
}

impl Gate {
    pub(super) fn new(limits: Option<Limits>) -> Gate {
        let frames = limits.map(|limits| {
            let per_second = limits.frames_per_second_per_address;
            let burst = per_second.saturating_mul(NonZeroU32::MIN.saturating_add(1));
            Arc::new(RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)))
        });
        Gate { limits, connections: Arc::default(), frames }
    }

    /// A place for one more connection of the address, given back when dropped; `None` when it has them all.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Place> {
        let address = whole(address);
        let most = self.limits.map_or(u32::MAX, |limits| limits.connections_per_address);
        let mut connections = lock(&self.connections);
        let count = connections.entry(address).or_insert(0);
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { connections: Arc::clone(&self.connections), address })
    }

    /// Whether the address may send one more frame now.
    pub(super) fn frame(&self, address: IpAddr) -> bool {
        self.frames.as_ref().is_none_or(|frames| frames.check_key(&whole(address)).is_ok())
    }

    /// What one buyer's socket may say.
    pub(super) fn messages(&self) -> Option<DefaultDirectRateLimiter> {
        let per_minute = self.limits?.messages_per_minute;
        let burst = NonZeroU32::new(per_minute.get() / 3).unwrap_or(NonZeroU32::MIN);
        Some(RateLimiter::direct(Quota::per_minute(per_minute).allow_burst(burst)))
    }

    /// Forgets the addresses that were quiet. Called now and then.
    pub(super) fn tidy(&self) {
        if let Some(frames) = &self.frames {
            frames.retain_recent();
            frames.shrink_to_fit();
        }
    }
}

type Connections = Arc<Mutex<HashMap<IpAddr, u32>>>;

fn lock(connections: &Connections) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
    connections.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection's place in its address's count.
pub(super) struct Place {
    connections: Connections,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Entry::Occupied(mut entry) = lock(&self.connections).entry(self.address) {
            *entry.get_mut() -= 1;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }
}

/// One household is one address: an IPv6 network counts whole, an IPv4 address written as IPv6 is itself.
fn whole(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(four) => IpAddr::V4(four),
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(connections: u32) -> Gate {
        let three = NonZeroU32::new(3).unwrap();
        Gate::new(Some(Limits {
            messages_per_minute: three,
            connections_per_address: connections,
            frames_per_second_per_address: three,
        }))
    }

    #[test]
    fn counts_connections_by_household() {
        let gate = gate(2);
        let of = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = gate.enter(of("2001:db8::1"));
        let second = gate.enter(of("2001:db8::2"));
        assert!(first.is_some() && second.is_some());
        assert!(gate.enter(of("2001:db8::3")).is_none());
        assert!(gate.enter(of("2001:db8:0:1::3")).is_some());
        drop(first);
        assert!(gate.enter(of("2001:db8::3")).is_some());
        drop(second);
        assert!(lock(&gate.connections).is_empty());
    }

    #[test]
    fn stops_a_flood_of_frames() {
        let gate = gate(1);
        let address = IpAddr::from([127, 0, 0, 1]);
        assert!((0..6).all(|_| gate.frame(address)));
        assert!(!gate.frame(address));
        assert!(gate.frame(IpAddr::from([127, 0, 0, 2])));
        let lifted = Gate::new(None);
        assert!((0..1000).all(|_| lifted.frame(address)) && lifted.messages().is_none());
    }
}
