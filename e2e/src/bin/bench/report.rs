//! The tables, and the document that they stand in.

use std::fmt::Write as _;
use std::thread;

use e2e::Browser;
use serde_json::json;

use crate::contender::{Contender, Kind};
use crate::figures::{Figure, Line, Times, Unit};
use crate::page::{Extent, Scrolled};

const BEGIN: &str = "<!-- figures: begin -->";
const END: &str = "<!-- figures: end -->";
/// The number of tasks that the aims are about.
const AIMED_AT: usize = 100_000;

/// A set of figures that were measured of one page.
#[derive(Default)]
pub struct Measured {
    /// Bytes of the first visit, gzip.
    pub gzip: u64,
    /// Bytes of the first visit, brotli.
    pub brotli: u64,
    /// To the first row with nothing in the cache.
    pub first_visit: Times,
    /// To the first row with everything in the cache.
    pub visit: Times,
    /// From a keystroke in the filter to the frame that shows what is left.
    pub filter: Times,
    /// From a click on the header to the frame that shows the sorted rows.
    pub by_name: Times,
    /// The same for a column of numbers.
    pub by_last_operation: Times,
    /// The thread's work for a keystroke, the mean of each word.
    pub filter_work: Times,
    /// The thread's work for all clicks of a round.
    pub sort_work: Times,
    /// The thread's work for a second of scrolling.
    pub scroll_work: Times,
    /// Scrolling; nothing when it came to no end.
    pub scrolled: Option<Scrolled>,
    /// What the page holds when all that is done.
    pub extent: Extent,
}

impl Measured {
    fn frames(&self) -> Times {
        let mut times = Times::default();
        times.take_all(self.scrolled.iter().flat_map(|scrolled| scrolled.frames.iter().copied()));
        times
    }

    fn long_tasks(&self) -> Figure {
        self.scrolled.as_ref().map_or(Figure::NotThere, |scrolled| Figure::Is(scrolled.long_tasks))
    }
}

/// Returns which browser on what.
pub fn circumstances(browser: &Browser) -> String {
    let version = browser.devtools("Browser.getVersion", json!({}));
    let product = version["product"].as_str().unwrap_or("an unknown browser").replace('/', " ");
    let cores = thread::available_parallelism().map_or(1, usize::from);
    format!("Measured in {product} without a window, on {cores} cores.")
}

/// Returns the table for a number of tasks; next to another build of the console, this one's share of its figures.
pub fn table(count: usize, contenders: &[Contender], measured: &[Measured]) -> String {
    let names: Vec<_> = contenders.iter().map(|contender| contender.name.as_str()).collect();
    let other = contenders.iter().position(|contender| contender.kind == Kind::OtherConsole);
    let mut text = format!("### {} tasks\n\n", grouped(count));
    // Writing to a string cannot fail.
    let share = other.map_or_else(String::new, |other| format!(" console : {} |", names[other]));
    let rule = "---:|".repeat(names.len() + usize::from(other.is_some()));
    let _ = writeln!(text, "| | {} |{share} ahead |\n|---|{rule}---|", names.join(" | "));
    for line in lines(measured) {
        let _ = writeln!(text, "{}", line.markdown(&names, other));
    }
    if let Some(console) = measured.first() {
        let Extent { heap, wasm, .. } = console.extent;
        let (heap, wasm) = (heap / 1e6, wasm / 1e6);
        let _ = writeln!(
            text,
            "\nOf the console's heap, {wasm:.1} MB are WebAssembly's and {heap:.1} MB JavaScript's."
        );
        if count == AIMED_AT {
            let _ = write!(text, "\n{}", aims(console));
        }
    }
    text
}

