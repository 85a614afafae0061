//! The doses of a drug in words.

use super::words::{every, hour, number, time};
use crate::cli::say;
use crate::life::{Hours, Rhythm};
use crate::spec::compile::schedule::{Given, regimens};
use crate::spec::files::{ScheduledTreatment, TreatmentFile};
use crate::units::Days;

const HOURS_PER_DAY: f64 = 24.0;

/// What is taken and when; none for what is no drug. Without a line of a calendar, what the file says by itself.
pub(super) fn words(file: &TreatmentFile, scheduled: Option<&ScheduledTreatment>) -> Vec<String> {
    let alone = ScheduledTreatment::new(&file.title, Days(0.0), Days(1.0));
    let scheduled = scheduled.unwrap_or(&alone);
    let lines = [Given { scheduled, file }];
    let Some(regimen) = regimens(&lines).pop() else {
        return Vec::new();
    };
    let unit = if regimen.per_kg { "mg/kg" } else { "mg" };
    let dose = format!("{} {unit}", number(regimen.dose));
    let at = |at: &Hours| hour(at.0 / HOURS_PER_DAY);
    let mut said = vec![match &regimen.rhythm {
        Rhythm::Interval {
            at: first,
            every: interval,
        } if interval.0 % HOURS_PER_DAY == 0.0 => {
            format!(
                "{dose} {}, at {}.",
                every(interval.0 / HOURS_PER_DAY),
                at(first)
            )
        }
        Rhythm::Interval {
            at: first,
            every: interval,
        } => format!(
            "{dose} {}, first at {}: {} {unit} a day.",
            every(interval.0 / HOURS_PER_DAY),
            at(first),
            number(regimen.dose * HOURS_PER_DAY / interval.0)
        ),
        Rhythm::Times {
            at: times,
            every: days,
        } => {
            let times: Vec<String> = times.iter().map(at).collect();
            format!("{dose} at {}, {}.", say::listed(&times), every(*days))
        }
    }];
    said.extend(scheduled.already.filter(|days| days.0 > 0.0).map(|days| {
        format!(
            "It has been taken for {} when the scenario begins.",
            time(days.0)
        )
    }));
    said.extend(
        regimen
            .loading
            .map(|loading| format!("The first dose is {} mg.", number(loading))),
    );
    for (numbers, what) in [
        (&regimen.missed, "left out"),
        (&regimen.doubled, "taken twice"),
    ] {
        let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
        match list.as_slice() {
            [] => {}
            [one] => said.push(format!("Dose {one} is {what}.")),
            _ => said.push(format!("Doses {} are {what}.", say::listed(&list))),
        }
    }
    said
}
