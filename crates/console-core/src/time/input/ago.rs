//! How long ago: `2 hours ago`, `1h30m ago`, `-90min`, `now`. Units go from large to small, each once. There are no
//! months and years, which have no fixed length; `m` is minutes.

use super::model::{TimeInput, TimeInputError};
use crate::time::EpochSeconds;
use crate::time::cursor::{Cursor, number};

/// Reads the text as a length of time before now.
pub(super) fn parse(text: &str) -> Result<TimeInput, TimeInputError> {
    if matches!(text, "now" | "现在") {
        return Ok(TimeInput::Ago { seconds: 0 });
    }
    let mut cursor = Cursor::new(text);
    let minus = cursor.take(b'-');
    let (seconds, ago) = length(&mut cursor)?;
    let longest = EpochSeconds::MAX.seconds_since(EpochSeconds::MIN);
    let seconds =
        seconds.and_then(|seconds| i64::try_from(seconds).ok()).filter(|seconds| *seconds <= longest);
    match (minus, ago, seconds) {
        (true, true, _) => Err(TimeInputError::NotATime),
        (_, _, None) => Err(TimeInputError::TooLongAgo),
        (false, false, Some(seconds)) => Err(TimeInputError::DurationWithoutAgo { seconds }),
        (_, _, Some(seconds)) => Ok(TimeInput::Ago { seconds }),
    }
}

/// Returns the seconds, unless they are too many to count, and whether the word `ago` ends it.
fn length(cursor: &mut Cursor<'_>) -> Result<(Option<u64>, bool), TimeInputError> {
    let mut total = Some(0_u64);
    let mut above = u64::MAX;
    loop {
        cursor.take(b' ');
        let digits = cursor.digits();
        if digits.is_empty() {
            return Err(TimeInputError::NotATime);
        }
        let count = number(digits);
        cursor.take(b' ');
        let word = cursor.letters();
        let known = if word.is_empty() { chinese_unit(cursor) } else { unit(word) };
        let Some(unit) = known else {
            let no_unit = (word.is_empty() || word == b"ago") && cursor.at_end();
            return Err(match count {
                Some(value) if no_unit => TimeInputError::BareNumber { value },
                _ => TimeInputError::NotATime,
            });
        };
        if unit >= above {
            return Err(TimeInputError::NotATime);
        }
        above = unit;
        total = total.zip(count).and_then(|(total, count)| total.checked_add(count.checked_mul(unit)?));

        cursor.take(b',');
        cursor.take(b' ');
        if cursor.take_one_of(&["以前", "之前", "前"]).is_some() {
            return if cursor.at_end() { Ok((total, true)) } else { Err(TimeInputError::NotATime) };
        }
        match cursor.letters() {
            b"" if cursor.at_end() => return Ok((total, false)),
            b"ago" if cursor.at_end() => return Ok((total, true)),
            b"" | b"and" => {}
            _ => return Err(TimeInputError::NotATime),
        }
    }
}

fn chinese_unit(cursor: &mut Cursor<'_>) -> Option<u64> {
    const UNITS: [(&str, u64); 9] = [
        ("个小时", 3600),
        ("小时", 3600),
        ("分钟", 60),
        ("分", 60),
        ("秒钟", 1),
        ("秒", 1),
        ("天", 86_400),
        ("周", 604_800),
        ("星期", 604_800),
    ];
    let place = cursor.take_one_of(&UNITS.map(|(word, _)| word))?;
    UNITS.get(place).map(|(_, seconds)| *seconds)
}

fn unit(word: &[u8]) -> Option<u64> {
    Some(match word {
        b"s" | b"sec" | b"secs" | b"second" | b"seconds" => 1,
        b"m" | b"min" | b"mins" | b"minute" | b"minutes" => 60,
        b"h" | b"hr" | b"hrs" | b"hour" | b"hours" => 3600,
        b"d" | b"day" | b"days" => 86_400,
        b"w" | b"week" | b"weeks" => 604_800,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_ago_are_counted_in_seconds() {
        for (text, seconds) in [
            ("2 hours ago", 7200),
            ("90 min ago", 5400),
            ("1d ago", 86_400),
            ("-2h", 7200),
            ("- 2 h 30 min", 9000),
            ("1h30m ago", 5400),
            ("1 hour and 30 minutes ago", 5400),
            ("1 day, 2 hours ago", 93_600),
            ("2w ago", 1_209_600),
            ("1 second ago", 1),
            ("0s ago", 0),
            ("now", 0),
            ("2小时前", 7200),
            ("1 个小时 30 分钟前", 5400),
            ("3天以前", 259_200),
        ] {
            assert_eq!(parse(text), Ok(TimeInput::Ago { seconds }), "{text}");
        }
    }

    #[test]
    fn a_length_that_is_not_said_to_be_ago_is_asked_about() {
        assert_eq!(parse("1h30m"), Err(TimeInputError::DurationWithoutAgo { seconds: 5400 }));
        assert_eq!(parse("45 min"), Err(TimeInputError::DurationWithoutAgo { seconds: 2700 }));
    }

    #[test]
    fn a_number_without_a_unit_is_asked_about() {
        assert_eq!(parse("90 ago"), Err(TimeInputError::BareNumber { value: 90 }));
        assert_eq!(parse("-90"), Err(TimeInputError::BareNumber { value: 90 }));
        assert_eq!(parse("1h30 ago"), Err(TimeInputError::BareNumber { value: 30 }));
    }

    #[test]
    fn more_than_the_calendar_holds_is_too_long_ago() {
        assert_eq!(parse("9999999999999999999999999 d ago"), Err(TimeInputError::TooLongAgo));
        assert_eq!(parse("18446744073709551615 weeks ago"), Err(TimeInputError::TooLongAgo));
        assert_eq!(parse("315537897600 s ago"), Err(TimeInputError::TooLongAgo));
        assert_eq!(parse("315537897599 s ago"), Ok(TimeInput::Ago { seconds: 315_537_897_599 }));
    }

    #[test]
    fn what_is_said_twice_or_with_other_words_is_no_time() {
        for text in [
            "-2h ago",
            "30m 1h ago",
            "1h 1h ago",
            "+2h",
            "in 2 hours",
            "2 months ago",
            "1.5h ago",
            "2h ago ago",
            "1h and",
        ] {
            assert_eq!(parse(text), Err(TimeInputError::NotATime), "{text}");
        }
    }
}
