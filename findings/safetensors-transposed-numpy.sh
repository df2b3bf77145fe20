#!/usr/bin/env bash
# safetensors 0.8.0 for Python: safetensors.numpy.save_file writes a transposed NumPy array with the shape of the transposed
# one and the numbers in the order of the other, without a word; safetensors.torch refuses the same tensor. What comes back
# has other numbers in all places but the corners. numpy.ascontiguousarray before saving helps.
# Prints what went in and what came back; the status is 1 if that is no longer so. Wants Python 3 with venv, and the network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip -q --disable-pip-version-check install numpy==2.4.6 safetensors==0.8.0
cat >transposed.py <<'PYTHON'
import numpy
from safetensors.numpy import load_file, save_file

weight = numpy.arange(6, dtype=numpy.float32).reshape(2, 3).T
save_file({"weight": weight}, "weight.safetensors")
came = load_file("weight.safetensors")["weight"]
print("in:", weight.tolist())
print("out:", came.tolist())
save_file({"weight": numpy.ascontiguousarray(weight)}, "weight.safetensors")
print("contiguous:", load_file("weight.safetensors")["weight"].tolist())
PYTHON
result=$(venv/bin/python transposed.py)
printf '%s\n' "$result"
[[ $result == 'in: [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
out: [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
contiguous: [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]' ]]
