//! The documented reads, as they are sent.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use super::list::Direction;
use crate::text::json;
use crate::time::EpochSeconds;

/// An action that only reads, as the API's reference of V4.1.1 to V4.2.2 lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, EnumIter, IntoStaticStr)]
#[allow(missing_docs, reason = "they are named as the API names them")]
pub enum ReadAction {
    ListProjects,
    DescribeProject,
    DescribeProjectSteps,
    DescribeProjectStepMetric,
    DescribeProjectProgress,
    DescribeProjectComponents,
    ListProjectFullVerifyResult,
    ListFullVerifyInconsistenciesResult,
    ListFullVerifyCorrectionsResult,
    ListDataSource,
    ListAllLabels,
}

impl ReadAction {
    /// Returns the documented read of this name, in just this case.
    pub fn named(action: &str) -> Option<Self> {
        action.parse().ok()
    }

    /// Returns its name.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The header that says who reads.
pub const AUTHORIZATION: &str = "Authorization";

/// Returns the value of [`AUTHORIZATION`] for a user name and a password, given the base64 form of both with a colon
/// between them.
pub fn basic_authorization(encoded: &str) -> String {
    format!("Basic {encoded}")
}

/// A read that the console sends: a POST to the API's path with a query and a JSON body.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReadRequest {
    /// A page of the projects, in ascending order of creation.
    Projects {
        /// The page, counted from 1.
        page: u32,
    },
    /// One project.
    Project {
        /// The project's id.
        id: String,
    },
    /// The Stores and connectors of a project.
    Components {
        /// The project's id.
        id: String,
    },
    /// The steps of a project.
    Steps {
        /// The project's id.
        id: String,
    },
    /// How far a project is.
    Progress {
        /// The project's id.
        id: String,
    },
    /// A figure of a project's incremental step over time.
    Metric {
        /// The project's id.
        id: String,
        /// Which of its incremental steps.
        direction: Direction,
        /// The figure.
        metric: Metric,
        /// From when. At least an hour before the end.
        begin: EpochSeconds,
        /// Until when. Not in the future.
        end: EpochSeconds,
        /// The most points that the answer should have.
        points: u32,
    },
    /// All labels.
    Labels,
}

/// A figure of an incremental step over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr, Serialize, Deserialize)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Metric {
    /// The delay in seconds.
    Delay,
    /// The records per second.
    Rps,
}

impl ReadRequest {
    /// The most projects that a page may have.
    pub const PAGE_SIZE: u32 = 150;

    /// Returns the action.
    pub fn action(&self) -> ReadAction {
        match self {
            Self::Projects { .. } => ReadAction::ListProjects,
            Self::Project { .. } => ReadAction::DescribeProject,
            Self::Components { .. } => ReadAction::DescribeProjectComponents,
            Self::Steps { .. } => ReadAction::DescribeProjectSteps,
            Self::Progress { .. } => ReadAction::DescribeProjectProgress,
            Self::Metric { .. } => ReadAction::DescribeProjectStepMetric,
            Self::Labels => ReadAction::ListAllLabels,
        }
    }

    /// Returns the query behind the API's path. A gateway may let through just this and nothing else.
    pub fn query(&self) -> String {
        format!("Action={}", self.action().name())
    }

    /// Returns the JSON body.
    pub fn body(&self) -> String {
        match self {
            // Rows shift while pages are read in the order that is the default.
            Self::Projects { page } => format!(
                r#"{{"sortField":"gmtCreate","order":"asc","pageNumber":{page},"pageSize":{}}}"#,
                Self::PAGE_SIZE
            ),
            Self::Project { id } | Self::Components { id } | Self::Steps { id } | Self::Progress { id } => {
                format!(r#"{{"id":{}}}"#, json::text(id))
            }
            Self::Metric { id, direction, metric, begin, end, points } => {
                let step = match direction {
                    Direction::Forward => "INCR_TRANSFER",
                    Direction::Reverse => "REVERSE_INCR_TRANSFER",
                };
                let (id, metric): (_, &str) = (json::text(id), metric.into());
                format!(
                    r#"{{"projectId":{id},"stepName":"{step}","metricType":"{metric}","aggregator":"AVG","beginTimestamp":{begin},"endTimestamp":{end},"maxPointNum":{points}}}"#
                )
            }
            Self::Labels => "{}".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn only_documented_reads_are_reads() {
        for action in ReadAction::iter() {
            assert_eq!(ReadAction::named(action.name()), Some(action));
            assert!(action.name().starts_with("List") || action.name().starts_with("Describe"));
        }
        for other in [
            "",
            "DeleteProject",
            "StopProject",
            "UpdateIncrSync",
            "CreateLabel",
            "listprojects",
            "ListProjects&Action=DeleteProject",
            "ListProjects ",
        ] {
            assert_eq!(ReadAction::named(other), None, "{other}");
        }
    }

    #[test]
    fn requests_have_their_query_and_body() {
        let page = ReadRequest::Projects { page: 2 };
        assert_eq!(page.query(), "Action=ListProjects");
        assert_eq!(page.body(), r#"{"sortField":"gmtCreate","order":"asc","pageNumber":2,"pageSize":150}"#);
        let components = ReadRequest::Components { id: "np_\"1".into() };
        assert_eq!(components.query(), "Action=DescribeProjectComponents");
        assert_eq!(components.body(), r#"{"id":"np_\"1"}"#);
        assert_eq!(ReadRequest::Labels.body(), "{}");
        let at = |seconds| EpochSeconds::new(seconds).unwrap();
        let metric = ReadRequest::Metric {
            id: "np_1".into(),
            direction: Direction::Reverse,
            metric: Metric::Delay,
            begin: at(1_795_158_000),
            end: at(1_795_161_600),
            points: 120,
        };
        assert_eq!(metric.query(), "Action=DescribeProjectStepMetric");
        let body: serde_json::Value = serde_json::from_str(&metric.body()).unwrap();
        assert_eq!(body["stepName"], "REVERSE_INCR_TRANSFER");
        assert_eq!((&body["metricType"], &body["endTimestamp"]), (&"DELAY".into(), &1_795_161_600.into()));
    }
}
