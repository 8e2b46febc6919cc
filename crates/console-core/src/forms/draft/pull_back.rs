//! What a pull-back's form amounts to: the common time, the subtopics, and the times of those that have one of
//! their own.

use super::{Draft, Field, FieldError, Surroundings};
use crate::domain::checkpoint::{Checkpoint, CheckpointError, Subtopic, SubtopicError, TypedSubtopics};
use crate::domain::operation::Operation;
use crate::forms::point::{Occurrence, Point, PointContext, PointError, PointText};
use crate::interchange::link::{Link, OwnTime};
use crate::time::{
    CivilDateTime, EpochSeconds, Resolution, TimeInput, TimeZone, ZoneError, ZoneName, ZoneNameError,
    ZoneOffsets, ZoneRules, Zoned, epoch, parse_time_input, resolve,
};

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
    /// When a time that is relative to now was read: from then on it is one instant.
    pub read_at: Option<EpochSeconds>,
}

/// Which time of a pull-back's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePlace {
    /// That of the subtopics without a time of their own.
    Common,
    /// A subtopic's own, counted from 0.
    Own(usize),
}

/// What a change of the zone does to the local times of a form: they stay as they are, and are other instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneChange {
    /// The zone before, as it was typed.
    pub from: String,
    /// The instants before, of the times that depend on the zone.
    pub instants: Vec<(TimePlace, EpochSeconds)>,
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
        Self { has_own: true, own: TimeDraft::typed(at), ..self }
    }

    /// The subtopics that are typed into its field.
    pub fn read(&self) -> Result<TypedSubtopics, SubtopicError> {
        Subtopic::read(&self.name)
    }

    fn own_time(&self) -> Option<OwnTime> {
        let at = self.own.at.trim();
        parse_time_input(at).ok().filter(|_| self.has_own)?;
        Some(OwnTime { at: at.to_owned(), subtopic: Subtopic::of_field(&self.name).ok() })
    }
}

impl TimeDraft {
    /// A time as it is typed anew: nobody has said yet which of two it is, and a relative one is not read yet.
    pub fn typed(at: impl Into<String>) -> Self {
        Self { at: at.into(), ..Self::default() }
    }

    /// Makes an instant of a time that is relative to now, unless it is one already.
    fn anchor(&mut self, now: EpochSeconds) {
        let is_relative = parse_time_input(&self.at).is_ok_and(|input| input.is_relative());
        self.read_at = if is_relative { self.read_at.or(Some(now)) } else { None };
    }

    /// What clocks in the form's zone show at this time, as far as that is clear: as it was typed, or converted.
    /// `point` is what was made of it, in a form with a zone.
    pub fn wall_clock(&self, point: Option<&Point>) -> Option<CivilDateTime> {
        match (parse_time_input(&self.at), point) {
            (Ok(TimeInput::Local { at, .. }), _) => Some(at),
            (_, Some(point)) => Some(point.zoned.local),
            (_, None) => None,
        }
    }
}

impl Points {
    /// The point at a place, if it is clear.
    pub fn at(&self, place: TimePlace) -> Option<&Point> {
        match place {
            TimePlace::Common => self.common.as_ref(),
            TimePlace::Own(index) => self.own.get(index)?.as_ref(),
        }
    }
}

impl Draft {
    /// Whether any subtopic goes back to the common time.
    pub fn has_common_time(&self) -> bool {
        self.subtopics.iter().any(|subtopic| !subtopic.has_own)
    }

    /// The time at a place.
    pub fn time(&self, place: TimePlace) -> Option<&TimeDraft> {
        match place {
            TimePlace::Common => Some(&self.time),
            TimePlace::Own(index) => self.subtopics.get(index).map(|subtopic| &subtopic.own),
        }
    }

    /// The same, to change it.
    pub fn time_mut(&mut self, place: TimePlace) -> Option<&mut TimeDraft> {
        match place {
            TimePlace::Common => Some(&mut self.time),
            TimePlace::Own(index) => self.subtopics.get_mut(index).map(|subtopic| &mut subtopic.own),
        }
    }

    /// All places of times.
    fn time_places(&self) -> impl Iterator<Item = TimePlace> + use<> {
        std::iter::once(TimePlace::Common).chain((0..self.subtopics.len()).map(TimePlace::Own))
    }

    /// Puts a time that was typed into its place. That a time that is not past may be sent is said anew for it.
    pub fn type_time(&mut self, place: TimePlace, text: impl Into<String>) {
        self.allows_future = false;
        if let Some(time) = self.time_mut(place) {
            *time = TimeDraft::typed(text);
        }
    }

    /// Puts another zone into the form. The local times stay, and which of two is meant is asked anew.
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

    /// What another zone would change; `None` if no time depends on it. `points` are those of this form.
    pub fn before_zone_change(&self, points: &Points) -> Option<ZoneChange> {
        let dependent = |place| {
            let point = points.at(place)?;
            point.reading.depends_on_zone().then_some((place, point.zoned.instant))
        };
        let instants: Vec<_> = self.time_places().filter_map(dependent).collect();
        (!instants.is_empty()).then(|| ZoneChange { from: self.zone.clone(), instants })
    }

    /// Whether the times of a change of zone are other instants now.
    pub fn has_moved(&self, change: &ZoneChange, points: &Points) -> bool {
        change
            .instants
            .iter()
            .any(|(place, before)| points.at(*place).is_some_and(|point| point.zoned.instant != *before))
    }

    /// Writes the times so that they are the instants from before a change of zone.
    pub fn keep_instants(&mut self, change: &ZoneChange, zone: &impl ZoneOffsets) {
        for (place, instant) in &change.instants {
            let Some(Zoned { local, offset, .. }) = Zoned::in_zone(*instant, zone) else { continue };
            // Where the zone has the local time twice, the offset says which one it is.
            let is_unique = matches!(resolve(local, zone), Resolution::Unique(_));
            let text = if is_unique { local.to_string() } else { epoch::rfc3339(*instant, offset) };
            self.type_time(*place, text);
        }
    }

