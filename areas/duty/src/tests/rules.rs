use crate::rules::fairness::gini;
use crate::rules::plan::{Days, Limits, Peak, Plan, PositionType, Requirement, ShiftType, Woman};
use crate::rules::proposal::{Words, propose};
use crate::rules::{DayKind, PlanFlaw, RosterMonth};
use kernel::{Day, PersonId, UnitCode};
use people::Worker;
use people::rules::{Gender, PersonKind, Post, QualificationKind};

pub fn worker(name: &str, kind: PersonKind, post: Post) -> Worker {
    Worker {
        id: PersonId::new(),
        name: name.to_owned(),
        unit: UnitCode::parse("S01").unwrap(),
        kind,
        gender: Gender::Male,
        post,
        rank: None,
        joined_on: Day::new(2015, 1, 1).unwrap(),
        working_since: Day::new(2015, 1, 1).unwrap(),
        is_service_known: true,
        qualifications: match kind {
            PersonKind::Officer => vec![QualificationKind::EnforcementBasic],
            _ => Vec::new(),
        },
    }
}

fn words() -> Words {
    let word = str::to_owned;
    Words {
        office: word("日勤"),
        day: word("白班"),
        night: word("夜班"),
        leader: word("带班领导"),
        response: word("接处警"),
        standby: word("备勤"),
        approver: None,
    }
}

/// Twelve officers, one of them at the desk, twelve auxiliaries, one civilian.
pub fn station() -> Vec<Worker> {
    let officer = |at: usize| {
        let post = match at {
            0 | 1 => Post::Leader,
            2 => Post::Desk,
            _ => Post::Patrol,
        };
        worker(&format!("民警{at}"), PersonKind::Officer, post)
    };
    let auxiliary = |at: usize| worker(&format!("辅警{at}"), PersonKind::Auxiliary, Post::Patrol);
    let civilian = worker("文职", PersonKind::Civilian, Post::Household);
    (0..12).map(officer).chain((0..12).map(auxiliary)).chain([civilian]).collect()
}

pub fn plan() -> Plan {
    propose(&station(), &[[0; 24]; 7], &words())
}

#[test]
fn a_proposed_plan_holds_together_and_divides_people_as_incidents_fall() {
    let people = station();
    let nothing = propose(&people, &[[0; 24]; 7], &words());
    nothing.check().unwrap();
    let strength = |plan: &Plan, shift: &str| plan.requirement(Days::Workdays, shift, None).unwrap().good;
    // 23 on shifts in four teams of five: ten a day, five by day and five by night.
    assert_eq!((strength(&nothing, "day"), strength(&nothing, "night")), (Some(5), Some(5)));
    let mut hours = [0; 24];
    hours[10] = 3;
    hours[23] = 1;
    let busy = propose(&people, &[hours; 7], &words());
    busy.check().unwrap();
    assert_eq!((strength(&busy, "day"), strength(&busy, "night")), (Some(8), None), "never below the least");
    assert_eq!(busy.requirement(Days::Holidays, "night", None).unwrap().least, 2);
    assert_eq!(nothing.left_out.len(), 1, "civilians are not on the roster");
    assert_eq!(nothing.leaders.len(), 6);
    // A bureau has somebody on each shift who decides what stations ask for.
    let bureau = propose(&people, &[[0; 24]; 7], &Words { approver: Some("审批领导".to_owned()), ..words() });
    bureau.check().unwrap();
    assert_eq!(bureau.requirement(Days::RestDays, "night", Some("approver")).unwrap().least, 1);
    assert!(bureau.position("approver").unwrap().is_for_leaders && bureau.leaders.len() > 6);
    // A unit without people gets a plan that can be saved too.
    propose(&[], &[[0; 24]; 7], &words()).check().unwrap();
}

