//! Rows show what they are told, in order, and keep the focus with its task.

use console_core::domain::inventory::{
    Knowledge, LastOperation, OperationStanding, Sighting, TaskRecord, TaskState,
};
use console_core::domain::operation::OperationKind;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlDivElement, HtmlElement};

use super::*;

wasm_bindgen_test_configure!(run_in_browser);

const COLUMNS: [Column; 4] = [Column::State, Column::Name, Column::LastOperation, Column::Labels];

fn when(at: Moment) -> String {
    crate::messages::age(at, Moment(60_000))
}

/// Returns a body of rows in the page, the only one: rows of two tables would go by the same numbers.
fn body() -> (ElementHandle, HtmlElement) {
    let page = web_sys::window().unwrap().document().unwrap();
    let body: HtmlDivElement = page.create_element("div").unwrap().dyn_into().unwrap();
    let whole = page.body().unwrap();
    while let Some(earlier) = whole.query_selector(".body-of-rows").unwrap() {
        earlier.remove();
    }
    body.set_class_name("body-of-rows");
    whole.append_child(&body).unwrap();
    (ElementHandle::from(body.clone()), body.into())
}

fn contents(names: &[&str]) -> Vec<RowContent> {
    let content = |(index, name): (usize, &&str)| {
        let record = TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), index as u64);
        let (sighting, position) = (Sighting::NotLookedFor, <[String; 2]>::default());
        let successor = None;
        RowContent { index, record, selected: false, chosen: false, sighting, successor, position }
    };
    names.iter().enumerate().map(content).collect()
}

/// Returns the rows that are shown, from top to bottom.
fn rows(body: &HtmlElement) -> Vec<Element> {
    let mut rows = Vec::new();
    let mut next = body.first_element_child();
    while let Some(row) = next {
        next = row.next_element_sibling();
        if row.get_attribute("role").as_deref() == Some("row") {
            rows.push(row);
        }
    }
    rows
}

/// Returns what an element of a row is called: what the elements say that it points to.
fn label(element: &Element) -> String {
    let page = web_sys::window().unwrap().document().unwrap();
    let says = |id: &str| {
        let pointed_to = page.get_element_by_id(id).unwrap();
        pointed_to.get_attribute("aria-label").or_else(|| pointed_to.text_content()).unwrap()
    };
    let ids = element.get_attribute("aria-labelledby").unwrap();
    ids.split(' ').map(says).collect::<Vec<_>>().join(" ")
}

/// For each row its index and its name, and whether all that can be done with it says the same name.
fn shown(body: &HtmlElement) -> Vec<String> {
    let text = |row: Element| {
        let name = row.query_selector(".cell.name").unwrap().unwrap().text_content().unwrap();
        let mut next = row.query_selector(".cell.actions").unwrap().unwrap().first_element_child();
        while let Some(action) = next {
            assert!(label(&action).ends_with(&format!(" {name}")), "{} in the row of {name}", label(&action));
            next = action.next_element_sibling();
        }
        format!("{} {name}", row.get_attribute("aria-rowindex").unwrap())
    };
    rows(body).into_iter().map(text).collect()
}

#[wasm_bindgen_test]
fn rows_stand_in_the_order_of_the_table_whatever_was_shown_before() {
    let (piece, body) = body();
    let mut pool = Pool::default();
    for names in
        [&["a", "b", "c", "d"][..], &["b", "c", "d", "e"], &["d", "x", "b"], &[], &["b", "a", "y", "d", "c"]]
    {
        pool.show(&piece, &COLUMNS, contents(names), &when);
        let expected: Vec<_> = names.iter().zip(2..).map(|(name, row)| format!("{row} {name}")).collect();
        assert_eq!(shown(&body), expected);
        assert_eq!(pool.task(0).map(|task| task.to_string()).as_deref(), names.first().copied());
    }
    assert!(!pool.show(&piece, &COLUMNS, contents(&["b", "a", "y", "d", "c"]), &when));
}

