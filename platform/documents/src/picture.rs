//! Pictures: SVG to the pixels Word needs, and QR codes.

use crate::fonts::{FONTS, SANS, SERIF};
use crate::layout::AREA_WIDTH_MM;
use crate::{DocumentProblem, Picture};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use resvg::usvg::{self, ImageHrefResolver, fontdb};
use resvg::{render, tiny_skia};
use std::sync::{Arc, LazyLock};

/// Leaves room for a caption and a line of text on the same page.
const HIGHEST_MM: f64 = 190.0;
const DOTS_PER_INCH: f64 = 200.0;

/// The picture as it can stand on the page: not larger than the type area, its
/// texts drawn, since typst would choose other typefaces for them than Word gets.
pub(crate) fn drawn(picture: &Picture) -> Result<Picture, DocumentProblem> {
    let tree = parse(&picture.svg)?;
    Ok(Picture {
        svg: tree.to_string(&usvg::WriteOptions::default()),
        width_mm: fitted(&tree, picture.width_mm).0,
        ..picture.clone()
    })
}

/// A picture in pixels, with the size in millimetres it is shown at.
pub(crate) struct Raster {
    pub png: Vec<u8>,
    pub width_px: u32,
    pub height_px: u32,
    pub width_mm: f64,
    pub height_mm: f64,
}

pub(crate) fn rasterise(svg: &str, width_mm: f64) -> Result<Raster, DocumentProblem> {
    let tree = parse(svg)?;
    let (width_mm, height_mm) = fitted(&tree, width_mm);
    // The size is bounded by the type area, so the pixels stay below some two million.
    let pixels = |mm: f64| (mm / 25.4 * DOTS_PER_INCH).round().max(1.0) as u32;
    let (width_px, height_px) = (pixels(width_mm), pixels(height_mm));
    let unusable = || DocumentProblem::Picture("it has no size".to_owned());
    let mut pixmap = tiny_skia::Pixmap::new(width_px, height_px).ok_or_else(unusable)?;
    // Word shows transparent parts black in some views.
    pixmap.fill(tiny_skia::Color::WHITE);
    let scale = tiny_skia::Transform::from_scale(
        width_px as f32 / tree.size().width(),
        height_px as f32 / tree.size().height(),
    );
    render(&tree, scale, &mut pixmap.as_mut());
    let png = pixmap.encode_png().map_err(|error| DocumentProblem::Picture(error.to_string()))?;
    Ok(Raster { png, width_px, height_px, width_mm, height_mm })
}

/// A text as a QR code, in black on white with its quiet zone.
///
/// # Errors
/// `CodeTooLong` beyond some 2300 bytes.
pub fn qr_svg(text: &str) -> Result<String, DocumentProblem> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| DocumentProblem::CodeTooLong(text.len()))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(200, 200).build())
}

fn fitted(tree: &usvg::Tree, width_mm: f64) -> (f64, f64) {
    let ratio = f64::from(tree.size().height()) / f64::from(tree.size().width());
    let width = width_mm.clamp(5.0, AREA_WIDTH_MM).min(HIGHEST_MM / ratio);
    (width, width * ratio)
}

fn parse(svg: &str) -> Result<usvg::Tree, DocumentProblem> {
    static FONT_BASE: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut base = fontdb::Database::new();
        for font in FONTS.iter() {
            base.load_font_source(fontdb::Source::Binary(Arc::new(font.clone())));
        }
        base.set_sans_serif_family(SANS);
        base.set_serif_family(SERIF);
        base.set_monospace_family(SANS);
        base.set_cursive_family(SERIF);
        base.set_fantasy_family(SANS);
        Arc::new(base)
    });
    let options = usvg::Options {
        font_family: SANS.to_owned(),
        fontdb: Arc::clone(&FONT_BASE),
        // A picture never reaches for a file beside it.
        image_href_resolver: ImageHrefResolver {
            resolve_string: Box::new(|_, _| None),
            ..ImageHrefResolver::default()
        },
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(svg, &options).map_err(|error| DocumentProblem::Picture(error.to_string()))
}
