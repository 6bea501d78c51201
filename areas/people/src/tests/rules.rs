use super::*;
use crate::rules::account::{check_grant, check_password, wait_after_failures};
use crate::rules::number::{IdentityFlaw, masked};
use crate::rules::qualification::certify;
use crate::rules::rank::{confer, rank_citation};
use crate::rules::unit::stands_below;
use crate::rules::workbook::lines::day_in;
use kernel::UnitKind;

#[test]
fn an_identity_number_has_a_form_a_birth_day_and_a_check_character() {
    #[rustfmt::skip]
    let table = [
        // as entered              -> born on, gender, or what is wrong
        ("11010519491231002X",        Ok(("1949-12-31", Gender::Female))), // the standard's own example
        ("11010519491231002x",        Ok(("1949-12-31", Gender::Female))), // small x
        (" 110101 19900307 4514 ",    Ok(("1990-03-07", Gender::Male))),   // typed in groups
        ("１１０１０１１９９００３０７４５１４", Ok(("1990-03-07", Gender::Male))),   // full width
        ("110101199003074522",        Ok(("1990-03-07", Gender::Female))),
        ("330102199202290014",        Ok(("1992-02-29", Gender::Male))),   // a leap day
        ("110101199003074515",        Err(IdentityFlaw::CheckCharacter)),  // last digit wrong
        ("110101199003074541",        Err(IdentityFlaw::CheckCharacter)),  // two digits changed places
        ("110101199002304517",        Err(IdentityFlaw::BirthDay)),        // 30 February, check character right
        ("11010118991231001X",        Err(IdentityFlaw::BirthDay)),        // before 1900
        ("11010119900307451",         Err(IdentityFlaw::Form)),            // 17 characters
        ("1101011990030745144",       Err(IdentityFlaw::Form)),            // 19 characters
        ("110101900307451",           Err(IdentityFlaw::Form)),            // the old form of 15
        ("01010119900307451X",        Err(IdentityFlaw::Form)),
        ("11010119900307451A",        Err(IdentityFlaw::Form)),
        ("公民身份号码",                Err(IdentityFlaw::Form)),
        ("",                          Err(IdentityFlaw::Form)),
    ];
    for (text, expected) in table {
        let got = IdentityNumber::parse(text).map(|number| (number.born_on().unwrap(), number.gender()));
        assert_eq!(got, expected.map(|(born, gender)| (day(born), gender)), "{text}");
    }
}

#[test]
fn a_mobile_number_has_eleven_digits_from_13_to_19() {
    #[rustfmt::skip]
    let table = [
        ("13800138000",       Some("13800138000")),
        ("138-0013-8000",     Some("13800138000")),
        ("+86 198 0013 8000", Some("19800138000")),
        ("008613800138000",   Some("13800138000")),
        ("12800138000",       None), // no such prefix
        ("1380013800",        None), // ten digits
        ("138001380001",      None), // twelve
        ("0571-88888888",     None), // a fixed line
        ("1380013800a",       None),
    ];
    for (text, expected) in table {
        let got = Telephone::parse(text);
        assert_eq!(got.as_ref().map(Telephone::as_str), expected, "{text}");
    }
}

#[test]
fn a_masked_number_can_be_recognised_and_not_used() {
    assert_eq!(masked("110101199003074514"), "110101********4514");
    assert_eq!(masked("13800138000"), "138****8000");
    assert_eq!(masked("12345"), "*****");
    let number = IdentityNumber::parse("110101199003074514").unwrap();
    assert_eq!(format!("{number:?}"), "110101********4514", "a log never shows the whole number");
}

