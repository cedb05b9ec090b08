//! The quota of a service: the period in which it counts, and evenly distributed requests of other users.

use std::collections::VecDeque;

/// The period in which the service counts requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    /// Any period that ends with a request.
    Sliding,
    /// The seconds or minutes of the service's clock.
    Calendar,
    /// A period that begins with the first request after the previous period.
    Anchored,
}

pub(crate) const WINDOWS: [Window; 3] = [Window::Sliding, Window::Calendar, Window::Anchored];

/// The number of requests in a period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) requests: u32,
    pub(crate) period_ms: u32,
}

pub(crate) struct SharedQuota {
    quota: usize,
    period_us: u64,
    window: Window,
    accepted_us: VecDeque<u64>,
    /// The interval of the other users' requests, and the time of their next request.
    others_us: Option<u64>,
    next_us: u64,
}

impl SharedQuota {
    /// `percent` is the share of the quota that other users ask for.
    pub(crate) fn new(quota: Limit, window: Window, percent: u32) -> Self {
        let period_us = u64::from(quota.period_ms) * 1_000;
        let others_us = (100 * period_us).checked_div(u64::from(quota.requests * percent));
        Self {
            quota: quota.requests as usize,
            period_us,
            window,
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
        match self.window {
            Window::Sliding => {
                while self.first_us().is_some_and(|at_us| now_us - at_us >= self.period_us) {
                    self.accepted_us.pop_front();
                }
            }
            Window::Calendar if self.first_us().map(|at_us| at_us / self.period_us) < Some(now_us / self.period_us) => {
                self.accepted_us.clear();
            }
            Window::Anchored if self.first_us().is_some_and(|at_us| now_us - at_us >= self.period_us) => {
                self.accepted_us.clear();
            }
            Window::Calendar | Window::Anchored => {}
        }
        let accepted = self.accepted_us.len() < self.quota;
        if accepted {
            self.accepted_us.push_back(now_us);
        }
        accepted
    }

    fn first_us(&self) -> Option<u64> {
        self.accepted_us.front().copied()
    }
}
