//! Shapes of the neuron of a competition and of what drives it.

use super::protocol::LENGTH;
use super::synapse::RATE;
use super::{NOT_NEGATIVE, SHARE};
use crate::spec::shape::{Field, Range, Shape, Table};
use crate::units::Dimension;

/// Beyond these, no membrane holds.
const POTENTIAL: Shape = Shape::Quantity(Dimension::Potential, Range::new(-500.0, 500.0));
/// Membranes and synapses remember for milliseconds to seconds. A shorter memory would need steps that no neuron needs, and a
/// longer one of conductances adds up to a neuron that fires without a pause.
const TIME_CONSTANT: Shape = Shape::Quantity(Dimension::ShortTime, Range::new(0.000_1, 10.0));
const INHIBITORY: Shape = Shape::Integer(Range::new(0.0, 20_000.0));

pub(crate) static NEURON: Table = Table {
    name: "neuron",
    doc: "tau_m V' = V_rest - V + g_ex (E_ex - V) + g_in (E_in - V), with conductances in units of the leak",
    fields: &[
        Field::required(
            "membrane_time_constant",
            Shape::Stated(&TIME_CONSTANT),
            "tau_m: how long the membrane remembers",
        ),
        Field::required("rest", Shape::Stated(&POTENTIAL), "V_rest"),
        Field::required(
            "threshold",
            Shape::Stated(&POTENTIAL),
            "potential at which it fires",
        ),
        Field::required(
            "reset",
            Shape::Stated(&POTENTIAL),
            "potential after a spike",
        ),
        Field::required(
            "excitatory_reversal",
            Shape::Stated(&POTENTIAL),
            "E_ex: potential to which excitation pulls",
        ),
        Field::required(
            "inhibitory_reversal",
            Shape::Stated(&POTENTIAL),
            "E_in: potential to which inhibition pulls",
        ),
        Field::required(
            "excitatory_time_constant",
            Shape::Stated(&TIME_CONSTANT),
            "decay of the excitatory conductance",
        ),
        Field::required(
            "inhibitory_time_constant",
            Shape::Stated(&TIME_CONSTANT),
            "decay of the inhibitory conductance",
        ),
        Field::required(
            "largest_conductance",
            Shape::Stated(&NOT_NEGATIVE),
            "conductance of an excitatory synapse at its upper bound, in units of the leak",
        ),
        Field::required(
            "inhibitory_inputs",
            INHIBITORY,
            "number of inhibitory inputs, which are not plastic",
        ),
        Field::required(
            "inhibitory_rate",
            Shape::Stated(&RATE),
            "rate of each of them",
        ),
        Field::required(
            "inhibitory_conductance",
            Shape::Stated(&NOT_NEGATIVE),
            "conductance of each of them, in units of the leak",
        ),
        Field::required(
            "initial_weight",
            Shape::Stated(&SHARE),
            "weights at the start, as a share of the largest",
        ),
    ],
    cases: None,
};

pub(crate) static FLUCTUATION: Table = Table {
    name: "fluctuation",
    doc: "rates that are drawn anew again and again, with a part that a group has in common",
    fields: &[
        Field::required(
            "deviation",
            Shape::Stated(&NOT_NEGATIVE),
            "standard deviation of a rate as a share of its mean",
        ),
        Field::required(
            "interval",
            Shape::Stated(&LENGTH),
            "mean time after which rates are drawn anew",
        ),
    ],
    cases: None,
};

pub(crate) static BURSTS: Table = Table {
    name: "bursts",
    doc: "common events, in each of which every input bursts once, at a latency of its own",
    fields: &[
        Field::required("event_rate", Shape::Stated(&RATE), "events per second"),
        Field::required(
            "rate",
            Shape::Stated(&RATE),
            "spikes per second within a burst",
        ),
        Field::required("duration", Shape::Stated(&LENGTH), "length of a burst"),
    ],
    cases: None,
};
