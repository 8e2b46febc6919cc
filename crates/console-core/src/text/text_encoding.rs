//! Which encoding a text has, told from its bytes: files that were saved by a spreadsheet, answers that
//! do not say it.
//!
//! A byte order mark decides. Else a text with zero bytes is UTF-16, since ASCII characters have one each
//! there; what is valid UTF-8 is UTF-8; the rest is GB18030, which Chinese systems write, or where it
//! cannot be that either, Windows-1252. Decoding is the browser's (`TextDecoder`), by [`Encoding::label`].

use std::str;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// An encoding that texts come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, Serialize, Deserialize)]
#[serde(try_from = "&str", into = "&'static str")]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[strum(serialize = "utf-8")]
    Utf8,
    /// UTF-16, the low byte of each unit first.
    #[strum(serialize = "utf-16le")]
    Utf16Le,
    /// UTF-16, the high byte of each unit first.
    #[strum(serialize = "utf-16be")]
    Utf16Be,
    /// GB18030, which includes GBK and GB 2312.
    #[strum(serialize = "gb18030")]
    Gb18030,
    /// Windows-1252, which includes Latin-1. Any bytes can be read as it.
    #[strum(serialize = "windows-1252")]
    Windows1252,
}

/// An encoding with how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether neither a mark nor the form of the bytes proves it.
    pub is_guessed: bool,
}

impl Encoding {
    /// Returns the label by which a `TextDecoder` knows the encoding.
    pub fn label(self) -> &'static str {
        self.into()
    }

    /// Returns the encoding that a byte order mark at the beginning names.
    pub fn of_mark(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => Some(Self::Utf8),
            [0xff, 0xfe, ..] => Some(Self::Utf16Le),
            [0xfe, 0xff, ..] => Some(Self::Utf16Be),
            _ => None,
        }
    }

    /// Tells the encoding of a text. A text may be cut off within a character.
    pub fn detect(bytes: &[u8]) -> Detected {
        let certain = |encoding| Detected { encoding, is_guessed: false };
        let guessed = |encoding| Detected { encoding, is_guessed: true };
        if let Some(marked) = Self::of_mark(bytes) {
            return certain(marked);
        }
        if let Some(wide) = wide(bytes) {
            return guessed(wide);
        }
        match Utf8Form::of(bytes) {
            Utf8Form { errors: 0, .. } => certain(Self::Utf8),
            // A damaged byte among many good ones does not make it another encoding.
            Utf8Form { errors, characters } if characters > errors * DAMAGE => guessed(Self::Utf8),
            _ if is_gb18030(bytes) => guessed(Self::Gb18030),
            _ => guessed(Self::Windows1252),
        }
    }
}

/// An encoding that says how the body of an answer is to be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyEncoding {
    /// The label that the answer declares, where it can be believed; for browsers that know it.
    pub declared: Option<String>,
    /// What the bytes look like, for where nothing else is known.
    pub detected: Detected,
}

