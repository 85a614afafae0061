//! How every picture and page looks: colours, line widths, sizes. The only file that knows a colour.
//!
//! The series colours are those of Okabe and Ito (2008), which people with the common colour-vision deficiencies tell
//! apart; each has a lighter twin for dark pages. Colour is never the only sign: arms also differ by marker.

/// Width of a picture in its own pixels; the page scales it.
pub const WIDTH: f64 = 720.0;
/// Size of a picture's title, in pixels.
pub const TITLE_SIZE: f64 = 17.0;
/// Size of the line below the title.
pub const SUBTITLE_SIZE: f64 = 12.5;
/// Size of labels of axes, lines and rows.
pub const LABEL_SIZE: f64 = 12.5;
/// Size of the numbers at an axis: the smallest text of all.
pub const TICK_SIZE: f64 = 11.5;
/// Width of a line that carries a result.
pub const STRONG_LINE: f64 = 2.4;
/// Width of an ordinary line.
pub const LINE: f64 = 1.4;
/// Width of axes, grid and single people.
pub const THIN_LINE: f64 = 0.8;
/// Opacity of the wider band (10 to 90 % of people).
pub const WIDE_BAND: f64 = 0.13;
/// Opacity of the narrower band (25 to 75 % of people, or an interval).
pub const NARROW_BAND: f64 = 0.24;

/// What something is painted as; the colour follows from the page's light or dark scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Text and axes.
    Ink,
    /// Text that explains.
    Muted,
    /// Grid lines.
    Grid,
    /// Behind everything.
    Ground,
    /// Stretches of time, ranges that do not matter.
    Shade,
    /// The n-th arm, or the n-th kind of thing; colours repeat after the last.
    Series(usize),
}

/// One colour on a light and on a dark page, as hexadecimal sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Name of the CSS class, without `fill-` or `stroke-`.
    pub class: &'static str,
    /// On a light page, and where no style sheet is understood.
    pub light: &'static str,
    /// On a dark page.
    pub dark: &'static str,
}

const fn colour(class: &'static str, light: &'static str, dark: &'static str) -> Colour {
    Colour { class, light, dark }
}

/// Ink is written as `currentColor`, so that a page can set it; these two are what it starts from.
const BASE: [Colour; 5] = [
    colour("ink", "#1d2328", "#e9ecef"),
    colour("muted", "#565f68", "#a9b2bb"),
    colour("grid", "#dde1e5", "#333a41"),
    colour("ground", "#ffffff", "#171b1f"),
    colour("shade", "#eef1f4", "#23292f"),
];

/// Blue, vermillion, bluish green, reddish purple, orange, sky blue, grey.
const SERIES: [Colour; 7] = [
    colour("series-1", "#0072B2", "#4FB0EA"),
    colour("series-2", "#D55E00", "#FF8A3D"),
    colour("series-3", "#009E73", "#2CCB9E"),
    colour("series-4", "#B5568F", "#E79CC6"),
    colour("series-5", "#B87E00", "#F0B840"),
    colour("series-6", "#3A97C9", "#9AD6F7"),
    colour("series-7", "#6B7075", "#B4BAC0"),
];

impl Paint {
    /// Number of the paint among all paints.
    pub fn code(self) -> u8 {
        match self {
            Paint::Ink => 0,
            Paint::Muted => 1,
            Paint::Grid => 2,
            Paint::Ground => 3,
            Paint::Shade => 4,
            Paint::Series(n) => 5 + (n % SERIES.len()) as u8,
        }
    }
}

/// Colour of a paint by [`Paint::code`]; `None` for a number that is no paint.
pub fn colour_of(code: u8) -> Option<Colour> {
    BASE.iter().chain(&SERIES).nth(usize::from(code)).copied()
}

/// Light ink, to which `currentColor` falls back.
pub fn ink() -> &'static str {
    BASE[0].light
}

/// The style sheet of pictures: a dark page changes each colour class; a light one is what the attributes already say.
pub fn picture_css() -> String {
    let mut css = String::from(".rewire-picture{color:");
    css.push_str(BASE[0].light);
    css.push_str("}@media (prefers-color-scheme:dark){.rewire-picture{color:");
    css.push_str(BASE[0].dark);
    css.push('}');
    for Colour { class, dark, .. } in BASE.iter().skip(1).chain(&SERIES) {
        css.push_str(&format!(
            ".rewire-picture .fill-{class}{{fill:{dark}}}.rewire-picture .stroke-{class}{{stroke:{dark}}}"
        ));
    }
    css.push('}');
    css
}

/// The colours as custom properties of a page, `--ink` to `--series-7`, for its light and its dark scheme.
pub fn page_css() -> String {
    let all = |shade: fn(&Colour) -> &'static str| -> String {
        let colours = BASE.iter().chain(&SERIES);
        colours
            .map(|colour| format!("--{}:{};", colour.class, shade(colour)))
            .collect()
    };
    format!(
        ":root{{color-scheme:light dark;{}}}@media (prefers-color-scheme:dark){{:root{{{}}}}}",
        all(|colour| colour.light),
        all(|colour| colour.dark)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn colours_can_be_read_on_light_and_dark() {
        // WCAG 2.1 asks for 4.5 for text and 3.0 for parts of graphics.
        for text in &BASE[..2] {
            assert!(
                contrast(text.light, BASE[3].light) >= 4.5
                    && contrast(text.light, BASE[4].light) >= 4.5
            );
            assert!(
                contrast(text.dark, BASE[3].dark) >= 4.5
                    && contrast(text.dark, BASE[4].dark) >= 4.5
            );
        }
        for line in &SERIES {
            assert!(
                contrast(line.light, BASE[3].light) >= 3.0,
                "{} on light",
                line.class
            );
            assert!(
                contrast(line.dark, BASE[3].dark) >= 3.0,
                "{} on dark",
                line.class
            );
        }
    }

    #[test]
    fn every_paint_has_a_colour() {
        for n in 0..20 {
            assert!(colour_of(Paint::Series(n).code()).is_some());
        }
        assert_eq!(colour_of(12), None);
    }
}
