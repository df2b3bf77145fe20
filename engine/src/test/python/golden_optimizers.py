#!/usr/bin/env python3
"""Ten steps of every optimizer in every dialect on a fixed sequence of gradients, in plain double.

Written from the papers and from the documentation of the libraries, not from Pulmu's code; what each
library does is written as that library writes it (Keras' velocities scaled by the rate, DL4J's Nesterov
update), so that the dialects are checked and not repeated.

    golden_optimizers.py > ../resources/dev/pulmu/optimizer/golden.json    (ten digits are kept)
    golden_optimizers.py --torch     compares the dialect pytorch with torch.optim (Debian: python3-torch)
"""

import json
import math
import sys

STEPS = 10
WEIGHTS = ["ordinary", "tiny gradients", "alternating and sparse", "large, far from zero"]
START = [0.0, 0.0, 0.0, 3.0]


def gradients():
    """One row a step, one column a weight; none depends on the weights."""
    rows = []
    for t in range(1, STEPS + 1):
        rows.append([
            1.0 / t - 0.25,
            1e-6 * (1 + t % 3),
            0.0 if t % 3 == 1 else (-1) ** t * 0.5 * t,
            40.0 + 2.0 * t,
        ])
    return rows


# Each rule: parameters -> a generator of moves for one weight; send a gradient and the weight's value in.

def sgd(p):
    return lambda w, g, t: w - p["rate"] * g


def momentum(p):
    v = 0.0

    def step(w, g, t):
        nonlocal v
        v = p["momentum"] * v - p["rate"] * g
        return w + v
    return step


def momentum_ewma(p):
    v = 0.0

    def step(w, g, t):
        nonlocal v
        v = p["beta"] * v + (1 - p["beta"]) * g
        return w - p["rate"] * (v / (1 - p["beta"] ** t) if p["correction"] else v)
    return step


def nesterov(p):
    """As Sutskever has it, in the variable that is ahead by the momentum (where the gradient is taken)."""
    v = 0.0

    def step(w, g, t):
        nonlocal v
        behind = w - p["momentum"] * v
        v = p["momentum"] * v - p["rate"] * g
        return behind + v + p["momentum"] * v
    return step


def nesterov_dl4j(p):
    v = 0.0

    def step(w, g, t):
        nonlocal v
        before = p["momentum"] * v
        v = before - p["rate"] * g
        return w - (before + (-p["momentum"] - 1) * v)
    return step


def denominator(square, p):
    if p["placement"] == "inside":
        return math.sqrt(square + p["epsilon"])
    return math.sqrt(square) + p["epsilon"]


def adagrad(p):
    h = p["start"]

    def step(w, g, t):
        nonlocal h
        h += g ** 2
        return w - p["rate"] * g / denominator(h, p)
    return step


def rmsprop(p):
    s, b = p["start"], 0.0

    def step(w, g, t):
        nonlocal s, b
        s = p["rho"] * s + (1 - p["rho"]) * g ** 2
        if p.get("keras"):
            b = p["momentum"] * b + p["rate"] * g / denominator(s, p)
            return w - b
        b = p["momentum"] * b + g / denominator(s, p)
        return w - p["rate"] * b
    return step


def adam(p):
    m, v = 0.0, 0.0

    def step(w, g, t):
        nonlocal m, v
        w -= p["rate"] * p.get("decay", 0.0) * w
        m += (1 - p["beta1"]) * (g - m)
        v += (1 - p["beta2"]) * (g * g - v)
        if not p["correction"]:
            return w - p["rate"] * m / denominator(v, p)
        one, two = 1 - p["beta1"] ** t, 1 - p["beta2"] ** t
        if p["placement"] == "hat":
            return w - p["rate"] * math.sqrt(two) / one * m / denominator(v, p)
        return w - p["rate"] * (m / one) / denominator(v / two, p)
    return step


