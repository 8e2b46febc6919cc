//! What the filter language finds.

use super::*;
use std::sync::Arc;

use crate::domain::inventory::example::read_task;
use crate::domain::inventory::{
    Knowledge, LastOperation, OmsTaskState, OperationStanding, Reading, ReadingStanding, TaskRecord,
    TaskState,
};
use crate::domain::operation::OperationKind;
use crate::domain::run::Moment;
use crate::domain::task_name::TaskName;
use proptest::prelude::*;

const NAME: &str = "10.0.0.5-9000:connector_v2:np_57FDqt-incr_trans-1-0:0003000002";

fn named(name: &str) -> TaskRecord {
    TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), 1)
}

/// Returns a task whose pull-back was lost on the way.
fn in_doubt() -> TaskRecord {
    let (by, at) = (OperationKind::PullBack, Moment(1));
    TaskRecord {
        knowledge: Knowledge::InDoubt { by, at },
        last: Some(LastOperation { kind: by, standing: OperationStanding::Unknown, at }),
        ..named(NAME)
    }
}

fn labelled(name: &str, labels: &[&str]) -> TaskRecord {
    TaskRecord { labels: labels.iter().map(|label| (*label).to_owned()).collect(), ..named(name) }
}

fn assert_matches(record: &TaskRecord, shown: &[&str], hidden: &[&str]) {
    for text in shown {
        assert!(Filter::parse(text).matches(record), "{text} shows {record:?}");
    }
    for text in hidden {
        assert!(!Filter::parse(text).matches(record), "{text} hides {record:?}");
    }
}

#[test]
fn every_word_must_be_somewhere() {
    assert_matches(
        &named(NAME),
        &["", "  ", "57fdQT", "10.0.0.5 incr-sync", "unknown np_", "10.0.0.5-9000:connector_v2", "0002"],
        &["full-import", "10.0.0.5 running", "np_57fdqt-incr_trans-1-1", "other", "none", "00020"],
    );
}

#[test]
fn a_field_is_looked_for_in_its_column_only() {
    assert_matches(
        &in_doubt(),
        &["state:IN-doubt", "state:in-doubt", "state:\"in doubt\"", "component:incr", "project:57fdqt"],
        &[
            "state:stopped",
            "state:unknown",
            "component:other",
            "project:10.0",
            "host:np_",
            "op:stop",
            "last:none",
            "op:none",
        ],
    );
    assert_matches(&in_doubt(), &["last:unknown op:pullback", "op:pull-back", "\"pull back\""], &[]);
    let odd = named("legacy 10.0.0.5 host:x");
    assert_matches(
        &odd,
        &["component:other", "last:none op:none", "\"host:x\"", "-project:*", "legacy"],
        &["host:x", "host:10", "host:*", "project:*", "component:incr-sync"],
    );
}

#[test]
fn labels_are_looked_through_one_by_one() {
    assert_matches(
        &labelled(NAME, &["Night shift", "owner:dba", "上海"]),
        &[
            "night",
            "label:night",
            "label:\"night shift\"",
            "label:owner:dba",
            "label:*dba",
            "上海",
            "label:n*t",
        ],
        &["-label:*", "label:incr", "label:night*dba", "label:shift*", "host:上海", "\"shift owner\""],
    );
    assert_matches(&named(NAME), &["-label:*", "-label:x"], &["label:*", "label:np_"]);
}

#[test]
fn what_stands_beside_a_state_is_looked_through_too() {
    let by = OperationKind::Start;
    let record = TaskRecord {
        knowledge: Knowledge::After { state: TaskState::Running, by, at: Moment(0) },
        ..in_doubt()
    };
    assert_matches(&record, &["start running", "\"pull back\""], &["op:start", "-start", "in-doubt"]);
}

