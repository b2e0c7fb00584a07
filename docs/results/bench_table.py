#!/usr/bin/env python3
"""Prints the speeds that 'dyadic bench --json' measured, a row for each batch size and number of threads.

Usage: python3 docs/results/bench_table.py FILE...    (docs/results/raw/*bench-*.json)

Ratios are medians over rounds, against the faster 8-bit form of ONNX Runtime; above 1, Dyadic is faster.
"""

import json
import pathlib
import sys

EIGHT_BITS = ("ort-int8", "ort-int8-codes", "ort-int8-nchw")


def rows(file):
    bench = json.loads(pathlib.Path(file).read_text())
    if "contenders" not in bench:
        return
    names = [kernel["name"] for kernel in bench["kernels"]]
    for ours in bench["contenders"]:
        name, batch, threads = ours["name"], ours["batch"], ours["threads"]
        if name != names[0]:
            continue
        here = [c for c in bench["contenders"] if (c["batch"], c["threads"]) == (batch, threads)]
        ratios = {
            r["against"]: r["median"]
            for r in bench["ratios"]
            if (r["name"], r["batch"], r["threads"]) == (name, batch, threads)
        }
        best = min((c for c in here if c["name"] in EIGHT_BITS), key=lambda c: c["median_ms"], default=None)
        yield [
            pathlib.Path(file).stem,
            str(batch),
            str(threads),
            f"{ours['median_ms']:.4g}",
            f"{best['median_ms']:.4g}" if best else "",
            f"{ratios[best['name']]:.2f}" if best else "",
            f"{ratios['ort-fp32']:.2f}" if "ort-fp32" in ratios else "",
            ", ".join(
                f"{against} {ratio:.2f}"
                for against, ratio in ratios.items()
                if against not in EIGHT_BITS and against != "ort-fp32"
            ),
            str(ours["heap_bytes_per_call"]),
        ]


def main():
    head = "measurement | batch | threads | ms an image, Dyadic | ms, 8 bits | to 8 bits | to float32 | others | heap bytes a call"
    print(f"| {head} |")
    print("|" + "---|" * (head.count("|") + 1))
    for file in sys.argv[1:]:
        for row in rows(file):
            print("| " + " | ".join(row) + " |")


main()
