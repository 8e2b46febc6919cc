//! A time of day with its day: `2023-02-13 19:00:00`, `yesterday 22:00`, `20 Nov 2026 7pm`, `2026年11月20日19时`, and
//! maybe the zone that it is meant in: an offset, or a name.

use super::calendar::{DateTimeSeparator, LeadingDate, WrittenDate, beginning};
use super::model::{InstantNotation, RelativeDay, TimeInput, TimeInputError, TimeOfDay};
use crate::time::cursor::{Cursor, number};
use crate::time::zone::whole_offset;
use crate::time::{CivilDate, CivilDateTime, CivilError, Offset, TimeZone, ZoneError};

/// Hours, minutes and seconds as written, whether or not a clock shows them.
#[derive(Clone, Copy)]
struct Clock {
    hour: u8,
    minute: u8,
    second: u8,
    dropped_fraction: bool,
}

/// A zone that is written with a time.
enum WrittenZone {
    Offset(Offset),
    Zone(TimeZone),
}

/// Reads a text that begins like a day or a time of day; `None` for every other. `plain` is the text with the case
/// that it was typed in.
pub(super) fn parse(text: &str, plain: &str) -> Option<Result<TimeInput, TimeInputError>> {
    let mut cursor = Cursor::new(text);
    if let Some(day) = relative_day(&mut cursor) {
        take_between(&mut cursor);
        return Some(on_day(day, cursor, plain));
    }
    let mut ahead = cursor;
    match beginning(&mut ahead) {
        Some(Ok(LeadingDate::Date { date, then })) => Some(on_date(date, then, ahead, plain)),
        Some(Ok(LeadingDate::NoYear { month, day, weekday })) => {
            Some(year_at_the_end(text, plain, month, day, weekday, ahead))
        }
        Some(Err(error)) => Some(Err(error)),
        None => {
            let is_time = time_of_day(&mut cursor.clone(), false).is_some();
            is_time.then(|| on_day(RelativeDay::Latest, cursor, plain))
        }
    }
}

fn on_date(
    date: WrittenDate,
    then: DateTimeSeparator,
    mut cursor: Cursor<'_>,
    plain: &str,
) -> Result<TimeInput, TimeInputError> {
    if cursor.at_end() {
        return Err(TimeInputError::DateWithoutTime(date.on_calendar()?));
    }
    let has_blank = take_between(&mut cursor);
    let may_follow = has_blank
        || match then {
            DateTimeSeparator::T | DateTimeSeparator::TOrDigits => cursor.take(b't'),
            DateTimeSeparator::Colon => cursor.take(b':'),
            DateTimeSeparator::Nothing => true,
        };
    if !may_follow {
        // A date with an offset or a zone lacks its time of day.
        return match zone(cursor, plain) {
            Ok(Some(_)) => Err(TimeInputError::DateWithoutTime(date.on_calendar()?)),
            _ => Err(TimeInputError::NotATime),
        };
    }
    let is_compact = then == DateTimeSeparator::TOrDigits;
    let clock = time_of_day(&mut cursor, is_compact).ok_or(TimeInputError::NotATime)??;
    let zone = zone(cursor, plain)?;
    at(on(date.on_calendar()?, &clock)?, clock.dropped_fraction, zone)
}

