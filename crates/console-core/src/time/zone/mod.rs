//! Time zones as people name them, and the one question that is asked of their rules.

mod abbreviation;
mod name;
mod time_zone;
mod written_offset;

pub use name::{ZoneError, ZoneName, ZoneNameError};
pub use time_zone::{TimeZone, ZoneOffsets, ZoneRules};
pub(super) use written_offset::whole_offset;
