//! What will happen in the invented county: decided first, done afterwards.
//!
//! Pure: equal seeds give equal plans. Doing is in `year.rs`, through the same
//! commands as people use.

use kernel::{Day, Instant, Span};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// How many cases a station has between two days, and how they go.
#[derive(Debug, Clone, Copy)]
pub struct Totals {
    pub criminal_filed: u32,
    pub criminal_solved: u32,
    pub public_order_accepted: u32,
    pub public_order_decided: u32,
}

/// The period of the yearly report for which a station's totals hold exactly.
pub fn report_year() -> Option<Span> {
    Span::new(Day::new(2025, 10, 21)?, Day::new(2026, 10, 20)?)
}

/// The invented work: so many whole months up to October 2026, and on up to yesterday, so that
/// the last weeks are there to be looked at; a year later it stays as it is.
pub fn period(months: u32, today: Day) -> Option<Span> {
    let whole = Day::new(2026, 10, 31)?;
    let from = whole.plus_days(1).plus_months(-i64::from(months));
    let to = today.plus_days(-1).clamp(whole, whole.plus_months(12));
    Span::new(from, to)
}

/// The figures that the documentation and the tests of station S07 know.
pub const KNOWN: Totals =
    Totals { criminal_filed: 52, criminal_solved: 44, public_order_accepted: 62, public_order_decided: 61 };

/// How an incident ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Settled,
    Mediated,
    Helped,
    Passed,
    /// A case of public order; decided after so many minutes, or not at all.
    PublicOrder {
        decided_after: Option<i64>,
    },
    /// A criminal case; solved after so many minutes, or not at all.
    Criminal {
        solved_after: Option<i64>,
    },
}

/// One incident from its report to its end.
#[derive(Debug, Clone)]
pub struct Planned {
    pub received_at: Instant,
    pub source: &'static str,
    pub category: &'static str,
    pub summary: &'static str,
    /// Which of the station's zones, from 1.
    pub zone: u32,
    pub dispatch_after: i64,
    pub attend_after: i64,
    pub end_after: i64,
    pub end: End,
}

/// Category, weight, how it usually ends, what the caller says.
type Kind = (&'static str, u32, &'static [End], &'static str);

use End::{Helped, Mediated, Passed, Settled};

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    ("dispute.neighbours",    12, &[Mediated, Mediated, Settled], "邻里因噪音、通道等琐事发生争吵，请求到场处理。"),
    ("dispute.family",        11, &[Mediated, Mediated, Settled, Helped], "家庭成员因家务事发生争执，请求调解。"),
    ("dispute.labour",         5, &[Mediated, Passed, Passed], "工人反映拖欠工资，与用工方发生争执。"),
    ("dispute.consumer",       6, &[Passed, Mediated, Settled], "消费者与商户因退换货发生纠纷。"),
    ("traffic.accident",      14, &[Settled, Settled, Mediated], "两车发生刮擦，无人受伤，请求到场。"),
    ("traffic.congestion",     5, &[Settled], "道路拥堵，请求疏导。"),
    ("help.lost_person",       5, &[Helped], "老人走失，家属请求帮助寻找。"),
    ("help.locked_out",        5, &[Helped], "群众反映家中有幼儿被反锁屋内，请求帮助。"),
    ("help.lost_property",     7, &[Helped, Settled], "群众遗失证件、手机，请求帮助查找。"),
    ("help.illness",           4, &[Helped], "路人突发疾病倒地，请求救助。"),
    ("public_order.fight",     5, &[Settled, Mediated], "有人酒后推搡，请求到场制止。"),
    ("public_order.noise",     8, &[Settled], "夜间商户音响扰民。"),
    ("public_order.disturbance", 4, &[Settled], "有人在公共场所吵闹、起哄。"),
    ("crime.theft",            4, &[Settled], "反映物品被盗，经查系本人遗忘他处。"),
    ("crime.telecom_fraud",    4, &[Settled, Helped], "接到可疑电话，询问是否为诈骗，已劝阻。"),
    ("other.inquiry",          7, &[Settled, Passed], "咨询办事流程及有关政策。"),
    ("other.false_alarm",      3, &[Settled], "误拨报警电话。"),
];

