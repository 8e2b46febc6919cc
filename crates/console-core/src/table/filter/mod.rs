//! The filter language: which tasks are shown while something is typed into the filter box.
//!
//! A filter is terms separated by blanks, and a task is shown if all of them hold. A word is looked for
//! in all columns; `field:value` in one of them, of several values with commas between them any is enough, and
//! one behind `=` must be the whole; `*` stands
//! for anything; `"…"` keeps blanks and takes
//! `*` as it is; `-` before a term turns it round. Every text is a filter. What is only begun (`-`,
//! `state:`) demands nothing yet, so that the table does not empty while a term is typed. Task names
//! hold colons, so a word before a colon that is no field is part of a text.
//!
//! What comes from input methods and word processors reads as what it stands for (`spelling`). Several
//! whole task names are a list: tasks with any of these names are shown. Why a filter shows nothing, and
//! what of it means nothing, is found out in `advice`.

mod advice;
mod comparison;
mod completion;
mod field;
mod spelling;
mod term;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use std::collections::HashSet;

use crate::domain::inventory::TaskRecord;
use crate::domain::task_name::{Component, TaskName};

pub use advice::{BlamedTerm, FilterAdvice};
pub use completion::{Completion, complete};
pub use field::FilterField;
pub use term::Term;

/// A filter that says what a task must hold to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
}

impl Filter {
    /// Reads what was typed. The case of ASCII letters does not matter; a quotation mark that is not
    /// closed reaches to the end, and a doubled one stands for itself between two others.
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut names = Vec::new();
        let mut rest = text;
        while let Some(read) = Term::read(rest) {
            rest = read.rest;
            let named = read.term.names_in_it();
            if !named.is_empty() {
                names.push((terms.len(), named));
            }
            terms.push(read.term);
        }
        let listed: Vec<_> = names.iter().flat_map(|(_, named)| named).cloned().collect();
        let places: Vec<_> = names.iter().map(|(place, _)| *place).collect();
        let mut filter = Self { terms };
        filter.list(listed, &places);
        filter.terms.retain(|term| !term.is_begun());
        filter
    }

    /// Puts a list of names in place of the terms that they stand in, or the name if it is only one.
    fn list(&mut self, mut names: Vec<TaskName>, places: &[usize]) {
        let Some(first) = places.first().copied() else { return };
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        match names.as_slice() {
            // It stands as it was typed.
            [name] if self.terms[first].value() == name.as_str() => {}
            [name] => self.terms[first] = Term::new(false, None, name.as_str()),
            names => self.terms[first] = Term::of_names(names),
        }
        let mut place = 0;
        self.terms.retain(|term| {
            let stays = place == first || !(places.contains(&place) || term.is_divider());
            place += 1;
            stays
        });
    }

    /// Returns the filter with the words that are whole names as a list of them, of which any is enough, if
    /// there are at least two.
    pub fn listing(&self, is_name: impl Fn(&TaskName) -> bool) -> Option<Self> {
        let (mut names, mut places) = (Vec::new(), Vec::new());
        for (place, term) in self.terms.iter().enumerate() {
            if let Some(mut found) = term.names_by(&is_name) {
                names.append(&mut found);
                places.push(place);
            }
        }
        let is_list = names.iter().any(|name| Some(name) != names.first());
        is_list.then(|| {
            let mut filter = self.clone();
            filter.list(names, &places);
            filter
        })
    }

    /// Returns what it demands, in the order in which it was typed.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Demands one value of a field in place of what was demanded of it, or nothing any more.
    pub fn set(&mut self, field: FilterField, value: Option<&str>) {
        self.terms.retain(|term| term.field() != Some(field));
        self.terms.extend(
            value.filter(|value| !value.is_empty()).map(|value| Term::new(false, Some(field), value)),
        );
    }

    /// Demands that a field has exactly this value, in place of what was demanded of it.
    pub fn set_whole(&mut self, field: FilterField, value: &str) {
        self.terms.retain(|term| term.field() != Some(field));
        self.terms.push(Term::whole(field, value));
    }

    /// Demands one value of a field; where it is demanded already, alone or as one of several that are enough, it is so
    /// no more.
    pub fn toggle(&mut self, field: FilterField, value: &str) {
        let Some(term) = self.demand(field, value) else { return self.set(field, Some(value)) };
        let is_other = |choice: &&str| !choice.eq_ignore_ascii_case(value);
        let others = term.choices().into_iter().filter(is_other).collect::<Vec<_>>().join(",");
        let rest = Term::read(&format!("{}:{others}", field.word())).map(|read| read.term);
        self.terms.retain(|term| term.field() != Some(field));
        self.terms.extend(rest.filter(|rest| !rest.is_begun()));
    }

    /// Returns whether it demands this value of a field, alone or as one of several that are enough, and nothing else
    /// of it.
    pub fn demands(&self, field: FilterField, value: &str) -> bool {
        self.demand(field, value).is_some()
    }

    fn demand(&self, field: FilterField, value: &str) -> Option<&Term> {
        let mut terms = self.terms.iter().filter(|term| term.field() == Some(field));
        let only = terms.next().filter(|_| terms.next().is_none())?;
        let is_demanded = only.choices().iter().any(|choice| choice.eq_ignore_ascii_case(value));
        (is_demanded && !only.negated()).then_some(only)
    }

    /// Returns whether a task is shown. The table counts at once, see [`Counting`](super::facets::Counting).
    pub(crate) fn matches(&self, record: &TaskRecord) -> bool {
        self.terms.iter().all(|term| term.holds(record))
    }

    /// Returns whether every task that it shows or counts is one that a wider filter shows or counts. Where that is
    /// not seen at once, it says no.
    pub(crate) fn narrows(&self, wider: &Self) -> bool {
        wider.terms.iter().all(|other| self.terms.iter().any(|term| term.narrows(other)))
    }

    /// Returns a text that reads as this filter.
    pub fn to_text(&self) -> String {
        self.terms.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// Returns the word for a component in filters.
pub fn component_word(component: Option<Component>) -> &'static str {
    words::value(words::component(component))
}
