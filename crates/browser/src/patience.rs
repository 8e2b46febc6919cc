//! Waiting for a while, and no longer than that.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Function, Promise};
use leptos::prelude::{request_animation_frame, set_timeout};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Waits so long.
pub async fn pause(time: Duration) {
    let passed = Promise::new(&mut |resolve, _| {
        let resume = move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        set_timeout(resume, time);
    });
    // A promise that is only ever resolved.
    let _ = JsFuture::from(passed).await;
}

/// How long a page waits for a frame: one that is not in sight is given none.
const FRAME: Duration = Duration::from_millis(100);

/// Waits until what the page shows now has been painted.
pub async fn painted() {
    let painted = Promise::new(&mut |resolve, _| {
        let resume = move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        // A frame is painted after the callbacks that were asked for before it.
        request_animation_frame(move || set_timeout(resume, Duration::ZERO));
    });
    // A promise that is only ever resolved.
    let _ = within(FRAME, JsFuture::from(painted)).await;
}

/// Returns what comes of some work, or nothing when it takes longer than this. What is there already wins over a
/// clock that has run out.
pub async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut end) = (pin!(work), pin!(pause(time)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Something that happens once and can be waited for.
#[derive(Clone)]
pub struct Latch {
    promise: Promise,
    resolve: Rc<RefCell<Option<Function>>>,
}

impl Latch {
    /// It has not happened yet.
    pub fn new() -> Self {
        let resolve = Rc::new(RefCell::new(None));
        let promise = Promise::new(&mut |resolved, _| *resolve.borrow_mut() = Some(resolved));
        Self { promise, resolve }
    }

    /// Lets everybody go on who waits for it, now or later.
    pub fn release(&self) {
        if let Some(resolve) = self.resolve.borrow_mut().take() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }

    /// Waits for it.
    pub async fn released(&self) {
        // A promise that is only ever resolved.
        let _ = JsFuture::from(self.promise.clone()).await;
    }
}

impl Default for Latch {
    fn default() -> Self {
        Self::new()
    }
}