#[rustfmt::skip]
const CRIMINAL: &[(&str, u32, &str)] = &[
    ("crime.theft",          20, "店铺夜间被撬，财物被盗，损失较大。"),
    ("crime.telecom_fraud",  16, "被人以刷单返利为名骗走钱款。"),
    ("crime.fraud",           6, "以合作经营为名骗取货款后失去联系。"),
    ("crime.assault",         5, "因纠纷被人持械打伤，伤情待鉴定。"),
    ("crime.robbery",         2, "夜间行走时随身物品被抢。"),
];

#[rustfmt::skip]
const PUBLIC_ORDER: &[(&str, u32, &str)] = &[
    ("public_order.fight",       14, "因琐事殴打他人，伤情轻微。"),
    ("public_order.theft",       12, "超市内盗窃少量商品，被当场发现。"),
    ("public_order.gambling",     6, "举报棋牌室内有人赌博。"),
    ("public_order.disturbance",  6, "酒后在饭店内扰乱秩序，不听劝阻。"),
    ("public_order.damage",       5, "故意损毁他人车辆后视镜。"),
    ("public_order.noise",        3, "多次制造噪声干扰他人生活，经劝阻不改。"),
];

/// Calls by hour of the day: few before dawn, most in the evening.
const HOURS: [u32; 24] =
    [9, 6, 4, 3, 2, 3, 6, 11, 17, 21, 23, 21, 17, 16, 18, 20, 22, 24, 26, 28, 29, 25, 19, 13];
/// Monday to Sunday.
const WEEKDAYS: [f64; 7] = [0.95, 0.92, 0.94, 0.97, 1.12, 1.16, 1.04];
/// January to December: the New Year and the summer bring more.
const MONTHS: [f64; 12] = [1.05, 1.10, 0.92, 0.94, 1.00, 1.05, 1.12, 1.14, 1.02, 1.00, 0.93, 0.95];

pub const ZONES: u32 = 6;
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The totals of a station in the report year: S07's are known, the others are
/// drawn around what a county station has.
pub fn totals(seed: u64, station: u32) -> Totals {
    if station == 7 && seed == 1 {
        return KNOWN;
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(u64::from(station)));
    let criminal = random.random_range(24..70);
    let order = random.random_range(36..95);
    Totals {
        criminal_filed: criminal,
        criminal_solved: criminal * random.random_range(68..92) / 100,
        public_order_accepted: order,
        public_order_decided: order * random.random_range(90..100) / 100,
    }
}

/// Everything that happens to one station in a period, by time of report.
pub fn station(seed: u64, station: u32, period: Span, per_month: f64) -> Vec<Planned> {
    let mut random =
        ChaCha8Rng::seed_from_u64(seed.wrapping_mul(7_919).wrapping_add(u64::from(station)).rotate_left(17));
    let mut planned = Vec::new();
    let mut day = period.from;
    while day <= period.to {
        let weekday = WEEKDAYS.get(usize::from(day.weekday().unsigned_abs()) - 1).copied().unwrap_or(1.0);
        let month = MONTHS.get(usize::from(day.month().unsigned_abs()) - 1).copied().unwrap_or(1.0);
        let expected = per_month / 30.4 * weekday * month;
        for _ in 0..poisson(&mut random, expected) {
            planned.push(ordinary(&mut random, day));
        }
        day = day.plus_days(1);
    }
    // Drawn by its own numbers: the same cases, however long the ordinary work goes on.
    let mut random = ChaCha8Rng::seed_from_u64(seed.wrapping_mul(104_729).wrapping_add(u64::from(station)));
    cases(&mut random, totals(seed, station), period, &mut planned);
    planned.sort_by_key(|incident| incident.received_at);
    planned
}

/// Cases: exactly the totals inside the report year, in proportion outside it.
fn cases(random: &mut ChaCha8Rng, totals: Totals, period: Span, planned: &mut Vec<Planned>) {
    let Some(year) = report_year() else { return };
    // A filing or acceptance follows the report within hours, so the last day of
    // a stretch is left out: what begins in it also counts in it.
    let stretches = [
        (Span::new(period.from, year.from.plus_days(-1)), false),
        (Some(year), true),
        (Span::new(year.to.plus_days(1), period.to), false),
    ];
    for (stretch, exact) in stretches {
        let Some(stretch) = stretch else { continue };
        let share = if exact { 1.0 } else { stretch.days() as f64 / 365.0 };
        let of = |total: u32| (f64::from(total) * share).round() as u32;
        if stretch.days() < 3 {
            continue;
        }
        for number in 0..of(totals.criminal_filed) {
            let solved = number < of(totals.criminal_solved);
            planned.push(case(random, stretch, CRIMINAL, solved, true));
        }
        for number in 0..of(totals.public_order_accepted) {
            let decided = number < of(totals.public_order_decided);
            planned.push(case(random, stretch, PUBLIC_ORDER, decided, false));
        }
    }
    // Only what lies in the period asked for; shorter demos know only a part.
    planned.retain(|incident| period.contains(incident.received_at.day()));
}

