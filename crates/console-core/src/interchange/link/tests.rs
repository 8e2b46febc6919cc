//! What links fill in, what is ignored in them, and that nothing is lost on the way.

mod properties;

use super::LinkNotice::*;
use super::*;
use crate::forms::draft::Draft;

const NAME: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
const FULL_IMPORT: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0003000002";

fn parsed(query: &str) -> Link {
    let (link, notices) = Link::parse(query);
    assert_eq!(notices, [], "{query}");
    link
}

fn task(query: &str) -> String {
    parsed(query).tasks[0].to_string()
}

fn invalid(name: &'static str, value: &str) -> LinkNotice {
    InvalidValue { name, value: value.into() }
}

#[test]
fn a_name_is_read_raw_and_encoded() {
    let encoded = NAME.replace(':', "%3A");
    for query in [format!("?task={NAME}&op=stop"), format!("task={encoded}&op=Stop")] {
        let link = parsed(&query);
        assert_eq!(link.tasks, [TaskName::parse(NAME).unwrap()]);
        assert_eq!(link.operation, Some(OperationKind::Stop));
    }
}

#[test]
fn a_name_is_decoded_once_and_keeps_what_is_no_escape() {
    assert_eq!(task("task=a+b"), "a+b");
    assert_eq!(task("task=100%"), "100%");
    assert_eq!(task("task=50%zz%4"), "50%zz%4");
    assert_eq!(task("task=a%2Fb=c"), "a/b=c");
    assert_eq!(task("task=a%253Ab%25"), "a%3Ab%");
    assert_eq!(task("task=%E4%BB%BB务-🙂"), "任务-🙂");
    assert_eq!(task("task=%3Cb%3E%22%26%23"), "<b>\"&#");
    let long = "n".repeat(10_000);
    assert_eq!(task(&format!("task={long}")), long);
}

#[test]
fn what_follows_a_raw_ampersand_of_a_name_is_reported() {
    let (link, notices) = Link::parse("task=a&b:0003000002&op=stop");
    assert_eq!(link.tasks[0].as_str(), "a");
    assert_eq!(notices, [UnknownParameter { name: "b:0003000002".into() }]);
}

#[test]
fn bytes_that_are_no_text_are_no_value() {
    let (link, notices) = Link::parse("task=a%FF&op=%C0%AF&q=%ED%A0%80&%FF=1&task=%EF%BF%BD");
    assert_eq!(link.tasks, [TaskName::parse("\u{fffd}").unwrap()], "the mark itself is a character");
    assert_eq!((link.operation, link.filter.as_str()), (None, ""));
    assert_eq!(notices[0], invalid("task", "a\u{fffd}"));
    assert_eq!(notices[3], UnknownParameter { name: "\u{fffd}".into() });
    assert_eq!(notices.len(), 4);
}

#[test]
fn a_pull_back_is_filled_in() {
    let link = parsed(
        "?task=a&op=pullback&at=2023-02-13T19:00:00+08:00&zone=Asia/Shanghai&subtopic=t-0&subtopic=t-1&subtopic=t-0",
    );
    assert_eq!(link.at.as_deref(), Some("2023-02-13T19:00:00+08:00"));
    assert_eq!(link.zone.as_deref(), Some("Asia/Shanghai"));
    assert_eq!(link.subtopics.len(), 2);
    assert_eq!(parsed(&link.to_query()), link);
    for at in ["2023-02-13%2019:00:00", "1676286000", "1676286000000", "2023-02-13T11:00Z", "2%20hours%20ago"]
    {
        assert!(parsed(&format!("op=pullback&at={at}")).at.is_some(), "{at}");
    }
}

