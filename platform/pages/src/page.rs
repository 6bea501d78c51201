//! What a template knows about the reader: language, session, unit, menu.

mod parts;
mod wording;

pub(crate) use parts::{theme_name, unit_icon};

use crate::{App, Failure, Held, assets, cookies};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use database::identity::Session;
use kernel::{Actor, Catalogue, Language, MessageFile, Text, Unit, UnitCode, UnitTree, Wording};
use std::sync::Arc;

/// The reader and the request, for handlers and templates. Cheap to clone.
#[derive(Clone)]
pub struct Page {
    inner: Arc<Inner>,
}

struct Inner {
    /// None only in tests of templates.
    app: Option<App>,
    wording: Wording,
    theme: Option<&'static str>,
    path: String,
    query: String,
    session: Option<Session>,
    units: Arc<UnitTree>,
    unit: Option<UnitCode>,
    flash: Option<Text>,
    held: Option<Held>,
    operation: String,
    fragment: bool,
}

impl Page {
    /// Reads who asks, and how, from a request.
    pub(crate) async fn read(app: &App, parts: &Parts, operation: &str) -> Result<Self, Failure> {
        let headers = &parts.headers;
        let session = match cookies::session_token(headers, app.secure) {
            Some(token) => app.db.session(token).await.map_err(crate::failed)?,
            None => None,
        };
        let units = match &session {
            Some(_) => app.db.units().await.map_err(crate::failed)?,
            None => Arc::default(),
        };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let unit = session.as_ref().map(|session| {
            let asked = query_value(&query, "unit");
            let kept = cookies::read(headers, cookies::UNIT).map(str::to_owned);
            choose_unit(&session.actor, &units, [asked, kept])
        });
        let held = match (&app.watch, &session, &unit) {
            (Some(watch), Some(session), Some(unit)) => {
                watch.held(&app.db, &session.actor, &units, unit).await.map_err(crate::failed)?
            }
            _ => None,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                app: Some(app.clone()),
                held,
                wording: Wording::new(app.catalogue.clone(), language(session.as_ref(), headers)),
                theme: cookies::read(headers, cookies::THEME).and_then(theme_name),
                path: parts.uri.path().to_owned(),
                query,
                session,
                units,
                unit,
                flash: cookies::read_flash(headers),
                operation: operation.to_owned(),
                fragment: headers.contains_key("hx-request"),
            }),
        })
    }

    /// When the session itself could not be read: enough for an error page.
    pub(crate) fn without_session(app: &App, parts: &Parts, operation: &str) -> Self {
        Self {
            inner: Arc::new(Inner {
                app: Some(app.clone()),
                wording: Wording::new(app.catalogue.clone(), language(None, &parts.headers)),
                theme: cookies::read(&parts.headers, cookies::THEME).and_then(theme_name),
                path: parts.uri.path().to_owned(),
                query: String::new(),
                session: None,
                units: Arc::default(),
                unit: None,
                flash: None,
                held: None,
                operation: operation.to_owned(),
                fragment: parts.headers.contains_key("hx-request"),
            }),
        }
    }

    /// A page for tests of templates: this reader, these words, this address.
    ///
    /// # Errors
    /// Message files that cannot be read.
    pub fn sample(
        actor: Option<Actor>,
        language: Language,
        files: &[MessageFile],
        address: &str,
    ) -> Result<Self, kernel::CatalogueProblem> {
        let mut all = crate::MESSAGES.to_vec();
        all.extend_from_slice(files);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Ok(Self {
            inner: Arc::new(Inner {
                app: None,
                wording: Wording::new(Arc::new(Catalogue::load(&all)?), language),
                theme: None,
                path: path.to_owned(),
                query: query.to_owned(),
                unit: actor.as_ref().map(|actor| actor.unit.clone()),
                session: actor.map(|actor| Session {
                    actor,
                    csrf: "sample".to_owned(),
                    token_hash: String::new(),
                }),
                units: Arc::default(),
                flash: None,
                held: None,
                operation: "sample".to_owned(),
                fragment: false,
            }),
        })
    }

    pub fn actor(&self) -> Option<&Actor> {
        self.session().map(|session| &session.actor)
    }
    pub fn session(&self) -> Option<&Session> {
        self.inner.session.as_ref()
    }
    /// The path that was asked for, without its query.
    pub fn path(&self) -> &str {
        &self.inner.path
    }
    /// The query of the address, without `?`.
    pub fn query(&self) -> &str {
        &self.inner.query
    }
    /// Path and query: where to come back to.
    pub fn address(&self) -> String {
        if self.inner.query.is_empty() {
            self.inner.path.clone()
        } else {
            format!("{}?{}", self.inner.path, self.inner.query)
        }
    }
    /// One value of the query, decoded; none if it is absent or empty.
    pub fn query_value(&self, name: &str) -> Option<String> {
        query_value(&self.inner.query, name)
    }
    /// The number by which the log knows this request.
    pub fn operation(&self) -> &str {
        &self.inner.operation
    }
    /// Whether htmx asks for a part of a page.
    pub fn is_fragment(&self) -> bool {
        self.inner.fragment
    }
    /// All units, for names and choices.
    pub fn units(&self) -> &UnitTree {
        &self.inner.units
    }
    /// The unit the reader looks at: `?unit=`, else the one chosen last, else
    /// their own; always within what their roles reach.
    pub fn unit(&self) -> Option<&Unit> {
        self.inner.unit.as_ref().and_then(|code| self.inner.units.get(code))
    }
    /// The code of `unit`; of nobody's unit without a session.
    pub fn unit_code(&self) -> UnitCode {
        self.inner.unit.clone().unwrap_or_else(|| UnitCode::stored(String::new()))
    }
    /// The units the reader can look at, with their depth, in the order of the tree.
    pub fn visible_units(&self) -> Vec<(usize, &Unit)> {
        let Some(actor) = self.actor() else {
            return Vec::new();
        };
        let units = &self.inner.units;
        let visible: Vec<(usize, &Unit)> =
            units.outline().into_iter().filter(|(_, unit)| reaches(actor, units, &unit.code)).collect();
        let least = visible.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
        visible.into_iter().map(|(depth, unit)| (depth - least, unit)).collect()
    }
    /// The name of a unit in the reader's language, or its code if it is unknown.
    pub fn unit_name(&self, code: &UnitCode) -> String {
        match self.inner.units.get(code) {
            Some(unit) => unit.name_in(self.language()).to_owned(),
            None => code.to_string(),
        }
    }
    /// The address of a file of `web/dist`.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }
    /// Who is held where the reader looks: on every page while anybody is.
    pub(crate) fn held_people(&self) -> Option<Held> {
        self.inner.held
    }
    pub(crate) fn app(&self) -> Option<&App> {
        self.inner.app.as_ref()
    }
    pub(crate) fn has_flash(&self) -> bool {
        self.inner.flash.is_some()
    }
}

