//! The palette: a field in which a few words find tasks and actions.

use console_core::domain::task_name::TaskName;
use console_core::interchange::history::HistoryFilter;
use console_core::table::palette::{PaletteItem, PaletteSources};
use console_core::text::odd_characters::visible;
use leptos::{ev, html, prelude::*};

use crate::messages;
use crate::stores::Now;
use crate::stores::palette::{Palette, PaletteOpening};
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::{Goal, TableView};
use crate::stores::tasks::Tasks;
use browser::{dialog, focus, keyboard, viewport};

/// A command of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    AddTasks,
    History,
    ImportAndExport,
    Columns,
    Views,
    Settings,
    Help,
}

const COMMANDS: [(Command, &str); 7] = [
    (Command::AddTasks, messages::ADD_TASKS),
    (Command::History, messages::HISTORY),
    (Command::ImportAndExport, messages::IMPORT_AND_EXPORT),
    (Command::Columns, messages::COLUMNS),
    (Command::Views, messages::VIEWS),
    (Command::Settings, messages::pages::SETTINGS),
    (Command::Help, messages::pages::HELP),
];

/// Shows the palette, while it is open.
#[component]
pub fn PaletteDialog() -> impl IntoView {
    let palette = expect_context::<Palette>();
    move || palette.get().map(|opening| view! { <OpenPalette opening/> })
}

#[component]
fn OpenPalette(
    /// What it was opened with.
    opening: PaletteOpening,
) -> impl IntoView {
    let (palette, tasks) = (expect_context::<Palette>(), expect_context::<Tasks>());
    let now = expect_context::<Now>().0;
    let carry_out = carrying_out();
    let dialog = NodeRef::<html::Dialog>::new();
    let (text, chosen) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let task = opening.task;
    let offers = Memo::new(move |_| {
        tasks.with(|inventory| {
            let current = task.as_ref();
            let stock =
                PaletteSources { inventory, current, operation_name: messages::name, commands: &COMMANDS };
            // As in its row, with why it is not offered there.
            let why = |offer: &PaletteItem<Command>| match offer {
                PaletteItem::Operation(kind, task) => inventory.get(task)?.not_offered(*kind, now.get()),
                PaletteItem::Task(_) | PaletteItem::Command(_) => None,
            };
            let offers = text.with(|text| stock.offers(text)).into_iter();
            let offers = offers.map(|offer| (why(&offer).map(messages::not_offered), offer));
            let mut offers: Vec<_> = offers.collect();
            // Enter takes the first one.
            offers.sort_by_key(|(why, _)| why.is_some());
            offers
        })
    });
    // The place of the offer that Enter takes, if there is one. Offers may go while the palette is open.
    let active = Memo::new(move |_| {
        let last = offers.with(Vec::len).checked_sub(1)?;
        Some(chosen.get().min(last))
    });
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            dialog::open_modal(&dialog);
        }
    });
    let close = move || {
        // The browser gives the focus back to where it was.
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        palette.close();
        // What had it may be gone.
        if focus::is_lost() {
            focus::move_to_grid();
        }
    };
    let choose = move |place: usize| {
        let found = offers.with_untracked(|offers| offers.get(place).cloned());
        let Some((None, offer)) = found else { return };
        close();
        carry_out.run(offer);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(key) = keyboard::key(&event) else { return };
        let last = offers.with_untracked(Vec::len).saturating_sub(1);
        let at = active.get_untracked().unwrap_or_default();
        if key.is_plain("ArrowDown") {
            chosen.set(if at < last { at + 1 } else { 0 });
        } else if key.is_plain("ArrowUp") {
            chosen.set(at.checked_sub(1).unwrap_or(last));
        } else if key.is_plain("Enter") && !key.repeated {
            choose(at);
        } else if key.is_plain("Escape") || key.is_command("k") {
            close();
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        if let Some(at) = active.get_untracked() {
            viewport::show(&option_id(at));
        }
    };
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        close();
    };
    // A click beside the dialog is one on its backdrop.
    let on_click = move |event: ev::MouseEvent| {
        if dialog.get_untracked().is_some_and(|dialog| dialog::is_beside(&dialog, &event)) {
            close();
        }
    };
    let option = move |(place, (why, offer)): (usize, (Option<&'static str>, PaletteItem<Command>))| {
        view! {
            <li
                role="option"
                id=option_id(place)
                aria-selected=move || (active.get() == Some(place)).to_string()
                aria-disabled=why.map(|_| "true")
                on:click=move |_| choose(place)
            >
                {label(tasks, &offer)}
                {why.map(|why| view! { <span class="why" prop:textContent=format!(" {why}")></span> })}
            </li>
        }
    };
    let options = move || offers.get().into_iter().enumerate().map(option).collect_view();
    let none = move || if offers.with(Vec::is_empty) { messages::pages::NOTHING_FOUND } else { "" };
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label=messages::pages::PALETTE
            on:cancel=on_cancel
            on:click=on_click
            on:keydown=on_key
        >
            <input
                type="text"
                role="combobox"
                aria-label=messages::pages::PALETTE
                aria-expanded=move || active.get().is_some().to_string()
                aria-controls="offers"
                aria-autocomplete="list"
                aria-activedescendant=move || active.get().map(option_id)
                placeholder=messages::pages::PALETTE_HINT
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| {
                    chosen.set(0);
                    text.set(event_target_value(&event));
                }
            />
            <ul id="offers" role="listbox" aria-label=messages::pages::OFFERS>{options}</ul>
            <p class="hint" role="status" prop:textContent=none></p>
        </dialog>
    }
}