#[test]
fn subtopics_with_times_of_their_own_are_filled_in() {
    let link = parsed(
        "op=pullback&subtopic=t-0&subtopic=t-1&ownat=2%20hours%20ago%20t-1&ownat=1676286000 t-2&ownat=1676286000%20t-2",
    );
    let draft = Draft::from_link(&link, "UTC").unwrap();
    let names: Vec<_> = draft.subtopics.iter().map(|subtopic| subtopic.name.as_str()).collect();
    assert_eq!(names, ["t-0", "t-1", "t-2"]);
    let own: Vec<_> = draft.subtopics.iter().map(|subtopic| subtopic.own.at.as_str()).collect();
    assert_eq!(own, ["", "2 hours ago", "1676286000"]);
    assert!(!draft.subtopics[0].has_own && draft.subtopics[1].has_own);
    for unclear in ["1676286000", "soon%20t-0", "1676286000%20", "t-3"] {
        let link = parsed(&format!("op=pullback&ownat=2%20hours%20ago%20t-1&ownat={unclear}"));
        assert_eq!(link.own_times.len(), 2, "{unclear} is for the form to show");
    }
    let (link, notices) = Link::parse("op=pullback&ownat=2%20hours%20ago%20t-1&ownat=");
    assert_eq!((link.own_times.len(), notices), (1, vec![invalid("ownat", "")]));
    let link = parsed("op=pullback&ownat=2%20hours%20ago%20t-1&ownat=1%20t-1");
    assert_eq!(link.contradicting_times(), [invalid("ownat", "1 t-1")]);
    assert_eq!(Draft::from_link(&link, "UTC").unwrap().subtopics[0].own.at, "2 hours ago");
}

#[test]
fn the_history_and_a_run_are_opened() {
    let link = parsed("history&q=x");
    assert_eq!((link.history.as_deref(), link.to_query()), (Some(""), "history&q=x".to_owned()));
    let link = parsed("task=a&task=b&op=stop&history=CM-%20x");
    assert_eq!((link.tasks.len(), link.operation, link.opens_form()), (2, Some(OperationKind::Stop), false));
    assert_eq!(link.to_query(), "task=a&task=b&op=stop&history=CM-%20x");
    assert_eq!(Draft::from_link(&link, ""), None);
    let (link, notices) = Link::parse("op=pullback&at=1676286000&history");
    assert_eq!((link.at, notices), (None, vec![Overruled { name: "at", by: "history" }]));

    assert_eq!(parsed("run=018650-0a&sort=name").to_query(), "run=018650-0a&sort=name");
    let (link, notices) = Link::parse("task=a&op=stop&history=x&ip=10.0.0.1&run=1&run=%3Cb%3E");
    assert_eq!(link, Link { run: Some(RunId("1".into())), ..Link::default() });
    let overruled = |name| Overruled { name, by: "run" };
    let others = ["task", "op", "history", "ip"].map(overruled);
    assert_eq!(notices, [vec![Repeated { name: "run" }], others.to_vec()].concat());
    for wrong in ["", "a b", "../x"] {
        assert_eq!(Link::parse(&format!("run={wrong}")), (Link::default(), vec![invalid("run", wrong)]));
    }
    assert_eq!(Link::parse(&format!("run={}", "1".repeat(65))).0, Link::default());
}

#[test]
fn the_history_is_filtered_and_a_task_shown() {
    let query = "history&outcome=failed&within=1h";
    assert_eq!(parsed(query).to_query(), query);
    let (link, notices) = Link::parse("outcome=failed&within=soon");
    assert_eq!(link, Link::default());
    assert_eq!(notices, [invalid("within", "soon"), OnlyForHistory { name: "outcome" }]);

    assert_eq!(parsed("task=a&details").to_query(), "task=a&details");
    for query in ["details", "task=a&task=b&details"] {
        let (link, notices) = Link::parse(query);
        assert_eq!((link.details, notices), (false, vec![DetailsOfOneTask]), "{query}");
    }
    for (query, by) in
        [("task=a&details&op=stop", "op"), ("task=a&details&history", "history"), ("details&run=1", "run")]
    {
        let (link, notices) = Link::parse(query);
        assert_eq!((link.details, notices), (false, vec![Overruled { name: "details", by }]), "{query}");
    }
}

