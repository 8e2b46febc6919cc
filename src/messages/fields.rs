//! Labels of the forms' fields, and what is wrong with their content.

use console_core::domain::checkpoint::SubtopicError;
use console_core::domain::task_name::TaskNameError;
use console_core::forms::draft::{FieldError, FormField};
use console_core::forms::point::PointError;
use console_core::text::odd_characters::visible;
use console_core::time::{CivilError, TimeInputError, ZoneError, ZoneNameError, format};

use super::{barred, by_clock, distance};

/// Returns a field's label.
pub fn field_label(field: FormField) -> String {
    match field {
        FormField::TaskName => "Task name".into(),
        FormField::Checkpoint => "Checkpoint".into(),
        FormField::Delete => "Parameters to delete".into(),
        FormField::Json => "Configuration (JSON)".into(),
        FormField::At => "Pull back to".into(),
        FormField::Zone => "Time zone".into(),
        FormField::Subtopic(0) => "Subtopic".into(),
        FormField::Subtopic(index) => format!("Subtopic {}", index + 1),
        FormField::OwnTime(index) => format!("Pull subtopic {} back to", index + 1),
        FormField::Ip => "Destination IP".into(),
        FormField::Confirmation => "Type delete to confirm".into(),
    }
}

/// Returns a field's id in the page.
pub fn field_id(field: FormField) -> &'static str {
    match field {
        FormField::TaskName => "task-name",
        FormField::Checkpoint => "checkpoint",
        FormField::Delete => "delete-params",
        FormField::Json => "config-json",
        FormField::At => "pull-back-to",
        FormField::Zone => "time-zone",
        FormField::Subtopic(_) => "subtopic",
        FormField::OwnTime(_) => "own-time",
        FormField::Ip => "destination-ip",
        FormField::Confirmation => "confirm-delete",
    }
}

/// Returns what is wrong at a field and what to do about it.
pub fn field_error(error: &FieldError) -> String {
    match error {
        FieldError::TaskName(TaskNameError::Empty) => "Enter the name of a task.".into(),
        FieldError::TaskName(TaskNameError::ControlCharacter { place }) => {
            format!("Character {place} is a control character (a line break, a tab); a task name is one line of text.")
        }
        FieldError::SeveralTasks(names) => format!(
            "There are {} names here; a form is for one task. Choose one of them, or add them all with Add tasks.",
            names.len()
        ),
        FieldError::Barred(why) => format!("{}.", barred(*why)),
        FieldError::CheckpointWaits => {
            "Choose what becomes of the new checkpoint: start from it, or resume from the saved progress.".into()
        }
        FieldError::NothingToChange => "Nothing to change yet: name a parameter to delete or a value to set.".into(),
        FieldError::Zone(error) => zone(error),
        FieldError::Point(error) => point(error),
        FieldError::Subtopic(SubtopicError::Empty) => {
            "Enter the task's subtopic. It is in the task's configuration; the console never guesses it.".into()
        }
        FieldError::Subtopic(SubtopicError::Blank) => "A subtopic is one word, without blanks.".into(),
        FieldError::Subtopic(SubtopicError::Placeholder) => {
            "This is a placeholder. Enter the subtopic from the task's configuration.".into()
        }
        FieldError::Subtopic(SubtopicError::Character(c)) => {
            let shown = visible(c.encode_utf8(&mut [0; 4])).into_owned();
            format!("{shown} (U+{:04X}) is not valid in a subtopic. Enter the subtopic alone.", u32::from(*c))
        }
        FieldError::Subtopic(SubtopicError::Several(count)) => {
            format!("There are {count} subtopics here; each needs a field of its own.")
        }
        FieldError::SubtopicTwice => "This subtopic is named above already.".into(),
        FieldError::IpAddress => {
            "This is no IP address. Enter one such as 10.0.0.9 or fd00::9, or leave the field empty: then the host chooses."
                .into()
        }
        FieldError::Confirmation => "Type the word delete to confirm.".into(),
    }
}

fn zone(error: &ZoneError) -> String {
    const NAMES: &str = "Write a name such as Asia/Shanghai, or an offset such as +08:00.";
    match error {
        ZoneError::Name(ZoneNameError::Empty) => {
            "Choose a time zone: a local time has no meaning without the one it is meant in, and none is given.".into()
        }
        ZoneError::Name(ZoneNameError::TooLong { .. }) => format!("This is too long for a time zone. {NAMES}"),
        ZoneError::Name(ZoneNameError::Character(character)) => {
            format!("No time zone's name has “{}” in it. {NAMES}", visible(&character.to_string()))
        }
        ZoneError::Abbreviation { candidates: [] } => format!("An abbreviation is no time zone. {NAMES}"),
        ZoneError::Abbreviation { candidates: [only] } => {
            format!("An abbreviation is no time zone. If you mean {only}, write so, or an offset such as +08:00.")
        }
        ZoneError::Abbreviation { candidates } => format!(
            "This abbreviation means several time zones: {}. Write the one you mean, or an offset such as +08:00.",
            candidates.join(", ")
        ),
        ZoneError::Unsigned(offset) => {
            let other = format!("-{}", offset.to_string().trim_start_matches('+'));
            format!("An offset needs its sign: write {offset} or {other}.")
        }
        ZoneError::OffsetOutOfRange => "There is no such offset: they go from -12:00 to +14:00.".into(),
        ZoneError::NotAnOffset => format!("This cannot be read as an offset. {NAMES}"),
        ZoneError::Unknown => format!("This browser knows no such time zone. {NAMES}"),
    }
}

