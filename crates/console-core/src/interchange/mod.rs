//! What comes from outside or goes there: links, imports, exports, the files of the deployment.

pub mod curl;
pub mod deployed;
pub mod deployment;
pub mod export;
pub mod history;
pub mod import;
pub mod link;
pub mod static_file;
