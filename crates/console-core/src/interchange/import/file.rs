//! What a file is, told from its bytes: a text in some encoding, or a format that is none.

use crate::text::text_encoding::{Detected, Encoding};

/// A format that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// A spreadsheet in its program's own format.
    Workbook,
    /// An archive, or a document of an office program that is packed as one.
    Archive,
    /// A document for printing.
    Pdf,
    /// Anything else that has bytes which no text has.
    Other,
}

/// The endings of the names of spreadsheets.
const WORKBOOKS: [&str; 7] = [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et", ".numbers"];

/// Where the names of an archive's files are looked for: at its beginning and at its end, in bytes.
const LOOKED_THROUGH: usize = 100_000;

/// Returns the encoding of a text file of this name, or what the file is instead.
pub fn encoding(name: &str, bytes: &[u8]) -> Result<Detected, NotText> {
    let name = name.to_ascii_lowercase();
    let is_named_workbook = WORKBOOKS.iter().any(|ending| name.ends_with(ending));
    match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] if is_named_workbook || holds_workbook(bytes) => {
            Err(NotText::Workbook)
        }
        // Office programs before 2007.
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(NotText::Workbook),
        [b'P', b'K', 3 | 5, 4 | 6, ..]
        | [0x1f, 0x8b, ..]
        | [b'7', b'z', 0xbc, 0xaf, ..]
        | [b'R', b'a', b'r', b'!', ..]
        | [0x28, 0xb5, 0x2f, 0xfd, ..] => Err(NotText::Archive),
        [b'%', b'P', b'D', b'F', b'-', ..] => Err(NotText::Pdf),
        // UTF-32, which no browser reads.
        [0xff, 0xfe, 0, 0, ..] => Err(NotText::Other),
        _ => match Encoding::detect(bytes) {
            Detected { encoding: Encoding::Utf16Le | Encoding::Utf16Be, .. } if is_broken(bytes) => {
                Err(NotText::Other)
            }
            Detected {
                encoding: Encoding::Utf8 | Encoding::Gb18030 | Encoding::Windows1252,
                is_guessed: true,
            } if bytes.iter().any(is_control) => Err(NotText::Other),
            detected => Ok(detected),
        },
    }
}

/// Returns whether an archive holds what spreadsheets consist of.
fn holds_workbook(bytes: &[u8]) -> bool {
    let begin = &bytes[..bytes.len().min(LOOKED_THROUGH)];
    let end = &bytes[bytes.len() - begin.len()..];
    let holds = |bytes: &[u8], name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    [begin, end].into_iter().any(|part| holds(part, b"xl/") || holds(part, b"opendocument.spreadsheet"))
}

/// Returns whether bytes with the mark of UTF-16 are those of something else.
fn is_broken(bytes: &[u8]) -> bool {
    let zeros = bytes.windows(4).filter(|bytes| *bytes == [0; 4]).count();
    zeros > 0
}

/// Returns whether no text has a byte.
fn is_control(byte: &u8) -> bool {
    matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_text_is_called_by_its_name() {
        for (name, bytes, expected) in [
            ("list.xlsx", &b"PK\x03\x04\x14\0\x06\0"[..], NotText::Workbook),
            ("list", b"PK\x03\x04\x14\0\x06\0..xl/workbook.xml", NotText::Workbook),
            ("LIST.ODS", b"PK\x03\x04", NotText::Workbook),
            ("list.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotText::Workbook),
            ("tasks.zip", b"PK\x03\x04\x14\0names.txt", NotText::Archive),
            ("tasks.txt.gz", b"\x1f\x8b\x08\0", NotText::Archive),
            ("runbook.pdf", b"%PDF-1.7\n", NotText::Pdf),
            ("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NotText::Other),
            ("wide", b"\xff\xfe\0\0a\0\0\0", NotText::Other),
        ] {
            assert_eq!(encoding(name, bytes), Err(expected), "{name}");
        }
    }

    #[test]
    fn texts_are_read_whatever_their_file_is_called() {
        let read = |bytes: &[u8]| encoding("list.xlsx", bytes).map(|found| found.encoding);
        assert_eq!(read(b""), Ok(Encoding::Utf8));
        assert_eq!(read(b"a\0b\0"), Ok(Encoding::Utf16Le));
        assert_eq!(read(b"odd-1\0odd-2\0odd-3x"), Ok(Encoding::Utf8));
        assert_eq!(read(b"\xc8\xce\xce\xf1,\xb1\xea\xc7\xa9\r\n"), Ok(Encoding::Gb18030));
    }

    proptest! {
        #[test]
        fn any_file_is_told(name in "[a-z]{0,4}(\\.(xls|csv))?", bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = encoding(&name, &bytes);
        }

        #[test]
        fn any_text_in_utf_8_is_read(text in "([^\u{fe}\u{ff}%PR7]\\PC{0,30}\n?){0,3}") {
            let found = encoding("a.txt", text.as_bytes()).map(|found| found.encoding);
            prop_assert!(found == Ok(Encoding::Utf8) || text.contains('\0'));
        }
    }
}
