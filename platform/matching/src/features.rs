//! What is measured of two texts. Every figure grows with their likeness.

use crate::alignment::{self, Answers, longest_common};
use crate::lexicon::Kind;
use crate::profile::{Profile, Rarity};
use crate::words::{Sort, Word};
use kernel::Text;
use pinyin::ToPinyin;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

/// One figure. Its name is the key of its words in the message files: `matching-feature-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// Characters in common, rare ones counting more; 0 to 1.
    Letters,
    /// Characters in common of all characters; 0 to 1.
    LetterShare,
    /// Pairs of neighbouring characters in common; 0 to 1.
    LetterPairs,
    /// Words in common of all words, rare ones counting more; 0 to 1.
    Words,
    /// How much of the text that is covered less is found in the other; 0 to 1.
    CoveredLess,
    /// How much of the text that is covered more is found in the other; 0 to 1.
    CoveredMore,
    /// Characters in the same order; 0 to 1.
    Order,
    /// Characters that sound alike; 0 to 1.
    Sound,
    /// Whether the same kind of question is asked; -1 to 1.
    Question,
    /// -1 if only one of the two denies or forbids, else 0.
    Negation,
    /// Counts in common; -1 to 1.
    Numbers,
    /// Days, months and hours in common; -1 to 1.
    Dates,
    /// What is to be done; -1 to 1.
    Action,
    /// Where; -1 to 1.
    Place,
    /// Who is meant; -1 to 1.
    Person,
    /// About what; -1 to 1.
    Matter,
    /// In which form it is handed in; -1 to 1.
    Paper,
    /// 0 if each says nothing of its own, -1 if both say quite different things.
    Apart,
    /// Names in Latin letters; -1 to 1.
    Latin,
    /// -1 if in equal sentences what matters is replaced, 0 if nothing is.
    Replaced,
    /// Of what is to be done, where, to whom and about what: as `CoveredLess`.
    CoreLess,
    /// The same as `CoveredMore`.
    CoreMore,
    /// -1 if figures are of another month or year, else 0.
    Period,
    /// As `CoreLess`, with the words that stand in no list.
    KeyLess,
    /// As `CoreMore`, with the words that stand in no list.
    KeyMore,
    /// How much of the characters of the text that is covered less is found in the other; 0 to 1.
    LettersLess,
    /// The same of the text that is covered more; 0 to 1.
    LettersMore,
}

impl Feature {
    pub const ALL: [Self; 27] = [
        Self::Letters,
        Self::LetterShare,
        Self::LetterPairs,
        Self::Words,
        Self::CoveredLess,
        Self::CoveredMore,
        Self::Order,
        Self::Sound,
        Self::Question,
        Self::Negation,
        Self::Numbers,
        Self::Dates,
        Self::Action,
        Self::Place,
        Self::Person,
        Self::Matter,
        Self::Paper,
        Self::Apart,
        Self::Latin,
        Self::Replaced,
        Self::CoreLess,
        Self::CoreMore,
        Self::Period,
        Self::KeyLess,
        Self::KeyMore,
        Self::LettersLess,
        Self::LettersMore,
    ];

    /// The name of the figure, to be worded.
    pub fn text(self) -> Text {
        Text::new(match self {
            Self::Letters => "matching-feature-letters",
            Self::LetterShare => "matching-feature-letter-share",
            Self::LetterPairs => "matching-feature-letter-pairs",
            Self::Words => "matching-feature-words",
            Self::CoveredLess => "matching-feature-covered-less",
            Self::CoveredMore => "matching-feature-covered-more",
            Self::Order => "matching-feature-order",
            Self::Sound => "matching-feature-sound",
            Self::Question => "matching-feature-question",
            Self::Negation => "matching-feature-negation",
            Self::Numbers => "matching-feature-numbers",
            Self::Dates => "matching-feature-dates",
            Self::Action => "matching-feature-action",
            Self::Place => "matching-feature-place",
            Self::Person => "matching-feature-person",
            Self::Matter => "matching-feature-matter",
            Self::Paper => "matching-feature-paper",
            Self::Apart => "matching-feature-apart",
            Self::Latin => "matching-feature-latin",
            Self::Replaced => "matching-feature-replaced",
            Self::CoreLess => "matching-feature-core-less",
            Self::CoreMore => "matching-feature-core-more",
            Self::Period => "matching-feature-period",
            Self::KeyLess => "matching-feature-key-less",
            Self::KeyMore => "matching-feature-key-more",
            Self::LettersLess => "matching-feature-letters-less",
            Self::LettersMore => "matching-feature-letters-more",
        })
    }
}

