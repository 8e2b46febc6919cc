//! Copied commands in real shells against a real host: as a script, and at the prompt of a terminal.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};

use console_core::domain::call::{Call, Endpoint};
use console_core::domain::config_map::ConfigMap;
use console_core::domain::task_name::TaskName;
use console_core::interchange::curl::{self, ScriptSentences};
use proptest::prelude::*;
use simulator::{Action, Config, Ending, Fault, Moment, Simulator, State, Task};

const NAME: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
const SENTENCES: ScriptSentences<'_> = ScriptSentences {
    about: "For a POSIX shell (bash, dash, zsh).",
    stopped: "Stopped: the rest was not sent.",
};
/// How long an answer is waited for, in seconds.
const TIME_OUT: u32 = 2;
/// Prints a text that is not in the command, which a terminal shows as well.
const STILL_THERE: &str = "printf '%s %s\\n' still there";

/// A shell, with the arguments for a prompt without anybody's settings.
struct Shell {
    name: &'static str,
    prompt: &'static [&'static str],
}

const SHELLS: [Shell; 3] = [
    Shell { name: "bash", prompt: &["--norc", "--noprofile", "-i"] },
    Shell { name: "dash", prompt: &["-i"] },
    Shell { name: "zsh", prompt: &["-f", "-i"] },
];

/// Returns whether a program is installed. What needs one that is not is left out, and said; where everything has to be
/// checked it is a failure.
fn is_there(program: &str, argument: &[&str]) -> bool {
    let found = Command::new(program).args(argument).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let is_there = found.is_ok_and(|status| status.success());
    let must_be_there = env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(is_there || !must_be_there, "{program} is not installed");
    if !is_there {
        eprintln!("{program} is not installed: copied commands are not tried in it");
    }
    is_there
}

/// Returns the shells that are installed.
fn shells() -> impl Iterator<Item = &'static Shell> {
    SHELLS.iter().filter(|shell| is_there(shell.name, &["-c", ":"]))
}

/// How a text comes to a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Script,
    Prompt,
    Terminal,
}

impl Way {
    /// Returns the ways that there are. A terminal is made by the `script` of util-linux.
    fn all() -> Vec<Self> {
        let mut all = vec![Self::Script, Self::Prompt];
        all.extend(is_there("script", &["--version"]).then_some(Self::Terminal));
        all
    }

    /// Returns what a shell prints that is given this text.
    fn run(self, shell: &Shell, text: &str) -> String {
        let mut command = match self {
            Self::Script => {
                let mut command = Command::new(shell.name);
                command.args(["-c", text]);
                command
            }
            Self::Prompt => {
                let mut command = Command::new(shell.name);
                command.args(shell.prompt);
                command
            }
            Self::Terminal => {
                let mut command = Command::new("script");
                let line = format!("{} {}", shell.name, shell.prompt.join(" "));
                command.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
                command
            }
        };
        command
            .env("no_proxy", "*")
            .env("HISTFILE", "")
            .env("TERM", "dumb")
            .env("PS1", "$ ")
            .env("LC_ALL", "C");
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        let mut input = running.stdin.take().unwrap();
        if self != Self::Script {
            input.write_all(format!("{text}\nexit\n").as_bytes()).unwrap();
        }
        drop(input);
        let output = running.wait_with_output().unwrap();
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    }
}

fn host() -> Simulator {
    let task = Task::new(NAME).state(State::Running).subtopics(["s"]).set("source", "username", "a");
    Simulator::start(Config { tasks: vec![task], ..Config::default() }).unwrap()
}

/// Stop, update, start.
fn calls(value: &str) -> [Call; 3] {
    let name = TaskName::parse(NAME).unwrap();
    let set = ConfigMap::of("source", "username", value.to_owned());
    [
        Call::new(Endpoint::Stop, &name),
        Call::new(Endpoint::Update, &name).with_body(set),
        Call::new(Endpoint::Resume, &name),
    ]
}

fn script(host: &Simulator, value: &str) -> String {
    curl::script(&format!("http://{}", host.addr()), &calls(value), TIME_OUT, SENTENCES)
}

/// Returns the last parts of the paths that the host was asked for.
fn received(host: &Simulator) -> Vec<String> {
    let log = host.log().all();
    log.iter().map(|received| received.path.rsplit('/').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn in_every_shell_all_calls_go_and_the_shell_stays_open() {
    for shell in shells() {
        for way in Way::all() {
            let host = host();
            let value = "it's! a \"$HOME\" `id` \\ !! !$ *\n?\t订";
            let said = way.run(shell, &format!("{}\n{STILL_THERE}", script(&host, value)));
            let at = format!("{} {way:?}: {said}", shell.name);
            assert_eq!(received(&host), ["stop", "update", "resume"], "{at}");
            assert_eq!(host.task(NAME).unwrap().value("source", "username"), Some(value), "{at}");
            assert!(said.contains("still there") && !said.contains("the rest was not sent.\n"), "{at}");
            assert!(!said.contains("not found") && !said.contains("parse error"), "{at}");
        }
    }
}

#[test]
fn in_every_shell_nothing_follows_a_refused_stop_and_the_shell_stays_open() {
    for shell in shells() {
        for way in Way::all() {
            let host = host();
            host.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true));
            let said = way.run(shell, &format!("{}\n{STILL_THERE}", script(&host, "b")));
            let at = format!("{} {way:?}: {said}", shell.name);
            assert_eq!(received(&host), ["stop"], "{at}");
            assert!(said.contains("Supervisor failed") && said.contains("still there"), "{at}");
            assert!(said.contains("the rest was not sent."), "{at}");
        }
    }
}

