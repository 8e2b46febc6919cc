//! A key that was pressed, as the rules about keys take it.

/// A key that a person pressed for the page, and those held with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPress {
    /// `KeyboardEvent.key`.
    pub name: String,
    /// Whether Control, or Command on a Mac, was held.
    pub command: bool,
    /// Whether Shift was held.
    pub shift: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether the key repeats because it is held down.
    pub repeated: bool,
}

impl KeyPress {
    /// Returns whether no other key is held with it.
    pub fn is_unmodified(&self) -> bool {
        !self.command && !self.shift && !self.alt
    }

    /// Returns whether it is this key and no other is held with it.
    pub fn is_plain(&self, name: &str) -> bool {
        self.name == name && self.is_unmodified()
    }

    /// Returns whether it is this key with Control (or Command) alone.
    pub fn is_command(&self, name: &str) -> bool {
        self.name == name && self.command && !self.shift && !self.alt
    }
}
