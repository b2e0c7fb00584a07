#!/usr/bin/env python3
"""Prints the table of docs/export-onnx.md from raw/verify-NAME-FOLD.json and raw/verify-NAME-tables-FOLD.json."""
import json
import pathlib

RAW = pathlib.Path(__file__).parent / "raw"
NETWORKS = {"lenet5": "LeNet-5", "resnet20": "ResNet-20", "vgg7-quarter": "VGG-7 at 0.25", "densenet76": "DenseNet-76 at 0.25"}
FOLDS = ["exact", "shift"]


def executors(name: str, fold: str) -> dict[str, dict]:
    found = {}
    for suffix in ("", "-tables"):
        file = RAW / f"verify-{name}{suffix}-{fold}.json"
        if file.exists():
            found |= {e["name"]: e for e in json.loads(file.read_text())["executors"]}
    return found


def main() -> None:
    columns = [(f"{title}, {fold}", executors(name, fold)) for name, title in NETWORKS.items() for fold in FOLDS]
    columns = [(title, found) for title, found in columns if found]
    order = ["scalar", "lanes", "tables", "perm"]
    rows = {name: e["compared"] for _, found in columns for name, e in found.items()}
    print("| executor | compared | " + " | ".join(title for title, _ in columns) + " |")
    print("|---" * (2 + len(columns)) + "|")
    for name in sorted(rows, key=lambda n: (order.index(n) if n in order else len(order), list(rows).index(n))):
        cells = [f"{e['differ']:,} of {e['images']:,}" if (e := found.get(name)) else "" for _, found in columns]
        print(f"| `{name}` | {rows[name]} | " + " | ".join(cells) + " |")
    print()
    for title, found in columns:
        print(f"{title}: " + ", ".join(f"{name} {e['error']:.2f} %" for name, e in found.items()))


main()
