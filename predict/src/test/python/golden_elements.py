#!/usr/bin/env python3
"""Values and slopes of every activation and loss by PyTorch, in double, the slopes by its autograd.

    golden_elements.py > ../resources/dev/pulmu/network/elements.json     (Debian: python3-torch)
"""

import json

import torch
from torch.nn import functional

# All of them exact in float.
POINTS = [-30, -8, -4, -2.5, -1.5, -1, -0.5, -0.25, 0, 0.125, 0.5, 1, 1.5, 2.5, 4, 8, 30]

ACTIVATIONS = {
    "identity": lambda x: x * 1,
    "relu": functional.relu,
    "leaky-relu": lambda x: functional.leaky_relu(x, 0.01),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "elu": functional.elu,
    "gelu-tanh": lambda x: functional.gelu(x, approximate="tanh"),
    "swish": functional.silu,
    "gelu": functional.gelu,
}

# Logits, and what is wanted of them.
X = [-30, -8, -3, -1.5, -1, -0.5, -0.25, 0, 0, 0.5, 1, 2, 2.5, 4, 8, 30]
T = [0, 1, -2, -2, 0.25, -0.25, 1, 0, 1, 1, 0, 1, 0.5, -2, 9, 0]
YES_OR_NO = [0, 1, 1, 0, 0.25, 0, 1, 0, 1, 1, 0, 1, 0.5, 0, 1, 0]

LOSSES = {
    "sigmoid-cross-entropy": (
        YES_OR_NO, lambda x, t: functional.binary_cross_entropy_with_logits(x, t, reduction="none")),
    "mean-squared-error": (T, lambda x, t: functional.mse_loss(x, t, reduction="none")),
    "huber(delta=1)": (T, lambda x, t: functional.huber_loss(x, t, reduction="none")),
    "huber(delta=2.5)": (T, lambda x, t: functional.huber_loss(x, t, reduction="none", delta=2.5)),
}

# Rows of three logits, with their labels.
ROWS = [[0, 0, 0], [1, -1, 0.5], [30, -30, 0], [-2, 4, 4], [0.25, -0.5, 0.125]]
LABELS = [0, 2, 1, 1, 0]


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


def slopes(f, values):
    x = tensor(values).requires_grad_()
    y = f(x)
    y.sum().backward()
    return y.tolist(), x.grad.tolist()


def lines(name, entries):
    return f' "{name}": [\n' + ",\n".join("  " + json.dumps(entry) for entry in entries) + "\n ]"


def main():
    activations = []
    for name, f in ACTIVATIONS.items():
        y, slope = slopes(f, POINTS)
        activations.append({"name": name, "x": POINTS, "y": y, "slope": slope})
    losses = []
    for text, (wanted, f) in LOSSES.items():
        term, slope = slopes(lambda x: f(x, tensor(wanted)), X)
        losses.append({"text": text, "x": X, "t": wanted, "term": term, "slope": slope})
    rows = []
    for smoothing in [0, 0.1]:
        loss, slope = slopes(
            lambda x: functional.cross_entropy(
                x, torch.tensor(LABELS), reduction="none", label_smoothing=smoothing), ROWS)
        rows.append({
            "text": f"softmax-cross-entropy(smoothing={smoothing})",
            "x": ROWS, "labels": LABELS, "loss": loss, "slope": slope})
    print("{")
    print(f' "torch": "{torch.__version__}",')
    print(",\n".join([
        lines("activations", activations), lines("losses", losses), lines("rows", rows)]))
    print("}")


main()
