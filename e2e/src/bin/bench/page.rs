//! A page in the browser, and what is done with it while its own script takes the times.

use std::thread;
use std::time::{Duration, Instant};

use e2e::Browser;
use serde_json::{Value, json};

use crate::contender::Contender;
use crate::figures::Times;
use crate::sample::Sample;

/// How long a page may take to show its first row.
const PATIENCE_TO_OPEN: Duration = Duration::from_secs(60);
/// How long a page may take to show what a keystroke or a click has changed.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a page loads nothing more once it has loaded all.
const REST: Duration = Duration::from_secs(1);
/// Between two looks whether something is over. Looking takes time from the page, so it is not done all the time.
const PAUSE: Duration = Duration::from_millis(20);
/// Between two keystrokes, as quick typists need.
const BETWEEN_KEYS: Duration = Duration::from_millis(100);
/// How fast the table is scrolled, in pixels for a second: about three screens of rows.
const SPEED: u32 = 3_000;

/// WebDriver's name for the key that erases a character.
const ERASE: &str = "\u{e003}";
/// The three clicks that go through the directions of a header.
const CLICKS: usize = 3;

/// A column whose header is clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// By the task's name: text.
    Name,
    /// By the time of the last operation: a number.
    LastOperation,
}

/// A record of how scrolling went.
pub struct Scrolled {
    /// The time between each two frames, in milliseconds.
    pub frames: Vec<f64>,
    /// How many tasks of the page's thread took more than 50 ms.
    pub long_tasks: f64,
}

/// A measure of what a page holds, in bytes where it is memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent {
    /// Elements.
    pub nodes: f64,
    /// Rows among them.
    pub rows: f64,
    /// JavaScript's own heap, after it has been tidied up.
    pub heap: f64,
    /// The memory of the WebAssembly module.
    pub wasm: f64,
}

/// A page to be measured, in a browser that has shown no other, so that all it holds is the page's.
pub struct Page<'a> {
    browser: Browser,
    /// Whose page.
    pub contender: &'a Contender,
    sample: &'a Sample,
}

impl<'a> Page<'a> {
    /// Returns a page with a browser of its own, not opened yet.
    pub fn new(contender: &'a Contender, sample: &'a Sample) -> Self {
        let browser = Browser::open();
        let name = json!(contender.kind.page()).to_string();
        browser.before_each_page(&include_str!("measure.js").replace("PAGE_NAME", &name));
        browser.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" }));
        Self { browser, contender, sample }
    }

    /// Leaves the page, so that it takes no time from the others.
    pub fn leave(&self) {
        self.browser.go("about:blank");
    }

    /// Goes to the page and waits for its first row. Takes the time since the navigation began.
    pub fn open(&self, times: &mut Times) {
        self.browser.go(&self.contender.address(self.sample.count()));
        let time = self.wait_for("return window.bench?.firstRow ?? null", PATIENCE_TO_OPEN);
        times.take(time.and_then(|time| time.as_f64()), PATIENCE_TO_OPEN);
    }

    /// The same as at the first visit, with nothing in the browser's cache.
    pub fn open_first(&self, times: &mut Times) {
        self.browser.devtools("Network.clearBrowserCache", json!({}));
        self.open(times);
    }

    /// Stores the sample for the console in place of what it has stored.
    ///
    /// # Panics
    /// When that fails, because the console keeps its list in another way than this knows.
    pub fn store(&self) {
        // The console itself makes its database.
        self.browser.go(&self.contender.address(self.sample.count()));
        let made = self.wait_for("return document.querySelector('[role=grid]') && true", PATIENCE_TO_OPEN);
        assert!(made.is_some(), "the console does not open");
        let script = "
            const [file] = arguments;
            window.stored = null;
            const failed = error => { window.stored = String(error); };
            fetch(file).then(response => response.json()).then(pairs => {
                const opening = indexedDB.open('connector-console');
                opening.onerror = () => failed(opening.error);
                opening.onsuccess = () => {
                    const writing = opening.result.transaction('list', 'readwrite');
                    const store = writing.objectStore('list');
                    store.clear();
                    for (const [key, text] of pairs) store.put(text, key);
                    writing.onabort = () => failed(writing.error);
                    writing.oncomplete = () => { opening.result.close(); window.stored = 'stored'; };
                };
            }).catch(failed);
        ";
        let file = format!("stored-{}.json", self.sample.count());
        let begun = self.browser.run(script, vec![json!(file)]);
        begun.unwrap_or_else(|error| panic!("nothing can be stored for the console: {error}"));
        let stored = self.wait_for("return window.stored", PATIENCE_TO_OPEN);
        assert!(stored == Some(json!("stored")), "storing the list for the console: {stored:?}");
    }

