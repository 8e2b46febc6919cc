//! Which tasks the table shows, in which order, and how many there are to filter by.
//!
//! Sorting takes longer than filtering, so the order of all tasks is kept while a filter is typed.

use crate::domain::inventory::{Inventory, TaskRecord};
use crate::domain::task_name::TaskName;
use crate::table::facets::{Counting, Facets, FilterVerdict};
use crate::table::filter::Filter;
use crate::table::order::{self, Order};

/// A list of an inventory's tasks that stand in an order, whatever the filter. Holds for the inventory as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SortedTasks {
    order: Order,
    /// The places of the records; none in the order of adding where OMS brought none, since they stand so anyway.
    places: Option<Vec<u32>>,
    /// Where each record would stand, if these stand as they did before.
    newer: Option<Vec<u32>>,
}

/// Ranks the names of an inventory, which keeps the ranks, so that the first sort by name takes no longer than later ones.
pub fn rank_names(inventory: &Inventory) {
    inventory.name_ranks(order::name_ranks);
}

impl SortedTasks {
    /// Returns the listed tasks in an order.
    pub fn new(inventory: &Inventory, order: Order) -> Self {
        let added = inventory.oms_ranks(order::oms_ranks);
        if order == Order::default() && added.is_empty() {
            return Self::default();
        }
        let mut tasks: Vec<_> = inventory.tasks().collect();
        let start = inventory.records().as_ptr().addr();
        let place = |task: &TaskRecord| (std::ptr::from_ref(task).addr() - start) / size_of::<TaskRecord>();
        let ranks = order.is_by_name().then(|| inventory.name_ranks(order::name_ranks));
        let rank = |task: &TaskRecord| ranks?.get(place(task)).copied();
        let oms_rank = |task: &TaskRecord| added.get(place(task)).copied();
        let is_any = !added.is_empty();
        order.sort_ranked(&mut tasks, ranks.map(|_| &rank as _), is_any.then_some(&oms_rank as _));
        let places = tasks.iter().map(|task| u32::try_from(place(task)).unwrap_or(u32::MAX));
        Self { order, places: Some(places.collect()), newer: None }
    }

    /// Returns the listed tasks as they stood before, with those that are new behind them: nothing moves while a
    /// person uses it. Another order, which a person has asked for, counts at once.
    pub fn standing_still(&self, inventory: &Inventory, order: Order) -> Self {
        let sorted = Self::new(inventory, order);
        let (Some(before), Some(now)) = (&self.places, &sorted.places) else { return sorted };
        if self.order != order {
            return sorted;
        }
        let mut newer = vec![u32::MAX; inventory.records().len()];
        for (place, rank) in now.iter().zip(0..) {
            newer[*place as usize] = rank;
        }
        let is_listed = |place: &&u32| newer.get(**place as usize).is_some_and(|rank| *rank != u32::MAX);
        let mut places: Vec<u32> = before.iter().filter(is_listed).copied().collect();
        let mut is_new = vec![true; newer.len()];
        places.iter().for_each(|place| is_new[*place as usize] = false);
        places.extend(now.iter().filter(|place| is_new[**place as usize]));
        let newer = (places != *now).then_some(newer);
        Self { order, places: Some(places), newer }
    }

    /// Returns whether the tasks stand as they did before, and their order would be another one now.
    pub fn is_older(&self) -> bool {
        self.newer.is_some()
    }

    /// Returns the tasks that a filter passes, in this order.
    pub fn shown(&self, inventory: &Inventory, passing: &FilteredTasks) -> ShownTasks {
        let records = inventory.records();
        let FilteredTasks { ref is_shown, ref facets, is_listing } = *passing;
        let mut rows = Vec::with_capacity(facets.shown);
        let mut is_older = false;
        match &self.places {
            None => {
                let shown = records.iter().zip(is_shown).filter(|(_, is_shown)| **is_shown);
                rows.extend(shown.map(|(record, _)| record.name.clone()));
            }
            Some(places) => {
                let mut highest = 0;
                for place in places.iter().map(|place| *place as usize) {
                    if is_shown.get(place) == Some(&true) {
                        rows.push(records[place].name.clone());
                        let newer = self.newer.as_ref().and_then(|newer| newer.get(place).copied());
                        let rank = newer.unwrap_or(highest);
                        is_older |= rank < highest;
                        highest = rank;
                    }
                }
            }
        }
        ShownTasks { rows, facets: facets.clone(), is_listing, is_older }
    }
}

