//! Files dropped anywhere on the page: what is in them is shown in Add tasks before anything is added.

use crate::components::{Node, styled, when};
use crate::messages;
use crate::stores::Console;
use crate::stores::sheets::Opened;
use browser::{files, spawn_local};
use leptos::prelude::*;

/// Listens for as long as the page stays; shows where to drop while a file is over the page.
pub fn drop_zone(console: Console) -> Node {
    let hovering = RwSignal::new(false);
    files::on_drop(
        move |over| hovering.set(over),
        move |file, is_one_of_several| {
            if is_one_of_several {
                console.tasks.say_aloud(messages::ONE_FILE);
            }
            let before = console.sheets.changes();
            spawn_local(async move {
                match files::read(Ok(file)).await {
                    Ok(read) => {
                        let said = read.guessed.map_or(String::new(), messages::guessed_file_encoding);
                        console.sheets.pasted.set(read.text);
                        console.sheets.pasted_from.set(said);
                        // A large file takes a moment. What was opened meanwhile stays.
                        match console.sheets.changes() == before {
                            true => console.open(Opened::AddTasks),
                            false => console.tasks.say_aloud(messages::FILE_WAITS),
                        }
                    }
                    Err(error) => console.tasks.say_aloud(messages::file_error(error)),
                }
            });
        },
    );
    when(
        move || hovering.get(),
        || {
            styled("div", "drop-zone")
                .attr("aria-hidden", "true")
                .text("Drop the file to see the tasks in it")
                .build()
        },
    )
}
