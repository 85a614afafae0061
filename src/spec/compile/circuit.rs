//! The populations and projections of a brain become the definition of a circuit.

use super::{Compiled, position};
use crate::circuit::{
    CircuitDefinition, Code, InhibitionDefinition, NightDefinition, PopulationDefinition,
    ProjectionDefinition, SettlingDefinition, Transfer,
};
use crate::plasticity::{
    Rule, bcm::Bcm, bounded_hebb::BoundedHebb, covariance::Covariance, oja::Oja,
    three_factor::ThreeFactor,
};
use crate::spec::files::{self, BrainFile, Stated};
use crate::units::{Days, PerDay};

pub(super) fn circuit_definition(brain: &BrainFile) -> Compiled<CircuitDefinition> {
    let population = |name: &str| position(&brain.populations, name, "population");
    let mut projections = Vec::new();
    for (name, p) in brain.projections.iter() {
        projections.push(ProjectionDefinition {
            name: name.to_owned(),
            from: population(&p.from)?,
            to: population(&p.to)?,
            matched: p.connect == files::Connect::Matched,
            initial: p.initial as f32,
            lower: p.lower.unwrap_or(p.initial) as f32,
            upper: p.upper.unwrap_or(p.initial) as f32,
            rule: rule(p),
            trace: p.trace,
            potentiates_lower: p.potentiates == files::Bound::Lower,
            structural: p.structural,
            transfer: p.transfer.map(|share| share as f32),
            turnover: p.turnover.map(|days| days.0),
        });
    }
    let mut inhibition = Vec::new();
    for (_, pool) in brain.inhibition.iter() {
        inhibition.push(InhibitionDefinition {
            members: pool
                .members
                .iter()
                .map(|m| population(m))
                .collect::<Compiled<Vec<_>>>()?,
            strength: pool.strength as f32,
        });
    }
    Ok(CircuitDefinition {
        populations: brain
            .populations
            .iter()
            .map(|(name, p)| PopulationDefinition {
                name: name.to_owned(),
                size: p.size as usize,
                patterns: p.pattern_count() as usize,
                code: code(p),
                names: p.pattern_names().into_iter().map(str::to_owned).collect(),
                clamped: p.clamped,
                threshold: p.threshold as f32,
                threshold_spread: p.threshold_spread as f32,
            })
            .collect(),
        projections,
        inhibition,
        settling: SettlingDefinition {
            steps: brain.settling.steps as usize,
            rate: brain.settling.rate as f32,
            transfer: match brain.settling.curve {
                files::Transfer::Logistic => Transfer::Logistic,
                files::Transfer::RectifiedTanh => Transfer::RectifiedTanh,
            },
            slope: brain.settling.gain as f32,
        },
        night: night(brain.night.as_ref()),
    })
}

/// A night as written; none leaves every weight as it is.
fn night(written: Option<&files::Night>) -> NightDefinition {
    let days = |time: Option<&Stated<Days>>| time.map_or(f64::INFINITY, |t| t.value.0);
    let share = |share: Option<&Stated<f64>>| share.map_or(0.0, |s| s.value) as f32;
    let chance = |chance: Option<&Stated<PerDay>>| chance.map_or(0.0, |c| c.value.0);
    let quiet_for = days(written.and_then(|n| n.quiet_for.as_ref()));
    NightDefinition {
        transfer: share(written.map(|n| &n.transfer)),
        early_decay: days(written.map(|n| &n.early_decay)),
        turnover: days(written.and_then(|n| n.turnover.as_ref())),
        homeostasis: days(written.and_then(|n| n.homeostasis.as_ref())),
        prune_below: share(written.and_then(|n| n.prune_below.as_ref())),
        quiet_weeks: (quiet_for / 7.0).round().clamp(0.0, 255.0) as u8,
        pruning: chance(written.and_then(|n| n.pruning.as_ref())),
        growth: chance(written.and_then(|n| n.growth.as_ref())),
        newborn: share(written.and_then(|n| n.newborn.as_ref())),
    }
}

fn code(p: &files::Population) -> Code {
    let active = p.active.unwrap_or(1).min(p.size) as usize;
    match p.code {
        files::Code::Blocks => Code::Blocks,
        files::Code::Bump => Code::Bump {
            places: p.places.iter().map(|(_, &place)| place).collect(),
            width: p.width.unwrap_or(1.0),
        },
        files::Code::Random => Code::Random { active },
        files::Code::Drift => Code::Drift {
            active,
            time_constant: p.time_constant.map_or(f64::INFINITY, |t| t.0),
        },
    }
}

fn rule(p: &files::Projection) -> Option<Rule> {
    let learning_rate = p.learning_rate as f32;
    p.rule.map(|rule| match rule {
        files::Rule::BoundedHebb => Rule::BoundedHebb(BoundedHebb {
            learning_rate,
            depression_post: p.depression_post as f32,
            depression_pre: p.depression_pre as f32,
        }),
        files::Rule::Covariance => Rule::Covariance(Covariance { learning_rate }),
        files::Rule::Oja => Rule::Oja(Oja { learning_rate }),
        files::Rule::Bcm => Rule::Bcm(Bcm {
            learning_rate,
            threshold_episodes: p.threshold_episodes as f32,
            target_rate: p.target_rate.as_ref().map_or(1.0, |rate| rate.value) as f32,
        }),
        files::Rule::ThreeFactor => Rule::ThreeFactor(ThreeFactor { learning_rate }),
    })
}
