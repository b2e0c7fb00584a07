#!/usr/bin/env python3
"""Times training steps in PyTorch, the opponent of Dyadic's own training benchmark.

Usage:  python3 bench_pytorch.py --network resnet20 --batch 128 --rounds 5 --steps 20

One JSON line a round with the images per second of that round, so that rounds of two programs can
be interleaved by a shell loop (--rounds 1). A step is: forward, cross entropy, backward, SGD with
Nesterov momentum 0.9; with --sgm also the gradient of the SGM regularizer and the clip, on
every convolution and fully connected weight. One thread, float32, random images already in memory.
"As it comes" is a run without further options; --channels-last changes the memory format. The
allocator's settings come from the environment and are recorded.
"""

import argparse
import json
import os
import time

import torch
from torch import nn
from torch.nn import functional as F

LEARNING_RATE = 0.01
LAMBDA = 10.0
ALLOCATOR = ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES")


class Block(nn.Module):
    """A basic block whose shortcut has no parameters: stride, then zero channels on either side."""

    def __init__(self, channels_in, channels_out):
        super().__init__()
        self.stride = 1 if channels_in == channels_out else 2
        self.pad = (channels_out - channels_in) // 2
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, stride=self.stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels_out)

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.stride == 2:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad))
        return F.relu(x + y)


def conv_unit(channels_in, channels_out, kernel, padding):
    return [
        nn.Conv2d(channels_in, channels_out, kernel, padding=padding, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(),
    ]


def lenet5():
    return (1, 28, 28), nn.Sequential(
        *conv_unit(1, 32, 5, 0),
        nn.MaxPool2d(2),
        *conv_unit(32, 64, 5, 0),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1024, 512, bias=False),
        nn.BatchNorm1d(512),
        nn.ReLU(),
        nn.Linear(512, 10),
    )


def resnet20():
    widths = [16] * 4 + [32] * 3 + [64] * 3
    blocks = [Block(a, b) for a, b in zip(widths, widths[1:])]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)]
    return (3, 32, 32), nn.Sequential(*conv_unit(3, 16, 3, 1), *blocks, *head)


NETWORKS = {"lenet5": lenet5, "resnet20": resnet20}


class Sgm:
    """The regularizer's gradient and the clip for 2 bits, a few tensor operations a layer."""

    def __init__(self, net):
        self.weights = [p for p in net.parameters() if p.dim() > 1]
        self.steps = [self.best_step(w.detach()) for w in self.weights]

    @staticmethod
    def best_step(w):
        candidates = [2.0**-f for f in range(-4, 13)]
        return min(candidates, key=lambda d: float(((w - d * (w / d).round().clamp(-1, 1)) ** 2).sum()))

    def add_gradients(self):
        for w, d in zip(self.weights, self.steps):
            quantized = (w.detach() / d).round_().clamp_(-1, 1).mul_(d)
            w.grad.add_(w.detach() - quantized, alpha=2 * LAMBDA / w.numel())

    @torch.no_grad()
    def clip(self):
        for w, d in zip(self.weights, self.steps):
            w.clamp_(-d, d)


class Run:
    """One network in training; step() trains on one batch."""

    def __init__(self, options):
        torch.manual_seed(1)
        shape, self.net = NETWORKS[options.network]()
        self.batches = list(torch.randn(4, options.batch, *shape))
        self.labels = torch.randint(10, (4, options.batch))
        if options.channels_last:
            self.net = self.net.to(memory_format=torch.channels_last)
            self.batches = [x.contiguous(memory_format=torch.channels_last) for x in self.batches]
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=LEARNING_RATE, momentum=0.9, nesterov=True)
        self.sgm = Sgm(self.net) if options.sgm else None
        self.net.train()

    def step(self, k):
        self.optimizer.zero_grad()
        F.cross_entropy(self.net(self.batches[k % 4]), self.labels[k % 4]).backward()
        if self.sgm:
            self.sgm.add_gradients()
        self.optimizer.step()
        if self.sgm:
            self.sgm.clip()


def time_round(run, steps):
    start = time.perf_counter()
    for k in range(steps):
        run.step(k)
    return time.perf_counter() - start


def name():
    version = ".".join(torch.__version__.split(".")[:2])
    return f"PyTorch {version} (Debian)" if "dist-packages" in torch.__file__ else f"PyTorch {torch.__version__}"


def parse():
    parser = argparse.ArgumentParser(description="Times training steps in PyTorch.")
    parser.add_argument("--network", choices=sorted(NETWORKS), default="lenet5")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20, help="timed steps a round")
    parser.add_argument("--warmup", type=int, default=3, help="steps before the first round")
    parser.add_argument("--sgm", action="store_true", help="with the SGM regularizer and the clip")
    parser.add_argument("--channels-last", action="store_true")
    return parser.parse_args()


def main():
    options = parse()
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    run = Run(options)
    time_round(run, options.warmup)
    for index in range(options.rounds):
        seconds = time_round(run, options.steps)
        line = dict(
            engine=name(),
            network=options.network,
            batch=options.batch,
            threads=1,
            sgm=options.sgm,
            channels_last=options.channels_last,
            allocator={key: os.environ[key] for key in ALLOCATOR if key in os.environ},
            round=index,
            steps=options.steps,
            seconds=round(seconds, 4),
            images_per_second=round(options.batch * options.steps / seconds, 1),
        )
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
