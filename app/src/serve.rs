//! The web server: routes of all areas, and the two workers beside it.

use crate::home;
use crate::house::House;
use anyhow::{Context, Result};
use axum::{Extension, Router};
use journal::{Sealer, Signer};
use measures::Roller;
use pages::{App, MenuEntry, NewApp};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What leads somewhere, in order; each person sees what they may open.
fn navigation() -> Vec<MenuEntry> {
    let entry = |path, label, icon, group, action| MenuEntry { path, label, icon, group, action };
    vec![
        entry("/", "app-menu-home", "home", "", None),
        entry("/incidents", "cases-menu-incidents", "phone-call", "app-group-work", Some("incident.list")),
        entry("/cases", "cases-menu-cases", "folder", "app-group-work", Some("case.list")),
        entry("/measures", "measures-menu", "chart-bar", "app-group-figures", Some("measure.read")),
        entry("/reports", "reports-menu", "report", "app-group-figures", Some("report.read")),
        entry("/people", "people-menu-people", "users", "app-group-people", Some("person.list")),
        entry("/units", "people-menu-units", "hierarchy", "app-group-people", Some("unit.list")),
        entry("/accounts", "people-menu-accounts", "key", "app-group-people", Some("account.list")),
    ]
}

/// The whole web server as a service, for `serve` and for tests.
pub fn router(house: &House, secure: bool) -> Router {
    let app = App::new(NewApp {
        db: house.db.clone(),
        catalogue: house.catalogue.clone(),
        law: house.law.clone(),
        navigation: navigation(),
        secure,
    });
    let routes = Router::new()
        .merge(home::routes())
        .merge(people::routes())
        .merge(cases::routes())
        .merge(reports::routes());
    pages::frame(routes, app).layer(Extension(house.measures.clone()))
}

/// Serves until the process is told to stop; then what is under way is finished.
pub async fn serve(house: House, listen: &str, secure: bool) -> Result<()> {
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let (stop, stopped) = watch::channel(false);
    let signer = Signer::load(&house.location.keys())?;
    let sealer = tokio::spawn(Sealer::run(house.db.clone(), signer, told(stopped.clone())));
    let roller = tokio::spawn(Roller::run(house.db.clone(), told(stopped.clone())));
    eprintln!("jishi: http://{}", listener.local_addr()?);
    axum::serve(listener, router(&house, secure)).with_graceful_shutdown(asked_to_stop()).await?;
    let _ = stop.send(true);
    sealer.await?;
    roller.await?;
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
