//! The configuration as OMS tells it, as a tree that is searched and edited in place. What is edited is the draft, as in
//! the other views of it.

use std::collections::{HashMap, HashSet};

use console_core::domain::inventory::{Knowledge, TaskRecord};
use console_core::domain::task_name::TaskName;
use console_core::forms::configuration::{ConfigLine, LinePlace, UpdateDraft, config_lines};
use console_core::forms::recheck::UnreadConfiguration;
use leptos::{ev, html, prelude::*};

use super::tree_line::{AddTo, TreeLine, id_of};
use super::tree_state::TreeState;
use crate::components::{TextContent, TextField};
use crate::messages::configuration as words;
use crate::stores::Now;
use crate::stores::editing::Editing;
use crate::stores::live::Live;
use crate::stores::tasks::Tasks;
use browser::{field, focus, keyboard, spawn_local};

/// The number of lines that are shown; more would slow down typing.
const SHOWN: usize = 400;
/// The field that looks through the configuration.
const SEARCH: &str = "search-as-it-is";
/// What the arrow keys move among.
const STOPS: &str = ".tree-value, .tree-open, .tree-new input";

/// Returns the task's project and when it was read last. Tracked.
fn read_of(editing: Editing, tasks: Tasks) -> Option<(TaskName, String, i64)> {
    let task = editing.task.get()?;
    tasks.with(|inventory| {
        let reading = inventory.get(&task)?.reading.as_ref()?;
        Some((task.clone(), reading.project.id.clone(), reading.at.0))
    })
}

/// Returns whether OMS was read for the task of the form, or an earlier page read it. Tracked.
pub fn is_read(editing: Editing, tasks: Tasks) -> bool {
    let is_of_oms =
        |record: TaskRecord| record.reading.is_some() || matches!(record.knowledge, Knowledge::Read { .. });
    editing.task.get().and_then(|task| tasks.get(&task)).is_some_and(is_of_oms)
}

/// Reads the configuration when the form opens, and whenever the task's project was read again.
pub fn follow(editing: Editing) {
    let (live, tasks) = (expect_context::<Live>(), expect_context::<Tasks>());
    editing.unread.set(None);
    let read = Memo::new(move |_| read_of(editing, tasks));
    Effect::new(move || {
        let Some((task, project, _)) = read.get() else { return };
        spawn_local(async move {
            let found = live.oms.read_project(&project).await;
            // Another sheet may be open by now.
            if editing.task.try_with_untracked(|now| now.as_ref() == Some(&task)).unwrap_or(false) {
                editing
                    .see(&task, found.as_ref().map_err(|error| UnreadConfiguration::Failed(error.clone())));
            }
        });
    });
}

/// Shows the tree with its heading; nothing where nobody reads OMS. It opens by itself as long as nothing was typed
/// or pressed.
#[component]
pub fn AsItIs() -> impl IntoView {
    let (editing, live, tasks) =
        (expect_context::<Editing>(), expect_context::<Live>(), expect_context::<Tasks>());
    if !live.oms.is_wanted() {
        return ().into_any();
    }
    let now = expect_context::<Now>();
    let is_known = Memo::new(move |_| is_read(editing, tasks));
    let is_open = RwSignal::new(is_known.get_untracked());
    // Before anything was pressed, what comes late is the form that a person would have found.
    let pressed = keyboard::presses();
    Effect::new(move || {
        let has_come = editing.configuration().is_some() && !is_open.get_untracked();
        let is_untouched = editing.draft.with_untracked(|draft| draft.update == UpdateDraft::default());
        if has_come && is_untouched && keyboard::presses() == pressed {
            is_open.set(true);
            focus::move_after_layout(format!("#{SEARCH}"));
        }
    });
    let about = move || match (editing.configuration(), editing.unread.get()) {
        (Some(seen), why) => words::read_last(seen.at, now.0.get(), why.as_ref()),
        (None, Some(why)) => words::unread(&why),
        (None, None) if is_known.get() => words::READING.to_owned(),
        (None, None) => words::NOT_READ.to_owned(),
    };
    let is_late = move || !is_open.get() && editing.configuration().is_some();
    view! {
        <section class="as-it-is" aria-labelledby="as-it-is-title">
            <div class="as-it-is-head">
                <h3 id="as-it-is-title">{words::AS_IT_IS}</h3>
                <span class="basis" role="status" prop:textContent=move || TextContent(about())></span>
                <Show when=is_late>
                    <button type="button" on:click=move |_| is_open.set(true)>{words::SHOW_TREE}</button>
                </Show>
            </div>
            <Show when=move || is_open.get()><Tree/></Show>
        </section>
    }
    .into_any()
}

