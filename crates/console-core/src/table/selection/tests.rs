use super::*;
use proptest::prelude::*;

fn name(text: &str) -> TaskName {
    TaskName::parse(text).unwrap()
}

fn rows(texts: &[&str]) -> Vec<TaskName> {
    texts.iter().map(|text| name(text)).collect()
}

fn of(texts: &[&str]) -> Selection {
    let mut selection = Selection::default();
    for text in texts {
        selection.toggle(name(text));
    }
    selection
}

fn texts(names: &[TaskName]) -> Vec<&str> {
    names.iter().map(TaskName::as_str).collect()
}

const FIVE: [&str; 5] = ["a", "b", "c", "d", "e"];

#[test]
fn the_rows_are_covered_whatever_else_is_selected() {
    for (selected, shown, expected) in [
        (&["a", "b"][..], &["c"][..], SelectionCoverage::None),
        (&["a", "b"], &["a"], SelectionCoverage::All),
        (&["a", "b"], &["a", "b"], SelectionCoverage::All),
        (&["a"], &["a", "b"], SelectionCoverage::Some),
        (&["a", "c"], &["a", "b"], SelectionCoverage::Some),
        (&["a"], &[], SelectionCoverage::None),
        (&[], &["a"], SelectionCoverage::None),
    ] {
        assert_eq!(of(selected).coverage(&rows(shown)), expected, "{selected:?} in {shown:?}");
    }
}

#[test]
fn a_click_selects_one_and_toggling_adds_and_takes_away() {
    let mut selection = of(&["a", "b"]);
    selection.only(name("c"));
    assert_eq!(texts(&selection.names_in(&rows(&FIVE))), ["c"]);
    selection.toggle(name("a"));
    selection.toggle(name("c"));
    assert_eq!(texts(&selection.names_in(&rows(&FIVE))), ["a"]);
    assert!(selection.is_selected(&name("a")) && !selection.is_selected(&name("c")));
}

#[test]
fn a_range_reaches_from_the_anchor_either_way_and_shrinks_again() {
    let rows = rows(&FIVE);
    let mut selection = Selection::default();
    selection.only(name("c"));
    selection.range(&rows, 2, 4, false);
    assert_eq!(texts(&selection.names_in(&rows)), ["c", "d", "e"]);
    selection.range(&rows, 4, 3, false);
    assert_eq!(texts(&selection.names_in(&rows)), ["c", "d"]);
    selection.range(&rows, 3, 0, false);
    assert_eq!(texts(&selection.names_in(&rows)), ["a", "b", "c"]);
    selection.toggle(name("e"));
    selection.range(&rows, 4, 3, true);
    assert_eq!(texts(&selection.names_in(&rows)), FIVE);
}

#[test]
fn the_anchor_is_a_task_and_not_a_place() {
    let mut selection = Selection::default();
    selection.only(name("a"));
    let turned = rows(&["e", "d", "c", "b", "a"]);
    selection.range(&turned, 0, 2, false);
    assert_eq!(texts(&selection.names_in(&turned)), ["c", "b", "a"]);
}

#[test]
fn without_an_anchor_in_the_table_a_range_begins_where_the_focus_is() {
    let rows = rows(&FIVE);
    for mut selection in [Selection::default(), of(&["z"])] {
        selection.range(&rows, 1, 2, false);
        assert_eq!(texts(&selection.names_in(&rows)), ["b", "c"]);
        selection.range(&rows, 2, 3, false);
        assert_eq!(texts(&selection.names_in(&rows)), ["b", "c", "d"]);
    }
    let mut selection = of(&["a"]);
    selection.retain(|_| false);
    selection.range(&rows, 99, 99, false);
    assert_eq!(texts(&selection.names_in(&rows)), ["e"]);
    selection.range(&[], 0, 0, false);
    assert_eq!(selection.len(), 1);
}

#[test]
fn what_the_filter_hides_stays_selected_and_is_counted() {
    let selection = of(&["d", "a", "c"]);
    let rows = rows(&["b", "c", "e"]);
    assert_eq!(selection.hidden_by_filter(&rows), 2);
    assert_eq!(texts(&selection.names_in(&rows)), ["c", "d", "a"]);
}

#[test]
fn all_are_the_rows_that_are_shown_and_nothing_hidden() {
    let mut selection = of(&["z", "b"]);
    selection.all(&rows(&FIVE));
    assert_eq!(selection.len(), 5);
    assert_eq!(selection.hidden_by_filter(&rows(&FIVE)), 0);
    selection.range(&rows(&FIVE), 4, 2, false);
    assert_eq!(texts(&selection.names_in(&rows(&FIVE))), ["b", "c"], "the anchor is still b");
    selection.clear();
    assert!(selection.is_empty());
}

#[test]
fn a_task_that_went_is_dropped_and_a_migrated_one_is_followed() {
    let mut selection = of(&["a", "b", "c"]);
    selection.rename(&name("c"), &name("c2"));
    selection.rename(&name("x"), &name("y"));
    selection.retain(|kept| kept.as_str() != "a");
    let rows = rows(&["a", "b", "c", "c2", "d", "y"]);
    assert_eq!(texts(&selection.names_in(&rows)), ["b", "c2"]);
    selection.range(&rows, 0, 4, false);
    assert_eq!(texts(&selection.names_in(&rows)), ["c2", "d"], "the anchor goes along");
}

