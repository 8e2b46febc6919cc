//! Names of imports that compress well.
//!
//! wasm-bindgen ends the name of each import with a hash, in the module and in its script: bytes that no compressor
//! makes smaller. Here they are counted instead.

use std::{collections::HashMap, fs, path::Path};

use anyhow::Result;

/// The number of digits of a hash. A number of as many digits leaves the module's other offsets as they are.
const DIGITS: usize = 16;

/// Puts numbers in place of the hashes in the names of a module's imports, and in the script that provides them.
///
/// # Errors
/// When a file cannot be read or written.
pub fn number(script: &Path, module: &Path) -> Result<()> {
    let text = fs::read_to_string(script)?;
    let numbers = numbers(&text);
    for (path, mut content) in [(script, text.clone().into_bytes()), (module, fs::read(module)?)] {
        replace(&mut content, &numbers);
        fs::write(path, content)?;
    }
    Ok(())
}

/// Returns a number for each hash in the names of the script's imports.
fn numbers(script: &str) -> HashMap<String, String> {
    let mut numbers = HashMap::new();
    for word in script.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        let hash = word.rsplit_once('_').map(|(_, end)| end);
        let is_hash = |end: &&str| end.len() == DIGITS && end.bytes().all(|byte| byte.is_ascii_hexdigit());
        if let Some(hash) = hash.filter(|end| word.starts_with("__wb") && is_hash(end)) {
            let number = format!("{:0DIGITS$}", numbers.len());
            numbers.entry(hash.to_owned()).or_insert(number);
        }
    }
    numbers
}

fn replace(content: &mut [u8], numbers: &HashMap<String, String>) {
    let mut start = 0;
    while let Some(part) = content.get_mut(start..start + DIGITS) {
        let number = std::str::from_utf8(part).ok().and_then(|hash| numbers.get(hash));
        if let Some(number) = number {
            part.copy_from_slice(number.as_bytes());
        }
        start += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_same_number_wherever_it_stands() {
        let (first, second) = ("0123456789abcdef", "fedcba9876543210");
        let script = format!("{{__wbg_now_{first}:f,__wbg_get_{second}:g,__wbg_now_{first}:h,x_{first}1}}");
        let numbers = numbers(&script);
        assert_eq!(numbers.len(), 2);
        let mut module = format!("\0asm__wbg_get_{second}\u{1}__wbg_now_{first}").into_bytes();
        replace(&mut module, &numbers);
        assert_eq!(module, b"\0asm__wbg_get_0000000000000001\x01__wbg_now_0000000000000000");
    }
}