/// The figures of two texts, in the order of `Feature::ALL`.
pub type Figures = [f64; Feature::ALL.len()];

/// Words that say which kind of question is asked.
const QUESTIONS: [&str; 10] = [HOW, WHY, "什么", "多少", "多久", "什么时候", "哪里", "谁", WHETHER, "区别"];
const HOW: &str = "怎么";
const WHY: &str = "为什么";
const WHETHER: &str = "是否";
/// Words that deny or forbid.
const DENIALS: [&str; 7] = ["不", "没有", "不能", "禁止", "取消", "失败", "拒绝"];

pub fn figures(a: &Profile, b: &Profile, rarity: &Rarity) -> Figures {
    let (letters_a, letters_b) = (a.letters(), b.letters());
    let weight = |letter: &char| rarity.of_letter(*letter);
    let pairs = |letters: &[char]| -> Vec<(char, char)> {
        letters.iter().copied().zip(letters.iter().copied().skip(1)).collect()
    };
    let (pairs_a, pairs_b) = (pairs(&letters_a), pairs(&letters_b));
    let pair_weight = |pair: &(char, char)| rarity.of_letter(pair.0) + rarity.of_letter(pair.1);
    let answers = Answers::between(a, b);
    let cover = alignment::cover(a, b, &answers, rarity);
    let letters_found = shares_found(&letters_a, &letters_b, weight);
    let longer = letters_a.len().max(letters_b.len()).max(1) as f64;

    Feature::ALL.map(|feature| match feature {
        Feature::Letters => cosine(&letters_a, &letters_b, weight),
        Feature::LetterShare => dice(&letters_a, &letters_b),
        Feature::LetterPairs => cosine(&pairs_a, &pairs_b, pair_weight),
        Feature::Words => word_share(a, b, rarity),
        Feature::CoveredLess => cover.a.min(cover.b),
        Feature::CoveredMore => cover.a.max(cover.b),
        Feature::Order => longest_common(&letters_a, &letters_b) as f64 / longer,
        Feature::Sound => dice(&sounds(&letters_a), &sounds(&letters_b)),
        Feature::Question => question(a, b),
        Feature::Negation => {
            if denies(a) == denies(b) {
                0.0
            } else {
                -1.0
            }
        }
        Feature::Numbers => of_sort(a, b, rarity, |word| word.sort == Sort::Number),
        Feature::Dates => of_sort(a, b, rarity, |word| word.sort == Sort::Date),
        Feature::Action => of_kind(a, b, rarity, Kind::Action),
        Feature::Place => of_kind(a, b, rarity, Kind::Place),
        Feature::Person => of_kind(a, b, rarity, Kind::Person),
        Feature::Matter => of_kind(a, b, rarity, Kind::Matter),
        Feature::Paper => of_kind(a, b, rarity, Kind::Paper),
        Feature::Apart => -(1.0 - cover.a).min(1.0 - cover.b),
        Feature::Replaced => -alignment::replaced(a, b, &answers, rarity),
        Feature::CoreLess => cover.core_a.min(cover.core_b),
        Feature::CoreMore => cover.core_a.max(cover.core_b),
        Feature::Period => period(a, b),
        Feature::KeyLess => cover.key_a.min(cover.key_b),
        Feature::KeyMore => cover.key_a.max(cover.key_b),
        Feature::LettersLess => letters_found.0.min(letters_found.1),
        Feature::LettersMore => letters_found.0.max(letters_found.1),
        Feature::Latin => of_sort(a, b, rarity, |word| {
            word.kind().is_some() && word.canonical.chars().all(|c| c.is_ascii_alphanumeric())
        }),
    })
}

fn counted<T: Eq + Hash>(items: &[T]) -> HashMap<&T, f64> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1.0;
    }
    counts
}

