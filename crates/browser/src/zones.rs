//! Time zones as the browser knows them: their names, and their offsets through `Intl.DateTimeFormat`.

use console_core::domain::run::Moment;
use console_core::time::{CivilDateTime, EpochSeconds, Offset, TimeZone, ZoneName, ZoneOffsets};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A zone that the browser knows.
pub struct BrowserZone {
    format: Intl::DateTimeFormat,
}

impl BrowserZone {
    /// Returns the zone of this name, if the browser knows it.
    pub fn named(name: &ZoneName) -> Option<Self> {
        let options = Object::new();
        let mut settings = vec![
            ("timeZone", name.as_str()),
            ("calendar", "gregory"),
            ("numberingSystem", "latn"),
            ("hourCycle", "h23"),
            ("era", "short"),
        ];
        settings.extend(["year", "month", "day", "hour", "minute", "second"].map(|part| (part, "numeric")));
        for (key, value) in settings {
            Reflect::set(&options, &key.into(), &value.into()).ok()?;
        }
        // Through Reflect, because an unknown zone throws.
        let constructor = intl_member("DateTimeFormat")?;
        let arguments = Array::of2(&"en-US".into(), &options);
        let format = Reflect::construct(&constructor, &arguments).ok()?.dyn_into().ok()?;
        Some(Self { format })
    }

    fn local_at(&self, instant: EpochSeconds) -> Option<CivilDateTime> {
        let date = js_sys::Date::new(&JsValue::from_f64(instant.get() as f64 * 1000.0));
        let (mut year, mut month, mut day, mut hour, mut minute, mut second) =
            (None, None, None, None, None, None);
        for part in self.format.format_to_parts(&date).iter() {
            let text = |key: &str| Reflect::get(&part, &key.into()).ok()?.as_string();
            let value = text("value")?;
            let slot = match text("type")?.as_str() {
                "year" => &mut year,
                "month" => &mut month,
                "day" => &mut day,
                "hour" => &mut hour,
                "minute" => &mut minute,
                "second" => &mut second,
                // "BC": before the years that a CivilDateTime has.
                "era" if value.starts_with('B') => return None,
                _ => continue,
            };
            *slot = value.parse::<u16>().ok();
        }
        let small = |number: Option<u16>| u8::try_from(number?).ok();
        CivilDateTime::new(year?, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?)
            .ok()
    }
}

/// A clock that tells times of a zone as texts, as the browser writes them.
pub struct ZoneClock {
    format: Intl::DateTimeFormat,
}

impl ZoneClock {
    /// Returns a clock of a zone, or of the browser's own; nothing for a zone that the browser does not know.
    pub fn in_zone(name: Option<&str>) -> Option<Self> {
        let options = Object::new();
        let mut settings = vec![("calendar", "gregory"), ("numberingSystem", "latn"), ("hourCycle", "h23")];
        settings.extend(name.map(|name| ("timeZone", name)));
        settings.extend(["year", "month", "day", "hour", "minute", "second"].map(|part| (part, "2-digit")));
        settings.push(("year", "numeric"));
        for (key, value) in settings {
            Reflect::set(&options, &key.into(), &value.into()).ok()?;
        }
        // The language that writes dates as ISO 8601 has them. Through Reflect, because an unknown zone throws.
        let arguments = Array::of2(&"sv-SE".into(), &options);
        let format = Reflect::construct(&intl_member("DateTimeFormat")?, &arguments).ok()?.dyn_into().ok()?;
        Some(Self { format })
    }

    /// Returns a time as `2026-11-24 22:04:10`; of a time on the same day as `now` only `22:04:10`.
    pub fn text(&self, at: Moment, now: Moment) -> String {
        let text = |moment: Moment| {
            let written =
                self.format.format().call1(&JsValue::UNDEFINED, &JsValue::from_f64(moment.0 as f64));
            written.ok().and_then(|text| text.as_string()).unwrap_or_default()
        };
        let (at, now) = (text(at), text(now));
        match (at.split_once(' '), now.split_once(' ')) {
            (Some((day, time)), Some((today, _))) if day == today => time.to_owned(),
            _ => at,
        }
    }
}

impl ZoneOffsets for BrowserZone {
    fn offset_at(&self, instant: EpochSeconds) -> Option<Offset> {
        Offset::between(self.local_at(instant)?.seconds_as_if_utc(), instant)
    }
}

/// An answer that the browser gives of the zone that its clock is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnZone {
    /// Its name.
    Told(String),
    /// UTC, which browsers also say when they do not know.
    SaysUtc,
    /// The one that browsers tell everybody to resist fingerprinting, or really it.
    SaysAsEverybody(String),
    /// Nothing.
    NotTold,
    /// One that cannot be computed with, or that the clock is not set to.
    Unusable(String),
}

impl OwnZone {
    /// Returns what can be filled in; empty if there is nothing.
    pub fn text(self) -> String {
        match self {
            Self::Told(name) => name,
            Self::SaysUtc => "UTC".to_owned(),
            Self::SaysAsEverybody(_) | Self::NotTold | Self::Unusable(_) => String::new(),
        }
    }
}

/// What Firefox, and browsers made of it, say whatever the zone is when they resist fingerprinting.
const TOLD_TO_EVERYBODY: &str = "Atlantic/Reykjavik";

