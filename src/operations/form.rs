//! The fields of Start, Migrate and Delete.

use console_core::domain::destination::Destination;
use console_core::domain::inventory::Inventory;
use console_core::domain::operation::OperationKind;
use console_core::forms::draft::{FormField, offers_pull_back, offers_restart};
use leptos::prelude::*;

use super::checkpoint::{CheckpointChoice, waiting};
use super::field::DraftField;
use super::stop_first::StopFirst;
use crate::components::CheckBox;
use crate::messages::forms;
use crate::stores::editing::Editing;
use crate::stores::tasks::Tasks;

/// Shows the flags of Start, each only where the component may take it.
#[component]
pub fn StartFields() -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let waiting = Memo::new(move |_| waiting(tasks, editing));
    let pull_back = move || match waiting.get() {
        Some(waiting) => view! { <CheckpointChoice waiting/> }.into_any(),
        None => view! { <PullBackFlag/> }.into_any(),
    };
    view! {
        <Show when=move || offers_pull_back(editing.component.get())>{pull_back}</Show>
        <Show when=move || offers_restart(editing.component.get())>
            <CheckBox
                id="restart-flag"
                label=forms::RESTART
                hint=forms::RESTART_HINT
                checked=move || editing.draft.with(|draft| draft.restart)
                on_change=move |ticked| editing.change(|draft| draft.restart = ticked)
            />
        </Show>
    }
}

#[component]
fn PullBackFlag() -> impl IntoView {
    let editing = expect_context::<Editing>();
    view! {
        <CheckBox
            id="pull-back-flag"
            label=forms::PULL_BACK
            hint=forms::PULL_BACK_HINT
            checked=move || editing.draft.with(|draft| draft.pull_back)
            on_change=move |ticked| editing.change(|draft| draft.pull_back = ticked)
        />
    }
}

/// Shows the fields of Migrate: where to.
#[component]
pub fn MigrateFields() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let tasks = expect_context::<Tasks>();
    let hosts = move || tasks.with(Inventory::hosts_seen);
    let present_host = move || {
        let task = editing.task.get()?;
        tasks.with(|inventory| inventory.get(&task)?.host().map(str::to_owned))
    };
    view! {
        <StopFirst kind=OperationKind::Migrate/>
        <DraftField
            field=FormField::Ip
            hint=forms::IP_HINT
            value=move || editing.draft.with(|draft| draft.ip.clone())
            on_input=move |typed| editing.change(|draft| draft.ip = typed)
            suggestions=Signal::derive(hosts)
            barred=Callback::new(move |host: String| {
                (present_host().as_deref() == Some(&*host)).then_some(forms::PRESENT_HOST)
            })
            first_focus=true
        />
        {move || {
            let host = present_host()?;
            let destination = editing.draft.with(|draft| Destination::parse(&draft.ip));
            let is_there = destination.is_ok_and(|destination| destination.is_host(&host));
            let class = if is_there { "warning" } else { "hint beside" };
            let text = if is_there { forms::already_there(&host) } else { forms::present_host(&host) };
            Some(view! { <p class=class role="status" prop:textContent=text></p> })
        }}
    }
}

/// Shows the fields of Delete: the word that confirms it.
#[component]
pub fn DeleteFields() -> impl IntoView {
    let editing = expect_context::<Editing>();
    view! {
        <StopFirst kind=OperationKind::Delete/>
        <DraftField
            field=FormField::Confirmation
            value=move || editing.draft.with(|draft| draft.confirmation.clone())
            on_input=move |typed| editing.change(|draft| draft.confirmation = typed)
            first_focus=true
            mono=false
        />
    }
}
