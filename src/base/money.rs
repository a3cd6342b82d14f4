use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in fen (hundredths of a yuan).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    pub fn from_yuan(yuan: i64) -> Money {
        Money(yuan.saturating_mul(100))
    }

    /// Reads `1299`, `1299.5` or `1299.50`; `None` for anything else, a negative amount or more than two decimals.
    pub fn parse(text: &str) -> Option<Money> {
        let (yuan, fen) = text.split_once('.').unwrap_or((text, ""));
        if yuan.is_empty() || yuan.len() > 12 || fen.len() > 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let fen = match fen.len() {
            0 => 0,
            1 => fen.parse::<i64>().ok()? * 10,
            _ => fen.parse().ok()?,
        };
        Some(Money(yuan.parse::<i64>().ok()? * 100 + fen))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (yuan, fen) = (self.0 / 100, (self.0 % 100).abs());
        if fen == 0 { write!(f, "{yuan}") } else { write!(f, "{yuan}.{fen:02}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_yuan() {
        for (text, fen, printed) in [("12", 1200, "12"), ("12.5", 1250, "12.50"), ("0.09", 9, "0.09")] {
            let money = Money::parse(text).unwrap();
            assert_eq!((money.0, money.to_string().as_str()), (fen, printed));
        }
        for bad in ["", ".", "1.234", "-3", "1,000", "十"] {
            assert_eq!(Money::parse(bad), None, "{bad}");
        }
    }
}
