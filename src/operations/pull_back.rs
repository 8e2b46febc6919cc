//! The fields of Pull back: the common time, its zone, the subtopics, and the times of those that have one of
//! their own.

use console_core::domain::operation::OperationKind;
use console_core::forms::draft::{Draft, FieldError, FormField, SubtopicDraft, TimePlace};
use console_core::forms::nearest::nearest_of;
use console_core::forms::point::PointError;
use console_core::text::odd_characters::odd_characters;
use console_core::time::{CivilDateTime, DecidingClock, TimeInput, TimeZone, parse_time_input};
use leptos::{ev, html, prelude::*};

use super::field::DraftField;
use super::points::{OverlapChoice, Picture, PointFacts, WayOut};
use super::subtopics::remembered_subtopics;
use crate::components::{CheckBox, Name};
use crate::messages::{self, forms};
use crate::stores::deployment;
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use browser::{clock, field, spawn_local, zones};

/// More subtopics than a task has.
const MOST_SUBTOPICS: usize = 8;

/// Shows the fields of Pull back.
#[component]
pub fn PullBackFields() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let is_unused =
        move || editing.draft.with(|draft| !draft.has_common_time() && !draft.time.at.trim().is_empty());
    let choose = move |text: &'static str| {
        view! {
            <button type="button" on:click=move |_| editing.type_time(TimePlace::Common, text)>{text}</button>
        }
    };
    view! {
        <TimeField place=TimePlace::Common/>
        <div class="time-tools">
            <DateAndTime place=TimePlace::Common/>
            {forms::QUICK_CHOICES.map(choose).collect_view()}
        </div>
        <OverlapChoice place=TimePlace::Common/>
        <WayOut place=TimePlace::Common/>
        <Show when=is_unused><p class="hint">{forms::TIME_UNUSED}</p></Show>
        <DraftField
            field=FormField::Zone
            hint=forms::ZONE_HINT
            value=move || editing.draft.with(|draft| draft.zone.clone())
            on_input=move |typed| editing.type_zone(typed)
            suggestions=Signal::derive(zones::all)
        />
        <ZoneNotes/>
        <ZoneChanged/>
        <PointFacts place=TimePlace::Common/>
        <Subtopics/>
        <AllowFuture/>
        <Picture/>
    }
}

/// Shows a time as text.
#[component]
fn TimeField(place: TimePlace) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let value = move || {
        editing.draft.with(|draft| draft.time(place).map_or_else(String::new, |time| time.at.clone()))
    };
    let on_input = move |typed: String| editing.type_time(place, typed);
    let field = FormField::from(place);
    match place {
        TimePlace::Common => {
            view! { <DraftField field hint=messages::TIME_HINT value on_input first_focus=true/> }.into_any()
        }
        TimePlace::Own(index) => {
            view! { <DraftField field id=format!("pull-back-to-{}", index + 1) value on_input/> }.into_any()
        }
    }
}

/// Shows the browser's own field for a date and a time, in the form's zone. It shows what the text amounts to, and
/// what is put into it becomes the text.
#[component]
fn DateAndTime(place: TimePlace) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let (id, label) = messages::date_and_time(place);
    let input = NodeRef::<html::Input>::new();
    let shown = Memo::new(move |_| editing.draft.with(|draft| wall_clock(editing, draft, place)));
    Effect::new(move || {
        let shown = shown.get();
        let Some(input) = input.get() else { return };
        // Setting the text there already would disturb typing.
        let present = match parse_time_input(&input.value()) {
            Ok(TimeInput::Local { at, .. }) => Some(at),
            _ => None,
        };
        if present != shown {
            input.set_value(&shown.map(|at| at.iso()).unwrap_or_default());
        }
    });
    let on_input = move |event: ev::Event| {
        let value = event_target_value(&event);
        if !(value.is_empty() && field::is_half_typed(&event)) {
            let text = match parse_time_input(&value) {
                Ok(TimeInput::Local { at, .. }) => at.to_string(),
                _ => value,
            };
            editing.type_time(place, text);
        }
    };
    view! {
        <div class="field date-and-time">
            <label for=id.clone()>{label}</label>
            // Without a maximum, browsers wait for years of six digits.
            <input
                type="datetime-local"
                step="1"
                max="9999-12-31T23:59:59"
                id=id
                class="mono"
                node_ref=input
                on:input=on_input
            />
        </div>
    }
}

