use super::Why;

/// A video comes as a file; words are none.
pub(super) fn parse() -> Result<String, Why> {
    Err(Why::NoUpload)
}
