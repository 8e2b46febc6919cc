//! The fields of Pull back: the time, its zone, what they amount to, and the subtopics.

use console_core::draft::{Field, FieldError};
use console_core::point::{Occurrence, Point, PointError};
use console_core::run::Moment;
use console_core::time::{Zoned, epoch};
use leptos::prelude::*;

use super::form::DraftField;
use super::sheet::Editing;
use crate::browser::clock::Ticking;
use crate::browser::zones;
use crate::ui::TextField;
use crate::words;

/// How far back most Stores keep their log, in seconds: a day, unless the project keeps more.
const USUAL_RETENTION: i64 = 24 * 3600;
/// The longest that a project can be set to keep its log, in seconds.
const LONGEST_RETENTION: i64 = 365 * 24 * 3600;

/// The fields.
#[component]
pub fn PullBackFields() -> impl IntoView {
    view! {
        <DraftField
            field=Field::At
            id="pull-back-to"
            read=|draft| &draft.at
            write=|draft, typed| {
                draft.at = typed;
                draft.occurrence = None;
            }
            hint="2023-02-13 19:00:00, with or without an offset, epoch seconds, or 2 hours ago."
            mono=true
            first_focus=true
        />
        <OverlapChoice />
        <DraftField
            field=Field::Zone
            id="time-zone"
            read=|draft| &draft.zone
            write=|draft, typed| {
                draft.zone = typed;
                draft.occurrence = None;
            }
            hint="The zone that the time above is meant in."
            list="zones"
            mono=true
        />
        <datalist id="zones">
            {zones::all().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
        </datalist>
        <PointFacts />
        <Subtopics />
    }
}

/// The question which of two times is meant, where the zone has the time twice.
#[component]
fn OverlapChoice() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let two = Memo::new(move |_| {
        editing.checked.with(|checked| {
            checked.errors.iter().find_map(|(_, error)| match error {
                FieldError::Point(PointError::Overlap { earlier, later }) => Some((*earlier, *later)),
                _ => None,
            })
        })
    });
    let button = move |zoned: Zoned, which: Occurrence| {
        let choose = move |_| editing.draft.update(|draft| draft.occurrence = Some(which));
        let text = format!("{} {} = {}", zoned.local, zoned.offset, epoch::utc_text(zoned.instant));
        view! { <button type="button" class="mono" on:click=choose>{text}</button> }
    };
    move || {
        two.get().map(|(earlier, later)| {
            view! {
                <div class="choice" role="group" aria-label="Which of the two times">
                    {button(earlier, Occurrence::Earlier)}
                    {button(later, Occurrence::Later)}
                </div>
            }
        })
    }
}

/// The point in time, said in four ways.
#[component]
fn PointFacts() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let now = expect_context::<Ticking>();
    let point = Memo::new(move |_| editing.checked.with(|checked| checked.point));
    move || {
        point.get().map(|Point { zoned, reading, seconds_ago }| {
            let ago = Memo::new(move |_| {
                let then = Moment(zoned.instant.get().saturating_mul(1000));
                words::distance(then.seconds_until(now.get()))
            });
            let warning = if seconds_ago > LONGEST_RETENTION {
                Some("No Store keeps its log for longer than a year: this start will almost certainly fail.")
            } else if seconds_ago > USUAL_RETENTION {
                Some("A Store keeps its log for 24 hours in synchronisation and 120 hours in migration, unless the project is set to keep more. Beyond that the start fails.")
            } else {
                None
            };
            view! {
                <div class="point">
                    <dl>
                        <dt>"Local"</dt>
                        <dd class="mono">{zoned.local.to_string()} " " {zoned.offset.to_string()}</dd>
                        <dt>"UTC"</dt>
                        <dd class="mono">{epoch::utc_text(zoned.instant)}</dd>
                        <dt>"Epoch seconds"</dt>
                        <dd class="mono">{zoned.instant.to_string()}</dd>
                        <dt>"Distance"</dt>
                        <dd>{ago} " ago"</dd>
                    </dl>
                    {words::reading(reading).map(|text| view! { <p class="hint">{text}</p> })}
                    {warning.map(|text| view! { <p class="warning">{text}</p> })}
                    <p class="hint">"A DDL between that time and now can break the Store."</p>
                </div>
            }
        })
    }
}

/// The subtopics, each in a field of its own.
#[component]
fn Subtopics() -> impl IntoView {
    let editing = expect_context::<Editing>();
    const IDS: [&str; 8] = [
        "subtopic-1",
        "subtopic-2",
        "subtopic-3",
        "subtopic-4",
        "subtopic-5",
        "subtopic-6",
        "subtopic-7",
        "subtopic-8",
    ];
    let count = Memo::new(move |_| editing.draft.with(|draft| draft.subtopics.len()));
    let field = move |index: usize| {
        let value = Signal::derive(move || {
            editing.draft.with(|draft| draft.subtopics.get(index).cloned().unwrap_or_default())
        });
        let write = move |typed: String| {
            editing.draft.update(|draft| {
                if let Some(subtopic) = draft.subtopics.get_mut(index) {
                    *subtopic = typed;
                }
            });
        };
        let hint = if index == 0 { "As it stands in the task's configuration." } else { "" };
        view! {
            <TextField
                id=IDS[index]
                label=words::field_label(Field::Subtopic(index))
                value
                on_input=write
                errors=editing.messages_at(Field::Subtopic(index))
                hint
                mono=true
            />
        }
    };
    let add =
        move |_: leptos::ev::MouseEvent| editing.draft.update(|draft| draft.subtopics.push(String::new()));
    let remove = move |_: leptos::ev::MouseEvent| {
        editing.draft.update(|draft| {
            draft.subtopics.pop();
        });
    };
    view! {
        {move || (0..count.get().min(IDS.len())).map(field).collect_view()}
        <div class="field-tools">
            <button type="button" class="quiet" disabled=move || { IDS.len() <= count.get() } on:click=add>
                "Another subtopic"
            </button>
            <Show when=move || { count.get() > 1 }>
                <button type="button" class="quiet" on:click=remove>"Remove the last"</button>
            </Show>
        </div>
    }
}
