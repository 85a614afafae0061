//! What populations, projections, experiences, actions and the night bring along: the parts after the dot, such as `prediction` of
//! `response.prediction`. The names that couplings may use are made of this table, and explanations too.

/// What has a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A population that settles.
    Settling,
    /// A population that is clamped to what happens.
    Clamped,
    /// A clamped population with the code `bump`.
    Bump,
    /// A projection.
    Projection,
    /// An experience of the brain.
    Experience,
    /// An action.
    Action,
    /// The night.
    Night,
}

/// A part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Name behind the dot.
    pub name: &'static str,
    /// What has one.
    pub of: &'static [Owner],
    /// Whether couplings end at it; otherwise it is read.
    pub is_target: bool,
    /// What it is.
    pub meaning: &'static str,
    /// What it is where no coupling ends at it, or when it is known.
    pub value: &'static str,
    /// How it comes about, and what it does.
    pub equation: &'static str,
}

/// All parts.
pub const PARTS: [Part; 14] = [
    Part {
        name: "activity",
        of: &[Owner::Settling, Owner::Clamped],
        is_target: false,
        meaning: "mean rate of a population at the end of an episode, after the outcome was shown",
        value: "0 to 1, known once an episode is over: to learn by, to be tallied, or for later signals; without `outcome_inputs` it is the prediction",
        equation: "activity = mean of the rates after the last settle",
    },
    Part {
        name: "prediction",
        of: &[Owner::Settling, Owner::Clamped],
        is_target: false,
        meaning: "mean rate of a population before the outcome is shown: what was expected",
        value: "0 to 1, known once an episode has settled for the first time: for urges, for what is shown next, and to learn by",
        equation: "prediction = mean of the rates after the first settle, from `inputs` alone",
    },
    Part {
        name: "level",
        of: &[Owner::Clamped],
        is_target: true,
        meaning: "how strongly a clamped population shows its pattern",
        value: "0 where no coupling ends at it",
        equation: "rate of each unit of the pattern = level = sum of its couplings",
    },
    Part {
        name: "width",
        of: &[Owner::Bump],
        is_target: true,
        meaning: "width of the bump that a clamped population shows, in units",
        value: "`width` of the population where no coupling ends at it",
        equation: "width = max(width of the file + sum of its couplings, 0)",
    },
    Part {
        name: "drive",
        of: &[Owner::Settling],
        is_target: true,
        meaning: "what a population receives beside its projections",
        value: "0 where no coupling ends at it",
        equation: "x = gain * (sum of w * r + drive) - inhibition - threshold, drive = sum of its couplings",
    },
    Part {
        name: "gain",
        of: &[Owner::Settling, Owner::Projection],
        is_target: true,
        meaning: "of a population, what multiplies all that it receives; of a projection, what multiplies the drive that it carries and not what it learns",
        value: "1 where no coupling ends at it",
        equation: "gain = max(product of (1 + each of its couplings), 0)",
    },
    Part {
        name: "start",
        of: &[Owner::Settling],
        is_target: true,
        meaning: "rate of every unit of a population before the first step of an episode",
        value: "`weak_start` of [settling] where no coupling ends at it",
        equation: "start = max(weak_start + sum of its couplings, 0)",
    },
    Part {
        name: "odds",
        of: &[Owner::Experience],
        is_target: true,
        meaning: "odds of an experience among what happens on a day",
        value: "`odds` of the experience where no coupling ends at it",
        equation: "odds = max(odds of the file + sum of its couplings, 0)",
    },
    Part {
        name: "rate",
        of: &[Owner::Experience],
        is_target: true,
        meaning: "episodes a day of an experience that comes from within",
        value: "`rate` of the experience where no coupling ends at it",
        equation: "rate = max(rate of the file + sum of its couplings, 0)",
    },
    Part {
        name: "urge",
        of: &[Owner::Action],
        is_target: true,
        meaning: "urge to do something, from which it is drawn what is done",
        value: "`urge` of the action where no coupling ends at it",
        equation: "probability = exp(urge) / sum of exp(urge) over the choice, or 1 / (1 + exp(-urge)) without one",
    },
    Part {
        name: "consolidation",
        of: &[Owner::Night],
        is_target: true,
        meaning: "what multiplies the share of early change that becomes late in a night",
        value: "1 where no coupling ends at it",
        equation: "q = transfer * product of (1 + each of its couplings)",
    },
    Part {
        name: "growth",
        of: &[Owner::Night],
        is_target: true,
        meaning: "what multiplies the chance with which missing synapses are tried",
        value: "1 where no coupling ends at it",
        equation: "growth = max(product of (1 + each of its couplings), 0)",
    },
    Part {
        name: "pruning",
        of: &[Owner::Night],
        is_target: true,
        meaning: "what multiplies the chance with which quiet synapses are pruned",
        value: "1 where no coupling ends at it",
        equation: "pruning = max(product of (1 + each of its couplings), 0)",
    },
    Part {
        name: "turnover",
        of: &[Owner::Night],
        is_target: true,
        meaning: "what multiplies the speed of turnover and of homeostatic scaling",
        value: "1 where no coupling ends at it",
        equation: "turnover = max(product of (1 + each of its couplings), 0)",
    },
];

/// Names of the parts at which couplings end, or of those that are read.
pub fn names(of: Owner, targets: bool) -> impl Iterator<Item = &'static str> {
    let parts = PARTS.iter().filter(move |part| part.of.contains(&of));
    parts
        .filter(move |part| part.is_target == targets)
        .map(|part| part.name)
}

impl Owner {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Owner::Settling => "every population that settles",
            Owner::Clamped => "every clamped population",
            Owner::Bump => "every clamped population with the code bump",
            Owner::Projection => "every projection",
            Owner::Experience => "every experience of the brain",
            Owner::Action => "every action",
            Owner::Night => "the night",
        }
    }
}
