//! Projects, as a list of them or one by itself tells.

use strum::{EnumString, IntoStaticStr};

use super::envelope::OmsAnswer;
use super::list::{OddEntry, OddEntryKind};
use super::request::ReadRequest;
use super::value::{AnswerFields, OmsWord, ServerTime, elements_of, text_of};

/// A migration or synchronisation project of OMS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id, such as `np_…`.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether it migrates or synchronises.
    pub kind: Option<OmsWord<ProjectKind>>,
    /// Its state.
    pub state: Option<OmsWord<ProjectState>>,
    /// Its labels.
    pub labels: Vec<ProjectLabel>,
    /// How soon OMS alerts about it.
    pub importance: Option<OmsWord<Importance>>,
    /// Whether OMS alerts about it now.
    pub is_alarming: Option<bool>,
    /// The user whose project it is.
    pub owner: Option<String>,
    /// The kind of its source, such as `OB_MYSQL`.
    pub source: Option<String>,
    /// The kind of its target.
    pub sink: Option<String>,
    /// The region of its source.
    pub region: Option<String>,
    /// For how many hours its Stores keep their log.
    pub kept_hours: Option<i64>,
    /// When it was created.
    pub created: Option<ServerTime>,
    /// When it was changed last.
    pub modified: Option<ServerTime>,
    /// When it was started.
    pub started: Option<ServerTime>,
    /// When it ended.
    pub finished: Option<ServerTime>,
}

/// A kind that a project can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
pub enum ProjectKind {
    /// Data migration.
    Migration,
    /// Data synchronisation.
    Sync,
    /// Verification only, of the Enterprise edition.
    Verify,
}

/// A state that OMS documents for projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE", ascii_case_insensitive)]
pub enum ProjectState {
    /// Not started.
    Init,
    /// Running.
    Running,
    /// Paused.
    Suspend,
    /// Failed.
    Failed,
    /// Completed.
    Finished,
    /// Being released.
    Releasing,
    /// Released.
    Released,
    /// Deleted.
    Deleted,
    /// Running, while its objects are changed.
    RunningModifying,
    /// Running, while a change is joined in.
    RunningMerging,
    /// Running, with an alert.
    RunningAlarming,
}

/// A level of importance that OMS documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
pub enum Importance {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
    /// No alerts.
    Ignore,
}

/// A label of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectLabel {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
}

/// A page of the list of projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectPage {
    /// The projects.
    pub projects: Vec<Project>,
    /// The rows that are no projects.
    pub odd: Vec<OddEntry>,
    /// Whether it is the last page: it has fewer rows than a page may have.
    pub is_last: bool,
}

/// A reader of a page that reads it in pieces: a page has 150 projects.
#[derive(Debug)]
pub struct PageReader<'a> {
    rows: std::vec::IntoIter<&'a str>,
    page: ProjectPage,
}

impl ProjectState {
    /// Returns whether none of the project's connectors should run.
    pub fn is_at_rest(self) -> bool {
        matches!(self, Self::Suspend | Self::Failed | Self::Releasing | Self::Released | Self::Deleted)
    }
}

impl Importance {
    /// Returns the delay in seconds from which on OMS alerts, by its default settings.
    pub fn delay_limit(self) -> Option<i64> {
        match self {
            Self::High => Some(30),
            Self::Medium => Some(300),
            Self::Low => Some(900),
            Self::Ignore => None,
        }
    }
}

impl ProjectPage {
    /// Reads a page. `totalCount` is not looked at: versions count different things in it.
    pub fn read(answer: &OmsAnswer<'_>) -> Self {
        let mut reader = PageReader::new(answer);
        while reader.read_some(usize::MAX) {}
        reader.into_page()
    }
}

impl<'a> PageReader<'a> {
    /// Finds the rows of a page.
    pub fn new(answer: &OmsAnswer<'a>) -> Self {
        let rows = elements_of(answer.data);
        let most = i64::from(ReadRequest::PAGE_SIZE);
        let size = answer.page_size.filter(|size| (1..=most).contains(size)).unwrap_or(most);
        let page = ProjectPage { is_last: (rows.len() as i64) < size, ..ProjectPage::default() };
        Self { rows: rows.into_iter(), page }
    }