/// The cosine of two bags, each item by its weight; 0 for an empty one.
fn cosine<T: Eq + Hash + Ord>(a: &[T], b: &[T], weight: impl Fn(&T) -> f64) -> f64 {
    let (a, b) = (weighted(a, &weight), weighted(b, &weight));
    let product: f64 = a.iter().filter_map(|(item, x)| b.get(item).map(|y| x * y)).sum();
    let length = |bag: &BTreeMap<&T, f64>| bag.values().map(|x| x * x).sum::<f64>().sqrt();
    ratio(product, length(&a) * length(&b))
}

/// Ordered, so that sums are the same to the last digit in every run.
fn weighted<T: Eq + Hash + Ord>(items: &[T], weight: impl Fn(&T) -> f64) -> BTreeMap<&T, f64> {
    counted(items).into_iter().map(|(item, count)| (item, count * weight(item))).collect()
}

/// Twice what is common by all that there is; 0 for two empty ones.
pub(crate) fn dice<T: Eq + Hash>(a: &[T], b: &[T]) -> f64 {
    let counts = counted(b);
    let common: f64 = counted(a).into_iter().filter_map(|(item, x)| counts.get(item).map(|y| y.min(x))).sum();
    ratio(2.0 * common, (a.len() + b.len()) as f64)
}

pub(crate) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

/// How much of each of two bags is found in the other, each item by its weight.
fn shares_found<T: Eq + Hash + Ord>(a: &[T], b: &[T], weight: impl Fn(&T) -> f64) -> (f64, f64) {
    let (a, b) = (weighted(a, &weight), weighted(b, &weight));
    let common: f64 = a.iter().filter_map(|(item, x)| b.get(item).map(|y| x.min(*y))).sum();
    (ratio(common, a.values().sum()), ratio(common, b.values().sum()))
}

fn word_share(a: &Profile, b: &Profile, rarity: &Rarity) -> f64 {
    let bag = |text: &Profile| -> BTreeMap<String, f64> {
        text.telling()
            .map(|(word, expected)| (word.canonical.clone(), rarity.of_word(word, expected)))
            .collect()
    };
    let (a, b) = (bag(a), bag(b));
    let common: f64 = a.iter().filter(|(word, _)| b.contains_key(*word)).map(|(_, weight)| weight).sum();
    let all: f64 = a.values().chain(b.values()).sum::<f64>() - common;
    ratio(common, all)
}

fn sounds(letters: &[char]) -> Vec<String> {
    letters
        .iter()
        .map(|letter| letter.to_pinyin().map_or_else(|| letter.to_string(), |sound| sound.plain().to_owned()))
        .collect()
}

/// 1 for the same kinds of question, -1 for different ones; where only one asks, in between.
fn question(a: &Profile, b: &Profile) -> f64 {
    let (a, b) = (questions(a), questions(b));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 0.0,
        (false, false) => {
            let common = a.intersection(&b).count() as f64;
            2.0 * ratio(common, a.len().min(b.len()) as f64) - 1.0
        }
        _ => -0.5,
    }
}

/// The kinds of question a text asks, also where no question word stands.
fn questions(text: &Profile) -> BTreeSet<&'static str> {
    let words: Vec<&str> = text.words.iter().map(|word| word.canonical.as_str()).collect();
    let mut kinds: BTreeSet<&str> =
        QUESTIONS.into_iter().filter(|kind| *kind != HOW && words.contains(kind)).collect();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        match *word {
            // 怎么不能还款 asks for a reason.
            HOW if is_denial(next) || ["还", "会", "又", "突然"].contains(&next) => kinds.insert(WHY),
            HOW => kinds.insert(HOW),
            "方法" | "步骤" => kinds.insert(HOW),
            "原因" => kinds.insert(WHY),
            "吗" | "么" => kinds.insert(WHETHER),
            // 还不还, 到没到.
            "不" | "没有" if at > 0 && words.get(at - 1) == Some(&next) => kinds.insert(WHETHER),
            _ => false,
        };
    }
    // Who only says that something does not work wants to know why.
    if kinds.is_empty() && denies(text) {
        kinds.insert(WHY);
    }
    kinds
}

