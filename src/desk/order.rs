use std::cmp::Reverse;

use crate::base::{Priority, Timestamp};

/// What decides a waiting conversation's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub priority: Priority,
    pub due_at: Timestamp,
    pub since: Timestamp,
}

/// Puts those who wait in the order they should be taken: danger first, then what is overdue (the longest first),
/// then by priority, deadline and arrival.
pub fn order<T>(items: &mut [T], now: Timestamp, standing: impl Fn(&T) -> Standing) {
    items.sort_by_cached_key(|item| rank(standing(item), now));
}

/// How many of `others` should be taken before `standing`.
pub fn ahead(standing: Standing, others: &[Standing], now: Timestamp) -> u32 {
    let own = rank(standing, now);
    others.iter().filter(|other| rank(**other, now) < own).count() as u32
}

fn rank(Standing { priority, due_at, since }: Standing, now: Timestamp) -> (u8, Reverse<bool>, Timestamp, Timestamp) {
    let overdue = due_at <= now;
    let class = match priority {
        Priority::Urgent => 0,
        _ if overdue => 1,
        Priority::High => 2,
        Priority::Medium => 3,
        Priority::Low => 4,
    };
    (class, Reverse(overdue), due_at, since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: &[(Priority, i64, i64)], expected: &[usize]) {
        let mut places: Vec<usize> = (0..items.len()).collect();
        order(&mut places, Timestamp(100), |&i| {
            let (priority, due, since) = items[i];
            Standing { priority, due_at: Timestamp(due), since: Timestamp(since) }
        });
        assert_eq!(places, expected);
    }

    #[test]
    fn takes_danger_then_the_overdue_then_by_priority_deadline_and_arrival() {
        use Priority::{High, Low, Medium, Urgent};
        check(&[(Low, 200, 1), (Medium, 200, 2), (High, 300, 3), (Urgent, 400, 4)], &[3, 2, 1, 0]);
        check(&[(High, 200, 1), (Low, 90, 2)], &[1, 0]);
        check(&[(Low, 90, 1), (Low, 80, 2), (Urgent, 500, 3)], &[2, 1, 0]);
        check(&[(Medium, 200, 5), (Medium, 200, 4), (Medium, 150, 9)], &[2, 1, 0]);
    }

    #[test]
    fn counts_only_those_who_come_first() {
        use Priority::{High, Low, Medium, Urgent};
        let standing = |(priority, due, since)| Standing { priority, due_at: Timestamp(due), since: Timestamp(since) };
        let others = [(Urgent, 400, 4), (High, 300, 3), (Medium, 200, 2), (Low, 90, 1)].map(standing);
        for (own, expected) in
            [((Urgent, 500, 5), 1), ((High, 500, 5), 3), ((Medium, 500, 5), 4), ((Medium, 150, 1), 3), ((Low, 80, 1), 1)]
        {
            assert_eq!(ahead(standing(own), &others, Timestamp(100)), expected, "{own:?}");
        }
    }
}
