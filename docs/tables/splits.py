"""Writes six tables, twenty stratified splits of each, and what scikit-learn makes of them.

python splits.py FOLDER [PENGUINS TITANIC]: penguins.csv as palmerpenguins ships it, and TitanicSurvival of carData as R's
write.csv writes it. Wants scikit-learn 1.9 and pandas. Tables.java makes ours of the same files.
"""

import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn.datasets as shipped
from sklearn.compose import TransformedTargetRegressor, make_column_selector, make_column_transformer
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SPLITS = 20


def of_scikit_learn(name):
    raw = {"scaled": False} if name == "diabetes" else {}
    bunch = getattr(shipped, "load_" + name)(as_frame=True, **raw)
    frame = bunch.frame.copy()
    if name != "diabetes":
        frame["target"] = [bunch.target_names[i] for i in bunch.target]
    return frame, "target"


def numbers_and_words():
    return make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), make_column_selector(dtype_exclude="number")),
    )


def scores(frame, target, folder):
    answers = frame[target]
    classes = not pd.api.types.is_numeric_dtype(answers)
    found = {"as it is": [], "target standardised": []}
    for seed in range(SPLITS):
        train, test = train_test_split(
            frame, test_size=0.2, random_state=seed, stratify=answers if classes else None
        )
        place = folder / str(seed)
        place.mkdir(parents=True, exist_ok=True)
        named = frame.index.name is not None
        for part, rows in (("train", train), ("test", test)):
            rows.to_csv(place / (part + ".csv"), index=named, index_label="", na_rep="NA")
        model = (MLPClassifier if classes else MLPRegressor)(random_state=seed)
        ways = {"as it is": model}
        if not classes:
            ways["target standardised"] = TransformedTargetRegressor(model, transformer=StandardScaler())
        for way, learner in ways.items():
            pipeline = make_pipeline(numbers_and_words(), learner)
            pipeline.fit(train.drop(columns=target), train[target])
            found[way].append(pipeline.score(test.drop(columns=target), test[target]))
    return {way: values for way, values in found.items() if values}


def main(folder, penguins=None, titanic=None):
    warnings.simplefilter("ignore", ConvergenceWarning)
    tables = {name: of_scikit_learn(name) for name in ("iris", "wine", "breast_cancer", "diabetes")}
    if penguins:
        tables["penguins"] = pd.read_csv(penguins), "species"
    if titanic:
        tables["titanic"] = pd.read_csv(titanic, index_col=0).rename_axis("name"), "survived"
    for name, (frame, target) in tables.items():
        began = time.time()
        for way, values in scores(frame, target, Path(folder) / name).items():
            print(f"{name:14} mean {np.mean(values):.4f} deviation {np.std(values):.4f} {way}", flush=True)
        print(f"{name:14} {(time.time() - began) / SPLITS:.2f} seconds a split", flush=True)


main(*sys.argv[1:])
