//! What a pull-back's form amounts to: the common time, the subtopics, and the times of those that have one of
//! their own.

use super::{Draft, Field, FieldError, Surroundings};
use crate::checkpoint::{Checkpoint, CheckpointError, Subtopic, SubtopicError};
use crate::link::{Link, OwnTime};
use crate::operation::Operation;
use crate::point::{Occurrence, Point};
use crate::time::{ZoneName, ZoneOffsets, epoch, parse_time_input};

/// A subtopic in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubtopicDraft {
    /// Field "Subtopic".
    pub name: String,
    /// Whether it goes back to a time of its own, not to the common one.
    pub has_own: bool,
    /// Its own time; stays as it is typed while it has none.
    pub own: TimeDraft,
}

/// A time in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeDraft {
    /// The time as it is typed, in the zone of the form.
    pub at: String,
    /// Which of two times is meant, where the zone has the local time twice.
    pub occurrence: Option<Occurrence>,
}

/// The points in time that a pull-back's form names, as far as they are clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// That of the subtopics without a time of their own.
    pub common: Option<Point>,
    /// For each subtopic, its own.
    pub own: Vec<Option<Point>>,
}

impl SubtopicDraft {
    /// A subtopic that goes back to the common time.
    pub fn of(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The same with a time of its own.
    #[must_use]
    pub fn with_own(self, at: impl Into<String>) -> Self {
        Self { has_own: true, own: TimeDraft { at: at.into(), occurrence: None }, ..self }
    }

    fn own_time(&self) -> Option<OwnTime> {
        let at = self.own.at.trim();
        parse_time_input(at).ok().filter(|_| self.has_own)?;
        Some(OwnTime { at: at.to_owned(), subtopic: Subtopic::parse(&self.name).ok()? })
    }
}

impl Draft {
    /// Whether any subtopic goes back to the common time.
    pub fn has_common_time(&self) -> bool {
        self.subtopics.iter().any(|subtopic| !subtopic.has_own)
    }

    /// The link that opens this form again, with the times as they were understood: "2 hours ago" is another time
    /// for whoever opens the link.
    pub fn to_exact_link(&self, points: &Points) -> Link {
        let mut exact = self.clone();
        let text = |point: &Point| epoch::rfc3339(point.zoned.instant, point.zoned.offset);
        if let Some(point) = &points.common {
            exact.at = text(point);
        }
        for (subtopic, point) in exact.subtopics.iter_mut().zip(&points.own) {
            if let Some(point) = point {
                subtopic.own.at = text(point);
            }
        }
        exact.to_link()
    }

    /// Fills in what a link says of a pull-back.
    pub(super) fn fill_in_pull_back(&mut self, link: &Link) {
        self.at = link.at.clone().unwrap_or_default();
        if let Some(zone) = &link.zone {
            zone.as_str().clone_into(&mut self.zone);
        }
        let mut subtopics: Vec<_> = link.subtopics.iter().collect();
        subtopics.extend(link.own_times.iter().map(|own| &own.subtopic));
        let mut filled_in: Vec<SubtopicDraft> = Vec::new();
        for subtopic in subtopics {
            let draft = SubtopicDraft::of(subtopic.to_string());
            if !filled_in.iter().any(|known| known.name == draft.name) {
                let own = link.own_times.iter().find(|own| own.subtopic == *subtopic);
                filled_in.push(match own {
                    Some(own) => draft.with_own(&own.at),
                    None => draft,
                });
            }
        }
        if !filled_in.is_empty() {
            self.subtopics = filled_in;
        }
    }

    /// Puts into a link what is valid of a pull-back's form. A subtopic whose own time is not is left out: it does
    /// not go back to the common one.
    pub(super) fn put_pull_back(&self, link: &mut Link) {
        link.at = Some(self.at.trim().to_owned()).filter(|at| parse_time_input(at).is_ok());
        link.zone = ZoneName::new(&self.zone).ok();
        for draft in &self.subtopics {
            let Ok(subtopic) = Subtopic::parse(&draft.name) else { continue };
            let own = draft.own_time();
            if link.subtopics.contains(&subtopic) || draft.has_own && own.is_none() {
                continue;
            }
            link.subtopics.push(subtopic);
            link.own_times.extend(own);
        }
    }

    pub(super) fn pull_back<Z: ZoneOffsets>(
        &self,
        around: &Surroundings<'_, Z>,
        points: &mut Points,
        errors: &mut Vec<(Field, FieldError)>,
    ) -> Option<Operation> {
        let zone = ZoneName::new(&self.zone)
            .map_err(FieldError::ZoneName)
            // Abbreviations such as CST stand for several zones, and browsers take one of them.
            .and_then(|name| Some(name).filter(ZoneName::is_unambiguous).ok_or(FieldError::UnknownZone))
            .and_then(|name| (around.zone)(&name).ok_or(FieldError::UnknownZone))
            .map_err(|error| errors.push((Field::Zone, error)))
            .ok();
        let read = |field, at: &str, occurrence, errors: &mut Vec<_>| {
            let read = Point::read(at, zone.as_ref()?, occurrence, around.now);
            read.map_err(|error| errors.push((field, FieldError::Point(error)))).ok()
        };
        // What nothing goes back to need not be a time.
        if self.has_common_time() {
            points.common = read(Field::At, &self.at, self.occurrence, errors);
        }
        let (mut entries, mut places) = (Vec::new(), Vec::new());
        for (index, draft) in self.subtopics.iter().enumerate() {
            let subtopic = Subtopic::parse(&draft.name);
            let subtopic = subtopic
                .map_err(|error| errors.push((Field::Subtopic(index), FieldError::Subtopic(error))))
                .ok();
            let TimeDraft { at, occurrence } = &draft.own;
            let own_point = match draft.has_own {
                true => read(Field::OwnTime(index), at, *occurrence, errors),
                false => None,
            };
            points.own.push(own_point);
            let point = if draft.has_own { own_point } else { points.common };
            if let (Some(subtopic), Some(point)) = (subtopic, point) {
                entries.push((subtopic, point.zoned.instant));
                places.push(index);
            }
        }
        if entries.len() < self.subtopics.len() {
            return None;
        }
        match Checkpoint::new(entries.clone()) {
            Ok(to) => Some(Operation::PullBack { to }),
            Err(CheckpointError::Empty) => {
                errors.push((Field::Subtopic(0), FieldError::Subtopic(SubtopicError::Empty)));
                None
            }
            Err(CheckpointError::Twice(subtopic)) => {
                let again = entries.iter().rposition(|(other, _)| *other == subtopic);
                let place = again.and_then(|again| places.get(again)).copied().unwrap_or(0);
                errors.push((Field::Subtopic(place), FieldError::SubtopicTwice));
                None
            }
        }
    }
}
