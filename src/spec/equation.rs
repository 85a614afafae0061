//! The equations of a brain, written in the names of its own file.

use super::files::{
    Action, BrainFile, Combine, Coupling, Curve, Factor, Population, Projection, Rule, Signal,
    Take, Tally, Transfer,
};

/// What a coupling adds to its target: `-0.25 * (cortisol - 1) * stress_reactivity`.
pub fn term(coupling: &Coupling) -> String {
    let x = if coupling.relative_to == 0.0 {
        coupling.from.clone()
    } else if coupling.relative_to < 0.0 {
        format!("({} + {})", coupling.from, -coupling.relative_to)
    } else {
        format!("({} - {})", coupling.from, coupling.relative_to)
    };
    let strength = coupling.strength;
    let bare = x.trim_start_matches('(').trim_end_matches(')');
    let effect = match coupling.curve {
        Curve::Linear => format!("{strength} * {x}"),
        Curve::PositivePart => format!("{strength} * max({bare}, 0)"),
        Curve::NegativePart => format!("{strength} * max(-{x}, 0)"),
        Curve::Exponential => format!("(exp({strength} * {x}) - 1)"),
        Curve::Hill { half, exponent } => {
            format!(
                "{strength} * x^{exponent} / (x^{exponent} + {half}^{exponent}) [x = max({bare}, 0)]"
            )
        }
        Curve::Logistic { midpoint, slope } => {
            format!("{strength} / (1 + exp(-{slope} * ({bare} - {midpoint})))")
        }
        Curve::Threshold { at } => format!("{strength} * [{bare} >= {at}]"),
        Curve::InvertedU { peak, width } => {
            format!("{strength} * exp(-(({bare} - {peak}) / {width})^2 / 2)")
        }
    };
    let times: String = coupling
        .times
        .iter()
        .map(|name| format!(" * {name}"))
        .collect();
    effect + &times
}

/// What a coupling does, as an equation of its own.
pub fn of_coupling(coupling: &Coupling) -> String {
    format!("{} += {}", coupling.to, term(coupling))
}

/// Equation of a slow factor.
pub fn of_factor(brain: &BrainFile, name: &str, factor: &Factor) -> String {
    let mut text = format!(
        "{} * d({name})/dt = {}{} - {name}",
        factor.time_constant,
        factor.rest,
        sum(brain, name)
    );
    if factor.noise > 0.0 {
        text += &format!(" + noise (standard deviation {} at rest)", factor.noise);
    }
    if factor.shocks_per_year > 0.0 {
        text += &format!(
            "; {} shocks a year of {} each",
            factor.shocks_per_year, factor.shock_size
        );
    }
    text + &kept(factor.min, factor.max)
}

/// Equation of a signal.
pub fn of_signal(brain: &BrainFile, name: &str, signal: &Signal) -> String {
    let terms = match signal.combine {
        Combine::Sum => sum(brain, name),
        Combine::Product => product(brain, name),
    };
    format!(
        "{name} = {}{terms}{}",
        signal.base,
        kept(signal.min, signal.max)
    )
}

/// How a settling population comes to its rates.
pub fn of_population(brain: &BrainFile, name: &str, population: &Population) -> String {
    if population.clamped {
        return format!(
            "r = {name}.level = 0{}",
            sum(brain, &format!("{name}.level"))
        );
    }
    let settling = &brain.settling;
    let pools: String = brain
        .inhibition
        .iter()
        .filter(|(_, pool)| pool.members.iter().any(|member| member == name))
        .map(|(pool, inhibition)| {
            format!(" - {} * mean rate of the pool {pool}", inhibition.strength)
        })
        .collect();
    let threshold = match population.threshold_spread {
        0.0 => population.threshold.to_string(),
        spread => format!("({} +- {spread})", population.threshold),
    };
    let gain = product(brain, &format!("{name}.gain"));
    let gain = if gain.is_empty() {
        String::new()
    } else {
        format!("1{gain} * ")
    };
    let drive = sum(brain, &format!("{name}.drive"));
    format!(
        "r <- r + {} * ({} - r), {} times from {}{}, with x = {gain}(sum of weight * rate{drive}){pools} - {threshold}",
        settling.rate,
        match settling.curve {
            Transfer::Logistic => format!("logistic({} * x)", settling.gain),
            Transfer::RectifiedTanh => format!("tanh({} * max(x, 0))", settling.gain),
        },
        settling.steps,
        settling.weak_start,
        sum(brain, &format!("{name}.start")),
    )
}

/// With which probability an action is done.
pub fn of_action(brain: &BrainFile, name: &str, action: &Action) -> String {
    let urge = format!("{}{}", action.urge, sum(brain, &format!("{name}.urge")));
    let Some(choice) = &action.choice else {
        return format!("probability 1 / (1 + exp(-urge)), with urge = {urge}");
    };
    let rivals = brain.actions.iter();
    let rivals = rivals.filter(|(_, other)| other.choice.as_ref() == Some(choice));
    let rivals: Vec<&str> = rivals.map(|(rival, _)| rival).collect();
    format!(
        "probability exp(urge) / sum of exp(urge) over what is possible of {}, with urge = {urge}",
        rivals.join(", ")
    )
}

/// What a tally takes of a day.
pub fn of_tally(name: &str, tally: &Tally) -> String {
    let take = match tally.take {
        Take::Mean => "mean",
        Take::Sum => "sum",
        Take::Last => "last value",
    };
    let when = match &tally.when {
        Some(when) => format!("episodes of the day with {when} above 0"),
        None => "felt episodes of the day".to_owned(),
    };
    format!("{name} = {take} of {} over the {when}", tally.of)
}

