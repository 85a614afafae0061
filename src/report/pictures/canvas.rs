//! A sheet to draw on: thin lines, areas and words in pixels, written as SVG by plotters.
//!
//! plotters places everything on whole pixels, so the sheet is drawn ten times as large and its `viewBox` makes up for it.
//! It also knows only fixed colours; each paint is therefore drawn in a colour that stands for it (`#01`, paint, dash),
//! and when the sheet is finished these become a CSS class with a light colour as its fallback.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, IntoFont, PathElement, Polygon, RGBColor, Rectangle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, FontTransform, RGBAColor, ShapeStyle, TextStyle};

use super::text::{cleaned, escaped};
use crate::report::style::{self, Paint};

/// Drawing units per pixel.
const SCALE: f64 = 10.0;
/// plotters divides the size of a font by this before it writes it.
const FONT_FACTOR: f64 = 1.24;
/// Fonts in the order of preference, of nearly the same width; the last is what every system has.
const FONT_FAMILY: &str = "'Fira Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', sans-serif";

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Begins at the point.
    Start,
    /// Is centred on the point.
    Middle,
    /// Ends at the point.
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Size in pixels.
    pub size: f64,
    /// Paint.
    pub paint: Paint,
    /// Horizontal place.
    pub align: Align,
    /// Bold or not.
    pub bold: bool,
    /// Reads from bottom to top.
    pub upright: bool,
}

impl Words {
    /// Plain words of a size that begin at their point.
    pub fn new(size: f64, paint: Paint) -> Self {
        Words {
            size,
            paint,
            align: Align::Start,
            bold: false,
            upright: false,
        }
    }

    /// The same, placed otherwise.
    pub fn align(self, align: Align) -> Self {
        Words { align, ..self }
    }

    /// The same in bold.
    pub fn bold(self) -> Self {
        Words { bold: true, ..self }
    }

    /// The same, reading from bottom to top.
    pub fn upright(self) -> Self {
        Words {
            upright: true,
            ..self
        }
    }
}

/// Shape of a point: the second sign beside colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Filled disc.
    Disc,
    /// Filled square.
    Square,
    /// Filled triangle.
    Triangle,
    /// Square on its corner.
    Diamond,
    /// Open ring.
    Ring,
}

impl Marker {
    /// Marker of the n-th arm; they repeat after the last.
    pub fn of(arm: usize) -> Self {
        [
            Marker::Disc,
            Marker::Square,
            Marker::Triangle,
            Marker::Diamond,
            Marker::Ring,
        ][arm % 5]
    }
}

/// A sheet of a given size in pixels, with the origin at the upper left.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

/// What a picture is called, how large it is, and what it says to those who cannot see it.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Short name, also the start of the ids inside the SVG.
    pub name: &'a str,
    /// Title, as on the picture.
    pub title: &'a str,
    /// The picture in words and numbers.
    pub description: &'a str,
    /// Height in pixels.
    pub height: f64,
}

/// Draws a picture of [`style::WIDTH`] and gives it back as SVG text.
pub fn picture(sheet: Sheet<'_>, draw: impl FnOnce(&Canvas<'_>)) -> String {
    let mut raw = String::new();
    let size = (
        (style::WIDTH * SCALE) as u32,
        (sheet.height.clamp(1.0, 20_000.0) * SCALE) as u32,
    );
    {
        let area = SVGBackend::with_string(&mut raw, size).into_drawing_area();
        let canvas = Canvas { area };
        canvas.rectangle([0.0, 0.0, style::WIDTH, sheet.height], Paint::Ground, 1.0);
        draw(&canvas);
        // Writing into a string cannot fail.
        let _ = canvas.area.present();
    }
    finished(&raw, sheet, size)
}

