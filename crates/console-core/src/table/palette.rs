//! The palette: tasks and actions that a few typed words ask for.

use crate::domain::inventory::{Inventory, TaskRecord};
use crate::domain::operation::OperationKind;
use crate::domain::task_name::TaskName;
use crate::table::filter::Filter;

/// The most offers of each kind.
const MOST: usize = 6;

/// Something that the palette offers. `C` are the commands of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaletteItem<C> {
    /// An operation on a task.
    Operation(OperationKind, TaskName),
    /// A task to go to.
    Task(TaskName),
    /// A command of the page.
    Command(C),
}

/// A list of the tasks and actions that the palette can offer.
#[derive(Clone, Copy, Debug)]
pub struct PaletteSources<'a, C> {
    /// The tasks.
    pub inventory: &'a Inventory,
    /// The current task, if any.
    pub current: Option<&'a TaskName>,
    /// What each operation is called.
    pub operation_name: fn(OperationKind) -> &'static str,
    /// The commands, with what each is called.
    pub commands: &'a [(C, &'static str)],
}

impl<C: Copy> PaletteSources<'_, C> {
    /// Returns what a text asks for. It may begin with an operation, or with the beginning of its name; what follows is
    /// a filter of tasks. Without it, all operations on the current task and all commands are offered.
    pub fn offers(&self, text: &str) -> Vec<PaletteItem<C>> {
        let text = text.trim();
        let mut begun = Vec::new();
        for kind in OperationKind::ALL.iter().copied() {
            if let Some(rest) = behind_name(text, (self.operation_name)(kind)) {
                let tasks = self.tasks_for(rest);
                let allowed = tasks.into_iter().filter(|task| kind.barred_for(task.component()).is_none());
                begun.push(
                    allowed
                        .map(move |task| PaletteItem::Operation(kind, task.name.clone()))
                        .collect::<Vec<_>>(),
                );
            }
        }
        // The first of each operation that was begun, then the second of each: none crowds out another.
        let in_turn =
            (0..MOST).flat_map(|turn| begun.iter().filter_map(move |offers| offers.get(turn).cloned()));
        let mut offers: Vec<_> = in_turn.take(MOST).collect();
        if !text.is_empty() {
            let found = self.found(text).into_iter().map(|task| PaletteItem::Task(task.name.clone()));
            offers.extend(found);
        }
        let is_asked = |label: &str| text.split_whitespace().all(|word| contains(label, word));
        let commands = self.commands.iter().filter(|(_, label)| is_asked(label));
        offers.extend(commands.map(|(command, _)| PaletteItem::Command(*command)));
        offers
    }

    /// Returns the tasks that an operation is offered for: those that are named, else the current one.
    fn tasks_for(&self, rest: &str) -> Vec<&TaskRecord> {
        if !Filter::parse(rest).terms().is_empty() {
            return self.found(rest);
        }
        let current = self.current.and_then(|current| self.inventory.get(current));
        current.filter(|task| task.is_listed()).into_iter().collect()
    }

    /// Returns the tasks that a text asks for; none while it asks for nothing, as a `-` alone does.
    fn found(&self, text: &str) -> Vec<&TaskRecord> {
        let filter = Filter::parse(text);
        let asks = |_: &&TaskRecord| !filter.terms().is_empty();
        self.inventory.tasks().filter(asks).filter(|task| filter.matches(task)).take(MOST).collect()
    }
}

/// Returns what follows the beginning of a name at the beginning of a text, if it begins so. Each word of the name may
/// be begun only, and its later words may be missing.
fn behind_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = text;
    for (place, word) in name.split_whitespace().enumerate() {
        let (typed, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if !begins(word, typed) {
            return (place > 0).then_some(rest);
        }
        rest = behind.trim_start();
    }
    Some(rest)
}