def lamb(p):
    """You et al. 2020, algorithm 2: unlike the others it moves the weights of a layer together."""
    m, v = [0.0] * len(START), [0.0] * len(START)

    def step(x, g, t):
        r = []
        for i in range(len(x)):
            m[i] = p["beta1"] * m[i] + (1 - p["beta1"]) * g[i]
            v[i] = p["beta2"] * v[i] + (1 - p["beta2"]) * g[i] ** 2
            corrected = m[i] / (1 - p["beta1"] ** t), v[i] / (1 - p["beta2"] ** t)
            r.append(corrected[0] / (math.sqrt(corrected[1]) + p["epsilon"]))
        u = [r[i] + p["decay"] * x[i] for i in range(len(x))]
        size, length = math.hypot(*x), math.hypot(*u)
        trust = size / length if size > 0 and length > 0 else 1.0
        return [x[i] - p["rate"] * trust * u[i] for i in range(len(x))]
    step.of_layer = True
    return step


BETAS = {"beta1": 0.9, "beta2": 0.999, "correction": True}
DIALECTS = {
    "paper": {
        "sgd": {"rate": 0.01},
        "momentum": {"rate": 0.01, "momentum": 0.9},
        "adagrad": {"rate": 0.01, "epsilon": 1e-7, "placement": "outside", "start": 0.0},
        "rmsprop": {"rate": 0.001, "rho": 0.99, "epsilon": 1e-8, "placement": "outside", "start": 0.0},
        "adam": {"rate": 0.001, "epsilon": 1e-8, "placement": "outside"},
        "decay": 0.01,
    },
    "book": {
        "sgd": {"rate": 0.01},
        "momentum": {"rate": 0.01, "momentum": 0.9},
        "adagrad": {"rate": 0.01, "epsilon": 1e-7, "placement": "outside", "start": 0.0},
        "rmsprop": {"rate": 0.01, "rho": 0.99, "epsilon": 1e-7, "placement": "outside", "start": 0.0},
        "adam": {"rate": 0.001, "epsilon": 1e-7, "placement": "hat"},
        "decay": 0.01,
    },
    "pytorch": {
        "sgd": {"rate": 0.001},
        "momentum": {"rate": 0.001, "momentum": 0.9},
        "adagrad": {"rate": 0.01, "epsilon": 1e-10, "placement": "outside", "start": 0.0},
        "rmsprop": {"rate": 0.01, "rho": 0.99, "epsilon": 1e-8, "placement": "outside", "start": 0.0},
        "adam": {"rate": 0.001, "epsilon": 1e-8, "placement": "outside"},
        "decay": 0.01,
    },
    "keras": {
        "sgd": {"rate": 0.01},
        "momentum": {"rate": 0.01, "momentum": 0.9},
        "adagrad": {"rate": 0.001, "epsilon": 1e-7, "placement": "inside", "start": 0.1},
        "rmsprop": {"rate": 0.001, "rho": 0.9, "epsilon": 1e-7, "placement": "inside", "start": 0.0,
                    "keras": True},
        "adam": {"rate": 0.001, "epsilon": 1e-7, "placement": "hat"},
        "decay": 0.004,
    },
    "dl4j": {
        "sgd": {"rate": 0.001},
        "momentum": {"rate": 0.1, "momentum": 0.9},
        "adagrad": {"rate": 0.1, "epsilon": 1e-6, "placement": "outside", "start": 1e-6},
        "rmsprop": {"rate": 0.1, "rho": 0.95, "epsilon": 1e-8, "placement": "outside", "start": 1e-8},
        "adam": {"rate": 0.001, "epsilon": 1e-8, "placement": "hat"},
        "decay": 0.01,
    },
}


