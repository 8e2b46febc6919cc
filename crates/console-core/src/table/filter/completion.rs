//! Ways to go on with the term at the caret, while a filter is typed.

use fast_text::find;

use super::field::FilterField;
use super::term::{ParsedTerm, Term};
use crate::domain::inventory::TaskRecord;

/// The most values of tasks that are offered.
const MOST_VALUES: usize = 8;

/// What a delay is compared with at first: the limits above which OMS raises an alarm.
const DELAYS: [&str; 3] = [">30", ">300", ">900"];

/// A way to go on with the term at the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The term as it would be, without its `-`; only begun for a field.
    pub term: String,
    /// The whole filter as it would be.
    pub text: String,
    /// Where the caret would be then, in UTF-16 units.
    pub caret: usize,
}

/// Returns what the term at the caret could become: names of fields and the values that they can have, for
/// projects, hosts and labels some of those that these tasks have. Fields of what only OMS tells are offered once it
/// told anything. The caret is counted in UTF-16
/// units, as browsers do; one beyond the text counts as its end.
pub fn complete<'a>(
    text: &str,
    caret: usize,
    tasks: impl Iterator<Item = &'a TaskRecord> + Clone,
) -> Vec<Completion> {
    let mut units = 0;
    let at = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > caret
    });
    let (before, after) = text.split_at(at.map_or(text.len(), |(at, _)| at));
    let (mut last, mut rest) = (None, before);
    while let Some(read) = Term::read(rest) {
        rest = read.rest;
        last = Some(read);
    }
    // Where the term begins behind its `-`, which stays.
    let (field, typed, begins) = match last.filter(|_| rest.is_empty()) {
        None => (None, String::new(), before.len()),
        Some(ParsedTerm { term, .. }) if term.quoted() => return Vec::new(),
        Some(ParsedTerm { term, body, .. }) => {
            (term.field(), term.plain().to_owned(), before.len() - body.len())
        }
    };
    // Of several values that are enough the last one is completed.
    let typed_behind = typed.rfind(',').filter(|_| field.is_some()).map_or(0, |comma| comma + 1);
    let (others, typed) = typed.split_at(typed_behind);
    let is_new = |value: &str| others.split(',').all(|other| !other.eq_ignore_ascii_case(value));
    let begun = |word: &str| {
        word.split_at_checked(typed.len())
            .is_some_and(|(start, more)| start.eq_ignore_ascii_case(typed) && !more.is_empty())
    };
    let is_live = tasks.clone().any(|task| task.reading.is_some());
    let offered = FilterField::ALL.iter().copied().filter(|field| is_live || !field.is_live());
    let mut terms = Vec::new();
    if field.is_none() {
        terms.extend(
            offered.clone().map(FilterField::word).filter(|word| begun(word)).map(|word| format!("{word}:")),
        );
    }
    // A value alone is offered with its field once something of it is there.
    if field.is_some() || !typed.is_empty() {
        for of in offered.filter(|of| field.is_none_or(|field| field == *of)) {
            let values = if of == FilterField::Delay { &DELAYS } else { of.values() };
            let values = values.iter().filter(|value| begun(value) && is_new(value));
            terms.extend(values.map(|value| format!("{}:{others}{value}", of.word())));
        }
    }
    if let Some(field) = field.filter(|field| field.values().is_empty()) {
        let values = values_in(tasks, field, typed);
        let term = |value: &str| match others {
            "" => Some(Term::new(false, Some(field), value).to_string()),
            // In quotation marks there are no several values.
            _ if value.contains([',', '"', '*']) || value.contains(char::is_whitespace) => None,
            others => Some(format!("{}:{others}{value}", field.word())),
        };
        terms.extend(values.into_iter().filter(|value| is_new(value)).filter_map(term));
    }
    let kept = &before[..begins];
    let inside = !after.starts_with(char::is_whitespace);
    let after = Term::read(&text[begins..]).filter(|_| inside).map_or(after, |read| read.rest);
    let completion = |term: String| {
        let before = format!("{kept}{term}");
        let caret = before.encode_utf16().count();
        Completion { term, text: before + after, caret }
    };
    terms.into_iter().map(completion).collect()
}

/// Values of a field that tasks have and that go on with what is typed, each once: first those that
/// begin with it, then those that have it further in.
fn values_in<'a>(
    tasks: impl Iterator<Item = &'a TaskRecord>,
    field: FilterField,
    typed: &str,
) -> Vec<&'a str> {
    let (mut begun, mut within) = (Vec::new(), Vec::new());
    let mut take = |value: &'a str| {
        let list = match find(value.as_bytes(), typed.as_bytes()) {
            Some(0) if value.len() > typed.len() => &mut begun,
            Some(1..) => &mut within,
            _ => return begun.len(),
        };
        if list.len() < MOST_VALUES && !list.contains(&value) {
            list.push(value);
        }
        begun.len()
    };
    for task in tasks {
        let enough = match field {
            FilterField::Label => {
                let labels = task.labels.iter().chain(task.project_labels());
                labels.map(|label| take(label)).max()
            }
            FilterField::Delay => return Vec::new(),
            FilterField::Region => task.region().map(&mut take),
            FilterField::Type => task.project_type().map(&mut take),
            FilterField::ProjectState => task.project_state().map(&mut take),
            FilterField::Subtopic => task.subtopics().iter().map(|subtopic| take(subtopic)).max(),
            FilterField::Project if task.project_name().is_some() => task.project_name().map(&mut take),
            // Taking a name apart costs more than looking through it.
            _ if find(task.name.as_str().as_bytes(), typed.as_bytes()).is_none() => None,
            FilterField::Host => task.name.parts().map(|parts| take(parts.host)),
            _ => task.name.parts().map(|parts| take(parts.project)),
        };
        if enough == Some(MOST_VALUES) {
            break;
        }
    }
    begun.extend(within);
    begun.truncate(MOST_VALUES);
    begun
}
