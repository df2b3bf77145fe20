#!/usr/bin/env bash
# scikit-learn 1.9.1: r2_score says 0.0 for an imperfect prediction of a target whose values are all the same, but only if
# the mean of these is rounded to the value itself. Otherwise it divides by what the rounding left: three times 0.1 give
# -4e32, four times 0.1 give 0.0, without a warning. A mean over several targets is lost to the one that is constant.
# Prints both; the status is 1 if that is no longer so. Wants Python 3.11 or newer with venv, and the network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip -q --disable-pip-version-check install numpy==2.4.6 scikit-learn==1.9.1
cat >constant.py <<'PYTHON'
import warnings

from sklearn.metrics import r2_score

warnings.simplefilter("error")
for rows in (3, 4):
    targets = [0.1] * rows
    predictions = [0.6] + targets[1:]
    r2 = r2_score(targets, predictions)
    print(rows, "times 0.1:", "less than -1e13" if r2 < -1e13 else r2)
PYTHON
result=$(venv/bin/python constant.py)
printf '%s\n' "$result"
[[ $result == '3 times 0.1: less than -1e13
4 times 0.1: 0.0' ]]
