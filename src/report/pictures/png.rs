//! Pictures as pixels: the SVG of a picture rendered with the font that is part of the program.
//!
//! No font of the machine is read, so that the same picture has the same pixels everywhere. Letters that the font does not
//! have (it covers Latin, Greek and Cyrillic) are left out of the PNG; the SVG shows them in the reader's own font.

use std::fmt;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Fira Sans, under the SIL Open Font License (its text lies beside the font).
const FONT: &[u8] = include_bytes!("fonts/FiraSans-Regular.ttf");
const FONT_NAME: &str = "Fira Sans";
/// Larger pictures are refused: 16 384 pixels are what most viewers can show.
const LARGEST_SIDE: f32 = 16_384.0;

/// Why a picture could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PngError {
    /// The text is no SVG.
    NotSvg(String),
    /// The width asked for leads to no picture, or to one larger than 16 384 pixels on a side.
    Size(u32),
    /// The pixels could not be encoded.
    Encoding(String),
}

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PngError::NotSvg(why) => write!(f, "this is not a picture that can be rendered: {why}"),
            PngError::Size(width) => write!(
                f,
                "a width of {width} pixels is outside what can be rendered (1 to 16384)"
            ),
            PngError::Encoding(why) => write!(f, "the picture could not be encoded as PNG: {why}"),
        }
    }
}

impl std::error::Error for PngError {}

/// What the renderer uses: the embedded font for every family.
pub fn options() -> Options<'static> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family(FONT_NAME);
    fonts.set_serif_family(FONT_NAME);
    Options {
        font_family: FONT_NAME.into(),
        fontdb: Arc::new(fonts),
        ..Options::default()
    }
}

/// Renders an SVG of this module as PNG, `width` pixels wide, on a light ground.
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>, PngError> {
    let plain = super::without_style(svg);
    let tree = Tree::from_str(&plain, &options()).map_err(|e| PngError::NotSvg(e.to_string()))?;
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil();
    if width == 0 || width as f32 > LARGEST_SIDE || !(1.0..=LARGEST_SIDE).contains(&height) {
        return Err(PngError::Size(width));
    }
    let mut pixels = Pixmap::new(width, height as u32).ok_or(PngError::Size(width))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|e| PngError::Encoding(e.to_string()))
}