#[test]
fn a_weekday_that_is_busier_than_chance_allows_gets_more_people() {
    let peaks = |weeks: [[u32; 24]; 7]| propose(&station(), &weeks, &words()).peaks;
    let mut week = [[2; 24]; 7];
    assert_eq!(peaks(week), []);
    // A night goes on into the next morning: Friday's is that of Saturday before nine.
    week[5][..4].fill(15);
    let [friday] = peaks(week).try_into().unwrap();
    assert_eq!((friday.weekday, friday.shift.as_str()), (Some(5), "night"));
    let usual = propose(&station(), &week, &words());
    assert!(friday.good > usual.requirement(Days::Workdays, "night", None).unwrap().good);
    // Three incidents in place of two may be chance.
    let mut few = [[0; 24]; 7];
    few.iter_mut().for_each(|day| day[10] = 2);
    few[3][10] = 3;
    assert_eq!(peaks(few), []);
}

#[test]
fn busy_times_take_the_place_of_what_the_kind_of_day_asks() {
    let mut plan = plan();
    let usual = asked_on(&plan, "2026-12-04", "night");
    let peak =
        |weekday, months, least| Peak { weekday, months, shift: "night".to_owned(), least, good: None };
    plan.peaks = vec![peak(Some(5), None, 7), peak(None, Some((12, 2)), 6)];
    plan.check().unwrap();
    #[rustfmt::skip]
    let table = [
        ("2026-12-04", "night", 7), // a Friday in winter: the first that is on
        ("2026-12-05", "night", 6), // a Saturday in December
        ("2027-02-28", "night", 6), // over New Year, to the end of February
        ("2027-03-01", "night", usual),
        ("2026-12-04", "day",   usual),
    ];
    for (day, shift, wanted) in table {
        assert_eq!(asked_on(&plan, day, shift), wanted, "{day} {shift}");
    }
    // A position is asked for as on other days.
    let friday: Day = "2026-12-04".parse().unwrap();
    assert_eq!(plan.asked(friday, DayKind::Workday, "night", Some("leader")).unwrap().least, 1);
    plan.peaks = vec![peak(None, None, 3)];
    assert!(matches!(plan.check(), Err(PlanFlaw::PeakAlways(_))));
    plan.peaks = vec![Peak { good: Some(1), ..peak(Some(1), None, 3) }];
    assert!(matches!(plan.check(), Err(PlanFlaw::GoodBelowLeast(_))));
}

/// The minimum of a shift on a day as if it were a working day.
fn asked_on(plan: &Plan, day: &str, shift: &str) -> u32 {
    plan.asked(day.parse().unwrap(), DayKind::Workday, shift, None).unwrap().least
}

#[test]
fn a_plan_that_does_not_hold_together_is_refused_with_the_name_it_concerns() {
    let change = |change: fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        plan.check()
    };
    assert_eq!(change(|_| ()), Ok(()));
    assert_eq!(change(|plan| plan.shifts.clear()), Err(PlanFlaw::NoShift));
    assert_eq!(change(|plan| plan.positions.clear()), Err(PlanFlaw::NoPosition));
    assert_eq!(change(|plan| plan.shifts[0].name = " ".to_owned()), Err(PlanFlaw::NoName));
    assert!(matches!(change(|plan| plan.shifts[0].name = "夜班".to_owned()), Err(PlanFlaw::NameTwice(_))));
    assert!(matches!(change(|plan| plan.shifts[0].letter = 'L'), Err(PlanFlaw::BadLetter(_))));
    assert!(matches!(change(|plan| plan.shifts[0].letter = 'Y'), Err(PlanFlaw::LetterTwice(_))));
    assert!(matches!(change(|plan| plan.shifts[0].lasts = 24 * 60 + 1), Err(PlanFlaw::BadTimes(_))));
    assert!(matches!(change(|plan| plan.shifts[0].minutes = 9 * 60 + 1), Err(PlanFlaw::BadTimes(_))));
    assert!(matches!(change(|plan| plan.requirements[0].good = Some(1)), Err(PlanFlaw::GoodBelowLeast(_))));
    assert!(matches!(change(|plan| plan.requirements[0].shift = "x".to_owned()), Err(PlanFlaw::Unknown(_))));
}

