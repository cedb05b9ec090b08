//! The question for the state of a task: the operation that describes the task, and the place of the state in its reply.

use core::ptr;

use super::{OPERATIONS, Operation};

/// Question for the state of a task.
#[derive(Debug)]
#[non_exhaustive]
pub struct StateQuestion {
    /// The operation that describes the task.
    pub operation: &'static Operation,
    /// The member of its reply that contains the task, or a list with the task; empty if the reply is the task.
    pub member: &'static str,
    /// The name of the ID, as a parameter and as a member of a task.
    pub id: &'static str,
    /// The name of the state, as a member of a task.
    pub status: &'static str,
    /// The values of the state. A number stands here as its decimal text.
    pub states: &'static [(&'static str, TaskState)],
}

/// The state of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TaskState {
    /// The task runs, or starts by itself: at its time, or again.
    Running,
    /// The task runs, and is about to stop.
    Stopping,
    /// The task does not run.
    Stopped,
}

impl StateQuestion {
    /// Returns the question that this operation answers.
    pub(crate) fn answered_by(operation: &Operation) -> Option<&'static Self> {
        let mut questions = OPERATIONS.iter().filter_map(|stop| stop.state_question);
        questions.find(|question| ptr::eq(question.operation, operation))
    }

    /// Returns the state that a value stands for.
    pub(crate) fn state(&self, status: &str) -> Option<TaskState> {
        let mut rows = self.states.iter();
        rows.find(|(name, _)| *name == status).map(|(_, state)| *state)
    }
}
