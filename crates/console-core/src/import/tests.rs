use super::*;
use proptest::prelude::*;

const A: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
const B: &str = "db-7-a.example-9001:connector_v2:np_57fdqtrsqiao_reverse-full_trans-1-0:0008000001";
const MASKED: &str = "xxx.xxx.xxx.xxx-9000:connector_v2:p_493p****-incr_trans-1-0:0000000001";
const LEGACY: &str = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
const VERIFIER: &str = "10.0.0.5-90215:np_57fdqtrsqiao-verify-1-0:0000000001";
const STORE: &str = "10.0.0.5-7100:ORACLE_np_x_y-1-0:0000000001";
const SIX: &str = "fd00::5-9000:connector_v2:p_1-full_trans-1-0:0000000001";

fn names(text: &str) -> Vec<String> {
    read(text).names.iter().map(|name| name.as_str().to_owned()).collect()
}

fn left_out(text: &str) -> Vec<(usize, String, WhyLeftOut)> {
    read(text).left_out.into_iter().map(|left| (left.line, left.text, left.why)).collect()
}

#[test]
fn a_list_of_known_names_is_read_whatever_divides_it() {
    for divider in
        ["\n", "\r\n", ",", ", ", ";", "\t", " | ", "、", "；", "\",\"", "</li><li>", "\u{a0}", "%0A"]
    {
        let list = [A, B, MASKED, LEGACY, VERIFIER, STORE, SIX, A];
        let found = read(&list.join(divider));
        let names: Vec<_> = found.names.iter().map(TaskName::as_str).collect();
        assert_eq!(names, list[..7], "{divider:?}");
        assert_eq!(found.left_out, []);
    }
}

#[test]
fn the_three_commands_of_a_pull_back_name_one_task() {
    let text = format!(
        r#"# stop
curl -XPOST 'http://${{cm_host:port}}/connector/task/v2/stop?taskName={MASKED}'
# update checkpoint
curl -XPOST 'http://${{cm_host:port}}/connector/task/v2/update?taskName={MASKED}&deleteParams=source.checkpoint' \
--header 'Content-Type: application/json' \
--data-raw '{{
"source": {{
"checkpoint":"{{\"{{subtopic}}\":\"1676286000\"}}"
}}
}}'
# start
curl -XPOST 'http://${{cm_host:port}}/connector/task/v2/resume?taskName={MASKED}&pullBackFlag=true'
"#
    );
    assert_eq!(names(&text), [MASKED]);
    let lines: Vec<_> = left_out(&text).into_iter().map(|(line, ..)| line).collect();
    assert_eq!(lines, [1, 3, 5, 6, 7, 8, 11]);
}

#[test]
fn a_wiki_page_gives_its_names_and_the_sentences_are_left_out() {
    let text = format!(
        "On call: connectors of the order service\n\
         ========\n\n\
         If {A}, or its twin ({B}), lags, stop it first.\n\
         任务：{LEGACY}。重启后检查\n\
         Never touch 10.0.0.9-9000:connector_v2:np_1-incr_trans-1-0:00000…\n"
    );
    assert_eq!(names(&text), [A, B, LEGACY]);
    let damaged = "Never touch 10.0.0.9-9000:connector_v2:np_1-incr_trans-1-0:00000…";
    assert_eq!(
        left_out(&text),
        [
            (1, "On call: connectors of the order service".to_owned(), WhyLeftOut::NoName),
            (6, damaged.to_owned(), WhyLeftOut::DamagedName),
        ]
    );
}