#[test]
fn a_plan_is_kept_as_text_and_read_back() {
    let plan = plan();
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
}

#[test]
fn the_gini_coefficient_is_zero_where_all_bear_the_same() {
    #[rustfmt::skip]
    let table = [
        (vec![], None),
        (vec![0, 0, 0], None),              // nobody bears anything
        (vec![4, 4, 4, 4], Some(0.0)),
        (vec![0, 0, 0, 8], Some(0.75)),     // one of four bears all
        (vec![1, 3], Some(0.25)),
    ];
    for (burdens, wanted) in table {
        match (gini(&burdens), wanted) {
            (Some(found), Some(wanted)) => assert!((found - wanted).abs() < 1e-9, "{burdens:?}: {found}"),
            (found, wanted) => assert_eq!(found, wanted, "{burdens:?}"),
        }
    }
}

#[test]
fn a_month_is_read_as_it_is_written() {
    let month: RosterMonth = "2026-02".parse().unwrap();
    assert_eq!(month.to_string(), "2026-02");
    assert_eq!(month.span().days(), 28);
    assert_eq!(
        (month.previous().to_string(), month.next().to_string()),
        ("2026-01".into(), "2026-03".into())
    );
    assert!(month.day(28).is_some() && month.day(29).is_none());
    for bad in ["2026-13", "2026", "x", ""] {
        assert!(bad.parse::<RosterMonth>().is_err(), "{bad}");
    }
}

/// A small plan of one shift, for tables.
pub fn small() -> Plan {
    Plan {
        shifts: vec![ShiftType {
            code: "day".to_owned(),
            name: "白班".to_owned(),
            letter: 'B',
            starts: 8 * 60,
            lasts: 8 * 60,
            minutes: 8 * 60,
            is_night: false,
        }],
        positions: vec![PositionType {
            code: "desk".to_owned(),
            name: "值班".to_owned(),
            needs: None,
            is_for_officers: false,
            is_for_leaders: false,
        }],
        peaks: Vec::new(),
        requirements: Days::ALL
            .map(|days| Requirement { days, shift: "day".to_owned(), position: None, least: 1, good: None })
            .to_vec(),
        limits: Limits::default(),
        agreements: Vec::new(),
        compensation: Default::default(),
        is_paired: false,
        woman: Woman::NotAsked,
        leaders: Vec::new(),
        left_out: Vec::new(),
    }
}

#[test]
fn overtime_is_what_exceeds_the_hours_of_the_working_days() {
    use crate::rules::attendance::overtime;
    #[rustfmt::skip]
    let table = [
        // worked minutes, working days, of them absent, minutes a day -> overtime
        (22 * 480,     22, 0, 480, 0),   // wt-8-40: eight hours a day
        (22 * 480 + 1, 22, 0, 480, 1),
        (22 * 480 - 1, 22, 0, 480, 0),   // never less than nothing
        (22 * 480,     22, 2, 480, 960), // a working day of absence is not to be worked
        (0,            22, 0, 480, 0),
    ];
    for (worked, days, absent, minutes, wanted) in table {
        assert_eq!(
            overtime(worked, days, absent, minutes),
            wanted,
            "{worked} in {days} days, {absent} absent"
        );
    }
}

