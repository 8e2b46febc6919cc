//! Links that were made up to do harm: nothing breaks, and nothing but reading is asked of the host.

use super::*;

/// Numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// Returns a link that somebody made up: of known and unknown parameters, and of values that are meant to break out.
fn hostile_link(dice: &mut Dice) -> String {
    const NAMES: [&str; 16] = [
        "task",
        "task",
        "op",
        "op",
        "at",
        "zone",
        "subtopic",
        "ip",
        "delete",
        "pullback",
        "restart",
        "q",
        "sort",
        "confirm",
        "%3Cb%3E",
        "__proto__",
    ];
    const VALUES: [&str; 22] = [
        INCR_SYNC,
        INCR_SYNC,
        "stop",
        "delete",
        "pullback",
        "update",
        "migrate",
        "true",
        "-name,state",
        "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "javascript:alert(1)",
        "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D",
        "%00",
        "a%00b%0d%0aHost:%20evil",
        "%",
        "%%%zz%F",
        "%ff%C3%28",
        "//evil.example/x",
        "{{constructor}}",
        "2023-02-13T19:00:00+99:99",
        "",
    ];
    // What tells that the link was read to its end.
    let mut link = "?evil".to_owned();
    for _ in 0..=dice.roll(8) {
        // Servers take no request line of 64 kB.
        if link.len() > 25_000 {
            break;
        }
        let name = dice.pick(&NAMES);
        link.push_str(&format!("&{name}={}", dice.pick(&VALUES)));
        match dice.roll(12) {
            0 => link.push_str(&"x".repeat(10_000)),
            1 => link.push_str(&"%F0%9F%99%82".repeat(2_000)),
            2 => (0..40).for_each(|_| {
                link.push('%');
                link.push_str(dice.pick(&["0", "9", "f", "G", "%", "é", "2", "C"]));
            }),
            _ => {}
        }
    }
    link
}

#[test]
fn a_hundred_hostile_links_break_nothing_and_send_nothing() {
    let setup = Setup::with([incr_sync(State::Running), full_import(State::Running)]);
    play(setup.over_a_line(), |stage, console| {
        let mut dice = Dice(0x1234_5678_9abc_def1);
        for _ in 0..100 {
            let link = hostile_link(&mut dice);
            console.open(&link);
            console.expect_notice("The link's “evil” means nothing here and was ignored.");
            let injected = "return document.querySelectorAll('img, iframe, script:not([src])').length";
            let injected =
                console.browser().eventually("the page", || console.browser().run(injected, Vec::new()));
            assert_eq!(injected, json!(0), "{link}");
        }
        console.open("");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        let asked = stage.line().asked();
        let other = asked.iter().find(|asked| !asked.starts_with("GET ") && *asked != "POST /api/v2");
        assert_eq!(other, None);
        stage.expect_received(&[]);
    });
}
