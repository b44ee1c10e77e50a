"""Small changes to ONNX graphs."""

from onnx import TensorProto, helper


def prune(model, outputs):
    """A model with these outputs, inner values too, and only what they need."""
    graph, needed, kept = model.graph, set(outputs), []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            kept.insert(0, node)
            needed.update(node.input)
    known = {info.name: info for info in graph.output}
    pruned = helper.make_graph(
        kept,
        graph.name,
        [value for value in graph.input if value.name in needed],
        [known.get(name) or helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [tensor for tensor in graph.initializer if tensor.name in needed],
    )
    return helper.make_model(pruned, opset_imports=model.opset_import, ir_version=model.ir_version)


def unit_length(model, name):
    """Divides the one output, [n, length], by its length, and calls it `name`."""
    [output] = model.graph.output
    model.graph.node.extend(
        [
            helper.make_node("ReduceL2", [output.name], ["length"], name="length", axes=[1], keepdims=1),
            helper.make_node("Div", [output.name, "length"], [name], name="unit_length"),
        ]
    )
    length = output.type.tensor_type.shape.dim[1].dim_value
    output.CopyFrom(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", length]))
    return model