fn point(error: &PointError) -> String {
    match error {
        PointError::Input(error) => time_input(error),
        PointError::NoZone => zone(&ZoneError::Name(ZoneNameError::Empty)),
        PointError::UnknownZone => "This browser does not know the time zone that is written with the time. Write the time alone, and its zone into the field Time zone.".into(),
        PointError::Gap { before, after } => format!(
            "This time does not exist in this zone: the clock goes from {} straight to {}. Choose a time before or after.",
            before.local.checked_add_seconds(1).unwrap_or(before.local),
            after.local
        ),
        PointError::Overlap { .. } => {
            "The zone has this time twice, because the clock is put back. Choose which one you mean.".into()
        }
        PointError::NoOffset => "This browser does not tell the zone's offset at this time. Give the time with an offset, or in UTC.".into(),
        PointError::NotPast { seconds_ahead: 0, clock, .. } => {
            format!("This is now, {}. Enter a time in the past.", by_clock(*clock))
        }
        PointError::NotPast { local, seconds_ahead, clock } => format!(
            "{local} is in the future, by {}, {}. A task can only be pulled back. Is the time zone right?",
            distance(*seconds_ahead),
            by_clock(*clock)
        ),
        PointError::BeforeData { since, local } => {
            let since = match local {
                Some(zoned) => format!("{} {}", zoned.local, zoned.offset),
                None => format::utc_text(*since),
            };
            format!("OMS's Store has no data from before {since}, and the start would fail. Choose a later time, or have a Store added that begins earlier.")
        }
        PointError::BeforeEpoch(local) => format!("{local} is before 1970, where no checkpoint can be."),
    }
}

fn time_input(error: &TimeInputError) -> String {
    const FORMS: &str = "Write 2023-02-13 19:00:00, a time with an offset (2023-02-13T19:00:00+08:00), epoch seconds, yesterday 22:00, or 2 hours ago.";
    match error {
        TimeInputError::Empty => "Enter the time to go back to.".into(),
        TimeInputError::NotATime => format!("This cannot be read as a time. {FORMS}"),
        TimeInputError::DateWithoutTime(date) => {
            format!("The time of day is missing. Write, for instance, {date} 00:00:00.")
        }
        TimeInputError::DayWithoutTime => "The time of day is missing. Write, for instance, yesterday 22:00.".into(),
        TimeInputError::DateWithoutYear => "The year is missing. Write, for instance, 2026-11-20 19:00.".into(),
        TimeInputError::DateOrder => "It cannot be told which number is the day, the month or the year. Write the year first, with four digits, as in 2026-11-20 19:00, or the month as a word, as in 20 Nov 2026 19:00.".into(),
        TimeInputError::WrongWeekday(date) => {
            format!("{date} is a {}. Check the date, or leave out the day of the week.", weekday(date.weekday()))
        }
        TimeInputError::HourOfHalf { hour } => {
            format!("There is no hour {hour} with am or pm. Write 7:30 pm or 19:30.")
        }
        TimeInputError::Zone(error) => format!("{} Or leave it out and use the field Time zone.", zone(error)),
        TimeInputError::TwoZones => "An offset and a time zone are written with it. Leave out one of them.".into(),
        TimeInputError::Civil(error) => civil(error),
        TimeInputError::HourTwentyFour { midnight } => {
            format!("24:00 is not accepted; if you mean midnight, write {midnight}.")
        }
        TimeInputError::LeapSecond { before } => {
            format!("Epoch seconds do not count leap seconds; write {before}.")
        }
        TimeInputError::OffsetOutOfRange => "There is no such offset from UTC.".into(),
        TimeInputError::InstantOutOfRange => "This is outside the years 1 to 9999.".into(),
        TimeInputError::Unseparated(at) => {
            format!("Digits alone are read as epoch seconds. Do you mean {at}? Then write it so.")
        }
        TimeInputError::BareNumber { value } => {
            format!(
                "{value} alone can be many things. Write {value} min ago, a date with a time, or epoch seconds."
            )
        }
        TimeInputError::Microseconds { at } => {
            format!("This looks like microseconds. In epoch seconds it is {at} ({}).", format::utc_text(*at))
        }
        TimeInputError::Nanoseconds { at } => {
            format!("This looks like nanoseconds. In epoch seconds it is {at} ({}).", format::utc_text(*at))
        }
        TimeInputError::NumberOutOfRange { digits } => {
            format!("A number of {digits} digits is no epoch time of our days. {FORMS}")
        }
        TimeInputError::DurationWithoutAgo { seconds } => {
            format!("Do you mean {} ago? Then write “ago” behind it.", distance(*seconds))
        }
        TimeInputError::TooLongAgo => "This is longer ago than the calendar goes.".into(),
    }
}

fn weekday(from_monday: u8) -> &'static str {
    match from_monday {
        0 => "Monday",
        1 => "Tuesday",
        2 => "Wednesday",
        3 => "Thursday",
        4 => "Friday",
        5 => "Saturday",
        _ => "Sunday",
    }
}

fn civil(error: &CivilError) -> String {
    match error {
        CivilError::YearOutOfRange { year } => {
            format!("There is no year {year} here; years go from 1 to 9999.")
        }
        CivilError::MonthOutOfRange { month } => format!("There is no month {month}."),
        CivilError::DayOutOfRange { year, month, last, .. } => {
            format!("There is no such day: month {month} of {year} has {last} days.")
        }
        CivilError::HourOutOfRange { hour } => format!("There is no hour {hour}; hours go from 0 to 23."),
        CivilError::MinuteOutOfRange { minute } => {
            format!("There is no minute {minute}; minutes go from 0 to 59.")
        }
        CivilError::SecondOutOfRange { second } => {
            format!("There is no second {second}; seconds go from 0 to 59.")
        }
    }
}
