//! The address follows what is shown: the sheet that is open ([`Sheets`]), the filter and the order ([`TableView`]). It
//! is followed itself only when the page loads, and after Back and Forward.

use browser::address;
use console_core::interchange::link::Link;

use crate::app::lazy::Later;
use crate::app::link_follower::LinkFollower;
use crate::stores::host::Host;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::TableView;
use leptos::prelude::*;

/// A handle that follows the address, and writes it.
#[derive(Clone, Copy)]
pub struct Router {
    host: Host,
    view: TableView,
    sheets: Sheets,
    follower: LinkFollower,
    later: Later,
    /// Whether what the address names is to be opened and selected when the second part is there.
    unfollowed: StoredValue<bool>,
    /// Whether the address is to be written when the filter can be looked through, and if so, as a new entry.
    waiting: StoredValue<Option<bool>>,
}

impl Router {
    /// Takes the stores from the context.
    pub fn from_context() -> Self {
        Self {
            host: expect_context(),
            view: expect_context(),
            sheets: expect_context(),
            follower: LinkFollower::from_context(),
            later: expect_context(),
            unfollowed: StoredValue::new(false),
            waiting: StoredValue::new(None),
        }
    }

    /// Shows what the address asks for, and writes into it what is shown from now on.
    pub fn start(self) {
        self.follow_address(true);
        address::on_moved(move || self.follow_address(false));
        Effect::new(move || {
            if let Some(new_entry) = self.sheets.take_unwritten() {
                untrack(|| self.show_address(new_entry));
            }
        });
        self.go_on_when_loaded();
    }

    /// Shows what the address asks for; nothing is sent by it.
    fn follow_address(self, first: bool) {
        let query = address::query();
        if !first && self.host.is_other_in(&query) {
            // Nothing of it is shown here: the page starts over, about the host that the address names.
            return address::reload();
        }
        // What waits to be written was about another address.
        self.waiting.set_value(None);
        let (mut view, is_all) = Link::view_of(&query);
        if first {
            self.view.complete_link(&mut view);
        }
        self.view.follow(&view);
        match self.later.get_untracked() {
            Some(Ok(part)) => {
                self.unfollowed.set_value(false);
                (part.follow_link)(self.follower, &query);
            }
            _ => {
                self.sheets.follow(None);
                self.unfollowed.set_value(true);
            }
        }
        if is_all && first {
            // The order may be the one that was kept, which Back has to find.
            self.sheets.show_address(false);
        }
    }

    /// Writes what is shown into the address, as a new entry of the history or in place of the present one. A filter is
    /// looked through for secrets first, which the second part can.
    fn show_address(self, new_entry: bool) {
        let is_known =
            self.view.filter.with_untracked(|filter| filter.is_empty() || *filter == filter_in_address());
        if is_known || matches!(self.later.get_untracked(), Some(Ok(_))) {
            self.write_address(new_entry);
        } else {
            let was_new = self.waiting.get_value() == Some(true);
            self.waiting.set_value(Some(new_entry || was_new));
            self.later.load();
        }
    }

    /// Follows the address when the second part has come, and writes it when that cannot be had either, where it waits.
    fn go_on_when_loaded(self) {
        Effect::new(move || {
            let Some(loaded) = self.later.get() else { return };
            untrack(|| {
                if let Ok(part) = loaded
                    && self.unfollowed.get_value()
                    // A person may have opened something meanwhile.
                    && !self.sheets.is_open_untracked()
                {
                    self.unfollowed.set_value(false);
                    (part.follow_link)(self.follower, &address::query());
                }
                if let Some(new_entry) = self.waiting.get_value() {
                    self.write_address(new_entry);
                }
            });
        });
    }

    /// Writes the address. A filter that may hold a secret, such as a curl command that was pasted there, stays out of
    /// it: links are kept by the browser, and passed on.
    fn write_address(self, new_entry: bool) {
        self.waiting.set_value(None);
        let link = self.sheets.with_untracked(|opened| opened.map(SheetContent::to_link).unwrap_or_default());
        let filter = self.view.filter.get_untracked();
        let is_harmless = match self.later.get_untracked() {
            Some(Ok(part)) => !(part.has_secrets)(&filter),
            _ => filter == filter_in_address(),
        };
        let filter = if is_harmless { filter } else { String::new() };
        let link = self.host.link(Link { filter, order: self.view.order.get_untracked(), ..link });
        address::show(&link.to_query(), new_entry);
    }
}

fn filter_in_address() -> String {
    Link::view_of(&address::query()).0.filter
}
