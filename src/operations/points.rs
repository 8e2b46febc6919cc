//! What the times of a pull-back amount to: each point in four ways, the question which of two times is meant,
//! and the picture of all points.

use console_core::domain::run::Moment;
use console_core::forms::draft::{CheckedDraft, Draft, FieldError, TimePlace};
use console_core::forms::point::{Occurrence, Point, PointError};
use console_core::forms::replay::ReplayEstimate;
use console_core::time::{EpochSeconds, MoveLimit, PointMove, Zoned, format};
use leptos::prelude::*;

use super::time_line::{KEPT_IN_SYNCHRONISATION, Pin, PullBackLimits, TimeLine};
use crate::components::{CopyButton, Name, time_in_zone, time_teller};
use crate::messages::{self, forms};
use crate::stores::Now;
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;
use browser::{clock, focus};

/// The longest that a project can be set to keep its log, in seconds.
const LONGEST_RETENTION: i64 = 365 * 24 * 3600;

/// Prompts for the occurrence of a local time that the zone has twice. It stays when it is answered.
#[component]
pub fn OverlapChoice(place: TimePlace) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let occurrences = Memo::new(move |_| editing.checked.with(|checked| occurrences(checked, place)));
    let choose = move |which| {
        editing.change(|draft| draft.choose_occurrence(place, which));
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
fn occurrences(checked: &CheckedDraft, place: TimePlace) -> Option<(Zoned, Zoned, Option<Occurrence>)> {
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

/// Shows a point in time, said in four ways.
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

/// Shows the ways out where a point is before the Store's data.
#[component]
pub fn WayOut(place: TimePlace) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let is_before = |error: &FieldError| matches!(error, FieldError::Point(PointError::BeforeData { .. }));
    let is_shown =
        Memo::new(move |_| editing.checked.with(|checked| checked.errors_at(place.into()).any(is_before)));
    let reach = move |now: EpochSeconds| {
        let since = editing.reading.with(|reading| reading.as_ref()?.data_since)?;
        Some(MoveLimit { seconds: now.seconds_since(since), is_limit: true })
    };
    let take_earliest = move |_| {
        if let Some(reach) = untrack(|| reach(clock::present_untracked().now)) {
            editing.move_point(place, PointMove::Earliest, reach, None);
            // The button goes with what it is the way out of.
            focus::rescue_after_layout("#pull-back-to");
        }
    };
    let earliest = move || {
        let now = clock::present_untracked().now;
        let to = PointMove::Earliest.apply(now, now, reach(now)?)?;
        Some(forms::earliest(&time_in_zone(to, &editing.zone_name().unwrap_or_default())))
    };
    let subtopics = move || {
        editing
            .reading
            .with(|reading| reading.as_ref().map(|reading| reading.subtopics.clone()))
            .unwrap_or_default()
    };
    let subtopic = |name: String| {
        let copied = Signal::stored(Some(name.clone()));
        let label = format!("{} {name}", forms::COPY);
        view! { <span class="subtopic"><Name text=name/><CopyButton label=forms::COPY name=label text=copied/></span> }
    };
    view! {
        <Show when=move || is_shown.get()>
            <div class="notice way-out" role="group" aria-label=forms::WAY_OUT>
                <button type="button" on:click=take_earliest>{forms::TAKE_EARLIEST}</button>
                <p prop:textContent=move || earliest().unwrap_or_default()></p>
                <p>{forms::ADD_STORE}</p>
                {move || subtopics().into_iter().map(subtopic).collect_view()}
                <p>{forms::KEEP_LONGER}</p>
            </div>
        </Show>
    }
}

/// Shows the picture of all points, with what has to be known about how far back they are.
#[component]
pub fn Picture() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let pins =
        Memo::new(move |_| editing.draft.with(|draft| editing.checked.with(|checked| pins(draft, checked))));
    let limits = limits(editing);
    let warning = Memo::new(move |_| {
        let furthest = pins.with(|pins| pins.iter().map(|pin| pin.seconds_ago).max())?;
        match limits.get() {
            Some(limits) => {
                let (checkpoint, _) = limits.checkpoint?;
                let is_later = |pin: &Pin| pin.zoned.instant > checkpoint;
                pins.with(|pins| pins.iter().any(is_later)).then_some(forms::AFTER_CHECKPOINT)
            }
            None if furthest > LONGEST_RETENTION => Some(forms::BEYOND_LONGEST_RETENTION),
            None => (furthest > KEPT_IN_SYNCHRONISATION).then_some(forms::BEYOND_USUAL_RETENTION),
        }
    });
    let has_points = Memo::new(move |_| pins.with(|pins| !pins.is_empty()));
    let is_shown = Memo::new(move |_| has_points.get() || limits.with(Option::is_some));
    view! {
        <Show when=move || is_shown.get()>
            <div class="point">
                <TimeLine pins limits/>
                <LimitsRead limits/>
                {move || warning.get().map(|text| view! { <p class="warning" prop:textContent=text></p> })}
                <Replay pins/>
                <Show when=move || has_points.get()><p class="hint">{forms::DDL_WARNING}</p></Show>
            </div>
        </Show>
    }
}

