//! The quota of a service that other users share: a sliding second, and others who ask evenly.

use std::collections::VecDeque;

const SECOND_US: u64 = 1_000_000;

pub(crate) struct SharedQuota {
    quota: usize,
    accepted_us: VecDeque<u64>,
    /// The time between two requests of the others, and their next one.
    others_us: Option<u64>,
    next_us: u64,
}

impl SharedQuota {
    /// `percent` of the quota is what others ask for.
    pub(crate) fn new(quota: u32, percent: u32) -> Self {
        let others_us = (100 * SECOND_US).checked_div(u64::from(quota * percent));
        Self {
            quota: quota as usize,
            accepted_us: VecDeque::new(),
            others_us,
            next_us: 0,
        }
    }

    /// Returns whether a request is within the quota.
    pub(crate) fn takes(&mut self, now_us: u64) -> bool {
        if let Some(others_us) = self.others_us {
            while self.next_us < now_us {
                self.accept(self.next_us);
                self.next_us += others_us;
            }
        }
        self.accept(now_us)
    }

    fn accept(&mut self, now_us: u64) -> bool {
        while self
            .accepted_us
            .front()
            .is_some_and(|at_us| now_us - at_us >= SECOND_US)
        {
            self.accepted_us.pop_front();
        }
        let accepted = self.accepted_us.len() < self.quota;
        if accepted {
            self.accepted_us.push_back(now_us);
        }
        accepted
    }
}
