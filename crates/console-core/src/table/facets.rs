//! Facets: how many tasks there are of each state, of each component, and for each way in which the
//! latest operation stands, for buttons that filter on a click. What such a button counts are the tasks
//! that a click on it would show: those that pass all terms of the filter but the ones on its field.

use crate::domain::inventory::TaskRecord;
use crate::table::filter::{Filter, FilterField, Term, words};

/// A value that can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The value in the filter language, for [`Filter::toggle`].
    pub value: &'static str,
    /// How many tasks would be shown if the filter demanded this value of the field and no other.
    pub count: usize,
    /// Whether that is what it demands, or one of several values that are enough.
    pub chosen: bool,
}

/// A count that says what there is to filter by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// How many tasks the whole filter shows.
    pub shown: usize,
    /// Of [`FilterField::State`]. Each task is counted in exactly one.
    pub states: Vec<Facet>,
    /// Of [`FilterField::Component`].
    pub components: Vec<Facet>,
    /// Of [`FilterField::Last`].
    pub standings: Vec<Facet>,
    /// Of [`FilterField::Waiting`]; tasks on which nothing was left behind are in none.
    pub waiting: Vec<Facet>,
    /// Of [`FilterField::Needs`]; tasks that need no attention are in none.
    pub needs: Vec<Facet>,
    /// Of [`FilterField::Read`]; tasks of which OMS says nothing, or what still holds, are in none.
    pub read: Vec<Facet>,
}

impl Facets {
    /// Those of a field, in the order of its values; none of a field that is not counted.
    pub fn of_field(&self, field: FilterField) -> &[Facet] {
        match field {
            FilterField::State => &self.states,
            FilterField::Component => &self.components,
            FilterField::Last => &self.standings,
            FilterField::Waiting => &self.waiting,
            FilterField::Needs => &self.needs,
            FilterField::Read => &self.read,
            FilterField::Project
            | FilterField::Host
            | FilterField::Label
            | FilterField::Operation
            | FilterField::Delay
            | FilterField::Region
            | FilterField::Subtopic
            | FilterField::Direction
            | FilterField::Type
            | FilterField::ProjectState => &[],
        }
    }
}

/// A verdict that a filter has on a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterVerdict {
    /// It is shown.
    Shown,
    /// It is counted for a facet, and not shown.
    Counted,
    /// It is neither.
    Out,
}

/// Counts tasks while they are filtered, so that a list is traversed once for both.
#[derive(Clone, Debug)]
pub struct Counting<'f> {
    filter: &'f Filter,
    shown: usize,
    /// For each bit of [`words`], the tasks that pass the rest of the filter.
    counts: [usize; words::COUNT],
}

impl<'f> Counting<'f> {
    /// Nothing counted yet.
    pub fn new(filter: &'f Filter) -> Self {
        Self { filter, shown: 0, counts: [0; words::COUNT] }
    }

    /// Counts a task and says what the filter makes of it.
    pub fn count(&mut self, task: &TaskRecord) -> FilterVerdict {
        let mut kept_out_by = None;
        for term in self.filter.terms() {
            if !term.holds(task) {
                let field = term.field();
                let counted = matches!(
                    field,
                    Some(
                        FilterField::State
                            | FilterField::Component
                            | FilterField::Last
                            | FilterField::Waiting
                            | FilterField::Needs
                            | FilterField::Read
                    )
                );
                if !counted || (kept_out_by.is_some() && kept_out_by != field) {
                    return FilterVerdict::Out;
                }
                kept_out_by = field;
            }
        }
        match kept_out_by {
            None => {
                self.shown += 1;
                self.count_bit(words::state(task.knowledge.category()));
                self.count_bit(words::component(task.component()));
                self.count_bit(words::standing(task.last));
                self.count_bit(words::waiting(task));
                self.count_bit(words::needs(task));
                self.count_bit(words::read(task));
            }
            Some(FilterField::Read) => self.count_bit(words::read(task)),
            Some(FilterField::Needs) => self.count_bit(words::needs(task)),
            Some(FilterField::Waiting) => self.count_bit(words::waiting(task)),
            Some(FilterField::State) => self.count_bit(words::state(task.knowledge.category())),
            Some(FilterField::Component) => self.count_bit(words::component(task.component())),
            Some(_) => self.count_bit(words::standing(task.last)),
        }
        if kept_out_by.is_none() { FilterVerdict::Shown } else { FilterVerdict::Counted }
    }

