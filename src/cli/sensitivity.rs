//! `rewire sensitivity`: which of the assumed and fitted numbers an outcome hangs on.

use super::arguments::{Method, SensitivityOptions, Shared};
use super::output::{PNG_WIDTH, repeated};
use super::run::inputs_of;
use super::work::{Desk, Target, bar, failed, produce_by_pieces};
use super::{Failure, Outcome, say, week};
use crate::cohort::results::outcome_week_of;
use crate::cohort::{self, Watch};
use crate::inference::sensitivity::{
    self, Asked, Bar, Found, People, Screening, Sensitivity, Translation, TranslationCurve,
    Uncertain,
};
use crate::report::files::{Content, RunDirectory};
use crate::report::pictures;
use crate::report::sensitivity::{self as drawn, Analysis, SensitivityInfo, terminal};
use crate::spec::compile::compile_study;
use crate::spec::diagnostics::{list, nearest};
use crate::spec::numbers::{Movable, from_animals, movable, moved, translated};
use crate::spec::{Library, Study};
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Settings of the numbers that are lived in one go: few enough to be held in memory.
const TOGETHER: usize = 32;
/// People who live the numbers as they are before the work, so that its length can be said.
const PROBED: usize = 8;
/// Shares of what is known from animals that hold in people.
const FACTORS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

pub(super) fn sensitivity(options: &SensitivityOptions, shared: &Shared) -> Outcome {
    let library = Library::new(shared.library.clone());
    let plan = Plan::of(&library, options)?;
    say::beyond(&plan.study.seeds, options.people as usize, shared.quiet);
    let target = options.output.clone().unwrap_or_else(|| plan.target());
    let place = Target {
        path: &target,
        content: Content::Sensitivity,
        force: options.force,
    };
    let info = SensitivityInfo {
        command: plan.command(shared, &target),
        inputs: inputs_of(&plan.study),
    };
    let made = produce_by_pieces(&place, options.resume, &library, shared, |desk| {
        let work = Work {
            plan: &plan,
            desk,
            bar: plan.bar(shared),
        };
        work.say_how_long(shared)?;
        let analysis = work.analyse();
        work.bar.finish_and_clear();
        let analysis = analysis?;
        desk.say_what_was_used();
        write(desk.directory, &analysis, &info, options)?;
        Ok(analysis)
    })?;
    made.tell(
        shared,
        say::json,
        |analysis| Ok(terminal::table(analysis, options.top)),
        "plots",
        &info.command,
    )
}

fn write(
    directory: &RunDirectory,
    analysis: &Analysis,
    info: &SensitivityInfo,
    options: &SensitivityOptions,
) -> Outcome {
    let picture = drawn::picture(analysis, options.top);
    let name = |ending| format!("plots/{}.{ending}", picture.name);
    directory
        .write(&name("svg"), picture.svg.as_bytes())
        .map_err(failed)?;
    if options.png {
        let png = pictures::png(&picture.svg, PNG_WIDTH).map_err(failed)?;
        directory.write(&name("png"), &png).map_err(failed)?;
    }
    drawn::write(directory, analysis, info).map_err(failed)
}

/// What is asked, and of whom; everything in it was found sound.
struct Plan<'a> {
    options: &'a SensitivityOptions,
    study: Study,
    asked: Asked,
    numbers: Vec<Movable>,
    couplings: Vec<String>,
}

