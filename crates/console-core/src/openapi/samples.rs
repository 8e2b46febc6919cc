//! Sample answers, made up in the documented shapes, and helpers to read them.

use super::envelope::OmsAnswer;
use crate::domain::outcome::Reply;

macro_rules! samples {
    ($($name:ident = $file:literal;)*) => {
        $(pub const $name: &str = include_str!(concat!("samples/", $file, ".json"));)*
        /// Every sample with the name of its file.
        pub const ALL: &[(&str, &str)] = &[$(($file, $name)),*];
    };
}

samples! {
    GMT_IN_LOCAL_TIME = "components.gmt-in-local-time";
    MULTI_SUBTOPIC = "components.multi-subtopic";
    MYSQL_TO_OB = "components.mysql-to-ob";
    NOT_STARTED = "components.not-started";
    OB_TO_KAFKA = "components.ob-to-kafka";
    OB_TO_ROCKETMQ = "components.ob-to-rocketmq";
    OBCE_LOGPROXY = "components.obce-logproxy";
    OBCE_REVERSE = "components.obce-to-obce-reverse";
    ODD_TYPES = "components.odd-types";
    ORACLE_TO_OB = "components.oracle-to-ob";
    FULL_VERIFICATION = "components.with-full-verification";
    PROGRESS = "describe-project-progress";
    STEP_METRIC = "describe-project-step-metric.delay";
    STEPS = "describe-project-steps";
    PROJECT_IN_LIST = "describe-project.array-data";
    ERROR_CM_UNAVAILABLE = "error.cm-unavailable";
    ERROR_FULL_DETAIL = "error.full-detail";
    ERROR_INNER = "error.inner";
    ERROR_PARAM = "error.param";
    LABELS = "list-all-labels";
    NO_PROJECTS = "list-projects.empty";
    ENTERPRISE_VERIFY = "list-projects.enterprise-verify";
    LEAN_2024 = "list-projects.lean-2024";
    PAGE_1 = "list-projects.page1";
    PAGE_2 = "list-projects.page2";
    STRINGS = "list-projects.strings";
    CLOUD_UPPER_CASE = "odd.cloud-upper-case-no-config";
    ENVELOPE_UPPER_CASE = "odd.envelope-upper-case";
    SUCCESS_WITH_CODE = "odd.success-with-code";
    UPDATED_INCR_SYNC = "update-incr-sync.response";
}

/// Reads a successful sample.
pub fn read<T>(body: &str, read: impl FnOnce(&OmsAnswer<'_>) -> T) -> T {
    read(&OmsAnswer::read(&Reply::Answer { status: 200, body: body.into() }).unwrap())
}
