//! Instants in the formats of the wire: `yyyy-MM-ddTHH:mm:ssZ` to sign with, and the `Date` header to learn the server's clock from.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

use crate::text::push_decimal;

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

    /// `yyyy-MM-ddTHH:mm:ssZ`.
    pub(crate) fn to_wire(self) -> String {
        let (t, mut text) = (self.0, String::new());
        push_decimal(&mut text, t.year().unsigned_abs().into(), 4);
        let month = u8::from(t.month());
        for (before, number) in [
            ('-', month),
            ('-', t.day()),
            ('T', t.hour()),
            (':', t.minute()),
            (':', t.second()),
        ] {
            text.push(before);
            push_decimal(&mut text, number.into(), 2);
        }
        text.push('Z');
        text
    }

    /// Reads the preferred form of an HTTP date (RFC 9110, section 5.6.7), `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// The two obsolete forms of that section are not read: no server in reach of this crate writes them.
    #[cfg(feature = "readers")]
    #[must_use]
    pub fn from_http_date(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let (day, rest) = text.trim_ascii().split_at_checked(8)?;
        let (month, rest) = rest.split_at_checked(3)?;
        let [day, ..] = numbers(day.get(3..)?, ", dd ")?;
        let [year, hour, minute, second, ..] = numbers(rest, " dddd dd:dd:dd GMT")?;
        let month = MONTHS.iter().position(|name| *name == month)? + 1;
        Self::from_parts([year, month.try_into().ok()?, day], [hour, minute, second])
    }

    fn from_parts([year, month, day]: [u16; 3], time: [u16; 3]) -> Option<Self> {
        let small = |number: u16| u8::try_from(number).ok();
        let month = Month::try_from(small(month)?).ok()?;
        let date = Date::from_calendar_date(year.into(), month, small(day)?).ok()?;
        let [hour, minute, second] = time;
        let time = Time::from_hms(small(hour)?, small(minute)?, small(second)?).ok()?;
        Some(Self(PrimitiveDateTime::new(date, time).assume_utc()))
    }
}

/// The numbers, up to six, in a text that has a digit for every `d` of `form` and is like `form` everywhere else.
fn numbers(text: &str, form: &str) -> Option<[u16; 6]> {
    let (mut numbers, mut index, mut within) = ([0; 6], 0, false);
    for (byte, expected) in text.bytes().zip(form.bytes()) {
        match (expected, byte) {
            (b'd', b'0'..=b'9') => {
                let number = numbers.get_mut(index)?;
                *number = *number * 10 + u16::from(byte - b'0');
                within = true;
            }
            _ if byte == expected && byte != b'd' => {
                index += usize::from(within);
                within = false;
            }
            _ => return None,
        }
    }
    (text.len() == form.len()).then_some(numbers)
}

impl core::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.to_wire())
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
            let [year, month, day, hour, minute, second] = numbers(text, "dddd-dd-ddTdd:dd:ddZ")?;
            Self::from_parts([year, month, day], [hour, minute, second])
        };
        read().ok_or(NotATimestamp)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

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
            "2026-01-02Tdd:04:05Z",
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
