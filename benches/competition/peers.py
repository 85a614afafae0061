"""Workload P in other simulators, for comparison with `cargo bench`.

One integrate-and-fire neuron, 1,000 Poisson inputs at 10 Hz, 200 inhibitory ones at 10 Hz, pair STDP (A+ 0.005, A- 1.05 A+,
20 ms), conductance-based as in Song, Miller & Abbott 2000; 100 s of biological time.

    python3 -m venv peers && peers/bin/pip install numba brian2
    peers/bin/python benches/competition/peers.py

Two peers, each as its users would write it:

* numba: the same event-driven loop as rewire's, hand-written; potential from event to event;
* Brian2, C++ standalone: clock-driven on a grid of 0.1 ms with exact event-driven traces.

Each prints the median of five runs without compilation, the output rate over the last 50 s, and the share of weights in the
outer fifths: the same arithmetic must give about the same of both, not the same spikes.
"""

import math
import statistics
import time

SECONDS = 100.0
INPUTS = 1000
INHIBITORY = 200
RATE = 10.0


def report(name, seconds, rate, outer):
    print(
        f"{name:24s} {seconds:8.3f} s for {SECONDS:.0f} s, {SECONDS / seconds:8.0f} biological seconds per second; "
        f"output {rate:.1f} Hz, outer fifths {outer:.2f}"
    )


def outer_fifths(weights):
    return sum(1 for w in weights if w < 0.2 or w > 0.8) / len(weights)


def with_numba():
    import numba
    import numpy as np

    @numba.njit(cache=False)
    def run(seed):
        np.random.seed(seed)
        weights = np.ones(INPUTS, np.float32)
        traces = np.zeros(INPUTS, np.float32)
        growth, after = 1.0, 0.0
        v, ex, inh = -70.0, 0.0, 0.0
        now, late = 0.0, 0
        total = (INPUTS + INHIBITORY) * RATE
        while now < SECONDS:
            wait = -math.log(1.0 - np.random.random()) / total
            left = math.exp(-wait / 0.005)
            mean = 0.5 * (1.0 + left)
            e, i = ex * mean, inh * mean
            ex *= left
            inh *= left
            conductance = 1.0 + e + i
            goal = -70.0 * (1.0 + i) / conductance
            v = goal + (v - goal) * math.exp(-conductance * wait / 0.020)
            decay = math.exp(-wait / 0.020)
            after *= decay
            growth /= decay
            now += wait
            if growth > 1e6:
                traces /= np.float32(growth)
                growth = 1.0
            if v >= -54.0:
                v = -60.0
                if now > SECONDS / 2:
                    late += 1
                scale = np.float32(0.005 / growth)
                for k in range(INPUTS):
                    weights[k] = min(weights[k] + scale * traces[k], np.float32(1.0))
                after += 1.0
            source = int(np.random.random() * (INPUTS + INHIBITORY))
            if source < INPUTS:
                ex += 0.015 * weights[source]
                weights[source] = max(weights[source] - np.float32(0.00525 * after), np.float32(0.0))
                traces[source] += np.float32(growth)
            else:
                inh += 0.05
        return weights, late

    run(0)
    times = []
    for seed in range(5):
        begin = time.perf_counter()
        weights, late = run(seed)
        times.append(time.perf_counter() - begin)
    report("numba, event-driven", statistics.median(times), late / (SECONDS / 2), outer_fifths(weights))


def with_brian2():
    import brian2 as b

    times = []
    for seed in range(5):
        b.device.reinit()
        b.set_device("cpp_standalone", build_on_run=False)
        b.device.activate()
        b.seed(seed)
        b.defaultclock.dt = 0.1 * b.ms
        neuron = b.NeuronGroup(
            1,
            """dv/dt = (-70*mV - v + ex * (0*mV - v) + inh * (-70*mV - v)) / (20*ms) : volt
               dex/dt = -ex / (5*ms) : 1
               dinh/dt = -inh / (5*ms) : 1""",
            threshold="v > -54*mV",
            reset="v = -60*mV",
            method="euler",
        )
        neuron.v = -70 * b.mV
        inputs = b.PoissonGroup(INPUTS, RATE * b.Hz)
        plastic = b.Synapses(
            inputs,
            neuron,
            """w : 1
               dbefore/dt = -before / (20*ms) : 1 (event-driven)
               dafter/dt = -after / (20*ms) : 1 (event-driven)""",
            on_pre="""ex += 0.015 * w
                      before += 1
                      w = clip(w - 0.00525 * after, 0, 1)""",
            on_post="""after += 1
                       w = clip(w + 0.005 * before, 0, 1)""",
        )
        plastic.connect()
        plastic.w = 1
        others = b.PoissonGroup(INHIBITORY, RATE * b.Hz)
        inhibition = b.Synapses(others, neuron, on_pre="inh += 0.05")
        inhibition.connect()
        spikes = b.SpikeMonitor(neuron)
        network = b.Network(neuron, inputs, plastic, others, inhibition, spikes)
        network.run(SECONDS * b.second)
        b.device.build(compile=True, run=False, directory=None)
        begin = time.perf_counter()
        b.device.run(with_output=False)
        times.append(time.perf_counter() - begin)
        late = sum(1 for t in spikes.t if t > SECONDS / 2 * b.second)
        weights = list(plastic.w)
    report("Brian2, C++ standalone", statistics.median(times), late / (SECONDS / 2), outer_fifths(weights))


if __name__ == "__main__":
    with_numba()
    with_brian2()
