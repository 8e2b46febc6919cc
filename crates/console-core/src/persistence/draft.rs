//! Forms that were begun, as text: what was typed, invalid text included, but no secret and nothing that
//! confirms.

use serde::{Deserialize, Serialize};

use crate::domain::run::Moment;
use crate::domain::secret;
use crate::domain::task_name::TaskName;
use crate::forms::draft::Draft;
use crate::text::json;

/// A form that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDraft {
    /// its content.
    pub draft: Draft,
    /// When something was typed last.
    pub at: Moment,
    /// Whether secrets were left out, so that they have to be typed again.
    pub withheld: bool,
}

/// Returns the key that a begun form is kept under: a task has one for each operation. A text with a secret in it
/// names none.
pub fn key_of(draft: &Draft) -> String {
    let name = draft.task_name();
    let task = name.as_ref().map_or(draft.task.trim(), TaskName::as_str);
    let task = if secret::has_secrets(task) { "" } else { task };
    format!("{} {task}", draft.kind.link_word())
}

impl StoredDraft {
    /// Returns the key that it is kept under.
    pub fn key(&self) -> String {
        key_of(&self.draft)
    }

    /// Returns the form as it may be kept.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let (update, mut left_out) = self.draft.update.without_secrets();
        let mut draft = Draft { update, ..self.draft.clone() };
        draft.withdraw_consents();
        // The text around a name in a pasted command may be a secret.
        if let Ok(read) = draft.read_task()
            && read.is_cleaned
        {
            read.name.as_str().clone_into(&mut draft.task);
        }
        // A command that was pasted into the wrong field has secrets as well.
        let Draft { task, time, zone, ip, subtopics, .. } = &mut draft;
        let of_subtopics =
            subtopics.iter_mut().flat_map(|subtopic| [&mut subtopic.name, &mut subtopic.own.at]);
        for text in [task, &mut time.at, zone, ip].into_iter().chain(of_subtopics) {
            if secret::has_secrets(text) {
                text.clear();
                left_out = true;
            }
        }
        Self { draft, withheld: self.withheld || left_out, ..self.clone() }
    }

    /// As text, without what may not be kept.
    pub fn to_text(&self) -> String {
        json::text(&self.without_secrets())
    }

    /// Returns a begun form from its text. Nothing if it is damaged or of a later version.
    pub fn from_text(text: &str) -> Option<Self> {
        let begun: Self = serde_json::from_str(text).ok()?;
        Some(begun).filter(|begun| !begun.draft.subtopics.is_empty())
    }
}

/// Returns which of these texts are to go so that the latest stay: the keys of so many, those of the oldest first.
pub fn oldest_drafts(texts: &[String], count: usize) -> Vec<String> {
    let mut begun: Vec<_> = texts.iter().filter_map(|text| StoredDraft::from_text(text)).collect();
    (0..count).map_while(|_| take_oldest(&mut begun)).map(|oldest| oldest.key()).collect()
}

