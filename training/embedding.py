"""The shipped embedder's network, as ONNX without weights: `python -m training.embedding` writes it where it is read.

BERT's encoder (Devlin 2019), as multilingual-e5-small has it: 12 layers over word vectors that are looked up outside,
the mean of the last. Its matrices are int8, one scale an output; what meets them is made uint8 with one scale a token,
so that a text's vector does not depend on its neighbours. Whoever changes this file runs it, and raises
`octavo.understand.embedding.shipped.VERSION` where vectors change.
"""

import sys
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper

from octavo.understand.embedding.network import FILE
from octavo.understand.embedding.wheel import EXPECTED

DIMENSIONS, LAYERS, HEADS, INNER = EXPECTED
EPSILON = 1e-12
OURS = "com.microsoft"
"""Operators of onnxruntime's own."""


class Graph:
    """Nodes in order, and the weights that are given when the network is loaded."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.given: list[onnx.TensorProto] = []

    def add(self, operator: str, inputs: list[str], output: str, *, domain: str = "", **settings: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **settings))
        return output

    def weight(self, name: str, kind: int, *shape: int) -> str:
        """A tensor whose values stand elsewhere: the loader must give them."""
        tensor = onnx.TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="given")
        self.given.append(tensor)
        return name

    def matrix(self, source: str, name: str, inputs: int, outputs: int) -> str:
        """source @ matrix + bias, in int8: each token is divided by its largest value and multiplied again after."""
        size = self.add("Abs", [source], f"{name}.absolute")
        largest = self.add("ReduceMax", [size, "last_axis"], f"{name}.largest")
        ratio = self.add("Div", [source, largest], f"{name}.ratio")
        small = self.add("QuantizeLinear", [ratio, "step", "middle"], f"{name}.small")
        weight = self.weight(f"{name}.w", TensorProto.INT8, inputs, outputs)
        scale = self.weight(f"{name}.s", TensorProto.FLOAT, outputs)
        bias = self.weight(f"{name}.b", TensorProto.FLOAT, outputs)
        product = self.add(
            "MatMulIntegerToFloat", [small, weight, "step", scale, "middle"], f"{name}.product", domain=OURS
        )
        restored = self.add("Mul", [product, largest], f"{name}.restored")
        return self.add("Add", [restored, bias], f"{name}.out")

    def norm(self, source: str, name: str) -> str:
        parts = [self.weight(f"{name}.{part}", TensorProto.FLOAT, DIMENSIONS) for part in "wb"]
        return self.add("LayerNormalization", [source, *parts], f"{name}.out", axis=-1, epsilon=EPSILON)

    def attention(self, source: str, layer: str) -> str:
        joined = self.matrix(source, f"{layer}.qkv", DIMENSIONS, 3 * DIMENSIONS)
        parts = [f"{layer}.query", f"{layer}.key", f"{layer}.value"]
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=2, num_outputs=3))
        mixed = self.add("MultiHeadAttention", parts, f"{layer}.mixed", domain=OURS, num_heads=HEADS)
        return self.matrix(mixed, f"{layer}.ao", DIMENSIONS, DIMENSIONS)

    def layer(self, source: str, layer: str) -> str:
        attended = self.add("Add", [source, self.attention(source, layer)], f"{layer}.attended")
        middle = self.norm(attended, f"{layer}.aln")
        inner = self.matrix(middle, f"{layer}.fi", DIMENSIONS, INNER)
        active = self.add("Gelu", [inner], f"{layer}.active", domain=OURS)
        outer = self.matrix(active, f"{layer}.fo", INNER, DIMENSIONS)
        return self.norm(self.add("Add", [middle, outer], f"{layer}.summed"), f"{layer}.oln")


def network() -> onnx.ModelProto:
    graph = Graph()
    state = graph.norm("words", "emb.ln")
    for layer in range(LAYERS):
        state = graph.layer(state, f"l{layer}")
    graph.add("ReduceMean", [state, "token_axis"], "mean", keepdims=0)
    constants = [
        helper.make_tensor("step", TensorProto.FLOAT, [], [1 / 127]),
        helper.make_tensor("middle", TensorProto.UINT8, [], [128]),
        helper.make_tensor("last_axis", TensorProto.INT64, [1], [2]),
        helper.make_tensor("token_axis", TensorProto.INT64, [1], [1]),
    ]
    words = helper.make_tensor_value_info("words", TensorProto.FLOAT, ["texts", "tokens", DIMENSIONS])
    mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, ["texts", DIMENSIONS])
    made = helper.make_graph(graph.nodes, "multilingual-e5-small", [words], [mean], [*constants, *graph.given])
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(OURS, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=10, producer_name="octavo")


def main() -> None:
    from octavo.understand import embedding

    path = Path(embedding.__file__).parent / FILE
    path.write_bytes(network().SerializeToString(deterministic=True))
    print(f"{path.name}: {path.stat().st_size:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
