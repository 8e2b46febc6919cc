//! Everything about times that needs no browser: the calendar, offsets from UTC, what a local time means in a named
//! zone, what a person typed into "Pull back to", and how long ago that was.
//!
//! A checkpoint is a number of seconds (API page: "Pull back a connector"), while a person thinks of a wall clock
//! somewhere. Being hours wrong between the two loses or repeats data, so every step from one to the other is typed:
//! a [`CivilDateTime`] is what a clock shows, an [`EpochSeconds`] is when it is, and only an [`Offset`] or a zone's
//! [`ZoneOffsets`] leads across. The zone rules themselves are the browser's; there are none here.

mod age;
mod civil;
mod cursor;
mod epoch;
pub mod format;
mod host_clock;
mod input;
mod line;
mod offset;
mod plain;
mod plot;
mod resolve;
mod zone;

pub use age::{AgePart, AgeUnit, age};
pub use civil::{CivilDate, CivilDateTime, CivilError};
pub use epoch::{EpochOutOfRange, EpochSeconds};
pub use host_clock::{BrowserTime, DecidingClock, HostClock, PresentTime};
pub use input::{InstantNotation, RelativeDay, TimeInput, TimeInputError, TimeOfDay, parse_time_input};
pub use line::{MoveLimit, PointMove, line_beyond, place_on_line, seconds_ago_on_line};
pub use offset::Offset;
pub use plot::{Extremes, PlotFrame, Sample};
pub use resolve::{LocalTimeResolution, Zoned, resolve};
pub use zone::{TimeZone, ZoneError, ZoneName, ZoneNameError, ZoneOffsets, ZoneRules};
