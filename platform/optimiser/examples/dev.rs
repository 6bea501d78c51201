//! Development only.
use optimiser::formats::{Format, write_roster};
use optimiser::search::*;
struct Cpu(f64, usize);
fn cpu() -> f64 {
    let mut total = 0.0f64; let mut most = 0.0f64;
    for t in std::fs::read_dir("/proc/self/task").unwrap() {
        let s = std::fs::read_to_string(t.unwrap().path().join("schedstat")).unwrap_or_default();
        let v = s.split(' ').next().and_then(|v| v.parse::<f64>().ok()).unwrap_or(0.0) / 1e9;
        total += v; most = most.max(v);
    }
    most.max(total / 2.0)
}
impl Watch for Cpu {
    fn elapsed(&self) -> f64 { cpu() - self.0 }
    fn progress(&self, p: &Progress) { if self.1 > 1 { eprintln!("{p:?}"); } }
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let format = if args[1].contains("inrc1") { Format::Inrc1 } else { Format::Curtois };
    let problem = format.read(&text).unwrap();
    let settings = Settings { seconds: args[2].parse().unwrap(), seed: args[3].parse().unwrap(), threads: args[4].parse().unwrap() };
    let o = solve(&problem, settings, &Cpu(cpu(), args.len() - 4)).unwrap();
    println!("{} scored {:?} bound {:?} best {:.1} end {:.1}", args[1].rsplit('/').next().unwrap(), o.score, o.bound, o.seconds_to_best, o.seconds);
    std::fs::write("/tmp/opt-roster.csv", write_roster(&problem, &o.roster)).unwrap();
}
