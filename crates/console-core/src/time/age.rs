//! "How long ago", in days, hours, minutes and seconds. The words around it are made where the language is known.

use std::fmt;

/// On which side of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before now.
    Past,
    /// After now.
    Future,
    /// This very second.
    Now,
}

/// A length of time and its direction. Displays as its [leading](Self::leading) parts, direction left out:
/// `3 d 4 h`, `12 min`, `45 s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// On which side of now.
    pub direction: Direction,
    /// Whole days of 24 hours.
    pub days: u64,
    /// Hours beyond the days, 0 … 23.
    pub hours: u8,
    /// Minutes beyond the hours, 0 … 59.
    pub minutes: u8,
    /// Seconds beyond the minutes, 0 … 59.
    pub seconds: u8,
}

/// What an [`AgePart`] counts. Displays as its symbol: `d`, `h`, `min`, `s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeUnit {
    /// 24 hours.
    Day,
    /// 60 minutes.
    Hour,
    /// 60 seconds.
    Minute,
    /// One second.
    Second,
}

/// A count of one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgePart {
    /// How many; zero only in the age of this very second.
    pub count: u64,
    /// Of what.
    pub unit: AgeUnit,
}

/// How long ago something was, given the seconds from it to now; a negative number is the future.
pub fn age(seconds: i64) -> Age {
    let size = seconds.unsigned_abs();
    Age {
        direction: match seconds {
            0 => Direction::Now,
            1.. => Direction::Past,
            _ => Direction::Future,
        },
        days: size / 86_400,
        hours: (size / 3600 % 24) as u8,
        minutes: (size / 60 % 60) as u8,
        seconds: (size % 60) as u8,
    }
}

impl Age {
    /// The largest unit that is there and the one right below it, unless that is zero. Smaller ones are dropped, not
    /// rounded: 3 days, 0 hours and 59 minutes are 3 days.
    pub fn leading(self) -> (AgePart, Option<AgePart>) {
        let part = |count, unit| AgePart { count, unit };
        let days = part(self.days, AgeUnit::Day);
        let hours = part(self.hours.into(), AgeUnit::Hour);
        let minutes = part(self.minutes.into(), AgeUnit::Minute);
        let seconds = part(self.seconds.into(), AgeUnit::Second);
        let (first, second) = if days.count > 0 {
            (days, hours)
        } else if hours.count > 0 {
            (hours, minutes)
        } else if minutes.count > 0 {
            (minutes, seconds)
        } else {
            return (seconds, None);
        };
        (first, (second.count > 0).then_some(second))
    }
}

impl fmt::Display for AgeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Day => "d",
            Self::Hour => "h",
            Self::Minute => "min",
            Self::Second => "s",
        })
    }
}

impl fmt::Display for AgePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit)
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.leading();
        first.fmt(f)?;
        match second {
            None => Ok(()),
            Some(second) => write!(f, " {second}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_age_shows_its_two_leading_units() {
        assert_eq!(age(3 * 86_400 + 4 * 3600 + 5 * 60 + 6).to_string(), "3 d 4 h");
        assert_eq!(age(3 * 86_400 + 59 * 60).to_string(), "3 d");
        assert_eq!(age(2 * 3600 + 60).to_string(), "2 h 1 min");
        assert_eq!(age(12 * 60).to_string(), "12 min");
        assert_eq!(age(12 * 60 + 30).to_string(), "12 min 30 s");
        assert_eq!(age(45).to_string(), "45 s");
        assert_eq!(age(0).to_string(), "0 s");
    }

    #[test]
    fn the_direction_is_told_apart_from_the_length() {
        assert_eq!(age(60).direction, Direction::Past);
        assert_eq!(age(0).direction, Direction::Now);
        assert_eq!(age(-60).direction, Direction::Future);
        assert_eq!(age(-60).to_string(), "1 min");
    }

    proptest! {
        #[test]
        fn the_parts_add_up_for_every_number(seconds: i64) {
            let age = age(seconds);
            prop_assert!(age.hours < 24 && age.minutes < 60 && age.seconds < 60);
            let rest = u64::from(age.hours) * 3600 + u64::from(age.minutes) * 60 + u64::from(age.seconds);
            prop_assert_eq!(age.days * 86_400 + rest, seconds.unsigned_abs());
        }
    }
}