#[test]
fn a_star_stands_for_anything_and_makes_a_field_whole() {
    assert_matches(
        &named(NAME),
        &["host:10.0.*", "host:*.5", "host:1*0*5", "host:0.0", "host:**", "project:NP_*qt", "np_*incr", "*"],
        &["host:0.0.*", "host:*.0", "host:10.0.0.5*5", "project:np_5*q", "incr*np_", "\"np_*incr\""],
    );
    assert_matches(&named("p_493po****-x"), &["\"po****\"", "po****-x"], &["-\"*\""]);
}

#[test]
fn a_dash_turns_a_term_round() {
    assert_matches(
        &named(NAME),
        &["-reverse", "-state:running 57fd", "-\"a b\"", "--9000x"],
        &["-incr", "-state:unknown", "--9000", "-host:10.*", "-component:incr-sync np_"],
    );
}

#[test]
fn what_is_only_begun_demands_nothing() {
    for text in ["-", "state:", "-host:", "\"", "\"\"", "project:\"", "- state: \"\""] {
        assert!(Filter::parse(text).terms.is_empty(), "{text}");
    }
}

#[test]
fn quotation_marks_keep_blanks_and_double_to_stand_for_themselves() {
    let values =
        |text| Filter::parse(text).terms().iter().map(|term| term.value().to_owned()).collect::<Vec<_>>();
    assert_eq!(values("\"a  b\" c"), ["a  b", "c"]);
    assert_eq!(values("\"a \"\"b\"\"\"c"), ["a \"b\"", "c"]);
    assert_eq!(values("x \"not closed "), ["x", "not closed "]);
    assert_eq!(values("a\"b c\""), ["a\"b", "c\""]);
}

#[test]
fn what_input_methods_and_word_processors_write_reads_as_what_it_stands_for() {
    let stopped = TaskRecord {
        knowledge: Knowledge::After { state: TaskState::Stopped, by: OperationKind::Stop, at: Moment(0) },
        ..labelled(NAME, &["night shift", "订单（生产）"])
    };
    assert_matches(
        &stopped,
        &[
            "state：stopped",
            "ｓｔａｔｅ：ｓｔｏｐ",
            "\u{200b}state:\u{feff}stop\u{200b}ped\u{200b}",
            "st\u{ad}ate:stopped",
            "“night shift”",
            "„night shift“ «np_»",
            "\"night shift”",
            "＂night shift＂ label：“night　shift”",
            "−reverse –zz —ww",
            "np_57fdqt‑incr_trans",
            "ｎｐ＿５７",
            "10.0.0.5\u{a0}np_\u{3000}stopped\u{2028}incr",
            "host：10．0．＊",
            "label:订单（生产） （生产）",
            "\u{200b}",
            "-\u{200b} state：",
        ],
        &["−state:stopped", "－np_", "“shift night”", "state：running", "－“night shift”", "np_57fdqt——incr"],
    );
    // Whatever a name has stands for itself as well.
    assert_matches(&named("a\u{200b}b–c“d”"), &["a\u{200b}b", "b–c", "c“d", "\"“d”\""], &["ab", "“b–c d”"]);
    assert_matches(&named("👩‍💻 任务"), &["👩‍💻"], &[]);
}

#[test]
fn several_whole_names_are_a_list_of_which_any_is_enough() {
    let other = NAME.replace("0003000002", "0003000003");
    let third = NAME.replace("incr", "full");
    for divider in [" ", "\n", ",", ", ", " , ", ";", "\t", "、", "，", "\u{a0}", " | ", "\"\u{200b},\""] {
        let text = format!("{NAME}{divider}{other}");
        assert_matches(
            &named(NAME),
            &[&text, &format!("{text} incr"), &format!("state:unknown {text}")],
            &[],
        );
        assert_matches(&named(&other), &[&text], &[&format!("{text} -3000003")]);
        assert_matches(&named(&third), &[], &[&text]);
    }
    // In whatever they stand.
    assert_matches(&named(NAME), &[&format!("'{NAME}'"), &format!("?taskName={NAME}&x={other}")], &[]);
    // Names that are terms of their own are parts, as ever.
    assert_matches(
        &named(&format!("{NAME}-copy")),
        &[NAME, &format!("{NAME}*")],
        &[&format!("{NAME} {other}")],
    );
    assert_matches(&named(NAME), &[], &[&format!("-{NAME} {other}"), &format!("-{other} {NAME}0")]);
    assert_eq!(Filter::parse(&format!("{NAME} x {NAME}")).to_text(), format!("{NAME} x"));
    assert_eq!(Filter::parse(&format!("a {NAME},{other} b")).to_text(), format!("a {NAME} {other} b"));
}

