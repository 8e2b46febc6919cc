//! What a pull-back's form amounts to: the common time, the subtopics, and the times of those that have one of
//! their own.

use super::times::{Points, SubtopicDraft, TimeDraft, TimePlace, ZoneChange};
use super::{Draft, DraftContext, FieldError, FormField};
use crate::domain::checkpoint::{Checkpoint, CheckpointError, Subtopic, SubtopicError};
use crate::domain::operation::Operation;
use crate::forms::point::{Occurrence, Point, PointContext, PointError, PointText};
use crate::time::{
    EpochSeconds, LocalTimeResolution, TimeZone, ZoneError, ZoneName, ZoneNameError, ZoneOffsets, ZoneRules,
    Zoned, format, resolve,
};

impl Draft {
    /// Returns whether any subtopic goes back to the common time.
    pub fn has_common_time(&self) -> bool {
        self.subtopics.iter().any(|subtopic| !subtopic.has_own)
    }

    /// Returns the time at a place.
    pub fn time(&self, place: TimePlace) -> Option<&TimeDraft> {
        match place {
            TimePlace::Common => Some(&self.time),
            TimePlace::Own(index) => self.subtopics.get(index).map(|subtopic| &subtopic.own),
        }
    }

    /// Returns the same, to change it.
    pub fn time_mut(&mut self, place: TimePlace) -> Option<&mut TimeDraft> {
        match place {
            TimePlace::Common => Some(&mut self.time),
            TimePlace::Own(index) => self.subtopics.get_mut(index).map(|subtopic| &mut subtopic.own),
        }
    }

    /// All places of times.
    pub(crate) fn time_places(&self) -> impl Iterator<Item = TimePlace> + use<> {
        std::iter::once(TimePlace::Common).chain((0..self.subtopics.len()).map(TimePlace::Own))
    }

    /// Puts a time that was typed into its place. That a time that is not past may be sent is said again for it.
    pub fn type_time(&mut self, place: TimePlace, text: impl Into<String>) {
        self.allows_future = false;
        if let Some(time) = self.time_mut(place) {
            *time = TimeDraft::typed(text);
        }
    }

    /// Takes over which of two times is meant at a place. That a time that is not past may be sent is said again for it.
    pub fn choose_occurrence(&mut self, place: TimePlace, which: Occurrence) {
        self.allows_future = false;
        if let Some(time) = self.time_mut(place) {
            time.occurrence = Some(which);
        }
    }

    /// Puts another zone into the form. The local times stay, and which of two is meant is asked again.
    pub fn type_zone(&mut self, zone: impl Into<String>) {
        self.zone = zone.into();
        self.allows_future = false;
        self.time.occurrence = None;
        self.subtopics.iter_mut().for_each(|subtopic| subtopic.own.occurrence = None);
    }

    /// Makes instants of the times that are relative to now and were not read before: from now on they stay.
    pub fn anchor(&mut self, now: EpochSeconds) {
        for place in self.time_places() {
            if let Some(time) = self.time_mut(place) {
                time.anchor(now);
            }
        }
    }

    /// Returns what another zone would change; `None` if no time depends on it. `points` are those of this form.
    pub fn before_zone_change(&self, points: &Points) -> Option<ZoneChange> {
        let dependent = |place| {
            let point = points.at(place)?;
            point.reading.depends_on_zone().then_some((place, point.zoned.instant))
        };
        let instants: Vec<_> = self.time_places().filter_map(dependent).collect();
        (!instants.is_empty()).then(|| ZoneChange { from: self.zone.clone(), instants })
    }

    /// Returns whether the times of a change of zone are other instants now.
    pub fn has_moved(&self, change: &ZoneChange, points: &Points) -> bool {
        change
            .instants
            .iter()
            .any(|(place, before)| points.at(*place).is_some_and(|point| point.zoned.instant != *before))
    }

    /// Writes the times so that they are the instants from before a change of zone.
    pub fn keep_instants(&mut self, change: &ZoneChange, zone: &impl ZoneOffsets) {
        for (place, instant) in &change.instants {
            if let Some(text) = text_in_zone(*instant, zone) {
                self.type_time(*place, text);
            }
        }
    }

    /// Puts an instant into the place of a time, as a person would type it in the form's zone; in UTC where that is
    /// not understood.
    pub fn move_time<Z: ZoneOffsets>(
        &mut self,
        place: TimePlace,
        instant: EpochSeconds,
        named: impl Fn(&ZoneName) -> Option<Z>,
    ) {
        let zone = self.zone_rules(named).ok().flatten();
        let text = zone.and_then(|zone| text_in_zone(instant, &zone));
        self.type_time(place, text.unwrap_or_else(|| format::utc_text(instant)));
    }

    /// Returns the names of the subtopics that can be read.
    pub fn subtopic_names(&self) -> Vec<String> {
        let read = self.subtopics.iter().flat_map(SubtopicDraft::read);
        read.flat_map(|read| read.names).map(|name| name.to_string()).collect()
    }

