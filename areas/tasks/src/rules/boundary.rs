//! Is it police work? A proposal with its evidence; a person decides.

use law::Boundary;

kernel::worded! {
    /// What a task is held for.
    Opinion, "tasks-opinion", {
        Police = "police",
        Doubtful = "doubtful",
        NotPolice = "not_police",
    }
}

impl Opinion {
    pub fn tone(self) -> &'static str {
        match self {
            Self::Police => "good",
            Self::Doubtful => "warn",
            Self::NotPolice => "bad",
        }
    }
}

/// An entry that a bureau added to the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalEntry {
    pub id: String,
    pub title: String,
    pub terms: Vec<String>,
    pub basis: String,
}

/// A duty or an entry that words of the task speak for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub what: What,
    /// The words found, each once.
    pub terms: Vec<String>,
    /// Times they stand there; those in the title count three times.
    pub weight: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One of the fourteen, by its number.
    Duty(i64),
    /// An entry of the catalogue in `law/`.
    Entry(String),
    /// An entry of the bureau's own.
    Local(LocalEntry),
}

/// The numbers of the duties as the article writes them.
const NUMERALS: [&str; 14] =
    ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"];

/// The item of article 6 in which a duty stands: 第（六）项.
pub fn item(number: i64) -> kernel::Text {
    let place = usize::try_from(number - 1).ok();
    let chinese = place.and_then(|place| NUMERALS.get(place)).copied().unwrap_or_default();
    kernel::Text::new("tasks-duty-item").with("item", number).with("chinese", chinese)
}

impl What {
    /// As a decision keeps it.
    pub fn id(&self) -> String {
        match self {
            Self::Duty(item) => format!("duty-{item}"),
            Self::Entry(id) => id.clone(),
            Self::Local(entry) => entry.id.clone(),
        }
    }
}

/// What speaks for and against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub opinion: Opinion,
    /// The weightiest first.
    pub duties: Vec<Match>,
    pub entries: Vec<Match>,
}

/// How much more a word says where it stands in the title.
const TITLE: usize = 3;

/// Compares a task with the fourteen duties and with what is no police work.
///
/// Law: nb-14-duties, nb-refuse, nb-land.
pub fn evidence(title: &str, body: &str, boundary: &Boundary, local: &[LocalEntry]) -> Evidence {
    let found = |what: What, terms: &[String]| {
        let mut hits = Vec::new();
        let mut weight = 0;
        for term in terms.iter().filter(|term| !term.is_empty()) {
            let times = title.matches(term.as_str()).count() * TITLE + body.matches(term.as_str()).count();
            if times > 0 {
                hits.push(term.clone());
                weight += times;
            }
        }
        (weight > 0).then_some(Match { what, terms: hits, weight })
    };
    let duties = boundary.duties.iter().filter_map(|duty| found(What::Duty(duty.item), &duty.terms));
    let entries = boundary.entries.iter().filter_map(|one| found(What::Entry(one.id.clone()), &one.terms));
    let local = local.iter().filter_map(|one| found(What::Local(one.clone()), &one.terms));
    let (mut duties, mut entries): (Vec<Match>, Vec<Match>) =
        (duties.collect(), entries.chain(local).collect());
    for list in [&mut duties, &mut entries] {
        list.sort_by_key(|one| std::cmp::Reverse(one.weight));
    }
    let weight = |list: &[Match]| list.first().map_or(0, |one| one.weight);
    let opinion = match (weight(&duties), weight(&entries)) {
        (0, 0) => Opinion::Doubtful,
        (_, 0) => Opinion::Police,
        (0, _) => Opinion::NotPolice,
        // Three times the words of a duty: the other is said beside it.
        (duty, entry) if duty >= entry * 3 => Opinion::Police,
        (duty, entry) if entry >= duty * 2 => Opinion::NotPolice,
        _ => Opinion::Doubtful,
    };
    Evidence { opinion, duties, entries }
}
