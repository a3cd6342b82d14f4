//! What a load run has measured.

use std::{fmt, time::Duration};

use hdrhistogram::Histogram;

use super::connect::Failed;

/// Counts and times of a run, or of one buyer of it.
#[derive(Debug)]
pub struct Measured {
    pub turns: u64,
    /// Chats that came to their end.
    pub chats: u64,
    /// Connections that failed.
    pub unconnected: u64,
    /// Connections that the server closed.
    pub closed: u64,
    pub timed_out: u64,
    /// Messages answered by an error frame.
    pub refused: u64,
    /// Buyers that a mistake in this program ended.
    pub lost: u64,
    pub time: Duration,
    /// Microseconds from a message to its answer.
    answer_us: Histogram<u64>,
}

/// Ten minutes; what takes longer counts as this.
const LONGEST_US: u64 = 600_000_000;

impl Default for Measured {
    fn default() -> Measured {
        Measured {
            turns: 0,
            chats: 0,
            unconnected: 0,
            closed: 0,
            timed_out: 0,
            refused: 0,
            lost: 0,
            time: Duration::ZERO,
            answer_us: Histogram::new_with_bounds(1, LONGEST_US, 3).expect("three digits up to ten minutes are within bounds"),
        }
    }
}

impl Measured {
    pub(super) fn turn(&mut self, time: Duration) {
        self.turns += 1;
        self.answer_us.saturating_record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    pub(super) fn fail(&mut self, failed: Failed) {
        match failed {
            Failed::Connect => self.unconnected += 1,
            Failed::Closed => self.closed += 1,
            Failed::TimedOut => self.timed_out += 1,
        }
    }

    pub(super) fn add(&mut self, other: &Measured) {
        self.turns += other.turns;
        self.chats += other.chats;
        self.unconnected += other.unconnected;
        self.closed += other.closed;
        self.timed_out += other.timed_out;
        self.refused += other.refused;
        self.lost += other.lost;
        self.answer_us.add(&other.answer_us).expect("all histograms have the same bounds");
    }

    pub fn errors(&self) -> u64 {
        self.unconnected + self.closed + self.timed_out + self.refused + self.lost
    }

    pub fn turns_per_second(&self) -> f64 {
        self.turns as f64 / self.time.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    /// Microseconds within which this share of the answers came.
    pub fn answer_us(&self, share: f64) -> u64 {
        self.answer_us.value_at_quantile(share)
    }

    pub fn json(&self) -> String {
        serde_json::json!({
            "turns": self.turns,
            "chats": self.chats,
            "seconds": self.time.as_secs_f64(),
            "turns_per_second": self.turns_per_second(),
            "p50_us": self.answer_us(0.5),
            "p99_us": self.answer_us(0.99),
            "max_us": self.answer_us.max(),
            "errors": self.errors(),
        })
        .to_string()
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} turns in {} chats over {:.1} s: {:.0} turns/s",
            self.turns,
            self.chats,
            self.time.as_secs_f64(),
            self.turns_per_second()
        )?;
        let ms = |us: u64| us as f64 / 1000.0;
        write!(
            f,
            "answers: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            ms(self.answer_us(0.5)),
            ms(self.answer_us(0.99)),
            ms(self.answer_us.max())
        )?;
        if self.errors() > 0 {
            write!(
                f,
                "\nerrors: {} connections refused, {} closed, {} timed out, {} messages refused",
                self.unconnected, self.closed, self.timed_out, self.refused
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_times_of_answers() {
        let (mut one, mut other) = (Measured::default(), Measured::default());
        (1..=90).for_each(|_| one.turn(Duration::from_millis(2)));
        (1..=10).for_each(|_| other.turn(Duration::from_secs(3)));
        one.add(&other);
        one.time = Duration::from_secs(5);
        assert_eq!((one.turns, one.turns_per_second()), (100, 20.0));
        let near = |got: u64, want: u64| got.abs_diff(want) * 100 <= want;
        assert!(near(one.answer_us(0.5), 2_000) && near(one.answer_us(0.99), 3_000_000), "{one}");
        assert!(!one.to_string().contains("errors"));
    }
}
