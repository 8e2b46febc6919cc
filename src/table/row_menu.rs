//! The menu of a row: what can be done with its task besides what has a button in the row.

use console_core::domain::inventory::{Inventory, TaskState};
use console_core::domain::operation::OperationKind;
use console_core::domain::task_name::TaskName;
use console_core::interchange::history::HistoryFilter;
use console_core::interchange::link::Link;
use console_core::table::filter::FilterField;
use leptos::ev::{self, Event};
use leptos::html;
use leptos::prelude::*;

use crate::components::{OperationOpener, copy_and_say, why_not_offered};
use crate::messages;
use crate::stores::announcements::Announcements;
use crate::stores::host::Host;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use browser::focus::HtmlElement;
use browser::{focus, keyboard, menu};

/// Whose menu is open, and at which button. A handle.
#[derive(Clone, Copy)]
pub struct RowMenuState {
    open: RwSignal<Option<TaskName>>,
    button: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl RowMenuState {
    /// No menu is open.
    pub fn new() -> Self {
        Self { open: RwSignal::new(None), button: StoredValue::new_local(None) }
    }

    /// Returns whether a menu is open.
    pub fn is_open(self) -> bool {
        self.open.with(Option::is_some)
    }

    /// Opens the menu of a task at the button that an event comes from, or closes it if it is that one.
    pub fn toggle(self, task: &TaskName, event: &Event) {
        if self.open.with_untracked(|open| open.as_ref() == Some(task)) {
            return self.close();
        }
        self.close();
        let button = menu::button_of(event);
        if let Some(button) = &button {
            menu::set_expanded(button, true);
        }
        self.button.set_value(button);
        self.open.set(Some(task.clone()));
    }

    /// Closes the menu that is open, if one is.
    pub fn close(self) {
        if let Some(button) = self.button.try_update_value(Option::take).flatten() {
            menu::set_expanded(&button, false);
        }
        if self.open.with_untracked(Option::is_some) {
            self.open.set(None);
        }
    }

    /// Closes it, and takes the focus back to its button.
    fn leave(self) {
        let button = self.button.get_value();
        self.close();
        if let Some(button) = button {
            focus::give_back(&button);
        }
    }
}

/// Shows the menu that is open.
#[component]
pub fn RowMenu(
    /// Whose it is.
    menu: RowMenuState,
) -> impl IntoView {
    move || menu.open.get().map(|task| view! { <OpenMenu menu task/> })
}

#[component]
fn OpenMenu(
    /// What closes it.
    menu: RowMenuState,
    /// Whose it is.
    task: TaskName,
) -> impl IntoView {
    let (tasks, view, sheets) =
        (expect_context::<Tasks>(), expect_context::<TableView>(), expect_context::<Sheets>());
    let (host, announcements) = (expect_context::<Host>(), expect_context::<Announcements>());
    let opener = OperationOpener::from_context();
    let root = NodeRef::<html::Div>::new();
    let is_above = RwSignal::new(false);
    Effect::new(move || {
        if let (Some(root), Some(button)) = (root.get(), menu.button.get_value()) {
            is_above.set(menu::position_at(&root, &button));
            focus::move_into(&root, "button:not([aria-disabled], .dangerous)");
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        let (Some(root), Some(key)) = (root.get_untracked(), keyboard::key(&event)) else { return };
        let is_escape = key.is_plain("Escape");
        if is_escape {
            menu.leave();
        }
        if is_escape || key.is_unmodified() && focus::move_among_buttons(&root, &key.name) {
            event.prevent_default();
        }
    };
    let on_leave = move |event: ev::FocusEvent| {
        let (Some(root), Some(button)) = (root.get_untracked(), menu.button.get_value()) else { return };
        // A click on the button closes the menu by itself.
        if !focus::goes_into(&event, &[&root, &button]) {
            menu.close();
        }
        request_animation_frame(move || view.hold_order(|hold| hold.focus = focus::is_in_grid()));
    };
    // The focus is at the row's button before anything opens, so that it comes back there.
    let open = move |opened: SheetContent| {
        menu.leave();
        sheets.open(opened);
    };
    let copy = move |text: String, done: &'static str| {
        menu.leave();
        copy_and_say(announcements, text, done);
    };
    // It goes with its task.
    let own = task.clone();
    let record = Memo::new(move |_| {
        tasks.with(|inventory| {
            inventory.get(&own).filter(|record| record.is_listed()).map(|record| record.state())
        })
    });
    Effect::new(move || {
        if record.with(Option::is_none) {
            menu.close();
        }
    });
    let own = task.clone();
    let operation = move |kind: OperationKind| {
        let barred = why_not_offered(tasks, kind, &own);
        let task = own.clone();
        let on_click = move |_| {
            menu.leave();
            opener.open(kind, &task);
        };
        let dangerous = kind == OperationKind::Delete;
        view! {
            <button
                type="button"
                class:dangerous=dangerous
                aria-label=messages::name(kind)
                aria-disabled=barred.map(|_| "true")
                aria-description=barred
                on:click=on_click
            >
                {messages::name(kind)}
                {barred.map(|why| view! { <span class="why" prop:textContent=why></span> })}
            </button>
        }
        .into_any()
    };
    let other = operation.clone();
    let plain = |label: String, on_click: Callback<()>| {
        view! { <button type="button" prop:textContent=label on:click=move |_| on_click.run(())></button> }
            .into_any()
    };
    let only_with = |field: FilterField| {
        let of = |inventory: &Inventory| Some(field.part_of(inventory.get(&task)?)?.to_owned());
        let value = tasks.with_untracked(of)?;
        let label = messages::table::only_with(field, &value);
        let filter = move |()| {
            menu.leave();
            view.filter_by(field, &value);
            sheets.show_address(true);
        };
        Some(plain(label, Callback::new(filter)))
    };
    let details = SheetContent::Details(task.clone());
    let history =
        SheetContent::History(HistoryFilter { tasks: vec![task.clone()], ..HistoryFilter::default() });
    let successor = tasks
        .with_untracked(|inventory| Some(inventory.probable_successor(inventory.get(&task)?)?.name.clone()));
    let moved = successor.map(|successor| {
        let label = messages::table::go_to(&successor);
        plain(label, Callback::new(move |()| open(SheetContent::Details(successor.clone()))))
    });
    let name = task.to_string();
    let link = Link { tasks: vec![task.clone()], ..Link::default() };
    let copy_link = move |()| copy(host.address_of(link.clone()), messages::table::LINK_COPIED);
    view! {
        <div
            class="row-menu"
            class:above=move || is_above.get()
            node_ref=root
            role="group"
            aria-label=messages::table::more(&task)
            on:keydown=on_key
            on:focusout=on_leave
            on:mousedown=|event| event.prevent_default()
        >
            {moved}
            {move || record.get().flatten().map(TaskState::pointless).map(&other)}
            {operation(OperationKind::Migrate)}
            {plain(messages::table::DETAILS.to_owned(), Callback::new(move |()| open(details.clone())))}
            {plain(messages::HISTORY.to_owned(), Callback::new(move |()| open(history.clone())))}
            <hr/>
            {plain(
                messages::table::COPY_NAME.to_owned(),
                Callback::new(move |()| copy(name.clone(), messages::table::NAME_COPIED)),
            )}
            {plain(messages::COPY_LINK.to_owned(), Callback::new(copy_link))}
            {only_with(FilterField::Project)}
            {only_with(FilterField::Host)}
            {only_with(FilterField::Region)}
            <hr/>
            {operation(OperationKind::Delete)}
        </div>
    }
}