fn query_value(query: &str, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    pairs.into_iter().find(|(found, value)| found == name && !value.trim().is_empty()).map(|(_, value)| value)
}

fn language(session: Option<&Session>, headers: &HeaderMap) -> Language {
    if let Some(session) = session {
        return session.actor.language;
    }
    if let Some(kept) = cookies::read(headers, cookies::LANGUAGE) {
        return Language::from_tag(kept);
    }
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    preferred(wanted)
}

/// The better of the two languages for a browser; Chinese if it names neither.
pub(crate) fn preferred(accept_language: &str) -> Language {
    let weight = |wanted: &str| {
        accept_language
            .split(',')
            .filter_map(|part| {
                let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
                let tag = tag.trim().to_ascii_lowercase();
                let fits = tag.split('-').next() == Some(wanted);
                let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok());
                if fits { weight } else { None }
            })
            .fold(0.0_f32, f32::max)
    };
    if weight("en") > weight("zh") { Language::English } else { Language::Chinese }
}

fn reaches(actor: &Actor, units: &UnitTree, code: &UnitCode) -> bool {
    *code == actor.unit || actor.grants.iter().any(|grant| units.is_within(code, &grant.unit))
}

/// The first asked-for unit that the reader's roles reach; else their own unit.
fn choose_unit(actor: &Actor, units: &UnitTree, asked: [Option<String>; 2]) -> UnitCode {
    asked
        .into_iter()
        .flatten()
        .filter_map(|code| UnitCode::parse(&code))
        .find(|code| units.get(code).is_some() && reaches(actor, units, code))
        .or_else(|| {
            // Somebody of a department who answers for the bureau looks at the bureau.
            let above = |code: &&UnitCode| units.is_within(&actor.unit, code);
            actor.grants.iter().map(|grant| &grant.unit).find(above).cloned()
        })
        .unwrap_or_else(|| actor.unit.clone())
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Page>().cloned().ok_or_else(|| crate::failed("no frame around this route"))
    }
}

/// The account that is signed in; anybody else is sent to the sign-in page.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let page = Page::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        match page.actor() {
            Some(actor) => Ok(Self(actor.clone())),
            None => Err(to_sign_in(&page, &parts.method)),
        }
    }
}

fn to_sign_in(page: &Page, method: &Method) -> Response {
    // A form cannot be sent again after the sign-in; the page it is on can be opened.
    let next = if *method == Method::GET && !page.is_fragment() { page.address() } else { "/".to_owned() };
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    let to = HeaderValue::from_str(&format!("/sign-in?{query}"))
        .unwrap_or_else(|_| HeaderValue::from_static("/sign-in"));
    if page.is_fragment() {
        let mut response = StatusCode::OK.into_response();
        response.headers_mut().insert("hx-redirect", to);
        return response;
    }
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// A path of this server to go on to; `/` for anything that could lead elsewhere.
pub fn safe_path(path: &str) -> &str {
    let inside = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(|letter| letter.is_control() || letter.is_whitespace());
    if inside { path } else { "/" }
}
