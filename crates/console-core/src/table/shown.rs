//! Which tasks the table shows, in which order, and how many there are to filter by.
//!
//! Sorting takes longer than filtering, so the order of all tasks is kept while a filter is typed.

use crate::domain::inventory::{Inventory, TaskRecord};
use crate::domain::task_name::TaskName;
use crate::table::facets::{Counting, Facets};
use crate::table::filter::Filter;
use crate::table::order::Order;

/// The tasks of an inventory in an order, whatever the filter. Holds for the inventory as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// The places of the records; none in the order of adding, in which they stand anyway.
    places: Option<Vec<u32>>,
}

impl Sorted {
    /// The listed tasks in an order.
    pub fn new(inventory: &Inventory, order: Order) -> Self {
        if order == Order::default() {
            return Self { places: None };
        }
        let mut tasks: Vec<_> = inventory.tasks().collect();
        order.sort(&mut tasks);
        let start = inventory.records().as_ptr().addr();
        let place = |task: &&TaskRecord| {
            let distance = std::ptr::from_ref(*task).addr() - start;
            u32::try_from(distance / size_of::<TaskRecord>()).unwrap_or(u32::MAX)
        };
        Self { places: Some(tasks.iter().map(place).collect()) }
    }

    /// Those of the tasks that a filter shows. Where it shows none and consists of whole names, they are
    /// those of any of the names.
    pub fn filtered(&self, inventory: &Inventory, filter: &Filter) -> Shown {
        let shown = self.passing(inventory, filter);
        if shown.rows.is_empty()
            && let Some(listing) = filter.listing(|name| inventory.shows(name))
        {
            return Shown { is_listing: true, ..self.passing(inventory, &listing) };
        }
        shown
    }

    fn passing(&self, inventory: &Inventory, filter: &Filter) -> Shown {
        let mut counting = Counting::new(filter);
        let mut rows = Vec::new();
        let mut look = |task: &TaskRecord| {
            if counting.shows(task) {
                rows.push(task.name.clone());
            }
        };
        match &self.places {
            None => inventory.tasks().for_each(&mut look),
            Some(places) => {
                let records = inventory.records();
                places.iter().filter_map(|place| records.get(*place as usize)).for_each(&mut look);
            }
        }
        Shown { rows, facets: counting.facets(), is_listing: false }
    }
}

/// What the table shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The names of the tasks, in order.
    pub rows: Vec<TaskName>,
    /// How many tasks there are of each state and so on.
    pub facets: Facets,
    /// Whether the filter is taken for a list of names, see [`Filter::listing`].
    pub is_listing: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::{Entry, Source};
    use crate::domain::run::Moment;
    use proptest::prelude::*;

    fn inventory(names: &[String]) -> Inventory {
        let names = names.iter().filter_map(|name| TaskName::parse(name).ok());
        let entries: Vec<_> = names.map(Entry::from).collect();
        let mut inventory = Inventory::default();
        inventory.add(&entries, Source::Person, Moment(0));
        inventory
    }

    #[test]
    fn names_of_which_no_task_holds_all_are_a_list() {
        let inventory = inventory(&["odd-7".into(), "orders".into(), "odd-7 orders".into(), "x".into()]);
        let rows = |text: &str| {
            let shown = Sorted::new(&inventory, Order::default()).filtered(&inventory, &Filter::parse(text));
            (shown.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"), shown.is_listing)
        };
        assert_eq!(rows("odd-7 orders"), ("odd-7 orders".to_owned(), false));
        assert_eq!(rows("odd-7, orders"), ("odd-7|orders".to_owned(), true));
        assert_eq!(rows("x,orders"), ("orders|x".to_owned(), true));
        assert_eq!(rows("x orders state:unknown"), ("orders|x".to_owned(), true));
        assert_eq!(rows("x orders state:running"), (String::new(), true));
        assert_eq!(rows("x y"), (String::new(), false));
    }

    proptest! {
        #[test]
        fn the_rows_are_the_filtered_tasks_in_order(
            names in proptest::collection::vec("[abc]{1,3}", 0..30), forgotten in 0usize..30,
            filter in "[abc]?", order in "(-?name|-?state)?"
        ) {
            let mut inventory = inventory(&names);
            let first: Vec<_> = inventory.tasks().take(forgotten % 3).map(|task| task.name.clone()).collect();
            inventory.forget(&first);
            let (order, filter) = (Order::parse(&order).unwrap(), Filter::parse(&filter));
            let mut expected: Vec<_> = inventory.tasks().filter(|task| filter.matches(task)).collect();
            order.sort(&mut expected);
            let expected: Vec<_> = expected.into_iter().map(|task| task.name.clone()).collect();
            let shown = Sorted::new(&inventory, order).filtered(&inventory, &filter);
            prop_assert_eq!(&shown.rows, &expected);
            prop_assert_eq!(shown.facets.shown, expected.len());
        }
    }
}
