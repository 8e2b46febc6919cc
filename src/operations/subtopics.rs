//! The subtopics of a pull-back that are known beforehand: from OMS, or remembered from the task's last pull-back.

use console_core::domain::operation::OperationKind;
use console_core::forms::draft::SubtopicDraft;
use leptos::prelude::*;

use crate::stores::editing::Editing;
use crate::stores::live::Live;
use crate::stores::subtopics;
use crate::stores::tasks::Tasks;
use browser::spawn_local;

/// Fills in the subtopics or client ids that OMS tells, else those that were remembered for the task, unless some are
/// there. A link may open the form before anything was read.
pub fn fill_in_subtopics(editing: Editing) {
    let (live, tasks) = (expect_context::<Live>(), expect_context::<Tasks>());
    let is_read = Memo::new(move |_| {
        let task = editing.task.get()?;
        tasks.with(|inventory| inventory.get(&task)?.reading.is_some().then_some(task.clone()))
    });
    Effect::new(move || {
        is_read.get();
        spawn_local(fill_in(editing, live));
    });
}

async fn fill_in(editing: Editing, live: Live) {
    let Some(task) = editing.task.get_untracked() else { return };
    let mut known = live.oms.checkpoint_keys(&task).await;
    if known.is_empty() {
        known = subtopics::remembered(task.as_str()).await;
    }
    let is_still_wanted = editing.draft.with_untracked(|draft| {
        // Another sheet may be open by now.
        draft.kind == OperationKind::PullBack
            && draft.task_name().as_ref() == Some(&task)
            && draft.subtopics.iter().all(|subtopic| subtopic.name.trim().is_empty())
    });
    if is_still_wanted && !known.is_empty() {
        let subtopics = known.into_iter().map(SubtopicDraft::of).collect();
        editing.change_unkept(|draft| draft.subtopics = subtopics);
    }
}

/// Returns the subtopics that are remembered for the task of the draft. Tracked.
pub fn remembered_subtopics(editing: Editing) -> RwSignal<Vec<String>> {
    let known = RwSignal::new(Vec::new());
    Effect::new(move || {
        let Some(name) = editing.task.get() else { return known.set(Vec::new()) };
        spawn_local(async move {
            let found = subtopics::remembered(name.as_str()).await;
            // Another task may be named by now, or the sheet be closed.
            if editing.task.try_get_untracked().flatten() == Some(name) {
                known.set(found);
            }
        });
    });
    known
}
