//! Answers without secrets. A host may repeat in a message what it was sent, and may speak of secrets that it has
//! from elsewhere.

use std::mem::discriminant;
use std::ops::Range;

use serde_json::value::RawValue;

use crate::domain::call::Call;
use crate::domain::outcome::{Outcome, Rejection, Reply};
use crate::domain::run::Run;
use crate::domain::secret::{Layers, MOST_ROUNDS, WITHHELD, meant, places, replaced, united};
use crate::text::json;

/// Shorter secrets are not looked for in an answer: they stand in any text by chance.
const LEAST_SOUGHT: usize = 4;

/// Returns an answer without the secrets of its call, and without others that show by their names or their shape.
/// Judged as it was before.
///
/// To be used before an answer is recorded, since afterwards nobody knows the secrets of the call any more.
#[must_use]
pub fn without_echo(reply: Reply, call: &Call) -> Reply {
    without(reply, &sought(call))
}

/// Returns an answer without the secrets that show by their names or their shape.
#[must_use]
pub fn without_secrets(reply: Reply) -> Reply {
    without(reply, &[])
}

impl Run {
    /// Returns a run without the secrets that show by their names or their shape: a version that knew fewer of them
    /// may have written it. To be used before anything of its calls and answers is shown or passed on.
    #[must_use]
    pub fn without_secrets(mut self) -> Self {
        for step in &mut self.steps {
            step.call = step.call.clone().withholding();
            for sent in &mut step.tries {
                sent.reply = sent.reply.take().map(|(at, reply)| (at, without_secrets(reply)));
            }
        }
        self
    }
}

