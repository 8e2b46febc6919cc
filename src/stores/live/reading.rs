//! Reading in turn with the browser's other pages, pass after pass.

use std::convert::Infallible;
use std::time::Duration;

use browser::patience::{pause, within};
use browser::{clock, leaving};
use console_core::domain::outcome::Reply;
use console_core::domain::run::Moment;
use console_core::openapi::{
    Components, LiveNews, NextRead, OmsAnswer, PageReader, Pass, PassEnd, PassSettings, ProjectPage,
    ReadError, ReadRequest, SAY_AGAIN, retry_pause, seen_tasks,
};
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use leptos::prelude::*;

use super::Live;
use crate::stores::oms::LiveStanding;
use crate::stores::table_view::TableView;
use crate::stores::{steady, tell};

/// How often it is looked whether there is something to do, in milliseconds.
const STEP: u64 = 500;
/// How much longer than a pass the pause behind it is at least: reads must not keep OMS busy.
const PAUSE_SHARE: i64 = 3;
/// How many projects are read from a page before the browser may do something else.
const PIECE: usize = 10;
/// How long the journal may take to tell which outcomes are unknown before it is read without.
const JOURNAL_PATIENCE: Duration = Duration::from_secs(2);

/// A set of the reads that are out.
type ReadsOut = FuturesUnordered<LocalBoxFuture<'static, Answered>>;

/// A result that a read had.
struct Answered {
    request: ReadRequest,
    asked: Asked,
    /// Whether it was sent because something was done, and not by a pass.
    is_look: bool,
    reply: Reply,
}

/// When a read was sent: what it tells is no newer.
#[derive(Clone, Copy)]
struct Asked {
    at: Moment,
    /// The same by a clock that is never set.
    steady: i64,
}

/// Why a page stops reading.
enum Stop {
    /// The page is hidden, or another one reads.
    NotHere,
    /// A person has to sign in first.
    Refused,
    /// A failure that goes for every read.
    Failure(ReadError),
}

impl Live {
    pub(super) async fn read_in_turn(self) {
        // A page that reads already says so first.
        pause(Duration::from_millis(STEP)).await;
        loop {
            if self.oms.waits_for_person() && !self.is_retry_due() {
                // Nothing is to be done now.
            } else if leaving::is_hidden() {
                self.oms.set_standing(LiveStanding::Paused);
            } else if !self.lease.with_value(|lease| lease.is_free(steady())) {
                self.oms.set_standing(LiveStanding::Elsewhere);
            } else {
                let stop = self.read_here().await;
                if !matches!(stop, Stop::NotHere) {
                    self.publish(LiveNews::Lost);
                }
                self.leave();
                match stop {
                    Stop::NotHere => {}
                    Stop::Refused => self.looks.clear(),
                    Stop::Failure(error) if error.concerns_all() => {
                        self.looks.clear();
                        self.oms.wait_for_sign_in(&error);
                    }
                    Stop::Failure(error) => {
                        self.plan_retry(&error);
                        self.oms.set_standing(LiveStanding::Unavailable(error));
                    }
                }
            }
            pause(Duration::from_millis(STEP)).await;
        }
    }

    /// Returns whether what failed as a whole is to be tried again by itself.
    fn is_retry_due(self) -> bool {
        let may_pass =
            matches!(self.oms.standing_untracked(), LiveStanding::Unavailable(error) if error.may_pass());
        may_pass && self.retry.get_value().0.is_some_and(|at| at <= steady())
    }

    /// Plans when what failed as a whole is tried again, if it may pass by itself.
    fn plan_retry(self, error: &ReadError) {
        self.retry.update_value(|(at, failures)| {
            *at = error.may_pass().then(|| steady() + retry_pause(*failures));
            *failures += 1;
        });
    }

    /// Reads pass after pass.
    async fn read_here(self) -> Stop {
        let mut out = ReadsOut::new();
        let stop = match self.read_pass_after_pass(&mut out).await {
            Err(stop) => stop,
            Ok(never) => match never {},
        };
        // Nothing comes of the reads that are out.
        self.looks.put_back();
        self.show_gathered();
        stop
    }

