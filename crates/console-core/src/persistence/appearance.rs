//! How a person wants the console to look, each as the word under which a browser keeps it.

use strum::{EnumString, IntoStaticStr, VariantArray};

/// A choice of the colours that the page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Theme {
    /// Those that the system asks for.
    #[default]
    System,
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}

/// A choice that says how much room a row takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Density {
    /// Enough for two lines.
    #[default]
    Comfortable,
    /// As little as can be read.
    Compact,
}

/// A choice that says how times in the past are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum TimeDisplay {
    /// As their distance from now.
    #[default]
    Relative,
    /// As date and time.
    Absolute,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_browsers_keep_stay_what_they_are() {
        let words = |all: &[&'static str]| all.join(" ");
        assert_eq!(
            words(&Theme::VARIANTS.iter().map(|it| it.into()).collect::<Vec<_>>()),
            "system light dark"
        );
        assert_eq!(
            words(&Density::VARIANTS.iter().map(|it| it.into()).collect::<Vec<_>>()),
            "comfortable compact"
        );
        assert_eq!(
            words(&TimeDisplay::VARIANTS.iter().map(|it| it.into()).collect::<Vec<_>>()),
            "relative absolute"
        );
        assert_eq!(("dark".parse(), "compact".parse()), (Ok(Theme::Dark), Ok(Density::Compact)));
        assert_eq!("absolute".parse(), Ok(TimeDisplay::Absolute));
        // What a later version writes is the default here.
        assert_eq!("sepia".parse::<Theme>().unwrap_or_default(), Theme::System);
    }
}