impl BodyEncoding {
    /// Tells how a body is to be decoded from its `Content-Type` and its bytes.
    ///
    /// A byte order mark decides, then what is declared. A declared UTF-8 or UTF-16 that the bytes disprove
    /// is not believed: servers declare it for whatever they send.
    pub fn of(content_type: Option<&str>, bytes: &[u8]) -> Self {
        let detected = Encoding::detect(bytes);
        let declared = content_type.and_then(charset).filter(|_| Encoding::of_mark(bytes).is_none());
        let is_plain =
            detected == Detected { encoding: Encoding::Utf8, is_guessed: false } && !bytes.contains(&0);
        let is_wide = matches!(detected.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let declared = declared.filter(|label| match label.as_str() {
            "utf-8" | "utf8" => is_plain,
            _ if label.starts_with("utf-16") => !is_plain && !is_wide,
            _ => true,
        });
        // It looks like the UTF-16 that was declared.
        let is_confirmed = is_wide
            && content_type
                .and_then(charset)
                .is_some_and(|label| label == "utf-16" || label == detected.encoding.label());
        let is_guessed = detected.is_guessed && !is_confirmed;
        Self { declared, detected: Detected { is_guessed, ..detected } }
    }
}

/// Returns the `charset` of a `Content-Type`, in small letters and by a label that browsers know.
fn charset(content_type: &str) -> Option<String> {
    let parameters = content_type.split([';', ',']).skip(1);
    let mut values = parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    let label = values.next()?.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
    let known = match label.as_str() {
        // Java's names, which are none of the web's.
        "cp936" | "ms936" | "x-mswin-936" | "euc_cn" | "euc-cn" => "gbk",
        "cp950" | "ms950" => "big5",
        "cp932" | "ms932" => "shift_jis",
        "cp949" | "ms949" => "euc-kr",
        "iso8859_1" => "iso-8859-1",
        other => other,
    };
    (!known.is_empty()).then(|| known.to_owned())
}

/// How many good characters of several bytes outweigh a bad byte.
const DAMAGE: usize = 8;

/// UTF-16 without a mark: the zero bytes stand at odd places, or at even ones, and what is read is text.
/// A list whose entries end with zero bytes has fewer of them, and reads as UTF-8 besides.
fn wide(bytes: &[u8]) -> Option<Encoding> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let zeros = |place: usize| pairs.iter().filter(|pair| pair[place] == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even.max(odd) < pairs.len() / 2 && str::from_utf8(bytes).is_ok() {
        return None;
    }
    let encoding = match (even, odd) {
        (even, odd) if odd > 2 * even => Encoding::Utf16Le,
        (even, odd) if even > 2 * odd => Encoding::Utf16Be,
        _ => return None,
    };
    let units = pairs.iter().map(|pair| match encoding {
        Encoding::Utf16Le => u16::from_le_bytes(*pair),
        _ => u16::from_be_bytes(*pair),
    });
    // An unpaired surrogate is damage, and no sign of another encoding.
    let is_text = char::decode_utf16(units).all(|c| c.map_or(true, is_text));
    is_text.then_some(encoding)
}

/// Returns whether a character stands in texts: no control character but those that divide, and none that never
/// means anything.
fn is_text(c: char) -> bool {
    let divides = matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
    (divides || !c.is_control()) && u32::from(c) & 0xfffe != 0xfffe
}

/// A judgement that says how well bytes read as UTF-8.
struct Utf8Form {
    /// Well-formed characters of more than one byte.
    characters: usize,
    errors: usize,
}

impl Utf8Form {
    fn of(bytes: &[u8]) -> Self {
        let chunks = || bytes.utf8_chunks();
        let characters =
            chunks().flat_map(|chunk| chunk.valid().bytes()).filter(|byte| *byte >= 0xc0).count();
        let errors = chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
        let is_begun = |bytes| str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
        // The text may end within a character.
        let is_cut_off = chunks().last().is_some_and(|last| is_begun(last.invalid()));
        Self { characters, errors: errors - usize::from(is_cut_off) }
    }
}

/// Returns whether bytes have the form of GB18030: characters of one, two or four bytes.
fn is_gb18030(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [0..=0x7f, rest @ ..]
            | [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..]
            | [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, rest @ ..] => rest,
            // The end, be it within a character.
            [] | [0x81..=0xfe] | [0x81..=0xfe, 0x30..=0x39] | [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe] => {
                return true;
            }
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn detected(bytes: &[u8]) -> (Encoding, bool) {
        let Detected { encoding, is_guessed } = Encoding::detect(bytes);
        (encoding, is_guessed)
    }

    #[test]
    fn a_mark_decides() {
        for (bytes, encoding) in [
            (&b"\xef\xbb\xbfa\xff"[..], Encoding::Utf8),
            (b"\xff\xfe\x61\x00", Encoding::Utf16Le),
            (b"\xfe\xff\x00\x61", Encoding::Utf16Be),
        ] {
            assert_eq!(detected(bytes), (encoding, false));
        }
    }

    #[test]
    fn what_is_not_utf_8_is_what_chinese_systems_write() {
        // 任务,标签 in GBK, whole and cut off within a character.
        let gbk = b"\xc8\xce\xce\xf1,\xb1\xea\xc7\xa9\r\n";
        assert_eq!(detected(gbk), (Encoding::Gb18030, true));
        assert_eq!(detected(&gbk[..8]), (Encoding::Gb18030, true));
        // A character of four bytes.
        assert_eq!(detected(b"a\x81\x30\x81\x30b\xc8\xce"), (Encoding::Gb18030, true));
        assert_eq!(detected(b"Stra\xdf\n"), (Encoding::Windows1252, true));
    }

    #[test]
    fn a_text_that_is_cut_off_or_damaged_stays_what_it_is() {
        let text = "任务名称".as_bytes();
        assert_eq!(detected(&text[..text.len() - 1]), (Encoding::Utf8, false));
        let damaged = ["任务名称，标签，主机".as_bytes(), b"\xff", "任务".as_bytes()].concat();
        assert_eq!(detected(&damaged), (Encoding::Utf8, true));
    }

    #[test]
    fn zero_bytes_alone_do_not_make_it_utf_16() {
        assert_eq!(detected(b"a\0b\0\0c\0d"), (Encoding::Utf8, false));
        assert_eq!(detected(b"\0\0\0\0\0\0a1\n"), (Encoding::Utf8, false));
        assert_eq!(detected(b""), (Encoding::Utf8, false));
    }

    #[test]
    fn a_body_is_decoded_as_declared_unless_its_bytes_disprove_it() {
        let utf8 = r#"{"errMsg":"任务"}"#.as_bytes();
        let gbk = b"{\"errMsg\":\"\xc8\xce\xce\xf1\"}";
        let le = utf16(r#"{"errMsg":"任务"}"#, u16::to_le_bytes);
        let be = utf16(r#"{"errMsg":"任务"}"#, u16::to_be_bytes);
        let marked = [&b"\xef\xbb\xbf"[..], utf8].concat();
        let json = |charset: &str| format!("application/json;charset={charset}");
        for (content_type, bytes, label, is_guessed) in [
            (json("GBK"), &gbk[..], "gbk", false),
            (json("\"gb2312\""), gbk, "gb2312", false),
            (json("cp936"), gbk, "gbk", false),
            ("text/html; q=1; CharSet = 'Big5' ; x".into(), gbk, "big5", false),
            (json("ISO-8859-1"), b"\xe9", "iso-8859-1", false),
            (json("shift_jis"), gbk, "shift_jis", false),
            // Nothing, or what no bytes of UTF-8 look like.
            ("application/json".into(), utf8, "utf-8", false),
            (String::new(), gbk, "gb18030", true),
            (json(""), gbk, "gb18030", true),
            (json("UTF-8"), gbk, "gb18030", true),
            (json("utf-8"), utf8, "utf-8", false),
            (json("utf8"), &le, "utf-16le", true),
            // UTF-16 of either order, declared or not, and none.
            ("application/json".into(), &le, "utf-16le", true),
            ("application/json".into(), &be, "utf-16be", true),
            (json("UTF-16"), &le, "utf-16le", false),
            (json("UTF-16"), &be, "utf-16be", false),
            (json("UTF-16BE"), &be, "utf-16be", false),
            (json("UTF-16BE"), &le, "utf-16le", true),
            (json("UTF-16"), utf8, "utf-8", false),
            // A mark is stronger than a word.
            (json("GBK"), &marked, "utf-8", false),
            (json("GBK"), b"\xff\xfe{\0}\0", "utf-16le", false),
        ] {
            let found = BodyEncoding::of(Some(&content_type), bytes);
            let by_label = found.declared.as_deref().unwrap_or(found.detected.encoding.label());
            let guess = found.declared.is_none() && found.detected.is_guessed;
            assert_eq!((by_label, guess), (label, is_guessed), "{content_type} {bytes:?}");
        }
        assert_eq!(BodyEncoding::of(None, utf8).declared, None);
        // What a browser does not know is decoded as it looks.
        let odd = BodyEncoding::of(Some("text/html; charset=odd"), gbk);
        assert_eq!((odd.declared.as_deref(), odd.detected.encoding), (Some("odd"), Encoding::Gb18030));
    }

    #[test]
    fn an_unpaired_surrogate_does_not_hide_utf_16() {
        let mut bytes = utf16("{\"errMsg\":\"", u16::to_le_bytes);
        bytes.extend([0x00, 0xd8]);
        bytes.extend(utf16("\"}", u16::to_le_bytes));
        assert_eq!(detected(&bytes), (Encoding::Utf16Le, true));
    }

    proptest! {
        #[test]
        fn any_header_and_bytes_have_an_encoding(
            header in "(text/html)?(;? ?charset ?=?[\"';,a-z0-9 -]{0,9}){0,2}",
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            let found = BodyEncoding::of(Some(&header), &bytes);
            prop_assert!(found.declared.is_none_or(|label| !label.is_empty()));
        }

        #[test]
        fn texts_with_ascii_are_known_by_their_bytes(
            text in "[ -~\u{4e00}-\u{9fff}🙂é]{0,40}[\n,]", cut in 0usize..4,
        ) {
            prop_assert_eq!(detected(text.as_bytes()), (Encoding::Utf8, false));
            // The low byte of U+4E00 and others is zero, too.
            let ascii = text.chars().filter(char::is_ascii).count();
            let zeros = text.encode_utf16().filter(|unit| unit & 0xff == 0).count();
            prop_assume!(ascii > 2 * zeros + 2);
            let cut = |bytes: Vec<u8>| bytes[..bytes.len() - cut.min(1)].to_vec();
            prop_assert_eq!(detected(&utf16(&text, u16::to_le_bytes)), (Encoding::Utf16Le, true));
            prop_assert_eq!(detected(&cut(utf16(&text, u16::to_be_bytes))), (Encoding::Utf16Be, true));
        }

        #[test]
        fn any_bytes_have_an_encoding(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let found = Encoding::detect(&bytes);
            prop_assert!(!found.encoding.label().is_empty());
        }
    }
}
