"""Turns a float network for photos into one of 8 bits that takes their bytes: QuantizeLinear and DequantizeLinear
around each convolution and sum, which ONNX Runtime runs in whole numbers. What comes after the last stays float."""

import dataclasses

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from graph import prune

QUANTISED = ("Conv", "Add")


@dataclasses.dataclass
class Range:
    """What came up of a value: its extremes, and the mean of each channel."""

    low: float = 0.0
    high: float = 0.0
    mean: np.ndarray | float = 0.0

    def see(self, value, share):
        self.low = min(self.low, float(value.min()))
        self.high = max(self.high, float(value.max()))
        self.mean = self.mean + share * value.astype(np.float64).mean((0, 2, 3))

    @property
    def scale(self):
        return np.float32((self.high - self.low) / 255)

    @property
    def zero(self):
        return np.uint8(np.rint(-self.low / self.scale))


def quantise(model, output, pictures, zero, scale):
    """
    model: float network with the input `photo` [n, 3, side, side], made of Conv with bias, Add of two values, Clip of
        what a Conv gives, and anything after the last of these
    output: the value that is to be the one output
    pictures: uint8 [side, side, 3], to see what values come up
    zero, scale: a byte means `(byte - zero) * scale`. Bytes are quantised as they are, and need no arithmetic at all
    """
    model = prune(model, [output])
    ranges = _watch(model, pictures, zero, scale)
    return _Quantiser(model, ranges, zero, scale).run()


def _watch(model, pictures, zero, scale):
    outputs = [node.output[0] for node in model.graph.node if node.op_type in (*QUANTISED, "Clip")]
    session = onnxruntime.InferenceSession(prune(model, outputs).SerializeToString())
    ranges = {name: Range() for name in ["photo", *outputs]}
    for picture in pictures:
        photo = ((picture.astype(np.float32) - zero) * np.float32(scale)).transpose(2, 0, 1)[None]
        ranges["photo"].see(photo, 1 / len(pictures))
        for name, value in zip(outputs, session.run(outputs, {"photo": photo})):
            ranges[name].see(value, 1 / len(pictures))
    return ranges


class _Quantiser:
    def __init__(self, model, ranges, zero, scale):
        self.model, self.ranges = model, ranges
        self.weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self.nodes, self.constants, self.scales = [], [], {"photo": np.float32(scale)}
        side = model.graph.input[0].type.tensor_type.shape.dim[2].dim_value
        self.input = helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["n", side, side, 3])
        self.add("Transpose", ["pixels"], "photo.bytes", perm=[0, 3, 1, 2])
        self.dequantise("photo", np.float32(scale), np.uint8(zero))

    def run(self):
        graph = self.model.graph
        clips = {node.input[0]: node.output[0] for node in graph.node if node.op_type == "Clip"}
        for node in graph.node:
            if node.op_type == "Clip":
                continue  # What lies outside of the range that it leaves has no byte.
            if node.op_type not in QUANTISED:
                self.nodes.append(node)
                self.constants += [tensor for tensor in graph.initializer if tensor.name in node.input]
                continue
            inputs = self.quantised_weights(node) if node.op_type == "Conv" else list(node.input)
            value = clips.get(node.output[0], node.output[0])
            attributes = {each.name: helper.get_attribute_value(each) for each in node.attribute}
            self.add(node.op_type, inputs, f"{value}.float", **attributes)
            range_ = self.ranges[value]
            self.scales[value] = range_.scale
            self.add("QuantizeLinear", [f"{value}.float", *self.numbers(value, range_.scale, range_.zero)], f"{value}.bytes")
            self.dequantise(value, range_.scale, range_.zero)
        made = helper.make_graph(self.nodes, graph.name, [self.input], graph.output, self.constants)
        return helper.make_model(made, opset_imports=self.model.opset_import, ir_version=self.model.ir_version)

    def quantised_weights(self, node):
        value, kernel_name, bias_name = node.input
        kernel, bias = (self.weights[name].astype(np.float64) for name in (kernel_name, bias_name))
        is_depthwise = kernel.shape[1] == 1
        scale = _kernel_scales(kernel, is_depthwise)
        whole = _round_kernels(kernel / scale[:, None, None, None])
        # What rounding takes from a kernel moves all that comes of it to one side: the mean of that goes into the bias
        # (M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019).
        lost = (kernel - whole * scale[:, None, None, None]).sum((2, 3))
        mean = self.ranges[value].mean
        bias = bias + (lost[:, 0] * mean if is_depthwise else lost @ mean)
        self.constant(f"{kernel_name}.bytes", whole.astype(np.int8))
        self.constant(f"{kernel_name}.scale", scale.astype(np.float32))
        self.add("DequantizeLinear", [f"{kernel_name}.bytes", f"{kernel_name}.scale"], kernel_name, axis=0)
        bias_scale = scale.astype(np.float32) * self.scales[value]
        self.constant(f"{bias_name}.whole", np.rint(bias / bias_scale).clip(-(2**31), 2**31 - 1).astype(np.int32))
        self.constant(f"{bias_name}.scale", bias_scale)
        self.add("DequantizeLinear", [f"{bias_name}.whole", f"{bias_name}.scale"], bias_name, axis=0)
        return [value, kernel_name, bias_name]

    def dequantise(self, value, scale, zero):
        self.add("DequantizeLinear", [f"{value}.bytes", *self.numbers(value, scale, zero)], value)

    def numbers(self, value, scale, zero):
        names = [f"{value}.scale", f"{value}.zero"]
        if not any(tensor.name == names[0] for tensor in self.constants):
            self.constant(names[0], np.float32(scale)), self.constant(names[1], np.uint8(zero))
        return names

    def constant(self, name, array):
        self.constants.append(numpy_helper.from_array(np.asarray(array), name))

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"{output}:{kind}", **attributes))


def _kernel_scales(kernel, is_depthwise):
    """
    Of each output channel: as fine as its largest weight lets it be, which is to become at most 127.

    Without VNNI, x86 processors multiply two bytes each and add them in 16 bits (VPMADDUBSW), which saturates beyond
    32,767: two weights together must not exceed 128, since 255 * 128 = 32,640. Rather than to halve all weights
    ("reduced range"), the two largest of each channel are what counts here, whichever pairs are formed; often one weight
    of a channel is by far the largest. 126 rather than 128, for rounding may add one to each. Depthwise kernels are multiplied in 32 bits everywhere.
    """
    sizes = np.sort(np.abs(kernel).reshape(len(kernel), -1), axis=1)
    largest = sizes[:, -1] / 127
    scale = largest if is_depthwise else np.maximum(largest, (sizes[:, -1] + sizes[:, -2]) / 126)
    # Pruned channels have no weights left.
    return np.where(scale > 0, scale, 1.0)


def _round_kernels(kernels):
    """
    Rounds so that the sum over each window stays, nearly: on a plain sky all a kernel does is to multiply by its sum,
    and the errors of 9 or 25 weights, each small, would shift the whole of it.
    """
    flat = kernels.reshape(-1, kernels.shape[2] * kernels.shape[3])
    whole = np.rint(flat)
    for row, rounded in zip(flat, whole):
        rest = row - rounded
        missing = int(np.rint(rest.sum()))
        if missing:
            sign = np.sign(missing)
            rounded[np.argsort(-rest * sign, kind="stable")[: abs(missing)]] += sign
    return whole.reshape(kernels.shape).clip(-127, 127)
