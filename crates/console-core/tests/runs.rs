//! Runs against a model of the host: random clicks, answers, losses before and after the effect, reloads.
//!
//! The model knows what was carried out; the page knows what it was told. Whatever happens, no call goes
//! out that no click confirmed, none goes out twice by itself, and nothing is said that the model knows to be
//! false. Each sequence comes from its number alone, so that a failure can be seen again.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where something is missing")]

use std::collections::HashMap;

use console_core::domain::call::Endpoint;
use console_core::domain::checkpoint::{Checkpoint, Subtopic};
use console_core::domain::config_map::ConfigMap;
use console_core::domain::inventory::{
    Certainty, Inventory, Knowledge, Presence, Source, Standing, TaskState, new_name, sets_checkpoint,
};
use console_core::domain::operation::Operation;
use console_core::domain::outcome::{NotSent, Outcome, Reply};
use console_core::domain::parameter::parse_list;
use console_core::domain::plan::Plan;
use console_core::domain::repeat::{RepeatOffer, RepeatRisk};
use console_core::domain::run::{Choice, Moment, Run, RunId, RunState, StepStanding};
use console_core::domain::task_name::TaskName;
use console_core::persistence::{run_from_text, run_to_text, says_over};
use console_core::time::EpochSeconds;

const SEQUENCES: u64 = 100_000;

#[test]
fn no_sequence_of_events_sends_what_was_not_confirmed_or_says_what_is_not_so() {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || (thread..SEQUENCES).step_by(threads as usize).for_each(play));
        }
    });
}

fn play(number: u64) {
    let mut page = Page::open(number);
    for _ in 0..4 + number % 20 {
        if page.something_happens() {
            page.check();
        }
    }
}

/// Numbers that look random: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// What the host is in.
#[derive(Clone, Debug, PartialEq)]
struct Host {
    /// The name that the task answers to, as long as it is there.
    name: Option<String>,
    running: bool,
    /// What an update set last.
    configured: String,
    /// The checkpoint that was set and not started from, as long as the person was told the truth about it.
    waiting: Option<String>,
    /// How often the task was sent back to an earlier place, begun again, or moved.
    set_back: u32,
    moved: u32,
}

impl Host {
    /// Carries a call out. False if it does not apply, and then nothing has changed.
    fn carry_out(&mut self, sent: &Sent) -> bool {
        if self.name.as_deref() != Some(sent.task.as_str()) {
            return false;
        }
        match sent.endpoint {
            Endpoint::Stop => self.running = false,
            Endpoint::Resume => {
                self.set_back += u32::from(sent.what.contains("Flag=true"));
                if sent.what.contains("pullBackFlag=true") {
                    self.waiting = None;
                }
                self.running = true;
            }
            Endpoint::Update if self.running => return false,
            Endpoint::Update => {
                if sent.what.contains("deleteParams=source.checkpoint") {
                    self.waiting = None;
                }
                self.waiting = sent.checkpoint.clone().or(self.waiting.take());
                self.configured.clone_from(&sent.what);
            }
            Endpoint::Delete => self.name = None,
            Endpoint::Migrate => {
                self.moved += 1;
                self.running = false;
                self.name = Some(format!("task-{}", self.moved));
            }
        }
        true
    }
}

/// A call on its way.
#[derive(Clone)]
struct Sent {
    run: usize,
    step: usize,
    task: String,
    endpoint: Endpoint,
    what: String,
    /// The checkpoint that it sets.
    checkpoint: Option<String>,
    /// It is sent again after a person was told that this is harmless.
    said_harmless: bool,
}

/// A page of the console, with the host behind it and what the model knows of both.
struct Page {
    number: u64,
    chance: Chance,
    time: i64,
    host: Host,
    /// A call that the host was given, whose answer was not waited for, and that it has yet to carry out.
    late: Option<Sent>,
    wire: Option<Sent>,
    runs: Vec<Run>,
    /// The runs as they were last written down; nothing for one that never was.
    journal: Vec<Option<Run>>,
    inventory: Inventory,
    /// The name that the page takes the task to have.
    task: TaskName,
    /// Whether a click set the latest run going, and nothing has stopped it since.
    going: bool,
    /// For each run and step, how often a click allowed it to be sent, was it sent, and was it carried out.
    allowed: HashMap<(usize, usize), u32>,
    sent: HashMap<(usize, usize), u32>,
    done: HashMap<(usize, usize), u32>,
}

