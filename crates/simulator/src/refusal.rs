//! Why the CM does not do what it is asked, and the envelope that says so.

use serde_json::{Value, json};

use crate::checkpoint::CheckpointError;
use crate::endpoint::Endpoint;
use crate::envelope::Envelope;
use crate::name::Component;
use crate::state::State;

/// One reason for each variant. All are answered with the envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `taskName` is missing or empty.
    NoTaskName,
    /// The query has a parameter that the API page does not list for the endpoint.
    UnknownParameter(String),
    /// A parameter that has one value came more than once.
    RepeatedParameter(String),
    /// The query is not percent-encoded UTF-8 at this name or value, given as it came.
    BadEncoding(String),
    /// The parameter's value is neither `true` nor `false`.
    NotBoolean(&'static str, String),
    /// The value of `ip` is no IP address.
    NotAnAddress(String),
    /// An entry of `deleteParams` is not `scope.key`.
    NotAScopedKey(String),
    /// The endpoint takes no body and got one.
    BodyNotExpected,
    /// The body is not JSON: line, column and what the parser says.
    BadJson(usize, usize, String),
    /// At the given place there should be an object.
    NotAnObject(String, &'static str),
    /// At the given place there should be a string.
    NotAString(String, &'static str),
    /// At the given place a scope or key is empty.
    EmptyName(String),
    /// No task has the name, or no longer.
    NoSuchTask(String),
    /// The flag is for the other component.
    FlagOfOtherComponent(&'static str, Component),
    /// The task's state does not allow the operation.
    WrongState(Endpoint, State),
    /// A finished task starts again only with `restartFlag=true`.
    FinishedNeedsRestart,
    /// No Store has what the checkpoint asks for.
    NoStore(CheckpointError),
}

impl Refusal {
    /// Returns the status of the answer. That refusals come with 200 is a guess; a request without its one required
    /// parameter does not get as far as the CM's own code and is answered with 400.
    pub fn status(&self) -> u16 {
        if matches!(self, Self::NoTaskName) { 400 } else { 200 }
    }

    /// Returns the answer. `CM-RESOIE000201` is a documented code; those with `SIM` in them are made up, because
    /// nothing is documented for these cases.
    pub fn envelope(&self) -> Envelope {
        let (code, message) = (self.code(), self.message());
        let detail = match self {
            Self::NoStore(cause) => json!({
                "code": code,
                "level": "FATAL",
                "message": message,
                "reason": cause.to_string(),
                "proposal": "Choose a checkpoint that an available Store covers.",
                "upstreamErrorDetail": null,
            }),
            _ => Value::from(format!("{code}: {message}")),
        };
        Envelope::refused(code, &message, detail, Value::Bool(false))
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoTaskName
            | Self::UnknownParameter(_)
            | Self::RepeatedParameter(_)
            | Self::BadEncoding(_)
            | Self::NotBoolean(..)
            | Self::NotAnAddress(_)
            | Self::NotAScopedKey(_) => "CM-SIMPAR000001",
            Self::BodyNotExpected
            | Self::BadJson(..)
            | Self::NotAnObject(..)
            | Self::NotAString(..)
            | Self::EmptyName(_) => "CM-SIMBOD000001",
            Self::NoSuchTask(_) => "CM-SIMTAS000001",
            Self::FlagOfOtherComponent(..) => "CM-SIMTAS000002",
            Self::WrongState(..) | Self::FinishedNeedsRestart => "CM-SIMTAS000003",
            Self::NoStore(_) => "CM-RESOIE000201",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::NoTaskName => "Required parameter taskName is missing.".into(),
            Self::UnknownParameter(name) => format!("Unknown parameter {name}."),
            Self::RepeatedParameter(name) => format!("Parameter {name} is given more than once."),
            Self::BadEncoding(text) => format!("The query is not percent-encoded UTF-8 at {text}."),
            Self::NotBoolean(name, value) => {
                format!("Parameter {name}: true or false is expected, not {value:?}.")
            }
            Self::NotAnAddress(value) => format!("Parameter ip: {value:?} is not an IP address."),
            Self::NotAScopedKey(entry) => {
                format!("Parameter deleteParams: {entry:?} is not of the form scope.key.")
            }
            Self::BodyNotExpected => "This operation takes no request body.".into(),
            Self::BadJson(line, column, cause) => {
                format!("The body is not JSON at line {line}, column {column}: {cause}.")
            }
            Self::NotAnObject(place, found) => format!("{place}: an object is expected, {found} found."),
            Self::NotAString(place, found) => format!("{place}: a string is expected, {found} found."),
            Self::EmptyName(place) => format!("{place}: a name is empty."),
            Self::NoSuchTask(name) => format!("Task {name} does not exist."),
            Self::FlagOfOtherComponent(flag, component) => {
                format!("{flag}=true is not valid for {}.", component.word())
            }
            Self::WrongState(endpoint, state) => {
                format!("Cannot {} a task that is {}.", endpoint.word(), state.word())
            }
            Self::FinishedNeedsRestart => "A finished task starts only with restartFlag=true.".into(),
            Self::NoStore(_) => "No available Store for this subtopic and checkpoint.".into(),
        }
    }
}
