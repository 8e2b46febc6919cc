//! What is stored is found again, by this page and by others.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::IdbDatabase;

use super::database::TextsChoice;
use super::versions::{VERSION, factory};
use super::waiting::done;
use super::*;

wasm_bindgen_test_configure!(run_in_browser);

async fn open() -> Result<Database, StorageError> {
    Database::open("connector-console", Box::new(|| {})).await
}

fn entry(key: &str, text: &str) -> (String, String) {
    (key.to_owned(), text.to_owned())
}

#[wasm_bindgen_test]
async fn texts_are_found_again_in_the_order_of_their_keys() {
    let database = open().await.unwrap();
    database.put(ObjectStore::Runs, &[entry("b", "2"), entry("a", "任务 \"x\"")]).await.unwrap();
    database.put(ObjectStore::Runs, &[entry("b", "3")]).await.unwrap();
    let again = open().await.unwrap();
    assert_eq!(again.all(&[ObjectStore::Runs]).await.unwrap(), ["任务 \"x\"", "3"]);
    assert_eq!(again.get(ObjectStore::Runs, "b").await.unwrap().as_deref(), Some("3"));
    assert_eq!(again.get(ObjectStore::Runs, "c").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn two_pages_that_change_the_same_texts_lose_nothing() {
    let [one, other] = [open().await.unwrap(), open().await.unwrap()];
    let append = |what: &'static str| {
        Box::new(move |kept: Vec<String>| Some(kept.iter().map(|kept| format!("{kept}{what}")).collect()))
    };
    let places = || vec![(ObjectStore::List, "x".to_owned()), (ObjectStore::Settings, "y".to_owned())];
    let meanwhile = other.clone();
    spawn_local(async move { meanwhile.change(places(), None, append("2")).await.unwrap() });
    one.change(places(), None, append("1")).await.unwrap();
    let kept = one.all(&[ObjectStore::List, ObjectStore::Settings]).await.unwrap();
    assert!(kept == ["12", "12"] || kept == ["21", "21"], "{kept:?}");
    // What is empty is taken away, and a change of nothing leaves all as it is.
    one.change(places(), None, Box::new(|_| None)).await.unwrap();
    assert_eq!(one.all(&[ObjectStore::List, ObjectStore::Settings]).await.unwrap(), kept);
    one.change(places(), None, Box::new(|_| Some(vec![String::new(), "z".to_owned()]))).await.unwrap();
    assert_eq!(other.get(ObjectStore::List, "x").await.unwrap(), None);
    assert_eq!(other.get(ObjectStore::Settings, "y").await.unwrap().as_deref(), Some("z"));
}

/// Makes a database of an earlier version.
async fn plant(name: &str, version: u32, stores: &'static [(&str, &[(&str, &str)])]) {
    let request = factory().unwrap().open_with_u32(name, version).unwrap();
    let made = request.clone();
    let make = Closure::once(move || {
        let database: IdbDatabase = made.result().unwrap().dyn_into().unwrap();
        for (store, entries) in stores {
            let store = database.create_object_store(store).unwrap();
            for (key, text) in *entries {
                store.put_with_key(&(*text).into(), &(*key).into()).unwrap();
            }
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    done(&request).await.unwrap().unchecked_into::<IdbDatabase>().close();
}

#[wasm_bindgen_test]
async fn a_database_of_an_earlier_version_is_neither_read_nor_changed() {
    const STORES: &[(&str, &[(&str, &str)])] =
        &[("tasks", &[("a", "a task")]), ("list", &[("0", "a block")])];
    plant("older", VERSION - 1, STORES).await;
    for _ in 0..2 {
        let database = Database::open("older", Box::new(|| {})).await.unwrap();
        assert_eq!(database.closed_for_writing, Some(StorageError::Older));
        assert_eq!(database.all(&[ObjectStore::List]).await, Err(StorageError::Older));
        assert_eq!(database.put(ObjectStore::List, &[entry("0", "")]).await, Err(StorageError::Older));
        assert_eq!(database.everything().await.unwrap(), "list a block\ntasks a task\n");
        database.close();
    }
}

#[wasm_bindgen_test]
async fn only_as_many_are_taken_away_as_are_too_many() {
    const STORES: &[(&str, &[(&str, &str)])] = &[
        ("drafts", &[]),
        ("list", &[]),
        ("open", &[]),
        ("runs", &[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]),
        ("settings", &[]),
    ];
    plant("trimmed", VERSION, STORES).await;
    let database = Database::open_version("trimmed", Some(VERSION), || {}).await.unwrap();
    assert_eq!(database.count(ObjectStore::Runs).await.unwrap(), 4);
    let trim = |most, choose: TextsChoice| database.trim(ObjectStore::Runs, most, 3, choose);
    assert_eq!(trim(4, Box::new(|_, _| panic!("there is room"))).await.unwrap(), 4);
    let choose = |texts: Vec<String>, surplus| {
        assert_eq!((texts, surplus), (vec!["1".into(), "2".into(), "3".into()], 2));
        vec!["c".into(), "a".into(), "b".into()]
    };
    assert_eq!(trim(2, Box::new(choose)).await.unwrap(), 2);
    assert_eq!(database.all(&[ObjectStore::Runs]).await.unwrap(), ["2", "4"]);
}

#[wasm_bindgen_test]
async fn a_closed_database_is_an_error_and_no_panic() {
    let database = open().await.unwrap();
    database.close();
    let refused = database.put(ObjectStore::Settings, &[entry("zone", "UTC")]).await;
    assert!(matches!(refused, Err(StorageError::Closed)), "{refused:?}");
}
