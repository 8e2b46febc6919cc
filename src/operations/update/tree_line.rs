//! A line of the configuration's tree: a scope, a key, or a part of a value.

use console_core::forms::configuration::{ConfigLine, KeyStanding, LinePlace, UpdateProblem, problem_key};
use console_core::forms::difference::{PartEdit, ValueStructure};
use leptos::{ev, prelude::*};

use super::problem::{self, FixButton};
use super::tree_state::TreeState;
use crate::components::Suggested;
use crate::messages;
use crate::messages::configuration as words;
use crate::stores::editing::Editing;
use browser::{focus, keyboard};

/// The field for a new key.
const NEW: &str = "tree-new-key";

/// Returns the id of a line's field or button in the page.
pub fn id_of(place: &LinePlace) -> String {
    let mut id = format!("tree-{}", place.scope);
    for part in place.key.iter().cloned().chain(place.path.iter().map(usize::to_string)) {
        id.push('-');
        id.push_str(&part);
    }
    id.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

/// Changes a part of a key's value in the draft.
fn edit(editing: Editing, place: &LinePlace, edit: &PartEdit) {
    let Some(seen) = untrack(|| editing.configuration()) else { return };
    let Some(key) = &place.key else { return };
    editing.change(|draft| draft.update.edit_part(&seen.configuration, &place.scope, key, &place.path, edit));
}

/// Shows a line.
#[component]
pub fn TreeLine(state: TreeState, place: LinePlace) -> impl IntoView {
    let place = StoredValue::new(place);
    let line =
        Memo::new(move |_| state.lines.with(|lines| place.with_value(|place| lines.get(place).cloned())));
    // Only another kind of line is rendered again.
    let make = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| (line.make, line.depth))));
    move || {
        let (make, depth) = make.get()?;
        let shown = match make {
            ValueStructure::Single => view! { <Single line/> }.into_any(),
            ValueStructure::Object | ValueStructure::List | ValueStructure::Address => {
                view! { <Opener state line/> }.into_any()
            }
        };
        let class = move || {
            let standing = line.with(|line| line.as_ref().map(|line| line.standing));
            match standing {
                Some(KeyStanding::Deleted) => "tree-line deleted",
                // What of a key's value changed stands in the list below.
                Some(KeyStanding::Changed | KeyStanding::Added) if depth == 1 => "tree-line changed",
                _ if depth == 0 => "tree-line tree-scope",
                _ => "tree-line",
            }
        };
        Some(view! {
            <div class=class style:--depth=depth.to_string()>
                {shown}
                <Buttons state line/>
                {(depth == 1).then(|| view! { <KeyProblems line/> })}
            </div>
        })
    }
}

fn of<R: Default>(line: Memo<Option<ConfigLine>>, read: impl FnOnce(&ConfigLine) -> R) -> R {
    line.with(|line| line.as_ref().map(read).unwrap_or_default())
}

fn place_of(line: Memo<Option<ConfigLine>>) -> Option<LinePlace> {
    line.with_untracked(|line| line.as_ref().map(|line| line.place.clone()))
}

