//! The runner's functions: beginning a run, driving it, deciding on it, and recovering what other pages left.

use std::collections::HashSet;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::io::RunnerIo;
use super::journal::{self, NotWritten};
use super::refusal::RunRefusal;
use crate::domain::inventory::{Inventory, is_held_up};
use crate::domain::outcome::ReceivedReply;
use crate::domain::plan::Plan;
use crate::domain::redaction;
use crate::domain::run::{Attempt, Choice, Run, RunId, RunState};
use crate::persistence::open::NotFree;

/// Begins a run of a plan that a person has just confirmed. It is to be [driven](drive) then.
pub fn begin<I: RunnerIo>(io: &I, id: &RunId, plan: &Plan) -> Result<(), RunRefusal<I::Error>> {
    check_permission(io)?;
    io.update_state(|state| state.begin(id.clone(), plan, io.now()))?;
    // A dead name comes back to the list only when a call under it is confirmed.
    if io.with_inventory(|inventory| inventory.fate(plan.task()).is_none()) {
        io.add_task(plan.task());
    }
    Ok(())
}

/// Carries out a person's choice on a run, which was offered when it had sent so many calls. The second half of a
/// double click is about a situation that is no more.
pub async fn choose<I: RunnerIo>(io: &I, id: &RunId, choice: Choice, sendings: usize) {
    if io.update_state(|state| state.prepare_choice(id, sendings)) {
        drive(io, id, Some(choice)).await;
    }
}

/// Sends the calls of a run, one after the other, until it is over or waits for a person.
pub async fn drive<I: RunnerIo>(io: &I, id: &RunId, choice: Option<Choice>) {
    if io.update_state(|state| state.activate(id)) {
        let refusal = run_steps(io, id, choice).await.err();
        io.update_state(|state| state.deactivate(id, refusal));
    }
}

async fn run_steps<I: RunnerIo>(
    io: &I,
    id: &RunId,
    mut choice: Option<Choice>,
) -> Result<(), RunRefusal<I::Error>> {
    while let Some(mut run) = io.with_state(|state| state.run(id).cloned()) {
        let was_over = run.is_over();
        let is_to_send = !matches!(choice, Some(Choice::MarkAsDone | Choice::Abandon));
        if is_to_send && run.step_to_check().is_some() && is_held_up_by_reading(io, &mut run).await {
            write_change(io, &run).await?;
            commit(io, &run);
            break;
        }
        let changed = match choice.take() {
            Some(choice) => run.choose(choice, io.now()),
            None => run.send(io.now()).map(drop),
        };
        if changed.is_err() {
            break;
        }
        if let RunState::Waiting { step, .. } = run.state() {
            send_step(io, run, step, was_over).await?;
        } else {
            write_change(io, &run).await?;
            commit(io, &run);
        }
        if io.with_state(|state| state.run(id).is_some_and(Run::is_over)) {
            io.prune_history().await;
        }
    }
    Ok(())
}

/// Reads the task's checkpoint again before a pull-back sets another one. Returns whether that holds the run up.
async fn is_held_up_by_reading<I: RunnerIo>(io: &I, run: &mut Run) -> bool {
    match io.read_checkpoint(&run.task).await {
        Some(read) => run.check(read).is_ok() && is_held_up(run),
        None => false,
    }
}

/// Writes a run down, sends the call of the step that it says is out, and records the answer.
async fn send_step<I: RunnerIo>(
    io: &I,
    mut run: Run,
    step: usize,
    was_over: bool,
) -> Result<(), RunRefusal<I::Error>> {
    check_permission(io)?;
    let call = io.with_state(|state| state.call(&run.id, step)).ok_or(RunRefusal::SecretGone)?;
    // What was over is sent once more only if nothing came after it.
    let record = io.with_inventory(|inventory| inventory.get(&run.task).cloned());
    run.note_known(record.as_ref().map(|record| record.known_before(io.now())).unwrap_or_default());
    let record = record.filter(|_| was_over);
    journal::write(io, &run, record.as_ref()).await.map_err(|error| refusal(io, &run, error))?;
    commit(io, &run);
    let tried_before = run.steps[step].tries.iter().any(Attempt::was_not_sent);
    let received = io.send(&call, &run.id, tried_before).await;
    // Some hosts repeat in an answer what they were sent.
    let reply = redaction::without_echo(received.reply, &call);
    // The run waits for exactly this answer.
    let _ = run.record(ReceivedReply { reply, ..received }, io.now());
    write_answer(io, &run).await;
    Ok(())
}

/// Writes a run after an answer and shows it then, so that no reload knows less than a person has seen. A storage that
/// takes long does not hold the answer back.
async fn write_answer<I: RunnerIo>(io: &I, run: &Run) {
    let mut writing = pin!(write_change(io, run));
    let mut patience = pin!(io.storage_patience());
    let is_written = poll_fn(|context| match writing.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(true),
        Poll::Pending => patience.as_mut().poll(context).map(|()| false),
    })
    .await;
    if !is_written {
        io.update_state(|state| state.set_unwritten(&run.id, true));
    }
    commit(io, run);
    if !is_written {
        // What another page made of the run meanwhile stays in the journal.
        let _ = writing.await;
    }
}

