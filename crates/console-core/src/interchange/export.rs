//! The list, or a part of it, as an exported file: names, a table, or the format that a deployment's
//! `tasks.json` has. What is exported can be imported again: tables and JSON give every name and label
//! back; lines do for names that people would write one a line.

use serde::Serialize;

use crate::domain::inventory::{Knowledge, Reading, ReadingStanding, TaskRecord};
use crate::domain::run::Moment;
use crate::table::filter::component_word;
use crate::text::{csv, json};
use crate::time::format::rfc3339;
use crate::time::{EpochSeconds, Offset};

/// What wrote an export: the console and its version.
pub(crate) const GENERATOR: &str = concat!("Connector Console ", env!("CARGO_PKG_VERSION"));

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

/// The headings of what OMS tells, which follow where it told anything.
const LIVE_COLUMNS: [&str; 16] = [
    "read at",
    "read",
    "state in OMS",
    "project name",
    "project type",
    "project state",
    "project labels",
    "direction",
    "delay (s)",
    "checkpoint",
    "records per second",
    "progress (%)",
    "ip",
    "region",
    "subtopics",
    "error",
];

/// Returns the names, one a line.
pub fn names(records: &[&TaskRecord]) -> String {
    let mut text = String::new();
    for record in records {
        text.push_str(record.name.as_str());
        text.push('\n');
    }
    text
}