/// Returns how far the task can be pulled back by what OMS says, seen from the time of the latest check, as the points are.
fn limits(editing: Editing) -> Memo<Option<PullBackLimits>> {
    Memo::new(move |_| {
        let now = editing.checked.with(|_| clock::present_untracked().now);
        editing.reading.with(|reading| {
            let reading = reading.as_ref()?;
            let since = reading.data_since?;
            let ago = |at| now.seconds_since(at).max(0);
            Some(PullBackLimits {
                since,
                seconds_ago: ago(since),
                checkpoint: reading.checkpoint.map(|at| (at, ago(at))),
            })
        })
    })
}

/// In words how far back the Store has data and where the task is, with how long ago that was read.
#[component]
fn LimitsRead(limits: Memo<Option<PullBackLimits>>) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let now = expect_context::<Now>();
    let text = move || {
        let PullBackLimits { since, checkpoint, .. } = limits.get()?;
        let zone = editing.zone_name().unwrap_or_default();
        let read_at = editing.reading.with(|reading| reading.as_ref().map(|reading| reading.at))?;
        let checkpoint = checkpoint.map(|(at, _)| time_in_zone(at, &zone));
        let age = time_teller(settings, now.0.get())(read_at);
        Some(forms::limits(&time_in_zone(since, &zone), checkpoint.as_deref(), &age))
    };
    let has_text = Memo::new(move |_| limits.with(Option::is_some));
    view! {
        <Show when=move || has_text.get()>
            <p class="hint" prop:textContent=move || text().unwrap_or_default()></p>
        </Show>
    }
}

/// Shows how much is replayed from the furthest point, where what is known tells.
#[component]
fn Replay(pins: Memo<Vec<Pin>>) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let (tasks, now) = (expect_context::<Tasks>(), expect_context::<Now>());
    let estimate = Memo::new(move |_| {
        let point = pins.with(|pins| pins.iter().map(|pin| pin.zoned.instant).min())?;
        let (since, checkpoint) = editing.reading.with(|reading| {
            let reading = reading.as_ref()?;
            Some((reading.data_since, reading.checkpoint?))
        })?;
        if since.is_some_and(|since| point < since) {
            return None;
        }
        let task = editing.task.get()?;
        let rates = tasks.with(|inventory| inventory.trend(&task)?.rates())?;
        ReplayEstimate::new(point, checkpoint, rates)
    });
    let text = move || {
        let age = time_teller(settings, now.0.get());
        estimate.get().map(|estimate| forms::replay(&estimate, age))
    };
    let has_text = Memo::new(move |_| estimate.with(Option::is_some));
    view! {
        <Show when=move || has_text.get()>
            <p class="replay" prop:textContent=move || text().unwrap_or_default()></p>
        </Show>
    }
}

/// Returns the points that subtopics go back to, as far as they are clear.
fn pins(draft: &Draft, checked: &CheckedDraft) -> Vec<Pin> {
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
