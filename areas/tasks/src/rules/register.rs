//! What may be asked of stations again and again, and how often.

use kernel::{Day, Span, UnitCode};

kernel::typed_id!(
    /// An entry of the register of permitted returns.
    PermittedId
);

kernel::worded! {
    /// What is handed in.
    ReturnKind, "tasks-return", {
        Figure = "figure",
        List = "list",
        Document = "document",
    }
}

kernel::worded! {
    /// How often.
    Rhythm, "tasks-rhythm", {
        Once = "once",
        Daily = "daily",
        Weekly = "weekly",
        Monthly = "monthly",
        Quarterly = "quarterly",
        HalfYearly = "half_yearly",
        Yearly = "yearly",
    }
}

impl Rhythm {
    /// How many times it falls due in a period; what has begun counts whole.
    pub fn times(self, period: Span) -> i64 {
        let months = |step: i64| (period.months() + step - 1) / step;
        match self {
            Self::Once => 1,
            Self::Daily => period.days(),
            Self::Weekly => (period.days() + 6) / 7,
            Self::Monthly => months(1),
            Self::Quarterly => months(3),
            Self::HalfYearly => months(6),
            Self::Yearly => months(12),
        }
    }
}

/// A return that departments may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permitted {
    pub id: PermittedId,
    /// The bureau whose register it is.
    pub unit: UnitCode,
    /// The one department that may ask for it; `None` for all.
    pub issuer: Option<UnitCode>,
    pub name: String,
    pub kind: ReturnKind,
    pub rhythm: Rhythm,
    pub minutes: i64,
    /// The measure that answers it; empty if people must.
    pub measure: String,
    /// The figures that it may ask for, where it is a list of several.
    pub columns: Vec<String>,
    pub basis: String,
    pub from: Day,
    pub ended_on: Option<Day>,
}

impl Permitted {
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.ended_on.is_none_or(|end| day < end)
    }
    /// Whether it permits a department to ask for something of this name with
    /// these figures: a known name with a new figure is a new return.
    pub fn permits<C: AsRef<str>>(
        &self,
        issuer: &UnitCode,
        name: &str,
        columns: impl IntoIterator<Item = C>,
        day: Day,
    ) -> bool {
        self.holds_on(day)
            && self.issuer.as_ref().is_none_or(|one| one == issuer)
            && plain(&self.name) == plain(name)
            && columns.into_iter().all(|column| self.has_column(column.as_ref()))
    }
    fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|column| plain(column) == plain(name))
    }
    /// What this entry permits and another one of its name did before.
    pub fn widening(self, before: &Self) -> Self {
        let more: Vec<String> =
            self.columns.iter().filter(|column| !before.has_column(column)).cloned().collect();
        Self { columns: before.columns.iter().cloned().chain(more).collect(), ..self }
    }
}

/// A name without blanks and quotation marks, which people set as they like.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '“' | '”' | '"' | '《' | '》'))
        .collect()
}
