//! A picture of a pull-back: its points, now, and how far back the Store has data, or can be expected to where OMS is not
//! read. The points can be moved.

use console_core::forms::draft::{Draft, TimePlace};
use console_core::time::{
    EpochSeconds, MoveLimit, PointMove, Zoned, line_beyond, place_on_line, seconds_ago_on_line,
};
use leptos::{ev, prelude::*};

use crate::components::time_in_zone;
use crate::messages::forms::{self, StoreRetention};
use crate::messages::{self, field_label};
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use browser::{clock, dragging, focus, keyboard};

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

/// A range that a task can be pulled back within by what OMS says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PullBackLimits {
    /// From when on its Stores have data.
    pub since: EpochSeconds,
    /// How many seconds before now that is.
    pub seconds_ago: i64,
    /// The time that it goes on from, and how many seconds before now that is.
    pub checkpoint: Option<(EpochSeconds, i64)>,
}

/// Shows a picture of the points that subtopics go back to. Its accessible name says what it shows; each point is a
/// slider.
#[component]
pub fn TimeLine(
    /// The points.
    pins: Memo<Vec<Pin>>,
    /// How far back they can go, where that was read.
    limits: Memo<Option<PullBackLimits>>,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    // What is known stays so while a point is dragged, or the line would move below it.
    let held = RwSignal::new(None);
    let measure = Memo::new(move |_| {
        held.get().unwrap_or_else(|| {
            let furthest = pins.with(|pins| pins.iter().map(|pin| pin.seconds_ago).max()).unwrap_or_default();
            Measure::new(furthest, limits.get())
        })
    });
    let whole = Memo::new(move |_| measure.get().whole);
    let most_lanes = move || {
        let lanes = pins.with(|pins| lanes(pins, whole.get()));
        lanes.into_iter().max().unwrap_or_default().to_string()
    };
    let has_limits = Memo::new(move |_| limits.with(Option::is_some));
    let bounds = move || match has_limits.get() {
        true => view! { <ReadBounds limits whole/> }.into_any(),
        false => view! { <UsualBounds whole/> }.into_any(),
    };
    let places = move || {
        let places = pins.with(|pins| pins.iter().map(|pin| pin.place).collect::<Vec<_>>());
        // One that has no time yet can be set on the line, too.
        let can_be_set = places.is_empty() && has_limits.get() && editing.draft.with(Draft::has_common_time);
        if can_be_set { vec![TimePlace::Common] } else { places }
    };
    let on_click = move |event: ev::MouseEvent| {
        let Some(at) = dragging::clicked_place(&event) else { return };
        let Measure { reach, whole } = measure.get_untracked();
        let nearest = pins.with_untracked(|pins| {
            let distance = |pin: &&Pin| (place_on_line(pin.seconds_ago, whole) - at).abs();
            pins.iter().min_by_key(distance).map(|pin| pin.place)
        });
        let Some(place) = nearest.or_else(|| untrack(places).first().copied()) else { return };
        let to = PointMove::To(seconds_ago_on_line(at, whole));
        editing.move_point(place, to, reach, Some(clock::present_untracked().now));
        focus::move_to(&slider_id(place));
    };
    let kept = expect_context::<Settings>().retention_hours;
    view! {
        <div
            class="time-line"
            role="group"
            aria-label=move || pins.with(|pins| description(pins, limits.get(), kept))
            style:--lanes=most_lanes
            on:click=on_click
        >
            {bounds}
            <Mark class="mark now" seconds_ago=Signal::stored(0) whole text=Signal::stored(forms::NOW.to_owned())/>
            <For each=places key=|place| *place let:place>
                <PointSlider place pins limits line=Line { held, measure }/>
            </For>
        </div>
        <p class="hint">{forms::TIME_LINE_HINT}</p>
    }
}