fn option_id(place: usize) -> String {
    format!("offer-{place}")
}

fn label(tasks: Tasks, offer: &PaletteItem<Command>) -> AnyView {
    let named = |verb: &'static str, task: &TaskName| {
        // As in its row.
        let title = tasks.with_untracked(|inventory| {
            let record = inventory.get(task)?;
            let component = messages::component_and_direction(record.component(), record.is_reverse());
            Some(format!("{} {component}", visible(record.project_title()?)))
        });
        let name = visible(task.as_str()).into_owned();
        let of_title = |title: String| view! { <span>{title}</span>" " };
        // A name without a project stands alone.
        let class = if title.is_some() { "mono quiet" } else { "mono quiet alone" };
        view! {
            <strong>{verb}</strong>
            " "
            {title.map(of_title)}
            <span class=class><bdi>{name}</bdi></span>
        }
        .into_any()
    };
    match offer {
        PaletteItem::Operation(kind, task) => named(messages::name(*kind), task),
        PaletteItem::Task(task) => named(messages::pages::GO_TO, task),
        PaletteItem::Command(command) => {
            let found = COMMANDS.iter().find(|(other, _)| other == command);
            view! { <span>{found.map(|(_, label)| *label)}</span> }.into_any()
        }
    }
}

/// Returns what carries an offer out.
fn carrying_out() -> Callback<PaletteItem<Command>> {
    let (view, sheets) = (expect_context::<TableView>(), expect_context::<Sheets>());
    Callback::new(move |offer| match offer {
        PaletteItem::Operation(kind, task) => sheets.open_form(kind, &task),
        PaletteItem::Task(task) => {
            if view.rows_untracked(|rows| !rows.contains(&task)) {
                view.set_filter(String::new());
            }
            view.goal.set(Some(Goal::Task(task.clone())));
            sheets.open(SheetContent::Details(task));
        }
        PaletteItem::Command(command) => sheets.open(match command {
            Command::AddTasks => SheetContent::AddTasks,
            Command::History => SheetContent::History(HistoryFilter::default()),
            Command::ImportAndExport => SheetContent::TaskList,
            Command::Columns => SheetContent::Columns,
            Command::Views => SheetContent::Views,
            Command::Settings => SheetContent::Settings,
            Command::Help => SheetContent::Help,
        }),
    })
}
