//! The words of the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::{Day, Instant, UnitCode};
use std::path::PathBuf;

/// 基石: runs a police station as a well-organised, lawful, rested team.
#[derive(Debug, Parser)]
#[command(name = "jishi", version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Serves the pages.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Address to listen on.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Says that a proxy in front speaks HTTPS: cookies are sent over it only.
        #[arg(long)]
        secure: bool,
    },
    /// Makes an invented county with a year of work and serves it.
    Demo(DemoArgs),
    /// Reads files from elsewhere.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Figures computed from facts.
    Measure {
        #[command(subcommand)]
        what: Measure,
    },
    /// Makes a work report as a file.
    Report {
        kind: Report,
        #[arg(long, value_parser = unit)]
        unit: UnitCode,
        #[command(flatten)]
        period: Period,
        /// The file to write; its ending chooses the format: .docx, .pdf or .xlsx.
        #[arg(long)]
        out: PathBuf,
        #[arg(long, default_value = "zh-CN", value_parser = ["zh-CN", "en"])]
        lang: String,
        #[command(flatten)]
        place: Place,
    },
    /// The rules of law: what they ask, when their periods end, and the texts they stand in.
    Law {
        #[command(subcommand)]
        what: Law,
    },
    /// Running periods.
    Clocks {
        #[command(subcommand)]
        what: Clocks,
    },
    /// Rosters for problems in the public formats.
    Roster {
        #[command(subcommand)]
        what: Roster,
    },
    /// The sealed log of facts.
    Journal {
        #[command(subcommand)]
        what: Journal,
    },
    /// Tasks of departments.
    Tasks {
        #[command(subcommand)]
        what: Tasks,
    },
    /// How alike texts are, as the gate for tasks sees them.
    Match {
        #[command(subcommand)]
        what: Match,
    },
    /// Accounts, for the first ones and for emergencies.
    User {
        #[command(subcommand)]
        what: User,
    },
}

/// Where the data is: a folder with SQLite, or a PostgreSQL server.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct Where {
    /// Folder with the data (SQLite).
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// URL of a PostgreSQL database.
    #[arg(long)]
    pub database: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct Place {
    #[command(flatten)]
    pub place: Where,
    /// Folder of the key files when the data is on a server.
    #[arg(long, default_value = "keys")]
    pub keys: PathBuf,
}

