//! What is to be handed in: named figures, lists and documents.

use crate::Found;
use crate::deadline::Deadline;
use crate::letters::{Letters, find as find_word};
use serde::Serialize;
use std::ops::Range;

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// As the notice calls it.
    pub what: String,
    pub kind: ReturnKind,
    /// The deadline in the same sentence, by its number among the deadlines of the notice.
    pub deadline: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnKind {
    Figure,
    List,
    Document,
}

/// What returns are called; where one name begins with another, the longer stands first.
const NAMES: [(ReturnKind, &[&str]); 3] = [
    (
        ReturnKind::Figure,
        &[
            "统计表",
            "汇总表",
            "情况表",
            "报表",
            "表格",
            "数据",
            "数量",
            "人数",
            "家数",
            "总数",
            "底数",
            "次数",
            "完成率",
        ],
    ),
    (
        ReturnKind::List,
        &["登记表", "一览表", "明细表", "花名册", "名册", "名单", "清单", "台账", "底册", "线索"],
    ),
    (
        ReturnKind::Document,
        &[
            "检查表",
            "核查表",
            "反馈表",
            "申报表",
            "推荐表",
            "总结",
            "小结",
            "报告",
            "方案",
            "计划",
            "预案",
            "照片",
            "影像资料",
            "心得",
            "事迹材料",
            "材料",
            "信息",
            "记录",
            "承诺书",
            "责任书",
            "典型案例",
            "情况",
        ],
    ),
];
/// Words that hand something in.
const HANDS_IN: [&str; 13] =
    ["报送", "上报", "呈报", "填报", "提交", "上交", "提供", "反馈", "发至", "送至", "报", "交", "附"];
/// Words in front of the name of what is handed in.
const LEADS: [&str; 20] = [
    "报送", "上报", "呈报", "填报", "提交", "上交", "提供", "反馈", "填写", "撰写", "形成", "列出", "统计",
    "及时", "并附", "将", "把", "附", "请", "前",
];
/// Words that hold one of the above and hand nothing in.
const OTHERS: [&str; 12] =
    ["统计表", "报警", "报名", "报废", "报告", "报表", "交通", "交警", "附近", "附件", "请示", "前科"];
const LONGEST_NAME: usize = 40;

/// The returns of a notice, sentence by sentence; the title asks for nothing.
pub(crate) fn find(
    letters: &Letters,
    title: Option<&Range<usize>>,
    deadlines: &[Found<Deadline>],
) -> Vec<Found<Asked>> {
    let mut found = Vec::new();
    for sentence in parts(letters, 0..letters.plain.len(), &['。', ';', '!', '?', '\n']) {
        let Some(place) = letters.place(sentence.clone()) else { continue };
        if title.is_some_and(|title| title.start < place.end && place.start < title.end) {
            continue;
        }
        for clause in parts(letters, sentence, &[',', ':']) {
            for (kind, range) in names(letters, clause) {
                let Some(asked) = letters.place(range.clone()) else { continue };
                let deadline = nearest(deadlines, &place, &asked);
                let value = Asked { what: letters.text(range.clone()), kind, deadline };
                found.push(Found { value, place: asked });
            }
        }
    }
    found
}

/// Of the deadlines in a sentence the last in front of what is asked, else the first.
fn nearest(deadlines: &[Found<Deadline>], sentence: &Range<usize>, asked: &Range<usize>) -> Option<usize> {
    let here = deadlines
        .iter()
        .enumerate()
        .filter(|(_, found)| sentence.start <= found.place.start && found.place.end <= sentence.end);
    let before = here.clone().rfind(|(_, found)| found.place.end <= asked.start);
    before.or_else(|| here.clone().next()).map(|(number, _)| number)
}

/// The parts of a range between separators.
fn parts(letters: &Letters, range: Range<usize>, separators: &[char]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    for at in range.clone() {
        if letters.plain.get(at).is_some_and(|c| separators.contains(c)) {
            parts.push(from..at);
            from = at + 1;
        }
    }
    parts.push(from..range.end);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The names of returns in a clause that hands something in.
fn names(letters: &Letters, clause: Range<usize>) -> Vec<(ReturnKind, Range<usize>)> {
    let text = letters.slice(clause.clone());
    if !HANDS_IN.iter().any(|word| find_word(text, word).is_some()) {
        return Vec::new();
    }
    let mut found: Vec<(ReturnKind, Range<usize>)> = Vec::new();
    let (mut from, mut at) = (clause.start, clause.start);
    while at < clause.end {
        let named = NAMES.iter().find_map(|(kind, words)| Some((*kind, letters.one_of(at, words)?)));
        let Some((kind, word)) = named else {
            at += 1;
            continue;
        };
        let end = at + word.chars().count();
        // 检查情况统计表 is one thing, whose name goes on behind 情况.
        let goes_on = (end..end + 3).any(|next| {
            next < clause.end
                && letters.slice(end..next).iter().all(|c| !matches!(c, '、' | '及' | '和' | '报' | '交'))
                && NAMES.iter().any(|(_, words)| letters.one_of(next, words).is_some())
        });
        at = end;
        if !goes_on {
            let start = name_start(letters, from, end - word.chars().count());
            found.push((kind, start..end));
            from = end;
        }
    }
    found
}

/// Where the name begins that ends in the word at `to`: behind the last word that leads to it.
fn name_start(letters: &Letters, from: usize, to: usize) -> usize {
    let mut start = from.max(to.saturating_sub(LONGEST_NAME));
    let from = start;
    for at in from..to {
        if letters.one_of(at, &OTHERS).is_some() {
            continue;
        }
        if let Some(word) = letters.one_of(at, &LEADS) {
            start = start.max((at + word.chars().count()).min(to));
        }
    }
    let joins = |at: usize| {
        letters
            .plain
            .get(at)
            .is_some_and(|c| matches!(c, '、' | '及' | '和' | '与' | '的' | '"' | '“' | '”' | ')'))
    };
    while start < to && joins(start) {
        start += 1;
    }
    start
}