#[test]
fn names_are_found_in_every_dress() {
    let encoded = A.replace(':', "%3A");
    for text in [
        format!("http://cm:8088/connector/task/v2/stop?taskName={encoded}&x=1"),
        format!("https%3A%2F%2Fconsole%2F%3Ftask%3D{encoded}%26op%3Dstop"),
        format!("see {}", encoded.replace('%', "%25")),
        format!("https://console/?task={A}#top of page"),
        format!("<td><code>{A}</code></td> &quot;x&quot;"),
        format!("&quot;{A}&quot; is fine"),
        format!("“{A}” and ‘{A}’, 《{A}》！"),
        format!("- [ ] **{A}** is bold"),
        format!("_{A}_ leans, *{A}* too"),
        format!("-{A}: running"),
        format!("*{A} *"),
        format!("| 1 | `{A}` | running |"),
        format!("task:{A}. Done"),
        format!("notes.txt:12:{A}"),
        format!("tail -f /home/run/{A}/logs/connector.log"),
        format!("see...{A}..."),
        format!("a \\\"{A}\\\" b\\n{A}\\t{A} \\u003d{A}\\u0026"),
        A.replace('_', r"\_"),
    ] {
        assert_eq!(names(&text), [A], "{text}");
    }
    for text in [format!("**{SIX}** x"), format!("x\\n{SIX}"), format!("task:{SIX}"), format!("-{SIX} x")] {
        assert_eq!(names(&text), [SIX], "{text}");
    }
    let starred = MASKED.replace("xxx.xxx.xxx.xxx", "*.*.0.5");
    for text in [format!("see {starred}"), format!("**{starred}** x"), starred.replace('*', r"\*")] {
        assert_eq!(names(&text), [&*starred], "{text}");
    }
}

#[test]
fn a_longer_name_is_not_cut_down_to_another_tasks() {
    for tail in ["0", "x", "-copy", "_old", "-0"] {
        let longer = format!("{A}{tail}");
        assert_eq!(names(&longer), [&*longer]);
        assert_eq!(names(&format!("{longer} is no more\n{B}")), [B]);
    }
    for time in ["10.0.0.5-9000:12:1676286000", "2023-02-13:noon:1676286000", "10.0.0.5-9000:a:b:1676286000"]
    {
        assert_eq!(names(&format!("{A}\nseen at {time}")), [A]);
    }
}

#[test]
fn tables_give_their_names_and_not_their_other_cells() {
    let tabs = format!("Task\tState\tSince\n{A}\trunning\t12:00\n{B}\tstopped\t13:00\n");
    assert_eq!(names(&tabs), [A, B]);
    assert_eq!(left_out(&tabs), [(1, "Task State Since".to_owned(), WhyLeftOut::NoName)]);

    let commas = format!("taskName,n\n\"{A}\",\"1, or \"\"one\"\"\"\n{B},2\nodd-3,3\n");
    assert_eq!(names(&commas), [A, B]);
    let lines: Vec<_> = left_out(&commas).into_iter().map(|(line, ..)| line).collect();
    assert_eq!(lines, [1, 4]);

    let markdown = format!("| Task | State |\n|---|:-:|\n| {A} | up |\n");
    assert_eq!(names(&markdown), [A]);
    assert_eq!(left_out(&markdown), [(1, "| Task | State |".to_owned(), WhyLeftOut::NoName)]);
}

#[test]
fn one_word_lines_beside_known_names_are_names_and_headings_are_not() {
    let text = format!("taskName\n{A}\n\"odd-7\"\n任务-1\n---\n'{B}',\n");
    assert_eq!(names(&text), [A, "odd-7", "任务-1", B]);
    assert_eq!(left_out(&text), [(1, "taskName".to_owned(), WhyLeftOut::NoName)]);
}

#[test]
fn without_a_known_shape_each_line_is_a_name() {
    let text = "\u{feff}  a:1 \r\n\n b c,\na:1\nx\ty\n\" onclick=alert(1) <b>\n\"quoted\"\n50%3A\n";
    assert_eq!(names(text), ["a:1", "b c", "\" onclick=alert(1) <b>", "quoted", "50%3A"]);
    assert_eq!(left_out(text), [(5, "x y".to_owned(), WhyLeftOut::ControlCharacter)]);
    assert_eq!(read(" \n\n,\n"), Found::default());
}

