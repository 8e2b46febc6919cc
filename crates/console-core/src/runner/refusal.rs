//! Why nothing is sent.

use crate::domain::operation::OperationKind;

/// Why nothing was sent. `E` is why the storage failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunRefusal<E> {
    /// Another run of the task is not over.
    Busy {
        /// Its operation.
        operation: OperationKind,
    },
    /// Another run of the task is not over, and was begun in another page.
    BusyElsewhere {
        /// Its operation.
        operation: OperationKind,
    },
    /// Another page has carried this run on.
    CarriedOn,
    /// The run was over, and a later operation on its task is on record.
    Overtaken {
        /// The later operation.
        operation: OperationKind,
    },
    /// The journal could not be read yet.
    JournalNotRead(E),
    /// The journal could not be written.
    NotJournalled(E),
    /// The call held a secret, which is not kept across a reload.
    SecretGone,
    /// The console is set to read only.
    ReadOnly,
    /// The address leads to another host by now.
    OtherHost,
}
