//! Requests to the host, and what came of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use console_core::domain::outcome::{NotSent, ReceivedReply, Reply, grace_milliseconds};
use console_core::interchange::static_file::{StaticFile, StaticFileError};
use console_core::text::text_encoding::{BodyEncoding, Encoding};
use console_core::time::BrowserTime;
use gloo_net::http::{Headers, Request, Response};
use js_sys::Promise;
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, RequestCache, RequestCredentials, RequestInit, RequestRedirect, ResponseType,
    TextDecoder, Url,
};

use crate::leaving::LeaveWatch;
use crate::patience::pause;
use crate::{address, clock};

/// A request as it goes out.
pub struct OutgoingRequest<'a> {
    /// The method.
    pub method: &'a str,
    /// The path and the query, from the origin's root.
    pub target: &'a str,
    /// The header fields.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, if there is one.
    pub body: Option<&'a str>,
    /// Whether it is sent although the browser says that it is offline.
    pub ignores_offline: bool,
    /// Whether the browser adds the credentials that it has for the host, and may ask for them.
    pub has_browser_credentials: bool,
}

/// Returns the base64 form of a text, as UTF-8.
pub fn base64(text: &str) -> Option<String> {
    // The browser encodes characters up to U+00FF, each as one byte.
    let bytes: String = text.bytes().map(char::from).collect();
    web_sys::window()?.btoa(&bytes).ok()
}

/// A request that is out.
#[derive(Clone)]
struct Waiting(Rc<State>);

struct State {
    /// What the waiting is known by, for [`stop_waiting`].
    key: String,
    controller: Option<AbortController>,
    /// Why the waiting was given up; nothing as long as it goes on.
    why: Cell<Option<Reason>>,
    /// Whether the beginning of the answer is there.
    has_head: Cell<bool>,
    timer: Cell<Option<TimeoutHandle>>,
}

#[derive(Clone, Copy)]
enum Reason {
    TimedOut,
    Stopped,
}

/// How long an answer that is there already has to be handed over when a person stops waiting.
const HANDING_OVER: Duration = Duration::from_millis(250);

/// How long a page that is being left holds back what came of a request: the next page has to be there by then, else
/// this one stayed.
const LEAVING: Duration = Duration::from_secs(10);

thread_local! {
    /// The requests that are out.
    static OUT: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
}

/// Ends the waiting for an answer. Whatever was sent stays sent.
pub fn stop_waiting(key: &str) {
    let found = OUT.with(|out| out.borrow().iter().find(|waiting| waiting.0.key == key).cloned());
    if let Some(waiting) = found {
        waiting.give_up_after(HANDING_OVER, Reason::Stopped);
    }
}

impl Waiting {
    fn begin(key: &str) -> Self {
        let waiting = Self(Rc::new(State {
            key: key.to_owned(),
            controller: AbortController::new().ok(),
            why: Cell::new(None),
            has_head: Cell::new(false),
            timer: Cell::new(None),
        }));
        OUT.with(|out| out.borrow_mut().push(waiting.clone()));
        waiting
    }

    /// Gives up after the time allowed. The timer may ring before the browser hands over an answer that is
    /// there, above all when it rings late, so that there is some time left then.
    fn allow(&self, seconds: u32) {
        let waiting = self.clone();
        let over = clock::now().0 + i64::from(seconds) * 1000;
        self.set_timer(Duration::from_secs(seconds.into()), move || {
            let grace = grace_milliseconds(clock::now().0 - over, waiting.0.has_head.get());
            waiting.give_up_after(Duration::from_millis(grace.into()), Reason::TimedOut);
        });
    }

    fn give_up_after(&self, grace: Duration, why: Reason) {
        let waiting = self.clone();
        self.set_timer(grace, move || {
            waiting.0.why.set(Some(why));
            if let Some(controller) = &waiting.0.controller {
                controller.abort();
            }
        });
    }