    /// Counts a task for a bit, or for none.
    fn count_bit(&mut self, bit: u32) {
        if let Some(count) = self.counts.get_mut(bit.trailing_zeros() as usize) {
            *count += 1;
        }
    }

    /// Returns what was counted.
    pub fn facets(&self) -> Facets {
        Facets {
            shown: self.shown,
            states: self.facets_of(FilterField::State),
            components: self.facets_of(FilterField::Component),
            standings: self.facets_of(FilterField::Last),
            waiting: self.facets_of(FilterField::Waiting),
            needs: self.facets_of(FilterField::Needs),
            read: self.facets_of(FilterField::Read),
        }
    }

    fn facets_of(&self, field: FilterField) -> Vec<Facet> {
        let facet = |value: &&'static str| {
            let bits = Term::new(false, Some(field), value).words();
            let counts = self.counts.iter().enumerate();
            let count = counts.filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, count)| count).sum();
            Facet { value, count, chosen: self.filter.demands(field, value) }
        };
        field.values().iter().map(facet).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::example::read_task;
    use crate::domain::inventory::{
        Certainty, Knowledge, LastOperation, OperationStanding, ReadingStanding, TaskState, WaitingCheckpoint,
    };
    use crate::domain::operation::OperationKind;
    use crate::domain::run::{Moment, RunId};
    use crate::domain::task_name::TaskName;
    use proptest::prelude::*;

    fn waiting() -> WaitingCheckpoint {
        WaitingCheckpoint {
            value: String::new(),
            set: Moment(0),
            run: RunId("r".into()),
            certainty: Certainty::Confirmed,
            started_without: None,
        }
    }

    fn task(state: u8, component: u8, standing: u8) -> TaskRecord {
        let name = match component {
            0 => "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002",
            1 => "10.0.0.5-9000:connector_v2:np_1-full_trans-1-0:0003000002",
            _ => "odd",
        };
        let (by, at) = (OperationKind::Stop, Moment(0));
        let last = |standing| Some(LastOperation { kind: by, standing, at });
        TaskRecord {
            knowledge: match state {
                0 => Knowledge::Nothing,
                1 => Knowledge::InDoubt { by, at },
                2 => Knowledge::After { state: TaskState::Running, by, at },
                4 => Knowledge::Marked { state: TaskState::Running, by, at },
                5 => Knowledge::Marked { state: TaskState::Stopped, by, at },
                6 => Knowledge::Moved { at },
                _ => Knowledge::After { state: TaskState::Stopped, by, at },
            },
            last: match standing {
                0 => None,
                1 => last(OperationStanding::Confirmed),
                2 => last(OperationStanding::Rejected),
                _ => last(OperationStanding::Unknown),
            },
            checkpoints: (state > 6).then(waiting).into_iter().collect(),
            ..TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), 1)
        }
    }

    fn counted<'a>(tasks: impl IntoIterator<Item = &'a TaskRecord>, filter: &Filter) -> Facets {
        let mut counting = Counting::new(filter);
        tasks.into_iter().for_each(|task| _ = counting.count(task));
        counting.facets()
    }

    fn counts(facets: &[Facet]) -> Vec<(&'static str, usize)> {
        let some = facets.iter().filter(|facet| facet.count > 0);
        some.map(|facet| (facet.value, facet.count)).collect()
    }

    #[test]
    fn a_facet_counts_what_passes_the_rest_of_the_filter() {
        let tasks = [task(2, 0, 1), task(3, 0, 1), task(3, 1, 0), task(1, 0, 3), task(0, 2, 0)];
        let facets = counted(&tasks, &Filter::parse("state:stopped component:incr-sync"));
        assert_eq!(facets.shown, 1);
        assert_eq!(counts(&facets.states), [("running", 1), ("stopped", 1), ("in-doubt", 1)]);
        assert_eq!(counts(&facets.components), [("incr-sync", 1), ("full-import", 1)]);
        assert_eq!(counts(&facets.standings), [("confirmed", 1)]);
        let chosen = facets.states.iter().chain(&facets.components).filter(|facet| facet.chosen);
        assert_eq!(chosen.map(|facet| facet.value).collect::<Vec<_>>(), ["stopped", "incr-sync"]);
    }

    #[test]
    fn a_task_in_doubt_is_not_an_unknown_one() {
        let facets = counted(&[task(0, 0, 0), task(1, 0, 0)], &Filter::default());
        assert_eq!(counts(&facets.states), [("unknown", 1), ("in-doubt", 1)]);
        assert!(!Filter::parse("unknown").matches(&task(1, 0, 0)));
    }

    #[test]
    fn what_is_no_longer_sure_is_counted() {
        let read = |standing| read_task("a", |reading| reading.standing = standing);
        let tasks = [
            read(ReadingStanding::Current),
            read(ReadingStanding::Stale),
            read(ReadingStanding::Missing),
            read(ReadingStanding::Stale),
            task(0, 0, 0),
        ];
        let facets = counted(&tasks, &Filter::parse("read:missing"));
        assert_eq!((facets.shown, counts(&facets.read)), (1, vec![("stale", 2), ("missing", 1)]));
        assert_eq!(counts(&facets.needs), [("attention", 1)]);
    }

    #[test]
    fn each_value_that_is_counted_is_that_of_one_cell() {
        for field in [
            FilterField::State,
            FilterField::Component,
            FilterField::Last,
            FilterField::Operation,
            FilterField::Waiting,
            FilterField::Needs,
            FilterField::Direction,
            FilterField::Read,
        ] {
            let mut all = 0;
            for value in field.values() {
                let bits = Term::new(false, Some(field), value).words();
                assert_eq!(bits.count_ones(), 1, "{field:?} {value}");
                assert_eq!(all & bits, 0, "{field:?} {value}");
                all |= bits;
            }
        }
    }

    proptest! {
        #[test]
        fn each_task_is_counted_and_found_in_exactly_one_state(
            tasks in proptest::collection::vec((0u8..7, 0u8..3, 0u8..4), 0..20),
        ) {
            let tasks: Vec<_> = tasks.into_iter().map(|(state, component, last)| task(state, component, last)).collect();
            let facets = counted(&tasks, &Filter::default());
            for (field, facets) in
                [(FilterField::State, &facets.states), (FilterField::Component, &facets.components), (FilterField::Last, &facets.standings)]
            {
                prop_assert_eq!(facets.iter().map(|facet| facet.count).sum::<usize>(), tasks.len());
                for facet in facets {
                    let filter = Filter::parse(&format!("{}:{}", field.word(), facet.value));
                    prop_assert_eq!(tasks.iter().filter(|task| filter.matches(task)).count(), facet.count);
                }
                for task in &tasks {
                    let is_in = |facet: &&Facet| {
                        Filter::parse(&format!("{}:{}", field.word(), facet.value)).matches(task)
                    };
                    prop_assert_eq!(facets.iter().filter(is_in).count(), 1);
                }
            }
        }

        #[test]
        fn a_facet_counts_what_a_click_on_it_shows(
            tasks in proptest::collection::vec((0u8..10, 0u8..3, 0u8..4), 0..20),
            terms in proptest::collection::vec(proptest::sample::select(vec![
                "state:stopped", "state:stopped,running", "last:confirmed,none", "-state:unknown", "state:in", "component:full-import", "-component:*",
                "last:confirmed", "-last:none", "waiting:checkpoint", "needs:attention", "-needs:attention", "-waiting:checkpoint", "10.0", "-odd", "op:stop", "state:STOPPED", "host:10.*",
            ]), 0..4),
        ) {
            let tasks: Vec<_> = tasks.into_iter().map(|(state, component, last)| task(state, component, last)).collect();
            let filter = Filter::parse(&terms.join(" "));
            let shown = |filter: &Filter| tasks.iter().filter(|task| filter.matches(task)).count();
            let facets = counted(&tasks, &filter);
            prop_assert_eq!(facets.shown, shown(&filter));
            let all = [
                (FilterField::State, &facets.states),
                (FilterField::Component, &facets.components),
                (FilterField::Last, &facets.standings),
                (FilterField::Waiting, &facets.waiting),
                (FilterField::Needs, &facets.needs),
            ];
            for (field, facets) in all {
                prop_assert_eq!(facets.len(), field.values().len());
                for facet in facets {
                    let mut clicked = filter.clone();
                    clicked.toggle(field, facet.value);
                    prop_assert_eq!(clicked.demands(field, facet.value), !facet.chosen);
                    clicked.set(field, Some(facet.value));
                    prop_assert_eq!(facet.count, shown(&clicked), "{} under {}", facet.value, filter.to_text());
                }
            }
        }
    }
}
