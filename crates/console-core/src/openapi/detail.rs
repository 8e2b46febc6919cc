//! What is read of one project: its steps, its progress, and figures over time.

use strum::{EnumString, IntoStaticStr};

use super::envelope::{ErrorDetail, OmsAnswer};
use super::project::ProjectState;
use super::value::{AnswerFields, OmsWord, ServerTime, elements_of};
use crate::time::EpochSeconds;

/// A step of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectStep {
    /// Its place among the steps. Numbers may be missing.
    pub order: Option<i64>,
    /// Its name, such as `INCR_TRANSFER`.
    pub name: String,
    /// Its state.
    pub state: Option<OmsWord<StepState>>,
    /// How much of it is done, in percent.
    pub progress: Option<f64>,
    /// When it began.
    pub started: Option<ServerTime>,
    /// When it ended.
    pub finished: Option<ServerTime>,
    /// What OMS says is wrong.
    pub errors: Vec<ErrorDetail>,
}

/// A state that OMS documents for steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
pub enum StepState {
    /// Not begun.
    Init,
    /// Running.
    Running,
    /// Failed.
    Failed,
    /// Completed.
    Finished,
    /// Paused.
    Suspend,
    /// Running, and the delay was once below the limit.
    Monitoring,
}

/// A progress that a project has made.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectProgress {
    /// Its state.
    pub state: Option<OmsWord<ProjectState>>,
    /// The name of the step that it is at.
    pub step: Option<String>,
    /// How far the Incr-Syncs have come.
    pub checkpoint: Option<EpochSeconds>,
    /// How far those of the way back have come.
    pub reverse_checkpoint: Option<EpochSeconds>,
    /// How much of the full migration is done, in percent.
    pub full_import: Option<f64>,
}

/// A figure at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetricPoint {
    /// The time.
    pub at: EpochSeconds,
    /// The figure.
    pub value: f64,
}

impl ProjectStep {
    /// Reads the steps of a project, in their order. What has no name is left out.
    pub fn read(answer: &OmsAnswer<'_>) -> Vec<Self> {
        let mut steps: Vec<_> = elements_of(answer.data).into_iter().filter_map(Self::read_row).collect();
        steps.sort_by_key(|step| step.order.unwrap_or(i64::MAX));
        steps
    }

    fn read_row(json: &str) -> Option<Self> {
        let fields = AnswerFields::read(json)?;
        let extra = fields.get("extraInfo").and_then(AnswerFields::read);
        Some(Self {
            order: fields.integer("order"),
            name: fields.text("name")?,
            state: fields.word("status"),
            progress: fields.number("progress"),
            started: fields.time("startTime"),
            finished: fields.time("finishTime"),
            errors: extra.map(|extra| step_errors(&extra)).unwrap_or_default(),
        })
    }
}

/// Returns the errors of a step, else the one in the older form.
fn step_errors(extra: &AnswerFields<'_>) -> Vec<ErrorDetail> {
    let errors = ErrorDetail::read_list(extra, "errorDetails");
    let (code, message) = (extra.sentence("errorCode"), extra.sentence("errorMsg"));
    if errors.is_empty() && (code.is_some() || message.is_some()) {
        return vec![ErrorDetail { code, message, ..ErrorDetail::default() }];
    }
    errors
}

impl ProjectProgress {
    /// Reads how far a project is.
    pub fn read(answer: &OmsAnswer<'_>) -> Option<Self> {
        let fields = AnswerFields::read(answer.data)?;
        Some(Self {
            state: fields.word("status"),
            step: fields.text("currentStep"),
            checkpoint: fields.utc("incrSyncCheckpoint"),
            reverse_checkpoint: fields.utc("reverseIncrTransferCheckpoint"),
            full_import: fields.number("fullTransferProgress"),
        })
    }
}

/// Reads the points of a figure, in their order in time. There are none where OMS keeps no figures.
pub fn read_metric(answer: &OmsAnswer<'_>) -> Vec<MetricPoint> {
    let metrics = AnswerFields::read(answer.data).map(|data| data.list("metrics")).unwrap_or_default();
    let points =
        metrics.into_iter().filter_map(AnswerFields::read).flat_map(|metric| metric.list("dataPoints"));
    let read = |point| {
        let point = AnswerFields::read(point)?;
        Some(MetricPoint { at: point.utc("timestamp")?, value: point.number("value")? })
    };
    let mut points: Vec<_> = points.filter_map(read).collect();
    points.sort_by_key(|point| point.at);
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::samples;

    #[test]
    fn steps_are_read_in_their_order() {
        let steps = samples::read(samples::STEPS, ProjectStep::read);
        assert_eq!(steps.len(), 8);
        assert_eq!((steps[5].name.as_str(), steps[5].order), ("INCR_TRANSFER", Some(6)));
        assert_eq!(steps[5].state, Some(OmsWord::Known(StepState::Monitoring)));
        assert_eq!((steps[5].progress, steps[5].finished), (Some(100.0), None));
        assert!(steps[0].started.is_some() && steps[0].finished.is_some() && steps[0].errors.is_empty());
        let upper = samples::read(samples::ENVELOPE_UPPER_CASE, ProjectStep::read);
        assert_eq!((upper.len(), upper[0].order), (1, Some(6)));
    }

    #[test]
    fn a_failed_step_says_why_in_either_form() {
        let read = |extra: &str| {
            let body = format!(r#"{{"success":true,"data":{{"name":"X","extraInfo":{extra}}}}}"#);
            samples::read(&body, ProjectStep::read).remove(0).errors
        };
        assert_eq!(
            read(r#"{"errorCode":"A","errorMsg":"b","errorDetails":[]}"#)[0].code.as_deref(),
            Some("A")
        );
        assert_eq!(read(r#"{"errorCode":"A","errorDetails":[{"code":"B"}]}"#)[0].code.as_deref(), Some("B"));
        assert!(read("null").is_empty() && read("{}").is_empty());
    }

    #[test]
    fn progress_has_the_checkpoints_of_both_ways() {
        let progress = samples::read(samples::PROGRESS, ProjectProgress::read).unwrap();
        assert_eq!(progress.step.as_deref(), Some("REVERSE_INCR_TRANSFER"));
        assert_eq!(progress.state, Some(OmsWord::Known(ProjectState::Running)));
        let seconds = |at: Option<EpochSeconds>| at.unwrap().get();
        assert_eq!(seconds(progress.checkpoint), 1_794_988_800);
        assert_eq!(seconds(progress.reverse_checkpoint), 1_795_161_596);
        assert_eq!(progress.full_import, Some(100.0));
    }

    #[test]
    fn figures_are_read_as_points_in_time() {
        let points = samples::read(samples::STEP_METRIC, read_metric);
        assert_eq!(points.len(), 72);
        assert_eq!((points[0].at.get(), points[0].value), (1_795_158_000, 2.0));
        assert!(points.is_sorted_by_key(|point| point.at));
        let none = |data: &str| samples::read(&format!(r#"{{"success":true,"data":{data}}}"#), read_metric);
        assert!(none("null").is_empty() && none(r#"{"metrics":null}"#).is_empty());
        assert_eq!(
            none(r#"{"Metrics":{"DataPoints":[{"Timestamp":"1795158000000","Value":"2.5"},{}]}}"#).len(),
            1
        );
    }

    #[test]
    fn an_answer_of_another_kind_tells_nothing() {
        assert_eq!(samples::read(samples::UPDATED_INCR_SYNC, ProjectProgress::read), None);
        assert!(samples::read(samples::UPDATED_INCR_SYNC, ProjectStep::read).is_empty());
    }
}
