//! What is read out of texts as people have them.

mod properties;

use super::*;
use crate::domain::inventory::TaskEntry;

const A: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
const B: &str = "db-7-a.example-9001:connector_v2:np_57fdqtrsqiao_reverse-full_trans-1-0:0008000001";
const MASKED: &str = "xxx.xxx.xxx.xxx-9000:connector_v2:p_493p****-incr_trans-1-0:0000000001";
const LEGACY: &str = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
const VERIFIER: &str = "10.0.0.5-90215:np_57fdqtrsqiao-verify-1-0:0000000001";
const STORE: &str = "10.0.0.5-7100:ORACLE_np_x_y-1-0:0000000001";
const SIX: &str = "fd00::5-9000:connector_v2:p_1-full_trans-1-0:0000000001";

fn names(text: &str) -> Vec<String> {
    read(text).entries.iter().map(|entry| entry.name.to_string()).collect()
}

/// Returns the tasks as `name` or `name [label|label]`.
fn labelled(text: &str) -> Vec<String> {
    let write = |entry: &TaskEntry| match entry.labels.join("|") {
        labels if labels.is_empty() => entry.name.to_string(),
        labels => format!("{} [{labels}]", entry.name),
    };
    read(text).entries.iter().map(write).collect()
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
        let names: Vec<_> = found.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, list[..7], "{divider:?}");
        assert_eq!(found.left_out, []);
    }
}

