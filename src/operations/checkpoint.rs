//! The question what a start does about a checkpoint that was set and not started from.

use console_core::domain::inventory::{WaitingCheckpoint, checkpoint_times};
use console_core::domain::operation::OperationKind;
use console_core::forms::draft::{Draft, Field, SubtopicDraft, TimeDraft};
use console_core::time::{EpochSeconds, TimeZone, Zoned, format};
use leptos::prelude::*;

use crate::components::{Node, all, button, check_box, el, styled, when};
use crate::messages;
use crate::stores::Console;
use crate::stores::editing::Editing;
use crate::stores::sheets::Opened;
use crate::stores::tasks::Tasks;
use browser::zones;

/// The checkpoint that waits for the task of the form, followed.
pub fn waiting(tasks: Tasks, editing: Editing) -> Option<WaitingCheckpoint> {
    let name = editing.draft(Draft::task_name)?;
    tasks.with(|inventory| inventory.get(&name)?.waiting_checkpoint().cloned())
}

/// For Start: the choice between the checkpoint that waits and the saved progress. Neither is chosen at first.
pub fn choice(console: Console, editing: Editing, waiting: &WaitingCheckpoint) -> Node {
    let radio = move |id: &'static str,
                      label: &'static str,
                      hint: &'static str,
                      is_chosen: fn(&Draft) -> bool,
                      choose: fn(&mut Draft, String)| {
        let run = waiting.run.0.clone();
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "checkpoint-choice")
            .attr("id", id)
            .attr("aria-describedby", format!("{id}-hint"))
            .live_prop("checked", move || editing.draft(is_chosen).into())
            .on("change", move |_| {
                let run = run.clone();
                editing.change(|draft| choose(draft, run));
            });
        styled("div", "check")
            .child(input)
            .child(el("label").attr("for", id).text(label))
            .child(styled("p", "hint").attr("id", format!("{id}-hint")).text(hint))
    };
    let zone = console.settings.zone.get();
    let explained = messages::checkpoint_waits(waiting, &value(waiting, &zone));
    let now = console.now.0;
    let (set, without) = (waiting.set, waiting.started_without);
    let since = move || messages::checkpoint_since(set, without, now.get());
    let run = waiting.run.clone();
    let show = button("quiet", "Show the run").on_click(move || console.open(Opened::Run(run.clone())));
    styled("div", "checkpoint-choice notice doubt")
        .attr("role", "radiogroup")
        .attr("aria-labelledby", "checkpoint-waits")
        .child(el("p").attr("id", "checkpoint-waits").text(explained))
        .child(styled("p", "hint").live_text(since))
        .child(radio(
            "checkpoint-pull-back",
            "Pull back: resume from the new checkpoint (pullBackFlag)",
            messages::FROM_CHECKPOINT,
            |draft| draft.pull_back,
            |draft, _| (draft.pull_back, draft.left) = (true, None),
        ))
        .child(radio(
            "checkpoint-leave",
            "Go on from the saved progress",
            messages::FROM_PROGRESS,
            |draft| !draft.pull_back && draft.left.is_some(),
            |draft, run| (draft.pull_back, draft.left) = (false, Some(run)),
        ))
        .child(show)
        .node(messages(editing))
        .build()
}

/// For an Update that starts the task afterwards: that its start does not take up the checkpoint, and the way to a
/// pull-back, which does.
pub fn left_by_update(console: Console, editing: Editing) -> Node {
    let left = Memo::new(move |_| editing.checked(|checked| checked.left.clone()));
    let ask = move || {
        let is_left = move || left.with(Option::is_some) && editing.draft(|draft| draft.left == left.get());
        let pull_back = button("", "Pull back instead…").on_click(move || {
            let waiting = untrack(|| waiting(console.tasks, editing));
            // What the update sets, else what waited before.
            let value = left.get_untracked().filter(|left| checkpoint_times(left).is_some());
            let value = value.or(waiting.map(|waiting| waiting.value)).unwrap_or_default();
            let draft = editing.draft_now(|draft| pull_back_to(&value, draft));
            console.open(Opened::Operation(draft));
        });
        styled("div", "checkpoint-choice notice doubt")
            .child(el("p").text(messages::UPDATE_LEAVES_CHECKPOINT))
            .node(check_box(
                "checkpoint-leave",
                "Go on from the saved progress",
                messages::FROM_PROGRESS,
                is_left,
                move |ticked| {
                    let chosen = left.get_untracked().filter(|_| ticked);
                    editing.change(|draft| draft.left = chosen);
                },
            ))
            .child(pull_back)
            .node(messages(editing))
            .build()
    };
    when(move || left.with(Option::is_some), ask)
}

/// What has to be chosen yet, once sending was tried.
fn messages(editing: Editing) -> Node {
    let messages = editing.messages_at(Field::Checkpoint);
    styled("div", "field-errors")
        .attr("aria-live", "polite")
        .live(move || all(messages().into_iter().map(|message| el("p").text(message).build()).collect()))
        .build()
}

/// Looks at the form anew when another run or tab changes what waits, for as long as its sheet is open.
pub fn follow(console: Console, editing: Editing, kind: OperationKind) {
    if matches!(kind, OperationKind::Start | OperationKind::Update) {
        let known = Memo::new(move |_| waiting(console.tasks, editing));
        Effect::new(move |before: Option<Option<WaitingCheckpoint>>| {
            let now = known.get();
            if before.is_some_and(|before| before != now) {
                editing.check_again();
            }
            now
        });
    }
}

/// The value of a checkpoint for people: each time with its offset where it is what the API page shows.
fn value(waiting: &WaitingCheckpoint, zone: &str) -> String {
    let Some(times) = waiting.times() else { return waiting.value.clone() };
    let zone = TimeZone::parse(zone).ok().and_then(|zone| zone.rules(zones::Zone::named));
    let text = |at: EpochSeconds| match zone.as_ref().and_then(|zone| Zoned::in_zone(at, zone)) {
        Some(zoned) => format!("{} {}", zoned.local, zoned.offset),
        None => format::utc_text(at),
    };
    messages::checkpoint_times(times.into_iter().map(|(subtopic, at)| (subtopic, text(at))).collect())
}

/// The pull-back that goes where a checkpoint does, as far as that can be read.
fn pull_back_to(value: &str, from: &Draft) -> Draft {
    let mut draft = Draft::new(OperationKind::PullBack, &from.task, &from.zone);
    if let Some(times) = checkpoint_times(value) {
        let first = times.first().map(|(_, at)| *at);
        draft.time = TimeDraft::typed(first.map(|at| at.to_string()).unwrap_or_default());
        let subtopic = |(name, at): (String, EpochSeconds)| {
            let subtopic = SubtopicDraft::of(name);
            if Some(at) == first { subtopic } else { subtopic.with_own(at.to_string()) }
        };
        draft.subtopics = times.into_iter().map(subtopic).collect();
    }
    draft
}
