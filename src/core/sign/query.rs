//! Canonical query: the parameters, sorted and encoded. The same text is signed and sent.

use super::encode::push_encoded;

/// Sorts the pairs by insertion: an operation has a dozen, and the parameters of other actions come sorted. The standard library's sort is larger as wasm than
/// both signature methods.
#[must_use]
pub fn sorted<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut sorted: Vec<(&str, &str)> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let mut place = sorted.len();
        while place > 0 && *pair < sorted[place - 1] {
            place -= 1;
        }
        sorted.insert(place, *pair);
    }
    sorted
}

/// The canonical query: `enc(name)=enc(value)` joined by `&`, sorted by the raw name.
///
/// Both signature methods define it alike (HMAC-SHA1 calls it `CanonicalizedQueryString`), and it is also the text that is sent.
/// Sorting compares UTF-8 bytes; vendor code in JavaScript compares UTF-16 units, which differs only for names outside the
/// Basic Multilingual Plane, and no parameter has such a name.
#[must_use]
pub fn canonical_query(parameters: &[(&str, &str)]) -> String {
    // Enough if a third of the text is encoded, so that a growing text is not copied.
    let mut length = 0;
    for (name, value) in parameters {
        length += 2 * (name.len() + value.len());
    }
    let mut out = String::with_capacity(length);
    for (name, value) in sorted(parameters) {
        if !out.is_empty() {
            out.push('&');
        }
        push_encoded(&mut out, name);
        out.push('=');
        push_encoded(&mut out, value);
    }
    out
}
