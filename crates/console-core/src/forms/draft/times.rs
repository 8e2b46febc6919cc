//! The times and subtopics of a pull-back's form.

use serde::{Deserialize, Serialize};

use crate::domain::checkpoint::{Subtopic, SubtopicError, TypedSubtopics};
use crate::forms::point::{Occurrence, Point};
use crate::time::{CivilDateTime, EpochSeconds, TimeInput, parse_time_input};

/// A subtopic in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubtopicDraft {
    /// Field "Subtopic".
    pub name: String,
    /// Whether it goes back to a time of its own, not to the common one.
    pub has_own: bool,
    /// Its own time; stays as it is typed while it has none.
    pub own: TimeDraft,
}

/// A time in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimeDraft {
    /// The time as it is typed, in the zone of the form.
    pub at: String,
    /// Which of two times is meant, where the zone has the local time twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<Occurrence>,
    /// When a time that is relative to now was read: from then on it is one instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<EpochSeconds>,
}

/// A place that a time has in a pull-back's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimePlace {
    /// That of the subtopics without a time of their own.
    Common,
    /// A subtopic's own, counted from 0.
    Own(usize),
}

/// A difference that a change of the zone makes to the local times of a form: they stay as they are, and are other
/// instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneChange {
    /// The zone before, as it was typed.
    pub from: String,
    /// The instants before, of the times that depend on the zone.
    pub instants: Vec<(TimePlace, EpochSeconds)>,
}

/// A list of the points in time that a pull-back's form names, as far as they are clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// That of the subtopics without a time of their own.
    pub common: Option<Point>,
    /// For each subtopic, its own.
    pub own: Vec<Option<Point>>,
}

impl SubtopicDraft {
    /// Returns a subtopic that goes back to the common time.
    pub fn of(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Returns the same with a time of its own.
    #[must_use]
    pub fn with_own(self, at: impl Into<String>) -> Self {
        Self { has_own: true, own: TimeDraft::typed(at), ..self }
    }

    /// Returns the subtopics that are typed into its field.
    pub fn read(&self) -> Result<TypedSubtopics, SubtopicError> {
        Subtopic::read(&self.name)
    }
}

impl TimeDraft {
    /// Returns a time as it is typed again: nobody has said yet which of two it is, and a relative one is not read yet.
    pub fn typed(at: impl Into<String>) -> Self {
        Self { at: at.into(), ..Self::default() }
    }

    /// Makes an instant of a time that is relative to now, unless it is one already.
    pub(super) fn anchor(&mut self, now: EpochSeconds) {
        let is_relative = parse_time_input(&self.at).is_ok_and(|input| input.is_relative());
        self.read_at = if is_relative { self.read_at.or(Some(now)) } else { None };
    }

    /// Returns what clocks in the form's zone show at this time, as far as that is clear: as it was typed, or
    /// converted. `point` is what was made of it, in a form with a zone.
    pub fn wall_clock(&self, point: Option<&Point>) -> Option<CivilDateTime> {
        match (parse_time_input(&self.at), point) {
            (Ok(TimeInput::Local { at, .. }), _) => Some(at),
            (_, Some(point)) => Some(point.zoned.local),
            (_, None) => None,
        }
    }
}

impl Points {
    /// Returns the point at a place, if it is clear.
    pub fn at(&self, place: TimePlace) -> Option<&Point> {
        match place {
            TimePlace::Common => self.common.as_ref(),
            TimePlace::Own(index) => self.own.get(index)?.as_ref(),
        }
    }
}