    /// Gives each of the subtopics that are typed into one field a field of its own.
    pub fn split_subtopics(&mut self, index: usize) {
        let Some(read) = self.subtopics.get(index).and_then(|subtopic| subtopic.read().ok()) else { return };
        let kept = self.subtopics.remove(index);
        let fields = read.names.iter().map(|name| SubtopicDraft { name: name.to_string(), ..kept.clone() });
        self.subtopics.splice(index..index, fields);
    }

    /// The link that opens this form again, with the times as they were understood: "2 hours ago" is another time
    /// for whoever opens the link.
    pub fn to_exact_link(&self, points: &Points) -> Link {
        let mut exact = self.clone();
        let text = |point: &Point| epoch::rfc3339(point.zoned.instant, point.zoned.offset);
        for place in self.time_places() {
            if let Some(point) = points.at(place) {
                exact.type_time(place, text(point));
            }
        }
        exact.to_link()
    }

    /// Fills in what a link says of a pull-back.
    pub(super) fn fill_in_pull_back(&mut self, link: &Link) {
        let time = |at: &str| TimeDraft { read_at: link.read_at, ..TimeDraft::typed(at) };
        self.time = time(link.at.as_deref().unwrap_or_default());
        let mut times = link.at.iter().chain(link.own_times.iter().map(|own| &own.at));
        let is_clear = |at: &String| parse_time_input(at).is_ok_and(|input| !input.needs_zone());
        match &link.zone {
            Some(zone) => zone.clone_into(&mut self.zone),
            None if times.all(is_clear) => {}
            // The person who follows the link is elsewhere than the one who wrote it.
            None => self.zone.clear(),
        }
        let mut subtopics = link.subtopics.clone();
        let own = link.own_times.iter().filter_map(|own| own.subtopic.as_ref());
        subtopics.extend(own.map(ToString::to_string));
        let mut filled_in: Vec<SubtopicDraft> = Vec::new();
        for subtopic in subtopics {
            let draft = SubtopicDraft::of(&subtopic);
            if !filled_in.iter().any(|known| known.name == draft.name) {
                let is_own =
                    |own: &&OwnTime| own.subtopic.as_ref().is_some_and(|of| of.to_string() == subtopic);
                let own = link.own_times.iter().find(is_own);
                filled_in.push(match own {
                    Some(own) => SubtopicDraft { has_own: true, own: time(&own.at), ..draft },
                    None => draft,
                });
            }
        }
        // Whose time that is has to be said by a person.
        let nameless = link.own_times.iter().filter(|own| own.subtopic.is_none());
        filled_in.extend(nameless.map(|own| SubtopicDraft {
            has_own: true,
            own: time(&own.at),
            ..Default::default()
        }));
        if !filled_in.is_empty() {
            self.subtopics = filled_in;
        }
    }

    /// Puts into a link what is valid of a pull-back's form. A subtopic whose own time is not is left out: it does
    /// not go back to the common one.
    pub(super) fn put_pull_back(&self, link: &mut Link) {
        link.at = Some(self.time.at.trim().to_owned()).filter(|at| parse_time_input(at).is_ok());
        link.read_at = self.time_places().find_map(|place| self.time(place)?.read_at);
        link.zone = TimeZone::parse(&self.zone).ok().map(|zone| zone.to_string());
        for draft in &self.subtopics {
            let Ok(subtopic) = Subtopic::of_field(&draft.name).map(|subtopic| subtopic.to_string()) else {
                continue;
            };
            let own = draft.own_time();
            if link.subtopics.contains(&subtopic) || draft.has_own && own.is_none() {
                continue;
            }
            link.subtopics.push(subtopic);
            link.own_times.extend(own);
        }
    }

    /// The rules of the form's zone; `None` while the field is empty.
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
        around: &Surroundings<'_, Z>,
        points: &mut Points,
        errors: &mut Vec<(Field, FieldError)>,
    ) -> Option<Operation> {
        let zone = self.zone_rules(around.zone);
        let place_of_zone = errors.len();
        if let Err(error) = &zone {
            errors.push((Field::Zone, FieldError::Zone(*error)));
        }
        let context = PointContext {
            zone: zone.as_ref().ok().and_then(Option::as_ref),
            named: around.zone,
            present: around.present,
            allows_future: self.allows_future,
        };
        let mut lacks_zone = false;
        let mut read = |field, time: &TimeDraft, errors: &mut Vec<_>| {
            let TimeDraft { at, occurrence, read_at } = time;
            let text = PointText { text: at, read_at: *read_at, chosen: *occurrence };
            match Point::read(text, &context) {
                Ok(point) => return Some(point),
                // Said once, at the zone.
                Err(PointError::NoZone) => lacks_zone = true,
                Err(error) => errors.push((field, FieldError::Point(error))),
            }
            None
        };
        // What nothing goes back to need not be a time.
        if self.has_common_time() {
            points.common = read(Field::At, &self.time, errors);
        }
        let (mut entries, mut places) = (Vec::new(), Vec::new());
        for (index, draft) in self.subtopics.iter().enumerate() {
            let subtopic = Subtopic::of_field(&draft.name);
            let subtopic = subtopic
                .map_err(|error| errors.push((Field::Subtopic(index), FieldError::Subtopic(error))))
                .ok();
            let own_point = match draft.has_own {
                true => read(Field::OwnTime(index), &draft.own, errors),
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
            errors.insert(place_of_zone, (Field::Zone, FieldError::Zone(missing)));
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