#[component]
fn Tree() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let searched = RwSignal::new(String::new());
    let toggled = RwSignal::new(HashSet::new());
    let shown = Memo::new(move |_| {
        let Some(seen) = editing.configuration() else { return Vec::new() };
        let is_toggled = |place: &LinePlace| toggled.with(|toggled| toggled.contains(place));
        editing.draft.with(|draft| {
            searched.with(|searched| config_lines(&seen.configuration, &draft.update, &is_toggled, searched))
        })
    });
    let places = Memo::new(move |_| {
        shown.with(|lines| lines.iter().take(SHOWN).map(|line| line.place.clone()).collect::<Vec<_>>())
    });
    let lines = Memo::new(move |_| {
        shown.with(|lines| {
            let lines = lines.iter().take(SHOWN);
            lines.map(|line| (line.place.clone(), line.clone())).collect::<HashMap<_, _>>()
        })
    });
    let state = TreeState::new(lines, toggled);
    let more = move || shown.with(Vec::len).saturating_sub(SHOWN);
    let is_empty =
        move || places.with(Vec::is_empty) && searched.with(|searched| !searched.trim().is_empty());
    let is_unreadable = move || editing.draft.with(|draft| draft.update.rows().is_none());
    let root = NodeRef::<html::Div>::new();
    let on_key = move |event: ev::KeyboardEvent| {
        let (Some(root), Some(key)) = (root.get_untracked(), keyboard::key(&event)) else { return };
        if event.default_prevented() {
            return;
        }
        let is_down = key.is_plain("ArrowDown") || key.is_plain("Enter") && field::is_text_area(&event);
        let several_lines = field::is_text_area(&event) && event_target_value(&event).contains('\n');
        let to = match () {
            () if is_down && !(several_lines && key.is_plain("ArrowDown")) => "ArrowDown",
            () if key.is_plain("ArrowUp") && !several_lines => "ArrowUp",
            () => return,
        };
        event.prevent_default();
        focus::move_among(&root, STOPS, to);
    };
    let found = move || {
        let is_shown = |line: &&ConfigLine| line.is_found;
        shown.with_untracked(|lines| lines.iter().take(SHOWN).find(is_shown).map(|line| id_of(&line.place)))
    };
    let from_search = move |event: ev::KeyboardEvent| {
        let (Some(root), Some(key)) = (root.get_untracked(), keyboard::key(&event)) else { return };
        let is_enter = key.is_plain("Enter");
        if is_enter || key.is_plain("ArrowDown") {
            event.prevent_default();
            let is_there = is_enter && found().is_some_and(|id| focus::move_to(&id));
            let _ = is_there || focus::move_into(&root, STOPS);
        }
    };
    view! {
        <div on:keydown=from_search>
            <TextField
                id=SEARCH
                label=words::SEARCH
                value=searched
                on_input=move |typed| searched.set(typed)
                first_focus=true
            />
        </div>
        <div class="tree" node_ref=root on:keydown=on_key role="group" aria-labelledby="as-it-is-title">
            <Show when=is_unreadable><p class="warning" role="status">{words::JSON_FIRST}</p></Show>
            <For each=move || places.get() key=Clone::clone let:place>
                <TreeLine state place=place.clone()/>
                <AddTo state place/>
            </For>
            <Show when=is_empty><p class="hint" role="status">{words::NOTHING_FOUND}</p></Show>
            <Show when=move || { more() > 0 }>
                <p class="hint" prop:textContent=move || words::more(more())></p>
            </Show>
        </div>
        <p class="hint" id="why-fixed" hidden>{words::FIXED_HINT}</p>
        <p class="hint">{words::KEYS_HINT}</p>
    }
}