/// The same rules, said as plainly as can be: a list, and every question answered by walking it.
#[derive(Default)]
struct Model {
    selected: Vec<TaskName>,
    anchor: Option<TaskName>,
}

impl Model {
    fn add(&mut self, name: &TaskName) {
        self.selected.retain(|other| other != name);
        self.selected.push(name.clone());
    }

    fn range(&mut self, rows: &[TaskName], from: usize, to: usize, keep: bool) {
        let anchor = self.anchor.clone().filter(|anchor| rows.contains(anchor));
        let anchor = anchor.unwrap_or_else(|| rows[from].clone());
        if !keep {
            self.selected.clear();
        }
        let mut inside = false;
        for row in rows {
            let is_end = *row == anchor || *row == rows[to];
            if inside || is_end {
                self.add(row);
            }
            inside ^= is_end && anchor != rows[to];
        }
        self.anchor = Some(anchor);
    }

    fn names_in(&self, rows: &[TaskName]) -> Vec<TaskName> {
        let shown = rows.iter().filter(|row| self.selected.contains(row));
        shown.chain(self.selected.iter().filter(|name| !rows.contains(name))).cloned().collect()
    }
}

/// Rows as a filter and an order leave them: some of 24 tasks, in any order, at least one.
fn some_rows() -> impl Strategy<Value = Vec<TaskName>> {
    let all: Vec<_> = (0..24).map(|number| name(&format!("task {number}"))).collect();
    proptest::sample::subsequence(all, 1..=24).prop_shuffle()
}

proptest! {
    #[test]
    fn a_selection_does_what_its_model_does(
        steps in proptest::collection::vec(
            (0..7, some_rows(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()),
            0..40
        )
    ) {
        let (mut selection, mut model) = (Selection::default(), Model::default());
        for (step, rows, one, other, flag) in steps {
            let (from, to) = (one.index(rows.len()), other.index(rows.len()));
            let (at, next) = (&rows[from], &rows[to]);
            match step {
                0 => {
                    selection.only(at.clone());
                    model = Model { selected: vec![at.clone()], anchor: Some(at.clone()) };
                }
                1 => {
                    selection.toggle(at.clone());
                    if model.selected.contains(at) {
                        model.selected.retain(|other| other != at);
                    } else {
                        model.add(at);
                    }
                    model.anchor = Some(at.clone());
                }
                2 => {
                    selection.all(&rows);
                    model.selected.clone_from(&rows);
                }
                3 => {
                    selection.retain(|name| name != at);
                    model.selected.retain(|name| name != at);
                    model.anchor = model.anchor.filter(|anchor| anchor != at);
                }
                4 if !model.selected.contains(next) => {
                    selection.rename(at, next);
                    for name in model.selected.iter_mut().chain(&mut model.anchor) {
                        if name == at {
                            name.clone_from(next);
                        }
                    }
                }
                _ => {
                    selection.range(&rows, from, to, flag);
                    model.range(&rows, from, to, flag);
                }
            }
            prop_assert_eq!(selection.len(), model.selected.len());
            prop_assert_eq!(selection.is_empty(), model.selected.is_empty());
            prop_assert_eq!(selection.names_in(&rows), model.names_in(&rows));
            let hidden = model.selected.iter().filter(|name| !rows.contains(name)).count();
            prop_assert_eq!(selection.hidden_by_filter(&rows), hidden);
            prop_assert!(rows.iter().all(|row| selection.is_selected(row) == model.selected.contains(row)));
        }
    }
}

#[test]
fn a_selection_follows_a_migration() {
    use crate::domain::inventory::{Inventory, TaskSource};
    use crate::domain::outcome::Reply;
    use crate::domain::run::{Moment, Run, RunId};
    use crate::domain::{operation::Operation, plan::Plan};

    let name = |text: &str| TaskName::exact(text).unwrap();
    let mut inventory = Inventory::default();
    inventory.add(&["a", "b"].map(|text| name(text).into()), TaskSource::Person, Moment(1));
    let mut selection = Selection::default();
    for text in ["a", "b"] {
        selection.toggle(name(text));
    }
    let learn = |inventory: &mut Inventory, of: &str, operation: &Operation, result: &str| {
        let mut run = Run::new(RunId(of.into()), &Plan::new(&name(of), operation), Moment(2));
        run.send(Moment(2)).unwrap();
        let body = format!(r#"{{"isSuccess":true,"result":"{result}"}}"#);
        run.record(Reply::Answer { status: 200, body }, Moment(3)).unwrap();
        inventory.learn(&run);
    };
    learn(&mut inventory, "a", &Operation::Migrate { destination: None, stop_first: false }, "a2");
    learn(&mut inventory, "b", &Operation::Delete { stop_first: false }, "b");
    selection.follow(&inventory);
    assert!(selection.is_selected(&name("a2")) && selection.len() == 1);
}
