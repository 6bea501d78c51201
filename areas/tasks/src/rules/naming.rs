//! Which measure the name of a return means.
//!
//! Such names are short, and each department turns them round in its own way: 破获刑事案件数 for
//! 刑事案件破案. What counts is which characters both have, rare ones more than common ones, and then
//! which of them stand side by side.

use std::collections::{HashMap, HashSet};

/// What stands before the thing that is counted: whose it is, and of when.
const BEFORE: [&str; 18] = [
    "各所",
    "本所",
    "全所",
    "辖区",
    "上月",
    "本月",
    "当月",
    "上周",
    "本周",
    "上季度",
    "本季度",
    "上半年",
    "下半年",
    "上年",
    "本年",
    "今年",
    "去年",
    "全年",
];
/// What stands after it: that it is counted.
const AFTER: [&str; 15] = [
    "总数", "总量", "数量", "起数", "件数", "人数", "次数", "个数", "合计", "情况", "统计", "比例", "时长",
    "数", "量",
];
/// Weight of a character that no title has, in parts of the rarest that some title has.
const UNKNOWN: f64 = 0.6;

/// Titles of measures, ready to be compared with names.
#[derive(Debug, Clone, Default)]
pub struct Titles {
    /// The name of each measure in words, without what says that it is counted.
    titles: Vec<(String, String)>,
    /// How many titles have each character.
    common: HashMap<char, usize>,
}

impl Titles {
    /// From measures and their titles.
    pub fn new(titles: impl IntoIterator<Item = (String, String)>) -> Self {
        let titles: Vec<(String, String)> = titles
            .into_iter()
            .map(|(id, title)| (id, core(&title.replace(['：', ':'], "")).to_owned()))
            .collect();
        let mut common = HashMap::new();
        for (_, title) in &titles {
            for letter in letters(title) {
                *common.entry(letter).or_default() += 1;
            }
        }
        Self { titles, common }
    }

    pub fn is_empty(&self) -> bool {
        self.titles.is_empty()
    }

    /// How well each measure's title fits the name, 0 to 1: the mean of what the characters and what
    /// the pairs of neighbours have in common (Dice).
    pub fn likeness(&self, name: &str) -> impl Iterator<Item = (&str, f64)> {
        let name = core(name).to_owned();
        self.titles.iter().map(move |(id, title)| {
            let together = shared(&letters(&name), &letters(title), |letter| self.weight(*letter));
            let beside = shared(&pairs(&name), &pairs(title), |_| 1.0);
            (id.as_str(), f64::midpoint(together, beside))
        })
    }

    fn weight(&self, letter: char) -> f64 {
        let all = self.titles.len() as f64;
        match self.common.get(&letter) {
            Some(titles) => (1.0 + all / *titles as f64).ln(),
            None => UNKNOWN * (1.0 + all).ln(),
        }
    }
}

/// The name without whose it is, of when, and that it is counted; two characters stay at the least.
fn core(name: &str) -> &str {
    let is_left = |rest: &&str| rest.chars().nth(1).is_some();
    let mut rest = name.trim();
    while let Some(shorter) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)).filter(is_left) {
        rest = shorter;
    }
    while let Some(shorter) = AFTER.iter().find_map(|word| rest.strip_suffix(word)).filter(is_left) {
        rest = shorter;
    }
    rest
}

fn letters(text: &str) -> HashSet<char> {
    text.chars().collect()
}

fn pairs(text: &str) -> HashSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

fn shared<T: Eq + std::hash::Hash>(one: &HashSet<T>, other: &HashSet<T>, weight: impl Fn(&T) -> f64) -> f64 {
    let sum = |of: &HashSet<T>| of.iter().map(&weight).sum::<f64>();
    let all = sum(one) + sum(other);
    if all == 0.0 { 0.0 } else { 2.0 * one.intersection(other).map(&weight).sum::<f64>() / all }
}
