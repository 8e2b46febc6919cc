//! What a task's name tells, and the name that a task has after it moved.
//!
//! The shape `<host>-<agent port>:connector_v2:<project>-<incr_trans|full_trans>-<n>-<n>:<10 digits>` is
//! what operators' names look like and nothing that the API page promises, so every name is a legal one:
//! what has another shape just tells less.

use std::net::IpAddr;

use serde::Serialize;

/// A kind of connector that the API page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Component {
    /// Follows changes from a checkpoint.
    IncrSync,
    /// Copies the existing rows once.
    FullImport,
}

impl Component {
    /// Returns the component that the name shows; `None` where the shape is not known.
    pub fn of(name: &str) -> Option<Self> {
        let link = name.split(':').rev().nth(1)?;
        if link.contains("-incr_trans-") {
            Some(Self::IncrSync)
        } else if link.contains("-full_trans-") {
            Some(Self::FullImport)
        } else {
            None
        }
    }

    /// As the API page writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::IncrSync => "Incr-Sync",
            Self::FullImport => "Full-Import",
        }
    }
}

/// Returns the project id (`p_…` or `np_…`) that the name shows.
pub fn project(name: &str) -> Option<&str> {
    let link = name.split(':').rev().nth(1)?;
    let id = link.split('-').next()?;
    (id.starts_with("p_") || id.starts_with("np_")).then_some(id)
}

/// Returns the name that a task goes on under after a migration: the sequence at its end grows by one, as in the
/// API page's sample, and the host at its beginning becomes `destination` if one is given. A name without
/// such a sequence gets a first one; one without a host keeps its beginning.
pub fn migrated(name: &str, destination: Option<IpAddr>) -> String {
    let (stem, sequence) = match name.rsplit_once(':') {
        Some((stem, digits)) if digits.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            (stem, digits.parse::<u64>().unwrap_or(0))
        }
        _ => (name, 0),
    };
    let next = sequence + 1;
    match (destination, host_end(stem)) {
        (Some(address), Some(end)) => format!("{address}{}:{next:010}", &stem[end..]),
        _ => format!("{stem}:{next:010}"),
    }
}

/// Returns the host that the name shows.
pub fn host(name: &str) -> Option<&str> {
    host_end(name).map(|end| &name[..end])
}

/// Returns where the host ends: before the first `-<port>:`. Hosts may hold colons (IPv6) and hyphens.
fn host_end(name: &str) -> Option<usize> {
    name.match_indices('-').map(|(at, _)| at).find(|at| {
        let port = name[at + 1..].split(':').next().unwrap_or_default();
        let rest_follows = at + 1 + port.len() < name.len();
        *at > 0 && rest_follows && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INCR: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000009";

    #[test]
    fn names_of_the_known_shape_tell_component_and_project() {
        assert_eq!(Component::of(INCR), Some(Component::IncrSync));
        assert_eq!(
            Component::of("10.0.0.5-9000:connector_v2:p_x-full_trans-1-0:0008000001"),
            Some(Component::FullImport)
        );
        assert_eq!(project(INCR), Some("np_57fdqtrsqiao"));
    }

    #[test]
    fn other_names_tell_nothing() {
        for name in ["10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001", "x", "", "::", "a-incr_trans-b"] {
            assert_eq!(Component::of(name), None, "{name}");
        }
        assert_eq!(project("x:y:z"), None);
    }

    #[test]
    fn a_migration_counts_up_and_moves_the_host() {
        assert_eq!(
            migrated(INCR, None),
            "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000010"
        );
        let to = |ip: &str| migrated(INCR, Some(ip.parse().unwrap()));
        assert_eq!(to("10.0.0.9"), "10.0.0.9-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000010");
        let six = to("2001:DB8::1");
        assert_eq!(six, "2001:db8::1-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000010");
        assert_eq!(
            migrated(&six, Some("10.0.0.5".parse().unwrap())),
            "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000011"
        );
    }

    #[test]
    fn names_of_other_shapes_migrate_too() {
        let to = Some("10.0.0.9".parse().unwrap());
        assert_eq!(migrated("odd", None), "odd:0000000001");
        assert_eq!(migrated("odd:123", to), "odd:123:0000000001");
        assert_eq!(migrated("oms-1-9000:x:0000000001", to), "10.0.0.9-9000:x:0000000002");
    }
}
