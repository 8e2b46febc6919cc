//! The names of time zones, and why a text is none.

use std::fmt;

use crate::time::Offset;

/// The name of a time zone, such as `Asia/Shanghai`, `EST5EDT` or `UTC`. It is well formed; whether there is such
/// a zone only the browser knows. The case is kept as given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneName(String);

/// Why a text is no zone name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneNameError {
    /// Nothing there.
    Empty,
    /// Longer than [`ZoneName::MAX_LENGTH`].
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// A character that is in no zone's name.
    Character(char),
}

impl ZoneName {
    /// The most characters in a name; the longest in use has 32.
    pub const MAX_LENGTH: usize = 64;

    /// Returns the zone of this name, blanks around it removed.
    ///
    /// # Errors
    /// When it is empty, too long or has characters other than ASCII letters, digits and `/ _ - +`.
    pub fn new(name: &str) -> Result<Self, ZoneNameError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(ZoneNameError::Empty);
        }
        let foreign = |character: &char| {
            !character.is_ascii_alphanumeric() && !matches!(character, '/' | '_' | '-' | '+')
        };
        if let Some(character) = name.chars().find(foreign) {
            return Err(ZoneNameError::Character(character));
        }
        if name.len() > Self::MAX_LENGTH {
            return Err(ZoneNameError::TooLong { length: name.len() });
        }
        Ok(Self(name.to_owned()))
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text names no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneError {
    /// It is no zone name.
    Name(ZoneNameError),
    /// An abbreviation, which is not the name of one zone.
    Abbreviation {
        /// The zones that it is used for; none where that is not known.
        candidates: &'static [&'static str],
    },
    /// An offset without a sign.
    Unsigned(Offset),
    /// An offset that is further from UTC than any in use.
    OffsetOutOfRange,
    /// Written like an offset, but none.
    NotAnOffset,
    /// Well formed, but the browser knows no such zone.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use_are_names() {
        let names = ["Asia/Shanghai", "UTC", "Etc/GMT+8", "America/Argentina/Buenos_Aires", "Etc/GMT-14"];
        for name in names {
            assert_eq!(ZoneName::new(name).unwrap().as_str(), name);
        }
        assert_eq!(ZoneName::new(" Asia/Tokyo\n").unwrap().to_string(), "Asia/Tokyo");
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        assert_eq!(ZoneName::new(" "), Err(ZoneNameError::Empty));
        assert_eq!(ZoneName::new("Asia/Shang hai"), Err(ZoneNameError::Character(' ')));
        assert_eq!(ZoneName::new("上海"), Err(ZoneNameError::Character('上')));
        assert_eq!(ZoneName::new("../<b>"), Err(ZoneNameError::Character('.')));
        assert!(ZoneName::new(&"a".repeat(64)).is_ok());
        assert_eq!(ZoneName::new(&"a".repeat(65)), Err(ZoneNameError::TooLong { length: 65 }));
    }
}
