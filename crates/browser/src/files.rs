//! Files: reading one that was chosen or dropped, and handing one out.

use std::time::Duration;

use console_core::interchange::import::file::{self, NotText};
use console_core::text::text_encoding::{Detected, Encoding};
use leptos::ev;
use leptos::prelude::{set_timeout, window_event_listener};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DragEvent, Event, File, HtmlAnchorElement, HtmlInputElement, TextDecoder, Url};

/// The largest file that is read, in bytes. A hundred thousand names are a tenth of it.
pub const LARGEST: f64 = 100_000_000.0;

/// How long the text of a download stays available to the browser.
const KEPT: Duration = Duration::from_secs(60);

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// None was chosen.
    None,
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// There is nothing in it.
    Empty,
    /// It is no text.
    NoText(NotText),
    /// The browser could not read it.
    Unreadable,
}

/// Returns the file that was chosen in an input.
pub fn chosen(event: &Event) -> Result<File, FileError> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let file = input.and_then(|input| input.files()).and_then(|files| files.item(0));
    file.ok_or(FileError::None)
}

/// A text that was read.
pub struct FileText {
    /// The text.
    pub text: String,
    /// Its encoding, if that had to be guessed.
    pub guessed: Option<Encoding>,
}

/// Returns the text in a file.
pub async fn read(file: Result<File, FileError>) -> Result<FileText, FileError> {
    let file = file?;
    if file.size() > LARGEST {
        return Err(FileError::TooLarge);
    }
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| FileError::Unreadable)?;
    let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
    if bytes.is_empty() {
        return Err(FileError::Empty);
    }
    let Detected { encoding, is_guessed } =
        file::encoding(&file.name(), &bytes).map_err(FileError::NoText)?;
    let decoder = TextDecoder::new_with_label(encoding.label()).map_err(|_| FileError::Unreadable)?;
    let text = decoder.decode_with_u8_array(&bytes).map_err(|_| FileError::Unreadable)?;
    Ok(FileText { text, guessed: is_guessed.then_some(encoding) })
}

/// Calls back when a file is over the page or no longer, and with one that is dropped and whether others came with
/// it, for as long as the page stays.
pub fn on_drop(over: impl Fn(bool) + Clone + 'static, dropped: impl Fn(File, bool) + 'static) {
    let hovers = over.clone();
    window_event_listener(ev::dragover, move |event: DragEvent| {
        if event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0)) {
            event.prevent_default();
            hovers(true);
        }
    });
    let leaves = over.clone();
    window_event_listener(ev::dragleave, move |event: DragEvent| {
        if event.related_target().is_none() {
            leaves(false);
        }
    });
    window_event_listener(ev::drop, move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some((file, files)) = files.and_then(|files| Some((files.item(0)?, files))) {
            // Or else the browser would show the file in place of the console.
            event.prevent_default();
            over(false);
            dropped(file, files.length() > 1);
        }
    });
}

/// Hands a text out as a file of this name and type.
pub fn save(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    let anchor = web_sys::window().and_then(|window| window.document());
    let anchor = anchor.and_then(|page| page.create_element("a").ok());
    if let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    // The click only begins the download: a browser may read the text later than that.
    let revoke = move || {
        let _ = Url::revoke_object_url(&address);
    };
    set_timeout(revoke, KEPT);
}