#[test]
fn other_forms_are_filled_in() {
    let link = parsed("op=update&delete=source.a,sink.b.c&delete=sink.b.c%2Csink.d");
    assert_eq!(link.to_query(), "op=update&delete=source.a,sink.b.c,sink.d");
    let link = parsed("task=a&op=migrate&ip=fd00::9");
    assert_eq!(link.to_query(), "task=a&op=migrate&ip=fd00::9");
    let link = parsed("op=start&pullback&restart=true");
    assert!(link.pull_back && link.restart);
    assert_eq!(link.to_query(), "op=start&pullback&restart");
    assert_eq!(parsed("op=stop&restart=false"), parsed("op=stop"));
}

#[test]
fn the_view_is_filled_in() {
    let link = parsed("q=state:stopped%20-reverse&sort=-state,name");
    assert_eq!(link.filter, "state:stopped -reverse");
    assert_eq!(link.order, Order::parse("-state,name").unwrap());
    assert_eq!(link.to_query(), "q=state:stopped%20-reverse&sort=-state,name");
    assert_eq!(parsed("sort=&q=").to_query(), "");
}

#[test]
fn what_is_unknown_or_invalid_is_ignored_and_reported() {
    let (link, notices) = Link::parse(
        "?server=evil&op=explode&ip=1.2.3&read=x&at=%20&delete=x,a.b&restart=maybe&op=update&op=start&task=a&sort=rank&%zz",
    );
    assert_eq!(link.tasks, [TaskName::parse("a").unwrap()]);
    assert_eq!(link.operation, Some(OperationKind::Update));
    assert_eq!(link.delete, ["x", "a.b"], "what is wrong with it is shown in the form");
    assert_eq!(
        notices,
        [
            UnknownParameter { name: "server".into() },
            invalid("op", "explode"),
            invalid("read", "x"),
            invalid("at", " "),
            invalid("restart", "maybe"),
            Repeated { name: "op" },
            invalid("sort", "rank"),
            UnknownParameter { name: "%zz".into() },
            NotForOperation { name: "ip", operation: Some(OperationKind::Update) },
        ]
    );
}

#[test]
fn a_link_is_never_taken_by_half() {
    let (link, notices) = Link::parse("task=a&task=b%00c&op=stop");
    assert_eq!((link.tasks.len(), link.operation), (1, None));
    assert_eq!(notices, [invalid("task", "b\0c"), OneTaskAtATime { operation: OperationKind::Stop }]);
    let form = |query: &str| Draft::from_link(&parsed(query), "UTC").unwrap();
    let removals = |query: &str| form(query).update.removals().to_vec();
    assert_eq!(removals("task=a&op=update&delete=source.a,b"), ["source.a", "b"]);
    assert_eq!(removals("task=a&op=update&delete=source.a，b"), ["source.a", "b"]);
    assert_eq!(removals("task=a&op=update&delete=[\"source.a\", \"sink.b\"]"), ["source.a", "sink.b"]);
    assert_eq!(removals("task=a&op=update&delete=\"source.a,b\""), ["source.a,b"]);
    assert_eq!(form("task=a&op=migrate&ip=10.0.0.256").ip, "10.0.0.256");
    let subtopics = form("task=a&op=pullback&subtopic=s1，请看&subtopic=a%20b").subtopics;
    assert_eq!(
        subtopics.iter().map(|subtopic| subtopic.name.as_str()).collect::<Vec<_>>(),
        ["s1，请看", "a b"]
    );
}

#[test]
fn the_name_in_a_link_is_shown_as_it_stands_and_read_by_rule() {
    for (query, name) in [
        ("task=%22T1%22&op=stop", "T1"),
        ("task=T1，请看&op=stop", "T1"),
        ("task=%20T1%20&op=stop", "T1"),
        ("task=T1&op=stop", "T1"),
        ("task=T%E2%80%8B1&op=stop", "T\u{200b}1"),
    ] {
        let link = parsed(query);
        let draft = Draft::from_link(&link, "UTC").unwrap();
        assert_eq!(draft.task, link.tasks[0].as_str());
        assert_eq!(draft.task_name().unwrap().as_str(), name, "{query}");
    }
}

