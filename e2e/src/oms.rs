//! OMS on a stage: what it answers, what happens there by itself, and what was read.

use simulator::{Gate, HostEvent, OmsSettings, Project};

use crate::driver::PATIENCE;
use crate::{Setup, Stage};

impl Setup {
    /// The gateway has the simulator's OMS behind it, which everybody may read.
    #[must_use]
    pub fn with_oms(self) -> Self {
        self.with_oms_as(OmsSettings::on())
    }

    /// The gateway has the simulator's OMS behind it, with these settings.
    #[must_use]
    pub fn with_oms_as(mut self, oms: OmsSettings) -> Self {
        self.oms = Some(oms);
        self
    }

    /// OMS knows these projects, besides those that tasks have in their names.
    #[must_use]
    pub fn projects(mut self, projects: impl IntoIterator<Item = Project>) -> Self {
        self.projects = projects.into_iter().collect();
        self
    }
}

impl Stage {
    /// Changes how OMS answers reads from now on.
    pub fn change_oms(&self, change: impl FnOnce(&mut OmsSettings)) {
        self.simulator.change_oms(change);
    }

    /// Holds back the answers to reads, of an action, a page (`ListProjects 2`) or a project, until the gate opens.
    pub fn hold_reads(&self, key: &str) -> Gate {
        let gate = Gate::new();
        self.simulator.hold_reads(key, &gate);
        gate
    }

    /// Lets something happen at the host that no call asked for, and returns the name that the task has now.
    ///
    /// # Panics
    /// When there is no such task or project.
    #[track_caller]
    pub fn happen(&self, event: &HostEvent) -> String {
        self.simulator.happen(event).unwrap_or_else(|| panic!("there is none for {event:?}"))
    }

    /// Returns how many reads there were whose query and body contain all of these words, such as an action and an id.
    pub fn count_reads(&self, words: &[&str]) -> usize {
        let reads = self.simulator.reads().all();
        let texts = reads.iter().map(|read| format!("{:?} {}", read.query, read.text()));
        texts.filter(|text| words.iter().all(|word| text.contains(word))).count()
    }

    /// Returns the bodies of all reads of an action, in the order in which they came.
    pub fn reads_of(&self, action: &str) -> Vec<String> {
        let reads = self.simulator.reads().all();
        let of_action = reads.iter().filter(|read| format!("{:?}", read.query).contains(action));
        of_action.map(|read| read.text().to_owned()).collect()
    }

    /// Waits until there were so many reads in all.
    ///
    /// # Panics
    /// When there are fewer after a while.
    #[track_caller]
    pub fn wait_for_reads(&self, count: usize) {
        let reads = self.simulator.reads().wait_for(count, PATIENCE);
        reads.unwrap_or_else(|too_few| panic!("{too_few}"));
    }
}
