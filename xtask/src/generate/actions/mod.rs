//! Facts about the actions of the service as TypeScript: types for callers, tables for the wire and of quotas, the checks of the
//! emulator, and the suggestions of the program.

pub(super) mod names;
pub(super) mod quotas;
pub(super) mod served;
pub(super) mod types;
pub(super) mod wire;