/// Shows a scope, or a value that has parts.
#[component]
fn Opener(state: TreeState, line: Memo<Option<ConfigLine>>) -> impl IntoView {
    let toggle = move || {
        if let Some(place) = place_of(line) {
            state.toggle(&place);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let is_open = of(line, |line| line.is_open);
        let Some(key) = keyboard::key(&event) else { return };
        if key.is_plain("ArrowRight") && !is_open || key.is_plain("ArrowLeft") && is_open {
            event.prevent_default();
            toggle();
        }
    };
    let about =
        move || of(line, |line| if line.depth == 0 { words::keys(&line.text) } else { line.text.clone() });
    view! {
        <button
            class="tree-open"
            type="button"
            id=place_of(line).map(|place| id_of(&place))
            aria-label=move || of(line, |line| line.full_name.clone())
            aria-expanded=move || of(line, |line| line.is_open).to_string()
            on:click=move |_| toggle()
            on:keydown=on_key
        >
            <span class="tree-name" prop:textContent=move || of(line, |line| line.name.clone())></span>
            <span class="tree-about" prop:textContent=about></span>
        </button>
    }
}

/// Shows a value that is edited in its place.
#[component]
fn Single(line: Memo<Option<ConfigLine>>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let id = place_of(line).map(|place| id_of(&place)).unwrap_or_default();
    // What OMS shows in place of a secret never stands in a field.
    let mask = StoredValue::new(None::<String>);
    let is_mask = move || of(line, |line| line.is_masked && line.text.chars().all(|c| c == '*' || c == '•'));
    let text = move || if is_mask() { String::new() } else { of(line, |line| line.text.clone()) };
    let on_input = move |event: ev::Event| {
        let (Some(place), typed) = (place_of(line), event_target_value(&event)) else { return };
        if is_mask() {
            mask.set_value(Some(of(line, |line| line.text.clone())));
        }
        let typed = mask.get_value().filter(|_| typed.is_empty()).unwrap_or(typed);
        edit(editing, &place, &PartEdit::Type(typed));
    };
    let is_hidden = move || !editing.revealed.get() && of(line, |line| line.is_secret) && !is_mask();
    let is_fixed = move || of(line, |line| line.is_fixed || line.standing == KeyStanding::Deleted);
    let wants_secret = move || of(line, |line| line.is_masked && line.standing == KeyStanding::Changed);
    let retype = format!("{id}-retype");
    view! {
        <label class="tree-name" for=id.clone() prop:textContent=move || of(line, |line| line.name.clone())></label>
        <textarea
            id=id
            class=move || if is_hidden() { "tree-value mono hidden-text" } else { "tree-value mono" }
            rows="1"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-label=move || of(line, |line| line.full_name.clone())
            placeholder=move || is_mask().then_some(words::MASKED)
            readonly=is_fixed
            title=move || of(line, |line| line.is_fixed).then_some(words::FIXED_HINT)
            aria-describedby=move || match () {
                () if wants_secret() => Some(retype.clone()),
                () if of(line, |line| line.is_fixed) => Some("why-fixed".to_owned()),
                () => None,
            }
            aria-invalid=move || wants_secret().then_some("true")
            prop:value=text
            on:input=on_input
        ></textarea>
        <Show when=wants_secret>
            <p
                class="problem wrong tree-note"
                id=place_of(line).map(|place| format!("{}-retype", id_of(&place)))
            >{words::RETYPE}</p>
        </Show>
    }
}

/// Shows what can be done with a line besides typing.
#[component]
fn Buttons(state: TreeState, line: Memo<Option<ConfigLine>>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let can_add = move || {
        of(line, |line| {
            line.standing != KeyStanding::Deleted
                && match line.make {
                    ValueStructure::Single => false,
                    ValueStructure::Object | ValueStructure::Address => true,
                    ValueStructure::List => line.is_removable || line.depth > 1,
                }
        })
    };
    let is_changed = move || of(line, |line| line.depth == 1 && line.standing != KeyStanding::Same);
    let can_delete = move || {
        let is_there = |line: &ConfigLine| match line.standing {
            KeyStanding::Same | KeyStanding::Changed => true,
            KeyStanding::Added => line.depth > 1,
            KeyStanding::Deleted => false,
        };
        of(line, |line| line.depth > 0 && line.is_removable && is_there(line))
    };
    let standing = move || of(line, |line| if line.depth == 1 { words::standing(line.standing) } else { "" });
    let add = move |_| {
        let Some(place) = place_of(line) else { return };
        if !of(line, |line| line.is_open) {
            state.toggle(&place);
        }
        if of(line, |line| line.make == ValueStructure::List) {
            edit(editing, &place, &PartEdit::Add(String::new()));
        } else {
            state.adding.set(Some(place));
            focus::move_after_layout(format!("#{NEW}"));
        }
    };
    let focus_line = move || {
        if let Some(place) = place_of(line) {
            focus::move_after_layout(format!("#{}", id_of(&place)));
        }
    };
    let undo = move |_| {
        let Some(LinePlace { scope, key: Some(key), .. }) = place_of(line) else { return };
        editing.change(|draft| draft.update.undo_key(&scope, &key));
        focus_line();
    };
    let delete = move |_| {
        let Some(place) = place_of(line) else { return };
        match &place {
            LinePlace { scope, key: Some(key), path } if path.is_empty() => {
                editing.change(|draft| draft.update.delete_key(scope, key));
                focus_line();
            }
            LinePlace { path, .. } => {
                edit(editing, &place, &PartEdit::Remove);
                let around =
                    LinePlace { path: path[..path.len().saturating_sub(1)].to_vec(), ..place.clone() };
                focus::move_after_layout(format!("#{}", id_of(&around)));
            }
        }
    };
    let name = move |label: fn(&str) -> String| move || of(line, |line| label(&line.full_name));
    view! {
        <span class="tree-buttons">
            <Show when=move || of(line, |line| line.is_fixed)><span class="basis">{words::FIXED}</span></Show>
            <span class="tree-standing" prop:textContent=standing></span>
            <Show when=can_add>
                <button class="quiet" type="button" aria-label=name(words::add_to) title=words::ADD on:click=add>
                    "+"
                </button>
            </Show>
            <Show when=is_changed>
                <button class="quiet" type="button" aria-label=name(words::undo) title=words::UNDO on:click=undo>
                    "↶"
                </button>
            </Show>
            <Show when=can_delete>
                <button
                    class="quiet"
                    type="button"
                    aria-label=name(words::delete)
                    title=words::DELETE
                    on:click=delete
                >
                    "✕"
                </button>
            </Show>
        </span>
    }
}

/// Shows what is wrong with a key, or worth a look.
#[component]
fn KeyProblems(line: Memo<Option<ConfigLine>>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let problems = Memo::new(move |_| {
        let Some(LinePlace { scope, key: Some(key), .. }) =
            line.with(|line| Some(line.as_ref()?.place.clone()))
        else {
            return Vec::new();
        };
        editing.draft.with(|draft| {
            editing.checked.with(|checked| {
                let of_key = |problem: &&UpdateProblem| {
                    problem_key(&draft.update, problem)
                        .is_some_and(|found| found == (scope.as_str(), key.as_str()))
                };
                checked.problems.iter().filter(of_key).cloned().collect::<Vec<_>>()
            })
        })
    });
    let focus = place_of(line).map(|place| format!("#{}", id_of(&place))).unwrap_or_default();
    let problem = move |problem: UpdateProblem| {
        let class = problem::class(&problem);
        view! {
            <li class=class>
                <span prop:textContent=messages::update::problem_alone(&problem.what)></span>
                <span>" "</span>
                <FixButton problem focus=focus.clone()/>
            </li>
        }
    };
    view! {
        <ul class="problems tree-note" aria-live="polite">
            {move || problems.get().into_iter().map(&problem).collect_view()}
        </ul>
    }
}

/// Shows the field for the name of what is added to a line, while that is asked for.
#[component]
pub fn AddTo(state: TreeState, place: LinePlace) -> impl IntoView {
    let is_here = {
        let place = place.clone();
        Memo::new(move |_| state.adding.with(|adding| adding.as_ref() == Some(&place)))
    };
    let place = StoredValue::new(place);
    move || is_here.get().then(|| view! { <NewKey state place/> })
}

#[component]
fn NewKey(state: TreeState, place: StoredValue<LinePlace>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let typed = RwSignal::new(String::new());
    let LinePlace { scope, key, path } = place.get_value();
    let label = words::new_in(key.as_deref().unwrap_or(&scope));
    let depth = if key.is_none() { 1 } else { 2 + path.len() };
    let suggestions = {
        let (scope, is_scope) = (scope.clone(), key.is_none());
        Signal::derive(move || match is_scope {
            true => editing.documentation.keys(&scope, editing.component.get()),
            false => Vec::new(),
        })
    };
    let close = move || state.adding.set(None);
    let add = move || {
        let name = typed.get_untracked().trim().to_owned();
        let place = place.get_value();
        if !name.is_empty() {
            close();
            let added = match place.key {
                None => {
                    let is_there = untrack(|| editing.configuration())
                        .is_some_and(|seen| seen.configuration.get(&place.scope, &name).is_some());
                    let is_new = editing
                        .draft
                        .with_untracked(|draft| draft.update.value(&place.scope, &name).is_none());
                    if !is_there && is_new {
                        editing.change(|draft| draft.update.set_value(&place.scope, &name, String::new()));
                    }
                    LinePlace { key: Some(name), ..place }
                }
                Some(_) => {
                    edit(editing, &place, &PartEdit::Add(name));
                    let depth = place.path.len();
                    let last = state.lines.with_untracked(|lines| {
                        let is_part = |line: &&LinePlace| {
                            line.key == place.key
                                && line.scope == place.scope
                                && line.path.len() == depth + 1
                                && line.path.starts_with(&place.path)
                        };
                        lines.keys().filter(is_part).max_by_key(|line| line.path[depth]).cloned()
                    });
                    last.unwrap_or(place)
                }
            };
            focus::move_after_layout(format!("#{}", id_of(&added)));
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(key) = keyboard::key(&event).filter(|_| !event.default_prevented()) else { return };
        if key.is_plain("Enter") {
            event.prevent_default();
            add();
        } else if key.is_plain("Escape") {
            event.prevent_default();
            event.stop_propagation();
            close();
            focus::move_after_layout(format!("#{}", id_of(&place.get_value())));
        }
    };
    view! {
        <div class="tree-line tree-new" style:--depth=depth.to_string() on:keydown=on_key>
            <label class="hint" for=NEW>{label}</label>
            <Suggested id=NEW.to_owned() suggestions>
                <input
                    type="text"
                    id=NEW
                    class="mono"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </Suggested>
            <button type="button" on:click=move |_| add()>{words::ADD}</button>
        </div>
    }
}
