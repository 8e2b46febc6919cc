//! What the table shows: which tasks, in which order, and which of them are selected.

use std::ops::Range;
use std::time::Duration;

use browser::debounce::Debounce;
use browser::focus;
use browser::viewport::Viewport;
use console_core::domain::secret;
use console_core::domain::task_name::TaskName;
use console_core::interchange::link::Link;
use console_core::table::columns::Columns;
use console_core::table::facets::Facet;
use console_core::table::filter::{BlamedTerm, Filter, FilterAdvice, FilterField, complete};
use console_core::table::grid_keys::CellPosition;
use console_core::table::order::{Column, Order};
use console_core::table::selection::Selection;
use console_core::table::shown::{FilterCache, FilteredTasks, ShownTasks, SortedTasks};
use console_core::table::views;
use leptos::prelude::*;

use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;

/// The debounce of the filter before it becomes an entry of the browser's history.
const TYPING_PAUSE: Duration = Duration::from_millis(600);
/// The debounce of the filter before it is completed: looking through a long list would slow down typing.
const RESTED: Duration = Duration::from_millis(80);

/// A row to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The first one; it takes the focus.
    First,
    /// That of a task, once the table has it; it is scrolled into view, and the focus stays where it is.
    Task(TaskName),
    /// That of a task; its name takes the focus.
    Name(TaskName),
}

/// A record of what keeps the rows from being sorted again, so that none moves away from a person who uses them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderHold {
    /// A pointer is over the rows.
    pub pointer: bool,
    /// The focus is among them.
    pub focus: bool,
}

/// A store of what the table shows.
#[derive(Clone, Copy)]
pub struct TableView {
    /// The filter, as it is typed. Changed by [`Self::type_filter`] and [`Self::set_filter`] alone.
    pub filter: RwSignal<String>,
    /// The order of the rows.
    pub order: RwSignal<Order>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// Which part of the table is in the viewport.
    pub viewport: RwSignal<Viewport>,
    /// The rows that are on the screen, with some before and behind them.
    pub rows_in_page: StoredValue<Range<usize>>,
    /// Which place of the table had the focus last.
    pub focused: RwSignal<Option<CellPosition>>,
    /// How the filter could go on.
    pub completions: RwSignal<Vec<String>>,
    /// Where the table goes as soon as it can.
    pub goal: RwSignal<Option<Goal>>,
    hold: StoredValue<OrderHold>,
    /// How often the rows were sorted again because a person asked for it, or left them.
    sortings: RwSignal<u32>,
    sorted: Memo<(u32, SortedTasks)>,
    shown: Memo<ShownTasks>,
    advice: Memo<Vec<FilterAdvice>>,
    /// Whether an input method composes a part of the filter.
    composing: RwSignal<bool>,
    tasks: Tasks,
    settings: Settings,
    /// Debounces the completion of the filter.
    completing: Debounce,
    /// Debounces the filter's entry of the browser's history.
    pausing: Debounce,
}

