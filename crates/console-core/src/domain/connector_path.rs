//! Where a host's connector manager is on the console's own origin.

/// The path of the API, below whatever comes before it at a gateway.
const API: &str = "/task/v2/";

/// A path below which a gateway passes calls on to a host's connector manager, such as `/shanghai/connector/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorPath(String);

impl Default for ConnectorPath {
    /// Returns the manager's own path.
    fn default() -> Self {
        Self("/connector".into())
    }
}

impl ConnectorPath {
    /// Reads a path; nothing if it may lead to another origin, up, or to the root.
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.strip_suffix('/').unwrap_or(text);
        (is_own_path(path) && path != "/").then(|| Self(path.to_owned()))
    }

    /// Returns the path of an endpoint.
    pub(crate) fn of(&self, endpoint: &str) -> String {
        format!("{}{API}{endpoint}", self.0)
    }

    /// Returns the path that an endpoint's target begins with, if it is one.
    pub(crate) fn of_target(endpoint: &str, target: &str) -> Option<Self> {
        let (path, _) = target.split_once('?')?;
        Self::parse(path.strip_suffix(endpoint)?.strip_suffix(API)?)
    }
}

impl std::fmt::Display for ConnectorPath {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/", self.0)
    }
}

/// Returns whether a text is a path on the page's own origin: no other host, no query, no way up.
pub fn is_own_path(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._~-".contains(c);
    text.starts_with('/') && text.chars().all(is_plain) && !text.contains("//") && !text.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_with_and_without_its_last_slash() {
        let path = ConnectorPath::parse("/shanghai/connector/").unwrap();
        assert_eq!(ConnectorPath::parse("/shanghai/connector"), Some(path.clone()));
        assert_eq!(path.to_string(), "/shanghai/connector/");
        assert_eq!(path.of("stop"), "/shanghai/connector/task/v2/stop");
        let target = "/shanghai/connector/task/v2/stop?taskName=/connector/task/v2/stop?";
        assert_eq!(ConnectorPath::of_target("stop", target), Some(path));
        assert_eq!(ConnectorPath::of_target("delete", target), None);
        assert_eq!(ConnectorPath::default().of("resume"), "/connector/task/v2/resume");
    }

    #[test]
    fn a_path_that_may_lead_elsewhere_is_none() {
        for path in
            ["", "/", "//", "connector/", "//cm/connector", "http://cm/connector", "/a/../b", "/a?b", "/a b"]
        {
            assert_eq!(ConnectorPath::parse(path), None, "{path}");
        }
    }
}