#[test]
fn names_of_any_shape_are_a_list_if_they_are_those_of_tasks() {
    let known = ["odd-7", "orders", "任务"];
    let listing = |text: &str| {
        let filter = Filter::parse(text).listing(|name| known.contains(&name.as_str()));
        filter.map(|filter| filter.to_text())
    };
    assert_eq!(listing("odd-7 orders").as_deref(), Some("odd-7 orders"));
    assert_eq!(
        listing("x odd-7,任务，orders state:stopped").as_deref(),
        Some("x odd-7 任务 orders state:stopped")
    );
    assert_eq!(listing("\"odd-7\" ; orders").as_deref(), Some("odd-7 orders"));
    for text in ["odd-7", "odd-7 odd-7", "odd-7 -orders", "odd-7 label:orders", "odd-7,x", ""] {
        assert_eq!(listing(text), None, "{text}");
    }
}

#[test]
fn a_value_is_set_in_place_of_others_of_its_field() {
    let mut filter = Filter::parse("state:running x -state:stopped");
    filter.set(FilterField::State, Some("unknown"));
    assert_eq!(filter.to_text(), "x state:unknown");
    filter.set(FilterField::Project, Some("a *"));
    assert_eq!(filter.to_text(), "x state:unknown project:\"a *\"");
    filter.set(FilterField::State, None);
    assert_eq!(filter.to_text(), "x project:\"a *\"");
}

#[test]
fn a_value_is_toggled() {
    let mut filter = Filter::parse("x -state:stopped");
    for expected in ["x state:running", "x", "x state:running"] {
        filter.toggle(FilterField::State, "running");
        assert_eq!(filter.to_text(), expected);
    }
    filter.toggle(FilterField::State, "stopped");
    assert_eq!(filter.to_text(), "x state:stopped");
    assert!(Filter::parse("state:\"STOPPED\"").demands(FilterField::State, "stopped"));
    for text in ["state:stop", "-state:stopped", "state:stopped state:unknown", "stopped", ""] {
        assert!(!Filter::parse(text).demands(FilterField::State, "stopped"), "{text}");
    }
}

#[test]
fn of_several_values_any_is_enough() {
    let full = NAME.replace("incr", "full");
    let shows = |text: &str| {
        let task = |name: &str| TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), 1);
        [NAME, &full, "odd,name"].map(|name| Filter::parse(text).matches(&task(name)))
    };
    assert_eq!(shows("component:incr-sync,other"), [true, false, true]);
    assert_eq!(shows("component:full,OTHER"), [false, true, true]);
    assert_eq!(shows("-component:incr-sync,other"), [false, true, false]);
    assert_eq!(shows("component:other，full-import"), [false, true, true]);
    assert_eq!(shows("host:192.*,10.*"), [true, true, false]);
    assert_eq!(shows("host:192.*,9.*"), [false, false, false]);
    // What is only begun demands nothing yet.
    assert_eq!(shows("component:,"), [true; 3]);
    assert_eq!(shows("component:other,"), [false, false, true]);
    // In a text or in quotation marks a comma is a comma.
    assert_eq!(shows("odd,name"), [false, false, true]);
    assert_eq!(shows("host:\"10.0,9\""), [false; 3]);
    let mut filter = Filter::default();
    filter.set(FilterField::Label, Some("a,b"));
    assert_eq!(filter.to_text(), "label:\"a,b\"");
}

