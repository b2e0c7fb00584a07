#!/usr/bin/env python3
"""Makes the golden files of the trainer's tests with PyTorch, which shares no code with Dyadic.

Usage:  python3 make_goldens.py OUTPUT_FOLDER        writes lenet5.json and residual.json
        python3 make_goldens.py --check              prints how far float32 is from float64
        python3 make_goldens.py --margins            prints how far rounding noise moves the ten steps

Made with Debian 12's python3-torch, PyTorch 1.13, one thread, float32.

The generator
-------------
No tensor is stored: weights, inputs and labels follow from a stream number and an element index,
in integers, so that any language gets the same float32 bits. Element i of stream t is

    z = t + (i + 1) * 0x9E3779B97F4A7C15            (mod 2^64, as everything here)
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB
    z =  z ^ (z >> 31)

which is SplitMix64 seeded with t: the i-th call of nextLong() on Java's new SplittableRandom(t).

    bell(t, i)  = (z & 0xFFFF) + (z >> 16 & 0xFFFF) + (z >> 32 & 0xFFFF) + (z >> 48) - 131070
    value       = offset + bell(t, i) * multiplier / 2^shift
    label(t, i) = (z >> 33) mod 10

bell is an integer in -131070 .. 131070, close to a normal distribution of deviation 37837. Every
value is exact in float32. A file's "tensors" lists name, shape, stream, multiplier, shift and
offset of every parameter and buffer; "inputs" does so for the inputs, with the labels' stream.
Elements are numbered in row-major order: output, input, row, column for a convolution; output,
input for a fully connected layer; image, channel, row, column for a batch of inputs.

The ten SGM steps
-----------------
Step k = 0 .. 9 uses batch k. Quantizer of a layer: Q(w) = clip(round(w / D), -1, 1) * D, D = 2^-f,
rounding half to even, f = argmin over the integers -24 .. 24 of ||w - Q(w)||^2 on the first weights.
R = sum over the four weight tensors of (1 / M) * ||w - Q(w)||^2, with Q held constant under the
derivative; lambda(k) = 10 * exp(0.9 * k). Optimizer: torch.optim.SGD, learning rate 0.01, Nesterov
momentum 0.9, no weight decay, on all parameters, batch norm and bias included. Forward passes are
in training mode.

  explicit: gradient step on cross entropy + lambda * R, then clip the four tensors to [-D, D]
  proximal: gradient step on cross entropy, then w <- (w + c Q(w)) / (1 + c) with
            c = 2 * 0.01 * lambda / M on the four tensors, then clip them to [-D, D]

R and the loss are recorded before the step that they belong to; the shares of codes after the last.
"""

import argparse
import json
import math
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

CLASSES = 10
LEARNING_RATE = 0.01
MOMENTUM = 0.9
STEPS = 10
BATCH = 16
SAMPLES = 16
NOISE = 3e-7
NOISES = 30
QUANTIZED = ("conv1.weight", "conv2.weight", "fc1.weight", "fc2.weight")

EVAL_STREAM = 900
# With these streams no ReLU, max pool or mode border of the ten steps lies within rounding noise of its
# switch (--margins). With 1000 and 2000 one did, and float32 implementations fell on either side.
INPUT_STREAM = 1300
LABEL_STREAM = 2300


def words(stream, count):
    """The first count outputs of SplitMix64 seeded with stream."""
    with np.errstate(over="ignore"):
        index = np.arange(1, count + 1, dtype=np.uint64)
        z = np.uint64(stream) + index * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def generate(stream, shape, multiplier, shift, offset=0.0):
    """A float64 tensor whose values are all exact in float32."""
    z = words(stream, int(np.prod(shape)))
    mask = np.uint64(0xFFFF)
    bell = sum(((z >> np.uint64(s)) & mask).astype(np.int64) for s in (0, 16, 32, 48)) - 131070
    values = offset + bell * float(multiplier) / 2.0**shift
    assert (values.astype(np.float32).astype(np.float64) == values).all()
    return torch.from_numpy(values.reshape(shape))


def labels(stream, count):
    return torch.from_numpy(((words(stream, count) >> np.uint64(33)) % np.uint64(CLASSES)).astype(np.int64))


class LeNet5(nn.Module):
    """32C5-MP2-64C5-MP2-512FC-10 on 28 x 28 x 1."""

    input_shape = (1, 28, 28)

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 5, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 64, 5, bias=False)
        self.bn2 = nn.BatchNorm2d(64)
        self.fc1 = nn.Linear(1024, 512, bias=False)
        self.bn3 = nn.BatchNorm1d(512)
        self.fc2 = nn.Linear(512, CLASSES)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2)
        return self.fc2(F.relu(self.bn3(self.fc1(x.flatten(1)))))


