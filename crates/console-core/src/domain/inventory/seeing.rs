//! How the inventory takes in what OMS says of tasks.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use super::reading::{OmsTask, OmsTaskState, ProjectReading, ProjectTasks, Reading, ReadingStanding};
use super::record::{KNOWN_LATELY, Knowledge, LAG, OperationStanding, Presence, TaskRecord, TaskState};
use super::trend::TrendPoint;
use super::{Inventory, Sighting, TaskSource};
use crate::domain::run::{KnownBefore, Moment};

impl TaskRecord {
    /// Returns what is known of it before a call.
    pub fn known_before(&self, now: Moment) -> KnownBefore {
        let is_late = |at: Moment| at.millis_until(now) > KNOWN_LATELY;
        // What a person marked may be wrong.
        let is_known = match self.knowledge {
            Knowledge::After { at, .. } | Knowledge::Read { at, .. } => !is_late(at),
            _ => false,
        };
        KnownBefore {
            running: self.state().filter(|_| is_known).map(|state| state == TaskState::Running),
            reverse: self.reading.as_ref().map(|reading| reading.is_reverse),
            checkpoint: self.reading.as_ref().and_then(|reading| reading.checkpoint),
        }
    }

    /// Returns what is known of the state after a read at this moment. An own call counts until OMS must have noticed
    /// it; what is under way decides by its answer.
    fn knowledge_after_read(&self, state: OmsTaskState, at: Moment) -> Knowledge {
        let is_under_way = self.last.is_some_and(|last| last.standing == OperationStanding::UnderWay);
        let own = match self.knowledge {
            Knowledge::Read { at: before, .. } if before > at => return self.knowledge,
            // What has the new name was read after the task got it.
            Knowledge::Read { .. } | Knowledge::Moved { .. } => None,
            own => own.basis().map(|(_, at)| at),
        };
        let may_lag = own.is_some_and(|own| at.0 < own.0.saturating_add(LAG));
        match is_under_way || may_lag {
            true => self.knowledge,
            false => Knowledge::Read { state, at },
        }
    }
}

impl TaskRecord {
    /// Returns what is to be stored where a record of the same task is stored already: that one with the state that OMS
    /// told. This page may have missed what another one learned and stored.
    pub fn stored_beside(&self, kept: &Self) -> Self {
        let mut stored = kept.clone();
        if let Knowledge::Read { state, at } = self.knowledge {
            stored.know(kept.knowledge_after_read(state, at));
        }
        // What waits for a predecessor.
        if kept.checkpoints.is_empty() && kept.last.is_none() {
            stored.checkpoints.clone_from(&self.checkpoints);
        }
        stored
    }
}

impl Inventory {
    /// Takes in what OMS says of tasks. Those that are new come into the list; what a person took out of it stays out.
    /// Returns the records that are to be stored: a state that is only confirmed once more is not.
    pub fn see(&mut self, seen: Vec<OmsTask>) -> Vec<TaskRecord> {
        let mut changed = Vec::new();
        for OmsTask { name, state, mut reading } in seen {
            self.compare_manager(&mut reading);
            let at = reading.at;
            let mut is_new = false;
            match self.get(&name) {
                Some(record) if record.presence == Presence::Gone => {
                    // OMS may not have noticed yet that it is gone. Later on, somebody made it again.
                    let noticed = record.ended.as_ref().is_none_or(|ended| at.0 > ended.at.0 + 3 * LAG);
                    if !noticed {
                        continue;
                    }
                    self.add(&[name.clone().into()], TaskSource::Person, at);
                    is_new = true;
                }
                Some(_) => {}
                None => {
                    self.add(&[name.clone().into()], TaskSource::Oms, at);
                    is_new = true;
                }
            }
            let Some(mut record) = self.get(&name).cloned() else { continue };
            // What was asked for later may have been answered earlier.
            if record.reading.as_ref().is_some_and(|known| known.at > at) {
                continue;
            }
            let before = record.knowledge.category();
            if let Some(state) = state {
                record.know(record.knowledge_after_read(state, at));
            }
            let point = TrendPoint { at, delay: reading.delay, rate: reading.rate };
            self.trends.entry(name).or_default().push(point);
            record.reading = Some(Arc::new(reading));
            record.not_found = false;
            self.put(record.clone());
            if is_new || before != record.knowledge.category() {
                changed.push(record);
            }
        }
        changed
    }

