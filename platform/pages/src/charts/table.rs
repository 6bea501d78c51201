//! The same data in words: legend and table.

use super::canvas::{self, colour, pattern};
use super::{Chart, Kind, scale};
use crate::markup::escape;
use kernel::Wording;
use std::fmt::Write;

impl Chart {
    /// Which colour, pattern or dash is which series.
    pub(super) fn legend(&self) -> String {
        if !self.has_legend() {
            return String::new();
        }
        let mut items = String::new();
        for (place, series) in self.series.iter().enumerate() {
            let swatch = self.swatch(place, series.before);
            let _ = write!(items, "<li>{swatch}{}</li>", escape(&series.name));
        }
        format!("<ul class=\"legend\">{items}</ul>")
    }

    fn swatch(&self, place: usize, before: bool) -> String {
        let paint = self.paint(place);
        let shape = if self.kind == Kind::Lines {
            let dashed = if before { " before" } else { "" };
            let hollow = if paint.is_multiple_of(2) { " hollow" } else { "" };
            let point = match before {
                true => String::new(),
                false => format!("<circle class=\"c{paint}{hollow}\" cx=\"9\" cy=\"6\" r=\"3\"/>"),
            };
            format!(
                "<line class=\"c{paint}{dashed}\" stroke-width=\"2\" x1=\"0\" y1=\"6\" x2=\"18\" y2=\"6\"/>{point}"
            )
        } else if paint == 1 {
            "<rect class=\"c1\" width=\"18\" height=\"12\" rx=\"2\"/>".to_owned()
        } else {
            // The pattern of the picture has its own id here: an id stands for one thing.
            let id = format!("l{}", canvas::id(&self.title));
            format!(
                "<defs>{}</defs><rect class=\"c{paint}\" width=\"18\" height=\"12\" rx=\"2\"/>\
                 <rect fill=\"url(#p{id}-{paint})\" width=\"18\" height=\"12\" rx=\"2\"/>",
                pattern(&id, paint, true)
            )
        };
        format!("<svg viewBox=\"0 0 18 12\" aria-hidden=\"true\">{shape}</svg>")
    }

    /// The legend at the top of a picture for documents.
    pub(super) fn standalone_legend(&self, left: f64) -> String {
        if !self.has_legend() {
            return String::new();
        }
        let mut out = String::new();
        let mut x = left;
        for (place, series) in self.series.iter().enumerate() {
            let paint = self.paint(place);
            let fill = colour(paint);
            let swatch = if self.kind == Kind::Lines {
                let dashes = if series.before { " stroke-dasharray=\"5 4\"" } else { "" };
                format!(
                    "<line x1=\"{x}\" y1=\"12\" x2=\"{}\" y2=\"12\" stroke=\"{fill}\" stroke-width=\"2\"{dashes}/>",
                    x + 18.0
                )
            } else {
                let place = format!("x=\"{x}\" y=\"6\" width=\"18\" height=\"12\" rx=\"2\"");
                // The bars have brought the pattern with them.
                let id = canvas::id(&self.title);
                let over = match paint {
                    1 => String::new(),
                    _ => format!("<rect {place} fill=\"url(#p{id}-{paint})\"/>"),
                };
                format!("<rect {place} fill=\"{fill}\"/>{over}")
            };
            #[allow(clippy::cast_precision_loss, reason = "the letters of a name")]
            let letters = scale::width(&series.name) as f64;
            let _ = write!(
                out,
                "{swatch}<text x=\"{}\" y=\"16\" fill=\"#52606f\">{}</text>",
                x + 24.0,
                escape(&series.name)
            );
            x += 24.0 + letters * 6.8 + 20.0;
        }
        out
    }

    /// The data as a table that opens under the chart, with the same links.
    pub(super) fn table(&self, wording: &Wording) -> String {
        let mut head = String::new();
        for series in &self.series {
            let _ = write!(head, "<th scope=\"col\" class=\"num\">{}</th>", escape(&series.name));
        }
        let mut rows = String::new();
        for (place, label) in self.labels.iter().enumerate() {
            let _ = write!(rows, "<tr><th scope=\"row\">{}</th>", escape(label));
            for series in &self.series {
                let value = match series.value(place) {
                    Some(value) => escape(&self.format.value(value)),
                    None => "–".to_owned(),
                };
                let _ = match series.link(place) {
                    Some(link) => {
                        write!(rows, "<td class=\"num\"><a href=\"{}\">{value}</a></td>", escape(link))
                    }
                    None => write!(rows, "<td class=\"num\">{value}</td>"),
                };
            }
            rows.push_str("</tr>");
        }
        let (words, title) = (escape(&wording.t("pages-chart-table")), escape(&self.title));
        let first = escape(&wording.t("pages-chart-label"));
        format!(
            "<details><summary>{words}</summary><div class=\"table-responsive\" tabindex=\"0\" role=\"region\" \
             aria-label=\"{title}\"><table class=\"table\"><thead><tr><th scope=\"col\">{first}</th>{head}</tr>\
             </thead><tbody>{rows}</tbody></table></div></details>"
        )
    }
}