#[test]
fn a_password_is_long_not_the_name_and_not_common() {
    #[rustfmt::skip]
    let table = [
        ("correct horse 9", "ok"),
        ("九个汉字加一个十字啊", "ok"),  // letters are counted, not bytes
        ("short pass", "ok"),          // ten
        ("short pas", "too short"),    // nine
        ("1234567890", "common"),      // counting
        ("01234567890", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("Password123", "common"),     // however it is capitalised
        ("qwertyuiop", "common"),
        ("wang.fang.desk", "name"),
        ("WANG.fang.desk", "name"),
    ];
    for (password, expected) in table {
        let got = match check_password(password, "wang.fang.desk") {
            Ok(()) => "ok",
            Err(PeopleProblem::PasswordTooShort) => "too short",
            Err(PeopleProblem::PasswordCommon) => "common",
            Err(PeopleProblem::PasswordIsName) => "name",
            Err(problem) => panic!("{problem}"),
        };
        assert_eq!(got, expected, "{password}");
    }
    assert!(matches!(check_password(&"long ".repeat(26), "x"), Err(PeopleProblem::PasswordTooLong)));
}

#[test]
fn the_wait_grows_from_the_fifth_failure_to_a_quarter_of_an_hour() {
    let table = [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (1_000, 15)];
    for (failures, minutes) in table {
        assert_eq!(wait_after_failures(failures), minutes, "{failures} failures");
    }
}

#[test]
fn the_three_administrators_are_three_people_without_other_work() {
    use Role::*;
    #[rustfmt::skip]
    let table = [
        // held                          new                     may
        (&[][..],                        SystemAdministrator,    true),
        (&[SystemAdministrator][..],     SystemAdministrator,    true),  // for another unit
        (&[SystemAdministrator][..],     SecurityAdministrator,  false),
        (&[SystemAdministrator][..],     AuditAdministrator,     false),
        (&[SecurityAdministrator][..],   AuditAdministrator,     false),
        (&[AuditAdministrator][..],      SystemAdministrator,    false),
        (&[AuditAdministrator][..],      Officer,                false),
        (&[SecurityAdministrator][..],   Chief,                  false),
        (&[Officer][..],                 SystemAdministrator,    false),
        (&[Chief, LegalOfficer][..],     AuditAdministrator,     false),
        (&[Officer][..],                 DeskOfficer,            true),
        (&[Chief][..],                   LegalOfficer,           true),
    ];
    for (held, new, may) in table {
        let held: Vec<Grant> =
            held.iter().map(|role| Grant { role: *role, unit: unit_code("S01") }).collect();
        let answer = check_grant(&held, &Grant { role: new, unit: unit_code("S02") });
        assert_eq!(answer.is_ok(), may, "{held:?} and {new:?}");
    }
    let chief = Grant { role: Chief, unit: unit_code("S01") };
    assert!(matches!(check_grant(std::slice::from_ref(&chief), &chief), Err(PeopleProblem::RoleHeldAlready)));
}

#[test]
fn a_rank_needs_an_officer_and_a_day_that_is_free() {
    let officer = officer("陈强", "S01", "033001").into_person();
    let auxiliary = Person { kind: PersonKind::Auxiliary, ..officer.clone() };
    let entry = |rank, since: &str| RankEntry { rank, since: day(since) };
    let history = [entry(Rank::SuperintendentTwo, "2022-07-01")];
    let today = day("2026-05-06");
    #[rustfmt::skip]
    let table = [
        // person      rank                                         -> rank held afterwards
        (&officer,    entry(Rank::SuperintendentOne, "2026-05-06"),    Ok(Some(Rank::SuperintendentOne))),
        (&officer,    entry(Rank::SuperintendentThree, "2020-07-01"),  Ok(None)), // an earlier one found in a file
        (&officer,    entry(Rank::SuperintendentOne, "2022-07-01"),    Err("RankDayTaken")),
        (&officer,    entry(Rank::SuperintendentOne, "2026-05-07"),    Err("DayToCome")),
        (&auxiliary,  entry(Rank::ConstableTwo, "2026-05-06"),   Err("RankOnlyForOfficers")),
    ];
    for (person, entry, expected) in table {
        let got = confer(person.clone(), &history, &entry, today);
        match expected {
            Ok(rank) => assert_eq!(got.unwrap().rank, rank, "{entry:?}"),
            Err(name) => assert!(format!("{:?}", got.unwrap_err()).starts_with(name), "{entry:?}"),
        }
    }
    let refused = confer(auxiliary, &[], &entry(Rank::ConstableTwo, "2026-05-06"), today).unwrap_err();
    assert_eq!(refused.citation(), Some(&rank_citation()));
}

#[test]
fn a_certificate_fits_its_holder_and_its_days() {
    let officer = officer("陈强", "S01", "033001").into_person();
    let civilian = Person { kind: PersonKind::Civilian, ..officer.clone() };
    let certificate = |kind, issued: &str, expires: Option<&str>| Qualification {
        kind,
        number: "A1".to_owned(),
        issued_on: day(issued),
        expires_on: expires.map(day),
    };
    let held = [certificate(QualificationKind::FirstAid, "2024-01-01", Some("2026-01-01"))];
    use QualificationKind::*;
    #[rustfmt::skip]
    let table = [
        (&officer,  certificate(Firearm,  "2025-01-01", Some("2027-01-01")), ""),
        (&civilian, certificate(Firearm,  "2025-01-01", Some("2027-01-01")), "QualificationOnlyForOfficers"),
        (&civilian, certificate(EnforcementBasic, "2025-01-01", None),       "QualificationOnlyForOfficers"),
        (&civilian, certificate(Driving,  "2025-01-01", None),               ""),
        (&officer,  certificate(FirstAid, "2026-01-01", Some("2028-01-01")), ""), // renewed
        (&officer,  certificate(FirstAid, "2024-01-01", Some("2028-01-01")), "QualificationTaken"),
        (&officer,  certificate(Driving,  "2025-01-01", Some("2024-12-31")), "ExpiresBeforeIssue"),
        (&officer,  certificate(Driving,  "2026-05-07", None),               "DayToCome"),
    ];
    for (person, new, expected) in table {
        let got = certify(person, &held, &new, day("2026-05-06"));
        let words = got.map_or_else(|problem| format!("{problem:?}"), |()| String::new());
        assert_eq!(words, expected, "{new:?}");
    }
    assert!(held[0].is_valid_on(day("2026-01-01")) && !held[0].is_valid_on(day("2026-01-02")));
    assert_eq!(held[0].days_left(day("2025-12-22")), Some(10));
}

#[test]
fn units_stand_where_they_belong() {
    use UnitKind::*;
    #[rustfmt::skip]
    let table = [
        (Bureau, None, true), (Bureau, Some(Bureau), true), (Bureau, Some(Station), false),
        (Station, Some(Bureau), true), (Station, None, false), (Station, Some(Station), false),
        (Department, Some(Bureau), true), (Department, Some(Station), true), (Department, None, false),
        (CommunityOffice, Some(Station), true), (CommunityOffice, Some(Bureau), false),
    ];
    for (kind, above, fits) in table {
        assert_eq!(stands_below(kind, above), fits, "{kind:?} below {above:?}");
    }
}

#[test]
fn days_are_read_as_people_write_them() {
    for text in ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301", " 2026-03-01 "] {
        assert_eq!(day_in(text), Some(day("2026-03-01")), "{text}");
    }
    for text in ["2026-02-30", "26-3-1", "2026-03", "yesterday", "2026-3-1-1", ""] {
        assert_eq!(day_in(text), None, "{text}");
    }
}