#[test]
fn the_first_of_two_values_counts_and_the_other_is_reported() {
    for (query, name) in [
        ("restart&op=start&restart=false", "restart"),
        ("q=&q=x", "q"),
        ("sort=name&sort=state", "sort"),
        ("op=migrate&ip=10.0.0.1&ip=10.0.0.2", "ip"),
    ] {
        let (link, notices) = Link::parse(query);
        assert_eq!(notices, [Repeated { name }], "{query}");
        let (first, _) = query.rsplit_once('&').unwrap();
        assert_eq!(link, parsed(first));
    }
}

#[test]
fn a_link_names_no_address_and_carries_no_configuration_value() {
    let query = "server=evil&cm=http://evil&url=x&set=sink.password%3Dc4n4ry&config={c4n4ry}&json=c4n4ry";
    let (link, notices) = Link::parse(query);
    assert_eq!(link, Link::default());
    assert_eq!(notices.len(), 6);
    assert!(!format!("{notices:?}").contains("c4n4ry"));
}

#[test]
fn what_the_operation_does_not_have_is_reported() {
    let stop = Some(OperationKind::Stop);
    let (link, notices) = Link::parse(
        "restart&at=1676286000&task=a&op=stop&ip=10.0.0.1&delete=a.b&zone=UTC&subtopic=t&pullback",
    );
    assert_eq!(link, parsed("task=a&op=stop"));
    let names = ["at", "zone", "subtopic", "ip", "delete", "pullback", "restart"];
    assert_eq!(notices, names.map(|name| NotForOperation { name, operation: stop }));
    let (link, notices) = Link::parse("task=a&at=1676286000");
    assert_eq!(link, parsed("task=a"));
    assert_eq!(notices, [NotForOperation { name: "at", operation: None }]);
}

#[test]
fn a_check_box_that_the_task_is_not_offered_is_reported() {
    let (link, notices) = Link::parse(&format!("task={NAME}&op=start&restart&pullback"));
    assert!(link.pull_back && !link.restart);
    assert_eq!(notices, [NotForComponent { name: "restart", component: Component::IncrSync }]);
    let (link, notices) = Link::parse(&format!("task={FULL_IMPORT}&op=start&restart&pullback"));
    assert!(link.restart && !link.pull_back);
    assert_eq!(notices, [NotForComponent { name: "pullback", component: Component::FullImport }]);
}

#[test]
fn a_form_is_for_one_task_at_a_time() {
    let (link, notices) = Link::parse("task=a&op=pullback&task=b&at=1676286000&subtopic=t");
    assert_eq!(link, parsed("task=a&task=b"));
    assert_eq!(notices, [OneTaskAtATime { operation: OperationKind::PullBack }]);
    assert_eq!(Draft::from_link(&link, "UTC"), None);
    assert_eq!(parsed("task=a&op=stop&task=a").operation, Some(OperationKind::Stop), "the same task twice");
}

#[test]
fn long_links_are_bounded() {
    let tasks: Vec<_> = (0..5_000).map(|index| format!("task={index}&task={index}&x{index}")).collect();
    let (link, notices) = Link::parse(&tasks.join("&"));
    assert_eq!(link.tasks.len(), Link::MOST_ENTRIES);
    assert_eq!(notices.len(), Link::MOST_NOTICES + 2);
    assert_eq!(notices[Link::MOST_NOTICES], More { count: 5_000 - Link::MOST_NOTICES });
    let left_out = 2 * (5_000 - Link::MOST_ENTRIES);
    assert_eq!(notices[Link::MOST_NOTICES + 1], TooMany { name: "task", left_out });
    assert_eq!(parsed(&link.to_query()), link);

    let (_, notices) = Link::parse(&format!("{}=1", "🙂".repeat(10_000)));
    assert_eq!(notices, [UnknownParameter { name: "🙂".repeat(60) + "…" }]);
}

#[test]
fn the_view_of_a_link_is_its_filter_and_order() {
    let (view, is_all) = Link::view_of("?q=state%3Astopped&sort=-name");
    assert_eq!(
        (view.filter.as_str(), view.order.to_string(), is_all),
        ("state:stopped", "-name".into(), true)
    );
    for (query, more) in
        [("", true), ("?q=a&task=b", false), ("sort=wide", false), ("q=a&q=b", false), ("q=%ff", false)]
    {
        assert_eq!(Link::view_of(query).1, more, "{query}");
    }
}
