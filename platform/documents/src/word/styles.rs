//! Paragraph styles of a Word file, so that people can change them in one place.

use crate::layout::sizes;
use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, RunFonts, SpecialIndentType, Style, StyleType,
};
use kernel::Language;

pub(super) const BODY: &str = "DocumentBody";
/// As the body, without the indent.
pub(super) const PLAIN: &str = "DocumentPlain";
pub(super) const TITLE: &str = "DocumentTitle";
pub(super) const CELL: &str = "TableText";
pub(super) const CAPTION: &str = "DocumentCaption";
pub(super) const PICTURE: &str = "Picture";
pub(super) const NOTE: &str = "Note";
pub(super) const FOOT: &str = "DocumentFoot";
pub(super) const SMALL: &str = "SmallPrint";

/// The style of a heading; out of range counts as the nearest level.
pub(super) fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "Heading1",
        2 => "Heading2",
        3 => "Heading3",
        _ => "Heading4",
    }
}

pub(super) fn twips(mm: f64) -> i32 {
    (mm * 1440.0 / 25.4).round() as i32
}

pub(super) fn half_points(points: f64) -> usize {
    (points * 2.0).round() as usize
}

/// The typefaces of official documents by their names on the reader's machine.
pub(super) struct Faces {
    latin: Option<&'static str>,
}

impl Faces {
    pub fn of(language: Language) -> Self {
        Self {
            latin: match language {
                Language::Chinese => None,
                Language::English => Some("Times New Roman"),
            },
        }
    }
    pub fn body(&self) -> RunFonts {
        self.fonts("仿宋_GB2312")
    }
    /// 黑体
    pub fn black(&self) -> RunFonts {
        self.fonts("黑体")
    }
    /// 楷体
    pub fn script(&self) -> RunFonts {
        self.fonts("楷体_GB2312")
    }
    /// 小标宋
    pub fn title(&self) -> RunFonts {
        self.fonts("方正小标宋简体")
    }
    /// 宋体
    pub fn song(&self) -> RunFonts {
        self.fonts("宋体")
    }
    /// Word looks the East Asian face up separately; it falls back without it.
    fn fonts(&self, chinese: &str) -> RunFonts {
        let latin = self.latin.unwrap_or(chinese);
        RunFonts::new().ascii(latin).hi_ansi(latin).cs(latin).east_asia(chinese)
    }
}

pub(super) fn add(file: Docx, language: Language) -> Docx {
    let faces = Faces::of(language);
    let measures = sizes(language);
    let is_chinese = language == Language::Chinese;
    let body = half_points(measures.body);
    let fixed =
        |pitch: f64| LineSpacing::new().line_rule(LineSpacingType::Exact).line((pitch * 20.0).floor() as i32);
    let loose = |before: u32, after: u32| {
        LineSpacing::new().line_rule(LineSpacingType::Auto).line(240).before(before).after(after)
    };
    let two_characters = if is_chinese { (measures.advance * 40.0).round() as i32 } else { 0 };
    let first_line = |style: Style| match two_characters {
        0 => style,
        indent => style.indent(None, Some(SpecialIndentType::FirstLine(indent)), None, None),
    };
    let style = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name).based_on("Normal");
    // Twentieths of a point between characters, rounded so that a full line holds them all.
    let spacing = ((measures.advance - measures.body) * 20.0).floor() as i32;
    let spaced = |mut style: Style| {
        if spacing != 0 {
            style.run_property = style.run_property.character_spacing(spacing);
        }
        // Single lines may stand alone at a page's edge: a page has its 22 lines.
        style.paragraph_property = style.paragraph_property.widow_control(false);
        style
    };

    let body_style = style(BODY, "Body Text").align(AlignmentType::Both).line_spacing(if is_chinese {
        fixed(measures.pitch)
    } else {
        fixed(measures.pitch).after(120)
    });
    let mut file = file
        .default_fonts(faces.body())
        .default_size(body)
        .add_style(spaced(first_line(body_style)))
        .add_style(spaced(style(PLAIN, "Plain Text").line_spacing(fixed(measures.pitch))))
        .add_style(
            style(TITLE, "Title")
                .fonts(faces.title())
                .size(half_points(measures.title))
                .align(AlignmentType::Center)
                .snap_to_grid(false)
                .line_spacing(fixed(measures.title_pitch)),
        )
        .add_style(style(CELL, "Table Text").size(21).snap_to_grid(false).line_spacing(loose(40, 40)))
        .add_style(
            style(CAPTION, "caption")
                .fonts(faces.black())
                .size(24)
                .align(AlignmentType::Center)
                .snap_to_grid(false)
                .line_spacing(loose(120, 80)),
        )
        .add_style(
            style(PICTURE, "Picture")
                .align(AlignmentType::Center)
                .snap_to_grid(false)
                .line_spacing(loose(160, 60)),
        )
        .add_style(
            style(NOTE, "Note")
                .size(21)
                .snap_to_grid(false)
                .indent(Some(480), Some(SpecialIndentType::Hanging(480)), None, None)
                .line_spacing(loose(20, 20)),
        )
        .add_style(
            style(FOOT, "Document Foot")
                .size(if is_chinese { 28 } else { 22 })
                .snap_to_grid(false)
                .line_spacing(loose(40, 40)),
        )
        .add_style(style(SMALL, "Small Print").size(18).snap_to_grid(false).line_spacing(loose(0, 0)));

    let headings = [
        (1, faces.black(), 30, is_chinese),
        (2, faces.script(), 26, is_chinese),
        (3, faces.body(), 24, is_chinese),
        (4, faces.body(), 24, is_chinese),
    ];
    for (level, fonts, size, is_plain) in headings {
        let heading = style(heading(level), &format!("heading {level}"))
            .fonts(fonts)
            .size(if is_chinese { body } else { size })
            .outline_lvl(usize::from(level) - 1)
            .next(BODY)
            .line_spacing(if is_chinese {
                fixed(measures.pitch)
            } else {
                fixed(measures.pitch).before(160).after(80)
            });
        let heading = if is_plain { heading } else { heading.bold() };
        file = file.add_style(spaced(first_line(heading)));
    }
    file
}
