//! Words for the documented error codes of the cluster manager: what each usually means, and what helps.

use console_core::domain::codes::KnownCode;

/// Returns what a code usually means and what to do.
pub fn code(code: KnownCode) -> &'static str {
    match code {
        KnownCode::NoStoreForCheckpoint => {
            "No Store holds the log from this time on. Restart the Store, or create one that begins 5 to 10 minutes before the checkpoint; else choose a later time."
        }
        KnownCode::NoActiveStore => {
            "No Store works under this topic. Restart the Store or create one, then try again."
        }
        KnownCode::SupervisorSilent => {
            "The Supervisor on the machine did not report within 60 seconds; the operation may have been carried out anyway. On the machine, look at “supervisorctl status oms_drc_supervisor” and at the Supervisor's error.log."
        }
        KnownCode::SupervisorFailed => {
            "The Supervisor on the machine failed while carrying it out; a part may have been done. On the machine, look at “supervisorctl status oms_drc_supervisor” and at the Supervisor's error.log."
        }
        KnownCode::SupervisorOutput => {
            "This is what the Supervisor's command wrote on the machine; a part may have been done. The Supervisor's error.log has more."
        }
        KnownCode::AllProcessesFailed => {
            "All processes of the operation failed. The message names them; nothing was done."
        }
        KnownCode::SomeProcessesFailed => {
            "Some processes of the operation failed and others did not; the message lists both. The task may be in a state between the two: check it in OMS before you continue."
        }
        KnownCode::DidNotStart => {
            "The connector did not start. Its own log on the machine says why; often it is a parameter or a checkpoint that is too old."
        }
        KnownCode::NoAliveHost => "No machine of the region is alive. Look at the machines in OMS.",
        KnownCode::NoMachine => {
            "No machine is available: the container is not initialised. Look at the machines in OMS."
        }
        KnownCode::TooFewResources => {
            "The machines lack resources; the message says how much is used. Stop or release projects that are not needed, or add a machine."
        }
        KnownCode::GroupNotInitialised => {
            "The group of machines is not initialised. Initialise it in OMS first."
        }
    }
}
