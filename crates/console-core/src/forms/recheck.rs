//! Reading a task's configuration once more before an Update is sent: whether somebody else was faster.

use crate::domain::operation::OperationKind;
use crate::domain::task_name::TaskName;
use crate::forms::difference::OmsConfiguration;
use crate::openapi::{Components, ReadError};

/// Why a task's configuration could not be read, or not again.
#[derive(Clone, Debug, PartialEq)]
pub enum UnreadConfiguration {
    /// The read failed.
    Failed(ReadError),
    /// No answer came in time.
    Late,
    /// OMS does not name the task among its project's components.
    NotNamed,
    /// OMS names the task and does not tell its configuration.
    NotTold,
}

/// A status that checking has whether somebody else changed what an Update is about to change.
#[derive(Clone, Debug, PartialEq)]
pub enum Recheck {
    /// It is read once more now.
    UnderWay,
    /// It could not be read, and nothing was sent.
    Failed(UnreadConfiguration),
    /// It was read, and what would be sent is another thing now.
    Changed,
}

impl OmsConfiguration {
    /// Returns a task's configuration as a read of its project tells it.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn of_task(
        task: &TaskName,
        read: Result<&Components, UnreadConfiguration>,
    ) -> Result<Self, UnreadConfiguration> {
        let connector = read?.connector(task).ok_or(UnreadConfiguration::NotNamed)?;
        connector.config.as_ref().map(Self::from).ok_or(UnreadConfiguration::NotTold)
    }
}

impl Recheck {
    /// Returns whether an operation is sent only after another read. Where that has just failed, it is sent as it is
    /// shown.
    pub fn is_wanted(kind: OperationKind, latest: Option<&Self>) -> bool {
        kind == OperationKind::Update && !matches!(latest, Some(Self::Failed(_)))
    }

    /// Returns what a read means for the plan that was shown before it; nothing if that is sent now.
    pub fn after(read: Result<(), UnreadConfiguration>, is_same_plan: bool) -> Option<Self> {
        match read {
            Err(why) => Some(Self::Failed(why)),
            Ok(()) => (!is_same_plan).then_some(Self::Changed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_update_is_checked_again_and_a_failed_read_holds_it_up_once() {
        use UnreadConfiguration::Late;
        let wanted = |latest| Recheck::is_wanted(OperationKind::Update, latest);
        assert!(wanted(None));
        assert!(wanted(Some(&Recheck::Changed)));
        assert!(!wanted(Some(&Recheck::Failed(Late))));
        assert!(!Recheck::is_wanted(OperationKind::PullBack, None));
    }

    #[test]
    fn what_was_shown_is_sent_if_it_was_read_again_and_is_the_same() {
        use UnreadConfiguration::NotNamed;
        assert_eq!(Recheck::after(Ok(()), true), None);
        assert_eq!(Recheck::after(Ok(()), false), Some(Recheck::Changed));
        assert_eq!(Recheck::after(Err(NotNamed), true), Some(Recheck::Failed(NotNamed)));
    }

    #[test]
    fn a_configuration_is_not_known_of_a_task_that_oms_does_not_name() {
        let (task, none) = (TaskName::exact("a").unwrap(), Components::default());
        let read = |components| OmsConfiguration::of_task(&task, components);
        assert_eq!(read(Ok(&none)), Err(UnreadConfiguration::NotNamed));
        assert_eq!(read(Err(UnreadConfiguration::Late)), Err(UnreadConfiguration::Late));
    }
}