/// Returns what the clocks of the form's zone show at a time. Tracked.
fn wall_clock(editing: Editing, draft: &Draft, place: TimePlace) -> Option<CivilDateTime> {
    // Without a zone a point shows the clocks of another one.
    let has_zone = TimeZone::parse(&draft.zone).is_ok();
    let time = draft.time(place)?;
    editing.checked.with(|checked| time.wall_clock(checked.points.at(place).filter(|_| has_zone)))
}

/// Shows what has to be said about the zone, besides what is wrong with it, and about the clock.
#[component]
fn ZoneNotes() -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let zone = Memo::new(move |_| editing.draft.with(|draft| draft.zone.trim().to_owned()));
    let has_point = Memo::new(move |_| {
        editing
            .checked
            .with(|checked| checked.points.common.is_some() || checked.points.own.iter().any(Option::is_some))
    });
    let notes = move || {
        let text = zone.get();
        let is_browsers = settings.is_zone_browsers() && text == settings.zone();
        let own = if is_browsers { messages::own_zone(&zones::own()) } else { None };
        let zone = TimeZone::parse(&text).ok().and_then(|zone| messages::zone_note(&zone));
        let clock = if has_point.get() { messages::clock_note(clock::present().clock) } else { None };
        let notes = [own, zone, clock].into_iter().flatten();
        notes.map(|text| view! { <p class="hint" prop:textContent=text></p> }).collect_view()
    };
    view! { <div class="field-notes" aria-live="polite">{notes}</div> }
}

/// After a change of the zone: that the times are other instants now, and the way back.
#[component]
fn ZoneChanged() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let change = Memo::new(move |_| editing.zone_change());
    move || {
        change.get().map(|change| {
            let text = editing.draft.with(|draft| messages::zone_change(draft, &change));
            view! {
                <div class="notice zone-change" role="status">
                    <p prop:textContent=text></p>
                    <button type="button" on:click=move |_| editing.keep_instants(&change)>
                        {forms::KEEP_INSTANT}
                    </button>
                    <button class="quiet" type="button" on:click=move |_| editing.keep_local_times()>
                        {forms::KEEP_LOCAL_TIME}
                    </button>
                </div>
            }
        })
    }
}

/// Shows the way on where the clock that decides what is past is wrong.
#[component]
fn AllowFuture() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let is_allowed = move || editing.draft.with(|draft| draft.allows_future);
    let is_future = |error: &FieldError| matches!(error, FieldError::Point(PointError::NotPast { .. }));
    let is_any_future =
        move || editing.checked.with(|checked| checked.errors.iter().any(|(_, error)| is_future(error)));
    view! {
        <Show when=move || is_allowed() || is_any_future()>
            <CheckBox
                id="allow-future"
                label=messages::ALLOW_FUTURE
                hint=messages::ALLOW_FUTURE_HINT
                checked=is_allowed
                on_change=move |ticked| editing.change(|draft| draft.allows_future = ticked)
            />
        </Show>
    }
}

/// Asks for the host's time if it is not known: no answer told it, or the machine slept since.
pub fn ask_for_host_time(editing: Editing) {
    if clock::present_untracked().clock == DecidingClock::Browser {
        spawn_local(async move {
            deployment::ask_for_time().await;
            // Another sheet may be open by now.
            if editing.draft.with_untracked(|draft| draft.kind == OperationKind::PullBack) {
                editing.check();
            }
        });
    }
}

/// Shows the subtopics, one below the other.
#[component]
fn Subtopics() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let known = remembered_subtopics(editing);
    let count = Memo::new(move |_| editing.draft.with(|draft| draft.subtopics.len()));
    let add = move |_| editing.change(|draft| draft.subtopics.push(SubtopicDraft::default()));
    let remove = move |_| {
        editing.change(|draft| draft.subtopics.pop());
    };
    view! {
        <For each=move || 0..count.get() key=|index| *index children=move |index| view! { <Subtopic index known/> }/>
        <div class="field-tools">
            <Show when=move || { count.get() < MOST_SUBTOPICS }>
                <button class="quiet" type="button" on:click=add>{forms::ANOTHER_SUBTOPIC}</button>
            </Show>
            <Show when=move || { count.get() > 1 }>
                <button class="quiet" type="button" on:click=remove>{forms::REMOVE_LAST}</button>
            </Show>
        </div>
    }
}

