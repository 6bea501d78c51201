//! Counts the queries of a request, so that a page that asks too often is seen.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

tokio::task_local! {
    static COUNT: AtomicU32;
}

/// Runs `work` and says how many queries it made.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, u32) {
    COUNT
        .scope(AtomicU32::new(0), async {
            let answer = work.await;
            (answer, COUNT.with(|count| count.load(Ordering::Relaxed)))
        })
        .await
}

/// Queries made so far in this request; 0 outside `counted`.
pub fn so_far() -> u32 {
    COUNT.try_with(|count| count.load(Ordering::Relaxed)).unwrap_or(0)
}

/// Counts a statement; with `JISHI_LOG=database=trace` its text is in the log, never its values.
pub(crate) fn note(sql: &str) {
    tracing::trace!(sql, "query");
    // Outside a request nobody counts.
    let _ = COUNT.try_with(|count| count.fetch_add(1, Ordering::Relaxed));
}