/// What a filter makes of the tasks of an inventory, whatever their order. Holds for the inventory as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilteredTasks {
    /// For each record, whether it is shown.
    is_shown: Vec<bool>,
    facets: Facets,
    is_listing: bool,
}

impl FilteredTasks {
    /// Those of the tasks that a filter shows. Where it shows none and consists of whole names, they are
    /// those of any of the names. `narrowed` is what filters left over of the same tasks before.
    pub fn new(inventory: &Inventory, filter: &Filter, narrowed: &mut FilterCache) -> Self {
        let passing = Self::of_terms(inventory, filter, narrowed);
        if passing.facets.shown == 0
            && let Some(listing) = filter.listing(|name| inventory.shows(name))
        {
            return Self { is_listing: true, ..Self::of_terms(inventory, &listing, narrowed) };
        }
        passing
    }

    fn of_terms(inventory: &Inventory, filter: &Filter, narrowed: &mut FilterCache) -> Self {
        let records = inventory.records();
        let mut counting = Counting::new(filter);
        let mut left = Vec::new();
        let leaves_out = !filter.terms().is_empty();
        let mut is_shown = vec![false; records.len()];
        let mut look = |place: u32| {
            let Some(task) = records.get(place as usize).filter(|task| task.is_listed()) else { return };
            let passage = counting.count(task);
            is_shown[place as usize] = passage == FilterVerdict::Shown;
            if passage != FilterVerdict::Out && leaves_out {
                left.push(place);
            }
        };
        match narrowed.left_for(filter) {
            Some(places) => places.iter().copied().for_each(&mut look),
            None => (0..u32::try_from(records.len()).unwrap_or(u32::MAX)).for_each(&mut look),
        }
        if leaves_out {
            narrowed.keep(filter, left, records.len());
        }
        Self { is_shown, facets: counting.facets(), is_listing: false }
    }
}

/// What filters left over of the tasks of an inventory, from the widest to the narrowest. What is typed narrows the one
/// before, and what is erased goes back to it.
#[derive(Clone, Debug, Default)]
pub struct FilterCache(Vec<Left>);

/// A list of the tasks that a filter left over.
#[derive(Clone, Debug)]
struct Left {
    filter: Filter,
    /// The places of the records that it shows or counts.
    places: Vec<u32>,
}

impl FilterCache {
    /// Returns the only tasks that a filter can show or count, if any were left out so far.
    fn left_for(&mut self, filter: &Filter) -> Option<&[u32]> {
        while self.0.pop_if(|left| !filter.narrows(&left.filter)).is_some() {}
        self.0.last().map(|left| left.places.as_slice())
    }

    /// Keeps what a filter left over, if it is worth the room.
    fn keep(&mut self, filter: &Filter, places: Vec<u32>, all: usize) {
        let before = self.0.last().map_or(all, |left| left.places.len());
        if places.len() <= before / 2 {
            self.0.push(Left { filter: filter.clone(), places });
        }
    }
}

