#!/usr/bin/env python3
"""Compares Dyadic's training step with PyTorch's, round by round on one core.

Usage:  python3 compare_training_speed.py --rounds 5 > speed.jsonl

Every round runs, one after the other and each in a process of its own on the same core: Dyadic, PyTorch
as it comes (channels first, the C library's default allocator settings), and PyTorch with Dyadic's
settings (channels last, the launcher's allocator settings). All train with SGM's regularizer and clip.
OpenBLAS has one thread everywhere. Prints one JSON line a run, then one line of ratios a network.
Needs a quiet machine, /usr/bin/python3 with torch (Debian: python3-torch), taskset.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
TUNED = {
    "MALLOC_MMAP_THRESHOLD_": "4294967296",
    "MALLOC_TRIM_THRESHOLD_": "8589934592",
    "MALLOC_TOP_PAD_": "67108864",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
NETWORKS = {"lenet5": (128, 60), "resnet20": (128, 10)}


def run(command, environment, core):
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", **environment}
    done = subprocess.run(
        ["taskset", "-c", str(core), *command], env=env, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def pytorch(network, batch, steps, options, environment, core):
    command = ["/usr/bin/python3", str(HERE / "bench_pytorch.py"), "--network", network]
    command += ["--batch", str(batch), "--rounds", "1", "--steps", str(steps), "--sgm", *options]
    return run(command, environment, core)["images_per_second"]


def dyadic(network, batch, steps, core):
    command = [str(ROOT / "dyadic"), "bench-train", "--model", network, "--batch", str(batch)]
    command += ["--rounds", "1", "--steps", str(steps), "--threads", "1", "--json"]
    result = run(command, {}, core)["rounds"][0]
    return result["imagesPerSecond"], result["sgmShare"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=0)
    arguments = parser.parse_args()
    for network, (batch, steps) in NETWORKS.items():
        rows = []
        for number in range(arguments.rounds):
            ours, share = dyadic(network, batch, steps, arguments.core)
            plain = pytorch(network, batch, steps, [], {}, arguments.core)
            same = pytorch(network, batch, steps, ["--channels-last"], TUNED, arguments.core)
            rows.append((ours, share, plain, same))
            print(json.dumps({
                "network": network, "batch": batch, "round": number, "dyadic": ours, "sgm_share": share,
                "pytorch_as_it_comes": plain, "pytorch_same_settings": same,
            }), flush=True)
        print(json.dumps({
            "network": network,
            "median_ratio_to_pytorch_as_it_comes": statistics.median(r[0] / r[2] for r in rows),
            "median_ratio_to_pytorch_same_settings": statistics.median(r[0] / r[3] for r in rows),
            "median_sgm_share": statistics.median(r[1] for r in rows),
        }), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
