//! A call as a curl command that runs as it stands in any POSIX shell.

use crate::call::Call;

/// The command for a call to the host at `origin` (`http://host:port`, without a slash at the end),
/// one option a line. It sends the bytes that the console sends.
///
/// A NUL cannot stand in a shell's argument; in a body it is escaped by JSON, in a name refused.
pub fn command(origin: &str, call: &Call) -> String {
    let mut command = format!("curl -X{} {}", Call::METHOD, quote(&format!("{origin}{}", call.target())));
    for (name, value) in call.headers() {
        command.push_str(" \\\n  --header ");
        command.push_str(&quote(&format!("{name}: {value}")));
    }
    if let Some(body) = call.body() {
        command.push_str(" \\\n  --data-raw ");
        command.push_str(&quote(&body));
    }
    command
}

/// A text as one word of a POSIX shell. Within single quotes nothing has a meaning but the quote.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Endpoint;
    use crate::config_map::ConfigMap;
    use crate::task_name::TaskName;
    use proptest::prelude::*;
    use std::process::Command;

    fn call(name: &str) -> Call {
        Call::new(Endpoint::Update, &TaskName::parse(name).unwrap())
    }

    /// The arguments that a real shell hands to curl.
    fn arguments(command: &str) -> Vec<String> {
        let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut words: Vec<String> =
            String::from_utf8(output.stdout).unwrap().split('\0').map(str::to_owned).collect();
        assert_eq!(words.pop().as_deref(), Some(""));
        words
    }

    #[test]
    fn a_command_reads_like_the_api_pages() {
        let set = ConfigMap::of("source", "username", "o'hara".into());
        assert_eq!(
            command("http://cm:8088", &call("a:b").with_body(set)),
            "curl -XPOST 'http://cm:8088/connector/task/v2/update?taskName=a:b' \\\n  \
             --header 'Content-Type: application/json' \\\n  \
             --header 'X-Requested-With: connector-console' \\\n  \
             --data-raw '{\n  \"source\": {\n    \"username\": \"o'\\''hara\"\n  }\n}'"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_real_shell_hands_on_exactly_what_is_sent(name in "[^\u{0}]{1,30}", value in "\\PC*|[\u{0}-\u{7f}]*") {
            if let Ok(name) = TaskName::parse(&name) {
                let call = call(name.as_str()).with_body(ConfigMap::of("source", "k", value));
                let words = arguments(&command("http://cm:8088", &call));
                prop_assert_eq!(words.len(), 8);
                prop_assert_eq!(&words[0], "-XPOST");
                prop_assert_eq!(&words[1], &format!("http://cm:8088{}", call.target()));
                prop_assert_eq!(&words[7], &call.body().unwrap());
            }
        }
    }
}
