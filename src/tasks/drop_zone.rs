//! Files dropped anywhere on the page: the tasks in them are shown in Add tasks before anything is added.

use browser::{files, spawn_local};
use leptos::prelude::*;

use crate::messages::{self, lists};
use crate::stores::announcements::Announcements;
use crate::stores::sheets::{SheetContent, Sheets};

/// Shows where to drop while a file is over the page, and takes what is dropped. It listens as long as the page stays.
#[component]
pub fn DropZone() -> impl IntoView {
    let (announcements, sheets) = (expect_context::<Announcements>(), expect_context::<Sheets>());
    let is_hovered = RwSignal::new(false);
    files::on_drop(
        move |over| is_hovered.set(over),
        move |file, is_one_of_several| {
            if is_one_of_several {
                announcements.warn(messages::ONE_FILE);
            }
            let before = sheets.changes_untracked();
            spawn_local(async move {
                match files::read(Ok(file)).await {
                    Ok(read) => {
                        let note = read.guessed.map_or(String::new(), messages::guessed_file_encoding);
                        sheets.pasted.set(read.text);
                        sheets.pasted_from.set(note);
                        // A large file takes a moment. A sheet that was opened meanwhile stays.
                        match sheets.changes_untracked() == before {
                            true => sheets.open(SheetContent::AddTasks),
                            false => announcements.warn(messages::FILE_WAITS),
                        }
                    }
                    Err(error) => announcements.warn(messages::file_error(error)),
                }
            });
        },
    );
    view! {
        <Show when=move || is_hovered.get()>
            <div class="drop-zone" aria-hidden="true">{lists::DROP}</div>
        </Show>
    }
}
