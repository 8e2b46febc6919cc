//! The list, or a part of it, as a file to take along: names, a table, or the format that a deployment's
//! `tasks.json` has. What is exported can be imported again: tables and JSON give every name and label
//! back; lines do for names that people would write one a line.

use crate::domain::inventory::{Knowledge, TaskRecord};
use crate::domain::run::Moment;
use crate::table::filter::component_word;
use crate::text::{csv, json};
use crate::time::format::rfc3339;
use crate::time::{EpochSeconds, Offset};

/// The headings of the table, alike in every language, so that every console can read it again.
pub(crate) const COLUMNS: [&str; 10] = [
    "task name",
    "component",
    "project",
    "host",
    "labels",
    "state",
    "state since",
    "last operation",
    "status",
    "status since",
];

/// The names, one a line.
pub fn names(records: &[&TaskRecord]) -> String {
    let mut text = String::new();
    for record in records {
        text.push_str(record.name.as_str());
        text.push('\n');
    }
    text
}

/// The list in the format of a deployment's `tasks.json`, one task a line.
pub fn json(records: &[&TaskRecord]) -> String {
    let mut text = String::from("{\"tasks\": [");
    let mut divider = "\n";
    for record in records {
        let name = json::text(record.name.as_str());
        text.push_str(divider);
        text.push_str("  ");
        if record.labels.is_empty() {
            text.push_str(&name);
        } else {
            text.push_str(&format!(r#"{{"name": {name}, "labels": {}}}"#, json::text(&record.labels)));
        }
        divider = ",\n";
    }
    text.push_str("\n]}\n");
    text
}

/// Writes the list as CSV, times in UTC as RFC 3339 has them.
pub fn csv(records: &[&TaskRecord]) -> String {
    let mut text = String::from(csv::MARK);
    csv::push_row(&mut text, &COLUMNS);
    for record in records {
        let (project, host) = record.name.parts().map_or(("", ""), |parts| (parts.project, parts.host));
        let (state, since) = state(record.knowledge);
        let (operation, standing, at) = match record.last {
            Some(last) => (last.kind.link_word(), last.standing.word(), Some(last.at)),
            None => ("", "", None),
        };
        csv::push_row(
            &mut text,
            &[
                record.name.as_str(),
                component_word(record.component()),
                project,
                host,
                &record.labels.join("; "),
                state,
                &time(since),
                operation,
                standing,
                &time(at),
            ],
        );
    }
    text
}

fn state(knowledge: Knowledge) -> (&'static str, Option<Moment>) {
    (knowledge.category().word(), knowledge.basis().map(|(_, at)| at))
}

/// A time in UTC; nothing where there is none, or none that a calendar has.
pub(crate) fn time(moment: Option<Moment>) -> String {
    moment
        .and_then(|moment| EpochSeconds::new(moment.0.div_euclid(1000)).ok())
        .map_or(String::new(), |instant| rfc3339(instant, Offset::UTC))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::inventory::{Entry, LastOperation, Standing, TaskState, add_labels};
    use crate::domain::operation::OperationKind;
    use crate::domain::task_name::TaskName;
    use crate::interchange::import;

    fn record(name: &str, labels: &[&str]) -> TaskRecord {
        let mut record = TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), 0);
        for label in labels {
            add_labels(&mut record.labels, label);
        }
        record
    }

    fn example() -> TaskRecord {
        let (by, at) = (OperationKind::PullBack, Moment(1_676_286_000_999));
        TaskRecord {
            knowledge: Knowledge::After { state: TaskState::Running, by, at },
            last: Some(LastOperation { kind: by, standing: Standing::CountedAsDone, at }),
            ..record("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002", &["orders", "say \"hi\""])
        }
    }

    #[test]
    fn a_table_has_what_the_rows_show() {
        let text = csv(&[&example(), &record("odd, \"x\"", &["prod"])]);
        let expected = "\u{feff}task name,component,project,host,labels,state,state since,last operation,status,\
                        status since\r\n\
                        10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002,incr-sync,np_1,10.0.0.5,\
                        \"orders; say \"\"hi\"\"\",running,2023-02-13T11:00:00+00:00,pullback,counted as done,\
                        2023-02-13T11:00:00+00:00\r\n\
                        \"odd, \"\"x\"\"\",other,,,prod,unknown,,,,\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn no_cell_is_run_by_a_spreadsheet() {
        for (name, cell) in [
            ("=1+1", "'=1+1"),
            ("+a", "'+a"),
            ("-a", "'-a"),
            ("@a", "'@a"),
            ("＝a", "'＝a"),
            ("'=a", "''=a"),
            ("'a", "'a"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
            ("-1+1|x", "'-1+1|x"),
            ("-37e", "'-37e"),
            ("-e5", "'-e5"),
            ("-.", "'-."),
            ("+8 1", "'+8 1"),
            ("－1", "'－1"),
            ("'-37a", "''-37a"),
            // Numbers are no formulas.
            ("-37", "-37"),
            ("+37", "+37"),
            ("-0.5", "-0.5"),
            ("-.5E+10", "-.5E+10"),
            ("'-37", "'-37"),
        ] {
            let text = csv(&[&record(name, &[])]);
            assert_eq!(text.lines().nth(1), Some(&*format!("{cell},other,,,,unknown,,,,")), "{name}");
        }
        let labels = csv(&[&record("a", &["=x", "y"])]);
        assert!(labels.contains(",\"'=x; y\","), "{labels}");
    }

    #[test]
    fn times_that_no_calendar_has_are_left_out() {
        let at = Moment(i64::MAX);
        let knowledge = Knowledge::InDoubt { by: OperationKind::Stop, at };
        let text = csv(&[&TaskRecord { knowledge, ..record("a", &[]) }]);
        assert_eq!(text.lines().nth(1), Some("a,other,,,,in doubt,,,,"));
    }

    #[test]
    fn a_deployments_list_has_one_task_a_line() {
        let text = json(&[&record("a", &[]), &record("\"b\"", &["x", "y"])]);
        assert_eq!(
            text,
            "{\"tasks\": [\n  \"a\",\n  {\"name\": \"\\\"b\\\"\", \"labels\": [\"x\",\"y\"]}\n]}\n"
        );
        assert_eq!(json(&[]), "{\"tasks\": [\n]}\n");
        assert_eq!(names(&[&record("a", &["x"]), &record("b", &[])]), "a\nb\n");
    }

    fn records(name: &'static str) -> impl Strategy<Value = Vec<TaskRecord>> {
        let records = proptest::collection::vec((name, "[=+'\"a-c;, 任\n]{0,12}"), 0..8);
        records.prop_map(|given| {
            let mut records: Vec<TaskRecord> = Vec::new();
            for (name, labels) in given {
                let Ok(name) = TaskName::parse(&name) else { continue };
                if records.iter().all(|record| record.name != name) {
                    let mut record = TaskRecord::new(name, Moment(0), 0);
                    add_labels(&mut record.labels, &labels);
                    records.push(record);
                }
            }
            records
        })
    }

    fn imported(text: &str) -> Vec<Entry> {
        let found = import::read(text);
        let is_empty = found.left_out.iter().all(|left| left.why == import::WhyLeftOut::OnlyHeadings);
        assert!(found.left_out.is_empty() || (is_empty && found.entries.is_empty()), "{text}");
        found.entries
    }

    proptest! {
        #[test]
        fn tables_and_json_come_back_as_they_went(
            records in records("[-=+@'\"＝\\\\a:0,;| 任🙂%&?*\\]\\[{}]{1,12}|\\PC{1,12}|[-+']{0,2}[0-9]{1,4}(\\.[0-9])?"),
        ) {
            let entries: Vec<_> =
                records.iter().map(|TaskRecord { name, labels, .. }| Entry { name: name.clone(), labels: labels.clone() }).collect();
            let records: Vec<_> = records.iter().collect();
            prop_assert_eq!(&imported(&csv(&records)), &entries);
            // As spreadsheets save it again: other line ends, other separators, Excel's own first line.
            let lines = csv(&records).replace("\r\n", "\r");
            prop_assert_eq!(&imported(&lines), &entries);
            prop_assert_eq!(&imported(&format!("sep=,\r\n{}", &csv(&records)['\u{feff}'.len_utf8()..])), &entries);
            prop_assert_eq!(&imported(&json(&records)), &entries);
            prop_assert_eq!(crate::interchange::deployed::read(&json(&records)).unwrap().entries, entries);
        }

        #[test]
        fn lines_come_back_for_names_that_are_words_or_of_the_usual_shape(
            records in records("[=@a-f任][a-f0-9.:-]{0,6}[0-9]|10\\.0\\.0\\.[1-9]-9000:connector_v2:np_[a-z]{2}-incr_trans-1-0:[0-9]{10}"),
        ) {
            let names: Vec<_> = records.iter().map(|record| record.name.clone()).collect();
            let text = super::names(&records.iter().collect::<Vec<_>>());
            prop_assert_eq!(imported(&text).into_iter().map(|entry| entry.name).collect::<Vec<_>>(), names);
        }
    }
}
