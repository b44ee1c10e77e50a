"""Writes the Keras files that test/model/formats/keras reads, and what Keras itself makes of three pictures.

    python -m venv env && env/bin/pip install tensorflow-cpu tf_keras h5py
    env/bin/python test/interop/keras_goldens.py [folder of students' models]

Keras 3 writes `keras-3.*`, Keras 2 (tf_keras) `keras-2.*`. Keras 1.2 runs on no Python of today: `keras-1.2.h5` is laid out
as `save_model` of its sources does (keras/models.py and keras/engine/topology.py of 1.2.2), and Keras 3 says what to expect.
"""
import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import keras as keras3
import numpy as np
import tf_keras as keras2

OUT = pathlib.Path(__file__).parent.parent / "model/formats/keras/golden"
SIDE, PICTURES = 12, 3


def pictures(side=SIDE):
    """The same bytes in any language."""
    n = np.arange(PICTURES * side * side * 3, dtype=np.int64)
    return ((n * n * 31 + n * 7) % 251 * (n // (side * side * 3) + 1) // 3).astype(np.uint8).reshape(PICTURES, side, side, 3)


def randomise(model):
    """Weights that let pictures make a difference, and variances that are positive."""
    random = np.random.default_rng(1)
    scale = lambda w: (3 / np.prod(w.shape[:-1])) ** 0.5
    model.set_weights([(random.normal(size=w.shape) * scale(w) if w.ndim > 1 else random.random(w.shape) * 0.5 + 0.1).astype("float32") for w in model.get_weights()])
    return model


def sequential(keras):
    L = keras.layers
    return keras.Sequential([
        keras.Input((SIDE, SIDE, 3)),
        L.Rescaling(1 / 127.5, offset=-1),
        L.ZeroPadding2D(((1, 0), (2, 1))),
        L.Conv2D(6, 3, padding="same", strides=2),
        L.BatchNormalization(),
        L.ReLU(6.0),
        L.DepthwiseConv2D(3, padding="same", depth_multiplier=2, activation="relu"),
        L.MaxPooling2D(2),
        L.SeparableConv2D(5, 3, padding="same", use_bias=False),
        L.Activation("relu6"),
        L.Dropout(0.3),
        L.AveragePooling2D(2, strides=1),
        L.Flatten(),
        L.Dense(7, activation="tanh"),
        L.LeakyReLU(0.1) if keras is keras2 else L.LeakyReLU(negative_slope=0.1),
        L.Dense(4),
        L.Softmax(),
    ])


def functional(keras):
    L = keras.layers
    inner_input = keras.Input((SIDE, SIDE, 4))
    x = L.Conv2D(4, 3, padding="same", name="inner_conv")(inner_input)
    x = L.BatchNormalization(scale=False, name="inner_norm")(x)
    x = L.DepthwiseConv2D(3, padding="same", use_bias=False, name="inner_depthwise")(x)
    inner = keras.Model(inner_input, x, name="block")
    photo = keras.Input((SIDE, SIDE, 3), name="photo")
    x = L.Conv2D(4, 3, padding="same", activation="relu", name="first")(photo)
    y = inner(x)
    x = L.Add(name="sum")([x, y])
    x = L.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(photo, L.Dense(3, activation="softmax", name="last")(x))


def others(keras):
    """The layers that the two above have not."""
    L = keras.layers
    photo = keras.Input((SIDE, SIDE, 3), name="photo")
    x = L.Conv2D(4, 3, padding="same", name="wide")(photo)
    y = L.Conv2D(4, 1, activation="sigmoid", name="gate")(photo)
    x = L.Multiply(name="gated")([x, y])
    x = L.Maximum(name="most")([x, L.ELU(name="elu")(y)])
    x = L.Subtract(name="less")([x, L.Minimum(name="least")([x, y])])
    x = L.Average(name="mean")([x, y])
    x = L.Concatenate(name="both")([x, y])
    x = L.GaussianNoise(0.1, name="noise")(x)
    x = L.SpatialDropout2D(0.1, name="drop")(x)
    x = L.Conv2D(6, 3, strides=2, dilation_rate=1, activation="softplus", name="narrow")(x)
    a = L.GlobalMaxPooling2D(name="largest")(x)
    b = L.Dense(6, activation="elu", name="after_permute")(L.Flatten(name="flat")(L.Permute((3, 1, 2), name="turned")(x)))
    c = L.Reshape((6,), name="vector")(L.AveragePooling2D(5, name="average")(x))
    x = L.LayerNormalization(name="norm")(L.Concatenate(name="all")([a, b, c]))
    return keras.Model(photo, L.Dense(3, activation="softmax", name="last")(x))


def write(name, model, divisor=1):
    model.save(OUT / name)
    expect(name, model, divisor)


def expect(name, model, divisor, side=SIDE):
    photos = pictures(side).astype("float32") / divisor
    expected[name] = {"divisor": divisor, "probabilities": model.predict(photos, verbose=0).tolist()}


def write_keras_1(name):
    """Four layers with weights, in the words of Keras 1.2 (TensorFlow's order of axes)."""
    L = keras3.layers
    model = randomise(keras3.Sequential([
        keras3.Input((SIDE, SIDE, 3)), L.Conv2D(5, 3, padding="same", activation="relu"), L.MaxPooling2D(2), L.BatchNormalization(),
        L.Conv2D(4, (2, 3), strides=(2, 1)), L.Activation("relu"), L.Dropout(0.25), L.Flatten(), L.Dense(3, activation="softmax"),
    ]))
    conv = lambda n, filters, rows, cols, mode, subsample, activation, **more: ("Convolution2D", {
        "name": f"convolution2d_{n}", "trainable": True, "nb_filter": filters, "nb_row": rows, "nb_col": cols, "init": "glorot_uniform",
        "activation": activation, "border_mode": mode, "subsample": subsample, "dim_ordering": "tf", "W_regularizer": None,
        "b_regularizer": None, "activity_regularizer": None, "W_constraint": None, "b_constraint": None, "bias": True, **more})
    layers = [
        conv(1, 5, 3, 3, "same", [1, 1], "relu", batch_input_shape=[None, SIDE, SIDE, 3], input_dtype="float32"),
        ("MaxPooling2D", {"name": "maxpooling2d_1", "trainable": True, "pool_size": [2, 2], "border_mode": "valid", "strides": [2, 2], "dim_ordering": "tf"}),
        ("BatchNormalization", {"name": "batchnormalization_1", "trainable": True, "epsilon": 0.001, "mode": 0, "axis": -1, "momentum": 0.99, "gamma_regularizer": None, "beta_regularizer": None}),
        conv(2, 4, 2, 3, "valid", [2, 1], "linear"),
        ("Activation", {"name": "activation_1", "trainable": True, "activation": "relu"}),
        ("Dropout", {"name": "dropout_1", "trainable": True, "p": 0.25}),
        ("Flatten", {"name": "flatten_1", "trainable": True}),
        ("Dense", {"name": "dense_1", "trainable": True, "output_dim": 3, "init": "glorot_uniform", "activation": "softmax", "W_regularizer": None,
                   "b_regularizer": None, "activity_regularizer": None, "W_constraint": None, "b_constraint": None, "bias": True, "input_dim": None}),
    ]
    suffixes = {"Convolution2D": ["W", "b"], "Dense": ["W", "b"], "BatchNormalization": ["gamma", "beta", "running_mean", "running_std"]}
    values = iter(model.get_weights())
    with h5py.File(OUT / name, "w") as f:
        f.attrs["keras_version"] = b"1.2.2"
        f.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": [{"class_name": c, "config": k} for c, k in layers]}).encode()
        g = f.create_group("model_weights")
        g.attrs["layer_names"] = [k["name"].encode() for _, k in layers]
        for class_name, config in layers:
            names = [f"{config['name']}_{s}" for s in suffixes.get(class_name, [])]
            group = g.create_group(config["name"])
            group.attrs["weight_names"] = [n.encode() for n in names]
            for n in names:
                group[n] = next(values)
    expect(name, model, 255)


expected = {}
OUT.mkdir(parents=True, exist_ok=True)
write("keras-3-sequential.h5", randomise(sequential(keras3)))
write("keras-3-sequential.keras", randomise(sequential(keras3)))
write("keras-3-functional.h5", randomise(functional(keras3)), 255)
write("keras-3-functional.keras", randomise(functional(keras3)), 255)
write("keras-2-sequential.h5", randomise(sequential(keras2)))
write("keras-2-functional.h5", randomise(functional(keras2)), 255)
write("keras-2-functional.keras", randomise(functional(keras2)), 255)
write("keras-3-others.h5", randomise(others(keras3)), 255)
write("keras-3-others.keras", randomise(others(keras3)), 255)
write("keras-2-others.h5", randomise(others(keras2)), 255)
write_keras_1("keras-1.2.h5")
# Models that students trained lie beside the repository where developers have them; what Keras makes of them is recorded.
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.h5")) if len(sys.argv) > 1 else []:
    expect(path.name, keras2.models.load_model(path, compile=False), 255, side=50)
(OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