impl TableView {
    /// All tasks, in the order in which they were added.
    pub fn new(tasks: Tasks, settings: Settings) -> Self {
        let filter = RwSignal::new(String::new());
        let order = RwSignal::new(Order::default());
        let (hold, sortings) = (StoredValue::new(OrderHold::default()), RwSignal::new(0));
        let narrowed = StoredValue::new(FilterCache::default());
        // Apart from the filter, so that typing does not sort again.
        let sorted = Memo::new(move |before: Option<&(u32, SortedTasks)>| {
            // What filters left over was so of the tasks as they were.
            narrowed.set_value(FilterCache::default());
            let (order, sortings) = (order.get(), sortings.get());
            let is_held = hold.get_value() != OrderHold::default();
            let before = before.filter(|(before, _)| is_held && *before == sortings);
            let sorted = tasks.with(|inventory| match before {
                Some((_, before)) => before.standing_still(inventory, order),
                None => SortedTasks::new(inventory, order),
            });
            (sortings, sorted)
        });
        let composing = RwSignal::new(false);
        // Apart from the order, so that sorting does not filter again. Only `shown` reads it, and reads `sorted` before.
        let passing = Memo::new(move |_| {
            let filter = filter.with(|text| Filter::parse(text));
            tasks.with(|inventory| FilteredTasks::new(inventory, &filter, &mut narrowed.write_value()))
        });
        let shown = Memo::new(move |before: Option<&ShownTasks>| {
            let shown = sorted.with(|(_, sorted)| {
                passing.with(|passing| tasks.with(|inventory| sorted.shown(inventory, passing)))
            });
            // What an input method has begun may find nothing by itself; what it ends with may find as little.
            let is_composing = composing.get();
            let before = before.filter(|_| shown.rows.is_empty() && is_composing);
            before.cloned().unwrap_or(shown)
        });
        let advice = Memo::new(move |_| {
            let filter = filter.with(|text| Filter::parse(text));
            let (count, is_listing) = shown.with(|shown| (shown.rows.len(), shown.is_listing));
            tasks.with(|inventory| {
                let listing = filter.listing(|name| inventory.shows(name)).filter(|_| is_listing);
                match composing.get_untracked() {
                    true => Vec::new(),
                    false => listing.unwrap_or(filter).advice(inventory, count),
                }
            })
        });
        let selection = RwSignal::new(Selection::default());
        // What was migrated stays selected; what is no longer in the list cannot be. What a link selects may yet come
        // into it, with the deployment's list.
        Effect::new(move || {
            tasks.with(|inventory| {
                if selection.with_untracked(|selection| !selection.is_empty()) {
                    selection.update(|selection| selection.follow(inventory));
                }
            });
        });
        let completions = RwSignal::new(Vec::new());
        let (viewport, focused) = (RwSignal::new(Viewport::LARGE), RwSignal::new(None));
        Self {
            filter,
            order,
            selection,
            viewport,
            rows_in_page: StoredValue::new(0..0),
            focused,
            completions,
            goal: RwSignal::new(None),
            hold,
            sortings,
            sorted,
            shown,
            advice,
            composing,
            tasks,
            settings,
            completing: Debounce::new(RESTED),
            pausing: Debounce::new(TYPING_PAUSE),
        }
    }

    /// Looks at the names of the tasks that are shown, in order.
    pub fn rows<R>(self, read: impl FnOnce(&[TaskName]) -> R) -> R {
        self.shown.with(|shown| read(&shown.rows))
    }

    /// Looks at the names of the tasks that are shown.
    pub fn rows_untracked<R>(self, read: impl FnOnce(&[TaskName]) -> R) -> R {
        self.shown.with_untracked(|shown| read(&shown.rows))
    }

    /// Returns the ids of the projects of the tasks on the screen, as far as they are known.
    pub fn projects_in_viewport_untracked(self) -> Vec<String> {
        let range = self.rows_in_page.get_value();
        let names = self.rows_untracked(|rows| rows.get(range).unwrap_or_default().to_vec());
        self.tasks.with_untracked(|inventory| {
            let id = |name| Some(inventory.get(name)?.project_id()?.to_owned());
            names.iter().filter_map(id).collect()
        })
    }

    /// Returns how many tasks are shown.
    pub fn count(self) -> usize {
        self.rows(<[TaskName]>::len)
    }

    /// Returns how many tasks are shown.
    pub fn count_untracked(self) -> usize {
        self.rows_untracked(<[TaskName]>::len)
    }

    /// Returns how many tasks there are with one of the values of a field.
    pub fn facet(self, field: FilterField, at: usize) -> Option<Facet> {
        self.shown.with(|shown| shown.facets.of_field(field).get(at).copied())
    }

    /// Returns what is to be said about the filter.
    pub fn advice(self) -> Vec<FilterAdvice> {
        self.advice.get()
    }

    /// Returns which terms of the filter are to blame for showing nothing.
    pub fn blame(self) -> Vec<BlamedTerm> {
        let filter = self.filter.with(|text| Filter::parse(text));
        self.tasks.with(|inventory| filter.blame(inventory.tasks()))
    }

    /// Shows the filter and the order that a link asks for.
    pub fn follow(self, link: &Link) {
        self.set_filter(link.filter.clone());
        self.order.set(link.order);
    }

    /// Selects the tasks of a link that is about several of them. The first one is scrolled into view.
    pub fn select(self, link: &Link) {
        if let Some(task) = link.tasks.first() {
            self.goal.set(Some(Goal::Task(task.clone())));
        }
        if link.operation.is_none() && link.tasks.len() > 1 {
            self.selection.update(|selection| {
                selection.clear();
                link.tasks.iter().for_each(|name| selection.toggle(name.clone()));
            });
        }
    }

    /// Lets a link that says nothing of the order have the one that was set last.
    pub fn complete_link(self, link: &mut Link) {
        if link.order == Order::default() {
            let kept = self.settings.sort.with_untracked(|text| Order::parse(text));
            link.order = kept.unwrap_or_default();
        }
    }

