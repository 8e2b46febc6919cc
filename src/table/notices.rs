//! What has to be said above the table about the list: that it is not kept, or that entries cannot be read.

use leptos::{ev, prelude::*};

use crate::components::CopyButton;
use crate::messages;
use crate::stores::announcements::Announcements;
use crate::stores::host::Host;
use crate::stores::tasks::{DEPLOYED, DeployedListState, Tasks};
use browser::storage::StorageError;
use browser::{address, clipboard, event, spawn_local};

/// Shows the notices.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <div class="notices">
            <HostNotice/>
            <NotKept/>
            <Unreadable/>
            <BrokenList/>
            <Warning/>
        </div>
    }
}

/// Shows what keeps the list from being kept, and what can be done about it. Nothing that can be read is lost by
/// any of it without being asked about.
#[component]
fn NotKept() -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let trouble = Memo::new(move |_| tasks.trouble());
    move || {
        let error = trouble.get()?;
        let can_reload = !error.is_passing() && error != StorageError::NotThere;
        let can_start_anew = can_reload && error != StorageError::Full;
        Some(view! {
            <div class="notice bad" role="alert">
                <p prop:textContent=messages::not_kept(&error)></p>
                {can_reload.then(|| view! { <ReloadButton/> })}
                {can_start_anew.then(|| view! { <CopyStored/> <StartAnew/> })}
            </div>
        })
    }
}

/// Reloads the page.
#[component]
fn ReloadButton() -> impl IntoView {
    view! { <button type="button" on:click=move |_| address::reload()>{messages::table::RELOAD}</button> }
}

/// Entries of the stored list that are no records.
#[component]
fn Unreadable() -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let count = Memo::new(move |_| tasks.unreadable().len());
    let stored = move || Some(tasks.unreadable().join("\n"));
    view! {
        <Show when=move || count.get() != 0>
            <div class="notice doubt" role="status">
                <p prop:textContent=move || messages::table::unreadable(count.get())></p>
                <CopyButton label=messages::table::COPY_STORED text=stored/>
            </div>
        </Show>
    }
}

/// Copies all that the storage gives.
#[component]
fn CopyStored() -> impl IntoView {
    let host = expect_context::<Host>();
    let said = RwSignal::new(messages::table::COPY_READABLE);
    let copy = move |_| {
        spawn_local(async move {
            let copied = clipboard::copy(&host.stored_text().await).await;
            // The notice may be gone by now.
            said.try_set(if copied { messages::COPIED } else { messages::COPY_REFUSED });
        });
    };
    view! { <button type="button" on:click=copy prop:textContent=move || said.get()></button> }
}

/// Deletes the stored database after a second click.
#[component]
fn StartAnew() -> impl IntoView {
    let host = expect_context::<Host>();
    let asked = RwSignal::new(false);
    let label = move || if asked.get() { messages::table::DELETE_ALL } else { messages::table::START_ANEW };
    let on_click = move |event: ev::MouseEvent| {
        if event::is_repeated_click(&event) {
        } else if asked.get_untracked() {
            spawn_local(async move {
                host.delete_stored().await;
                address::reload();
            });
        } else {
            asked.set(true);
        }
    };
    let class = move || asked.get().then_some("primary dangerous");
    view! { <button type="button" class=class on:click=on_click prop:textContent=label></button> }
}

/// Shows what was announced until it is dismissed.
#[component]
fn Warning() -> impl IntoView {
    let announcements = expect_context::<Announcements>();
    let said = Memo::new(move |_| announcements.warning());
    view! {
        <Show when=move || said.with(|said| !said.is_empty())>
            <div class="notice bad" role="alert">
                <p prop:textContent=move || said.get()></p>
                <button class="quiet" type="button" on:click=move |_| announcements.dismiss()>
                    {messages::DISMISS}
                </button>
            </div>
        </Show>
    }
}

/// Shows a deployment's list that is broken, or could not be read.
#[component]
fn BrokenList() -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let text = Memo::new(move |_| match tasks.deployed() {
        DeployedListState::Broken(error) => Some(messages::deployed_error(&error)),
        DeployedListState::Unavailable(why) => Some(messages::unavailable(DEPLOYED, why)),
        DeployedListState::NotRead | DeployedListState::Missing | DeployedListState::Read { .. } => None,
    });
    view! {
        <Show when=move || text.with(Option::is_some)>
            <div class="notice bad" role="alert">
                <p prop:textContent=move || text.get()></p>
                <button type="button" on:click=move |_| spawn_local(tasks.add_deployed())>
                    {messages::table::READ_AGAIN}
                </button>
            </div>
        </Show>
    }
}

/// Shows what has to be said about the host above the table.
#[component]
fn HostNotice() -> impl IntoView {
    let host = expect_context::<Host>();
    let changed = move || {
        let before = host.before.get()?;
        let text = messages::host_changed(before.name(), untrack(|| host.name()).as_deref());
        Some(view! {
            <div class="notice" role="status">
                <p prop:textContent=text></p>
                <button class="quiet" type="button" on:click=move |_| host.before.set(None)>
                    {messages::DISMISS}
                </button>
            </div>
        })
    };
    view! {
        <Show when=move || host.is_left() fallback=move || changed>
            <div class="notice bad" role="alert">
                <p>{messages::HOST_LEFT}</p>
                <ReloadButton/>
            </div>
        </Show>
    }
}