impl<'a> Plan<'a> {
    fn of(library: &Library, options: &'a SensitivityOptions) -> Result<Self, Failure> {
        if ![1, 2, 4].contains(&options.scenarios.len()) {
            return Err(Failure::BadInput(format!(
                "{} scenarios are named; an outcome is the mean of 1, the difference of 2 (second minus first) or the interaction of 4 (none, a, b, both)",
                options.scenarios.len()
            )));
        }
        let study = library.read_study(&options.scenarios, &options.variants, &options.seeds);
        let mut study = study.map_err(|mistakes| Failure::BadInput(mistakes.to_string()))?;
        if study.scenarios.len() != options.scenarios.len() {
            return Err(Failure::BadInput(
                "a scenario is named twice: name different ones".to_owned(),
            ));
        }
        let Some(last) = study.variants.len().checked_sub(1) else {
            return Err(Failure::BadInput(format!(
                "the brain {:?} has no variant under which anything could be lived",
                study.brain.name
            )));
        };
        if !options.translation {
            if options.variants.len() > 1 {
                return Err(Failure::BadInput(
                    "more than one variant is named; numbers are moved under one, only --translation takes several".to_owned(),
                ));
            }
            // Variants come from the barest to the fullest account, and numbers are moved under the fullest.
            study.variants.drain(..last);
        }
        let bad = |error: String| Failure::BadInput(error);
        let numbers = match options.translation {
            true => Vec::new(),
            false => movable(&study, 0).map_err(bad)?,
        };
        let couplings = match options.translation {
            true => couplings(&study, &options.couplings)?,
            false => Vec::new(),
        };
        let asked = asked(&study, options)?;
        Ok(Self {
            options,
            study,
            asked,
            numbers,
            couplings,
        })
    }

    fn target(&self) -> PathBuf {
        let names = self.study.scenarios.iter();
        let names: Vec<&str> = names
            .map(|s| s.name.rsplit('/').next().unwrap_or(&s.name))
            .collect();
        let what = match self.options.method {
            _ if self.options.translation => "translation",
            Method::Tornado => "tornado",
            Method::Morris => "morris",
        };
        let name: String = names.join("--").chars().take(100).collect();
        Path::new("output").join(format!("{what}-{name}"))
    }

    fn command(&self, shared: &Shared, target: &Path) -> String {
        let SensitivityOptions {
            scenarios,
            readout,
            seeds,
            people,
            ..
        } = self.options;
        let mut words: Vec<String> = vec!["rewire".into(), "sensitivity".into()];
        words.extend(scenarios.iter().cloned());
        words.extend(["--readout".into(), readout.clone()]);
        words.extend(["--week".into(), self.asked.week.to_string()]);
        words.extend(["--seeds".into(), seeds.clone()]);
        words.extend(["--people".into(), people.to_string()]);
        for variant in &self.study.variants {
            words.extend(["--variant".into(), variant.name.clone()]);
        }
        if self.options.translation {
            words.push("--translation".into());
            for coupling in &self.couplings {
                words.extend(["--coupling".into(), coupling.clone()]);
            }
        } else {
            words.extend(["--method".into(), self.options.method.to_string()]);
            words.extend(["--share".into(), self.options.share.to_string()]);
            let trajectories = self.options.trajectories.to_string();
            words.extend(["--trajectories".into(), trajectories]);
        }
        words.extend(["--top".into(), self.options.top.to_string()]);
        repeated(words, shared, self.options.png, target)
    }

    /// How many settings of the numbers are lived.
    fn settings(&self) -> usize {
        match self.options.method {
            _ if self.options.translation => FACTORS.len() * self.study.variants.len(),
            Method::Tornado => 1 + 2 * self.numbers.len(),
            Method::Morris => 1 + self.options.trajectories * (1 + self.numbers.len()),
        }
    }

    fn bar(&self, shared: &Shared) -> ProgressBar {
        let lives = self.settings().div_ceil(TOGETHER) * self.options.people as usize;
        let style = "living {pos} of {len} groups of lives {wide_bar} {eta} left";
        bar(shared, lives, style)
    }
}

/// The couplings that a translation multiplies: those named, or all whose strength was measured in animals.
fn couplings(study: &Study, named: &[String]) -> Result<Vec<String>, Failure> {
    if named.is_empty() {
        return Ok(from_animals(study));
    }
    let known: Vec<&str> = study.brain.value.couplings.names().collect();
    for name in named {
        if !known.contains(&name.as_str()) {
            return Err(unknown("coupling", name, &known));
        }
    }
    Ok(named.to_vec())
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let near = nearest(name, known.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("; nearest: {near}"));
    Failure::BadInput(format!(
        "the brain has no {what} {name:?}; allowed: {}{near}",
        list(known.iter().copied())
    ))
}