/// Shows how far back Stores usually keep their log.
#[component]
fn UsualBounds(whole: Memo<i64>) -> impl IntoView {
    let mark = move |class, seconds_ago, text: String| {
        view! { <Mark class seconds_ago=Signal::stored(seconds_ago) whole text=Signal::stored(text)/> }
    };
    view! {
        {mark("kept long", KEPT_IN_MIGRATION, String::new())}
        {mark("kept", KEPT_IN_SYNCHRONISATION, String::new())}
        {mark("mark edge long", KEPT_IN_MIGRATION, forms::hours(KEPT_IN_MIGRATION))}
        {mark("mark edge", KEPT_IN_SYNCHRONISATION, forms::hours(KEPT_IN_SYNCHRONISATION))}
    }
}

/// Shows how far back the Store has data, and where the task is.
#[component]
fn ReadBounds(limits: Memo<Option<PullBackLimits>>, whole: Memo<i64>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let text = move |at: EpochSeconds| time_in_zone(at, &editing.zone_name().unwrap_or_default());
    let begin = Signal::derive(move || limits.get().map(|limits| limits.seconds_ago).unwrap_or_default());
    let begin_text = Signal::derive(move || {
        limits.get().map(|limits| forms::store_begins(&text(limits.since))).unwrap_or_default()
    });
    let checkpoint = Memo::new(move |_| limits.get().and_then(|limits| limits.checkpoint));
    let has_checkpoint = Memo::new(move |_| checkpoint.get().is_some());
    let checkpoint_ago = Signal::derive(move || checkpoint.get().map(|(_, ago)| ago).unwrap_or_default());
    let checkpoint_text = Signal::derive(move || {
        checkpoint.get().map(|(at, _)| forms::checkpoint_at(&text(at))).unwrap_or_default()
    });
    // Its text goes where there is more room.
    let side = move || match place_on_line(checkpoint_ago.get(), whole.get()) {
        500.. => "mark checkpoint late",
        _ => "mark checkpoint",
    };
    let nothing = Signal::stored(String::new());
    view! {
        <Mark class="refused" seconds_ago=begin whole text=nothing/>
        <Mark class="kept" seconds_ago=begin whole text=nothing/>
        <Mark class="mark edge" seconds_ago=begin whole text=begin_text/>
        <Show when=move || has_checkpoint.get()>
            <Mark class=Signal::derive(side) seconds_ago=checkpoint_ago whole text=checkpoint_text/>
        </Show>
    }
}

/// The measures of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Measure {
    /// How far back a point can be moved.
    reach: MoveLimit,
    /// How long ago the picture begins, in seconds.
    whole: i64,
}

impl Measure {
    fn new(furthest: i64, limits: Option<PullBackLimits>) -> Self {
        match limits {
            Some(PullBackLimits { seconds_ago, .. }) => Self {
                reach: MoveLimit { seconds: seconds_ago, is_limit: true },
                // What is further back is refused, and stands at the end.
                whole: line_beyond(seconds_ago),
            },
            // A point can be moved as far back as any point or the usual retention goes.
            None => {
                let seconds = KEPT_IN_MIGRATION.max(furthest);
                // More than what has to be seen, so that a label has room before the furthest mark.
                Self { reach: MoveLimit { seconds, is_limit: false }, whole: seconds.saturating_mul(2) }
            }
        }
    }
}

/// The measures of the picture, and those that hold while a point is dragged.
#[derive(Clone, Copy)]
struct Line {
    held: RwSignal<Option<Measure>>,
    measure: Memo<Measure>,
}

