//! The status of reading from OMS, and the form to sign in there.

use browser::spawn_local;
use console_core::domain::run::Moment;
use console_core::openapi::{ReadError, ReadFailure};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::{CopyButton, Marked, Sheet, TextField, read_problem};
use crate::messages::{self, details, live};
use crate::stores::Now;
use crate::stores::live::Live;
use crate::stores::oms::LiveStanding;
use crate::stores::sheets::{SheetContent, Sheets};

/// Returns whether OMS was read, and tells nothing any more as long as nobody signs in. Tracked.
fn has_lost_sign_in(live: Live) -> bool {
    matches!(live.oms.standing(), LiveStanding::SignIn { .. }) && live.complete().is_some()
}

/// Shows above the table that nothing is read any more until somebody signs in, and since when.
#[component]
pub fn SignInNotice() -> impl IntoView {
    let (live, sheets) = (expect_context::<Live>(), expect_context::<Sheets>());
    let now = expect_context::<Now>().0;
    let is_lost = Memo::new(move |_| has_lost_sign_in(live));
    let since = move || live.complete().map(|at| live::not_read_since(&messages::age(at, now.get())));
    view! {
        <div class="notices">
            <Show when=move || is_lost.get()>
                <div class="notice doubt">
                    <p>
                        <span role="alert">{live::NOTHING_READ}</span>
                        " "
                        <span prop:textContent=move || since().unwrap_or_default()></span>
                    </p>
                    <button type="button" on:click=move |_| sheets.open(SheetContent::SignIn)>
                        {live::SIGN_IN_OPEN}
                    </button>
                </div>
            </Show>
        </div>
    }
}

/// Shows the line under the table that says the status of reading.
#[component]
pub fn LiveLine() -> impl IntoView {
    let (live, sheets) = (expect_context::<Live>(), expect_context::<Sheets>());
    let now = expect_context::<Now>().0;
    let standing = Memo::new(move |_| live.oms.standing());
    let ago = move |at: Moment| messages::age(at, now.get());
    let said = move || match standing.get() {
        LiveStanding::Off => String::new(),
        LiveStanding::NotBegun => live::NOT_BEGUN.into(),
        LiveStanding::Reading => live::progress(live.progress()),
        LiveStanding::Resting => match live.complete() {
            Some(at) => live::complete(live.progress().read, &ago(at)),
            None => live::NOT_BEGUN.into(),
        },
        LiveStanding::Elsewhere if live.oms.needs_sign_in() => live::ELSEWHERE_NOT_SIGNED_IN.into(),
        LiveStanding::Elsewhere => live::ELSEWHERE.into(),
        LiveStanding::Paused => live::PAUSED.into(),
        LiveStanding::SignIn { has_expired: true } => live::SIGN_IN_AGAIN.into(),
        LiveStanding::SignIn { has_expired: false } => live::NEEDS_SIGN_IN.into(),
        LiveStanding::Unavailable(error) => live::unavailable(&error),
    };
    let failures = Memo::new(move |_| live.failures());
    let open_sign_in = move |_| sheets.open(SheetContent::SignIn);
    let sign_in = move || {
        view! { <button type="button" on:click=open_sign_in>{live::SIGN_IN_OPEN}</button> }.into_any()
    };
    let button = move || match standing.get() {
        // The notice above the table has the button.
        LiveStanding::SignIn { .. } if has_lost_sign_in(live) => None,
        LiveStanding::SignIn { .. } => Some(sign_in()),
        LiveStanding::Elsewhere if live.oms.needs_sign_in() => Some(sign_in()),
        LiveStanding::Unavailable(error) => {
            let id = error.refusal().and_then(|refusal| refusal.error().request_id);
            let copy = id.map(|id| {
                view! { <CopyButton label=details::COPY_REQUEST text=Signal::stored(Some(id))/> }
            });
            Some(view! { {copy}{again(live::TRY_AGAIN)} }.into_any())
        }
        LiveStanding::Resting => Some(again(live::READ_AGAIN)),
        _ => None,
    };
    let sign_out = move || {
        let user = live.oms.user()?;
        Some(view! {
            <bdi class="live-user"><Marked text=user/></bdi>
            <button class="quiet" type="button" on:click=move |_| live.oms.sign_out()>{live::SIGN_OUT}</button>
        })
    };
    view! {
        <Show when=move || standing.get() != LiveStanding::Off>
            <section class="live-line" aria-label=live::LIVE>
                <span class="live-said" prop:textContent=said></span>
                <Show when=move || failures.with(|failures| !failures.is_empty())>
                    <details class="live-failures">
                        <summary prop:textContent=move || failures.with(|failures| live::failed(failures))></summary>
                        <ul aria-label=live::FAILURES>
                            {move || {
                                let line = |failure: ReadFailure| {
                                    let what = live::unread(&failure);
                                    view! { <li>{read_problem(Some(what), &failure.error)}</li> }
                                };
                                failures.get().into_iter().map(line).collect_view()
                            }}
                        </ul>
                    </details>
                </Show>
                {button}
                {sign_out}
            </section>
        </Show>
    }
}

fn again(label: &'static str) -> AnyView {
    let live = expect_context::<Live>();
    view! { <button class="quiet" type="button" on:click=move |_| live.try_again()>{label}</button> }
        .into_any()
}

/// Shows the form to sign in to OMS.
#[component]
pub fn SignInSheet(
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let (user, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<ReadError>);
    let is_trying = RwSignal::new(false);
    let sign_in = move |event: SubmitEvent| {
        event.prevent_default();
        if is_trying.get_untracked() {
            return;
        }
        is_trying.set(true);
        error.set(None);
        spawn_local(async move {
            let result = live.oms.sign_in(&user.get_untracked(), &password.get_untracked()).await;
            is_trying.try_set(false);
            match result {
                Ok(()) => on_close.run(()),
                Err(why) => _ = error.try_set(Some(why)),
            }
        });
    };
    let label = move || if is_trying.get() { live::SIGNING_IN } else { live::SIGN_IN };
    view! {
        <Sheet title=live::SIGN_IN on_close>
            <form class="sheet-form" novalidate on:submit=sign_in>
                <div class="sheet-body">
                    <p>{live::SIGN_IN_ABOUT}</p>
                    <p class="hint">{live::SIGN_IN_ADVICE}</p>
                    <TextField
                        id="oms-user"
                        label=live::USER_NAME
                        value=user
                        on_input=move |typed| user.set(typed)
                        first_focus=true
                        autocomplete="username"
                    />
                    <TextField
                        id="oms-password"
                        label=live::PASSWORD
                        value=password
                        on_input=move |typed| password.set(typed)
                        password=true
                        autocomplete="current-password"
                    />
                    {move || {
                        let problem = |error| view! { <div class="error" role="alert">{read_problem(None, &error)}</div> };
                        error.get().map(problem)
                    }}
                </div>
                <div class="sheet-foot">
                    <button class="primary" type="submit" prop:textContent=label></button>
                    <button type="button" on:click=move |_| on_close.run(())>{messages::CANCEL}</button>
                </div>
            </form>
        </Sheet>
    }
}
