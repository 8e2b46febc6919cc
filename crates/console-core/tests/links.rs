//! A hundred thousand links that are damaged, made up or meant to harm: each is read without a panic, what is read
//! reads the same again, and nothing comes of it but a form that a person has yet to confirm.

use console_core::forms::draft::Draft;
use console_core::interchange::link::{Link, LinkNotice};

const LINKS: usize = 100_000;

/// Where every part of the language is met.
const WELL_FORMED: [&str; 10] = [
    "?task=10.0.0.5-9000:connector_v2:np_57fdqt-incr_trans-1-0:0003000002&op=start&pullback",
    "task=10.0.0.5-9000%3Aconnector_v2%3Anp_57fdqt-full_trans-1-0%3A0003000002&op=start&restart=true",
    "task=a&op=pullback&at=2023-02-13T19:00:00+08:00&zone=Asia/Shanghai&subtopic=t-0&subtopic=t-1",
    "op=pullback&at=2%20hours%20ago&zone=UTC&subtopic=p_1_source-000-0&ownat=1676286000%20t-1",
    "task=a%2Fb&op=update&delete=source.checkpoint,sink.a.b&delete=coordinator.c",
    "task=%E4%BB%BB%E5%8A%A1&op=migrate&ip=fd00::9",
    "task=a&task=b&task=c&q=state:stopped%20-reverse%20%22a%20b%22&sort=-state,name",
    "task=legacy%20job&op=delete&q=host:10.*",
    "task=a&task=b&op=stop&history=CM-RESOAT000011",
    "run=018649b2d000-5f3c91aa&q=prod",
];

/// What mutations put in. Some are values or whole parameters, most are meant to harm.
const PIECES: [&str; 40] = [
    "&",
    "=",
    "?",
    "#",
    "%",
    "%%",
    "%2",
    "%zz",
    "%25",
    "%2525",
    "%26",
    "%3D",
    "%00",
    "%0A",
    "%FF",
    "%C0%AF",
    "%ED%A0%80",
    "%EF%BF%BD",
    "+",
    ";",
    ",",
    "..",
    "\0",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "🙂",
    "é",
    "<img src=x onerror=alert(1)>",
    "\"'`$(id)",
    "javascript:alert(1)",
    "host=evil",
    "&cm=http://evil/",
    "&set=sink.password%3Dsecret",
    "&task=b",
    "&op=delete",
    "&at=now",
    "&delete=x",
    "&sort=host",
    "&restart",
];

/// Random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }

    /// Returns a place in a text where a character begins, or its end.
    fn place_in(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }

    fn part_of<'a>(&mut self, text: &'a str) -> &'a str {
        let (one, other) = (self.place_in(text), self.place_in(text));
        &text[one.min(other)..one.max(other)]
    }

    fn character(&mut self) -> char {
        let bound = [0x80, 0x800, 0x11_0000][self.below(3)];
        char::from_u32(self.below(bound) as u32).unwrap_or('\u{fffd}')
    }

    fn link(&mut self) -> String {
        let mut link = self.one_of(&WELL_FORMED).to_owned();
        for _ in 0..self.below(6) {
            self.damage(&mut link);
        }
        if self.below(1_000) == 0 {
            let piece = self.one_of(&PIECES).repeat(10_000);
            link.insert_str(self.place_in(&link), &piece);
        }
        link
    }

    fn damage(&mut self, link: &mut String) {
        let place = self.place_in(link);
        match self.below(8) {
            0 => link.push_str(self.one_of(&PIECES)),
            1 | 2 => link.insert_str(place, self.one_of(&PIECES)),
            3 => {
                let character = self.character();
                link.insert(place, character);
            }
            4 => {
                let byte = self.below(256);
                link.insert_str(place, &format!("%{byte:02x}"));
            }
            5 => {
                let part = self.part_of(link).to_owned();
                link.insert_str(place, &part);
            }
            6 => {
                let (start, end) = (place, self.place_in(link));
                link.replace_range(start.min(end)..start.max(end), "");
            }
            _ => {
                // Encoded once more, as by a tool that takes a link for plain text.
                let part = self.part_of(link).to_owned();
                *link = link.replacen(&part, &encoded(&part), 1);
            }
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// How often what was looked for was met: a generator that never meets it would prove nothing.
#[derive(Debug, Default)]
struct Seen {
    untouched: usize,
    forms: usize,
    several_tasks: usize,
    unknown: usize,
    invalid: usize,
    repeated: usize,
    not_for_operation: usize,
    not_for_component: usize,
    one_at_a_time: usize,
    overruled: usize,
    more: usize,
}

impl Seen {
    fn look(&mut self, link: &Link, notices: &[LinkNotice]) {
        self.untouched += usize::from(notices.is_empty());
        self.forms += usize::from(link.operation.is_some());
        self.several_tasks += usize::from(link.tasks.len() > 1);
        for notice in notices {
            *match notice {
                LinkNotice::UnknownParameter { .. } => &mut self.unknown,
                LinkNotice::InvalidValue { .. } => &mut self.invalid,
                LinkNotice::Repeated { .. } => &mut self.repeated,
                LinkNotice::NotForOperation { .. } => &mut self.not_for_operation,
                LinkNotice::NotForComponent { .. } => &mut self.not_for_component,
                LinkNotice::OneTaskAtATime { .. } => &mut self.one_at_a_time,
                LinkNotice::Overruled { .. } => &mut self.overruled,
                LinkNotice::ReadAs { .. }
                | LinkNotice::More { .. }
                | LinkNotice::TooMany { .. }
                | LinkNotice::OnlyForHistory { .. }
                | LinkNotice::DetailsOfOneTask => &mut self.more,
            } += 1;
        }
    }

    fn least(&self) -> usize {
        let common =
            [self.untouched, self.forms, self.several_tasks, self.unknown, self.invalid, self.repeated];
        let rare =
            [self.not_for_operation, self.not_for_component, self.one_at_a_time, self.overruled, self.more];
        common.map(|count| count / 100).into_iter().chain(rare).min().unwrap_or(0)
    }
}

#[test]
fn no_link_panics_or_does_more_than_fill_in_a_form() {
    let mut random = Random(0x6c69_6e6b);
    let mut seen = Seen::default();
    for _ in 0..LINKS {
        let text = random.link();
        let (link, notices) = Link::parse(&text);
        let query = link.to_query();
        assert!(query.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?} became {query:?}");
        assert_eq!(Link::parse(&query), (link.clone(), vec![]), "{text:?} became {query:?}");
        assert!(notices.len() <= Link::MOST_NOTICES + 12, "{text:?} gave {} notices", notices.len());
        if let Some(draft) = Draft::from_link(&link, "UTC") {
            assert_eq!((draft.update.json(), draft.confirmation.as_str()), ("", ""), "{text:?}");
            assert!(link.tasks.len() <= 1, "{text:?}");
        }
        seen.look(&link, &notices);
    }
    println!("{seen:?}");
    assert!(seen.least() >= 10, "{seen:?}");
}
