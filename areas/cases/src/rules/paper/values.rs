//! What the case knows, as the words that stand in a paper.

use super::field::PaperField;
use super::{Paper, day_words, length_words, time_words};
use crate::rules::act::{Act, Circumstance, PartyId, PartyRole};
use crate::rules::clock::Clock;
use crate::rules::file::{CaseFile, Entry};
use crate::rules::{Case, CaseKind, CloseOutcome, Decision};
use kernel::{Citation, Day, Instant, PersonId, Wording};
use law::Law;
use std::collections::HashMap;

/// Who somebody in a case is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub identity: String,
    pub telephone: String,
}

/// Everything that papers of a case draw on, read beforehand.
#[derive(Debug, Clone)]
pub struct Source {
    pub case: Case,
    pub file: CaseFile,
    pub clocks: Vec<Clock>,
    /// Where the incident was that the case grew out of, and how it was reported; empty without one.
    pub place: String,
    pub reported_by: String,
    pub unit: String,
    /// The bureau to which the unit belongs; the unit itself if it is one.
    pub above: String,
    pub officers: HashMap<PersonId, String>,
    pub named: HashMap<PartyId, Named>,
    /// Words beside acts, by their fact.
    pub notes: HashMap<String, String>,
    pub papers: Vec<Paper>,
}

/// What is known for one paper.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    source: &'a Source,
    law: &'a Law,
    wording: &'a Wording,
    party: Option<&'a PartyId>,
    paper: Option<&'a Paper>,
    made_at: Instant,
}