/// A list of the tasks that the table shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTasks {
    /// The names of the tasks, in order.
    pub rows: Vec<TaskName>,
    /// How many tasks there are of each state and so on.
    pub facets: Facets,
    /// Whether the filter is taken for a list of names, see [`Filter::listing`].
    pub is_listing: bool,
    /// Whether the rows stand as they did before, and their order would be another one now.
    pub is_older: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::example::seen;
    use crate::domain::inventory::{Knowledge, OmsTaskState, TaskEntry, TaskRecord, TaskSource, TaskState};
    use crate::domain::operation::OperationKind;
    use crate::domain::run::Moment;
    use proptest::prelude::*;

    fn inventory(names: &[String]) -> Inventory {
        let names = names.iter().filter_map(|name| TaskName::parse(name).ok());
        let entries: Vec<_> = names.map(TaskEntry::from).collect();
        let mut inventory = Inventory::default();
        inventory.add(&entries, TaskSource::Person, Moment(0));
        inventory
    }

    fn filtered(sorted: &SortedTasks, inventory: &Inventory, filter: &str) -> ShownTasks {
        let filter = Filter::parse(filter);
        sorted.shown(inventory, &FilteredTasks::new(inventory, &filter, &mut FilterCache::default()))
    }

    #[test]
    fn names_of_which_no_task_holds_all_are_a_list() {
        let inventory = inventory(&["odd-7".into(), "orders".into(), "odd-7 orders".into(), "x".into()]);
        let rows = |text: &str| {
            let shown = filtered(&SortedTasks::default(), &inventory, text);
            (shown.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"), shown.is_listing)
        };
        assert_eq!(rows("odd-7 orders"), ("odd-7 orders".to_owned(), false));
        assert_eq!(rows("odd-7, orders"), ("odd-7|orders".to_owned(), true));
        assert_eq!(rows("x,orders"), ("orders|x".to_owned(), true));
        assert_eq!(rows("x orders state:unknown"), ("orders|x".to_owned(), true));
        assert_eq!(rows("x orders state:running"), (String::new(), true));
        assert_eq!(rows("x y"), (String::new(), false));
    }

    /// Says that a task was stopped, or started, at a moment.
    fn set_state(inventory: &mut Inventory, name: &str, state: TaskState, at: i64) {
        let mut record = inventory.get(&TaskName::parse(name).unwrap()).unwrap().clone();
        let by = if state == TaskState::Running { OperationKind::Start } else { OperationKind::Stop };
        record.knowledge = Knowledge::After { state, by, at: Moment(at) };
        inventory.put(record);
    }

    fn rows_of(sorted: &SortedTasks, inventory: &Inventory, filter: &str) -> (String, bool) {
        let shown = filtered(sorted, inventory, filter);
        (shown.rows.iter().map(TaskName::as_str).collect::<Vec<_>>().join(" "), shown.is_older)
    }

    #[test]
    fn a_name_that_comes_or_takes_another_place_is_sorted_by() {
        let mut inventory = inventory(&["c".into(), "a".into()]);
        let order = Order::parse("name").unwrap();
        assert_eq!(rows_of(&SortedTasks::new(&inventory, order), &inventory, "").0, "a c");
        inventory.add(&[TaskEntry::from(TaskName::parse("b").unwrap())], TaskSource::Person, Moment(0));
        assert_eq!(rows_of(&SortedTasks::new(&inventory, order), &inventory, "").0, "a b c");
        inventory.forget(&[TaskName::parse("a").unwrap()]);
        assert_eq!(rows_of(&SortedTasks::new(&inventory, order), &inventory, "").0, "b c");
    }

    #[test]
    fn rows_stand_still_until_they_are_sorted_anew() {
        let mut inventory = inventory(&["a".into(), "b".into(), "c".into()]);
        let order = Order::parse("state").unwrap();
        set_state(&mut inventory, "b", TaskState::Running, 1);
        let before = SortedTasks::new(&inventory, order);
        assert_eq!(rows_of(&before, &inventory, ""), ("b a c".into(), false));
        set_state(&mut inventory, "b", TaskState::Stopped, 2);
        set_state(&mut inventory, "c", TaskState::Running, 2);
        let still = before.standing_still(&inventory, order);
        assert!(still.is_older());
        assert_eq!(rows_of(&still, &inventory, ""), ("b a c".into(), true));
        // Those that are shown stand right.
        assert_eq!(rows_of(&still, &inventory, "b"), ("b".into(), false));
        // What is new comes last, and what is gone goes.
        inventory.add(&[TaskEntry::from(TaskName::parse("d").unwrap())], TaskSource::Person, Moment(3));
        set_state(&mut inventory, "d", TaskState::Running, 3);
        inventory.forget(&[TaskName::parse("a").unwrap()]);
        let still = still.standing_still(&inventory, order);
        assert_eq!(rows_of(&still, &inventory, ""), ("b c d".into(), true));
        assert_eq!(rows_of(&SortedTasks::new(&inventory, order), &inventory, ""), ("c d b".into(), false));
        // Another order is what a person has asked for.
        let other = still.standing_still(&inventory, Order::parse("-name").unwrap());
        assert_eq!(rows_of(&other, &inventory, ""), ("d c b".into(), false));
        assert!(!still.standing_still(&inventory, Order::default()).is_older());
    }

    /// Returns the names of tasks of OMS, of some projects.
    fn oms_names() -> Vec<String> {
        let of = |(project, component, host): (&str, &str, u8)| {
            format!("10.0.0.{host}-9000:connector_v2:{project}-{component}_trans-1-0:0000000001")
        };
        let named = ["np_b", "np_a", "np_c"]
            .into_iter()
            .flat_map(|project| [(project, "incr", 5), (project, "full", 9), (project, "incr", 3)].map(of));
        named.chain(["odd".into()]).collect()
    }

    #[test]
    fn tasks_of_oms_stand_by_project_and_component_behind_those_that_were_added() {
        let mut inventory = inventory(&["z".into(), "y".into()]);
        let names = oms_names();
        inventory.see(names.iter().map(|name| seen(name, OmsTaskState::Running, 1)).collect());
        inventory.add(&[TaskEntry::from(TaskName::parse("later").unwrap())], TaskSource::Person, Moment(3));
        let rows =
            |inventory: &Inventory| rows_of(&SortedTasks::new(inventory, Order::default()), inventory, "").0;
        let short = |rows: String| {
            let short = |name: &str| match TaskName::parse(name).unwrap().parts() {
                Some(parts) => format!("{}-{}-{}", parts.project, name.contains("incr"), parts.host),
                None => name.to_owned(),
            };
            rows.split(' ').map(short).collect::<Vec<_>>().join(" ")
        };
        let expected = "z y later np_a-false-10.0.0.9 np_a-true-10.0.0.3 np_a-true-10.0.0.5 \
            np_b-false-10.0.0.9 np_b-true-10.0.0.3 np_b-true-10.0.0.5 \
            np_c-false-10.0.0.9 np_c-true-10.0.0.3 np_c-true-10.0.0.5 odd";
        assert_eq!(short(rows(&inventory)), expected);
        // The same when the list is read again, and when what was taken out of it is added by hand.
        let again = Inventory::from_records(inventory.records().to_vec());
        assert_eq!(short(rows(&again)), expected);
        let one = TaskName::parse(&names[0]).unwrap();
        inventory.forget(std::slice::from_ref(&one));
        inventory.add(&[TaskEntry::from(one)], TaskSource::Person, Moment(4));
        assert_eq!(short(rows(&inventory)), expected);
        // Where nothing else decides, too.
        let by_state = Order::parse("state").unwrap();
        let sorted = rows_of(&SortedTasks::new(&inventory, by_state), &inventory, "np_").0;
        assert_eq!(
            short(sorted.split(' ').filter(|name| *name != names[0]).collect::<Vec<_>>().join(" ")),
            expected.replace("z y later ", "").replace(" np_b-true-10.0.0.5", "").replace(" odd", "")
        );
    }

    proptest! {
        #[test]
        fn the_order_of_answers_makes_no_difference(
            names in Just(oms_names()).prop_shuffle(), cuts in proptest::collection::vec(1usize..5, 1..6),
            order in "(-?state|-?delay)?",
        ) {
            let order = Order::parse(&order).unwrap();
            let rows = |names: &[String], mut cuts: std::vec::IntoIter<usize>| {
                let mut inventory = inventory(&["by hand".into(), "another".into()]);
                let mut rest = names;
                while !rest.is_empty() {
                    let (now, later) = rest.split_at(cuts.next().unwrap_or(rest.len()).min(rest.len()));
                    inventory.see(now.iter().map(|name| seen(name, OmsTaskState::Running, 1)).collect());
                    // As the table does after each of them.
                    SortedTasks::new(&inventory, order);
                    rest = later;
                }
                rows_of(&SortedTasks::new(&inventory, order), &inventory, "").0
            };
            prop_assert_eq!(rows(&names, cuts.into_iter()), rows(&oms_names(), Vec::new().into_iter()));
        }

        #[test]
        fn standing_still_loses_no_task_and_moves_none(
            changes in proptest::collection::vec((0usize..6, any::<bool>(), 0u8..3), 0..12),
        ) {
            let names: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).into();
            let mut inventory = inventory(&names[..4]);
            let order = Order::parse("state,name").unwrap();
            let mut still = SortedTasks::new(&inventory, order);
            for ((at, runs, what), moment) in changes.into_iter().zip(1..) {
                let name = TaskName::parse(&names[at]).unwrap();
                match what {
                    0 => drop(inventory.forget(&[name])),
                    1 => drop(inventory.add(&[TaskEntry::from(name)], TaskSource::Person, Moment(moment))),
                    _ if inventory.get(&name).is_some() => {
                        let state = if runs { TaskState::Running } else { TaskState::Stopped };
                        set_state(&mut inventory, &names[at], state, moment);
                    }
                    _ => {}
                }
                let (before, _) = rows_of(&still, &inventory, "");
                still = still.standing_still(&inventory, order);
                let (rows, is_older) = rows_of(&still, &inventory, "");
                let sorted = rows_of(&SortedTasks::new(&inventory, order), &inventory, "").0;
                let in_any_order = |text: &str| {
                    let mut names: Vec<_> = text.split(' ').map(str::to_owned).collect();
                    names.sort();
                    names
                };
                prop_assert_eq!(in_any_order(&rows), in_any_order(&sorted));
                prop_assert_eq!(is_older, rows != sorted);
                let stayed = before.split(' ').filter(|name| rows.split(' ').any(|row| row == *name));
                let first: Vec<_> = stayed.collect();
                prop_assert!(rows.starts_with(&first.join(" ")), "{} after {}", rows, before);
            }
        }

        #[test]
        fn what_was_left_over_makes_no_difference(
            names in proptest::collection::vec("[abC]{1,4}", 0..30),
            filters in proptest::collection::vec("(-|state:|\"|label:)?[abc]{0,3}\\*?( -?(state:(un|run|in)|[Abc]{1,2}))?", 1..12),
            order in "(-?name)?",
        ) {
            let mut inventory = inventory(&names);
            let some: Vec<_> = inventory.records().iter().step_by(3).cloned().collect();
            for record in some {
                let (state, by, at) = (TaskState::Running, OperationKind::Stop, Moment(0));
                inventory.put(TaskRecord { knowledge: Knowledge::After { state, by, at }, ..record });
            }
            let sorted = SortedTasks::new(&inventory, Order::parse(&order).unwrap());
            let mut narrowed = FilterCache::default();
            // Each as it is typed and erased again.
            let typed = filters.iter().flat_map(|text| {
                let typed = text.char_indices().map(|(end, _)| &text[..end]);
                typed.clone().chain([text.as_str()]).chain(typed.rev())
            });
            for text in typed {
                let filter = Filter::parse(text);
                let shown = sorted.shown(&inventory, &FilteredTasks::new(&inventory, &filter, &mut narrowed));
                prop_assert_eq!(shown, filtered(&sorted, &inventory, text), "{}", text);
            }
        }

        #[test]
        fn the_rows_are_the_filtered_tasks_in_order(
            names in proptest::collection::vec("[abc]{1,3}", 0..30), forgotten in 0usize..30,
            filter in "[abc]?", order in "(-?name|-?state)?"
        ) {
            let mut inventory = inventory(&names);
            let first: Vec<_> = inventory.tasks().take(forgotten % 3).map(|task| task.name.clone()).collect();
            inventory.forget(&first);
            let order = Order::parse(&order).unwrap();
            let mut expected: Vec<_> =
                inventory.tasks().filter(|task| Filter::parse(&filter).matches(task)).collect();
            order.sort(&mut expected);
            let expected: Vec<_> = expected.into_iter().map(|task| task.name.clone()).collect();
            let shown = filtered(&SortedTasks::new(&inventory, order), &inventory, &filter);
            prop_assert_eq!(&shown.rows, &expected);
            prop_assert_eq!(shown.facets.shown, expected.len());
        }
    }
}
