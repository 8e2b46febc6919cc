//! The host's clock, as the `Date` of its answers tells it. It decides what is future: the browser's may be wrong by
//! minutes, and a checkpoint that lies ahead of the host loses data.

use super::{CivilDateTime, EpochSeconds, Offset};

/// Both clocks of the browser at one moment, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrowserTime {
    /// Since 1970 UTC, as the browser believes. May be wrong, and be set at any time.
    pub wall: i64,
    /// Since some beginning, never set. May stand still while the machine sleeps.
    pub steady: i64,
}

/// A reading that one answer told of the host's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostClock {
    /// The least that the host's clock can be ahead of the browser's steady one, in milliseconds.
    earliest: i64,
    /// The most.
    latest: i64,
    /// When the answer came.
    heard: BrowserTime,
}

/// A time that is now, and whose clock tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentTime {
    /// Now; of the times that the host's clock may show, the earliest.
    pub now: EpochSeconds,
    /// Whose clock it is.
    pub clock: DecidingClock,
}

/// Whose clock decides what is past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidingClock {
    /// The host's.
    Host {
        /// How many seconds it is ahead of the browser's; negative when behind. 0 when the two agree as far as can
        /// be told.
        ahead: i64,
    },
    /// The browser's, because no answer told the host's time.
    Browser,
}

/// Clocks that differ by less than this, in milliseconds, are taken for the same.
const NOTICEABLE: i64 = 5_000;

/// How far the two clocks of a browser may drift apart before one of them is known to have been set, or to have
/// slept. In milliseconds.
const DRIFT: i64 = 5_000;

impl BrowserTime {
    fn drifted_since(self, earlier: Self) -> bool {
        let (wall, steady) =
            (self.wall.saturating_sub(earlier.wall), self.steady.saturating_sub(earlier.steady));
        wall.abs_diff(steady) > DRIFT.unsigned_abs()
    }
}

impl HostClock {
    /// Reads an answer's `Date`, which was written at some time between sending and receiving. `None` if it is none,
    /// or if the browser's clocks do not agree on how long that took.
    pub fn heard(date: &str, sent: BrowserTime, received: BrowserTime) -> Option<Self> {
        let date = parse_http_date(date)?.get().checked_mul(1000)?;
        if received.drifted_since(sent) || received.steady < sent.steady {
            return None;
        }
        // The date is cut off to the second.
        Some(Self { earliest: date - received.steady, latest: date + 999 - sent.steady, heard: received })
    }

    /// Returns which of two goes on: the newer one, unless it is vaguer and does not contradict the older one. A call
    /// that took a minute says little.
    #[must_use]
    pub fn or_newer(self, newer: Self) -> Self {
        let width = |clock: Self| clock.latest - clock.earliest;
        let agrees = newer.earliest <= self.latest && self.earliest <= newer.latest;
        let is_usable = !newer.heard.drifted_since(self.heard);
        if is_usable && agrees && width(newer) > width(self) + 2_000 { self } else { newer }
    }

    /// Returns whether it still tells the time. It does not when the browser's clocks have drifted apart since it was
    /// heard: the machine slept, or its clock was set.
    pub fn is_usable(self, now: BrowserTime) -> bool {
        !now.drifted_since(self.heard)
    }

    /// Returns how many seconds it is ahead of the browser's wall clock; 0 when they agree as far as can be told.
    fn ahead_of(self, now: BrowserTime) -> i64 {
        let least = now.steady + self.earliest - now.wall;
        let most = now.steady + self.latest - now.wall;
        if (-NOTICEABLE..=NOTICEABLE).contains(&least)
            || (-NOTICEABLE..=NOTICEABLE).contains(&most)
            || least < 0 && most > 0
        {
            0
        } else {
            // The middle, to the nearest second.
            (i64::midpoint(least, most) + 500).div_euclid(1000)
        }
    }
}

impl PresentTime {
    /// Returns the time now: the host's if it was heard and still can be told, else the browser's.
    pub fn new(host: Option<HostClock>, now: BrowserTime) -> Self {
        let at = |milliseconds: i64| EpochSeconds::new(milliseconds.div_euclid(1000));
        let by_host = host.filter(|host| host.is_usable(now)).and_then(|host| {
            let now_there = at(now.steady + host.earliest).ok()?;
            Some(Self { now: now_there, clock: DecidingClock::Host { ahead: host.ahead_of(now) } })
        });
        by_host.unwrap_or_else(|| {
            // A clock outside the years 1 to 9999 counts as standing at the beginning.
            Self { now: at(now.wall).unwrap_or(EpochSeconds::MIN), clock: DecidingClock::Browser }
        })
    }

    /// Returns a time that is known for certain.
    #[cfg(test)]
    pub(crate) fn at(now: EpochSeconds) -> Self {
        Self { now, clock: DecidingClock::Host { ahead: 0 } }
    }
}

