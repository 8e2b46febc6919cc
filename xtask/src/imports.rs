//! Names of imports that compress well.
//!
//! wasm-bindgen ends the name of each import with a hash, in the module and in its script: bytes that no compressor
//! makes smaller. Here the imports are numbered instead.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Result, anyhow};
use wasm_encoder::{
    ImportSection, Module,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{Import, Imports, Parser};

/// The number of digits of a hash.
const DIGITS: usize = 16;

/// Puts numbers in place of the names of a module's imports, and in the script that provides them.
///
/// # Errors
/// When a file cannot be read or written.
pub fn number(script: &Path, module: &Path) -> Result<()> {
    let text = fs::read_to_string(script)?;
    let names = numbers(&text);
    fs::write(script, names.iter().fold(text, |text, (name, number)| text.replace(name, number)))?;
    fs::write(module, renamed(names, &fs::read(module)?)?)?;
    Ok(())
}

/// Returns a number for each name with a hash in the script.
fn numbers(script: &str) -> HashMap<String, String> {
    let mut numbers = HashMap::new();
    for word in script.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        let hash = word.rsplit_once('_').map(|(_, end)| end);
        let is_hash = |end: &str| end.len() == DIGITS && end.bytes().all(|byte| byte.is_ascii_hexdigit());
        if word.starts_with("__wb") && hash.is_some_and(is_hash) {
            let number = format!("i{}", numbers.len());
            numbers.entry(word.to_owned()).or_insert(number);
        }
    }
    numbers
}

fn renamed(names: HashMap<String, String>, module: &[u8]) -> Result<Vec<u8>> {
    let mut renamed = Module::new();
    let read = Renaming(names).parse_core_module(&mut renamed, Parser::new(0), module);
    read.map_err(|error| anyhow!("{error}"))?;
    Ok(renamed.finish())
}

/// Copies a module with other names for its imports.
struct Renaming(HashMap<String, String>);

impl Reencode for Renaming {
    type Error = std::convert::Infallible;

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: Imports<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let Imports::Single(offset, import) = imports else {
            return utils::parse_imports(self, section, imports);
        };
        let name = self.0.get(import.name).cloned();
        let name = name.as_deref().unwrap_or(import.name);
        utils::parse_imports(self, section, Imports::Single(offset, Import { name, ..import }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_same_number_wherever_it_stands() {
        let (first, second) = ("__wbg_now_0123456789abcdef", "__wbg_get_fedcba9876543210");
        let names = numbers(&format!("{{{first}:f,{second}:g,{first}:h,x{first}:1,{first}1:2}}"));
        let expected = [(first, "i0"), (second, "i1")].map(|(name, number)| (name.into(), number.into()));
        assert_eq!(names, HashMap::from(expected));
        let module = |name: &str| {
            let length = char::from(name.len() as u8);
            let import = format!("\u{1}\u{1}m{length}{name}\0\0");
            let size = char::from(import.len() as u8);
            format!("\0asm\u{1}\0\0\0\u{1}\u{4}\u{1}\u{60}\0\0\u{2}{size}{import}").into_bytes()
        };
        assert_eq!(renamed(names, &module(second)).unwrap(), module("i1"));
    }
}
