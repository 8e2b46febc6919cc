//! What `connector_utils.sh diagnose` proposes, read from its output: lines such as
//! `config[coordinator.shuffleMinBatchSize]:20 to 40`, amid other text.

use crate::domain::parameter::ParameterPath;
use crate::domain::secret;

/// A change of a parameter that the tool proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The parameter.
    pub parameter: ParameterPath,
    /// The value that the tool found.
    pub from: String,
    /// The value that it proposes.
    pub to: String,
}

/// A set of changes that diagnose's output proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The proposals, the last one for each parameter, in the order of the text.
    pub proposals: Vec<Proposal>,
    /// How many begin like a proposal and cannot be read as one.
    pub unreadable: usize,
}

/// What begins a proposal.
const BEGINNING: &str = "config[";
/// The separator of the two values.
const DIVIDERS: [&str; 6] = [" to ", " -> ", " => ", "->", "=>", "→"];

impl Diagnosis {
    /// Reads an output, whatever else is in it.
    pub fn read(output: &str) -> Self {
        let mut read = Self::default();
        for line in output.lines() {
            let line = without_escapes(line);
            // Only ASCII letters change, so that places stay.
            let lower = line.to_ascii_lowercase();
            let begins: Vec<_> = lower.match_indices(BEGINNING).map(|(at, _)| at).collect();
            for (index, at) in begins.iter().enumerate() {
                let end = begins.get(index + 1).copied().unwrap_or(line.len());
                match Proposal::read(&line[at + BEGINNING.len()..end]) {
                    Some(proposal) => {
                        read.proposals.retain(|known| known.parameter != proposal.parameter);
                        read.proposals.push(proposal);
                    }
                    None => read.unreadable += 1,
                }
            }
        }
        read
    }
}

impl Proposal {
    /// Reads the text after `config[`.
    fn read(text: &str) -> Option<Self> {
        let (name, values) = text.split_once(']')?;
        let values = values.trim_start();
        let values = values.strip_prefix([':', '：', '=']).unwrap_or(values);
        let places = DIVIDERS.iter().filter_map(|divider| Some((values.find(divider)?, divider.len())));
        let (at, length) = places.min_by_key(|(at, length)| (*at, usize::MAX - length))?;
        let (from, mut to) = (bare(&values[..at]), bare(&values[at + length..]));
        // Behind a number there may be a remark.
        if !from.is_empty() && from.bytes().all(|byte| byte.is_ascii_digit()) {
            to = bare(to.split([' ', ',', '，']).next().unwrap_or(to));
        }
        let parameter = ParameterPath::parse(name).ok()?;
        let is_harmless = !secret::has_secrets(name)
            && secret::mask_in_value(parameter.scope(), parameter.key(), to).is_none();
        (is_harmless && !to.is_empty()).then(|| Self { parameter, from: from.into(), to: to.into() })
    }
}

/// Returns a value without blanks and quotes around it, and without what ends a sentence.
fn bare(text: &str) -> &str {
    let text = text.trim().trim_end_matches([',', ';', '。', '，', '；']).trim_end();
    let text = text.strip_suffix('.').unwrap_or(text);
    let quotes = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”')];
    let unquoted = |(open, close)| text.strip_prefix(open).and_then(|text: &str| text.strip_suffix(close));
    quotes.into_iter().find_map(unquoted).unwrap_or(text)
}

/// Returns a line without the colours of a terminal and other signs that cannot be seen.
fn without_escapes(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            if characters.next_if_eq(&'[').is_some() {
                while characters.next_if(|c| c.is_ascii_digit() || *c == ';').is_some() {}
                characters.next();
            }
        } else if character == '\t' {
            plain.push(' ');
        } else if !character.is_control() {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(output: &str) -> Vec<String> {
        let proposals = Diagnosis::read(output).proposals;
        proposals.iter().map(|found| format!("{} {}>{}", found.parameter, found.from, found.to)).collect()
    }

    #[test]
    fn proposals_are_found_amid_other_text() {
        let output = "2024-01-02 10:00:00 [INFO] diagnose start\r\n\
            \u{1b}[32mconfig[coordinator.shuffleMinBatchSize]:20 to 40\u{1b}[0m\r\n\
            suggestion: config[sink.workerNum] : 16 -> 32, then restart\n\
            * Config[coordinator.connectorJvmParam]：-Xms2g -Xmx2g to -Xms8g -Xmx8g\n\
            nothing about configuration [here] to see\n\
            config[source.logproxy.address]:\"a\" to \"b\".\n\
            config[coordinator.bridgeQueueSize]: to 512 config[sink.batchSize]:1→2\n";
        assert_eq!(
            shown(output),
            [
                "coordinator.shuffleMinBatchSize 20>40",
                "sink.workerNum 16>32",
                "coordinator.connectorJvmParam -Xms2g -Xmx2g>-Xms8g -Xmx8g",
                "source.logproxy.address a>b",
                "coordinator.bridgeQueueSize >512",
                "sink.batchSize 1>2",
            ]
        );
    }

    #[test]
    fn the_last_proposal_for_a_parameter_counts_and_what_is_none_is_counted() {
        let read = Diagnosis::read(
            "config[a.b]:1 to 2\nconfig[a.c]:1 to 2\nconfig[a.b]:1 to 3\nconfig[nothing]:1 to 2\nconfig[a.b\nconfig[a.d]:7",
        );
        assert_eq!(shown("config[a.b]:1 to 2\nconfig[a.b]:1 to 3"), ["a.b 1>3"]);
        assert_eq!((read.proposals.len(), read.unreadable), (2, 3));
        assert_eq!(Diagnosis::read("config[sink.password]:a to ******").unreadable, 1);
        assert_eq!(Diagnosis::read(""), Diagnosis::default());
    }

    proptest! {
        #[test]
        fn every_proposal_is_found_whatever_stands_around_it(
            values in proptest::collection::btree_map("[a-z]{1,9}\\.[a-zA-Z.]{0,9}[a-z]", ("[0-9]{1,6}", "[0-9]{1,6}"), 0..6),
            noise in proptest::collection::vec("[^\\[\\n\\r]{0,30}", 7),
            divider in prop::sample::select(DIVIDERS.to_vec()),
        ) {
            let mut output = noise[6].clone();
            for ((name, (from, to)), noise) in values.iter().zip(&noise) {
                output.push_str(&format!("\n{noise} config[{name}]:{from}{divider}{to}\n{noise}"));
            }
            let expected: Vec<_> =
                values.iter().map(|(name, (from, to))| format!("{name} {from}>{to}")).collect();
            let mut found = shown(&output);
            found.sort();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_text_is_read(output in any::<String>(), inner in any::<String>()) {
            let _ = Diagnosis::read(&output);
            let read = Diagnosis::read(&format!("config[{inner}"));
            prop_assert!(read.proposals.iter().all(|found| !found.to.is_empty()));
        }
    }
}