/// Writes a run after an answer or a decision. Nothing is sent because of that, so that a storage which fails holds
/// nothing back: it is written as soon as possible, and until then a reload finds the run as it was before.
async fn write_change<I: RunnerIo>(io: &I, run: &Run) -> Result<(), RunRefusal<I::Error>> {
    let written = journal::write(io, run, None).await;
    let is_unwritten = matches!(written, Err(NotWritten::Storage(_)));
    io.update_state(|state| state.set_unwritten(&run.id, is_unwritten));
    match written {
        Err(conflict @ NotWritten::Conflict(_)) => Err(refusal(io, run, conflict)),
        _ => Ok(()),
    }
}

/// Makes what became of a run known in this page.
fn commit<I: RunnerIo>(io: &I, run: &Run) {
    io.learn(run);
    io.update_state(|state| state.replace(run));
}

/// Returns why nothing may be sent, if so.
fn check_permission<I: RunnerIo>(io: &I) -> Result<(), RunRefusal<I::Error>> {
    if io.is_read_only() {
        Err(RunRefusal::ReadOnly)
    } else if io.is_other_host() {
        Err(RunRefusal::OtherHost)
    } else if !io.with_state(|state| state.is_journal_read()) {
        // An earlier run of the task may wait for a decision.
        Err(RunRefusal::JournalNotRead(io.storage_error()))
    } else {
        Ok(())
    }
}

/// Returns why a run that could not be written does not go on.
fn refusal<I: RunnerIo>(io: &I, run: &Run, error: NotWritten<I::Error>) -> RunRefusal<I::Error> {
    match error {
        NotWritten::Conflict(NotFree::Busy { operation }) => {
            match io.with_state(|state| state.has_other_unfinished(run)) {
                true => RunRefusal::Busy { operation },
                false => RunRefusal::BusyElsewhere { operation },
            }
        }
        NotWritten::Conflict(NotFree::CarriedOn) => RunRefusal::CarriedOn,
        NotWritten::Conflict(NotFree::Overtaken { operation }) => RunRefusal::Overtaken { operation },
        NotWritten::Storage(error) => RunRefusal::NotJournalled(error),
    }
}

/// Reads the journal when the storage has been opened: takes over the unfinished runs of pages that are gone, and
/// writes what could not be written before. `was_lost` tells that the browser may have deleted what was stored.
pub async fn recover<I: RunnerIo>(io: &I, was_lost: bool) -> Result<(), I::Error> {
    let mut unfinished = journal::unfinished(io).await?;
    let is_tracked = |id: &RunId| io.with_state(|state| state.run(id).is_some());
    unfinished.retain(|run| !is_tracked(&run.id));
    let ids: Vec<_> = unfinished.iter().map(|run| run.id.clone()).collect();
    let elsewhere = io.owned_elsewhere(&ids).await;
    let (elsewhere, left): (Vec<_>, Vec<_>) =
        unfinished.into_iter().partition(|run| elsewhere.contains(&run.id));
    for mut run in left {
        let (run, was_out) = match journal::mark_orphaned(io, &run, io.now()).await {
            Ok(Some(found)) => found,
            // Its own page got the answer meanwhile, or another one has carried it on.
            Ok(None) => continue,
            // What cannot be written here is found out again by the next page.
            Err(_) => {
                let was_out = run.page_gone(io.now()).is_ok();
                (run, was_out)
            }
        };
        // It was read twice if the storage was opened twice in a row.
        if !is_tracked(&run.id) {
            io.learn(&run);
            io.update_state(|state| state.take_over(run, was_out));
        }
    }
    update_task_records(io, &elsewhere).await;
    for id in io.with_state(|state| state.unwritten(was_lost)) {
        if let Some(run) = io.with_state(|state| state.run(&id).cloned()) {
            let _ = write_change(io, &run).await;
        }
    }
    io.update_state(|state| state.set_journal_read());
    Ok(())
}

/// How many runs a start looks at for what their tasks' records miss. Ids begin with the time, so that it is cheap.
const LATEST: usize = 100;

/// Updates the task records that are older than their runs: a page may go away between writing the one and the other.
/// The runs of other open pages are left to those.
async fn update_task_records<I: RunnerIo>(io: &I, elsewhere: &[Run]) {
    let mut unfinished = io.with_inventory(Inventory::unfinished_tasks);
    io.with_state(|state| unfinished.retain(|task| state.open_run_of(task).is_none()));
    let unfinished: HashSet<_> = unfinished.into_iter().collect();
    // Their runs may have been begun long ago.
    let journal = match unfinished.is_empty() {
        true => journal::latest(io, LATEST).await,
        false => journal::all(io).await,
    };
    // What cannot be read is found out by the next page.
    let mut journal = journal.unwrap_or_default();
    journal.retain(|run| run.is_over() && elsewhere.iter().all(|other| other.id != run.id));
    journal.sort_by_key(Run::latest);
    for run in &journal {
        // Another page may have begun a run since the journal was read.
        let told = io.with_inventory(|inventory| inventory.get(&run.task).map(|record| record.last));
        let is_news = match told {
            None => false,
            Some(None) => true,
            Some(Some(last)) => {
                last.at < run.latest() || last.at == run.latest() && unfinished.contains(&run.task)
            }
        };
        if is_news {
            io.learn(run);
        }
    }
    // Another page may have begun the next run of a task before this was told of it.
    journal.extend(io.with_state(|state| state.unfinished()));
    journal.retain(|run| elsewhere.iter().all(|other| other.task != run.task));
    journal.sort_by_key(Run::latest);
    io.take_missed(&journal);
}
