"""The workload P of `benches/workloads.rs` in Python peers: 100 s of one integrate-and-fire neuron with 1,000 Poisson inputs at
10 Hz under pair STDP, and 200 inhibitory inputs at 10 Hz (Song, Miller & Abbott 2000).

* numba: event-driven as in rewire. One merged Poisson process, exact conductances, one exponential step of the membrane from
  input to input, lazy traces; spikes fall on the input that finds the potential above threshold.
* Brian2: a grid of 0.1 ms, exponential Euler, event-driven synapses; one program in C++ (its standalone device), building not
  counted.

    pip install "numpy<2" numba brian2
    python benches/competition/peers.py
    cargo bench --bench workloads -- competition
"""

import math
import tempfile
import time

import numpy as np

SECONDS = 100.0
INPUTS, RATE = 1000, 10.0
INHIBITORY, INHIBITORY_RATE, INHIBITORY_CONDUCTANCE = 200, 10.0, 0.05
LARGEST, POTENTIATION, DEPRESSION, WINDOW = 0.015, 0.005, 0.00525, 0.020
REST, THRESHOLD, RESET, MEMBRANE, SYNAPSE = -70.0, -54.0, -60.0, 0.020, 0.005


def with_numba():
    from numba import njit

    @njit(fastmath=True)
    def run(seconds, seed):
        np.random.seed(seed)
        weights = np.ones(INPUTS)
        traces, touched = np.zeros(INPUTS), np.zeros(INPUTS)
        excitatory = INPUTS * RATE
        total = excitatory + INHIBITORY * INHIBITORY_RATE
        now, v, ge, gi, after, after_at, spikes = 0.0, REST, 0.0, 0.0, 0.0, 0.0, 0
        while now < seconds:
            step = -math.log(1.0 - np.random.random()) / total
            now += step
            decay = math.exp(-step / SYNAPSE)
            area = SYNAPSE * (1.0 - decay)
            whole = step + area * (ge + gi)
            goal = (step * REST + area * gi * REST) / whole
            v = goal + (v - goal) * math.exp(-whole / MEMBRANE)
            ge *= decay
            gi *= decay
            if v >= THRESHOLD:
                v = RESET
                spikes += 1
                for i in range(INPUTS):
                    trace = traces[i] * math.exp((touched[i] - now) / WINDOW)
                    weights[i] = min(1.0, weights[i] + POTENTIATION * trace)
                after = after * math.exp((after_at - now) / WINDOW) + 1.0
                after_at = now
            place = np.random.random() * total
            if place >= excitatory:
                gi += INHIBITORY_CONDUCTANCE
                continue
            i = int(place / RATE)
            ge += LARGEST * weights[i]
            depression = DEPRESSION * after * math.exp((after_at - now) / WINDOW)
            weights[i] = max(0.0, weights[i] - depression)
            traces[i] = traces[i] * math.exp((touched[i] - now) / WINDOW) + 1.0
            touched[i] = now
        return spikes, weights.mean()

    run(0.1, 0)
    times = []
    for seed in range(5):
        begin = time.perf_counter()
        spikes, mean = run(SECONDS, seed)
        times.append(time.perf_counter() - begin)
    return sorted(times)[2], spikes, mean


def with_brian2():
    import brian2 as b

    folder = tempfile.TemporaryDirectory()
    b.set_device("cpp_standalone", build_on_run=False, directory=folder.name)
    b.defaultclock.dt = 0.1 * b.ms
    neuron = b.NeuronGroup(
        1,
        """dv/dt = (rest - v - ge * v + gi * (rest - v)) / membrane : 1
        dge/dt = -ge / synapse : 1
        dgi/dt = -gi / synapse : 1""",
        threshold="v > limit",
        reset="v = start",
        method="exponential_euler",
        namespace={
            "rest": REST,
            "limit": THRESHOLD,
            "start": RESET,
            "membrane": MEMBRANE * b.second,
            "synapse": SYNAPSE * b.second,
        },
    )
    neuron.v = REST
    excitatory = b.PoissonGroup(INPUTS, RATE * b.Hz)
    inhibitory = b.PoissonGroup(INHIBITORY, INHIBITORY_RATE * b.Hz)
    plastic = b.Synapses(
        excitatory,
        neuron,
        """w : 1
        dbefore/dt = -before / window : 1 (event-driven)
        dafter/dt = -after / window : 1 (event-driven)""",
        on_pre="ge += largest * w; before += 1; w = clip(w - down * after, 0, 1)",
        on_post="after += 1; w = clip(w + up * before, 0, 1)",
        namespace={
            "window": WINDOW * b.second,
            "largest": LARGEST,
            "up": POTENTIATION,
            "down": DEPRESSION,
        },
    )
    plastic.connect()
    plastic.w = 1
    fixed = b.Synapses(
        inhibitory, neuron, on_pre="gi += each", namespace={"each": INHIBITORY_CONDUCTANCE}
    )
    fixed.connect()
    monitor = b.SpikeMonitor(neuron)
    network = b.Network(neuron, excitatory, inhibitory, plastic, fixed, monitor)
    network.run(SECONDS * b.second)
    b.device.build(directory=folder.name, run=False)
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        b.device.run()
        times.append(time.perf_counter() - begin)
    return sorted(times)[1], monitor.num_spikes, float(np.mean(plastic.w))


if __name__ == "__main__":
    for name, run in (("numba", with_numba), ("Brian2", with_brian2)):
        try:
            seconds, spikes, mean = run()
        except ImportError:
            print(f"{name:8} not installed")
            continue
        speed = SECONDS / seconds
        print(f"{name:8} {seconds:8.3f} s, {speed:8.0f} biological seconds per second", end="")
        print(f"  ({spikes} spikes, mean weight {mean:.3f})")
