//! The table as CSV: UTF-8 with a byte order mark (Excel in China reads it as GBK without), CRLF, every cell quoted.
//!
//! Codes are written digit by digit, so their leading zeros are in the file; `="007"`, with which Excel would keep them,
//! is a formula and is not written. In Excel the workbook is the format that keeps them.

use super::{PaperError, Sheet, clean};

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// What a spreadsheet takes for the beginning of a formula; the wide ones count under Chinese settings.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Writes a sheet.
pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, PaperError> {
    let quoted = csv::QuoteStyle::Always;
    let buffer = BYTE_ORDER_MARK.as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .quote_style(quoted)
        .terminator(csv::Terminator::CRLF)
        .from_writer(buffer);
    for row in std::iter::once(&sheet.header).chain(&sheet.rows) {
        writer
            .write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(std::io::Error::from)?;
    }
    writer.into_inner().map_err(|e| PaperError::Csv(e.into_error()))
}

/// A cell that would be a formula, or begin with an invisible mark that hides one, gets an apostrophe.
fn harmless(cell: &str) -> String {
    let text = clean(cell);
    let hides = cell.starts_with(['\t', '\r', '\n']);
    if hides || text.trim_start().starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_begin_a_formula() {
        for bad in ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1", "\u{0}=1"] {
            assert!(harmless(bad).starts_with('\''), "{bad:?}");
        }
        for good in ["007", "1-2", "a=b", "", "92430726MA4T000278"] {
            assert_eq!(harmless(good), good);
        }
    }
}
