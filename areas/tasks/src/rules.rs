//! What the gate decides by. Pure: no clock, no database, no HTML.

pub mod boundary;
pub mod campaign;
pub mod capacity;
pub mod file;
pub mod form;
pub mod naming;
pub mod register;
pub mod task;

pub use kernel::FormId;
pub use register::{Permitted, PermittedId, ReturnKind, Rhythm};
pub use task::{Asked, ReturnState, State, StationState, Task, TaskId, TaskKind};
