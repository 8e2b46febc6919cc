//! CSV: tables as spreadsheets read and write them.

use std::borrow::Cow;

/// What a table begins with: without a byte order mark Excel takes the text for one of its own code pages.
pub(crate) const MARK: &str = "\u{feff}";

/// Adds a row of a table, as RFC 4180 has it. A cell that a spreadsheet would run gets an apostrophe before it.
pub(crate) fn push_row(text: &mut String, cells: &[&str]) {
    let mut divider = "";
    for cell in cells {
        text.push_str(divider);
        let apostrophe = if starts_formula(cell.trim_start_matches('\'')) { "'" } else { "" };
        // Semicolons and tabs divide cells too, where a spreadsheet's language has it so.
        if cell.contains(['"', ',', ';', '\t', '\r', '\n']) {
            text.push_str(&format!("\"{apostrophe}{}\"", cell.replace('"', "\"\"")));
        } else {
            text.push_str(apostrophe);
            text.push_str(cell);
        }
        divider = ",";
    }
    text.push_str("\r\n");
}

/// Returns a cell without the apostrophe that keeps a spreadsheet from running it.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|cell| starts_formula(cell.trim_start_matches('\''))).unwrap_or(cell)
}

/// Returns whether a spreadsheet may run a cell that begins like this: with a sign of a formula, the full-width ones
/// included, which some take for the plain ones, or with a blank that some pass over. A plain number
/// is only a number.
fn starts_formula(cell: &str) -> bool {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    cell.starts_with(['\t', '\r', '\n']) || (cell.trim_start().starts_with(begins) && !is_number(cell))
}

/// Returns whether a cell is a decimal number with a sign, with or without a fraction and an exponent.
fn is_number(cell: &str) -> bool {
    let unsigned = |text: &str| text.strip_prefix(['-', '+']).unwrap_or(text).to_owned();
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let number = unsigned(cell);
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((&number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = unsigned(exponent);
    let is_mantissa =
        are_digits(whole) && are_digits(fraction) && mantissa.len() > usize::from(mantissa.contains('.'));
    is_mantissa && !exponent.is_empty() && are_digits(&exponent)
}

/// A row of a table.
pub(crate) struct CsvRow<'a> {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// Its text.
    pub text: &'a str,
    /// Its cells, without what quotes them.
    pub cells: Vec<Cow<'a, str>>,
}

/// An iterator that goes through the rows of a table that are not empty.
///
/// Cells are divided by the separator and quoted as RFC 4180 has it. A quotation mark that begins no well-formed cell
/// is text, so that a stray one does not swallow the lines behind it.
pub(crate) struct CsvRows<'a> {
    rest: &'a str,
    line: usize,
    separator: char,
}

impl<'a> Iterator for CsvRows<'a> {
    type Item = CsvRow<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let (line, begin) = (self.line, self.rest);
            let mut cells = Vec::new();
            while self.take_cell(&mut cells) {}
            let text = &begin[..begin.len() - self.rest.len()];
            self.line += text.bytes().filter(|byte| *byte == b'\n').count();
            if cells.iter().any(|cell| cell.contains(char::is_alphanumeric)) {
                return Some(CsvRow { line, text, cells });
            }
        }
    }
}

impl<'a> CsvRows<'a> {
    /// Reads a text whose lines end with a line feed.
    pub fn new(text: &'a str, separator: char) -> Self {
        Self { rest: text, line: 1, separator }
    }

    /// Takes the next cell and what ends it, and says whether there is another one in the row.
    fn take_cell(&mut self, cells: &mut Vec<Cow<'a, str>>) -> bool {
        let ends = [self.separator, '\n'];
        let (cell, rest) = quoted(self.rest)
            .filter(|(_, rest)| rest.is_empty() || rest.starts_with(ends))
            .unwrap_or_else(|| {
                let (cell, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
                (cell.into(), rest)
            });
        cells.push(cell);
        let mut rest = rest.chars();
        let end = rest.next();
        self.rest = rest.as_str();
        end == Some(self.separator)
    }
}

/// Returns the cell in quotation marks that a text begins with, and what follows it, without blanks between.
fn quoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let text = text.trim_start_matches(' ').strip_prefix('"')?;
    let mut from = 0;
    loop {
        let end = from + text[from..].find('"')?;
        if text[end + 1..].starts_with('"') {
            from = end + 2;
            continue;
        }
        let cell = &text[..end];
        let cell = if from == 0 { cell.into() } else { cell.replace("\"\"", "\"").into() };
        return Some((cell, text[end + 1..].trim_start_matches(' ')));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_and_answers_are_guarded_by_what_they_begin_with() {
        let cells = ["\t=1", "\n=1", "\r1", "  =1", "\u{a0}@x", "-37", " a", ""];
        let mut text = String::new();
        push_row(&mut text, &cells);
        assert_eq!(text, "\"'\t=1\",\"'\n=1\",\"'\r1\",'  =1,'\u{a0}@x,-37, a,\r\n");
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_and_all_come_back(cell in "[-+=@＝－'\t\r\n .0-9eE|a]{0,8}") {
            let mut row = String::new();
            push_row(&mut row, &[&cell]);
            let row = row.trim_end_matches("\r\n");
            let written = row.strip_prefix('"').and_then(|row| row.strip_suffix('"')).unwrap_or(row);
            prop_assert_eq!(unguarded(written), &cell);
            let first = written.trim_start().chars().next();
            let is_sign = first.is_some_and(|first| "=+-@＝＋－＠".contains(first));
            prop_assert!(!is_sign || cell.parse::<f64>().is_ok(), "{}", written);
            prop_assert!(!written.starts_with(['\t', '\r', '\n']));
        }
    }
}
