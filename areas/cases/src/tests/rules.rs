//! Tables: which step may follow which, times, numbers, words.

use super::*;
use crate::rules::*;
use kernel::Problem;
use kernel::category_key;

fn incident(source: Source, state: State) -> Incident {
    let mut incident = Incident::receive(&NewIncident { source, ..theft() }, at("2026-05-06T09:00")).unwrap();
    let reached = |wanted: State| {
        State::ALL.iter().position(|s| *s == wanted) <= State::ALL.iter().position(|s| *s == state)
    };
    incident.dispatched_at = reached(State::Dispatched).then(|| at("2026-05-06T08:35"));
    incident.attended_at = reached(State::Attended).then(|| at("2026-05-06T08:45"));
    incident.ended_at = reached(State::Ended).then(|| at("2026-05-06T08:55"));
    assert_eq!(incident.state(), state);
    incident
}

#[test]
fn steps_of_an_incident_follow_the_table() {
    use Outcome::*;
    use Source::*;
    use State::*;
    #[rustfmt::skip]
    let table: &[(Source, State, &[Step])] = &[
        // A call: somebody must go before it ends, but for help and passing on.
        (Call, Received,     &[Step::Classify, Step::Dispatch, Step::End(Helped), Step::End(Passed), Step::End(NotAccepted), Step::Correct]),
        (Call, Dispatched,   &[Step::Classify, Step::Dispatch, Step::Attend, Step::End(Helped), Step::End(Passed), Step::End(NotAccepted), Step::Correct]),
        (Call, Attended,     &[Step::Classify, Step::Dispatch, Step::End(Settled), Step::End(Mediated), Step::End(Helped), Step::End(Passed), Step::End(NotAccepted), Step::End(Administrative), Step::End(Criminal), Step::Correct]),
        (Call, Ended,        &[Step::Correct]),
        // At the counter nobody needs to go anywhere.
        (WalkIn, Received,   &[Step::Classify, Step::Dispatch, Step::Attend, Step::End(Settled), Step::End(Mediated), Step::End(Helped), Step::End(Passed), Step::End(NotAccepted), Step::End(Administrative), Step::End(Criminal), Step::Correct]),
        (WalkIn, Ended,      &[Step::Correct]),
        // What is handed over becomes a case from the papers, but is not settled from them.
        (Handover, Received, &[Step::Classify, Step::Dispatch, Step::End(Helped), Step::End(Passed), Step::End(NotAccepted), Step::End(Administrative), Step::End(Criminal), Step::Correct]),
        // A patrol is there already.
        (Patrol, Received,   &[Step::Classify, Step::Dispatch, Step::Attend, Step::End(Helped), Step::End(Passed), Step::End(NotAccepted), Step::Correct]),
        (Patrol, Attended,   &[Step::Classify, Step::Dispatch, Step::End(Settled), Step::End(Mediated), Step::End(Helped), Step::End(Passed), Step::End(NotAccepted), Step::End(Administrative), Step::End(Criminal), Step::Correct]),
    ];
    let mut steps = vec![Step::Classify, Step::Dispatch, Step::Attend];
    steps.extend(Outcome::ALL.iter().map(|outcome| Step::End(*outcome)));
    steps.push(Step::Correct);
    for (source, state, allowed) in table {
        let incident = incident(*source, *state);
        let got: Vec<Step> = steps.iter().copied().filter(|step| incident.allows(*step)).collect();
        assert_eq!(got, *allowed, "{source:?} {state:?}");
    }
}

