//! What the console is about: tasks, operations, calls, runs, outcomes, and what is known of each task.

pub mod call;
pub mod checkpoint;
pub mod codes;
pub mod config_map;
pub mod connector_path;
pub mod cut;
pub mod destination;
pub mod inventory;
pub mod mentions;
pub mod operation;
pub mod outcome;
pub mod parameter;
pub mod plan;
pub mod redaction;
pub mod repeat;
pub mod run;
pub mod secret;
pub mod state_denial;
pub mod task_name;