fn without(reply: Reply, sought: &[String]) -> Reply {
    let Reply::Answer { status, body } = &reply else { return reply };
    let before = Outcome::of(&reply);
    let found = in_answer(body, sought, name_in(&before));
    if found.is_empty() {
        return reply;
    }
    let answer = |body: String| Reply::Answer { status: *status, body };
    let cleaned = answer(settled(cleaned(body, &found), name_in(&before)));
    if discriminant(&Outcome::of(&cleaned)) == discriminant(&before) {
        return cleaned;
    }
    // The secret was a word of the envelope itself.
    match before {
        Outcome::Confirmed { .. } => answer(r#"{"isSuccess":true}"#.into()),
        Outcome::Rejected(Rejection::ByHost { .. }) => answer(r#"{"isSuccess":false}"#.into()),
        _ => answer(WITHHELD.into()),
    }
}

/// Returns what an answer must not have in it: the values of the call that are secrets, and what is secret in them,
/// since a host that cannot log in may name the password alone.
fn sought(call: &Call) -> Vec<String> {
    let mut sought: Vec<String> = Vec::new();
    for value in call.secrets() {
        for secret in std::iter::once(value.to_owned()).chain(meant(value)) {
            // A value in JSON that is itself in JSON is written with backslashes twice.
            let layers = Layers::new(&secret).without_backslashes();
            // In an answer, a backslash at the end escapes the character after the secret.
            for text in layers.texts().flat_map(|text| [text.trim(), text.trim_end_matches('\\').trim()]) {
                if text.len() >= LEAST_SOUGHT && !sought.iter().any(|known| known == text) {
                    sought.push(text.to_owned());
                }
            }
        }
    }
    sought
}

/// Returns the name of a task in a confirmation: one without anything that passes for the place of a secret but colons.
fn name_in(outcome: &Outcome) -> Option<&str> {
    let Outcome::Confirmed { result: Some(name), .. } = outcome else { return None };
    let is_name =
        !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || "=@/\\\"'(){}<>".contains(c));
    is_name.then_some(name)
}

/// Returns where an answer has secrets in it: as they are, or with any escapes. What the names of tasks are like is
/// no sign of any.
fn in_answer(body: &str, sought: &[String], name: Option<&str>) -> Vec<Range<usize>> {
    let layers = Layers::new(body).without_backslashes();
    let mut found = places(body);
    if let Some(name) = name {
        let names: Vec<_> = body.match_indices(name).map(|(start, _)| start..start + name.len()).collect();
        found.retain(|place| !names.iter().any(|name| name.start <= place.start && place.end <= name.end));
    }
    for (index, layer) in layers.texts().enumerate() {
        for text in sought {
            let hits = layer.match_indices(text.as_str()).map(|(start, hit)| start..start + hit.len());
            found.extend(hits.map(|place| layers.origin(index, place)));
        }
    }
    united(found)
}

/// Returns the body, from which secrets were left out, without those that show only now.
fn settled(mut body: String, name: Option<&str>) -> String {
    for _ in 0..MOST_ROUNDS {
        let found = in_answer(&body, &[], name);
        if found.is_empty() {
            return body;
        }
        body = cleaned(&body, &found);
    }
    WITHHELD.to_owned()
}

/// Returns the body without what was found; a value of JSON that stands in no quotes becomes a string.
fn cleaned(body: &str, found: &[Range<usize>]) -> String {
    let is_json = serde_json::from_str::<&RawValue>(body).is_ok();
    let quoted = json::text(WITHHELD);
    let (mut places, mut read, mut is_in_string) = (found.iter(), 0, false);
    replaced(body, found, |text| {
        let start = places.next().map_or(read, |place| place.start);
        let mut is_escaped = false;
        for byte in body.get(read..start).unwrap_or_default().bytes() {
            is_in_string ^= byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
        }
        read = start;
        let is_whole = is_json && !is_in_string && serde_json::from_str::<&RawValue>(text).is_ok();
        if is_whole { quoted.clone() } else { WITHHELD.to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::call::Endpoint;
    use crate::domain::config_map::ConfigMap;
    use crate::domain::task_name::TaskName;

    fn call(key: &str, value: &str) -> Call {
        let body = ConfigMap::of("sink", key, value.to_owned());
        Call::new(Endpoint::Update, &TaskName::parse("t").unwrap()).with_body(body)
    }

    fn answer(status: u16, body: &str) -> Reply {
        Reply::Answer { status, body: body.to_owned() }
    }

    fn body_of(reply: Reply) -> String {
        match reply {
            Reply::Answer { body, .. } => body,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_does_not_keep_what_it_repeats() {
        let refused = r#"{"isSuccess":false,"errMsg":"bad p4\"ss, sent {\"password\":\"p4\\\"ss\"}"}"#;
        let expected =
            r#"{"isSuccess":false,"errMsg":"bad (not recorded), sent {\"password\":\"(not recorded)\"}"}"#;
        assert_eq!(without_echo(answer(200, refused), &call("password", "p4\"ss")), answer(200, expected));
        for (status, body) in [
            (200, r#"{"isSuccess":true}"#),
            (200, r#"{"isSuccess":false}"#),
            (404, "isSuccess true"),
            (502, "isSuccess true"),
        ] {
            for secret in ["isSuccess", "true", "nothing of it", "{", "\":fa"] {
                let whole = answer(status, body);
                let kept = without_echo(whole.clone(), &call("password", secret));
                assert_eq!(discriminant(&Outcome::of(&kept)), discriminant(&Outcome::of(&whole)));
            }
        }
    }

    #[test]
    fn an_answer_does_not_keep_secrets_of_others() {
        for (said, expected) in [
            (
                r#"{"isSuccess":true,"token":17,"result":"t"}"#,
                r#"{"isSuccess":true,"token":"(not recorded)","result":"t"}"#,
            ),
            (
                r#"{"isSuccess":false,"errMsg":"password: 17, jdbc:mysql://a:hunter2@h"}"#,
                r#"{"isSuccess":false,"errMsg":"password: (not recorded), jdbc:mysql://a:(not recorded)@h"}"#,
            ),
        ] {
            let cleaned = without_secrets(answer(200, said));
            assert_eq!(cleaned, answer(200, expected));
            assert_eq!(without_secrets(cleaned.clone()), cleaned, "once is enough");
        }
        let result = "pwd-host-9000:connector_v2:p_4pwd-incr_trans-1-0:0000000001";
        for name in [result, "token:1"] {
            let named = answer(200, &format!(r#"{{"isSuccess":true,"result":"{name}"}}"#));
            assert_eq!(without_echo(named.clone(), &call("password", "hunter2")), named);
        }
        let named =
            answer(200, &format!(r#"{{"isSuccess":false,"errMsg":"{result}: no such task {result}"}}"#));
        assert_eq!(without_secrets(named.clone()), named);
        let plain =
            answer(200, r#"{"isSuccess":false,"errCode":"CM-1","errMsg":"no store at 10.0.0.5:80, 12:30"}"#);
        assert_eq!(without_secrets(plain.clone()), plain);
    }

    #[test]
    fn a_secret_is_found_however_the_answer_writes_it() {
        for said in [
            "p4\"s<ü>s",
            "p4&quot;s&lt;ü&gt;s",
            "p4%22s%3C%C3%BC%3Es",
            r#"p4\"s<\u00fc>s"#,
            r#"p4\\\"s\u003c\\u00fc>s"#,
        ] {
            for (key, value) in [
                ("password", r#"p4"s<ü>s"#.to_owned()),
                ("clients", serde_json::json!([{ "url": "u", "password": "p4\"s<ü>s" }]).to_string()),
                ("jdbcUrl", "jdbc:mysql://u:p4%22s%3C%C3%BC%3Es@h".to_owned()),
            ] {
                let body =
                    body_of(without_echo(answer(502, &format!("<pre>{said}</pre>")), &call(key, &value)));
                assert_eq!(body, format!("<pre>{WITHHELD}</pre>"), "{key} {said}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_secret_is_found_whatever_it_was_escaped_with(
            secret in r#"c4n4ry[a-z0-9"'\\/&=:ü<>%{} ]{0,12}"#, ways in proptest::collection::vec(0..4usize, 0..5),
        ) {
            let escaped = ways.iter().fold(secret.clone(), |text, way| match way {
                0 => serde_json::to_string(&text).unwrap(),
                1 => text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('\'', "&#39;"),
                2 => percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string(),
                _ => text.replace('/', r"\/"),
            });
            let body = body_of(without_echo(answer(502, &escaped), &call("password", &secret)));
            prop_assert!(!body.contains("c4n4ry"), "{} {}", escaped, body);
        }

        #[test]
        fn a_password_in_a_list_of_logins_is_not_kept(password in r#"[0-9A-Z"'\\/&=:ü{}]{4,12}"#) {
            let clients = serde_json::json!([{ "url": "u", "password": password }]).to_string();
            let said = serde_json::json!({ "isSuccess": false, "errMsg": format!("no login with {password}") });
            let cleaned = without_echo(answer(200, &said.to_string()), &call("clients", &clients));
            let Outcome::Rejected(Rejection::ByHost { fields, .. }) = Outcome::of(&cleaned) else {
                panic!("{cleaned:?}")
            };
            prop_assert!(!fields.message.unwrap_or_default().contains(&password));
        }

        #[test]
        fn any_answer_is_judged_as_before(
            body in r#"(\{|\}|"|:|,|password|token|isSuccess|true|1|=|jdbc:x://a:b@h|\\| ){0,20}"#, status in 200u16..600,
        ) {
            let reply = answer(status, &body);
            let cleaned = without_echo(reply.clone(), &call("password", "true"));
            prop_assert_eq!(discriminant(&Outcome::of(&cleaned)), discriminant(&Outcome::of(&reply)));
        }
    }
}