#[test]
fn json_lists_of_names_and_objects_are_taken_as_they_are() {
    for text in [
        r#"["a b","c:1","a b"]"#,
        r#"[{"name":"a b","labels":{"x":[1]}},{"taskName":"c:1","name":"other"}]"#,
        r#"{"version":1,"tasks":["a b",{"name":"c:1"}]}"#,
        "{\"name\":\"a b\"}\n{\"name\":\"c:1\"}\n",
    ] {
        assert_eq!(names(text), ["a b", "c:1"], "{text}");
        assert_eq!(left_out(text), []);
    }
    let hostile = format!("x {A} y");
    assert_eq!(names(&format!("{{\"tasks\":[\"{hostile}\"]}}")), [hostile]);
}

#[test]
fn other_json_gives_the_names_of_known_shapes() {
    let answer = format!("{{\n\"errCode\": null,\n\"isSuccess\": true,\n\"result\": \"{A}\"\n}}");
    assert_eq!(names(&answer), [A]);
    assert_eq!(left_out(&answer), []);
    let components = format!(
        r#"{{"data":{{"incrSyncComponents":[{{"name":"{A}"}}],"storeList":[{{"name":"{STORE}"}}]}}}}"#
    );
    assert_eq!(names(&components), [A, STORE]);
    assert_eq!(names(&format!(r#"[{{"name":"Orders","task":"{A}"}},"stop {B}"]"#)), [A, B]);
    assert_eq!(names(&format!("[\n\"{A}\",\n\"{B}\",\n]")), [A, B], "a comma too many");
}

#[test]
fn entries_that_are_no_names_are_left_out_with_their_line() {
    let text = "{\"tasks\": [\n  \"a\",\n  7,\n  {\"id\": 1,\n   \"x\": 2},\n  \"\",\n  \"b\\u0000c\"\n]}";
    assert_eq!(names(text), ["a"]);
    assert_eq!(
        left_out(text),
        [
            (3, "7".to_owned(), WhyLeftOut::NoName),
            (4, "{\"id\": 1,    \"x\": 2}".to_owned(), WhyLeftOut::NoName),
            (6, String::new(), WhyLeftOut::NoName),
            (7, "b c".to_owned(), WhyLeftOut::ControlCharacter),
        ]
    );
}

#[test]
fn what_is_left_out_is_cut_to_eighty_characters() {
    let text = format!("{A}\nprose {}", "é".repeat(100));
    let cut = &read(&text).left_out[0].text;
    assert_eq!(cut.chars().count(), LeftOut::MOST_CHARACTERS);
    assert!(cut.ends_with("é…"));
}

/// Were any of these quadratic, the test would not end within the day.
#[test]
fn large_and_deep_texts_are_read_in_linear_time() {
    const SIZE: usize = 5_000_000;
    let many = |unit: &str| unit.repeat(SIZE / unit.len());
    for unit in
        [":", "a:", "1:0123456789", "a-1:", "*", "%25", "\\", "a", "f:", ":0123456789:a", "[", "{\"a\":"]
    {
        let found = read(&many(unit));
        assert_eq!(found.names.len() + found.left_out.len(), 1, "{unit}");
    }
    assert_eq!(names(&format!("{}\"{A}\"{}", "[".repeat(SIZE), "]".repeat(SIZE))), [A]);
    let list: Vec<_> = (0..60_000).map(|n| A.replace("0003000002", &format!("{n:010}"))).collect();
    assert_eq!(names(&list.join("\n")), list);
    assert_eq!(names(&list.join(",")), list);
}

/// Names of the usual shape.
fn usual_name() -> impl Strategy<Value = String> {
    let host = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[a-z]([a-z0-9-]{0,6}[a-z0-9])?(\\.[a-z]{2,4}){0,2}|x{3}(\\.x{3}){3}|\
                \\*\\.\\*\\.[0-9]{1,3}\\.[0-9]{1,3}|fd[0-9a-f]{2}::[1-9a-f]{1,4}|[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}";
    let link = "n?p_[a-z0-9]{1,8}\\*{0,4}[a-z0-9]{0,3}(_reverse)?-(incr|full)_trans-[0-9]{1,2}-[0-9]";
    (host, "[0-9]{2,5}", link, "[0-9]{10}")
        .prop_map(|(host, port, link, sequence)| format!("{host}-{port}:connector_v2:{link}:{sequence}"))
}

/// What may stand right before and right behind a name.
fn dress() -> impl Strategy<Value = (String, String)> {
    let pairs = [
        ("\"", "\""),
        ("'", "',"),
        ("`", "`"),
        ("<", ">"),
        ("<code>", "</code>"),
        ("**", "**"),
        ("_", "_"),
        ("(", ")."),
        ("\\\"", "\\\""),
        ("task=", "&op=stop"),
        ("?taskName=", "'"),
        ("任务：", "。"),
        ("「", "」"),
        ("result: ", ":"),
        ("/run/", "/logs"),
        ("|", "|"),
        ("- ", ""),
        ("\t", "\t"),
        ("&lt;", "&gt;"),
        ("%22", "%22"),
    ];
    let separators = "[ \n\t\",;|<>()\\[\\]{}'`=&/、，。；：“”「」（）《》\u{a0}\u{3000}]{1,3}";
    prop_oneof![
        proptest::sample::select(pairs.to_vec()).prop_map(|(before, after)| (before.into(), after.into())),
        (separators, separators),
    ]
}

proptest! {
    #[test]
    fn every_name_in_a_text_is_found_and_nothing_else(
        parts in proptest::collection::vec((usual_name(), dress(), "[^%\\\\]{0,20}", any::<bool>()), 1..6),
    ) {
        let mut text = String::new();
        let mut expected: Vec<String> = Vec::new();
        for (name, (before, after), prose, encoded) in parts {
            let written = format!("{before}{name}{after}");
            let written = if encoded { written.replace(':', "%3A").replace('*', "%2A") } else { written };
            // The blanks keep the words of one sentence from being a list.
            text.extend(["it is ", &prose, " that ", &written, " was seen\n"]);
            if !expected.contains(&name) {
                expected.push(name);
            }
        }
        prop_assert_eq!(names(&text), expected, "{}", text);
    }

    #[test]
    fn tasks_given_in_json_come_back_exactly(
        given in proptest::collection::vec(("\\PC{0,20}", any::<bool>()), 0..8),
    ) {
        let mut expected: Vec<String> = Vec::new();
        let entries: Vec<String> = given.iter().map(|(name, object)| {
            let quoted = serde_json::to_string(name).unwrap();
            if *object { format!("{{\"name\":{quoted}}}") } else { quoted }
        }).collect();
        for name in given.iter().map(|(name, _)| name.trim()).filter(|name| !name.is_empty()) {
            if !expected.iter().any(|known| known == name) {
                expected.push(name.to_owned());
            }
        }
        prop_assert_eq!(names(&format!("{{\"tasks\":[{}]}}", entries.join(","))), expected);
    }

    #[test]
    fn any_text_is_read(
        text in prop_oneof![
            any::<String>(),
            "([-0-9a-fA-Zn:.*_%\\\\\\[\\]{}\", \n]|:[0-9]{10}|-9000:|connector_v2|::|%3A|é|\\\\u003d){0,60}",
        ],
    ) {
        let found = read(&text);
        let lines = text.lines().count();
        let mut last = 1;
        for left in &found.left_out {
            prop_assert!(last <= left.line && left.line <= lines);
            prop_assert!(left.text.chars().count() <= LeftOut::MOST_CHARACTERS);
            prop_assert!(!left.text.contains(char::is_control));
            last = left.line;
        }
        let unique: HashSet<_> = found.names.iter().collect();
        prop_assert_eq!(unique.len(), found.names.len());
    }
}
