//! Passes against made-up hosts, which fail, shift rows and ignore what they are asked.

use super::*;
use crate::domain::outcome::Reply;
use crate::openapi::envelope::ReadRefusal;
use crate::openapi::samples;
use proptest::prelude::*;

const NETWORK: ReadError = ReadError::NoAnswer(Reply::NetworkError);

fn pass() -> Pass {
    Pass::new(PassSettings::default(), HashMap::new())
}

/// Returns a page of projects with these ids.
fn page(ids: &[&str], is_last: bool) -> ProjectPage {
    let rows: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    let body = format!(r#"{{"success":true,"data":[{}]}}"#, rows.join(","));
    ProjectPage { is_last, ..samples::read(&body, ProjectPage::read) }
}

fn components(id: &str) -> NextRead {
    NextRead::Send(ReadRequest::Components { id: id.into() })
}

fn projects(page: u32) -> NextRead {
    NextRead::Send(ReadRequest::Projects { page })
}

#[test]
fn components_are_read_while_the_list_goes_on() {
    let mut pass = pass();
    assert_eq!(pass.next(0), projects(1));
    assert_eq!(pass.next(0), NextRead::Wait { until: None });
    pass.take_page(Ok(&page(&["a", "b", "c", "d"], false)), 0, 0.0);
    assert_eq!(pass.next(0), projects(2));
    assert_eq!([pass.next(0), pass.next(0), pass.next(0)], ["a", "b", "c"].map(components));
    assert_eq!(pass.next(0), NextRead::Wait { until: None });
    pass.take_components("b", Ok(()), 10, 0.0);
    assert_eq!(pass.next(10), components("d"));
    // One shifted to the next page meanwhile.
    pass.take_page(Ok(&page(&["d", "e"], true)), 20, 0.0);
    assert_eq!(pass.next(20), components("e"));
    let progress = PassProgress { listed: 5, is_list_complete: true, read: 1, failed: 0 };
    assert_eq!(pass.progress(), progress);
    for id in ["a", "c", "d", "e"] {
        assert!(matches!(pass.next(30), NextRead::Wait { .. }));
        pass.take_components(id, Ok(()), 30, 0.0);
    }
    assert_eq!(pass.next(30), NextRead::Over(PassEnd::Complete));
    assert_eq!(pass.listed().collect::<String>(), "abcde");
}

#[test]
fn reads_beside_the_pass_take_their_share_of_the_concurrency() {
    let mut pass = pass();
    pass.set_beside(2);
    assert_eq!(pass.next(0), projects(1));
    pass.take_page(Ok(&page(&["a", "b", "c"], true)), 0, 0.0);
    assert_eq!([pass.next(0), pass.next(0)], ["a", "b"].map(components));
    assert_eq!(pass.next(0), NextRead::Wait { until: None });
    pass.set_beside(0);
    assert_eq!(pass.next(0), components("c"));
}

#[test]
fn projects_behind_a_page_that_failed_are_not_read_either() {
    let mut pass = pass();
    let known = ["a", "b", "z"];
    pass.next(0);
    pass.take_page(Ok(&page(&["a", "b"], false)), 0, 0.0);
    for _ in 0..3 {
        pass.next(0);
    }
    let forbidden = ReadError::Forbidden { text: String::new() };
    pass.take_components("a", Ok(()), 0, 0.0);
    pass.take_components("b", Err(forbidden.clone()), 0, 0.0);
    assert_eq!(pass.not_read(known), ["b"]);
    pass.take_page(Err(forbidden), 0, 0.0);
    assert_eq!(pass.next(0), NextRead::Over(PassEnd::WithFailures));
    assert_eq!(pass.not_read(known), ["b", "z"]);
}

#[test]
fn a_project_that_is_not_listed_any_more_has_vanished_whatever_else_fails() {
    let known = || ["a", "gone"];
    let mut pass = pass();
    let _ = (pass.next(0), pass.take_page(Ok(&page(&["a"], false)), 0, 0.0));
    assert!(pass.vanished(known()).is_empty(), "the list goes on");
    let _ = (pass.next(0), pass.take_page(Ok(&page(&["b"], true)), 0, 0.0));
    assert_eq!(pass.next(0), components("a"));
    pass.take_components("a", Err(NETWORK), 0, 0.0);
    assert_eq!(pass.vanished(known()), ["gone"]);
}

#[test]
fn a_row_that_cannot_be_read_may_be_any_project() {
    let mut pass = pass();
    let body = r#"{"success":true,"data":[{"id":"a"},{"name":"gone"}]}"#;
    let page = ProjectPage { is_last: true, ..samples::read(body, ProjectPage::read) };
    let _ = (pass.next(0), pass.take_page(Ok(&page), 0, 0.0));
    assert!(pass.vanished(["a", "gone"]).is_empty());
}

#[test]
fn those_in_sight_come_first_then_the_oldest_read() {
    let settings = PassSettings { concurrency: 1, ..PassSettings::default() };
    let last_read = [("a", 300), ("b", 100), ("d", 200)].map(|(id, at)| (id.to_owned(), at));
    let mut pass = Pass::new(settings, last_read.into());
    pass.set_in_viewport(["a".to_owned()]);
    pass.next(0);
    pass.take_page(Ok(&page(&["a", "b", "c", "d", "e"], true)), 0, 0.0);
    let mut order = String::new();
    while let NextRead::Send(ReadRequest::Components { id }) = pass.next(0) {
        order.push_str(&id);
        pass.take_components(&id, Ok(()), 0, 0.0);
        if order.len() == 2 {
            pass.set_in_viewport(["d".to_owned()]);
        }
    }
    assert_eq!(order, "acdeb");
}

#[test]
fn a_failed_read_is_tried_again_after_growing_pauses() {
    let mut pass = pass();
    pass.next(0);
    pass.take_page(Err(NETWORK), 0, 1.0);
    assert_eq!(pass.next(0), NextRead::Wait { until: Some(1_000) });
    assert_eq!(pass.next(1_000), projects(1));
    pass.take_page(Err(NETWORK), 1_000, 0.0);
    assert_eq!(pass.next(1_000), NextRead::Wait { until: Some(2_000) });
    assert_eq!(pass.next(2_000), projects(1));
    pass.take_page(Ok(&page(&["a"], true)), 2_000, 0.0);
    assert_eq!(pass.failures().count(), 0);
    let mut now = 2_000;
    for attempts in 1..=4 {
        assert_eq!(pass.next(now), components("a"));
        pass.take_components("a", Err(NETWORK), now, 1.0);
        let request = ReadRequest::Components { id: "a".into() };
        let failure = ReadFailure { request, attempts, error: NETWORK, is_final: attempts == 4 };
        assert_eq!(pass.failures().collect::<Vec<_>>(), [failure]);
        now += 1_000 << (attempts - 1);
    }
    assert_eq!(pass.next(now), NextRead::Over(PassEnd::WithFailures));
    assert_eq!(pass.progress().failed, 1);
    let settings = PassSettings::default();
    assert_eq!((settings.pause(30, 1.0), settings.pause(30, 0.0)), (30_000, 15_000));
}

#[test]
fn a_wrong_password_is_sent_once() {
    let mut pass = pass();
    pass.next(0);
    pass.take_page(Ok(&page(&["a", "b"], false)), 0, 0.0);
    assert_eq!(pass.next(0), projects(2));
    assert_eq!(pass.next(0), components("a"));
    pass.take_components("a", Err(ReadError::Unauthorized), 0, 0.0);
    assert_eq!(pass.next(0), NextRead::Over(PassEnd::Stopped));
    assert_eq!(pass.stopped_by(), Some(&ReadError::Unauthorized));
    pass.take_page(Ok(&page(&["c"], true)), 0, 0.0);
    assert_eq!(pass.next(99_999), NextRead::Over(PassEnd::Stopped));
}

#[test]
fn what_will_not_pass_is_not_repeated() {
    let mut pass = pass();
    pass.next(0);
    pass.take_page(Err(ReadError::NotThere { status: 404 }), 0, 0.0);
    assert_eq!(pass.next(0), NextRead::Over(PassEnd::WithFailures));
    assert!(!pass.progress().is_list_complete);
}

#[test]
fn the_budget_ends_all_repeats() {
    let settings = PassSettings { repeats: 3, ..PassSettings::default() };
    let mut pass = Pass::new(settings, HashMap::new());
    let ids: Vec<_> = (0..10).map(|n| n.to_string()).collect();
    pass.next(0);
    pass.take_page(Ok(&page(&ids.iter().map(String::as_str).collect::<Vec<_>>(), true)), 0, 0.0);
    let (mut now, mut sent) = (0, 0);
    loop {
        match pass.next(now) {
            NextRead::Send(ReadRequest::Components { id }) => {
                sent += 1;
                pass.take_components(&id, Err(ReadError::Refused(ReadRefusal::default())), now, 0.5);
            }
            NextRead::Wait { until } => now = until.unwrap(),
            other => break assert_eq!(other, NextRead::Over(PassEnd::WithFailures)),
        }
    }
    assert_eq!((sent, pass.progress().failed), (13, 10));
}

#[test]
fn answers_that_nobody_waits_for_change_nothing() {
    let mut pass = pass();
    pass.take_page(Ok(&page(&["a"], true)), 0, 0.0);
    pass.take_components("a", Ok(()), 0, 0.0);
    assert_eq!(pass.progress(), PassProgress::default());
    pass.next(0);
    pass.take_page(Ok(&page(&["a"], true)), 0, 0.0);
    pass.take_components("a", Ok(()), 0, 0.0);
    pass.take_page(Ok(&page(&["b"], true)), 0, 0.0);
    assert_eq!(pass.progress(), PassProgress { listed: 1, is_list_complete: true, read: 0, failed: 0 });
}

#[test]
fn a_host_that_ignores_the_page_number_ends_the_list() {
    let mut pass = pass();
    pass.next(0);
    pass.take_page(Ok(&page(&["a"], false)), 0, 0.0);
    assert_eq!(pass.next(0), projects(2));
    pass.take_page(Ok(&page(&["a"], false)), 0, 0.0);
    assert!(pass.progress().is_list_complete);
    let odd = samples::read(r#"{"success":true,"data":[1]}"#, ProjectPage::read);
    let mut pass = self::pass();
    for sent in 1.. {
        let NextRead::Send(ReadRequest::Projects { page }) = pass.next(0) else { break };
        assert_eq!(page, sent);
        pass.take_page(Ok(&ProjectPage { is_last: false, ..odd.clone() }), 0, 0.0);
    }
    assert_eq!(pass.next(0), NextRead::Over(PassEnd::Complete));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_pass_ends_and_accounts_for_every_project(
        count in 0_usize..60, page_size in 1_usize..12, concurrency in 0_usize..6, repeats in 0_u32..40,
        fails in proptest::collection::vec(0_u8..10, 40), picks in proptest::collection::vec(any::<u8>(), 40),
    ) {
        let settings = PassSettings { concurrency, repeats, ..PassSettings::default() };
        let mut pass = Pass::new(settings, HashMap::new());
        let ids: Vec<_> = (0..count).map(|n| format!("p{n}")).collect();
        let (mut now, mut out, mut sent): (i64, Vec<ReadRequest>, HashMap<ReadRequest, u32>) = (0, vec![], HashMap::new());
        let mut dice = (0..).map(|n| (fails[n % 40], usize::from(picks[n * 7 % 40])));
        let end = loop {
            let (fail, pick) = dice.next().unwrap();
            match pass.next(now) {
                NextRead::Send(request) => {
                    *sent.entry(request.clone()).or_default() += 1;
                    out.push(request);
                    prop_assert!(out.len() <= concurrency.max(1));
                    continue;
                }
                NextRead::Over(end) => break end,
                NextRead::Wait { until } if out.is_empty() => {
                    prop_assert!(until.unwrap() > now);
                    now = until.unwrap();
                    continue;
                }
                NextRead::Wait { .. } => {}
            }
            now += 10;
            let failed = if fail < 3 { Err(NETWORK) } else { Ok(()) };
            match out.remove(pick % out.len()) {
                ReadRequest::Projects { page: number } => {
                    let rows: Vec<_> = ids.iter().skip((number as usize - 1) * page_size).take(page_size).map(String::as_str).collect();
                    let read = page(&rows, rows.len() < page_size);
                    pass.take_page(failed.map(|()| &read), now, 0.5);
                }
                ReadRequest::Components { id } => pass.take_components(&id, failed, now, 0.5),
                other => panic!("{other:?}"),
            }
        };
        prop_assert!(out.is_empty());
        let progress = pass.progress();
        prop_assert_eq!(progress.read + progress.failed, progress.listed);
        if progress.is_list_complete {
            prop_assert_eq!(progress.listed, count);
        }
        let is_complete = progress.is_list_complete && progress.failed == 0;
        prop_assert_eq!(end == PassEnd::Complete, is_complete);
        prop_assert_eq!(pass.failures().count() == 0, is_complete);
        prop_assert!(sent.values().all(|sent| *sent <= settings.attempts));
        prop_assert!(sent.values().map(|sent| sent - 1).sum::<u32>() <= repeats);
    }
}

#[test]
fn what_failed_as_a_whole_is_tried_again_ever_more_rarely() {
    assert_eq!(
        [0, 1, 2, 4, 5, u32::MAX].map(retry_pause),
        [15_000, 30_000, 60_000, 240_000, 300_000, 300_000]
    );
}