impl<'a> Values<'a> {
    /// For a paper that was made.
    pub fn of_paper(source: &'a Source, law: &'a Law, wording: &'a Wording, paper: &'a Paper) -> Self {
        Self { source, law, wording, party: paper.party.as_ref(), paper: Some(paper), made_at: paper.made_at }
    }
    /// For one that would be made at this moment.
    pub fn of_draft(
        source: &'a Source,
        law: &'a Law,
        wording: &'a Wording,
        party: Option<&'a PartyId>,
        at: Instant,
    ) -> Self {
        Self { source, law, wording, party, paper: None, made_at: at }
    }
    pub fn number(&self) -> Option<&'a str> {
        self.paper.map(|paper| paper.number.as_str())
    }
    /// The day below the signature: that of the decision on what tells a decision, else that on
    /// which the paper was made.
    pub(super) fn signed_on(&self, tells_decision: bool) -> Day {
        let decided = self.decision().filter(|_| tells_decision).map(|(made, _)| made.at);
        decided.unwrap_or(self.made_at).day()
    }
    pub(super) fn wording(&self) -> &'a Wording {
        self.wording
    }
    pub(super) fn law(&self) -> &'a Law {
        self.law
    }

    /// The words for a place; none if the case does not know it.
    pub fn of(&self, field: PaperField, argument: &str) -> Option<String> {
        let case = &self.source.case;
        let known = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        match field {
            PaperField::CaseNumber => known(&case.number),
            PaperField::CaseKind => known(&self.wording.t(&case.kind().text_key())),
            PaperField::CaseCategory => known(&self.wording.t(&case.category.text_key())),
            PaperField::CaseSummary => known(&case.summary),
            PaperField::CasePlace => known(&self.source.place),
            PaperField::CaseSource => known(&self.source.reported_by),
            PaperField::CaseAcceptedAt => Some(time_words(case.accepted_at)),
            PaperField::CaseFiledAt => case.filed_at.map(time_words),
            PaperField::CaseTransferredAt => case.transferred_at.map(time_words),
            PaperField::CaseClosedAt => case.closed_at.map(time_words),
            PaperField::CaseOutcome => case.outcome.map(|one: CloseOutcome| self.wording.t(&one.text_key())),
            PaperField::CaseClosing => known(&case.closing),
            PaperField::UnitName => known(&self.source.unit),
            PaperField::UnitAbove => known(&self.source.above),
            PaperField::Handlers => self.officers(&case.handlers),
            PaperField::HandlerLead => self.officers(case.handlers.get(..1)?),
            PaperField::PaperDate => Some(day_words(self.made_at.day())),
            PaperField::PartyName => known(&self.named()?.name),
            PaperField::PartyIdentity => known(&self.named()?.identity),
            PaperField::PartyTelephone => known(&self.named()?.telephone),
            PaperField::PartyRole => {
                Some(self.wording.t(&self.source.file.party(self.party?)?.role.text_key()))
            }
            PaperField::PartyGuardian => self.everybody(PartyRole::Guardian),
            PaperField::Suspects => self.everybody(PartyRole::Suspect),
            PaperField::Victims => self.everybody(PartyRole::Victim),
            PaperField::Reporters => self.everybody(PartyRole::Reporter),
            PaperField::DecisionWhat => Some(self.wording.t(&self.decision()?.1.text_key())),
            PaperField::DecisionAmount => self.decision()?.0.what.amount.map(|yuan| yuan.to_string()),
            PaperField::DecisionDays => self.decision()?.0.what.days.map(|days| days.to_string()),
            PaperField::DecisionAt => Some(day_words(self.decision()?.0.at.day())),
            PaperField::DecisionBy => {
                let by_bureau = self.decision()?.0.what.has(Circumstance::ByBureau);
                known(if by_bureau { &self.source.above } else { &self.source.unit })
            }
            PaperField::ActAt => Some(time_words(self.act(argument)?.at)),
            PaperField::ActBy => self.officers(&self.act(argument)?.officers),
            PaperField::ActChoice => {
                let choice = known(&self.act(argument)?.what.choice)?;
                Some(self.wording.t(&format!("outcome-{}", choice.replace('_', "-"))))
            }
            PaperField::ActNote => known(self.source.notes.get(self.act(argument)?.fact.as_str())?),
            PaperField::ClockDue => self.due(argument),
            PaperField::Law => self.citation(argument),
            PaperField::LawPeriod => {
                let version = self.law.rule(argument).ok()?.version_on(self.made_at.day()).ok()?;
                Some(length_words(version.limit().ok()?.lasts))
            }
            PaperField::NumberOf => self.number_of(argument),
            PaperField::Write => None,
        }
    }

    /// The article that such a case rests on: 治安管理处罚法 gives none for other administrative
    /// cases, so that another text of the rule is named or the place stays open.
    fn citation(&self, rule: &str) -> Option<String> {
        let version = self.law.rule(rule).ok()?.version_on(self.made_at.day()).ok()?;
        let is_other = self.source.case.kind() == CaseKind::Administrative;
        let fits = |citation: &&Citation| !(is_other && citation.law.starts_with("治安管理处罚法"));
        version.quotes.iter().map(|quote| &quote.citation).find(fits).map(Citation::to_string)
    }

    fn named(&self) -> Option<&'a Named> {
        self.source.named.get(self.party?)
    }

    fn officers(&self, officers: &[PersonId]) -> Option<String> {
        let names = officers.iter().filter_map(|officer| self.source.officers.get(officer));
        joined(names.map(String::as_str))
    }

    fn everybody(&self, role: PartyRole) -> Option<String> {
        let found = self.source.file.parties_as(role).filter_map(|party| self.source.named.get(&party.id));
        joined(found.map(|named| named.name.as_str()))
    }

    /// About the person whom the paper concerns; about the case where it names nobody.
    fn decision(&self) -> Option<(&'a Entry, Decision)> {
        // A decision recorded without a person stands for the case.
        let file = &self.source.file;
        file.decision(self.party)
            .or_else(|| file.decisions().filter(|(made, _)| made.what.party.is_none()).last())
    }

    /// The last such act that does not concern somebody else.
    fn act(&self, word: &str) -> Option<&'a Entry> {
        let file = &self.source.file;
        let of_another = |entry: &Entry| {
            let begun = entry.what.of.as_ref().and_then(|of| file.find(of));
            let whom = entry.what.party.as_ref().or(begun.and_then(|begun| begun.what.party.as_ref()));
            self.party.is_some() && whom.is_some() && whom != self.party
        };
        file.all(Act::parse(word)?).rfind(|entry| !of_another(entry))
    }

    /// A period of whole days is over when its last day is: that day is named.
    fn due(&self, rule: &str) -> Option<String> {
        let fits = |clock: &&Clock| {
            clock.rule == rule
                && (self.party.is_none() || clock.party.is_none() || clock.party.as_ref() == self.party)
        };
        let over = self.source.clocks.iter().rfind(fits).and_then(|clock| clock.due.or(clock.safe))?;
        Some(match over == over.day().start() {
            true => day_words(over.day().plus_days(-1)),
            false => time_words(over),
        })
    }

    /// The last paper of that sort made by then, for the same person where it concerns one.
    fn number_of(&self, template: &str) -> Option<String> {
        let fits = |paper: &&Paper| {
            paper.template == template
                && paper.made_at <= self.made_at
                && (self.party.is_none() || paper.party.is_none() || paper.party.as_ref() == self.party)
        };
        self.source.papers.iter().rfind(fits).map(|paper| paper.number.clone())
    }
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.filter(|name| !name.trim().is_empty()).collect();
    (!names.is_empty()).then(|| names.join("、"))
}
