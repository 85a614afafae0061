#!/bin/sh
# The window of ANNarchy's STDP: potentiation is that of a lag shorter by one time step, depression is not.
#
# Installs pinned public packages into a temporary folder and runs them alone (without rewire).
# Expected of a pair with time constants of 20 ms and amplitudes of 1, at a lag of 5 ms to either side:
#   exp(-5 / 20) = 0.7788 in size, and the same on both sides.
# Seen with ANNarchy 5.0.4.1 at a time step of 0.1 ms: -0.7788 and +0.7827, which is exp(-4.9 / 20); at a time step of
#   1 ms: -0.7788 and +0.8187, which is exp(-4 / 20). The recorded spikes lie 5 ms apart in every case.
# Ends with 0 if this is still so, and with 1 if anything differs. Needs Python 3 with venv and a C++ compiler.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ANNarchy==5.0.4.1 cmake==4.1.0 "numpy==2.3.5"
PATH="$folder/venv/bin:$PATH"
export PATH
cd "$folder"

cat > pairs.py <<'PYTHON'
import sys
import ANNarchy as ann
import numpy as np

step = float(sys.argv[1])
lags = (-5.0, 5.0)
net = ann.Network(dt=step)
before = net.create(ann.SpikeSourceArray(spike_times=[[20.0] for _ in lags]))
after = net.create(ann.SpikeSourceArray(spike_times=[[20.0 + lag] for lag in lags]))
seen_before, seen_after = net.monitor(before, ["spike"]), net.monitor(after, ["spike"])
rule = ann.STDP(tau_plus=20.0, tau_minus=20.0, A_plus=0.01, A_minus=0.01, w_min=0.0, w_max=100.0)
synapses = net.connect(before, after, "exc", synapse=rule)
synapses.one_to_one(weights=10.0)
net.compile(directory=f"build_{step}", silent=True)
net.simulate(100.0)
early, late = seen_before.get("spike"), seen_after.get("spike")
for number, (lag, weights) in enumerate(zip(lags, synapses.w)):
    apart = (late[number][0] - early[number][0]) * step
    print(f"step {step} lag {apart:.1f} {float(np.ravel(weights)[0]) - 10.0:.4f}")
PYTHON

for step in 0.1 1.0; do
    python pairs.py "$step" > pairs.log 2>&1 || { cat pairs.log; exit 1; }
    grep "^step" pairs.log
done | tee seen.txt

cat > expected.txt <<'TEXT'
step 0.1 lag -5.0 -0.7788
step 0.1 lag 5.0 0.7827
step 1.0 lag -5.0 -0.7788
step 1.0 lag 5.0 0.8187
TEXT
if diff expected.txt seen.txt; then
    echo "as stated: potentiation is that of a lag shorter by one time step"
else
    echo "something differs from what is stated" >&2
    exit 1
fi
