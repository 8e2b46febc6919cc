//! A picture of a pull-back: its points, now, and how far back a Store can be expected to keep its log. The points can be
//! moved.

use console_core::forms::draft::TimePlace;
use console_core::time::{PointMove, Zoned, place_on_line, seconds_ago_on_line};
use leptos::{ev, prelude::*};

use crate::messages::forms::{self, StoreRetention};
use crate::messages::{self, field_label};
use crate::stores::editing::Editing;
use browser::{dragging, keyboard};

/// How far back a Store of a synchronisation keeps its log unless the project is set otherwise, in seconds.
pub const KEPT_IN_SYNCHRONISATION: i64 = 24 * 3600;
/// The same, of a migration.
pub const KEPT_IN_MIGRATION: i64 = 120 * 3600;
/// Points that are nearer to each other than this, in thousandths of the picture, stand in different lanes.
const NEAR: i64 = 120;

/// A point that subtopics go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The field that it is typed into.
    pub place: TimePlace,
    /// The numbers of the subtopics.
    pub subtopics: Vec<usize>,
    /// How many seconds before now it is.
    pub seconds_ago: i64,
    /// What clocks in the form's zone show then.
    pub zoned: Zoned,
}

/// A picture of the points that subtopics go back to. Its accessible name says what it shows; each point is a slider.
#[component]
pub fn TimeLine(
    /// The points.
    pins: Memo<Vec<Pin>>,
) -> impl IntoView {
    // A point can be moved as far back as any point or the usual retention goes. It stays so while one is dragged, or
    // the line would move below it.
    let held = RwSignal::new(None);
    let furthest = move || pins.with(|pins| pins.iter().map(|pin| pin.seconds_ago).max()).unwrap_or_default();
    let reach = Memo::new(move |_| held.get().unwrap_or_else(|| KEPT_IN_MIGRATION.max(furthest())));
    // More than what has to be seen, so that a label has room before the furthest mark.
    let whole = Memo::new(move |_| reach.get().saturating_mul(2));
    let mark = move |class, seconds_ago, text: String| {
        view! { <Mark class place=Signal::derive(move || place_on_line(seconds_ago, whole.get())) text/> }
    };
    let most_lanes = move || {
        let lanes = pins.with(|pins| lanes(pins, whole.get()));
        lanes.into_iter().max().unwrap_or_default().to_string()
    };
    let places = move || pins.with(|pins| pins.iter().map(|pin| pin.place).collect::<Vec<_>>());
    view! {
        <div
            class="time-line"
            role="group"
            aria-label=move || pins.with(|pins| description(pins))
            style:--lanes=most_lanes
        >
            {mark("kept long", KEPT_IN_MIGRATION, String::new())}
            {mark("kept", KEPT_IN_SYNCHRONISATION, String::new())}
            {mark("mark edge long", KEPT_IN_MIGRATION, forms::hours(KEPT_IN_MIGRATION))}
            {mark("mark edge", KEPT_IN_SYNCHRONISATION, forms::hours(KEPT_IN_SYNCHRONISATION))}
            {mark("mark now", 0, forms::NOW.to_owned())}
            <For each=places key=|place| *place let:place>
                <PointSlider place pins line=Line { held, reach, whole }/>
            </For>
        </div>
        <p class="hint">{forms::TIME_LINE_HINT}</p>
    }
}

/// The measures of the picture.
#[derive(Clone, Copy)]
struct Line {
    /// How far back a point could be moved when the present drag began, in seconds.
    held: RwSignal<Option<i64>>,
    /// How far back a point can be moved, in seconds.
    reach: Memo<i64>,
    /// How long ago the picture begins, in seconds.
    whole: Memo<i64>,
}