#[derive(Debug, Clone, Args)]
pub struct Period {
    /// First day.
    #[arg(long)]
    pub from: Day,
    /// Last day, included.
    #[arg(long)]
    pub to: Day,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Equal seeds make equal counties.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[arg(long, default_value_t = 12)]
    pub stations: u32,
    /// People in all, over all stations.
    #[arg(long, default_value_t = 300)]
    pub officers: u32,
    /// Whole months of work up to October 2026; it goes on from there up to yesterday.
    #[arg(long, default_value_t = 13)]
    pub months: u32,
    /// Loads about this many facts quickly instead, for benchmarks.
    #[arg(long, value_name = "FACTS")]
    pub bulk: Option<u64>,
    /// Loads so many cases with six clocks each quickly instead, for benchmarks.
    #[arg(long, value_name = "CASES", conflicts_with = "bulk")]
    pub cases: Option<u64>,
    /// Folder for the data; a new temporary one without it.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// URL of an empty PostgreSQL database, instead of a folder.
    #[arg(long, conflicts_with = "data")]
    pub database: Option<String>,
    /// Folder of the key files when the data is on a server.
    #[arg(long, default_value = "keys")]
    pub keys: PathBuf,
    /// Makes the data and ends.
    #[arg(long)]
    pub no_serve: bool,
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Calls for service from a CSV file, by a declared map of its columns.
    Events {
        file: PathBuf,
        /// Which map: nashville-2024, san-diego-2023.
        #[arg(long)]
        map: String,
        #[arg(long, value_parser = unit)]
        unit: UnitCode,
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// People from an Excel workbook.
    People {
        file: PathBuf,
        /// Only says what would happen.
        #[arg(long)]
        dry_run: bool,
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum Measure {
    /// All measures.
    List {
        #[arg(long)]
        json: bool,
    },
    /// Recomputes every measure from facts and compares.
    Check {
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// One measure of a unit with all below it.
    Show {
        id: String,
        #[arg(long, value_parser = unit)]
        unit: UnitCode,
        #[command(flatten)]
        period: Period,
        /// Splits the figure.
        #[arg(long)]
        by: Option<By>,
        /// Lists the ids of the facts behind it.
        #[arg(long)]
        facts: bool,
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    Unit,
    Officer,
    Category,
    Outcome,
    Place,
    Hour,
    Weekday,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Report {
    Yearly,
    HalfYear,
    Monthly,
}

#[derive(Debug, Clone, Args)]
pub struct Lang {
    /// The language of the words.
    #[arg(long, default_value = "zh-CN", value_parser = ["zh-CN", "en"])]
    pub lang: String,
}

#[derive(Debug, Subcommand)]
pub enum Law {
    /// All rules in force on a day.
    List {
        /// Another day than today.
        #[arg(long)]
        on: Option<Day>,
        #[arg(long)]
        json: bool,
    },
    /// One rule: its versions, what they ask, their articles, worked examples.
    Show {
        rule: String,
        #[command(flatten)]
        lang: Lang,
        #[arg(long)]
        json: bool,
    },
    /// Works out every example again and looks up every quotation in its article.
    Check {
        /// Works out so many dates and a hundred searches besides, to see how quick it is.
        #[arg(long, value_name = "DATES")]
        speed: Option<u32>,
        #[arg(long)]
        json: bool,
    },
    /// When the period of a rule ends, in the version of the day on which it began.
    Due {
        rule: String,
        /// When it began, in Asia/Shanghai: 2026-09-29T16:00, or the day alone where no hours
        /// are counted.
        #[arg(long, value_parser = at)]
        at: law::End,
        /// Calendar days that do not count, such as those of an appraisal.
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=36_500))]
        excluded_days: u32,
        /// How many extensions were granted.
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=100))]
        extensions: u32,
        #[command(flatten)]
        lang: Lang,
        #[arg(long)]
        json: bool,
    },
    /// Looks for words in all texts of the library.
    Search {
        words: Vec<String>,
        /// How many articles to show.
        #[arg(long, default_value_t = 10)]
        limit: usize,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Roster {
    /// Looks for the best roster and writes it as CSV: employee,day,shift.
    Solve {
        file: PathBuf,
        #[arg(long)]
        format: RosterFormat,
        /// How long to search.
        #[arg(long, default_value_t = 60.0, value_parser = seconds)]
        seconds: f64,
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=256))]
        threads: u16,
        /// Equal seeds make equal rosters on one thread.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[arg(long)]
        out: PathBuf,
        /// Counts the seconds of idle cores instead of the clock's, so that a busy machine can be measured.
        #[arg(long)]
        cpu_seconds: bool,
        #[arg(long)]
        json: bool,
    },
    /// Computes anew what a roster costs, rule by rule.
    Score {
        file: PathBuf,
        /// The roster: employee,day,shift.
        roster: PathBuf,
        #[arg(long)]
        format: RosterFormat,
        /// The language of what is broken.
        #[arg(long, default_value = "zh-CN", value_parser = ["zh-CN", "en"])]
        lang: String,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RosterFormat {
    /// schedulingbenchmarks.org, shift scheduling.
    Curtois,
    /// First International Nurse Rostering Competition, text or XML.
    Inrc1,
}

#[derive(Debug, Subcommand)]
pub enum Clocks {
    /// Records the periods that have run out, as the server does by itself.
    Sweep {
        /// As if it were this time; now without it.
        #[arg(long)]
        at: Option<Instant>,
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum Journal {
    /// The newest signed head.
    Head {
        #[command(flatten)]
        place: Place,
    },
    /// The proof that a fact stands in the journal.
    Prove {
        fact: String,
        #[command(flatten)]
        place: Place,
    },
    /// Writes the whole log to a file that can be verified without the database.
    Export {
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Verifies an exported log; needs no database.
    Verify {
        file: PathBuf,
        /// File with a signed head that was kept elsewhere.
        #[arg(long, value_name = "NOTE")]
        checkpoint: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Tasks {
    /// Writes a task down from the notice in a file: .docx, .xlsx or .txt. The department sends it
    /// to the gate when it has confirmed what was read.
    Import {
        file: PathBuf,
        /// The department that issues it.
        #[arg(long, value_parser = unit)]
        unit: UnitCode,
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum Match {
    /// Prints a score from 0 to 1 for each line.
    ///
    /// What is rare, and so says more, is told by the texts of the file.
    Score {
        /// Two texts a line, separated by a tab; no heading.
        file: PathBuf,
    },
    /// Measures the scores against labels: accuracy at the best threshold, F1, AUC, average precision.
    Eval {
        /// Two texts and a label, 1 for the same or 0, separated by tabs; further columns are not read.
        /// A first line whose third column is "label" is a heading.
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Opens an account; the password is read from standard input.
    Add {
        name: String,
        /// Shown name.
        #[arg(long)]
        display: String,
        #[arg(long, value_parser = unit)]
        unit: UnitCode,
        /// Role in that unit; may be given more than once.
        #[arg(long)]
        role: Vec<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Sets a new password, read from standard input.
    Password {
        name: String,
        #[command(flatten)]
        place: Place,
    },
    /// Accounts with their roles.
    List {
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Adds a unit; the first one is the bureau.
    Unit {
        #[arg(value_parser = unit)]
        code: UnitCode,
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "")]
        name_en: String,
        #[arg(long, default_value = "bureau", value_parser = ["bureau", "station", "department", "community_office"])]
        kind: String,
        #[arg(long, value_parser = unit)]
        parent: Option<UnitCode>,
        #[command(flatten)]
        place: Place,
    },
}

fn unit(text: &str) -> Result<UnitCode, String> {
    UnitCode::parse(text).ok_or_else(|| "a unit code has 1 to 20 letters, digits or '-'".to_owned())
}

fn at(text: &str) -> Result<law::End, String> {
    let day = text.parse().map(law::End::Day);
    day.or_else(|_| text.parse().map(law::End::Moment))
        .map_err(|_| "neither a day (2026-09-29) nor a time of day with it (2026-09-29T16:00)".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds: &f64| (0.01..=1e6).contains(seconds));
    seconds.ok_or_else(|| "seconds are a number between 0.01 and 1000000".to_owned())
}