    /// Returns the hosts that OMS says tasks run on, in the order of their addresses as texts.
    pub fn hosts_seen(&self) -> Vec<String> {
        let hosts: BTreeSet<_> =
            self.tasks().filter_map(|record| record.reading.as_ref()?.ip.as_deref()).collect();
        let mut hosts: Vec<_> = hosts.into_iter().map(str::to_owned).collect();
        // By their numbers, where they are addresses.
        hosts.sort_by_key(|host| host.parse::<IpAddr>().ok());
        hosts
    }

    /// Marks what was read of the tasks of projects as stale: a later read failed.
    pub fn set_stale(&mut self, projects: &[String]) {
        self.set_current_to(ReadingStanding::Stale, |reading| projects.contains(&reading.project.id));
    }

    /// Marks all that was read as stale: nothing can be read any more. One notice says so; what needed attention before is
    /// not lost among all the others.
    pub fn set_all_stale(&mut self) {
        self.set_current_to(ReadingStanding::Lost, |_| true);
    }

    /// What was found missing, or failed by itself, stays so.
    fn set_current_to(&mut self, standing: ReadingStanding, is_meant: impl Fn(&Reading) -> bool) {
        let is_current =
            |own: &Reading| matches!(own.standing, ReadingStanding::Current | ReadingStanding::Lost);
        for record in &mut self.records {
            let current = record.reading.as_mut().filter(|own| is_current(own) && own.standing != standing);
            if let Some(reading) = current.filter(|reading| is_meant(reading)) {
                Arc::make_mut(reading).standing = standing;
            }
        }
    }

    /// Marks the tasks as missing that the latest answers about their projects do not have. `whole` tells which projects
    /// were read without anything that could not be read, and when that was asked for. Returns the records that are to be
    /// stored.
    pub fn set_missing_of(&mut self, whole: &[(String, Moment)]) -> Vec<TaskRecord> {
        let mut latest = HashMap::new();
        for (project, at) in whole {
            let known = self.projects_read.entry(project.clone()).or_insert(*at);
            *known = (*known).max(*at);
            latest.insert(project.as_str(), *known);
        }
        for record in &mut self.records {
            let Some(reading) = &mut record.reading else { continue };
            let read = latest.get(&*reading.project.id).filter(|read| reading.at < **read);
            let is_new = reading.standing != ReadingStanding::Missing;
            if read.is_some_and(|read| is_new && !lags(&record.knowledge, *read)) {
                Arc::make_mut(reading).standing = ReadingStanding::Missing;
            }
        }
        self.hand_on_checkpoints()
    }

    /// Notes at the end of a pass which tasks were never read and are in no answer.
    pub fn note_not_found(&mut self) {
        for place in 0..self.records.len() {
            let record = &self.records[place];
            self.records[place].not_found = record.reading.is_none()
                && matches!(self.sighting(record), Sighting::Absent | Sighting::Missing);
        }
    }

    /// Returns what was read of tasks, project by project, and when each project was read without anything odd, for
    /// pages that do not have it.
    pub fn readings(&self) -> Vec<ProjectTasks> {
        let mut of_projects = BTreeMap::<&str, Vec<OmsTask>>::new();
        for record in &self.records {
            let Some(reading) = &record.reading else { continue };
            let state = match record.knowledge {
                Knowledge::Read { state, .. } => Some(state),
                _ => None,
            };
            let seen = OmsTask { name: record.name.clone(), state, reading: Reading::clone(reading) };
            of_projects.entry(&reading.project.id).or_default().push(seen);
        }
        let read = |project: &str| Some((project.to_owned(), *self.projects_read.get(project)?));
        let of_project = |(project, tasks)| ProjectTasks { tasks, whole: read(project) };
        of_projects.into_iter().map(of_project).collect()
    }

    /// Returns what was read of a project.
    pub fn project(&self, id: &str) -> Option<Arc<ProjectReading>> {
        let readings = self.records.iter().filter_map(|record| record.reading.as_ref());
        let of_project = readings.filter(|reading| reading.project.id == id);
        of_project.max_by_key(|reading| reading.at).map(|reading| reading.project.clone())
    }