fn asked(study: &Study, options: &SensitivityOptions) -> Result<Asked, Failure> {
    let compiled = compile_study(study, Some(1)).map_err(|e| Failure::BadInput(e.to_string()))?;
    let readouts = compiled.readouts.iter();
    let Some(readout) = readouts.clone().find(|r| r.name == options.readout) else {
        let known: Vec<&str> = readouts.map(|r| r.name.as_str()).collect();
        return Err(unknown("readout", &options.readout, &known));
    };
    week::reached(&compiled.scenarios, options.week)?;
    let usual = outcome_week_of(&compiled.scenarios);
    let week = options.week.unwrap_or(usual);
    let scenarios = compiled.scenarios.iter();
    let titles: Vec<&str> = scenarios.map(|s| s.title.as_str()).collect();
    let title = match *titles.as_slice() {
        [a, b] => format!("{b} minus {a}"),
        [none, a, b, both] => format!("({both} minus {b}) minus ({a} minus {none})"),
        _ => titles.join(", "),
    };
    Ok(Asked {
        scenarios: options.scenarios.clone(),
        title,
        readout: readout.name.clone(),
        readout_title: readout.title.clone(),
        unit: readout.unit.clone(),
        week,
        people: options.people as usize,
    })
}

/// Living the settings of a plan.
struct Work<'a> {
    plan: &'a Plan<'a>,
    desk: &'a Desk<'a>,
    bar: ProgressBar,
}

