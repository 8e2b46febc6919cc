//! What holds for whatever links are made of.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::*;
use super::{FULL_IMPORT, NAME};
use crate::domain::checkpoint::Subtopic;
use crate::domain::parameter::ParameterPath;
use crate::forms::draft::{Draft, SubtopicDraft, TimeDraft};
use crate::time::TimeZone;

fn each_once<T: PartialEq>(values: Vec<Option<T>>) -> Vec<T> {
    let mut kept = Vec::new();
    for value in values.into_iter().flatten() {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// Texts with all that means something in a link.
fn text() -> impl Strategy<Value = String> {
    let pieces =
        ["%", "%2", "%25", "&", "=", "#", "+", "?", "/", "\"", "<b>", "é", "🙂", "\u{202e}", "a", "0"];
    vec(prop_oneof![3 => select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<String>()], 0..6)
        .prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = Option<TaskName>> {
    prop_oneof![
        text().prop_map(|text| TaskName::parse(&text).ok()),
        select(&[NAME, FULL_IMPORT][..]).prop_map(|name| TaskName::parse(name).ok()),
    ]
}

fn at() -> impl Strategy<Value = String> {
    const SHAPES: [&str; 5] =
        ["2023-02-13T19:00:00+08:00", "2023-02-13 19:00", " 2 hours ago", "now", "２０２３-02-13 19:00"];
    prop_oneof![
        select(&SHAPES[..]).prop_map(str::to_owned),
        (100_000_000_i64..100_000_000_000).prop_map(|seconds| seconds.to_string()),
    ]
}

/// Forms as they are filled in by hand, for links.
fn draft() -> impl Strategy<Value = Draft> {
    let flags = (any::<bool>(), any::<bool>());
    let path = || (text(), text()).prop_map(|(scope, key)| format!("{scope}.{key}"));
    let zone = prop_oneof![text(), Just("Etc/GMT+8".to_owned()), Just("Asia/Shanghai".to_owned())];
    let own = option::of(prop_oneof![text(), at()]);
    let subtopic = (text(), own).prop_map(|(name, own)| {
        let draft = SubtopicDraft::of(name);
        own.map_or(draft.clone(), |at| draft.with_own(at))
    });
    (select(OperationKind::ALL), name(), flags, vec(path(), 0..4), at(), zone, vec(subtopic, 0..4)).prop_map(
        |(kind, name, flags, paths, at, zone, subtopics)| {
            let mut draft = Draft::new(kind, name.as_ref().map_or("", TaskName::as_str), &zone);
            (draft.pull_back, draft.restart) = flags;
            draft.update.add_removals(&paths.join(","));
            draft.time = TimeDraft::typed(at);
            draft.ip = "fd00::9".into();
            draft.subtopics = subtopics;
            draft
        },
    )
}

proptest! {
    #[test]
    fn any_text_is_a_link(query in any::<String>()) {
        let (link, _) = Link::parse(&query);
        prop_assert_eq!(Link::parse(&link.to_query()), (link, vec![]));
    }

    #[test]
    fn a_form_survives_a_link(draft in draft(), filter in text(), column in select(crate::table::order::Column::ALL)) {
        let mut link = draft.to_link();
        link.filter = filter;
        link.order = link.order.clicked(column);
        let query = link.to_query();
        prop_assert!(query.bytes().all(|byte| byte.is_ascii_graphic()), "{}", query);
        prop_assert_eq!(Link::parse(&query), (link, vec![]));
    }

    #[test]
    fn each_field_survives_a_link(
        kind in select(OperationKind::ALL), names in vec(name(), 0..2), at in option::of(at()),
        zone in option::of("[A-Za-z0-9/_+-]{1,64}"), subtopics in vec(text(), 0..4), own_times in vec(at(), 0..3), v6 in option::of(any::<[u16; 8]>()),
        paths in vec((text(), text()), 0..4), pull_back in any::<bool>(), restart in any::<bool>(), filter in any::<String>(),
    ) {
        let mut link = Link { tasks: each_once(names), operation: Some(kind), filter, ..Link::default() };
        let component = link.tasks.first().and_then(TaskName::component);
        match kind {
            OperationKind::Start => {
                link.pull_back = pull_back && component != Some(Component::FullImport);
                link.restart = restart && component != Some(Component::IncrSync);
            }
            OperationKind::PullBack => {
                link.at = at;
                link.zone = zone.map(|zone| TimeZone::parse(&zone).map_or(zone, |zone| zone.to_string()));
                let valid = each_once(subtopics.iter().map(|text| Subtopic::parse(text).ok()).collect());
                link.subtopics = each_once(subtopics.into_iter().map(|text| Some(text).filter(|text| !text.trim().is_empty())).collect());
                let own = valid.into_iter().zip(own_times);
                link.own_times = own.map(|(subtopic, at)| format!("{at} {subtopic}")).collect();
            }
            OperationKind::Migrate => {
                let ip = v6.map(|parts| std::net::Ipv6Addr::from(parts).to_string());
                link.ip = ip;
            }
            OperationKind::Update => {
                let path = |(scope, key): &(String, String)| ParameterPath::parse(&format!("{scope}.{key}").replace(',', "")).ok().map(|path| path.to_string());
                link.delete = each_once(paths.iter().map(path).collect());
            }
            OperationKind::Stop | OperationKind::Delete => {}
        }
        prop_assert_eq!(Link::parse(&link.to_query()), (link, vec![]));
    }

    #[test]
    fn tasks_survive_a_link(names in vec(name(), 0..6), filter in any::<String>(), host in option::of("[!-~上海]\\PC{0,59}")) {
        let link = Link { host, tasks: each_once(names), filter, ..Link::default() };
        prop_assert_eq!(Link::parse(&link.to_query()), (link, vec![]));
    }
}

proptest! {
    #[test]
    fn the_view_of_a_link_is_part_of_the_link(query in "(q|sort|task|op|host)=[a-z:,-]{0,6}(&(q|sort|x|host)=[a-z,-]{0,6}){0,3}") {
        let (view, is_all) = Link::view_of(&query);
        let (link, notices) = Link::parse(&query);
        prop_assert_eq!((&view.filter, view.order), (&link.filter, link.order));
        if is_all {
            prop_assert_eq!(notices, vec![]);
            prop_assert_eq!(view, link);
        }
    }
}
