"""How fast the pictures of `rewire explore` follow a dial: milliseconds from the question to each answer.

    cargo build --release
    python3 benches/dials.py target/release/rewire

Asks as the page does, for 64 people under two scenarios and two stories: a first answer comes for 16 people, a second for all.
"""

import http.client
import json
import statistics
import subprocess
import sys
import time
import urllib.parse

LINE_MOVES, DOSE_MOVES, REPEATS = 15, 7, 7
STATE = {
    "scenarios": ["therapy-alone", "ssri-plus-therapy"],
    "accounts": ["monoamine", "plasticity-window"],
    "people": 64,
}


def ask(port, turn, state):
    """Milliseconds until each answer to a question."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    question = {"page": "bench", "turn": turn, "state": json.dumps(state)}
    begun = time.perf_counter()
    line.request("GET", "/api/run?" + urllib.parse.urlencode(question))
    response, answers = line.getresponse(), []
    if response.status != 200:
        sys.exit(response.read().decode())
    for event in response:
        if event.startswith(b"event: answer"):
            answers.append(1000 * (time.perf_counter() - begun))
        if event.startswith(b"event: done"):
            break
    line.close()
    return answers


def main(rewire):
    server = subprocess.Popen(
        [rewire, "explore", "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        address = next(word for text in server.stdout for word in text.split() if "http://" in word)
        port = urllib.parse.urlparse(address).port
        ask(port, 1, STATE)
        moves = {
            "a disputed line of one story": [
                {"couplings": {"serotonin_lifts_mood": 1.01 + 0.01 * n}} for n in range(LINE_MOVES)
            ],
            "the dose, which both stories have": [
                {"treatments": {"citalopram": {"dose": 21 + n}}} for n in range(DOSE_MOVES)
            ],
            "nothing": [{}] * REPEATS,
        }
        turn = 1
        for what, states in moves.items():
            times = []
            for state in states:
                turn += 1
                times.append(ask(port, turn, STATE | state))
            for people, each in zip((16, 64), zip(*times)):
                median, least, most = statistics.median(each), min(each), max(each)
                print(f"{what}, {people} people: {median:.0f} ({least:.0f} to {most:.0f}) of {len(each)}")
    finally:
        server.terminate()


if __name__ == "__main__":
    main(sys.argv[1])