fn case(
    random: &mut ChaCha8Rng,
    stretch: Span,
    kinds: &[(&'static str, u32, &'static str)],
    finished: bool,
    criminal: bool,
) -> Planned {
    let (category, _, summary) =
        kinds.choose_weighted(random, |(_, weight, _)| *weight).copied().unwrap_or(("crime.theft", 1, ""));
    // A finished case needs room before the end of the stretch.
    let room = if finished { (stretch.days() - 2).clamp(1, stretch.days()) } else { stretch.days() - 1 };
    let day = stretch.from.plus_days(random.random_range(0..room));
    let received_at = moment(random, day);
    let left = stretch.to.end().minutes_since(received_at) - 12 * HOUR;
    let after = finished.then(|| {
        let usual = if criminal {
            random.random_range(2 * DAY..50 * DAY)
        } else {
            random.random_range(DAY..26 * DAY)
        };
        // What would end after the stretch ends at any time within it instead, not all at its last hour.
        if usual > left {
            random.random_range(10 * HOUR..(11 * HOUR).max(left))
        } else {
            usual.max(10 * HOUR)
        }
    });
    let end = if criminal {
        End::Criminal { solved_after: after }
    } else {
        End::PublicOrder { decided_after: after }
    };
    Planned {
        received_at,
        source: ["call", "call", "call", "walk_in", "walk_in", "patrol"].choose(random).unwrap_or(&"call"),
        category,
        summary,
        zone: random.random_range(1..=ZONES),
        dispatch_after: random.random_range(1..4),
        attend_after: random.random_range(6..24),
        end_after: random.random_range(50..180),
        end,
    }
}

/// Any ordinary incident, for its kind.
pub fn any_kind(random: &mut ChaCha8Rng) -> Planned {
    ordinary(random, Instant::from_micros(0).day())
}

/// A moment of the same day by the rhythm of calls.
pub fn like_a_day(random: &mut ChaCha8Rng, at: Instant) -> Instant {
    moment(random, at.day())
}

fn ordinary(random: &mut ChaCha8Rng, day: Day) -> Planned {
    let (category, _, ends, summary) = KINDS
        .choose_weighted(random, |(_, weight, _, _)| *weight)
        .copied()
        .unwrap_or(("other.inquiry", 1, &[Settled], ""));
    let dispatch_after = random.random_range(1..5);
    let attend_after = dispatch_after + random.random_range(4..22);
    Planned {
        received_at: moment(random, day),
        source: ["call", "call", "call", "call", "call", "walk_in", "patrol", "handover"]
            .choose(random)
            .unwrap_or(&"call"),
        category,
        summary,
        zone: random.random_range(1..=ZONES),
        dispatch_after,
        attend_after,
        end_after: attend_after + random.random_range(10..130),
        end: *ends.choose(random).unwrap_or(&Settled),
    }
}

fn moment(random: &mut ChaCha8Rng, day: Day) -> Instant {
    let hours: Vec<usize> = (0..24).collect();
    let hour =
        hours.choose_weighted(random, |hour| HOURS.get(*hour).copied().unwrap_or(1)).copied().unwrap_or(12);
    day.start().plus_minutes(i64::try_from(hour).unwrap_or(12) * HOUR + random.random_range(0..60))
}

/// A Poisson number, by Knuth's product of uniforms; `expected` is small here.
fn poisson(random: &mut ChaCha8Rng, expected: f64) -> u32 {
    let limit = (-expected).exp();
    let mut product: f64 = random.random();
    let mut count = 0;
    while product > limit && count < 200 {
        count += 1;
        product *= random.random::<f64>();
    }
    count
}
