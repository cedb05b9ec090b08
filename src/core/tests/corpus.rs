//! Cases that fuzzing found, and seeds: each runs through the check of its target.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::disallowed_macros, reason = "tests are not in the wasm")]

#[path = "../../../fuzz/checks.rs"]
mod checks;

use std::fs;

type Check = fn(&[u8]);

#[test]
fn every_case_holds() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus");
    let targets: [(&str, Check); 3] = [
        ("canonical", checks::canonical),
        ("options", checks::options),
        ("reply", checks::reply),
    ];
    let mut folders: Vec<_> = fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    folders.sort();
    assert_eq!(folders, targets.map(|(name, _)| name));
    for (name, check) in targets {
        let cases: Vec<_> = fs::read_dir(format!("{corpus}/{name}")).unwrap().collect();
        assert!(cases.len() >= 3, "{name}");
        for case in cases {
            check(&fs::read(case.unwrap().path()).unwrap());
        }
    }
}
