//! Where the focus goes in the table when a key is pressed, and what a key selects, after the grid
//! pattern of the WAI-ARIA Authoring Practices.

use crate::text::key_press::KeyPress;

/// A place in the table that can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellPosition {
    /// The row in the whole table: 0 is the header, the rows of tasks count from 1.
    pub row: usize,
    /// The place in the row, from 0.
    pub column: usize,
}

impl CellPosition {
    /// Returns a place in the row of the task of this index.
    pub fn of_task(index: usize, column: usize) -> Self {
        Self { row: index + 1, column }
    }

    /// Returns the index of the task in whose row it is; nothing in the header.
    pub fn task(self) -> Option<usize> {
        self.row.checked_sub(1)
    }
}

/// A size that the table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridExtent {
    /// How many rows of tasks there are.
    pub rows: usize,
    /// How many places such a row has.
    pub row_places: usize,
    /// How many places the header has; 0 where it is not shown.
    pub head_places: usize,
    /// How many rows of tasks are in the viewport.
    pub page: usize,
}

/// Returns the place that a key leads to; nothing if the key is none that moves, or there is no place.
///
/// Arrows reach the header. Leaps stay among the tasks as long as there are any, since the header is
/// always visible, and Control+Home is asked for the first task.
pub fn moved(from: CellPosition, press: &KeyPress, extent: GridExtent) -> Option<CellPosition> {
    if press.shift { None } else { led_to(from, press, extent) }
}

/// Returns the place that a key leads to, with Shift or without.
fn led_to(from: CellPosition, press: &KeyPress, extent: GridExtent) -> Option<CellPosition> {
    let first = usize::from(extent.head_places == 0);
    let last = if extent.row_places == 0 { 0 } else { extent.rows };
    if first > last {
        return None;
    }
    let first_task = last.min(1);
    let page = extent.page.max(1);
    let CellPosition { row, column } = from;
    let (row, column) = match (&*press.name, press.command) {
        ("ArrowUp", false) => (row.saturating_sub(1), column),
        ("ArrowDown", false) => (row.saturating_add(1), column),
        ("ArrowLeft", false) => (row, column.saturating_sub(1)),
        ("ArrowRight", false) => (row, column.saturating_add(1)),
        ("PageUp", false) => (row.saturating_sub(page).max(row.min(first_task)), column),
        ("PageDown", false) => (row.saturating_add(page), column),
        ("Home", false) => (row, 0),
        ("End", false) => (row, usize::MAX),
        ("Home", true) => (first_task, 0),
        ("End", true) => (last, usize::MAX),
        _ => return None,
    };
    let row = row.clamp(first, last);
    let places = if row == 0 { extent.head_places } else { extent.row_places };
    Some(CellPosition { row, column: column.min(places - 1) })
}

/// Returns the place that a key leads to in a row one of whose places is hidden: the next one in the same direction,
/// and for a key that goes up or down the one beside it, which replaces it.
pub fn past_hidden(from: CellPosition, to: CellPosition, hidden: Option<usize>) -> CellPosition {
    let Some(hidden) = hidden.filter(|hidden| *hidden == to.column) else { return to };
    let column = if to.column < from.column { hidden.saturating_sub(1) } else { hidden + 1 };
    CellPosition { column, ..to }
}

/// A selection that a key makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySelection {
    /// The row of the focus and no other.
    Only,
    /// The row of the focus besides the others, or no longer.
    Toggle,
    /// All rows from the one where selecting began to the one of this place, where the focus goes.
    Extend(CellPosition),
    /// All rows that are shown.
    All,
}

