//! Texts: look-up by language and id, with values put in.

use serde::{Deserialize, Serialize};

/// A language of the texts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Lang {
    /// Simplified Chinese, the first language of every text.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}