#[wasm_bindgen_test]
fn rows_stay_where_they_are_unless_the_table_was_scrolled() {
    let (piece, body) = body();
    let mut pool = Pool::default();
    pool.show(&piece, &COLUMNS, contents(&["a", "b", "c", "d", "e"]), &when);
    let before = rows(&body);
    // Filtered, and back: those that are not wanted are set aside.
    pool.show(&piece, &COLUMNS, contents(&["c", "e"]), &when);
    assert_eq!(rows(&body), before[..2]);
    assert_eq!(body.child_element_count(), 5);
    pool.show(&piece, &COLUMNS, contents(&["a", "b", "c", "d", "e"]), &when);
    assert_eq!(rows(&body), before);
    // Scrolled by one, down and up again: the row that goes comes in on the other side.
    pool.show(&piece, &COLUMNS, contents(&["b", "c", "d", "e", "f"]), &when);
    assert_eq!(rows(&body)[..4], before[1..]);
    assert_eq!(rows(&body)[4], before[0]);
    pool.show(&piece, &COLUMNS, contents(&["a", "b", "c", "d", "e"]), &when);
    assert_eq!(rows(&body), before);
}

#[wasm_bindgen_test]
fn what_has_the_focus_keeps_it_and_its_task_wherever_the_row_goes() {
    let (piece, body) = body();
    let mut pool = Pool::default();
    pool.show(&piece, &COLUMNS, contents(&["a", "b", "c"]), &when);
    let button =
        rows(&body)[1].query_selector(".action").unwrap().unwrap().dyn_into::<HtmlElement>().unwrap();
    button.set_tab_index(0);
    button.focus().unwrap();
    for names in [&["b", "c", "a"][..], &["x", "y", "z", "b"], &["b"]] {
        pool.show(&piece, &COLUMNS, contents(names), &when);
        let focused = web_sys::window().unwrap().document().unwrap().active_element().unwrap();
        assert_eq!(label(&focused), "Start b");
    }
    // Whoever gives the focus back to a task that is gone finds no other one in its place.
    pool.show(&piece, &COLUMNS, contents(&["c"]), &when);
    assert!(!button.is_connected());
    pool.show(&piece, &COLUMNS, contents(&["c", "d", "e"]), &when);
    assert!(!button.is_connected());
}

#[wasm_bindgen_test]
fn nothing_is_left_of_the_task_that_a_row_showed_before() {
    let (piece, body) = body();
    let mut pool = Pool::default();
    let mut content = contents(&["10.0.0.5-9000:connector_v2:np_1-full_trans-1-0:0003000002"]);
    let fresh = contents(&["b"]);
    let html = |pool: &mut Pool, content: &[RowContent]| {
        pool.show(&piece, &COLUMNS, content.to_vec(), &when);
        // What keeps places for pieces of a view is not seen.
        rows(&body)[0].outer_html().replace("<!---->", "")
    };
    let expected = html(&mut Pool::default(), &fresh);
    rows(&body)[0].remove();
    let (by, at) = (OperationKind::Stop, Moment(0));
    content[0].record.knowledge = Knowledge::After { state: TaskState::Stopped, by, at };
    content[0].record.last = Some(LastOperation { kind: by, standing: OperationStanding::Rejected, at });
    content[0].record.labels = vec!["orders".into(), "prod".into()];
    (content[0].selected, content[0].chosen) = (true, true);
    let full = html(&mut pool, &content);
    for part in ["orders", "Stopped", "1 min ago", "row chosen", r#"aria-selected="true""#, "aria-disabled"] {
        assert!(full.contains(part), "{part}: {full}");
    }
    assert_eq!(sorted(&html(&mut pool, &fresh)), sorted(&expected));
}

/// Returns a row's HTML with what has no order put into one.
fn sorted(html: &str) -> Vec<&str> {
    let mut parts: Vec<_> = html.split([' ', '>']).collect();
    parts.sort_unstable();
    parts
}
