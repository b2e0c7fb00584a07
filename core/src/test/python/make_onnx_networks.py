"""Writes small float networks as ONNX files, for the tests of org.dyadic.imports.

    /usr/bin/python3 core/src/test/python/make_onnx_networks.py core/src/test/resources/org/dyadic/imports

Debian 12's python3-torch 1.13 and python3-onnx 1.12. Files that begin with "torch" are written by
torch.onnx.export; the others by onnx.helper, in forms that torch does not write.
"""
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

OUT = Path(sys.argv[1])


def settle(module):
    """Statistics and parameters of batch norms as training leaves them: none of them 0 or 1."""
    for child in module.modules():
        if isinstance(child, nn.BatchNorm2d):
            nn.init.uniform_(child.running_mean, -0.5, 0.5)
            nn.init.uniform_(child.running_var, 0.3, 2.0)
            nn.init.uniform_(child.weight, -1.0, 1.5)
            nn.init.uniform_(child.bias, -0.5, 0.5)
    return module.eval()


def export(name, module, shape, **options):
    torch.onnx.export(
        settle(module), torch.zeros(1, *shape), OUT / (name + ".onnx"), input_names=["input"],
        output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}}, **options)


class Tutorial(nn.Module):
    """The usual first network: ReLU after the pool, view with the number of images."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5)
        self.conv2 = nn.Conv2d(4, 6, 3, padding=1)
        self.drop = nn.Dropout()
        self.fc1 = nn.Linear(6 * 3 * 3, 12)
        self.fc2 = nn.Linear(12, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2(x), 2))
        x = x.view(x.size(0), -1)
        x = self.drop(F.relu(self.fc1(x)))
        return F.log_softmax(self.fc2(x), dim=1)


class Basic(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 4, 3, 2, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
            nn.MaxPool2d(3, 2, 1))
        self.layers = nn.Sequential(Basic(4, 4, 1), Basic(4, 8, 2))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, 5)

    def forward(self, x):
        return self.fc(torch.flatten(self.pool(self.layers(self.stem(x))), 1))


class PreActivated(nn.Module):
    """Batch norm and ReLU before each convolution, a sum without a ReLU, groups, a mean."""

    def __init__(self):
        super().__init__()
        self.conv0 = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv1 = nn.Conv2d(8, 8, (3, 1), padding=(1, 0), groups=4)
        self.bn2 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1, groups=8, bias=False)
        self.bn3 = nn.BatchNorm2d(8)
        self.pool = nn.AvgPool2d(2)
        self.fc = nn.Linear(8, 3, bias=False)

    def forward(self, x):
        x = self.conv0(x)
        y = self.conv1(F.relu(self.bn1(x)))
        y = self.conv2(F.relu(self.bn2(y)))
        x = self.pool(F.relu(self.bn3(x + y)))
        return self.fc(x.mean([2, 3]))


class DenseNet(nn.Module):
    """Layers that join all tensors before them, as torchvision's do."""

    def __init__(self):
        super().__init__()
        self.conv0 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.bns = nn.ModuleList(nn.BatchNorm2d(4 + 2 * i) for i in range(4))
        self.convs = nn.ModuleList(
            nn.Conv2d(4 + 2 * i, 2, 3, padding=1, bias=False) for i in range(3))
        self.fc = nn.Linear(10, 3)

    def forward(self, x):
        parts = [self.conv0(x)]
        for bn, conv in zip(self.bns, self.convs):
            parts.append(conv(F.relu(bn(torch.cat(parts, 1)))))
        x = F.relu(self.bns[3](torch.cat(parts, 1)))
        return self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1))


def values(random, *dims):
    return (random.standard_normal(dims) * np.sqrt(1.0 / np.prod(dims[1:]))).astype(np.float32)


def save(name, nodes, constants, shape, outputs, opset=13):
    graph = helper.make_graph(
        nodes, name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *shape])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", outputs])],
        constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = 7
    onnx.checker.check_model(model)
    onnx.save(model, OUT / (name + ".onnx"))


def raw(name, array):
    return numpy_helper.from_array(array, name)


def typed(name, array):
    return helper.make_tensor(name, TensorProto.FLOAT, array.shape, array.flatten().tolist())


def keras_like(random):
    """Factors before the first layer, auto_pad, MatMul and Add, a constant by a node, Softmax."""
    node = helper.make_node
    save(
        "keras-like",
        [
            node("Mul", ["x", "factor"], ["scaled"]),
            node("Sub", ["scaled", "means"], ["centred"]),
            node("Conv", ["centred", "w1"], ["c1"], auto_pad="SAME_UPPER", kernel_shape=[3, 3]),
            node("Add", ["c1", "b1"], ["a1"]),
            node("Clip", ["a1", "zero"], ["r1"]),
            node("BatchNormalization", ["r1", "g", "b", "m", "v"], ["n1"], epsilon=1e-3),
            node("AveragePool", ["n1"], ["p1"], kernel_shape=[2, 2], strides=[2, 2]),
            node("Constant", [], ["shape"], value=raw("", np.array([0, -1], np.int64))),
            node("Reshape", ["p1", "shape"], ["f"]),
            node("Transpose", ["w2t"], ["w2"], perm=[1, 0]),
            node("MatMul", ["f", "w2"], ["m2"]),
            node("Add", ["b2", "m2"], ["a2"]),
            node("Relu", ["a2"], ["r2"]),
            node("Gemm", ["r2", "w3", "b3"], ["g3"], alpha=0.5, beta=2.0),
            node("Softmax", ["g3"], ["y"]),
        ],
        [
            raw("factor", np.array(1 / 64, np.float32)),
            raw("means", random.standard_normal((3, 1, 1)).astype(np.float32)),
            typed("w1", values(random, 6, 3, 3, 3)),
            typed("b1", random.standard_normal((1, 6, 1, 1)).astype(np.float32)),
            raw("zero", np.array(0, np.float32)),
            *(raw(n, random.uniform(0.2, 1.5, 6).astype(np.float32)) for n in "gbmv"),
            raw("w2t", values(random, 7, 6 * 4 * 4)),
            raw("b2", random.standard_normal(7).astype(np.float32)),
            raw("w3", values(random, 7, 4)),
            raw("b3", random.standard_normal((1, 4)).astype(np.float32)),
        ],
        (3, 8, 8), 4)


