//! A page: the runner with an I/O whose requests stay open until the world finishes them.

use std::cell::{Cell, RefCell};
use std::collections::{HashSet, VecDeque};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use console_core::domain::call::Call;
use console_core::domain::inventory::{Inventory, TaskRecord, TaskSource};
use console_core::domain::outcome::ReceivedReply;
use console_core::domain::run::{CheckpointRead, Choice, Moment, Run, RunId};
use console_core::domain::task_name::TaskName;
use console_core::openapi::Inquiry;
use console_core::runner::{JournalKey, JournalStore, RunnerIo, RunnerState};
use console_core::time::EpochSeconds;

/// A storage that failed.
#[derive(Clone, Debug)]
pub struct Failed;

pub type Change = Box<dyn FnOnce(Vec<String>) -> Option<Vec<String>>>;

/// Where the answer to a request is put.
type Slot<T> = Rc<Cell<Option<T>>>;

/// A request with its answer, once it is known: the page is told later.
pub enum Request {
    Read(Vec<JournalStore>, Pending<Result<Vec<String>, Failed>>),
    Change(Option<(Vec<JournalKey>, Change)>, Pending<Result<(), Failed>>),
    Send(RunId, Call, Pending<ReceivedReply>),
    Ask(Vec<RunId>, Pending<Vec<RunId>>),
    Patience(Pending<()>),
}

/// An answer that the page has yet to be told.
pub struct Pending<T> {
    pub answer: Option<T>,
    slot: Slot<T>,
}

impl<T> Pending<T> {
    /// Tells the page the answer.
    fn tell(self) {
        self.slot.set(self.answer);
    }
}

impl Request {
    /// Returns whether the storage failed, which the page has yet to be told.
    pub fn has_failed(&self) -> bool {
        match self {
            Self::Read(_, pending) => matches!(pending.answer, Some(Err(Failed))),
            Self::Change(_, pending) => matches!(pending.answer, Some(Err(Failed))),
            Self::Send(..) | Self::Ask(..) | Self::Patience(..) => false,
        }
    }

    /// Tells the page the answer.
    pub fn tell(self) {
        match self {
            Self::Read(_, pending) => pending.tell(),
            Self::Change(_, pending) => pending.tell(),
            Self::Send(_, _, pending) => pending.tell(),
            Self::Ask(_, pending) => pending.tell(),
            Self::Patience(pending) => pending.tell(),
        }
    }
}

/// What the runner sees of its page.
pub struct PageIo {
    pub clock: Rc<Cell<i64>>,
    pub state: RefCell<RunnerState<Failed>>,
    pub inventory: RefCell<Inventory>,
    pub requests: RefCell<Vec<Request>>,
    /// Task records that are not stored yet.
    pub unsaved: RefCell<VecDeque<TaskRecord>>,
    /// Whether other pages have stored task records since this one read them.
    pub has_news: Cell<bool>,
    /// The calls that were sent and the runs that changed, until the world has checked them.
    pub sent: RefCell<Vec<(RunId, Call, bool)>>,
    pub learned: RefCell<Vec<Run>>,
    pub read_only: Cell<bool>,
    /// The runs whose outcome is unknown, as far as they were asked for, and those that reads have settled.
    pub inquiries: RefCell<Vec<Inquiry>>,
    pub settled: RefCell<Vec<Run>>,
    /// What OMS says of the task's checkpoint, where it is read.
    pub checkpoint: Cell<Option<Option<EpochSeconds>>>,
}

impl PageIo {
    async fn ask<T>(&self, request: impl FnOnce(Pending<T>) -> Request) -> T {
        let slot = Slot::default();
        let pending = Pending { answer: None, slot: slot.clone() };
        self.requests.borrow_mut().push(request(pending));
        poll_fn(|_| slot.take().map_or(Poll::Pending, Poll::Ready)).await
    }
}

impl RunnerIo for PageIo {
    type Error = Failed;

    fn with_state<R>(&self, read: impl FnOnce(&RunnerState<Failed>) -> R) -> R {
        read(&self.state.borrow())
    }

    fn update_state<R>(&self, change: impl FnOnce(&mut RunnerState<Failed>) -> R) -> R {
        change(&mut self.state.borrow_mut())
    }

