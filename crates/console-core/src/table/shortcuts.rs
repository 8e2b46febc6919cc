//! Single keys that do something wherever the focus is in the page.
//!
//! They can be switched off, as WCAG 2.1.4 asks for, and they open, copy and move at most: what changes
//! something at a host is still sent by a click in its sheet.

use crate::domain::operation::OperationKind;
use crate::text::key_press::KeyPress;

/// An action that a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortcutAction {
    /// Moves the focus into the filter.
    FocusFilter,
    /// Opens the sheet that adds tasks.
    AddTasks,
    /// Opens an operation's sheet for the task that has the focus.
    Operation(OperationKind),
    /// Copies the name of the task that has the focus.
    CopyName,
    /// Opens the history.
    History,
    /// Opens the palette, which finds tasks and actions.
    Palette,
    /// Opens the help.
    Help,
    /// Selects nothing any more.
    ClearSelection,
}

/// All keys, as a browser's `KeyboardEvent.key` names them, in the order in which help lists them.
pub const ALL: [(&str, ShortcutAction); 12] = [
    ("/", ShortcutAction::FocusFilter),
    ("a", ShortcutAction::AddTasks),
    ("s", ShortcutAction::Operation(OperationKind::Start)),
    ("x", ShortcutAction::Operation(OperationKind::Stop)),
    ("u", ShortcutAction::Operation(OperationKind::Update)),
    ("p", ShortcutAction::Operation(OperationKind::PullBack)),
    ("m", ShortcutAction::Operation(OperationKind::Migrate)),
    ("d", ShortcutAction::Operation(OperationKind::Delete)),
    ("c", ShortcutAction::CopyName),
    ("h", ShortcutAction::History),
    ("Escape", ShortcutAction::ClearSelection),
    ("?", ShortcutAction::Help),
];

/// A context that a key is pressed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortcutContext {
    /// Whether shortcuts are switched on.
    pub enabled: bool,
    /// Whether the focus is where something can be typed.
    pub in_text_field: bool,
    /// Whether a sheet is open that keeps the rest of the page away.
    pub in_sheet: bool,
}

/// Returns what a key does, if anything. A key held down counts once. Control and K open the palette from everywhere.
pub fn action(press: &KeyPress, situation: ShortcutContext) -> Option<ShortcutAction> {
    let ShortcutContext { enabled, in_text_field, in_sheet } = situation;
    if press.repeated {
        return None;
    }
    if press.is_command("k") || press.is_command("K") {
        return Some(ShortcutAction::Palette);
    }
    if !enabled || in_text_field || in_sheet || press.command || press.alt {
        return None;
    }
    let (key, action) = ALL.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(&press.name))?;
    // Some keyboards type `/` and `?` with Shift; letters come in capitals with Caps Lock too.
    (!press.shift || matches!(key, "/" | "?")).then_some(action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const READY: ShortcutContext = ShortcutContext { enabled: true, in_text_field: false, in_sheet: false };

    fn press(key: &str) -> KeyPress {
        KeyPress { name: key.to_owned(), ..KeyPress::default() }
    }

    #[test]
    fn each_key_does_its_own() {
        for (key, does) in ALL {
            assert_eq!(action(&press(key), READY), Some(does));
            let same =
                |(other, action): &(&str, ShortcutAction)| other.eq_ignore_ascii_case(key) || *action == does;
            assert_eq!(ALL.iter().filter(|entry| same(entry)).count(), 1, "{key}");
        }
        for kind in OperationKind::ALL.iter().copied() {
            assert!(ALL.iter().any(|(_, does)| *does == ShortcutAction::Operation(kind)), "{kind:?}");
        }
    }

    #[test]
    fn shift_is_let_through_only_where_a_character_may_need_it() {
        let shifted = |key| action(&KeyPress { shift: true, ..press(key) }, READY);
        assert_eq!(shifted("?"), Some(ShortcutAction::Help));
        assert_eq!(shifted("/"), Some(ShortcutAction::FocusFilter));
        for key in ["S", "s", "D", "Escape"] {
            assert_eq!(shifted(key), None, "{key}");
        }
        let with_caps_lock = action(&press("S"), READY);
        assert_eq!(with_caps_lock, Some(ShortcutAction::Operation(OperationKind::Start)));
    }

    #[test]
    fn the_palette_opens_from_everywhere() {
        let with_control = |key| KeyPress { command: true, ..press(key) };
        let situation = ShortcutContext { enabled: false, in_text_field: true, in_sheet: true };
        for key in ["k", "K"] {
            assert_eq!(action(&with_control(key), situation), Some(ShortcutAction::Palette));
        }
        assert_eq!(action(&KeyPress { repeated: true, ..with_control("k") }, READY), None);
        assert_eq!(action(&KeyPress { alt: true, ..with_control("k") }, READY), None);
        assert_eq!(action(&KeyPress { shift: true, ..with_control("k") }, READY), None);
        assert_eq!(action(&press("k"), READY), None);
    }

    #[test]
    fn other_keys_do_nothing() {
        for key in ["", "z", "Enter", " ", "Tab", "ſ", "ss", "Process", "Dead"] {
            assert_eq!(action(&press(key), READY), None, "{key}");
        }
    }

    proptest! {
        #[test]
        fn nothing_happens_that_was_not_meant(
            place in 0..ALL.len(), command in any::<bool>(), alt in any::<bool>(),
            repeated in any::<bool>(), enabled in any::<bool>(), in_text_field in any::<bool>(),
            in_sheet in any::<bool>()
        ) {
            let (key, does) = ALL[place];
            let pressed = KeyPress { command, alt, repeated, ..press(key) };
            let situation = ShortcutContext { enabled, in_text_field, in_sheet };
            let meant = pressed == press(key) && situation == READY;
            prop_assert_eq!(action(&pressed, situation), meant.then_some(does));
        }
    }
}
