//! Sums of facts on their way into the table of totals.

use crate::sql::{DAY, Detail, Sql, Step, group_of};
use database::DbErr;
use kernel::Day;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement};
use std::collections::{BTreeSet, HashMap};

/// Rows in one statement: enough that each costs little, few enough to stay in the processor's cache.
const ROWS_AT_ONCE: usize = 100;
/// In the column `whose`, for all units below a unit; its own facts have the empty text there.
const BELOW: &str = "below";

/// What is to be added to `fact_total`, or taken off.
#[derive(Default)]
pub struct Totals {
    words: Words,
    sums: HashMap<Key, Sums>,
}

/// Which total: the key of `fact_total`, its texts as numbers of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    unit: u32,
    step: Step,
    kind: u32,
    whose: u32,
    day: i64,
    category: u32,
    outcome: u32,
}

/// Of facts, or of an officer's share in them, in ten-thousandths.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    facts: i64,
    quantity: i64,
    minutes: i64,
    timed: i64,
}

impl Sums {
    fn add(&mut self, other: Sums) {
        self.facts += other.facts;
        self.quantity += other.quantity;
        self.minutes += other.minutes;
        self.timed += other.timed;
    }
    fn times(self, share: i64) -> Self {
        Self {
            facts: self.facts * share,
            quantity: self.quantity * share,
            minutes: self.minutes * share,
            timed: self.timed * share,
        }
    }
}

/// A few words said very often.
#[derive(Default)]
struct Words {
    all: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }
    /// The number of the group of a category.
    fn group(&mut self, category: u32) -> u32 {
        let group = group_of(self.word(category)).to_owned();
        self.number(&group)
    }
    fn word(&self, number: u32) -> &str {
        self.all.get(number as usize).map_or("", String::as_str)
    }
    fn addition(&self, backend: DbBackend, rows: &[(Key, Sums)]) -> Statement {
        let mut sql = Sql::new(backend);
        sql.push("INSERT INTO fact_total (unit, step, kind, whose, day, category, outcome, facts, quantity, minutes, timed) VALUES ");
        for (number, (key, sums)) in rows.iter().enumerate() {
            sql.push(if number == 0 { "(" } else { ", (" });
            for text in [self.word(key.unit), key.step.as_str(), self.word(key.kind), self.word(key.whose)] {
                sql.bind(text).push(", ");
            }
            sql.bind(key.day);
            for text in [self.word(key.category), self.word(key.outcome)] {
                sql.push(", ").bind(text);
            }
            for number in [sums.facts, sums.quantity, sums.minutes, sums.timed] {
                sql.push(", ").bind(number);
            }
            sql.push(")");
        }
        sql.push(
            " ON CONFLICT (unit, step, kind, whose, day, category, outcome) DO UPDATE SET \
             facts = fact_total.facts + excluded.facts, quantity = fact_total.quantity + excluded.quantity, \
             minutes = fact_total.minutes + excluded.minutes, timed = fact_total.timed + excluded.timed",
        );
        sql.statement(backend)
    }
    /// For each number its place in the order of the alphabet.
    fn places(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..).take(self.all.len()).collect();
        order.sort_unstable_by_key(|number| self.word(*number));
        let mut places = vec![0; order.len()];
        for (place, number) in (0..).zip(order) {
            if let Some(slot) = places.get_mut(number as usize) {
                *slot = place;
            }
        }
        places
    }
}

