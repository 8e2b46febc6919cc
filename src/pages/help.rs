//! The sheet that says how the console is operated, and which console it is: the keys, the filter's terms, the version.

use console_core::table::shortcuts;
use leptos::prelude::*;

use crate::components::{CheckBox, Sheet};
use crate::messages;
use crate::stores::settings::Settings;

/// Shows how the console is operated, and the switch for single keys.
#[component]
pub fn HelpSheet(
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let single = shortcuts::ALL.iter().map(|(key, action)| (*key, messages::action(*action)));
    view! {
        <Sheet title=messages::pages::HELP on_close>
            <div class="sheet-form">
                <div class="sheet-body">
                    <SingleKeys/>
                    <KeyList lines=single.collect()/>
                    <p class="hint">{messages::pages::KEYS_HINT}</p>
                    <h3>{messages::pages::KEYS_OF_TABLE}</h3>
                    <KeyList lines=messages::GRID_KEYS.to_vec()/>
                    <h3>{messages::pages::TERMS_OF_FILTER}</h3>
                    <KeyList lines=messages::FILTER_TERMS.to_vec()/>
                    <h3>{messages::pages::ABOUT}</h3>
                    <p class="hint">
                        {messages::pages::version()} " · "
                        // Beside the page, wherever that is.
                        <a href="third-party-notices.txt" target="_blank">{messages::pages::NOTICES}</a>
                    </p>
                </div>
                <CloseFoot on_close/>
            </div>
        </Sheet>
    }
}

/// Shows the foot of a sheet with nothing but the button that closes it, which has the focus first.
#[component]
pub fn CloseFoot(
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="sheet-foot">
            <button type="button" data-first-focus="" on:click=move |_| on_close.run(())>
                {messages::CLOSE}
            </button>
        </div>
    }
}

/// Shows the switch for single keys, which stands among the settings, too.
#[component]
pub fn SingleKeys() -> impl IntoView {
    let settings = expect_context::<Settings>();
    view! {
        <CheckBox
            id="shortcuts"
            label=messages::pages::SINGLE_KEYS
            hint=messages::pages::SINGLE_KEYS_HINT
            checked=move || settings.shortcuts.get()
            on_change=move |on| settings.set_shortcuts(on)
        />
    }
}

/// Keys or terms, and what each does.
#[component]
fn KeyList(
    /// The keys with what they do.
    lines: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let line = |(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> };
    view! { <dl class="keys">{lines.into_iter().map(line).collect_view()}</dl> }
}