    /// Reads at most so many rows, and returns whether there may be more.
    pub fn read_some(&mut self, most: usize) -> bool {
        for row in self.rows.by_ref().take(most) {
            match Project::read_row(row) {
                Ok(project) => self.page.projects.push(project),
                Err(what) => self.page.odd.push(OddEntry::new(None, what, row)),
            }
        }
        self.rows.len() > 0
    }

    /// Returns what was read.
    pub fn into_page(self) -> ProjectPage {
        self.page
    }
}

impl Project {
    /// Reads the answer about one project, an object or a list of one.
    pub fn read(answer: &OmsAnswer<'_>) -> Option<Self> {
        Self::read_row(answer.data).ok()
    }

    fn read_row(json: &str) -> Result<Self, OddEntryKind> {
        let fields = AnswerFields::read(json).ok_or(OddEntryKind::NotAnObject)?;
        let part = |name: &str| fields.get(name).and_then(AnswerFields::read);
        Ok(Self {
            id: fields.text("id").ok_or(OddEntryKind::Nameless)?,
            name: fields.text("name"),
            kind: fields.word("type"),
            state: fields.word("status"),
            labels: ProjectLabel::read_all(&fields.list("labels")),
            importance: fields.word("importance"),
            is_alarming: part("alarmStats").and_then(|stats| stats.flag("alarming")),
            owner: fields.text("owner"),
            source: fields.text("sourceEndpointType"),
            sink: fields.text("sinkEndpointType"),
            region: part("sourceConnectInfo").and_then(|source| source.text("region")),
            kept_hours: part("extraInfo")
                .and_then(|extra| extra.integer("sourceStoreKeptHour"))
                .or_else(|| part("incrTransferConfig")?.integer("storeLogKeptHour")),
            created: fields.time("gmtCreate"),
            modified: fields.time("gmtModified"),
            started: fields.time("gmtStart"),
            finished: fields.time("gmtFinish"),
        })
    }
}

impl ProjectLabel {
    /// Reads the answer about all labels.
    pub fn read(answer: &OmsAnswer<'_>) -> Vec<Self> {
        Self::read_all(&elements_of(answer.data))
    }

