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


def cell(row, key, digits=2, scale=1):
    value = row.get(key)
    if value is None:
        return ""
    text = f"{scale * value:.{digits}f}"
    spread = row.get(key.replace("_mean", "_sd"))
    return text + (f" ± {spread:.2f}" if key.endswith("_mean") and spread else "")


def comparison(name):
    """The finished rows of a kept comparison, best validation error first."""
    file = RAW / name / "comparison.json"
    if not file.exists():
        return
    rows = [row for row in json.loads(file.read_text())["rows"] if row.get("error_mean") is not None]
    print(f"\n### {name}\n")
    print("| row | bits | validation % | test % | integers % | bits a weight | zeros % | weights are m * 2^-f | seeds |")
    print("|---|---|---|---|---|---|---|---|---|")
    for row in sorted(rows, key=lambda row: row.get("validation_error_mean") or row["error_mean"]):
        fixed = "float" if row["method"] == "float" else "yes" if row["fixed_point"] else f"no, {row['float_scales']:.0f} floats"
        cells = [
            f"`{row['method']}`",
            str(row["bits"]),
            cell(row, "validation_error_mean"),
            cell(row, "error_mean"),
            cell(row, "integer_error_mean"),
            cell(row, "bits_per_weight", 3),
            cell(row, "sparsity", 0, 100),
            fixed,
            str(len(row["seeds"])),
        ]
        print("| " + " | ".join(cells) + " |")


for name in ("mnist", "fashion-mnist", "digits", "cifar10-resnet20", "cifar10-resnet20-lambda", "lstm-mnist", "gru-mnist"):
    table(name)
for name in (
    "cifar10-resnet20",
    "cifar10-resnet20-seeds",
    "cifar10-vgg7-quarter",
    "mnist-lenet5",
    "fashion-mnist-lenet5",
    "fashion-mnist-ablation",
    "fashion-mnist-ablation-seed1",
):
    comparison(name)
