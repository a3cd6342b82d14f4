//! Accept, clarify or reject: whichever is expected to cost the buyer least.

use crate::base::Decision;

/// Labels that a question offers.
const OFFERED: usize = 3;

/// Decides on a ranking's probabilities, best first. Costs are in questions: `wrong`, to serve the first label where another is
/// meant; `unknown`, not to understand.
pub(super) fn decide(ranked: &[(usize, f32)], wrong: f32, unknown: f32) -> Decision {
    let p = ranked.first().map_or(0.0, |(_, p)| *p);
    let offered: f32 = ranked.iter().take(OFFERED).map(|(_, p)| p).sum();
    if p > 0.0 && (1.0 - p) * wrong <= 1.0 {
        Decision::Accept
    } else if offered * unknown >= 1.0 {
        Decision::Clarify
    } else {
        Decision::Reject
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_is_done() {
        for (p, wrong, expect) in [
            (&[0.5, 0.25][..], 2.0, Decision::Accept),
            (&[0.5, 0.25], 3.0, Decision::Clarify),
            (&[0.49, 0.0], 2.0, Decision::Clarify),
            (&[0.1, 0.1, 0.05], 2.0, Decision::Clarify),
            (&[0.1, 0.1, 0.04, 0.04], 2.0, Decision::Reject),
            (&[0.9], 9.0, Decision::Accept),
            (&[], 0.0, Decision::Reject),
        ] {
            let ranked: Vec<(usize, f32)> = p.iter().copied().enumerate().collect();
            assert_eq!(decide(&ranked, wrong, 4.0), expect, "{p:?}");
        }
    }
}
