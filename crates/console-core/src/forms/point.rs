//! The point in time that a pull-back goes to: from what was typed to one instant, or to the reason
//! why there is none.

use serde::{Deserialize, Serialize};

use crate::time::{
    CivilDateTime, DecidingClock, EpochSeconds, InstantNotation, LocalTimeResolution, Offset, PresentTime,
    RelativeDay, TimeInput, TimeInputError, TimeOfDay, ZoneName, ZoneOffsets, ZoneRules, Zoned,
    parse_time_input, resolve,
};

/// An instant in the past, with what a person must see of it before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The instant, and the local time: in the form's zone, or where there is none in that of the text.
    pub zoned: Zoned,
    /// How long before now, in seconds; more than 0 unless a time that is not past is allowed.
    pub seconds_ago: i64,
    /// How the text was taken.
    pub reading: TimeInterpretation,
    /// The two times that the text can mean, where the zone has it twice and one was chosen.
    pub twice: Option<AmbiguousTime>,
}

/// A local time that a zone has twice, and which of them was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmbiguousTime {
    /// The first.
    pub earlier: Zoned,
    /// The second.
    pub later: Zoned,
    /// Which one was chosen.
    pub chosen: Occurrence,
}

/// A way that a text was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeInterpretation {
    /// As a local time in the form's zone.
    Local {
        /// A fraction of a second was dropped.
        dropped_fraction: bool,
    },
    /// As a local time in the zone that is written with it; the form's is used to show it.
    InWrittenZone {
        /// A fraction of a second was dropped.
        dropped_fraction: bool,
    },
    /// As a time of day on a day that depends on when it was read.
    OnDay {
        /// The day.
        day: RelativeDay,
        /// Whether a zone is written with it, which was used instead of the form's.
        in_written_zone: bool,
    },
    /// As an instant; the zone is used to show it, not to read it.
    Instant {
        /// The offset that was written with it.
        offset: Option<Offset>,
        /// How it was written.
        from: InstantNotation,
    },
    /// As a distance from the moment at which it was read.
    Ago,
}

impl TimeInterpretation {
    /// Returns whether another zone in the form would make another instant of the text.
    pub fn depends_on_zone(self) -> bool {
        matches!(self, Self::Local { .. } | Self::OnDay { in_written_zone: false, .. })
    }
}

/// A choice that says which of the two times a clock shows when it is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Occurrence {
    /// The first, before the clock is put back.
    Earlier,
    /// The second, after it was.
    Later,
}

/// Why a text gives no point to pull back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointError {
    /// It cannot be read as a time.
    Input(TimeInputError),
    /// It is a local time, and no zone is understood that it could be meant in.
    NoZone,
    /// The browser does not know the zone that is written with it.
    UnknownZone,
    /// The zone skips it.
    Gap {
        /// The last second before the clock is put forward.
        before: Zoned,
        /// The first second after.
        after: Zoned,
    },
    /// The zone has it twice, and nobody has said which is meant.
    Overlap {
        /// The first.
        earlier: Zoned,
        /// The second.
        later: Zoned,
    },
    /// The browser does not tell the zone's offset.
    NoOffset,
    /// It is not in the past.
    NotPast {
        /// The local time.
        local: CivilDateTime,
        /// How far ahead of now, in seconds; 0 is now.
        seconds_ahead: i64,
        /// Whose clock says so.
        clock: DecidingClock,
    },
    /// No Store has data from so early.
    BeforeData {
        /// From when on there is data.
        since: EpochSeconds,
        /// The same in the form's zone, if one is understood there.
        local: Option<Zoned>,
    },
    /// It is before 1970, where a checkpoint cannot be. Carries the local time.
    BeforeEpoch(CivilDateTime),
}

/// A text that is to become a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointText<'a> {
    /// What was typed.
    pub text: &'a str,
    /// When it was read, if what it means depends on that.
    pub read_at: Option<EpochSeconds>,
    /// Which of two times is meant.
    pub chosen: Option<Occurrence>,
}

/// A context that it takes to make a point of a text.
pub struct PointContext<'a, Z> {
    /// The zone of the form, if one is understood there.
    pub zone: Option<&'a ZoneRules<Z>>,
    /// The rules of a zone by its name, if there is such a zone.
    pub named: &'a dyn Fn(&ZoneName) -> Option<Z>,
    /// The time now.
    pub present: PresentTime,
    /// Whether a time that is not past is taken all the same.
    pub allows_future: bool,
}

