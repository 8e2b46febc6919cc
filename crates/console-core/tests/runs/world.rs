//! The world around the pages: events, and the rules that hold whatever happens.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use console_core::domain::call::{Call, Endpoint};
use console_core::domain::checkpoint::{Checkpoint, Subtopic};
use console_core::domain::config_map::ConfigMap;
use console_core::domain::inventory::{
    Certainty, Inventory, Knowledge, LAG, OperationStanding, Presence, TaskRecord, TaskSource, TaskState,
    is_held_up,
};
use console_core::domain::operation::Operation;
use console_core::domain::outcome::{NotSent, Outcome, Reply};
use console_core::domain::parameter::ParameterPath;
use console_core::domain::plan::Plan;
use console_core::domain::repeat::{RepeatOffer, RepeatRisk};
use console_core::domain::run::{
    Attempt, Choice, Evidence, Moment, Run, RunId, RunState, Settled, StepStanding,
};
use console_core::domain::task_name::TaskName;
use console_core::openapi::{Components, Finding, Inquiry, OmsAnswer, ProjectPage, seen_tasks};
use console_core::persistence::block;
use console_core::persistence::{run_from_text, task_from_text};
use console_core::runner::{self, JournalKey, JournalStore};
use console_core::time::EpochSeconds;

use crate::host::{AttemptKey, Host, Sent, name};
use crate::page::{Change, Failed, Page, PageIo, Request};

const SECRET: &str = "hunter2";

/// Plays a sequence of events that the numbers of the tape choose.
pub fn play(tape: Vec<u8>) {
    let mut world = World::new(tape);
    world.has_single_calls_only = world.one_in(2);
    world.is_oms_read = world.one_in(2);
    world.host.running = world.one_in(2);
    world.hosts = vec![(Moment(i64::MIN), world.host.clone())];
    world.open_page();
    while world.tape.len() > 0 {
        world.clock.set(world.clock.get() + 1);
        world.let_something_happen();
    }
    world.end();
}

/// What the model knows of an attempt.
#[derive(Clone, Debug, Default)]
struct Fact {
    /// Whether the host carried it out.
    is_done: bool,
    /// What came back, if it was told to the page.
    reply: Option<Reply>,
}

struct World {
    tape: std::vec::IntoIter<u8>,
    clock: Rc<Cell<i64>>,
    stored: BTreeMap<(u8, String), String>,
    is_storage_failing: bool,
    host: Host,
    /// The host as it was from each moment on.
    hosts: Vec<(Moment, Host)>,
    /// A call that the host was given and has yet to carry out.
    late: Option<Sent>,
    pages: Vec<Page>,
    /// The runs as they were last written.
    journal: HashMap<RunId, Run>,
    facts: HashMap<AttemptKey, Fact>,
    /// The clicks on "Repeat" by run and number of sendings, with what was offered.
    clicks: HashMap<(RunId, usize), Option<RepeatOffer>>,
    begun: usize,
    has_secret: bool,
    has_single_calls_only: bool,
    /// Whether OMS is read before each run and after each outcome that is unknown.
    is_oms_read: bool,
    /// The page whose call's outcome is unknown, until it is looked up.
    in_doubt: Option<usize>,
}

fn answer(status: u16, body: &str) -> Reply {
    Reply::Answer { status, body: body.into() }
}

impl World {
    fn new(tape: Vec<u8>) -> Self {
        let mut inventory = Inventory::default();
        inventory.add(&[TaskName::parse(&name(0)).unwrap().into()], TaskSource::Person, Moment(0));
        let mut world = Self {
            tape: tape.into_iter(),
            clock: Rc::default(),
            stored: BTreeMap::new(),
            is_storage_failing: false,
            host: Host::new(),
            hosts: vec![(Moment(i64::MIN), Host::new())],
            late: None,
            pages: Vec::new(),
            journal: HashMap::new(),
            facts: HashMap::new(),
            clicks: HashMap::new(),
            begun: 0,
            has_secret: false,
            has_single_calls_only: false,
            is_oms_read: false,
            in_doubt: None,
        };
        for block in block::of_records(inventory.records()) {
            world.stored.insert((JournalStore::Tasks as u8, block.key), block.lines.join("\n"));
        }
        world
    }

