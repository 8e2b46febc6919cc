//! What a person types or pastes into "Pull back to": a local time, an instant in one of the usual spellings, or how
//! long ago. One field takes them all, and every reading that is not literal says so, for the form to show.

mod ago;
mod calendar;
mod clock;
mod model;
mod number;
#[cfg(test)]
mod tests;
mod tidy;

pub use model::{InstantNotation, RelativeDay, TimeInput, TimeInputError, TimeOfDay};

/// Reads a time as a person writes it. Understood are, with any blanks around and full-width characters as well:
///
/// - local times: `2023-02-13 19:00:00`, `2023-02-13T19:00`, `2023/2/13 9:00`; a fraction after `.` or `,` is dropped;
/// - the date as `2023.2.13`, `20230213` (with a time behind it), `13 Feb 2023`, `Feb 13, 2023`, `2023年2月13日`; the
///   time as `7:30 pm`, `19时30分`, and behind `20230213` as `1930`;
/// - all of these with an offset or a zone: `2023-02-13T19:00:00+08:00`, `2023-02-13 11:00:00Z`,
///   `2023-02-13 11:00 UTC`, `2023-02-13 19:00 Asia/Shanghai`;
/// - a time of day alone, with `today` or with `yesterday`;
/// - epoch seconds (9 to 11 digits) and milliseconds (12 to 14 digits), also as `1676286000s` and `1676286000000ms`;
/// - `2 hours ago`, `1h30m ago`, `-90min`, `2小时前`, `now`; `m` is minutes, since months are of no fixed length.
///
/// # Errors
/// For every other text, with what can be said about it.
pub fn parse_time_input(text: &str) -> Result<TimeInput, TimeInputError> {
    let (plain, lower) = tidy::tidy(text)?;
    if let Some(result) = number::parse(&lower) {
        return result;
    }
    if let Some(result) = clock::parse(&lower, &plain) {
        return result;
    }
    ago::parse(&lower)
}