fn lines(measured: &[Measured]) -> Vec<Line> {
    let line = |what, unit, figure: fn(&Measured) -> Figure| Line {
        what,
        unit,
        figures: measured.iter().map(figure).collect(),
    };
    let ms = Unit::Milliseconds;
    vec![
        line("Whole visit, transferred (gzip)", Unit::Kilobytes, |it| Figure::Is(it.gzip as f64)),
        line("Whole visit, transferred (brotli)", Unit::Kilobytes, |it| Figure::Is(it.brotli as f64)),
        line("Navigation to first row, nothing cached", ms, |it| it.first_visit.median()),
        line("Navigation to first row, cached", ms, |it| it.visit.median()),
        line("Filter, keystroke to frame: median", ms, |it| it.filter.median()),
        line("Filter, keystroke to frame: p95", ms, |it| it.filter.p95()),
        line("Filter, processor's time a keystroke", ms, |it| it.filter_work.median()),
        line("Sort by text, click to frame: median", ms, |it| it.by_name.median()),
        line("Sort by text, click to frame: worst", ms, |it| it.by_name.worst()),
        line("Sort by number, click to frame: median", ms, |it| it.by_last_operation.median()),
        line("Sort by number, click to frame: worst", ms, |it| it.by_last_operation.worst()),
        line("Sort, processor's time for all clicks", ms, |it| it.sort_work.median()),
        line("Scrolling, frame to frame: p95", ms, |it| it.frames().p95()),
        line("Scrolling, frame to frame: worst", ms, |it| it.frames().worst()),
        line("Scrolling, long tasks", Unit::Count, Measured::long_tasks),
        line("Scrolling, processor's time a second", ms, |it| it.scroll_work.median()),
        line("Heap afterwards", Unit::Megabytes, |it| Figure::Is(it.extent.heap + it.extent.wasm)),
        line("Elements in the page", Unit::Count, |it| Figure::Is(it.extent.nodes)),
        line("Rows in the page", Unit::Count, |it| Figure::Is(it.extent.rows)),
    ]
}

/// Returns what the console aims at, and whether it is there.
fn aims(console: &Measured) -> String {
    let aims = [
        ("Filter, keystroke to frame: p95", Unit::Milliseconds, console.filter.p95(), 33.0),
        ("Sort by text, click to frame: worst", Unit::Milliseconds, console.by_name.worst(), 100.0),
        ("Scrolling, worst frame", Unit::Milliseconds, console.frames().worst(), 33.0),
        ("Rows in the page", Unit::Count, Figure::Is(console.extent.rows), 80.0),
        ("Opening the stored list", Unit::Milliseconds, console.visit.median(), 1_000.0),
    ];
    let mut text = "| the console's aim | at most | is | |\n|---|---:|---:|---|\n".to_owned();
    for (what, unit, figure, most) in aims {
        let met = if matches!(figure, Figure::Is(is) if is <= most) { "met" } else { "**missed**" };
        let _ = writeln!(text, "| {what} | {} | {} | {met} |", unit.text(most), figure.text(unit));
    }
    text
}

/// Returns a document with these figures in place of those between its marks.
///
/// # Panics
/// When it has no such marks.
pub fn put_into(document: &str, figures: &str) -> String {
    let parts = document.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else { panic!("the marks {BEGIN} and {END} are not there") };
    format!("{before}{BEGIN}\n{}\n{END}{after}", figures.trim_end())
}

/// With a comma at every thousand.
fn grouped(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_replace_those_between_the_marks_and_nothing_else() {
        let old = format!("# Title\n{BEGIN}\nold\n{END}\nmore\n");
        let new = put_into(&old, "new\n");
        assert_eq!(new, format!("# Title\n{BEGIN}\nnew\n{END}\nmore\n"));
        assert_eq!(put_into(&new, "new"), new);
    }

    #[test]
    fn an_aim_is_met_by_a_figure_that_is_not_greater() {
        let mut console = Measured::default();
        console.filter.take_all([33.0]);
        console.by_name.take_all([100.1]);
        let aims = aims(&console);
        assert!(aims.contains("| 33.0 ms | 33.0 ms | met |"), "{aims}");
        assert!(aims.contains("| 100 ms | 100 ms | **missed** |"), "{aims}");
        assert!(aims.contains("| not there | **missed** |"), "{aims}");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([100, 10_000, 1_234_005].map(grouped), ["100", "10,000", "1,234,005"]);
    }
}