    /// Returns a number below the limit.
    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.tape.next().unwrap_or(0)) % limit
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    fn now(&self) -> Moment {
        Moment(self.clock.get())
    }

    // Events

    fn let_something_happen(&mut self) {
        if let Some(page) = self.in_doubt.take().filter(|page| *page < self.pages.len()) {
            return self.read_oms(page);
        }
        let event = self.below(26);
        if self.pages.is_empty() {
            return self.open_page();
        }
        let page = self.below(self.pages.len());
        match event {
            0..=8 => self.answer_request(page),
            9..=10 => self.answer_storage(page),
            11..=12 => self.answer_storages(),
            13..=16 => self.begin_run(page),
            17..=19 => self.choose(page),
            20 if self.pages.len() < 2 => self.open_page(),
            20 if self.one_in(2) => self.carry_out_late(),
            20 => self.read_news(page),
            21 if self.one_in(2) => {
                self.close_pages();
                self.open_page();
                self.open_page();
            }
            21 => self.close_page(page),
            22 => self.click_again(page),
            24..=25 => self.read_oms(page),
            _ => match self.below(3) {
                0 => self.is_storage_failing = true,
                1 => self.reopen_storage(),
                _ => self.switch_read_only(page),
            },
        }
    }

    fn open_page(&mut self) {
        let mut page =
            Page::new(self.clock.clone(), Inventory::from_records(self.stored_records().collect()));
        page.spawn(|io| async move { while runner::recover(&*io, false).await.is_err() {} });
        self.pages.push(page);
    }

    fn close_pages(&mut self) {
        while !self.pages.is_empty() {
            self.close_page(0);
        }
    }

    /// A page goes away, whatever it waits for. What it has handed over may be done all the same.
    fn close_page(&mut self, page: usize) {
        let page = self.pages.remove(page);
        let saved = self.below(page.io.unsaved.borrow().len() + 1);
        self.save(&page.io, saved);
        for request in page.io.requests.take() {
            match request {
                Request::Change(Some((places, change)), _) if self.one_in(2) => {
                    let _ = self.commit(&places, change);
                }
                Request::Send(run, call, pending) if pending.answer.is_none() => {
                    let sent = self.sent(run, call);
                    match self.below(3) {
                        0 => {
                            self.carry_out_late();
                            self.carry_out(&sent);
                        }
                        1 => {
                            self.carry_out_late();
                            self.late = Some(sent);
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    fn stored_records(&self) -> impl Iterator<Item = TaskRecord> {
        let blocks = self.stored.range((JournalStore::Tasks as u8, String::new())..);
        blocks.flat_map(|(_, block)| block.split('\n')).filter_map(task_from_text)
    }

    fn reopen_storage(&mut self) {
        if !self.is_storage_failing {
            return;
        }
        // The pages are told of failures before they are told that the storage is open again.
        for page in 0..self.pages.len() {
            let io = self.pages[page].io.clone();
            let failed = || io.requests.borrow().iter().position(Request::has_failed);
            while let Some(failed) = failed() {
                self.advance(page, failed, true);
            }
        }
        self.is_storage_failing = false;
        for page in 0..self.pages.len() {
            self.pages[page].spawn(|io| async move { drop(runner::recover(&*io, false).await) });
            self.follow_up(page);
        }
    }

    fn switch_read_only(&mut self, page: usize) {
        let io = &self.pages[page].io;
        // What is being written was begun before.
        if !io.requests.borrow().iter().any(|request| matches!(request, Request::Change(..))) {
            io.read_only.set(!io.read_only.get());
        }
    }

    /// A click on an operation's button, whether or not a run of the task is open.
    fn begin_run(&mut self, page: usize) {
        let operation = match self.below(if self.has_single_calls_only { 4 } else { 10 }) {
            0 | 1 => Operation::Stop,
            2 => Operation::Start { pull_back: self.one_in(2), restart: false },
            3 if self.one_in(2) => Operation::Migrate {
                destination: None,
                stop_first: !self.has_single_calls_only && self.one_in(2),
            },
            3..=5 => {
                let path = || vec![ParameterPath::parse("source.checkpoint").unwrap()];
                let deletes = self.one_in(2);
                Operation::Update {
                    delete: if deletes { path() } else { vec![] },
                    set: match self.below(4) {
                        0 => ConfigMap::of("source", "checkpoint", format!("by hand {}", self.now().0)),
                        1 if deletes => ConfigMap::default(),
                        2 => ConfigMap::of("sink", "password", SECRET.into()),
                        _ => ConfigMap::of("sink", "workerNum", "8".into()),
                    },
                    stop_first: !self.has_single_calls_only && self.one_in(2),
                }
            }
            6 if self.one_in(3) => {
                Operation::Delete { stop_first: !self.has_single_calls_only && self.one_in(2) }
            }
            _ => {
                let at = EpochSeconds::new(self.now().0).unwrap();
                let entries = vec![(Subtopic::parse("t").unwrap(), at)];
                Operation::PullBack { to: Checkpoint::new(entries).unwrap() }
            }
        };
        // The checkpoint may be read, and be before every point or behind it.
        let checkpoint = match self.below(4) {
            0 => Some(EpochSeconds::new(1).ok()),
            1 => Some(EpochSeconds::new(1_000_000).ok()),
            2 => Some(None),
            _ => None,
        };
        if self.is_oms_read {
            self.take_from_oms(page);
        }
        let io = &self.pages[page].io;
        io.checkpoint.set(checkpoint);
        let task = io.inventory.borrow().tasks().next().map(|record| record.name.clone());
        let Some(task) = task else { return };
        let id = run_id(self.begun);
        let plan = Plan::new(&task, &operation);
        let has_secret = plan.calls().iter().any(Call::has_secrets);
        if runner::begin(&**io, &id, &plan).is_ok() {
            self.begun += 1;
            self.has_secret |= has_secret;
            self.pages[page].going.insert(id.clone());
            self.pages[page].spawn(|io| async move { runner::drive(&*io, &id, None).await });
            self.follow_up(page);
        }
    }

    /// A click, or a double click, on a choice that a page offers.
    fn choose(&mut self, page: usize) {
        let io = self.pages[page].io.clone();
        let state = io.state.borrow();
        let mut runs = state.undecided();
        runs.extend(state.orphaned());
        runs.extend(state.recent(4));
        runs.retain(|run| !state.is_active(&run.id));
        if runs.is_empty() {
            return;
        }
        let run = runs.swap_remove(self.below(runs.len()));
        let last = io.inventory.borrow().get(&run.task).and_then(|record| record.last);
        let is_repeatable = run.repeat().is_some() && !state.is_overtaken(&run, last);
        let choice = match run.choices() {
            [] if run.is_over() && is_repeatable => Choice::Repeat,
            [] => return,
            choices => choices[self.below(choices.len())],
        };
        drop(state);
        let is_double = self.one_in(2);
        self.click(page, &run, choice);
        if is_double {
            self.click_again(page);
        }
    }

    fn click(&mut self, page: usize, run: &Run, choice: Choice) {
        let (id, sendings) = (run.id.clone(), run.sendings());
        if choice == Choice::Repeat {
            self.clicks.entry((id.clone(), sendings)).or_insert_with(|| run.repeat());
        }
        if choice == Choice::MarkAsDone {
            // What a person says is believed, be it true or not.
            let step = run.steps.iter().position(|step| !step.is_done());
            if step.is_some_and(|step| !self.is_done(&run.id, step)) {
                self.host.checkpoint = None;
            }
        }
        let clicked = &mut self.pages[page];
        clicked.latest_choice = Some((id.clone(), choice, sendings));
        clicked.going.insert(id.clone());
        clicked.spawn(|io| async move { runner::choose(&*io, &id, choice, sendings).await });
        self.follow_up(page);
    }

    /// The second half of a double click, perhaps much later.
    fn click_again(&mut self, page: usize) {
        let Some((id, choice, sendings)) = self.pages[page].latest_choice.clone() else { return };
        let run = self.pages[page].io.state.borrow().run(&id).cloned();
        match run {
            // Nothing came of the first click.
            Some(run) if run.sendings() == sendings => {
                self.click(page, &run, choice);
            }
            _ => {
                self.pages[page].spawn(|io| async move { runner::choose(&*io, &id, choice, sendings).await });
                self.follow_up(page);
            }
        }
    }

    /// One request of a page gets on: it is answered, and the page is told, at once or later.
    fn answer_request(&mut self, page: usize) {
        let count = self.pages[page].io.requests.borrow().len();
        if count > 0 {
            let request = self.below(count);
            let is_told_at_once = self.below(3) > 0;
            self.advance(page, request, is_told_at_once);
        }
    }

    /// Everything that a page asks of the storage and of other pages is answered.
    fn answer_storage(&mut self, page: usize) {
        loop {
            let requests = self.pages[page].io.requests.borrow();
            let next = requests.iter().position(|request| !matches!(request, Request::Send(..)));
            drop(requests);
            match next {
                Some(request) if !self.is_storage_failing => self.advance(page, request, true),
                _ => return,
            }
        }
    }

    /// The same for all pages in turns.
    fn answer_storages(&mut self) {
        let mut is_quiet = self.is_storage_failing;
        while !is_quiet {
            is_quiet = true;
            for page in 0..self.pages.len() {
                let requests = self.pages[page].io.requests.borrow();
                let next = requests.iter().position(|request| !matches!(request, Request::Send(..)));
                drop(requests);
                if let Some(request) = next {
                    self.advance(page, request, true);
                    is_quiet = false;
                }
            }
        }
    }

    fn advance(&mut self, page: usize, index: usize, is_told_at_once: bool) {
        let io = self.pages[page].io.clone();
        let mut request = io.requests.borrow_mut().remove(index);
        let was_answered = match &mut request {
            Request::Read(stores, pending) => {
                let was_answered = pending.answer.is_some();
                if !was_answered {
                    pending.answer = Some(self.read(stores));
                }
                was_answered
            }
            Request::Change(change, pending) => match change.take() {
                Some(_) if self.is_storage_failing => {
                    pending.answer = Some(Err(Failed));
                    false
                }
                Some((places, change)) => {
                    self.save_all(page);
                    pending.answer = Some(self.commit(&places, change));
                    false
                }
                None => true,
            },
            Request::Patience(pending) => {
                pending.answer = Some(());
                true
            }
            Request::Ask(runs, pending) => {
                let others = self.pages.iter().enumerate().filter(|(other, _)| *other != page);
                let owned =
                    |id: &&RunId| others.clone().any(|(_, other)| other.io.state.borrow().owns(&id.0));
                let was_answered = pending.answer.is_some();
                pending.answer.get_or_insert_with(|| runs.iter().filter(owned).cloned().collect());
                was_answered
            }
            Request::Send(run, call, pending) => {
                let was_answered = pending.answer.is_some();
                if !was_answered {
                    let sent = self.sent(run.clone(), call.clone());
                    pending.answer = Some(self.reply(&sent).into());
                }
                was_answered
            }
        };
        if !was_answered && !is_told_at_once {
            io.requests.borrow_mut().insert(index, request);
            return;
        }
        if let Request::Send(run, _, pending) = &request {
            self.save_all(page);
            let reply = pending.answer.clone().unwrap().reply;
            if !Outcome::of(&reply).is_confirmed() {
                self.pages[page].going.remove(run);
                self.in_doubt = self.is_oms_read.then_some(page);
            }
            let attempt = self.latest_attempt(run);
            self.facts.get_mut(&attempt).unwrap().reply = Some(reply);
        }
        request.tell();
        self.pages[page].poll();
        self.follow_up(page);
    }

    // Storage

    fn read(&self, stores: &[JournalStore]) -> Result<Vec<String>, Failed> {
        if self.is_storage_failing {
            return Err(Failed);
        }
        let of = |store: &JournalStore| {
            let store = *store as u8;
            self.stored.iter().filter(move |((other, _), _)| *other == store).map(|(_, text)| text.clone())
        };
        Ok(stores.iter().flat_map(of).collect())
    }

    /// Carries a transaction of the journal out, and looks at what it has written.
    fn commit(&mut self, places: &[JournalKey], change: Change) -> Result<(), Failed> {
        let keys: Vec<_> = places.iter().map(|(store, key)| (*store as u8, key.clone())).collect();
        let kept = keys.iter().map(|key| self.stored.get(key).cloned().unwrap_or_default()).collect();
        let Some(texts) = change(kept) else { return Ok(()) };
        for (key, text) in keys.into_iter().zip(&texts) {
            assert!(!text.contains(SECRET), "a secret was written: {text}");
            match text.is_empty() {
                true => self.stored.remove(&key),
                false => self.stored.insert(key, text.clone()),
            };
        }
        let id = RunId(places[1].1.clone());
        let lines = texts[..2].iter().flat_map(|text| text.split('\n'));
        let lines = lines.filter(|line| line.contains(&format!("\"{}\"", id.0)));
        let mut found: Vec<_> = lines.filter_map(run_from_text).filter(|run| run.id == id).collect();
        assert_eq!(found.len(), 1, "a run is in exactly one place: {found:?}");
        let run = found.remove(0);
        assert_eq!(run.is_over(), !texts[1].is_empty(), "in the wrong place: {run:?}");
        if let Some(before) = self.journal.get(&id) {
            for (step, written) in before.steps.iter().enumerate() {
                for (number, sent) in written.tries.iter().enumerate() {
                    let now = run.steps[step].tries.get(number).expect("a sending is forgotten");
                    if sent.reply.as_ref().is_some_and(|(_, reply)| *reply != Reply::PageGone) {
                        assert_eq!(now.reply, sent.reply, "an answer that was written is replaced");
                    }
                }
            }
        }
        self.journal.insert(id, run);
        Ok(())
    }

    /// Stores the first of a page's task records, of which the other pages will read.
    fn save(&mut self, io: &Rc<PageIo>, count: usize) {
        if self.is_storage_failing || count == 0 {
            return;
        }
        let records: Vec<_> = io.unsaved.borrow_mut().drain(..count).collect();
        for record in records {
            for block in block::of_records(std::slice::from_ref(&record)) {
                let kept = self.stored.entry((JournalStore::Tasks as u8, block.key)).or_default();
                *kept = block::merged(kept, &block.lines);
            }
        }
        for other in self.pages.iter().filter(|other| !Rc::ptr_eq(&other.io, io)) {
            other.io.has_news.set(true);
        }
    }

    /// A page reads the task records that others have stored.
    fn read_news(&mut self, page: usize) {
        self.save_all(page);
        if !self.is_storage_failing && self.pages[page].io.has_news.take() {
            let mut inventory = self.pages[page].io.inventory.borrow_mut();
            self.stored_records().for_each(|record| inventory.take_in(record));
        }
    }

    fn save_all(&mut self, page: usize) {
        let io = self.pages[page].io.clone();
        let count = io.unsaved.borrow().len();
        self.save(&io, count);
    }

    // Host

    fn latest_attempt(&self, run: &RunId) -> AttemptKey {
        let of_run = self.facts.keys().filter(|(other, ..)| other == run);
        of_run.max().cloned().unwrap()
    }

    fn sent(&self, run: RunId, call: Call) -> Sent {
        let attempt = self.latest_attempt(&run);
        let sendings = self.journal[&run].sendings() - 1;
        let offer = self.clicks.get(&(run, sendings));
        let harmless = RepeatOffer::MayHaveBeenDone(RepeatRisk::Harmless);
        Sent { said_harmless: offer == Some(&Some(harmless)), attempt, call }
    }

    fn is_done(&self, run: &RunId, step: usize) -> bool {
        self.facts.iter().any(|((of, at, _), fact)| of == run && *at == step && fact.is_done)
    }

    fn carry_out(&mut self, sent: &Sent) -> bool {
        let (run, step, _) = &sent.attempt;
        let again = self.is_done(run, *step);
        let before = self.host.clone();
        let is_done = self.host.carry_out(&sent.call);
        self.hosts.push((self.now(), self.host.clone()));
        self.facts.get_mut(&sent.attempt).unwrap().is_done = is_done;
        if again && sent.said_harmless {
            assert_eq!(self.host, before, "this was said to be harmless");
        }
        is_done
    }

    /// The host gets to what it was late with, at the latest before it takes the next call.
    fn carry_out_late(&mut self) {
        if let Some(late) = self.late.take() {
            self.carry_out(&late);
        }
    }

    /// Something becomes of a call.
    fn reply(&mut self, sent: &Sent) -> Reply {
        let refused = r#"{"isSuccess":false,"errMsg":"no"}"#;
        let kind = self.below(20);
        match kind {
            0 => return answer(403, "no"),
            1 => return answer(200, refused),
            2 => return answer(200, r#"{"isSuccess":false,"retryable":true}"#),
            3 => return Reply::NetworkError,
            4 => return answer(502, "<html>"),
            5 => return Reply::NotSent(NotSent::Offline),
            _ => self.carry_out_late(),
        }
        if kind == 6 {
            self.late = Some(sent.clone());
            return Reply::TimedOut { seconds: 120 };
        }
        let is_done = self.carry_out(sent);
        match kind {
            7 => Reply::StoppedWaiting,
            8 => answer(504, ""),
            9 => answer(200, r#"{"isSuccess":false,"errCode":"CM-RESOAT000011","retryable":true}"#),
            10 if is_done && sent.call.has_secrets() => {
                answer(200, &format!(r#"{{"isSuccess":true,"result":"set {SECRET}"}}"#))
            }
            _ if is_done => {
                let name = self.host.name.as_deref().unwrap_or("gone");
                answer(200, &format!(r#"{{"isSuccess":true,"result":"{name}"}}"#))
            }
            _ => answer(200, refused),
        }
    }

    // OMS

    /// A page looks up what is in doubt: it reads what OMS knows, which may be what was so a while ago.
    fn read_oms(&mut self, page: usize) {
        self.answer_storage(page);
        self.pages[page].spawn(|io| async move {
            let runs = runner::in_doubt(&*io).await.unwrap_or_default();
            let asked = runs.into_iter().filter_map(|run| Inquiry::of(run, Some("np_1")));
            io.inquiries.replace(asked.collect());
        });
        self.answer_storage(page);
        for _ in 0..=self.below(3) {
            let later = LAG * i64::try_from(self.below(3)).unwrap();
            self.clock.set(self.clock.get() + later);
            self.take_from_oms(page);
        }
        if self.one_in(2) {
            self.answer_storage(page);
        }
        self.follow_up(page);
    }

    fn take_from_oms(&mut self, page: usize) {
        // Pages hear of each other sooner than OMS tells anything: what is read is stored with the rest of the record.
        (0..self.pages.len()).for_each(|other| self.save_all(other));
        self.read_news(page);
        let now = self.now();
        let oldest = Moment(now.0 - LAG);
        let lagging = self.hosts.iter().rfind(|(at, _)| *at <= oldest).map(|(_, host)| host.clone());
        let host = if self.one_in(2) { self.host.clone() } else { lagging.unwrap() };
        let reply = answer(200, &in_oms(&host));
        let components = Components::read(&OmsAnswer::read(&reply).unwrap()).unwrap();
        let project = answer(200, r#"{"success":true,"data":[{"id":"np_1","name":"shop"}]}"#);
        let project = ProjectPage::read(&OmsAnswer::read(&project).unwrap()).projects.remove(0);
        let io = self.pages[page].io.clone();
        let changed = io.inventory.borrow_mut().see(seen_tasks(&project, &components, now, None));
        io.unsaved.borrow_mut().extend(changed);
        for mut inquiry in io.inquiries.take() {
            let is_new = |name: &TaskName, sent: Moment| {
                io.inventory.borrow().get(name).is_none_or(|record| record.added >= sent)
            };
            let Finding::Confirmed(seen) = inquiry.take(&components, now, is_new) else {
                io.inquiries.borrow_mut().push(inquiry);
                continue;
            };
            let (run, step) = (inquiry.run().clone(), inquiry.step());
            self.check_evidence(&run, step, &seen);
            let settled = Settled { at: now, seen };
            self.pages[page].spawn(|io| async move {
                let run = runner::settle(&*io, &run, step, settled).await;
                io.settled.borrow_mut().extend(run);
            });
        }
    }

    /// What reads showed after a call was so at the host after it.
    fn check_evidence(&self, run: &Run, step: usize, seen: &Evidence) {
        let sent = run.steps[step].tries.last().unwrap().sent;
        let first = self.hosts.iter().rposition(|(at, _)| *at <= sent).unwrap();
        let was_so = |holds: &dyn Fn(&Host) -> bool| self.hosts[first..].iter().any(|(_, host)| holds(host));
        let is_own = |host: &Host| host.name.as_deref() == Some(run.task.as_str());
        let is_so = match seen {
            Evidence::Running => was_so(&|host| is_own(host) && host.running),
            Evidence::Stopped => was_so(&|host| is_own(host) && !host.running),
            Evidence::Configured => was_so(&is_own),
            Evidence::MovedTo(name) => was_so(&|host| host.name.as_deref() == Some(name.as_str())),
            Evidence::Gone => was_so(&|host| host.name.is_none()),
            Evidence::MovedBack(_) => false,
        };
        assert!(is_so, "OMS showed what never was: {seen:?} {run:?}");
        if matches!(seen, Evidence::MovedTo(_) | Evidence::Gone) {
            assert!(self.is_done(&run.id, step), "nobody did it: {seen:?} {run:?}");
        }
    }

    // Rules

    /// Looks at what a page has sent and been told, and at what it shows.
    fn follow_up(&mut self, page: usize) {
        let io = self.pages[page].io.clone();
        for run in io.learned.take() {
            self.check_run(&run);
            self.check_shown_is_written(&io, &run);
            self.check_row(&io, &run.task);
        }
        for (run, call, tried_before) in io.sent.take() {
            self.check_send(page, &run, &call, tried_before);
        }
        for run in io.settled.take() {
            for other in self.pages.iter().filter(|other| !Rc::ptr_eq(&other.io, &io)) {
                runner::take_settled(&*other.io, &run);
            }
        }
        let state = io.state.borrow();
        for run in state.undecided() {
            assert!(run.sendings() > 0, "it is offered, and nothing of it was ever sent: {run:?}");
        }
        match self.below(4) {
            0 => {}
            1 => self.read_news(page),
            _ => self.save_all(page),
        }
    }

    /// A call goes out.
    fn check_send(&mut self, page: usize, id: &RunId, call: &Call, tried_before: bool) {
        let run = self.journal.get(id).expect("a call is sent that is not in the journal");
        let RunState::Waiting { step, .. } = run.state() else {
            panic!("not written before it is sent: {run:?}")
        };
        assert_eq!(run.steps[step].call, call.record(), "another call than the one in the journal");
        assert!(run.steps[..step].iter().all(|step| step.is_done()), "out of order: {run:?}");
        let tries = &run.steps[step].tries;
        let number = tries.len() - 1;
        assert_eq!(tried_before, tries.iter().any(Attempt::was_not_sent), "{run:?}");
        assert!(self.pages[page].going.contains(id), "sent without a click: {run:?}");
        if number > 0 {
            let is_clicked = self.clicks.contains_key(&(id.clone(), run.sendings() - 1));
            assert!(is_clicked, "sent again without a click: {run:?}");
        }
        if number == 0 && is_held_up(&without_latest(run, step)) {
            let is_clicked = self.clicks.contains_key(&(id.clone(), run.sendings() - 1));
            assert!(is_clicked, "its point is behind the checkpoint: {run:?}");
        }
        assert!(!self.pages[page].io.read_only.get(), "sent though the page is read only");
        let others = || self.journal.values().filter(|other| other.task == run.task && other.id != run.id);
        for other in others() {
            assert!(other.is_over(), "two runs of one task are under way: {run:?} {other:?}");
        }
        let sending = self
            .pages
            .iter()
            .flat_map(|page| page.io.requests.borrow().iter().map(sends).collect::<Vec<_>>());
        let same_task = sending.flatten().filter(|other| self.journal[other].task == run.task).count();
        assert_eq!(same_task, 1, "two calls for one task are out: {run:?}");
        let before = without_latest(run, step);
        if before.is_over() {
            for other in others() {
                assert!(other.latest() <= before.latest(), "overtaken: {run:?} {other:?}");
            }
        }
        let inventory = self.pages[page].io.inventory.borrow();
        if let Some(record) = inventory.get(&run.task).filter(|record| record.presence != Presence::Gone) {
            let standing = record.last.map(|last| last.standing);
            assert_eq!(standing, Some(OperationStanding::UnderWay), "{run:?}");
        }
        drop(inventory);
        let earlier = self.facts.insert((id.clone(), step, number), Fact::default());
        assert!(earlier.is_none(), "sent twice: {id:?} {step}");
    }

    /// What a page says of a run is so.
    fn check_run(&self, run: &Run) {
        let written = self.journal.get(&run.id).expect("a run is shown that is not in the journal");
        if !self.is_storage_failing {
            assert!(
                run.abandoned.is_none() || written.abandoned.is_some(),
                "given up here, not in the journal: {run:?}"
            );
            for (shown, written) in run.steps.iter().zip(&written.steps) {
                let is_so = shown.marked_done.is_none() || written.marked_done.is_some();
                assert!(is_so, "marked as done here, not in the journal: {run:?}");
            }
        }
        for (step, recorded) in run.steps.iter().enumerate() {
            for (number, sent) in recorded.tries.iter().enumerate() {
                let Some((_, reply)) = sent.reply.as_ref().filter(|(_, reply)| *reply != Reply::PageGone)
                else {
                    continue;
                };
                let fact = self.facts.get(&(run.id.clone(), step, number));
                let told = fact.and_then(|fact| fact.reply.as_ref()).expect("an answer that nobody gave");
                let is_confirmed = Outcome::of(reply).is_confirmed();
                assert_eq!(is_confirmed, Outcome::of(told).is_confirmed(), "another answer: {run:?}");
                assert!(!is_confirmed || fact.unwrap().is_done, "not done: {run:?}");
            }
            let is_late =
                self.late.as_ref().is_some_and(|late| late.attempt.0 == run.id && late.attempt.1 == step);
            let may_be_done = is_late || self.is_done(&run.id, step);
            match recorded.standing() {
                // What reads showed may be somebody else's work.
                StepStanding::SeenDone => {}
                StepStanding::Done => assert!(may_be_done, "not done: {run:?}"),
                StepStanding::NotDone => assert!(!may_be_done, "done: {run:?}"),
                StepStanding::MarkedAsDone | StepStanding::InDoubt => {}
            }
        }
        let next = run.steps.iter().position(|step| !step.is_done());
        let is_first =
            [RepeatOffer::FirstSending, RepeatOffer::Retryable, RepeatOffer::Refused, RepeatOffer::NotSent];
        if let (Some(step), Some(offer)) = (next, run.repeat())
            && is_first.contains(&offer)
        {
            assert!(!self.is_done(&run.id, step), "it would be the second time: {run:?}");
        }
    }

    /// An answer that a page shows is in the journal, or said not to be.
    fn check_shown_is_written(&self, io: &PageIo, run: &Run) {
        let written = &self.journal[&run.id];
        let is_missing = |(shown, written): (&Attempt, Option<&Attempt>)| {
            // That a page is gone is found out again by the next one.
            let is_shown = shown.reply.as_ref().is_some_and(|(_, reply)| *reply != Reply::PageGone);
            is_shown && written.is_none_or(|written| written.reply.is_none())
        };
        let is_ahead = run.steps.iter().zip(&written.steps).any(|(shown, written)| {
            shown.tries.iter().enumerate().any(|(number, sent)| is_missing((sent, written.tries.get(number))))
        });
        assert!(!is_ahead || io.state.borrow().is_unwritten(&run.id), "shown, not written: {run:?}");
    }

    /// What a page's list says of a task's last operation is so.
    fn check_row(&self, io: &PageIo, task: &TaskName) {
        let inventory = io.inventory.borrow();
        let last = inventory.get(task).and_then(|record| record.last);
        let Some(last) = last.filter(|last| last.standing == OperationStanding::Confirmed) else { return };
        let is_it = |run: &&Run| {
            run.kind == last.kind && {
                let is_confirmed = |fact: &Fact| {
                    fact.is_done && fact.reply.as_ref().is_some_and(|reply| Outcome::of(reply).is_confirmed())
                };
                let confirmed = |step: usize| {
                    self.facts
                        .iter()
                        .any(|((id, at, _), fact)| *id == run.id && *at == step && is_confirmed(fact))
                };
                (0..run.steps.len()).all(confirmed)
            }
        };
        assert!(self.journal.values().any(|run| is_it(&run)), "{task}: {last:?} is not confirmed");
    }

    /// All pages go away, and the next one finds what they have left.
    fn end(&mut self) {
        self.clock.set(self.clock.get() + 1);
        self.reopen_storage();
        if self.clock.get() % 2 == 0 {
            for page in 0..self.pages.len() {
                self.answer_storage(page);
            }
            self.pages.iter().for_each(|page| self.check_page(page));
        }
        self.close_pages();
        self.carry_out_late();
        self.clock.set(self.clock.get() + 1);
        self.open_page();
        self.answer_storage(0);
        self.save_all(0);
        let io = self.pages[0].io.clone();
        assert!(io.requests.borrow().is_empty() && io.sent.borrow().is_empty());
        self.follow_up(0);
        let state = io.state.borrow();
        let undecided = state.undecided();
        for run in self.journal.values() {
            assert!(!matches!(run.state(), RunState::Waiting { .. }), "nobody waits for it: {run:?}");
            if !run.is_over() {
                assert!(undecided.contains(run), "not found again: {run:?}");
            }
            let is_lost_now = |(at, reply): &(Moment, Reply)| *at == self.now() && *reply == Reply::PageGone;
            if run.is_over()
                && run.steps[0].tries.iter().any(|sent| sent.reply.as_ref().is_some_and(is_lost_now))
            {
                assert!(state.orphaned().contains(run), "not told: {run:?}");
            }
        }
        for (id, ..) in self.facts.keys() {
            assert!(self.journal.contains_key(id));
        }
        self.check_inventory(&io);
    }

    /// A page with nothing left to write has written every answer, and keeps no secret that it does not need.
    fn check_page(&self, page: &Page) {
        let state = page.io.state.borrow();
        for (id, written) in &self.journal {
            let Some(run) = state.run(id).filter(|_| !state.is_active(id)) else { continue };
            for (step, shown) in run.steps.iter().enumerate() {
                for (number, sent) in shown.tries.iter().enumerate() {
                    let is_lost = |(_, reply): &(Moment, Reply)| *reply == Reply::PageGone;
                    let is_answered =
                        |sent: &Attempt| sent.reply.as_ref().is_some_and(|reply| !is_lost(reply));
                    if is_answered(sent) {
                        assert!(
                            is_answered(&written.steps[step].tries[number]),
                            "an answer is not written: {run:?}"
                        );
                    }
                }
            }
        }
        let ids = (0..self.begun).map(run_id);
        let is_needed = ids.filter_map(|id| state.run(&id)).any(|run| !run.is_over());
        if self.has_secret && !is_needed && page.io.requests.borrow().is_empty() {
            assert!(!format!("{state:?}").contains(SECRET), "a secret is kept: {state:?}");
        }
    }

    fn check_inventory(&self, io: &PageIo) {
        let inventory = io.inventory.borrow();
        for record in inventory.records() {
            self.check_row(io, &record.name);
            let is_there = self.host.name.as_deref() == Some(record.name.as_str());
            if record.presence == Presence::Gone {
                assert!(!is_there, "it is there: {record:?}");
            }
            if record.last.is_some_and(|last| last.standing == OperationStanding::UnderWay) {
                let is_open = |run: &Run| run.task == record.name && !run.is_over();
                assert!(self.journal.values().any(is_open), "nothing is under way: {record:?}");
            }
            if let Knowledge::After { state, .. } = record.knowledge
                && is_there
            {
                assert_eq!(state == TaskState::Running, self.host.running, "{record:?}");
            }
            for waiting in
                record.checkpoints.iter().filter(|waiting| waiting.certainty == Certainty::Confirmed)
            {
                let run = &self.journal[&waiting.run];
                let step = run.steps.iter().position(|step| step.call.endpoint == Endpoint::Update).unwrap();
                assert!(self.is_done(&run.id, step), "it was not set: {record:?}");
            }
            // A checkpoint that was set and not started from is never forgotten, unless only OMS told of the task.
            let is_known = is_there && record.last.is_some();
            if let Some(value) = self.host.checkpoint.as_ref().filter(|_| is_known) {
                assert!(
                    record.checkpoints.iter().any(|waiting| waiting.value == *value),
                    "{value}: {record:?}"
                );
                assert!(record.waiting_checkpoint().is_some(), "{record:?}");
            }
        }
    }
}

fn without_latest(run: &Run, step: usize) -> Run {
    let mut before = run.clone();
    before.steps[step].tries.pop();
    before
}

/// Returns what OMS tells of the project.
fn in_oms(host: &Host) -> String {
    let Some(name) = &host.name else {
        return r#"{"success":true,"data":{"incrSyncComponents":null}}"#.into();
    };
    let mut config: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for ((scope, key), value) in &host.config {
        let value = if key == "password" { "******" } else { value };
        config.entry(scope).or_default().insert(key, value);
    }
    let (status, config) = (if host.running { "RUNNING" } else { "STOPPED" }, serde_json::json!(config));
    let connector = serde_json::json!({ "name": name, "status": status, "config": config });
    serde_json::json!({ "success": true, "data": { "incrSyncComponents": [connector] } }).to_string()
}

fn run_id(number: usize) -> RunId {
    RunId(format!("{number:03}"))
}

/// Returns the run whose call a request is.
fn sends(request: &Request) -> Option<RunId> {
    match request {
        Request::Send(run, ..) => Some(run.clone()),
        _ => None,
    }
}