/// A point, to be moved by a pointer or by keys.
#[component]
fn PointSlider(place: TimePlace, pins: Memo<Vec<Pin>>, line: Line) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let Line { held, reach, whole } = line;
    let pin = Memo::new(move |_| pins.with(|pins| pins.iter().find(|pin| pin.place == place).cloned()));
    let seconds_ago = move || pin.with(|pin| pin.as_ref().map(|pin| pin.seconds_ago).unwrap_or_default());
    let at = Memo::new(move |_| place_on_line(seconds_ago(), whole.get()));
    let value = move || {
        let Pin { zoned, seconds_ago, .. } = pin.get()?;
        let zone = editing.zone_name().unwrap_or_default();
        Some(forms::point(&zoned, &zone, &messages::distance_from_now(seconds_ago)))
    };
    let move_by = move |by| editing.move_point(place, by, untrack(|| reach.get()));
    let on_key = move |event: ev::KeyboardEvent| {
        let key = keyboard::key(&event).filter(|key| !key.command && !key.alt);
        if let Some(by) = key.and_then(|key| PointMove::of_key(&key.name, key.shift)) {
            event.prevent_default();
            move_by(by);
        }
    };
    let on_down = move |event: ev::PointerEvent| {
        let (start, whole) = untrack(|| (at.get(), whole.get()));
        held.set(Some(untrack(|| reach.get())));
        dragging::slide(&event, move |moved| match moved {
            Some(moved) => move_by(PointMove::To(seconds_ago_on_line(start + moved, whole))),
            // The sheet may be gone by now.
            None => drop(held.try_set(None)),
        });
    };
    // Where all go back to one time, there is nothing to tell apart.
    let has_numbers = Memo::new(move |_| pins.with(|pins| pins.len() > 1));
    let numbers =
        move || pin.with(|pin| pin.as_ref().map(|pin| forms::numbers(&pin.subtopics)).unwrap_or_default());
    let lane = move || {
        pins.with(|pins| {
            let at = pins.iter().position(|pin| pin.place == place)?;
            lanes(pins, whole.get()).get(at).map(i64::to_string)
        })
    };
    view! {
        <span
            class="mark point-mark"
            role="slider"
            tabindex="0"
            aria-label=field_label(place.into())
            aria-valuemin=move || (-reach.get()).to_string()
            aria-valuemax="0"
            aria-valuenow=move || (-seconds_ago()).to_string()
            aria-valuetext=value
            style:--place=move || at.get().to_string()
            style:--lane=lane
            on:keydown=on_key
            on:pointerdown=on_down
        >
            <Show when=move || has_numbers.get()><span prop:textContent=numbers></span></Show>
        </span>
    }
}

/// A mark at a place of the picture, in thousandths of it.
#[component]
fn Mark(class: &'static str, place: Signal<i64>, text: String) -> impl IntoView {
    let text = (!text.is_empty()).then(|| view! { <span>{text}</span> });
    view! { <span class=class style:--place=move || place.get().to_string()>{text}</span> }
}

/// Returns for each point how many lanes it stands above the line, so that points near each other can be told apart.
fn lanes(pins: &[Pin], whole: i64) -> Vec<i64> {
    let mut taken: Vec<(i64, i64)> = Vec::new();
    for pin in pins {
        let at = place_on_line(pin.seconds_ago, whole);
        let is_free = |lane: &i64| taken.iter().all(|(other, its)| its != lane || (at - other).abs() >= NEAR);
        let lane = (0..).find(is_free).unwrap_or_default();
        taken.push((at, lane));
    }
    taken.into_iter().map(|(_, lane)| lane).collect()
}

fn description(pins: &[Pin]) -> String {
    let mut groups: Vec<(Vec<usize>, i64, StoreRetention)> = Vec::new();
    for pin in pins {
        match groups.iter_mut().find(|(_, seconds_ago, _)| *seconds_ago == pin.seconds_ago) {
            Some((numbers, ..)) => numbers.extend(&pin.subtopics),
            None => groups.push((pin.subtopics.clone(), pin.seconds_ago, retention(pin.seconds_ago))),
        }
    }
    groups.iter_mut().for_each(|(numbers, ..)| numbers.sort_unstable());
    forms::time_line(&groups)
}

fn retention(seconds_ago: i64) -> StoreRetention {
    if seconds_ago <= KEPT_IN_SYNCHRONISATION {
        StoreRetention::Usual
    } else if seconds_ago <= KEPT_IN_MIGRATION {
        StoreRetention::OfMigrations
    } else {
        StoreRetention::Beyond
    }
}
