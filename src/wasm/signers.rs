//! Cache of the last prepared key of a client.

use std::cell::RefCell;
use std::sync::Arc;

use apsara_live_core::ArgumentError;
use apsara_live_core::sign::{SignatureMethod, Signer};

use crate::members::Members;
use crate::options::{CoreCredentials, credentials};
use crate::record::Js;

pub(crate) struct Signers {
    method: SignatureMethod,
    last: RefCell<Option<(Members, Arc<Signer>)>>,
}

impl Signers {
    pub(crate) fn new(method: SignatureMethod) -> Self {
        let last = RefCell::default();
        Self { method, last }
    }

    /// Returns the signer of the credentials. As long as they are the same object, the key is prepared once.
    pub(crate) fn signer(&self, given: &Js<CoreCredentials>) -> Result<Arc<Signer>, ArgumentError> {
        let mut last = self.last.borrow_mut();
        if let Some((known, signer)) = &*last
            && *known == given.0
        {
            return Ok(Arc::clone(signer));
        }
        let signer = Arc::new(Signer::new(self.method, credentials(given)?));
        *last = Some((given.0.clone(), Arc::clone(&signer)));
        Ok(signer)
    }
}
