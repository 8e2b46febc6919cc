//! One run of a task at a time, from whichever page, and nothing that is kept is lost.

use proptest::prelude::*;

use super::*;
use crate::domain::inventory::{Inventory, TaskSource};
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::run::{Choice, Evidence};

fn name(text: &str) -> TaskName {
    TaskName::parse(text).unwrap()
}

fn run(id: &str, task: &str, operation: &Operation) -> Run {
    Run::new(RunId(id.into()), &Plan::new(&name(task), operation), Moment(1))
}

fn sent(id: &str) -> Run {
    let mut run = run(id, "a", &Operation::Stop);
    run.send(Moment(2)).unwrap();
    run
}

fn answered(id: &str, reply: Reply) -> Run {
    let mut run = sent(id);
    run.record(reply, Moment(3)).unwrap();
    run
}

fn update(id: &str) -> Run {
    let set = crate::domain::config_map::ConfigMap::of("sink", "a", "1".to_owned());
    run(id, "a", &Operation::Update { delete: vec![], set, stop_first: true })
}

#[test]
fn the_first_of_two_pages_gets_the_task_and_the_other_is_told_what_is_under_way() {
    let first = written(&sent("1"), "", "").unwrap();
    assert_eq!(first, RunTexts { open: run_to_text(&sent("1")), over: String::new() });
    let busy = Err(NotFree::Busy { operation: OperationKind::Stop });
    assert_eq!(written(&sent("2"), &first.open, ""), busy);

    let over = answered("1", Reply::NetworkError);
    let ended = written(&over, &first.open, "").unwrap();
    assert_eq!(ended, RunTexts { open: String::new(), over: run_to_text(&over) });
    assert!(written(&sent("2"), &ended.open, "").is_ok());
}

#[test]
fn what_was_repeated_in_one_page_is_not_repeated_by_another_that_does_not_know() {
    let over = answered("1", Reply::NetworkError);
    let mut repeated = over.clone();
    repeated.choose(Choice::Repeat, Moment(4)).unwrap();
    let kept = written(&repeated, "", &run_to_text(&over)).unwrap();
    assert_eq!(kept, RunTexts { open: run_to_text(&repeated), over: String::new() });
    assert_eq!(written(&repeated, &kept.open, ""), Err(NotFree::CarriedOn));
    // Nor when it is over again.
    repeated.record(Reply::NetworkError, Moment(5)).unwrap();
    let mut again = over.clone();
    again.choose(Choice::Repeat, Moment(6)).unwrap();
    assert_eq!(written(&again, "", &run_to_text(&repeated)), Err(NotFree::CarriedOn));
    // And a late answer to the first sending does not hide the second.
    assert_eq!(written(&over, "", &run_to_text(&repeated)), Err(NotFree::CarriedOn));
}

#[test]
fn what_was_given_up_or_marked_as_done_in_one_page_is_not_carried_on_by_another() {
    let mut interrupted = update("1");
    interrupted.send(Moment(2)).unwrap();
    interrupted.record(Reply::PageGone, Moment(3)).unwrap();
    let mut repeated = interrupted.clone();
    repeated.choose(Choice::Repeat, Moment(5)).unwrap();
    for choice in [Choice::Abandon, Choice::MarkAsDone] {
        let mut decided = interrupted.clone();
        decided.choose(choice, Moment(4)).unwrap();
        let kept = written(&decided, &run_to_text(&interrupted), "").unwrap();
        assert_eq!(written(&repeated, &kept.open, &kept.over), Err(NotFree::CarriedOn), "{choice:?}");
    }
    assert!(written(&repeated, &run_to_text(&interrupted), "").is_ok());
}

#[test]
fn of_two_runs_of_one_task_that_earlier_versions_let_begin_neither_goes_on_before_the_other_is_over() {
    let mut one = update("1");
    one.send(Moment(2)).unwrap();
    one.record(Reply::PageGone, Moment(3)).unwrap();
    let other = sent("2");
    let kept = [run_to_text(&one), run_to_text(&other)].join("\n");
    let mut repeated = one.clone();
    repeated.choose(Choice::Repeat, Moment(4)).unwrap();
    assert_eq!(written(&repeated, &kept, ""), Err(NotFree::Busy { operation: OperationKind::Stop }));
    let ended = written(&answered("2", Reply::PageGone), &kept, "").unwrap();
    assert_eq!(ended.open, run_to_text(&one));
    assert!(written(&repeated, &ended.open, "").is_ok());
}

