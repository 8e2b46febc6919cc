//! Requests to the host, and what came of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use console_core::call::Call;
use console_core::outcome::{NotSent, Reply};
use gloo_net::http::{Headers, Request, RequestBuilder};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use web_sys::{AbortController, RequestCache, RequestInit, RequestRedirect, ResponseType, Url};

use super::{address, clock};

/// A request that is out.
#[derive(Clone)]
struct Waiting(Rc<State>);

struct State {
    /// What the waiting is known by, for [`stop_waiting`].
    key: String,
    controller: Option<AbortController>,
    why: Cell<Option<Reason>>,
}

#[derive(Clone, Copy)]
enum Reason {
    TimedOut,
    Stopped,
}

thread_local! {
    /// The requests that are out.
    static OUT: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
}

/// Ends the waiting for an answer. Whatever was sent stays sent.
pub fn stop_waiting(key: &str) {
    let found = OUT.with(|out| out.borrow().iter().find(|waiting| waiting.0.key == key).cloned());
    if let Some(waiting) = found {
        waiting.end(Reason::Stopped);
    }
}

impl Waiting {
    fn begin(key: &str) -> Self {
        let controller = AbortController::new().ok();
        let waiting = Self(Rc::new(State { key: key.to_owned(), controller, why: Cell::new(None) }));
        OUT.with(|out| out.borrow_mut().push(waiting.clone()));
        waiting
    }

    fn end(&self, why: Reason) {
        if self.0.why.get().is_none() {
            self.0.why.set(Some(why));
        }
        if let Some(controller) = &self.0.controller {
            controller.abort();
        }
    }
}

/// Ends the waiting after a time, unless it is dropped before.
struct Timer(Option<TimeoutHandle>);

impl Timer {
    fn start(waiting: &Waiting, seconds: u32) -> Self {
        let waiting = waiting.clone();
        let ring = move || waiting.end(Reason::TimedOut);
        Self(set_timeout_with_handle(ring, Duration::from_secs(seconds.into())).ok())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.clear();
        }
    }
}

/// Sends a call to the host that this page came from, once, and waits for its answer. The key is for
/// [`stop_waiting`]; a call that was `tried_before` and not sent is sent even if the browser says that it is offline.
pub async fn send(call: &Call, seconds: u32, key: &str, tried_before: bool) -> Reply {
    let waiting = Waiting::begin(key);
    let reply = send_and_wait(call, seconds, &waiting, tried_before).await;
    OUT.with(|out| out.borrow_mut().retain(|other| !Rc::ptr_eq(&other.0, &waiting.0)));
    reply
}

async fn send_and_wait(call: &Call, seconds: u32, waiting: &Waiting, tried_before: bool) -> Reply {
    let _timer = Timer::start(waiting, seconds);
    let gave_up = || match waiting.0.why.get() {
        Some(Reason::TimedOut) => Some(Reply::TimedOut { seconds }),
        Some(Reason::Stopped) => Some(Reply::StoppedWaiting),
        None => None,
    };
    let request = match request(call, waiting, tried_before) {
        Ok(request) => request,
        Err(why) => return Reply::NotSent(why),
    };
    let sent = clock::times();
    let answer = match request.send().await {
        Ok(answer) if answer.type_() == ResponseType::Opaqueredirect => return Reply::Redirection,
        Ok(answer) => answer,
        Err(_) => return gave_up().unwrap_or(Reply::NetworkError),
    };
    clock::learn_host_time(|name| answer.headers().get(name), sent);
    let status = answer.status();
    match answer.text().await {
        Ok(body) => Reply::Answer { status, body },
        Err(_) => gave_up().unwrap_or(Reply::BrokenOff { status }),
    }
}

/// Built without gloo's builder, which writes the query anew and puts an `&` behind it: what is sent is
/// what was shown. The address is absolute, since one that is relative to a page with `user:password@` in
/// its own address is refused.
fn request(call: &Call, waiting: &Waiting, tried_before: bool) -> Result<Request, NotSent> {
    let window = web_sys::window().ok_or(NotSent::Request)?;
    let host = window.location().hostname().unwrap_or_default();
    if let Some(why) = NotSent::foreseen(window.navigator().on_line(), &host, tried_before) {
        return Err(why);
    }
    let address = Url::new_with_base(call.target(), &address::origin()).map_err(|_| NotSent::Address)?.href();
    let headers = Headers::new();
    for (name, value) in call.headers() {
        headers.set(name, value);
    }
    let options = RequestInit::new();
    options.set_method(Call::METHOD);
    options.set_headers(&headers.into_raw());
    options.set_cache(RequestCache::NoStore);
    options.set_redirect(RequestRedirect::Manual);
    options.set_signal(waiting.0.controller.as_ref().map(AbortController::signal).as_ref());
    if let Some(body) = call.body() {
        options.set_body(&body.into());
    }
    let request = web_sys::Request::new_with_str_and_init(&address, &options);
    request.map(Request::from).map_err(|_| NotSent::Request)
}

/// What became of reading a file beside the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// What is in it.
    Text(String),
    /// The server says that there is none.
    Missing,
    /// It could not be read.
    Failed,
}

/// Reads a file that lies beside the page.
pub async fn beside(name: &str) -> Beside {
    let Ok(request) = RequestBuilder::new(name).cache(RequestCache::NoCache).build() else {
        return Beside::Failed;
    };
    let sent = clock::times();
    let answer = request.send().await;
    if let Ok(answer) = &answer {
        clock::learn_host_time(|name| answer.headers().get(name), sent);
    }
    match answer {
        Ok(answer) if answer.ok() => answer.text().await.map_or(Beside::Failed, Beside::Text),
        Ok(answer) if matches!(answer.status(), 404 | 410) => Beside::Missing,
        Ok(_) | Err(_) => Beside::Failed,
    }
}

/// Reads a file that lies beside the page. Nothing if it is not there or cannot be read.
pub async fn read_beside(name: &str) -> Option<String> {
    match beside(name).await {
        Beside::Text(text) => Some(text),
        Beside::Missing | Beside::Failed => None,
    }
}
