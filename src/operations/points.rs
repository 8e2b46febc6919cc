//! What the times of a pull-back amount to: each point in four ways, the question which of two times is meant,
//! and the picture of all points.

use console_core::domain::run::Moment;
use console_core::forms::draft::{Checked, Draft, FieldError, TimePlace};
use console_core::forms::point::{Occurrence, Point, PointError};
use console_core::time::{Zoned, format};
use leptos::prelude::*;

use super::time_line::{KEPT_IN_SYNCHRONISATION, Pin, TimeLine};
use crate::messages::{self, forms};
use crate::stores::Now;
use crate::stores::editing::Editing;
use browser::clock;

/// The longest that a project can be set to keep its log, in seconds.
const LONGEST_RETENTION: i64 = 365 * 24 * 3600;

/// Prompts for the occurrence of a local time that the zone has twice. It stays when it is answered.
#[component]
pub fn OverlapChoice(place: TimePlace) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let occurrences = Memo::new(move |_| editing.checked.with(|checked| occurrences(checked, place)));
    let choose = move |which| {
        editing.change(|draft| {
            draft.allows_future = false;
            if let Some(time) = draft.time_mut(place) {
                time.occurrence = Some(which);
            }
        });
    };
    let choice = move |zoned: Zoned, which: Occurrence, chosen: Option<Occurrence>| {
        let text = format!("{} {} = {}", zoned.local, zoned.offset, format::utc_text(zoned.instant));
        let is_chosen = chosen == Some(which);
        view! {
            <button class="mono" type="button" aria-pressed=is_chosen.to_string() on:click=move |_| choose(which)>
                <span prop:textContent=text></span>
            </button>
        }
    };
    move || {
        occurrences.get().map(|(earlier, later, chosen)| {
            view! {
                <div class="choice" role="group" aria-label=forms::WHICH_OCCURRENCE>
                    {choice(earlier, Occurrence::Earlier, chosen)}
                    {choice(later, Occurrence::Later, chosen)}
                </div>
            }
        })
    }
}

/// Returns both occurrences of a local time that the zone has twice, and the one that was chosen.
fn occurrences(checked: &Checked, place: TimePlace) -> Option<(Zoned, Zoned, Option<Occurrence>)> {
    let asked = checked.errors_at(place.into()).find_map(|error| match error {
        FieldError::Point(PointError::Overlap { earlier, later }) => Some((*earlier, *later, None)),
        _ => None,
    });
    let chosen = || {
        let twice = checked.points.at(place)?.twice?;
        Some((twice.earlier, twice.later, Some(twice.chosen)))
    };
    asked.or_else(chosen)
}

/// A point in time, said in four ways.
#[component]
pub fn PointFacts(place: TimePlace) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let point = Memo::new(move |_| editing.checked.with(|checked| checked.points.at(place).copied()));
    move || point.get().map(|point| view! { <Facts place point/> })
}

#[component]
fn Facts(place: TimePlace, point: Point) -> impl IntoView {
    let (editing, now) = (expect_context::<Editing>(), expect_context::<Now>());
    let Point { zoned, seconds_ago, .. } = point;
    let reading = move || {
        let read_at = editing.draft.with(|draft| draft.time(place).and_then(|time| time.read_at));
        messages::reading(&point, read_at).map(|text| view! { <p class="hint" prop:textContent=text></p> })
    };
    let distance = move || {
        let then = Moment(zoned.instant.get().saturating_mul(1000));
        messages::distance_from_now(then.seconds_until(clock::by_deciding_clock(now.0.get())))
    };
    let zone = move || editing.zone_name().unwrap_or_else(|| forms::LOCAL_TIME.to_owned());
    let is_future = seconds_ago <= 0;
    view! {
        <div class="point">
            <dl>
                <dt prop:textContent=zone></dt>
                <dd class="mono" prop:textContent=format!("{} {}", zoned.local, zoned.offset)></dd>
                <dt>{forms::UTC}</dt>
                <dd class="mono" prop:textContent=format::utc_text(zoned.instant)></dd>
                <dt>{forms::EPOCH_SECONDS}</dt>
                <dd class="mono" prop:textContent=zoned.instant.to_string()></dd>
                <dt>{forms::DISTANCE}</dt>
                <dd prop:textContent=distance></dd>
            </dl>
            {move || reading()}
            {is_future.then(|| view! { <p class="warning">{messages::NOT_PAST_ALLOWED}</p> })}
        </div>
    }
}

/// The picture of all points, with what has to be known about how far back they are.
#[component]
pub fn Picture() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let pins =
        Memo::new(move |_| editing.draft.with(|draft| editing.checked.with(|checked| pins(draft, checked))));
    let warning = Memo::new(move |_| {
        let furthest = pins.with(|pins| pins.iter().map(|pin| pin.seconds_ago).max())?;
        if furthest > LONGEST_RETENTION {
            Some(forms::BEYOND_LONGEST_RETENTION)
        } else {
            (furthest > KEPT_IN_SYNCHRONISATION).then_some(forms::BEYOND_USUAL_RETENTION)
        }
    });
    let is_empty = Memo::new(move |_| pins.with(Vec::is_empty));
    view! {
        <Show when=move || !is_empty.get()>
            <div class="point">
                <TimeLine pins/>
                {move || warning.get().map(|text| view! { <p class="warning" prop:textContent=text></p> })}
                <p class="hint">{forms::DDL_WARNING}</p>
            </div>
        </Show>
    }
}

/// Returns the points that subtopics go back to, as far as they are clear.
fn pins(draft: &Draft, checked: &Checked) -> Vec<Pin> {
    let mut pins: Vec<Pin> = Vec::new();
    for (index, subtopic) in draft.subtopics.iter().enumerate() {
        let place = if subtopic.has_own { TimePlace::Own(index) } else { TimePlace::Common };
        let Some(Point { seconds_ago, zoned, .. }) = checked.points.at(place) else { continue };
        match pins.iter_mut().find(|pin| pin.place == place) {
            Some(pin) => pin.subtopics.push(index + 1),
            None => pins.push(Pin {
                place,
                subtopics: vec![index + 1],
                seconds_ago: (*seconds_ago).max(0),
                zoned: *zoned,
            }),
        }
    }
    pins
}