    async fn read_pass_after_pass(self, out: &mut ReadsOut) -> Result<Infallible, Stop> {
        let shortest = self.oms.shortest_pause();
        loop {
            self.is_due.set_value(false);
            self.oms.set_standing(LiveStanding::Reading);
            let begun = steady();
            self.read_everything(out).await?;
            self.oms.set_standing(LiveStanding::Resting);
            self.retry.set_value((None, 0));
            let ended = steady();
            let pause_until = ended + shortest.max(PAUSE_SHARE * (ended - begun));
            while steady() < pause_until && !self.is_due.get_value() {
                self.go_on()?;
                self.send_looks(out).await;
                if let Some(answered) = next_answer(out, Duration::from_millis(STEP)).await {
                    self.take_look(&answered)?;
                }
            }
        }
    }

    async fn read_everything(self, out: &mut ReadsOut) -> Result<(), Stop> {
        let begun = clock::now();
        self.find_doubts().await;
        let mut pass = Pass::new(PassSettings::default(), self.last_read.get_value());
        let mut has_odd = false;
        let end = loop {
            self.go_on()?;
            self.send_looks(out).await;
            pass.set_beside(self.looks.out());
            let in_viewport = self.view.get_value().map(TableView::projects_in_viewport_untracked);
            pass.set_in_viewport(in_viewport.unwrap_or_default());
            let asked = Asked::now();
            let until = match pass.next(asked.steady) {
                NextRead::Over(end) => break end,
                NextRead::Send(request) => {
                    out.push(self.send(request, asked, false));
                    continue;
                }
                NextRead::Wait { until } => until,
            };
            if self.gathered.is_due() {
                // Neither with the answer before nor with the next one in a single task of the browser.
                pause(Duration::ZERO).await;
                self.show_gathered();
                pause(Duration::ZERO).await;
                self.progress.set(pass.progress());
            }
            let soonest = until.into_iter().chain(self.gathered.due_at()).min();
            let step =
                soonest.map_or(STEP, |soonest| u64::try_from(soonest - steady()).unwrap_or(0).clamp(1, STEP));
            match next_answer(out, Duration::from_millis(step)).await {
                Some(answered) if answered.is_look => self.take_look(&answered)?,
                Some(answered) => has_odd |= self.take(&mut pass, &answered).await,
                None => {}
            }
        };
        self.finish(&pass, end, begun, has_odd)
    }

    /// Sends the reads that are due because something was done.
    async fn send_looks(self, out: &ReadsOut) {
        let asked = Asked::now();
        let mut is_any_sent = false;
        while let Some(id) = self.looks.next(asked.steady) {
            out.push(self.send(ReadRequest::Components { id }, asked, true));
            is_any_sent = true;
        }
        if is_any_sent {
            self.find_doubts().await;
        }
    }

