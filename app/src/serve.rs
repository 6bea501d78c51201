//! The web server: routes of all areas, and the two workers beside it.

use crate::home;
use crate::house::House;
use anyhow::{Context, Result};
use async_trait::async_trait;
use axum::{Extension, Router};
use database::{Database, DbErr, Reader};
use journal::{Sealer, Signer};
use kernel::{Actor, PersonId, UnitCode, UnitTree};
use measures::{Directory, Roller};
use pages::{App, Held, MenuEntry, NewApp, Watch};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What leads somewhere, in order; each person sees what they may open.
pub fn navigation() -> Vec<MenuEntry> {
    let entry = |path, label, icon, group, action| MenuEntry { path, label, icon, group, action };
    vec![
        entry("/", "jishi-menu-home", "home", "", None),
        entry("/incidents", "cases-menu-incidents", "phone-call", "jishi-group-work", Some("incident.list")),
        entry("/cases", "cases-menu-cases", "folder", "jishi-group-work", Some("case.list")),
        entry("/clocks", "cases-menu-clocks", "clock", "jishi-group-work", Some("case.clocks")),
        entry("/law", "library-menu", "scale", "jishi-group-work", Some("law.read")),
        entry("/duty/now", "duty-now", "shield-check", "jishi-group-duty", Some("duty.read")),
        entry("/duty", "duty-title", "calendar", "jishi-group-duty", Some("duty.read")),
        entry("/duty/patrols", "duty-patrols", "walk", "jishi-group-duty", Some("duty.read")),
        entry("/duty/mine", "duty-mine", "calendar-event", "jishi-group-duty", Some("duty.read")),
        entry("/availability/leave", "availability-leave", "send", "jishi-group-duty", Some("leave.read")),
        entry("/availability", "availability-title", "user", "jishi-group-duty", Some("absence.list")),
        entry(
            "/tasks/station",
            "tasks-menu-station",
            "clipboard-check",
            "jishi-group-tasks",
            Some("task.follow"),
        ),
        entry("/tasks/gate", "tasks-menu-gate", "filter", "jishi-group-tasks", Some("task.gate")),
        entry("/tasks", "tasks-menu-tasks", "clipboard-list", "jishi-group-tasks", Some("task.read")),
        entry(
            "/tasks/ledger",
            "tasks-menu-ledger",
            "adjustments-horizontal",
            "jishi-group-tasks",
            Some("task.ledger"),
        ),
        entry("/measures", "measures-menu", "chart-bar", "jishi-group-figures", Some("measure.read")),
        entry("/reports", "reports-menu", "report", "jishi-group-figures", Some("report.read")),
        entry("/people", "people-menu-people", "users", "jishi-group-people", Some("person.list")),
        entry("/units", "people-menu-units", "sitemap", "jishi-group-people", Some("unit.read")),
        entry("/accounts", "people-menu-accounts", "key", "jishi-group-people", Some("account.read")),
    ]
}

/// The whole web server as a service, for `serve` and for tests.
pub fn router(house: &House, secure: bool) -> Router {
    let app = App::new(NewApp {
        db: house.db.clone(),
        catalogue: house.catalogue.clone(),
        law: house.law.clone(),
        navigation: navigation(),
        watch: Some(Arc::new(County)),
        secure,
    });
    let routes = Router::new()
        .merge(home::routes())
        .merge(people::routes())
        .merge(availability::routes())
        .merge(cases::routes())
        .merge(duty::routes())
        .merge(library::routes())
        .merge(tasks::routes())
        .merge(measures::routes())
        .merge(reports::routes());
    let directory: Arc<dyn Directory> = Arc::new(County);
    pages::frame(routes, app)
        .layer(Extension(house.measures.clone()))
        .layer(Extension(house.procedure.clone()))
        .layer(Extension(duty::Jobs::default()))
        .layer(Extension(tasks::Desk::default()))
        .layer(Extension(directory))
}

/// The areas as the pages of figures see them.
struct County;

#[async_trait]
impl Directory for County {
    async fn names(&self, db: &Reader<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, DbErr> {
        people::person_names(db, ids).await
    }
    fn address(&self, subject_kind: &str, subject_id: &str) -> Option<String> {
        let list = match subject_kind {
            "incident" => "incidents",
            "case" => "cases",
            "person" => "people",
            "task" => "tasks",
            "patrol" => "duty/patrols",
            "beat" => "duty/beats",
            _ => return None,
        };
        Some(format!("/{list}/{subject_id}"))
    }
}

#[async_trait]
impl Watch for County {
    async fn held(
        &self,
        db: &Database,
        actor: &Actor,
        units: &UnitTree,
        unit: &UnitCode,
    ) -> Result<Option<Held>, DbErr> {
        let held = cases::held_now(db, actor, units, unit).await?;
        Ok(held.map(|held| Held { count: held.count, next: held.next, path: "/custody" }))
    }
}

/// How often periods that have run out are looked for.
const SWEEP: std::time::Duration = std::time::Duration::from_secs(20);

/// Brings periods that run out before the legal officer, and tells of the risky hours of days that
/// are over, until told to stop.
async fn sweep(house: House, stopped: watch::Receiver<bool>) {
    let mut stopped = stopped;
    loop {
        match cases::sweep_clocks(&house.db, &house.procedure).await {
            // There may be more than one sweep brings up.
            Ok(found) if found > 0 => continue,
            Ok(_) => {}
            Err(problem) => tracing::warn!(%problem, "periods that ran out were not looked for"),
        }
        if let Err(problem) = duty::tell_risk(&house.db).await {
            tracing::warn!(%problem, "risky hours were not told of");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}

/// Serves until the process is told to stop; then what is under way is finished.
pub async fn serve(house: House, listen: &str, secure: bool) -> Result<()> {
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let (stop, stopped) = watch::channel(false);
    let signer = Signer::load(&house.location.keys())?;
    let sealer = tokio::spawn(Sealer::run(house.db.clone(), signer, told(stopped.clone())));
    let roller = tokio::spawn(Roller::run(house.db.clone(), told(stopped.clone())));
    if database::facts::latest(&house.db.read()).await?.is_some_and(|at| at > house.db.clock().now()) {
        tracing::warn!("the machine's clock is behind what was recorded: custody clocks cannot be trusted");
        house.procedure.watch.found_behind();
    }
    let sweeper = tokio::spawn(sweep(house.clone(), stopped.clone()));
    eprintln!("jishi: http://{}", listener.local_addr()?);
    axum::serve(listener, router(&house, secure)).with_graceful_shutdown(asked_to_stop()).await?;
    let _ = stop.send(true);
    sealer.await?;
    roller.await?;
    sweeper.await?;
    Ok(())
}

async fn told(mut stopped: watch::Receiver<bool>) {
    // If the sender is gone, the server is too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = interrupted => {}
        () = terminated => {}
    }
}
