use super::Why;

/// Pictures come as files; words are none.
pub(super) fn parse() -> Result<String, Why> {
    Err(Why::NoUpload)
}