    /// Types a word into the filter and erases it again, and takes the time of each keystroke.
    pub fn filter(&self, word: &str, times: &mut Times) {
        // The console's comes a moment after the rows.
        let focus = "
            const field = document.querySelector('#filter, input[name=q]');
            field?.focus();
            return field && true;
        ";
        assert!(self.wait_for(focus, PATIENCE_TO_OPEN).is_some(), "there is no filter");
        let typed = (1..=word.len()).map(|end| (&word[..end], &word[end - 1..end]));
        let erased = (0..word.len()).rev().map(|end| (&word[..end], ERASE));
        for (text, key) in typed.chain(erased) {
            if times.is_given_up() {
                return;
            }
            self.look("bench.expectFiltered(...arguments)", &[json!(text), json!(self.sample.with(text))]);
            self.browser.press(key);
            times.take(self.result(PATIENCE).and_then(|time| time.as_f64()), PATIENCE);
            thread::sleep(BETWEEN_KEYS);
        }
    }

    /// Clicks on a column's header, and takes the time of each click that sorts.
    pub fn sort(&self, by: SortBy, times: &mut Times) {
        let (column, tops) = match by {
            SortBy::Name => ("Task name", self.sample.tops_by_name()),
            SortBy::LastOperation => ("Last operation", self.sample.tops_by_last_operation()),
        };
        for _ in 0..CLICKS {
            if times.is_given_up()
                || self.look("return bench.markHeader(arguments[0])", &[json!(column)]) != true
            {
                return;
            }
            self.look("bench.expectSorted(...arguments)", &[json!(column), tops.clone()]);
            let clicked = self.browser.page().and_then(|page| page.all("[data-bench]")?[0].click());
            clicked.unwrap_or_else(|error| panic!("the header {column} cannot be clicked: {error}"));
            let time = self.result(PATIENCE);
            let direction = self.look("return bench.sorted(arguments[0])", &[json!(column)]);
            if time.is_none() || direction == "ascending" || direction == "descending" {
                times.take(time.and_then(|time| time.as_f64()), PATIENCE);
            }
            thread::sleep(BETWEEN_KEYS);
        }
    }

    /// Scrolls the table for some time.
    pub fn scroll(&self, seconds: u64) -> Option<Scrolled> {
        self.look("bench.scroll(...arguments)", &[json!(seconds), json!(SPEED)]);
        // Not looked at while it scrolls.
        thread::sleep(Duration::from_secs(seconds));
        let result = self.result(PATIENCE)?;
        let frames = result["frames"].as_array()?.iter().filter_map(Value::as_f64).collect();
        Some(Scrolled { frames, long_tasks: result["longTasks"].as_f64()? })
    }

    /// Returns how long the page's thread has worked so far, in milliseconds of the processor's time: that goes on
    /// only while the thread has the processor, whatever else the machine does.
    pub fn work(&self) -> f64 {
        let metrics = self.browser.devtools("Performance.getMetrics", json!({}));
        let metrics = metrics["metrics"].as_array().map(Vec::as_slice).unwrap_or_default();
        let total = metrics.iter().find(|metric| metric["name"] == "TaskDuration");
        total.and_then(|metric| metric["value"].as_f64()).unwrap_or_default() * 1e3
    }

    /// Returns what the page holds now.
    pub fn extent(&self) -> Extent {
        self.browser.devtools("HeapProfiler.collectGarbage", json!({}));
        let heap = self.browser.devtools("Runtime.getHeapUsage", json!({}));
        let extent = self.look("return bench.extent()", &[]);
        let figure = |value: &Value| value.as_f64().unwrap_or_default();
        Extent {
            nodes: figure(&extent["nodes"]),
            rows: figure(&extent["rows"]),
            heap: figure(&heap["usedSize"]),
            wasm: figure(&extent["wasm"]),
        }
    }

    /// Returns the paths of the files that the page loads, also after its first row, as far as they are not data.
    pub fn files(&self) -> Vec<String> {
        let mut before = Value::Null;
        loop {
            thread::sleep(REST);
            let files = self.look("return bench.files()", &[]);
            if files == before {
                let files = files.as_array().into_iter().flatten();
                return files.filter_map(|file| Some(file.as_str()?.to_owned())).collect();
            }
            before = files;
        }
    }

    fn result(&self, patience: Duration) -> Option<Value> {
        self.wait_for("return bench.result", patience)
    }

    /// Returns what a script gives, `null` when it fails.
    fn look(&self, script: &str, arguments: &[Value]) -> Value {
        self.browser.run(script, arguments.to_vec()).unwrap_or_default()
    }

    /// Waits until a script gives something.
    fn wait_for(&self, script: &str, patience: Duration) -> Option<Value> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            match self.look(script, &[]) {
                Value::Null => thread::sleep(PAUSE),
                found => return Some(found),
            }
        }
        None
    }
}