impl Point {
    /// Reads what was typed. The form's zone turns local times into instants and shows all of them.
    pub fn read<Z: ZoneOffsets>(
        text: PointText<'_>,
        context: &PointContext<'_, Z>,
    ) -> Result<Self, PointError> {
        let PresentTime { now, clock } = context.present;
        let read_at = text.read_at.unwrap_or(now);
        let settle = |at, zone: &ZoneRules<Z>| settle(at, zone, text.chosen, context.present);
        let form_zone = || context.zone.ok_or(PointError::NoZone);
        let (zoned, twice, reading) = match parse_time_input(text.text).map_err(PointError::Input)? {
            TimeInput::Local { at, dropped_fraction } => {
                let (zoned, twice) = settle(at, form_zone()?)?;
                (zoned, twice, TimeInterpretation::Local { dropped_fraction })
            }
            TimeInput::InZone { at, zone, dropped_fraction } => {
                let rules = (context.named)(&zone).map(ZoneRules::Named).ok_or(PointError::UnknownZone)?;
                let (zoned, twice) = settle(at, &rules)?;
                (context.shown(zoned)?, twice, TimeInterpretation::InWrittenZone { dropped_fraction })
            }
            TimeInput::OnDay { day, time, zone, .. } => {
                let written = match &zone {
                    Some(zone) => Some(zone.rules(context.named).ok_or(PointError::UnknownZone)?),
                    None => None,
                };
                let rules = written.as_ref().map_or_else(form_zone, Ok)?;
                let (zoned, twice) = settle(on_day(day, time, read_at, rules)?, rules)?;
                let in_written_zone = written.is_some();
                (context.shown(zoned)?, twice, TimeInterpretation::OnDay { day, in_written_zone })
            }
            TimeInput::Instant { at, offset, from } => {
                let zoned = Zoned::new(at, offset.unwrap_or(Offset::UTC));
                (
                    context.shown(zoned.ok_or(PointError::NoOffset)?)?,
                    None,
                    TimeInterpretation::Instant { offset, from },
                )
            }
            TimeInput::Ago { seconds } => {
                let at = read_at.checked_sub(seconds).ok_or(PointError::Input(TimeInputError::TooLongAgo))?;
                let zoned = Zoned::new(at, Offset::UTC).ok_or(PointError::NoOffset)?;
                (context.shown(zoned)?, None, TimeInterpretation::Ago)
            }
        };
        let seconds_ago = now.seconds_since(zoned.instant);
        if seconds_ago <= 0 && !context.allows_future {
            return Err(PointError::NotPast { local: zoned.local, seconds_ahead: -seconds_ago, clock });
        }
        if zoned.instant.get() < 0 {
            return Err(PointError::BeforeEpoch(zoned.local));
        }
        Ok(Self { zoned, seconds_ago, reading, twice })
    }
}

impl<Z: ZoneOffsets> PointContext<'_, Z> {
    /// Returns an instant as clocks in the form's zone show it; as it is where there is none.
    fn shown(&self, zoned: Zoned) -> Result<Zoned, PointError> {
        match self.zone {
            Some(zone) => Zoned::in_zone(zoned.instant, zone).ok_or(PointError::NoOffset),
            None => Ok(zoned),
        }
    }
}

/// Returns what a local time is in a zone.
fn settle(
    at: CivilDateTime,
    zone: &impl ZoneOffsets,
    chosen: Option<Occurrence>,
    present: PresentTime,
) -> Result<(Zoned, Option<AmbiguousTime>), PointError> {
    match resolve(at, zone) {
        LocalTimeResolution::Unique(zoned) => Ok((zoned, None)),
        LocalTimeResolution::Overlap { earlier, later } => {
            let chosen = chosen.ok_or(PointError::Overlap { earlier, later })?;
            let zoned = if chosen == Occurrence::Earlier { earlier } else { later };
            Ok((zoned, Some(AmbiguousTime { earlier, later, chosen })))
        }
        LocalTimeResolution::Gap { before, after } => Err(PointError::Gap { before, after }),
        // At the ends of the calendar the instant may lie outside of it; the answer is clear all the same.
        LocalTimeResolution::Unavailable if at.year() == 1 => Err(PointError::BeforeEpoch(at)),
        LocalTimeResolution::Unavailable if at.year() == 9999 => {
            let seconds_ahead = at.seconds_as_if_utc() - present.now.get();
            Err(PointError::NotPast { local: at, seconds_ahead, clock: present.clock })
        }
        LocalTimeResolution::Unavailable => Err(PointError::NoOffset),
    }
}

