//! Corpora as they are kept: an input a line, escaped, so that a change shows what came and went.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Returns the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Returns the file of a target's corpus.
pub fn file(target: &str) -> PathBuf {
    root().join(format!("fuzz/corpus/{target}.txt"))
}

/// Reads the corpus of a target, which need not be there.
///
/// # Errors
/// When a line is not as [`write()`] writes it.
pub fn read(target: &str) -> io::Result<Vec<Vec<u8>>> {
    let text = match fs::read_to_string(file(target)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    text.lines()
        .map(|line| unescaped(line).ok_or_else(|| io::Error::other(format!("no escaped input: {line}"))))
        .collect()
}

/// How large the file of a corpus gets. What is left out are the longest inputs, which are hard to read anyway.
const MOST_BYTES: usize = 100_000;

/// Writes the corpus of a target, the shortest inputs first.
///
/// # Errors
/// When the file cannot be written.
pub fn write(target: &str, mut inputs: Vec<Vec<u8>>) -> io::Result<()> {
    inputs.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    inputs.dedup();
    let mut lines = String::new();
    for line in inputs.iter().map(|input| format!("{}\n", input.escape_ascii())) {
        if lines.len() + line.len() > MOST_BYTES {
            break;
        }
        lines.push_str(&line);
    }
    fs::create_dir_all(root().join("fuzz/corpus"))?;
    fs::write(file(target), lines)
}

/// Undoes `escape_ascii`.
fn unescaped(line: &str) -> Option<Vec<u8>> {
    let mut input = Vec::new();
    let mut bytes = line.bytes();
    while let Some(byte) = bytes.next() {
        input.push(match byte {
            b'\\' => match bytes.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'x' => {
                    let digits = [bytes.next()?, bytes.next()?];
                    u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?
                }
                sign => sign,
            },
            byte => byte,
        });
    }
    Some(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_comes_back_as_it_was() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(unescaped(&all.escape_ascii().to_string()), Some(all));
        assert_eq!(unescaped("\\"), None);
        assert_eq!(unescaped("\\xg0"), None);
    }
}
