"""Makes the TensorFlow Lite classifiers that the tests import, and what TensorFlow's own interpreter gives for them.

pip install tensorflow; python make_tflite.py
"""
import json
from pathlib import Path

import numpy as np
import tensorflow as tf

HERE = Path(__file__).parent / 'tflite'
WIDTH, HEIGHT = 24, 32
tf.keras.utils.set_random_seed(1)
random = np.random.default_rng(1)


def classifier(end):
    """Blocks as MobileNetV2 has them."""
    relu6 = lambda: tf.keras.layers.ReLU(6.0)
    photo = tf.keras.Input((HEIGHT, WIDTH, 3), batch_size=1)
    x = tf.keras.layers.Conv2D(8, 3, strides=2, padding='same')(photo)
    x = relu6()(x)
    y = tf.keras.layers.DepthwiseConv2D(3, padding='same')(x)
    y = relu6()(y)
    y = tf.keras.layers.Conv2D(8, 1)(y)
    x = tf.keras.layers.Add()([x, y])
    x = tf.keras.layers.Conv2D(16, 1)(x)
    x = relu6()(x)
    x = tf.keras.layers.GlobalAveragePooling2D()(x)
    return tf.keras.Model(photo, end(x))


def photo():
    """The picture that the tests draw by the same formula."""
    i = np.arange(WIDTH * HEIGHT * 3)
    return ((i * 37 + (i >> 3) * 11) % 256).astype(np.uint8).reshape(1, HEIGHT, WIDTH, 3)


def calibration():
    yield [(photo() / 127.5 - 1).astype(np.float32)]
    for _ in range(16):
        yield [(random.integers(0, 256, (1, HEIGHT, WIDTH, 3)) / 127.5 - 1).astype(np.float32)]


def run(content):
    """The interpreter after it has seen the picture."""
    interpreter = tf.lite.Interpreter(model_content=content, experimental_preserve_all_tensors=True, experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF)
    interpreter.allocate_tensors()
    (given,) = interpreter.get_input_details()
    pixels = photo()
    if given['dtype'] == np.float32:
        pixels = (pixels / 127.5 - 1).astype(np.float32)
    elif given['dtype'] == np.int8:
        pixels = (pixels.astype(np.int16) - 128).astype(np.int8)
    interpreter.set_tensor(given['index'], pixels)
    interpreter.invoke()
    return interpreter


def embedding(content):
    """What the last fully connected layer works on, as the interpreter computes it."""
    interpreter = run(content)
    dense = [op for op in interpreter._get_ops_details() if op['op_name'] == 'FULLY_CONNECTED'][-1]
    index = dense['inputs'][0]
    vector = numbers(interpreter, next(each for each in interpreter.get_tensor_details() if each['index'] == index))
    return [round(float(number), 6) for number in vector / np.linalg.norm(vector)]


def numbers(interpreter, detail):
    vector = interpreter.get_tensor(detail['index']).astype(np.float32).ravel()
    scale, zero = detail['quantization']
    return (vector - zero) * scale if scale else vector


def result(content):
    interpreter = run(content)
    (output,) = interpreter.get_output_details()
    return [round(float(number), 6) for number in numbers(interpreter, output)]


def convert(model, quantised=None):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if quantised is not None:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = calibration
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = quantised
        converter.inference_output_type = quantised
    return converter.convert()


HERE.mkdir(exist_ok=True)
def spread(model):
    """Wide enough that activations are cut off at six, and some at the end of their range."""
    model.set_weights([w + random.standard_normal(w.shape).astype(np.float32) * 0.4 for w in model.get_weights()])
    return model


model = spread(classifier(tf.keras.layers.Dense(5, activation='softmax')))
expected = {}
for name, kind in [('float', None), ('uint8', tf.uint8), ('int8', tf.int8)]:
    content = convert(model, kind)
    (HERE / f'{name}.tflite').write_bytes(content)
    expected[name] = embedding(content)
model = spread(classifier(tf.keras.layers.Dense(1, activation='sigmoid')))
for name, kind in [('sigmoid', None), ('sigmoid-int8', tf.int8)]:
    content = convert(model, kind)
    (HERE / f'{name}.tflite').write_bytes(content)
    expected[name] = result(content)
(HERE / 'expected.json').write_text(json.dumps(expected, indent='\t') + '\n')
