//! The delay and the rate of a task over time: as this page has read them, and as OMS keeps them of its project.

use browser::{clock, spawn_local};
use console_core::domain::inventory::TrendPoint;
use console_core::domain::run::Moment;
use console_core::domain::task_name::TaskName;
use console_core::openapi::{Direction, Metric, MetricPoint, ReadRequest, read_metric};
use console_core::time::{EpochSeconds, Extremes, PlotFrame, Sample};
use leptos::prelude::*;

use crate::components::position_teller;
use crate::messages::details;
use crate::stores::Now;
use crate::stores::live::Live;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;

/// How far back OMS is asked, in seconds.
const ASKED: i64 = 6 * 3600;
/// How many points it is asked for: one for every 5 minutes.
const POINTS: u32 = 72;

/// Shows the delay and the rate of an Incr-Sync over time.
#[component]
pub fn Plots(
    task: StoredValue<TaskName>,
    project: Memo<Option<String>>,
    /// When it was read last: what OMS keeps is read again then.
    read_at: Memo<Option<Moment>>,
    /// Which way the task moves data.
    direction: Memo<Option<Direction>>,
    /// The delay above which OMS raises an alarm.
    limit: Memo<Option<i64>>,
) -> impl IntoView {
    let plot = move |metric| view! { <MetricPlot metric task project read_at direction limit/> };
    view! {
        {plot(Metric::Delay)}
        {plot(Metric::Rps)}
    }
}

/// Shows a figure over time as a drawing, in a sentence, and as a table.
#[component]
fn MetricPlot(
    metric: Metric,
    task: StoredValue<TaskName>,
    project: Memo<Option<String>>,
    read_at: Memo<Option<Moment>>,
    direction: Memo<Option<Direction>>,
    limit: Memo<Option<i64>>,
) -> impl IntoView {
    let (live, tasks) = (expect_context::<Live>(), expect_context::<Tasks>());
    let (settings, now) = (expect_context::<Settings>(), expect_context::<Now>());
    let own = Memo::new(move |_| {
        read_at.get();
        let sample = |point: TrendPoint| {
            let value = match metric {
                Metric::Delay => point.delay,
                Metric::Rps => point.rate,
            };
            Some(Sample { at: point.at.0 / 1_000, value: value? as f64 })
        };
        let samples = tasks.with_untracked(|inventory| {
            let trend = task.with_value(|task| inventory.trend(task))?;
            Some(trend.points().filter_map(sample).collect::<Vec<_>>())
        });
        samples.unwrap_or_default()
    });
    let kept = RwSignal::new(Vec::<Sample>::new());
    Effect::new(move || {
        read_at.get();
        let (Some(id), Some(direction)) = (project.get(), direction.get()) else { return };
        spawn_local(async move {
            let end = clock::present_untracked().now;
            let Ok(begin) = EpochSeconds::new(end.get() - ASKED) else { return };
            let request = ReadRequest::Metric { id, direction, metric, begin, end, points: POINTS };
            let sample = |point: MetricPoint| Sample { at: point.at.get(), value: point.value };
            // Many keep no figures: then there is what this page has read.
            let found = live.oms.read_now(&request, read_metric).await.unwrap_or_default();
            // The sheet may be gone by now.
            let _ = kept.try_set(found.into_iter().map(sample).collect());
        });
    });
    let frame = Memo::new(move |_| own.with(|own| kept.with(|kept| PlotFrame::around(&[own, kept]))));
    let is_shown = Memo::new(move |_| own.with(|own| !own.is_empty()));
    let lines = move |samples: &[Sample], class: &'static str| {
        let lines = frame.get().map(|frame| frame.lines(samples)).unwrap_or_default();
        lines.into_iter().map(|points| view! { <polyline class=class points=points/> }).collect_view()
    };
    let alarm = move || {
        let limit = limit.get().filter(|_| metric == Metric::Delay)?;
        let at = frame.get()?.height(limit as f64)?;
        Some(view! { <line class="alarm" x1="0" x2="1000" y1=at.to_string() y2=at.to_string()/> })
    };
    let (title, what) = details::plot(metric);
    let value = move |value: f64| details::plot_value(metric, value);
    let sentence = move || {
        let told = |samples: &[Sample]| {
            Extremes::of(samples).map(|Extremes { lowest, highest, last }| {
                [lowest, highest, last].map(|figure| details::plot_value(metric, figure))
            })
        };
        details::plot_sentence(own.with(|own| told(own)), kept.with(|kept| told(kept)))
    };
    let time = move |at: i64| {
        let teller = position_teller(settings, now.0.get_untracked());
        EpochSeconds::new(at).map(|at| teller(at)[0].clone()).unwrap_or_default()
    };
    let rows = move || {
        let mut rows: Vec<_> = own.with(|own| own.iter().map(|sample| (*sample, true)).collect());
        kept.with(|kept| rows.extend(kept.iter().map(|sample| (*sample, false))));
        rows.sort_by_key(|(sample, _)| std::cmp::Reverse(sample.at));
        let row = |(sample, is_own): (Sample, bool)| {
            let text = value(sample.value);
            let (own, kept) = if is_own { (text, String::new()) } else { (String::new(), text) };
            view! { <tr><th scope="row">{time(sample.at)}</th><td>{own}</td><td>{kept}</td></tr> }
        };
        rows.into_iter().map(row).collect_view()
    };
    // Hundreds of rows are made only for those who want them.
    let is_open = RwSignal::new(false);
    let heads = || details::PLOT_HEADS.into_iter().map(|head| view! { <th scope="col">{head}</th> });
    let edge =
        move |edge: fn(PlotFrame) -> i64| frame.get().map(|frame| time(edge(frame))).unwrap_or_default();
    let figure =
        move |figure: fn(PlotFrame) -> f64| frame.get().map(|frame| value(figure(frame))).unwrap_or_default();
    let id = format!("plot-{what}");
    let table = move || is_open.get().then(rows);
    view! {
        <Show when=move || is_shown.get()>
            <figure class="plot">
                <h4>{title}</h4>
                <div class="plot-area">
                    <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-labelledby=id.clone()>
                        {alarm}
                        {move || kept.with(|kept| lines(kept, "of-project"))}
                        {move || own.with(|own| lines(own, "of-task"))}
                    </svg>
                    <span class="plot-top" aria-hidden="true" prop:textContent=move || figure(|frame| frame.ceiling)></span>
                    <span class="plot-bottom" aria-hidden="true" prop:textContent=move || figure(|frame| frame.floor)></span>
                </div>
                <div class="plot-times" aria-hidden="true">
                    <span prop:textContent=move || edge(|frame| frame.begin)></span>
                    <span prop:textContent=move || edge(|frame| frame.end)></span>
                </div>
                <figcaption class="hint" id=id.clone() prop:textContent=sentence></figcaption>
                <details on:toggle=move |_| is_open.update(|open| *open = !*open)>
                    <summary>{details::AS_TABLE}</summary>
                    <table><thead><tr>{heads().collect_view()}</tr></thead><tbody>{table}</tbody></table>
                </details>
            </figure>
        </Show>
    }
}