    /// Returns the ids of the projects that readings name.
    pub fn projects_seen(&self) -> BTreeSet<&str> {
        self.records.iter().filter_map(|record| Some(&*record.reading.as_ref()?.project.id)).collect()
    }

    /// Marks what was read before a moment as missing: everything was read since then. Tasks that are in the list since
    /// before and were never read are absent from then on; see [`Inventory::sighting`]. Returns the records that are to
    /// be stored.
    pub fn set_missing(&mut self, before: Moment) -> Vec<TaskRecord> {
        self.complete_pass = self.complete_pass.max(Some(before));
        for record in &mut self.records {
            let is_lagging = lags(&record.knowledge, before);
            let missed = record.reading.as_mut().filter(|reading| reading.at < before && !is_lagging);
            if let Some(reading) = missed.filter(|reading| reading.standing != ReadingStanding::Missing) {
                Arc::make_mut(reading).standing = ReadingStanding::Missing;
            }
        }
        self.note_not_found();
        self.compare_managers();
        self.hand_on_checkpoints()
    }
}

/// Returns whether OMS may not have noticed yet what a call did that is known of: a migrated task has its new name
/// here first.
fn lags(knowledge: &Knowledge, read: Moment) -> bool {
    knowledge.basis().is_some_and(|(_, own)| read.0 < own.0.saturating_add(LAG))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::example::seen;
    use crate::domain::inventory::{LastOperation, StateCategory};
    use crate::domain::operation::OperationKind;
    use crate::domain::task_name::TaskName;

    fn name(text: &str) -> TaskName {
        TaskName::parse(text).unwrap()
    }

    fn category(inventory: &Inventory, task: &str) -> StateCategory {
        inventory.get(&name(task)).unwrap().knowledge.category()
    }

    #[test]
    fn an_answer_that_was_asked_for_earlier_takes_no_newer_reading_away() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 3_000)]);
        let mut late = seen("a", OmsTaskState::Stopped, 2_500);
        late.reading.delay = Some(99);
        assert!(inventory.see(vec![late]).is_empty());
        let reading = inventory.get(&name("a")).unwrap().reading.clone().unwrap();
        assert_eq!((reading.at, reading.delay), (Moment(3_000), Some(2)));
        assert_eq!(inventory.trend(&name("a")).unwrap().points().count(), 1);
    }

    #[test]
    fn what_oms_shows_comes_into_the_list_and_only_changes_are_stored() {
        let mut inventory = Inventory::default();
        assert_eq!(inventory.see(vec![seen("a", OmsTaskState::Running, 1_000)]).len(), 1);
        assert_eq!(category(&inventory, "a"), StateCategory::Running);
        assert!(inventory.see(vec![seen("a", OmsTaskState::Running, 2_000)]).is_empty());
        assert_eq!(inventory.get(&name("a")).unwrap().knowledge.since(), Some(Moment(2_000)));
        assert_eq!(inventory.see(vec![seen("a", OmsTaskState::Exception, 3_000)]).len(), 1);
        assert!(inventory.get(&name("a")).unwrap().needs_attention());
        // An answer that comes late tells nothing new.
        inventory.see(vec![seen("a", OmsTaskState::Running, 2_500)]);
        assert_eq!(category(&inventory, "a"), StateCategory::Exception);
    }

    #[test]
    fn changes_of_the_state_are_kept_with_when_and_from_where() {
        let mut inventory = Inventory::default();
        for (state, at) in [
            (OmsTaskState::Running, 1_000),
            (OmsTaskState::Running, 2_000),
            (OmsTaskState::Exception, 3_000),
            (OmsTaskState::Running, 4_000),
        ] {
            inventory.see(vec![seen("a", state, at)]);
        }
        let changes = |inventory: &Inventory| inventory.get(&name("a")).unwrap().changes.clone();
        let read = |state, at| Knowledge::Read { state, at: Moment(at) };
        let expected = [
            read(OmsTaskState::Running, 1_000),
            read(OmsTaskState::Exception, 3_000),
            read(OmsTaskState::Running, 4_000),
        ];
        assert_eq!(changes(&inventory), expected);
        for round in 0..30 {
            let state = if round % 2 == 0 { OmsTaskState::Stopped } else { OmsTaskState::Running };
            inventory.see(vec![seen("a", state, 10_000 + round)]);
        }
        let kept = changes(&inventory);
        assert_eq!((kept.len(), kept[19].since()), (20, Some(Moment(10_029))));
    }

    #[test]
    fn what_another_page_stored_meanwhile_stays_but_for_the_state_that_oms_told_later() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 1_000)]);
        let mut kept = inventory.get(&name("a")).unwrap().clone();
        (kept.reading, kept.labels) = (None, vec!["prod".into()]);
        let (kind, standing, at) = (OperationKind::Stop, OperationStanding::Unknown, Moment(2_000));
        kept.last = Some(LastOperation { kind, standing, at });
        kept.know(Knowledge::InDoubt { by: kind, at });
        // This page has not heard of the Stop.
        let stored = |inventory: &mut Inventory, at: i64| {
            inventory.see(vec![seen("a", OmsTaskState::Stopped, at)]);
            inventory.get(&name("a")).unwrap().stored_beside(&kept)
        };
        assert_eq!(stored(&mut inventory, 2_000 + LAG - 1), kept, "OMS may not have noticed");
        let later = stored(&mut inventory, 2_000 + LAG);
        assert_eq!((later.last, &later.labels), (kept.last, &kept.labels));
        let read = Knowledge::Read { state: OmsTaskState::Stopped, at: Moment(2_000 + LAG) };
        assert_eq!((later.knowledge, later.changes.len()), (read, kept.changes.len() + 1));
    }

    #[test]
    fn an_own_call_counts_until_oms_must_have_noticed_it() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 0)]);
        let mut record = inventory.get(&name("a")).unwrap().clone();
        let stopped = TaskState::Stopped;
        record.knowledge = Knowledge::After { state: stopped, by: OperationKind::Stop, at: Moment(1_000) };
        inventory.put(record.clone());
        inventory.see(vec![seen("a", OmsTaskState::Running, 1_000 + LAG - 1)]);
        assert_eq!(category(&inventory, "a"), StateCategory::Stopped);
        inventory.see(vec![seen("a", OmsTaskState::Running, 1_000 + LAG)]);
        assert_eq!(category(&inventory, "a"), StateCategory::Running);
        record.last = Some(LastOperation {
            kind: OperationKind::Stop,
            standing: OperationStanding::UnderWay,
            at: Moment(1_000),
        });
        inventory.put(record);
        inventory.see(vec![seen("a", OmsTaskState::Running, 90_000)]);
        assert_eq!(category(&inventory, "a"), StateCategory::Stopped);
    }

    #[test]
    fn what_a_person_took_out_stays_out_and_what_was_deleted_comes_back_only_later() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 0)]);
        inventory.forget(&[name("a")]);
        inventory.see(vec![seen("a", OmsTaskState::Stopped, 10)]);
        assert!(!inventory.shows(&name("a")));
        let mut record = TaskRecord::new(name("b"), Moment(0), 7);
        record.presence = Presence::Gone;
        record.ended = Some(crate::domain::inventory::NameEnd {
            successor: None,
            by: OperationKind::Delete,
            at: Moment(0),
        });
        inventory.put(record);
        inventory.see(vec![seen("b", OmsTaskState::Running, 3 * LAG)]);
        assert!(!inventory.shows(&name("b")));
        inventory.see(vec![seen("b", OmsTaskState::Running, 3 * LAG + 1)]);
        assert!(inventory.shows(&name("b")));
    }

    #[test]
    fn the_hosts_of_other_tasks_are_offered() {
        let mut inventory = Inventory::default();
        let on = |text: &str, ip: &str| {
            let mut task = seen(text, OmsTaskState::Running, 0);
            task.reading.ip = Some(ip.to_owned());
            task
        };
        let own = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
        inventory.see(vec![
            on(own, "10.0.0.5"),
            on("a", "10.0.0.7"),
            on("b", "10.0.0.6"),
            on("c", "10.0.0.7"),
            on("d", "10.0.0.10"),
        ]);
        assert_eq!(inventory.hosts_seen(), ["10.0.0.5", "10.0.0.6", "10.0.0.7", "10.0.0.10"]);
    }

    #[test]
    fn what_another_page_wrote_takes_no_reading_away() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 5_000)]);
        inventory.set_missing(Moment(3));
        let mut written = inventory.get(&name("a")).unwrap().clone();
        written.reading = None;
        written.labels = vec!["prod".into()];
        inventory.take_in(written.clone());
        let record = inventory.get(&name("a")).unwrap();
        assert!(record.reading.is_some() && record.labels == ["prod"]);
        // The same where the whole list is read again.
        let mut anew = Inventory::from_records(vec![written]);
        anew.take_readings(inventory);
        assert!(anew.get(&name("a")).unwrap().reading.is_some());
        assert_eq!(anew.trend(&name("a")).unwrap().points().count(), 1);
        anew.add(&[name("by hand").into()], TaskSource::Person, Moment(2));
        assert_eq!(anew.sighting(anew.get(&name("by hand")).unwrap()), Sighting::Absent);
    }

    #[test]
    fn while_nothing_can_be_read_only_what_needed_attention_before_needs_it() {
        let mut inventory = Inventory::default();
        let of = |task, state| seen(task, state, 5);
        let mut late = of("late", OmsTaskState::Running);
        (late.reading.delay, Arc::make_mut(&mut late.reading.project).delay_limit) = (Some(90), Some(60));
        inventory.see(vec![of("a", OmsTaskState::Running), of("b", OmsTaskState::Exception), late]);
        let needing = |inventory: &Inventory| {
            let tasks = inventory.tasks().filter(|task| task.needs_attention());
            tasks.map(|task| task.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(needing(&inventory), ["b", "late"]);
        inventory.set_all_stale();
        assert_eq!(needing(&inventory), ["b", "late"]);
        for task in ["a", "b"] {
            assert_eq!(
                inventory.sighting(inventory.get(&name(task)).unwrap()),
                Sighting::Stale,
                "its age is told"
            );
        }
        // Of one project alone, it says something of its tasks.
        inventory.set_stale(&["np_1".into()]);
        assert_eq!(needing(&inventory).len(), 3);
    }

    #[test]
    fn what_could_not_be_read_again_is_stale_and_what_was_not_found_missing() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 5), seen("b", OmsTaskState::Running, 9)]);
        let standing = |inventory: &Inventory, task: &str| {
            inventory.get(&name(task)).unwrap().reading.as_ref().unwrap().standing
        };
        inventory.set_missing(Moment(9));
        assert_eq!(standing(&inventory, "a"), ReadingStanding::Missing);
        assert_eq!(standing(&inventory, "b"), ReadingStanding::Current);
        assert!(inventory.get(&name("a")).unwrap().needs_attention());
        inventory.set_stale(&["np_1".into()]);
        assert_eq!(standing(&inventory, "b"), ReadingStanding::Stale);
        inventory.set_stale(&["np_2".into()]);
        inventory.see(vec![seen("b", OmsTaskState::Running, 10)]);
        inventory.set_all_stale();
        assert_eq!(standing(&inventory, "a"), ReadingStanding::Missing);
        assert_eq!(standing(&inventory, "b"), ReadingStanding::Lost);
        inventory.set_stale(&["np_1".into()]);
        assert_eq!(standing(&inventory, "b"), ReadingStanding::Stale, "of the others, more is known by now");
        inventory.see(vec![seen("b", OmsTaskState::Running, 11)]);
        assert_eq!(standing(&inventory, "b"), ReadingStanding::Current);
    }

    #[test]
    fn a_project_that_was_read_whole_tells_which_of_its_tasks_are_gone_whatever_became_of_others() {
        let of = |text: &str, project: &str, at: i64| {
            let mut task = seen(text, OmsTaskState::Running, at);
            Arc::make_mut(&mut task.reading.project).id = project.into();
            task
        };
        let mut inventory = Inventory::default();
        inventory.see(vec![of("a", "np_1", 5), of("b", "np_1", 5), of("c", "np_2", 5)]);
        inventory.set_stale(&["np_1".into()]);
        inventory.see(vec![of("a", "np_1", 9)]);
        let standing = |inventory: &Inventory, task: &str| {
            inventory.get(&name(task)).unwrap().reading.as_ref().unwrap().standing
        };
        inventory.set_missing_of(&[("np_1".into(), Moment(9)), ("np_3".into(), Moment(9))]);
        let standings = ["a", "b", "c"].map(|task| standing(&inventory, task));
        use ReadingStanding::{Current, Missing};
        assert_eq!(standings, [Current, Missing, Current]);
        assert_eq!(inventory.projects_seen().into_iter().collect::<Vec<_>>(), ["np_1", "np_2"]);
        // A task that an earlier page read is missed likewise, and one that OMS never had is absent.
        let known = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0000000001";
        let by_hand = "10.0.0.5-9000:connector_v2:np_4-incr_trans-1-0:0000000002";
        let mut record = TaskRecord::new(name(known), Moment(0), 8);
        record.know(Knowledge::Read { state: OmsTaskState::Running, at: Moment(1) });
        inventory.put(record);
        inventory.put(TaskRecord::new(name(by_hand), Moment(0), 9));
        let sighting =
            |inventory: &Inventory, task: &str| inventory.sighting(inventory.get(&name(task)).unwrap());
        assert_eq!(sighting(&inventory, known), Sighting::Missing);
        assert_eq!(sighting(&inventory, by_hand), Sighting::NotLookedFor);
        inventory.set_missing_of(&[("np_4".into(), Moment(9))]);
        assert_eq!(sighting(&inventory, by_hand), Sighting::Absent);
        inventory.note_not_found();
        assert!(inventory.get(&name(by_hand)).unwrap().not_found);
    }

    #[test]
    fn what_was_read_is_told_to_a_page_that_does_not_have_it() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 5), seen("b", OmsTaskState::Stopped, 9)]);
        inventory.set_missing_of(&[("np_1".into(), Moment(9))]);
        let mut other = Inventory::default();
        for ProjectTasks { tasks, whole } in inventory.readings() {
            other.see(tasks);
            other.set_missing_of(&Vec::from_iter(whole));
        }
        for task in ["a", "b"] {
            let [known, told] = [&inventory, &other].map(|inventory| inventory.get(&name(task)).unwrap());
            assert_eq!((&told.reading, told.knowledge), (&known.reading, known.knowledge));
        }
        assert_eq!(other.projects_read, inventory.projects_read);
    }

    #[test]
    fn what_was_just_migrated_is_not_missed_before_oms_must_have_noticed() {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 5)]);
        let mut record = inventory.get(&name("a")).unwrap().clone();
        record.know(Knowledge::Moved { at: Moment(1_000) });
        inventory.put(record);
        let is_missing = |inventory: &Inventory| {
            inventory.sighting(inventory.get(&name("a")).unwrap()) == Sighting::Missing
        };
        for (at, expected) in [(1_000 + LAG - 1, false), (1_000 + LAG, true)] {
            inventory.set_missing_of(&[("np_1".into(), Moment(at))]);
            assert_eq!(is_missing(&inventory), expected, "{at}");
        }
    }

    #[test]
    fn delays_stores_and_projects_at_rest_need_attention() {
        let mut inventory = Inventory::default();
        let mut late = seen("late", OmsTaskState::Running, 0);
        late.reading.delay = Some(31);
        let at_rest = [OmsTaskState::Stopped, OmsTaskState::Finished].map(|state| {
            let mut task =
                seen(if state == OmsTaskState::Stopped { "stopped late" } else { "done" }, state, 0);
            task.reading.delay = Some(9_999);
            task.reading.is_store_down = true;
            task
        });
        inventory.see(at_rest.into());
        let mut down = seen("down", OmsTaskState::Running, 0);
        down.reading.is_store_down = true;
        let mut rest = seen("rest", OmsTaskState::Running, 0);
        Arc::make_mut(&mut rest.reading.project).is_at_rest = true;
        let mut stopped = seen("stopped", OmsTaskState::Stopped, 0);
        Arc::make_mut(&mut stopped.reading.project).is_at_rest = true;
        inventory.see(vec![late, down, rest, stopped, seen("fine", OmsTaskState::Running, 0)]);
        let needing: Vec<_> =
            inventory.tasks().filter(|task| task.needs_attention()).map(|task| task.name.as_str()).collect();
        assert_eq!(needing, ["late", "down", "rest"]);
    }
}