/// Takes out the form that was left alone for the longest time.
pub fn take_oldest(begun: &mut Vec<StoredDraft>) -> Option<StoredDraft> {
    let oldest = (0..begun.len()).min_by_key(|place| begun[*place].at)?;
    Some(begun.remove(oldest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::operation::OperationKind;
    use crate::forms::configuration::UpdateDraft;
    use crate::forms::draft::{SubtopicDraft, TimeDraft};
    use crate::forms::point::Occurrence;
    use crate::time::EpochSeconds;

    const CANARY: &str = "c4n4ry";

    fn begun(draft: Draft) -> StoredDraft {
        StoredDraft { draft, at: Moment(7), withheld: false }
    }

    fn update(json: &str) -> StoredDraft {
        let mut draft = Draft::new(OperationKind::Update, "a", "UTC");
        draft.update.set_json(json.to_owned());
        begun(draft)
    }

    fn read_again(begun: &StoredDraft) -> StoredDraft {
        StoredDraft::from_text(&begun.to_text()).unwrap()
    }

    #[test]
    fn neither_secrets_nor_confirmations_are_kept() {
        for json in [
            format!(r#"{{"sink":{{"password":"{CANARY}","workerNum":"8"}}}}"#),
            format!(r#"{{"sink":{{"password":"{CANARY}"#),
        ] {
            let typed = update(&json);
            assert!(!typed.to_text().contains(CANARY));
            assert!(read_again(&typed).withheld);
            assert!(read_again(&read_again(&typed)).withheld, "also when it is kept once more");
        }
        let command =
            format!("curl -XPOST 'http://h/x' --data-raw '{{\"sink\":{{\"password\":\"{CANARY}\"}}}}'");
        for field in 0..5 {
            let mut pasted = begun(Draft::new(OperationKind::PullBack, "a", "UTC"));
            let Draft { task, time, ip, subtopics, update, .. } = &mut pasted.draft;
            match field {
                0 => task.clone_from(&command),
                1 => time.at.clone_from(&command),
                2 => ip.clone_from(&command),
                3 => subtopics[0].name.clone_from(&command),
                _ => update.add_removals(&format!("sink.password={CANARY}")),
            }
            assert!(!pasted.to_text().contains(CANARY) && !pasted.key().contains(CANARY), "{field}");
            assert!(!pasted.draft.to_link().to_query().contains(CANARY), "{field}");
            assert!(field == 0 || read_again(&pasted).withheld, "{field}");
        }
        let mut half = update("");
        half.draft.update.set_typed("sink.a".to_owned());
        assert_eq!(read_again(&half).draft.update.removals(), ["sink.a"], "what is not added yet is");
        let confirmation = crate::forms::draft::DELETE_WORD.to_owned();
        let typed = begun(Draft { confirmation, ..Draft::new(OperationKind::Delete, "a", "UTC") });
        assert_eq!(read_again(&typed), begun(Draft::new(OperationKind::Delete, "a", "UTC")));
    }

    #[test]
    fn what_is_damaged_or_of_a_later_version_is_no_form() {
        let text = begun(Draft::new(OperationKind::Start, "a", "UTC")).to_text();
        for (part, instead) in
            [("{", ""), ("start", "rewind"), ("subtopics\":[", "others\":["), (":7", ":\"7\"")]
        {
            assert!(text.contains(part), "{part}");
            assert_eq!(StoredDraft::from_text(&text.replace(part, instead)), None, "{part}");
        }
        let later = text.replacen('{', "{\"later\":[1],", 1);
        assert!(StoredDraft::from_text(&later).is_some(), "what is unknown does no harm");
    }

    #[test]
    fn the_oldest_go_first() {
        let at = |task: &str, at| StoredDraft {
            at: Moment(at),
            ..begun(Draft::new(OperationKind::Start, task, "UTC"))
        };
        let texts = [at("a", 2).to_text(), "damaged".to_owned(), at("b", 1).to_text(), at("c", 3).to_text()];
        assert_eq!(oldest_drafts(&texts, 2), ["start b", "start a"]);
    }

    proptest! {
        #[test]
        fn what_was_typed_is_read_again(
            texts in proptest::collection::vec(any::<String>(), 7),
            kind in 0usize..6,
            flags in any::<(bool, bool, bool, bool)>(),
            occurrence in 0usize..3,
            read_at in proptest::option::of(0_i64..2_000_000_000),
        ) {
            let read_at = read_at.map(|seconds| EpochSeconds::new(seconds).unwrap());
            let [task, zone, delete, at, ip, one, other] = texts.try_into().unwrap();
            let occurrence = [None, Some(Occurrence::Earlier), Some(Occurrence::Later)][occurrence];
            let mut update = UpdateDraft::default();
            update.add_removals(&delete);
            update.set_json(r#"{"sink":{"workerNum":"8"}}"#.to_owned());
            let draft = Draft {
                pull_back: flags.0,
                restart: flags.1,
                stop_first: flags.2,
                update,
                time: TimeDraft { at, occurrence, read_at },
                subtopics: vec![
                    SubtopicDraft {
                        has_own: flags.0,
                        own: TimeDraft { at: other, occurrence, read_at },
                        name: one.clone(),
                    },
                    SubtopicDraft::of(one),
                ],
                ip,
                ..Draft::new(OperationKind::ALL[kind], &task, &zone)
            };
            let begun = StoredDraft { withheld: flags.3, ..begun(draft) };
            // Any text may look like a login.
            let kept = begun.without_secrets();
            prop_assert_eq!(read_again(&begun), kept.clone());
            prop_assert!(kept == begun || kept.withheld);
        }

        #[test]
        fn any_text_is_a_form_or_none(text in any::<String>(), json in any::<String>()) {
            if let Some(begun) = StoredDraft::from_text(&text) {
                prop_assert_eq!(StoredDraft::from_text(&begun.to_text()), Some(begun));
            }
            let read = read_again(&update(&json));
            prop_assert!(read.draft.update.json() == json || read.withheld, "nothing is left out in silence");
        }
    }
}