impl Work<'_> {
    /// Says about how long all settings take, from a few people who live the numbers as they are.
    fn say_how_long(&self, shared: &Shared) -> Outcome {
        if shared.quiet || shared.json {
            return Ok(());
        }
        let people = self.plan.options.people as usize;
        let few = people.min(PROBED);
        let mut study = compile_study(&self.plan.study, Some(few)).map_err(failed)?;
        study.memory_people = 0;
        study.end_at(self.plan.asked.week);
        let watch = Watch {
            stop: self.desk.stop,
            progress: &|| (),
        };
        let began = Instant::now();
        cohort::run(&study, &watch)?;
        let times = match self.plan.options.translation {
            true => FACTORS.len(),
            false => self.plan.settings(),
        };
        let seconds = began.elapsed().as_secs_f64() * (times * people) as f64 / few as f64;
        say::note(&format!(
            "{} of the numbers, each lived by {}: about {}",
            say::counted(times, "setting", "settings"),
            say::counted(people, "person", "people"),
            match seconds {
                seconds if seconds < 90.0 => format!("{:.0} s", seconds.max(1.0)),
                seconds => format!("{:.0} min", seconds / 60.0),
            }
        ));
        Ok(())
    }

    fn analyse(&self) -> Result<Analysis, Failure> {
        let plan = self.plan;
        if plan.options.translation {
            return self.translation().map(Analysis::Translation);
        }
        let share = plan.options.share;
        let (middle, found) = match plan.options.method {
            Method::Tornado => self.tornado(share)?,
            Method::Morris => self.morris(share)?,
        };
        let number = |number: &Movable| Uncertain {
            name: number.name.clone(),
            file: number.file.clone(),
            value: number.value.clone(),
            meaning: number.meaning.clone(),
            grade: number.grade.word().to_owned(),
        };
        let variant = &plan.study.variants[0];
        Ok(Analysis::Numbers(Sensitivity {
            asked: plan.asked.clone(),
            variant: variant.name.clone(),
            variant_title: variant.file.value.title.clone(),
            share,
            middle: middle.estimate(),
            numbers: plan.numbers.iter().map(number).collect(),
            found,
        }))
    }

    fn tornado(&self, share: f64) -> Result<(People, Found), Failure> {
        let numbers = &self.plan.numbers;
        let mut settings = vec![Vec::new()];
        for number in numbers {
            settings.push(vec![(number, 1.0 - share)]);
            settings.push(vec![(number, 1.0 + share)]);
        }
        let mut people = self.live(&settings)?;
        let ends = people.split_off(1);
        let middle = people.remove(0);
        let pairs = ends.as_chunks::<2>().0.iter().enumerate();
        let mut bars: Vec<Bar> = pairs
            .map(|(number, [low, high])| Bar::of(number, &middle, low, high))
            .collect();
        sensitivity::longest_first(&mut bars);
        Ok((middle, Found::Tornado(bars)))
    }

    fn morris(&self, share: f64) -> Result<(People, Found), Failure> {
        let (numbers, trajectories) = (&self.plan.numbers, self.plan.options.trajectories);
        let screening = Screening::draw(numbers.len(), trajectories, 0);
        let mut settings = vec![Vec::new()];
        for point in screening.points.iter().flatten() {
            let factors = point.iter().map(|x| 1.0 + share * (2.0 * x - 1.0));
            settings.push(numbers.iter().zip(factors).collect());
        }
        let mut people = self.live(&settings)?;
        let points = people.split_off(1);
        let outcomes: Vec<f64> = points.iter().map(People::mean).collect();
        let outcomes: Vec<Vec<f64>> = outcomes
            .chunks(numbers.len() + 1)
            .map(<[f64]>::to_vec)
            .collect();
        let mut effects = screening.effects(&outcomes);
        sensitivity::largest_first(&mut effects);
        let found = Found::Morris {
            trajectories,
            effects,
        };
        Ok((people.remove(0), found))
    }

    fn translation(&self) -> Result<Translation, Failure> {
        let plan = self.plan;
        let settings = FACTORS.map(|factor| translated(&plan.study, &plan.couplings, factor));
        let people = self.live_studies(settings.iter().map(|study| Ok(study.clone())))?;
        let variants = &plan.study.variants;
        let curve = |(n, variant): (usize, &crate::spec::ResolvedVariant)| {
            let acts = |name: &&String| variant.brain.couplings.get(name).is_some();
            TranslationCurve {
                variant: variant.name.clone(),
                title: variant.file.value.title.clone(),
                acting: plan.couplings.iter().filter(acts).cloned().collect(),
                outcome: (0..FACTORS.len())
                    .map(|factor| people[factor * variants.len() + n].estimate())
                    .collect(),
            }
        };
        Ok(Translation {
            asked: plan.asked.clone(),
            couplings: plan.couplings.clone(),
            factors: FACTORS.to_vec(),
            curves: variants.iter().enumerate().map(curve).collect(),
        })
    }

    /// The outcome with numbers moved, one for each setting.
    fn live(&self, settings: &[Vec<(&Movable, f64)>]) -> Result<Vec<People>, Failure> {
        let study = &self.plan.study;
        self.live_studies(settings.iter().map(|factors| moved(study, 0, factors)))
    }

    /// The outcome under every variant of every study. Each becomes a variant of one study, so that what none of them moves is lived once.
    fn live_studies(
        &self,
        studies: impl Iterator<Item = Result<Study, String>>,
    ) -> Result<Vec<People>, Failure> {
        let mut people = Vec::new();
        let mut whole: Option<cohort::Study> = None;
        for study in studies {
            let study = study.map_err(Failure::Failed)?;
            let compiled = compile_study(&study, Some(self.plan.options.people as usize));
            let mut compiled = compiled.map_err(failed)?;
            match &mut whole {
                Some(whole) => whole.variants.append(&mut compiled.variants),
                None => whole = Some(compiled),
            }
            if whole.as_ref().is_some_and(|w| w.variants.len() >= TOGETHER) {
                people.extend(self.live_whole(whole.take())?);
            }
        }
        people.extend(self.live_whole(whole)?);
        Ok(people)
    }

    fn live_whole(&self, study: Option<cohort::Study>) -> Result<Vec<People>, Failure> {
        let Some(mut study) = study else {
            return Ok(Vec::new());
        };
        study.memory_people = 0;
        study.end_at(self.plan.asked.week);
        let watch = Watch {
            stop: self.desk.stop,
            progress: &|| self.bar.inc(1),
        };
        let result = cohort::run_keeping(&study, &watch, self.desk.pieces);
        let result = result.map_err(Failure::from)?;
        let outcome = sensitivity::Outcome {
            scenarios: (0..study.scenarios.len()).collect(),
            readout: self.plan.asked.readout.clone(),
            week: self.plan.asked.week,
        };
        let variants = 0..study.variants.len();
        variants
            .map(|variant| outcome.of(&result, variant).map_err(failed))
            .collect()
    }
}
