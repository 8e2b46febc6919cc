//! The error codes of the cluster manager that its documentation lists, and what each one lets one say
//! about the task. What a code means to a person, and what helps, is in the words of the views.

use crate::domain::outcome::{Outcome, Rejection};

/// A documented code. All are of the level FATAL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownCode {
    /// `CM-RESOIE000201`: no Store holds the log of this subtopic at this checkpoint.
    NoStoreForCheckpoint,
    /// `CM-RESOIE000202`: no Store works under the topic.
    NoActiveStore,
    /// `CM-RESOAT000011`: the Supervisor did not report within 60 s.
    SupervisorSilent,
    /// `CM-RESOAT000012`: the Supervisor failed to carry it out.
    SupervisorFailed,
    /// `CM-RESOAT000013`: what the Supervisor's own command wrote.
    SupervisorOutput,
    /// `CM-SCHEOR000002`: all of several processes failed.
    AllProcessesFailed,
    /// `CM-SCHEOR000003`: some of several processes failed; the message lists both kinds.
    SomeProcessesFailed,
    /// `CM-SCHEAT000102`: the connector did not start.
    DidNotStart,
    /// `CM-RESONF000001`: no host of the region is alive.
    NoAliveHost,
    /// `CM-RESONF000002`: no machine is available, the container is not initialised.
    NoMachine,
    /// `CM-RESONF000003`: the machines lack resources; the message tells their use.
    TooFewResources,
    /// `CM-RESONF000021`: the group of machines is not initialised.
    GroupNotInitialised,
}

impl KnownCode {
    /// All of them with their spelling.
    pub const ALL: [(Self, &str); 12] = [
        (Self::NoStoreForCheckpoint, "CM-RESOIE000201"),
        (Self::NoActiveStore, "CM-RESOIE000202"),
        (Self::SupervisorSilent, "CM-RESOAT000011"),
        (Self::SupervisorFailed, "CM-RESOAT000012"),
        (Self::SupervisorOutput, "CM-RESOAT000013"),
        (Self::AllProcessesFailed, "CM-SCHEOR000002"),
        (Self::SomeProcessesFailed, "CM-SCHEOR000003"),
        (Self::DidNotStart, "CM-SCHEAT000102"),
        (Self::NoAliveHost, "CM-RESONF000001"),
        (Self::NoMachine, "CM-RESONF000002"),
        (Self::TooFewResources, "CM-RESONF000003"),
        (Self::GroupNotInitialised, "CM-RESONF000021"),
    ];

    /// Reads a code; blanks around it are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.into_iter().find(|(_, spelling)| *spelling == text).map(|(code, _)| code)
    }

    /// The code in a refusal: in `errCode`, or else in the `code` of an `errorDetail`, or else in a second
    /// `errCode`.
    pub fn of(rejection: &Rejection) -> Option<Self> {
        let Rejection::ByHost { fields, .. } = rejection else { return None };
        let detail = fields.detail.iter().find(|(name, _)| name == "code").map(|(_, code)| code);
        let known = |code: &String| Self::parse(code);
        let second =
            || fields.others.iter().filter(|(name, _)| name == "errCode").find_map(|(_, code)| known(code));
        fields.code.as_ref().and_then(known).or_else(|| detail.and_then(known)).or_else(second)
    }

    /// Whether the operation may have been carried out all the same, wholly or in part: the order had
    /// reached a machine before the trouble began.
    pub fn leaves_doubt(self) -> bool {
        matches!(
            self,
            Self::SupervisorSilent
                | Self::SupervisorFailed
                | Self::SupervisorOutput
                | Self::SomeProcessesFailed
        )
    }
}

/// Whether a call with this outcome may have changed something although it was not confirmed.
pub fn leaves_doubt(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Confirmed { .. } | Outcome::NotSent(_) => false,
        Outcome::Rejected(rejection) => KnownCode::of(rejection).is_some_and(KnownCode::leaves_doubt),
        Outcome::Unknown(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::Reply;

    fn outcome(body: &str) -> Outcome {
        Outcome::of(&Reply::Answer { status: 200, body: body.into() })
    }

    fn code(body: &str) -> Option<KnownCode> {
        match outcome(body) {
            Outcome::Rejected(rejection) => KnownCode::of(&rejection),
            other => panic!("not rejected: {other:?}"),
        }
    }

    #[test]
    fn a_code_is_found_in_either_place() {
        for (code, spelling) in KnownCode::ALL {
            assert_eq!(KnownCode::parse(&format!(" {spelling}\n")), Some(code));
        }
        assert_eq!(
            code(r#"{"isSuccess":false,"errCode":"CM-RESOIE000201"}"#),
            Some(KnownCode::NoStoreForCheckpoint)
        );
        let inner = r#"{"isSuccess":false,"errCode":"500","errorDetail":{"code":"CM-SCHEOR000003"}}"#;
        assert_eq!(code(inner), Some(KnownCode::SomeProcessesFailed));
        assert_eq!(code(r#"{"isSuccess":false,"errCode":"CM-RESOIE00020"}"#), None);
        assert_eq!(code(r#"{"isSuccess":false,"errMsg":"CM-RESOIE000201"}"#), None);
    }

    #[test]
    fn a_refusal_leaves_doubt_only_when_the_order_had_reached_a_machine() {
        let doubtful: Vec<_> = KnownCode::ALL
            .into_iter()
            .filter(|(_, spelling)| {
                leaves_doubt(&outcome(&format!(r#"{{"isSuccess":false,"errCode":"{spelling}"}}"#)))
            })
            .map(|(_, spelling)| spelling)
            .collect();
        assert_eq!(doubtful, ["CM-RESOAT000011", "CM-RESOAT000012", "CM-RESOAT000013", "CM-SCHEOR000003"]);
        assert!(leaves_doubt(&Outcome::of(&Reply::NetworkError)));
        assert!(!leaves_doubt(&outcome(r#"{"isSuccess":true}"#)));
        assert!(!leaves_doubt(&Outcome::of(&Reply::Answer { status: 403, body: String::new() })));
    }
}
