//! Every sentence that a person reads, made from the typed facts of the core. A second language is a
//! second set of these modules; no rule knows a word.

mod checkpoint;
mod codes;
mod common;
pub mod configuration;
mod curl;
mod deployment;
pub mod details;
mod fields;
pub mod forms;
mod history;
mod hosts;
pub mod lists;
pub mod live;
mod names;
mod operations;
mod outcomes;
pub mod pages;
pub mod runs;
mod storage;
pub mod table;
mod tasks;
mod times;
pub mod update;

pub use checkpoint::{
    FROM_CHECKPOINT, FROM_PROGRESS, UPDATE_LEAVES_CHECKPOINT, checkpoint_since, checkpoint_times,
    checkpoint_waits, waiting_checkpoint, waiting_checkpoint_hint,
};
pub use codes::code;
pub use common::{
    ADD, ADD_TASKS, CANCEL, CLOSE, CLOSE_HINT, COLUMNS, COPIED, COPY_LINK, COPY_NAMES, COPY_REFUSED, DISMISS,
    HISTORY, IMPORT_AND_EXPORT, REMOVE, SHOW, SUGGESTIONS, VIEWS,
};
pub use curl::{CURL_STOPPED, copy_call, curl_about, curl_address};
pub use deployment::{
    PART_NOT_LOADED, REST_NOT_LOADED, SETTINGS_NOT_READ, WITHOUT_SETTINGS, deployment_error, unavailable,
    without_documentation,
};
pub use fields::{field_error, field_id, field_label};
pub use history::{found, history_room, unreadable_history};
pub use hosts::{
    ANOTHER_HOST, HOST_LEFT, HOST_NOT_KEPT, HOST_QUESTION, NAMELESS_HOST, OTHER_HOSTS, SAME_HOST,
    another_host, host_changed, host_question, link_asks_for, same_host, unclear_host,
};
pub use names::{fate, left_out_of_name, odd_character, odd_characters, odd_name, spoken};
pub use operations::{
    DENIED, MARKED, NOTHING_TO_CHANGE, barred, choice, choice_meaning, hint, name, not_offered, repeat_offer,
    run_standing, step_name, unfit,
};
pub use outcomes::{doubt, guessed_encoding, not_sent, outcome_word, rejection_summary};
pub use storage::{not_kept, read_only, refusal, storage_error};
pub use table::{
    FILE_WAITS, FILTER_TERMS, GRID_KEYS, NOTHING_HOLDS_ALL, ONE_FILE, action, advice, blame, change, column,
    column_hint, deployed_error, deployed_read, facet, file_error, forgotten, guessed_file_encoding,
    left_out, left_out_line, name_error, recognised, remove_term, selected, tasks,
};
pub use tasks::{
    attention, component, component_and_direction, direction, last_operation, link_notice, name_line,
    over_limit, percent, rate, state, state_basis, state_flags, state_remarks, state_source, task_line,
};
pub use times::{
    ALLOW_FUTURE, ALLOW_FUTURE_HINT, NOT_PAST_ALLOWED, TIME_HINT, age, by_clock, clock_note, date_and_time,
    delay, distance, distance_from_now, grouped, own_zone, position, reading, waiting, zone_change,
    zone_note,
};
