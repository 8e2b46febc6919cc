//! From the content of a form to the plan of its calls, or to what keeps it from being sent.

use super::checkpoint::left_by_update;
use super::{
    CheckedDraft, DELETE_WORD, Draft, DraftContext, FieldError, FormField, Points, offers_pull_back,
};
use crate::domain::destination::Destination;
use crate::domain::operation::{Operation, OperationKind};
use crate::domain::plan::Plan;
use crate::domain::task_name::Component;
use crate::forms::configuration::{UpdateProblem, UpdateProblemKind};
use crate::forms::typed_name::TypedNameError;
use crate::time::ZoneOffsets;

impl Draft {
    /// Reads the whole form.
    pub fn check<Z: ZoneOffsets>(&self, around: &DraftContext<'_, Z>) -> CheckedDraft {
        let (mut errors, mut problems) = (Vec::new(), Vec::new());
        let mut points = Points::default();
        let task = self
            .read_task()
            .map(|read| read.name)
            .map_err(|error| {
                let error = match error {
                    TypedNameError::Name(error) => FieldError::TaskName(error),
                    TypedNameError::Several(names) => FieldError::SeveralTasks(names),
                };
                errors.push((FormField::TaskName, error));
            })
            .ok();
        let component = task.as_ref().and_then(around.component);
        let barred = self.kind.barred_for(component);
        if let Some(barred) = barred {
            errors.push((FormField::TaskName, FieldError::Barred(barred)));
        }
        let waiting = task.as_ref().filter(|_| offers_pull_back(component)).and_then(around.waiting);
        let mut left = waiting.map(|waiting| waiting.run.0);
        let operation = match self.kind {
            OperationKind::Start => self.start(component, left.as_deref(), &mut errors),
            OperationKind::Stop => Some(Operation::Stop),
            OperationKind::Update => {
                let update = self.update(around, component, &mut problems, &mut errors);
                if let Some(update) = &update {
                    left = left_by_update(update, left);
                    self.ask_about(left.as_deref(), &mut errors);
                }
                update
            }
            OperationKind::PullBack => self.pull_back(around, &mut points, &mut errors),
            OperationKind::Migrate => self.migrate(&mut errors),
            OperationKind::Delete => {
                if self.confirmation.trim() != DELETE_WORD {
                    errors.push((FormField::Confirmation, FieldError::Confirmation));
                }
                Some(Operation::Delete { stop_first: self.stop_first })
            }
        };
        let plan = match (task, operation, barred) {
            (Some(task), Some(operation), None) => Some(Plan::new(&task, &operation)),
            _ => None,
        };
        CheckedDraft { plan, errors, problems, points, left }
    }

    fn update<Z>(
        &self,
        around: &DraftContext<'_, Z>,
        component: Option<Component>,
        problems: &mut Vec<UpdateProblem>,
        errors: &mut Vec<(FormField, FieldError)>,
    ) -> Option<Operation> {
        let checked = self.update.check(around.catalogue, around.configuration);
        if checked.is_empty() {
            errors.push((FormField::Json, FieldError::NothingToChange));
        }
        *problems = checked.problems;
        // A Full-Import does not go on from a checkpoint.
        if component == Some(Component::FullImport) {
            problems.retain(|problem| problem.what != UpdateProblemKind::CheckpointDeleted);
        }
        match checked.operation? {
            Operation::Update { delete, set, .. } => {
                Some(Operation::Update { delete, set, stop_first: self.stop_first })
            }
            other => Some(other),
        }
    }

    fn migrate(&self, errors: &mut Vec<(FormField, FieldError)>) -> Option<Operation> {
        let destination = match self.ip.trim() {
            "" => None,
            text => match Destination::parse(text) {
                Ok(ip) => Some(ip),
                Err(_) => {
                    errors.push((FormField::Ip, FieldError::IpAddress));
                    return None;
                }
            },
        };
        Some(Operation::Migrate { destination, stop_first: self.stop_first })
    }
}