#[test]
fn what_was_over_is_not_repeated_after_a_later_operation_on_record() {
    let over = answered("1", Reply::NetworkError);
    let mut again = over.clone();
    again.choose(Choice::Repeat, Moment(9)).unwrap();
    let mut inventory = Inventory::default();
    inventory.add(&[name("a").into(), name("b").into()], TaskSource::Person, Moment(0));
    let block = |inventory: &Inventory| block::of_records(inventory.records()).remove(0).lines.join("\n");
    let kept = run_to_text(&over);
    let sent = RunTexts { open: run_to_text(&again), over: String::new() };
    for text in [String::new(), "{}".to_owned(), block(&inventory)] {
        assert_eq!(
            repeated(&again, "", &kept, &text),
            Ok(sent.clone()),
            "nothing is known of the task: {text}"
        );
    }
    inventory.learn(&over);
    assert_eq!(repeated(&again, "", &kept, &block(&inventory)), Ok(sent), "its own record");

    let mut start = run("2", "a", &Operation::Start { pull_back: false, restart: false });
    start.send(Moment(4)).unwrap();
    inventory.learn(&start);
    let overtaken = Err(NotFree::Overtaken { operation: OperationKind::Start });
    assert_eq!(repeated(&again, "", &kept, &block(&inventory)), overtaken);
    // The run itself may have been repeated by another page.
    let mut elsewhere = over.clone();
    elsewhere.choose(Choice::Repeat, Moment(5)).unwrap();
    elsewhere.record(Reply::NetworkError, Moment(6)).unwrap();
    inventory.learn(&elsewhere);
    let overtaken = Err(NotFree::Overtaken { operation: OperationKind::Stop });
    assert_eq!(repeated(&again, "", &run_to_text(&elsewhere), &block(&inventory)), overtaken);
}

#[test]
fn lines_that_nobody_can_read_stay_and_are_in_nobodys_way() {
    let damaged = [r#"{"task":"a","steps":1}"#, "\u{1}…"].join("\n");
    let begun = written(&sent("1"), &damaged, "").unwrap();
    assert_eq!(begun.open, format!("{damaged}\n{}", run_to_text(&sent("1"))));
    assert_eq!(written(&answered("1", Reply::NetworkError), &begun.open, "").unwrap().open, damaged);
}

#[test]
fn an_answer_that_was_written_meanwhile_is_not_taken_for_a_page_that_is_gone() {
    let confirmed = Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() };
    // A page has read that the run waits; then the answer is written by the page that sent the call.
    let mut stale = sent("1");
    let ended = answered("1", confirmed.clone());
    let kept = written(&ended, &run_to_text(&stale), "").unwrap();
    assert_eq!(orphaned(&stale.id, &kept.open, Moment(9)), None);
    stale.page_gone(Moment(9)).unwrap();
    assert_eq!(written(&stale, &kept.open, &kept.over), Err(NotFree::CarriedOn));

    let mut several = update("1");
    several.send(Moment(2)).unwrap();
    let mut answered = several.clone();
    answered.record(confirmed, Moment(3)).unwrap();
    let kept = written(&answered, &run_to_text(&several), "").unwrap();
    let found = orphaned(&several.id, &kept.open, Moment(9)).unwrap();
    assert_eq!(found, OrphanedRun { run: answered.clone(), written: None });
    several.page_gone(Moment(9)).unwrap();
    assert_eq!(written(&several, &kept.open, &kept.over), Err(NotFree::CarriedOn));
}

#[test]
fn a_late_answer_takes_the_place_of_a_page_that_was_taken_for_gone() {
    let found = orphaned(&sent("1").id, &run_to_text(&sent("1")), Moment(9)).unwrap();
    let kept = found.written.unwrap();
    assert_eq!(found.run.steps[0].tries[0].reply, Some((Moment(9), Reply::PageGone)));
    assert_eq!(kept, RunTexts { open: String::new(), over: run_to_text(&found.run) });
    let late = answered("1", Reply::NetworkError);
    assert_eq!(written(&late, &kept.open, &kept.over).unwrap().over, run_to_text(&late));
}