impl Canvas<'_> {
    /// A line through points in pixels; it breaks where a coordinate is not a number.
    pub fn line(&self, points: &[(f64, f64)], paint: Paint, width: f64, opacity: f64) {
        self.stroke(points, paint, false, width, opacity);
    }

    /// The same, dashed.
    pub fn dashed(&self, points: &[(f64, f64)], paint: Paint, width: f64) {
        self.stroke(points, paint, true, width, 1.0);
    }

    /// A closed, filled shape; nothing is drawn where a coordinate is not a number.
    pub fn area(&self, points: &[(f64, f64)], paint: Paint, opacity: f64) {
        if points.len() >= 3 && points.iter().all(finite) {
            let points: Vec<_> = points.iter().copied().map(scaled).collect();
            let _ = self
                .area
                .draw(&Polygon::new(points, colour(paint, false, opacity)));
        }
    }

    /// A filled rectangle `[left, top, right, bottom]`.
    pub fn rectangle(&self, [left, top, right, bottom]: [f64; 4], paint: Paint, opacity: f64) {
        if [left, top, right, bottom].iter().all(|v| v.is_finite()) {
            let corners = [
                scaled((left, top)),
                scaled((right.max(left), bottom.max(top))),
            ];
            let _ = self.area.draw(&Rectangle::new(
                corners,
                colour(paint, false, opacity).filled(),
            ));
        }
    }

    /// A marker of a radius at a point.
    pub fn marker(&self, at: (f64, f64), marker: Marker, radius: f64, paint: Paint, opacity: f64) {
        if !finite(&at) {
            return;
        }
        let (x, y) = at;
        let around = |corners: &[(f64, f64)]| -> Vec<(f64, f64)> {
            corners
                .iter()
                .map(|(dx, dy)| (x + dx * radius, y + dy * radius))
                .collect()
        };
        match marker {
            Marker::Disc => self.circle(at, radius, colour(paint, false, opacity).filled()),
            Marker::Ring => {
                self.circle(at, radius, colour(Paint::Ground, false, 1.0).filled());
                self.circle(
                    at,
                    radius,
                    colour(paint, false, opacity).stroke_width((1.8 * SCALE) as u32),
                );
            }
            Marker::Square => self.area(
                &around(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
                paint,
                opacity,
            ),
            Marker::Triangle => self.area(
                &around(&[(0.0, -1.15), (1.05, 0.8), (-1.05, 0.8)]),
                paint,
                opacity,
            ),
            Marker::Diamond => self.area(
                &around(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
                paint,
                opacity,
            ),
        }
    }

    /// Words whose vertical middle is at the point.
    pub fn words(&self, text: &str, at: (f64, f64), words: Words) {
        let text = cleaned(text);
        if text.is_empty() || !finite(&at) {
            return;
        }
        let horizontal = match words.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let mut font = ("sans-serif", words.size * SCALE * FONT_FACTOR).into_font();
        if words.bold {
            font = font.style(FontStyle::Bold);
        }
        if words.upright {
            font = font.transform(FontTransform::Rotate270);
        }
        let paint = colour(words.paint, false, 1.0);
        let style = TextStyle::from(font)
            .color(&paint)
            .pos(Pos::new(horizontal, VPos::Center));
        let _ = self.area.draw(&Text::new(text, scaled(at), style));
    }

    fn stroke(&self, points: &[(f64, f64)], paint: Paint, dashed: bool, width: f64, opacity: f64) {
        let style =
            colour(paint, dashed, opacity).stroke_width((width * SCALE).round().max(1.0) as u32);
        for piece in points
            .split(|p| !finite(p))
            .filter(|piece| piece.len() >= 2)
        {
            let piece: Vec<_> = piece.iter().copied().map(scaled).collect();
            let _ = self.area.draw(&PathElement::new(piece, style));
        }
    }

    fn circle(&self, at: (f64, f64), radius: f64, style: ShapeStyle) {
        let _ = self.area.draw(&Circle::new(
            scaled(at),
            (radius * SCALE).round() as i32,
            style,
        ));
    }
}

fn finite(point: &(f64, f64)) -> bool {
    point.0.is_finite() && point.1.is_finite()
}

/// Drawing units; far outside the sheet is as good as just outside, and stays within what a renderer can hold.
fn scaled((x, y): (f64, f64)) -> (i32, i32) {
    let unit = |v: f64| (v * SCALE).round().clamp(-1e6, 1e6) as i32;
    (unit(x), unit(y))
}

fn colour(paint: Paint, dashed: bool, opacity: f64) -> RGBAColor {
    RGBColor(1, paint.code(), u8::from(dashed)).mix(opacity.clamp(0.0, 1.0))
}

/// The SVG of plotters with classes, one font for all, a title and a description.
fn finished(raw: &str, sheet: Sheet<'_>, size: (u32, u32)) -> String {
    let Sheet {
        name,
        title,
        description,
        height,
    } = sheet;
    let body = raw.split_once(">\n").map_or("", |(_, body)| body);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rewire-picture\" role=\"img\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {} {}\" color=\"{}\" font-family=\"{FONT_FAMILY}\" aria-labelledby=\"{name}-title\" \
         aria-describedby=\"{name}-description\">\n<title id=\"{name}-title\">{}</title>\n\
         <desc id=\"{name}-description\">{}</desc>\n<style>{}</style>\n",
        style::WIDTH,
        height.round(),
        size.0,
        size.1,
        style::ink(),
        escaped(title),
        escaped(description),
        style::picture_css(),
    );
    for element in body
        .replace(" font-family=\"sans-serif\"", "")
        .replace("\n</text>", "</text>")
        .lines()
    {
        svg.push_str(&painted(element));
        svg.push('\n');
    }
    svg
}

/// One element with its stand-in colour replaced.
fn painted(element: &str) -> String {
    // Full opacity need not be said.
    let element = element.replacen(" opacity=\"1\"", "", 1);
    let Some(at) = element.find("=\"#01") else {
        return element;
    };
    let (Some(code), Some(dashed)) = (element.get(at + 5..at + 7), element.get(at + 7..at + 9))
    else {
        return element;
    };
    let Some(found) = u8::from_str_radix(code, 16).ok().and_then(style::colour_of) else {
        return element;
    };
    let attribute = if element[..at].ends_with("fill") {
        "fill"
    } else {
        "stroke"
    };
    let light = if found.light == style::ink() {
        "currentColor"
    } else {
        found.light
    };
    let mut new = format!("=\"{light}\" class=\"{attribute}-{}\"", found.class);
    if dashed == "01" {
        new.push_str(" stroke-dasharray=\"50 35\"");
    }
    if element.starts_with("<polyline") || dashed == "01" {
        new.push_str(" stroke-linejoin=\"round\"");
    }
    format!("{}{new}{}", &element[..at], &element[at + 10..])
}
