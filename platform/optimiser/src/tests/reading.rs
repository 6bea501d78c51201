//! The public formats: what is read, and what is said about damaged files.

use super::*;
use crate::formats::{Format, read_roster, write_roster};
use crate::score::score;

const CURTOIS: &str = "\
# a comment
SECTION_HORIZON
7

SECTION_SHIFTS
D,480,
N,600,D

SECTION_STAFF
A,D=7|N=0,2400,960,5,2,2,1
B,D=7|N=2,2400,960,5,2,2,1

SECTION_DAYS_OFF
A,0,3

SECTION_SHIFT_ON_REQUESTS
B,2,N,3

SECTION_SHIFT_OFF_REQUESTS
A,1,D,2

SECTION_COVER
0,D,1,100,1
2,N,-0,100,1
";

#[test]
fn a_shift_scheduling_problem_is_read() {
    let problem = Format::Curtois.read(CURTOIS).unwrap();
    problem.check().unwrap();
    assert_eq!((problem.days, problem.shifts.len(), problem.people.len()), (7, 2, 2));
    assert_eq!(problem.shifts[1].not_next, [0]);
    // None at all of a shift means that it is impossible on all seven days.
    assert_eq!(problem.people[0].away.len(), 7 + 2);
    let mut roster = Roster::empty(2, 7);
    // B: night, free, night, day: the night may not be followed by the day; N twice is allowed.
    [2, 0, 2, 1].iter().enumerate().for_each(|(day, cell)| roster.set(1, day, *cell));
    let score = score(&problem, &roster);
    // Hard: succession; A's 960 minutes too few (16 hours); B's runs: a single free day inside.
    // A single night on day 0 touches the edge. Weighted: cover 0,D short (100); N on day 2 over (1).
    assert_eq!((score.hard, score.soft), (1 + 16 + 1, 101));
}

#[test]
fn what_is_wrong_in_a_file_is_said_with_its_line() {
    #[rustfmt::skip]
    let table = [
        (CURTOIS.replace("N,600,D", "N,600,X"), 7, "there is no shift \"X\""),
        (CURTOIS.replace("N,600,D", "N"), 7, "a shift is ID"),
        (CURTOIS.replace("B,D=7|N=2", "A,D=7|N=2"), 11, "twice"),
        (CURTOIS.replace("D=7|N=2", "D=7|X=2"), 11, "no shift \"X\""),
        (CURTOIS.replace("2400,960,5,2,2,1\nB", "2400,960,5,2,2\nB"), 10, "eight fields"),
        (CURTOIS.replace("A,0,3", "A,0,9"), 14, "day 9 lies after the last one, 6"),
        (CURTOIS.replace("A,0,3", "C,0"), 14, "no employee \"C\""),
        (CURTOIS.replace("0,D,1,100,1", "0,D,-1,100,1"), 23, "whole number"),
        (CURTOIS.replace("SECTION_COVER", "SECTION_OTHER"), 23, "unknown section"),
        (CURTOIS.replace("7\n\n", "99999999999\n\n"), 3, "whole number"),
        ("x".to_owned(), 1, "before the first section"),
        (String::new(), 0, "nothing was read"),
    ];
    for (text, line, what) in table {
        let problem = Format::Curtois.read(&text).unwrap_err();
        assert_eq!(problem.line, line, "{problem}");
        assert!(problem.what.contains(what), "{problem}");
    }
}

const TEXT: &str = "\
SCHEDULING_PERIOD;
tiny, 2010-01-01, 2010-01-07;
SKILLS = 2;
Nurse;
Head;
SHIFT_TYPES = 2;
E, Early, 06:30:00, 14:30:00, 1, Nurse;
N, Night, 22:30:00, 06:30:00, 1, Head;
CONTRACTS = 1;
0, full, (1|1), (1|1|3), (1|2|1), (1|1|5), (1|1|2), (0|1|4), (1|1|1), (0|0|3), (0|0|2), (0|1|0), SaturdaySunday, (1|1), (1|1), (1|1), (0|0), (1|7), 1, 0;
PATTERNS = 1;
0, 5, 2 (N|Any) (E|Any);
EMPLOYEES 2;
a, a, 0, 1, Nurse;
b, b, 0, 2, Nurse Head;
DAY_OF_WEEK_COVER = 2;
Friday, E, 1;
Saturday, N, 1;
DATE_SPECIFIC_COVER = 1;
2010-01-04, E, 2;
DAY_OFF_REQUESTS = 1;
a, 2010-01-01, 3;
DAY_ON_REQUESTS = 0;
SHIFT_OFF_REQUESTS = 1;
b, 2010-01-02, N, 4;
SHIFT_ON_REQUESTS = 0;
";

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<SchedulingPeriod ID="tiny">
  <StartDate>2010-01-01</StartDate><EndDate>2010-01-07</EndDate>
  <Skills><Skill>Nurse</Skill><Skill>Head</Skill></Skills>
  <ShiftTypes>
    <Shift ID="E"><StartTime>06:30:00</StartTime><EndTime>14:30:00</EndTime><Skills><Skill>Nurse</Skill></Skills></Shift>
    <Shift ID="N"><StartTime>22:30:00</StartTime><EndTime>06:30:00</EndTime><Skills><Skill>Head</Skill></Skills></Shift>
  </ShiftTypes>
  <Patterns><Pattern ID="0" weight="5"><PatternEntries>
    <PatternEntry index="1"><ShiftType>E</ShiftType><Day>Any</Day></PatternEntry>
    <PatternEntry index="0"><ShiftType>N</ShiftType><Day>Any</Day></PatternEntry>
  </PatternEntries></Pattern></Patterns>
  <Contracts><Contract ID="0">
    <MaxNumAssignments on="1" weight="1">3</MaxNumAssignments><MinNumAssignments on="1" weight="2">1</MinNumAssignments>
    <MaxConsecutiveWorkingDays on="1" weight="1">5</MaxConsecutiveWorkingDays>
    <MinConsecutiveWorkingDays on="1" weight="1">2</MinConsecutiveWorkingDays>
    <MaxConsecutiveFreeDays on="0" weight="1">4</MaxConsecutiveFreeDays>
    <MinConsecutiveFreeDays on="1" weight="1">1</MinConsecutiveFreeDays>
    <WeekendDefinition>SaturdaySunday</WeekendDefinition>
    <CompleteWeekends weight="1">true</CompleteWeekends>
    <IdenticalShiftTypesDuringWeekend weight="1">true</IdenticalShiftTypesDuringWeekend>
    <NoNightShiftBeforeFreeWeekend weight="1">true</NoNightShiftBeforeFreeWeekend>
    <AlternativeSkillCategory weight="7">true</AlternativeSkillCategory>
    <UnwantedPatterns><Pattern>0</Pattern></UnwantedPatterns>
  </Contract></Contracts>
  <Employees>
    <Employee ID="a"><ContractID>0</ContractID><Skills><Skill>Nurse</Skill></Skills></Employee>
    <Employee ID="b"><ContractID>0</ContractID><Skills><Skill>Nurse</Skill><Skill>Head</Skill></Skills></Employee>
  </Employees>
  <CoverRequirements>
    <DayOfWeekCover><Day>Friday</Day><Cover><Shift>E</Shift><Preferred>1</Preferred></Cover></DayOfWeekCover>
    <DayOfWeekCover><Day>Saturday</Day><Cover><Shift>N</Shift><Preferred>1</Preferred></Cover></DayOfWeekCover>
    <DateSpecificCover><Date>2010-01-04</Date><Cover><Shift>E</Shift><Preferred>2</Preferred></Cover></DateSpecificCover>
  </CoverRequirements>
  <DayOffRequests><DayOff weight="3"><EmployeeID>a</EmployeeID><Date>2010-01-01</Date></DayOff></DayOffRequests>
  <ShiftOffRequests><ShiftOff weight="4"><ShiftTypeID>N</ShiftTypeID><EmployeeID>b</EmployeeID><Date>2010-01-02</Date></ShiftOff></ShiftOffRequests>
