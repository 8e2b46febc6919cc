//! What of a filter means nothing, or something else than it was meant for, and which of its terms keeps
//! every task out.

use fast_text::find;

use super::{Filter, FilterField, Term};
use crate::domain::inventory::{Inventory, TaskRecord};

/// Something to be said about a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterAdvice {
    /// The field never has such a value.
    UnknownValue {
        /// The term.
        term: String,
        /// The field, which has values of its own.
        field: FilterField,
    },
    /// The delay is compared with something that is no number of seconds.
    NoNumber {
        /// The term.
        term: String,
    },
    /// There is no such field, so that the term is looked for as text.
    UnknownField {
        /// The term.
        term: String,
        /// The word before the colon.
        word: String,
        /// The field that may be meant, with the whole filter as it would be.
        meant: Option<(FilterField, String)>,
    },
    /// The term leaves tasks out, and its text stands in their names as it is.
    LeavesOut {
        /// The term.
        term: String,
        /// The whole filter with the term in quotation marks, so that it is looked for.
        quoted: String,
    },
    /// Any one of several names is enough.
    Listed {
        /// How many names there are.
        names: usize,
        /// How many of them are not in the list of tasks.
        missing: usize,
    },
}

/// A term without which a filter would show something, or which alone shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlamedTerm {
    /// The term.
    pub term: String,
    /// The whole filter without it.
    pub rest: String,
    /// How many tasks would be shown then.
    pub without: usize,
}

impl Filter {
    /// Returns what is to be said about the filter, which shows `shown` of the tasks.
    pub fn advice(&self, inventory: &Inventory, shown: usize) -> Vec<FilterAdvice> {
        let mut all = Vec::new();
        for (place, term) in self.terms().iter().enumerate() {
            if !term.names().is_empty() {
                let missing = term.names().iter().filter(|name| !inventory.shows(name)).count();
                all.push(FilterAdvice::Listed { names: term.names().len(), missing });
            } else if term.field() == Some(FilterField::Delay) {
                if !term.is_comparable() {
                    all.push(FilterAdvice::NoNumber { term: term.to_string() });
                }
            } else if let Some(field) = term.field() {
                let word = field.word();
                let is_known = |choice: &str| {
                    Term::read(&format!("{word}:{choice}")).is_some_and(|read| read.term.words() != 0)
                };
                let means_all =
                    term.words() != 0 && (term.quoted() || term.choices().into_iter().all(is_known));
                if !means_all && !field.values().is_empty() {
                    all.push(FilterAdvice::UnknownValue { term: term.to_string(), field });
                }
            } else if !term.quoted() {
                // What finds something is no mistake.
                let looked_for = term.negated() || shown == 0;
                all.extend(self.unknown_field(place, term).filter(|_| looked_for));
                all.extend(self.leaves_out(place, term, inventory));
            }
        }
        all
    }

    fn unknown_field(&self, place: usize, term: &Term) -> Option<FilterAdvice> {
        let (word, value) = term.plain().split_once(':')?;
        // The beginning of an address is no field.
        let is_word = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_word || value.starts_with("//") {
            return None;
        }
        let meant = nearest(word).map(|field| {
            let meant = Term::new(term.negated(), Some(field), value);
            (field, self.replaced(place, Some(meant)).to_text())
        });
        Some(FilterAdvice::UnknownField { term: term.to_string(), word: word.to_owned(), meant })
    }

    fn leaves_out(&self, place: usize, term: &Term, inventory: &Inventory) -> Option<FilterAdvice> {
        if !term.negated() {
            return None;
        }
        let text = format!("-{}", term.plain());
        let stands_in = |task: &TaskRecord| find(task.name.as_str().as_bytes(), text.as_bytes()).is_some();
        inventory.tasks().any(stands_in).then(|| {
            let quoted = Term::quote(text);
            FilterAdvice::LeavesOut {
                term: term.to_string(),
                quoted: self.replaced(place, Some(quoted)).to_text(),
            }
        })
    }

    /// Returns the filter with another term in a place, or with none.
    fn replaced(&self, place: usize, by: Option<Term>) -> Self {
        let mut terms = self.terms.clone();
        terms.splice(place..=place, by);
        Self { terms }
    }

