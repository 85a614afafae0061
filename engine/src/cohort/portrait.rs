//! One person looked at closely: the network behind the readings, week after week.

use super::keep::Keep;
use super::run::{Watch, at_selection};
use super::study::{Sharing, Study};
use crate::life::{Halt, Network, Worker, live};

/// One person on one course.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// Who this is.
    pub seed: u64,
    /// Names of the populations.
    pub populations: Vec<String>,
    /// Sending and receiving population of each projection.
    pub projections: Vec<(usize, usize)>,
    /// Whether each projection learns.
    pub plastic: Vec<bool>,
    /// Week after week, week 0 first: true severity and the network.
    pub weeks: Vec<(f32, Network)>,
}

/// Lives a scenario of a study with one person, who need not be ill. The readings are those of a run; none where the study has
/// no such scenario or variant.
///
/// # Errors
/// [`Halt`]: the watch asked for it, or the life cannot be lived.
pub fn portrait(
    study: &Study,
    (scenario, variant): (usize, usize),
    seed: u64,
    watch: &Watch,
    keep: &dyn Keep,
) -> Result<Option<Portrait>, Halt> {
    let Some(lived) = study.variants.get(variant) else {
        return Ok(None);
    };
    let Some(course) = lived.courses.get(scenario) else {
        return Ok(None);
    };
    let sharing = Sharing::of(study);
    let history = &sharing.histories[sharing.history_of[variant]];
    let mut life = at_selection(study, history, seed, watch, keep)?;
    let plan = &lived.plan;
    let mut weeks = Vec::with_capacity(course.days / 7 + 1);
    live(
        plan,
        course,
        &mut life,
        &mut Worker::watched(plan, watch.stop),
        |_, person| {
            let severity = person.read()[0];
            weeks.push((severity, person.network()));
            true
        },
    )?;
    let circuit = &plan.circuit;
    Ok(Some(Portrait {
        seed,
        populations: circuit.populations.iter().map(|p| p.name.clone()).collect(),
        projections: circuit.projections.iter().map(|p| (p.from, p.to)).collect(),
        plastic: circuit
            .projections
            .iter()
            .map(|p| p.rule.is_some())
            .collect(),
        weeks,
    }))
}
