//! An order of a module's functions that compresses well.
//!
//! A compiler writes much the same function many times, for other types. gzip finds what it has seen in the last
//! 32 kB, so those functions have to be near each other.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs,
    path::Path,
};

use anyhow::Result;
use wasm_encoder::{Encode as _, NameMap, NameSection, Section as _};
use wasmparser::{Parser, Payload, TypeRef};

/// How many bytes in a row count as shared. Fewer are in nearly all functions.
const RUN: usize = 6;
/// The number of functions from which on a run that they share says nothing.
const COMMON: usize = 400;

/// Names the functions of a module without names so that wasm-opt, when it orders them by name, puts each beside
/// those that it resembles.
///
/// # Errors
/// When the module cannot be read or written.
pub fn name_by_likeness(path: &Path) -> Result<()> {
    let mut module = fs::read(path)?;
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(&module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let mut places = vec![0; bodies.len()];
    for (place, function) in chain(&bodies).into_iter().enumerate() {
        places[function] = place;
    }
    let mut functions = NameMap::new();
    for (index, place) in (imported..).zip(places) {
        functions.append(index, &format!("{place:08}"));
    }
    let mut names = NameSection::new();
    names.functions(&functions);
    module.push(names.id());
    names.encode(&mut module);
    fs::write(path, module)?;
    Ok(())
}

/// Returns all functions in a row. Each is followed by the one left that shares most with it for their size, or by
/// the shortest where none shares anything.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let runs: Vec<HashSet<&[u8]>> = bodies.iter().map(|body| body.windows(RUN).collect()).collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, runs) in runs.iter().enumerate() {
        for run in runs {
            holders.entry(run).or_default().push(function);
        }
    }
    holders.retain(|_, functions| functions.len() < COMMON);
    let mut left: BTreeSet<(usize, usize)> = bodies.iter().map(|body| body.len()).zip(0..).collect();
    let mut chain = Vec::new();
    let mut next = left.first().map(|(_, function)| *function);
    while let Some(function) = next {
        left.remove(&(bodies[function].len(), function));
        chain.push(function);
        // What the function before has in common with others counts half.
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for (last, weight) in chain.iter().rev().zip([2, 1]) {
            for other in runs[*last].iter().filter_map(|run| holders.get(run)).flatten() {
                *shared.entry(*other).or_default() += weight;
            }
        }
        let likeness = |(other, shared): (usize, usize)| {
            let all = 2 * (runs[function].len() + runs[other].len()) - shared;
            (shared * 1_000_000 / all, other)
        };
        let is_left = |(other, _): &(usize, usize)| left.contains(&(bodies[*other].len(), *other));
        let nearest = shared.into_iter().filter(is_left).map(likeness).max();
        next = nearest.map(|(_, other)| other).or_else(|| left.first().map(|(_, function)| *function));
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_is_followed_by_the_one_most_like_it() {
        let bodies: [&[u8]; 5] = [
            b"one thing and much more of it",
            b"quite another is here",
            b"one thing and much less of it",
            b"quite another is there",
            b"short",
        ];
        assert_eq!(chain(&bodies), [4, 1, 3, 0, 2]);
    }

    #[test]
    fn a_module_gets_a_name_for_each_function() {
        let path = std::env::temp_dir().join(format!("xtask-functions-{}.wasm", std::process::id()));
        fs::write(
            &path,
            b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x03\x02\0\0\x0a\x08\x02\x03\0\x01\x0b\x02\0\x0b",
        )
        .unwrap();
        name_by_likeness(&path).unwrap();
        let module = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(module.ends_with(b"\x04name\x01\x15\x02\x00\x0800000001\x01\x0800000000"), "{module:?}");
    }
}