    /// Returns the terms that are to blame for a filter that shows nothing: those without which it would
    /// show something; else those that no task holds. There are none where only several terms together
    /// are to blame.
    pub fn blame<'a>(&self, tasks: impl Iterator<Item = &'a TaskRecord>) -> Vec<BlamedTerm> {
        let mut without = vec![0_usize; self.terms.len()];
        let mut alone = vec![false; self.terms.len()];
        for task in tasks {
            let mut failing = (0, 0);
            for (place, term) in self.terms.iter().enumerate() {
                if term.holds(task) {
                    alone[place] = true;
                } else {
                    failing = (failing.0 + 1, place);
                }
            }
            if let (1, place) = failing {
                without[place] += 1;
            }
        }
        let is_any_alone = without.iter().any(|count| *count > 0);
        let blamed = |place: &usize| if is_any_alone { without[*place] > 0 } else { !alone[*place] };
        (0..self.terms.len())
            .filter(blamed)
            .map(|place| BlamedTerm {
                term: self.terms[place].to_string(),
                rest: self.replaced(place, None).to_text(),
                without: without[place],
            })
            .collect()
    }
}

/// Returns the field that a word may be meant for: one that begins like it, or another name of it.
fn nearest(word: &str) -> Option<FilterField> {
    const OTHER_NAMES: [(&str, FilterField); 10] = [
        ("status", FilterField::State),
        ("type", FilterField::Component),
        ("kind", FilterField::Component),
        ("ip", FilterField::Host),
        ("address", FilterField::Host),
        ("tag", FilterField::Label),
        ("outcome", FilterField::Last),
        ("operation", FilterField::Operation),
        ("lag", FilterField::Delay),
        ("latency", FilterField::Delay),
    ];
    let word = word.to_ascii_lowercase();
    let of = |word: &str| {
        let other = OTHER_NAMES.into_iter().find(|(name, _)| *name == word).map(|(_, field)| field);
        let is_near =
            |field: &FilterField| field.word().starts_with(word) || is_one_slip_away(field.word(), word);
        other.or_else(|| FilterField::ALL.iter().copied().find(is_near))
    };
    of(&word).or_else(|| of(word.strip_suffix('s')?))
}

