//! Invented stations: problems with every kind of rule, for benchmarks and tests.

use crate::model::{
    Bound, Contract, Count, CountKind, Demand, DemandKind, Duty, Edges, OFF, Person, Position, Problem, Runs,
    Shape, Shift, Weekend, Who, Wish,
};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// People of one invented station.
const STAFF: usize = 30;
/// Shifts: office hours, day, late and night.
const OFFICE: usize = 0;
const DAY: usize = 1;
const LATE: usize = 2;
const NIGHT: usize = 3;
/// Positions: shift leader, response, patrol, desk, community, standby.
const LEADER: usize = 0;
const RESPONSE: usize = 1;
const PATROL: usize = 2;
const DESK: usize = 3;
const COMMUNITY: usize = 4;
const STANDBY: usize = 5;

/// A month of 31 days that begins on a Thursday, for so many stations of thirty people each.
pub fn stations(count: usize, seed: u64) -> Problem {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let shift = |id: &str, starts: u32, lasts: u32, minutes: u32, night: bool| Shift {
        id: id.to_owned(),
        starts: starts * 60,
        lasts: lasts * 60,
        minutes,
        night,
        not_next: Vec::new(),
    };
    let position =
        |id: &str, needs: u64, officers_only: bool| Position { id: id.to_owned(), needs, officers_only };
    let mut problem = Problem {
        days: 31,
        first_weekday: 3,
        holidays: (0..7).collect(),
        shifts: vec![
            shift("office", 9, 8, 480, false),
            shift("day", 8, 10, 600, false),
            shift("late", 14, 10, 600, false),
            shift("night", 20, 12, 720, true),
        ],
        positions: vec![
            position("leader", 1, true),
            position("response", 0, true),
            position("patrol", 0, false),
            position("desk", 0, false),
            position("community", 0, true),
            position("standby", 0, false),
        ],
        contracts: vec![contract()],
        ..Problem::default()
    };
    for shift in 0..problem.shifts.len() {
        problem.duties.extend((0..problem.positions.len()).map(|position| Duty { shift, position }));
    }
    for unit in 0..count {
        for at in 0..STAFF {
            let person = person(&problem, unit, at, &mut rng);
            problem.people.push(person);
        }
        for day in 0..problem.days {
            demands(&mut problem, u16::try_from(unit).unwrap_or(0), day);
        }
    }
    problem
}

fn contract() -> Contract {
    Contract {
        id: "station".to_owned(),
        edges: Edges::Open,
        rest_minutes: 11 * 60,
        runs: Runs {
            max_work: Some(Bound::hard(6)),
            min_work: Some(Bound::soft(2, 2)),
            max_off: None,
            min_off: Some(Bound::soft(2, 3)),
        },
        weekend: Weekend { complete: 1, ..Weekend::default() },
        counts: vec![
            Count::new(CountKind::Minutes).at_least(Bound::soft(150 * 60, 2)).at_most(Bound::hard(210 * 60)),
            Count::new(CountKind::Weekends).at_most(Bound::soft(3, 5)),
            Count::new(CountKind::Nights).at_most(Bound::hard(9)).evenly(1),
            Count::new(CountKind::Holidays).evenly(1),
        ],
        patterns: Vec::new(),
    }
}