    /// Sets the timer in place of the one that runs.
    fn set_timer(&self, after: Duration, ring: impl FnOnce() + 'static) {
        if let Some(timer) = self.0.timer.replace(set_timeout_with_handle(ring, after).ok()) {
            timer.clear();
        }
    }

    fn end(&self) {
        if let Some(timer) = self.0.timer.take() {
            timer.clear();
        }
        OUT.with(|out| out.borrow_mut().retain(|other| !Rc::ptr_eq(&other.0, &self.0)));
    }
}

/// Sends a request to the host that this page came from, once, and waits for its answer. The key is for
/// [`stop_waiting`].
pub async fn send(outgoing: &OutgoingRequest<'_>, seconds: u32, key: &str) -> ReceivedReply {
    let waiting = WaitingUntilDropped(Waiting::begin(key));
    waiting.0.allow(seconds);
    send_and_wait(outgoing, seconds, &waiting.0).await
}

/// A waiting that ends with its request, also where nobody waits for that any more.
struct WaitingUntilDropped(Waiting);

impl Drop for WaitingUntilDropped {
    fn drop(&mut self) {
        self.0.end();
    }
}

async fn send_and_wait(outgoing: &OutgoingRequest<'_>, seconds: u32, waiting: &Waiting) -> ReceivedReply {
    let gave_up = || match waiting.0.why.get() {
        Some(Reason::TimedOut) => Some(Reply::TimedOut { seconds }),
        Some(Reason::Stopped) => Some(Reply::StoppedWaiting),
        None => None,
    };
    let request = match request(outgoing, waiting) {
        Ok(request) => request,
        Err(why) => return Reply::NotSent(why).into(),
    };
    let leaving = LeaveWatch::begin();
    let broken_off = async |reply: Reply| {
        // What the next page makes of the call must not be overtaken by a last word of this one.
        if gave_up().is_none() && leaving.has_begun() {
            pause(LEAVING).await;
        }
        gave_up().unwrap_or(reply).into()
    };
    let sent = clock::times();
    let answer = match request.send().await {
        Ok(answer) if answer.type_() == ResponseType::Opaqueredirect => return Reply::Redirection.into(),
        Ok(answer) => answer,
        Err(_) => return broken_off(Reply::NetworkError).await,
    };
    waiting.0.has_head.set(true);
    clock::learn_host_time(|name| answer.headers().get(name), sent);
    let status = answer.status();
    match answer.binary().await {
        Ok(bytes) => {
            let (body, guessed_encoding) = decoded(answer.headers().get("Content-Type").as_deref(), &bytes);
            ReceivedReply { reply: Reply::Answer { status, body }, guessed_encoding }
        }
        Err(_) => broken_off(Reply::BrokenOff { status }).await,
    }
}

/// Decodes a body, and returns the encoding where it was guessed.
fn decoded(content_type: Option<&str>, bytes: &[u8]) -> (String, Option<Encoding>) {
    let BodyEncoding { declared, detected } = BodyEncoding::of(content_type, bytes);
    let decode = |label: &str| TextDecoder::new_with_label(label).ok()?.decode_with_u8_array(bytes).ok();
    if let Some(text) = declared.and_then(|label| decode(&label)) {
        return (text, None);
    }
    let text = decode(detected.encoding.label());
    let text = text.unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    (text, detected.is_guessed.then_some(detected.encoding))
}

/// Built without gloo's builder, which rewrites the query and puts an `&` behind it: what is sent is
/// what was shown. The address is absolute, since one that is relative to a page with `user:password@` in
/// its own address is refused.
fn request(outgoing: &OutgoingRequest<'_>, waiting: &Waiting) -> Result<Request, NotSent> {
    let window = web_sys::window().ok_or(NotSent::Request)?;
    let host = window.location().hostname().unwrap_or_default();
    if let Some(why) = NotSent::foreseen(window.navigator().on_line(), &host, outgoing.ignores_offline) {
        return Err(why);
    }
    let address =
        Url::new_with_base(outgoing.target, &address::origin()).map_err(|_| NotSent::Address)?.href();
    let headers = Headers::new();
    for (name, value) in outgoing.headers {
        headers.set(name, value);
    }
    let options = RequestInit::new();
    options.set_method(outgoing.method);
    options.set_headers(&headers.into_raw());
    options.set_cache(RequestCache::NoStore);
    options.set_redirect(RequestRedirect::Manual);
    if !outgoing.has_browser_credentials {
        options.set_credentials(RequestCredentials::Omit);
    }
    options.set_signal(waiting.0.controller.as_ref().map(AbortController::signal).as_ref());
    if let Some(body) = outgoing.body {
        options.set_body(&body.into());
    }
    let request = web_sys::Request::new_with_str_and_init(&address, &options);
    request.map(Request::from).map_err(|_| NotSent::Request)
}

