"""Reads the weights that PyTorch saved, without PyTorch, which is a download of gigabytes and runs what a file says."""

import collections
import pickle

import numpy as np

DTYPES = {"FloatStorage": np.float32, "LongStorage": np.int64}


class _Storage:
    def __init__(self, dtype, key):
        self.dtype, self.key = dtype, key


class _Tensor:
    def __init__(self, storage, offset, shape, strides, *_):
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides


class _Reader(pickle.Unpickler):
    """Knows the handful of names that weights are made of, and no others."""

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _Tensor
        if module == "torch" and name in DTYPES:
            return name
        raise pickle.UnpicklingError(f"{module}.{name} is no part of weights")

    def persistent_load(self, pid):
        kind, storage, key, _device, _length, _view = pid
        assert kind == "storage"
        return _Storage(DTYPES[storage], key)


def read_checkpoint(path):
    """Tensors by name, from the format of PyTorch before 1.6: magic number, version, system, names, keys, numbers."""
    with open(path, "rb") as file:
        for _ in range(3):
            _Reader(file).load()
        tensors = _Reader(file).load()
        keys = _Reader(file).load()
        dtypes = {tensor.storage.key: tensor.storage.dtype for tensor in tensors.values()}
        numbers = {}
        for key in keys:
            length = int.from_bytes(file.read(8), "little")
            dtype = np.dtype(dtypes[key])
            numbers[key] = np.frombuffer(file.read(length * dtype.itemsize), dtype)
    return {name: _array(tensor, numbers[tensor.storage.key]) for name, tensor in tensors.items()}


def _array(tensor, numbers):
    strides = [stride * numbers.itemsize for stride in tensor.strides]
    view = np.lib.stride_tricks.as_strided(numbers[tensor.offset :], tensor.shape, strides, writeable=False)
    return np.ascontiguousarray(view)