/// How a projection learns in an episode.
pub fn of_projection(brain: &BrainFile, projection: &Projection) -> Option<String> {
    let gates = |own: &Option<Vec<String>>, shared: &[String]| {
        let names = own.as_deref().unwrap_or(shared);
        if names.is_empty() {
            "1".to_owned()
        } else {
            names.join(" * ")
        }
    };
    let ltp = gates(&projection.ltp, &brain.gates.ltp);
    let ltd = gates(&projection.ltd, &brain.gates.ltd);
    let lower = projection.lower.unwrap_or(projection.initial);
    let upper = projection.upper.unwrap_or(projection.initial);
    let (up, down) = match projection.potentiates {
        super::files::Bound::Upper => (upper, lower),
        super::files::Bound::Lower => (lower, upper),
    };
    let away = |bound: f64| match bound {
        0.0 => "w".to_owned(),
        bound if bound < 0.0 => format!("(w + {})", -bound),
        bound => format!("(w - {bound})"),
    };
    let (toward, back) = (format!("({up} - w)"), away(down));
    let change = match projection.rule? {
        Rule::BoundedHebb => format!(
            "{ltp} * post * pre * {toward} - {ltd} * ({} * post * (1 - pre) + {} * (1 - post) * pre) * {back}",
            projection.depression_post, projection.depression_pre
        ),
        Rule::Covariance => format!(
            "{ltp} * max(c, 0) * {toward} - {ltd} * max(-c, 0) * {back} [c = (post - mean post) * (pre - mean pre)]"
        ),
        Rule::Oja => format!("post * ({ltp} * pre * {up} - {ltd} * post * w)"),
        Rule::Bcm => format!(
            "{ltp} * max(c, 0) * {toward} - {ltd} * max(-c, 0) * {back} [c = post * (post - theta) * pre; theta follows the mean of post^2 / {} over {} episodes]",
            projection
                .target_rate
                .as_ref()
                .map_or(1.0, |rate| rate.value),
            projection.threshold_episodes,
        ),
        Rule::ThreeFactor => {
            let third = projection.third_factor.as_deref().unwrap_or("third factor");
            format!(
                "{ltp} * max({third}, 0) * pre * {toward} - {ltd} * max(-{third}, 0) * pre * {back}"
            )
        }
    };
    Some(format!("dw = {} * [{change}]", projection.learning_rate))
}

/// ` + a - b`, disputed terms in brackets.
fn sum(brain: &BrainFile, target: &str) -> String {
    into(brain, target)
        .map(|coupling| {
            let term = term(coupling);
            let signed = match term.strip_prefix('-') {
                Some(positive) => format!("- {positive}"),
                None => format!("+ {term}"),
            };
            if coupling.contested {
                format!(" [disputed: {signed}]")
            } else {
                format!(" {signed}")
            }
        })
        .collect()
}

/// ` * (1 + a) * (1 - b)`, disputed factors in brackets.
fn product(brain: &BrainFile, target: &str) -> String {
    into(brain, target)
        .map(|coupling| {
            let term = term(coupling);
            let factor = match term.strip_prefix('-') {
                Some(positive) => format!("* (1 - {positive})"),
                None => format!("* (1 + {term})"),
            };
            if coupling.contested {
                format!(" [disputed: {factor}]")
            } else {
                format!(" {factor}")
            }
        })
        .collect()
}

fn into<'a>(brain: &'a BrainFile, target: &'a str) -> impl Iterator<Item = &'a Coupling> {
    brain
        .couplings
        .iter()
        .map(|(_, coupling)| coupling)
        .filter(move |coupling| coupling.to == target)
}

fn kept(min: Option<f64>, max: Option<f64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!(", kept within {min} and {max}"),
        (Some(min), None) => format!(", kept at {min} or above"),
        (None, Some(max)) => format!(", kept at {max} or below"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Library;

    fn affect() -> BrainFile {
        Library::new(None).read_brain("affect").unwrap().value
    }

    #[test]
    fn a_term_is_written_as_it_is_computed() {
        let brain = affect();
        let of = |name: &str| term(brain.couplings.get(name).unwrap());
        assert!(of("cortisol_lowers_bdnf").ends_with(" * (cortisol - 1)"));
        assert!(
            of("amygdala_raises_cortisol")
                .ends_with(" * max(amygdala_load - 0.15, 0) * stress_reactivity")
        );
        assert!(of("low_mood_disturbs_sleep").ends_with(" * max(-felt_mood, 0)"));
        assert!(of("frozen_nights_growth").ends_with(" * max(-(learning - 1), 0)"));
        assert!(of("age_slows_learning").starts_with("(exp("));
    }

    #[test]
    fn equations_name_what_acts_and_mark_what_is_disputed() {
        let brain = affect();
        let bdnf = of_factor(&brain, "bdnf", brain.factors.get("bdnf").unwrap());
        assert!(bdnf.contains(" * d(bdnf)/dt = 1 "), "{bdnf}");
        assert!(bdnf.contains("[disputed: + "), "{bdnf}");
        let guidance = of_signal(&brain, "guidance", brain.signals.get("guidance").unwrap());
        assert!(guidance.contains("[disputed: * (1 - "), "{guidance}");
        for (name, population) in brain.populations.iter() {
            assert!(of_population(&brain, name, population).contains("r "));
        }
        for (name, projection) in brain.projections.iter() {
            assert_eq!(
                of_projection(&brain, projection).is_some(),
                projection.rule.is_some(),
                "{name}"
            );
        }
    }
}
