//! Days as they are written: year first in digits, or with the month as a word, since every other order means
//! different days to different people.

use super::model::TimeInputError;
use crate::time::CivilDate;
use crate::time::cursor::{Cursor, number};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LONG_MONTHS: [&str; 13] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
];
/// From Monday on.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const LONG_WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const CHINESE_WEEKDAYS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "日", "天"];

/// A day as it is written, on the calendar or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenDate {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
    /// The day of the week that is written with it, from 0 for Monday.
    weekday: Option<u8>,
}

/// What a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeadingDate {
    /// A whole date.
    Date {
        date: WrittenDate,
        /// Whether a time of day may follow without a blank, or with one of these marks.
        then: DateTimeSeparator,
    },
    /// A month and a day, whose year may come last.
    NoYear { month: u8, day: u8, weekday: Option<u8> },
}

/// A separator that may stand between a date and a time of day besides a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateTimeSeparator {
    /// A `t`.
    T,
    /// A `t`; and the time of day may do without its colons, too.
    TOrDigits,
    /// A colon, as in the logs of web servers.
    Colon,
    /// Nothing at all.
    Nothing,
}

impl WrittenDate {
    pub(super) fn new(year: u16, month: u8, day: u8, weekday: Option<u8>) -> Self {
        Self { year, month, day, weekday }
    }

    /// Returns the date, if the calendar has it and it is that day of the week.
    pub(super) fn on_calendar(self) -> Result<CivilDate, TimeInputError> {
        let date = CivilDate::new(self.year, self.month, self.day)?;
        match self.weekday {
            Some(weekday) if weekday != date.weekday() => Err(TimeInputError::WrongWeekday(date)),
            _ => Ok(date),
        }
    }
}

/// Takes a day from the beginning of a text in lower case; `None` when it does not begin with one.
pub(super) fn beginning(cursor: &mut Cursor<'_>) -> Option<Result<LeadingDate, TimeInputError>> {
    let weekday = weekday(cursor);
    let found = date(cursor, weekday);
    // A day of the week alone says nothing.
    if found.is_none() && weekday.is_some() { Some(Err(TimeInputError::NotATime)) } else { found }
}

fn date(cursor: &mut Cursor<'_>, weekday: Option<u8>) -> Option<Result<LeadingDate, TimeInputError>> {
    if cursor.peek()?.is_ascii_alphabetic() {
        return month_day_year(cursor, weekday).map(Ok);
    }
    let digits = cursor.digits();
    match digits.len() {
        4 => year_first(number(digits)? as u16, cursor, weekday),
        8 => compact(digits, *cursor, weekday),
        1 | 2 => day_first(number(digits)? as u8, cursor, weekday),
        _ => None,
    }
}

fn year_first(
    year: u16,
    cursor: &mut Cursor<'_>,
    weekday: Option<u8>,
) -> Option<Result<LeadingDate, TimeInputError>> {
    cursor.take(b' ');
    let separator = cursor.take_one_of(&["-", "/", ".", "年"])?;
    let is_chinese = separator == 3;
    let date = (|| {
        cursor.take(b' ');
        let month = match month_name(cursor) {
            Some(month) => month,
            None => cursor.short_number(1, 2)?,
        };
        cursor.take(b' ');
        cursor.take_one_of(&[["-"], ["/"], ["."], ["月"]][separator])?;
        cursor.take(b' ');
        let day = cursor.short_number(1, 2)?;
        if !is_chinese {
            return Some(WrittenDate { year, month, day, weekday });
        }
        cursor.take(b' ');
        cursor.take_one_of(&["日", "号", "號"])?;
        Some(WrittenDate { year, month, day, weekday: chinese_weekday(cursor).or(weekday) })
    })();
    let then = if is_chinese { DateTimeSeparator::Nothing } else { DateTimeSeparator::T };
    Some(date.map(|date| LeadingDate::Date { date, then }).ok_or(TimeInputError::NotATime))
}

/// `20261120`, where a time of day follows.
fn compact(
    digits: &[u8],
    after: Cursor<'_>,
    weekday: Option<u8>,
) -> Option<Result<LeadingDate, TimeInputError>> {
    if !matches!(after.peek(), Some(b' ' | b't')) {
        return None;
    }
    let (year, day_of_year) = digits.split_at(4);
    let (month, day) = day_of_year.split_at(2);
    let date = WrittenDate {
        year: number(year)? as u16,
        month: number(month)? as u8,
        day: number(day)? as u8,
        weekday,
    };
    Some(Ok(LeadingDate::Date { date, then: DateTimeSeparator::TOrDigits }))
}

