//! What loads with the first sheet that is opened: the forms, the previews, the answers. Those who only
//! look at the table never download it.
//!
//! The linker makes one module of everything; `cargo xtask dist` splits off what only [`parts`] reaches.
//! Built without the feature `split`, by `trunk serve` or for tests, all is one module and is there at once.

use leptos::prelude::*;

use crate::app::{Console, Opened};
use crate::operations::operation_sheet;
use crate::tasks::add_tasks;
use crate::ui::Node;

/// What is in the part that loads later.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The sheet that is opened.
    pub sheet: fn(Console, Opened, Callback<()>) -> Node,
}

/// The part could not be loaded: no connection, or the console was replaced on its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// The part, loaded if it is not there yet. After a failure, the next call tries again.
pub async fn load() -> Result<Parts, NotLoaded> {
    #[cfg(feature = "split")]
    return split::parts().await;
    #[cfg(not(feature = "split"))]
    return parts();
}

#[cfg(not(feature = "split"))]
fn parts() -> Result<Parts, NotLoaded> {
    Ok(Parts { sheet })
}

fn sheet(console: Console, opened: Opened, on_close: Callback<()>) -> Node {
    match opened {
        Opened::AddTasks => add_tasks(console, on_close),
        Opened::Operation(draft) => operation_sheet(console, draft, on_close),
    }
}

/// Where the module is cut. The macro writes the import that the split module replaces, which is why this
/// is the one place with unsafe code.
#[cfg(feature = "split")]
#[allow(unsafe_code)]
mod split {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{NotLoaded, Parts, sheet};

    impl From<SplitLoaderError> for NotLoaded {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(sheets, fallible)]
    pub fn parts() -> Result<Parts, NotLoaded> {
        Ok(Parts { sheet })
    }
}
