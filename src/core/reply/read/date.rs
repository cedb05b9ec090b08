//! HTTP dates in the three forms of RFC 9110, section 5.6.7.

use std::time::UNIX_EPOCH;

use crate::text::concat;
use crate::timestamp::Timestamp;

/// Returns the time in milliseconds since 1970, or `None` for any other text. `now_ms` places a year of two digits.
pub(super) fn http_date_ms(text: &str, now_ms: i64) -> Option<i64> {
    let fixdate = fixdate_of_rfc850(text, now_ms);
    let time = httpdate::parse_http_date(fixdate.as_deref().unwrap_or(text)).ok()?;
    time.duration_since(UNIX_EPOCH).ok()?.as_millis().try_into().ok()
}

const DAYS: [&str; 7] = ["Sun", "Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur"];

/// Turns `Sunday, 06-Nov-94 08:49:37 GMT` into `Sun, 06 Nov 1994 08:49:37 GMT`: `httpdate` takes each year below 70 for one of this century.
fn fixdate_of_rfc850(text: &str, now_ms: i64) -> Option<String> {
    let (day, rest) = text.split_once("day, ")?;
    let (date, rest) = rest.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let (year, time) = rest.split_at_checked(2)?;
    let digits = year.bytes().all(|byte| byte.is_ascii_digit()).then_some(year)?;
    if !DAYS.contains(&day) {
        return None;
    }
    let this_year: u16 = Timestamp::from_unix_ms(now_ms)?.to_wire().get(..4)?.parse().ok()?;
    let year = near_year(digits.parse().ok()?, this_year).to_string();
    Some(concat(&[&day[..3], ", ", date, " ", month, " ", &year, time]))
}

/// A year of two digits that seems to be more than 50 years in the future belongs to the previous century.
const fn near_year(last_digits: u16, this_year: u16) -> u16 {
    let year = this_year - this_year % 100 + last_digits;
    if year > this_year + 50 {
        year.saturating_sub(100)
    } else {
        year
    }
}
