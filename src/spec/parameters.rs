//! Every number of a study with its source and grade, for the list of assumptions of a report.

use super::files::{BrainFile, Grade, Stated, TreatmentFile};
use super::study::Study;
use crate::cohort::results::ParameterInfo;
use std::fmt::Display;

/// Collects parameters of one file.
struct List<'a> {
    file: &'a str,
    found: Vec<ParameterInfo>,
}

impl List<'_> {
    fn add(
        &mut self,
        name: String,
        value: String,
        meaning: &str,
        source: Option<&String>,
        grade: Option<Grade>,
    ) {
        self.found.push(ParameterInfo {
            name,
            file: self.file.to_owned(),
            value,
            meaning: meaning.to_owned(),
            source: source.cloned().unwrap_or_default(),
            grade: grade.unwrap_or(Grade::Assumed).word().to_owned(),
            contested: false,
        });
    }

    fn stated<T: Display>(
        &mut self,
        name: &str,
        stated: &Stated<T>,
        source: Option<&String>,
        grade: Option<Grade>,
    ) {
        self.add(
            name.to_owned(),
            stated.value.to_string(),
            stated.meaning.as_deref().unwrap_or_default(),
            stated.source.as_ref().or(source),
            stated.grade.or(grade),
        );
    }
}

/// All parameters of the brain and the treatments of a study.
pub fn parameters(study: &Study) -> Vec<ParameterInfo> {
    let mut found = of_brain(&study.brain.value, &format!("models/{}", study.brain.name));
    for treatment in &study.treatments {
        found.extend(of_treatment(
            &treatment.value,
            &format!("treatments/{}", treatment.name),
        ));
    }
    found
}

/// Numbers of a brain; `file` is what the list calls it.
pub fn of_brain(brain: &BrainFile, file: &str) -> Vec<ParameterInfo> {
    let mut list = List {
        file,
        found: Vec::new(),
    };
    let s = &brain.settling;
    let words = format!(
        "{} steps of {}, gain {}, weak start {}",
        s.steps, s.rate, s.gain, s.weak_start
    );
    list.add(
        "settling".into(),
        words,
        s.meaning.as_deref().unwrap_or("how rates settle"),
        s.source.as_ref(),
        s.grade,
    );
    for (name, p) in brain.inhibition.iter() {
        list.add(
            format!("inhibition.{name}.strength"),
            p.strength.to_string(),
            &p.meaning,
            p.source.as_ref(),
            p.grade,
        );
    }
    for (name, p) in brain.projections.iter() {
        let mut value = format!("initial {}", p.initial);
        if p.rule.is_some() {
            value += &format!(
                ", {} to {}, rate {}",
                p.lower.unwrap_or(p.initial),
                p.upper.unwrap_or(p.initial),
                p.learning_rate
            );
        }
        list.add(
            format!("projections.{name}"),
            value,
            &p.meaning,
            p.source.as_ref(),
            p.grade,
        );
        if let Some(rate) = &p.target_rate {
            let name = format!("projections.{name}.target_rate");
            list.stated(&name, rate, p.source.as_ref(), p.grade);
        }
    }
    of_body(brain, &mut list);
    if let Some(n) = &brain.night {
        let (source, grade) = (n.source.as_ref(), n.grade);
        list.stated("night.transfer", &n.transfer, source, grade);
        list.stated("night.early_decay", &n.early_decay, source, grade);
        if let Some(stated) = &n.turnover {
            list.stated("night.turnover", stated, source, grade);
        }
        if let Some(stated) = &n.homeostasis {
            list.stated("night.homeostasis", stated, source, grade);
        }
        if let Some(stated) = &n.prune_below {
            list.stated("night.prune_below", stated, source, grade);
        }
        if let Some(stated) = &n.quiet_for {
            list.stated("night.quiet_for", stated, source, grade);
        }
        if let Some(stated) = &n.pruning {
            list.stated("night.pruning", stated, source, grade);
        }
        if let Some(stated) = &n.growth {
            list.stated("night.growth", stated, source, grade);
        }
        if let Some(stated) = &n.newborn {
            list.stated("night.newborn", stated, source, grade);
        }
    }
    let severity = &brain.severity;
    let words = format!(
        "ill at {}, remission below {}, noise {}",
        severity.ill_at, severity.remission_below, severity.noise
    );
    let meaning = severity.meaning.as_deref().unwrap_or("the severity score");
    list.add(
        "severity".into(),
        words,
        meaning,
        severity.source.as_ref(),
        severity.grade,
    );
    list.found
}

