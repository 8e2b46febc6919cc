//! Words for what keeps something from being stored, and so from being sent.

use browser::storage::StorageError;
use console_core::runner::RunRefusal;

/// Why the browser's storage does not serve.
pub fn storage_error(error: &StorageError) -> String {
    match error {
        StorageError::NotThere => {
            "this browser has no storage (IndexedDB), or forbids it in this window".into()
        }
        StorageError::Newer => {
            "a newer version of this console has written what is stored, and this one leaves it as it is"
                .into()
        }
        StorageError::Older => {
            "an older version of this console has written what is stored. This one cannot read it, and leaves it as it is"
                .into()
        }
        StorageError::Damaged => "a part of the stored database is missing".into(),
        StorageError::Blocked => {
            "another tab of this console, of an older version, keeps the storage. Close that tab, or reload it".into()
        }
        StorageError::Silent => {
            "the browser's storage does not answer. Perhaps another tab of this console holds it: close the other tabs; if that does not help, restart the browser"
                .into()
        }
        StorageError::Closed => {
            "the browser has closed the storage of this console, perhaps because its data was cleared".into()
        }
        StorageError::Deleted => "another tab has deleted what is stored".into(),
        StorageError::Full => "there is no room left in this browser's storage".into(),
        StorageError::Failed(words) if words.is_empty() => "the browser does not say why".into(),
        StorageError::Failed(words) => format!("the browser says: {words}"),
    }
}

/// Says that nothing can be kept, and so nothing sent.
pub fn not_kept(error: &StorageError) -> String {
    let afterwards = if error.is_passing() {
        " The console keeps trying; once it succeeds, your changes are stored and this notice disappears."
    } else {
        ""
    };
    format!(
        "Changes cannot be stored in this browser, so nothing can be sent: {}.{afterwards}",
        storage_error(error)
    )
}

/// Why a form sends nothing where the deployment, or else this browser, is set to read only.
pub fn read_only(deployed: bool) -> &'static str {
    if deployed {
        "Read only: nothing is sent from here. The deployment sets it, and it cannot be changed in this browser."
    } else {
        "Read only: nothing is sent from here. It can be changed in Settings."
    }
}

/// Why a run was not begun, or not carried on.
pub fn refusal(refusal: &RunRefusal<StorageError>) -> String {
    match refusal {
        RunRefusal::Busy { operation } => format!(
            "Nothing was sent: {} of this task is not over yet. Decide on it first.",
            super::name(*operation)
        ),
        RunRefusal::BusyElsewhere { operation } => format!(
            "Nothing was sent: {} of this task is still running in another tab. Look there, or reload this page.",
            super::name(*operation)
        ),
        RunRefusal::CarriedOn => {
            "Nothing was sent: this was carried on in another tab. Reload this page to see how it stands."
                .into()
        }
        RunRefusal::Overtaken { operation } => format!(
            "Nothing was sent: {} was done on this task since then, perhaps in another tab. Look at the task as it is now.",
            super::name(*operation)
        ),
        RunRefusal::JournalNotRead(error) => format!(
            "Nothing was sent, because it is not known yet whether an earlier run waits for a decision: {}.",
            storage_error(error)
        ),
        RunRefusal::NotJournalled(error) => {
            format!("Nothing was sent, because it could not be written down first: {}.", storage_error(error))
        }
        RunRefusal::ReadOnly => {
            "Nothing was sent: this console is set to read only, in Settings or by its deployment.".into()
        }
        RunRefusal::OtherHost => {
            "Nothing was sent: this address leads to another host now, or may. Reload this page to continue."
                .into()
        }
        RunRefusal::SecretGone => {
            "Nothing was sent: the call holds a secret, which was not kept. Fill in the form again.".into()
        }
    }
}
