//! The sheet: a dialog at the side of the page, so that what lies under it stays in sight.

use leptos::{ev, html, prelude::*};

use crate::browser::element;

/// A sheet with its title, opened as long as it is mounted. `on_close` is asked by Escape and by the
/// button in the corner; it has to take the sheet away. The first field gets the focus, or whatever
/// carries `data-first-focus`.
#[component]
pub fn Sheet(
    /// The title, which is also the dialog's name.
    #[prop(into)]
    title: String,
    /// Under the title, if anything.
    #[prop(optional, into)]
    subtitle: Option<Signal<String>>,
    /// Takes the sheet away.
    on_close: Callback<()>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let name = title.clone();
    let dialog = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(element::focused());
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            element::open_dialog(&dialog);
            let _ = element::focus_within(&dialog, "[data-first-focus]")
                || element::focus_within(&dialog, "input, textarea, select, button.primary");
        }
    });
    on_cleanup(move || {
        opener.with_value(|opener| {
            if let Some(opener) = opener.as_ref().filter(|opener| opener.is_connected()) {
                // It may have been disabled meanwhile; then the focus goes where the browser puts it.
                let _ = opener.focus();
            }
        });
    });
    // Wherever the focus is: the sheet does not hold it where there is room beside the page.
    let keys = window_event_listener(ev::keydown, move |event| match event.key().as_str() {
        "Escape" if !event.default_prevented() => {
            event.prevent_default();
            on_close.run(());
        }
        // An Enter that is held down opens a sheet; it must not go on to press the sheet's button.
        "Enter" if event.repeat() && !element::is_text_area(&event) => event.prevent_default(),
        _ => {}
    });
    on_cleanup(move || keys.remove());
    view! {
        <dialog
            class="sheet"
            node_ref=dialog
            aria-label=name
            tabindex="-1"
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
        >
            <header class="sheet-head">
                <div class="sheet-titles">
                    <h2>{title}</h2>
                    {subtitle.map(|subtitle| view! { <p class="sheet-subtitle">{subtitle}</p> })}
                </div>
                <button type="button" class="quiet close" aria-label="Close" title="Close (Escape)" on:click=move |_| on_close.run(())>
                    "✕"
                </button>
            </header>
            {children()}
        </dialog>
    }
}