/// Returns whether one letter more, less, other, or swapped with the next one makes one word of another.
fn is_one_slip_away(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let alike = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    match (&one[alike..], &other[alike..]) {
        ([], []) => true,
        ([a, b, one @ ..], [c, d, other @ ..]) if a == d && b == c => one == other,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([_, one @ ..], other) if one == other => true,
        (one, [_, other @ ..]) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::inventory::{TaskEntry, TaskSource};
    use crate::domain::run::Moment;
    use crate::domain::task_name::TaskName;

    const A: &str = "10.0.0.5-9000:connector_v2:np_aaaa-incr_trans-1-0:0000000001";
    const B: &str = "10.0.0.6-9000:connector_v2:np_bbbb-full_trans-1-0:0000000002";

    fn inventory(names: &[&str]) -> Inventory {
        let entries: Vec<_> =
            names.iter().map(|name| TaskEntry::from(TaskName::parse(name).unwrap())).collect();
        let mut inventory = Inventory::default();
        inventory.add(&entries, TaskSource::Person, Moment(0));
        inventory
    }

    fn advice(text: &str, names: &[&str]) -> Vec<FilterAdvice> {
        let (filter, inventory) = (Filter::parse(text), inventory(names));
        let shown = inventory.tasks().filter(|task| filter.matches(task)).count();
        filter.advice(&inventory, shown)
    }

    fn blame(text: &str, names: &[&str]) -> Vec<(String, String, usize)> {
        let blame = Filter::parse(text).blame(inventory(names).tasks());
        blame.into_iter().map(|blame| (blame.term, blame.rest, blame.without)).collect()
    }

    #[test]
    fn values_that_a_field_never_has_are_said() {
        for (text, field) in [
            ("state:bogus", FilterField::State),
            ("-state:bogus", FilterField::State),
            ("state:run*x", FilterField::State),
            ("state:stopped,bogus", FilterField::State),
            ("last:xyz", FilterField::Last),
            ("op:restart", FilterField::Operation),
            ("component:store", FilterField::Component),
        ] {
            assert_eq!(advice(text, &[A]), [FilterAdvice::UnknownValue { term: text.to_owned(), field }]);
        }
        for text in [
            "state:",
            "state:run",
            "state:run,stop",
            "state:\"in doubt\"",
            "host:bogus",
            "label:x",
            "state:*",
            "bogus",
        ] {
            assert_eq!(advice(text, &[A]), [], "{text}");
        }
    }

    #[test]
    fn fields_that_there_are_not_are_said() {
        let meant = |text: &str| match advice(text, &[A]).as_slice() {
            [FilterAdvice::UnknownField { meant, .. }] => Some(meant.clone().map(|(_, text)| text)),
            [] => None,
            other => panic!("{other:?}"),
        };
        let some = |text: &str| Some(Some(text.to_owned()));
        assert_eq!(meant("stat:running"), some("state:running"));
        assert_eq!(meant("np x -Status:running"), some("np x -state:running"));
        assert_eq!(meant("tags:prod"), some("label:prod"));
        assert_eq!(meant("hsot:10.0"), some("host:10.0"));
        assert_eq!(meant("compnent：incr"), some("component:incr"));
        assert_eq!(meant("name:np"), Some(None));
        for text in ["http://x", "a:1", "10.0.0.5-9000:connector_v2:x", "\"stat:running\"", "stat"] {
            assert_eq!(meant(text), None, "{text}");
        }
        // It is in the name.
        assert_eq!(advice("stat:running", &["stat:running"]), []);
    }

    #[test]
    fn a_dash_that_a_name_has_too_is_said() {
        let expected = |term: &str, quoted: &str| {
            vec![FilterAdvice::LeavesOut { term: term.to_owned(), quoted: quoted.to_owned() }]
        };
        assert_eq!(advice("-incr_trans", &[B, A]), expected("-incr_trans", "\"-incr_trans\""));
        assert_eq!(
            advice("np -incr_trans-1-0:0", &[A]),
            expected("-incr_trans-1-0:0", "np \"-incr_trans-1-0:0\"")
        );
        assert_eq!(advice("−INCR_trans", &[A]), expected("-INCR_trans", "\"-INCR_trans\""));
        for text in ["-reverse", "-state:stopped", "\"-incr_trans\"", "-\"incr_trans\""] {
            assert_eq!(advice(text, &[A]), [], "{text}");
        }
    }

    #[test]
    fn the_names_of_a_list_that_are_not_there_are_counted() {
        assert_eq!(advice(&format!("{A} {B}"), &[A]), [FilterAdvice::Listed { names: 2, missing: 1 }]);
    }

    #[test]
    fn the_terms_without_which_there_were_something_are_to_blame() {
        let own = |blamed: &[(&str, &str, usize)]| {
            blamed
                .iter()
                .map(|(term, rest, without)| (term.to_string(), rest.to_string(), *without))
                .collect::<Vec<_>>()
        };
        assert_eq!(blame("np_ state:stopped", &[A, B]), own(&[("state:stopped", "np_", 2)]));
        assert_eq!(blame("np_a full", &[A, B]), own(&[("np_a", "full", 1), ("full", "np_a", 1)]));
        assert_eq!(blame("-incr -full", &[A, B]), own(&[("-incr", "-full", 1), ("-full", "-incr", 1)]));
        assert_eq!(blame("foo np_ bar", &[A, B]), own(&[("foo", "np_ bar", 0), ("bar", "foo np_", 0)]));
        assert_eq!(blame("a b", &["ax", "bx"]).len(), 2);
    }

    proptest! {
        #[test]
        fn an_empty_table_has_its_reason(
            terms in proptest::collection::vec("-?(state:|host:|stat:)?[ab]{1,2}", 1..5),
            names in proptest::collection::vec("[ab]{1,3}", 1..6),
        ) {
            let filter = Filter::parse(&terms.join(" "));
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            let inventory = inventory(&names);
            let count = |filter: &Filter| inventory.tasks().filter(|task| filter.matches(task)).count();
            prop_assume!(count(&filter) == 0);
            let blamed = filter.blame(inventory.tasks());
            for blame in &blamed {
                prop_assert_eq!(count(&Filter::parse(&blame.rest)), blame.without);
                prop_assert!(blame.without > 0 || count(&Filter::parse(&blame.term)) == 0);
            }
            // Two terms suffice to blame one of them, or both.
            prop_assert!(!blamed.is_empty() || filter.terms().len() > 1);
        }
    }
}