#[test]
fn a_whole_value_is_no_part_of_another() {
    let longer = NAME.replace("10.0.0.5-", "10.0.0.50-").replace("-incr", "_reverse-incr");
    let shows = |text: &str| {
        let task = |name: &str| TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), 1);
        [NAME, &longer].map(|name| Filter::parse(text).matches(&task(name)))
    };
    assert_eq!(shows("host:10.0.0.5"), [true, true]);
    assert_eq!(shows("host:=10.0.0.5"), [true, false]);
    assert_eq!(shows("-host:=10.0.0.5"), [false, true]);
    assert_eq!(shows("host:=10.0.0.5,=10.0.0.50"), [true, true]);
    assert_eq!(shows("host:=10.0.0.5*"), [true, true]);
    assert_eq!(shows("host:="), [true, true]);
    assert_eq!(shows("host:\"=10.0.0.5\""), [false, false]);
    for part in [FilterField::Project, FilterField::Host] {
        let mut filter = Filter::default();
        filter.set_whole(part, part.part_of(&named(NAME)).unwrap());
        assert_eq!(Filter::parse(&filter.to_text()), filter);
        assert_eq!(shows(&filter.to_text()), [true, false]);
    }
    let mut filter = Filter::default();
    filter.set_whole(FilterField::Project, "a, b");
    assert_eq!(filter.to_text(), "project:\"a, b\"");
    filter.set(FilterField::Project, Some("=a"));
    assert_eq!(filter.to_text(), "project:\"=a\"");
    // In quotation marks a comma is looked for.
    assert!(!Filter::parse("host:\",\"").terms().is_empty());
}

#[test]
fn one_of_several_values_is_toggled() {
    let mut filter = Filter::parse("x state:stopped,running,unknown");
    assert!(filter.demands(FilterField::State, "running"));
    filter.toggle(FilterField::State, "running");
    assert_eq!(filter.to_text(), "x state:stopped,unknown");
    filter.toggle(FilterField::State, "stopped");
    assert_eq!(filter.to_text(), "x state:unknown");
    filter.toggle(FilterField::State, "running");
    assert_eq!(filter.to_text(), "x state:running");
}

#[test]
fn each_value_of_a_field_finds_its_tasks_and_no_others() {
    for value in FilterField::Component.values() {
        let found = [NAME, &NAME.replace("incr", "full"), "odd"]
            .map(|name| Filter::parse(&format!("component:{value}")).matches(&named(name)));
        assert_eq!(found.iter().filter(|found| **found).count(), 1, "{value}");
    }
    for kind in OperationKind::ALL.iter().copied() {
        let record =
            TaskRecord { last: in_doubt().last.map(|last| LastOperation { kind, ..last }), ..named("a") };
        let found = |value: &&&str| Filter::parse(&format!("op:{value}")).matches(&record);
        assert_eq!(
            FilterField::Operation.values().iter().filter(found).collect::<Vec<_>>(),
            [&kind.link_word()]
        );
    }
    use OperationStanding::*;
    let mut values = vec!["none"];
    for standing in [UnderWay, Confirmed, Rejected, Unknown, NotSent, MarkedAsDone, Abandoned] {
        let record =
            TaskRecord { last: in_doubt().last.map(|last| LastOperation { standing, ..last }), ..named("a") };
        let found = |value: &&&str| Filter::parse(&format!("last:{value}")).matches(&record);
        values.extend(FilterField::Last.values().iter().filter(found));
    }
    values.sort_unstable();
    let mut all = FilterField::Last.values().to_vec();
    all.sort_unstable();
    assert_eq!(values, all);
}