impl Totals {
    /// Adds the facts of `from`, the text after FROM, in which they are called `f`; with −1
    /// takes them off. Answers the greatest id it met, none if there was no fact.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn read(
        &mut self,
        db: &DatabaseTransaction,
        sign: i64,
        from: impl Fn(&mut Sql),
    ) -> Result<Option<String>, DbErr> {
        let backend = db.get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push("SELECT f.id AS id, f.unit AS unit, f.kind AS kind, ").push(DAY);
        sql.push(" AS day, f.category AS category, f.outcome AS outcome, f.quantity AS quantity, f.minutes AS minutes, ");
        sql.push("c.officer AS officer, c.share AS share FROM (SELECT f.* FROM ");
        from(&mut sql);
        sql.push(") f LEFT JOIN fact_credit c ON c.unit = f.unit AND c.fact = f.id ORDER BY f.id");
        let mut last = None;
        for row in db.query_all_raw(sql.statement(backend)).await? {
            self.add(&row, sign, &mut last)?;
        }
        Ok(last)
    }

    /// One row for each credit of a fact, or one without; rows of a fact follow each other.
    fn add(&mut self, row: &QueryResult, sign: i64, last: &mut Option<String>) -> Result<(), DbErr> {
        let id: String = row.try_get("", "id")?;
        let minutes: Option<i64> = row.try_get("", "minutes")?;
        let sums = Sums {
            facts: sign,
            quantity: sign * row.try_get::<Option<i64>>("", "quantity")?.unwrap_or(0),
            minutes: sign * minutes.unwrap_or(0),
            timed: if minutes.is_some() { sign } else { 0 },
        };
        let mut word = |column| Ok::<_, DbErr>(self.words.number(&row.try_get::<String>("", column)?));
        let key = Key {
            unit: word("unit")?,
            step: Step { detail: Detail::Full, monthly: false },
            kind: word("kind")?,
            category: word("category")?,
            outcome: word("outcome")?,
            whose: self.words.number(""),
            day: row.try_get("", "day")?,
        };
        if last.as_ref() != Some(&id) {
            self.sums.entry(key).or_default().add(sums);
            *last = Some(id);
        }
        if let Some(officer) = row.try_get::<Option<String>>("", "officer")? {
            let whose = self.words.number(&officer);
            self.sums.entry(Key { whose, ..key }).or_default().add(sums.times(row.try_get("", "share")?));
        }
        Ok(())
    }

    /// Adds everything read, by day and by month, to the totals of its units and of the units
    /// above them.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn write(mut self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        self.add_above(db).await?;
        self.add_in_less_detail();
        self.add_months();
        // In the order of the table's key, which a table without row ids is stored in.
        let places = self.words.places();
        let place = |number: u32| places.get(number as usize).copied().unwrap_or(0);
        let backend = db.get_database_backend();
        let mut rows: Vec<(Key, Sums)> = self.sums.into_iter().collect();
        rows.sort_unstable_by_key(|(key, _)| {
            let Key { unit, step, kind, whose, day, category, outcome } = *key;
            (place(unit), step.as_str(), place(kind), place(whose), day, place(category), place(outcome))
        });
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            db.execute_raw(self.words.addition(backend, chunk)).await?;
        }
        Ok(())
    }

    /// The sums of units once more in less detail.
    fn add_in_less_detail(&mut self) {
        let (empty, below) = (self.words.number(""), self.words.number(BELOW));
        let of_units = self.sums.iter().filter(|(key, _)| key.whose == empty || key.whose == below);
        let mut coarse = Vec::new();
        for (key, sums) in of_units {
            let group = self.words.group(key.category);
            let details = [
                (Detail::Group, group, empty),
                (Detail::Outcome, empty, key.outcome),
                (Detail::Whole, empty, empty),
            ];
            coarse.extend(details.map(|(detail, category, outcome)| {
                (Key { step: Step { detail, ..key.step }, category, outcome, ..*key }, *sums)
            }));
        }
        self.add_all(coarse);
    }

    /// Every sum of a day once more for its month.
    fn add_months(&mut self) {
        let of_month = |key: &Key| {
            let step = Step { monthly: true, ..key.step };
            let day = Day::from_number(key.day)?.first_of_month().number();
            Some(Key { step, day, ..*key })
        };
        let months: Vec<(Key, Sums)> =
            self.sums.iter().filter_map(|(key, sums)| Some((of_month(key)?, *sums))).collect();
        self.add_all(months);
    }

    fn add_all(&mut self, more: Vec<(Key, Sums)>) {
        for (key, sums) in more {
            self.sums.entry(key).or_default().add(sums);
        }
    }

    /// The sums of units once more for each unit above them.
    async fn add_above(&mut self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        let (own, below) = (self.words.number(""), self.words.number(BELOW));
        let units: BTreeSet<u32> = self.sums.keys().map(|key| key.unit).collect();
        let backend = db.get_database_backend();
        let mut sql = Sql::new(backend);
        sql.push("SELECT above, unit FROM unit_below WHERE above <> unit AND unit IN ");
        sql.bind_list(units.iter().map(|unit| self.words.word(*unit)));
        for row in db.query_all_raw(sql.statement(backend)).await? {
            let (above, unit): (String, String) = (row.try_get("", "above")?, row.try_get("", "unit")?);
            let (above, unit) = (self.words.number(&above), self.words.number(&unit));
            let theirs = self.sums.iter().filter(|(key, _)| key.unit == unit && key.whose == own);
            let theirs: Vec<(Key, Sums)> =
                theirs.map(|(key, sums)| (Key { unit: above, whose: below, ..*key }, *sums)).collect();
            self.add_all(theirs);
        }
        Ok(())
    }
}
