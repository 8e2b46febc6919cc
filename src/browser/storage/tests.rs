//! What is stored is found again, by this page and by others.

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::*;
use crate::browser::spawn_local;

wasm_bindgen_test_configure!(run_in_browser);

fn entry(key: &str, text: &str) -> (String, String) {
    (key.to_owned(), text.to_owned())
}

#[wasm_bindgen_test]
async fn texts_are_found_again_in_the_order_of_their_keys() {
    let database = Database::open().await.unwrap();
    database.put(Store::Runs, &[entry("b", "2"), entry("a", "任务 \"x\"")]).await.unwrap();
    database.put(Store::Runs, &[entry("b", "3")]).await.unwrap();
    let again = Database::open().await.unwrap();
    assert_eq!(again.all(Store::Runs).await.unwrap(), ["任务 \"x\"", "3"]);
    assert_eq!(again.get(Store::Runs, "b").await.unwrap().as_deref(), Some("3"));
    assert_eq!(again.get(Store::Runs, "c").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn two_pages_that_change_the_same_text_lose_nothing() {
    let [one, other] = [Database::open().await.unwrap(), Database::open().await.unwrap()];
    let append = |what: &'static str| Rc::new(move |_: usize, kept: &str| format!("{kept}{what}"));
    let keys = || vec!["x".to_owned(), "y".to_owned()];
    let meanwhile = other.clone();
    spawn_local(async move { meanwhile.change(Store::List, keys(), append("2")).await.unwrap() });
    one.change(Store::List, keys(), append("1")).await.unwrap();
    for text in one.all(Store::List).await.unwrap() {
        assert!(text == "12" || text == "21", "{text}");
    }
    let by_place = Rc::new(|place: usize, _: &str| place.to_string());
    one.change(Store::List, keys(), by_place).await.unwrap();
    assert_eq!(other.all(Store::List).await.unwrap(), ["0", "1"]);
}

#[wasm_bindgen_test]
async fn the_list_of_version_1_is_converted_whole() {
    const OLD: &str = "connector-console-of-version-1";
    let request = factory().unwrap().open_with_u32(OLD, 1).unwrap();
    let made = request.clone();
    let record = r#"{"added":1,"gone":false,"knowledge":null,"last":null,"name":"a","rank":7}"#;
    let make = Closure::once(move || {
        let database: IdbDatabase = made.result().unwrap().dyn_into().unwrap();
        let tasks = database.create_object_store(SINGLE_TASKS).unwrap();
        for (key, text) in [("a", record), ("b", "no record")] {
            tasks.put_with_key(&text.into(), &key.into()).unwrap();
        }
        let runs = database.create_object_store(Store::Runs.name()).unwrap();
        runs.put_with_key(&"a run".into(), &"r".into()).unwrap();
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    done(&request).await.unwrap().unchecked_into::<IdbDatabase>().close();

    let database = Database::open_version(OLD, Some(VERSION)).await.unwrap();
    assert_eq!(database.all(Store::List).await.unwrap(), [record, "no record"]);
    assert_eq!(database.all(Store::Runs).await.unwrap(), ["a run"]);
    assert!(!database.open.object_store_names().contains(SINGLE_TASKS));
    assert_eq!(database.closed_for_writing, None);
}

#[wasm_bindgen_test]
async fn a_closed_database_is_an_error_and_no_panic() {
    let database = Database::open().await.unwrap();
    database.open.close();
    let refused = database.put(Store::Settings, &[entry("zone", "UTC")]).await;
    assert!(matches!(refused, Err(StorageError::Failed(_))), "{refused:?}");
}