    fn send(self, request: ReadRequest, asked: Asked, is_look: bool) -> LocalBoxFuture<'static, Answered> {
        Box::pin(async move {
            let reply = self.oms.ask(&request).await;
            Answered { request, asked, is_look, reply }
        })
    }

    /// Takes in an answer to a read of a pass. Returns whether there was something in it that could not be read.
    async fn take(self, pass: &mut Pass, answered: &Answered) -> bool {
        let (now, jitter) = (steady(), clock::random());
        match &answered.request {
            ReadRequest::Components { id } => {
                let read = self.see(id, answered);
                let has_odd = read.as_ref().is_ok_and(|components| !components.odd.is_empty());
                pass.take_components(id, read.map(drop), now, jitter);
                has_odd
            }
            _ => {
                let page = match OmsAnswer::read(&answered.reply) {
                    Ok(answer) => Ok(read_in_pieces(&answer).await),
                    Err(error) => Err(error),
                };
                let has_odd = page.as_ref().is_ok_and(|page| !page.odd.is_empty());
                if let Ok(page) = &page {
                    let projects = page.projects.iter().map(|project| (project.id.clone(), project.clone()));
                    self.projects.update_value(|known| known.extend(projects));
                }
                pass.take_page(page.as_ref().map_err(Clone::clone), now, jitter);
                self.progress.set(pass.progress());
                has_odd
            }
        }
    }

    /// Takes in an answer to a read that was sent because something was done. The next pass tells what is wrong, unless
    /// that concerns every read.
    fn take_look(self, answered: &Answered) -> Result<(), Stop> {
        let ReadRequest::Components { id } = &answered.request else { return Ok(()) };
        let read = self.see(id, answered);
        self.looks.take(id, answered.asked.steady, read.as_ref().ok());
        self.show_gathered();
        match read {
            Err(error) if error.concerns_all() => Err(Stop::Failure(error)),
            _ => Ok(()),
        }
    }

    /// Takes in what an answer says of a project's tasks, and tells other pages.
    fn see(self, id: &str, answered: &Answered) -> Result<Components, ReadError> {
        let components = Components::read(&OmsAnswer::read(&answered.reply)?)?;
        let Asked { at, steady } = answered.asked;
        // What was asked for later may have been answered earlier.
        if self.last_read.with_value(|last_read| last_read.get(id).is_some_and(|last| *last > steady)) {
            return Ok(components);
        }
        let seen = self.projects.with_value(|projects| {
            let manager = self.manager.get_value();
            projects.get(id).map(|project| seen_tasks(project, &components, at, manager.as_deref()))
        });
        self.last_read.update_value(|last_read| {
            last_read.insert(id.to_owned(), steady);
        });
        if let Some(seen) = seen {
            self.gathered.add(seen);
            self.gathered.add_whole(components.odd.is_empty().then(|| (id.to_owned(), at)));
        }
        if self.lookups.asks() {
            // What settles a run follows what was read, here as in other pages.
            self.show_gathered();
            self.lookups.take(id, &components, at);
        }
        Ok(components)
    }

    /// Takes what was gathered into the list, and tells other pages.
    fn show_gathered(self) {
        if let Some(seen) = self.gathered.take() {
            self.publish(seen);
        }
    }

    fn finish(self, pass: &Pass, end: PassEnd, begun: Moment, has_odd: bool) -> Result<(), Stop> {
        // What fails or cannot be read elsewhere says nothing of these.
        let vanished = self.tasks.with_untracked(|inventory| pass.vanished(inventory.projects_seen()));
        self.gathered.add_whole(vanished.into_iter().map(|id| (id, begun)));
        self.show_gathered();
        self.progress.set(pass.progress());
        if let Some(error) = pass.stopped_by() {
            return Err(Stop::Failure(error.clone()));
        }
        let failures: Vec<_> = pass.failures().filter(|failure| failure.is_final).collect();
        let of_list = failures.iter().find(|failure| failure.is_of_list());
        if let Some(failure) = of_list.filter(|_| pass.progress().listed == 0) {
            return Err(Stop::Failure(failure.error.clone()));
        }
        let not_read = self.tasks.with_untracked(|inventory| pass.not_read(inventory.projects_seen()));
        if !not_read.is_empty() {
            self.publish(LiveNews::Stale(not_read));
        }
        // What could not be read may be what is missed.
        if end == PassEnd::Complete && !has_odd {
            self.publish(LiveNews::Complete(begun));
            let was_there = |id: &str| self.projects.with_value(|known| known.contains_key(id));
            let is_gone = |id: &str| was_there(id) && !pass.listed().any(|listed| listed == id);
            self.lookups.take_complete(begun, is_gone);
        }
        self.publish(LiveNews::Ended(failures));
        Ok(())
    }

    /// Finds the runs whose outcome is unknown, so that what is read next may tell of them.
    async fn find_doubts(self) {
        let _ = within(JOURNAL_PATIENCE, self.lookups.find()).await;
    }

    /// Says that this page reads, where that is due, unless it is to stop.
    fn go_on(self) -> Result<(), Stop> {
        let now = steady();
        if self.oms.waits_for_person() {
            return Err(Stop::Refused);
        }
        if leaving::is_hidden() || !self.lease.with_value(|lease| lease.may_go_on(now)) {
            return Err(Stop::NotHere);
        }
        if now - self.said_at.get_value() >= SAY_AGAIN || self.said_at.get_value() == 0 {
            self.said_at.set_value(now);
            tell(&LiveNews::Reads(self.lease.with_value(|lease| lease.own().to_owned())));
        }
        Ok(())
    }

    pub(super) fn leave(self) {
        self.said_at.set_value(0);
        tell(&LiveNews::Leaves(self.lease.with_value(|lease| lease.own().to_owned())));
    }
}

/// Reads a page of projects, and lets the browser do something else every few of them.
async fn read_in_pieces(answer: &OmsAnswer<'_>) -> ProjectPage {
    pause(Duration::ZERO).await;
    let mut reader = PageReader::new(answer);
    while reader.read_some(PIECE) {
        pause(Duration::ZERO).await;
    }
    reader.into_page()
}

/// Returns the next answer to the reads that are out, if one comes within a time.
async fn next_answer(out: &mut ReadsOut, time: Duration) -> Option<Answered> {
    if out.is_empty() {
        pause(time).await;
        return None;
    }
    within(time, out.next()).await.flatten()
}

impl Asked {
    fn now() -> Self {
        Self { at: clock::now(), steady: steady() }
    }
}