/// Shows a point, to be moved by a pointer or by keys. One without a time stands where the task is.
#[component]
fn PointSlider(
    place: TimePlace,
    pins: Memo<Vec<Pin>>,
    limits: Memo<Option<PullBackLimits>>,
    line: Line,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let Line { held, measure } = line;
    let pin = Memo::new(move |_| pins.with(|pins| pins.iter().find(|pin| pin.place == place).cloned()));
    let checkpoint = move || limits.get().and_then(|limits| limits.checkpoint);
    let seconds_ago = move || {
        let own = pin.with(|pin| pin.as_ref().map(|pin| pin.seconds_ago));
        own.unwrap_or_else(|| checkpoint().map(|(_, ago)| ago).unwrap_or_default())
    };
    let at = Memo::new(move |_| place_on_line(seconds_ago(), measure.get().whole));
    let value = move || {
        let Some(Pin { zoned, seconds_ago, .. }) = pin.get() else { return forms::NO_TIME_YET.to_owned() };
        let zone = editing.zone_name().unwrap_or_default();
        forms::point(&zoned, &zone, &messages::distance_from_now(seconds_ago))
    };
    let move_by = move |by| {
        let start = untrack(checkpoint).map(|(at, _)| at);
        let start = start.unwrap_or_else(|| clock::present_untracked().now);
        editing.move_point(place, by, measure.get_untracked().reach, Some(start));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if let Some(by) = keyboard::key(&event).as_ref().and_then(PointMove::of_key) {
            event.prevent_default();
            move_by(by);
        }
    };
    let on_down = move |event: ev::PointerEvent| {
        let (start, measure) = (at.get_untracked(), measure.get_untracked());
        held.set(Some(measure));
        dragging::slide(&event, move |moved| match moved {
            Some(moved) => move_by(PointMove::To(seconds_ago_on_line(start + moved, measure.whole))),
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
            lanes(pins, measure.get().whole).get(at).map(i64::to_string)
        })
    };
    let earliest = move || measure.get().reach.seconds.max(seconds_ago());
    view! {
        <span
            class="mark point-mark"
            class:unset=move || pin.with(Option::is_none)
            id=slider_id(place)
            role="slider"
            tabindex="0"
            aria-label=field_label(place.into())
            aria-valuemin=move || (-earliest()).to_string()
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

fn slider_id(place: TimePlace) -> String {
    match place {
        TimePlace::Common => "point".into(),
        TimePlace::Own(index) => format!("point-{}", index + 1),
    }
}

/// Shows a mark in the picture.
#[component]
fn Mark(
    #[prop(into)] class: Signal<&'static str>,
    seconds_ago: Signal<i64>,
    whole: Memo<i64>,
    /// Its label; may be empty.
    text: Signal<String>,
) -> impl IntoView {
    let at = Memo::new(move |_| place_on_line(seconds_ago.get(), whole.get()));
    let has_text = Memo::new(move |_| text.with(|text| !text.is_empty()));
    view! {
        <span class=move || class.get() style:--place=move || at.get().to_string()>
            <Show when=move || has_text.get()><span prop:textContent=move || text.get()></span></Show>
        </span>
    }
}

/// Returns for each point how many lanes it stands above the line, so that points near each other can be distinguished.
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

fn description(pins: &[Pin], limits: Option<PullBackLimits>, kept: Option<u32>) -> String {
    let mut groups: Vec<(Vec<usize>, i64, StoreRetention)> = Vec::new();
    for pin in pins {
        match groups.iter_mut().find(|(_, seconds_ago, _)| *seconds_ago == pin.seconds_ago) {
            Some((numbers, ..)) => numbers.extend(&pin.subtopics),
            None => {
                groups.push((
                    pin.subtopics.clone(),
                    pin.seconds_ago,
                    retention(pin.seconds_ago, limits, kept),
                ));
            }
        }
    }
    groups.iter_mut().for_each(|(numbers, ..)| numbers.sort_unstable());
    forms::time_line(&groups)
}

/// Tells whether Stores have a point: by what OMS says, else by the hours that the deployment says they keep.
fn retention(seconds_ago: i64, limits: Option<PullBackLimits>, kept: Option<u32>) -> StoreRetention {
    match (limits, kept) {
        (Some(limits), _) if seconds_ago <= limits.seconds_ago => StoreRetention::Read,
        (Some(_), _) => StoreRetention::BeforeRead,
        (None, Some(hours)) => {
            StoreRetention::Assumed { hours, is_within: seconds_ago <= i64::from(hours) * 3_600 }
        }
        (None, None) if seconds_ago <= KEPT_IN_SYNCHRONISATION => StoreRetention::Usual,
        (None, None) if seconds_ago <= KEPT_IN_MIGRATION => StoreRetention::OfMigrations,
        (None, None) => StoreRetention::Beyond,
    }
}