fn read(change: impl FnOnce(&mut Reading)) -> TaskRecord {
    read_task(NAME, |reading| {
        reading.region = Some("cn-hangzhou".into());
        reading.subtopics = vec!["np_sub_a-1-0".into(), "np_sub_b-1-0".into()];
        Arc::make_mut(&mut reading.project).labels = vec!["payments".into()];
        change(reading);
    })
}

#[test]
fn what_oms_tells_is_looked_through_too() {
    assert_matches(
        &read(|_| {}),
        &[
            "shop",
            "project:shop",
            "project:=SHOP",
            "project:57fdqt",
            "region:*hang*",
            "hangzhou",
            "subtopic:np_sub_b",
            "sub_a",
            "label:payments",
            "payments",
            "direction:forward",
            "-reverse",
            "-read:stale",
        ],
        &[
            "project:hangzhou",
            "region:shop",
            "direction:reverse",
            "reverse",
            "read:stale",
            "forward",
            "label:shop",
        ],
    );
    assert_matches(
        &read(|it| it.is_reverse = true),
        &["direction:reverse", "reverse"],
        &["direction:forward"],
    );
    let stale = read(|it| it.standing = ReadingStanding::Stale);
    assert_matches(&stale, &["read:stale", "needs:attention"], &["stale", "read:missing"]);
    let missing = read(|it| it.standing = ReadingStanding::Missing);
    assert_matches(&missing, &["read:missing", "read:missing,stale"], &["read:stale"]);
    let mut by_hand = named(NAME);
    by_hand.not_found = true;
    assert_matches(&by_hand, &["read:absent", "read:missing,absent"], &["read:missing", "absent"]);
    let unread = ["region:*", "subtopic:*", "direction:*", "read:*", "delay:*", "shop", "project:shop"];
    assert_matches(&named(NAME), &[], &unread);
    // A name of another shape has what OMS tells in place of its parts.
    let odd = read_task("odd", |it| it.ip = Some("10.0.0.9".into()));
    assert_matches(&odd, &["project:np_1", "host:10.0.0.9", "component:incr-sync"], &["component:other"]);
}

#[test]
fn the_type_and_the_state_of_a_project_are_found() {
    let of = |kind: &str, state: &str| {
        let (kind, state) = (Some(kind.to_owned()), Some(state.to_owned()));
        read_task(NAME, |it| {
            let project = Arc::make_mut(&mut it.project);
            (project.kind, project.state) = (kind, state);
        })
    };
    assert_matches(
        &of("MIGRATION", "SUSPEND"),
        &["type:migration", "type:sync,migration", "project-state:suspended", "project-state:=SUSPEND"],
        &["type:sync", "project-state:running", "-project-state:suspend", "migration", "suspended"],
    );
    let alarming = of("SYNC", "RUNNING_ALARMING");
    assert_matches(
        &alarming,
        &["project-state:running", "project-state:*alarm*"],
        &["project-state:=running"],
    );
    assert_matches(&of("A", "NEW_STATE"), &["project-state:new_state", "type:a"], &[]);
    assert_matches(&named(NAME), &[], &["type:*", "project-state:*"]);
    let tasks = [of("MIGRATION", "SUSPEND"), alarming];
    let offered = |text: &str| {
        let offers = complete(text, text.len(), tasks.iter());
        offers.into_iter().map(|offer| offer.term).collect::<Vec<_>>()
    };
    assert_eq!(offered("project-st"), ["project-state:"]);
    assert_eq!(offered("project-state:su"), ["project-state:suspended"]);
    assert_eq!(offered("type:"), ["type:MIGRATION", "type:SYNC"]);
}

#[test]
fn a_word_for_a_state_that_is_not_documented_is_found() {
    let mut record = read(|it| it.state_word = Some("MODIFYING".into()));
    record.knowledge = Knowledge::Read { state: OmsTaskState::Other, at: Moment(0) };
    assert_matches(&record, &["modifying", "state:unknown"], &["state:running"]);
}