/// `nov 20 19:00:00 2026`, as `date` and `ctime` print it, maybe with the zone before the year.
fn year_at_the_end(
    text: &str,
    plain: &str,
    month: u8,
    day: u8,
    weekday: Option<u8>,
    cursor: Cursor<'_>,
) -> Result<TimeInput, TimeInputError> {
    let year = text.rsplit_once(' ').filter(|(_, year)| year.len() == 4).and_then(|(before, year)| {
        let year: u16 = year.parse().ok().filter(|_| year.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some((before, year))
    });
    let Some((before, year)) = year else { return Err(TimeInputError::DateWithoutYear) };
    // The same text with the year behind the day.
    let start = text.len() - cursor.remaining();
    let (Some(time), Some(plain_time)) = (before.get(start..), plain.get(start..before.len())) else {
        return Err(TimeInputError::DateWithoutYear);
    };
    let moved = Cursor::new(time);
    on_date(WrittenDate::new(year, month, day, weekday), DateTimeSeparator::T, moved, plain_time)
}

fn on_day(day: RelativeDay, mut cursor: Cursor<'_>, plain: &str) -> Result<TimeInput, TimeInputError> {
    if cursor.at_end() {
        return Err(TimeInputError::DayWithoutTime);
    }
    let clock = time_of_day(&mut cursor, false).ok_or(TimeInputError::NotATime)??;
    let mut day = day;
    if day == RelativeDay::Latest {
        let mut ahead = cursor;
        ahead.take(b' ');
        if let Some(named) = relative_day(&mut ahead) {
            (day, cursor) = (named, ahead);
        }
    }
    // A range of hours, not an offset.
    if cursor.peek() == Some(b'-') || cursor.take(b' ') && cursor.peek() == Some(b'-') {
        return Err(TimeInputError::NotATime);
    }
    // Whether a clock shows it can be told without the date.
    let any_date = CivilDate::new(2000, 1, 1)?;
    let on_any = match on(any_date, &clock) {
        Err(TimeInputError::HourTwentyFour { .. }) => Err(TimeInputError::NotATime),
        other => other,
    }?;
    let time = TimeOfDay { hour: on_any.hour(), minute: on_any.minute(), second: on_any.second() };
    let zone = match zone(cursor, plain)? {
        None => None,
        Some(WrittenZone::Offset(offset)) => Some(TimeZone::Fixed(offset)),
        Some(WrittenZone::Zone(zone)) => Some(zone),
    };
    Ok(TimeInput::OnDay { day, time, zone, dropped_fraction: clock.dropped_fraction })
}

fn at(
    at: CivilDateTime,
    dropped_fraction: bool,
    zone: Option<WrittenZone>,
) -> Result<TimeInput, TimeInputError> {
    let offset = match zone {
        None => return Ok(TimeInput::Local { at, dropped_fraction }),
        Some(WrittenZone::Zone(TimeZone::Named(zone))) => {
            return Ok(TimeInput::InZone { at, zone, dropped_fraction });
        }
        Some(
            WrittenZone::Offset(offset) | WrittenZone::Zone(TimeZone::Fixed(offset) | TimeZone::Etc(offset)),
        ) => offset,
    };
    Ok(TimeInput::Instant {
        at: offset.instant_of(at).ok_or(TimeInputError::InstantOutOfRange)?,
        offset: Some(offset),
        from: InstantNotation::Rfc3339 { dropped_fraction },
    })
}

fn relative_day(cursor: &mut Cursor<'_>) -> Option<RelativeDay> {
    let mut ahead = *cursor;
    let day = match ahead.letters() {
        b"today" => RelativeDay::Today,
        b"yesterday" => RelativeDay::Yesterday,
        b"" => match ahead.take_one_of(&["今天", "今日", "昨天", "昨日"])? {
            0 | 1 => RelativeDay::Today,
            _ => RelativeDay::Yesterday,
        },
        _ => return None,
    };
    *cursor = ahead;
    Some(day)
}

/// Takes what may stand between a day and a time of day, and returns whether anything did.
fn take_between(cursor: &mut Cursor<'_>) -> bool {
    let before = cursor.remaining();
    cursor.take(b',');
    if cursor.take(b' ') {
        cursor.take_one_of(&["at "]);
    }
    cursor.remaining() < before
}

/// Takes a time of day. `None` when none begins here; an error when one begins that cannot be.
fn time_of_day(cursor: &mut Cursor<'_>, is_compact: bool) -> Option<Result<Clock, TimeInputError>> {
    // Morning and afternoon, as Chinese texts put them first.
    let chinese = cursor.take_one_of(&["上午", "下午"]);
    cursor.take(b' ');
    let digits = cursor.digits();
    let mut clock = Clock { hour: 0, minute: 0, second: 0, dropped_fraction: false };
    if is_compact && matches!(digits.len(), 4 | 6) {
        let part = |place: usize| digits.get(place..place + 2).and_then(number).map(|part| part as u8);
        (clock.hour, clock.minute, clock.second) = (part(0)?, part(2)?, part(4).unwrap_or(0));
        if digits.len() == 6 && matches!(cursor.peek(), Some(b'.' | b',')) {
            clock.dropped_fraction = has_fraction(cursor)?;
        }
        return Some(Ok(clock));
    }
    if !matches!(digits.len(), 1 | 2) {
        return None;
    }
    clock.hour = number(digits)? as u8;
    let has_minutes = cursor.take(b':');
    let is_chinese = !has_minutes && take_spaced(cursor, &["时", "時", "点", "點"]);
    if has_minutes {
        clock.minute = cursor.short_number(2, 2)?;
        if cursor.take(b':') {
            clock.second = cursor.short_number(2, 2)?;
            if matches!(cursor.peek(), Some(b'.' | b',')) {
                clock.dropped_fraction = has_fraction(cursor)?;
            }
        }
    } else if is_chinese {
        (clock.minute, clock.second) = chinese_minutes(cursor)?;
    }
    let english = meridiem(cursor);
    match (chinese, english) {
        (None, None) if !has_minutes && !is_chinese => None,
        (None, None) => Some(Ok(clock)),
        (Some(half), None) | (None, Some(half)) => Some(in_half(clock, half)),
        (Some(_), Some(_)) => None,
    }
}

/// Returns the time in the first or second half of the day.
fn in_half(clock: Clock, half: usize) -> Result<Clock, TimeInputError> {
    match clock.hour {
        1..=12 => Ok(Clock { hour: clock.hour % 12 + if half == 1 { 12 } else { 0 }, ..clock }),
        hour => Err(TimeInputError::HourOfHalf { hour }),
    }
}

/// Takes one of these texts, maybe after a space.
fn take_spaced(cursor: &mut Cursor<'_>, texts: &[&str]) -> bool {
    let mut ahead = *cursor;
    ahead.take(b' ');
    let is_there = ahead.take_one_of(texts).is_some();
    if is_there {
        *cursor = ahead;
    }
    is_there
}

/// Takes `30分`, `30分15秒` or nothing, behind the hour.
fn chinese_minutes(cursor: &mut Cursor<'_>) -> Option<(u8, u8)> {
    let mut ahead = *cursor;
    ahead.take(b' ');
    if !ahead.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        return Some((0, 0));
    }
    let minute = ahead.short_number(1, 2)?;
    take_spaced(&mut ahead, &["分钟", "分鐘", "分"]).then_some(())?;
    *cursor = ahead;
    ahead.take(b' ');
    if !ahead.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        return Some((minute, 0));
    }
    let second = ahead.short_number(1, 2)?;
    take_spaced(&mut ahead, &["秒"]).then_some(())?;
    *cursor = ahead;
    Some((minute, second))
}