/// Shows a subtopic: its name, and whether it has a time of its own, which only makes a difference where there are
/// several.
#[component]
fn Subtopic(index: usize, known: RwSignal<Vec<String>>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let name = move || {
        editing.draft.with(|draft| {
            draft.subtopics.get(index).map_or_else(String::new, |subtopic| subtopic.name.clone())
        })
    };
    let has_own = move || editing.draft.with(|draft| draft.subtopics.get(index).is_some_and(|of| of.has_own));
    let offers_own = move || has_own() || editing.draft.with(|draft| draft.subtopics.len() > 1);
    view! {
        <DraftField
            field=FormField::Subtopic(index)
            id=format!("subtopic-{}", index + 1)
            hint=if index == 0 { forms::SUBTOPIC_HINT } else { "" }
            value=name
            on_input=move |typed| change(editing, index, |subtopic| subtopic.name = typed)
        />
        <ReadAs index/>
        <CloseSubtopics index known/>
        <Show when=offers_own>
            <CheckBox
                id=format!("own-time-{}", index + 1)
                label=forms::own_time(index + 1)
                checked=has_own
                on_change=move |ticked| change(editing, index, |subtopic| subtopic.has_own = ticked)
            />
        </Show>
        <Show when=has_own>
            <TimeField place=TimePlace::Own(index)/>
            <div class="time-tools"><DateAndTime place=TimePlace::Own(index)/></div>
            <OverlapChoice place=TimePlace::Own(index)/>
            <WayOut place=TimePlace::Own(index)/>
            <PointFacts place=TimePlace::Own(index)/>
        </Show>
    }
}

/// Shows how a subtopic was read, if it is other than what is typed or has odd characters; and a way to give each of
/// several a field of its own.
#[component]
fn ReadAs(index: usize) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let read = Memo::new(move |_| {
        editing.draft.with(|draft| draft.subtopics.get(index).and_then(|subtopic| subtopic.read().ok()))
    });
    let split = move |_| editing.change(|draft| draft.split_subtopics(index));
    move || {
        let read = read.get()?;
        if let [first] = read.names.as_slice() {
            let name = first.to_string();
            let odd = odd_characters(&name);
            if !read.is_cleaned && odd.is_empty() {
                return None;
            }
            let odd = (!odd.is_empty()).then(|| view! { <p prop:textContent=messages::odd_name(&odd)></p> });
            let view = view! {
                <div class="beside read-as" role="status">
                    <p><span>{forms::READ_AS}</span><Name text=name/><span>"."</span></p>
                    {odd}
                </div>
            };
            return Some(view.into_any());
        }
        let label = forms::split_subtopics(read.names.len());
        Some(view! { <button type="button" prop:textContent=label on:click=split></button> }.into_any())
    }
}

/// Shows the remembered subtopics that a field may be meant for, if it names none of them.
#[component]
fn CloseSubtopics(index: usize, known: RwSignal<Vec<String>>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let found = Memo::new(move |_| {
        let (typed, others) = editing.draft.with(|draft| {
            let read = |subtopic: &SubtopicDraft| match subtopic.read() {
                Ok(read) => read.names.iter().map(ToString::to_string).collect(),
                Err(_) => vec![subtopic.name.clone()],
            };
            let mut fields: Vec<Vec<String>> = draft.subtopics.iter().map(read).collect();
            let typed = if index < fields.len() { fields.remove(index) } else { Vec::new() };
            (typed, fields.concat())
        });
        let [typed] = typed.as_slice() else { return Vec::new() };
        known.with(|known| {
            if known.contains(typed) {
                return Vec::new();
            }
            let free = known.iter().filter(|name| !others.contains(name));
            nearest_of(typed, free.map(String::as_str)).into_iter().map(str::to_owned).collect::<Vec<_>>()
        })
    });
    let offer = move |subtopic: String| {
        let shown = subtopic.clone();
        let choose = move |_| change(editing, index, |of| of.name.clone_from(&subtopic));
        view! { <button type="button" class="quiet" on:click=choose><Name text=shown/></button> }
    };
    move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            view! {
                <div class="offers beside">
                    <span>{forms::DO_YOU_MEAN}</span>
                    {found.into_iter().map(offer).collect_view()}
                </div>
            }
        })
    }
}

/// Changes a subtopic of the draft.
fn change(editing: Editing, index: usize, change: impl FnOnce(&mut SubtopicDraft)) {
    editing.change(|draft| {
        if let Some(subtopic) = draft.subtopics.get_mut(index) {
            change(subtopic);
        }
    });
}