#[test]
fn steps_of_a_case_follow_the_table_and_nothing_closes_before_its_result() {
    use CaseStep::{Assign, Close, Correct, Decide, File, Solve, Transfer};
    use CloseOutcome::*;
    use TransferTo::{OtherUnit, Prosecution};
    let now = at("2026-05-06T09:00");
    let accepted = |category: &str| {
        let new = NewCase {
            id: CaseId::new(),
            unit: unit_code("S01"),
            category: CaseCategory::parse(category).unwrap(),
            zone: String::new(),
            summary: "x".to_owned(),
            accepted_at: None,
            handlers: vec![PersonId::new()],
        };
        Case::accept(&new, None, now).unwrap()
    };
    let criminal = accepted("criminal.theft");
    let filed = criminal.file(None, now).unwrap().0;
    let solved = filed.solve(None, now).unwrap().0;
    let prosecuted = solved.transfer(Prosecution, None, now).unwrap().0;
    let handed_over = filed.transfer(OtherUnit, None, now).unwrap().0;
    let closed = prosecuted.close(Prosecuted, "移送", None, now).unwrap().0;
    let public = accepted("public_order.fight");
    let fined = public.decide(Decision::Fine, None, now).unwrap().0;
    let mediated = public.decide(Decision::Mediated, None, now).unwrap().0;
    let spared = accepted("administrative.traffic").decide(Decision::NoPenalty, None, now).unwrap().0;
    #[rustfmt::skip]
    let table: &[(&str, &Case, &[CaseStep])] = &[
        ("criminal, accepted", &criminal,    &[Assign, File, Transfer(OtherUnit), Close(NotFiled), Correct]),
        ("filed",              &filed,       &[Assign, Solve, Transfer(OtherUnit), Close(Dismissed), Correct]),
        ("solved",             &solved,      &[Assign, Transfer(Prosecution), Transfer(OtherUnit), Close(Dismissed), Correct]),
        ("prosecuted",         &prosecuted,  &[Assign, Close(Prosecuted), Correct]),
        ("handed over",        &handed_over, &[Assign, Close(HandedOver), Correct]),
        ("closed",             &closed,      &[Correct]),
        ("public order",       &public,      &[Assign, Decide, Close(Terminated), Close(TurnedCriminal), Correct]),
        ("fined",              &fined,       &[Assign, Close(Executed), Correct]),
        ("mediated",           &mediated,    &[Assign, Close(CloseOutcome::Mediated), Correct]),
        ("spared",             &spared,      &[Assign, Close(CloseOutcome::NoPenalty), Correct]),
    ];
    let mut steps = vec![Assign, File, Solve, Transfer(Prosecution), Transfer(OtherUnit), Decide];
    steps.extend(CloseOutcome::ALL.iter().map(|outcome| Close(*outcome)));
    steps.push(Correct);
    for (name, case, allowed) in table {
        let got: Vec<CaseStep> = steps.iter().copied().filter(|step| case.allows(*step)).collect();
        assert_eq!(got, *allowed, "{name}");
    }
    let early = public.close(Executed, "罚款已缴", None, now);
    assert!(matches!(early, Err(CasesProblem::NoResult)), "{early:?}");
    let silent = fined.close(Executed, "  ", None, now);
    assert!(matches!(silent, Err(CasesProblem::Missing { field: Field::Closing })), "{silent:?}");
}

#[test]
fn a_step_happens_after_the_one_before_and_not_in_the_future() {
    let earliest = at("2026-05-06T08:30:40");
    let now = at("2026-05-06T09:00:10");
    #[rustfmt::skip]
    let table = [
        // entered -> happened
        (None,                        Some("2026-05-06T09:00:10")), // nothing entered means now
        (Some("2026-05-06T08:45"),    Some("2026-05-06T08:45")),    // entered later than it happened
        (Some("2026-05-06T08:30"),    Some("2026-05-06T08:30:40")), // the same minute counts as after
        (Some("2026-05-06T08:29"),    None),                        // before the step it follows
        (Some("2026-05-06T09:00:11"), None),                        // the future
    ];
    for (entered, happens) in table {
        let got = happened(entered.map(at), earliest, now).ok();
        assert_eq!(got, happens.map(at), "{entered:?}");
    }
}

#[test]
fn a_case_has_the_limit_of_its_day() {
    #[rustfmt::skip]
    let table = [
        ("public_order.fight",     "2026-05-06T08:30", "adm-case-30d@2026-01-01", "2026-06-06T00:00"), // an ordinary Friday
        ("public_order.fight",     "2026-01-20T23:59", "adm-case-30d@2026-01-01", "2026-02-25T00:00"), // Spring Festival
        ("public_order.fight",     "2025-12-31T12:00", "adm-case-30d@2013-01-01", "2026-01-31T00:00"), // the old law's last day
        ("administrative.traffic", "2026-05-06T08:30", "adm-case-other-90d@2021-07-15", "2026-08-05T00:00"),
        ("criminal.theft",         "2026-05-06T08:30", "crm-file-review-3d@2015-12-29", "2026-05-10T00:00"),
    ];
    for (category, accepted, version, over) in table {
        let walk = ways::Walk::begin(category, at(accepted));
        let clock = walk.clock(version.split('@').next().unwrap());
        assert_eq!(
            (clock.version.as_str(), clock.over()),
            (version, Some(at(over))),
            "{category} {accepted}"
        );
    }
}

#[test]
fn holidays_that_are_not_announced_are_not_guessed() {
    let clock = ways::Walk::begin("public_order.fight", at("2031-05-06T12:00")).clock("adm-case-30d");
    assert_eq!((clock.due, clock.safe), (None, Some(at("2031-06-06T00:00"))));
}

#[test]
fn numbers_are_readable_and_differ() {
    let unit = unit_code("S07");
    let day = at("2026-05-06T08:30").day();
    let id = IncidentId::stored("019e0000-0000-7000-8000-0123456789ab".to_owned());
    assert_eq!(incident_number(&unit, day, &id, false), "S07-JQ20260506-BD2FP2D");
    assert_eq!(incident_number(&unit, day, &id, true).len(), "S07-JQ20260506-BD2FP2D".len() + 3);
    let case = CaseId::stored(id.to_string());
    assert!(case_number(&unit, CaseKind::PublicOrder, day, &case, false).starts_with("S07-ZA20260506-"));
    let many: std::collections::HashSet<String> =
        (0..2_000).map(|_| incident_number(&unit, day, &IncidentId::new(), false)).collect();
    assert_eq!(many.len(), 2_000);
}