</SchedulingPeriod>
"#;

#[test]
fn both_forms_of_a_competition_problem_say_the_same() {
    let text = Format::Inrc1.read(TEXT).unwrap();
    text.check().unwrap();
    assert_eq!(text, Format::Inrc1.read(XML).unwrap());
    assert_eq!((text.days, text.first_weekday, text.shifts[1].night), (7, 4, true));
    // a is no head: the night costs seven.
    assert_eq!(text.people[0].reluctant, [(1, 7)]);
    let needed: Vec<usize> = text
        .demands
        .iter()
        .filter(|demand| {
            demand.shape == Shape::Between { min: Some(Bound::hard(0)), max: Some(Bound::hard(0)) }
        })
        .map(|demand| demand.day)
        .collect();
    assert_eq!(needed.len(), 7 * 2 - 3);
}

#[test]
fn damaged_competition_files_are_refused_with_a_line() {
    #[rustfmt::skip]
    let table = [
        (TEXT.replace("(1|1|3)", "(1|x|3)"), 10, "whole number"),
        (TEXT.replace("2 (N|Any) (E|Any)", "2 (N|Any) (E,Any)"), 12, "ID, weight, days"),
        (TEXT.replace("2 (N|Any)", "2 (X|Any)"), 12, "no shift type \"X\""),
        (TEXT.replace("a, a, 0, 1", "a, a, 9, 1"), 14, "no contract \"9\""),
        (TEXT.replace("2010-01-04, E", "2011-01-04, E"), 20, "outside the period"),
        (TEXT.replace("06:30:00, 14", "26:30:00, 14"), 7, "no time of day"),
        (TEXT.replace("SaturdaySunday", "Sunday"), 10, ""),
        (TEXT.replace("(1|7), 1, 0;", "(1|7), 1, 4;"), 1, "pattern 4"),
        (XML.replace("<Preferred>2", "<Preferred>two"), 33, "whole number"),
        (XML.replace("</Employees>", "</Employes>"), 29, "not well-formed"),
    ];
    for (text, line, what) in table {
        match Format::Inrc1.read(&text) {
            Err(problem) => {
                assert!(problem.what.contains(what), "{problem}");
                assert!(problem.line.abs_diff(line) <= 1, "{problem}, expected line {line}");
            }
            // A weekend of one day is a weekend.
            Ok(problem) => assert_eq!(problem.contracts[0].weekend.length, 1),
        }
    }
}

#[test]
fn a_roster_is_written_and_read_with_the_problems_own_names() {
    let problem = Format::Curtois.read(CURTOIS).unwrap();
    let mut roster = Roster::empty(2, 7);
    roster.set(0, 2, 1);
    roster.set(1, 6, 2);
    let text = write_roster(&problem, &roster);
    assert_eq!(text, "employee,day,shift\nA,2,D\nB,6,N\n");
    assert_eq!(read_roster(&problem, &text).unwrap(), roster);
    #[rustfmt::skip]
    let table = [
        ("A,2", 1, "employee,day,shift"),
        ("C,2,D", 1, "no employee"),
        ("A,7,D", 1, "day 7"),
        ("A,2,X", 1, "no shift"),
        ("A,2,D\nA,2,N", 2, "two shifts on day 2"),
    ];
    for (text, line, what) in table {
        let problem = read_roster(&problem, text).unwrap_err();
        assert_eq!(problem.line, line);
        assert!(problem.what.contains(what), "{problem}");
    }
}