/// Reads a date as HTTP has it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7; the two obsolete forms are
/// left out). The day of the week is not looked at.
fn parse_http_date(text: &str) -> Option<EpochSeconds> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.trim().split_once(',')?.1.split_whitespace();
    let mut next = || words.next();
    let (day, month, year, clock, zone) = (next()?, next()?, next()?, next()?, next()?);
    if zone != "GMT" || next().is_some() {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let mut parts = clock.split(':').map(|part| part.parse::<u8>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let at = CivilDateTime::new(
        year.parse().ok()?,
        month as u8,
        day.parse().ok()?,
        hour,
        minute,
        // A leap second.
        second.min(59),
    );
    Offset::UTC.instant_of(at.ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const SECONDS: i64 = 784_111_777;

    fn browser(wall: i64, steady: i64) -> BrowserTime {
        BrowserTime { wall, steady }
    }

    #[test]
    fn dates_of_http_are_read_and_nothing_else() {
        assert_eq!(parse_http_date(DATE).map(EpochSeconds::get), Some(SECONDS));
        for wrong in [
            "",
            "Sun, 06 Nov 1994 08:49:37 CST",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "784111777",
            "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse_http_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_hosts_clock_decides_and_the_difference_is_told() {
        // The browser is ten minutes slow; the answer took 200 ms.
        let wall = (SECONDS - 600) * 1000;
        let host = HostClock::heard(DATE, browser(wall, 5_000), browser(wall + 200, 5_200)).unwrap();
        let later = PresentTime::new(Some(host), browser(wall + 60_200, 65_200));
        assert_eq!(later.now.get(), SECONDS + 60);
        let DecidingClock::Host { ahead } = later.clock else { panic!("{later:?}") };
        assert!((599..=601).contains(&ahead), "{ahead}");
        let without = PresentTime::new(None, browser(wall, 5_000));
        assert_eq!((without.now.get(), without.clock), (SECONDS - 600, DecidingClock::Browser));
    }

    #[test]
    fn a_difference_within_the_error_is_none() {
        let wall = SECONDS * 1000;
        let host = HostClock::heard(DATE, browser(wall, 0), browser(wall + 30_000, 30_000)).unwrap();
        let now = PresentTime::new(Some(host), browser(wall + 31_000, 31_000));
        assert_eq!(now.clock, DecidingClock::Host { ahead: 0 });
    }

    #[test]
    fn a_machine_that_slept_no_longer_knows_the_hosts_time() {
        let wall = SECONDS * 1000;
        let host = HostClock::heard(DATE, browser(wall, 0), browser(wall + 100, 100)).unwrap();
        let slept = browser(wall + 3_600_000, 20_000);
        assert!(!host.is_usable(slept));
        assert_eq!(PresentTime::new(Some(host), slept).clock, DecidingClock::Browser);
        assert_eq!(HostClock::heard(DATE, browser(wall, 0), browser(wall + 60_000, 100)), None);
    }

    #[test]
    fn a_vague_answer_replaces_an_exact_one_only_if_it_contradicts_it() {
        let wall = SECONDS * 1000;
        let exact = HostClock::heard(DATE, browser(wall, 0), browser(wall + 100, 100)).unwrap();
        let slow =
            HostClock::heard(DATE, browser(wall - 20_000, 500 - 20_500), browser(wall + 500, 500)).unwrap();
        assert_eq!(exact.or_newer(slow), exact);
        let set_back = "Sun, 06 Nov 1994 07:49:37 GMT";
        let other = HostClock::heard(set_back, browser(wall, 200), browser(wall + 20_000, 20_200)).unwrap();
        assert_eq!(exact.or_newer(other), other);
    }

    proptest! {
        #[test]
        fn the_hosts_time_is_never_ahead_of_the_truth(
            host_ahead in -10_000_000_i64..10_000_000, there in 0_i64..20_000, back in 0_i64..20_000,
            later in 0_i64..100_000_000,
        ) {
            // The host's clock in milliseconds is the browser's and `host_ahead`.
            let sent = 1_700_000_000_000_i64;
            let date = jiff::Timestamp::from_second((sent + there + host_ahead).div_euclid(1000)).unwrap();
            let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&date).unwrap();
            let at = |wall: i64| browser(wall, wall - sent + 1_000);
            let host = HostClock::heard(&date, at(sent), at(sent + there + back)).unwrap();
            let now = sent + there + back + later;
            let present = PresentTime::new(Some(host), at(now));
            let truth = now + host_ahead;
            let behind = truth - present.now.get() * 1000;
            prop_assert!((0..=back + 2_000).contains(&behind), "{behind}");
            let DecidingClock::Host { ahead } = present.clock else { panic!() };
            let error = (ahead * 1000 - host_ahead).abs();
            let most = there + back + if ahead == 0 { NOTICEABLE + 1_000 } else { 1_500 };
            prop_assert!(error <= most, "{error}");
        }
    }
}