/// Returns what a key selects, if anything.
pub fn selecting(from: CellPosition, press: &KeyPress, extent: GridExtent) -> Option<KeySelection> {
    match (&*press.name, press.command, press.shift) {
        // In capitals with Caps Lock.
        ("a" | "A", true, false) => Some(KeySelection::All),
        (" ", false, true) => from.task().map(|_| KeySelection::Only),
        (" ", true, false) => from.task().map(|_| KeySelection::Toggle),
        ("ArrowUp" | "ArrowDown" | "PageUp" | "PageDown", false, true) | ("Home" | "End", true, true) => {
            from.task()?;
            // The header cannot be selected.
            let to = led_to(from, press, GridExtent { head_places: 0, ..extent })?;
            Some(KeySelection::Extend(CellPosition { row: to.row, column: from.column }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EXTENT: GridExtent = GridExtent { rows: 100, row_places: 7, head_places: 4, page: 20 };

    fn press(key: &str, command: bool, shift: bool) -> KeyPress {
        KeyPress { name: key.to_owned(), command, shift, ..KeyPress::default() }
    }

    fn in_extent(
        row: usize,
        column: usize,
        key: &str,
        control: bool,
        extent: GridExtent,
    ) -> Option<(usize, usize)> {
        moved(CellPosition { row, column }, &press(key, control, false), extent)
            .map(|place| (place.row, place.column))
    }

    fn after(row: usize, column: usize, key: &str, control: bool) -> Option<(usize, usize)> {
        in_extent(row, column, key, control, EXTENT)
    }

    #[test]
    fn arrows_move_by_one_and_stop_at_the_edges() {
        assert_eq!(after(5, 3, "ArrowUp", false), Some((4, 3)));
        assert_eq!(after(5, 3, "ArrowDown", false), Some((6, 3)));
        assert_eq!(after(5, 3, "ArrowLeft", false), Some((5, 2)));
        assert_eq!(after(5, 3, "ArrowRight", false), Some((5, 4)));
        assert_eq!(after(0, 0, "ArrowUp", false), Some((0, 0)));
        assert_eq!(after(0, 0, "ArrowLeft", false), Some((0, 0)));
        assert_eq!(after(0, 3, "ArrowRight", false), Some((0, 3)));
        assert_eq!(after(100, 6, "ArrowDown", false), Some((100, 6)));
        assert_eq!(after(100, 6, "ArrowRight", false), Some((100, 6)));
    }

    #[test]
    fn a_hidden_place_is_stepped_over() {
        let past = |from: (usize, usize), to: (usize, usize), hidden| {
            let place = |(row, column)| CellPosition { row, column };
            let past = past_hidden(place(from), place(to), hidden);
            (past.row, past.column)
        };
        assert_eq!(past((1, 1), (1, 2), Some(2)), (1, 3));
        assert_eq!(past((1, 3), (1, 2), Some(2)), (1, 1));
        assert_eq!(past((1, 2), (2, 2), Some(2)), (2, 3));
        assert_eq!(past((1, 2), (2, 2), Some(3)), (2, 2));
        assert_eq!(past((1, 1), (1, 2), None), (1, 2));
        assert_eq!(past((1, 1), (0, 0), Some(0)), (0, 0));
    }

    #[test]
    fn page_home_and_end_leap() {
        assert_eq!(after(5, 3, "PageDown", false), Some((25, 3)));
        assert_eq!(after(5, 3, "PageUp", false), Some((1, 3)));
        assert_eq!(after(45, 3, "PageUp", false), Some((25, 3)));
        assert_eq!(after(5, 3, "Home", false), Some((5, 0)));
        assert_eq!(after(5, 3, "End", false), Some((5, 6)));
        assert_eq!(after(5, 3, "Home", true), Some((1, 0)));
        assert_eq!(after(5, 3, "End", true), Some((100, 6)));
    }

    #[test]
    fn the_header_is_reached_with_arrows_and_has_places_of_its_own() {
        assert_eq!(after(1, 2, "ArrowUp", false), Some((0, 2)));
        assert_eq!(after(1, 6, "ArrowUp", false), Some((0, 3)));
        assert_eq!(after(0, 3, "ArrowDown", false), Some((1, 3)));
        assert_eq!(after(0, 1, "End", false), Some((0, 3)));
        assert_eq!(after(0, 3, "Home", false), Some((0, 0)));
        assert_eq!(after(0, 1, "PageUp", false), Some((0, 1)));
        assert_eq!(after(0, 1, "PageDown", false), Some((20, 1)));
    }

    #[test]
    fn a_header_that_is_not_shown_is_not_reached() {
        let without = GridExtent { head_places: 0, ..EXTENT };
        assert_eq!(in_extent(1, 6, "ArrowUp", false, without), Some((1, 6)));
        assert_eq!(in_extent(0, 2, "ArrowLeft", false, without), Some((1, 1)));
    }

    #[test]
    fn an_empty_table_has_its_header() {
        let empty = GridExtent { rows: 0, ..EXTENT };
        for key in ["ArrowUp", "ArrowDown", "PageUp", "PageDown"] {
            assert_eq!(in_extent(0, 2, key, false, empty), Some((0, 2)), "{key}");
        }
        assert_eq!(in_extent(7, 6, "Home", true, empty), Some((0, 0)));
        assert_eq!(in_extent(7, 6, "End", true, empty), Some((0, 3)));
        assert_eq!(in_extent(0, 0, "End", true, GridExtent { head_places: 0, ..empty }), None);
    }

    #[test]
    fn other_keys_move_nothing() {
        assert_eq!(after(5, 3, "a", false), None);
        assert_eq!(after(5, 3, "ArrowUp", true), None);
    }

    #[test]
    fn a_place_knows_its_task() {
        assert_eq!(CellPosition::of_task(0, 2), CellPosition { row: 1, column: 2 });
        assert_eq!(CellPosition::of_task(7, 0).task(), Some(7));
        assert_eq!(CellPosition::default().task(), None);
    }

    fn chosen(row: usize, key: &str, control: bool, shift: bool) -> Option<KeySelection> {
        selecting(CellPosition { row, column: 5 }, &press(key, control, shift), EXTENT)
    }

    #[test]
    fn space_and_control_a_select() {
        assert_eq!(chosen(5, " ", false, true), Some(KeySelection::Only));
        assert_eq!(chosen(5, " ", true, false), Some(KeySelection::Toggle));
        assert_eq!(chosen(5, "a", true, false), Some(KeySelection::All));
        assert_eq!(chosen(0, "A", true, false), Some(KeySelection::All));
        for (key, control, shift) in [(" ", false, false), (" ", true, true), ("a", false, false)] {
            assert_eq!(chosen(5, key, control, shift), None);
        }
    }

    #[test]
    fn shift_extends_the_selection_and_takes_the_focus_along() {
        let extends = |row, key, control| chosen(row, key, control, true);
        let to = |row| Some(KeySelection::Extend(CellPosition { row, column: 5 }));
        assert_eq!(extends(5, "ArrowDown", false), to(6));
        assert_eq!(extends(5, "ArrowUp", false), to(4));
        assert_eq!(extends(1, "ArrowUp", false), to(1));
        assert_eq!(extends(100, "ArrowDown", false), to(100));
        assert_eq!(extends(5, "PageDown", false), to(25));
        assert_eq!(extends(5, "PageUp", false), to(1));
        assert_eq!(extends(5, "Home", true), to(1));
        assert_eq!(extends(5, "End", true), to(100));
        for key in ["ArrowLeft", "ArrowRight", "Home", "End"] {
            assert_eq!(extends(5, key, false), None, "{key}");
        }
        assert_eq!(chosen(5, "ArrowDown", false, false), None);
    }

    #[test]
    fn the_header_is_never_selected() {
        for key in [" ", "ArrowDown", "ArrowUp", "PageDown"] {
            for (control, shift) in [(false, true), (true, false)] {
                assert_eq!(chosen(0, key, control, shift), None, "{key}");
            }
        }
    }

    const KEYS: [&str; 8] =
        ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"];

    proptest! {
        #[test]
        fn the_focus_stays_in_the_table(
            row in any::<usize>(), column in any::<usize>(), key in 0usize..8, control in any::<bool>(),
            rows in 0usize..1_000_000, row_places in 0usize..20, head_places in 0usize..20,
            page in any::<usize>()
        ) {
            let extent = GridExtent { rows, row_places, head_places, page };
            let from = CellPosition { row, column };
            if let Some(place) = moved(from, &press(KEYS[key], control, false), extent) {
                prop_assert!(place.row <= rows);
                let places = if place.row == 0 { head_places } else { row_places };
                prop_assert!(place.column < places);
            }
            let extended = press(KEYS[key], control, true);
            prop_assert_eq!(moved(from, &extended, extent), None);
            if let Some(KeySelection::Extend(place)) = selecting(from, &extended, extent) {
                prop_assert!(place.task().is_some_and(|task| task < rows));
            }
        }
    }
}
