//! Projects and their Stores, as a simulator is given them.

use crate::task::Task;

/// A migration or synchronisation project. Words are as OMS writes them, so that tests may have any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The id, `np_…` or `p_…`, which its tasks have in their names.
    pub id: String,
    /// The name.
    pub name: String,
    /// `MIGRATION`, `SYNC` or `VERIFY`.
    pub kind: String,
    /// The state, such as `RUNNING`.
    pub status: String,
    /// `HIGH`, `MEDIUM`, `LOW` or `IGNORE`.
    pub importance: String,
    /// The names of its labels.
    pub labels: Vec<String>,
    /// The user whose project it is.
    pub owner: String,
    /// The region of its components.
    pub region: String,
    /// The kind of the source, such as `OB_MYSQL`.
    pub source: String,
    /// The kind of the target, such as `KAFKA`.
    pub sink: String,
    /// When it was created, in seconds since 1970 UTC.
    pub created: i64,
    /// When it ended.
    pub finished: Option<i64>,
    /// Its Stores; `None` has one for each subtopic of its tasks, which keeps its log as the task says.
    pub stores: Option<Vec<Store>>,
    /// Whether it has Full-Verifications.
    pub verifies: bool,
}

/// A Store of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// The subtopic whose log it keeps.
    pub subtopic: String,
    /// The host that it runs on.
    pub ip: String,
    /// The state, such as `ACTIVE` or `UNEXPECTED_EXIT`.
    pub status: String,
    /// How many seconds ago its log begins.
    pub begins_ago: i64,
    /// How many seconds ago its log ends.
    pub ends_ago: i64,
    /// For how many seconds it keeps its log.
    pub kept: i64,
    /// Whether it is for the way back.
    pub reverse: bool,
}

impl Project {
    /// Returns a project that runs: a migration from MySQL to OceanBase of low importance.
    pub fn new(id: &str, created: i64) -> Self {
        Self {
            id: id.to_owned(),
            name: format!("project_{}", id.trim_start_matches("np_").trim_start_matches("p_")),
            kind: "MIGRATION".into(),
            status: "RUNNING".into(),
            importance: "LOW".into(),
            labels: Vec::new(),
            owner: "admin".into(),
            region: "default".into(),
            source: "MYSQL".into(),
            sink: "OB_MYSQL".into(),
            created,
            finished: None,
            stores: None,
            verifies: false,
        }
    }

    /// Returns the same in another state.
    #[must_use]
    pub fn status(mut self, status: &str) -> Self {
        self.status = status.to_owned();
        self
    }

    /// Returns the same of another importance.
    #[must_use]
    pub fn importance(mut self, importance: &str) -> Self {
        self.importance = importance.to_owned();
        self
    }

    /// Returns the same with one more Store, and no others than those added.
    #[must_use]
    pub fn store(mut self, store: Store) -> Self {
        self.stores.get_or_insert_default().push(store);
        self
    }

    /// Returns whether none of its components should work.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.status.as_str(), "RELEASED" | "DELETED" | "FINISHED")
    }
}

impl Store {
    /// Returns a Store that works and keeps its log for so many seconds.
    pub fn new(subtopic: &str, ip: &str, kept: i64) -> Self {
        Self {
            subtopic: subtopic.to_owned(),
            ip: ip.to_owned(),
            status: "ACTIVE".into(),
            begins_ago: kept,
            ends_ago: 1,
            kept,
            reverse: false,
        }
    }

    /// Returns the Stores that tasks have when nothing else is said: one for each subtopic.
    pub(crate) fn of_tasks<'a>(tasks: impl IntoIterator<Item = &'a Task>, is_over: bool) -> Vec<Self> {
        let mut stores: Vec<Self> = Vec::new();
        for task in tasks {
            let kept = i64::try_from(task.retention.as_secs()).unwrap_or(i64::MAX);
            let ip = crate::name::host(&task.name).unwrap_or("127.0.0.1");
            for subtopic in task.position.keys() {
                match stores.iter_mut().find(|store| store.subtopic == *subtopic) {
                    Some(store) => {
                        store.kept = store.kept.max(kept);
                        store.begins_ago = store.kept;
                    }
                    None => {
                        let status = if is_over { "STOP" } else { "ACTIVE" }.to_owned();
                        let store = Self::new(subtopic, ip, kept);
                        stores.push(Self { status, reverse: task.reverse, ..store });
                    }
                }
            }
        }
        stores
    }
}
