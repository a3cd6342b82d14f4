//! Service hours and the clocks that run in them.

use jiff::civil::{Date, Time};

use super::{Clocks, Hours, Script};
use crate::base::{DAY, MINUTE, Priority, SECOND, Timestamp};

/// No calendar of ours looks further ahead for an open hour.
const HORIZON_DAYS: usize = 400;

impl Hours {
    pub fn open_at(&self, now: Timestamp) -> bool {
        self.spans(now).next().is_some_and(|(from, _)| from <= now)
    }

    /// The first moment at or after `now` when people are there; `None` for a shop that never opens.
    pub fn next_open(&self, now: Timestamp) -> Option<Timestamp> {
        self.spans(now).next().map(|(from, _)| from.max(now))
    }

    /// `now` plus so many minutes of service hours. A shop that never opens counts every minute, a day later.
    pub fn add_minutes_in_hours(&self, now: Timestamp, minutes: i64) -> Timestamp {
        let mut left = minutes.max(0).saturating_mul(MINUTE);
        for (from, until) in self.spans(now) {
            let start = from.max(now);
            if left <= until - start {
                return start + left;
            }
            left -= until - start;
        }
        now + DAY + left
    }

    /// Open spans that end after `now`, soonest first, within the horizon.
    fn spans(&self, now: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let today = now.in_zone(&self.zone).date();
        std::iter::successors(Some(today), |day| day.tomorrow().ok())
            .take(HORIZON_DAYS)
            .flat_map(move |day| self.of(day).iter().map(move |span| (self.moment(day, span.0), self.moment(day, span.1))))
            .filter(move |(from, until)| *until > now && until > from)
    }

    fn of(&self, day: Date) -> &[(u16, u16)] {
        let weekday = day.weekday().to_monday_zero_offset();
        self.days.get(&day).unwrap_or(&self.week[usize::from(weekday.unsigned_abs())])
    }

    /// So many minutes into a day, by the wall clock.
    fn moment(&self, day: Date, minute: u16) -> Timestamp {
        let wall = match i8::try_from(minute / 60) {
            Ok(hour @ 0..24) => day.to_datetime(Time::constant(hour, (minute % 60) as i8, 0, 0)),
            _ => day.tomorrow().unwrap_or(Date::MAX).to_datetime(Time::midnight()),
        };
        wall.to_zoned(self.zone.clone()).map_or(Timestamp(i64::MAX), |zoned| Timestamp(zoned.timestamp().as_millisecond()))
    }
}

impl Clocks {
    pub fn minutes(&self, priority: Priority) -> i64 {
        match priority {
            Priority::Urgent => self.urgent,
            Priority::High => self.high,
            Priority::Medium => self.medium,
            Priority::Low => self.low,
        }
    }

    /// Seconds that the buyer at `position` may expect to wait, with so many agents online. At least a minute.
    pub(super) fn expected_wait(&self, position: u32, agents: u32) -> u32 {
        let ms = i64::from(position).saturating_mul(self.minutes_per_buyer).saturating_mul(MINUTE) / i64::from(agents.max(1));
        u32::try_from(ms.max(MINUTE) / SECOND).unwrap_or(u32::MAX)
    }
}

impl Script {
    /// When a person should have answered a matter of this priority that is raised now. Danger runs at any hour.
    pub(super) fn due_at(&self, priority: Priority, now: Timestamp) -> Timestamp {
        let minutes = self.clocks.minutes(priority);
        match priority {
            Priority::Urgent => now + minutes * MINUTE,
            Priority::High | Priority::Medium | Priority::Low => self.hours.add_minutes_in_hours(now, minutes),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::{civil::date, tz::TimeZone};
    use proptest::prelude::*;

    use super::*;
    use crate::base::HOUR;

    fn weekdays() -> Hours {
        let day = vec![(9 * 60, 12 * 60), (13 * 60, 18 * 60)];
        let mut week: [Vec<(u16, u16)>; 7] = std::array::from_fn(|_| day.clone());
        week[5] = vec![(10 * 60, 24 * 60)];
        week[6].clear();
        let days = BTreeMap::from([(date(2026, 11, 23), Vec::new())]);
        Hours { zone: TimeZone::get("Asia/Shanghai").unwrap(), week, days }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp(format!("{text}:00+08:00").parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn knows_when_people_are_there() {
        // 2026-11-20 is a Friday, 2026-11-23 a Monday that is closed by date.
        for (now, open, next) in [
            ("2026-11-20T09:00", true, "2026-11-20T09:00"),
            ("2026-11-20T12:00", false, "2026-11-20T13:00"),
            ("2026-11-20T18:00", false, "2026-11-21T10:00"),
            ("2026-11-21T23:59", true, "2026-11-21T23:59"),
            ("2026-11-22T11:00", false, "2026-11-24T09:00"),
        ] {
            assert_eq!(weekdays().open_at(at(now)), open, "{now}");
            assert_eq!(weekdays().next_open(at(now)), Some(at(next)), "{now}");
        }
    }

    #[test]
    fn counts_minutes_only_while_open() {
        for (now, minutes, then) in [
            ("2026-11-20T11:30", 30, "2026-11-20T12:00"),
            ("2026-11-20T11:30", 60, "2026-11-20T13:30"),
            ("2026-11-20T17:50", 30, "2026-11-21T10:20"),
            ("2026-11-21T23:50", 20, "2026-11-24T09:10"),
        ] {
            assert_eq!(weekdays().add_minutes_in_hours(at(now), minutes), at(then), "{now} + {minutes}");
        }
    }

    #[test]
    fn a_shop_that_never_opens_still_has_an_end() {
        let never = Hours { zone: TimeZone::UTC, week: Default::default(), days: BTreeMap::new() };
        assert_eq!(never.next_open(Timestamp(0)), None);
        assert_eq!(never.add_minutes_in_hours(Timestamp(0), 60), Timestamp(DAY + HOUR));
    }

    #[test]
    fn expects_longer_behind_more_buyers_and_shorter_with_more_agents() {
        let clocks = Clocks { urgent: 10, high: 30, medium: 60, low: 240, minutes_per_buyer: 3 };
        for (position, agents, seconds) in [(1, 1, 180), (4, 2, 360), (1, 9, 60), (2, 0, 360)] {
            assert_eq!(clocks.expected_wait(position, agents), seconds, "{position} {agents}");
        }
    }

    proptest! {
        #[test]
        fn the_next_opening_is_open_and_not_past(ms in 1_700_000_000_000..2_000_000_000_000_i64) {
            let hours = weekdays();
            let next = hours.next_open(Timestamp(ms)).unwrap();
            prop_assert!(next >= Timestamp(ms) && hours.open_at(next));
        }

        #[test]
        fn minutes_add_up(ms in 1_700_000_000_000..2_000_000_000_000_i64, a in 0..3_000_i64, b in 0..3_000_i64) {
            let hours = weekdays();
            let once = hours.add_minutes_in_hours(Timestamp(ms), a + b);
            let twice = hours.add_minutes_in_hours(hours.add_minutes_in_hours(Timestamp(ms), a), b);
            prop_assert_eq!(once, twice);
        }
    }
}
