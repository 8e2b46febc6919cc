//! The sheet of saved views: filter, order and columns under a name.

use std::sync::Arc;

use console_core::table::views::NameError;
use leptos::prelude::*;

use crate::components::{Node, TextField, all, button, el, live, sheet, styled};
use crate::messages;
use crate::stores::Console;
use browser::spawn_local;

/// Saves what the table shows, and brings it back.
pub fn saved_views(console: Console, on_close: Callback<()>) -> Node {
    let Console { settings, view, .. } = console;
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<NameError>);
    let save = move |event: leptos::ev::Event| {
        event.prevent_default();
        let (typed, shown) = (name.get_untracked(), view.to_saved());
        spawn_local(async move {
            let of = typed.clone();
            let saved = settings.change_views(move |views| views.save(&of, shown.clone())).await;
            // The sheet may be gone by now, or something else be typed.
            if saved.is_ok() && name.try_get_untracked() == Some(typed) {
                let _ = name.try_set(String::new());
            }
            let _ = error.try_set(saved.err());
        });
    };
    let field = TextField {
        id: "view-name".into(),
        label: "Name for the present view".into(),
        hint: "Keeps the filter, the order and the columns. A name that is there already is replaced.",
        value: Box::new(move || name.get()),
        on_input: Box::new(move |typed| {
            error.set(None);
            name.set(typed);
        }),
        errors: Arc::new(move || error.get().map(messages::name_error).into_iter().collect()),
        lines: 0,
        suggest: None,
        first_focus: true,
        mono: false,
    };
    let shown = move || view.to_saved().query;
    let present = styled("p", "hint mono").live_text(move || {
        view.filter.with(|_| ());
        let query = shown();
        if query.is_empty() { "All tasks, as they were added".to_owned() } else { query }
    });
    let list = live(move || {
        let views = settings.views.get();
        if views.list().is_empty() {
            return styled("p", "hint").text("No views yet.").build();
        }
        let lines =
            views.list().iter().map(|saved| line(console, saved.name.clone(), saved.view.query.clone()));
        styled("ul", "views").node(all(lines.collect())).build()
    });
    let form = styled("form", "sheet-form")
        .attr("novalidate", "")
        .on("submit", save)
        .child(styled("div", "sheet-body").node(field.build()).child(present).node(list))
        .child(
            styled("div", "sheet-foot")
                .child(el("button").attr("type", "submit").attr("class", "primary").text("Save view"))
                .child(button("", "Close").on_click(move || on_close.run(()))),
        );
    sheet("Views", String::new, on_close, form.build())
}

fn line(console: Console, name: String, query: String) -> Node {
    let Console { settings, view, .. } = console;
    let (shown, removed) = (name.clone(), name.clone());
    let show = button("", "Show").attr("aria-label", format!("Show {name}")).on_click(move || {
        let saved = settings.views.with_untracked(|views| views.get(&shown).cloned());
        if let Some(saved) = saved {
            view.show(&saved);
            console.show_address(true);
        }
    });
    let remove = button("quiet", "Remove").attr("aria-label", format!("Remove {name}")).on_click(move || {
        let removed = removed.clone();
        spawn_local(async move {
            // One that is gone already is just what was wanted.
            let _ = settings.change_views(move |views| views.remove(&removed).map(|_| ()).ok_or(())).await;
        });
    });
    el("li")
        .child(styled("bdi", "view-name").text(name))
        .child(styled("span", "hint mono").text(query))
        .child(show)
        .child(remove)
        .build()
}
