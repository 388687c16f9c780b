//! Sheets as an Excel workbook. Every cell is a string of text format: nothing is computed, no zero gets lost,
//! not even when somebody edits a cell.

use std::collections::BTreeSet;

use rust_xlsxwriter::{ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, RowNum, Workbook, XlsxError};

use super::{PaperError, Sheet, clean};

/// The longest name of a sheet, in UTF-16 units.
const NAME_UNITS: usize = 31;

/// The longest text of a cell, in UTF-16 units.
const CELL_UNITS: usize = 32_767;

/// The narrowest and the widest column, in digits.
const WIDTH: (usize, usize) = (8, 40);

/// Writes sheets in order. The workbook says it was made at `made_ms`, so that the same sheets give the same bytes.
pub(super) fn write(sheets: impl Iterator<Item = Sheet>, made_ms: i64) -> Result<Vec<u8>, PaperError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(made_ms.div_euclid(1000)).or_else(|_| ExcelDateTime::from_timestamp(0))?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let mut names = BTreeSet::new();
    for sheet in sheets {
        write_sheet(&mut workbook, &sheet, &sheet_name(&sheet.name, &mut names))?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_sheet(workbook: &mut Workbook, sheet: &Sheet, name: &str) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@").set_align(FormatAlign::Top).set_text_wrap();
    let bold = text.clone().set_bold();
    let page = workbook.add_worksheet().set_name(name)?;
    page.set_freeze_panes(1, 1)?;
    for (row, cells) in (0..).zip(std::iter::once(&sheet.header).chain(&sheet.rows)) {
        let format = if row == 0 { &bold } else { &text };
        for (column, cell) in (0..).zip(cells) {
            page.write_string_with_format(row, column, cut(&clean(cell), CELL_UNITS), format)?;
        }
    }
    for (column, width) in (0..).zip(widths(sheet)) {
        page.set_column_width(column, width)?;
    }
    let last_row = RowNum::try_from(sheet.rows.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
    let last_column = ColNum::try_from(sheet.header.len().saturating_sub(1)).map_err(|_| XlsxError::RowColumnLimitError)?;
    page.autofilter(0, 0, last_row, last_column)?;
    Ok(())
}

/// The width of each column by its longest line; a Chinese character takes two digits' room.
fn widths(sheet: &Sheet) -> impl Iterator<Item = f64> {
    let rows = || std::iter::once(&sheet.header).chain(&sheet.rows);
    (0..sheet.header.len()).map(move |column| {
        let longest = rows().filter_map(|row| row.get(column)).map(|cell| digits(cell)).max().unwrap_or(0);
        let width = u32::try_from((longest + 2).clamp(WIDTH.0, WIDTH.1)).unwrap_or(u32::MAX);
        f64::from(width)
    })
}

fn digits(cell: &str) -> usize {
    let line = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    cell.lines().map(line).max().unwrap_or(0)
}

/// A name Excel takes: not empty, short enough, without its forbidden characters, unlike any before it.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let forbidden = |c: char| c.is_control() || "[]:*?/\\".contains(c);
    let kept: String = wanted.chars().filter(|c| !forbidden(*c)).collect();
    let kept = match kept.trim_matches(|c: char| c == '\'' || c.is_whitespace()) {
        "" => "–",
        // Excel keeps this name for itself.
        name if name.eq_ignore_ascii_case("history") => "–",
        name => name,
    };
    let numbers = std::iter::once(String::new()).chain((2..).map(|n: usize| format!(" {n}")));
    for suffix in numbers {
        let cut = cut(kept, NAME_UNITS.saturating_sub(suffix.len()));
        let name = format!("{}{suffix}", cut.trim_end_matches(['\'', ' ']));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    kept.to_owned()
}

/// As many characters from the beginning as there is room for.
fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > units
    });
    end.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_as_much_as_excel_takes() {
        let sheet = Sheet {
            name: "x".to_owned(),
            header: vec!["字".repeat(100_000)],
            rows: vec![vec!["𠮷".repeat(100_000)]],
        };
        write(std::iter::once(sheet), 0).unwrap();
    }

    #[test]
    fn a_sheet_name_is_short_allowed_and_its_own() {
        let mut taken = BTreeSet::new();
        let names: Vec<String> = ["a/b:[c]", "ABC", "'", "History"]
            .iter()
            .map(|n| sheet_name(n, &mut taken))
            .collect();
        assert_eq!(names, ["abc", "ABC 2", "–", "– 2"]);
        let long = "生".repeat(40);
        for _ in 0..11 {
            assert!(sheet_name(&long, &mut taken).encode_utf16().count() <= NAME_UNITS);
        }
        assert_eq!(taken.len(), 15);
    }
}
