use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::base::Timestamp;

/// Where the time comes from. The only reader of the machine's clock.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Milliseconds since 1970, moved by whoever holds it: for tests and `simulate`.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp(jiff::Timestamp::now().as_millisecond()),
            Clock::Fixed(at) => Timestamp(at.load(Ordering::Relaxed)),
        }
    }
}