/// Returns the list in the format of a deployment's `tasks.json`, one task a line, with the name of its host if it
/// has one. What OMS tells is beside the names, for other programs.
pub fn json(records: &[&TaskRecord], host: Option<&str>) -> String {
    let host = host.map(|host| format!(r#""host": {}, "#, json::text(host))).unwrap_or_default();
    let mut text = format!("{{\"generator\": {}, {host}\"tasks\": [", json::text(GENERATOR));
    let mut divider = "\n";
    for record in records {
        let name = json::text(record.name.as_str());
        text.push_str(divider);
        text.push_str("  ");
        let told = record.reading.as_deref().map(|reading| Told::of(record, reading));
        if record.labels.is_empty() && told.is_none() {
            text.push_str(&name);
        } else {
            text.push_str(&format!(r#"{{"name": {name}"#));
            if !record.labels.is_empty() {
                text.push_str(&format!(r#", "labels": {}"#, json::text(&record.labels)));
            }
            if let Some(told) = told {
                text.push_str(&format!(r#", "oms": {}"#, json::text(&told)));
            }
            text.push('}');
        }
        divider = ",\n";
    }
    text.push_str("\n]}\n");
    text
}

/// A row that tells what OMS says of a task, as exports have it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    read_at: String,
    standing: &'static str,
    state: &'a str,
    project_id: &'a str,
    project_name: Option<&'a str>,
    project_type: Option<&'a str>,
    project_state: Option<&'a str>,
    project_labels: &'a [String],
    direction: &'static str,
    delay_seconds: Option<i64>,
    checkpoint: Option<i64>,
    records_per_second: Option<i64>,
    progress_percent: Option<i64>,
    ip: Option<&'a str>,
    region: Option<&'a str>,
    subtopics: &'a [String],
    error: Option<&'a str>,
}

impl<'a> Told<'a> {
    fn of(record: &'a TaskRecord, reading: &'a Reading) -> Self {
        let project = &*reading.project;
        Self {
            read_at: time(Some(reading.at)),
            standing: match reading.standing {
                ReadingStanding::Current => "current",
                ReadingStanding::Stale | ReadingStanding::Lost => "stale",
                ReadingStanding::Missing => "missing",
            },
            state: record.state_word().unwrap_or_else(|| match record.knowledge {
                Knowledge::Read { .. } => record.knowledge.category().word(),
                _ => "",
            }),
            project_id: &project.id,
            project_name: project.name.as_deref(),
            project_type: project.kind.as_deref(),
            project_state: project.state.as_deref(),
            project_labels: &project.labels,
            direction: if reading.is_reverse { "reverse" } else { "forward" },
            delay_seconds: reading.delay,
            checkpoint: reading.checkpoint.map(EpochSeconds::get),
            records_per_second: reading.rate,
            progress_percent: reading.progress,
            ip: reading.ip.as_deref(),
            region: reading.region.as_deref(),
            subtopics: &reading.subtopics,
            error: reading.error.as_deref(),
        }
    }

    /// Returns the cells under [`LIVE_COLUMNS`].
    fn cells(&self) -> [String; LIVE_COLUMNS.len()] {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let checkpoint = self.checkpoint.and_then(|at| EpochSeconds::new(at).ok());
        [
            self.read_at.clone(),
            self.standing.to_owned(),
            self.state.to_owned(),
            text(self.project_name),
            text(self.project_type),
            text(self.project_state),
            self.project_labels.join("; "),
            self.direction.to_owned(),
            number(self.delay_seconds),
            checkpoint.map_or(String::new(), |at| rfc3339(at, Offset::UTC)),
            number(self.records_per_second),
            number(self.progress_percent),
            text(self.ip),
            text(self.region),
            self.subtopics.join("; "),
            text(self.error),
        ]
    }
}

/// Writes the list as CSV, times in UTC as RFC 3339 has them.
pub fn csv(records: &[&TaskRecord]) -> String {
    let mut text = String::from(csv::MARK);
    let is_live = records.iter().any(|record| record.reading.is_some());
    let live = if is_live { LIVE_COLUMNS.as_slice() } else { &[] };
    csv::push_row(&mut text, &[COLUMNS.as_slice(), live].concat());
    for record in records {
        let told = record.reading.as_deref().map(|reading| Told::of(record, reading).cells());
        let told = told.unwrap_or_default();
        let told = told.iter().map(String::as_str).take(live.len());
        let (state, since) = state(record.knowledge);
        let (operation, standing, at) = match record.last {
            Some(last) => (last.kind.link_word(), last.standing.word(), Some(last.at)),
            None => ("", "", None),
        };
        let (labels, since, at) = (record.labels.join("; "), time(since), time(at));
        let own = [
            record.name.as_str(),
            component_word(record.component()),
            record.project_id().unwrap_or_default(),
            record.host().unwrap_or_default(),
            &labels,
            state,
            &since,
            operation,
            standing,
            &at,
        ];
        csv::push_row(&mut text, &own.into_iter().chain(told).collect::<Vec<_>>());
    }
    text
}

fn state(knowledge: Knowledge) -> (&'static str, Option<Moment>) {
    (knowledge.category().word(), knowledge.since())
}

/// Returns a time in UTC; nothing where there is none, or none that a calendar has.
pub(crate) fn time(moment: Option<Moment>) -> String {
    moment
        .and_then(|moment| EpochSeconds::new(moment.0.div_euclid(1000)).ok())
        .map_or(String::new(), |instant| rfc3339(instant, Offset::UTC))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::inventory::example::read_task;
    use crate::domain::inventory::{LastOperation, OperationStanding, TaskEntry, TaskState, add_labels};
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
            last: Some(LastOperation { kind: by, standing: OperationStanding::MarkedAsDone, at }),
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
        let text = json(&[&record("a", &[]), &record("\"b\"", &["x", "y"])], None);
        assert_eq!(
            text,
            "{\"generator\": \"Connector Console 0.1.0\", \"tasks\": [\n  \"a\",\n  {\"name\": \"\\\"b\\\"\", \"labels\": [\"x\",\"y\"]}\n]}\n"
        );
        assert_eq!(json(&[], None), "{\"generator\": \"Connector Console 0.1.0\", \"tasks\": [\n]}\n");
        assert_eq!(
            json(&[], Some("A")),
            "{\"generator\": \"Connector Console 0.1.0\", \"host\": \"A\", \"tasks\": [\n]}\n"
        );
        assert_eq!(names(&[&record("a", &["x"]), &record("b", &[])]), "a\nb\n");
    }

    #[test]
    fn what_oms_tells_goes_along_and_does_not_come_back_as_tasks() {
        let read = read_task("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002", |it| {
            it.at = Moment(1_676_286_000_000);
            it.checkpoint = EpochSeconds::new(1_676_285_998).ok();
            it.region = Some("cn".into());
            it.subtopics = vec!["np_1-1-0".into(), "np_1-1-1".into()];
            it.error = Some("=broken".into());
        });
        let by_hand = record("odd-7", &["prod"]);
        let text = csv(&[&read, &by_hand]);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].ends_with(",status since,read at,read,state in OMS,project name,project type,project state,project labels,direction,delay (s),checkpoint,records per second,progress (%),ip,region,subtopics,error"));
        assert!(
            lines[1].ends_with(",2023-02-13T11:00:00+00:00,current,running,shop,,,,forward,2,2023-02-13T10:59:58+00:00,,,,cn,\"np_1-1-0; np_1-1-1\",'=broken"),
            "{text}"
        );
        assert_eq!(lines[2], format!("odd-7,other,,,prod,unknown,,,,{}", ",".repeat(LIVE_COLUMNS.len())));
        let both = [
            TaskEntry::from(read.name.clone()),
            TaskEntry { labels: vec!["prod".into()], ..TaskEntry::from(by_hand.name.clone()) },
        ];
        assert_eq!(imported(&text), both);
        let text = json(&[&read, &by_hand], None);
        assert!(text.contains(r#""oms": {"readAt":"2023-02-13T11:00:00+00:00","standing":"current","state":"running","projectId":"np_1","projectName":"shop","#), "{text}");
        assert_eq!(imported(&text), both);
        assert_eq!(crate::interchange::deployed::read(&text, None).unwrap().entries, both);
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

    fn imported(text: &str) -> Vec<TaskEntry> {
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
                records.iter().map(|TaskRecord { name, labels, .. }| TaskEntry { name: name.clone(), labels: labels.clone() }).collect();
            let records: Vec<_> = records.iter().collect();
            prop_assert_eq!(&imported(&csv(&records)), &entries);
            // As spreadsheets save it again: other line ends, other separators, Excel's own first line.
            let lines = csv(&records).replace("\r\n", "\r");
            prop_assert_eq!(&imported(&lines), &entries);
            prop_assert_eq!(&imported(&format!("sep=,\r\n{}", &csv(&records)['\u{feff}'.len_utf8()..])), &entries);
            prop_assert_eq!(&imported(&json(&records, Some("A \"b\""))), &entries);
            prop_assert_eq!(crate::interchange::deployed::read(&json(&records, None), None).unwrap().entries, entries);
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