proptest! {
    /// Pages that do not know of each other write in any order; each write is one transaction.
    #[test]
    fn whatever_pages_do_at_most_one_run_of_a_task_is_under_way_and_no_sending_or_answer_is_forgotten(
        events in proptest::collection::vec((0usize..4, 0usize..8), 0..40),
    ) {
        // Two pages for each of two runs: each page has its own idea of the run.
        let mut pages: Vec<Run> = ["1", "1", "2", "2"].map(update).to_vec();
        let (mut open, mut over) = (String::new(), [String::new(), String::new()]);
        let mut sendings = [0, 0];
        // Each answer that was written, by run, step and try.
        let mut answers: Vec<((usize, usize, usize), Reply)> = Vec::new();
        for (page, event) in events {
            let of = page / 2;
            let mut run = pages[page].clone();
            let done = match event {
                0 | 1 => run.send(Moment(2)).is_ok(),
                2 => run.record(Reply::NetworkError, Moment(3)).is_ok(),
                3 => run.choose(Choice::Repeat, Moment(4)).is_ok(),
                4 => run.choose(Choice::MarkAsDone, Moment(5)).is_ok(),
                5 => {
                    // A page is reloaded. What it does with what it has read comes later.
                    let kept = open.split('\n').chain([over[of].as_str()]).filter_map(run_from_text);
                    let mut kept: Vec<_> = kept.filter(|kept| kept.id == run.id).collect();
                    prop_assert!(kept.len() <= 1, "{kept:?}");
                    pages[page] = kept.pop().unwrap_or(run);
                    continue;
                }
                6 => {
                    // It takes the other page for gone, rightly or not.
                    let Some(found) = orphaned(&run.id, &open, Moment(6)) else { continue };
                    if let Some(kept) = found.written {
                        (open, over[of]) = (kept.open, kept.over);
                    }
                    pages[page] = found.run;
                    continue;
                }
                // It writes so by what it has read, which nobody should.
                _ => run.page_gone(Moment(7)).is_ok(),
            };
            let is_to_send = matches!(run.state(), RunState::Waiting { .. });
            match written(&run, &open, &over[of]) {
                Ok(kept) if done => {
                    (open, over[of]) = (kept.open, kept.over);
                    sendings[of] += usize::from(is_to_send);
                    pages[page] = run;
                }
                // Nothing is sent; an answer that cannot be written is known to the page alone.
                Err(_) if done && !is_to_send => pages[page] = run,
                _ => {}
            }
            for (of, over) in over.iter().enumerate() {
                let kept = open.split('\n').chain([over.as_str()]).filter_map(run_from_text);
                let Some(kept) = kept.into_iter().find(|kept| kept.id.0 == ["1", "2"][of]) else { continue };
                for ((_, step, number), reply) in answers.iter().filter(|((run, ..), _)| *run == of) {
                    let found = kept.steps[*step].tries.get(*number).and_then(|sent| sent.reply.as_ref());
                    prop_assert_eq!(found.map(|(_, reply)| reply), Some(reply), "an answer is lost");
                }
                answers.retain(|((run, ..), _)| *run != of);
                for (step, recorded) in kept.steps.iter().enumerate() {
                    for (number, sent) in recorded.tries.iter().enumerate().filter(|(_, sent)| is_answered(sent)) {
                        answers.extend(sent.reply.clone().map(|(_, reply)| ((of, step, number), reply)));
                    }
                }
            }
            let kept: Vec<_> = open.split('\n').filter_map(run_from_text).collect();
            let under_way = kept.iter().filter(|run| matches!(run.state(), RunState::Waiting { .. })).count();
            prop_assert!(under_way <= 1, "{open}");
            for (of, id) in ["1", "2"].into_iter().enumerate() {
                let kept = kept.iter().cloned().chain(run_from_text(&over[of])).filter(|run| run.id.0 == id);
                prop_assert_eq!(kept.map(|run| run.sendings()).sum::<usize>(), sendings[of]);
            }
        }
    }
}

#[test]
fn what_reads_showed_is_written_unless_something_came_behind_it() {
    let settled_at = Settled { at: Moment(50), seen: Evidence::Stopped };
    let over = answered("1", Reply::NetworkError);
    let mut settled = over.clone();
    settled.settle(0, settled_at.clone()).unwrap();
    let (kept, text) = (run_to_text(&over), run_to_text(&settled));
    let settle = |open: &str, over: &str, block: &str| {
        super::settled(&answered("1", Reply::NetworkError), 0, &settled_at, [open, over, block])
    };
    let written_down = RunTexts { open: String::new(), over: text.clone() };
    assert_eq!(settle("", &kept, ""), Some((settled.clone(), written_down.clone())));
    // What waits for a decision is kept with the open ones.
    let mut interrupted = update("1");
    interrupted.send(Moment(2)).unwrap();
    interrupted.record(Reply::NetworkError, Moment(3)).unwrap();
    let found = super::settled(&interrupted, 0, &settled_at, [&run_to_text(&interrupted), "", ""]);
    assert!(found.is_some_and(|(run, kept)| kept.open == run_to_text(&run) && kept.over.is_empty()));

    assert_eq!(settle("", &text, ""), None, "it is settled already");
    let mut repeated = over.clone();
    repeated.choose(Choice::Repeat, Moment(6)).unwrap();
    assert_eq!(settle(&run_to_text(&repeated), "", ""), None, "it is under way again");
    assert_eq!(settle(&run_to_text(&sent("2")), &kept, ""), None, "another one is under way");
    let mut inventory = Inventory::default();
    inventory.add(&[name("a").into()], TaskSource::Person, Moment(0));
    let block = |inventory: &Inventory| block::of_records(inventory.records()).remove(0).lines.join("\n");
    inventory.learn(&over);
    assert_eq!(settle("", &kept, &block(&inventory)), Some((settled.clone(), written_down)));
    let mut start = run("2", "a", &Operation::Start { pull_back: false, restart: false });
    start.send(Moment(9)).unwrap();
    inventory.learn(&start);
    assert_eq!(settle("", &kept, &block(&inventory)), None, "another one was later");

    // A page that does not know of it repeats nothing.
    assert_eq!(written(&repeated, "", &text), Err(NotFree::CarriedOn));
    let mut known = settled;
    known.steps[0].tries.push(repeated.steps[0].tries[1].clone());
    assert!(written(&known, "", &text).is_ok());
}
