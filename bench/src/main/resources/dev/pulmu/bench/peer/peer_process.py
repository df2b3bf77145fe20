"""What every peer in Python does: reads the folder, runs the loop, prints one line. Needs Python only."""

import json
import math
import os
import sys
import time

STEPS_PER_LOSS = 10


class Folder:
    """The task, and where its binaries lie (all little-endian)."""

    def __init__(self, path):
        self.path = path
        with open(os.path.join(path, "task.json")) as file:
            self.task = json.load(file)
        with open(os.path.join(path, "weights.json")) as file:
            self.tensors = {tensor["name"]: tensor for tensor in json.load(file)}

    def bytes(self, name):
        """A file's bytes, in memory that may be written to."""
        with open(os.path.join(self.path, name), "rb") as file:
            return bytearray(file.read())

    def layers(self):
        """Name, inputs, outputs and whether it is hidden, of each dense layer."""
        task = self.task
        widths = [task["inputs"], *task["hidden"], task["outputs"]]
        last = len(widths) - 2
        return [(f"dense{i + 1}", widths[i], widths[i + 1], i < last) for i in range(last + 1)]


def main(name, build):
    """The whole of a peer: build(folder) gives it; it has version, step(number) -> mean loss, and right."""
    begin = process_start()
    folder = Folder(sys.argv[1])
    peer = build(folder)
    said = {"name": name, "version": peer.version, "threads": folder.task["threads"]}
    said.update(measure(folder.task, peer, begin))
    said["note"] = peer.note
    print(json.dumps(said), flush=True)


def missing(module):
    """Says that a peer cannot run here."""
    print(json.dumps({"missing": f"no module {module}"}), flush=True)
    sys.exit(0)


def measure(task, peer, begin):
    """The first steps with their losses, then a warm-up, then the samples."""
    total = float(peer.step(0))
    first_step = time.time() - begin
    start = time.perf_counter()
    losses = []
    for step in range(1, task["curveSteps"]):
        total += float(peer.step(step))
        if (step + 1) % STEPS_PER_LOSS == 0:
            losses.append(total / STEPS_PER_LOSS)
            total = 0.0
            if not math.isfinite(losses[-1]):
                sys.exit(f"the loss is {losses[-1]} after step {step + 1}")
    step = task["curveSteps"]
    accuracy = int(peer.right) / (step * task["batch"])
    while time.perf_counter() - start < task["warmUpSeconds"]:
        peer.step(step)
        step += 1
    micros = []
    for _ in range(task["samples"]):
        seconds, steps = sample(task, peer, step)
        step += steps
        micros.append(seconds * 1e6 / steps)
    return {
        "firstStepSeconds": first_step,
        "losses": losses,
        "accuracy": accuracy,
        "microsPerStep": micros,
    }


def sample(task, peer, first):
    """Seconds and steps of one sample."""
    step = first
    start = time.perf_counter()
    while True:
        peer.step(step)
        step += 1
        seconds = time.perf_counter() - start
        if step - first >= task["sampleSteps"] or seconds >= task["sampleSeconds"]:
            return seconds, step - first


def process_start():
    """When this process began, or now where the system does not tell."""
    try:
        with open("/proc/self/stat") as file:
            ticks = int(file.read().rsplit(")", 1)[1].split()[19])
        with open("/proc/uptime") as file:
            uptime = float(file.read().split()[0])
        return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.time()
