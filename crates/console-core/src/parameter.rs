//! A configuration parameter's place: a scope and a key in it.

use std::fmt;

/// A parameter as the API's `deleteParams` names it: `scope.key`, split at the first dot, since keys
/// such as `logproxy.address` contain dots themselves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterPath {
    scope: String,
    key: String,
}

/// Why a text names no parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterPathError {
    /// There is no dot, so no telling the scope from the key. Carries the text.
    NoDot(String),
    /// Nothing stands before the first dot. Carries the text.
    EmptyScope(String),
    /// Nothing stands behind the first dot. Carries the text.
    EmptyKey(String),
    /// A blank or a control character stands in it. Carries the text.
    Blank(String),
    /// The same parameter is named twice. Carries the text.
    Twice(String),
}

impl ParameterPath {
    /// Reads `scope.key`; blanks around it are dropped. A comma cannot occur: it separates the
    /// parameters of a list (see [`parse_list`]), in the API as well.
    pub fn parse(text: &str) -> Result<Self, ParameterPathError> {
        let text = text.trim();
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(ParameterPathError::Blank(text.into()));
        }
        match text.split_once('.') {
            None => Err(ParameterPathError::NoDot(text.into())),
            Some(("", _)) => Err(ParameterPathError::EmptyScope(text.into())),
            Some((_, "")) => Err(ParameterPathError::EmptyKey(text.into())),
            Some((scope, key)) => Ok(Self { scope: scope.into(), key: key.into() }),
        }
    }

    /// The scope, such as `source`.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// The key within the scope, dots included.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for ParameterPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.scope, self.key)
    }
}

/// The entries of a list as it is typed: separated by commas, line breaks or blanks, empty ones skipped.
pub fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty())
}

/// Reads a list as it is typed; every wrong entry is reported, not just the first.
pub fn parse_list(text: &str) -> Result<Vec<ParameterPath>, Vec<ParameterPathError>> {
    let mut paths: Vec<ParameterPath> = Vec::new();
    let mut errors = Vec::new();
    for entry in split_list(text) {
        match ParameterPath::parse(entry) {
            Ok(path) if paths.contains(&path) => errors.push(ParameterPathError::Twice(entry.into())),
            Ok(path) => paths.push(path),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(paths) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_dot_separates_scope_and_key() {
        let path = ParameterPath::parse(" source.logproxy.address ").unwrap();
        assert_eq!((path.scope(), path.key()), ("source", "logproxy.address"));
        assert_eq!(path.to_string(), "source.logproxy.address");
    }

    #[test]
    fn a_list_takes_commas_lines_and_blanks() {
        let paths = parse_list("source.checkpoint,sink.a.b\n coordinator.c ,, ").unwrap();
        let texts: Vec<_> = paths.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["source.checkpoint", "sink.a.b", "coordinator.c"]);
        assert_eq!(parse_list("  "), Ok(vec![]));
    }

    #[test]
    fn every_wrong_entry_is_reported() {
        use ParameterPathError::*;
        assert_eq!(
            parse_list("checkpoint,.key,source.,sink.a,sink.a"),
            Err(vec![
                NoDot("checkpoint".into()),
                EmptyScope(".key".into()),
                EmptyKey("source.".into()),
                Twice("sink.a".into())
            ])
        );
    }
}
