//! What docx-rs cannot say itself, set in the finished parts of the file:
//! header rows that repeat, the size of the text, descriptions of pictures, names of typefaces to
//! fall back to, the language and the title.

use super::styles::half_points;
use crate::Document;
use crate::clean::clean;
use crate::layout::sizes;
use docx_rs::XMLDocx;
use std::fmt::Write;

/// The marks searched for cannot come from a text: there `<` is escaped.
pub(super) fn finish(parts: &mut XMLDocx, document: &Document, pictures: &[String]) {
    alter(&mut parts.document, |xml| {
        let xml = xml
            .replace("<w:cantSplit />", "<w:cantSplit/><w:tblHeader/>")
            .replace("<w:trPr />", "<w:trPr><w:cantSplit/></w:trPr>");
        describe_pictures(&xml, pictures)
    });
    // Latin letters and digits as English in both languages: as Chinese they may be broken anywhere,
    // and a number would begin on one line and end on the next.
    let language = r#"<w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>"#;
    // Programs reckon indents and grids from the size of this style, not from the defaults.
    let size = half_points(sizes(document.language).body);
    let normal = format!(
        concat!(
            r#"w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>"#,
            r#"<w:rPr><w:sz w:val="{0}"/><w:szCs w:val="{0}"/></w:rPr>"#,
        ),
        size
    );
    alter(&mut parts.styles, |xml| {
        xml.replacen("</w:rPr></w:rPrDefault>", language, 1).replacen(
            r#"w:styleId="Normal"><w:name w:val="Normal" /><w:rPr />"#,
            &normal,
            1,
        )
    });
    parts.doc_props.core = properties(document).into_bytes();
    parts.font_table = font_table().into_bytes();
}

fn alter(part: &mut Vec<u8>, change: impl FnOnce(String) -> String) {
    if let Ok(xml) = String::from_utf8(std::mem::take(part)) {
        *part = change(xml).into_bytes();
    }
}

/// Title and author; without a time of its own, the same document gives the same file.
fn properties(document: &Document) -> String {
    let author = document.signature.as_ref().map(|signature| escaped(&signature.unit)).unwrap_or_default();
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/">"#,
            "<dc:title>{}</dc:title><dc:creator>{}</dc:creator></cp:coreProperties>",
        ),
        escaped(&document.title),
        author
    )
}

/// docx-rs gives all pictures the same id and name.
fn describe_pictures(xml: &str, pictures: &[String]) -> String {
    let mut parts = xml.split(r#"<wp:docPr id="1" name="Figure" />"#);
    let mut described = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        let id = index + 1;
        let description = pictures.get(index).map(|text| escaped(text)).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = write!(described, r#"<wp:docPr id="{id}" name="Picture {id}" descr="{description}"/>{part}"#);
    }
    described
}

fn escaped(text: &str) -> String {
    clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\n', "&#10;")
}

/// Names under which Word finds a typeface where the first one is not
/// installed, and its kind, from which it picks a neighbour.
fn font_table() -> String {
    const CHINESE: &str = "86";
    const LATIN: &str = "00";
    const FACES: [(&str, &str, &str, &str); 6] = [
        ("仿宋_GB2312", "仿宋,FangSong,华文仿宋,STFangsong", CHINESE, "modern"),
        ("黑体", "SimHei,Noto Sans CJK SC", CHINESE, "modern"),
        ("楷体_GB2312", "楷体,KaiTi,华文楷体,STKaiti", CHINESE, "modern"),
        ("方正小标宋简体", "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun", CHINESE, "auto"),
        ("宋体", "SimSun,Noto Serif CJK SC", CHINESE, "auto"),
        ("Times New Roman", "Liberation Serif", LATIN, "roman"),
    ];
    let mut xml = concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
    )
    .to_owned();
    for (name, others, charset, family) in FACES {
        let _ = write!(
            xml,
            concat!(
                r#"<w:font w:name="{}"><w:altName w:val="{}"/><w:charset w:val="{}"/>"#,
                r#"<w:family w:val="{}"/><w:pitch w:val="variable"/></w:font>"#,
            ),
            name, others, charset, family
        );
    }
    xml + "</w:fonts>"
}