fn answer(status: u16, body: &str) -> Reply {
    Reply::Answer { status, body: body.into() }
}

impl Page {
    fn open(number: u64) -> Self {
        let task = TaskName::parse("task-0").unwrap();
        let mut inventory = Inventory::default();
        inventory.add(&[task.clone().into()], Source::Person, Moment(0));
        Self {
            number,
            chance: Chance(number),
            time: 0,
            host: Host {
                name: Some("task-0".into()),
                running: true,
                configured: String::new(),
                waiting: None,
                set_back: 0,
                moved: 0,
            },
            late: None,
            wire: None,
            runs: Vec::new(),
            journal: Vec::new(),
            inventory,
            task,
            going: false,
            allowed: HashMap::new(),
            sent: HashMap::new(),
            done: HashMap::new(),
        }
    }

    /// Lets one event come to pass, or none if the one that chance has chosen cannot.
    fn something_happens(&mut self) -> bool {
        self.time += 1;
        let can_begin = self.runs.last().is_none_or(Run::is_over);
        match self.chance.below(16) {
            0..=1 if can_begin => self.begin(),
            2..=6 if self.going && self.wire.is_none() => self.go_on(),
            7..=11 if self.wire.is_some() || self.late.is_some() => self.be_answered(),
            12..=14 if !self.runs.is_empty() => self.choose(),
            15 => self.reload(),
            _ => return false,
        }
        true
    }

    fn now(&self) -> Moment {
        Moment(self.time)
    }

    fn latest(&self) -> Option<usize> {
        self.runs.len().checked_sub(1)
    }

    /// A click on an operation's button. The runner lets no second run of a task begin.
    fn begin(&mut self) {
        let operation = match self.chance.below(8) {
            0 => Operation::Start { pull_back: self.chance.one_in(2), restart: false },
            1 => Operation::Stop,
            2 => {
                let deletes = self.chance.one_in(2);
                let path = || parse_list("source.checkpoint").unwrap();
                Operation::Update {
                    delete: if deletes { path() } else { vec![] },
                    set: match self.chance.below(3) {
                        0 => ConfigMap::of("source", "checkpoint", format!("by hand {}", self.time)),
                        1 if deletes => ConfigMap::default(),
                        _ => ConfigMap::of("sink", "workerNum", "8".into()),
                    },
                    stop_and_start: self.chance.one_in(2),
                }
            }
            3 => Operation::Migrate { destination: None },
            4 if self.chance.one_in(3) => Operation::Delete,
            _ => {
                let at = EpochSeconds::new(self.time).unwrap();
                let entries = vec![(Subtopic::parse("t").unwrap(), at)];
                Operation::PullBack { to: Checkpoint::new(entries).unwrap() }
            }
        };
        let run = Run::new(
            RunId(format!("{:03}", self.runs.len())),
            &Plan::new(&self.task, &operation),
            self.now(),
        );
        for step in 0..run.steps.len() {
            self.allowed.insert((self.runs.len(), step), 1);
        }
        self.runs.push(run);
        self.journal.push(None);
        self.going = true;
    }

    /// The page sends the next call, if a click set the run going.
    fn go_on(&mut self) {
        let Some(index) = self.latest() else { return };
        let now = self.now();
        if self.runs[index].send(now).is_ok() {
            self.put_on_wire(index, false);
        }
    }

    fn put_on_wire(&mut self, index: usize, said_harmless: bool) {
        let run = &self.runs[index];
        let RunState::Waiting { step, .. } = run.state() else { panic!("{}: not out", self.number) };
        assert!(self.wire.is_none(), "{}: two calls are out", self.number);
        let call = &run.steps[step].call;
        self.wire = Some(Sent {
            run: index,
            step,
            task: run.task.to_string(),
            endpoint: call.endpoint,
            what: format!("{} {}", call.target, call.body.clone().unwrap_or_default()),
            checkpoint: call.body.as_deref().and_then(|body| {
                let body: serde_json::Value = serde_json::from_str(body).unwrap();
                body["source"]["checkpoint"].as_str().map(str::to_owned)
            }),
            said_harmless,
        });
        *self.sent.entry((index, step)).or_default() += 1;
        self.write(index);
        self.inventory.learn(&self.runs[index]);
    }

    fn write(&mut self, index: usize) {
        self.journal[index] = Some(self.runs[index].clone());
    }

