//! What is odd in a task's name.

use console_core::domain::task_name::TaskName;
use console_core::forms::nearest::lookalike;
use console_core::text::odd_characters::odd_characters;
use leptos::prelude::*;

use crate::components::Name;
use crate::messages::{self, forms};
use crate::stores::tasks::Tasks;

/// Shows a notice about odd characters in a task's name, and the task in the list that it can be taken for.
#[component]
pub fn OddName(name: TaskName) -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let odd = odd_characters(name.as_str());
    (!odd.is_empty()).then(|| {
        let other = tasks.with_untracked(|inventory| lookalike(name.as_str(), inventory).cloned());
        let other = other.map(|other| view! {
            <p><span>{forms::LOOKS_LIKE}</span><Name text=other.as_str()/><span>{forms::BUT_IS_ANOTHER}</span></p>
        });
        view! {
            <div class="notice doubt odd-name" role="status">
                <div><p prop:textContent=messages::odd_name(&odd)></p>{other}</div>
            </div>
        }
    })
}
