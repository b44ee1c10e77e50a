"""Whether Keras 2 and 3 load the networks that are trained or exported here, and judge alike.

    npx hantei train --network cifar10-cnn --from photos/ --epochs 1 --out ours.h5
    npx hantei models export starter/v1 ours.keras
    env/bin/python test/interop/keras_loads_ours.py ours.h5 photos/crow/1.png …

Pictures should have the network's size already (PNG): no resizing then tells two libraries apart. Compares with
`hantei predict --network … --json`, which rounds to six decimals.
"""
import json
import os
import subprocess
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import keras as keras3
import numpy as np
import tf_keras as keras2

network, *photos = sys.argv[1:]
is_zip = zipfile.is_zipfile(network)
metadata = json.loads(zipfile.ZipFile(network).read("hantei.json") if is_zip else h5py.File(network).attrs["hantei"])
divisor = {"0..1": 255, "0..255": 1}[metadata["range"]]
pixels = np.stack([np.asarray(keras3.utils.load_img(photo)) for photo in photos]).astype("float32") / divisor
command = ["npx", "hantei", "predict", "--network", network, "--json", "--top", "1000", *photos]
answers = [json.loads(line) for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()]
said = [{row["label"]: row["confidence"] for row in answer["top"]} for answer in answers]
ours = np.array([[confidences[label] for label in metadata["labels"]] for confidences in said])
for name, keras in {"Keras 3": keras3, "Keras 2": keras2}.items():
    if is_zip and keras is keras2:
        continue  # Keras 2 has a .keras of its own
    theirs = keras.models.load_model(network, compile=False).predict(pixels, verbose=0)
    print(f"{name} {keras.__version__}: largest difference {np.abs(theirs - ours).max():.1e}")
