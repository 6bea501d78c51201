//! What the reader may do to one thing, for showing it. Every command decides again.

use crate::{App, Page};
use access::{Denied, Resource};
use kernel::Actor;

/// Whether the reader may do this to that.
pub fn may(app: &App, page: &Page, actor: &Actor, action: &str, resource: &impl Resource) -> bool {
    require(app, page, actor, action, resource).is_ok()
}

/// As `may`, for pages that are closed to everybody else.
///
/// # Errors
/// The reader may not.
pub fn require(
    app: &App,
    page: &Page,
    actor: &Actor,
    action: &str,
    resource: &impl Resource,
) -> Result<(), Denied> {
    let path = page.units().path(&resource.describe().unit);
    app.db.access().require(actor, action, resource, &path).map(|_| ())
}
