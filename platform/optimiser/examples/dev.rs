//! Development only.
use optimiser::formats::{Format, write_roster};
use optimiser::search::*;
use std::time::Instant;
fn cpu() -> f64 { let s = std::fs::read_to_string("/proc/self/schedstat").unwrap(); s.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9 }
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let format = if args[1].contains("inrc1") { Format::Inrc1 } else { Format::Curtois };
    let problem = format.read(&text).unwrap();
    let seconds: f64 = args[2].parse().unwrap();
    let seed: u64 = args.get(3).map_or(1, |s| s.parse().unwrap());
    let warm: f64 = args.get(4).map_or(20.0, |s| s.parse().unwrap());
    let cold: f64 = args.get(5).map_or(0.5, |s| s.parse().unwrap());
    let t = Instant::now();
    let tables = Tables::new(&problem);
    eprintln!("tables {:?} profiles {} modes {:?} rows {:?} loose {}", t.elapsed(), tables.lines.profiles.len(),
        tables.lines.automata.iter().map(|a| a.widest()).collect::<Vec<_>>(),
        tables.lines.profiles.iter().map(|p| (p.rows, p.inner_cost.len())).max().unwrap(),
        tables.lines.profiles.iter().map(|p| p.counters.loose.len()).max().unwrap());
    let mut search = Search::new(&tables, seed);
    println!("construct {:?}", construct(&mut search));
    eprintln!("constructed {:?} cost {} hard {} steps {}", t.elapsed(), search.state.cost, search.state.hard, search.steps);
    let begun = cpu();
    let mut next = 0.0;
    let mut progress = |_: u64, s: &Search, b: &State| {
        let at = (cpu() - begun) / seconds;
        if at >= next { next += 0.1; eprintln!("{:.1} now {:.0} best {:.0} hard {} steps {}", at * seconds, s.state.cost, b.soft(s.tables), b.hard, s.steps); }
        (at < 1.0).then_some(at)
    };
    let best = anneal(&mut search, &mut Schedule { progress: &mut progress, warm, cold });
    let score = optimiser::score::score(&problem, &best.roster);
    println!("{} best {} hard {} scored {:?} steps {}", args[1].rsplit('/').next().unwrap(), best.soft(&tables), best.hard, score, search.steps);
    std::fs::write("/tmp/opt-roster.csv", write_roster(&problem, &best.roster)).unwrap();
}
