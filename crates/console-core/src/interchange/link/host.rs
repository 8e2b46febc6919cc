//! Which host a link is about: told before anything else of it is looked at, since nothing of it may be shown for
//! another one.

use super::reader::shortened;
use super::{Link, Parameter};
use crate::text::percent;

/// Why it is not clear which host a link is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnclearHost {
    /// It names none, and there are several.
    NotNamed,
    /// It names one that the deployment does not have.
    Unknown {
        /// The name, shortened.
        name: String,
    },
    /// It names several.
    Several,
}

/// Returns the place of the host that a link is about among the deployment's, by the part of the address behind `?`.
/// `names` are what the deployment calls them. A link that only shows the table in some order or filter may be about the
/// host that was `last` used here; where the deployment has one host, also by the name that it had then, since what it
/// is by now is said or asked.
///
/// # Errors
/// Why that is not clear: then nothing of the link may be shown.
pub fn host_of(query: &str, names: &[Option<&str>], last: Option<&str>) -> Result<usize, UnclearHost> {
    let place = |name: &str| {
        let is_it = |known: &Option<&str>| *known == Some(name);
        let is_alike = |known: &Option<&str>| known.is_some_and(|known| known.eq_ignore_ascii_case(name));
        names.iter().position(is_it).or_else(|| names.iter().position(is_alike))
    };
    let mut linked: Vec<String> = Vec::new();
    for pair in query.strip_prefix('?').unwrap_or(query).split('&') {
        let (parameter, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = percent::decode(value).trim().to_owned();
        if percent::decode(parameter) == Parameter::Host.word() && !linked.contains(&name) {
            linked.push(name);
        }
    }
    let is_view = Link::view_of(query).1;
    match (linked.as_slice(), names) {
        ([name], [_]) if is_view && last == Some(name) => Ok(0),
        ([name], _) => place(name).ok_or_else(|| UnclearHost::Unknown { name: shortened(name) }),
        ([], [_]) => Ok(0),
        ([], _) => last.and_then(place).filter(|_| is_view).ok_or(UnclearHost::NotNamed),
        _ => Err(UnclearHost::Several),
    }
}

/// Returns the part of an address behind `?`, without it, as it is but about this host, or about none in particular.
pub fn with_host(query: &str, host: Option<&str>) -> String {
    let own = Link { host: host.map(str::to_owned), ..Link::default() }.to_query();
    let others = query.strip_prefix('?').unwrap_or(query).split('&').filter(|pair| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        !pair.is_empty() && percent::decode(name) != Parameter::Host.word()
    });
    let all = [own.as_str()].into_iter().filter(|own| !own.is_empty()).chain(others);
    all.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTS: [Option<&str>; 2] = [Some("Hangzhou, prod"), Some("上海")];

    #[test]
    fn a_link_is_about_the_host_that_it_names() {
        for (query, place) in [
            ("?host=Hangzhou,%20prod", 0),
            ("?host=hangzhou, PROD&task=a&op=stop", 0),
            ("task=a&op=stop&host=%E4%B8%8A%E6%B5%B7", 1),
            ("?%68ost=上海", 1),
            ("?host=上海&host=%E4%B8%8A%E6%B5%B7", 1),
        ] {
            assert_eq!(host_of(query, &HOSTS, None), Ok(place), "{query}");
            assert_eq!(host_of(query, &HOSTS, HOSTS[1 - place]), Ok(place), "{query}");
        }
        assert_eq!(host_of("?host=prod&op=stop", &[Some("prod")], None), Ok(0));
        assert_eq!(host_of("?op=stop", &[Some("prod")], None), Ok(0));
        assert_eq!(host_of("?op=stop", &[None], None), Ok(0));
    }

    #[test]
    fn a_link_can_be_led_to_a_host() {
        assert_eq!(with_host("", None), "");
        assert_eq!(with_host("?host=A&host=B", Some("C d")), "host=C%20d");
        assert_eq!(with_host("?task=a%2Fb&&%68ost=A&hosts=1&x", Some("C")), "host=C&task=a%2Fb&hosts=1&x");
        assert_eq!(with_host("?q=%ff&host", None), "q=%ff");
    }

    #[test]
    fn a_link_that_does_not_say_so_is_about_none() {
        let unknown = |name: &str| Err(UnclearHost::Unknown { name: name.into() });
        assert_eq!(host_of("?host=Shanghai&op=stop", &HOSTS, HOSTS[1]), unknown("Shanghai"));
        assert_eq!(host_of("?host=&op=stop", &HOSTS, HOSTS[1]), unknown(""));
        assert_eq!(host_of("?host", &HOSTS, HOSTS[1]), unknown(""));
        assert_eq!(host_of("?host=prod", &[None], None), unknown("prod"));
        assert_eq!(host_of("?host=prod", &[Some("test")], None), unknown("prod"));
        assert_eq!(host_of("?host=上海&host=prod", &HOSTS, None), Err(UnclearHost::Several));
        for link in ["?task=a&op=stop", "?run=1", "?history=", "?task=a", "?hosts=上海", "?q=%ff", "?q=a&q=b"]
        {
            assert_eq!(host_of(link, &HOSTS, HOSTS[1]), Err(UnclearHost::NotNamed), "{link}");
        }
        // What it is by now is said, or asked; a form is not filled in before.
        let one = [Some("B")];
        assert_eq!(host_of("?host=A&sort=name", &one, Some("A")), Ok(0));
        assert_eq!(host_of("?host=A&task=a&op=stop", &one, Some("A")), unknown("A"));
        assert_eq!(host_of("?host=A", &HOSTS, Some("A")), unknown("A"));
        for view in ["", "?q=state:stopped", "?sort=-name"] {
            assert_eq!(host_of(view, &HOSTS, None), Err(UnclearHost::NotNamed));
            assert_eq!(host_of(view, &HOSTS, Some("gone")), Err(UnclearHost::NotNamed));
            assert_eq!(host_of(view, &HOSTS, HOSTS[1]), Ok(1), "{view}");
        }
    }
}
