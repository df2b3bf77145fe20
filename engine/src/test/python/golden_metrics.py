#!/usr/bin/env python3
"""Figures of predictions by scikit-learn, and by NumPy where scikit-learn has none or another rule.

Predictions are 32-bit floats, as ours are. null stands for what is not defined.

    golden_metrics.py > ../resources/dev/pulmu/metrics/golden.json     (pip install scikit-learn==1.9.1)

Ours differs on purpose in these: among equal scores the lowest class comes first (scikit-learn's top k take the
highest one first, unless there are two), and R² of a constant target is not defined. The mean areas under the curve
and R² are those of the classes and targets that have one.
"""

import json
import math
import warnings

import numpy
import sklearn
from sklearn import metrics

warnings.simplefilter("ignore")  # of what is not defined
RANDOM = numpy.random.default_rng(20)


def value(number):
    return None if number is None or math.isnan(number) else float(number)


def mean(values):
    defined = [each for each in values if each is not None]
    return float(numpy.mean(defined)) if defined else None


def auc(positive, scores):
    """scikit-learn warns and says NaN where one of the two is missing."""
    return value(metrics.roc_auc_score(positive, scores)) if len(set(positive)) == 2 else None


def calibration(sure, right):
    """Guo et al. 2017, 15 bins; scikit-learn has none."""
    bins = numpy.digitize(sure.astype(float), numpy.linspace(0, 1, 16)[1:-1], right=True)
    error = 0.0
    for each in range(15):
        rows = bins == each
        if rows.any():
            error += rows.mean() * abs(right[rows].mean() - sure[rows].astype(float).mean())
    return error


def figures_of_class(positive, answered, scores):
    return {
        "samples": int(positive.sum()),
        "answers": int(answered.sum()),
        "right": int((positive & answered).sum()),
        "precision": value(metrics.precision_score(positive, answered, zero_division=numpy.nan)),
        "recall": value(metrics.recall_score(positive, answered, zero_division=numpy.nan)),
        "f1": value(metrics.f1_score(positive, answered, zero_division=numpy.nan)),
        "rocAuc": auc(positive, scores),
    }


def classification(name, probabilities, labels):
    p = numpy.asarray(probabilities, dtype=numpy.float32)
    y = numpy.asarray(labels)
    count = p.shape[1]
    classes = list(range(count))
    answers = p.argmax(axis=1)
    each = [figures_of_class(y == i, answers == i, p[:, i]) for i in classes]
    order = numpy.argsort(-p, axis=1, kind="stable")
    top = [float((order[:, :k] == y[:, None]).any(axis=1).mean()) for k in range(1, count + 1)]
    macro_auc = mean([one["rocAuc"] for one in each])
    if len(set(y)) == count > 2:
        theirs = metrics.roc_auc_score(y, p, multi_class="ovr", average="macro", labels=classes)
        assert abs(theirs - macro_auc) < 1e-12
        if all(len(set(row)) == count for row in p):
            for k in range(1, count):
                assert abs(metrics.top_k_accuracy_score(y, p, k=k, labels=classes) - top[k - 1]) < 1e-12
    assert abs(metrics.accuracy_score(y, answers) - top[0]) < 1e-12
    return {
        "name": name,
        "classes": count,
        "probabilities": p.astype(float).ravel().tolist(),
        "labels": y.tolist(),
        "perClass": each,
        "topKAccuracy": top,
        "macroPrecision": metrics.precision_score(y, answers, average="macro"),
        "macroRecall": metrics.recall_score(y, answers, average="macro"),
        "macroF1": metrics.f1_score(y, answers, average="macro"),
        "rocAuc": macro_auc,
        "logLoss": metrics.log_loss(y, p, labels=classes),
        "calibrationError": calibration(p.max(axis=1), answers == y),
    }


def questions(name, probabilities, yes):
    p = numpy.asarray(probabilities, dtype=numpy.float32)
    y = numpy.asarray(yes, dtype=bool)
    answers = p > 0.5
    each = []
    for i in range(p.shape[1]):
        figures = figures_of_class(y[:, i], answers[:, i], p[:, i])
        figures["accuracy"] = metrics.accuracy_score(y[:, i], answers[:, i])
        figures["logLoss"] = metrics.log_loss(y[:, i], p[:, i], labels=[False, True])
        sure = numpy.where(answers[:, i], p[:, i], 1 - p[:, i])
        figures["calibrationError"] = calibration(sure, answers[:, i] == y[:, i])
        each.append(figures)
    there = [i for i in range(p.shape[1]) if y[:, i].any() or answers[:, i].any()]

    def macro(score):
        return score(y[:, there], answers[:, there], average="macro") if there else None

    if there == [0]:  # a table of one column is no multi-label to scikit-learn
        macro = lambda score: score(y[:, 0], answers[:, 0])
    return {
        "name": name,
        "questions": p.shape[1],
        "probabilities": p.astype(float).ravel().tolist(),
        "yes": y.astype(int).ravel().tolist(),
        "perQuestion": each,
        "subsetAccuracy": metrics.accuracy_score(y, answers),
        "accuracy": 1 - metrics.hamming_loss(y, answers),
        "macroPrecision": macro(metrics.precision_score),
        "macroRecall": macro(metrics.recall_score),
        "macroF1": macro(metrics.f1_score),
        "rocAuc": mean([one["rocAuc"] for one in each]),
        "logLoss": mean([one["logLoss"] for one in each]),
        "calibrationError": mean([one["calibrationError"] for one in each]),
    }