    /// Gives each of the subtopics that are typed into one field a field of its own.
    pub fn split_subtopics(&mut self, index: usize) {
        let Some(read) = self.subtopics.get(index).and_then(|subtopic| subtopic.read().ok()) else { return };
        let kept = self.subtopics.remove(index);
        let fields = read.names.iter().map(|name| SubtopicDraft { name: name.to_string(), ..kept.clone() });
        self.subtopics.splice(index..index, fields);
    }

    /// Returns the rules of the form's zone; `None` while the field is empty.
    pub fn zone_rules<Z>(
        &self,
        named: impl Fn(&ZoneName) -> Option<Z>,
    ) -> Result<Option<ZoneRules<Z>>, ZoneError> {
        match TimeZone::parse(&self.zone) {
            Ok(zone) => zone.rules(named).map(Some).ok_or(ZoneError::Unknown),
            Err(ZoneError::Name(ZoneNameError::Empty)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn pull_back<Z: ZoneOffsets>(
        &self,
        around: &DraftContext<'_, Z>,
        points: &mut Points,
        errors: &mut Vec<(FormField, FieldError)>,
    ) -> Option<Operation> {
        let zone = self.zone_rules(around.zone);
        let place_of_zone = errors.len();
        if let Err(error) = &zone {
            errors.push((FormField::Zone, FieldError::Zone(*error)));
        }
        let context = PointContext {
            zone: zone.as_ref().ok().and_then(Option::as_ref),
            named: around.zone,
            present: around.present,
            allows_future: self.allows_future,
        };
        let data_since = self.task_name().and_then(|task| (around.data_since)(&task));
        let mut lacks_zone = false;
        let mut read = |field, time: &TimeDraft, errors: &mut Vec<_>| {
            let TimeDraft { at, occurrence, read_at } = time;
            let text = PointText { text: at, read_at: *read_at, chosen: *occurrence };
            match Point::read(text, &context) {
                Ok(point) => {
                    if let Some(since) = data_since.filter(|since| point.zoned.instant < *since) {
                        let local = context.zone.and_then(|zone| Zoned::in_zone(since, zone));
                        let error = PointError::BeforeData { since, local };
                        errors.push((field, FieldError::Point(error)));
                    }
                    return Some(point);
                }
                // Said once, at the zone.
                Err(PointError::NoZone) => lacks_zone = true,
                Err(error) => errors.push((field, FieldError::Point(error))),
            }
            None
        };
        // What nothing goes back to need not be a time.
        if self.has_common_time() {
            points.common = read(FormField::At, &self.time, errors);
        }
        let (mut entries, mut places) = (Vec::new(), Vec::new());
        for (index, draft) in self.subtopics.iter().enumerate() {
            let subtopic = Subtopic::of_field(&draft.name);
            let subtopic = subtopic
                .map_err(|error| errors.push((FormField::Subtopic(index), FieldError::Subtopic(error))))
                .ok();
            let own_point = match draft.has_own {
                true => read(FormField::OwnTime(index), &draft.own, errors),
                false => None,
            };
            points.own.push(own_point);
            let point = if draft.has_own { own_point } else { points.common };
            if let (Some(subtopic), Some(point)) = (subtopic, point) {
                entries.push((subtopic, point.zoned.instant));
                places.push(index);
            }
        }
        if lacks_zone && matches!(zone, Ok(None)) {
            let missing = ZoneError::Name(ZoneNameError::Empty);
            errors.insert(place_of_zone, (FormField::Zone, FieldError::Zone(missing)));
        }
        if entries.len() < self.subtopics.len() {
            return None;
        }
        match Checkpoint::new(entries.clone()) {
            Ok(to) => Some(Operation::PullBack { to }),
            Err(CheckpointError::Empty) => {
                errors.push((FormField::Subtopic(0), FieldError::Subtopic(SubtopicError::Empty)));
                None
            }
            Err(CheckpointError::Twice(subtopic)) => {
                let again = entries.iter().rposition(|(other, _)| *other == subtopic);
                let place = again.and_then(|again| places.get(again)).copied().unwrap_or(0);
                errors.push((FormField::Subtopic(place), FieldError::SubtopicTwice));
                None
            }
        }
    }
}

/// Returns an instant as a text that is read as this instant in a zone; nothing where the zone has no answer.
fn text_in_zone(instant: EpochSeconds, zone: &impl ZoneOffsets) -> Option<String> {
    let Zoned { local, offset, .. } = Zoned::in_zone(instant, zone)?;
    // Where the zone has the local time twice, the offset says which one it is.
    let is_unique = matches!(resolve(local, zone), LocalTimeResolution::Unique(_));
    Some(if is_unique { local.to_string() } else { format::rfc3339(instant, offset) })
}
