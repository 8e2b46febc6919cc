//! "How long ago", in days, hours, minutes and seconds. The words around it are made where the language is known.

/// A unit of a length of time.
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
    /// How many; zero only in no time at all.
    pub count: u64,
    /// Of what.
    pub unit: AgeUnit,
}

/// Returns the largest unit of so many seconds and the one right below it, unless that is zero. Smaller ones are
/// dropped, not rounded: 3 days, 0 hours and 59 minutes are 3 days. The sign does not matter.
pub fn age(seconds: i64) -> (AgePart, Option<AgePart>) {
    let size = seconds.unsigned_abs();
    let parts = [
        (size / 86_400, AgeUnit::Day),
        (size / 3600 % 24, AgeUnit::Hour),
        (size / 60 % 60, AgeUnit::Minute),
        (size % 60, AgeUnit::Second),
    ]
    .map(|(count, unit)| AgePart { count, unit });
    let first = parts.iter().position(|part| part.count > 0).unwrap_or(parts.len() - 1);
    (parts[first], parts.get(first + 1).copied().filter(|part| part.count > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_has_its_two_leading_units() {
        use AgeUnit::*;
        let parts = |seconds| {
            let (first, second) = age(seconds);
            (first.count, first.unit, second.map(|part| (part.count, part.unit)))
        };
        assert_eq!(parts(3 * 86_400 + 4 * 3600 + 5 * 60 + 6), (3, Day, Some((4, Hour))));
        assert_eq!(parts(3 * 86_400 + 59 * 60), (3, Day, None));
        assert_eq!(parts(2 * 3600 + 60), (2, Hour, Some((1, Minute))));
        assert_eq!(parts(-12 * 60 - 30), (12, Minute, Some((30, Second))));
        assert_eq!(parts(45), (45, Second, None));
        assert_eq!(parts(0), (0, Second, None));
        assert_eq!(parts(i64::MIN), (106_751_991_167_300, Day, Some((15, Hour))));
    }
}