#[test]
fn a_command_alone_runs_in_every_shell() {
    for shell in shells() {
        for way in Way::all() {
            let host = host();
            let [stop, ..] = calls("");
            let said = way.run(shell, &curl::command(&format!("http://{}", host.addr()), &stop));
            assert_eq!(received(&host), ["stop"], "{} {way:?}: {said}", shell.name);
        }
    }
}

#[test]
fn only_an_answer_that_is_a_success_lets_the_next_call_go() {
    let answer = |status, body: &str| Fault::respond(status, "application/json", body).applied(true);
    let cases = [
        (answer(200, r#"{"isSuccess":true}"#), true),
        (
            answer(
                200,
                "{\r\n\t\"errCode\" : null,\n \"isSuccess\"\n:\n\ttrue ,\n\"result\": \"a {[:\\\"}\"\n}\n",
            ),
            true,
        ),
        (answer(202, r#" {"errorDetail":{"a":{"b":"}"}},"isSuccess":true,"result":null} "#), true),
        (answer(200, r#"{"errMsg":"\\","isSuccess":true}"#), true),
        (answer(200, "{\"errMsg\":\"\u{fffd}订单\",\"isSuccess\":true}"), true),
        (answer(200, r#"{"isSuccess":false}"#), false),
        (answer(200, r#"{"isSuccess":"true"}"#), false),
        (answer(200, r#"{"isSuccess":null,"errMsg":"isSuccess: true"}"#), false),
        (answer(200, r#"{"isSuccess":trueish}"#), false),
        (answer(200, r#"{"isSuccess":false,"errMsg":"\"isSuccess\":true,"}"#), false),
        (answer(200, r#"{"errMsg":"a,\"isSuccess\":true,\"b\":\"\\"}"#), false),
        (answer(200, r#"{"isSuccess":false,"isSuccess":true}"#), false),
        (answer(200, r#"{"isSuccess":true,"isSuccess":false}"#), false),
        (answer(200, r#"{"errorDetail":{"isSuccess":true}}"#), false),
        (answer(200, r#"{"isSuccess":false,"errorDetail":{"isSuccess":true,"a":[{"b":{}}]}}"#), false),
        (answer(200, r#"{"a":[{"isSuccess":true}]}"#), false),
        (answer(200, r#"[{"isSuccess":true}]"#), false),
        (answer(200, r#""isSuccess":true"#), false),
        (answer(200, r#"{"isSuccess":true"#), false),
        (answer(200, r#"{"isSuccess":true}x"#), false),
        (answer(200, "<p>{\"isSuccess\":true}</p>"), false),
        (answer(200, "isSuccess: true"), false),
        (answer(200, ""), false),
        (answer(204, ""), false),
        (answer(302, r#"{"isSuccess":true}"#), false),
        (answer(401, r#"{"isSuccess":true}"#), false),
        (answer(500, r#"{"isSuccess":true}"#), false),
        (answer(502, "<h1>Bad Gateway</h1>"), false),
        (Fault::new(Action::Hang), false),
        (Fault::cut(Moment::BeforeAnswer, Ending::Close), false),
        (Fault::cut(Moment::DuringAnswer, Ending::Reset), false),
        (Fault::new(Action::Truncate { missing: 3 }), false),
    ];
    for (fault, goes_on) in cases {
        for shell in ["dash", "bash"] {
            let host = host();
            host.fault(fault.clone());
            let shell = Shell { name: shell, prompt: &[] };
            let said = Way::Script.run(&shell, &script(&host, "b"));
            let expected = if goes_on { &["stop", "update", "resume"][..] } else { &["stop"] };
            assert_eq!(received(&host), expected, "{fault:?}: {said}");
            assert_eq!(said.contains(SENTENCES.stopped), !goes_on, "{fault:?}: {said}");
        }
    }
}

#[test]
fn a_host_that_is_not_there_stops_it_too() {
    let commands = curl::script("http://127.0.0.1:9", &calls("b"), TIME_OUT, SENTENCES);
    let said = Way::Script.run(&SHELLS[0], &format!("{commands}; echo $?"));
    assert_eq!(said.matches("curl: (").count(), 1, "{said}");
    assert!(said.contains(SENTENCES.stopped) && said.contains("\n1\n"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_value_arrives_from_every_prompt(
        value in "\\PC{0,40}|[\u{1}-\u{7f}]{1,40}|['!\"$`\\\\\n#;&|<>(){}*?~^ ]{1,40}",
    ) {
        let Some(way) = Way::all().pop() else { return Ok(()) };
        for shell in shells() {
            let host = host();
            let said = way.run(shell, &script(&host, &value));
            prop_assert_eq!(received(&host), ["stop", "update", "resume"], "{} {}", shell.name, said);
            let task = host.task(NAME).unwrap();
            prop_assert_eq!(task.value("source", "username"), Some(value.as_str()), "{}", shell.name);
        }
    }
}
