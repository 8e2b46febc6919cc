//! What a number of seconds is compared with: `>300`, `<=30`, `5min`.

use std::ops::RangeInclusive;

/// Returns the numbers that a comparison allows; `*` allows any. Without a sign it is the number itself.
pub(super) fn range(text: &str) -> Option<RangeInclusive<i64>> {
    if text == "*" {
        return Some(i64::MIN..=i64::MAX);
    }
    let digit = text.find(|c: char| !matches!(c, '<' | '>' | '='))?;
    let (sign, number) = text.split_at(digit);
    let number = seconds(number)?;
    Some(match sign {
        "" | "=" => number..=number,
        "<" => i64::MIN..=number.checked_sub(1)?,
        "<=" => i64::MIN..=number,
        ">" => number.checked_add(1)?..=i64::MAX,
        ">=" => number..=i64::MAX,
        _ => return None,
    })
}

/// Reads a number of seconds, or of a unit that stands behind it.
fn seconds(text: &str) -> Option<i64> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (number, unit) = text.split_at(end);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" | "s" => 1,
        "m" | "min" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn numbers_are_compared_with_seconds_and_with_larger_units() {
        let allows = |text: &str, number: i64| range(text).is_some_and(|range| range.contains(&number));
        for (text, least, most) in [
            (">300", 301, i64::MAX),
            (">=5min", 300, i64::MAX),
            ("<=30", i64::MIN, 30),
            ("<0", i64::MIN, -1),
            ("2m", 120, 120),
            ("=1H", 3600, 3600),
            ("-3", -3, -3),
            ("*", i64::MIN, i64::MAX),
        ] {
            assert!(allows(text, least) && allows(text, most), "{text}");
            assert!(least == i64::MIN || !allows(text, least - 1), "{text}");
            assert!(most == i64::MAX || !allows(text, most + 1), "{text}");
        }
    }

    #[test]
    fn what_is_no_comparison_allows_nothing() {
        for text in
            ["", ">", "x", "><3", "=<3", "3 weeks", "9999999999999999999", "99999999999999999d", "任务3"]
        {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
