//! Odd answers, of which the console must lose nothing.

use console_core::openapi::{Components, ProjectPage, ReadRequest};
use simulator::{Clock, Config, Oddity, OmsSettings, Simulator, sample};

use crate::openapi::{read, send_read};

const NOW: i64 = 1_795_161_600;

fn sample(oddities: &[Oddity]) -> Simulator {
    let mut oms = OmsSettings::on();
    oms.oddities.extend(oddities);
    Simulator::start(Config {
        tasks: sample::tasks_at(60, NOW),
        projects: sample::projects_at(60, NOW),
        clock: Clock::standing_at(NOW),
        oms,
        ..Config::default()
    })
    .unwrap()
}

/// Everything that a pass finds, and how many odd entries.
fn found(simulator: &Simulator) -> (ProjectPage, Vec<Components>, usize) {
    let mut page = read(simulator, &ReadRequest::Projects { page: 1 }, ProjectPage::read).unwrap();
    let mut odd = page.odd.drain(..).count();
    let ids = page.projects.iter().map(|project| project.id.clone());
    let components = ids.map(|id| {
        let request = ReadRequest::Components { id };
        let mut components = read(simulator, &request, |answer| Components::read(answer).unwrap()).unwrap();
        odd += components.odd.drain(..).count();
        components
    });
    let components = components.collect();
    (page, components, odd)
}

#[test]
fn odd_types_and_keys_say_the_same() {
    let (page, components, odd) = found(&sample(&[]));
    assert_eq!(odd, 0);
    for oddities in [
        &[Oddity::Strings][..],
        &[Oddity::Capitals],
        &[Oddity::CapitalEnvelope],
        &[Oddity::Singles],
        &[Oddity::Missing],
        &[Oddity::SuccessWithError],
        &[Oddity::Strings, Oddity::Capitals, Oddity::Singles, Oddity::Missing],
    ] {
        assert_eq!(found(&sample(oddities)), (page.clone(), components.clone(), 0), "{oddities:?}");
    }
}

#[test]
fn what_is_not_told_leaves_the_rest() {
    let (page, components, _) = found(&sample(&[]));
    let (lean, same, odd) = found(&sample(&[Oddity::Lean]));
    assert_eq!((same, odd), (components.clone(), 0));
    let names = |page: &ProjectPage| page.projects.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&lean), names(&page));
    assert!(lean.projects.iter().all(|project| project.kept_hours.is_none()));
    let (_, bare, odd) = found(&sample(&[Oddity::NoConfig]));
    assert_eq!(odd, 0);
    let connectors =
        |all: &[Components]| all.iter().flat_map(|one| one.connectors.clone()).collect::<Vec<_>>();
    let (bare, full) = (connectors(&bare), connectors(&components));
    assert_eq!(bare.len(), full.len());
    assert!(bare.iter().all(|one| one.config.is_none()) && full.iter().all(|one| one.config.is_some()));
}

#[test]
fn strays_hide_no_neighbour() {
    let (page, components, _) = found(&sample(&[]));
    let (strayed_page, strayed, odd) = found(&sample(&[Oddity::Strays]));
    assert_eq!((strayed_page.projects, strayed), (page.projects, components));
    assert!(odd > 10);
}

#[test]
fn oddities_are_there() {
    let text = |oddity| {
        let simulator = sample(&[oddity]);
        send_read(&simulator, &ReadRequest::Projects { page: 1 }, "").body
    };
    assert!(text(Oddity::Strings).contains(r#""success":"true""#));
    assert!(text(Oddity::Capitals).contains(r#""GmtCreate""#));
    assert!(text(Oddity::CapitalEnvelope).contains(r#""Code":200"#));
    assert!(text(Oddity::SuccessWithError).contains("CM-RESOAT1111"));
    assert!(!text(Oddity::Missing).contains("null"));
}
