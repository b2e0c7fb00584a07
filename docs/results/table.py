#!/usr/bin/env python3
"""Prints the tables of docs/results/README.md from the raw JSON lines beside it.

Usage:  python3 docs/results/table.py
"""

import glob
import json
import pathlib
import statistics

RAW = pathlib.Path(__file__).resolve().parent / "raw"
ROWS = [
    ("float", "float_error"),
    ("naive rounding", "naive_error"),
    ("naive, batch norm re-estimated", "naive_reestimated_error"),
    ("SGM, latent weights", "latent_error"),
    ("SGM, 2 bits, statistics of training", "quantized_stale_error"),
    ("SGM, 2 bits, batch norm re-estimated", "quantized_error"),
    ("SGM, 2 bits, 8-bit activations, integers", "integer_error"),
    ("bits per weight, whole file", "bits_per_weight"),
    ("bytes", "model_bytes"),
]


def table(name):
    files = sorted(glob.glob(str(RAW / f"{name}-[0-9].json")))
    runs = [json.loads(pathlib.Path(f).read_text()) for f in files]
    if not runs:
        return
    print(f"\n### {name}\n")
    print("| error % | " + " | ".join(f"seed {f[-6]}" for f in files) + " | mean |")
    print("|---|" + "---|" * (len(runs) + 1))
    for label, key in ROWS:
        values = [run[key] for run in runs]
        digits = {"model_bytes": 0, "bits_per_weight": 3}.get(key, 2)
        cells = [f"{v:.{digits}f}" for v in values] + [f"{statistics.mean(values):.{digits}f}"]
        print(f"| {label} | " + " | ".join(cells) + " |")


for name in ("mnist", "fashion-mnist", "digits", "cifar10-resnet20", "cifar10-resnet20-lambda", "lstm-mnist", "gru-mnist"):
    table(name)
