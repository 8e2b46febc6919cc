//! How large the built console is, raw and compressed, and whether the first visit stays within its budget.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};

/// What the first visit may load, in bytes after gzip.
const BUDGET: usize = 300_000;

/// The one JSON file that no deployment replaces.
const DOCUMENTED_KEYS: &str = "config-keys.json";

/// One built file and its sizes in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Its path below the directory, with `/` between the parts.
    pub name: String,
    /// As it is.
    pub raw: usize,
    /// Compressed with gzip.
    pub gzip: usize,
    /// Compressed with brotli.
    pub brotli: usize,
    /// Whether the first visit loads it.
    pub first: bool,
}

/// Writes `.gz` and `.br` beside each file, and tells all sizes, the largest file first.
///
/// Most JSON files are left alone: deployments replace them, and a gateway would go on sending a compressed file
/// that was left beside the new one.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress(directory: &Path) -> Result<Vec<Size>> {
    compress_files(directory).context("compressing the built console failed")
}

fn compress_files(directory: &Path) -> io::Result<Vec<Size>> {
    let page = fs::read_to_string(directory.join("index.html"))?;
    let mut sizes = Vec::new();
    for path in files(directory)? {
        let name = path.strip_prefix(directory).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let content = fs::read(&path)?;
        let (gzip, brotli) = (gzip(&content)?, brotli(&content)?);
        if !name.ends_with(".json") || name == DOCUMENTED_KEYS {
            fs::write(directory.join(format!("{name}.gz")), &gzip)?;
            fs::write(directory.join(format!("{name}.br")), &brotli)?;
        }
        let first = is_loaded_first(&name, &page);
        sizes.push(Size { raw: content.len(), gzip: gzip.len(), brotli: brotli.len(), first, name });
    }
    sizes.sort_by(|a, b| b.raw.cmp(&a.raw).then_with(|| a.name.cmp(&b.name)));
    Ok(sizes)
}

/// Checks that the first visit is small enough.
///
/// # Errors
/// When it is not.
pub fn check(sizes: &[Size]) -> Result<()> {
    let size = total("", sizes.iter().filter(|size| size.first)).gzip;
    ensure!(
        size <= BUDGET,
        "the first visit loads {size} bytes (gzip), {} more than the {BUDGET} that it may",
        size - BUDGET
    );
    Ok(())
}

/// Returns the sizes as a person reads them.
pub fn table(sizes: &[Size]) -> String {
    let first = total("first visit (*)", sizes.iter().filter(|size| size.first));
    let all = total("in total", sizes.iter());
    let width = sizes.iter().chain([&first]).map(|size| size.name.len()).max().unwrap_or_default();
    let mut table = format!("  {:width$} {:>10} {:>10} {:>10}\n", "bytes", "raw", "gzip", "brotli");
    for size in sizes.iter().chain([&first, &all]) {
        let mark = if size.first { '*' } else { ' ' };
        let [raw, gzip, brotli] = [size.raw, size.gzip, size.brotli].map(grouped);
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{mark} {:width$} {raw:>10} {gzip:>10} {brotli:>10}", size.name);
    }
    let _ = write!(table, "The first visit may load {} bytes (gzip).", grouped(BUDGET));
    table
}

fn total<'a>(name: &str, sizes: impl Iterator<Item = &'a Size>) -> Size {
    sizes.fold(Size { name: name.to_owned(), ..Size::default() }, |total, size| Size {
        raw: total.raw + size.raw,
        gzip: total.gzip + size.gzip,
        brotli: total.brotli + size.brotli,
        ..total
    })
}

/// Returns whether it is the page itself, what it names, and the pieces of JavaScript that the module imports at its
/// start. The two JSON files are a deployment's own.
fn is_loaded_first(name: &str, page: &str) -> bool {
    name == "index.html" || name.starts_with("snippets/") || page.contains(&format!("\"./{name}\""))
}

/// With a comma at every thousand.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// With zopfli, which takes its time for the smallest gzip there is. A module is made of more kinds of blocks than
/// zopfli expects in a file.
fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let options = zopfli::Options { maximum_block_splits: 100, ..Default::default() };
    zopfli::compress(options, zopfli::Format::Gzip, content, &mut compressed)?;
    Ok(compressed)
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(name: &str, gzip: usize, first: bool) -> Size {
        Size { name: name.to_owned(), raw: gzip * 3, gzip, brotli: gzip - 100, first }
    }

    #[test]
    fn the_table_has_a_line_for_each_file_and_the_totals() {
        let table = table(&[size("app.wasm", 120_000, true), size("keys.json", 1_000, false)]);
        let expected = "\x20 bytes                  raw       gzip     brotli
* app.wasm           360,000    120,000    119,900
  keys.json            3,000      1,000        900
  first visit (*)    360,000    120,000    119,900
  in total           363,000    121,000    120,800
The first visit may load ";
        assert!(table.starts_with(expected), "{table}");
    }

    #[test]
    fn only_what_the_first_visit_loads_counts_against_the_budget() {
        assert!(check(&[size("app.wasm", BUDGET, true), size("keys.json", 90_000, false)]).is_ok());
        let over = check(&[size("app.wasm", BUDGET, true), size("boot.js", 101, true)]);
        assert!(over.unwrap_err().to_string().contains(" bytes (gzip), 101 more"));
    }

    #[test]
    fn the_first_visit_loads_what_the_page_names() {
        let page =
            "<meta content=\"./app.js\" data-wasm=\"./app_bg.wasm\"><script src=\"./boot.js\"></script>";
        for name in ["index.html", "app.js", "app_bg.wasm", "boot.js", "snippets/x/inline0.js"] {
            assert!(is_loaded_first(name, page), "{name}");
        }
        for name in ["tasks.json", "app", "keys.json"] {
            assert!(!is_loaded_first(name, page), "{name}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        let numbers = [0, 999, 1_000, 123_456, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "999", "1,000", "123,456", "1,234,567"]);
    }

    #[test]
    fn each_file_gets_compressed_siblings_but_those_that_deployments_replace() {
        let directory = std::env::temp_dir().join(format!("xtask-sizes-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("index.html"), "a".repeat(1_000)).unwrap();
        fs::write(directory.join("tasks.json"), "{}").unwrap();
        fs::write(directory.join(DOCUMENTED_KEYS), "{\"keys\":[]}").unwrap();
        let sizes = compress(&directory).unwrap();
        assert_eq!(
            sizes.iter().map(|size| size.name.as_str()).collect::<Vec<_>>(),
            ["index.html", DOCUMENTED_KEYS, "tasks.json"]
        );
        let mut unpacked = String::new();
        let packed = fs::read(directory.join("index.html.gz")).unwrap();
        io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*packed), &mut unpacked).unwrap();
        assert_eq!(unpacked, "a".repeat(1_000));
        assert_eq!(fs::read(directory.join("index.html.br")).unwrap().len(), sizes[0].brotli);
        assert!(!directory.join("tasks.json.gz").exists());
        assert!(directory.join("config-keys.json.gz").exists());
        fs::remove_dir_all(&directory).unwrap();
    }
}
