//! No list of a scenario or a treatment whose order means nothing changes a bit: what is compiled is the same.

use rewire::random::{Draws, Purpose, choice};
use rewire::spec::compile::{compile_brain, compile_course, compile_history};
use rewire::spec::files::{HistoryFile, OrderedMap, Phase, ScenarioFile, TreatmentFile};
use rewire::spec::{Kind, Library};
use std::collections::BTreeMap;

/// Fisher and Yates, from the draws of one seed.
struct Shuffler {
    draws: Draws,
    place: u64,
}

impl Shuffler {
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let mut word = [0];
            self.draws
                .fill(Purpose::new("shuffle"), 0, self.place, &mut word);
            self.place += 1;
            items.swap(last, choice(word[0], last + 1));
        }
    }

    fn treatment(&mut self, file: &mut TreatmentFile) {
        self.shuffle(&mut file.targets);
        self.map(&mut file.inputs);
        self.map(&mut file.experiences);
        for (_, experience) in &mut file.experiences.0 {
            self.map(&mut experience.inputs);
        }
        if let Some(kinetics) = &mut file.kinetics {
            self.shuffle(&mut kinetics.clearance_traits);
            if let Some(metabolite) = &mut kinetics.metabolite {
                self.shuffle(&mut metabolite.clearance_traits);
            }
        }
        if let Some(course) = &mut file.course {
            self.shuffle(&mut course.times);
        }
    }

    fn map<T>(&mut self, map: &mut OrderedMap<T>) {
        self.shuffle(&mut map.0);
    }

    fn phases(&mut self, phases: &mut Vec<Phase>) {
        for phase in phases {
            self.map(&mut phase.inputs);
        }
    }
}

#[test]
fn shuffled_files_compile_to_the_same_course() {
    let library = Library::new(None);
    let mut shuffler = Shuffler {
        draws: Draws::of(1),
        place: 0,
    };
    let mut plans = BTreeMap::new();
    let mut moved = 0;
    for name in library.names(Kind::Scenario) {
        let scenario: ScenarioFile = library.read_scenario(&name).unwrap().value;
        let (brain, plan) = plans.entry(scenario.brain.clone()).or_insert_with(|| {
            let brain = library.read_brain(&scenario.brain).unwrap().value;
            let plan = compile_brain(&brain).unwrap();
            (brain, plan)
        });
        let files: Vec<TreatmentFile> = scenario
            .treatments
            .iter()
            .map(|t| library.read_treatment(&t.treatment).unwrap().value)
            .collect();
        let course = |scenario: &ScenarioFile, files: &[TreatmentFile]| {
            format!(
                "{:?}",
                compile_course(plan, brain, scenario, files).unwrap()
            )
        };
        let straight = course(&scenario, &files);
        for _ in 0..3 {
            let mut shuffled = scenario.clone();
            shuffler.phases(&mut shuffled.phases);
            shuffler.shuffle(&mut shuffled.claims);
            let mut pairs: Vec<_> = shuffled.treatments.into_iter().zip(files.clone()).collect();
            shuffler.shuffle(&mut pairs);
            let (mut scheduled, mut own) = (Vec::new(), Vec::new());
            for (mut line, mut file) in pairs {
                shuffler.treatment(&mut file);
                shuffler.shuffle(&mut line.times);
                shuffler.shuffle(&mut line.missed);
                scheduled.push(line);
                own.push(file);
            }
            shuffled.treatments = scheduled;
            moved += usize::from(shuffled != scenario || own != files);
            assert_eq!(course(&shuffled, &own), straight, "{name}");
        }
        let mut history: HistoryFile = library.read_history(&scenario.history).unwrap().value;
        let before = format!("{:?}", compile_history(plan, &history).unwrap());
        shuffler.phases(&mut history.phases);
        assert_eq!(
            format!("{:?}", compile_history(plan, &history).unwrap()),
            before
        );
    }
    assert!(moved > 100, "only {moved} files were moved at all");
}