/// Whether something is denied, forbidden or did not succeed.
fn denies(text: &Profile) -> bool {
    text.words.iter().any(|word| is_denial(&word.canonical))
}

fn is_denial(word: &str) -> bool {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    DENIALS.contains(&word)
        || matches!(first, Some('不' | '没'))
        // 打不开, 收不到; but not 能不能, which stands for 是否.
        || (second == Some('不') && letters.next() != first)
}

fn of_kind(a: &Profile, b: &Profile, rarity: &Rarity, kind: Kind) -> f64 {
    of_sort(a, b, rarity, |word| word.kind() == Some(kind))
}

/// 1 if the words of a sort agree, -1 if they differ, 0 if one of the texts has none.
///
/// What only one of the two has beside the common ones does not count against them: it may be
/// a part of the other.
fn of_sort(a: &Profile, b: &Profile, rarity: &Rarity, is_of_sort: impl Fn(&Word) -> bool) -> f64 {
    let bag = |text: &Profile| -> BTreeMap<String, f64> {
        text.words
            .iter()
            .filter(|word| is_of_sort(word))
            .map(|word| (word.canonical.clone(), rarity.of_word(word, 0.001)))
            .collect()
    };
    let (a, b) = (bag(a), bag(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let common: f64 = a.iter().filter(|(word, _)| b.contains_key(*word)).map(|(_, weight)| weight).sum();
    let smaller = a.values().sum::<f64>().min(b.values().sum::<f64>());
    2.0 * ratio(common, smaller) - 1.0
}

/// A length of time that figures can be of; only two of one kind can be compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Span {
    Month,
    Quarter,
    Half,
    Year,
    /// Seen from today: 上月, 明年.
    MonthFromHere,
    YearFromHere,
}

impl Span {
    const ALL: [Self; 6] =
        [Self::Month, Self::Quarter, Self::Half, Self::Year, Self::MonthFromHere, Self::YearFromHere];

    fn of(word: &Word) -> Option<Self> {
        Some(match (word.sort, word.canonical.as_str()) {
            (Sort::Date, date) if date.ends_with("季度") => Self::Quarter,
            (Sort::Date, date) if date.ends_with('月') => Self::Month,
            (Sort::Date, date) if date.ends_with('年') => Self::Year,
            (_, "上半年" | "下半年") => Self::Half,
            (_, "本月" | "上月" | "下月") => Self::MonthFromHere,
            (_, "今年" | "去年" | "明年") => Self::YearFromHere,
            _ => return None,
        })
    }
}

/// -1 if both speak of months or years and of quite different ones, else up to 0.
///
/// That they are the same says nothing: many demands are about this month.
fn period(a: &Profile, b: &Profile) -> f64 {
    let (a, b) = (periods(a), periods(b));
    // A year says little beside a month: 2026年10月 and 10月 are the same month.
    let compared = |span: Span| {
        let of = |words: &[(Span, &str)]| -> BTreeSet<String> {
            words.iter().filter(|(one, _)| *one == span).map(|(_, word)| (*word).to_owned()).collect()
        };
        let (a, b) = (of(&a), of(&b));
        let common = a.intersection(&b).count() as f64;
        let smaller = a.len().min(b.len());
        (smaller > 0).then(|| (2.0 * ratio(common, smaller as f64) - 1.0).min(0.0))
    };
    Span::ALL.into_iter().filter_map(compared).reduce(f64::min).unwrap_or_default()
}

/// Months and years that are not part of a day: 10月份, 2026年 but not 11月30日 or 11月底.
fn periods(text: &Profile) -> Vec<(Span, &str)> {
    let followed = text.words.iter().zip(text.words.iter().skip(1).map(Some).chain([None]));
    followed
        .filter_map(|(word, next)| {
            let span = Span::of(word)?;
            let ends_date = next.is_some_and(|next| {
                let joined = next.place.start == word.place.end;
                joined && (next.sort == Sort::Date || next.canonical.starts_with(['底', '末']))
            });
            (word.sort != Sort::Date || !ends_date).then_some((span, word.canonical.as_str()))
        })
        .collect()
}
