//! The destination of a migration.

use std::fmt;
use std::net::IpAddr;

/// An IP address, IPv4 or IPv6, as it was typed (API page: Migrate a connector, `ip`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination(String);

/// An error that says a text is no IP address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoIpAddress;

impl Destination {
    /// Accepts an IP address; blanks around it are dropped.
    pub fn parse(text: &str) -> Result<Self, NoIpAddress> {
        let text = text.trim();
        text.parse::<IpAddr>().map(|_| Self(text.to_owned())).map_err(|_| NoIpAddress)
    }

    /// Returns whether it is the address of a host, however both are written.
    pub fn is_host(&self, host: &str) -> bool {
        let address = |text: &str| text.parse::<IpAddr>().ok().map(|ip| ip.to_canonical());
        address(&self.0).is_some() && address(&self.0) == address(host)
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_the_same_however_it_is_written() {
        let is_host = |typed: &str, host: &str| Destination::parse(typed).unwrap().is_host(host);
        assert!(is_host(" 10.0.0.9 ", "10.0.0.9"));
        assert!(is_host("::ffff:10.0.0.9", "10.0.0.9"));
        assert!(is_host("FD00::0:9", "fd00::9"));
        assert!(!is_host("10.0.0.9", "10.0.0.99"));
        assert!(!is_host("10.0.0.9", "a-host"));
    }

    #[test]
    fn addresses_are_kept_as_typed_and_all_else_refused() {
        for text in ["10.0.0.9", " fd00::9 ", "FD00::0:9", "::ffff:10.0.0.9"] {
            assert_eq!(Destination::parse(text).map(|ip| ip.to_string()).as_deref(), Ok(text.trim()));
        }
        for text in [
            "",
            "10.0.0",
            "10.0.0.256",
            "010.0.0.1",
            "10.0.0.9:80",
            "[fd00::9]",
            "fd00::g",
            "fe80::1%eth0",
            "host",
        ] {
            assert_eq!(Destination::parse(text), Err(NoIpAddress), "{text}");
        }
    }
}