/// Returns the zone that the browser's clock is set to.
pub fn own() -> OwnZone {
    let named = || {
        let format: Object =
            Reflect::construct(&intl_member("DateTimeFormat")?, &Array::new()).ok()?.dyn_into().ok()?;
        let resolved: Function = Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
        let options = resolved.call0(&format).ok()?;
        Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
    };
    let Some(name) = named().filter(|name| !name.is_empty() && name != "Etc/Unknown") else {
        return OwnZone::NotTold;
    };
    if name == TOLD_TO_EVERYBODY {
        return OwnZone::SaysAsEverybody(name);
    }
    let rules = TimeZone::parse(&name).ok().and_then(|zone| zone.rules(BrowserZone::named));
    match rules {
        Some(rules) if agrees_with_clock(&rules) => {
            let is_utc = ["UTC", "GMT", "Etc/UTC", "Etc/GMT", "Etc/UCT", "UCT"].contains(&&*name);
            if is_utc { OwnZone::SaysUtc } else { OwnZone::Told(name) }
        }
        _ => OwnZone::Unusable(name),
    }
}

/// Returns whether the offsets of a zone are those of the browser's local time, now and half a year ago.
fn agrees_with_clock(zone: &impl ZoneOffsets) -> bool {
    const HALF_A_YEAR: i64 = 182 * 86_400;
    let now = (js_sys::Date::now() / 1000.0) as i64;
    [now, now - HALF_A_YEAR].into_iter().all(|seconds| {
        let offset = EpochSeconds::new(seconds).ok().and_then(|instant| zone.offset_at(instant));
        let date = js_sys::Date::new(&JsValue::from_f64(seconds as f64 * 1000.0));
        // West is positive there, and in minutes.
        offset.is_some_and(|offset| offset.seconds_east() / 60 == -(date.get_timezone_offset() as i32))
    })
}

/// Returns the names of all zones that the browser lists; browsers understand more than they list.
pub fn all() -> Vec<String> {
    let listed = || {
        let list = intl_member("supportedValuesOf")?.call1(&JsValue::UNDEFINED, &"timeZone".into()).ok()?;
        Some(list.dyn_into::<Array>().ok()?.iter().filter_map(|name| name.as_string()).collect::<Vec<_>>())
    };
    let mut names = listed().unwrap_or_default();
    if !names.iter().any(|name| name == "UTC") {
        names.push("UTC".to_owned());
    }
    names
}

fn intl_member(name: &str) -> Option<Function> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    Reflect::get(&intl, &name.into()).ok()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use console_core::time::{LocalTimeResolution, resolve};
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn zone(name: &str) -> BrowserZone {
        BrowserZone::named(&ZoneName::new(name).unwrap()).unwrap()
    }

    fn local(text: &str) -> CivilDateTime {
        match console_core::time::parse_time_input(text) {
            Ok(console_core::time::TimeInput::Local { at, .. }) => at,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[wasm_bindgen_test]
    fn the_api_pages_time_is_its_epoch_seconds_in_shanghai() {
        match resolve(local("2023-02-13 19:00:00"), &zone("Asia/Shanghai")) {
            LocalTimeResolution::Unique(zoned) => assert_eq!(zoned.instant.get(), 1_676_286_000),
            other => panic!("{other:?}"),
        }
    }

    #[wasm_bindgen_test]
    fn gaps_overlaps_and_a_skipped_day_are_seen() {
        let resolved = |name, text| resolve(local(text), &zone(name));
        let is_gap = |resolution| matches!(resolution, LocalTimeResolution::Gap { .. });
        assert!(is_gap(resolved("Europe/Berlin", "2023-03-26 02:30")));
        assert!(is_gap(resolved("Pacific/Apia", "2011-12-30 12:00")));
        let twice = resolved("Europe/Berlin", "2023-10-29 02:30");
        assert!(matches!(twice, LocalTimeResolution::Overlap { .. }), "{twice:?}");
    }

    #[wasm_bindgen_test]
    fn offsets_are_exact_to_the_second_in_old_times() {
        let monrovia = zone("Africa/Monrovia").offset_at(EpochSeconds::new(0).unwrap());
        assert_eq!(monrovia.map(|offset| offset.to_string()).as_deref(), Some("-00:44:30"));
        let first_year = zone("UTC").offset_at(EpochSeconds::MIN);
        assert_eq!(first_year, Some(Offset::UTC));
        assert_eq!(zone("UTC").offset_at(EpochSeconds::MAX), Some(Offset::UTC));
    }

    #[wasm_bindgen_test]
    fn an_unknown_zone_is_none() {
        assert!(BrowserZone::named(&ZoneName::new("Mars/Base").unwrap()).is_none());
    }

    #[wasm_bindgen_test]
    fn every_zone_that_is_listed_is_known() {
        let names = all();
        assert!(names.len() > 300 && names.iter().any(|name| name == "UTC"), "{}", names.len());
        for name in names.into_iter().chain([own().text()]).filter(|name| !name.is_empty()) {
            assert!(zone(&name).offset_at(EpochSeconds::new(0).unwrap()).is_some(), "{name}");
        }
    }
}