    /// The host gets to a call; true if it was carried out.
    fn carry_out(&mut self, sent: &Sent) -> bool {
        let before = self.host.clone();
        let place = (sent.run, sent.step);
        let again = self.done.get(&place).is_some_and(|times| *times > 0);
        let done = self.host.carry_out(sent);
        *self.done.entry(place).or_default() += u32::from(done);
        if again && sent.said_harmless {
            assert_eq!(self.host, before, "{}: this was said to be harmless", self.number);
        }
        done
    }

    /// The host gets to what it was late with, at the latest before it takes the next call.
    fn catch_up(&mut self) {
        if let Some(late) = self.late.take() {
            self.carry_out(&late);
        }
    }

    /// Something becomes of the call that is out.
    fn be_answered(&mut self) {
        let Some(sent) = self.wire.take() else { return self.catch_up() };
        let refused = r#"{"isSuccess":false,"errMsg":"no"}"#;
        let reply = match self.chance.below(14) {
            0 => answer(403, "no"),
            1 => answer(200, refused),
            2 => answer(200, r#"{"isSuccess":false,"retryable":true}"#),
            3 => Reply::NetworkError,
            4 => answer(502, "<html>"),
            13 => Reply::NotSent(NotSent::Offline),
            kind => {
                self.catch_up();
                match kind {
                    5 => {
                        self.late = Some(sent.clone());
                        Reply::TimedOut { seconds: 120 }
                    }
                    6 => {
                        self.carry_out(&sent);
                        Reply::StoppedWaiting
                    }
                    7 => {
                        self.carry_out(&sent);
                        answer(504, "")
                    }
                    8 => {
                        self.carry_out(&sent);
                        answer(200, r#"{"isSuccess":false,"errCode":"CM-RESOAT000011","retryable":true}"#)
                    }
                    _ if self.carry_out(&sent) => {
                        let name = self.host.name.as_deref().unwrap_or("gone");
                        answer(200, &format!(r#"{{"isSuccess":true,"result":"{name}"}}"#))
                    }
                    _ => answer(200, refused),
                }
            }
        };
        let now = self.now();
        let run = &mut self.runs[sent.run];
        run.record(reply, now).expect("the run waits for this answer");
        if let (Endpoint::Migrate, Some((_, Outcome::Confirmed { result, .. }))) =
            (sent.endpoint, run.latest_outcome())
            && let Some(name) = new_name(&run.task, result.as_deref())
        {
            self.task = name;
        }
        self.inventory.learn(&self.runs[sent.run]);
        // The page may go away before the answer is written down.
        if !self.chance.one_in(8) {
            self.write(sent.run);
        }
    }

    /// A click, or a double click, on one of the choices, sensible or not.
    fn choose(&mut self) {
        let Some(index) = self.latest() else { return };
        let choice = [Choice::Repeat, Choice::CountAsDone, Choice::Abandon][self.chance.below(3) as usize];
        let offered_at = self.runs[index].sendings();
        for _ in 0..1 + self.chance.below(2) {
            let now = self.now();
            let offer = self.runs[index].repeat();
            if self.runs[index].sendings() != offered_at || self.runs[index].choose(choice, now).is_err() {
                continue;
            }
            self.going = true;
            if choice == Choice::CountAsDone {
                // What a person says is believed, be it true or not.
                let marked = self.runs[index].steps.iter().rposition(|step| step.counted_done.is_some());
                let done = marked.and_then(|step| self.done.get(&(index, step)));
                if done.is_none_or(|times| *times == 0) {
                    self.host.waiting = None;
                }
            }
            if let RunState::Waiting { step, .. } = self.runs[index].state() {
                assert_eq!(choice, Choice::Repeat);
                let first = offer == Some(RepeatOffer::FirstSending);
                *self.allowed.entry((index, step)).or_default() += u32::from(!first);
                self.put_on_wire(index, offer == Some(RepeatOffer::MayHaveBeenDone(RepeatRisk::Harmless)));
            } else {
                self.inventory.learn(&self.runs[index]);
                self.write(index);
            }
        }
    }

    /// The page goes away and a new one reads the journal. A call that is out reaches the host or not.
    fn reload(&mut self) {
        if let Some(sent) = self.wire.take()
            && self.chance.one_in(2)
        {
            self.catch_up();
            self.carry_out(&sent);
        }
        self.going = false;
        // Runs that were never written down were never sent either.
        while self.journal.last().is_some_and(Option::is_none) {
            self.journal.pop();
            let run = self.runs.pop();
            assert_eq!(run.map(|run| run.sendings()), Some(0), "{}: sent but not written", self.number);
        }
        let now = self.now();
        // Earlier runs are over, and were read when a page opened before.
        for index in self.runs.len().saturating_sub(2)..self.runs.len() {
            let Some(written) = &self.journal[index] else { continue };
            let text = run_to_text(written);
            assert_eq!(says_over(&text), written.is_over());
            let mut run = run_from_text(&text).expect("a journalled run can be read");
            assert_eq!(run, *written, "{}: {text}", self.number);
            if run.page_gone(now).is_ok() {
                self.inventory.learn(&run);
                self.journal[index] = Some(run.clone());
            }
            self.runs[index] = run;
        }
    }

    fn check(&self) {
        let number = self.number;
        let count = |of: &HashMap<_, u32>, place| of.get(&place).copied().unwrap_or(0);
        for (index, run) in self.runs.iter().enumerate() {
            // Of the others nothing changes any more but what was late.
            if index + 1 < self.runs.len() && self.late.is_none() {
                continue;
            }
            for (step, recorded) in run.steps.iter().enumerate() {
                let place = (index, step);
                let (sent, done) = (count(&self.sent, place), count(&self.done, place));
                assert!(sent <= count(&self.allowed, place), "{number}: sent without a click");
                assert!(sent as usize >= recorded.tries.len(), "{number}: {run:?}");
                let to_come = self.late.as_ref().is_some_and(|late| (late.run, late.step) == place);
                match recorded.standing() {
                    StepStanding::Done => assert!(done > 0, "{number}: not done: {run:?}"),
                    StepStanding::NotDone => assert!(done == 0 && !to_come, "{number}: done: {run:?}"),
                    StepStanding::CountedAsDone | StepStanding::InDoubt => {}
                }
                if step > 0 && sent > 0 {
                    assert!(run.steps[step - 1].is_done(), "{number}: out of order: {run:?}");
                }
            }
            let next = run.steps.iter().position(|step| !step.is_done());
            if let (
                Some(step),
                Some(RepeatOffer::FirstSending | RepeatOffer::Retryable | RepeatOffer::Refused),
            ) = (next, run.repeat())
            {
                assert_eq!(count(&self.done, (index, step)), 0, "{number}: it would be the second time");
            }
        }
        self.check_inventory();
    }

    fn check_inventory(&self) {
        let number = self.number;
        for record in self.inventory.records() {
            let is_there = self.host.name.as_deref() == Some(record.name.as_str());
            if record.presence == Presence::Gone {
                assert!(!is_there, "{number}: {record:?}");
            }
            if let Knowledge::After { state, .. } = record.knowledge
                && is_there
            {
                assert_eq!(state == TaskState::Running, self.host.running, "{number}: {record:?}");
            }
        }
        self.check_checkpoints();
        // A name that is gone keeps how it ended, whatever is tried under it afterwards.
        let listed = self.inventory.get(&self.task).filter(|record| record.presence != Presence::Gone);
        let standing = listed.and_then(|record| record.last).map(|last| last.standing);
        if let (Some(Standing::Confirmed), Some(run)) = (standing, self.runs.last()) {
            let all_done = (0..run.steps.len())
                .all(|step| self.done.get(&(self.runs.len() - 1, step)).is_some_and(|times| *times > 0));
            assert!(all_done || run.sendings() == 0, "{number}: {run:?}");
        }
    }
    /// A checkpoint that was set and not started from is never lost, and none is called certain that was not set.
    fn check_checkpoints(&self) {
        let number = self.number;
        let Some(record) = self.inventory.get(&self.task) else { return };
        if let Some(value) = self.host.waiting.as_ref().filter(|_| self.host.name.is_some()) {
            let known = record.checkpoints.iter().any(|waiting| waiting.value == *value);
            assert!(known, "{number}: {value} is forgotten: {record:?}");
            assert!(record.waiting_checkpoint().is_some(), "{number}: {record:?}");
        }
        for waiting in record.checkpoints.iter().filter(|waiting| waiting.certainty == Certainty::Confirmed) {
            let index = self.runs.iter().position(|run| run.id == waiting.run).unwrap();
            let set = self.runs[index].steps.iter().position(|step| sets_checkpoint(&step.call)).unwrap();
            assert!(self.done.get(&(index, set)).is_some_and(|times| *times > 0), "{number}: {record:?}");
        }
    }
}
