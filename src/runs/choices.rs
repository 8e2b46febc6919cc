//! The choices that a person has where a run was interrupted, with how things stand.

use console_core::run::{Choice, RunId};
use leptos::prelude::*;

use super::Runner;
use crate::words;

/// What a person may decide on an interrupted run.
#[component]
pub fn Choices(id: RunId) -> impl IntoView {
    let runner = expect_context::<Runner>();
    let of = id.clone();
    let run = Memo::new(move |_| runner.run(&of));
    move || {
        let run = run.get().filter(|run| !run.choices().is_empty() && !runner.is_carrying_on(&run.id))?;
        let standing = words::run_standing(&run).unwrap_or_default();
        let buttons = run.choices().iter().map(|choice| {
            let (choice, id) = (*choice, id.clone());
            let class = if choice == Choice::Abandon { "quiet" } else { "" };
            view! {
                <li>
                    <button type="button" class=class on:click=move |_| runner.choose(&id, choice)>
                        {words::choice(choice, &run)}
                    </button>
                    <span class="hint">{words::choice_meaning(choice)}</span>
                </li>
            }
        });
        Some(view! {
            <div class="choices" role="group" aria-label="What now">
                <p><strong>"How things stand: "</strong>{standing}"."</p>
                <ul>{buttons.collect_view()}</ul>
            </div>
        })
    }
}