def all_convolutions(random):
    """No linear layer: a convolution of pixels, then the mean; a sum of two projections."""
    node = helper.make_node
    save(
        "all-convolutions",
        [
            node("Conv", ["x", "w1", "b1"], ["c1"], kernel_shape=[3, 3], strides=[2, 1],
                 pads=[1, 1, 1, 1]),
            node("Relu", ["c1"], ["r1"]),
            node("Conv", ["r1", "w2"], ["c2"], kernel_shape=[1, 1]),
            node("Conv", ["r1", "w3", "b3"], ["c3"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
            node("Add", ["c2", "c3"], ["s"]),
            node("Relu", ["s"], ["r"]),
            node("Conv", ["r", "w4", "b4"], ["c4"], kernel_shape=[1, 1]),
            node("GlobalAveragePool", ["c4"], ["p"]),
            node("Flatten", ["p"], ["y"]),
        ],
        [
            raw("w1", values(random, 4, 3, 3, 3)),
            raw("b1", random.standard_normal(4).astype(np.float32)),
            raw("w2", values(random, 5, 4, 1, 1)),
            raw("w3", values(random, 5, 4, 3, 3)),
            raw("b3", random.standard_normal(5).astype(np.float32)),
            raw("w4", values(random, 6, 5, 1, 1)),
            raw("b4", random.standard_normal(6).astype(np.float32)),
        ],
        (3, 8, 8), 6)


def refused(random):
    """Five nodes that Dyadic has no layers for, between nodes that it has."""
    node = helper.make_node
    save(
        "refused",
        [
            node("Conv", ["x", "w"], ["c1"], name="dilated", dilations=[2, 2]),
            node("Conv", ["c1", "w"], ["c2"], name="lopsided", pads=[0, 0, 1, 1]),
            node("Clip", ["c2", "zero", "six"], ["r"], name="relu6"),
            node("Sigmoid", ["r"], ["s"]),
            node("Mul", ["r", "s"], ["m"], name="gate"),
            node("GlobalAveragePool", ["m"], ["p"]),
            node("Flatten", ["p"], ["f"]),
            node("Gemm", ["f", "w3"], ["y"]),
        ],
        [
            raw("w", values(random, 3, 3, 3, 3)),
            raw("zero", np.array(0, np.float32)),
            raw("six", np.array(6, np.float32)),
            raw("w3", values(random, 3, 4)),
        ],
        (3, 12, 12), 4)


def types():
    """The numbers -8/8 .. 7/8 as weights of each type, raw and in typed fields."""
    node = helper.make_node
    numbers = (np.arange(-8, 8) / 8).reshape(4, 4)
    half = numbers.astype(np.float16)
    constants = [
        raw("w1", half),
        helper.make_tensor("w2", TensorProto.FLOAT16, (4, 4), half.flatten().tolist()),
        raw("w3", numbers),
        helper.make_tensor("w4", TensorProto.DOUBLE, (4, 4), numbers.flatten().tolist()),
        helper.make_tensor("w5", TensorProto.FLOAT, (4, 4), numbers.flatten().tolist()),
        helper.make_tensor("w6", TensorProto.BFLOAT16, (4, 4), numbers.flatten().tolist()),
        raw("w7", numbers.astype(np.float32)),
    ]
    nodes, x = [], "x"
    for i in range(1, 8):
        nodes.append(node("Gemm", [x, f"w{i}"], [f"g{i}"], transB=1))
        x = "y" if i == 7 else f"r{i}"
        nodes.append(node("Identity" if i == 7 else "Relu", [f"g{i}"], [x]))
    graph = helper.make_graph(
        nodes, "types",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 4])],
        constants)
    onnx.save(helper.make_model(graph), OUT / "types.onnx")


def external():
    """A tensor whose values lie in a file of their own, which is not kept."""
    model = onnx.load(OUT / "all-convolutions.onnx")
    tensor = model.graph.initializer[0]
    onnx.external_data_helper.set_external_data(tensor, "elsewhere.bin")
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    (OUT / "external.onnx").write_bytes(model.SerializeToString())


def main():
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    OUT.mkdir(parents=True, exist_ok=True)
    export("torch-tutorial", Tutorial(), (1, 16, 16))
    resnet = ResNet()
    export("torch-resnet", resnet, (3, 24, 24))
    export("torch-resnet-norms", resnet, (3, 24, 24), do_constant_folding=False,
           training=torch.onnx.TrainingMode.PRESERVE)
    export("torch-preactivated", PreActivated(), (3, 8, 8))
    export("torch-densenet", DenseNet(), (3, 8, 8))
    keras_like(random)
    all_convolutions(random)
    refused(random)
    types()
    external()


main()
