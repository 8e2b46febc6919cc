//! What of a task its name tells, or OMS.

use super::reading::OmsTaskState;
use super::record::{Knowledge, TaskRecord};
use crate::domain::task_name::Component;

impl TaskRecord {
    /// Its component, where the name tells it, or OMS.
    pub fn component(&self) -> Option<Component> {
        self.name.component().or_else(|| Some(self.reading.as_ref()?.component))
    }

    /// Returns the id of its project, where the name tells it, or OMS.
    pub fn project_id(&self) -> Option<&str> {
        let id = self.name.parts().map(|parts| parts.project);
        id.or_else(|| Some(&*self.reading.as_ref()?.project.id))
    }

    /// Returns the name of its project, where OMS tells it.
    pub fn project_name(&self) -> Option<&str> {
        self.reading.as_ref()?.project.name.as_deref().filter(|name| !name.is_empty())
    }

    /// Returns what its project is called: by its name, else by its id.
    pub fn project_title(&self) -> Option<&str> {
        self.project_name().or_else(|| self.project_id())
    }

    /// Returns the type of its project, as OMS says it.
    pub fn project_type(&self) -> Option<&str> {
        self.reading.as_ref()?.project.kind.as_deref()
    }

    /// Returns the state of its project, as OMS's console says it.
    pub fn project_state(&self) -> Option<&str> {
        self.reading.as_ref()?.project.state_word()
    }

    /// Returns the host that it runs on, where the name tells it, or OMS.
    pub fn host(&self) -> Option<&str> {
        let host = self.name.parts().map(|parts| parts.host);
        host.or_else(|| self.reading.as_ref()?.ip.as_deref())
    }

    /// Returns the host's region, where OMS tells it.
    pub fn region(&self) -> Option<&str> {
        self.reading.as_ref()?.region.as_deref()
    }

    /// Returns the subtopics that it reads, as far as OMS tells them.
    pub fn subtopics(&self) -> &[String] {
        self.reading.as_ref().map(|reading| reading.subtopics.as_slice()).unwrap_or_default()
    }

    /// Returns the labels of its project, as far as OMS tells them.
    pub fn project_labels(&self) -> &[String] {
        self.reading.as_ref().map(|reading| reading.project.labels.as_slice()).unwrap_or_default()
    }

    /// Returns whether it moves data from its project's target back to the source.
    pub fn is_reverse(&self) -> bool {
        self.reading.as_ref().is_some_and(|reading| reading.is_reverse)
    }

    /// OMS's word for its state, where it is none of the documented ones and nothing newer is known.
    pub fn state_word(&self) -> Option<&str> {
        let reading = self.reading.as_ref()?;
        let is_other = matches!(self.knowledge, Knowledge::Read { state: OmsTaskState::Other, .. });
        reading.state_word.as_deref().filter(|_| is_other)
    }
}
