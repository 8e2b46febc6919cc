//! How the columns of the table are arranged: which are shown, in which order, how wide.
//!
//! Owns the arrangement as a value that can be stored as a short text. The columns themselves are
//! [`Column`]'s; what stands beside them on the screen (the six buttons of a row, a box for selecting)
//! has its fixed place there and is no part of this.

use strum::EnumCount;

use crate::table::order::Column;

/// The narrowest that a column gets, in CSS pixels.
pub const NARROWEST: i32 = 48;
/// The widest that a column gets, in CSS pixels.
pub const WIDEST: i32 = 1200;

const COUNT: usize = Column::COUNT;

/// A column with its arrangement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArrangedColumn {
    /// The column.
    pub column: Column,
    /// Whether it is shown. The name always is.
    pub shown: bool,
    /// Set by a person; never a column's own width.
    width: Option<i32>,
}

impl ArrangedColumn {
    fn new(column: Column) -> Self {
        // The first two stand above the name.
        let shown = !matches!(
            column,
            Column::Component
                | Column::Project
                | Column::Rate
                | Column::Progress
                | Column::Region
                | Column::Subtopics
                | Column::ProjectType
                | Column::ProjectState
        );
        Self { column, shown, width: None }
    }

    /// Returns how wide it is, in CSS pixels; the least width where [`is_flexible`](Self::is_flexible).
    pub fn width(self) -> i32 {
        self.width.unwrap_or_else(|| own_width(self.column))
    }

    /// Returns whether it takes the room that the others leave: the name, until a person sets its width.
    pub fn is_flexible(self) -> bool {
        self.column == Column::Name && self.width.is_none()
    }
}

/// Returns the width of a column that no person has set.
fn own_width(column: Column) -> i32 {
    match column {
        // "after Stop 18 min ago"
        Column::State => 156,
        Column::Name => 200,
        Column::Component => 96,
        Column::Host => 112,
        // "4 min 31 s"
        Column::Delay => 112,
        // "11-24 22:04:10"
        Column::Checkpoint => 112,
        Column::Rate => 72,
        Column::Progress => 92,
        // "Last operation", the heading
        Column::LastOperation => 128,
        _ => 132,
    }
}

/// An arrangement that all columns have. By default in the order of [`Column::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    all: [ArrangedColumn; COUNT],
    /// Whether there is anything to show in the columns of what only OMS tells. Until then they are not there.
    is_live: bool,
}

impl Default for Columns {
    fn default() -> Self {
        Self { all: std::array::from_fn(|at| ArrangedColumn::new(Column::ALL[at])), is_live: false }
    }
}

impl Columns {
    /// All columns that can be shown, in their order, the hidden ones too.
    pub fn all(&self) -> impl Iterator<Item = ArrangedColumn> {
        let is_live = self.is_live;
        self.all.into_iter().filter(move |arranged| is_live || !arranged.column.is_live())
    }

    /// Returns the columns that are shown, from left to right. At least the name is.
    pub fn shown(&self) -> impl Iterator<Item = ArrangedColumn> {
        self.all().filter(|arranged| arranged.shown)
    }

    /// Returns whether the columns of what only OMS tells can be shown.
    pub fn is_live(&self) -> bool {
        self.is_live
    }

    /// Sets whether the columns of what only OMS tells can be shown. It is no part of what is stored.
    pub fn set_live(&mut self, is_live: bool) {
        self.is_live = is_live;
    }

    /// Shows or hides a column, which keeps its place meanwhile. The name cannot be hidden.
    pub fn set_shown(&mut self, column: Column, shown: bool) {
        let place = self.place(column);
        self.all[place].shown = shown || column == Column::Name;
    }

    /// Returns the arrangement with a column so many places further to the right (to the left if negative)
    /// among those that are shown, at most up to the edge. A hidden column stays where it is.
    #[must_use]
    pub fn moved(mut self, column: Column, by: i32) -> Self {
        let from = self.place(column);
        let shown: Vec<usize> = self.shown().map(|arranged| self.place(arranged.column)).collect();
        if let Some(at) = shown.iter().position(|place| *place == from) {
            let to = at.saturating_add_signed(by as isize).min(shown.len() - 1);
            self.carry(from, shown[to]);
        }
        self
    }

