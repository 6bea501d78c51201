//! The written notice to whoever reported what is not taken up here (书面告知), as a Word file.

use super::incidents::{Basis, basis, load};
use super::papers::{WORD, chinese};
use super::require;
use crate::commands::Procedure;
use crate::rules::paper::{day_words, length_words, time_words};
use crate::rules::{Incident, Refusal, Reporter};
use crate::{CasesProblem, store};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::{Block, Document, Run, Signature};
use kernel::{Citation, Instant, Language, Text, Wording};
use pages::{App, Failure, Page, SignedIn, download, failed};

pub async fn open(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let incident = load(&app, &id).await?;
    require(&app, &page, &actor, "incident.read", &incident)?;
    let read = app.db.read();
    let facts = database::facts::history(&read, incident.id.as_str()).await.map_err(failed)?;
    let basis = basis(&procedure, &incident, &facts).ok_or(CasesProblem::NotRefused)?;
    let now = app.db.clock().now();
    let notice = Notice {
        unit: page.units().get(&incident.unit).map_or(String::new(), |unit| unit.name.clone()),
        reporter: store::reporter(&read, app.db.cipher(), &incident).await?,
        review: review(&procedure, now),
        incident: &incident,
        basis: &basis,
        now,
    };
    let wording = chinese(&app);
    let bytes = documents::word(&notice.document(&wording)).map_err(CasesProblem::from)?;
    // The name of the file names nobody: it is written into logs of browsers and proxies.
    let name = format!("{}_{}.docx", incident.number, wording.t("cases-notice-title"));
    Ok(download(&name, WORD, bytes))
}

/// How long a refusal can be brought to review, and under which article.
fn review(procedure: &Procedure, now: Instant) -> Option<(String, Citation)> {
    let version = procedure.law.rule("rev-apply-60d").ok()?.version_on(now.day()).ok()?;
    Some((length_words(version.limit().ok()?.lasts), version.citation().clone()))
}

struct Notice<'a> {
    incident: &'a Incident,
    basis: &'a Basis,
    reporter: Reporter,
    unit: String,
    review: Option<(String, Citation)>,
    now: Instant,
}

impl Notice<'_> {
    /// In Chinese, whoever reads the page; what nobody recorded is left to be written by hand.
    fn document(&self, wording: &Wording) -> Document {
        let blank = || "＿＿＿＿＿＿".to_owned();
        let known = |text: &str| if text.trim().is_empty() { blank() } else { text.trim().to_owned() };
        let why = match (self.basis.refusal, self.incident.passed_to) {
            (Some((why, _)), _) => wording.t(&why.text_key()),
            (None, _) => wording.t("cases-notice-not-ours"),
        };
        let mut lines = vec![
            Text::new("cases-notice-to").with("name", known(&self.reporter.name)),
            Text::new("cases-notice-known")
                .with("at", time_words(self.incident.received_at))
                .with("summary", known(&self.incident.summary))
                .with("number", self.incident.number.as_str()),
            Text::new("cases-notice-why").with("why", why).with("reasons", known(&self.incident.result)),
        ];
        if let Some(body) = self.incident.passed_to {
            lines.push(Text::new("cases-notice-passed").with("body", wording.t(&body.text_key())));
        }
        lines.push(Text::new("cases-notice-basis").with("citation", self.basis.citation.to_string()));
        // Whoever reported the same before has the answer to the first report to contest.
        let decides = matches!(self.basis.refusal, Some((Refusal::NotPolice | Refusal::NotViolation, _)));
        if let Some((period, citation)) = self.review.as_ref().filter(|_| decides) {
            let review = Text::new("cases-notice-review").with("period", period.as_str());
            lines.push(review.with("citation", citation.to_string()));
        }
        lines.push(Text::new("cases-notice-signature"));
        let paragraph = |line: &Text| Block::Paragraph(vec![Run::new(wording.say(line))]);
        Document {
            language: Language::Chinese,
            title: format!("{}\n{}", self.unit, wording.t("cases-notice-title")),
            blocks: lines.iter().map(paragraph).collect(),
            signature: Some(Signature { unit: self.unit.clone(), date: day_words(self.now.day()) }),
            ..Document::default()
        }
    }
}