    fn with_inventory<R>(&self, read: impl FnOnce(&Inventory) -> R) -> R {
        read(&self.inventory.borrow())
    }

    fn add_task(&self, task: &TaskName) {
        let added = self.inventory.borrow_mut().add(&[task.clone().into()], TaskSource::Person, self.now());
        self.unsaved.borrow_mut().extend(added);
    }

    fn learn(&self, run: &Run) {
        let changed = self.inventory.borrow_mut().learn(run);
        self.unsaved.borrow_mut().extend(changed);
        self.learned.borrow_mut().push(run.clone());
    }

    fn take_missed(&self, runs: &[Run]) {
        let changed = self.inventory.borrow_mut().take_missed(runs);
        self.unsaved.borrow_mut().extend(changed);
    }

    fn now(&self) -> Moment {
        Moment(self.clock.get())
    }

    fn is_read_only(&self) -> bool {
        self.read_only.get()
    }

    fn is_other_host(&self) -> bool {
        false
    }

    fn storage_error(&self) -> Failed {
        Failed
    }

    async fn read_all(&self, stores: &[JournalStore]) -> Result<Vec<String>, Failed> {
        self.ask(|pending| Request::Read(stores.to_vec(), pending)).await
    }

    async fn read_latest(&self, store: JournalStore, _: usize) -> Result<Vec<String>, Failed> {
        self.ask(|pending| Request::Read(vec![store], pending)).await
    }

    async fn change(
        &self,
        places: Vec<JournalKey>,
        change: impl FnOnce(Vec<String>) -> Option<Vec<String>> + 'static,
    ) -> Result<(), Failed> {
        self.ask(|pending| Request::Change(Some((places, Box::new(change))), pending)).await
    }

    async fn storage_patience(&self) {
        self.ask(Request::Patience).await;
    }

    async fn read_checkpoint(&self, _: &TaskName) -> Option<CheckpointRead> {
        let checkpoint = self.checkpoint.get()?;
        self.ask(Request::Patience).await;
        Some(CheckpointRead { at: self.now(), checkpoint })
    }

    async fn send(&self, call: &Call, run: &RunId, tried_before: bool) -> ReceivedReply {
        self.sent.borrow_mut().push((run.clone(), call.clone(), tried_before));
        self.ask(|pending| Request::Send(run.clone(), call.clone(), pending)).await
    }

    async fn owned_elsewhere(&self, runs: &[RunId]) -> Vec<RunId> {
        match runs {
            [] => Vec::new(),
            _ => self.ask(|pending| Request::Ask(runs.to_vec(), pending)).await,
        }
    }

    async fn prune_history(&self) {}
}

/// An open page. Dropping it is closing it: nothing of it runs any more.
pub struct Page {
    pub io: Rc<PageIo>,
    tasks: Vec<Pin<Box<dyn Future<Output = ()>>>>,
    /// The runs that a click has set going, and nothing has stopped since.
    pub going: HashSet<RunId>,
    /// The latest choice, with the number of sendings at which it was offered.
    pub latest_choice: Option<(RunId, Choice, usize)>,
}

impl Page {
    pub fn new(clock: Rc<Cell<i64>>, inventory: Inventory) -> Self {
        let io = PageIo {
            clock,
            state: RefCell::default(),
            inventory: RefCell::new(inventory),
            requests: RefCell::default(),
            unsaved: RefCell::default(),
            has_news: Cell::new(false),
            sent: RefCell::default(),
            learned: RefCell::default(),
            read_only: Cell::new(false),
            inquiries: RefCell::default(),
            settled: RefCell::default(),
            checkpoint: Cell::new(None),
        };
        Self { io: Rc::new(io), tasks: Vec::new(), going: HashSet::new(), latest_choice: None }
    }

    /// Begins a task of the page, up to where it waits for the first time.
    pub fn spawn<F: Future<Output = ()> + 'static>(&mut self, task: impl FnOnce(Rc<PageIo>) -> F) {
        self.tasks.push(Box::pin(task(self.io.clone())));
        self.poll();
    }

    /// Lets the page's tasks run up to where they wait.
    pub fn poll(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        self.tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
        let state = self.io.state.borrow();
        self.going.retain(|run| state.is_active(run));
    }
}
