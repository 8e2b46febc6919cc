//! Stores, which keep the source's log for the Incr-Syncs.

use super::envelope::ErrorDetail;
use super::list::{Direction, OddEntryKind};
use super::value::{AnswerFields, ServerTime};
use crate::time::EpochSeconds;

/// A Store of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// Its name.
    pub name: String,
    /// Which way its data goes.
    pub direction: Direction,
    /// The kind of its source, such as `MySQL`.
    pub kind: Option<String>,
    /// The host that it runs on.
    pub ip: Option<String>,
    /// The region of the host.
    pub region: Option<String>,
    /// The subtopic that it keeps the log of.
    pub subtopic: Option<String>,
    /// Its state, as OMS says it. The words are documented nowhere.
    pub state: Option<String>,
    /// The records per second.
    pub rate: Option<f64>,
    /// How many seconds it is behind. Negative where clocks differ.
    pub delay: Option<i64>,
    /// How many clients are connected.
    pub connections: Option<i64>,
    /// The point that its log begins at.
    pub begin: Option<EpochSeconds>,
    /// The point that its log reaches to.
    pub end: Option<EpochSeconds>,
    /// When it was heard last.
    pub heartbeat: Option<EpochSeconds>,
    /// For how many seconds it keeps its log.
    pub kept_seconds: Option<i64>,
    /// When it was created.
    pub created: Option<ServerTime>,
    /// When OMS changed its record last.
    pub modified: Option<ServerTime>,
    /// Its last message, which is there also when all is well.
    pub message: Option<String>,
    /// What OMS says is wrong.
    pub errors: Vec<ErrorDetail>,
}

impl Store {
    pub(super) fn read(json: &str, direction: Direction) -> Result<Self, OddEntryKind> {
        let fields = AnswerFields::read(json).ok_or(OddEntryKind::NotAnObject)?;
        let config = fields.get("config").and_then(AnswerFields::read);
        Ok(Self {
            name: fields.text("name").ok_or(OddEntryKind::Nameless)?,
            direction,
            kind: fields.text("type"),
            ip: fields.text("ip"),
            region: fields.text("region"),
            subtopic: fields.text("subtopic"),
            state: fields.sentence("status"),
            rate: fields.number("tps"),
            delay: fields.integer("delay"),
            connections: fields.integer("conn"),
            begin: fields.utc("beginCheckpoint"),
            end: fields.utc("endCheckpoint"),
            heartbeat: fields.utc("latelyHeartbeatTimeSec"),
            kept_seconds: config.and_then(|config| config.integer("store.clearer.outdated")),
            created: fields.time("gmtCreate"),
            modified: fields.time("gmtModified").or_else(|| fields.time("gmtModify")),
            message: fields.sentence("errMsg"),
            errors: ErrorDetail::read_list(&fields, "errorDetails"),
        })
    }

    /// Returns whether it works, by its state.
    pub fn is_active(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.eq_ignore_ascii_case("ACTIVE"))
    }

    /// Returns whether its log covers a point, as far as its limits are known.
    pub fn covers(&self, point: EpochSeconds) -> bool {
        self.begin.is_some_and(|begin| begin <= point) && self.end.is_none_or(|end| point <= end)
    }
}