def regression(name, outputs, targets, scales):
    """The outputs are standardised; scales are (mean, deviation) pairs."""
    o = numpy.asarray(outputs, dtype=numpy.float32)
    t = numpy.asarray(targets, dtype=numpy.float32).astype(float)
    p = numpy.stack([o[:, i].astype(float) * d + m for i, (m, d) in enumerate(scales)], axis=1)
    each = []
    for i in range(t.shape[1]):
        constant = len(set(t[:, i])) == 1
        each.append({
            "meanAbsoluteError": metrics.mean_absolute_error(t[:, i], p[:, i]),
            "rootMeanSquaredError": metrics.root_mean_squared_error(t[:, i], p[:, i]),
            "medianAbsoluteError": metrics.median_absolute_error(t[:, i], p[:, i]),
            "r2": None if constant else metrics.r2_score(t[:, i], p[:, i]),
        })
    means = {
        "meanAbsoluteError": metrics.mean_absolute_error(t, p),
        "rootMeanSquaredError": metrics.root_mean_squared_error(t, p),
        "medianAbsoluteError": metrics.median_absolute_error(t, p),
        "r2": mean([one["r2"] for one in each]),
    }
    if all(one["r2"] is not None for one in each):
        assert math.isclose(metrics.r2_score(t, p), means["r2"], rel_tol=1e-12)
    return {
        "name": name,
        "targets": t.shape[1],
        "outputs": o.astype(float).ravel().tolist(),
        "wanted": t.ravel().tolist(),
        "means": [m for m, d in scales],
        "deviations": [d for m, d in scales],
        "perTarget": each,
        **means,
    }


def softmax(logits):
    powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def random_probabilities(rows, classes, spread=2.0):
    return softmax(RANDOM.normal(0, spread, (rows, classes)))


def eighths(rows, classes):
    """Many equal probabilities, which 32 bits hold exactly."""
    return RANDOM.multinomial(8, [1 / classes] * classes, rows) / 8


def golden():
    few = random_probabilities(40, 5)
    few[:, 3] *= 1e-3  # never answered
    few[:, 4] *= 1e-3
    few /= few.sum(axis=1, keepdims=True)
    certain = numpy.eye(3)[[0, 1, 2, 0, 1, 1, 2]]
    noisy = RANDOM.normal(0, 1, (25, 3))
    constant = noisy.copy()
    constant[:, 1] = 1000.3
    almost = constant.copy()
    almost[0, 1] = numpy.nextafter(numpy.float32(1000.3), numpy.float32(2000))
    none = [(0.0, 1.0)]
    return {
        "scikit-learn": sklearn.__version__,
        "classification": [
            classification("seven classes", random_probabilities(60, 7), RANDOM.integers(0, 7, 60)),
            classification("ties", eighths(50, 4), RANDOM.integers(0, 4, 50)),
            classification("ties of two classes", eighths(30, 2), RANDOM.integers(0, 2, 30)),
            classification("all the same", numpy.full((9, 3), 0.25) + [0, 0.25, 0], [0, 1, 2] * 3),
            classification("class 2 absent, 3 never answered, 4 neither", few,
                           RANDOM.choice([0, 1, 3], 40)),
            classification("one class only", random_probabilities(12, 3), [1] * 12),
            classification("one row", [[0.5, 0.25, 0.25]], [2]),
            classification("certain and wrong", certain, [0, 1, 2, 1, 1, 0, 2]),
        ],
        "questions": [
            questions("three questions", RANDOM.random((40, 3)), RANDOM.random((40, 3)) < 0.4),
            questions("ties", RANDOM.integers(0, 5, (30, 4)) / 4, RANDOM.random((30, 4)) < 0.5),
            questions("never yes, always yes, never answered, neither",
                      RANDOM.random((20, 4)) * [1, 1, 0.5, 0.5],
                      numpy.stack([[0] * 20, [1] * 20, [0, 1] * 10, [0] * 20], axis=1)),
            questions("one question", RANDOM.random((15, 1)), RANDOM.random((15, 1)) < 0.5),
            questions("certain", [[0.0, 1.0], [1.0, 1e-9]], [[0, 1], [0, 1]]),
        ],
        "regression": [
            regression("three targets", noisy + RANDOM.normal(0, 0.5, (25, 3)), noisy, none * 3),
            regression("an even number of rows", noisy[:24, :1] * 0.9, noisy[:24, :1], none),
            regression("undone", noisy, RANDOM.normal(noisy, 0.5) * [3, 200, 1e-3] + [7, -1e4, 0],
                       [(7.25, 3.1), (-10010.5, 201.7), (0.0, 1e-3)]),
            regression("a constant target", noisy, constant, [(0.0, 1.0), (1000.0, 1.0), (0.0, 1.0)]),
            regression("an almost constant target", noisy, almost,
                       [(0.0, 1.0), (1000.0, 1.0), (0.0, 1.0)]),
            regression("only constant targets", [[1.5], [2.5]], [[2], [2]], none),
            regression("one row", [[1.5]], [[2]], none),
            regression("nothing wrong", [[1], [2], [4]], [[1], [2], [4]], none),
        ],
    }


print(json.dumps(golden(), indent=None, separators=(",", ":")).replace('{"name"', '\n{"name"'))