/// Returns a time of day, on a day that is told from what clocks in the zone showed when it was read.
fn on_day(
    day: RelativeDay,
    time: TimeOfDay,
    read_at: EpochSeconds,
    zone: &impl ZoneOffsets,
) -> Result<CivilDateTime, PointError> {
    let then = Zoned::in_zone(read_at, zone).ok_or(PointError::NoOffset)?.local;
    let on = |date| CivilDateTime::on(date, time.hour, time.minute, time.second);
    let today = on(then.date()).map_err(|error| PointError::Input(error.into()))?;
    let is_today = match day {
        RelativeDay::Today => true,
        RelativeDay::Yesterday => false,
        RelativeDay::Latest => today <= then,
    };
    if is_today {
        return Ok(today);
    }
    let yesterday = then.date().day_before().and_then(|date| on(date).ok());
    yesterday.ok_or(PointError::BeforeEpoch(today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Berlin in 2023, to the second.
    struct Berlin;

    impl ZoneOffsets for Berlin {
        fn offset_at(&self, instant: EpochSeconds) -> Option<Offset> {
            let summer = (1_679_792_400..1_698_541_200).contains(&instant.get());
            Offset::new(if summer { 7200 } else { 3600 })
        }
    }

    const NOW: i64 = 1_700_000_000;

    fn at(seconds: i64) -> EpochSeconds {
        EpochSeconds::new(seconds).unwrap()
    }

    fn named(name: &ZoneName) -> Option<Berlin> {
        (name.as_str() == "Europe/Berlin").then_some(Berlin)
    }

    fn read_in(zone: Option<ZoneRules<Berlin>>, text: PointText<'_>) -> Result<Point, PointError> {
        let present = PresentTime::at(at(NOW));
        Point::read(text, &PointContext { zone: zone.as_ref(), named: &named, present, allows_future: false })
    }

    fn typed(text: &str) -> PointText<'_> {
        PointText { text, read_at: None, chosen: None }
    }

    fn read(text: &str, chosen: Option<Occurrence>) -> Result<Point, PointError> {
        read_in(Some(ZoneRules::Named(Berlin)), PointText { chosen, ..typed(text) })
    }

    fn epoch(text: &str) -> i64 {
        read(text, None).unwrap().zoned.instant.get()
    }

    #[test]
    fn one_time_in_its_many_spellings_is_one_instant() {
        for text in [
            "2023-02-13 12:00:00",
            "2023-02-13T11:00:00Z",
            "2023-02-13T19:00:00+08:00",
            "1676286000",
            "1676286000123",
        ] {
            assert_eq!(epoch(text), 1_676_286_000, "{text}");
        }
        assert_eq!(epoch("2 hours ago"), NOW - 7200);
        assert_eq!(read("2 hours ago", None).unwrap().seconds_ago, 7200);
    }

    #[test]
    fn a_time_that_the_zone_has_twice_must_be_chosen() {
        let text = "2023-10-29 02:30:00";
        assert!(matches!(read(text, None), Err(PointError::Overlap { .. })));
        let chosen = |which| read(text, Some(which)).unwrap().zoned.instant.get();
        assert_eq!(chosen(Occurrence::Earlier), 1_698_539_400);
        assert_eq!(chosen(Occurrence::Later), 1_698_543_000);
        assert_eq!(
            read("2023-02-13 12:00", Some(Occurrence::Later)).unwrap().reading,
            TimeInterpretation::Local { dropped_fraction: false },
            "an old choice means nothing for another time"
        );
    }

    #[test]
    fn a_choice_between_two_times_can_be_changed() {
        let point = read("2023-10-29 02:30:00", Some(Occurrence::Later)).unwrap();
        let twice = point.twice.unwrap();
        assert_eq!((twice.later, twice.chosen), (point.zoned, Occurrence::Later));
        assert_eq!(twice.earlier.instant.get(), 1_698_539_400);
        assert_eq!(read("2023-02-13 12:00", Some(Occurrence::Later)).unwrap().twice, None);
    }

    #[test]
    fn without_a_zone_only_instants_are_read() {
        let read = |text| read_in(None, typed(text));
        for local in ["2023-02-13 12:00", "22:00", "yesterday 22:00"] {
            assert_eq!(read(local), Err(PointError::NoZone), "{local}");
        }
        for (text, offset) in [
            ("2023-02-13T19:00:00+08:00", 28_800),
            ("1676286000", 0),
            ("2023-02-13 11:00Z", 0),
            ("2023-02-13 12:00 Europe/Berlin", 3_600),
        ] {
            let zoned = read(text).unwrap().zoned;
            assert_eq!((zoned.instant.get(), zoned.offset.seconds_east()), (1_676_286_000, offset), "{text}");
        }
        assert_eq!(read("2 hours ago").unwrap().zoned.instant.get(), NOW - 7200);
        assert_eq!(read("2023-02-13 12:00 Mars/Base"), Err(PointError::UnknownZone));
    }

    #[test]
    fn a_relative_time_is_counted_from_when_it_was_read() {
        let read = |text: &str| {
            let earlier = PointText { read_at: Some(at(NOW - 86_400)), ..typed(text) };
            read_in(Some(ZoneRules::Named(Berlin)), earlier).unwrap().zoned.instant.get()
        };
        assert_eq!(read("2 hours ago"), NOW - 86_400 - 7200);
        // 23:13:20 in Berlin.
        assert_eq!(read("today 23:00"), NOW - 86_400 - 800);
        assert_eq!(read("22:13:20"), NOW - 86_400 - 3600);
        assert_eq!(read("23:13:20"), NOW - 86_400);
        assert_eq!(read("23:30"), NOW - 2 * 86_400 + 1000);
        assert_eq!(read("yesterday 22:13:20"), NOW - 2 * 86_400 - 3600);
        assert_eq!(read("22:13:20Z"), NOW - 86_400, "the day is that of the zone that is written");
        assert_eq!(read("1676286000"), 1_676_286_000);
    }

    #[test]
    fn a_time_that_is_not_past_is_taken_only_if_it_is_allowed() {
        let zone = ZoneRules::Named(Berlin);
        let present = PresentTime { now: at(NOW), clock: DecidingClock::Browser };
        let context = PointContext { zone: Some(&zone), named: &named, present, allows_future: false };
        let ahead = "2023-11-14T22:23:20Z";
        let Err(PointError::NotPast { seconds_ahead, clock, .. }) = Point::read(typed(ahead), &context)
        else {
            panic!()
        };
        assert_eq!((seconds_ahead, clock), (600, DecidingClock::Browser));
        let allowed = PointContext { allows_future: true, ..context };
        assert_eq!(Point::read(typed(ahead), &allowed).unwrap().seconds_ago, -600);
        assert!(Point::read(typed("9999-12-31 23:59:59"), &allowed).is_ok());
        assert!(Point::read(typed("1969-12-31T23:59:59Z"), &allowed).is_err());
    }

    #[test]
    fn a_time_that_the_zone_skips_is_refused() {
        let Err(PointError::Gap { before, after }) = read("2023-03-26 02:30", None) else { panic!() };
        assert_eq!(before.local.to_string(), "2023-03-26 01:59:59");
        assert_eq!(after.local.to_string(), "2023-03-26 03:00:00");
    }

    #[test]
    fn now_the_future_and_times_before_1970_are_refused() {
        assert!(matches!(read("now", None), Err(PointError::NotPast { seconds_ahead: 0, .. })));
        let tomorrow = read("2023-11-15 23:13:20", None);
        assert!(matches!(tomorrow, Err(PointError::NotPast { seconds_ahead: 86_400, .. })), "{tomorrow:?}");
        for text in ["9999-12-31 23:59:59", "9999-01-01 00:00"] {
            assert!(matches!(read(text, None), Err(PointError::NotPast { .. })), "{text}");
        }
        for text in ["0001-01-01 00:00", "0001-01-02 00:00"] {
            assert!(matches!(read(text, None), Err(PointError::BeforeEpoch(_))), "{text}");
        }
        assert!(matches!(read("1969-12-31T23:59:59Z", None), Err(PointError::BeforeEpoch(_))));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_past_point_or_an_error(text in any::<String>()) {
            if let Ok(point) = read(&text, None) {
                prop_assert!(point.zoned.instant.get() < NOW && point.zoned.instant.get() >= 0);
            }
        }
    }
}
