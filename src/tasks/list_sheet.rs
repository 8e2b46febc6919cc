//! The sheet of the list as a whole: exporting it, and the deployment's list.

use browser::{files, spawn_local};
use console_core::domain::inventory::TaskRecord;
use console_core::interchange::export;
use leptos::prelude::*;

use crate::components::{CopyButton, Sheet, TextContent};
use crate::messages::{self, lists};
use crate::stores::host::Host;
use crate::stores::table_view::TableView;
use crate::stores::tasks::{DEPLOYED, DeployedListState, Tasks};

/// Writes tasks as a file.
type Write = fn(&[&TaskRecord], Option<&str>) -> String;

/// The formats of an exported list.
const FORMATS: [(&str, &str, &str, Write); 3] = [
    (lists::TEXT, "tasks.txt", "text/plain", |records, _| export::names(records)),
    ("CSV", "tasks.csv", "text/csv", |records, _| export::csv(records)),
    ("JSON", "tasks.json", "application/json", export::json),
];

/// Exports the list, and reads the deployment's again.
#[component]
pub fn TaskList(on_close: Callback<()>) -> impl IntoView {
    let (tasks, view) = (expect_context::<Tasks>(), expect_context::<TableView>());
    let host = expect_context::<Host>();
    let shown_only = RwSignal::new(false);
    let write = move |write: Write| {
        tasks.with_untracked(|inventory| {
            let records: Vec<_> = if shown_only.get_untracked() {
                view.rows_untracked(|rows| rows.iter().filter_map(|name| inventory.get(name)).collect())
            } else {
                inventory.tasks().collect()
            };
            write(&records, untrack(|| host.name()).as_deref())
        })
    };
    let count = move || messages::tasks(if shown_only.get() { view.count() } else { tasks.count() });
    let save_buttons = FORMATS.map(|(name, file, media_type, format)| {
        view! {
            <button type="button" on:click=move |_| files::save(&host.file_name_untracked(file), media_type, &write(format))>
                {lists::save_as(name)}
            </button>
        }
    });
    view! {
        <Sheet title=messages::IMPORT_AND_EXPORT on_close>
            <div class="sheet-form">
                <div class="sheet-body">
                    <h3>{lists::EXPORT}</h3>
                    <p class="explain">{lists::EXPORT_HINT}</p>
                    <div class="check">
                        <input
                            type="checkbox"
                            id="shown-only"
                            data-first-focus=""
                            prop:checked=move || shown_only.get()
                            on:change=move |event| shown_only.set(event_target_checked(&event))
                        />
                        <label for="shown-only">{lists::ONLY_SHOWN}</label>
                        <p class="hint" prop:textContent=move || TextContent(count())></p>
                    </div>
                    <div class="buttons">
                        {save_buttons.into_iter().collect_view()}
                        <CopyButton label=messages::COPY_NAMES text=move || Some(write(|records, _| export::names(records))) enabled=true/>
                    </div>
                    <h3>{lists::DEPLOYMENT}</h3>
                    <p class="explain">{lists::DEPLOYMENT_HINT}</p>
                    <p
                        class="deployed"
                        role="status"
                        prop:textContent=move || TextContent(deployed(&tasks.deployed()))
                    ></p>
                    <div class="buttons">
                        <button type="button" on:click=move |_| spawn_local(tasks.add_deployed())>
                            {lists::READ_AGAIN}
                        </button>
                    </div>
                </div>
                <div class="sheet-foot">
                    <button type="button" on:click=move |_| on_close.run(())>
                        {messages::CLOSE}
                    </button>
                </div>
            </div>
        </Sheet>
    }
}

fn deployed(deployed: &DeployedListState) -> String {
    match deployed {
        DeployedListState::NotRead => lists::DEPLOYMENT_READING.to_owned(),
        DeployedListState::Missing => lists::DEPLOYMENT_MISSING.to_owned(),
        DeployedListState::Unavailable(why) => messages::unavailable(DEPLOYED, *why),
        DeployedListState::Broken(error) => messages::deployed_error(error),
        DeployedListState::Read { tasks, added, left_out } => {
            messages::deployed_read(*tasks, *added, *left_out)
        }
    }
}