fn begins(word: &str, beginning: &str) -> bool {
    word.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

fn contains(text: &str, word: &str) -> bool {
    text.to_ascii_lowercase().contains(&word.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::inventory::{TaskEntry, TaskSource};
    use crate::domain::run::Moment;

    const A: &str = "10.0.0.5-9000:connector_v2:np_aaaa-incr_trans-1-0:0000000001";
    const B: &str = "10.0.0.6-9000:connector_v2:np_bbbb-full_trans-1-0:0000000002";

    fn name(kind: OperationKind) -> &'static str {
        match kind {
            OperationKind::Start => "Start",
            OperationKind::Stop => "Stop",
            OperationKind::Update => "Update",
            OperationKind::PullBack => "Pull back",
            OperationKind::Migrate => "Migrate",
            OperationKind::Delete => "Delete",
        }
    }

    /// Returns what is offered, as texts.
    fn offers(text: &str, current: Option<&str>) -> Vec<String> {
        let entries: Vec<_> = [A, B].map(|name| TaskEntry::from(TaskName::parse(name).unwrap())).into();
        let mut inventory = Inventory::default();
        inventory.add(&entries, TaskSource::Person, Moment(0));
        let current = current.map(|name| TaskName::parse(name).unwrap());
        let commands = [('h', "History"), ('a', "Add tasks")];
        let stock = PaletteSources {
            inventory: &inventory,
            current: current.as_ref(),
            operation_name: name,
            commands: &commands,
        };
        let short = |task: &TaskName| if task.as_str() == A { "a" } else { "b" };
        let word = |offer: PaletteItem<char>| match offer {
            PaletteItem::Operation(kind, task) => format!("{} {}", name(kind), short(&task)),
            PaletteItem::Task(task) => short(&task).to_owned(),
            PaletteItem::Command(command) => command.to_string(),
        };
        stock.offers(text).into_iter().map(word).collect()
    }

    #[test]
    fn without_words_the_operations_on_the_current_task_and_the_commands_are_offered() {
        assert_eq!(offers("", None), ["h", "a"]);
        let all = ["Start a", "Stop a", "Update a", "Pull back a", "Migrate a", "Delete a", "h", "a"];
        assert_eq!(offers(" ", Some(A)), all);
        // A Full-Import cannot be pulled back.
        assert!(!offers("", Some(B)).contains(&"Pull back b".to_owned()));
        assert_eq!(offers("", Some("gone")), ["h", "a"]);
    }

    #[test]
    fn an_operation_may_be_begun_and_the_task_follows() {
        assert_eq!(offers("sto np_b", None), ["Stop b"]);
        assert_eq!(offers("STOP np_", None), ["Stop a", "Stop b"]);
        assert_eq!(offers("pull back np_", None), ["Pull back a"]);
        assert_eq!(offers("pull np_a", None), ["Pull back a"]);
        assert_eq!(offers("stop component:full", None), ["Stop b"]);
        assert_eq!(offers("stop", Some(B)), ["Stop b"]);
    }

    #[test]
    fn operations_that_begin_alike_take_turns() {
        assert_eq!(offers("s np_", None), ["Start a", "Stop a", "Start b", "Stop b", "a", "b"]);
    }

    #[test]
    fn what_asks_for_nothing_yet_finds_no_task() {
        assert_eq!(offers("-", None), [""; 0]);
        assert_eq!(offers("stop -", None), [""; 0]);
        assert_eq!(offers("stop -", Some(A)), ["Stop a"]);
        assert_eq!(offers("stop project:", Some(B)), ["Stop b"]);
        assert_eq!(offers("stop -np_a", None), ["Stop b"]);
    }

    #[test]
    fn tasks_and_commands_are_found_by_their_words() {
        assert_eq!(offers("np_b", None), ["b"]);
        assert_eq!(offers("hist", None), ["h"]);
        assert_eq!(offers("tasks add", None), ["a"]);
        assert_eq!(offers("nothing of that", None), [""; 0]);
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in any::<String>()) {
            offers(&text, Some(A));
        }
    }
}
