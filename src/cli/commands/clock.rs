//! The time, as far as commands depend on it.

use anyhow::Context as _;

/// The day in UTC, `YYYY-MM-DD`, on which exceptions must still hold.
pub(super) fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// The time in UTC that reports state, to the second: what `SOURCE_DATE_EPOCH` says, otherwise now.
pub(super) fn timestamp() -> anyhow::Result<String> {
    let time = source_date()?.unwrap_or_else(jiff::Timestamp::now);
    Ok(time.round(jiff::Unit::Second)?.to_string())
}

/// The time that `SOURCE_DATE_EPOCH` gives, so that the same input can give the same bytes
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
pub(super) fn source_date() -> anyhow::Result<Option<jiff::Timestamp>> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = text.to_str().and_then(|text| text.trim().parse().ok());
    let time = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    time.map(Some).context("SOURCE_DATE_EPOCH must be a number of seconds since 1970")
}
