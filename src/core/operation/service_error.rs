//! Errors of the service: one row for each code.

use super::Meaning;

/// An error of the service.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ServiceError {
    /// The error code, verbatim; with a `*` at its end, every code with that prefix.
    pub code: &'static str,
    /// The HTTP status; `None` where the sources give several or none.
    pub status: Option<u16>,
    /// The service's message; `None` where the sources give none.
    pub message: Option<&'static str>,
    /// Its meaning for a caller who wants the task stopped.
    pub meaning: Meaning,
    /// The remedy.
    pub remedy: &'static str,
}

/// The columns of a [`ServiceError`] that a call needs. The others are not in the wasm.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct KnownError {
    /// The error code, verbatim; with a `*` at its end, every code with that prefix.
    pub code: &'static str,
    /// Its meaning for a caller who wants the task stopped.
    pub meaning: Meaning,
}

/// Returns the columns that a call needs. `N` is the number of rows.
pub(super) const fn known<const N: usize>(rows: &[ServiceError]) -> [KnownError; N] {
    const EMPTY: KnownError = KnownError {
        code: "",
        meaning: Meaning::Refused,
    };
    let mut columns = [EMPTY; N];
    let mut index = 0;
    while index < N {
        columns[index] = KnownError {
            code: rows[index].code,
            meaning: rows[index].meaning,
        };
        index += 1;
    }
    columns
}