fn person(problem: &Problem, unit: usize, at: usize, rng: &mut ChaCha8Rng) -> Person {
    // Of thirty, twenty-two are officers, ten of them women; every third may lead a shift.
    let officer = at < 22;
    let mut away = Vec::new();
    if rng.random_bool(0.3) {
        let first = rng.random_range(0..problem.days - 5);
        away.extend((first..first + rng.random_range(2..=5)).map(|day| (day, Vec::new())));
    }
    let wish = |rng: &mut ChaCha8Rng| {
        let shift = rng.random_range(0..problem.shifts.len());
        let (duties, wanted) = match rng.random_range(0..3) {
            0 => (Vec::new(), true),
            1 => (problem.duties_of(shift), false),
            _ => (problem.duties_of(shift), true),
        };
        Wish { day: rng.random_range(0..problem.days), duties, wanted, weight: rng.random_range(2..=6) }
    };
    let mut wishes: Vec<Wish> = (0..rng.random_range(1..=4)).map(|_| wish(rng)).collect();
    if at % 10 == 9 {
        // Day, night, free, free: a rotation this person would like to keep.
        for day in 0..problem.days {
            let duties = match day % 4 {
                0 => problem.duties_of(DAY),
                1 => problem.duties_of(NIGHT),
                _ => Vec::new(),
            };
            wishes.push(Wish { day, duties, wanted: true, weight: 1 });
        }
    }
    Person {
        id: format!("S{:02}-{:02}", unit + 1, at + 1),
        unit: u16::try_from(unit).unwrap_or(0),
        officer,
        enforces: officer && at % 7 != 6,
        woman: at % 9 < 4,
        rank: if at.is_multiple_of(3) { 3 } else { 1 },
        team: u16::try_from(unit * 3 + at % 3).ok(),
        qualifications: u64::from(officer && at % 3 != 2),
        reluctant: if officer { vec![(DAY * 6 + DESK, 1)] } else { Vec::new() },
        history: vec![OFF, OFF],
        away,
        wishes,
        borne: vec![0, 0, rng.random_range(0..3), rng.random_range(0..2)],
        ..Person::default()
    }
}

fn demands(problem: &mut Problem, unit: u16, day: usize) {
    let duty = |shift: usize, position: usize| shift * 6 + position;
    let all = |shift: usize| (0..6).map(|position| duty(shift, position)).collect::<Vec<usize>>();
    let weekday = problem.weekday(i64::try_from(day).unwrap_or(0));
    let mut add = |demand: Demand| problem.demands.push(demand.within(unit));
    let least = |kind, duties, who, number| Demand::at_least(kind, day, duties, who, Bound::hard(number));
    for (shift, strength) in [(DAY, 4), (LATE, 3), (NIGHT, 4)] {
        add(least(DemandKind::Strength, all(shift), Who::Everyone, strength));
        add(least(DemandKind::Officers, all(shift), Who::Officers, 2));
        add(least(DemandKind::Rank, all(shift), Who::RankFrom(3), 1));
        add(least(DemandKind::EnforcementPair, all(shift), Who::Enforcers, 2));
        add(least(DemandKind::Strength, vec![duty(shift, LEADER)], Who::Officers, 1));
        let one = (Bound::soft(2, 20), Bound::soft(2, 2));
        add(Demand::between(DemandKind::Cover, day, vec![duty(shift, RESPONSE)], Who::Everyone, one));
        let one = (Bound::soft(1, 15), Bound::soft(1, 2));
        add(Demand::between(DemandKind::Cover, day, vec![duty(shift, PATROL)], Who::Everyone, one));
        for position in [LEADER, STANDBY] {
            let none = (Bound::soft(0, 0), Bound::soft(1, 2));
            add(Demand::between(DemandKind::Cover, day, vec![duty(shift, position)], Who::Everyone, none));
        }
    }
    for shift in [DAY, NIGHT] {
        add(least(DemandKind::WomanReachable, all(shift), Who::WomenOfficers, 1));
    }
    let workday = weekday < 5;
    let desk = u32::from(workday) + 1;
    let wanted = (Bound::soft(desk, 10), Bound::soft(desk, 3));
    add(Demand::between(
        DemandKind::Cover,
        day,
        vec![duty(OFFICE, DESK), duty(DAY, DESK)],
        Who::Everyone,
        wanted,
    ));
    let community = if workday { 2 } else { 0 };
    let wanted = (Bound::soft(community, 6), Bound::soft(community, 3));
    let community = vec![duty(OFFICE, COMMUNITY), duty(DAY, COMMUNITY)];
    add(Demand::between(DemandKind::Cover, day, community, Who::Everyone, wanted));
    for team in 0..3 {
        for shift in [DAY, LATE, NIGHT] {
            let shape = Shape::Any { weight: 1 };
            let who = Who::Team(unit * 3 + team);
            add(Demand { kind: DemandKind::TeamTogether, day, duties: all(shift), who, unit: None, shape });
        }
    }
}
