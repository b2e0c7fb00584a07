#!/usr/bin/env python3
"""Writes goldens/reference.safetensors with the safetensors package, which shares no code with Dyadic.

Usage:  python3 make_safetensors.py OUTPUT_FOLDER          (needs numpy and safetensors)

The network is 2C3-3FC-2 on 1 x 4 x 4 with batch norm. Element i of the tensor at place k of the list
below is k + i / 8. As PyTorch's state_dict does, the file also holds num_batches_tracked, an int64.
"""

import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

SHAPES = {
    "conv1.weight": (2, 1, 3, 3),
    "bn1.weight": (2,),
    "bn1.bias": (2,),
    "bn1.running_mean": (2,),
    "bn1.running_var": (2,),
    "fc1.weight": (3, 32),
    "bn2.weight": (3,),
    "bn2.bias": (3,),
    "bn2.running_mean": (3,),
    "bn2.running_var": (3,),
    "fc2.weight": (2, 3),
    "fc2.bias": (2,),
}


def main():
    tensors = {
        name: (k + np.arange(np.prod(shape)) / 8).astype(np.float32).reshape(shape)
        for k, (name, shape) in enumerate(SHAPES.items())
    }
    for norm in ("bn1", "bn2"):
        tensors[norm + ".num_batches_tracked"] = np.array(1234, dtype=np.int64)
    save_file(tensors, pathlib.Path(sys.argv[1]) / "reference.safetensors")


if __name__ == "__main__":
    main()
