//! Offsets from UTC as they are written: `z`, `+08:00`, `-0330`, `+8`, `utc+8`, `gmt+08:00`.

use super::name::ZoneError;
use crate::time::Offset;
use crate::time::cursor::{Cursor, number};

/// The furthest from UTC that clocks are, in seconds.
const WESTERNMOST: i32 = 12 * 3600;
const EASTERNMOST: i32 = 14 * 3600;

/// Reads a text that is an offset and nothing else, in lower case; `None` if it is not written like one. The bare
/// words `utc` and `gmt` are names.
pub(in crate::time) fn whole_offset(text: &str) -> Option<Result<Offset, ZoneError>> {
    let mut cursor = Cursor::new(text);
    if text == "z" {
        return Some(Ok(Offset::UTC));
    }
    if cursor.take_one_of(&["utc", "gmt"]).is_some() {
        cursor.take(b' ');
    }
    let west = cursor.take(b'-');
    let has_sign = west || cursor.take(b'+');
    let parts = parts(&mut cursor).filter(|_| cursor.at_end());
    match (has_sign, parts) {
        (true, Some(parts)) => Some(of_parts(west, parts)),
        (true, None) => Some(Err(ZoneError::NotAnOffset)),
        (false, Some(parts)) => Some(of_parts(false, parts).and_then(|offset| {
            // Without a sign only zero is clear.
            if offset == Offset::UTC { Ok(offset) } else { Err(ZoneError::Unsigned(offset)) }
        })),
        (false, None) => None,
    }
}

fn of_parts(west: bool, (hours, minutes, seconds): (u8, u8, u8)) -> Result<Offset, ZoneError> {
    if hours > 23 || minutes > 59 || seconds > 59 {
        return Err(ZoneError::OffsetOutOfRange);
    }
    let east = i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds);
    let east = if west { -east } else { east };
    // What is further is something else, such as the end of a range of hours.
    let is_in_use = (-WESTERNMOST..=EASTERNMOST).contains(&east);
    Offset::new(east).filter(|_| is_in_use).ok_or(ZoneError::OffsetOutOfRange)
}

/// Hours, minutes and seconds as written. Never more than two digits make a number, so each fits.
fn parts(cursor: &mut Cursor<'_>) -> Option<(u8, u8, u8)> {
    let digits = cursor.digits();
    if let [_, _, _, _] = digits {
        let (hours, minutes) = digits.split_at(2);
        return Some((number(hours)? as u8, number(minutes)? as u8, 0));
    }
    if digits.len() > 2 {
        return None;
    }
    let hours = number(digits)? as u8;
    if !cursor.take(b':') {
        return Some((hours, 0, 0));
    }
    let minutes = cursor.short_number(2, 2)?;
    let seconds = if cursor.take(b':') { cursor.short_number(2, 2)? } else { 0 };
    Some((hours, minutes, seconds))
}
