//! x
#[derive(Clone, Copy)]
pub enum Format { Csv, Xlsx }
impl Format { pub fn extension(self)->&'static str { "csv" } }
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct PaperError;
pub fn export(_v: crate::render::Voice<'_>, _f:&[(crate::case::Case, std::sync::Arc<crate::flow::Flow>)], _x: Format)->Result<Vec<u8>,PaperError>{ Ok(vec![]) }