#[test]
fn every_code_and_fact_has_words_in_both_languages() {
    let catalogue = kernel::Catalogue::load(&MESSAGES).unwrap();
    let mut keys: Vec<String> = FACTS.iter().map(|kind| kind.text_key()).collect();
    fn add<T: Code>(keys: &mut Vec<String>) {
        keys.extend(T::all().iter().map(|code| code.key()));
    }
    // As facts hold them, and as measures show facts.
    keys.extend(PersonKind::ALL.iter().map(|kind| kernel::category_key(kind.as_str())));
    let reasons = LeaveReason::ALL.iter().map(|reason| reason.as_str());
    let ranks = Rank::ALL.iter().map(|rank| rank.as_str());
    let qualifications = QualificationKind::ALL.iter().map(|kind| kind.as_str());
    let roles = Role::ALL.iter().map(|role| role.as_str());
    let outcomes = reasons.chain(ranks).chain(qualifications).chain(roles);
    keys.extend(outcomes.map(|outcome| format!("outcome-{}", outcome.replace('_', "-"))));
    add::<PersonKind>(&mut keys);
    add::<Gender>(&mut keys);
    add::<Post>(&mut keys);
    add::<LeaveReason>(&mut keys);
    add::<Rank>(&mut keys);
    add::<QualificationKind>(&mut keys);
    add::<crate::rules::workbook::SheetKind>(&mut keys);
    add::<crate::rules::workbook::Column>(&mut keys);
    keys.extend(Role::ALL.iter().map(|role| format!("people-role-{}", role.as_str().replace('_', "-"))));
    keys.extend(
        UnitKind::ALL.iter().map(|kind| format!("people-unit-kind-{}", kind.as_str().replace('_', "-"))),
    );
    for language in Language::ALL {
        for key in &keys {
            assert!(catalogue.has(language, key), "{key} in {}", language.tag());
        }
    }
}
