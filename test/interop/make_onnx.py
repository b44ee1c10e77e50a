"""Makes the ONNX classifiers that the tests import, and what ONNX Runtime itself gives for their embeddings.

pip install onnx onnxruntime numpy; python make_onnx.py
"""
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

HERE = Path(__file__).parent / 'onnx'
WIDTH, HEIGHT = 24, 32
random = np.random.default_rng(1)


def weights(name, *shape):
    return numpy_helper.from_array((random.standard_normal(shape) * 0.3).astype(np.float32), name)


def classifier(end):
    """A convolutional network whose features are pooled, and whose classes are said by `end`."""
    nodes = [
        helper.make_node('Conv', ['input', 'w1', 'b1'], ['c1'], kernel_shape=[3, 3], pads=[1] * 4, strides=[2, 2]),
        helper.make_node('Relu', ['c1'], ['r1']),
        helper.make_node('Conv', ['r1', 'w2', 'b2'], ['c2'], name='second', kernel_shape=[3, 3], pads=[1] * 4, strides=[2, 2]),
        helper.make_node('Relu', ['c2'], ['map']),
        helper.make_node('GlobalAveragePool', ['map'], ['pooled']),
        *end,
    ]
    initializers = [weights('w1', 6, 3, 3, 3), weights('b1', 6), weights('w2', 10, 6, 3, 3), weights('b2', 10)]
    used = {name for node in end for name in node.input}
    if 'w3' in used:
        initializers.append(weights('w3', *((5, 10, 1, 1) if end[0].op_type == 'Conv' else (5, 10))))
    if 'b3' in used:
        initializers.append(weights('b3', 5))
    if 'w4' in used:
        initializers += [weights('w4', 1, 10), weights('b4', 1)]
    graph = helper.make_graph(
        nodes,
        'classifier',
        [helper.make_tensor_value_info('input', TensorProto.FLOAT, (1, 3, HEIGHT, WIDTH))],
        [helper.make_tensor_value_info('output', TensorProto.FLOAT, (1, 1 if 'w4' in used else 5))],
        initializers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def photo():
    """The picture that the tests draw by the same formula."""
    i = np.arange(WIDTH * HEIGHT * 3)
    return ((i * 37 + (i >> 3) * 11) % 256).astype(np.uint8).reshape(1, HEIGHT, WIDTH, 3)


def normalised(mean=(0.485, 0.456, 0.406), deviation=(0.229, 0.224, 0.225)):
    return ((photo() / 255 - np.array(mean)) / np.array(deviation)).transpose(0, 3, 1, 2).astype(np.float32)


def embedding(path, value):
    model = onnx.load(path)
    model.graph.output.append(helper.make_tensor_value_info(value, TensorProto.FLOAT, None))
    session = ort.InferenceSession(model.SerializeToString())
    (result,) = session.run([value], {'input': normalised()})
    vector = result.mean(axis=(2, 3)).ravel() if result.ndim == 4 else result.ravel()
    return [round(float(number), 6) for number in vector / np.linalg.norm(vector)]


def result(path):
    (output,) = ort.InferenceSession(path).run(None, {'input': normalised()})
    return [round(float(number), 6) for number in output.ravel()]


class Calibration(CalibrationDataReader):
    def __init__(self):
        self.pictures = iter([{'input': random.standard_normal((1, 3, HEIGHT, WIDTH)).astype(np.float32)} for _ in range(8)] + [{'input': normalised()}])

    def get_next(self):
        return next(self.pictures, None)


flat = helper.make_node('Flatten', ['pooled'], ['flat'], axis=1)
gemm = helper.make_node('Gemm', ['flat', 'w3', 'b3'], ['logits'], transB=1)
softmax = helper.make_node('Softmax', ['logits'], ['output'], axis=1)
convolved = helper.make_node('Conv', ['pooled', 'w3', 'b3'], ['scores'], kernel_shape=[1, 1])
one = helper.make_node('Gemm', ['flat', 'w4', 'b4'], ['logit'], transB=1)
sigmoid = helper.make_node('Sigmoid', ['logit'], ['output'])
squeezed = helper.make_node('Flatten', ['scores'], ['logits'], axis=1)

HERE.mkdir(exist_ok=True)
onnx.save(classifier([flat, gemm, softmax]), HERE / 'dense.onnx')
onnx.save(classifier([convolved, squeezed, softmax]), HERE / 'convolution.onnx')
for name, form in [('qdq', QuantFormat.QDQ), ('qoperator', QuantFormat.QOperator)]:
    quantize_static(HERE / 'dense.onnx', HERE / f'{name}.onnx', Calibration(), quant_format=form, activation_type=QuantType.QUInt8)
onnx.save(classifier([flat, one, sigmoid]), HERE / 'sigmoid.onnx')
for name, form in [('sigmoid-qdq', QuantFormat.QDQ), ('sigmoid-qoperator', QuantFormat.QOperator)]:
    quantize_static(HERE / 'sigmoid.onnx', HERE / f'{name}.onnx', Calibration(), quant_format=form, activation_type=QuantType.QUInt8)
expected = {
    'dense': embedding(HERE / 'dense.onnx', 'flat'),
    'convolution': embedding(HERE / 'convolution.onnx', 'pooled'),
    'map': embedding(HERE / 'dense.onnx', 'map'),
    **{name: result(HERE / f'{name}.onnx') for name in ['sigmoid', 'sigmoid-qdq', 'sigmoid-qoperator']},
}
(HERE / 'expected.json').write_text(json.dumps(expected, indent='\t') + '\n')
