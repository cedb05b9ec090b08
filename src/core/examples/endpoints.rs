//! Reads a JSON list of `[endpoint, plain http everywhere]` from the standard input, and prints the list of their URLs, `null` for an
//! endpoint that [`Endpoint::parse`] refuses. A test of the package compares its own validator with it.

use std::io::{self, Read as _};

use apsara_live_core::Endpoint;
use apsara_live_core::endpoint::PlainHttp;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    let given: Vec<(String, bool)> = serde_json::from_str(&input)?;
    let url = |(text, everywhere): &(String, bool)| {
        let plain_http = if *everywhere {
            PlainHttp::Everywhere
        } else {
            PlainHttp::Loopback
        };
        Endpoint::parse(text, plain_http)
            .ok()
            .map(|endpoint| endpoint.to_string())
    };
    let urls: Vec<_> = given.iter().map(url).collect();
    println!("{}", serde_json::to_string(&urls)?);
    Ok(())
}
