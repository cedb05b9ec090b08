//! Instants in the formats of the wire: `yyyy-MM-ddTHH:mm:ssZ` to sign with, and the `Date` header to learn the server's clock from.

use core::fmt::Write as _;

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// An instant of a request, in UTC and to the second: the `Timestamp` parameter or the `x-acs-date` header.
///
/// ```
/// use apsara_live_core::Timestamp;
///
/// let timestamp = Timestamp::from_unix_ms(1_767_323_045_678).unwrap();
/// assert_eq!(timestamp.to_string(), "2026-01-02T03:04:05Z");
/// assert_eq!("2026-01-02T03:04:05Z".parse(), Ok(timestamp));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// The instant `ms` milliseconds after 1970-01-01T00:00:00Z, fractions of a second cut off; `None` outside the years 0 to 9999.
    #[must_use]
    pub fn from_unix_ms(ms: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000))
            .ok()
            .filter(|t| t.year() >= 0)
            .map(Self)
    }

    /// Milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.0.unix_timestamp() * 1000
    }

    /// Reads the preferred form of an HTTP date (RFC 9110, section 5.6.7), `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// The two obsolete forms of that section are not read: no server in reach of this crate writes them.
    #[must_use]
    pub fn from_http_date(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let text = text.trim().strip_suffix(" GMT")?;
        let (_weekday, text) = text.split_once(", ")?;
        let mut parts = text.split(' ');
        let day = digits(parts.next()?)?;
        let month = parts.next()?;
        let month = MONTHS.iter().position(|name| *name == month)? + 1;
        let year = digits(parts.next()?)?;
        let mut clock = parts.next()?.split(':').map(digits);
        let time = [clock.next()??, clock.next()??, clock.next()??];
        if parts.next().is_some() || clock.next().is_some() {
            return None;
        }
        Self::from_parts([year, u32::try_from(month).ok()?, day], time)
    }

    fn from_parts([year, month, day]: [u32; 3], [hour, minute, second]: [u32; 3]) -> Option<Self> {
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let date = Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
        let small = |n: u32| u8::try_from(n).ok();
        let time = Time::from_hms(small(hour)?, small(minute)?, small(second)?).ok()?;
        Some(Self(PrimitiveDateTime::new(date, time).assume_utc()))
    }
}

fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Written by hand: the machinery of `core::fmt` for padded numbers costs more bytes of wasm than this.
impl core::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (t, mut text) = (self.0, [0; 20]);
        let year = u32::try_from(t.year()).unwrap_or(0);
        let numbers = [
            (0, 4, year, b'-'),
            (5, 2, u32::from(u8::from(t.month())), b'-'),
            (8, 2, u32::from(t.day()), b'T'),
            (11, 2, u32::from(t.hour()), b':'),
            (14, 2, u32::from(t.minute()), b':'),
            (17, 2, u32::from(t.second()), b'Z'),
        ];
        for (start, width, mut number, then) in numbers {
            for at in (start..start + width).rev() {
                text[at] = b'0' + u8::try_from(number % 10).unwrap_or(0);
                number /= 10;
            }
            text[start + width] = then;
        }
        text.iter().try_for_each(|byte| f.write_char(char::from(*byte)))
    }
}

/// The text is not a timestamp of the form `yyyy-MM-ddTHH:mm:ssZ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimestamp;

impl core::str::FromStr for Timestamp {
    type Err = NotATimestamp;

    /// Reads `yyyy-MM-ddTHH:mm:ssZ` and nothing else.
    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        let read = || {
            let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
            let three = |text: &str, separator: char, widths: [usize; 3]| {
                let mut parts = text.split(separator);
                let mut out = [0; 3];
                for (slot, width) in out.iter_mut().zip(widths) {
                    *slot = parts.next().filter(|part| part.len() == width).and_then(digits)?;
                }
                parts.next().is_none().then_some(out)
            };
            Self::from_parts(three(date, '-', [4, 2, 2])?, three(time, ':', [2, 2, 2])?)
        };
        read().ok_or(NotATimestamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_its_own_form() {
        for bad in [
            "",
            "2026-01-02",
            "2026-01-02T03:04:05",
            "2026-01-02T03:04:05.000Z",
            "2026-1-02T03:04:05Z",
            "2026-13-02T03:04:05Z",
            "2026-02-30T03:04:05Z",
            "2026-01-02T24:00:00Z",
            "2026-01-02T03:04:05+00:00",
            "２026-01-02T03:04:05Z",
        ] {
            assert_eq!(bad.parse::<Timestamp>(), Err(NotATimestamp), "{bad}");
        }
    }

    #[test]
    fn http_dates() {
        let timestamp = Timestamp::from_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(timestamp.to_string(), "1994-11-06T08:49:37Z");
        for bad in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
        ] {
            assert_eq!(Timestamp::from_http_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn negative_and_far_instants() {
        assert_eq!(Timestamp::from_unix_ms(-1).unwrap().to_string(), "1969-12-31T23:59:59Z");
        assert_eq!(Timestamp::from_unix_ms(i64::MAX), None);
        assert_eq!(Timestamp::from_unix_ms(i64::MIN), None);
    }
}