    /// Sets a column's width in CSS pixels, within [`NARROWEST`] and [`WIDEST`]. The name is no longer
    /// flexible then.
    pub fn set_width(&mut self, column: Column, width: i32) {
        let place = self.place(column);
        let width = width.clamp(NARROWEST, WIDEST);
        // Once back at its own width, a column is as if it had never been touched.
        let is_own = column != Column::Name && width == own_width(column);
        self.all[place].width = (!is_own).then_some(width);
    }

    /// Makes a column wide enough for so many characters of the monospaced small text, unless a person has set its width.
    pub fn widen_for(&mut self, column: Column, characters: usize) {
        const CHARACTER: i32 = 8;
        const MOST: i32 = 288;
        let place = self.place(column);
        let needed = i32::try_from(characters).unwrap_or(MOST).saturating_mul(CHARACTER).min(MOST);
        if self.all[place].width.is_none() && needed > own_width(column) {
            self.all[place].width = Some(needed);
        }
    }

    /// Gives a column its own width again; the name is flexible then.
    pub fn unset_width(&mut self, column: Column) {
        let place = self.place(column);
        self.all[place].width = None;
    }

    /// Returns the columns that have room in so many CSS pixels with such gaps between them: those that are shown,
    /// without the last ones if there are too many. The name always has room.
    pub fn fitting(&self, room: i32, gap: i32) -> Vec<Column> {
        let mut fitting: Vec<_> = self.shown().collect();
        let needs = |columns: &[ArrangedColumn]| -> i32 {
            columns.iter().fold(0, |sum, arranged| sum.saturating_add(arranged.width() + gap))
        };
        while needs(&fitting) > room
            && let Some(last) = fitting.iter().rposition(|arranged| arranged.column != Column::Name)
        {
            fitting.remove(last);
        }
        fitting.into_iter().map(|arranged| arranged.column).collect()
    }

    /// CSS `grid-template-columns` for some of the columns. The style's `--unit` is how large a pixel of the design is
    /// on the screen.
    pub fn template(&self, columns: &[Column]) -> String {
        let mut template = String::new();
        for column in columns {
            let arranged = self.all[self.place(*column)];
            let width = arranged.width();
            let blank = if template.is_empty() { "" } else { " " };
            template.push_str(&if arranged.is_flexible() {
                format!("{blank}minmax(calc({width}*var(--unit)),1fr)")
            } else {
                format!("{blank}calc({width}*var(--unit))")
            });
        }
        template
    }

    /// Returns the arrangement with a column in the place of another one, which makes room for it.
    #[must_use]
    pub fn dropped(self, column: Column, onto: Column) -> Self {
        let shown: Vec<_> = self.shown().map(|arranged| arranged.column).collect();
        let place = |wanted| shown.iter().position(|column| *column == wanted);
        match (place(column), place(onto)) {
            (Some(from), Some(to)) => self.moved(column, to as i32 - from as i32),
            _ => self,
        }
    }

