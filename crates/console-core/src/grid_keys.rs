//! Where the focus goes in the table when a key is pressed, after the grid pattern of the WAI-ARIA
//! Authoring Practices.

/// A place in the table that can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The row in the whole table, from 0.
    pub row: usize,
    /// The place in the row, from 0.
    pub column: usize,
}

/// How large the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// How many rows there are.
    pub rows: usize,
    /// How many places a row has.
    pub columns: usize,
    /// How many rows are in sight.
    pub page: usize,
}

/// The place that a key leads to; nothing if the key is none that moves, or there is no row.
pub fn moved(from: Place, key: &str, control: bool, extent: Extent) -> Option<Place> {
    let last_row = extent.rows.checked_sub(1)?;
    let last_column = extent.columns.checked_sub(1)?;
    let page = extent.page.max(1);
    let Place { row, column } = from;
    let (row, column) = match (key, control) {
        ("ArrowUp", false) => (row.saturating_sub(1), column),
        ("ArrowDown", false) => (row.saturating_add(1), column),
        ("ArrowLeft", false) => (row, column.saturating_sub(1)),
        ("ArrowRight", false) => (row, column.saturating_add(1)),
        ("PageUp", false) => (row.saturating_sub(page), column),
        ("PageDown", false) => (row.saturating_add(page), column),
        ("Home", false) => (row, 0),
        ("End", false) => (row, last_column),
        ("Home", true) => (0, 0),
        ("End", true) => (last_row, last_column),
        _ => return None,
    };
    Some(Place { row: row.min(last_row), column: column.min(last_column) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EXTENT: Extent = Extent { rows: 100, columns: 7, page: 20 };

    fn after(row: usize, column: usize, key: &str, control: bool) -> Option<(usize, usize)> {
        moved(Place { row, column }, key, control, EXTENT).map(|place| (place.row, place.column))
    }

    #[test]
    fn arrows_move_by_one_and_stop_at_the_edges() {
        assert_eq!(after(5, 3, "ArrowUp", false), Some((4, 3)));
        assert_eq!(after(5, 3, "ArrowDown", false), Some((6, 3)));
        assert_eq!(after(5, 3, "ArrowLeft", false), Some((5, 2)));
        assert_eq!(after(5, 3, "ArrowRight", false), Some((5, 4)));
        assert_eq!(after(0, 0, "ArrowUp", false), Some((0, 0)));
        assert_eq!(after(0, 0, "ArrowLeft", false), Some((0, 0)));
        assert_eq!(after(99, 6, "ArrowDown", false), Some((99, 6)));
        assert_eq!(after(99, 6, "ArrowRight", false), Some((99, 6)));
    }

    #[test]
    fn page_home_and_end_leap() {
        assert_eq!(after(5, 3, "PageDown", false), Some((25, 3)));
        assert_eq!(after(5, 3, "PageUp", false), Some((0, 3)));
        assert_eq!(after(5, 3, "Home", false), Some((5, 0)));
        assert_eq!(after(5, 3, "End", false), Some((5, 6)));
        assert_eq!(after(5, 3, "Home", true), Some((0, 0)));
        assert_eq!(after(5, 3, "End", true), Some((99, 6)));
    }

    #[test]
    fn other_keys_and_an_empty_table_move_nothing() {
        assert_eq!(after(5, 3, "a", false), None);
        assert_eq!(after(5, 3, "ArrowUp", true), None);
        assert_eq!(moved(Place::default(), "End", true, Extent { rows: 0, ..EXTENT }), None);
    }

    proptest! {
        #[test]
        fn the_focus_stays_in_the_table(
            row in any::<usize>(), column in any::<usize>(), key in 0usize..8, control in any::<bool>(),
            rows in 1usize..1_000_000, columns in 1usize..20, page in any::<usize>()
        ) {
            const KEYS: [&str; 8] =
                ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"];
            let extent = Extent { rows, columns, page };
            if let Some(place) = moved(Place { row, column }, KEYS[key], control, extent) {
                prop_assert!(place.row < rows && place.column < columns);
            }
        }
    }
}