/// Takes `am` (0) or `pm` (1), maybe after a space.
fn meridiem(cursor: &mut Cursor<'_>) -> Option<usize> {
    let mut ahead = *cursor;
    ahead.take(b' ');
    let place = ahead.take_one_of(&["am", "pm", "a.m.", "p.m."])?;
    if ahead.peek().is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    *cursor = ahead;
    Some(place % 2)
}

/// Takes a fraction with its mark (logs of Java programs have a comma) and tells whether it is other than zero.
pub(super) fn has_fraction(cursor: &mut Cursor<'_>) -> Option<bool> {
    (cursor.take(b'.') || cursor.take(b',')).then_some(())?;
    let digits = cursor.digits();
    (!digits.is_empty()).then(|| digits.iter().any(|digit| *digit != b'0'))
}

/// Returns the zone that a text ends with: an offset, a name, one of both in brackets; `None` when there is nothing.
fn zone(cursor: Cursor<'_>, plain: &str) -> Result<Option<WrittenZone>, TimeInputError> {
    let start = plain.len().checked_sub(cursor.remaining()).ok_or(TimeInputError::NotATime)?;
    let rest = plain.get(start..).ok_or(TimeInputError::NotATime)?.trim();
    if rest.is_empty() {
        return Ok(None);
    }
    // JavaScript puts the zone's name behind the offset: GMT+0800 (China Standard Time).
    if let Some((before, _)) = rest.strip_suffix(')').and_then(|rest| rest.split_once(" ("))
        && let Some(Ok(offset)) = whole_offset(&before.to_ascii_lowercase())
    {
        return Ok(Some(WrittenZone::Offset(offset)));
    }
    if let Some((before, _)) = rest.strip_suffix(']').and_then(|rest| rest.split_once('['))
        && !before.is_empty()
    {
        return Err(TimeInputError::TwoZones);
    }
    if let Some(offset) = offset_before_abbreviation(rest) {
        return offset.map(|offset| Some(WrittenZone::Offset(offset)));
    }
    let inside = |open, close| rest.strip_prefix(open)?.strip_suffix(close);
    let named = inside('(', ')').or_else(|| inside('[', ']')).unwrap_or(rest).trim();
    match whole_offset(&named.to_ascii_lowercase()) {
        Some(Ok(offset)) => return Ok(Some(WrittenZone::Offset(offset))),
        Some(Err(ZoneError::OffsetOutOfRange)) => return Err(TimeInputError::OffsetOutOfRange),
        Some(Err(error @ ZoneError::Unsigned(_))) => return Err(TimeInputError::Zone(error)),
        Some(Err(_)) => return Err(TimeInputError::NotATime),
        None => {}
    }
    if named.eq_ignore_ascii_case("utc") || named.eq_ignore_ascii_case("gmt") {
        return Ok(Some(WrittenZone::Offset(Offset::UTC)));
    }
    match TimeZone::parse(named) {
        Ok(zone) => Ok(Some(WrittenZone::Zone(zone))),
        Err(ZoneError::Abbreviation { candidates: [] } | ZoneError::Name(_)) => Err(TimeInputError::NotATime),
        Err(error) => Err(TimeInputError::Zone(error)),
    }
}