#[test]
fn a_case_is_proposed_from_what_was_reported() {
    #[rustfmt::skip]
    let table = [
        ("crime.burglary",         CaseKind::Criminal,       "criminal.theft"),
        ("crime.telecom_fraud",    CaseKind::Criminal,       "criminal.telecom_fraud"),
        ("public_order.fight",     CaseKind::PublicOrder,    "public_order.fight"),
        ("dispute.neighbours",     CaseKind::PublicOrder,    "public_order.other"),
        ("traffic.drink_driving",  CaseKind::Criminal,       "criminal.dangerous_driving"),
        ("traffic.violation",      CaseKind::Administrative, "administrative.traffic"),
        ("help.lost_person",       CaseKind::Administrative, "administrative.other"),
    ];
    for (incident, kind, case) in table {
        let got = CaseCategory::proposed(Category::parse(incident).unwrap(), kind);
        assert_eq!(got.as_str(), case, "{incident}");
    }
}

#[test]
fn hostile_texts_are_cleaned_or_refused() {
    let now = at("2026-05-06T09:00");
    let with =
        |summary: &str| Incident::receive(&NewIncident { summary: summary.to_owned(), ..theft() }, now);
    assert_eq!(with(" a\u{0}b\u{1b}[2J\r\nc ").unwrap().summary, "ab[2J\nc");
    assert!(matches!(with(" \n\u{0} "), Err(CasesProblem::Missing { field: Field::Summary })));
    assert!(matches!(with(&"长".repeat(TEXT + 1)), Err(CasesProblem::TooLong { .. })));
    assert!(with(&"长".repeat(TEXT)).is_ok());
    let zone = NewIncident { zone: "Z\n03".to_owned(), ..theft() };
    assert_eq!(Incident::receive(&zone, now).unwrap().zone, "Z 03");
}

#[test]
fn every_word_is_in_both_languages() {
    let mut keys: Vec<String> = kinds::ALL.iter().map(|kind| kind.text_key()).collect();
    keys.extend(Category::all().map(|category| category_key(category.as_str())));
    keys.extend(Category::groups().into_iter().map(category_key));
    keys.extend(CaseCategory::all().map(|category| category_key(category.as_str())));
    keys.extend(CaseKind::ALL.iter().flat_map(|kind| [category_key(kind.as_str()), kind.text_key()]));
    keys.extend(Source::ALL.iter().map(|value| value.text_key()));
    keys.extend(State::ALL.iter().map(|value| value.text_key()));
    keys.extend(Category::all().map(|category| State::Received.words(category)));
    keys.extend(Outcome::ALL.iter().map(|value| value.text_key()));
    // Figures and histories name the rule of a period that was kept or missed.
    keys.extend(procedure().clocks.rules().map(|rule| format!("outcome-{rule}")));
    keys.extend(
        petition::PetitionStep::ALL.iter().flat_map(|step| [step.text_key(), step.kind().text_key()]),
    );
    keys.extend(Body::ALL.iter().map(|value| value.text_key()));
    keys.extend(CaseState::ALL.iter().map(|value| value.text_key()));
    keys.extend(TransferTo::ALL.iter().map(|value| value.text_key()));
    keys.extend(Decision::ALL.iter().map(|value| value.text_key()));
    keys.extend(CloseOutcome::ALL.iter().map(|value| value.text_key()));
    keys.extend(Reason::ALL.iter().map(|value| value.text_key()));
    keys.extend(State::ALL.iter().map(|state| format!("cases-incident-step-after-{}", state.as_str())));
    keys.extend(CaseState::ALL.iter().map(|state| format!("cases-case-step-after-{}", state.as_str())));
    let fields = [
        Field::Unit,
        Field::Source,
        Field::Category,
        Field::Zone,
        Field::Address,
        Field::Summary,
        Field::ReporterName,
        Field::Telephone,
        Field::Time,
        Field::Outcome,
        Field::PassedTo,
        Field::Result,
        Field::Handlers,
        Field::Decision,
        Field::Closing,
        Field::Reason,
    ];
    for field in fields {
        keys.push(field.text_key().to_owned());
        keys.push(CasesProblem::Missing { field }.message().key);
        keys.push(CasesProblem::Unusable { field }.message().key);
    }
    for language in Language::ALL {
        let wording = wording(language);
        let missing: Vec<&String> = keys.iter().filter(|key| !wording.has(key)).collect();
        assert!(missing.is_empty(), "{language:?}: {missing:?}");
    }
}
