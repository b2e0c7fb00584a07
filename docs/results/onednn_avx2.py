#!/usr/bin/env python3
"""Times VGG-7 in int8 in oneDNN, limited to an instruction set, as an opponent of 256-bit vectors.

Usage: /usr/bin/python3 docs/results/onednn_avx2.py [AVX2|ALL]    (Debian's python3-torch)

ONNX Runtime cannot be limited; oneDNN obeys ONEDNN_MAX_CPU_ISA. One thread, one image, random weights: the median of
200 calls in milliseconds, from float input to float logits.
"""
import os
import statistics
import sys
import time
import warnings

os.environ["ONEDNN_MAX_CPU_ISA"] = sys.argv[1] if len(sys.argv) > 1 else "AVX2"
warnings.filterwarnings("ignore")

import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.ao import quantization  # noqa: E402

CALLS = 200


def vgg7() -> nn.Sequential:
    layers, channels = [quantization.QuantStub()], 3
    for width in (128, 256, 512):
        for _ in range(2):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))
    layers += [nn.Flatten(), nn.Linear(8192, 1024), nn.ReLU(), nn.Linear(1024, 10), quantization.DeQuantStub()]
    return nn.Sequential(*layers).eval()


def int8(image: torch.Tensor) -> nn.Module:
    torch.backends.quantized.engine = "onednn"
    network = vgg7()
    network.qconfig = quantization.get_default_qconfig("fbgemm")
    weighted = [i for i, layer in enumerate(network) if isinstance(layer, (nn.Conv2d, nn.Linear))]
    pairs = [[str(i), str(i + 1)] for i in weighted if isinstance(network[i + 1], nn.ReLU)]
    network = quantization.prepare(quantization.fuse_modules(network, pairs))
    network(image)
    return quantization.convert(network)


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    image = torch.rand(1, 3, 32, 32)
    with torch.no_grad():
        network = int8(image)
        for _ in range(CALLS // 4):
            network(image)
        times = []
        for _ in range(CALLS):
            start = time.perf_counter()
            network(image)
            times.append(1e3 * (time.perf_counter() - start))
    isa = os.environ["ONEDNN_MAX_CPU_ISA"]
    print(f"torch {torch.__version__}, oneDNN int8, {isa}: median {statistics.median(times):.3f} ms, least {min(times):.3f} ms")


main()
