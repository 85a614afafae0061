//! A study as read becomes a study as run.

use super::{CompileError, Compiled, compile_brain, compile_course, compile_history};
use crate::cohort;
use crate::cohort::results::{
    Named, OutcomeInfo, ReadoutInfo, ScenarioInfo, SeedsInfo, Span, VariantInfo,
};
use crate::spec::files::{ScenarioFile, TreatmentFile};
use crate::spec::parameters::parameters;
use crate::spec::study::{ResolvedVariant, Study};

const DAYS_PER_WEEK: f64 = 7.0;

/// Most people in the weight-swap experiment of a run: enough for a standard error of some three points.
const MEMORY_PEOPLE: usize = 32;

/// Compiles a study. `people` overrides how many people live it.
///
/// # Errors
/// If the parts do not fit together.
pub fn compile_study(study: &Study, people: Option<usize>) -> Compiled<cohort::Study> {
    let treatments: Vec<Vec<TreatmentFile>> = study
        .scenarios
        .iter()
        .map(|s| used_by(study, &s.value))
        .collect::<Compiled<_>>()?;
    let mut variants = study
        .variants
        .iter()
        .map(|variant| compile_variant(study, variant, &treatments))
        .collect::<Compiled<Vec<_>>>()?;
    let mut scenarios: Vec<ScenarioInfo> = study
        .scenarios
        .iter()
        .map(|s| scenario_info(study, &s.name, &s.value))
        .collect();
    tell_apart(
        variants
            .iter_mut()
            .map(|v| (&v.info.name, &mut v.info.title)),
    );
    tell_apart(scenarios.iter_mut().map(|s| (&s.name, &mut s.title)));
    let brain = &study.brain.value;
    Ok(cohort::Study {
        brain: Named {
            name: study.brain.name.clone(),
            title: brain.title.clone(),
            summary: brain.summary.trim().to_owned(),
        },
        seeds: SeedsInfo {
            name: study.seeds.name.clone(),
            first: study.seeds.value.first,
            count: people.unwrap_or(study.seeds.value.count as usize),
        },
        scenarios,
        variants,
        readouts: readouts(study),
        parameters: parameters(study),
        outcome: OutcomeInfo {
            ill_at: brain.severity.ill_at,
            remission_below: brain.severity.remission_below,
            response_share: brain.severity.response_share,
            measures: brain.severity.title.clone(),
        },
        memory_people: MEMORY_PEOPLE,
    })
}

/// Puts the name in brackets behind a title that several have, such as that of a variant saved from another.
fn tell_apart<'a>(items: impl Iterator<Item = (&'a String, &'a mut String)>) {
    let mut items: Vec<_> = items.collect();
    let titles: Vec<String> = items.iter().map(|(_, title)| title.to_string()).collect();
    for (name, title) in &mut items {
        if titles.iter().filter(|other| *other == *title).count() > 1 {
            **title = format!("{title} ({name})");
        }
    }
}

fn used_by(study: &Study, scenario: &ScenarioFile) -> Compiled<Vec<TreatmentFile>> {
    scenario
        .treatments
        .iter()
        .map(|t| {
            let found = study.treatment(&t.treatment);
            found
                .map(|f| f.value.clone())
                .ok_or_else(|| CompileError(format!("there is no treatment \"{}\"", t.treatment)))
        })
        .collect()
}

fn compile_variant(
    study: &Study,
    variant: &ResolvedVariant,
    treatments: &[Vec<TreatmentFile>],
) -> Compiled<cohort::VariantStudy> {
    let plan = compile_brain(&variant.brain)?;
    let history = compile_history(&plan, &study.history.value)?;
    let courses = study
        .scenarios
        .iter()
        .zip(treatments)
        .map(|(scenario, used)| compile_course(&plan, &variant.brain, &scenario.value, used))
        .collect::<Compiled<Vec<_>>>()?;
    let file = &variant.file.value;
    Ok(cohort::VariantStudy {
        info: VariantInfo {
            name: variant.name.clone(),
            title: file.title.clone(),
            says: file.says.trim().to_owned(),
            predicts: file.predicts.trim().to_owned(),
            couplings: variant.switched_on.clone(),
        },
        plan,
        history,
        courses,
    })
}

fn scenario_info(study: &Study, name: &str, scenario: &ScenarioFile) -> ScenarioInfo {
    let span = |name: &str, from: f64, to: f64| Span {
        name: name.to_owned(),
        from_week: from / DAYS_PER_WEEK,
        to_week: to / DAYS_PER_WEEK,
    };
    let days = scenario.phases.iter().map(|p| p.to.0).fold(0.0, f64::max);
    ScenarioInfo {
        name: name.to_owned(),
        title: scenario.title.clone(),
        question: scenario.question.clone(),
        description: scenario.description.trim().to_owned(),
        claims: scenario.claims.clone(),
        phases: scenario
            .phases
            .iter()
            .map(|p| span(&p.name, p.from.0, p.to.0))
            .collect(),
        treatments: scenario
            .treatments
            .iter()
            .map(|t| {
                let title = study
                    .treatment(&t.treatment)
                    .map_or(t.treatment.as_str(), |f| f.value.title.as_str());
                span(title, t.from.0, t.to.0)
            })
            .collect(),
        outcome_week: (scenario.outcome_at.0 / DAYS_PER_WEEK).round() as u32,
        weeks: (days.round() / DAYS_PER_WEEK).floor() as u32,
    }
}

fn readouts(study: &Study) -> Vec<ReadoutInfo> {
    let info = |name: &str, title: &str, unit: &str, meaning: &str| ReadoutInfo {
        name: name.to_owned(),
        title: title.to_owned(),
        unit: unit.to_owned(),
        meaning: meaning.to_owned(),
        region: false,
        factor: false,
    };
    let title = study.brain.value.severity.title.as_deref();
    let mut readouts = vec![
        info(
            "severity",
            title.unwrap_or("Severity"),
            "0 to 100",
            "weighted sum of the components of the illness",
        ),
        info(
            "severity_rated",
            &title.map_or("Rated severity".into(), |title| format!("{title}, rated")),
            "0 to 100",
            "severity with the noise of a rating scale",
        ),
    ];
    for (name, r) in study.brain.value.readouts.iter() {
        readouts.push(ReadoutInfo {
            region: r.region,
            factor: r.factor,
            ..info(name, &r.title, &r.unit, &r.meaning)
        });
    }
    readouts
}