#[test]
fn a_delay_is_compared() {
    assert_matches(
        &read(|it| it.delay = Some(300)),
        &[
            "delay>299",
            "delay:>299",
            "delay>=5min",
            "delay<=300",
            "delay<1h",
            "delay=300",
            "delay:300",
            "delay:<9,300",
            "delay＞２９９",
            "DELAY：＞299",
            "delay:*",
            "-delay>300",
            "delay>",
            "delay:",
            "delay:>=",
            "delay:\">299\"",
        ],
        &["delay>300", "-delay<=300", "delay:30", "delay:>x", "delay:3*", "\"delay>299\"", "delay>5min"],
    );
    assert_matches(&read(|it| it.delay = Some(-2)), &["delay<0", "delay:-2"], &["delay>=0"]);
    assert_matches(&read(|it| it.delay = None), &["-delay>0"], &["delay<0", "delay>=0"]);
    assert_eq!(Filter::parse("x delay>300").to_text(), "x delay:>300");
    assert_eq!(Filter::parse("delays>300 xdelay>1").to_text(), "delays>300 xdelay>1");
}

#[test]
fn fields_of_what_oms_tells_are_completed_once_it_told_anything() {
    let tasks = [named("a"), read(|_| {})];
    let offered = |text: &str| {
        let offers = complete(text, text.len(), tasks.iter());
        offers.into_iter().map(|offer| offer.term).collect::<Vec<_>>()
    };
    assert_eq!(offered("dela"), ["delay:"]);
    assert_eq!(offered("delay>3"), ["delay:>30", "delay:>300"]);
    assert_eq!(offered("rev"), ["direction:reverse"]);
    assert_eq!(offered("region:"), ["region:cn-hangzhou"]);
    assert_eq!(offered("subtopic:sub_b"), ["subtopic:np_sub_b-1-0"]);
    assert_eq!(offered("project:"), ["project:shop"]);
    assert_eq!(offered("label:p"), ["label:payments"]);
    assert_eq!(offered("read:"), ["read:stale", "read:missing", "read:absent"]);
    assert_eq!(complete("rev", 3, tasks[..1].iter()), []);
}

#[test]
fn a_term_is_completed_at_the_caret() {
    let offered = |text, caret| {
        complete(text, caret, [].iter()).into_iter().map(|offer| offer.term).collect::<Vec<_>>()
    };
    let all = ["state:", "component:", "project:", "host:", "label:", "last:", "op:", "waiting:", "needs:"];
    assert_eq!(offered("", 0), all);
    assert_eq!(offered("x ", 99), all);
    assert_eq!(offered("St", 2), ["state:", "state:stopped", "op:start", "op:stop"]);
    assert_eq!(offered("state:", 6).len(), 6);
    assert_eq!(offered("-last:con", 9), ["last:confirmed"]);
    for (text, caret) in [("host:1", 6), ("state:stopped", 13), ("\"sta", 4), ("\"sta\"", 5), ("np_", 3)] {
        assert!(complete(text, caret, [].iter()).is_empty(), "{text}");
    }
}

#[test]
fn a_completion_leaves_the_rest_as_it_is() {
    let offer = &complete("🙂 -STATE:stopt x", 11, [].iter())[0];
    assert_eq!(offer.text, "🙂 -state:stopped x");
    assert_eq!(offer.caret, "🙂 -state:stopped".encode_utf16().count());
    assert_eq!(complete("op:\"a b\" x", 3, [].iter())[0].text, "op:start x");
    assert_eq!(complete("sta x", 3, [].iter())[0].text, "state: x");
}

