//! An operation that does not fit the state that OMS told: why, and the check box with which it is sent all the same
//! where that state is old or rules out nothing for certain.

use console_core::domain::inventory::Unfit;
use console_core::domain::operation::OperationKind;
use leptos::prelude::*;

use crate::components::{CheckBox, TextContent};
use crate::messages::{self, forms};
use crate::stores::Now;
use crate::stores::editing::Editing;
use crate::stores::tasks::Tasks;
use browser::clock;

/// Why the operation does not fit; nothing where it does.
#[component]
pub fn Unfitting(kind: OperationKind) -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let now = expect_context::<Now>();
    // A state gets old while the form is open.
    let unfit = Memo::new(move |_| {
        now.0.track();
        let task = editing.task.get()?;
        tasks.with(|inventory| editing.draft.with(|draft| draft.unfit(&task, inventory, clock::now())))
    });
    let is_there = Memo::new(move |_| unfit.get().is_some());
    let is_doubtful = Memo::new(move |_| unfit.get().is_some_and(|unfit| unfit.is_doubtful));
    let why = move || {
        let text = |unfit: Unfit| messages::unfit(unfit, &messages::age(unfit.at, now.0.get()));
        TextContent(unfit.get().map(text).unwrap_or_default())
    };
    view! {
        <Show when=move || is_there.get()>
            <div class="notice doubt" role="alert">
                <div>
                    <p prop:textContent=why></p>
                    <Show
                        when=move || is_doubtful.get()
                        fallback=|| view! { <p class="hint">{forms::NOT_NOW}</p> }
                    >
                        <CheckBox
                            id=format!("act-anyway-{}", kind.link_word())
                            label=forms::ACT_ANYWAY
                            hint=if kind == OperationKind::Delete { forms::DELETE_ANYWAY_HINT } else { forms::ACT_ANYWAY_HINT }
                            checked=move || editing.draft.with(|draft| draft.acts_anyway)
                            on_change=move |ticked| editing.change(|draft| draft.acts_anyway = ticked)
                        />
                    </Show>
                </div>
            </div>
        </Show>
    }
}