fn of_body(brain: &BrainFile, list: &mut List) {
    for (name, t) in brain.traits.iter() {
        list.add(
            format!("traits.{name}"),
            t.law.words(),
            &t.meaning,
            t.source.as_ref(),
            t.grade,
        );
    }
    for (name, f) in brain.factors.iter() {
        let value = format!("rest {}, {}", f.rest, f.time_constant);
        list.add(
            format!("factors.{name}"),
            value,
            &f.meaning,
            f.source.as_ref(),
            f.grade,
        );
    }
    for (name, s) in brain.signals.iter().filter(|(_, s)| s.grade.is_some()) {
        list.add(
            format!("signals.{name}.base"),
            s.base.to_string(),
            &s.meaning,
            s.source.as_ref(),
            s.grade,
        );
    }
    for (name, c) in brain.couplings.iter() {
        list.add(
            format!("couplings.{name}.strength"),
            c.strength.to_string(),
            &c.meaning,
            c.source.as_ref(),
            c.grade,
        );
        if let Some(last) = list.found.last_mut() {
            last.contested = c.contested;
        }
    }
    for (name, e) in brain.experiences.iter() {
        let value = format!("odds {}, rate {}", e.odds, e.rate);
        list.add(
            format!("experiences.{name}"),
            value,
            &e.meaning,
            e.source.as_ref(),
            e.grade,
        );
    }
}

/// Numbers of a treatment; `file` is what the list calls it.
pub fn of_treatment(treatment: &TreatmentFile, file: &str) -> Vec<ParameterInfo> {
    let mut list = List {
        file,
        found: Vec::new(),
    };
    if let Some(c) = &treatment.course {
        let per_kg = c.dose_per_kg.map(|dose| dose.to_string());
        let dose = c.dose.map(|dose| dose.to_string()).or(per_kg);
        list.add(
            "course.dose".into(),
            dose.unwrap_or_default(),
            "usual dose",
            c.source.as_ref(),
            c.grade,
        );
        if let Some(range) = &c.range {
            list.add(
                "course.range".into(),
                format!("{} to {}", range.least, range.most),
                range.meaning.as_deref().unwrap_or("doses of a day"),
                range.source.as_ref().or(c.source.as_ref()),
                range.grade.or(c.grade),
            );
        }
    }
    if let Some(k) = &treatment.kinetics {
        list.stated("kinetics.half_life", &k.half_life, None, None);
        list.stated("kinetics.volume", &k.volume, None, None);
        list.stated("kinetics.absorption_rate", &k.absorption_rate, None, None);
        if let Some(m) = &k.metabolite {
            list.stated("kinetics.metabolite.share", &m.share, None, None);
            list.stated("kinetics.metabolite.half_life", &m.half_life, None, None);
            list.stated("kinetics.metabolite.volume", &m.volume, None, None);
            list.stated("kinetics.metabolite.potency", &m.potency, None, None);
        }
    }
    for t in &treatment.targets {
        let name = |key: &str| format!("targets.{}.{key}", t.input);
        list.stated(&name("maximum"), &t.maximum, None, None);
        list.stated(&name("half_effect"), &t.half_effect, None, None);
        if let Some(dose) = &t.half_effect_dose {
            list.stated(&name("half_effect_dose"), dose, None, None);
        }
    }
    if let Some(r) = &treatment.routine {
        list.add(
            "routine.days_a_week".into(),
            r.days_a_week.to_string(),
            r.meaning.as_deref().unwrap_or("days a week"),
            r.source.as_ref(),
            r.grade,
        );
        if let Some(glow) = &r.afterglow {
            list.stated("routine.afterglow.half_life", &glow.half_life, None, None);
        }
    }
    for (name, r) in [
        ("adherence", &treatment.adherence),
        ("attendance", &treatment.attendance),
    ] {
        if let Some(r) = r {
            let value = format!("{} + {} * {}", r.floor, 1.0 - r.floor, r.trait_name);
            list.add(
                format!("{name}.floor"),
                value,
                r.meaning.as_deref().unwrap_or(name),
                r.source.as_ref(),
                r.grade,
            );
        }
    }
    if let Some(s) = &treatment.sessions {
        let value = format!(
            "{} every {}, {} episodes each",
            s.number, s.every, s.episodes
        );
        list.add(
            "sessions".into(),
            value,
            "sessions",
            s.source.as_ref(),
            s.grade,
        );
    }
    for (name, p) in [
        ("homework", &treatment.homework),
        ("practice", &treatment.practice),
    ] {
        if let Some(p) = p {
            let meaning = p
                .meaning
                .as_deref()
                .unwrap_or("episodes a day at full adherence");
            list.add(
                format!("{name}.per_day"),
                p.per_day.to_string(),
                meaning,
                p.source.as_ref(),
                p.grade,
            );
        }
    }
    if let Some(d) = &treatment.dropout {
        let value = format!("{} within {}", d.probability, d.within);
        list.add(
            "dropout.probability".into(),
            value,
            d.meaning.as_deref().unwrap_or("drop-out"),
            d.source.as_ref(),
            d.grade,
        );
    }
    if let Some(b) = &treatment.belief {
        let meaning = b.meaning.as_deref().unwrap_or("belief");
        list.add(
            "belief.level".into(),
            b.level.to_string(),
            meaning,
            b.source.as_ref(),
            b.grade,
        );
    }
    list.found
}