#[test]
fn values_that_tasks_have_are_offered_those_that_begin_alike_first() {
    let task =
        |host: &str, project| named(&format!("{host}-9000:connector_v2:{project}-incr_trans-1-0:0000000001"));
    let mut tasks =
        [task("110.0.0.1", "p_1"), task("10.0.0.1", "np_1"), task("10.0.0.2", "p_1"), named("10.odd")];
    tasks[0].labels = vec!["night shift".into(), "a*".into()];
    let offered = |text: &str| {
        let offers = complete(text, text.len(), tasks.iter());
        offers.into_iter().map(|offer| offer.term).collect::<Vec<_>>()
    };
    assert_eq!(offered("host:10."), ["host:10.0.0.1", "host:10.0.0.2", "host:110.0.0.1"]);
    assert_eq!(offered("-project:P_"), ["project:p_1", "project:np_1"]);
    assert_eq!(offered("x label:"), ["label:\"night shift\"", "label:\"a*\""]);
    assert_eq!(offered("label:SHIFT"), ["label:\"night shift\""]);
    assert!(offered("host:10.0.0.2").is_empty() && offered("state:10").is_empty());

    let many: Vec<_> = (0..1_000).map(|host| task(&format!("10.{host}"), "p_1")).collect();
    assert_eq!(complete("host:1", 6, many.iter()).len(), 8);
}

fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "state:",
        "host:",
        "op:",
        "delay",
        ">",
        "<=3",
        "-",
        "\"",
        " ",
        "*",
        ":",
        "10.0",
        "stop",
        "NP_",
        "é",
        "🙂",
        "\u{3000}",
        "：",
        "“",
        "”",
        "−",
        "\u{200b}",
        "＊",
        ",",
        NAME,
        "10.0.0.6-9000:connector_v2:p_1-full_trans-1-0:0000000001",
    ];
    let piece = prop_oneof![4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_a_filter_that_its_own_text_reads_as(text in text()) {
        let filter = Filter::parse(&text);
        prop_assert_eq!(&Filter::parse(&filter.to_text()), &filter);
        let _ = (filter.matches(&named(NAME)), filter.matches(&in_doubt()));
    }

    #[test]
    fn a_negated_term_shows_the_others(text in text()) {
        for term in Filter::parse(&text).terms.into_iter().filter(|term| term.names().is_empty()) {
            let turned = Term::new(!term.negated(), term.field(), term.value());
            let same = Term::new(term.negated(), term.field(), term.value());
            for record in [named(NAME), in_doubt(), named("10.0 🙂"), named("-")] {
                prop_assert_ne!(same.holds(&record), turned.holds(&record));
            }
            let typed = Filter::parse(&format!("-{}", Term::quote(term.value().to_owned())));
            prop_assert!(typed.terms.iter().all(Term::negated));
        }
    }

    #[test]
    fn a_made_term_reads_as_itself(
        negated in any::<bool>(), field in proptest::option::of(proptest::sample::select(FilterField::ALL)), value in text(),
    ) {
        let term = Term::new(negated, field, &value);
        prop_assume!(!term.is_begun());
        prop_assert_eq!(term.value(), &value);
        prop_assert_eq!(Filter::parse(&term.to_string()).terms, [term]);
    }

    #[test]
    fn a_part_of_a_name_finds_it(name in "[^\\p{C}\\s][^\\p{C}]{0,30}", from in 0usize..30, length in 1usize..30) {
        let record = named(&name);
        let from = from % record.name.as_str().chars().count();
        let part: String = record.name.as_str().chars().skip(from).take(length).collect();
        let filter = Filter { terms: vec![Term::new(false, None, &part.to_ascii_uppercase())] };
        prop_assert!(filter.matches(&record));
    }
    #[test]
    fn a_completion_is_a_filter_with_the_term_in_it(text in text(), caret in 0usize..40) {
        for offer in complete(&text, caret, [named(NAME), labelled("a", &["x y", "*"])].iter()) {
            prop_assert!(offer.text.contains(&offer.term));
            prop_assert!(offer.caret <= offer.text.encode_utf16().count());
        }
    }
}
