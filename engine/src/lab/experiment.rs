//! What came out at the bench, as plain data: all that tables, pictures and pages are made from.

use serde::{Deserialize, Serialize};

/// The outcome of a protocol.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// Name of the protocol.
    pub protocol: String,
    /// Title for people.
    pub title: String,
    /// What one sees in it.
    pub shows: String,
    /// Its panels, in reading order.
    pub panels: Vec<Panel>,
    /// Rules held against published points; empty where nothing is published in this form.
    pub fits: Vec<Fit>,
}

/// One picture of an outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Short name, unique within the experiment: letters, digits and hyphens.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What is on the horizontal axis.
    pub x: Axis,
    /// What is on the vertical axis.
    pub y: Axis,
    /// Simulated curves.
    pub curves: Vec<Curve>,
    /// Published points.
    pub published: Vec<PublishedSeries>,
    /// Values worth a line, such as a threshold that theory gives.
    pub marks: Vec<Mark>,
}

/// An axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What it measures.
    pub label: String,
    /// Unit; empty for a pure number.
    pub unit: String,
    /// How it is drawn.
    pub scale: Scale,
}

/// How an axis is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By powers of ten.
    Logarithmic,
    /// By name, in this order; `x` is the index.
    Named(Vec<String>),
}

/// How a curve is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// A line through simulated points.
    Line,
    /// A thin dashed line: a closed form, or the rate rule that is the image of a spike rule.
    Theory,
    /// One dot for each point: scatter, such as weight over latency.
    Dots,
    /// Bars from zero: a histogram, or named conditions.
    Bars,
}

/// A simulated curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Name of the synapse.
    pub synapse: String,
    /// Condition within the panel, such as `+10 ms`; published series of the same condition belong to it.
    pub condition: String,
    /// BDNF relative to normal.
    pub bdnf: f64,
    /// How it is drawn.
    pub style: Style,
    /// Its points, by rising `x` unless it is drawn as dots.
    pub points: Vec<Point>,
}

/// A simulated point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Place on the horizontal axis.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Standard error over repeats, where there are any.
    pub error: Option<f64>,
}

/// Published points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedSeries {
    /// Name of the evidence file.
    pub evidence: String,
    /// Who published it, short enough for a legend.
    pub label: String,
    /// Condition; see [`Curve::condition`].
    pub condition: String,
    /// The points.
    pub points: Vec<PublishedPoint>,
}

/// A published point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PublishedPoint {
    /// Place on the horizontal axis.
    pub x: f64,
    /// Mean.
    pub y: f64,
    /// Standard error of the mean.
    pub sem: Option<f64>,
}

/// A value worth a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// What it is.
    pub label: String,
    /// Where on the horizontal axis; exactly one of `x` and `y` is given.
    pub x: Option<f64>,
    /// Where on the vertical axis.
    pub y: Option<f64>,
}

/// A rule held against published points at normal BDNF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Name of the synapse.
    pub synapse: String,
    /// Name of the evidence file.
    pub evidence: String,
    /// Points compared.
    pub points: u32,
    /// Mean of ((model - data) / SEM)^2.
    pub mean_squared_error: f64,
    /// What the noise of the simulation may add to or take from that error, at most, as a standard error; zero for a rule
    /// without noise.
    pub simulation_error: f64,
    /// Number of the rule's parameters that were fitted to these points and cost degrees of freedom; see
    /// [`super::synapse::Fitted::parameters_for`].
    pub fitted_parameters: u32,
    /// What the rule was fitted to, in words.
    pub fitted_to: String,
    /// Probability of an error at least as large if the rule were true and errors normal: chi-squared with points minus
    /// fitted parameters, at least one, degrees of freedom.
    pub p_value: f64,
    /// True when the data reject the rule, at the level stated with the table.
    pub rejected: bool,
    /// True where twice the noise of the simulation could turn the verdict around: more simulated synapses are needed.
    pub noise_decides: bool,
}
