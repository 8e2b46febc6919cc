//! From a request's query and body to what is to be done. Strict on purpose: a real CM may let some of what
//! is refused here pass, but a console that sends it has a bug.

use std::net::IpAddr;

use percent_encoding::percent_decode;
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::refusal::Refusal;
use crate::state::Configuration;

/// A valid request, but for the task's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Start a connector.
    Resume {
        /// `pullBackFlag`: from the checkpoint in the configuration.
        pull_back: bool,
        /// `restartFlag`: again from the beginning.
        restart: bool,
    },
    /// Stop a connector.
    Stop,
    /// Update a connector.
    Update {
        /// `deleteParams`.
        delete: Vec<ScopedKey>,
        /// The body.
        set: Configuration,
    },
    /// Migrate a connector.
    Migrate {
        /// `ip`; without it the CM chooses.
        ip: Option<IpAddr>,
    },
    /// Delete a connector.
    Delete,
}

/// An entry of `deleteParams`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopedKey {
    /// Before the first dot.
    pub scope: String,
    /// After it; keys hold dots of their own.
    pub key: String,
}

/// Names and values of a query, decoded, in order.
pub type Parameters = Vec<(String, String)>;

/// Takes a query apart. `+` is a space, as in forms.
///
/// # Errors
/// [`Refusal::BadEncoding`].
pub fn parameters(query: &str) -> Result<Parameters, Refusal> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Result<String, Refusal> {
    let refusal = || Refusal::BadEncoding(text.to_owned());
    let two_digits_follow =
        |rest: &str| rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    if !text.split('%').skip(1).all(two_digits_follow) {
        return Err(refusal());
    }
    let spaced = text.replace('+', " ");
    percent_decode(spaced.as_bytes()).decode_utf8().map(Into::into).map_err(|_| refusal())
}

/// Returns the task's name and what to do with it.
///
/// # Errors
/// Those of [`Refusal`] that are about the request itself.
pub fn parse(
    endpoint: Endpoint,
    parameters: &Parameters,
    body: &[u8],
) -> Result<(String, Operation), Refusal> {
    let name = single(parameters, "taskName")?.filter(|name| !name.is_empty()).ok_or(Refusal::NoTaskName)?;
    for (parameter, _) in parameters {
        if parameter != "taskName" && !endpoint.parameters().contains(&parameter.as_str()) {
            return Err(Refusal::UnknownParameter(parameter.clone()));
        }
    }
    if endpoint != Endpoint::Update && !body.is_empty() {
        return Err(Refusal::BodyNotExpected);
    }
    let operation = match endpoint {
        Endpoint::Resume => Operation::Resume {
            pull_back: boolean(parameters, "pullBackFlag")?,
            restart: boolean(parameters, "restartFlag")?,
        },
        Endpoint::Stop => Operation::Stop,
        Endpoint::Update => Operation::Update { delete: scoped_keys(parameters)?, set: configuration(body)? },
        Endpoint::Migrate => Operation::Migrate {
            ip: single(parameters, "ip")?
                .map(|value| value.parse().map_err(|_| Refusal::NotAnAddress(value.to_owned())))
                .transpose()?,
        },
        Endpoint::Delete => Operation::Delete,
    };
    Ok((name.to_owned(), operation))
}

fn single<'a>(parameters: &'a Parameters, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = parameters.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        (_, Some(_)) => Err(Refusal::RepeatedParameter(name.to_owned())),
    }
}

fn boolean(parameters: &Parameters, name: &'static str) -> Result<bool, Refusal> {
    match single(parameters, name)? {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(Refusal::NotBoolean(name, other.to_owned())),
    }
}

/// `deleteParams` is a list: separated by commas, and given again it goes on.
fn scoped_keys(parameters: &Parameters) -> Result<Vec<ScopedKey>, Refusal> {
    parameters
        .iter()
        .filter(|(name, _)| name == "deleteParams")
        .flat_map(|(_, value)| value.split(','))
        .map(|entry| match entry.split_once('.') {
            Some((scope, key)) if !scope.is_empty() && !key.is_empty() => {
                Ok(ScopedKey { scope: scope.to_owned(), key: key.to_owned() })
            }
            _ => Err(Refusal::NotAScopedKey(entry.to_owned())),
        })
        .collect()
}

/// Returns the body of `update`; none at all changes nothing, since `updateConfigMap` is not required.
fn configuration(body: &[u8]) -> Result<Configuration, Refusal> {
    if body.is_empty() {
        return Ok(Configuration::new());
    }
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| Refusal::BadJson(error.line(), error.column(), error.to_string()))?;
    object(value, "updateConfigMap")?
        .into_iter()
        .map(|(scope, values)| {
            let place = format!("updateConfigMap.{scope}");
            if scope.is_empty() {
                return Err(Refusal::EmptyName(place));
            }
            let values = object(values, &place)?
                .into_iter()
                .map(|(key, value)| match value {
                    _ if key.is_empty() => Err(Refusal::EmptyName(format!("{place}.{key}"))),
                    Value::String(text) => Ok((key, text)),
                    other => Err(Refusal::NotAString(format!("{place}.{key}"), kind(&other))),
                })
                .collect::<Result<_, _>>()?;
            Ok((scope, values))
        })
        .collect()
}

fn object(value: Value, place: &str) -> Result<serde_json::Map<String, Value>, Refusal> {
    match value {
        Value::Object(entries) => Ok(entries),
        other => Err(Refusal::NotAnObject(place.to_owned(), kind(&other))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