    /// Returns what a saved view has to hold to show the same again. A filter that holds a secret, such as a curl
    /// command that was pasted there, stays out of it.
    pub fn to_saved_untracked(self) -> views::View {
        let filter = Some(self.filter.get_untracked()).filter(|filter| !secret::has_secrets(filter));
        let (filter, order) = (filter.unwrap_or_default(), self.order.get_untracked());
        let columns = self.settings.columns.with_untracked(Columns::to_text);
        views::View { query: Link { filter, order, ..Link::default() }.to_query(), columns }
    }

    /// Shows a saved view.
    pub fn show(self, view: &views::View) {
        let (link, _) = Link::view_of(&view.query);
        self.set_filter(link.filter);
        self.order.set(link.order);
        self.settings.set_columns(Columns::from_text(&view.columns));
    }

    /// Sets the whole filter. What was offered for the one before, or is debounced, has no meaning
    /// any more.
    pub fn set_filter(self, text: String) {
        self.stop_waiting();
        if self.completions.with_untracked(|offered| !offered.is_empty()) {
            self.completions.set(Vec::new());
        }
        self.composing.set(false);
        self.goal.set(None);
        self.filter.set(text);
    }

    /// Shows the tasks that have exactly this value of a field, besides what else the filter demands.
    pub fn filter_by(self, field: FilterField, value: &str) {
        let mut filter = self.filter.with_untracked(|text| Filter::parse(text));
        filter.set_whole(field, value);
        self.set_filter(filter.to_text());
    }

    /// Takes a filter as it is typed; `on_pause` is called when no more is typed for a while. While an input
    /// method composes, nothing is made of what finds no task.
    pub fn type_filter(self, text: String, is_composing: bool, on_pause: impl Fn() + 'static) {
        self.composing.set(is_composing);
        self.goal.set(None);
        self.filter.set(text);
        self.stop_waiting();
        if is_composing {
            return;
        }
        self.completing.call(move || {
            let text = self.filter.get_untracked();
            let found = self.tasks.with_untracked(|inventory| complete(&text, usize::MAX, inventory.tasks()));
            self.completions.set(found.into_iter().map(|completion| completion.text).collect());
        });
        self.pausing.call(on_pause);
    }

    /// Cancels what is debounced.
    fn stop_waiting(self) {
        self.completing.cancel();
        self.pausing.cancel();
    }

    /// Returns the current task: the one in whose row the focus is, else the one that is selected alone.
    pub fn current_task_untracked(self) -> Option<TaskName> {
        let focused = self.focused.get_untracked().filter(|_| focus::is_in_grid());
        let in_row = focused.and_then(CellPosition::task);
        self.rows_untracked(|rows| {
            in_row.and_then(|index| rows.get(index).cloned()).or_else(|| {
                let selected = self.selection.with_untracked(|selection| selection.names_in(rows));
                <[TaskName; 1]>::try_from(selected).ok().map(|[name]| name)
            })
        })
    }

    /// Changes what keeps the rows where they are. As soon as nothing does, they are sorted again.
    pub fn hold_order(self, change: impl FnOnce(&mut OrderHold)) {
        self.hold.update_value(change);
        let is_free = self.hold.get_value() == OrderHold::default();
        if is_free && self.sorted.with_untracked(|(_, sorted)| sorted.is_older()) {
            self.sort_anew();
        }
    }

    /// Returns whether the rows that are shown stand as they did before, and would be sorted otherwise now.
    pub fn is_order_older(self) -> bool {
        self.shown.with(|shown| shown.is_older)
    }

    /// Sorts the rows by what is known now.
    pub fn sort_anew(self) {
        self.sortings.update(|count| *count = count.wrapping_add(1));
    }

    /// Sorts by a column, or the other way round, or not any more.
    pub fn sort_by(self, column: Column) {
        self.order.update(|order| *order = order.clicked(column));
        self.settings.set_sort(self.order.get_untracked().to_string());
    }

    /// Sorts by what a link's `sort=` says; what says nothing that can be understood changes nothing.
    pub fn order_by(self, text: &str) {
        if let Ok(order) = Order::parse(text) {
            self.order.set(order);
            self.settings.set_sort(order.to_string());
        }
    }

    /// Selects all tasks that are shown.
    pub fn select_all(self) {
        self.rows_untracked(|rows| self.selection.update(|selection| selection.all(rows)));
    }
}
