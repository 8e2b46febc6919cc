//! The many ways to write a day with its time, held against jiff, and what is refused with which reason.

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use proptest::prelude::*;

use super::*;
use crate::time::{
    CivilDate, CivilDateTime, CivilError, EpochSeconds, Offset, TimeZone, ZoneError, ZoneName, format,
};

fn read(text: &str) -> Result<TimeInput, TimeInputError> {
    parse_time_input(text)
}

fn civil(hour: u8, minute: u8, second: u8) -> CivilDateTime {
    CivilDateTime::new(2026, 11, 20, hour, minute, second).unwrap()
}

fn local(text: &str) -> CivilDateTime {
    match read(text) {
        Ok(TimeInput::Local { at, dropped_fraction: false }) => at,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn a_local_time_is_read_in_every_order_that_means_one_day() {
    for text in [
        "2026-11-20 19:00",
        "2026-11-20T19:00:00",
        "2026/11/20 19:00:00",
        "2026.11.20 19:00",
        "2026-Nov-20 19:00",
        "2026-11-20, 19:00",
        "2026-11-20 at 7 PM",
        "20261120 190000",
        "20261120T1900",
        "20261120 19:00:00",
        "Nov 20 2026 19:00",
        "Nov. 20, 2026, 7:00 p.m.",
        "November 20, 2026 at 7:00:00 PM",
        "20 Nov 2026 7pm",
        "20-Nov-2026 19:00:00",
        "20/Nov/2026:19:00:00",
        "20th November 2026 19:00",
        "Fri Nov 20 19:00:00 2026",
        "Friday, 20 Nov 2026 19:00:00",
        "2026年11月20日 19:00",
        "2026年11月20日19:00:00",
        "2026 年 11 月 20 日 19 时 00 分 00 秒",
        "2026年11月20日19时",
        "2026年11月20号 19点0分",
        "2026年11月20日 星期五 19:00",
        "2026年11月20日(周五)下午7:00",
        "２０２６年１１月２０日　１９：００",
        "“2026-11-20 19:00”",
    ] {
        assert_eq!(local(text), civil(19, 0, 0), "{text}");
    }
    assert_eq!(local("2026-11-20 12:05 am"), civil(0, 5, 0));
    assert_eq!(local("2026-11-20 12:05 pm"), civil(12, 5, 0));
    assert_eq!(local("2026年11月20日 上午9点5分"), civil(9, 5, 0));
    let in_february = CivilDateTime::new(2023, 2, 13, 19, 0, 0).unwrap();
    assert_eq!(local("2023-2-13 19:00"), in_february);
}

#[test]
fn a_fraction_is_dropped_and_told_unless_it_is_zero() {
    let dropped = |dropped_fraction| Ok(TimeInput::Local { at: civil(19, 0, 0), dropped_fraction });
    assert_eq!(read("2026-11-20 19:00:00.000"), dropped(false));
    assert_eq!(read("2026-11-20 19:00:00,250"), dropped(true));
    assert_eq!(read("20261120 190000.5"), dropped(true));
    assert_eq!(read("2026-11-20 19:00:00.0000000000000000000000001"), dropped(true));
    assert_eq!(read("2026-11-20 19:00:00."), Err(TimeInputError::NotATime));
    assert_eq!(read("2026-11-20 19:00.5"), Err(TimeInputError::NotATime));
}

#[test]
fn an_offset_makes_it_an_instant() {
    for (text, east) in [
        ("2026-11-20T19:00:00+08:00", 28_800),
        ("2026-11-20 19:00:00 +0800", 28_800),
        ("2026-11-20 19:00 UTC+8", 28_800),
        ("2026-11-20 19:00 (UTC+8)", 28_800),
        ("2026-11-20 19:00 GMT+08:00", 28_800),
        ("Fri Nov 20 2026 19:00:00 GMT+0800 (China Standard Time)", 28_800),
        ("Fri, 20 Nov 2026 19:00:00 +0800", 28_800),
        ("20/Nov/2026:19:00:00 +0800", 28_800),
        ("2026-11-20 19:00:00 +0800 CST", 28_800),
        ("2026-11-20 19:00:00 +0800 CST m=+0.012", 28_800),
        ("2026-11-20 19:00:00 +0800 +0800", 28_800),
        ("2026-11-20 19:00:00 +08:00 (cst)", 28_800),
        ("2026-11-20 12:00:00 +0100 CET", 3_600),
        ("2026-11-20 11:00:00 +0000 UTC", 0),
        ("2026年11月20日 19:00 +08:00", 28_800),
        ("2026-11-20 11:00:00Z", 0),
        ("20261120T110000Z", 0),
        ("2026-11-20 11:00 UTC", 0),
        ("Fri Nov 20 11:00:00 UTC 2026", 0),
        ("2026-11-20T11:00:00-00:00", 0),
        ("2026-11-20T07:30:00-03:30", -12_600),
        ("2026-11-20T10:15:30-00:44:30", -2_670),
        ("2026-11-20 03:00 Etc/GMT+8", -28_800),
    ] {
        let expected = Ok(TimeInput::Instant {
            at: EpochSeconds::new(1_795_172_400).unwrap(),
            offset: Offset::new(east),
            from: InstantNotation::Rfc3339 { dropped_fraction: false },
        });
        assert_eq!(read(text), expected, "{text}");
    }
    for text in ["2026-11-20T19:00:00+15:00", "2026-11-20 10:00-14:30", "2026-11-20T19:00:00+08:60"] {
        assert_eq!(read(text), Err(TimeInputError::OffsetOutOfRange), "{text}");
    }
    for tail in ["+", "+080", "+08:0", "+08:00x", "zz", " - 2h", " ago", " tomorrow 1"] {
        let text = format!("2026-11-20 19:00:00{tail}");
        assert_eq!(read(&text), Err(TimeInputError::NotATime), "{text}");
    }
}

#[test]
fn a_zone_that_is_written_with_it_is_kept_as_it_is_written() {
    for (text, name) in [
        ("2026-11-20 19:00:00.000 Asia/Shanghai", "Asia/Shanghai"),
        ("2026-11-20T19:00[Asia/Shanghai]", "Asia/Shanghai"),
        ("20 Nov 2026 7pm asia/shanghai", "asia/shanghai"),
        ("2026-11-20 19:00 PRC", "PRC"),
    ] {
        let zone = ZoneName::new(name).unwrap();
        let expected = TimeInput::InZone { at: civil(19, 0, 0), zone, dropped_fraction: false };
        assert_eq!(read(text), Ok(expected), "{text}");
    }
    let Err(TimeInputError::Zone(ZoneError::Abbreviation { candidates })) = read("2026-11-20 19:00 CST")
    else {
        panic!()
    };
    assert!(candidates.contains(&"Asia/Shanghai") && candidates.contains(&"America/Chicago"));
    assert!(matches!(read("Fri Nov 20 19:00:00 CST 2026"), Err(TimeInputError::Zone(_))));
    assert!(matches!(read("2026-11-20 19:00 08:00"), Err(TimeInputError::Zone(ZoneError::Unsigned(_)))));
    for text in [
        "2026-11-20T19:00+08:00[Asia/Shanghai]",
        "2026-11-20 19:00 +08:00 Asia/Shanghai",
        "2026-11-20 19:00 +08:00 UTC",
    ] {
        assert_eq!(read(text), Err(TimeInputError::TwoZones), "{text}");
    }
}

#[test]
fn a_time_of_day_is_on_the_day_that_is_named_or_the_latest() {
    let on = |day, hour, minute, second| {
        let time = TimeOfDay { hour, minute, second };
        Ok(TimeInput::OnDay { day, time, zone: None, dropped_fraction: false })
    };
    for text in ["yesterday 22:00", "Yesterday at 10 pm", "22:00 yesterday", "昨天 22:00", "昨日22点"] {
        assert_eq!(read(text), on(RelativeDay::Yesterday, 22, 0, 0), "{text}");
    }
    assert_eq!(read("today 07:30"), on(RelativeDay::Today, 7, 30, 0));
    assert_eq!(read("今天7点30分"), on(RelativeDay::Today, 7, 30, 0));
    for text in ["22:00", "10:00 PM", "22:00:00", "下午10点"] {
        assert_eq!(read(text), on(RelativeDay::Latest, 22, 0, 0), "{text}");
    }
    let Ok(TimeInput::OnDay { zone: Some(zone), .. }) = read("yesterday 22:00Z") else { panic!() };
    assert_eq!(zone, TimeZone::Fixed(Offset::UTC));
    for text in ["today", "Yesterday", "今天"] {
        assert_eq!(read(text), Err(TimeInputError::DayWithoutTime), "{text}");
    }
    for text in ["tomorrow 10:00", "1:30 ago", "today 24:00", "10:00-11:00", "10:00 - 11:00", "昨天晚上"]
    {
        assert_eq!(read(text), Err(TimeInputError::NotATime), "{text}");
    }
}

#[test]
fn what_means_different_days_to_different_people_is_refused() {
    for text in [
        "02/03/2026",
        "02/03/2026 19:00",
        "13.02.2026 19:00",
        "2-3-2026 19:00",
        "26-11-20 19:00",
        "26/11/20 19:00",
        "11/20 19:00",
        "20-Nov-26 19:00",
        "11/20/2026, 7:00:00 PM",
    ] {
        assert_eq!(read(text), Err(TimeInputError::DateOrder), "{text}");
    }
    for text in ["Nov 20 19:00", "20 Nov 19:00", "Nov 20"] {
        assert_eq!(read(text), Err(TimeInputError::DateWithoutYear), "{text}");
    }
    let date = CivilDate::new(2026, 11, 20).unwrap();
    for text in ["Thu Nov 20 2026 19:00", "2026年11月20日 星期四 19:00"] {
        assert_eq!(read(text), Err(TimeInputError::WrongWeekday(date)), "{text}");
    }
    for hour in ["13:00 pm", "0:30 am", "19 pm"] {
        let error = read(&format!("2026-11-20 {hour}"));
        assert!(matches!(error, Err(TimeInputError::HourOfHalf { .. })), "{hour}: {error:?}");
    }
}

#[test]
fn a_date_alone_asks_for_the_time_of_day() {
    let date = CivilDate::new(2026, 11, 20).unwrap();
    for text in [
        "2026-11-20",
        "2026/11/20",
        "20261120",
        "20 Nov 2026",
        "2026年11月20日",
        "2026-11-20+08:00",
        "2026-11-20Z",
    ] {
        assert_eq!(read(text), Err(TimeInputError::DateWithoutTime(date)), "{text}");
    }
}

#[test]
fn what_no_calendar_or_clock_shows_is_explained() {
    let error = |text| read(text).unwrap_err();
    let no_such_day = CivilError::DayOutOfRange { year: 2023, month: 2, day: 29, last: 28 };
    for text in ["2023-02-29 19:00", "29 Feb 2023 19:00", "20230229 190000", "2023年2月29日 19:00"] {
        assert_eq!(error(text), TimeInputError::Civil(no_such_day), "{text}");
    }
    assert_eq!(error("2023-13-01"), TimeInputError::Civil(CivilError::MonthOutOfRange { month: 13 }));
    assert_eq!(error("0000-01-01 00:00"), TimeInputError::Civil(CivilError::YearOutOfRange { year: 0 }));
    assert_eq!(error("2023-02-13 25:00"), TimeInputError::Civil(CivilError::HourOutOfRange { hour: 25 }));
    assert_eq!(error("2023-02-13 19:60"), TimeInputError::Civil(CivilError::MinuteOutOfRange { minute: 60 }));
    assert_eq!(error("22:61"), TimeInputError::Civil(CivilError::MinuteOutOfRange { minute: 61 }));
    assert_eq!(
        error("2023-02-13 19:00:61"),
        TimeInputError::Civil(CivilError::SecondOutOfRange { second: 61 })
    );
    let midnight = CivilDateTime::new(2023, 2, 14, 0, 0, 0).unwrap();
    assert_eq!(error("2023-02-13 24:00"), TimeInputError::HourTwentyFour { midnight });
    assert_eq!(error("2023-02-13 24:30"), TimeInputError::Civil(CivilError::HourOutOfRange { hour: 24 }));
    let before = CivilDateTime::new(2016, 12, 31, 23, 59, 59).unwrap();
    assert_eq!(error("2016-12-31 23:59:60Z"), TimeInputError::LeapSecond { before });
}

/// Spellings as jiff writes them, each exact to the second.
const SPELLINGS: [&str; 12] = [
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y%m%d %H%M%S",
    "%Y%m%dT%H%M%S",
    "%d %b %Y %H:%M:%S",
    "%d-%b-%Y %I:%M:%S %p",
    "%B %d, %Y %I:%M:%S %p",
    "%a %b %e %H:%M:%S %Y",
    "%A, %d %B %Y %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日%H时%M分%S秒",
    "%Y.%m.%d %H:%M:%S.000",
];

proptest! {
    #[test]
    fn what_jiff_writes_is_read_as_what_it_is(
        year in 1000_i16..=9999, month in 1_i8..=12, day in 1_i8..=28, hour in 0_i8..=23, minute in 0_i8..=59,
        second in 0_i8..=59, spelling in proptest::sample::select(&SPELLINGS[..]), case in 0..3,
    ) {
        let at = DateTime::new(year, month, day, hour, minute, second, 0).unwrap();
        let text = strtime::format(spelling, at).unwrap();
        let text = match case {
            0 => text,
            1 => text.to_uppercase(),
            _ => text.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect(),
        };
        let expected = CivilDateTime::new(year as u16, month as u8, day as u8, hour as u8, minute as u8, second as u8);
        prop_assert_eq!(read(&text), Ok(TimeInput::Local { at: expected.unwrap(), dropped_fraction: false }), "{}", text);
    }

    #[test]
    fn days_and_months_in_digits_are_never_guessed(one in 1_u8..=31, other in 1_u8..=31, year in 0_u16..=99, long in any::<bool>(), mark in "[/.-]") {
        let year = if long { format!("20{year:02}") } else { format!("{year:02}") };
        let text = format!("{one:02}{mark}{other:02}{mark}{year} 19:00");
        prop_assert_eq!(read(&text), Err(TimeInputError::DateOrder), "{}", text);
    }

    #[test]
    fn whatever_is_read_as_a_date_has_its_year_written_out(
        pieces in proptest::collection::vec(
            proptest::sample::select(&["2026", "20", "1", "07", "11", "26", "-", "/", ".", ":", " ", "t", "nov", "年", "月", "日", "时", "分", "pm", "19:00", "z"][..]),
            1..12,
        ),
    ) {
        let text = pieces.concat();
        let written = |at: CivilDateTime| text.contains(&format!("{:04}", at.year()));
        if let Ok(TimeInput::Local { at, .. } | TimeInput::InZone { at, .. }) = read(&text) {
            prop_assert!(written(at), "{text} is {at}");
        }
    }
}

#[test]
fn each_spelling_of_the_api_pages_time_is_understood() {
    let local = CivilDateTime::new(2023, 2, 13, 19, 0, 0).unwrap();
    assert_eq!(
        parse_time_input("2023-02-13 19:00:00"),
        Ok(TimeInput::Local { at: local, dropped_fraction: false })
    );
    let spellings = ["1676286000", "1676286000000", "2023-02-13T19:00:00+08:00", "2023-02-13 11:00:00Z"];
    for spelling in spellings {
        let Ok(TimeInput::Instant { at, .. }) = parse_time_input(spelling) else { panic!("{spelling}") };
        assert_eq!(at.get(), 1_676_286_000, "{spelling}");
    }
}

#[test]
fn nothing_is_empty_and_words_are_no_time() {
    assert_eq!(parse_time_input(""), Err(TimeInputError::Empty));
    assert_eq!(parse_time_input(" \u{a0}\t\n"), Err(TimeInputError::Empty));
    for text in ["tomorrow 19:00", "friday 19:00", "上海", "2023-02-13 19", "-", "+", "ago", "10:00 - 11"] {
        assert_eq!(parse_time_input(text), Err(TimeInputError::NotATime), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text: String) {
        let _ = parse_time_input(&text);
    }

    #[test]
    fn no_text_that_looks_like_a_time_panics(text in "[0-9０-９:：/.,+ tzhmsd\u{a0}ago-]{0,40}") {
        if let Ok(TimeInput::Ago { seconds }) = parse_time_input(&text) {
            prop_assert!(seconds >= 0);
        }
    }

    #[test]
    fn local_times_come_back_from_their_text(
        seconds in EpochSeconds::MIN.get()..=EpochSeconds::MAX.get(),
    ) {
        let at = CivilDateTime::from_seconds_as_if_utc(seconds).unwrap();
        let expected = Ok(TimeInput::Local { at, dropped_fraction: false });
        prop_assert_eq!(&parse_time_input(&at.to_string()), &expected);
        prop_assert_eq!(&parse_time_input(&at.iso()), &expected);
    }

    #[test]
    fn instants_come_back_from_their_text(
        seconds in EpochSeconds::MIN.get()..=EpochSeconds::MAX.get(),
        east in -43_200..=50_400,
    ) {
        let at = EpochSeconds::new(seconds).unwrap();
        let offset = Offset::new(east).unwrap();
        let from = InstantNotation::Rfc3339 { dropped_fraction: false };
        if offset.local_at(at).is_some() {
            let expected = Ok(TimeInput::Instant { at, offset: Some(offset), from });
            prop_assert_eq!(parse_time_input(&format::rfc3339(at, offset)), expected);
        }
        let expected = Ok(TimeInput::Instant { at, offset: Some(Offset::UTC), from });
        prop_assert_eq!(parse_time_input(&format::utc_text(at)), expected);
    }

    #[test]
    fn epoch_seconds_come_back_from_their_text(seconds in 100_000_000_i64..100_000_000_000) {
        let at = EpochSeconds::new(seconds).unwrap();
        let from = InstantNotation::EpochSeconds { dropped_fraction: false };
        let expected = Ok(TimeInput::Instant { at, offset: None, from });
        prop_assert_eq!(parse_time_input(&at.to_string()), expected);
    }
}