    /// Returns the arrangement as a short text: the columns in their order, `-` before a hidden one, `:` and the
    /// width behind one of which a person has set it. `state,name:420,-component,project,host,last`
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (place, arranged) in self.all.into_iter().enumerate() {
            if self.is_implied(place) {
                continue;
            }
            if !text.is_empty() {
                text.push(',');
            }
            if !arranged.shown {
                text.push('-');
            }
            text.push_str(arranged.column.link_word());
            if let Some(width) = arranged.width {
                text.push_str(&format!(":{width}"));
            }
        }
        text
    }

    /// Reads any text as an arrangement. Words that name no column, and columns that stand again, are
    /// ignored; a width that is no number is the column's own; a column that is not named (an older
    /// version did not have it) is shown behind the one that it follows by default.
    pub fn from_text(text: &str) -> Self {
        let mut columns = Self::default();
        let mut named = 0;
        for word in text.split(',') {
            let word = word.trim();
            let (shown, word) = word.strip_prefix('-').map_or((true, word), |word| (false, word));
            let (word, width) = word.split_once(':').unwrap_or((word, ""));
            let Ok(column) = word.parse() else { continue };
            let place = columns.place(column);
            if place < named {
                continue;
            }
            columns.set_shown(column, shown);
            if let Ok(width) = width.parse() {
                columns.set_width(column, width);
            }
            columns.carry(place, named);
            named += 1;
        }
        // Those that were not named are left at the end, in their default order.
        for place in named..COUNT {
            let column = columns.all[place].column;
            let default = Column::ALL.iter().position(|other| *other == column).unwrap_or(0);
            let behind = default.checked_sub(1).map_or(0, |before| columns.place(Column::ALL[before]) + 1);
            columns.carry(place, behind);
        }
        columns
    }

    /// Returns whether a column comes to its place without being named in the stored text: a column of what only OMS
    /// tells that was never touched.
    fn is_implied(&self, place: usize) -> bool {
        let arranged = self.all[place];
        let default = Column::ALL.iter().position(|column| *column == arranged.column);
        let follows = default.and_then(|default| Column::ALL.get(default.checked_sub(1)?));
        let before = place.checked_sub(1).map(|before| &self.all[before].column);
        arranged.column.is_live() && arranged == ArrangedColumn::new(arranged.column) && before == follows
    }

    /// Returns where a column stands; every one does.
    fn place(&self, column: Column) -> usize {
        self.all.iter().position(|arranged| arranged.column == column).unwrap_or(0)
    }

    /// Carries a column to another place; those in between make room.
    fn carry(&mut self, mut from: usize, to: usize) {
        while from != to {
            let next = if from < to { from + 1 } else { from - 1 };
            self.all.swap(from, next);
            from = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn order(columns: &Columns) -> Vec<Column> {
        columns.all().map(|arranged| arranged.column).collect()
    }

    fn width(columns: &Columns, column: Column) -> i32 {
        columns.all[columns.place(column)].width()
    }

    /// Every column stands once, the name is shown, no width is out of bounds.
    fn assert_valid(columns: &Columns) {
        for column in Column::ALL.iter().copied() {
            assert_eq!(columns.all.iter().filter(|arranged| arranged.column == column).count(), 1);
        }
        assert!(columns.shown().any(|arranged| arranged.column == Column::Name));
        assert!(columns.all.iter().all(|arranged| (NARROWEST..=WIDEST).contains(&arranged.width())));
    }

    #[test]
    fn by_default_the_columns_are_shown_that_say_nothing_again() {
        let columns = Columns::default();
        assert_eq!(columns.all.map(|arranged| arranged.column), Column::ALL);
        let shown = [Column::State, Column::Name, Column::LastOperation, Column::Labels, Column::Host];
        assert_eq!(columns.fitting(i32::MAX, 12), shown);
        let template = columns.template(&shown);
        assert!(template.starts_with("calc(156*var(--unit)) minmax(calc(200*var(--unit)),1fr) calc(128*var(--unit)) calc(132*var(--unit))"), "{template}");
    }

    #[test]
    fn a_hidden_column_leaves_the_table_and_keeps_its_place() {
        let mut columns = Columns::default();
        columns.set_shown(Column::Labels, false);
        let shown = [Column::State, Column::Name, Column::LastOperation, Column::Host];
        assert_eq!(columns.fitting(i32::MAX, 12), shown);
        assert_ne!(columns, Columns::default());
        columns.set_shown(Column::Labels, true);
        assert_eq!(columns, Columns::default());
    }

    #[test]
    fn the_name_cannot_be_hidden() {
        let mut columns = Columns::default();
        columns.set_shown(Column::Name, false);
        assert_eq!(columns, Columns::default());
        assert_eq!(Columns::from_text("-name"), Columns::default());
    }

    #[test]
    fn a_column_moves_past_hidden_ones_and_stops_at_the_edges() {
        let mut columns = Columns::default();
        columns.set_shown(Column::LastOperation, false);
        let right = columns.moved(Column::Name, 1);
        let first = [Column::State, Column::LastOperation, Column::Labels, Column::Name];
        assert_eq!(order(&right)[..4], first);
        let back = [Column::State, Column::LastOperation, Column::Name];
        assert_eq!(order(&right.moved(Column::Name, -1))[..3], back);
        assert_eq!(order(&columns.moved(Column::Name, i32::MIN))[0], Column::Name);
        assert_eq!(order(&columns.moved(Column::State, i32::MAX))[4], Column::State);
        assert_eq!(columns.moved(Column::LastOperation, 1), columns);
        assert_eq!(columns.moved(Column::Host, 0), columns);
    }

    #[test]
    fn a_width_is_set_in_steps_within_bounds_and_taken_back() {
        let mut columns = Columns::default();
        columns.set_width(Column::State, 160);
        assert_eq!(width(&columns, Column::State), 160);
        columns.set_width(Column::State, 156);
        assert_eq!(columns, Columns::default());
        for (wanted, got) in [(0, 48), (-5, 48), (9_999, 1200), (i32::MIN, 48), (i32::MAX, 1200)] {
            columns.set_width(Column::Host, wanted);
            assert_eq!(width(&columns, Column::Host), got);
        }
        columns.unset_width(Column::Host);
        assert_eq!(columns, Columns::default());
    }

    #[test]
    fn what_has_no_room_is_left_out_from_the_right_but_for_the_name() {
        let columns = Columns::default().moved(Column::Name, i32::MAX);
        let room = 156 + 200 + 128 + 3 * 12;
        assert_eq!(columns.fitting(room, 12), [Column::State, Column::LastOperation, Column::Name]);
        assert_eq!(columns.fitting(room - 1, 12), [Column::State, Column::Name]);
        assert_eq!(columns.fitting(0, 12), [Column::Name]);
    }

    #[test]
    fn a_column_is_as_wide_as_its_longest_text_unless_a_person_set_its_width() {
        let wide = |set: Option<i32>, characters| {
            let mut columns = Columns::default();
            if let Some(set) = set {
                columns.set_width(Column::Host, set);
            }
            columns.widen_for(Column::Host, characters);
            width(&columns, Column::Host)
        };
        assert_eq!([wide(None, 9), wide(None, 20), wide(None, usize::MAX)], [112, 160, 288]);
        assert_eq!(wide(Some(80), 20), 80);
    }

    #[test]
    fn a_dropped_column_takes_the_place_of_the_other() {
        let columns = Columns::default();
        assert_eq!(columns.dropped(Column::Host, Column::State), columns.moved(Column::Host, i32::MIN));
        let swapped = columns.dropped(Column::State, Column::Name);
        assert_eq!(order(&swapped)[..2], [Column::Name, Column::State]);
        assert_eq!(columns.dropped(Column::Host, Column::Host), columns);
    }

    #[test]
    fn the_name_takes_the_room_that_is_left_until_its_width_is_set() {
        let mut columns = Columns::default();
        columns.set_width(Column::Name, 200);
        assert_eq!(
            columns.template(&[Column::State, Column::Name]),
            "calc(156*var(--unit)) calc(200*var(--unit))"
        );
        columns.unset_width(Column::Name);
        assert_eq!(columns, Columns::default());
    }

    #[test]
    fn a_stored_text_is_short_and_tells_only_what_was_changed() {
        let mut columns = Columns::default().moved(Column::Host, -4);
        columns.set_shown(Column::Labels, false);
        columns.set_width(Column::Name, 420);
        assert_eq!(columns.to_text(), "host,state,name:420,last,-labels,-component,-project");
        assert_eq!(Columns::from_text(&columns.to_text()), columns);
    }

    #[test]
    fn texts_of_other_versions_are_read_as_far_as_they_go() {
        let read = |text| order(&Columns::from_text(text));
        assert_eq!(Columns::from_text(""), Columns::default());
        assert_eq!(Columns::from_text("owner,,:7,-,STATE : 9"), Columns::default());
        assert_eq!(read("last,host")[..3], [Column::State, Column::Name, Column::LastOperation]);
        assert_eq!(read(" Project , state, project, nobody")[..2], [Column::Project, Column::State]);
        let columns = Columns::from_text("-host:1,host:300,name:99999,state:wide,project:-3");
        assert_eq!(width(&columns, Column::Host), NARROWEST);
        assert_eq!(width(&columns, Column::Name), WIDEST);
        assert_eq!(width(&columns, Column::State), 156);
        assert_eq!(width(&columns, Column::Project), NARROWEST);
        assert!(!columns.shown().any(|arranged| arranged.column == Column::Host));
    }

    fn live(mut columns: Columns) -> Columns {
        columns.set_live(true);
        columns
    }

    #[test]
    fn what_only_oms_tells_has_columns_once_it_told_anything() {
        let shown: Vec<_> = live(Columns::default()).shown().map(|arranged| arranged.column).collect();
        let expected = [
            Column::State,
            Column::Name,
            Column::Delay,
            Column::Checkpoint,
            Column::LastOperation,
            Column::Labels,
            Column::Host,
        ];
        assert_eq!(shown, expected);
        assert_eq!(order(&live(Columns::default())), Column::ALL);
        assert!(Columns::default().all().all(|arranged| !arranged.column.is_live()));
    }

    #[test]
    fn arrangements_that_were_stored_before_there_were_columns_of_oms_are_kept() {
        let read = |text| order(&live(Columns::from_text(text)));
        let [delay, checkpoint] = [Column::Delay, Column::Checkpoint];
        let rest = [
            Column::Rate,
            Column::Progress,
            Column::Region,
            Column::Subtopics,
            Column::ProjectType,
            Column::ProjectState,
        ];
        let moved = read("host,state,name:420,last,-labels,-component,-project");
        let first = [Column::Host, Column::State, Column::Name, delay, checkpoint, Column::LastOperation];
        assert_eq!(moved[..6], first);
        assert_eq!(moved[9..], rest);
        let at_the_end = read("state,last,labels,host,component,project,name");
        assert_eq!(at_the_end[at_the_end.len() - 3..], [Column::Name, delay, checkpoint]);
        // One that was hidden, moved or made wider is named.
        let mut columns =
            live(Columns::from_text("state,-delay,name,rate:90,last,labels,host,component,project"));
        assert_eq!(order(&columns)[..4], [Column::State, delay, checkpoint, Column::Name]);
        assert!(columns.to_text().starts_with("state,-delay,name,rate:90,last,"));
        columns.set_shown(delay, true);
        assert!(columns.to_text().starts_with("state,delay,name,rate:90,last,"));
    }

    fn word() -> impl Strategy<Value = String> {
        let column = proptest::sample::select(Column::ALL);
        prop_oneof![
            4 => (any::<bool>(), column, any::<Option<i32>>()).prop_map(|(hidden, column, width)| {
                let sign = if hidden { "-" } else { "" };
                let width = width.map(|width| format!(":{width}")).unwrap_or_default();
                format!("{sign}{}{width}", column.link_word())
            }),
            1 => "[-:,a-z0-9 ]{0,8}",
        ]
    }

    proptest! {
        #[test]
        fn any_text_is_an_arrangement_that_survives_being_stored(
            words in proptest::collection::vec(word(), 0..12), text in any::<String>()
        ) {
            for text in [words.join(","), text] {
                let columns = Columns::from_text(&text);
                assert_valid(&columns);
                prop_assert_eq!(Columns::from_text(&columns.to_text()), columns);
            }
        }

        #[test]
        fn whatever_a_person_does_the_arrangement_stays_whole(
            steps in proptest::collection::vec(
                (0..3, proptest::sample::select(Column::ALL), any::<i32>(), any::<bool>()), 0..30
            )
        ) {
            let mut columns = Columns::default();
            for (step, column, number, flag) in steps {
                match step {
                    0 => columns.set_shown(column, flag),
                    1 => columns = columns.moved(column, number % 8),
                    _ => columns.set_width(column, number),
                }
                assert_valid(&columns);
                prop_assert_eq!(Columns::from_text(&columns.to_text()), columns);
                let shown: Vec<_> = columns.shown().map(|arranged| arranged.column).collect();
                prop_assert_eq!(columns.fitting(i32::MAX, 12), shown);
            }
        }

        #[test]
        fn a_move_among_the_shown_is_taken_back_by_the_opposite_one(
            column in proptest::sample::select(Column::ALL), by in 0i32..3
        ) {
            let columns = live(Columns::default());
            let there = columns.moved(column, by);
            let from = columns.place(column);
            let went = i32::try_from(there.place(column) - from).unwrap();
            prop_assert_eq!(there.moved(column, -went), columns);
        }
    }
}
