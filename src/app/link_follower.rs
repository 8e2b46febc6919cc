//! Following a link: opening and selecting what it names. Nothing is sent by it. It is in the second part of the console.

use console_core::domain::task_name::TaskName;
use console_core::interchange::history::HistoryFilter;
use console_core::interchange::link::Link;
use leptos::prelude::*;

use crate::stores::FollowedLink;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;

/// A handle for following links.
#[derive(Clone, Copy)]
pub struct LinkFollower {
    tasks: Tasks,
    view: TableView,
    sheets: Sheets,
    followed: FollowedLink,
}

impl LinkFollower {
    /// Takes the stores from the context.
    pub fn from_context() -> Self {
        Self {
            tasks: expect_context(),
            view: expect_context(),
            sheets: expect_context(),
            followed: expect_context(),
        }
    }

    /// Opens, marks or selects what an address names.
    pub fn follow(self, query: &str) {
        let (mut link, mut notices) = Link::parse(query);
        if !link.opens_form() {
            let known = |name: &TaskName| self.tasks.is_known_untracked(name);
            notices.extend(link.read_tasks(known));
        }
        if link.history.is_none() {
            self.view.select(&link);
        }
        let is_form = link.opens_form();
        let opened = if let Some(id) = &link.run {
            Some(SheetContent::Run(id.clone()))
        } else if let Some(text) = link.history.take() {
            let tasks = std::mem::take(&mut link.tasks);
            Some(SheetContent::History(HistoryFilter {
                tasks,
                operation: link.operation,
                ended: link.ended,
                within: link.within,
                text,
            }))
        } else if let (true, [task]) = (link.details, link.tasks.as_slice()) {
            Some(SheetContent::Details(task.clone()))
        } else {
            is_form.then(|| SheetContent::Operation(Box::new(link.clone())))
        };
        let is_unopened = opened.is_none();
        self.sheets.follow(opened);
        // A task alone is marked as that of a sheet is: a selection would be what keys and the bar act on.
        if let (true, [task]) = (is_unopened, link.tasks.as_slice()) {
            self.sheets.set_about(Some(task.clone()));
        }
        // Those that go from the list later on were taken out by a person, and are not asked about.
        link.tasks.retain(|name| !self.tasks.shows(name));
        if is_form {
            // How its name was read, and what is to be said of it, stands in the form.
            link.read_tasks(|name| self.tasks.is_known_untracked(name));
            link.tasks.retain(|name| !self.tasks.shows(name));
        }
        self.followed.0.set((link, notices));
    }
}
