//! A pull-back interrupted at each of its steps, in each way, with each choice, before and after a reload: what was
//! sent is exactly what the clicks allow.

use super::operations::pull_back_calls;
use super::pull_back::fill_in;
use super::*;

/// How a step is interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The host refuses.
    Rejected,
    /// The host has done it, and the answer is lost behind the gateway.
    AnswerLost,
    /// The call does not even reach the host.
    NeverArrived,
}

/// What a person decides.
const CHOICES: [&str; 3] = ["Repeat this step", "Mark as done and continue", "Abandon"];

/// The steps' endpoints with their paths.
const STEPS: [(Endpoint, &str); 3] = [
    (Endpoint::Stop, "/connector/task/v2/stop"),
    (Endpoint::Update, "/connector/task/v2/update"),
    (Endpoint::Resume, "/connector/task/v2/resume"),
];

/// Returns how the task stands as far as the console can know, when this step was interrupted in this way.
fn standing(step: usize, way: Way) -> String {
    let words = [
        ["stopped", "maybe stopped", "not stopped"],
        ["checkpoint set", "checkpoint maybe set", "checkpoint not changed"],
        ["started", "maybe started", "not started"],
    ];
    let word = |other: usize| match other.cmp(&step) {
        std::cmp::Ordering::Less => words[other][0],
        std::cmp::Ordering::Equal if way != Way::Rejected => words[other][1],
        _ => words[other][2],
    };
    (0..3).map(word).collect::<Vec<_>>().join("; ")
}

/// Returns the steps that are received after a choice, and whether the run comes to its end by them.
fn afterwards(step: usize, way: Way, choice: &str) -> (std::ops::Range<usize>, bool) {
    match choice {
        "Abandon" => (0..0, false),
        // The host does not start a second time what it has started, and says so.
        "Repeat this step" if step == 2 && way == Way::AnswerLost => (2..3, false),
        "Repeat this step" => (step..3, true),
        // What was not stopped cannot be updated: the next step is refused.
        _ if step == 0 && way != Way::AnswerLost => (1..2, false),
        _ => (step + 1..3, true),
    }
}

/// Plays all ways and choices at a step, one after the other, on one task.
fn interrupted_at(step: usize) {
    let (endpoint, path) = STEPS[step];
    play(Setup::with([incr_sync(State::Running)]).over_a_line(), |stage, console| {
        let mut received = Vec::new();
        for (way, choice, reloaded) in everything() {
            // Tells, when something fails, in which of them.
            eprintln!("{way:?}, {choice}, reloaded: {reloaded}");
            // Each begins with a task that runs, whatever the one before has left.
            stage.simulator.add_task(incr_sync(State::Running));
            match way {
                Way::Rejected => {
                    stage.fault(Fault::reject("CM-SCHEOR000002", "All failed", false).on(endpoint))
                }
                Way::AnswerLost => {
                    console.browser().expect_error("502 (Bad Gateway)");
                    stage.fault(Fault::respond(502, "text/html", "lost").on(endpoint).applied(true));
                }
                Way::NeverArrived => {
                    console.browser().expect_error("net::ERR_CONNECTION_RESET");
                    stage.line().cut(Some(path));
                }
            }
            let mut sheet = fill_in(console);
            sheet.submit();
            let word = if way == Way::Rejected { "Rejected" } else { "Outcome unknown" };
            sheet.expect_outcome(word);
            stage.line().cut(None);
            let arrived = if way == Way::NeverArrived { step } else { step + 1 };
            received.extend_from_slice(&pull_back_calls()[..arrived]);
            stage.expect_received(&received);
            if reloaded {
                console.reload();
                sheet = console.sheet("Pull back");
                sheet.expect_outcome(word);
            }
            sheet.expect_text(&format!("Status: {}.", standing(step, way)));
            CHOICES.iter().for_each(|choice| sheet.expect_button(choice));
            stage.expect_received(&received);

            sheet.click(choice);
            let (steps, ends) = afterwards(step, way, choice);
            received.extend_from_slice(&pull_back_calls()[steps]);
            let last = match choice {
                "Abandon" => "Pull back abandoned",
                "Mark as done and continue" if ends => "Pull back marked as done",
                _ if ends => "Pull back confirmed",
                _ => "Pull back interrupted",
            };
            console.expect_cell(INCR_SYNC, "Last operation", last);
            stage.expect_received(&received);
            if choice != "Abandon" && !ends {
                sheet.click("Abandon");
                console.expect_cell(INCR_SYNC, "Last operation", "Pull back abandoned");
            }
            sheet.click("Close");
            console.expect_no_sheet();
        }
    });
}

/// Every way with every choice, before and after a reload.
fn everything() -> Vec<(Way, &'static str, bool)> {
    let mut all = Vec::new();
    for way in [Way::Rejected, Way::AnswerLost, Way::NeverArrived] {
        for choice in CHOICES {
            all.extend([(way, choice, false), (way, choice, true)]);
        }
    }
    all
}

#[test]
fn at_the_first_step() {
    interrupted_at(0);
}

#[test]
fn at_the_second_step() {
    interrupted_at(1);
}

#[test]
fn at_the_third_step() {
    interrupted_at(2);
}
