"""Tiny models in the format of Firefox's: the real engine runs them, and what they say is made of numbers by chance.

Format: Marian's binary one, version 1 (a table of contents, names, shapes, a gap, the parts), with 8-bit weights that
have their multiplier behind them; a vocabulary is SentencePiece's protobuf.
"""

import random
import struct
from collections.abc import Iterator
from pathlib import Path

WIDTH, WORDS = 64, 64
FLOAT, WEIGHT, TEXT = 0x404, 0x4101, 0x101
SHAPE = "dim-emb: 64\ntransformer-heads: 4\nenc-depth: 1\ndec-depth: 1\ntransformer-dim-ffn: 64\n"
WORDS_KNOWN = ("the", "a", "flood", "closed", "harbour", "of", "Velm", "on", "Tuesday", "40", "boats", "army")
PIECES = ("</s>", "<unk>", *(f"▁{word}" for word in WORDS_KNOWN))

Part = tuple[str, int, tuple[int, ...], bytes]


def make_model(folder: Path, *, seed: int = 1) -> Path:
    """A folder as an operator has it, with a model and one vocabulary."""
    folder.mkdir(parents=True, exist_ok=True)
    pair = folder.name.replace("-", "")
    (folder / f"model.{pair}.intgemm.alphas.bin").write_bytes(binary(list(parts(random.Random(seed)))))
    (folder / f"vocab.{pair}.spm").write_bytes(vocabulary())
    return folder


def binary(items: list[Part]) -> bytes:
    names = [name.encode() + b"\0" for name, *_ in items]
    head = struct.pack("<QQ", 1, len(items))
    for name, (_, kind, shape, data) in zip(names, items, strict=True):
        head += struct.pack("<QQQQ", len(name), kind, len(shape), len(data))
    shapes = b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in items)
    return head + b"".join(names) + shapes + struct.pack("<Q", 0) + b"".join(data for *_, data in items)


def parts(chance: random.Random) -> Iterator[Part]:
    yield "special:model.yml", TEXT, (len(SHAPE),), SHAPE.encode()
    yield "Wemb", WEIGHT, (WORDS, WIDTH), _weights(chance, WORDS * WIDTH)
    yield "none_QuantMultA", FLOAT, (1, 1), struct.pack("<f", 32.0)
    for layer, attention in [("encoder_l1", "self"), ("decoder_l1", "context")]:
        for letter in "qkvo":
            yield from _affine(chance, f"{layer}_{attention}_W{letter}", f"{layer}_{attention}_b{letter}")
        for number in "12":
            yield from _affine(chance, f"{layer}_ffn_W{number}", f"{layer}_ffn_b{number}")
        yield from _norm(f"{layer}_{attention}_Wo")
        yield from _norm(f"{layer}_ffn_ffn")
    yield from _affine(chance, "decoder_l1_rnn_W", "")
    yield from _affine(chance, "decoder_l1_rnn_Wf", "decoder_l1_rnn_bf")
    yield from _norm("decoder_l1_rnn_ffn")


def _affine(chance: random.Random, name: str, bias: str) -> Iterator[Part]:
    yield name, WEIGHT, (WIDTH, WIDTH), _weights(chance, WIDTH * WIDTH)
    yield f"{name}_QuantMultA", FLOAT, (1, 1), struct.pack("<f", 32.0)
    if bias:
        yield bias, FLOAT, (1, WIDTH), struct.pack(f"<{WIDTH}f", *(chance.uniform(-1, 1) for _ in range(WIDTH)))


def _norm(name: str) -> Iterator[Part]:
    yield f"{name}_ln_scale", FLOAT, (1, WIDTH), struct.pack(f"<{WIDTH}f", *[1.0] * WIDTH)
    yield f"{name}_ln_bias", FLOAT, (1, WIDTH), struct.pack(f"<{WIDTH}f", *[0.0] * WIDTH)


def _weights(chance: random.Random, count: int) -> bytes:
    return bytes(chance.randrange(256) for _ in range(count)) + struct.pack("<f", 64.0)


def vocabulary() -> bytes:
    pieces = [*PIECES, *(f"▁w{number}" for number in range(WORDS - len(PIECES)))]
    found = b""
    for number, piece in enumerate(pieces):
        text = piece.encode()
        kind = {0: 3, 1: 2}.get(number, 1)
        message = b"\x0a" + bytes([len(text)]) + text + b"\x15" + struct.pack("<f", -1.0) + b"\x18" + bytes([kind])
        found += b"\x0a" + bytes([len(message)]) + message
    return found