class Residual(nn.Module):
    """8C3, one basic block 8 -> 16 of stride 2 with the parameter-free shortcut, average pool, 10."""

    input_shape = (3, 8, 8)

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 16, 3, stride=2, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(16)
        self.conv3 = nn.Conv2d(16, 16, 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(16)
        self.fc = nn.Linear(16, CLASSES)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(F.relu(self.bn2(self.conv2(x)))))
        x = F.relu(y + F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 4, 4)))
        return self.fc(x.mean((2, 3)))


def weight_scale(shape):
    """multiplier, shift: the deviation is near sqrt(2 / inputs of one output)."""
    wanted = math.sqrt(2.0 / np.prod(shape[1:])) / 37837
    shift = 3 - math.floor(math.log2(wanted))
    return round(wanted * 2**shift), shift


def tensor_specs(net):
    """How every parameter and running statistic is generated, in the order of the layers."""
    specs = []
    for stream, (name, tensor) in enumerate(
        (item for item in net.state_dict().items() if not item[0].endswith("num_batches_tracked")), start=1
    ):
        shape = list(tensor.shape)
        if tensor.dim() > 1:
            multiplier, shift, offset = (*weight_scale(shape), 0)
        elif name.startswith("bn") and name.endswith("weight"):
            multiplier, shift, offset = 1, 18, 1
        elif name.endswith("running_var"):
            multiplier, shift, offset = 1, 18, 1
        else:
            multiplier, shift, offset = 1, 18, 0
        specs.append(dict(name=name, shape=shape, stream=stream, multiplier=multiplier, shift=shift, offset=offset))
    return specs


def network(kind, dtype):
    net = kind().to(dtype)
    state = net.state_dict()
    for spec in tensor_specs(net):
        state[spec["name"]].copy_(
            generate(spec["stream"], spec["shape"], spec["multiplier"], spec["shift"], spec["offset"])
        )
    return net


def images(kind, stream, count, dtype):
    return generate(stream, (count, *kind.input_shape), 1, 15).to(dtype)


def batch(kind, k, dtype):
    return images(kind, INPUT_STREAM + k, BATCH, dtype), labels(LABEL_STREAM + k, BATCH)


def number(value):
    """The shortest decimal that reads back as the same float32, or float64."""
    return float(str(value))


def summary(tensor):
    """Norm and sum in float64, and up to 16 entries spread evenly over the row-major order."""
    flat = tensor.detach().reshape(-1).numpy()
    count = min(SAMPLES, flat.size)
    indices = [i * (flat.size - 1) // (count - 1) for i in range(count)]
    return dict(
        norm=float(np.linalg.norm(flat.astype(np.float64))),
        sum=float(flat.astype(np.float64).sum()),
        indices=indices,
        values=[number(flat[i]) for i in indices],
    )


def rows(logits):
    return [[number(v) for v in row] for row in logits.detach().numpy()]


def summaries(named):
    return {name: summary(tensor) for name, tensor in named}


def running(net):
    return summaries((n, b) for n, b in net.named_buffers() if "running" in n)


def one_batch(kind, dtype):
    """Logits in both modes, then loss, gradients and running statistics of one training batch."""
    net = network(kind, dtype).eval()
    with torch.no_grad():
        eval_logits = rows(net(images(kind, EVAL_STREAM, 4, dtype)))
    net.train()
    x, y = batch(kind, 0, dtype)
    logits = net(x)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    return dict(
        eval_logits=eval_logits,
        train_logits=rows(logits),
        labels=y.tolist(),
        loss=loss.item(),
        gradients=summaries((n, p.grad) for n, p in net.named_parameters()),
        running=running(net),
    )


def quantize(w, step):
    return (w / step).round().clamp(-1, 1) * step


def best_exponent(w):
    w = w.detach().double()
    return min(range(-24, 25), key=lambda f: ((w - quantize(w, 2.0**-f)) ** 2).sum().item())


def ten_steps(dtype, proximal, net=None):
    net = (net or network(LeNet5, dtype)).train()
    weights = {name: net.get_parameter(name) for name in QUANTIZED}
    exponents = {name: best_exponent(w) for name, w in weights.items()}
    steps = {name: 2.0**-f for name, f in exponents.items()}
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM, nesterov=True)
    log = []
    for k in range(STEPS):
        lam = 10 * math.exp(0.9 * k)
        x, y = batch(LeNet5, k, dtype)
        task = F.cross_entropy(net(x), y)
        terms = {n: ((w - quantize(w, steps[n]).detach()) ** 2).sum() / w.numel() for n, w in weights.items()}
        regularizer = sum(terms.values())
        optimizer.zero_grad()
        (task if proximal else task + lam * regularizer).backward()
        optimizer.step()
        with torch.no_grad():
            for name, w in weights.items():
                if proximal:
                    c = 2 * LEARNING_RATE * lam / w.numel()
                    w.copy_((w + c * quantize(w, steps[name])) / (1 + c))
                w.clamp_(-steps[name], steps[name])
        log.append(
            {
                "lambda": lam,
                "loss": task.item(),
                "regularizer": regularizer.item(),
                "regularizer_terms": {n: t.item() for n, t in terms.items()},
            }
        )
    return dict(
        exponents=exponents,
        steps=log,
        parameters=summaries(net.named_parameters()),
        running=running(net),
        code_shares={
            n: [((w / steps[n]).round().clamp(-1, 1) == code).double().mean().item() for code in (-1, 0, 1)]
            for n, w in weights.items()
        },
    )


