//! Instants in the format of the wire, `yyyy-MM-ddTHH:mm:ssZ`.

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
pub struct Timestamp {
    /// Seconds after 1970-01-01T00:00:00Z.
    unix_s: i64,
}

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
const YEARS_0_TO_9999: core::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

impl Timestamp {
    /// Returns the instant `ms` milliseconds after 1970-01-01T00:00:00Z, to the second; `None` outside the years 0 to 9999.
    #[must_use]
    pub fn from_unix_ms(ms: i64) -> Option<Self> {
        let unix_s = ms.div_euclid(1000);
        YEARS_0_TO_9999.contains(&unix_s).then_some(Self { unix_s })
    }

    /// Returns the milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.unix_s * 1000
    }

    /// `yyyy-MM-ddTHH:mm:ssZ`.
    ///
    /// The algorithm is `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms". The `time` crate writes the
    /// same (see the tests) with twice the wasm.
    pub(crate) fn to_wire(self) -> String {
        // Years begin with March here, so that a leap day is the last day. They count from 400 years before the year 0.
        let seconds = (self.unix_s + (719_468 + 146_097) * 86_400).unsigned_abs();
        let (days, second_of_day) = (seconds / 86_400, seconds % 86_400);
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let months_after_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * months_after_march + 2) / 5 + 1;
        let month = (months_after_march + 2) % 12 + 1;
        let year = 400 * era + year_of_era + u64::from(month < 3) - 400;
        let mut text = String::with_capacity(20);
        push_decimal(&mut text, year, 4);
        for (before, number) in [
            ('-', month),
            ('-', day),
            ('T', second_of_day / 3600),
            (':', second_of_day / 60 % 60),
            (':', second_of_day % 60),
        ] {
            text.push(before);
            push_decimal(&mut text, number, 2);
        }
        text.push('Z');
        text
    }

    /// Returns the instant of a date and a time, of which none is checked.
    ///
    /// The algorithm is `days_from_civil` of the same page.
    fn from_parts([year, month, day, hour, minute, second]: [u16; 6]) -> Self {
        let [year, month, day] = [year, month, day].map(i64::from);
        // Years begin with March here, too.
        let year = year - i64::from(month < 3);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        let [hour, minute, second] = [hour, minute, second].map(i64::from);
        Self {
            unix_s: ((days * 24 + hour) * 60 + minute) * 60 + second,
        }
    }
}

/// Parses up to six numbers: `text` has a digit for every `d` of `form`, and equals `form` elsewhere.
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

impl core::fmt::Display for NotATimestamp {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("expected a timestamp of the form yyyy-MM-ddTHH:mm:ssZ")
    }
}

impl core::error::Error for NotATimestamp {}

impl core::str::FromStr for Timestamp {
    type Err = NotATimestamp;

    /// Parses `yyyy-MM-ddTHH:mm:ssZ` and nothing else.
    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        let numbers = numbers(text, "dddd-dd-ddTdd:dd:ddZ").ok_or(NotATimestamp)?;
        let timestamp = Self::from_parts(numbers);
        // A 30th of February is written as another day.
        let exists = YEARS_0_TO_9999.contains(&timestamp.unix_s) && timestamp.to_wire() == text;
        exists.then_some(timestamp).ok_or(NotATimestamp)
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
            "2026-01-02T03:60:00Z",
            "2026-01-02T03:04:60Z",
            "2026-00-02T03:04:05Z",
            "2026-01-00T03:04:05Z",
            "2026-01-99T03:04:05Z",
            "0000-00-00T00:00:00Z",
            "9999-99-99T99:99:99Z",
            "2026-01-02T03:04:05+00:00",
            "２026-01-02T03:04:05Z",
            "2026-01-02Tdd:04:05Z",
        ] {
            assert_eq!(bad.parse::<Timestamp>(), Err(NotATimestamp), "{bad}");
        }
    }

    #[test]
    fn negative_and_far_instants() {
        assert_eq!(Timestamp::from_unix_ms(-1).unwrap().to_string(), "1969-12-31T23:59:59Z");
        assert_eq!(Timestamp::from_unix_ms(i64::MAX), None);
        assert_eq!(Timestamp::from_unix_ms(i64::MIN), None);
    }

    #[cfg(not(target_family = "wasm"))]
    proptest::proptest! {
        #[test]
        fn writes_what_the_time_crate_writes(unix_s in YEARS_0_TO_9999) {
            let t = time::OffsetDateTime::from_unix_timestamp(unix_s).unwrap();
            let (month, day) = (u8::from(t.month()), t.day());
            let [hour, minute, second] = [t.hour(), t.minute(), t.second()];
            let expected = format!("{:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", t.year());
            let timestamp = Timestamp::from_unix_ms(unix_s * 1000).unwrap();
            proptest::prop_assert_eq!(timestamp.to_string(), &*expected);
            proptest::prop_assert_eq!(expected.parse(), Ok(timestamp));
        }
    }

    #[test]
    fn the_first_and_the_last_day_of_february_and_of_the_years() {
        for text in [
            "0000-01-01T00:00:00Z",
            "0000-02-29T23:59:59Z",
            "0000-03-01T00:00:00Z",
            "1900-02-28T23:59:59Z",
            "1900-03-01T00:00:00Z",
            "2000-02-29T12:00:00Z",
            "2026-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }
}