/// `20 nov 2026`, `20-nov-2026`, and the orders in digits that cannot be distinguished.
fn day_first(
    first: u8,
    cursor: &mut Cursor<'_>,
    weekday: Option<u8>,
) -> Option<Result<LeadingDate, TimeInputError>> {
    let mut ahead = *cursor;
    ahead.take_one_of(&["st", "nd", "rd", "th"]);
    let separator = ahead.take_one_of(&[" ", "-", "/", "."])?;
    let again = [[" "], ["-"], ["/"], ["."]][separator];
    if let Some(month) = month_name(&mut ahead) {
        ahead.take(b',');
        let has_year = ahead.take_one_of(&again).is_some();
        let digits = ahead.digits();
        *cursor = ahead;
        return Some(match (has_year, digits.len()) {
            (true, 4) => {
                let date = WrittenDate { year: number(digits)? as u16, month, day: first, weekday };
                Ok(LeadingDate::Date {
                    date,
                    then: if separator == 2 { DateTimeSeparator::Colon } else { DateTimeSeparator::T },
                })
            }
            (_, 0) => Err(TimeInputError::DateWithoutYear),
            (true, 1 | 2) if cursor.peek() == Some(b':') => Err(TimeInputError::DateWithoutYear),
            _ => Err(TimeInputError::DateOrder),
        });
    }
    if separator == 0 {
        return None;
    }
    let has_second = matches!(ahead.digits().len(), 1 | 2 | 4);
    let is_date = has_second && (separator == 2 || ahead.take_one_of(&again).is_some());
    is_date.then_some(Err(TimeInputError::DateOrder))
}

/// `nov 20 2026`, `november 20, 2026`, and `nov 20` with the year still to come.
fn month_day_year(cursor: &mut Cursor<'_>, weekday: Option<u8>) -> Option<LeadingDate> {
    let month = month_name(cursor)?;
    cursor.take(b' ').then_some(())?;
    let day = cursor.short_number(1, 2)?;
    cursor.take_one_of(&["st", "nd", "rd", "th"]);
    let mut ahead = *cursor;
    ahead.take(b',');
    if ahead.take(b' ') {
        let digits = ahead.digits();
        if digits.len() == 4 && ahead.peek() != Some(b':') {
            *cursor = ahead;
            let date = WrittenDate { year: number(digits)? as u16, month, day, weekday };
            return Some(LeadingDate::Date { date, then: DateTimeSeparator::T });
        }
    }
    Some(LeadingDate::NoYear { month, day, weekday })
}

/// Takes the name of a month, whole or as its three letters.
fn month_name(cursor: &mut Cursor<'_>) -> Option<u8> {
    let mut ahead = *cursor;
    let word = ahead.letters();
    let named = |names: &[&str]| names.iter().position(|name| name.as_bytes() == word);
    // "sept" stands behind December.
    let place =
        named(&MONTHS).or_else(|| named(&LONG_MONTHS).map(|place| if place == 12 { 8 } else { place }))?;
    let mut behind_mark = ahead;
    if behind_mark.take(b'.') && behind_mark.peek() == Some(b' ') {
        ahead = behind_mark;
    }
    *cursor = ahead;
    Some(place as u8 + 1)
}

/// Takes a day of the week and the blank behind it.
fn weekday(cursor: &mut Cursor<'_>) -> Option<u8> {
    let mut ahead = *cursor;
    let word = ahead.letters();
    let named = |names: &[&str]| names.iter().position(|name| name.as_bytes() == word);
    let place = named(&WEEKDAYS).or_else(|| named(&LONG_WEEKDAYS))?;
    ahead.take(b'.');
    ahead.take(b',');
    ahead.take(b' ').then_some(())?;
    *cursor = ahead;
    Some(place as u8)
}

fn chinese_weekday(cursor: &mut Cursor<'_>) -> Option<u8> {
    let mut ahead = *cursor;
    ahead.take(b' ');
    let is_open = ahead.take(b'(');
    ahead.take_one_of(&["星期", "周", "週", "礼拜"])?;
    let place = ahead.take_one_of(&CHINESE_WEEKDAYS)?;
    if is_open && !ahead.take(b')') {
        return None;
    }
    *cursor = ahead;
    Some(place.min(6) as u8)
}