def header(kind):
    return dict(
        made_by="make_goldens.py",
        torch=torch.__version__,
        tensors=tensor_specs(kind()),
        inputs=dict(
            shape=list(kind.input_shape),
            multiplier=1,
            shift=15,
            offset=0,
            eval_stream=EVAL_STREAM,
            eval_count=4,
            first_stream=INPUT_STREAM,
            first_label_stream=LABEL_STREAM,
            batch=BATCH,
        ),
    )


def goldens(dtype):
    return {
        "lenet5": dict(
            header(LeNet5),
            one_batch=one_batch(LeNet5, dtype),
            explicit=ten_steps(dtype, proximal=False),
            proximal=ten_steps(dtype, proximal=True),
        ),
        "residual": dict(header(Residual), one_batch=one_batch(Residual, dtype)),
    }


def deviations(path, a, b):
    """Relative deviations: values against the tensor's root mean square, sums against its 1-norm bound."""
    if isinstance(a, dict) and "norm" in a:
        size = a["indices"][-1] + 1
        rms = b["norm"] / math.sqrt(size)
        yield path + ".norm", abs(a["norm"] - b["norm"]) / b["norm"]
        yield path + ".sum", abs(a["sum"] - b["sum"]) / (rms * size)
        yield path + ".values", max(abs(u - v) for u, v in zip(a["values"], b["values"])) / rms
    elif isinstance(a, dict):
        for key in a:
            yield from deviations(f"{path}.{key}", a[key], b[key])
    elif isinstance(a, list):
        for i, (u, v) in enumerate(zip(a, b)):
            yield from deviations(f"{path}[{i}]", u, v)
    elif isinstance(a, float):
        yield path, abs(a - b) / max(abs(b), 1.0 if "logits" in path else 1e-30)


def check():
    single, double = goldens(torch.float32), goldens(torch.float64)
    worst = {}
    for path, deviation in deviations("", single, double):
        kind = ".".join(path.split("[")[0].split(".")[1:4]) + " " + path.rsplit(".", 1)[-1].split("[")[0]
        worst[kind] = max(worst.get(kind, (0, "")), (deviation, path))
    for kind, (deviation, path) in sorted(worst.items()):
        print(f"{deviation:9.2e}  {kind:50s} {path}")


def margins():
    """The largest relative change of a loss when every parameter moves by rounding noise."""
    for proximal in (False, True):
        first = [step["loss"] for step in ten_steps(torch.float32, proximal)["steps"]]
        worst = 0
        for seed in range(NOISES):
            torch.manual_seed(seed)
            net = network(LeNet5, torch.float32)
            with torch.no_grad():
                for parameter in net.parameters():
                    parameter.mul_(1 + NOISE * torch.randn_like(parameter))
            steps = ten_steps(torch.float32, proximal, net)["steps"]
            worst = max([worst] + [abs(s["loss"] - loss) / loss for s, loss in zip(steps, first)])
        print(f"{worst:9.2e}  {'proximal' if proximal else 'explicit'} loss, {NOISES} times noise of {NOISE}")


def main():
    parser = argparse.ArgumentParser(description="Makes the golden files of the trainer's tests.")
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--check", action="store_true", help="compare float32 with float64 instead")
    parser.add_argument("--margins", action="store_true", help="repeat the ten steps with rounding noise")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    if arguments.check:
        check()
        return
    if arguments.margins:
        margins()
        return
    if arguments.folder is None:
        parser.error("name the output folder, --check or --margins")
    for name, content in goldens(torch.float32).items():
        path = arguments.folder / f"{name}.json"
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