    /// Returns a label without a name of its own is shown by its id.
    fn read_all(rows: &[&str]) -> Vec<Self> {
        let read = |row: &&str| match AnswerFields::read(row) {
            Some(fields) => {
                let id = fields.text("id");
                Some(Self { name: fields.text("name").or_else(|| id.clone())?, id })
            }
            None => Some(Self { id: None, name: text_of(row)? }),
        };
        rows.iter().filter_map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_read_in_pieces_is_the_same() {
        for page in [samples::PAGE_1, samples::PAGE_2] {
            let whole = samples::read(page, ProjectPage::read);
            let (pieces, count) = samples::read(page, |answer| {
                let (mut reader, mut count) = (PageReader::new(answer), 1);
                while reader.read_some(1) {
                    count += 1;
                }
                (reader.into_page(), count)
            });
            assert_eq!((pieces, count), (whole.clone(), (whole.projects.len() + whole.odd.len()).max(1)));
        }
    }
    use crate::openapi::samples;

    fn page(sample: &str) -> ProjectPage {
        samples::read(sample, ProjectPage::read)
    }

    #[test]
    fn a_page_is_read_and_a_short_one_is_the_last() {
        let (first, second) = (page(samples::PAGE_1), page(samples::PAGE_2));
        assert_eq!((first.projects.len(), first.is_last, first.odd.len()), (10, false, 0));
        assert_eq!((second.projects.len(), second.is_last, second.odd.len()), (2, true, 0));
        let shop = &first.projects[0];
        assert_eq!((shop.id.as_str(), shop.name.as_deref()), ("np_6k2f8q0d1xvs", Some("shop_mysql_to_ob")));
        assert_eq!(shop.kind, Some(OmsWord::Known(ProjectKind::Migration)));
        assert_eq!(shop.state, Some(OmsWord::Known(ProjectState::Running)));
        assert_eq!(shop.importance, Some(OmsWord::Known(Importance::High)));
        let labels: Vec<_> = shop.labels.iter().map(|label| label.name.as_str()).collect();
        assert_eq!(labels, ["payments", "prod"]);
        assert_eq!((shop.owner.as_deref(), shop.is_alarming), (Some("admin"), Some(false)));
        assert_eq!((shop.source.as_deref(), shop.sink.as_deref()), (Some("MYSQL"), Some("OB_MYSQL")));
        assert_eq!((shop.region.as_deref(), shop.kept_hours), (Some("default"), Some(120)));
        assert!(shop.created.is_some() && shop.started.is_some() && shop.finished.is_none());
        let states: Vec<_> = first.projects.iter().filter_map(|project| project.state.as_ref()).collect();
        assert!(states.iter().all(|state| matches!(state, OmsWord::Known(_))), "{states:?}");
        assert!(second.projects.iter().all(|project| project.finished.is_some()));
    }

    #[test]
    fn strings_for_numbers_say_the_same() {
        let page_of_strings = page(samples::STRINGS);
        assert_eq!(page_of_strings.projects[0], page(samples::PAGE_1).projects[0]);
        assert!(page_of_strings.is_last);
    }

    #[test]
    fn projects_without_configuration_are_read() {
        for project in page(samples::LEAN_2024).projects {
            assert!(project.name.is_some() && project.state.is_some() && project.created.is_some());
            assert_eq!(project.kept_hours, None);
        }
        assert_eq!(page(samples::NO_PROJECTS), ProjectPage { is_last: true, ..ProjectPage::default() });
    }

    #[test]
    fn the_enterprise_editions_words_are_known() {
        let projects = page(samples::ENTERPRISE_VERIFY).projects;
        assert_eq!(projects[0].state, Some(OmsWord::Known(ProjectState::RunningAlarming)));
        assert_eq!(projects[0].is_alarming, Some(true));
        assert_eq!(projects[1].kind, Some(OmsWord::Known(ProjectKind::Verify)));
    }

    #[test]
    fn one_project_comes_alone_or_in_a_list() {
        let project = samples::read(samples::PROJECT_IN_LIST, Project::read).unwrap();
        assert_eq!(project, page(samples::PAGE_1).projects[0]);
        assert_eq!(samples::read(r#"{"success":true,"data":{"ID":7}}"#, Project::read).unwrap().id, "7");
        assert_eq!(samples::read(samples::NO_PROJECTS, Project::read), None);
    }

    #[test]
    fn a_row_that_is_no_project_is_odd_and_counts() {
        let body = |rows: &str| format!(r#"{{"success":true,"pageSize":3,"data":{rows}}}"#);
        let read = page(&body(r#"[{"id":"a"},{"name":"b"},7]"#));
        assert_eq!((read.projects.len(), read.is_last), (1, false));
        let odd: Vec<_> = read.odd.iter().map(|odd| (odd.what, odd.text.as_str())).collect();
        assert_eq!(odd, [(OddEntryKind::Nameless, r#"{"name":"b"}"#), (OddEntryKind::NotAnObject, "7")]);
        assert_eq!(
            page(&body(r#"{"id":"a","status":"ODD"}"#)).projects[0].state,
            Some(OmsWord::Other("ODD".into()))
        );
        assert!(page(&body("null")).is_last);
    }

    #[test]
    fn labels_are_read_in_every_form() {
        let labels = samples::read(samples::LABELS, ProjectLabel::read);
        assert_eq!(labels[0], ProjectLabel { id: Some("l_6k1qz9wygjk".into()), name: "payments".into() });
        assert_eq!(labels.len(), 2);
        let names = |data: &str| {
            let body = format!(r#"{{"success":true,"data":{data}}}"#);
            samples::read(&body, ProjectLabel::read).into_iter().map(|label| label.name).collect::<Vec<_>>()
        };
        assert_eq!(names(r#"["x",{"id":"y"},{},null]"#), ["x", "y"]);
        assert!(names("null").is_empty());
    }

    #[test]
    fn importance_sets_the_limit_of_the_delay() {
        let limits = [Importance::High, Importance::Medium, Importance::Low, Importance::Ignore];
        assert_eq!(limits.map(Importance::delay_limit), [Some(30), Some(300), Some(900), None]);
        assert!(ProjectState::Suspend.is_at_rest() && !ProjectState::RunningMerging.is_at_rest());
    }
}
