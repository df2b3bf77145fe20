#!/usr/bin/env bash
# scikit-learn 1.9.1: where scores are equal, top_k_accuracy_score counts the highest class first if there are three or more,
# and class 0 if there are two. numpy.argmax, with which most programs choose the class, takes the lowest, so that top-1
# accuracy and accuracy of the same scores are not the same figure.
# Prints which class counts as right; the status is 1 if that is no longer so. Wants Python 3.11 or newer with venv, and
# the network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip -q --disable-pip-version-check install numpy==2.4.6 scikit-learn==1.9.1
cat >ties.py <<'PYTHON'
import warnings

import numpy
from sklearn.metrics import top_k_accuracy_score

warnings.simplefilter("error")
three = numpy.full((1, 3), 1 / 3)
two = numpy.full(1, 0.5)


def right(scores, classes):
    return [i for i in classes if top_k_accuracy_score([i], scores, k=1, labels=classes) == 1]


print("three classes:", right(three, [0, 1, 2]), "argmax:", numpy.argmax(three, axis=1).tolist())
print("two classes:", right(two, [0, 1]))
PYTHON
result=$(venv/bin/python ties.py)
printf '%s\n' "$result"
[[ $result == 'three classes: [2] argmax: [0]
two classes: [0]' ]]
