//! The sheet: a dialog at the side of the page, so that what lies beside it stays visible.

use console_core::domain::task_name::TaskName;
use leptos::{ev, html, prelude::*};

use super::TextContent;
use super::name::Marked;
use super::task_line::task_teller;
use crate::messages;
use crate::stores::table_view::{Goal, TableView};
use browser::{dialog, field, focus, keyboard, roving};

/// Shows a sheet with a title, open as long as it is mounted. The first field gets the focus, or whatever carries
/// `data-first-focus`.
#[component]
pub fn Sheet(
    /// The title.
    title: &'static str,
    /// The content under the title.
    #[prop(optional, into)]
    subtitle: Signal<String>,
    /// The task that it is about.
    #[prop(optional, into)]
    task: Signal<Option<TaskName>>,
    /// Whether it takes the place of the table at every width, under the page's header.
    #[prop(optional)]
    page: bool,
    /// Asked by Escape and by the button in the corner; it has to take the sheet away.
    on_close: Callback<()>,
    /// What is in the sheet.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(focus::focused());
    let view = expect_context::<TableView>();
    let (tell, has_task) = (task_teller(), Memo::new(move |_| task.with(Option::is_some)));
    let about = move || task.with(|task| task.as_ref().map(tell)).unwrap_or_default();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            if page {
                dialog::open_as_page(&dialog)
            } else {
                dialog::open(&dialog)
            }
            let _ = focus::move_into(&dialog, "[data-first-focus]")
                || focus::move_into(&dialog, "input, textarea, select, button.primary");
        }
    });
    // Wherever the focus is: the sheet does not hold it where there is room beside the page.
    let to_input_method = StoredValue::new(false);
    let keys = window_event_listener(ev::keydown, move |event| {
        let key = keyboard::key(&event);
        to_input_method.set_value(key.is_none());
        match key {
            Some(key) if key.name == "Escape" && !event.default_prevented() => {
                event.prevent_default();
                on_close.run(());
            }
            // An Enter that is held down opens a sheet; it must not go on to press the sheet's button.
            Some(key) if key.name == "Enter" && key.repeated && !field::is_text_area(&event) => {
                event.prevent_default();
            }
            // Control and Enter are for the form: they press no button, least of all the one that has come in the place
            // of the one that sent.
            Some(key) if key.is_command("Enter") && !field::is_text_area(&event) => event.prevent_default(),
            _ => {}
        }
    });
    on_cleanup(move || {
        keys.remove();
        let is_kept = page && dialog.try_get_untracked().flatten().is_some_and(|dialog| leave_page(&dialog));
        if !is_kept {
            let task = task.try_get_untracked().flatten();
            opener.with_value(|opener| give_focus_back(view, opener.as_ref(), task));
        }
    });
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        // A browser may ask to close because of an Escape that was the input method's.
        if !to_input_method.get_value() {
            on_close.run(());
        }
    };
    view! {
        <dialog class="sheet" class:page=page node_ref=dialog aria-label=title tabindex="-1" on:cancel=on_cancel>
            <div class="sheet-head">
                <div class="sheet-titles">
                    <h2>{title}</h2>
                    <Show when=move || has_task.get()>
                        <p class="sheet-about">
                            <strong prop:textContent=move || TextContent(about()[0].clone())></strong>
                            <span prop:textContent=move || TextContent(about()[1].clone())></span>
                        </p>
                    </Show>
                    <p class="sheet-subtitle">{move || view! { <Marked text=subtitle.get()/> }}</p>
                </div>
                <button
                    class="quiet close"
                    type="button"
                    aria-label=messages::CLOSE
                    title=messages::CLOSE_HINT
                    on:click=move |_| on_close.run(())
                >
                    "✕"
                </button>
            </div>
            {children()}
        </dialog>
    }
}

/// Closes a sheet that is a page, so that the table can have the focus again. Returns whether the focus stays where it is:
/// in the page's header.
fn leave_page(dialog: &focus::HtmlElement) -> bool {
    let is_elsewhere = focus::is_outside(dialog);
    dialog::close(dialog);
    is_elsewhere
}

/// Gives the focus back to what had it before, or to the row of the sheet's task where that was nothing, is gone, or is in
/// another row.
fn give_focus_back(view: TableView, opener: Option<&focus::HtmlElement>, task: Option<TaskName>) {
    let own = task.filter(|task| view.rows_untracked(|rows| rows.contains(task)));
    // A button of its own row that is hidden by now hands the focus over to the one in its place.
    let is_near = |opener: &focus::HtmlElement| match roving::row_in_grid(opener) {
        Some(row) => view.rows_untracked(|rows| row.task().and_then(|index| rows.get(index)) == own.as_ref()),
        None => focus::can_go_to(opener),
    };
    match (opener, own.clone()) {
        (opener, Some(task)) if !opener.is_some_and(is_near) => {
            view.goal.set(Some(Goal::Name(task)));
        }
        (Some(opener), _) => focus::give_back(opener),
        (None, _) => _ = focus::move_to_grid(),
    }
    // Its row may be another task's by now, and be drawn again.
    focus::rescue_to_grid_after_layout();
}
