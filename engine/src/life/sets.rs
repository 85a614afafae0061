//! Which nodes a life sets from outside of its graph.
//!
//! Each type says it of itself, with all of its fields named and no `..`: a field that is added does not compile before it is
//! decided here whether it holds a node that is set. What is read only, such as a trait, is none.

use super::course::{
    Afterglow, Belief, Course, Drug, Phase, Practice, Routine, Sessions, Site, Told, Treatment,
    Trials,
};
use super::plan::{
    ActionPlan, Experience, LifePlan, PopulationSlots, Probe, Recall, TallyPlan, TraitPlan,
};
use std::collections::BTreeSet;

/// Something that sets nodes of the graph while a life is lived.
pub trait Sets {
    /// Adds the nodes that it may set, at any time.
    fn add_to(&self, nodes: &mut BTreeSet<usize>);

    /// The nodes that it may set, at any time.
    fn nodes(&self) -> BTreeSet<usize> {
        let mut nodes = BTreeSet::new();
        self.add_to(&mut nodes);
        nodes
    }
}

impl<T: Sets> Sets for [T] {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        self.iter().for_each(|item| item.add_to(nodes));
    }
}

impl<T: Sets> Sets for Vec<T> {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        self.as_slice().add_to(nodes);
    }
}

impl<T: Sets> Sets for Option<T> {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        self.as_slice().add_to(nodes);
    }
}

/// An input and its value.
impl Sets for (usize, f64) {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        nodes.insert(self.0);
    }
}

impl Sets for LifePlan {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            graph: _,
            circuit: _,
            traits,
            populations,
            projections: _,
            side_by_side: _,
            experiences,
            external: _,
            external_per_day: _,
            internal: _,
            tallies,
            night: _,
            probes,
            readouts: _,
            severity: _,
        } = self;
        traits.add_to(nodes);
        populations.add_to(nodes);
        experiences.add_to(nodes);
        tallies.add_to(nodes);
        probes.add_to(nodes);
    }
}

impl Sets for TraitPlan {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            name: _,
            node,
            distribution: _,
        } = self;
        nodes.insert(*node);
    }
}

impl Sets for PopulationSlots {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            drive: _,
            gain: _,
            start: _,
            prediction,
            activity,
            width: _,
        } = self;
        nodes.extend([prediction, activity]);
    }
}

impl Sets for Recall {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            from: _,
            shows: _,
            start_noise: _,
            inputs,
        } = self;
        inputs.add_to(nodes);
    }
}

impl Sets for ActionPlan {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self { node, urge: _ } = self;
        nodes.insert(*node);
    }
}

impl Sets for Experience {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            name: _,
            inputs,
            outcome_inputs,
            recall,
            shows: _,
            choices,
            stands_for: _,
            noise: _,
            felt: _,
            odds: _,
            rate: _,
        } = self;
        inputs.add_to(nodes);
        outcome_inputs.add_to(nodes);
        recall.add_to(nodes);
        choices.add_to(nodes);
    }
}

impl Sets for TallyPlan {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            node,
            of: _,
            when: _,
            take: _,
        } = self;
        nodes.insert(*node);
    }
}

impl Sets for Probe {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            inputs,
            shows: _,
            framings: _,
            per_pattern: _,
        } = self;
        inputs.add_to(nodes);
    }
}

impl Sets for Course {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            days: _,
            phases,
            treatments,
        } = self;
        phases.add_to(nodes);
        treatments.add_to(nodes);
    }
}

impl Sets for Phase {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            from: _,
            to: _,
            inputs,
            trials,
            order: _,
        } = self;
        inputs.add_to(nodes);
        trials.add_to(nodes);
    }
}

impl Sets for Trials {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            experience,
            number: _,
            every: _,
            probability: _,
            otherwise,
        } = self;
        experience.add_to(nodes);
        otherwise.add_to(nodes);
    }
}

impl Sets for Treatment {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            stream: _,
            stretches: _,
            drug,
            sessions,
            practice,
            routine,
            drop_out: _,
            belief,
            inputs,
        } = self;
        drug.add_to(nodes);
        sessions.add_to(nodes);
        practice.add_to(nodes);
        routine.add_to(nodes);
        belief.add_to(nodes);
        inputs.add_to(nodes);
    }
}

impl Sets for Belief {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            factor,
            expectation: _,
            level: _,
        } = self;
        nodes.insert(*factor);
    }
}

impl Sets for Drug {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            doses: _,
            weight: _,
            kinetics: _,
            clearance: _,
            metabolite_clearance: _,
            sites,
            concentration_inputs,
            dose_inputs,
            told,
            adherence: _,
        } = self;
        sites.add_to(nodes);
        nodes.extend(concentration_inputs);
        nodes.extend(dose_inputs);
        told.add_to(nodes);
    }
}

impl Sets for Told {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        // The occupancy of its site is not set by it.
        let Self { input, site: _ } = self;
        nodes.insert(*input);
    }
}

impl Sets for Site {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            input,
            maximum: _,
            half_effect: _,
            sensitivity: _,
        } = self;
        nodes.insert(*input);
    }
}

impl Sets for Sessions {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            meetings: _,
            experience,
            ending,
            attendance: _,
            hour_input,
        } = self;
        experience.add_to(nodes);
        if let Some((ending, _times)) = ending {
            ending.add_to(nodes);
        }
        nodes.extend(hour_input);
    }
}

impl Sets for Routine {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            adherence: _,
            afterglow,
        } = self;
        afterglow.add_to(nodes);
    }
}

impl Sets for Afterglow {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            input,
            half_life: _,
        } = self;
        nodes.insert(*input);
    }
}

impl Sets for Practice {
    fn add_to(&self, nodes: &mut BTreeSet<usize>) {
        let Self {
            reliability: _,
            experience,
        } = self;
        experience.add_to(nodes);
    }
}