def cases(dialect):
    """Text, as Pulmu reads it in this dialect, and the rule that it must be."""
    d = DIALECTS[dialect]
    average = {"rate": d["momentum"]["rate"], "beta": 0.9}
    ahead = nesterov_dl4j if dialect == "dl4j" else nesterov
    a = {**BETAS, **d["adam"]}
    yield "sgd", sgd(d["sgd"])
    yield "momentum", momentum(d["momentum"])
    yield "momentum(momentum=0.5)", momentum({**d["momentum"], "momentum": 0.5})
    yield "momentum(form=ewma)", momentum_ewma({**average, "correction": False})
    yield "momentum(form=ewma, beta=0.5, correction=true)", momentum_ewma(
        {**average, "beta": 0.5, "correction": True})
    yield "nesterov", ahead(d["momentum"])
    yield "nesterov(momentum=0.5)", ahead({**d["momentum"], "momentum": 0.5})
    yield "adagrad", adagrad(d["adagrad"])
    yield "rmsprop", rmsprop({**d["rmsprop"], "momentum": 0.0})
    yield "rmsprop(momentum=0.9)", rmsprop({**d["rmsprop"], "momentum": 0.9})
    yield "adam", adam(a)
    yield "adam(correction=false)", adam({**a, "correction": False})
    yield "adamw", adam({**a, "decay": d["decay"]})
    yield "adamw(decay=0.5, rate=0.1)", adam({**a, "decay": 0.5, "rate": 0.1})
    l = {**BETAS, "rate": 0.001, "epsilon": 1e-6, "decay": 0.01}  # no library of these has it
    yield "lamb", lamb(l)
    yield "lamb(rate=0.1, beta1=0.5, beta2=0.75, epsilon=0.001, decay=0.5)", lamb(
        {"rate": 0.1, "beta1": 0.5, "beta2": 0.75, "epsilon": 0.001, "decay": 0.5})
    for placement in ["outside", "inside", "hat"]:
        yield f"adagrad(placement={placement})", adagrad({**d["adagrad"], "placement": placement})
        yield f"rmsprop(placement={placement})", rmsprop(
            {**d["rmsprop"], "momentum": 0.0, "placement": placement})
        yield f"adam(placement={placement})", adam({**a, "placement": placement})


def path(stepper):
    """The weights after each step; every weight has a stepper, and so slots, of its own, or all one."""
    steppers = [stepper() for _ in START]
    w = list(START)
    rows = []
    for t, row in enumerate(gradients(), start=1):
        if hasattr(steppers[0], "of_layer"):
            w = steppers[0](w, row, t)
        else:
            w = [step(x, g, t) for step, x, g in zip(steppers, w, row)]
        rows.append(w)
    return rows


def golden():
    result = []
    for dialect in DIALECTS:
        for index, (text, _) in enumerate(cases(dialect)):
            rows = path(lambda: list(cases(dialect))[index][1])
            result.append({"dialect": dialect, "text": text, "weights": rows})
    return result


def check_torch():
    import torch

    d = DIALECTS["pytorch"]
    rate = d["momentum"]["rate"]
    theirs = {
        "sgd": lambda w: torch.optim.SGD(w, lr=rate),  # the default since 2.1
        "momentum": lambda w: torch.optim.SGD(w, lr=rate, momentum=0.9),
        "momentum(momentum=0.5)": lambda w: torch.optim.SGD(w, lr=rate, momentum=0.5),
        "nesterov": lambda w: torch.optim.SGD(w, lr=rate, momentum=0.9, nesterov=True),
        "nesterov(momentum=0.5)": lambda w: torch.optim.SGD(w, lr=rate, momentum=0.5, nesterov=True),
        "adagrad": torch.optim.Adagrad,
        "rmsprop": torch.optim.RMSprop,
        "rmsprop(momentum=0.9)": lambda w: torch.optim.RMSprop(w, momentum=0.9),
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "adamw(decay=0.5, rate=0.1)": lambda w: torch.optim.AdamW(w, lr=0.1, weight_decay=0.5),
    }
    ours = {case["text"]: case["weights"] for case in golden() if case["dialect"] == "pytorch"}
    for text, make in theirs.items():
        w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        optimizer = make([w])
        for t, row in enumerate(gradients()):
            w.grad = torch.tensor(row, dtype=torch.float64)
            optimizer.step()
            for x, y in zip(w.tolist(), ours[text][t]):
                assert abs(x - y) <= 1e-12 * max(1.0, abs(x)), (text, t, x, y)
    print(f"torch {torch.__version__}: {len(theirs)} rules agree over {STEPS} steps")


def main():
    if sys.argv[1:] == ["--torch"]:
        check_torch()
        return
    cases_out = golden()
    for case in cases_out:
        case["weights"] = [[float(f"{w:.10g}") for w in row] for row in case["weights"]]
    out = {"weights": WEIGHTS, "start": START, "gradients": gradients(), "cases": cases_out}
    print("{")
    for key in ["weights", "start", "gradients"]:
        print(f" {json.dumps(key)}: {json.dumps(out[key])},")
    print(' "cases": [')
    print(",\n".join("  " + json.dumps(case) for case in out["cases"]))
    print(" ]\n}")


main()
