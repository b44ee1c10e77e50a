"""make_safety.py FLOAT.onnx: makes models/safety/nsfwjs-mobilenet-v2-mid of what nsfwjs-to-onnx.ts wrote, says its hash."""

import hashlib
import json
import sys
from pathlib import Path

import onnx
from onnx import helper

from pictures import pictures
from quantise import quantise

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "nsfwjs-mobilenet-v2-mid"
SIDE = 224

# Whether it was trained to divide by 127.5 and subtract 1: half a grey level beside this, which a byte can say exactly.
ZERO, SCALE = 127, 1 / 127.5

PICTURES, SEED = 100, 1


def main(source):
    model = onnx.load(source)
    _begin_at_photo(model)
    network = quantise(model, "probabilities", list(pictures(PICTURES, SIDE, SEED)), ZERO, SCALE)
    onnx.checker.check_model(network, full_check=True)
    data = network.SerializeToString(deterministic=True)
    folder = ROOT / "models" / "safety" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "safety.onnx").write_bytes(data)
    manifest = {
        "format": 1,
        "id": NAME,
        "input": {"width": SIDE, "height": SIDE},
        "classes": ["Drawing", "Hentai", "Neutral", "Porn", "Sexy"],
        "licence": "MIT",
        "sources": ["pkg:npm/nsfwjs@4.3.0", "https://github.com/GantMan/nsfw_model"],
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent="\t") + "\n")
    print(f"{folder.relative_to(ROOT)}/safety.onnx: {len(data)} bytes, SHA-256 {manifest['sha256']}")


def _begin_at_photo(model):
    """What lies before the first convolution only scales the photo; the quantised network needs none of it."""
    first = next(node for node in model.graph.node if node.op_type == "Conv")
    first.input[0] = "photo"
    photo = helper.make_tensor_value_info("photo", onnx.TensorProto.FLOAT, ["n", 3, SIDE, SIDE])
    model.graph.input.pop()
    model.graph.input.append(photo)


main(*sys.argv[1:])