#[wasm_bindgen]
extern "C" {
    /// A request that `boot.js` sent while the module was loading.
    type EarlyRequest;

    #[wasm_bindgen(thread_local_v2, js_name = configRequest)]
    static CONFIG_REQUEST: Option<EarlyRequest>;

    /// The browser's clock when it was sent.
    #[wasm_bindgen(method, getter)]
    fn wall(this: &EarlyRequest) -> f64;

    /// The clock that is never set, when it was sent.
    #[wasm_bindgen(method, getter)]
    fn steady(this: &EarlyRequest) -> f64;

    #[wasm_bindgen(method, getter)]
    fn answer(this: &EarlyRequest) -> Promise;
}

/// A request for a file beside the page.
struct FileRequest {
    sent: BrowserTime,
    answer: JsFuture,
}

impl FileRequest {
    /// Sends it.
    fn send(name: &str, redirect: RequestRedirect) -> Option<Self> {
        let options = RequestInit::new();
        options.set_cache(RequestCache::NoCache);
        options.set_redirect(redirect);
        let sent = clock::times();
        let answer = web_sys::window()?.fetch_with_str_and_init(&address::beside(name), &options);
        Some(Self { sent, answer: answer.into() })
    }

    /// Takes over the one for the deployment's settings, which `boot.js` sent.
    fn sent_early() -> Option<Self> {
        CONFIG_REQUEST.with(|request| {
            let request = request.as_ref()?;
            // Whole milliseconds fit by far.
            let sent = BrowserTime { wall: request.wall() as i64, steady: request.steady() as i64 };
            Some(Self { sent, answer: request.answer().into() })
        })
    }

    /// Waits for its answer, if there is a request.
    async fn answered(this: Option<Self>) -> Option<Response> {
        let Self { sent, answer } = this?;
        let answer = Response::from(answer.await.ok()?.dyn_into::<web_sys::Response>().ok()?);
        clock::learn_host_time(|name| answer.headers().get(name), sent);
        Some(answer)
    }
}

/// Reads a file that lies beside the page.
pub async fn read_beside(name: &str) -> StaticFile {
    read_sent(name, FileRequest::send(name, RequestRedirect::Follow)).await
}

/// Reads the deployment's settings, a file beside the page, as `boot.js` asked for them while the module was loading.
pub async fn read_sent_early(name: &str) -> StaticFile {
    let request = FileRequest::sent_early();
    read_sent(name, request.or_else(|| FileRequest::send(name, RequestRedirect::Follow))).await
}

async fn read_sent(name: &str, request: Option<FileRequest>) -> StaticFile {
    if let Some(answer) = FileRequest::answered(request).await {
        let status = answer.status();
        let body = answer.text().await;
        return body
            .map_or(StaticFile::Unavailable(StaticFileError::NoAnswer), |body| StaticFile::of(status, body));
    }
    // A redirection to another origin, such as that of a sign-in page, fails like a lost connection.
    let again = FileRequest::answered(FileRequest::send(name, RequestRedirect::Manual)).await;
    let is_redirected = again.is_some_and(|answer| answer.type_() == ResponseType::Opaqueredirect);
    StaticFile::Unavailable(match is_redirected {
        true => StaticFileError::Redirected,
        false => StaticFileError::NoAnswer,
    })
}