#[test]
fn the_index_of_fatigue_multiplies_its_parts() {
    use crate::rules::fatigue::{Formula, Stint, strain};
    let formula = Formula::read().unwrap();
    let monday = Day::new(2026, 6, 1).unwrap();
    // Day of the month, hour of its start, hours, by night.
    let stint = |(day, hour, hours, is_night): (i64, i64, i64, bool)| {
        let day = monday.plus_days(day - 1);
        let starts = day.start().plus_minutes(hour * 60);
        Stint { day, starts, ends: starts.plus_minutes(hours * 60), minutes: hours * 60, is_night }
    };
    #[rustfmt::skip]
    type Row = (&'static [(i64, i64, i64, bool)], &'static [u32], &'static str);
    let table: [Row; 9] = [
        (&[(1, 8, 8, false)], &[100], "a first day shift of eight hours"),
        (&[(1, 8, 6, false)], &[100], "below eight hours it stays"),
        (&[(1, 8, 9, false)], &[107], "between the steps by the straight line"),
        (&[(1, 8, 10, false)], &[113], "ten hours"),
        (&[(1, 8, 24, false)], &[211], "beyond twelve along the line"),
        (
            &[(1, 20, 12, true), (2, 20, 12, true), (3, 20, 12, true), (4, 20, 12, true)],
            &[163, 172, 190, 221],
            "four nights, as in docs/fatigue.md",
        ),
        (
            &[
                (1, 8, 8, false),
                (2, 8, 8, false),
                (3, 8, 8, false),
                (4, 8, 8, false),
                (5, 8, 8, false),
                (7, 8, 8, false),
            ],
            &[100, 102, 107, 117, 117, 100],
            "days in a row, and a free day",
        ),
        (&[(1, 8, 8, false), (2, 0, 8, false)], &[100, 111], "eight hours of rest: three are missing"),
        (&[(1, 8, 8, false), (2, 20, 8, true)], &[100, 128], "a first night after a day"),
    ];
    for (stints, indexes, what) in table {
        let stints: Vec<Stint> = stints.iter().copied().map(stint).collect();
        let got: Vec<u32> = formula.tiredness(&stints).iter().map(|one| one.index).collect();
        assert_eq!(got, indexes, "{what}");
    }
    // Five shifts of twelve hours: 60 in seven days are twelve above 48.
    let five: Vec<Stint> = (1..=5).map(|day| stint((day, 8, 12, false))).collect();
    let tired = formula.tiredness(&five);
    assert_eq!((tired[4].week, tired[4].index), (60 * 60, 166)); // 117 % x 127 % x 112 %
    let most = strain(&tired, 12 * 60 + 1);
    assert_eq!((most.days_in_row, most.nights_in_row, most.rests_broken), (5, 0, 4));
    assert_eq!(strain(&tired, 12 * 60).rests_broken, 0);
}

#[test]
fn rest_that_is_owed_for_long_is_overdue_and_never_lapses() {
    use crate::rules::RosterMonth;
    use crate::rules::attendance::overdue;
    let month = |text: &str| text.parse::<RosterMonth>().unwrap();
    let earned = [(month("2026-01"), 600), (month("2026-03"), 300)];
    #[rustfmt::skip]
    let table = [
        // given back, now, months -> overdue
        (   0, "2026-03", 2,   0),
        (   0, "2026-04", 2, 600), // two months after the end of January
        (-200, "2026-04", 2, 400), // the oldest goes first
        (-700, "2026-04", 2,   0),
        (-700, "2026-06", 2, 200),
        (   0, "2030-01", 2, 900),
    ];
    for (given, now, months, late) in table {
        let entries: Vec<_> = earned.into_iter().chain([(month("2026-04"), given)]).collect();
        assert_eq!(overdue(&entries, month(now), months), late, "{given} by {now}");
    }
}

#[test]
fn sums_of_months_give_the_gini_coefficient() {
    use crate::rules::fairness::{gini, spread};
    for burdens in [vec![4, 4, 4], vec![0, 0, 6], vec![1, 2, 3, 10], vec![5]] {
        let (differences, base) = spread(&burdens);
        let both = differences as f64 / base as f64;
        assert!((both - gini(&burdens).unwrap()).abs() < 1e-12, "{burdens:?}: {both}");
    }
    assert_eq!(spread(&[0, 0]), (0, 0));
}
