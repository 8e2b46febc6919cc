//! The other pages of this browser that show the console: asking them what they are at, and telling them
//! what changed.
//!
//! On plain http there are no Web Locks, so pages talk to each other.

use std::cell::RefCell;
use std::time::Duration;

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::patience::pause;
use crate::storage;

/// How long the others have to answer. A page that is open answers within a few milliseconds; one that does not in this
/// time is taken for closed.
const PATIENCE: Duration = Duration::from_millis(400);

thread_local! {
    // Pages that are about another host have another database, and nothing to do with this one.
    static CHANNEL: Option<BroadcastChannel> = BroadcastChannel::new(&storage::name()).ok();
    /// What other pages claimed, in the order in which that was heard: little, and only when the storage is opened.
    static CLAIMED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// A message that tells what another page changed in the storage that they share, or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageMessage {
    /// Records in the block of the list under this key.
    Block(String),
    /// So much of the list that it is best read again.
    List,
    /// The setting of this name.
    Setting(String),
    /// Something else, in words of its own.
    Told(String),
}

/// Tells other pages about the records in a block of the list.
pub fn tell_block(key: &str) {
    say("block", key);
}

/// Tells other pages to read the list again.
pub fn tell_list() {
    say("list", "");
}

/// Tells other pages about a setting.
pub fn tell_setting(name: &str) {
    say("setting", name);
}

/// Tells other pages something else.
pub fn tell(text: &str) {
    say("told", text);
}

/// Listens to other pages, for as long as the page stays: answers whether a thing is this page's, and takes
/// their news.
pub fn listen(is_mine: impl Fn(&str) -> bool + 'static, take: impl Fn(PageMessage) + 'static) {
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(text) = event.data().as_string() else { return };
        match text.split_once(':') {
            Some(("whose", id)) if is_mine(id) => say("mine", id),
            Some(("mine", id)) => CLAIMED.with_borrow_mut(|claimed| claimed.push(id.to_owned())),
            Some(("block", key)) => take(PageMessage::Block(key.to_owned())),
            Some(("list", _)) => take(PageMessage::List),
            Some(("setting", name)) => take(PageMessage::Setting(name.to_owned())),
            Some(("told", text)) => take(PageMessage::Told(text.to_owned())),
            _ => {}
        }
    });
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        }
    });
    listener.forget();
}

/// Asks the other pages for each of these things whether it is theirs, and returns those that are.
/// [`listen`] must have been called already.
pub async fn claimed_elsewhere(ids: &[String]) -> Vec<String> {
    if ids.is_empty() {
        return Vec::new();
    }
    // Only what is heard from now on: a page that claimed something before may be gone.
    let before = CLAIMED.with_borrow(Vec::len);
    for id in ids {
        say("whose", id);
    }
    pause(PATIENCE).await;
    CLAIMED.with_borrow(|claimed| ids.iter().filter(|id| claimed[before..].contains(id)).cloned().collect())
}

fn say(word: &str, id: &str) {
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            // A message that cannot be sent leaves the other page with its own knowledge.
            let _ = channel.post_message(&format!("{word}:{id}").into());
        }
    });
}
