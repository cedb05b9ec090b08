//! Documents of the repository in the package: links and images become absolute, because npm shows them without the other files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

const FILES: &str = "https://github.com/apsara-live/apsara-live/blob/main/";
const IMAGES: &str = "https://raw.githubusercontent.com/apsara-live/apsara-live/main/";

/// Writes a document of the repository into the package.
pub(super) fn write(from: &Path, to: &Path) -> Result<()> {
    let text = fs::read_to_string(from).with_context(|| format!("cannot read {}", from.display()))?;
    fs::write(to, absolute(&text)).with_context(|| format!("cannot write {}", to.display()))
}

fn absolute(text: &str) -> String {
    let mut in_code = false;
    let lines = text.split_inclusive('\n').map(|line| {
        let fence = line.starts_with("```");
        in_code ^= fence;
        if fence || in_code {
            line.to_owned()
        } else {
            absolute_attributes(&absolute_line(line))
        }
    });
    lines.collect()
}

/// Completes each relative target of `[text](target)` and `![text](target)`.
fn absolute_line(line: &str) -> String {
    let mut parts = line.split("](");
    let mut done = parts.next().unwrap_or_default().to_owned();
    for rest in parts {
        let is_image = done.rfind('[').is_some_and(|at| done[..at].ends_with('!'));
        let base = match (is_relative(rest), is_image) {
            (false, _) => "",
            (true, false) => FILES,
            (true, true) => IMAGES,
        };
        done = [&done, "](", base, rest].concat();
    }
    done
}

/// Completes each relative image of HTML, such as `<img src="target">`.
fn absolute_attributes(line: &str) -> String {
    [" src=\"", " srcset=\""]
        .iter()
        .fold(line.to_owned(), |line, attribute| {
            let mut parts = line.split(*attribute);
            let mut done = parts.next().unwrap_or_default().to_owned();
            for rest in parts {
                let base = if is_relative(rest) { IMAGES } else { "" };
                done = [&done, *attribute, base, rest].concat();
            }
            done
        })
}

fn is_relative(target: &str) -> bool {
    !["http://", "https://", "mailto:", "#"]
        .iter()
        .any(|beginning| target.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_targets_become_absolute() {
        for (relative, expected) in [
            ("[a](b.md)", format!("[a]({FILES}b.md)")),
            ("![a](b.png)", format!("![a]({IMAGES}b.png)")),
            (
                "[a](b.md#c) ![d](e.svg) [f](g)",
                format!("[a]({FILES}b.md#c) ![d]({IMAGES}e.svg) [f]({FILES}g)"),
            ),
            (
                "<img src=\"a.svg\" alt=\"b\">",
                format!("<img src=\"{IMAGES}a.svg\" alt=\"b\">"),
            ),
            (
                "<source srcset=\"a.svg\">",
                format!("<source srcset=\"{IMAGES}a.svg\">"),
            ),
        ] {
            assert_eq!(absolute(relative), expected);
        }
    }

    #[test]
    fn other_text_stays() {
        for text in [
            "[a](https://example.com/b) and [c](#d)\n",
            "text (b.md)\n",
            "<img src=\"https://example.com/a.svg\">\n",
            "```js\ncall([a](b));\n```\n",
        ] {
            assert_eq!(absolute(text), text);
        }
    }
}