/// Returns the offset of a text that repeats it as an abbreviation, as Go prints it: `+0800 CST`, maybe with a
/// reading of another clock behind (`m=+0.01`). The offset is what is exact.
fn offset_before_abbreviation(text: &str) -> Option<Result<Offset, TimeInputError>> {
    let (before, behind) = text.split_once(' ')?;
    let offset = whole_offset(&before.to_ascii_lowercase())?.ok()?;
    let word = behind.split(" m=").next().unwrap_or(behind).trim_matches(['(', ')']);
    let lower = word.to_ascii_lowercase();
    let is_capital = (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    match TimeZone::parse(word) {
        _ if whole_offset(&lower) == Some(Ok(offset)) || word.starts_with("m=") => Some(Ok(offset)),
        _ if matches!(&*lower, "utc" | "gmt") && offset != Offset::UTC => Some(Err(TimeInputError::TwoZones)),
        Err(ZoneError::Abbreviation { candidates: [_, ..] }) => Some(Ok(offset)),
        _ if is_capital => Some(Ok(offset)),
        Ok(TimeZone::Named(name)) if name.as_str().contains('/') => Some(Err(TimeInputError::TwoZones)),
        _ => None,
    }
}

/// Returns the time on its date, with the two spellings explained that are right elsewhere.
fn on(date: CivilDate, clock: &Clock) -> Result<CivilDateTime, TimeInputError> {
    let &Clock { hour, minute, second, .. } = clock;
    match CivilDateTime::on(date, hour, minute, second) {
        Err(CivilError::HourOutOfRange { hour: 24 }) if minute == 0 && second == 0 => {
            let midnight = CivilDateTime::on(date, 0, 0, 0)?.checked_add_seconds(86_400);
            Err(midnight.map_or(TimeInputError::InstantOutOfRange, |midnight| {
                TimeInputError::HourTwentyFour { midnight }
            }))
        }
        Err(CivilError::SecondOutOfRange { second: 60 }) => {
            Err(TimeInputError::LeapSecond { before: CivilDateTime::on(date, hour, minute, 59)? })
        }
        other => Ok(other?),
    }
}