#[test]
fn what_surely_is_no_part_of_a_name_is_left_out_and_said() {
    for line in [
        "T1，请看",
        "“T1”",
        "「T1」",
        "taskName=T1",
        "taskName:T1",
        "taskName: T1",
        "T1。",
        "（T1）",
        "任务：T1",
    ] {
        for (text, number) in
            [(line.to_owned(), 1), (format!("a\n{line}\nb"), 2), (format!("{A}\n{line}"), 2)]
        {
            let found = read(&text);
            if line.contains(' ') && text.contains(A) {
                continue;
            }
            assert!(names(&text).contains(&"T1".to_owned()), "{text}");
            let read_as: Vec<_> = found
                .read_as
                .iter()
                .map(|read| (read.line, read.text.as_str(), read.name.as_str()))
                .collect();
            assert_eq!(read_as, [(number, line, "T1")], "{text}");
        }
    }
    for text in ["T1", "a b", "task:T1", "T1，2", "[\"T1。\"]", "task,labels\nT1。,x", "\"T1\","] {
        assert_eq!(read(text).read_as, [], "{text}");
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
    assert_eq!(left_out(&tabs), []);

    let headless = format!("Link\tState\n{A}\trunning\n{B}\tstopped\n");
    assert_eq!(names(&headless), [A, B]);
    assert_eq!(left_out(&headless), [(1, "Link State".to_owned(), WhyLeftOut::NoName)]);

    let markdown = format!("| Task | State |\n|---|:-:|\n| {A} | up |\n");
    assert_eq!(names(&markdown), [A]);
    assert_eq!(left_out(&markdown), [(1, "| Task | State |".to_owned(), WhyLeftOut::NoName)]);
}

#[test]
fn under_headings_names_of_any_shape_and_labels_are_read() {
    for (separator, list) in [(",", "\"orders, prod\""), (";", "\"orders; prod\""), ("\t", "orders, prod")] {
        let text = format!(
            "\u{feff}n,Task Name,Labels\r\n1,\"{A}\",LIST\r\n\r\n2,\"a \"\"b\"\"\",\r\n3,odd,x\r\n4,odd,y\r\n,,z"
        );
        let text = text.replace(',', separator).replace("LIST", list);
        let expected = [format!("{A} [orders|prod]"), "a \"b\"".into(), "odd [x|y]".into()];
        assert_eq!(labelled(&text), expected, "{separator:?}");
        let empty = format!("{separator}{separator}z").replace('\t', " ");
        assert_eq!(left_out(&text), [(7, empty.trim().to_owned(), WhyLeftOut::NoName)]);
    }
}

#[test]
fn a_table_may_say_what_divides_its_cells() {
    for first in ["sep=;", "\"sep=;\"", "SEP=;"] {
        let text = format!("{first}\r\nTask, name;n\r\n\"{A}\";1\r\n;2\r\n");
        assert_eq!(names(&text), [A], "{first}");
        let text = format!("{first}\nTask name;Labels\n\"odd\n3\";x\nodd-4;\"y,z\"\n");
        assert_eq!(labelled(&text), ["odd-4 [y|z]"]);
        assert_eq!(left_out(&text), [(3, "odd 3".to_owned(), WhyLeftOut::ControlCharacter)]);
    }
    assert_eq!(labelled("sep=|\ntask|tag\nodd|x\n"), ["odd [x]"]);
    assert_eq!(names("sep=;\nodd-1\nodd-2"), ["odd-1", "odd-2"]);
    assert_eq!(names("sep=x\nodd"), ["sep=x", "odd"]);
}

#[test]
fn headings_with_nothing_under_them_are_said() {
    for text in [
        "Task name,Labels\r\n",
        "Task name;Labels",
        "\u{feff}taskName\tn\r",
        "sep=,\nname,labels\n,\n",
        "任务名称,标签\n",
        "Task name\n",
        "taskName",
    ] {
        let found = read(text);
        assert_eq!(found.entries, [], "{text}");
        assert_eq!(
            found.left_out.iter().map(|left| left.why).collect::<Vec<_>>(),
            [WhyLeftOut::OnlyHeadings]
        );
    }
}

#[test]
fn what_may_be_a_name_beside_others_is_said() {
    let text = format!("{A},odd-7, orders ; {B}");
    assert_eq!(names(&text), [A, B]);
    let left = |text: &str, why| (1, text.to_owned(), why);
    let beside = WhyLeftOut::BesideNames;
    assert_eq!(left_out(&text), [left("odd-7", beside), left("orders", beside)]);
    let damaged = "10.0.0.9-9000:connector_v2:np_1-incr_trans-1-0:00000…";
    assert_eq!(left_out(&format!("{A}, {damaged}")), [left(damaged, WhyLeftOut::DamagedName)]);
    assert_eq!(left_out(&format!("If {A}, or ({B}), lags, stop it")), []);
    assert_eq!(left_out(&format!("{A}\n上海\n---\n「」\n🙂\n")).len(), 2);
}

#[test]
fn a_column_of_names_may_be_of_something_else() {
    let orders = format!("name,twin,tag\nOrders,{A},x\nodd-3,,\n");
    assert_eq!(labelled(&orders), [format!("{A} [x]"), "odd-3".into()]);
    let tasks = format!("task,twin\nodd-3,{A}\nstop {B},\n");
    assert_eq!(names(&tasks), [A, "odd-3", B], "a column of tasks holds nothing else");
    assert_eq!(names("Name,Connector\nOrders,odd-3\n"), ["odd-3"]);
}

#[test]
fn a_stray_quotation_mark_swallows_no_lines() {
    assert_eq!(names("task,n\n\"a,1\nb,2\n\"c\" d,3\ne,\"\n"), ["\"a", "b", "\"c\" d", "e"]);
    let broken = "task,n\n\"a\nb\",1\nc,2";
    assert_eq!(names(broken), ["c"]);
    assert_eq!(left_out(broken), [(2, "a b".to_owned(), WhyLeftOut::ControlCharacter)]);
}

#[test]
fn the_heading_of_a_list_is_no_name() {
    assert_eq!(names("Task name\nodd\nname\n"), ["odd", "name"]);
    assert_eq!(names("name"), ["name"]);
    assert_eq!(names("connector"), ["connector"]);
    assert_eq!(names(&format!("taskName\nodd-7\n{A}")), ["odd-7", A]);
    assert_eq!(left_out("Task name\nodd"), [(1, "Task name".to_owned(), WhyLeftOut::NoName)]);
}

#[test]
fn calls_and_links_give_names_of_any_shape() {
    let text = "# restart\n\
                curl -XPOST 'http://cm:8088/connector/task/v2/stop?taskName=odd%20name%20%26%20co&x=1'\n\
                curl -XPOST \"http://cm:8088/connector/task/v2/stop?x=1&taskName=odd-3\" \\\n\
                see https://console/?task=%E4%BB%BB%E5%8A%A1,&op=stop or <a href=\"?op=stop&amp;task=e\">\n\
                ?taskName=${task} ?taskName=<name> ?subtask=f ?taskName= \n";
    assert_eq!(names(text), ["odd name & co", "odd-3", "任务", "e"]);
    let lines: Vec<_> = left_out(text).into_iter().map(|(line, ..)| line).collect();
    assert_eq!(lines, [1, 5]);
    assert_eq!(names(&format!("odd 1\n?taskName={A}\n?taskName=b")), [A, "b"]);
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
    assert_eq!(names(text), ["a:1", "b c", "onclick=alert(1) <b>", "quoted", "50:"]);
    assert_eq!(left_out(text), [(5, "x y".to_owned(), WhyLeftOut::ControlCharacter)]);
    assert_eq!(read(" \n\n,\n"), FoundTasks::default());
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
fn labels_come_with_the_objects_of_a_list() {
    let text = r#"{"tasks":[
        {"name":"a","labels":["x","y, z",7]},
        {"task":"b","name":"B","label":"x;x"},
        {"task_name":"c","tags":{}},
        {"name":"a","labels":"w"}
    ]}"#;
    assert_eq!(labelled(text), ["a [x|y|z|w]", "b [x]", "c"]);
    assert_eq!(left_out(text), []);
    assert_eq!(labelled(&format!(r#"[{{"name":"Orders","id":"{A}","label":"x"}}]"#)), [format!("{A} [x]")]);
    let many: Vec<_> = (0..200).map(|n| n.to_string()).collect();
    let crowded = format!(r#"{{"name":"a","labels":{}}}"#, crate::text::json::text(&many));
    assert_eq!(read(&crowded).entries[0].labels, many[..100]);
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
    for end in ["\r", "\r\n"] {
        let lines: Vec<_> = left_out(&text.replace('\n', end)).iter().map(|(line, ..)| *line).collect();
        assert_eq!(lines, [3, 4, 6, 7]);
    }
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
    let sized = |unit: &str, size: usize| unit.repeat(size / unit.len());
    let many = |unit: &str| sized(unit, SIZE);
    for unit in
        [":", "a:", "1:0123456789", "a-1:", "*", "%25", "\\", "a", "f:", ":0123456789:a", "[", "{\"a\":"]
    {
        let found = read(&many(unit));
        assert_eq!(found.entries.len() + found.left_out.len(), 1, "{unit}");
    }
    assert_eq!(names(&format!("{}\"{A}\"{}", "[".repeat(SIZE), "]".repeat(SIZE))), [A]);
    let list: Vec<_> = (0..60_000).map(|n| A.replace("0003000002", &format!("{n:010}"))).collect();
    assert_eq!(names(&list.join("\n")), list);
    assert_eq!(names(&list.join(",")), list);
    assert_eq!(names(&format!("task,n\n{},1\n", list.join(",1\n"))), list);
    assert_eq!(names(&format!("?taskName={}", list.join("\n?taskName="))), list);
    for unit in ["\"", "\"\"", ",\"", "\"\",", "\"\"\"\",", "\"\n", "a\"\"\",\n", "?task=", "=", ","] {
        assert!(!read(&format!("task,labels\na,{}", sized(unit, SIZE / 5))).entries.is_empty(), "{unit}");
    }
}
