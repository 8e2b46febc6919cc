//! The error codes of the cluster manager that its documentation lists, and what each one lets one say
//! about the task. What a code means to a person, and what helps, is in the words of the views.

use strum::EnumString;

use crate::domain::outcome::{Outcome, Rejection};

/// A documented code. All are of the level FATAL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString)]
#[cfg_attr(test, derive(strum::IntoStaticStr, strum::VariantArray))]
pub enum KnownCode {
    /// No Store holds the log of this subtopic at this checkpoint.
    #[strum(serialize = "CM-RESOIE000201")]
    NoStoreForCheckpoint,
    /// No Store works under the topic.
    #[strum(serialize = "CM-RESOIE000202")]
    NoActiveStore,
    /// The Supervisor did not report within 60 s.
    #[strum(serialize = "CM-RESOAT000011")]
    SupervisorSilent,
    /// The Supervisor failed to carry it out.
    #[strum(serialize = "CM-RESOAT000012")]
    SupervisorFailed,
    /// What the Supervisor's own command wrote.
    #[strum(serialize = "CM-RESOAT000013")]
    SupervisorOutput,
    /// All of several processes failed.
    #[strum(serialize = "CM-SCHEOR000002")]
    AllProcessesFailed,
    /// Some of several processes failed; the message lists both kinds.
    #[strum(serialize = "CM-SCHEOR000003")]
    SomeProcessesFailed,
    /// The connector did not start.
    #[strum(serialize = "CM-SCHEAT000102")]
    DidNotStart,
    /// No host of the region is alive.
    #[strum(serialize = "CM-RESONF000001")]
    NoAliveHost,
    /// No machine is available, the container is not initialised.
    #[strum(serialize = "CM-RESONF000002")]
    NoMachine,
    /// The machines lack resources; the message tells their use.
    #[strum(serialize = "CM-RESONF000003")]
    TooFewResources,
    /// The group of machines is not initialised.
    #[strum(serialize = "CM-RESONF000021")]
    GroupNotInitialised,
}

impl KnownCode {
    /// Reads a code; blanks around it are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    /// Returns the code in a refusal: in `errCode`, or else in the `code` of an `errorDetail`, or else in a second
    /// `errCode`.
    pub fn of(rejection: &Rejection) -> Option<Self> {
        let Rejection::ByHost { fields, .. } = rejection else { return None };
        let detail = fields.detail.iter().find(|(name, _)| name == "code").map(|(_, code)| code);
        let known = |code: &String| Self::parse(code);
        let second =
            || fields.others.iter().filter(|(name, _)| name == "errCode").find_map(|(_, code)| known(code));
        fields.code.as_ref().and_then(known).or_else(|| detail.and_then(known)).or_else(second)
    }

    /// Returns whether the operation may have been carried out all the same, wholly or in part: the order had
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

/// Returns whether a call with this outcome may have changed something although it was not confirmed.
pub fn leaves_doubt(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Confirmed { .. } | Outcome::NotSent(_) => false,
        Outcome::Rejected(rejection) => KnownCode::of(rejection).is_some_and(KnownCode::leaves_doubt),
        Outcome::Unknown(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

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
        for code in KnownCode::VARIANTS.iter().copied() {
            let spelling: &str = code.into();
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
        let doubtful: Vec<_> = KnownCode::VARIANTS
            .iter()
            .map(|code| <&str>::from(*code))
            .filter(|spelling| {
                leaves_doubt(&outcome(&format!(r#"{{"isSuccess":false,"errCode":"{spelling}"}}"#)))
            })
            .collect();
        assert_eq!(doubtful, ["CM-RESOAT000011", "CM-RESOAT000012", "CM-RESOAT000013", "CM-SCHEOR000003"]);
        assert!(leaves_doubt(&Outcome::of(&Reply::NetworkError)));
        assert!(!leaves_doubt(&outcome(r#"{"isSuccess":true}"#)));
        assert!(!leaves_doubt(&Outcome::of(&Reply::Answer { status: 403, body: String::new() })));
    }
}
