//! How much room the history has, told before any of it is deleted.

use browser::spawn_local;
use console_core::domain::run::Run;
use console_core::interchange::history::{HistoryFilter, HistoryLimits};
use leptos::prelude::*;

use crate::components::{Name, TextContent};
use crate::messages::{self, runs};
use crate::stores::Now;
use crate::stores::runner::Runner;
use crate::stores::sheets::{SheetContent, Sheets};

/// The number of runs listed as next to be deleted.
const NEXT: usize = 3;

/// Shows the notice under the table; nothing while there is plenty of room. Dismissed while there is a little, it comes
/// again when there is none.
#[component]
pub fn RoomNotice() -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    let history = expect_context::<Runner>().room;
    spawn_local(history.look());
    move || {
        let text = history.told().and_then(messages::history_room)?;
        let open = move |_| sheets.open(SheetContent::History(HistoryFilter::default()));
        Some(view! {
            <div class="notice" role="status">
                <p prop:textContent=text></p>
                <button type="button" on:click=open>{runs::LOOK_AT_HISTORY}</button>
                <button class="quiet" type="button" on:click=move |_| history.put_away()>{messages::DISMISS}</button>
            </div>
        })
    }
}

/// Shows the section above the list of runs while there is little room: which runs are deleted next, and a button
/// that saves all of them first. `all` come the oldest first.
pub fn room_section(all: &[Run], save: Callback<()>) -> Option<impl IntoView + use<>> {
    let over = all.iter().filter(|run| run.is_over()).count();
    let text = messages::history_room(HistoryLimits::USUAL.room(over))?;
    let now = expect_context::<Now>().0;
    let next = HistoryLimits::USUAL.next_to_forget(all, NEXT).into_iter();
    let next = next.map(|run| {
        let begun = run.begun;
        view! {
            <li>
                {runs::operation_of(run)}
                <Name text=run.task.as_str()/>
                <span prop:textContent=move || TextContent(runs::begun_behind(begun, now.get()))></span>
            </li>
        }
    });
    Some(view! {
        <section class="notice room" aria-label=runs::ROOM>
            <div>
                <p>{text}</p>
                <p>{runs::NEXT_TO_GO}</p>
                <ul>{next.collect_view()}</ul>
            </div>
            <button type="button" on:click=move |_| save.run(())>{runs::SAVE_ALL}</button>
        </section>
    })
}
