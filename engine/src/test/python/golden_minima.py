#!/usr/bin/env python3
"""Minima that SciPy finds by L-BFGS-B and Newton-CG, and how many iterations and evaluations it takes.

The functions are written here from their formulas, with NumPy; the Java tests have their own.

    golden_minima.py > ../resources/dev/pulmu/optimizer/minima.json     (Debian: python3-scipy)
"""

import json

import numpy
import scipy
from scipy.optimize import minimize

INPUTS, HIDDEN, CLASSES, ROWS, DECAY = 4, 5, 3, 24, 0.02


def bowl(x):
    return x[0] ** 2 / 20 + x[1] ** 2, numpy.array([x[0] / 10, 2 * x[1]])


def rotated(x):
    """1/2 (x-c)' H D H (x-c), H a reflection, D from 1 to 10^4."""
    n = len(x)
    v = numpy.arange(1.0, n + 1)
    h = numpy.eye(n) - 2 * numpy.outer(v, v) / v.dot(v)
    a = h @ numpy.diag(10.0 ** (4 * numpy.arange(n) / (n - 1))) @ h
    d = x - v
    return 0.5 * d @ a @ d, a @ d


def rosenbrock(x):
    a, b = x[:-1], x[1:]
    g = numpy.zeros_like(x)
    g[:-1] = -400 * a * (b - a * a) - 2 * (1 - a)
    g[1:] += 200 * (b - a * a)
    return numpy.sum(100 * (b - a * a) ** 2 + (1 - a) ** 2), g


def data():
    i, j = numpy.meshgrid(numpy.arange(ROWS), numpy.arange(INPUTS), indexing="ij")
    x = numpy.round(numpy.sin(1.7 * i + 2.3 * j * j + 0.5), 6)
    scores = [x[:, 0] + x[:, 1], x[:, 1] - x[:, 2] * x[:, 0], x[:, 2] + x[:, 3]]
    return x, numpy.stack(scores, axis=1).argmax(axis=1)


def network(p):
    """Mean softmax cross-entropy of tanh(x w1 + b1) w2 + b2, with DECAY/2 times the squared weights; w1, b1, w2, b2."""
    x, labels = data()
    cuts = numpy.cumsum([INPUTS * HIDDEN, HIDDEN, HIDDEN * CLASSES])
    w1, b1, w2, b2 = numpy.split(p, cuts)
    w1, w2 = w1.reshape(INPUTS, HIDDEN), w2.reshape(HIDDEN, CLASSES)
    h = numpy.tanh(x @ w1 + b1)
    z = h @ w2 + b2
    z = z - z.max(axis=1, keepdims=True)
    logs = z - numpy.log(numpy.exp(z).sum(axis=1, keepdims=True))
    value = -logs[numpy.arange(ROWS), labels].mean() + DECAY / 2 * ((w1 ** 2).sum() + (w2 ** 2).sum())
    dz = (numpy.exp(logs) - numpy.eye(CLASSES)[labels]) / ROWS
    du = dz @ w2.T * (1 - h * h)
    return value, numpy.concatenate([
        (x.T @ du + DECAY * w1).ravel(), du.sum(axis=0), (h.T @ dz + DECAY * w2).ravel(), dz.sum(axis=0)])


def start_of_network():
    """From near here both methods find the same minimum, which is not so from everywhere."""
    n = INPUTS * HIDDEN + HIDDEN + HIDDEN * CLASSES + CLASSES
    return numpy.round(1.5 * numpy.cos(1.3 * numpy.arange(n) ** 2 + 0.2), 6)


PROBLEMS = {
    "bowl": (bowl, numpy.array([-7.0, 2.0])),
    "rotated": (rotated, numpy.zeros(6)),
    "rosenbrock2": (rosenbrock, numpy.array([-1.2, 1.0])),
    "rosenbrock10": (rosenbrock, numpy.array([-1.2, 1.0] * 5)),
    "network": (network, start_of_network()),
}


def count_of(name, method, result):
    return {
        "problem": name,
        "method": method,
        "value": float(result.fun),
        "point": [float(v) for v in result.x],
        "iterations": int(result.nit),
        "evaluations": int(max(result.nfev, result.njev)),
    }


def main():
    golden = {"scipy": scipy.__version__, "problems": {}, "results": []}
    for name, (function, start) in PROBLEMS.items():
        value, gradient = function(start)
        golden["problems"][name] = {
            "start": start.tolist(), "value": float(value), "gradient": gradient.tolist()}
        golden["results"].append(count_of(name, "lbfgs", minimize(
            function, start, jac=True, method="L-BFGS-B", options={"maxcor": 10, "gtol": 1e-8, "ftol": 0})))
        golden["results"].append(count_of(name, "newton-cg", minimize(
            function, start, jac=True, method="Newton-CG", options={"xtol": 1e-9})))
    x, labels = data()
    golden["network"] = {"inputs": x.tolist(), "labels": labels.tolist(), "decay": DECAY}
    print(json.dumps(golden, indent=1))


if __name__ == "__main__":
    main()
