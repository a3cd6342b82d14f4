//! Accept, clarify or reject, by the shop's thresholds.

use super::source::Thresholds;
use crate::base::Decision;

/// Decides on a ranking's probabilities, best first.
pub(super) fn decide(thresholds: &Thresholds, ranked: &[(usize, f32)]) -> Decision {
    let p = |place: usize| ranked.get(place).map_or(0.0, |(_, p)| *p);
    if p(0) >= thresholds.accept && p(0) - p(1) >= thresholds.margin {
        Decision::Accept
    } else if p(0) > 0.0 && p(0) >= thresholds.clarify {
        Decision::Clarify
    } else {
        Decision::Reject
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_and_margin_decide() {
        let thresholds = Thresholds { accept: 0.5, margin: 0.2, clarify: 0.2, sure: 0.0 };
        for (p, expect) in [
            (&[0.5, 0.25][..], Decision::Accept),
            (&[0.5, 0.31], Decision::Clarify),
            (&[0.49, 0.0], Decision::Clarify),
            (&[0.19, 0.1], Decision::Reject),
            (&[0.9], Decision::Accept),
            (&[], Decision::Reject),
        ] {
            let ranked: Vec<(usize, f32)> = p.iter().copied().enumerate().collect();
            assert_eq!(decide(&thresholds, &ranked), expect, "{p:?}");
        }
    }
}
